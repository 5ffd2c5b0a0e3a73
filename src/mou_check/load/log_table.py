"""The typed table of an agreement's logs: cells checked, rows that cannot be read described and kept out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mou_check.agreement import Agreement
from mou_check.load.cells import OTHER_SPACES, SQL_TYPES
from mou_check.load.log_bulk import Bulk, BulkTable
from mou_check.load.log_checks import TOLD, LogChecks
from mou_check.load.log_file import read_file
from mou_check.load.log_problems import shortened, unknown_activity
from mou_check.load.log_survey import Survey
from mou_check.load.log_text import LogText, read_log
from mou_check.load.log_typing import Replaced, Typing
from mou_check.load.mapping import PLAIN, LogMapping
from mou_check.load.workroom import Workroom
from mou_check.log import BUILTIN, DATED, ColumnType, Log, RowIndex
from mou_check.model.problems import Problem
from mou_check.model.results import LogResult, Unmatched
from mou_check.model.spans import Span
from mou_check.model.words import fold, plural, some

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The share of rows and of activities from which on a log is taken for another agreement's.
FOREIGN = 0.8
# From so many rows on refs are looked at activity by activity, for a table of all of them would take much memory.
MANY = 1_000_000


@dataclass(slots=True)
class _Read:
    """What came of the rows of a file."""

    bad: int = 0
    blank: int = 0
    activities: set[int] = field(default_factory=set)
    unmatched: list[Unmatched] = field(default_factory=list)
    replaced: Replaced = field(default_factory=dict)


class LogTable:
    """One agreement's table while it is filled, file by file."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        name: str,
        agreement: Agreement,
        free: Mapping[str, ColumnType] | None = None,
    ) -> None:
        """`free` are columns that the agreement does not declare and that are kept all the same, with their types."""
        self.connection = connection
        self.name = name
        self.agreement = agreement
        self.free = free
        self.typing = Typing(connection, agreement, free)
        self.checks = LogChecks(self.typing, agreement)
        self.files: list[RowIndex] = []
        self.results: list[LogResult] = []
        self.problems: list[Problem] = self.checks.problems
        self.present: set[str] = set()
        self.records = 0
        self.activities: set[int] = set()
        self.bulks: list[tuple[BulkTable, int]] = []  # the tables of large files, with the records before each
        self.tried = 0
        self.careful = False  # whether there is a table of what was read carefully

    def add(self, text: LogText, path: Path, mapping: LogMapping = PLAIN) -> None:
        """Read one file, put its good rows into the table and describe the others. `mapping`: how it is written."""
        index = RowIndex(text.name, self.records, text.places)
        self._account(text, mapping, index, self._read(text, path, mapping, index))

    def add_bulk(self, survey: Survey, mapping: LogMapping, room: Workroom) -> bool:
        """Read a large plain file the fast way, its odd rows the careful way; False when it is not plain after all."""
        rules = [rule for obligation in self.agreement.obligations for _, rule in obligation.rules()]
        wanted = {*BUILTIN, *(use.column for rule in rules for use in rule.all_uses())}
        lists = (named.values for named in self.agreement.lists.values())
        own = (value.values for rule in rules for value in rule.known_values())
        known = {fold(text) for texts in (*lists, *own) for text in texts}
        self.tried += 1  # one that failed leaves its types behind
        name = f"{self.name}_bulk{self.tried}"
        # All columns are kept where the log is looked at as a whole.
        bulk = Bulk(self.typing, name, survey, mapping, known, trusting=not survey.taken).load(
            wanted if self.free is None else self.typing.types
        )
        if bulk is None:
            return False
        index = RowIndex(survey.text.name, self.records, survey.text.places)
        read = _Read(replaced=bulk.replaced)
        if bulk.odd:
            rest = room.new()
            rest.write_bytes(b"".join(survey.lines([0, *bulk.odd])))
            odd, _ = read_log(rest, survey.text.name, mapping)
            # What is wrong with a record of several lines is told with the numbers of these, which here are others.
            told = odd and odd.broken and odd.text.removesuffix("\n").count("\n") > odd.records
            if odd is None or told or odd.records != len(bulk.odd):
                self.connection.execute(f"DROP TABLE {bulk.name}")
                return False
            read = self._read(odd, rest, mapping, index, bulk)
        read.activities |= bulk.activities
        self.present |= set(self.typing.columns(survey.text.header, mapping))
        self.bulks.append((bulk, index.start))
        self._account(survey.text, mapping, index, read)
        return True

    def _read(
        self, text: LogText, path: Path, mapping: LogMapping, index: RowIndex, bulk: BulkTable | None = None
    ) -> _Read:
        """Put the good rows of a file into the table, and describe the others. Of a large file these are the odd ones."""
        raw, table = f"{self.name}_raw", f"{self.name}_next"
        records = read_file(self.connection, raw, text, path)
        if bulk:
            text.broken = {bulk.odd[record - 1]: fault for record, fault in text.broken.items()}
            records = [bulk.odd[record - 1] for record in records]
        columns = self.typing.columns(text.header, mapping)
        self.present |= set(columns)
        others = text.newlines_in_cells or any(space in text.text for space in OTHER_SPACES)
        replaced = self.typing.make(
            table, raw, len(text.header), columns, mapping, others=others, start=index.start, records=records
        )
        read = _Read(replaced=bulk.replaced if bulk else {})
        for column, found in replaced.items():
            known = read.replaced.get(column, {})
            read.replaced[column] = known | {text: min(told, known.get(text, told)) for text, told in found.items()}
        read.bad = self.checks.reject(table, raw, text, columns, index, alone=not (bulk and bulk.activities))
        read.unmatched = self.checks.unmatched(table, index)
        ((read.blank, activities),) = self.connection.execute(
            f"SELECT count(*) FILTER (WHERE blank), list(DISTINCT a) FILTER (WHERE known AND NOT blank) FROM {table}"
        ).fetchall()
        read.activities |= set(activities or ())
        if read.blank or read.unmatched:
            self.connection.execute(f"DELETE FROM {table} WHERE blank OR NOT known")
        self.connection.execute(f"DROP TABLE {raw}")
        if self.careful:
            self.connection.execute(f"INSERT INTO {self.name} SELECT * FROM {table}; DROP TABLE {table}")
        else:
            self.connection.execute(f"ALTER TABLE {table} RENAME TO {self.name}")
            self.careful = True
        return read

    def _account(self, text: LogText, mapping: LogMapping, index: RowIndex, read: _Read) -> None:
        """Tell what became of the rows of a file."""
        text.assumed |= mapping.told(text.header)
        for column in (column for column in self.typing.types if column in read.replaced):
            changed = read.replaced[column]
            given = [changed[text] for text in mapping.values_of(column) if text in changed]
            told = [f"{shortened(' '.join(text.split()))} as {to or 'an empty cell'}" for text, to in given]
            text.assumed[f"values of {column}"] = some(told)
        if read.blank:
            text.assumed["blank rows left out"] = str(read.blank)
        self.files.append(index)
        self.records += text.records + 1
        self.activities |= read.activities
        rows, lost = text.records - read.blank, sum(u.rows for u in read.unmatched)
        unmatched, kinds = read.unmatched, len(read.activities)
        self.results.append(
            LogResult(text.name, rows, rows - read.bad - lost, read.bad, tuple(unmatched), text.assumed)
        )
        if not rows:
            message = f"{text.name} has a header and no rows, so nothing in it can be checked"
            self.problems.append(Problem("warning", "empty-log", message, file=text.name))
        elif rows == lost or (lost >= FOREIGN * rows and len(unmatched) >= FOREIGN * (len(unmatched) + kinds)):
            seen = some([f'"{shortened(u.activity)}"' for u in unmatched])
            message = (
                f"{plural(lost, 'row')} of {rows:,} have activities that the agreement {self.agreement.id} does not know: {seen}; "
                f"{text.name} is probably the log of another agreement"
            )
            self.problems.append(Problem("error", "foreign-log", message, file=text.name))
        else:
            self.problems += [unknown_activity(u, text.name, self.agreement) for u in unmatched]

    # The whole

    def _join(self) -> None:
        """Make one table of large files and of what was read carefully."""
        careful = f"{self.name}_careful"
        parts = [column for name in self.typing.types for column in self.typing.parts(name)]
        enumerated: dict[str, str] = {}
        if self.careful:
            self.connection.execute(f"ALTER TABLE {self.name} RENAME TO {careful}")
        if len(self.bulks) == 1:
            bulk = self.bulks[0][0]
            enumerated = {
                part: f"{bulk.name}_{part}"
                for part, texts in bulk.enumerated.items()
                if not self._others(careful, part, texts)
            }
        queries = [self._part(bulk, start, enumerated) for bulk, start in self.bulks]
        if self.careful and self.connection.execute(f"SELECT 1 FROM {careful} LIMIT 1").fetchall():
            columns = ", ".join(
                f"{part}::{enumerated[part]} AS {part}" if part in enumerated else part for part in parts
            )
            queries.append(f"SELECT id, a, ref, {columns} FROM {careful}")
        self.connection.execute(f"CREATE VIEW {self.name} AS {' UNION ALL '.join(queries)}")
        self.connection.execute(f"CREATE VIEW {self.name}_large AS {' UNION ALL '.join(queries[: len(self.bulks)])}")

    def _others(self, table: str, part: str, texts: Collection[str]) -> bool:
        """Whether what was read carefully has other texts than those."""
        if not self.careful:
            return False
        found = self.connection.execute(f"SELECT DISTINCT {part} FROM {table} WHERE {part} IS NOT NULL").fetchall()
        return any(text not in texts for (text,) in found)

    def _part(self, bulk: BulkTable, start: int, enumerated: Collection[str]) -> str:
        """A large file as a query with the columns of the table; null stands for what was not kept."""
        types = {"k": "VARCHAR", "d": "DATE", "u": "TIMESTAMP"}
        columns = {
            part: bulk.columns.get(part, f"NULL::{types.get(part[0], SQL_TYPES[kind])}")
            for column, kind in self.typing.types.items()
            for part in self.typing.parts(column)
        }
        for part in bulk.enumerated.keys() - set(enumerated):
            columns[part] += "::VARCHAR"
        wanted = ", ".join(f"{sql} AS {part}" for part, sql in columns.items())
        ref = columns[f"k{self.typing.numbers['ref']}"]
        return f"SELECT rowid + {start + 1} AS id, a, {ref} AS ref, {wanted} FROM {bulk.name} WHERE a IS NOT NULL"

    def log(self, covered: Span | None, records: Sequence[str]) -> Log:
        """The log, once all files are in."""
        if self.bulks:
            self._join()
        day = self.typing.parsed("date")
        dated = [column for column, kind in self.typing.types.items() if kind in DATED]
        latest = ", ".join(f"max({self.typing.parsed(column)})" for column in dated)
        ((first, *lasts),) = self.connection.execute(f"SELECT min({day}), {latest} FROM {self.name}").fetchall()
        latest_days = {column: last for column, last in zip(dated, lasts, strict=True) if last}
        codes = tuple(self.agreement.activities)
        occurring = frozenset(codes[a] for a in self.activities)
        span = Span(first, latest_days["date"]) if first else None
        log = Log(
            self.connection, self.name, codes, self.typing.cells(), tuple(self.files), occurring, occurring | set(records), frozenset(self.present), span, covered,
            tuple(self.checks.rejected), self.agreement.calendar.timezone, latest_days,
        )  # fmt: skip
        self.problems += self._twice(log)
        return log

    def _twice(self, log: Log) -> list[Problem]:
        """The same ref twice for one activity counts twice, with a warning."""
        rows = self.connection.execute(
            f"SELECT a, ref, list(id ORDER BY id) FROM ({self._doubtful(log)}) GROUP BY a, ref HAVING count(*) > 1 ORDER BY min(id)"
        ).fetchall()
        problems = []
        for a, ref, ids in rows[:TOLD]:
            first, second = log.place(ids[0]), log.place(ids[1])
            where = f"row {first.row}" + (f" of {first.file}" if first.file != second.file else "")
            message = f'the ref "{shortened(ref)}" of {log.activities[a]} stands in {where} already; {plural(len(ids), "row")} with it count {len(ids)} times'
            problems.append(
                Problem(
                    "warning",
                    "duplicate-ref",
                    message,
                    file=second.file,
                    row=second.row,
                    line=second.line,
                    column="ref",
                )
            )
        return problems

    def _doubtful(self, log: Log) -> str:
        """The rows with refs of which one may stand twice, as a query: of large files few do."""
        filled = f"SELECT a, ref, id FROM {self.name} WHERE ref IS NOT NULL"
        if not self.bulks or self.records < MANY:
            return filled
        unordered = log.of(self._unordered(log))
        query = f"{filled} AND {unordered}"
        if self.careful:
            apart = f"SELECT DISTINCT a, ref FROM {self.name}_careful WHERE ref IS NOT NULL AND NOT ({unordered})"
            query += f" UNION ALL SELECT a, ref, id FROM ({filled}) SEMI JOIN ({apart}) USING (a, ref)"
        return query

    def _unordered(self, log: Log) -> list[str]:
        """The activities whose refs do not ascend from row to row of large files, as running numbers do."""
        from concurrent.futures import ThreadPoolExecutor

        def back(code: str) -> bool:
            rows = f"SELECT ref <= lag(ref) OVER () AS back FROM {self.name}_large WHERE ref IS NOT NULL AND {log.of([code])}"
            return bool(log.ask(f"SELECT 1 FROM ({rows}) WHERE back LIMIT 1"))

        codes = sorted(log.occurring)
        with ThreadPoolExecutor() as workers:  # each goes from row to row in one thread
            return [code for code, found in zip(codes, workers.map(back, codes), strict=True) if found]
