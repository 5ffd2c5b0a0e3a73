"""The order of selections: which of two takes more rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mou_check.model.changes import Order
from mou_check.rules.comparing import OTHER, SAME, STRICTER, Lists, Orders, Sides
from mou_check.rules.comparing.values import by_presence, by_set
from mou_check.rules.conditions import CellTest, Conditions, OtherColumn
from mou_check.rules.selecting import Selection


def selection_orders(
    old: Selection, new: Selection, sides: Sides, more_rows: Order, each: Order, key: str = ""
) -> Orders:
    """The orders of what selects rows. `more_rows`: what it does when more rows are selected; `each`: what
    it does when the values of a list are judged one by one in place of all together."""
    return {
        f"{key}activity": by_set(old.activity, new.activity, more_rows),
        f"{key}where": where_order(old.where, new.where, sides, more_rows),
        f"{key}one_per": by_presence(old.one_per, new.one_per, more_rows.flipped),
        f"{key}for_each": _for_each(old, new, sides, each),
    }


def _for_each(old: Selection, new: Selection, sides: Sides, each: Order) -> Order:
    a = {column: set(sides.old.lists.get(name, ())) for column, name in (old.for_each or {}).items()}
    b = {column: set(sides.new.lists.get(name, ())) for column, name in (new.for_each or {}).items()}
    if a.keys() == b.keys():
        # One more value is one more that is judged.
        return Order.all_of(by_set(a[column], b[column], STRICTER) for column in a)
    if a.keys() < b.keys() and all(a[c] == b[c] for c in a):
        return each
    if b.keys() < a.keys() and all(a[c] == b[c] for c in b):
        return each.flipped
    return OTHER


def where_order(old: Conditions | None, new: Conditions | None, sides: Sides, more_rows: Order) -> Order:
    """Two conditions: fewer rows meet the one that implies the other."""
    a, b = old or Conditions(), new or Conditions()
    forth = implies(a, b, sides.old.lists, sides.new.lists)
    back = implies(b, a, sides.new.lists, sides.old.lists)
    return SAME if forth and back else more_rows if forth else more_rows.flipped if back else OTHER


def implies(a: Conditions, b: Conditions, a_lists: Lists, b_lists: Lists) -> bool:
    """Whether every row that meets `a` is sure to meet `b`."""
    tests = {column: list(_tests(test, a_lists)) for column, test in a.cells.items()}
    for column, test in b.cells.items():
        if not all(any(_test_implies(s, t) for s in tests.get(column, ())) for t in _tests(test, b_lists)):
            return False
    if not b.any:
        return True
    # One group of `b` must hold: it does when every way to meet `a` brings one about.
    ways = [Conditions.model_construct(cells={**a.cells, **g.cells}, any=g.any) for g in a.any] or [a]
    return all(any(implies(way, group, a_lists, b_lists) for group in b.any) for way in ways)


Test = tuple[str, Any]


def _tests(test: CellTest, lists: Lists) -> Iterator[Test]:
    """The single conditions on a cell, lists as their values."""
    for name, value in test.given():
        if name in ("is", "in"):
            values = lists.get(value[0], value) if name == "in" and len(value) == 1 else value
            yield "one of", frozenset(map(_folded, values))
        elif name == "not_in":
            yield "none of", frozenset(map(_folded, value))
        else:
            yield name, value


def _folded(value: Any) -> Any:
    if isinstance(value, OtherColumn):
        return ("column", value.column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.casefold().strip() if isinstance(value, str) else value


_LOWER, _UPPER = ("at_least", "after", "on_or_after"), ("at_most", "before", "on_or_before")
_STRICT = ("after", "before")


def _test_implies(s: Test, t: Test) -> bool:
    """Whether a cell that passes `s` passes `t`."""
    (a, x), (b, y) = s, t
    if s == t:
        return True
    if b == "present" and y is True:
        return not (a == "present" and x is False)
    if (a, b) == ("one of", "one of"):
        return bool(x <= y)
    if (a, b) == ("one of", "none of"):
        return not x & y and not any(isinstance(v, tuple) for v in x | y)
    if (a, b) == ("none of", "none of"):
        return bool(x >= y)
    for side, further in ((_LOWER, lambda p, q: p > q), (_UPPER, lambda p, q: p < q)):
        if a in side and b in side:
            return _bound_implies(a, x, b, y, further)
    return False


def _bound_implies(a: str, x: Any, b: str, y: Any, further: Callable[[Any, Any], bool]) -> bool:
    if isinstance(x, OtherColumn) or isinstance(y, OtherColumn):
        return x == y and (a in _STRICT or b not in _STRICT)
    if isinstance(x, str) != isinstance(y, str):
        return False
    return further(x, y) or (x == y and (a in _STRICT or b not in _STRICT))
