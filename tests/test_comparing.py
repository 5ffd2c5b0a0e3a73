"""Which of two wordings of a rule is the stricter one: the tables of `comparing/`, and that they miss no key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from mou_check.agreement import CalendarSettings, TermDates
from mou_check.model.changes import Difference, Order
from mou_check.model.lengths import Length
from mou_check.rules import KINDS, AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.comparing import Side, Sides
from mou_check.rules.comparing.keys import differences, flat
from mou_check.rules.conditions import CellTest, Conditions, OtherColumn
from mou_check.rules.cover import Hours
from mou_check.rules.selecting import SpanColumns
from yaml12 import load

TABLES = Path(__file__).parent / "comparing"
TERM = {"starts": "2015-05-06"}
LISTS = {"towns": ["Crewe", "Chester"], "officers": ["Clerk", "Chair"], "days": ["2015-06-01"]}
RULES: TypeAdapter[Rule] = TypeAdapter(AnyRule)


@cache
def rows() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(path.stem, table, row) for path in sorted(TABLES.glob("*.yaml")) for table in [load(path)] for row in table["cases"]]


def wording(table: dict[str, Any], row: dict[str, Any], side: str) -> Rule:
    """The rule of the table, with what the row says of both sides and of this one; `due.on` is `on` in `due`, null takes away."""
    rule: dict[str, Any] = load_again(table["rule"])
    for keys in (row.get("with", {}), row.get(side, {})):
        for key, value in keys.items():
            *above, last = key.split(".")
            at = rule
            for name in above:
                at = at.setdefault(name, {})
            if value is None:
                at.pop(last, None)
            else:
                at[last] = value
    return RULES.validate_python(rule)


def load_again(value: Any) -> Any:
    """A copy that can be changed."""
    return {k: load_again(v) for k, v in value.items()} if isinstance(value, dict) else value


def compared(table: dict[str, Any], row: dict[str, Any], old: str, new: str) -> list[Difference]:
    rules = [wording(table, row, side) for side in (old, new)]
    calendar = CalendarSettings.model_validate(row.get("calendar", {})).calendar()
    term = TermDates.model_validate(row.get("term", TERM)).span
    lists = [{**LISTS, **row.get(f"lists_{side}", {})} for side in (old, new)]
    sides = Sides(*(Side({name: tuple(values) for name, values in each.items()}, calendar, term) for each in lists))
    return list(differences(*rules, sides))


@pytest.mark.parametrize(
    ("table", "row"),
    [pytest.param(t, r, id=f"{name}: {r.get('with', '')} {r.get('old', '')} -> {r.get('new', '')}") for name, t, r in rows()],
)
def test_order(table: dict[str, Any], row: dict[str, Any]) -> None:
    """Each key that differs has the order that the row says, and back again the other one."""
    found = compared(table, row, "old", "new")
    orders = {d.key: d.order.value for d in found}
    expected = row["expect"] if isinstance(row["expect"], dict) else dict.fromkeys(orders, row["expect"])
    assert orders == expected
    assert orders or not expected == row["expect"] or row["expect"] == {}
    back = {d.key: d.order.value for d in compared(table, row, "new", "old")}
    assert back == {key: Order(order).flipped.value for key, order in expected.items()}
