"""The tables of `cases/`: where they are, and the agreement around each case's rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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


def window_of(case: dict[str, Any]) -> tuple[str | None, str | None]:
    """The two sides of a case's `window`, `2015-06-01..2015-06-30`; either can be left out."""
    first, _, last = str(case.get("window", "..")).partition("..")
    return first or None, last or None
