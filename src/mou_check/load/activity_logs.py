"""Loading activity logs: CSV files -> one typed table per agreement that rules can ask, and every fault in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mou_check.agreement import Agreement
from mou_check.load.log_table import LogTable
from mou_check.load.log_text import LogText, read_log
from mou_check.log import Log
from mou_check.model.problems import Problem
from mou_check.model.results import Input, LogResult
from mou_check.model.spans import Span

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(slots=True)
class LoadedLog:
    """A log that rules can ask, what is told of its files, and what was wrong."""

    log: Log | None = None
    results: list[LogResult] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class LogLoader:
    """Loads the logs of several agreements into one database in memory."""

    def __init__(self) -> None:
        self._connection: DuckDBPyConnection | None = None
        self._tables = 0

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
    ) -> LoadedLog:
        """Load all files of one agreement. `files` are (path, name to show)."""
        loaded = LoadedLog()
        texts: list[LogText] = []
        for path, name in files:
            text, problems = read_log(path, name)
            loaded.problems += problems
            if text:
                texts.append(text)
                loaded.inputs.append(Input("log", name, text.sha256))
        if len(texts) < len(files):
            return loaded  # what is missing could change any verdict, so none is given
        table = LogTable(self.connection, f"log{self._tables}", agreement)
        self._tables += 1
        for text, (path, _) in zip(texts, files, strict=True):
            table.add(text, path)
        loaded.log = table.log(covered, records)
        loaded.results = table.results
        loaded.problems += table.problems
        return loaded
