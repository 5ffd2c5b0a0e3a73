"""Which of two wordings of a rule is the stricter one: the tables of `comparing/`, and that they miss no key."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from mou_check.agreement import CalendarSettings, TermDates
from mou_check.model.lengths import Length
from mou_check.model.orders import Difference, Order
from mou_check.rules import KINDS, AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.comparing import Side, Sides
from mou_check.rules.comparing.keys import differences, flat
from mou_check.rules.conditions import CellTest, Conditions, OtherColumn
from mou_check.rules.cover import Hours
from mou_check.rules.selecting import SpanColumns
from rewordings import set_
from yaml12 import load

TABLES = Path(__file__).parent / "comparing"
TERM = {"starts": "2015-05-06"}
LISTS = {"towns": ["Crewe", "Chester"], "officers": ["Clerk", "Chair"], "days": ["2015-06-01"]}
RULES: TypeAdapter[Rule] = TypeAdapter(AnyRule)


@cache
def rows() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [
        (path.stem, table, row)
        for path in sorted(TABLES.glob("*.yaml"))
        for table in [load(path)]
        for row in table["cases"]
    ]


def wording(table: dict[str, Any], row: dict[str, Any], side: str) -> Rule:
    """The rule of the table, with what the row says of both sides and of this one."""
    rule: dict[str, Any] = table["rule"]
    for key, value in [*row.get("with", {}).items(), *row.get(side, {}).items()]:
        rule = set_(rule, key, deepcopy(value))
    return RULES.validate_python(rule)


def compared(table: dict[str, Any], row: dict[str, Any], old: str, new: str) -> list[Difference]:
    rules = [wording(table, row, side) for side in (old, new)]
    calendar = CalendarSettings.model_validate(row.get("calendar", {})).calendar()
    term = TermDates.model_validate(row.get("term", TERM)).span
    lists = [{**LISTS, **row.get(f"lists_{side}", {})} for side in (old, new)]
    sides = Sides(*(Side({name: tuple(values) for name, values in each.items()}, calendar, term) for each in lists))
    return list(differences(*rules, sides))


def named() -> list[Any]:
    return [
        pytest.param(t, r, id=f"{name}: {r.get('with', '')} {r.get('old', '')} -> {r.get('new', '')}")
        for name, t, r in rows()
    ]


@pytest.mark.parametrize(("table", "row"), named())
def test_order(table: dict[str, Any], row: dict[str, Any]) -> None:
    """Each key that differs has the order that the row says, and back again the other one; both values read differently."""
    found = compared(table, row, "old", "new")
    orders = {d.key: d.order.value for d in found}
    expected = row["expect"] if isinstance(row["expect"], dict) else dict.fromkeys(orders or ("none",), row["expect"])
    assert orders == expected
    back = {d.key: d.order.value for d in compared(table, row, "new", "old")}
    assert back == {key: Order(order).flipped.value for key, order in expected.items()}
    for key, old, new in ((d.key, d.old, d.new) for d in found):
        assert [old, new] == row.get("words", {}).get(key, [old, new])
        assert old != new or orders[key] == "same"
        assert not any(foreign in f"{old} {new}" for foreign in ("=", "'", "(None", "datetime", "Length"))


# ---------------------------------------------------------------- no key is forgotten

# Directions that make no sense for a key of a kind.
SENSELESS = {
    ("count", "per", "set"): "a count always has a period",
    ("level", "dated", "set"): "a level always has a span or a value",
}
WHOLE = (Conditions, OtherColumn, SpanColumns)


def types_in(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of, without what is in lists."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield str
    elif origin in (tuple, dict):
        yield origin
    elif origin is None:
        yield annotation
    else:
        for part in get_args(annotation)[: 1 if origin is Annotated else None]:
            yield from types_in(part)


def keys(model: type[BaseModel], above: str = "", *, maybe: bool = False) -> Iterator[tuple[str, frozenset[str]]]:
    """Every key of a model with dots, and the directions in which its value can differ.

    `maybe`: the model can be left out as a whole.
    """
    for name, info in model.model_fields.items():
        key, types = above + (info.alias or name), set(types_in(info.annotation))
        parts = {t for t in types if issubclass(t, BaseModel) and t not in WHOLE}
        for part in parts:
            yield from keys(part, f"{key}.", maybe=maybe or types != {part})
        if key == "kind" or types == parts or types - parts == {type(None)}:
            continue
        found = {"set"} if maybe or parts or type(None) in types else set()
        if types & {int, float}:
            found |= {"more"}
        if Length in types:
            found |= {"longer", "another unit"}
        if tuple in types:
            found |= {"another"} if name in ("yearly", "opens") else {"one more", "another"}  # a month and a day is one
        if types - parts - {int, float, Length, tuple, type(None)} and not parts:
            found |= {"another"}
        if name in ("by", "for_each"):
            found |= {"by its list"}
        yield key, frozenset(found)


def direction(x: Any, y: Any) -> str:
    """How two values differ."""
    if any(value is None or value == "unlimited" for value in (x, y)):
        return "set"
    if isinstance(x, Length) and isinstance(y, Length):
        return "longer" if x.kind == y.kind and (x.months == y.months or x.days == y.days) else "another unit"
    if hasattr(x, "value") or (isinstance(x, (int, float)) and not isinstance(x, bool)):
        return "more"
    if isinstance(x, tuple) and not all(isinstance(v, int) for v in x):
        return "one more" if all(v in y for v in x) or all(v in x for v in y) else "another"
    return "another"


@cache
def tried() -> set[tuple[str, str, str]]:
    """(kind, key, direction) of everything that differs in a row."""
    found = set()
    for _, table, row in rows():
        old, new = (wording(table, row, side) for side in ("old", "new"))
        a, b = dict(flat(old)), dict(flat(new))
        found |= {(old.kind, key, direction(a.get(key), b.get(key))) for key in {**a, **b} if a.get(key) != b.get(key)}
        if "lists_new" in row:
            named = {".".join(map(str, path)) for path, name in old.list_names() if name in row["lists_new"]}
            found |= {(old.kind, key, "by its list") for key in a for path in named if path.startswith(key)}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_is_tried_in_every_direction(kind: str) -> None:
    """A key that is new, or new in a direction, needs a row: there it is said what it does."""
    wanted = {(kind, key, way) for key, ways in keys(KINDS[kind]) for way in ways}
    assert wanted - tried() - set(SENSELESS) == set()


def test_every_comparison_of_cells_is_tried() -> None:
    """Each of them stands in a condition before and in one after."""
    wanted = {info.alias or name for name, info in CellTest.model_fields.items()}
    for side in ("old", "new"):
        conditions = [wording(t, r, side).where for name, t, r in rows() if name == "conditions"]  # type: ignore[attr-defined]
        assert {name for each in conditions for *_, name, _ in each.columns()} == wanted


def test_every_key_of_hours_is_tried_by_itself() -> None:
    """Hours are one value among the keys, and have keys of their own."""
    found = set()
    for _, table, row in rows():
        old, new = (getattr(wording(table, row, side), "hours", ()) for side in ("old", "new"))
        if len(old) == len(new) == 1:
            differing = [name for name in Hours.model_fields if getattr(old[0], name) != getattr(new[0], name)]
            found |= {differing[0]} if len(differing) == 1 else set()
    assert found == set(Hours.model_fields)
