"""How rows are joined to the rows that answer them: by the same text in a column of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from mou_check.log import Query
from mou_check.rules.fields import Model


def _match(value: Any) -> Any:
    return {value: value} if isinstance(value, str) else value


Match = Annotated[
    dict[str, str],
    Field(min_length=1),
    BeforeValidator(_match),
    WithJsonSchema(
        {
            "examples": ["ref", {"ref": "release_ref"}],
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
            ],
        }
    ),
]


class Matched(Model):
    """Something with a `match`."""

    match: Match | None = Field(None, description="The column that joins the two rows; without it any row will do.")

    def pairs(self) -> Iterator[tuple[str, str]]:
        """(own column, column of the other row)."""
        return iter((self.match or {}).items())

    def keys(self, query: Query) -> tuple[str, str]:
        """The join keys of both sides in SQL: trimmed text; null when one cell is empty."""
        own = [query.cell(a).key for a, _ in self.pairs()]
        other = [query.cell(b).key for _, b in self.pairs()]
        return _key(own), _key(other)


def _key(cells: list[str]) -> str:
    if not cells:
        return "''"
    if len(cells) == 1:
        return cells[0]
    filled = " AND ".join(f"{c} IS NOT NULL" for c in cells)
    return f"CASE WHEN {filled} THEN concat_ws(chr(31), {', '.join(cells)}) END"
