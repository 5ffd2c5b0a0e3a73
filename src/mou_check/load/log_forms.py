"""A log of any form -> a CSV file in UTF-8, which is what the rest reads.

The ending of a file's name says what it is, and its first bytes must agree; what has no such ending, standard
input too, is what its first bytes say. Nothing is ever read whole that need not be.
"""

from __future__ import annotations

import errno
import hashlib
import io
import stat
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mou_check.load.log_columns import json_as_csv, parquet_as_csv
from mou_check.load.log_encoding import as_utf8
from mou_check.load.log_faults import LogFileError
from mou_check.load.log_names import PACKED, STANDARD_INPUT, file_and_sheet, is_pattern, with_sheets
from mou_check.load.log_packed import unpacked
from mou_check.load.log_signs import form_in
from mou_check.load.log_survey import is_large
from mou_check.load.log_text import LogText
from mou_check.load.log_workbook import sheet_as_csv
from mou_check.load.mapping import PLAIN, LogMapping
from mou_check.load.workroom import Workroom
from mou_check.model.problems import Problem


@dataclass(slots=True)
class CsvFile:
    """A log as a CSV file in UTF-8, and what became of it on the way. `log` is its path, with the sheet of a workbook.

    `sha256` is that of the file as it was given, None where this is the file. `broken` says by record (the header is
    0) what is wrong with those that could not be written. Where a row is a line of the file, or has none, `line` is
    how much more its line is than its row; None where the CSV file has the lines of the log. One that is not `checked`
    is probably UTF-8.
    """

    path: Path
    log: Path
    sha256: str | None = None
    line: int | None = None
    assumed: dict[str, str] = field(default_factory=dict)
    broken: Mapping[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    checked: bool = True

    def complete(self, text: LogText) -> None:
        """Add to what was seen in the CSV file what became of the log on its way into it."""
        text.sha256 = self.sha256 or text.sha256
        text.assumed = {**self.assumed, **text.assumed}
        text.broken.update(self.broken)
        text.row_line = self.line


def as_csv(log: Path, name: str, room: Workroom, encoding: str | None = None, mapping: LogMapping = PLAIN) -> CsvFile:
    """A log as a CSV file. `name` is how it is called in messages; `encoding` is that of its text, if it is known.

    Raises `LogFileError` when it cannot be used at all.
    """
    try:
        return _as_csv(log, name, room, encoding, mapping)
    except OSError as error:
        why = "no space is left for what it becomes" if error.errno == errno.ENOSPC else error.strerror
        raise LogFileError("missing-file", f"{name} cannot be read: {why}") from None


def _as_csv(log: Path, name: str, room: Workroom, encoding: str | None, mapping: LogMapping) -> CsvFile:
    file, sheet = file_and_sheet(log)
    source, own_name = _settled(file, name, room)
    if not source.stat().st_size:
        raise LogFileError("empty-log", f"{name} is empty; a log starts with a header row such as date,activity,ref")
    path, form = source, form_in(source, own_name, name)
    if form in PACKED:
        path = unpacked(source, name, form, room)
        form = form_in(path, Path(own_name).stem, name)
        if form in PACKED:
            raise LogFileError("bad-file", f"{name} is packed twice; unpack it once")
    result = CsvFile(path, log)
    if form == "csv" and encoding is None and is_large(path):
        result.checked = False  # it is walked through anyway
        return _with_hash(result, source)
    if form in ("csv", "json"):
        result.path, assumed, result.problems = as_utf8(path, name, encoding, room)
        result.assumed = {"encoding": assumed} if assumed else {}
    if form == "json":
        written = json_as_csv(result.path, name, room)
        result.path, result.broken, result.line = written.path, written.broken, -1
    elif form == "parquet":
        written = parquet_as_csv(path, name, room)
        result.path, result.broken, result.line = written.path, written.broken, 0
        result.assumed = dict(written.assumed)
    elif form == "workbook":
        result.path, found, result.problems = sheet_as_csv(path, name, sheet, mapping, room)
        result.assumed, result.line = {"sheet": found} if found else {}, 0
        result.log = with_sheets(log, [found] if found else [])[0]
    return _with_hash(result, source)


def check_encoding(file: CsvFile, name: str, room: Workroom) -> bool:
    """Make sure that a file is UTF-8, and say whether it had to be written anew. Raises `LogFileError`."""
    given = file.path
    file.path, assumed, problems = as_utf8(given, name, None, room)
    file.checked = True
    file.problems += problems
    file.assumed |= {"encoding": assumed} if assumed else {}
    if file.path != given and file.sha256 is None:
        _with_hash(file, given)
    return file.path != given


def _with_hash(file: CsvFile, source: Path) -> CsvFile:
    if file.path != source:
        with source.open("rb") as given:
            file.sha256 = hashlib.file_digest(given, "sha256").hexdigest()
    return file


def _settled(file: Path, name: str, room: Workroom) -> tuple[Path, str]:
    """A file that can be read again and again, and its own name, which is empty where it came through a pipe."""
    if file == STANDARD_INPUT:
        return room.stream(file, _standard_input), ""
    try:
        mode = file.stat().st_mode
        if stat.S_ISFIFO(mode):
            return room.stream(file, lambda: file.open("rb")), ""
        if stat.S_ISDIR(mode):
            raise LogFileError("missing-file", f"{name} is a folder, and no log lies in it; name a file")
        if not stat.S_ISREG(mode):
            raise LogFileError(
                "missing-file", f"{name} is a device and not a file; name a file, or - for standard input"
            )
        with file.open("rb"):
            return file, file.name
    except FileNotFoundError:
        fits = "; nothing fits the pattern" if is_pattern(name) else ""
        raise LogFileError("missing-file", f"there is no file {name}{fits}") from None
    except (OSError, ValueError) as error:  # a name with a NUL character is no name
        why = error.strerror if isinstance(error, OSError) else "its name cannot be one"
        raise LogFileError("missing-file", f"{name} cannot be read: {why}") from None


def _standard_input() -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer if sys.stdin else io.BytesIO())
