"""Loading activity logs: CSV files -> one typed table per agreement that rules can ask, and every fault in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mou_check.agreement import Agreement
from mou_check.load.log_faults import LogFileError
from mou_check.load.log_forms import CsvFile, as_csv, check_encoding
from mou_check.load.log_mending import mended
from mou_check.load.log_names import input_name, resolved
from mou_check.load.log_survey import Survey, survey
from mou_check.load.log_table import LogTable
from mou_check.load.log_text import LogText, read_log
from mou_check.load.mapping import PLAIN, LogMapping
from mou_check.load.workroom import Workroom
from mou_check.log import BUILTIN, RECORDED_ON, ColumnType, Log
from mou_check.model.problems import Problem
from mou_check.model.results import Input, LogResult, RowPlace
from mou_check.model.spans import Span
from mou_check.model.words import fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(slots=True)
class LoadedLog:
    """A log that rules can ask, what is told of its files, and what was wrong.

    `headers` holds the first rows of the files that could be read. `faults` counts the rows that were rejected by
    what failed: `long`, `short` or `broken` rows, or the column of a cell without its form. `strangers` has the first
    row of each activity that the agreement does not know, by file and activity.
    """

    log: Log | None = None
    results: list[LogResult] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    strangers: dict[tuple[str, str], RowPlace] = field(default_factory=dict)


class LogLoader:
    """Loads the logs of several agreements into one database in memory."""

    def __init__(self) -> None:
        self._connection: DuckDBPyConnection | None = None
        self._tables = 0
        self._room = Workroom()

    @property
    def connection(self) -> DuckDBPyConnection:
        """The database, opened when it is first needed. It never reaches for the network."""
        if self._connection is None:
            import duckdb

            settings: dict[str, str | bool | int | float | list[str]] = {
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                # Small tables gain nothing from threads, and waking them costs more than most queries.
                "threads": 1,
            }
            self._connection = duckdb.connect(":memory:", config=settings)
        return self._connection

    def load(
        self,
        agreement: Agreement,
        files: Sequence[tuple[Path, str]],
        *,
        covered: Span | None = None,
        records: Sequence[str] = (),
        mappings: Mapping[Path, LogMapping] | None = None,
        encodings: Mapping[Path, str] | None = None,
        whole: bool = False,
    ) -> LoadedLog:
        """Load all files of one agreement. `files` are (path, name to show), `mappings` and `encodings` say how they are written.

        A `whole` log has also the columns that the agreement does not declare, as texts.
        """
        loaded = LoadedLog()
        try:
            opened = self._open(files, mappings or {}, encodings or {}, loaded)
            if opened is None:
                return loaded
            free = (
                free_columns(agreement, [one.mapping.names(one.found.header) for one in opened if one.found])
                if whole
                else None
            )
            table = LogTable(self.connection, f"log{self._tables}", agreement, free)
            self._tables += 1
            for one in opened:
                while one.large and not table.add_bulk(one.large, one.mapping, self._room):
                    if not one.look(self._room, loaded.problems, whole=True):
                        return loaded
                if one.text:
                    table.add(one.text, one.file.path, one.mapping)
                loaded.inputs.append(one.input())
        finally:
            self._room.sweep()
        loaded.log = table.log(covered, records)
        loaded.results = table.results
        loaded.faults, loaded.strangers = table.checks.faults, table.checks.strangers
        loaded.problems += table.problems
        return loaded

    def _open(
        self,
        files: Sequence[tuple[Path, str]],
        mappings: Mapping[Path, LogMapping],
        encodings: Mapping[Path, str],
        loaded: LoadedLog,
    ) -> list[_Opened] | None:
        """The files as CSV, each once; None where one cannot be used, for what is missing could change any verdict."""
        opened: dict[Path, _Opened | None] = {}
        for path, name in files:
            mapping = mappings.get(path, PLAIN)
            try:
                file = as_csv(path, name, self._room, encodings.get(path), mapping)
            except LogFileError as error:
                loaded.problems.append(error.problem(name))
                opened[path] = None
                continue
            if resolved(file.log) in opened:
                loaded.problems += file.problems
                message = f"{name} is a log that was given already, by another name; it counts once"
                loaded.problems.append(Problem("warning", "same-log", message, file=name))
                continue
            one = _Opened(path, name, file, mapping)
            opened[resolved(file.log)] = one if one.look(self._room, loaded.problems) else None
        usable = [one for one in opened.values() if one]
        loaded.headers |= {one.path: one.found.header for one in usable if one.found}
        if len(usable) == len(opened):
            return usable
        loaded.inputs += [one.input() for one in usable if one.text]
        return None


@dataclass(slots=True)
class _Opened:
    """A log as a CSV file, how it is written, and what was found in it: a `large` one has gone by only in part."""

    path: Path
    name: str
    file: CsvFile
    mapping: LogMapping
    large: Survey | None = None
    text: LogText | None = None

    @property
    def found(self) -> LogText | None:
        """How the file is put together."""
        return self.large.text if self.large else self.text

    def look(self, room: Workroom, problems: list[Problem], *, whole: bool = False) -> bool:
        """Look at the file; at a large one only in part, if not at the `whole`. False with a problem where it is no log."""
        if not whole:
            self.large = survey(self.file.path, self.name, self.mapping) if not self.file.broken else None
        elif self.large:
            self.large = mended(self.large, room) if self.large.walked().sound and self.large.taken is None else None
        if self.large is None:
            try:
                if not self.file.checked and check_encoding(self.file, self.name, room):
                    return self.look(room, problems)
            except LogFileError as error:
                problems.append(error.problem(self.name))
                return False
            self.text, faults = read_log(self.file.path, self.name, self.mapping)
            self.file.problems += faults
        problems += self.file.problems
        self.file.problems.clear()
        if self.found:
            self.file.complete(self.found)
        return self.found is not None

    def input(self) -> Input:
        """The file as it was given."""
        return Input("log", input_name(self.path, self.name), self.found.sha256 if self.found else "")


def free_columns(agreement: Agreement, headers: Iterable[Sequence[str]]) -> dict[str, ColumnType]:
    """The columns of files that an agreement does not declare: texts, but for the day on which a row was written down."""
    declared = {fold(name) for name in (*BUILTIN, *agreement.column_types())}
    found: dict[str, ColumnType] = {}
    for name in (name for header in headers for name in header if name):
        if fold(name) not in declared:
            declared.add(fold(name))
            written_down = fold(name) == RECORDED_ON
            found[RECORDED_ON if written_down else name] = "datetime" if written_down else "text"
    return found
