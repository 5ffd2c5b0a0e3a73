"""Texts of cells -> typed columns, by what the agreement declares and how the log is written.

The columns have internal names: `k3` is the trimmed text of the agreement's column 3, `v3` its value
as it compares, and for dates with a time `d3` is the local day and `u3` the moment in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mou_check.agreement import Agreement
from mou_check.load.cells import SQL_TYPES, trimmed_sql, typed_sql
from mou_check.load.dates import Dates
from mou_check.load.log_problems import ReadColumn
from mou_check.load.log_values import fold_texts, map_values, read_dates
from mou_check.load.mapping import LogMapping
from mou_check.log import BUILTIN, DATED, Cell, ColumnType
from mou_check.model.words import fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What was put in place of texts of a file: for each column, by what they fold to, a text as it stood and the new one.
Replaced = dict[str, dict[str, tuple[str, str]]]


class Typing:
    """The columns of one agreement, and how their cells become values."""

    def __init__(
        self, connection: DuckDBPyConnection, agreement: Agreement, free: Mapping[str, ColumnType] | None = None
    ) -> None:
        """`free` are columns that the agreement does not declare and that are kept all the same, with their types."""
        self.connection = connection
        self.zone = ZoneInfo(agreement.calendar.timezone)
        self.types: dict[str, ColumnType] = {**BUILTIN, **agreement.column_types(), **(free or {})}
        self.numbers = {column: i for i, column in enumerate(self.types)}
        self.known = [fold(code) for code in agreement.activities]

    def columns(self, header: Sequence[str], mapping: LogMapping) -> dict[str, ReadColumn]:
        """The columns of a file that the agreement knows, by their names in the agreement."""
        positions = {fold(name): i for i, name in enumerate(mapping.names(header))}
        found = {}
        for column, kind in self.types.items():
            at = positions.get(fold(column))
            if at is not None:
                written = header[at]
                shown = column if fold(written) == fold(column) else written
                dates = mapping.dates(column, self.zone) if kind in DATED else None
                found[column] = ReadColumn(at, shown, kind, dates)
        return found

    def make(
        self,
        table: str,
        raw: str,
        width: int,
        columns: Mapping[str, ReadColumn],
        mapping: LogMapping,
        *,
        others: bool,
        start: int = 0,
        records: Sequence[int] = (),
    ) -> Replaced:
        """Make the typed table of raw rows (c0, c1, ... as texts), with all columns of the agreement.

        It has `id`, `n` (the raw row), `blank`, `long`, `short`, `a` (the number of the activity), `known`, `ref`, and k
        and v of each column. Rows are numbered from `start` on by the `records` that they are. `others`: there may be
        spaces other than blanks.
        """
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
        number = "record" if apart else f"{raw}.rowid + 1"
        numbered = f"{raw} POSITIONAL JOIN (SELECT unnest($records::BIGINT[]) AS record)" if apart else raw
        # Texts first, values from them: in one statement every text would be trimmed again for each use of it.
        self.connection.execute(
            f"CREATE TABLE {table}_texts AS SELECT {start} + {number} AS id, {raw}.rowid AS n, {trimmed_sql(whole_row, others=others)} IS NULL AS blank, "
            f"c{width} IS NOT NULL AS long, c{width - 1} IS NULL AS short, {', '.join(texts)} FROM {numbered}",
            {"records": records} if apart else {},
        )
        replaced: Replaced = {}
        for column in columns:
            meant = mapping.values_of(column)
            if meant and (changed := map_values(self.connection, f"{table}_texts", self.numbers[column], meant)):
                told = replaced.setdefault(column, {})
                for text, to in sorted(changed.items()):
                    told.setdefault(fold(text), (text, to))  # however it is written, it is told once
        activity = self.numbers["activity"]
        exchanged = f" REPLACE ({', '.join(anew)})" if anew else ""
        self.connection.execute(
            f"CREATE TABLE {table} AS SELECT *{exchanged}, k{self.numbers['ref']} AS ref, "
            f"list_position($known::VARCHAR[], v{activity}) - 1 AS a, a IS NOT NULL AS known FROM (SELECT *, {', '.join(values)} FROM {table}_texts)",
            given,
        )
        self.connection.execute(f"DROP TABLE {table}_texts")
        fold_texts(self.connection, table, [self.numbers[c] for c in columns if self.types[c] == "text"])
        for column, dates in later.items():
            read_dates(self.connection, table, self.numbers[column], self.types[column], dates)
        return replaced

    def parsed(self, column: str) -> str:
        """The column that is null where a cell does not have its form."""
        n = self.numbers[column]
        return f"d{n}" if self.types[column] == "datetime" else f"v{n}"

    def parts(self, column: str) -> tuple[str, ...]:
        """The internal columns of a column."""
        n = self.numbers[column]
        return (f"k{n}", f"v{n}", f"d{n}", f"u{n}") if self.types[column] == "datetime" else (f"k{n}", f"v{n}")

    def cells(self) -> dict[str, Cell]:
        """How rules ask for each column."""
        result = {}
        for column, kind in self.types.items():
            n = self.numbers[column]
            day = {"date": f"v{n}", "datetime": f"d{n}"}.get(kind, "NULL::DATE")
            result[column] = Cell(kind, f"v{n}", f"k{n}", day, f"u{n}" if kind == "datetime" else "NULL::TIMESTAMP")
        return result
