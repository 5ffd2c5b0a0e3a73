"""The slow reference evaluator gives what the case tables say."""

from __future__ import annotations

import pytest

from case_tables import agreement_of, tables, window_of
from reference import evaluate

# What the reference does not work out: words, and what needs the product's reading of rejected rows.
COMPARED = {"verdict", "row", "from", "to", "group", "due", "days_late", "actual", "required", "short_by", "evidence"}


def as_written(group: list[str] | None) -> str | None:
    """A group as the result document writes it."""
    return None if group is None else ", ".join(group)


@pytest.mark.parametrize(("table", "case"), [p for p in tables() if p.values[1].get("reference", "yes") == "yes"])
def test_reference_agrees_with_the_case_table(table: dict, case: dict) -> None:
    result = evaluate(
        agreement_of(table, case), case.get("log") or table["log"], window=window_of(case), as_of=case.get("as_of"), project=case.get("project"),
    )["it"]  # fmt: skip
    assert result["verdict"] == case["verdict"], result
    if "tally" in case:
        assert result["tally"] == case["tally"]
    if "depends_on_reading" in case:
        assert result["depends_on_reading"] == case["depends_on_reading"]
    for key in ("periods", "findings"):
        if key not in case:
            continue
        found = [{**entry, "group": as_written(entry["group"])} for entry in result[key]]
        wanted = [{k: v for k, v in entry.items() if k in COMPARED} for entry in case[key]]
        assert [{k: f.get(k) for k in w} for f, w in zip(found, wanted, strict=False)] == wanted, found
        assert len(found) == len(wanted), found
