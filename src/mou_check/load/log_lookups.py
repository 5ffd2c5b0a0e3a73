"""What the texts of a large log come to, found out once for each: those of a sample, and of dates all days about it.

They are read the careful way, so that a cell of which the text was looked up has the value that it would have there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mou_check.load.log_problems import ReadColumn
from mou_check.load.log_survey import Survey
from mou_check.load.log_typing import Replaced, Typing
from mou_check.load.mapping import LogMapping
from mou_check.log import DATED
from mou_check.model.words import fold

# A column with at most so many different texts in the sample is looked up, if about so few rows have others.
FEW, RARE = 200, 0.001
# So many days before and after those of the sample are known too, and so many days at the most.
_ABOUT, _MOST = 100, 30_000


@dataclass(slots=True)
class Lookup:
    """What the texts of a column come to: a list for each internal column, in the order of the `texts`."""

    texts: list[str]
    found: dict[str, list[Any]] = field(default_factory=dict)


def look_up(
    typing: Typing, name: str, survey: Survey, columns: Mapping[str, ReadColumn], mapping: LogMapping
) -> tuple[dict[str, Lookup], Replaced]:
    """What the texts of the columns that have few come to, as the careful way reads them."""
    texts = {
        column: found
        for column, read in columns.items()
        if (found := _texts(survey, mapping, column, read)) is not None
    }
    positions = {columns[column].position: column for column in texts}
    width = len(survey.text.header)
    raw, table = f"{name}_raw", f"{name}_texts"
    cells = ", ".join(
        f"unnest($c{i}::VARCHAR[]) AS c{i}" if i in positions else f"NULL::VARCHAR AS c{i}" for i in range(width + 1)
    )
    given = {f"c{position}": texts[column] for position, column in positions.items()}
    typing.connection.execute(f"CREATE TABLE {raw} AS SELECT {cells}", given)
    replaced = typing.make(table, raw, width, columns, mapping, others=True)
    lookups = {column: _found(typing, table, column, texts[column]) for column in texts}
    typing.connection.execute(f"DROP TABLE {raw}; DROP TABLE {table}")
    return lookups, replaced


def _texts(survey: Survey, mapping: LogMapping, column: str, read: ReadColumn) -> list[str] | None:
    """The texts of a column that are looked up; None where there are too many, or others are likely to come.

    Looking up a text that is not there is slow. By the rule of Good and Turing the share of rows with a text that
    the sample lacks is about that of the rows whose text stands in it once.
    """
    if read.type not in ("text", "yes-no", *DATED):
        return None
    found = Counter(row[read.position] for row in survey.sample if len(row) > read.position)
    del found[""]
    if read.dates:
        days = _days_about(read, found)
        if meant := mapping.values_of(column):  # these are odd, for they may not be there to be told
            days = {text: None for text in days if fold(text) not in meant}
        return list(days) if sum(text not in days for text in found) <= FEW else None
    once = sum(number == 1 for number in found.values())
    return list(found) if len(found) <= FEW and once <= RARE * found.total() else None


def _found(typing: Typing, table: str, column: str, texts: Sequence[str]) -> Lookup:
    """What the texts came to, without those that are no good: they are odd where they stand."""
    parts = typing.parts(column)
    fit = "a" if column == "activity" else typing.parsed(column)
    rows = typing.connection.execute(
        f"SELECT {fit}, k{typing.numbers[column]}, a, {', '.join(parts)} FROM {table} ORDER BY n"
    ).fetchall()
    good = [
        (text, row) for text, row in zip(texts, rows, strict=False)
        if row[0] is not None or (row[1] is None and column not in ("date", "activity"))
    ]  # fmt: skip
    names = ("a", *parts)
    return Lookup([text for text, _ in good], {part: [row[i + 2] for _, row in good] for i, part in enumerate(names)})


def _days_about(read: ReadColumn, texts: Iterable[str]) -> dict[str, None]:
    """The texts of all days about those of a column, in order: each as its log writes it, with zeros and without."""
    assert read.dates
    days = [day for text in texts if (day := read.dates.day(text.strip()))]
    if not days:
        return {}
    first, last = (day.toordinal() for day in (min(days), max(days)))
    about = range(max(first - _ABOUT, 1), min(last + _ABOUT, date.max.toordinal()) + 1)
    if len(about) > _MOST:
        return {}
    return dict.fromkeys(
        read.dates.write(date.fromordinal(day), padded=padded) for padded in (True, False) for day in about
    )
