"""The log checked by Great Expectations on pandas, as far as it can say the rules. `python great_expectations_check.py LOG`."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # it would tell its makers, over the network

import great_expectations as gx
import great_expectations.expectations as expect
import pandas as pd

ACTIVITIES = [
    "news_release", "web_update", "stakeholder_newsletter", "internal_blog", "broadcast_message", "roadshow", "consultation_event",
    "focus_group", "survey", "panel_meeting", "social_media_support", "service_change",
]  # fmt: skip
OFFICERS = ["Chief Executive", "Head of Scrutiny and Planning", "Planning and Strategy Officer"]
PUBLISHED = {"row_condition": f"activity in {ACTIVITIES[:5]}", "condition_parser": "pandas"}
CLEARED = {**PUBLISHED, "row_condition": f"{PUBLISHED['row_condition']} and cleared_by in {OFFICERS}"}

# Days are compared as the texts that they are. Three months before another day cannot be said, nor a number per week.
RULES = {
    "not_of_form": [
        *(expect.ExpectColumnValuesToMatchRegex(column=c, regex=r"^\d{4}-\d{2}-\d{2}$") for c in ("date", "cleared_on", "given_on")),
        *(expect.ExpectColumnValuesToMatchStrftimeFormat(column=c, strftime_format="%Y-%m-%d") for c in ("date", "cleared_on", "given_on")),
        expect.ExpectColumnValuesToNotBeNull(column="date"),
        expect.ExpectColumnValuesToMatchRegex(column="responses", regex=r"^-?\d{1,18}$"),
        expect.ExpectColumnValuesToBeInSet(column="commissioner_attended", value_set=["yes", "no"]),
    ],
    "unknown_activities": [expect.ExpectColumnValuesToBeInSet(column="activity", value_set=ACTIVITIES)],
    "clearance": [
        expect.ExpectColumnValuesToNotBeNull(column="cleared_by", **PUBLISHED),
        expect.ExpectColumnValuesToBeInSet(column="cleared_by", value_set=OFFICERS, **PUBLISHED),
        expect.ExpectColumnValuesToNotBeNull(column="cleared_on", **CLEARED),
        expect.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="date", column_B="cleared_on", or_equal=True, ignore_row_if="either_value_is_missing", **CLEARED
        ),
    ],
}  # fmt: skip


def main(log: str) -> None:
    """Validate each rule's expectations in one suite."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    rows = pd.read_csv(log, engine="pyarrow", dtype=str, keep_default_na=False, na_values=[""])
    asset = (
        context.data_sources.add_pandas("logs").add_dataframe_asset("log").add_batch_definition_whole_dataframe("whole")
    )
    for rule, expectations in RULES.items():
        for expectation in expectations:
            expectation.meta = {"rule": rule}
    expectations = [expectation for rule in RULES.values() for expectation in rule]
    suite = context.suites.add(gx.ExpectationSuite("cheshire", expectations=expectations))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="log", data=asset, suite=suite))
    report = definition.run(batch_parameters={"dataframe": rows}, result_format="BASIC")
    raised = [result.expectation_config.type for result in report.results if "unexpected_count" not in result.result]
    if raised:
        sys.exit(f"not checked: {', '.join(raised)}")
    found = Counter(dict.fromkeys(RULES, 0))
    for result in report.results:
        found[result.expectation_config.meta["rule"]] += result.result["unexpected_count"]
    print(json.dumps({**found, "notice": None, "silent_weeks": None}))


if __name__ == "__main__":
    main(sys.argv[1])
