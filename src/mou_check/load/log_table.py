"""The typed table of an agreement's logs: cells checked, rows that cannot be read described and kept out.

The columns have internal names: `k3` is the trimmed text of the agreement's column 3, `v3` its value
as it compares, and for dates with a time `d3` is the local day and `u3` the moment in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mou_check.agreement import Agreement
from mou_check.load.cells import OTHER_SPACES, SQL_TYPES, trimmed_sql, typed_sql
from mou_check.load.dates import Dates
from mou_check.load.log_file import SPARE, read_file
from mou_check.load.log_problems import row_problems, shortened, unknown_activity
from mou_check.load.log_text import LogText
from mou_check.log import BUILTIN, DATED, Cell, ColumnType, Log, RejectedRow, RowIndex
from mou_check.model.problems import Problem
from mou_check.model.results import LogResult, Unmatched
from mou_check.model.spans import Span
from mou_check.model.words import fold, nearest, plural, some

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# How many rejected rows of a file are described one by one; the counts are always whole.
TOLD = 200
# The share of rows and of activities from which on a log is taken for another agreement's.
FOREIGN = 0.8


class LogTable:
    """One agreement's table while it is filled, file by file."""

    def __init__(self, connection: DuckDBPyConnection, name: str, agreement: Agreement) -> None:
        self.connection = connection
        self.name = name
        self.agreement = agreement
        self.zone = ZoneInfo(agreement.calendar.timezone)
        self.types: dict[str, ColumnType] = {**BUILTIN, **agreement.column_types()}
        self.numbers = {column: i for i, column in enumerate(self.types)}
        self.known = [fold(code) for code in agreement.activities]
        self.files: list[RowIndex] = []
        self.rejected: list[RejectedRow] = []
        self.results: list[LogResult] = []
        self.problems: list[Problem] = []
        self.present: set[str] = set()
        self.records = 0

    def add(self, text: LogText, path: Path) -> None:
        """Read one file, put its good rows into the table and describe the others."""
        raw, table = f"{self.name}_raw", f"{self.name}_next"
        index = RowIndex(text.name, self.records, text.shifts)
        records = read_file(self.connection, raw, text, path)
        self._make(table, raw, text, index.start, records)
        bad = self._reject(table, raw, text, index)
        unmatched = self._unmatched(table)
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

    def _positions(self, text: LogText) -> dict[str, int]:
        """The columns of the file that the agreement knows, by their position in it."""
        folded = {fold(name): i for i, name in enumerate(text.header)}
        return {column: folded[fold(column)] for column in self.types if fold(column) in folded}

    def _make(self, table: str, raw: str, text: LogText, start: int, records: list[int]) -> None:
        """Make the typed table of a file beside its raw one, with all columns of the agreement."""
        positions = self._positions(text)
        self.present |= set(positions)
        width = len(text.header)
        others = text.newlines_in_cells or any(space in text.text for space in OTHER_SPACES)
        texts, values = [], []
        for column, n in self.numbers.items():
            kind = self.types[column]
            there = column in positions
            texts.append(f"{trimmed_sql(f'c{positions[column]}', others=others) if there else 'NULL::VARCHAR'} AS k{n}")
            values.append(f"{typed_sql(kind, f'k{n}') if there else f'NULL::{SQL_TYPES[kind]}'} AS v{n}")
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
        ac = self.numbers["activity"]
        self.connection.execute(
            f"CREATE TABLE {table} AS SELECT *, v{ac} AS a, k{self.numbers['ref']} AS ref, list_contains($known::VARCHAR[], v{ac}) AS known "
            f"FROM (SELECT *, {', '.join(values)} FROM {table}_texts)",
            {"known": self.known},
        )
        self.connection.execute(f"DROP TABLE {table}_texts")
        self._fold(table, [self.numbers[c] for c in positions if self.types[c] == "text"])
        for column in positions:
            if self.types[column] == "datetime":
                self._moments(table, self.numbers[column])

    def _fold(self, table: str, columns: Sequence[int]) -> None:
        """Mend how texts compare where they are not plain ASCII: those fold in Python, once per value."""
        flags = ", ".join(f"bool_or(strlen(k{n}) <> length(k{n}))" for n in columns)
        (found,) = self.connection.execute(f"SELECT {flags} FROM {table}").fetchall()
        for n in (n for n, flag in zip(columns, found, strict=True) if flag):
            values = self.connection.execute(
                f"SELECT DISTINCT k{n} FROM {table} WHERE strlen(k{n}) <> length(k{n})"
            ).fetchall()
            pairs = {"given": [v for (v,) in values], "folded": [fold(v) for (v,) in values]}
            self.connection.execute(
                f"UPDATE {table} SET v{n} = m.folded FROM (SELECT unnest($given::VARCHAR[]) AS given, unnest($folded::VARCHAR[]) AS folded) m WHERE k{n} = m.given",
                pairs,
            )

    def _moments(self, table: str, n: int) -> None:
        """Add local day, local time and moment in UTC of a date-and-time column, once per value."""
        found = [
            v
            for (v,) in self.connection.execute(f"SELECT DISTINCT k{n} FROM {table} WHERE k{n} IS NOT NULL").fetchall()
        ]
        good = [(v, *moment) for v in found if (moment := Dates(self.zone, self.zone).moment(v))]
        values = {name: [row[i] for row in good] for i, name in enumerate(("given", "day", "wall", "utc"))}
        self.connection.execute(
            f"UPDATE {table} SET d{n} = m.day, v{n} = m.wall, u{n} = m.utc FROM (SELECT unnest($given::VARCHAR[]) AS given, unnest($day::DATE[]) AS day, "
            f"unnest($wall::TIMESTAMP[]) AS wall, unnest($utc::TIMESTAMP[]) AS utc) m WHERE k{n} = m.given",
            values,
        )

    def _parsed(self, column: str) -> str:
        n = self.numbers[column]
        return f"d{n}" if self.types[column] == "datetime" else f"v{n}"

    # Checking

    def _reject(self, table: str, raw: str, text: LogText, index: RowIndex) -> int:
        """Describe the rows that cannot be read, take them out, and say how many there are."""
        positions = self._positions(text)
        ac = self.numbers["activity"]
        checks = {
            "long": "long",
            "short": "short",
            "date": f"{self._parsed('date')} IS NULL",
            "activity": f"k{ac} IS NULL",
        }
        params: dict[str, Any] = {}
        for column in positions:
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
        for _, _, activity, day, long, short, *_ in rows:
            self.rejected.append(RejectedRow(None, None) if long or short else RejectedRow(activity, day))
        if rows:
            told = [
                (index.place(row_id - index.start), n, [c for c, flag in zip(checks, failed, strict=True) if flag])
                for row_id, n, _, _, *failed in rows[:TOLD]
            ]
            columns = ", ".join(f"c{i}" for i in range(len(text.header) + SPARE))
            numbers = {"numbers": [n for _, n, _ in told]}
            cells = self.connection.execute(
                f"SELECT {columns} FROM {raw} WHERE rowid IN (SELECT unnest($numbers::BIGINT[])) ORDER BY rowid",
                numbers,
            ).fetchall()
            for (place, _, failed), found in zip(told, cells, strict=True):
                self.problems += row_problems(failed, found, text, place, positions, self.types)
            gone = {"ids": [row[0] for row in rows]}
            self.connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT unnest($ids::BIGINT[]))", gone)
        for record, fault in sorted(text.broken.items()):
            place = index.place(record)
            self.rejected.append(RejectedRow(None, None))
            self.problems.append(Problem("error", "ragged-row", fault, file=place.file, row=place.row, line=place.line))
        if len(rows) > TOLD:
            message = f"{len(rows) - TOLD:,} more rows of {text.name} cannot be read"
            self.problems.append(Problem("error", "bad-cell", message, file=text.name))
        return len(rows) + len(text.broken)

    def _unmatched(self, table: str) -> list[Unmatched]:
        """Rows whose activity the agreement does not know, by activity."""
        ac = self.numbers["activity"]
        rows = self.connection.execute(
            f"SELECT any_value(k{ac} ORDER BY n), count(*) FROM {table} WHERE NOT blank AND NOT known GROUP BY v{ac} ORDER BY min(n)"
        ).fetchall()
        return [Unmatched(written, count, nearest(written, self.agreement.activities)) for written, count in rows]

    # The whole

    def log(self, covered: Span | None, records: Sequence[str]) -> Log:
        """The log, once all files are in."""
        day = self._parsed("date")
        dated = [column for column, kind in self.types.items() if kind in DATED]
        latest = ", ".join(f"max({self._parsed(column)})" for column in dated)
        ((first, *lasts),) = self.connection.execute(f"SELECT min({day}), {latest} FROM {self.name}").fetchall()
        latest_days = {column: last for column, last in zip(dated, lasts, strict=True) if last}
        codes = {fold(code): code for code in self.agreement.activities}
        occurring = frozenset(
            codes[a] for (a,) in self.connection.execute(f"SELECT DISTINCT a FROM {self.name}").fetchall()
        )
        span = Span(first, latest_days["date"]) if first else None
        log = Log(
            self.connection, self.name, self._cells(), tuple(self.files), occurring, occurring | set(records), frozenset(self.present), span, covered,
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
        for activity, ref, ids in rows[:TOLD]:
            first, second = log.place(ids[0]), log.place(ids[1])
            where = f"row {first.row}" + (f" of {first.file}" if first.file != second.file else "")
            message = f'the ref "{shortened(ref)}" of {activity} stands in {where} already; {plural(len(ids), "row")} with it count {len(ids)} times'
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
