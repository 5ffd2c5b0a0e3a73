"""Which rows one selection counts of those that another counts: only what can be proved from their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mou_check.model.words import fold
from mou_check.rules.conditions import CellTest, Conditions, OtherColumn, written
from mou_check.rules.selecting import Selection

Lists = Mapping[str, tuple[str, ...]]


def same(one: Selection, other: Selection, lists: Lists) -> bool:
    """Whether two selections count the same rows in the same groups."""
    return (one.for_each or {}) == (other.for_each or {}) and within(one, other, lists) and within(other, one, lists)


def within(part: Selection, whole: Selection, lists: Lists) -> bool:
    """Whether `whole` counts every row that `part` counts, on the same day; their groups apart."""
    return (
        activities(part) <= activities(whole)
        and part.dated == whole.dated
        and part.one_per == whole.one_per
        and _implied(whole.where, part.where, lists)
    )


def activities(selection: Selection) -> frozenset[str]:
    """The activities whose rows can count: those named, as far as conditions on `activity` let them."""
    tests = selection.where.cells.get("activity") if selection.where else None
    wanted = {fold(str(v)) for v in tests.is_} if tests and tests.is_ else None
    return frozenset(a for a in selection.activity if wanted is None or fold(a) in wanted)


def _implied(wanted: Conditions | None, given: Conditions | None, lists: Lists) -> bool:
    """Whether conditions hold for every row for which the given ones do."""
    if wanted is None:
        return True
    given = given or Conditions()
    # `activity` was looked at where selections begin.
    cells = {column: test for column, test in wanted.cells.items() if column != "activity"}
    if not all(_test_implied(test, given.cells.get(column), lists) for column, test in cells.items()):
        return False
    if not wanted.any or wanted.any == given.any:
        return True
    if any(_implied(group, given, lists) for group in wanted.any):
        return True
    # One of the given groups holds: enough if each of them brings one of the wanted groups with it.
    return bool(given.any) and all(any(_implied(group, g, lists) for group in wanted.any) for g in given.any)


def _test_implied(wanted: CellTest, given: CellTest | None, lists: Lists) -> bool:
    return all(_key_implied(name, value, given, lists) for name, value in wanted.given()) if given else False


def _key_implied(name: str, value: Any, given: CellTest, lists: Lists) -> bool:
    keys = dict(given.given())
    if keys.get(name) == value:
        return True
    values = _values(keys, lists)
    if name == "present":
        return bool(value) and bool(keys) and keys.get("present") is not False
    if name in ("is", "in"):
        allowed = _values({name: value}, lists)
        return values is not None and allowed is not None and values <= allowed
    if name == "not_in":
        refused = _values({"is": value}, lists)
        also = _values({"is": keys["not_in"]}, lists) if "not_in" in keys else None
        if refused is None:
            return False
        return (values is not None and not values & refused) or (also is not None and also >= refused)
    if name in ("at_least", "at_most") and not isinstance(value, OtherColumn):
        own = keys.get(name)
        if isinstance(own, (int, float)) and isinstance(value, (int, float)):
            return own >= value if name == "at_least" else own <= value
    return False


def _values(keys: Mapping[str, Any], lists: Lists) -> frozenset[str] | None:
    """The values that a cell can have, folded; None when that cannot be told."""
    if "is" in keys:
        if any(isinstance(v, OtherColumn) for v in keys["is"]):
            return None
        return frozenset(fold(written(v)) for v in keys["is"])
    if "in" in keys:
        return frozenset(fold(v) for name in keys["in"] for v in lists.get(name, (name,)))
    return None
