"""What a CSV file is made of, before anything reads it: delimiter, records and lines.

One pass over the text proves what the CSV reader may rely on (no NUL, every quote closed) and finds
what pushes rows and lines apart (blank lines, quoted newlines), so that every row keeps the number
that a spreadsheet shows and the line that an editor shows.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mou_check.load.mapping import PLAIN, LogMapping
from mou_check.model.problems import Problem
from mou_check.model.words import fold, listed

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
REQUIRED = ("date", "activity")

csv.field_size_limit(2**31 - 1)  # a long cell is no fault

# One cell: quoted, with doubled quotes inside, or plain. A quote inside a plain cell is an ordinary character.
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


@dataclass(slots=True)
class LogText:
    """A log file that can be read: the text with `\\n` as its only newline, and how it is put together.

    `shifts` holds (record, rows, lines): from this record on (the header is 0) the spreadsheet row is
    so many more than the record's number, and the line too. `assumed` is what was taken for granted,
    `broken` holds what is wrong with records that cannot be split into cells, and `odd` says that quotes
    stand inside plain cells, about which CSV readers do not agree. `row_line` is there where the text was made of a log in which each row
    is a line, or which has no lines: so much more is the line than the row.
    """

    name: str
    text: str
    delimiter: str
    header: tuple[str, ...]
    records: int
    shifts: tuple[tuple[int, int, int], ...]
    sha256: str
    as_is: bool
    assumed: dict[str, str] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)
    odd: bool = False
    row_line: int | None = None

    @property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """The shifts of the log as it was given, whose lines are not those of the text if a row is a line of it."""
        if self.row_line is None:
            return self.shifts
        return tuple((record, rows, rows + self.row_line) for record, rows, _ in ((0, 0, 0), *self.shifts))

    @property
    def newlines_in_cells(self) -> bool:
        """Whether a quoted cell holds a newline: then lines run ahead of rows."""
        return any(lines > rows for _, rows, lines in self.shifts)


def read_log(path: Path, name: str, mapping: LogMapping = PLAIN) -> tuple[LogText | None, list[Problem]]:
    """Look at a CSV file in UTF-8. None with a problem when no row of it can be trusted."""

    def refuse(code: str, message: str, line: int | None = None, row: int | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem("error", code, message, file=name, row=row, line=line)]

    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    if not text.strip():
        return refuse("empty-log", f"{name} is empty; a log starts with a header row such as date,activity,ref")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        if text.count("\0") > len(text) // 3:
            return refuse(
                "bad-text",
                f"{name} looks like UTF-16 without its mark; save it as UTF-8, or say --encoding utf-16-le",
                1,
            )
        return refuse(
            "bad-text", f"{name} holds a NUL byte on line {line}; it is not a text file, or it is damaged", line
        )
    clean = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    start = len(clean) - len(clean.lstrip("\n"))
    header, delimiter, fault = read_header(clean, start, mapping)
    if fault:
        return refuse("bad-header", f"{name}: {fault}", start + 1, start + 1)
    records = _Records(clean, delimiter)
    if records.unclosed is not None:
        line = records.unclosed
        message = f"a quotation mark opens a cell on line {line} and is never closed, so the rest of the file is one cell; close it, or double it if it is part of the text"
        return refuse("unclosed-quote", message, line)
    assumed = {"delimiter": DELIMITERS[delimiter]} if delimiter != "," else {}
    as_is = "\r" not in text and not start and not raw.startswith(codecs.BOM_UTF8)
    log = LogText(
        name,
        clean,
        delimiter,
        header,
        records.count - 1,
        tuple(records.shifts),
        hashlib.sha256(raw).hexdigest(),
        as_is,
        assumed,
    )
    log.broken, log.odd = records.broken, records.odd
    return log, []


def has_required(names: Sequence[str], mapping: LogMapping = PLAIN) -> bool:
    """Whether a header names the columns that every log needs."""
    known = {fold(n) for n in mapping.names(names)}
    return known.issuperset(REQUIRED)


class _Records:
    """Splits a text into records: where each begins, which lines are blank, which quotes never close."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.delimiter = delimiter
        self.count = 0
        self.shifts: list[tuple[int, int, int]] = []
        self.unclosed: int | None = None
        self.broken: dict[int, str] = {}
        self.odd = False
        if '"' in text:
            self._with_quotes(text)
        else:
            self._plain(text)

    def _plain(self, text: str) -> None:
        lines = text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        blank = 0
        for line in lines:
            if not line:
                blank += 1
                continue
            self._record(blank, blank)

    def _record(self, rows: int, lines: int) -> None:
        last = self.shifts[-1][1:] if self.shifts else (0, 0)
        if (rows, lines) != last:
            self.shifts.append((self.count, rows, lines))
        self.count += 1

    def _with_quotes(self, text: str) -> None:
        """A quote opens a cell only at its start; what follows the closing one must be a delimiter or the end."""
        at, line, blank, extra = 0, 1, 0, 0
        end = len(text)
        while at < end:
            stop = text.find("\n", at)
            stop = end if stop < 0 else stop
            quote = text.find('"', at, stop)
            if quote < 0:
                if stop == at:
                    blank += 1
                else:
                    self._record(blank, blank + extra)
                at, line = stop + 1, line + 1
                continue
            start, rows, lines = at, blank, blank + extra
            at, fault, opened, odd = record_end(text, at, line, self.delimiter)
            self.odd |= odd
            if at < 0:
                self.unclosed = opened
                return
            if fault:
                self.broken[self.count] = fault
            self._record(rows, lines)
            newlines = text.count("\n", start, at)
            extra += newlines
            line += newlines + 1
            at += 1


def record_end(text: str, at: int, line: int, delimiter: str) -> tuple[int, str | None, int, bool]:
    """The end of the record that begins at `at`, what is wrong with it, the line of the last opening quote,
    and whether a quote stands inside a plain cell, where it is an ordinary character.

    The end is -1 when a quote never closes.
    """
    fault, odd = None, False
    opened = line
    start = at
    while True:
        if at < len(text) and text[at] == '"':
            opened = line + text.count("\n", start, at)
            cell = _QUOTED.match(text, at)
            if cell is None:
                return -1, None, opened, odd
            at = cell.end()
            if at < len(text) and text[at] not in (delimiter, "\n"):
                fault = _follows(opened, line + text.count("\n", start, at))
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        cell_end = text.find(delimiter, at, stop)
        odd = odd or text.find('"', at, stop if cell_end < 0 else cell_end) >= 0
        if cell_end < 0:
            return stop, fault, opened, odd
        at = cell_end + 1


def _follows(opened: int, closed: int) -> str:
    if opened == closed:
        return "text follows a closing quotation mark; put the whole cell in quotation marks and double those inside it"
    return (
        f"a quotation mark opens a cell on line {opened}, the next one stands on line {closed} with text after it, "
        "and all between them is one cell; probably the first is not closed"
    )


def read_header(text: str, start: int, mapping: LogMapping) -> tuple[tuple[str, ...], str, str | None]:
    """The names in the header, the delimiter that gives the required columns, or what is wrong."""
    best: tuple[str, ...] = ()
    for delimiter in DELIMITERS:
        end = record_end(text, start, 1, delimiter)[0]
        first = text[start : end if end >= 0 else text.find("\n", start)]
        names = tuple(" ".join(n.split()) for n in next(csv.reader(io.StringIO(first), delimiter=delimiter), []))
        folded = [fold(n) for n in names]
        if has_required(names, mapping):
            twice = [n for n in dict.fromkeys(folded) if n and folded.count(n) > 1]
            fault = (
                f'the column "{twice[0][:60]}" stands twice in the header; rename one'
                if twice
                else mapping.two_for_one(names)
            )
            return names, delimiter, fault
        if len(names) > len(best):
            best = names
    missing = [f'"{r}"' for r in REQUIRED if r not in [fold(n) for n in mapping.names(best)]]
    found = ", ".join(best)[:120] or "nothing"
    every = "every log needs it" if len(missing) == 1 else "every log needs both"
    message = f"the first row must name the columns, and {listed(missing)} {'is' if len(missing) == 1 else 'are'} not among them ({every}); found: {found}; if they have other names there, mou-check init --log FILE proposes how to map them"
    return best, ",", message
