"""The log: rows, typed cells, and what is empty at the end of `as_of` (language, section 5)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .dates import Moment, moment


def folded(text: str) -> str:
    """Text as it is compared: NFC, trimmed, inner spaces collapsed, case folded."""
    return " ".join(unicodedata.normalize("NFC", str(text)).split()).casefold()


def typed(text: str, kind: str, timezone: str):
    """The value that a cell or a constant stands for. Raises ValueError when it does not hold one."""
    text = str(text).strip()
    if kind == "text":
        return folded(text)
    if kind == "integer" and re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        return Fraction(text)
    if kind == "number" and re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text, re.ASCII):
        return Fraction(text)
    if kind == "datetime" or (kind == "date" and len(text) == 10):
        return moment(text, timezone)  # a time goes only into a column that is declared to hold one
    if kind == "time" and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", text, re.ASCII):
        hours, minutes, seconds = (text + ":00").split(":")[:3]
        return Fraction(int(hours) * 60 + int(minutes)) + Fraction(int(seconds), 60)
    if kind == "yes-no" and text.casefold() in ("yes", "no"):
        return text.casefold() == "yes"
    if kind == "yes-no" and text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    raise ValueError(f"{text!r} is no {kind}")


@dataclass
class Row:
    number: int  # as a spreadsheet shows it: the header is 1
    activity: str
    cells: dict[str, str]


@dataclass
class Log:
    """The readable rows of all activities that the agreement knows."""

    header: list[str]
    rows: list[Row]
    first: date | None  # by the rows' `date`
    last: date | None
    types: dict[str, dict[str, str]]  # activity -> column -> type
    timezone: str
    as_of: date | None = None  # set once the window is known
    recorded: set[str] = field(default_factory=set)

    def kind(self, row: Row, column: str) -> str:
        if column == "date":
            return "date"
        return self.types[row.activity].get(column, "text")

    def value(self, row: Row, column: str, future: frozenset[str] = frozenset()):
        """The typed value of a cell, or None when it is empty.

        A date after `as_of` has not happened yet and reads as empty, except in the columns `future`.
        """
        text = row.cells[column].strip()
        if not text:
            return None
        value = typed(text, self.kind(row, column), self.timezone)
        if isinstance(value, Moment) and column not in future and value.day > self.as_of:
            return None
        return value

    def text(self, row: Row, column: str, future: frozenset[str] = frozenset()) -> str:
        """The trimmed text of a cell; a date after `as_of` reads as empty."""
        return "" if self.value(row, column, future) is None else row.cells[column].strip()


def read_log(log_csv: str, agreement: dict, project: dict, timezone: str) -> Log:
    """Every row that can be read and has an activity of the agreement; others do not even date the log."""
    records = list(csv.reader(io.StringIO(log_csv.removeprefix("\ufeff"), newline="")))
    header = [name.strip() for name in records[0]] if records else []
    activities = agreement.get("activities") or {}
    types = {folded(code): dict((activity or {}).get("columns") or {}) for code, activity in activities.items()}
    log = Log(header, [], None, None, types, timezone)
    dates = []
    for number, cells in enumerate(records[1:], start=2):
        if not cells:
            continue  # an empty line is no row
        if len(cells) != len(header):
            continue
        row = Row(number, "", dict(zip(header, cells, strict=True)))
        row.activity = folded(row.cells.get("activity", ""))
        try:
            day = typed(row.cells["date"], "date", timezone).day
            for column, kind in types.get(row.activity, {}).items():
                if row.cells.get(column, "").strip():
                    typed(row.cells[column], kind, timezone)
        except ValueError:
            continue
        if not row.activity:
            continue
        if row.activity in types:
            dates.append(day)
            log.rows.append(row)
    log.first, log.last = (min(dates), max(dates)) if dates else (None, None)
    log.recorded = {row.activity for row in log.rows} | set(map(folded, project.get("records") or []))
    return log
