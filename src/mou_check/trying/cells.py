"""Cells for rows that are tried: texts that make conditions hold, or one of them fail.

What is made here is only a proposal. The rules' own SQL decides what it comes to, so this module may be
simpler than they are: a moment counts as its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from typing import Any

from mou_check.log import BUILTIN, DATED, ColumnType
from mou_check.model.spans import DAY
from mou_check.model.words import fold
from mou_check.rules.conditions import Conditions, OtherColumn, operand_value
from mou_check.trying.trial import Row

# How many ways to fill a row are looked at before giving up.
MOST = 20_000
_ORDER = {
    "at_least": lambda a, b: a >= b,
    "at_most": lambda a, b: a <= b,
    "before": lambda a, b: a < b,
    "after": lambda a, b: a > b,
    "on_or_before": lambda a, b: a <= b,
    "on_or_after": lambda a, b: a >= b,
}
_PLAIN: dict[ColumnType, tuple[str, ...]] = {
    "text": ("something", "something else"),
    "integer": ("1", "0"),
    "number": ("1", "0"),
    "time": ("09:00", "17:00"),
    "yes-no": ("yes", "no"),
    "date": (),
    "datetime": (),
}


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills rows of an agreement's columns. `lists` are those that conditions may name."""

    types: Mapping[str, ColumnType]
    lists: Mapping[str, tuple[str, ...]]

    def rows(self, given: Row, holds: Sequence[Conditions], fails: Conditions | None = None) -> Iterator[Row]:
        """Rows that have the cells `given`, for which all of `holds` hold and, if there is one, `fails` does not."""
        conditions = [*holds, *([fails] if fails else [])]
        tests = [test for each in conditions for test in each.columns()]
        columns = dict.fromkeys(column for _, column, _, _ in tests)
        columns.update(dict.fromkeys(o.column for *_, value in tests for o in _operands(value) if _other(o)))
        free = [column for column in columns if column not in given]
        choices = {column: self._texts(column, tests, given) for column in free}
        for row in islice(self._filled(dict(given), free, choices, holds), MOST):
            if all(self.answer(c, row) for c in holds) and (fails is None or self.answer(fails, row) is False):
                yield row

    def _filled(
        self, row: Row, free: Sequence[str], choices: Mapping[str, Sequence[str]], holds: Sequence[Conditions]
    ) -> Iterator[Row]:
        """Every way to fill the free columns, but those in which a cell of its own already breaks what must hold."""
        if not free:
            yield dict(row)
            return
        column, *rest = free
        own = [c.cells[column] for c in holds if column in c.cells]
        for text in choices[column]:
            row[column] = text
            if all(self._test(column, n, v, row) is not False for test in own for n, v in test.given()):
                yield from self._filled(row, rest, choices, holds)
        del row[column]

    def answer(self, conditions: Conditions, row: Row) -> bool | None:
        """Whether conditions hold for a row; None where a cell to compare with is empty."""
        answers = [self._test(c, n, v, row) for c, test in conditions.cells.items() for n, v in test.given()]
        if conditions.any:
            groups = [self.answer(group, row) for group in conditions.any]
            answers.append(True if True in groups else None if None in groups else False)
        return False if False in answers else None if None in answers else True

    def _test(self, column: str, name: str, value: Any, row: Row) -> bool | None:
        cell = self._value(column, row.get(column, ""))
        if name == "present":
            return (cell is not None) is value
        if cell is None:
            return False
        if name == "contains":
            return fold(value) in str(cell)
        if name == "in":
            return fold(row[column]) in {fold(v) for listed in value for v in self.lists.get(listed, (listed,))}
        answers: list[bool | None] = []
        for operand in _operands(value):
            other = self._operand(column, operand, row)
            if other is None:
                if _other(operand) and operand.column not in row:
                    return None
                answers.append(None)
            elif name in ("is", "not_in"):
                answers.append((cell == other) is (name == "is"))
            else:
                answers.append(bool(_ORDER[name](cell, other)))
        if name == "is":
            return True if True in answers else None if None in answers else False
        return False if False in answers else None if None in answers else True

    def _operand(self, column: str, operand: Any, row: Row) -> Any:
        if isinstance(operand, OtherColumn):
            return self._value(operand.column, row.get(operand.column, ""))
        value = operand_value(self._type(column), operand)
        return value.date() if hasattr(value, "date") else value

    def _type(self, column: str) -> ColumnType:
        return self.types.get(column) or BUILTIN.get(column, "text")

    def _value(self, column: str, text: str) -> Any:
        """A cell as it compares, None when it is empty."""
        kind = self._type(column)
        if not text:
            return None
        if kind in DATED:
            return date.fromisoformat(text[:10])
        if kind == "time":
            return time.fromisoformat(text)
        if kind in ("integer", "number"):
            return float(text)
        return text == "yes" if kind == "yes-no" else fold(text)

    def _texts(self, column: str, tests: Sequence[tuple[Any, str, str, Any]], given: Row) -> list[str]:
        """The texts worth trying in a column: what it and the columns compared with it are compared with, what
        lies just beside, an ordinary value, and nothing."""
        kind = self._type(column)
        near = {column}
        for _, own, _, value in tests:
            others = {o.column for o in _operands(value) if _other(o)}
            if near & {own, *others}:
                near |= {own, *others}
        found: list[str] = []
        for _, own, name, value in tests:
            if own in near and name == "in":
                found += [v for listed in value for v in self.lists.get(listed, (listed,))]
            elif own in near and name != "present":
                found += [t for o in _operands(value) if not _other(o) for t in _written(kind, o)]
        found += [given[c] for c in near if given.get(c) and self._type(c) == kind]
        found += _PLAIN[kind]
        if kind in DATED:
            day = date.fromisoformat(given["date"][:10])
            found += [t for d in [day, *map(_day, found)] if d for t in _days(d)]
        elif kind in ("integer", "number"):
            found += [number(float(text) + step) for text in tuple(found) for step in (1, -1)]
        if kind == "integer":
            found = [text for text in found if "." not in text]
        return [*dict.fromkeys(found), ""]


def number(value: float) -> str:
    """A number as a cell has it."""
    return f"{int(value)}" if float(value).is_integer() else f"{value:.6f}".rstrip("0")


def _operands(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _other(value: Any) -> bool:
    return isinstance(value, OtherColumn)


def _written(kind: ColumnType, value: Any) -> list[str]:
    """A value that a condition names, as a cell has it; nothing where it is not of the column's type."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    try:
        operand_value(kind, value)
    except ValueError:
        return []
    return [str(value)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _days(day: date) -> list[str]:
    return [day.isoformat(), (day - DAY).isoformat(), (day + DAY).isoformat()]
