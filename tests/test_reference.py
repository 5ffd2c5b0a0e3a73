"""The slow reference evaluator gives what the case tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

import yaml12
from reference import evaluate

CASES = Path(__file__).parent / "cases"
# What the reference does not work out: words, and what needs the product's reading of rejected rows.
COMPARED = {"verdict", "row", "from", "to", "group", "due", "days_late", "actual", "required", "short_by", "evidence"}


def _cases():
    for path in sorted(CASES.rglob("*.yaml")):
        table = yaml12.load(path)
        for case in table["cases"]:
            yield pytest.param(table, case, id=f"{path.relative_to(CASES)}: {case['name']}")


def agreement_of(table: dict, case: dict) -> dict:
    """The agreement `case` of a table's case, completed as README.md says."""
    judged = {key: case[key] for key in ("rule", "readings") if key in case}
    obligation = {
        "id": "it",
        "clauses": ["1"],
        "title": "It",
        "says": "It.",
        "bearer": "a",
        "counterparty": "b",
        "force": "must",
        **judged,
        **(case.get("obligation") or {}),
    }
    return {
        "format": 1,
        "id": "case",
        "title": "Case",
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
        "clauses": [{"ref": "1", "holds": ["it"]}],
        **(table.get("agreement") or {}),
        **(case.get("agreement") or {}),
        "obligations": [obligation],
    }


def window_of(case: dict) -> tuple[str | None, str | None]:
    first, _, last = (case.get("window") or "..").partition("..")
    return first or None, last or None


def as_written(group: list[str] | None) -> str | None:
    """A group as the result document writes it."""
    return None if group is None else ", ".join(group)


@pytest.mark.parametrize(("table", "case"), list(_cases()))
def test_reference_agrees_with_the_case_table(table: dict, case: dict) -> None:
    result = evaluate(
        agreement_of(table, case), case["log"], window=window_of(case), as_of=case.get("as_of"), project=case.get("project"),
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
