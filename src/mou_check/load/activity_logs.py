"""Loading activity logs: CSV files -> one typed table per agreement that rules can ask, and every fault in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mou_check.agreement import Agreement
from mou_check.load.log_faults import LogFileError
from mou_check.load.log_forms import CsvFile, as_csv
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
            free = free_columns(agreement, [one.mapping.names(one.header) for one in opened]) if whole else {}
            table = LogTable(self.connection, f"log{self._tables}", agreement, free)
            self._tables += 1
            for one in opened:
                text = one.large.text if one.large else one.text
                if one.large is None or not table.add_bulk(one.large, one.mapping, self._room):
                    text = one.text or one.read(loaded.problems)
                    if text is None:
                        return loaded
                    table.add(text, one.file.path, one.mapping)
                if text and one.large:
                    loaded.inputs.append(Input("log", input_name(one.path, one.name), text.sha256))
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
            loaded.problems += file.problems
            if resolved(file.log) in opened:
                message = f"{name} is a log that was given already, by another name; it counts once"
                loaded.problems.append(Problem("warning", "same-log", message, file=name))
                continue
            large = survey(file.path, name, mapping) if not file.broken else None
            one = _Opened(path, name, file, mapping, large)
            if large:
                file.complete(large.text)
            else:
                one.text = one.read(loaded.problems)
            opened[resolved(file.log)] = one if large or one.text else None
            if one.text:
                loaded.inputs.append(Input("log", input_name(path, name), one.text.sha256))
            if large or one.text:
                loaded.headers[path] = one.header
        usable = [one for one in opened.values() if one]
        return usable if len(usable) == len(opened) else None


@dataclass(slots=True)
class _Opened:
    """A log as a CSV file, how it is written, and what was found in it: a `large` one has gone by only in part."""

    path: Path
    name: str
    file: CsvFile
    mapping: LogMapping
    large: Survey | None
    text: LogText | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        found = self.large.text if self.large else self.text
        assert found
        return found.header

    def read(self, problems: list[Problem]) -> LogText | None:
        """Look at the whole text; None with a problem where no row of it can be trusted."""
        text, found = read_log(self.file.path, self.name, self.mapping)
        problems += found
        if text:
            self.file.complete(text)
        return text


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
