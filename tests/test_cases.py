"""Every case of every table in `cases/`: YAML in, CSV in, verdict out."""

from __future__ import annotations

from typing import Any

import pytest

from case_tables import agreement_of, tables, window_of
from support import judge


@pytest.mark.parametrize(("table", "case"), tables())
def test_case(table: dict[str, Any], case: dict[str, Any]) -> None:
    """The obligation gets the verdict, the periods and the findings that the table says."""
    result = judge(
        agreement_of(table, case),
        case.get("log") or table["log"],
        window=window_of(case),
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
