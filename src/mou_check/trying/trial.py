"""A small log that is tried out: its rows, and the days over which it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Row = dict[str, str]
"""A row of a log: the text of each column."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A small log and the days over which it is judged, closed on both sides; `as_of` is their end or later.

    `records` are activities that the log must be declared to record, because none of its rows is of them.
    """

    rows: tuple[Row, ...]
    since: date
    until: date
    as_of: date
    records: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The columns that the rows have, in the order of a log."""
        columns = dict.fromkeys(column for row in self.rows for column in row)
        first = ("date", "activity", *(("ref",) if "ref" in columns else ()))
        return (*first, *(column for column in columns if column not in first))


Tries = Iterator[Trial]
"""Logs to try one after the other, the smallest first."""
