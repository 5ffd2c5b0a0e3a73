"""The activity log as rules see it: typed tables in a database, and safe ways to ask them.

Rules write the shape of a query; every value goes in as a bound parameter and every column by its
internal name, so no text from a file ever becomes SQL. Date arithmetic is not done here: rules work
out days in Python, for the few distinct days there are, and the database does what costs rows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from mou_check.model.results import RowPlace
from mou_check.model.spans import Span

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ColumnType = Literal["text", "integer", "number", "date", "time", "datetime", "yes-no"]
COLUMN_TYPES: tuple[ColumnType, ...] = ("text", "integer", "number", "date", "time", "datetime", "yes-no")
ORDERED: frozenset[ColumnType] = frozenset({"integer", "number", "date", "time", "datetime"})
DATED: frozenset[ColumnType] = frozenset({"date", "datetime"})

# What a cell of each type looks like, in words.
FORMS: dict[ColumnType, str] = {
    "text": "text",
    "integer": "a whole number such as 12",
    "number": "a number such as 12 or 3.5",
    "date": "a date such as 2015-06-01",
    "time": "a time such as 08:30",
    "datetime": "a date, or a date and time such as 2015-06-01T08:30",
    "yes-no": "yes or no",
}

# Every log has these; an agreement may not give them another meaning.
BUILTIN: dict[str, ColumnType] = {"date": "date", "activity": "text", "ref": "text"}

# The column with the day on which a row was written down, where a log has it; no rule needs it.
RECORDED_ON = "recorded_on"

# How many rows are named as evidence for one period; the count itself is never cut.
EVIDENCE = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A column as SQL expressions, each null where the cell is empty.

    `value` compares (numbers, times, true/false; folded text); `key` is the trimmed text, for joins
    and for showing; `day` and `instant` are there for dates: the local day, and the moment in UTC
    when the cell has a time.
    """

    type: ColumnType
    value: str
    key: str
    day: str = "NULL::DATE"
    instant: str = "NULL::TIMESTAMP"

    @property
    def folded(self) -> str:
        """The cell as text that compares with values of a list, whatever its type."""
        return self.value if self.type == "text" else f"lower({self.key})"


@dataclass(frozen=True, slots=True)
class RowIndex:
    """Where the n-th record of a file stands; blank lines and quoted newlines push rows and lines apart.

    `shifts` holds (record, rows, lines): from this record on, so many more rows and lines than records.
    """

    file: str
    start: int
    shifts: tuple[tuple[int, int, int], ...] = ()

    def place(self, record: int) -> RowPlace:
        """The place of a record; the header is record 0, spreadsheet row 1, line 1."""
        at = bisect_right(self.shifts, record, key=lambda shift: shift[0])
        _, rows, lines = self.shifts[at - 1] if at else (0, 0, 0)
        return RowPlace(self.file, record + 1 + rows, record + 1 + lines)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """What is still known of a row that was kept out of the counts."""

    activity: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Log:
    """The rows of all files of one agreement.

    `activities` are the codes of the agreement: column `a` of the table is a position among them. `span` runs from the first to the last row; `covered` is declared by the project file, if it is.
    `occurring` holds the activities that have a row, `recorded` those and the ones that the project file
    says are recorded, `present` the columns that a file has, `latest` the last day in each column of dates.
    """

    connection: DuckDBPyConnection
    table: str
    activities: tuple[str, ...]
    cells: Mapping[str, Cell]
    files: Sequence[RowIndex]
    occurring: frozenset[str]
    recorded: frozenset[str]
    present: frozenset[str]
    span: Span | None
    covered: Span | None = None
    rejected: Sequence[RejectedRow] = ()
    timezone: str = "Europe/London"
    latest: Mapping[str, date] = field(default_factory=dict)
    _by_day: dict[str, list[tuple[date, int, list[int]]]] = field(default_factory=dict)
    _counting: Lock = field(default_factory=Lock)

    def in_utc(self, local: datetime) -> datetime:
        """A local time of the agreement's clock, or one with an offset, as the moment in UTC (naive)."""
        aware = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(self.timezone))
        return aware.astimezone(UTC).replace(tzinfo=None)

    def ask(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query. Each has a cursor of its own, so that several can be asked at once."""
        return self.connection.cursor().execute(sql, dict(values or {})).fetchall()

    def of(self, activities: Iterable[str]) -> str:
        """The SQL condition that a row is of one of some activities."""
        wanted = [str(self.activities.index(code)) for code in dict.fromkeys(activities) if code in self.occurring]
        return f"a IN ({', '.join(wanted)})" if len(wanted) > 1 else f"a = {wanted[0]}" if wanted else "false"

    def daily(self, activity: str) -> list[tuple[date, int, list[int]]]:
        """The rows of an activity by day: (day, how many, the first ids). All activities are counted in one go."""
        with self._counting:
            if not self._by_day:
                day = self.cells["date"].day
                rows = self.ask(f"SELECT a, {day}, count(*), min(id, {EVIDENCE}) FROM {self.table} GROUP BY ALL")
                for a, on, many, ids in rows:
                    self._by_day.setdefault(self.activities[a], []).append((on, many, ids))
        return self._by_day.get(activity, [])

    def place(self, row_id: int) -> RowPlace:
        """The place of a row by its id."""
        at = bisect_right(self.files, row_id, key=lambda f: f.start) - 1
        return self.files[at].place(row_id - self.files[at].start)

    def places(self, row_ids: Sequence[int] | None) -> tuple[RowPlace, ...]:
        """The places of rows, in the order of files and rows."""
        return tuple(self.place(i) for i in sorted(row_ids or ()))


class Query:
    """Collects the parameters of one query while its text is put together.

    A date after as-of has not happened yet and reads as empty, but in the columns `plans`: due days, the
    event of a notice, the end of a span.
    """

    def __init__(self, log: Log, as_of: date, plans: Collection[str] = ()) -> None:
        self.log = log
        self.as_of = as_of
        self.plans = plans
        self._values: list[Any] = []

    def bind(self, value: Any) -> str:
        """The place-holder of a value. Texts that stand in the SQL are only ever these and internal names."""
        self._values.append(value)
        return f"$p{len(self._values)}"

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query made with this object's place-holders."""
        used = {int(n) for n in re.findall(r"\$p(\d+)", sql)}  # a cell that was looked up need not be asked for
        values = {f"p{i}": self._values[i - 1] for i in used}
        return self.log.ask(sql, values)

    def among(self, value: str, known: Iterable[Any]) -> str:
        """The SQL condition that a value is one of some; null where the value is."""
        places = [self.bind(one) for one in known]
        return f"{value} IN ({', '.join(places)})" if places else f"{value} <> {value}"

    def cell(self, column: str) -> Cell:
        """A column of the log, as far as it had happened by as-of."""
        cell = self.log.cells[column]
        latest = self.log.latest.get(column)
        if column in self.plans or latest is None or latest <= self.as_of:
            return cell
        past = f"{cell.day} <= {self.bind(self.as_of)}"
        value, key, day, instant = (
            f"CASE WHEN {past} THEN {e} END" for e in (cell.value, cell.key, cell.day, cell.instant)
        )
        return Cell(cell.type, value, key, day, instant)
