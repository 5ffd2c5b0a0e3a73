"""Conditions on the cells of a row: the mapping under `where` and `must`.

Each condition becomes one SQL expression with four answers, so that the same conditions serve a
selection (`where` takes only `HOLDS`) and an obligation (`must` tells a failure from what is still
open and from what cannot be told).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from mou_check.log import DATED, Cell, ColumnType, Query
from mou_check.model.words import figure, fold, listed, shown
from mou_check.rules.fields import Codes, Many, Model, Text, YesNo, parse_day, parse_time

# In this order all conditions together come to the least of their answers, and any of several groups to
# the greatest: one failure outweighs all, one that holds is enough.
FAILS, UNKNOWN, OPEN, HOLDS = range(4)


class OtherColumn(Model):
    """Another cell of the same row, as what to compare with."""

    column: Text = Field(description="The name of the other column.", examples=["received_on"])


def _scalar(value: Any) -> Any:
    if isinstance(value, (str, bool, int, float, OtherColumn)):
        return value
    if isinstance(value, dict) and set(value) == {"column"} and isinstance(value["column"], str):
        return OtherColumn(column=value["column"])
    raise ValueError("expected a value, or {column: NAME} for another cell of the row")


_SCALAR_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        {
            "type": "object",
            "properties": {
                "column": {"type": "string", "description": "Another column of the same row.", "examples": ["given_on"]}
            },
            "required": ["column"],
            "additionalProperties": False,
        },
    ]
}
Operand = Annotated[str | bool | int | float | OtherColumn, BeforeValidator(_scalar), WithJsonSchema(_SCALAR_SCHEMA)]


def _operands(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


Operands = Annotated[
    Many[Operand],
    Field(min_length=1),
    BeforeValidator(_operands),
    WithJsonSchema({"anyOf": [*_SCALAR_SCHEMA["anyOf"], {"type": "array", "items": _SCALAR_SCHEMA}]}),
]

_SIGNS = {"at_least": ">=", "at_most": "<=", "before": "<", "after": ">", "on_or_before": "<=", "on_or_after": ">="}
_WORDS = {
    "at_least": "is at least",
    "at_most": "is at most",
    "before": "is earlier than",
    "after": "is later than",
    "on_or_before": "is no later than",
    "on_or_after": "is no earlier than",
    "contains": "has the words",
    "is": "is",
    "not_in": "is not",
    "in": "is",
}


class CellTest(Model):
    """What one cell must be. All keys that are given must hold."""

    is_: Operands | None = Field(
        None,
        alias="is",
        description="The value, or any of a list of values.",
        examples=["written", ["Precept", "Budget"]],
    )
    not_in: Operands | None = Field(None, description="None of these values.", examples=[["online"]])
    in_: Codes | None = Field(
        None, alias="in", description="A value of the list with this name.", examples=["officers"]
    )
    at_least: Operand | None = Field(None, description="No less than this.", examples=[1])
    at_most: Operand | None = Field(None, description="No more than this.", examples=[20])
    before: Operand | None = Field(None, description="Earlier than this.", examples=["2016-01-01"])
    after: Operand | None = Field(None, description="Later than this.", examples=["2016-01-01"])
    on_or_before: Operand | None = Field(
        None, description="No later than this.", examples=["2016-01-01", {"column": "given_on"}]
    )
    on_or_after: Operand | None = Field(
        None, description="No earlier than this.", examples=["2016-01-01", {"column": "received_on"}]
    )
    contains: Text | None = Field(None, description="Text that stands somewhere in the cell.", examples=["finance"])
    present: YesNo | None = Field(None, description="Whether the cell is filled.")

    def given(self) -> Iterator[tuple[str, Any]]:
        """The keys that are set, with their values, by the names of the language."""
        for name, value in self:
            if value is not None:
                yield name.rstrip("_"), value


def _cell_test(value: Any) -> Any:
    return value if isinstance(value, dict) and set(value) != {"column"} else {"is": value}


class Conditions(Model):
    """Cells and what they must be; all must hold, and one of the groups under `any`, if there are any."""

    cells: dict[str, Annotated[CellTest, BeforeValidator(_cell_test)]] = Field(default_factory=dict)
    any: Many[Conditions] = Field(
        (), description="Groups of conditions, of which one must hold.", examples=[[{"form": "written"}, {"papers": 1}]]
    )

    @model_validator(mode="before")
    @classmethod
    def _by_column(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("expected a mapping of columns to conditions, such as {audience: service users}")
        return {"cells": {k: v for k, v in value.items() if k != "any"}, "any": value.get("any", ())}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        schema = handler.resolve_ref_schema(handler(core))
        test = schema["properties"]["cells"]["additionalProperties"]
        schema.pop("required", None)
        schema["properties"] = {"any": schema["properties"]["any"]}
        schema["additionalProperties"] = {
            "anyOf": [*_SCALAR_SCHEMA["anyOf"], {"type": "array", "items": _SCALAR_SCHEMA}, test],
        }
        return schema

    def columns(self, *path: str) -> Iterator[tuple[tuple[str | int, ...], str, str, Any]]:
        """Every use of a column: (place below `path`, column, comparison, value compared with)."""
        for column, test in self.cells.items():
            for name, value in test.given():
                yield (*path, column), column, name, value
        for i, group in enumerate(self.any):
            for place, column, name, value in group.columns():
                yield (*path, "any", i, *place), column, name, value

    def lists(self, *path: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every list that is named, with its place."""
        for place, _, comparison, value in self.columns(*path):
            if comparison == "in" and len(value) == 1:
                yield place, value[0]

    def in_words(self) -> str:
        """`audience is service users and cleared_on on or before date`."""
        parts = [
            _cell_in_words(column, name, value) for column, test in self.cells.items() for name, value in test.given()
        ]
        if self.any:
            parts.append("either " + either_in_words(self.any))
        return " and ".join(parts)


def either_in_words(groups: tuple[Conditions, ...]) -> str:
    """`a is x or (b is y and c is z)`: brackets only where a group has several conditions."""
    words = [(group.in_words(), len(list(group.columns())) > 1) for group in groups]
    return " or ".join(f"({text})" if several else text for text, several in words)


def _value_in_words(value: Any) -> str:
    if isinstance(value, OtherColumn):
        return value.column
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value) if isinstance(value, (int, float)) else str(value)


def written(value: str | bool | int | float) -> str:
    """A value as a cell of the log has it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _cell_in_words(column: str, name: str, value: Any) -> str:
    """Columns keep their own names, for that is what stands in the log."""
    if name == "present":
        return f"{column} is {'filled in' if value else 'empty'}"
    values = value if isinstance(value, tuple) else (value,)
    if name == "in" and len(values) == 1:
        return f"{column} is one of the {values[0].replace('-', ' ')}"
    return f"{column} {_WORDS[name]} {listed(map(_value_in_words, values), 'or')}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """Conditions as SQL: the answer for all, and for each condition its column and words."""

    answer: str
    parts: tuple[tuple[str, str, str], ...]


def compile_conditions(query: Query, conditions: Conditions, lists: Mapping[str, tuple[str, ...]]) -> Compiled:
    """The four-valued SQL of conditions. `parts` holds (column, words, SQL) of each single one."""
    parts = [
        (column, _cell_in_words(column, name, value), _compare(query, query.cell(column), name, value, lists))
        for column, test in conditions.cells.items()
        for name, value in test.given()
    ]
    if conditions.any:
        groups = [compile_conditions(query, group, lists).answer for group in conditions.any]
        column = next(iter(conditions.any[0].cells), "")
        words = either_in_words(conditions.any)
        parts.append((column, words, _one_of(groups)))
    return Compiled(_all_of([sql for _, _, sql in parts]), tuple(parts))


def _all_of(answers: list[str]) -> str:
    return f"least({', '.join(answers)})" if len(answers) > 1 else answers[0] if answers else str(HOLDS)


def _one_of(answers: list[str]) -> str:
    return f"greatest({', '.join(answers)})" if len(answers) > 1 else answers[0]


def _compare(query: Query, cell: Cell, name: str, value: Any, lists: Mapping[str, tuple[str, ...]]) -> str:
    if name == "present":
        return f"CASE WHEN {cell.key} IS {'NOT ' if value else ''}NULL THEN {HOLDS} ELSE {FAILS} END"
    if name == "contains":
        test = f"contains({cell.value}, {query.bind(fold(value))})"
    elif name == "in":
        test = query.among(cell.folded, (fold(v) for listname in value for v in lists.get(listname, (listname,))))
    elif name in ("is", "not_in"):
        return _any_value(query, cell, value, negate=name == "not_in")
    else:
        return _with(query, cell, _typed(cell, value), lambda left, right: f"{left} {_SIGNS[name]} {right}")
    return f"CASE WHEN {cell.key} IS NOT NULL AND {test} THEN {HOLDS} ELSE {FAILS} END"


def _any_value(query: Query, cell: Cell, values: tuple[Any, ...], *, negate: bool) -> str:
    sign = "<>" if negate else "="
    tests = [_with(query, cell, _typed(cell, v), lambda left, right: f"{left} {sign} {right}") for v in values]
    if negate or len(tests) == 1:
        return _all_of(tests)
    return _one_of(tests)


def _typed(cell: Cell, value: Any) -> Any:
    """A literal as the column's type, which loading has checked; another column as it is."""
    return value if isinstance(value, OtherColumn) else operand_value(cell.type, value)


def _with(query: Query, cell: Cell, value: Any, sign: Callable[[str, str], str]) -> str:
    """Compare a cell with a value or another cell; an empty own cell fails, an empty operand stays open."""
    if not isinstance(value, OtherColumn):
        test = sign(cell.value, query.bind(value)) if cell.type not in DATED else _with_day(query, cell, value, sign)
        return f"CASE WHEN {cell.key} IS NOT NULL AND {test} THEN {HOLDS} ELSE {FAILS} END"
    other = query.cell(value.column)
    test = sign(cell.value, other.value)
    if cell.type in DATED and other.type in DATED:
        test = compare_days(cell, other, sign)
    empty = OPEN if other.type in DATED else UNKNOWN
    return f"CASE WHEN {cell.key} IS NULL THEN {FAILS} WHEN {other.key} IS NULL THEN {empty} WHEN {test} THEN {HOLDS} ELSE {FAILS} END"


def compare_days(left: Cell, right: Cell, sign: Callable[[str, str], str]) -> str:
    """Dates compare as dates, unless both have a time: then as instants."""
    if left.type == "date" or right.type == "date":
        return sign(left.day, right.day)
    both = f"{left.instant} IS NOT NULL AND {right.instant} IS NOT NULL"
    return f"CASE WHEN {both} THEN {sign(left.instant, right.instant)} ELSE {sign(left.day, right.day)} END"


def _with_day(query: Query, cell: Cell, value: date | datetime, sign: Callable[[str, str], str]) -> str:
    if not isinstance(value, datetime):
        return sign(cell.day, query.bind(value))
    timed = Cell(
        "datetime", "", "", f"{query.bind(value.date())}::DATE", f"{query.bind(query.log.in_utc(value))}::TIMESTAMP"
    )
    return compare_days(cell, timed, sign)


def operand_value(kind: ColumnType, value: Any) -> Any:
    """The value of an operand for a column of a type. Raises `ValueError` in plain words."""
    if kind == "text":
        if isinstance(value, bool):
            return "yes" if value else "no"
        return fold(str(value))
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"expected a number, found {shown(value)}")
        return value
    if kind == "yes-no":
        if value in ("yes", "no") or isinstance(value, bool):
            return value in ("yes", True)
        raise ValueError(f"expected yes or no, found {shown(value)}")
    if kind == "time":
        return parse_time(value)
    if kind == "datetime" and isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"expected a date or a date with a time such as 2015-06-01T10:30, found {shown(value)}"
            ) from None
    return parse_day(value)
