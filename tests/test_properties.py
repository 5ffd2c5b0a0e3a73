"""The product and the slow reference agree on agreements and logs that Hypothesis makes up."""

from __future__ import annotations

import os

import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, note, seed, settings

from reference import evaluate, has_days_to_review
from strategies import KINDS, agreements_and_logs
from support import judge

# The same examples on every run: each round has a seed of its own. Rounds are short on purpose, since
# after ten examples Hypothesis goes over to varying those it has, which here only says the same again.
# To go looking for differences: PROPERTY_ROUNDS=100 pytest tests/test_properties.py
# A failing example is shown as it was found; PROPERTY_SHRINK=1 makes it smaller first, which takes minutes.
ROUNDS = int(os.environ.get("PROPERTY_ROUNDS", "2"))
PROFILE = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if "PROPERTY_SHRINK" in os.environ else [Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TODAY = "2026-11-22"  # long after every log, so that a run does not depend on the clock
PERIOD = ("from", "to", "group", "verdict", "required", "actual", "short_by", "evidence")
FINDING = ("verdict", "row", "from", "to", "group", "due", "days_late")


def figure(value):
    """Numbers alike whether whole or not; words (such as a length) are the product's own."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return round(float(value), 6)


def comparable(entry: dict, keys: tuple[str, ...]) -> dict:
    """An entry of either side, written alike."""
    found = {key: entry.get(key) for key in keys}
    if isinstance(found["group"], list):
        found["group"] = ", ".join(found["group"])
    for key in ("required", "actual", "short_by"):
        if key in found:
            # "Short by nothing" and "nothing to be short by" are the same to a reader.
            found[key] = figure(found[key]) if key != "short_by" else figure(found[key]) or 0
    if "evidence" in found:
        found["evidence"] = sorted(row["row"] if isinstance(row, dict) else row for row in found["evidence"])
    return found


def shown(obligation: dict) -> dict:
    """What is compared of an obligation's result. The order of entries is the product's own."""
    return {
        "verdict": obligation["verdict"],
        "depends_on_reading": obligation["depends_on_reading"],
        "tally": {verdict: many for verdict, many in obligation["tally"].items() if many},
        "periods": sorted((comparable(p, PERIOD) for p in obligation["periods"]), key=str),
        "findings": sorted((comparable(f, FINDING) for f in obligation["findings"]), key=str),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_product_and_reference_agree(kind: str) -> None:
    """Whatever the agreement of this kind and the log: the same verdict, tally, periods and findings."""
    for number in range(ROUNDS):
        one_round(kind, number)


def one_round(kind: str, number: int) -> None:
    @seed(number)
    @PROFILE
    @given(agreements_and_logs(kind))
    def agree(example) -> None:
        agreement, log, window, as_of, project = example
        assume(has_days_to_review(agreement, log, window, project))  # else there is an error and no verdict
        note(yaml.safe_dump(agreement["obligations"][0], sort_keys=False))
        note(
            f"window {window}, as_of {as_of}, project {project}, term {agreement['term']}, calendar {agreement['calendar']}\n{log}"
        )
        options = {"window": window, "as_of": as_of, "project": project, "today": TODAY}
        product = next(o for o in judge(agreement, log, **options)["obligations"] if o["id"] == "it")
        assert shown(product) == shown(evaluate(agreement, log, **options)["it"])

    agree()
