"""Every case of every table in `cases/`: YAML in, CSV in, verdict out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support import judge
from yaml12 import load

CASES = Path(__file__).parent / "cases"


def tables() -> list[Any]:
    return [
        pytest.param(table, case, id=f"{path.parent.name}/{path.stem}: {case['name']}")
        for path in sorted(CASES.rglob("*.yaml"))
        for table in [load(path)]
        for case in table["cases"]
    ]


def agreement_of(table: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The agreement around a case's rule, as tests/README.md describes it."""
    rule = {key: case[key] for key in ("rule", "readings") if key in case}
    obligation = {
        "id": "it",
        "clauses": ["1"],
        "title": "It",
        "says": "What is promised.",
        "bearer": "a",
        "counterparty": "b",
        "force": "must",
    }
    return {
        "format": 1,
        "id": "case",
        "title": "A case",
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
        **table.get("agreement", {}),
        **case.get("agreement", {}),
        "obligations": [{**obligation, **rule, **case.get("obligation", {})}],
        "clauses": [{"ref": "1", "holds": ["it"]}],
    }


@pytest.mark.parametrize(("table", "case"), tables())
def test_case(table: dict[str, Any], case: dict[str, Any]) -> None:
    """The obligation gets the verdict, the periods and the findings that the table says."""
    first, _, last = str(case.get("window", "..")).partition("..")
    result = judge(
        agreement_of(table, case),
        case.get("log") or table["log"],
        window=(first or None, last or None),
        as_of=case.get("as_of"),
        project=case.get("project", table.get("project")),
    )
    (it,) = result["obligations"]
    assert it["verdict"] == case["verdict"], it
    for key in ("tally", "depends_on_reading"):
        if key in case:
            assert it[key] == case[key]
    for key in ("periods", "findings", "next"):
        if key in case:
            assert [part(entry, want) for entry, want in zip(it[key], case[key], strict=False)] == case[key]
            assert len(it[key]) == len(case[key]), it[key]
    if "problems" in case:
        assert sorted(p["code"] for p in result["problems"]) == sorted(case["problems"])


def part(entry: dict[str, Any], want: dict[str, Any]) -> dict[str, Any]:
    """Of an entry only the keys that the table gives; evidence as rows of the spreadsheet."""
    shown = {**entry, "evidence": [e["row"] for e in entry.get("evidence", ())]}
    return {key: shown.get(key) for key in want}
