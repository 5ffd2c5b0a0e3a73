"""Rows of a log that cannot be used: each with its place, what is wrong and what to do, and all of them counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mou_check.agreement import Agreement
from mou_check.load.log_file import SPARE
from mou_check.load.log_problems import ReadColumn, no_dates, row_problems
from mou_check.load.log_text import LogText
from mou_check.load.log_typing import Typing
from mou_check.log import BUILTIN, RejectedRow, RowIndex
from mou_check.model.problems import Problem
from mou_check.model.results import RowPlace, Unmatched
from mou_check.model.words import fold, nearest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# How many rejected rows of a file are described one by one; the counts are always whole.
TOLD = 200
# From how many rows on a column without a single date is told once, and not row by row.
ALIKE = 5


class LogChecks:
    """What is found wrong with the rows of an agreement's logs."""

    def __init__(self, typing: Typing, agreement: Agreement) -> None:
        self.typing = typing
        self.connection: DuckDBPyConnection = typing.connection
        self.agreement = agreement
        self.rejected: list[RejectedRow] = []
        self.problems: list[Problem] = []
        # How many rows failed each check, by `long`, `short`, `broken` or the column; the first row of each unknown activity.
        self.faults: Counter[str] = Counter()
        self.strangers: dict[tuple[str, str], RowPlace] = {}

    def reject(
        self, table: str, raw: str, text: LogText, columns: Mapping[str, ReadColumn], index: RowIndex, *, alone: bool
    ) -> int:
        """Describe the rows that cannot be read, take them out, and say how many there are.

        `alone`: they are all the rows of the file.
        """
        ac = self.typing.numbers["activity"]
        checks = {
            "long": "long",
            "short": "short",
            "date": f"{self.typing.parsed('date')} IS NULL",
            "activity": f"k{ac} IS NULL",
        }
        params: dict[str, Any] = {}
        for column in columns:
            if column not in BUILTIN and self.typing.types[column] != "text":
                n = self.typing.numbers[column]
                params[f"a{n}"] = [fold(a) for a, spec in self.agreement.activities.items() if column in spec.columns]
                wrong = f"k{n} IS NOT NULL AND {self.typing.parsed(column)} IS NULL"
                checks[column] = f"{wrong} AND list_contains($a{n}::VARCHAR[], v{ac})"
        flags = ", ".join(f"({check})" for check in checks.values())
        bad = " OR ".join(f"({check})" for check in checks.values())
        rows = self.connection.execute(
            f"SELECT id, n, v{ac}, {self.typing.parsed('date')}, {flags} FROM {table} WHERE NOT blank AND ({bad}) ORDER BY n",
            params,
        ).fetchall()
        for _, _, activity, day, long, short, *others in rows:
            self.rejected.append(RejectedRow(None, None) if long or short else RejectedRow(activity, day))
            ragged = "long" if long else "short" if short else None
            self.faults.update(
                [ragged] if ragged else [c for c, flag in zip(list(checks)[2:], others, strict=True) if flag]
            )
        if rows:
            alike = self._no_dates(table, len(rows), columns["date"], index) if alone else None
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
        n, parsed = self.typing.numbers["date"], self.typing.parsed("date")
        ((rows, dated, first),) = self.connection.execute(
            f"SELECT count(*), count({parsed}), min(id) FROM {table} WHERE NOT blank"
        ).fetchall()
        if dated or rows > rejected:
            return None
        texts = self.connection.execute(
            f"SELECT k{n} FROM {table} WHERE k{n} IS NOT NULL AND NOT blank GROUP BY k{n} ORDER BY min(n)"
        ).fetchall()
        return no_dates([text for (text,) in texts], rows, column, index.place(first - index.start))

    def unmatched(self, table: str, index: RowIndex) -> list[Unmatched]:
        """Rows whose activity the agreement does not know, by activity."""
        ac = self.typing.numbers["activity"]
        rows = self.connection.execute(
            f"SELECT any_value(k{ac} ORDER BY n), count(*), min(id) FROM {table} WHERE NOT blank AND NOT known GROUP BY v{ac} ORDER BY min(n)"
        ).fetchall()
        self.strangers |= {(index.file, written): index.place(first - index.start) for written, _, first in rows}
        return [Unmatched(written, count, nearest(written, self.agreement.activities)) for written, count, _ in rows]
