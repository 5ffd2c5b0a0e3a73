"""A plain copy of a large file that is not plain: without blank lines, and with what is hard to split taken out.

In the copy every record is a line. A record with a newline in a cell, or with a quote where a reader may stumble over
it, leaves a line behind that is too short, and so is read the careful way, from its own text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import BinaryIO

from mou_check.load.log_survey import Survey
from mou_check.load.log_text import record_end
from mou_check.load.workroom import Workroom

# More records than these are not taken out: then the careful way is as good.
_MOST = 500_000
# A quote that is not closed within so many bytes is none that opens a cell with newlines.
_LONG = 1 << 20
_PIECE = 1 << 22
_TAKEN_OUT = b"-"


def mended(given: Survey, room: Workroom) -> Survey | None:
    """The copy, looked at anew; None where the careful way must tell what is wrong."""
    path = room.new()
    with given.path.open("rb") as file, path.open("wb") as copy:
        mending = _Mending(file, copy, given.text.delimiter, b"\r\n" if given.crlf else b"\n")
        if not mending.run():
            return None
    text = replace(given.text, shifts=tuple(mending.shifts))
    return Survey(path, text, given.sample, given.crlf, mending.taken)


class _Mending:
    """The way through the file. What has no quotes and no blank lines is copied as it is."""

    def __init__(self, file: BinaryIO, copy: BinaryIO, delimiter: str, end: bytes) -> None:
        self.file, self.copy, self.delimiter, self.end = file, copy, delimiter, end
        cell = rf'(?:"(?:[^"\n]|"")*"|[^"\n{delimiter}]*)'
        self.splits = re.compile(rf"{cell}(?:[{delimiter}]{cell})*\r?\n?".encode())
        self.taken: dict[int, bytes] = {}
        self.shifts: list[tuple[int, int, int]] = []
        self.records = self.blank = self.more = 0  # records, blank lines, and newlines in cells so far

    def run(self) -> bool:
        """Copy the file; False where a quote never closes, or too much would be taken out."""
        while piece := self.file.read(_PIECE) + self.file.readline():
            at = 0
            while at < len(piece):
                quote = piece.find(b'"', at)
                stop = piece.rfind(b"\n", at, quote) + 1 or at if quote >= 0 else len(piece)
                self._without_quotes(piece[at:stop])
                at = (piece.find(b"\n", max(quote, stop)) + 1 or len(piece)) if quote >= 0 else stop
                line = piece[stop:at]
                splits = bool(self.splits.fullmatch(line))
                while not splits and self._open(line):
                    after = piece.find(b"\n", at) + 1 or len(piece)
                    rest = piece[at:after] if at < len(piece) else self.file.readline()
                    if not rest or len(line) > _LONG:
                        return False
                    line += rest
                    at = min(at + len(rest), len(piece))
                if line:
                    self._with_quotes(line, splits=splits)
            if len(self.taken) > _MOST:
                return False
        return True

    def _open(self, line: bytes) -> bool:
        return record_end(line.decode().replace("\r\n", "\n"), 0, 1, self.delimiter)[0] < 0

    def _without_quotes(self, lines: bytes) -> None:
        if not lines.startswith(self.end) and b"\n" + self.end not in lines:
            self._shift()
            self.copy.write(lines)
            self.records += lines.count(b"\n") + (lines[-1:] not in (b"\n", b""))
            return
        for line in lines.splitlines(keepends=True):
            if line in (b"\n", b"\r\n"):
                self.blank += 1
            else:
                self._without_quotes(line)

    def _with_quotes(self, line: bytes, *, splits: bool) -> None:
        self._shift()
        if splits:
            self.copy.write(line)
        else:
            self.taken[self.records] = line
            self.more += line.removesuffix(b"\n").count(b"\n")
            self.copy.write(_TAKEN_OUT + self.end)
        self.records += 1

    def _shift(self) -> None:
        """Rows and lines run ahead of records from here on, where they did not before."""
        ahead = (self.blank, self.blank + self.more)
        if ahead != (self.shifts[-1][1:] if self.shifts else (0, 0)):
            self.shifts.append((self.records, *ahead))
