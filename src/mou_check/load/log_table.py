"""The typed table of an agreement's logs: cells checked, rows that cannot be read described and kept out.

The columns have internal names: `k3` is the trimmed text of the agreement's column 3, `v3` its value
as it compares, and for dates with a time `d3` is the local day and `u3` the moment in UTC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mou_check.agreement import Agreement
from mou_check.load.cells import OTHER_SPACES, SQL_TYPES, trimmed_sql, typed_sql
from mou_check.load.dates import Dates
from mou_check.load.log_file import SPARE, read_file
from mou_check.load.log_problems import ReadColumn, no_dates, row_problems, shortened, unknown_activity
from mou_check.load.log_text import LogText
from mou_check.load.log_values import fold_texts, map_values, read_dates
from mou_check.load.mapping import PLAIN, LogMapping
from mou_check.log import BUILTIN, DATED, Cell, ColumnType, Log, RejectedRow, RowIndex
from mou_check.model.problems import Problem
from mou_check.model.results import LogResult, RowPlace, Unmatched
from mou_check.model.spans import Span
from mou_check.model.words import fold, nearest, plural, some

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# How many rejected rows of a file are described one by one; the counts are always whole.
TOLD = 200
# From how many rows on a column without a single date is told once, and not row by row.
ALIKE = 5
# The share of rows and of activities from which on a log is taken for another agreement's.
FOREIGN = 0.8


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
        self.zone = ZoneInfo(agreement.calendar.timezone)
        self.types: dict[str, ColumnType] = {**BUILTIN, **agreement.column_types(), **(free or {})}
        self.numbers = {column: i for i, column in enumerate(self.types)}
        self.known = [fold(code) for code in agreement.activities]
        self.files: list[RowIndex] = []
        self.rejected: list[RejectedRow] = []
        self.results: list[LogResult] = []
        self.problems: list[Problem] = []
        self.present: set[str] = set()
        # How many rows failed each check, by `long`, `short`, `broken` or the column; the first row of each unknown activity.
        self.faults: Counter[str] = Counter()
        self.strangers: dict[tuple[str, str], RowPlace] = {}
        self.records = 0

    def add(self, text: LogText, path: Path, mapping: LogMapping = PLAIN) -> None:
        """Read one file, put its good rows into the table and describe the others. `mapping`: how it is written."""
        raw, table = f"{self.name}_raw", f"{self.name}_next"
        index = RowIndex(text.name, self.records, text.places)
        records = read_file(self.connection, raw, text, path)
        text.assumed |= mapping.told(text.header)
        columns = self._columns(text, mapping)
        self._make(table, raw, text, mapping, columns, index.start, records)
        bad = self._reject(table, raw, text, columns, index)
        unmatched = self._unmatched(table, index)
        lost = sum(u.rows for u in unmatched)
        ((blank, kinds),) = self.connection.execute(
            f"SELECT count(*) FILTER (WHERE blank), count(DISTINCT a) FILTER (WHERE known AND NOT blank) FROM {table}"
        ).fetchall()
        if blank:
            text.assumed["blank rows left out"] = str(blank)
        if blank or lost:
            self.connection.execute(f"DELETE FROM {table} WHERE blank OR NOT known")
        self.connection.execute(f"DROP TABLE {raw}")
        if self.files:
            self.connection.execute(f"INSERT INTO {self.name} SELECT * FROM {table}; DROP TABLE {table}")
        else:
            self.connection.execute(f"ALTER TABLE {table} RENAME TO {self.name}")
        self.files.append(index)
        self.records += text.records + 1
        rows = text.records - blank
        self.results.append(LogResult(text.name, rows, rows - bad - lost, bad, tuple(unmatched), text.assumed))
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

    # Making

    def _columns(self, text: LogText, mapping: LogMapping) -> dict[str, ReadColumn]:
        """The columns of the file that the agreement knows, by their names in the agreement."""
        positions = {fold(name): i for i, name in enumerate(mapping.names(text.header))}
        found = {}
        for column, kind in self.types.items():
            at = positions.get(fold(column))
            if at is not None:
                header = text.header[at]
                shown = column if fold(header) == fold(column) else header
                dates = mapping.dates(column, self.zone) if kind in DATED else None
                found[column] = ReadColumn(at, shown, kind, dates)
        return found

    def _make(
        self,
        table: str,
        raw: str,
        text: LogText,
        mapping: LogMapping,
        columns: Mapping[str, ReadColumn],
        start: int,
        records: list[int],
    ) -> None:
        """Make the typed table of a file beside its raw one, with all columns of the agreement."""
        self.present |= set(columns)
        width = len(text.header)
        others = text.newlines_in_cells or any(space in text.text for space in OTHER_SPACES)
        texts, values = [], []
        given: dict[str, Any] = {"known": self.known}

        def bind(value: str) -> str:
            given[f"f{len(given)}"] = value
            return f"$f{len(given) - 1}"

        later: dict[str, Dates] = {}  # columns of dates that the database cannot read
        anew = []  # texts of dates, in the ISO form
        for column, n in self.numbers.items():
            kind, read = self.types[column], columns.get(column)
            text_of = trimmed_sql(f"c{read.position}", others=others) if read else "NULL::VARCHAR"
            value = typed_sql(kind, f"k{n}") if read else f"NULL::{SQL_TYPES[kind]}"
            if read and read.dates and kind == "date" and read.dates.in_sql:
                value = read.dates.sql(f"k{n}", bind)
                if read.dates.formats:
                    anew.append(f"coalesce(v{n}::VARCHAR, k{n}) AS k{n}")
            elif read and read.dates:
                value = f"NULL::{SQL_TYPES[kind]}"
                later[column] = read.dates
            texts.append(f"{text_of} AS k{n}")
            values.append(f"{value} AS v{n}")
            if kind == "datetime":
                values.append(f"NULL::DATE AS d{n}, NULL::TIMESTAMP AS u{n}")
        whole_row = f"concat({', '.join(f'c{i}' for i in range(width))})"
        # Rows are numbered as records; only where some were taken out do the two differ.
        apart = bool(records) and records[-1] != len(records)
        number = "list_extract($records::BIGINT[], rowid + 1)" if apart else "rowid + 1"
        # Texts first, values from them: in one statement every text would be trimmed again for each use of it.
        self.connection.execute(
            f"CREATE TABLE {table}_texts AS SELECT {start} + {number} AS id, rowid AS n, {trimmed_sql(whole_row, others=others)} IS NULL AS blank, "
            f"c{width} IS NOT NULL AS long, c{width - 1} IS NULL AS short, {', '.join(texts)} FROM {raw}",
            {"records": records} if apart else {},
        )
        for column in columns:
            meant = mapping.values_of(column)
            if meant and (changed := map_values(self.connection, f"{table}_texts", self.numbers[column], meant)):
                once = {fold(given): (given, to) for given, to in reversed(changed.items())}  # however it is written
                told = [
                    f"{shortened(' '.join(given.split()))} as {to or 'an empty cell'}"
                    for given, to in reversed(once.values())
                ]
                text.assumed[f"values of {column}"] = some(told)
        ac = self.numbers["activity"]
        replaced = f" REPLACE ({', '.join(anew)})" if anew else ""
        self.connection.execute(
            f"CREATE TABLE {table} AS SELECT *{replaced}, k{self.numbers['ref']} AS ref, list_position($known::VARCHAR[], v{ac}) - 1 AS a, a IS NOT NULL AS known "
            f"FROM (SELECT *, {', '.join(values)} FROM {table}_texts)",
            given,
        )
        self.connection.execute(f"DROP TABLE {table}_texts")
        fold_texts(self.connection, table, [self.numbers[c] for c in columns if self.types[c] == "text"])
        for column, dates in later.items():
            read_dates(self.connection, table, self.numbers[column], self.types[column], dates)

    def _parsed(self, column: str) -> str:
        n = self.numbers[column]
        return f"d{n}" if self.types[column] == "datetime" else f"v{n}"

    # Checking

    def _reject(self, table: str, raw: str, text: LogText, columns: Mapping[str, ReadColumn], index: RowIndex) -> int:
        """Describe the rows that cannot be read, take them out, and say how many there are."""
        ac = self.numbers["activity"]
        checks = {
            "long": "long",
            "short": "short",
            "date": f"{self._parsed('date')} IS NULL",
            "activity": f"k{ac} IS NULL",
        }
        params: dict[str, Any] = {}
        for column in columns:
            if column not in BUILTIN and self.types[column] != "text":
                n = self.numbers[column]
                params[f"a{n}"] = [fold(a) for a, spec in self.agreement.activities.items() if column in spec.columns]
                wrong = f"k{n} IS NOT NULL AND {self._parsed(column)} IS NULL"
                checks[column] = f"{wrong} AND list_contains($a{n}::VARCHAR[], v{ac})"
        flags = ", ".join(f"({check})" for check in checks.values())
        bad = " OR ".join(f"({check})" for check in checks.values())
        rows = self.connection.execute(
            f"SELECT id, n, v{ac}, {self._parsed('date')}, {flags} FROM {table} WHERE NOT blank AND ({bad}) ORDER BY n",
            params,
        ).fetchall()
        for _, _, activity, day, long, short, *others in rows:
            self.rejected.append(RejectedRow(None, None) if long or short else RejectedRow(activity, day))
            ragged = "long" if long else "short" if short else None
            self.faults.update(
                [ragged] if ragged else [c for c, flag in zip(list(checks)[2:], others, strict=True) if flag]
            )
        if rows:
            alike = self._no_dates(table, len(rows), columns["date"], index)
            told = [
                (index.place(row_id - index.start), n, [c for c, flag in zip(checks, failed, strict=True) if flag])
                for row_id, n, _, _, *failed in rows[:TOLD]
            ]
            spread = ", ".join(f"c{i}" for i in range(len(text.header) + SPARE))
            numbers = {"numbers": [n for _, n, _ in told]}
            cells = self.connection.execute(
                f"SELECT {spread} FROM {raw} WHERE rowid IN (SELECT unnest($numbers::BIGINT[])) ORDER BY rowid",
                numbers,
            ).fetchall()
            self.problems += [alike] if alike else []
            for (place, _, failed), found in zip(told, cells, strict=True):
                faults = [name for name in failed if not (alike and name == "date")]
                self.problems += row_problems(faults, found, text, place, columns)
            gone = {"ids": [row[0] for row in rows]}
            self.connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT unnest($ids::BIGINT[]))", gone)
        for number, (record, fault) in enumerate(sorted(text.broken.items())):
            place = index.place(record)
            self.rejected.append(RejectedRow(None, None))
            self.faults["broken"] += 1
            if number < TOLD:
                self.problems.append(
                    Problem("error", "ragged-row", fault, file=place.file, row=place.row, line=place.line)
                )
        more = sum(max(0, len(bad) - TOLD) for bad in (rows, text.broken))
        if more:
            message = f"{more:,} more rows of {text.name} cannot be read"
            self.problems.append(Problem("error", "bad-cell", message, file=text.name))
        return len(rows) + len(text.broken)

    def _no_dates(self, table: str, rejected: int, column: ReadColumn, index: RowIndex) -> Problem | None:
        """One problem in place of one for each row when no row of the file has a date: its form is another."""
        if rejected < ALIKE:
            return None
        n, parsed = self.numbers["date"], self._parsed("date")
        ((rows, dated, first),) = self.connection.execute(
            f"SELECT count(*), count({parsed}), min(id) FROM {table} WHERE NOT blank"
        ).fetchall()
        if dated or rows > rejected:
            return None
        texts = self.connection.execute(
            f"SELECT k{n} FROM {table} WHERE k{n} IS NOT NULL AND NOT blank GROUP BY k{n} ORDER BY min(n)"
        ).fetchall()
        return no_dates([text for (text,) in texts], rows, column, index.place(first - index.start))

    def _unmatched(self, table: str, index: RowIndex) -> list[Unmatched]:
        """Rows whose activity the agreement does not know, by activity."""
        ac = self.numbers["activity"]
        rows = self.connection.execute(
            f"SELECT any_value(k{ac} ORDER BY n), count(*), min(id) FROM {table} WHERE NOT blank AND NOT known GROUP BY v{ac} ORDER BY min(n)"
        ).fetchall()
        self.strangers |= {(index.file, written): index.place(first - index.start) for written, _, first in rows}
        return [Unmatched(written, count, nearest(written, self.agreement.activities)) for written, count, _ in rows]

    # The whole

    def log(self, covered: Span | None, records: Sequence[str]) -> Log:
        """The log, once all files are in."""
        day = self._parsed("date")
        dated = [column for column, kind in self.types.items() if kind in DATED]
        latest = ", ".join(f"max({self._parsed(column)})" for column in dated)
        ((first, *lasts),) = self.connection.execute(f"SELECT min({day}), {latest} FROM {self.name}").fetchall()
        latest_days = {column: last for column, last in zip(dated, lasts, strict=True) if last}
        codes = tuple(self.agreement.activities)
        occurring = frozenset(codes[a] for (a,) in self.connection.execute(f"SELECT DISTINCT a FROM {self.name}").fetchall())
        span = Span(first, latest_days["date"]) if first else None
        log = Log(
            self.connection, self.name, codes, self._cells(), tuple(self.files), occurring, occurring | set(records), frozenset(self.present), span, covered,
            tuple(self.rejected), self.agreement.calendar.timezone, latest_days,
        )  # fmt: skip
        self.problems += self._twice(log)
        return log

    def _twice(self, log: Log) -> list[Problem]:
        """The same ref twice for one activity counts twice, with a warning."""
        rows = self.connection.execute(
            f"SELECT a, ref, list(id ORDER BY id) FROM {self.name} WHERE ref IS NOT NULL GROUP BY a, ref HAVING count(*) > 1 ORDER BY min(id)"
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

    def _cells(self) -> dict[str, Cell]:
        """How rules ask for each column."""
        result = {}
        for column, kind in self.types.items():
            n = self.numbers[column]
            day = {"date": f"v{n}", "datetime": f"d{n}"}.get(kind, "NULL::DATE")
            result[column] = Cell(kind, f"v{n}", f"k{n}", day, f"u{n}" if kind == "datetime" else "NULL::TIMESTAMP")
        return result
