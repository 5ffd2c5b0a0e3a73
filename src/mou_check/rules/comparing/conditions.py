"""Whether one condition implies another: whether every row that meets the first is sure to meet the second.

Only what is sure is said. Columns have no types here, so a text that looks like a date or a time counts
as equal to nothing but the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from mou_check.model.words import fold
from mou_check.rules.comparing import Lists
from mou_check.rules.conditions import CellTest, Conditions, OtherColumn, written

# A comparison and what a cell is compared with; of sets of values `one of` and `none of`.
Test = tuple[str, Any]
Facts = Mapping[str, Sequence[Test]]
"""What is known of the cells of a row, by column."""

_LOWER = frozenset({"at_least", "after", "on_or_after"})
_UPPER = frozenset({"at_most", "before", "on_or_before"})
_STRICT = frozenset({"after", "before"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")


def implies(a: Conditions, b: Conditions, a_lists: Lists, b_lists: Lists) -> bool:
    """Whether every row that meets `a` is sure to meet `b`."""
    return all(
        _met(b, facts, b_lists) or any(all(_met(b, one, b_lists) for one in each) for each in _value_by_value(facts))
        for facts in _ways(a, a_lists)
    )


def _value_by_value(facts: Facts) -> Iterator[list[Facts]]:
    """For each cell that is one of several values: the facts when it is the first of them, the second, and so on."""
    for column, tests in facts.items():
        for name, values in tests:
            if name == "one of" and len(values) > 1:
                yield [{**facts, column: [*tests, (name, frozenset([value]))]} for value in values]


def _ways(conditions: Conditions, lists: Lists) -> Iterator[Facts]:
    """What is known of a row that meets conditions, for each group under `any` that can bring it about."""
    own = {column: list(_tests(test, lists)) for column, test in conditions.cells.items()}
    if not conditions.any:
        yield own
    for group in conditions.any:
        for way in _ways(group, lists):
            yield {column: [*own.get(column, ()), *way.get(column, ())] for column in {**own, **way}}


def _met(conditions: Conditions, facts: Facts, lists: Lists) -> bool:
    cells = all(
        any(_test_implies(known, asked) for known in facts.get(column, ()))
        for column, test in conditions.cells.items()
        for asked in _tests(test, lists)
    )
    return cells and (not conditions.any or any(_met(group, facts, lists) for group in conditions.any))


def _tests(test: CellTest, lists: Lists) -> Iterator[Test]:
    """The single conditions on a cell, lists as their values."""
    for name, value in test.given():
        if name == "in":
            yield "one of", frozenset(fold(v) for listname in value for v in lists.get(listname, (listname,)))
        elif name in ("is", "not_in"):
            yield "one of" if name == "is" else "none of", frozenset(map(_plain, value))
        else:
            yield name, fold(value) if name == "contains" else value


def _plain(value: Any) -> Any:
    """A value so that equal ones are equal: numbers as they are, text folded, and what is no plain value in a tuple."""
    if isinstance(value, OtherColumn):
        return ("column", value.column)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = fold(written(value))
    return ("moment", text) if _MOMENT.match(text) else text


def _test_implies(known: Test, asked: Test) -> bool:
    """Whether a cell that passes `known` passes `asked`."""
    (a, x), (b, y) = known, asked
    match a, b:
        case _ if known == asked:
            return True
        case "present", _:
            return False
        case _, "present":
            return y is True  # an empty cell passes nothing but present: no
        case "one of", "one of":
            return bool(x <= y)
        case "none of", "none of":
            return bool(x >= y)
        case "one of", "none of":
            return all(_differ(v, w) for v in x for w in y)
        case "contains", "contains":
            return y in x
        case "one of", "contains":
            return all(isinstance(v, str) and y in v for v in x)
        case "one of", _:
            return all(_is_number(v) and _bound_implies(_inclusive(b), v, b, y) for v in x)
    return _bound_implies(a, x, b, y)


def _differ(v: Any, w: Any) -> bool:
    """Whether two values are sure to be different, in a column of any type."""
    return _is_number(v) == _is_number(w) and not isinstance(v, tuple) and not isinstance(w, tuple) and v != w


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _inclusive(bound: str) -> str:
    return "at_least" if bound in _LOWER else "at_most"


def _bound_implies(a: str, x: Any, b: str, y: Any) -> bool:
    """Whether what is beyond `x` by the comparison `a` is beyond `y` by `b`."""
    side = next((side for side in (_LOWER, _UPPER) if a in side and b in side), None)
    if side is None:
        return False
    as_strict = a in _STRICT or b not in _STRICT
    if isinstance(x, OtherColumn) or isinstance(y, OtherColumn):
        return bool(x == y) and as_strict
    p, q = (_point(x), _point(y)) if side is _LOWER else (_point(y), _point(x))
    try:
        # Times count after their days, for a cell may have no time.
        return bool(_day(p) > _day(q) or (type(p) is type(q) and p >= q and as_strict))
    except TypeError:  # a date and a number
        return False


def _point(value: Any) -> Any:
    """A number, date or time that can be compared with others of its sort, or None."""
    if _is_number(value):
        return value
    for sort in (date, time, datetime):
        try:
            point = sort.fromisoformat(value)
        except (TypeError, ValueError):
            continue
        return point if getattr(point, "tzinfo", None) is None else None
    return None


def _day(point: Any) -> Any:
    return point.date() if isinstance(point, datetime) else point
