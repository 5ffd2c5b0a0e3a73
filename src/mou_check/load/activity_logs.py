"""Loading activity logs: CSV files -> one typed table per agreement that rules can ask, and every fault in them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from mou_check.model.progress import UNSEEN, Progress
from mou_check.model.results import Input, LogResult, RowPlace
from mou_check.model.spans import Span
from mou_check.model.words import fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


# What the database may hold in memory of large logs, and of those with more bytes than can be held well in that.
MEMORY, MORE_MEMORY, MUCH = "900MiB", "1400MiB", 4_000_000_000


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
                # Nothing is kept, so there is nothing to write out now and then.
                "checkpoint_threshold": "1TB",
            }
            self._connection = duckdb.connect(":memory:", config=settings)
            # How far a long statement is can be asked for; the database itself shows nothing.
            self._connection.execute(
                "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 500"
            )
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
        progress: Progress = UNSEEN,
    ) -> LoadedLog:
        """Load all files of one agreement. `files` are (path, name to show), `mappings` and `encodings` say how they are written.

        A `whole` log has also the columns that the agreement does not declare, as texts.
        """
        loaded = LoadedLog()
        told: list[list[Problem]] = []  # of each file, in the order in which they were given
        opened: list[_Opened | None] = []
        try:
            opened = self._open(files, mappings or {}, encodings or {}, told, progress)
            table = self._filled(agreement, opened, progress, whole=whole)
        finally:
            self._room.sweep()
        loaded.problems = [problem for problems in told for problem in problems]
        usable = [(one, one.found) for one in opened if one and one.found]
        loaded.headers = {one.path: found.header for one, found in usable}
        loaded.inputs = [one.input() for one, _ in usable]
        if table:
            progress.doing(f"looking over the rows of {agreement.id}")
            loaded.log = table.log(covered, records)
            loaded.results = table.results
            loaded.faults, loaded.strangers = table.checks.faults, table.checks.strangers
            loaded.problems += table.problems
        return loaded

    def _prepare_for_much(self, size: int) -> None:
        """Let the database use all processors, and the disk where a log of so many bytes does not fit in memory."""
        for setting, value in (
            ("threads", os.cpu_count() or 1),
            ("memory_limit", MEMORY if size < MUCH else MORE_MEMORY),
            ("temp_directory", str(self._room.folder / "database")),
        ):
            self.connection.execute(f"SET {setting} = $value", {"value": value})

    def _open(
        self,
        files: Sequence[tuple[Path, str]],
        mappings: Mapping[Path, LogMapping],
        encodings: Mapping[Path, str],
        told: list[list[Problem]],
        progress: Progress,
    ) -> list[_Opened | None]:
        """The files as CSV, each once; None stands for one that cannot be used. What is wrong is `told` for each."""
        opened: dict[Path, _Opened | None] = {}
        for path, name in files:
            progress.doing(f"reading {name}")
            mapping = mappings.get(path, PLAIN)
            problems: list[Problem] = []
            told.append(problems)
            try:
                file = as_csv(path, name, self._room, encodings.get(path), mapping)
            except LogFileError as error:
                problems.append(error.problem(name))
                opened[path] = None
                continue
            if resolved(file.log) in opened:
                problems += file.problems
                message = f"{name} is a log that was given already, by another name; it counts once"
                problems.append(Problem("warning", "same-log", message, file=name))
                continue
            one = opened[resolved(file.log)] = _Opened(path, name, file, mapping, problems)
            one.look(self._room)
        return list(opened.values())

    def _filled(
        self, agreement: Agreement, opened: Sequence[_Opened | None], progress: Progress, *, whole: bool
    ) -> LogTable | None:
        """The table of all files; None where one cannot be used, for what is missing could change any verdict."""
        usable = [one for one in opened if one and one.found]
        rest = self._in_turn(usable, progress)
        if len(usable) == len(opened):
            headers = [one.mapping.names(one.found.header) for one in usable if one.found]
            table = LogTable(
                self.connection, f"log{self._tables}", agreement, free_columns(agreement, headers) if whole else None
            )
            self._tables += 1
            if large := [one.large.path for one in usable if one.large]:
                self._prepare_for_much(sum(path.stat().st_size for path in large))
            if all(one.fill(table, self._room) for one in rest):
                return table
        for one in rest:  # all that is wrong is told at once, and a large file has gone by only in part
            while one.large:
                one.look(self._room, whole=True)
        return None

    def _in_turn(self, opened: Iterable[_Opened], progress: Progress) -> Iterator[_Opened]:
        """The files one after the other, told as what is being read; the database knows how far it is."""
        for one in opened:
            progress.doing(f"reading {one.name}", 100, so_far=self.connection.query_progress)
            yield one


@dataclass(slots=True)
class _Opened:
    """A log as a CSV file, how it is written, and what was found in it: a `large` one has gone by only in part."""

    path: Path
    name: str
    file: CsvFile
    mapping: LogMapping
    problems: list[Problem]
    large: Survey | None = None
    text: LogText | None = None

    @property
    def found(self) -> LogText | None:
        """How the file is put together."""
        return self.large.text if self.large else self.text

    def look(self, room: Workroom, *, whole: bool = False) -> None:
        """Look at the file; at a large one only in part, if not at the `whole`. Nothing is found, with a problem, where it is no log."""
        if not whole:
            self.large = survey(self.file.path, self.name, self.mapping) if not self.file.broken else None
        elif self.large:
            self.large = mended(self.large, room) if self.large.walked().sound and self.large.taken is None else None
        if self.large is None:
            try:
                if not self.file.checked and check_encoding(self.file, self.name, room):
                    self.look(room)
                    return
            except LogFileError as error:
                self.problems.append(error.problem(self.name))
                return
            self.text, faults = read_log(self.file.path, self.name, self.mapping)
            self.file.problems += faults
        self.problems += self.file.problems
        self.file.problems.clear()
        if self.found:
            self.file.complete(self.found)

    def fill(self, table: LogTable, room: Workroom) -> bool:
        """Put the rows into a table, a large file the fast way if it can be. False when it cannot be used after all."""
        while self.large and not table.add_bulk(self.large, self.mapping, room):
            self.look(room, whole=True)
        if self.text:
            table.add(self.text, self.file.path, self.mapping)
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
