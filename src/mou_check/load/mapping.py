"""How an office's log is mapped to what an agreement calls things: names of columns, values, dates, the clock.

The types of the keys in the project file, and what they come to for one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Discriminator, Strict, Tag, WithJsonSchema

from mou_check.load.date_formats import DateFormat, clash, parse_format
from mou_check.load.dates import Dates
from mou_check.model.words import day, fold, listed, shown
from mou_check.rules.fields import Text

ALL = ""
"""Stands for all columns of dates."""


def _no_twins(written: dict[str, Any]) -> dict[str, Any]:
    """Names are found without regard to case and spaces, so two that differ in these only are one."""
    seen: dict[str, str] = {}
    for name, meant in written.items():
        first = seen.setdefault(fold(name), name)
        if first != name and written[first] != meant:
            raise ValueError(f'"{first}" and "{name}" are one name (case and spaces do not count); keep one of them')
    return written


def _word_or_mapping(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "word"


_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
ColumnNames = Annotated[dict[str, Text], AfterValidator(_no_twins)]
"""Names in the agreement by the names in the header of the file."""
ColumnValues = Annotated[dict[str, str], AfterValidator(_no_twins)]
"""Texts in the agreement by the texts in the log; an empty one leaves the cell empty."""
Values = Annotated[
    dict[
        str,
        Annotated[
            Annotated[Text, Tag("word")] | Annotated[ColumnValues, Tag("mapping")], Discriminator(_word_or_mapping)
        ],
    ],
    AfterValidator(_no_twins),
    WithJsonSchema({"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, _TEXTS]}}),
]
"""Activities by the texts in the log; under the name of a column, its values."""


def _format(value: Any) -> DateFormat:
    if not isinstance(value, str):
        raise ValueError(f'expected a date format such as "%d/%m/%Y", found {shown(value)}')
    return parse_format(value)


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _apart(formats: tuple[DateFormat, ...]) -> tuple[DateFormat, ...]:
    """Formats that can read one cell as two days would make the order of a list decide what happened when."""
    for one, other in combinations(formats, 2):
        if found := clash(one, other):
            text, first, second = found
            raise ValueError(
                f'"{one.text}" and "{other.text}" both fit {text}, as {day(first)} and as {day(second)}; keep one of them '
                "(files that are written in different ways need an entry each)"
            )
    return formats


_FORMATS = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
    "examples": ["%d/%m/%Y"],
}
Formats = Annotated[
    tuple[Annotated[DateFormat, BeforeValidator(_format)], ...],
    Strict(False),
    BeforeValidator(_one_or_many),
    AfterValidator(_apart),
    WithJsonSchema(_FORMATS),
]
DatesWritten = Annotated[
    Annotated[Formats, Tag("word")] | Annotated[dict[str, Formats], Tag("mapping")],
    Discriminator(_word_or_mapping),
    WithJsonSchema({"anyOf": [*_FORMATS["anyOf"], {"type": "object", "additionalProperties": _FORMATS}]}),
]
"""One or more formats, of all columns of dates or of each by its name."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f'"{name}" is not a time zone that the system knows, such as Europe/London or UTC') from None
    return name


TimezoneName = Annotated[Text, AfterValidator(_known_zone)]


@dataclass(frozen=True)
class LogMapping:
    """How one file is written: all names and values folded, so that case and spaces do not count.

    `columns` holds columns of the agreement by headers of the file, `values` texts by column and by text of the file,
    `formats` date formats by column (`ALL`: of all), `timezone` the clock of times without an offset.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: Mapping[str, tuple[DateFormat, ...]] = field(default_factory=dict)
    timezone: str | None = None

    @classmethod
    def of(
        cls,
        columns: Mapping[str, str],
        values: Mapping[str, str | Mapping[str, str]],
        dates: tuple[DateFormat, ...] | Mapping[str, tuple[DateFormat, ...]],
        timezone: str | None,
    ) -> LogMapping:
        """The mapping that the keys of an entry of the project file make."""
        by_column: dict[str, dict[str, str]] = {}
        for name, meant in values.items():
            if isinstance(meant, str):
                by_column.setdefault("activity", {})[fold(name)] = meant.strip()
            else:
                by_column.setdefault(fold(name), {}).update({fold(text): to.strip() for text, to in meant.items()})
        formats = dates if isinstance(dates, Mapping) else {ALL: dates} if dates else {}
        return cls(
            {fold(header): column for header, column in columns.items()},
            by_column,
            {fold(column): given for column, given in formats.items()},
            timezone,
        )

    def names(self, header: Sequence[str]) -> tuple[str, ...]:
        """What the columns of a file are called in the agreement; a name that is mapped is no other column's any more."""
        taken = {fold(self.columns[fold(name)]) for name in header if fold(name) in self.columns}
        return tuple(
            self.columns[fold(name)] if fold(name) in self.columns else "" if fold(name) in taken else name
            for name in header
        )

    def two_for_one(self, header: Sequence[str]) -> str | None:
        """What is wrong with a header of which two columns are mapped to one name."""
        first: dict[str, str] = {}
        for name in header:
            if fold(name) in self.columns:
                column = self.columns[fold(name)]
                other = first.setdefault(fold(column), name)
                if other is not name:
                    return f'the project file maps both "{other}" and "{name}" to {column}; take one of them out of columns'
        return None

    def told(self, header: Sequence[str]) -> dict[str, str]:
        """What is taken for granted of a file with this header, for its result."""
        mapped = [f"{name} as {self.columns[fold(name)]}" for name in header if fold(name) in self.columns]
        unread = [name for name, known in zip(header, self.names(header), strict=True) if name and not known]
        formats = {column: " or ".join(f.text for f in given) for column, given in self.formats.items()}
        dates = [f"{text} in {column}" if column != ALL else text for column, text in formats.items()]
        found = {
            "columns": listed(mapped),
            "columns not read": listed(unread),
            "dates": listed(dates),
            "timezone": self.timezone or "",
        }
        return {key: text for key, text in found.items() if text}

    def dates(self, column: str, local: ZoneInfo) -> Dates:
        """How a column writes its dates; days are local dates of the zone `local`."""
        formats = self.formats.get(fold(column), self.formats.get(ALL, ()))
        return Dates(local, ZoneInfo(self.timezone) if self.timezone else local, formats)

    def values_of(self, column: str) -> Mapping[str, str]:
        """The texts that stand for texts of a column."""
        return self.values.get(fold(column), {})


PLAIN = LogMapping()
"""Of a log that calls things as the agreement does."""
