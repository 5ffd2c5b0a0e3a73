"""The order of selections: which of two takes more rows."""

from __future__ import annotations

from mou_check.model.orders import Order
from mou_check.model.words import fold
from mou_check.rules.comparing import OTHER, SAME, STRICTER, Lists, Orders, Sides
from mou_check.rules.comparing.conditions import implies
from mou_check.rules.comparing.values import by_presence, by_set
from mou_check.rules.conditions import Conditions
from mou_check.rules.selecting import Selection


def selection_orders(
    old: Selection, new: Selection, sides: Sides, more_rows: Order, key: str = "", *, one_more: Order = STRICTER
) -> Orders:
    """The orders of the keys that select rows, each under `key`.

    `more_rows`: what it does when more rows are selected. `one_more`: what it does when a list that
    `for_each` names gets one more value; that is one more to be judged, unless the rows only answer others.
    """
    # Of several rows of one event the earliest stands for it: a row more can put another one in its place.
    more = OTHER if old.one_per or new.one_per else more_rows
    return {
        f"{key}activity": by_set(old.activity, new.activity, more),
        f"{key}where": where_order(old.where, new.where, sides, more),
        f"{key}dated": SAME if (old.dated or "date") == (new.dated or "date") else OTHER,
        f"{key}one_per": by_presence(old.one_per, new.one_per, more_rows.flipped),
        f"{key}for_each": _for_each(old, new, sides, more, one_more),
    }


def _for_each(old: Selection, new: Selection, sides: Sides, more_rows: Order, one_more: Order) -> Order:
    a, b = _groups(old, sides.old.lists), _groups(new, sides.new.lists)
    if a.keys() == b.keys():
        return Order.all_of(by_set(a[column], b[column], one_more) for column in a)
    # Each value on its own has fewer rows than all together.
    if a.items() < b.items():
        return more_rows.flipped
    return more_rows if b.items() < a.items() else OTHER


def _groups(selection: Selection, lists: Lists) -> dict[str, frozenset[str]]:
    """The values that are judged, by the column in which they stand."""
    return {c: frozenset(map(fold, lists.get(name, ()))) for c, name in (selection.for_each or {}).items()}


def where_order(old: Conditions | None, new: Conditions | None, sides: Sides, more_rows: Order) -> Order:
    """Two conditions: fewer rows meet the one that implies the other."""
    a, b = old or Conditions(), new or Conditions()
    forth = implies(a, b, sides.old.lists, sides.new.lists)
    back = implies(b, a, sides.new.lists, sides.old.lists)
    return SAME if forth and back else more_rows if forth else more_rows.flipped if back else OTHER
