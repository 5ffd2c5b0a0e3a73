"""Loading activity logs: CSV files -> one typed table that rules can ask, and every fault in them.

DuckDB reads each file once, every column as text, into a table whose order is the file's. Checks and
conversions happen there: which rows a typed reader would reject depends on the columns that a query
uses, and no two readers agree on what a date is, so the strict forms are ours.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mou_check.agreement import Agreement
from mou_check.load.log_text import DELIMITERS, LogText, read_log, record_end
from mou_check.log import BUILTIN, DATED, Cell, ColumnType, Log, RejectedRow, RowIndex
from mou_check.model.problems import Problem
from mou_check.model.results import Input, LogResult, RowPlace, Unmatched
from mou_check.model.spans import Span
from mou_check.model.words import did_you_mean, fold, nearest, plural, some

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Cells beyond the header that are read to be able to say that there are too many.
SPARE = 8
# How many rejected rows are described one by one; the counts are always whole.
TOLD = 200

_SPACE = r"'\s+'"
_FORMS: dict[ColumnType, str] = {
    "text": "text",
    "integer": "a whole number such as 12",
    "number": "a number such as 12 or 3.5",
    "date": "a date such as 2015-06-01",
    "time": "a time such as 08:30",
    "datetime": "a date, or a date and time such as 2015-06-01T08:30",
    "yes-no": "yes or no",
}


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
        table = _Table(self.connection, f"log{self._tables}", agreement)
        self._tables += 1
        for text, (path, _) in zip(texts, files, strict=True):
            table.add(text, path)
        table.finish(loaded, covered, records)
        return loaded


class _Table:
    """One agreement's table while it is filled, file by file."""

    def __init__(self, connection: DuckDBPyConnection, name: str, agreement: Agreement) -> None:
        self.connection = connection
        self.name = name
        self.agreement = agreement
        self.zone = ZoneInfo(agreement.calendar.timezone)
        types = {**agreement.column_types()}
        self.types: dict[str, ColumnType] = {**BUILTIN, **types}
        self.numbers = {column: i for i, column in enumerate(self.types)}
        self.files: list[RowIndex] = []
        self.rejected: list[RejectedRow] = []
        self.results: list[LogResult] = []
        self.problems: list[Problem] = []
        self.present: set[str] = set()
        self.records = 0
        columns = ", ".join(f"{name} {sql}" for column in self.types for name, sql in self._columns(column))
        connection.execute(f"CREATE TABLE {name} (id BIGINT, a VARCHAR, ref VARCHAR, {columns})")

    def _columns(self, column: str) -> list[tuple[str, str]]:
        """The columns of the table for a column of the log: trimmed text, value, and the parts of a date."""
        n, kind = self.numbers[column], self.types[column]
        value = {
            "text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "time": "TIME", "datetime": "TIMESTAMP", "yes-no": "BOOLEAN",
        }[kind]  # fmt: skip
        return [(f"k{n}", "VARCHAR"), (f"v{n}", value)] + (
            [(f"d{n}", "DATE"), (f"u{n}", "TIMESTAMP")] if kind == "datetime" else []
        )

    def cells(self) -> dict[str, Cell]:
        """How rules ask for each column."""
        result = {}
        for column, kind in self.types.items():
            n = self.numbers[column]
            day = {"date": f"v{n}", "datetime": f"d{n}"}.get(kind, "NULL::DATE")
            result[column] = Cell(kind, f"v{n}", f"k{n}", day, f"u{n}" if kind == "datetime" else "NULL::TIMESTAMP")
        return result

    def add(self, text: LogText, path: Path) -> None:
        """Read one file, put its good rows into the table and describe the others."""
        raw = f"{self.name}raw{len(self.files)}"
        index = RowIndex(text.name, self.records, text.shifts)
        self.files.append(index)
        records = self._read(raw, text, path)
        self._type(raw, text)
        bad = self._reject(raw, text, index, records)
        unmatched = self._unmatched(raw, text)
        self._insert(raw, index.start, records)
        lost = sum(u.rows for u in unmatched)
        blank = self.connection.execute(f"SELECT count(*) FROM {raw}t WHERE blank").fetchall()[0][0]
        rows = text.records - blank
        if blank:
            text.assumed["blank rows left out"] = str(blank)
        self.results.append(LogResult(text.name, rows, rows - bad - lost, bad, tuple(unmatched), text.assumed))
        if not rows:
            self.problems.append(
                Problem(
                    "warning",
                    "empty-log",
                    f"{text.name} has a header and no rows, so nothing in it can be checked",
                    file=text.name,
                )
            )
        elif lost == rows:
            seen = some([f'"{u.activity}"' for u in unmatched])
            message = f"no row of {text.name} has an activity that the agreement {self.agreement.id} knows (found {seen}); it is probably the log of another agreement"
            self.problems.append(Problem("error", "foreign-log", message, file=text.name))
        self.records += text.records + 1
        self.connection.execute(f"DROP TABLE {raw}; DROP TABLE {raw}t")

    # Reading

    def _read(self, raw: str, text: LogText, path: Path) -> list[int]:
        """Read a file into table `raw`, all columns as text, and say which record each row of it is.

        Cells that a short row lacks are null (empty ones are ''), spare columns catch what a long row
        has too many, so that DuckDB rejects nothing that we could not describe.
        """
        columns = {f"c{i}": "VARCHAR" for i in range(len(text.header) + SPARE)}
        broken = dict(text.broken)
        missing = "\1"
        while missing in text.text:
            missing += "\1"
        for _ in range(2):
            with tempfile.TemporaryDirectory(prefix="mou-check-") as folder:
                file = path
                # A name with * ? [ would be read as a pattern, and broken records would end the reading.
                if not text.as_is or text.odd or broken or any(c in str(path) for c in "*?["):
                    file = Path(folder) / "log.csv"
                    file.write_text(_without(text, broken), encoding="utf-8", newline="")
                names = ", ".join(f"{name}: 'VARCHAR'" for name in columns)
                # Short rows are padded, which DuckDB does in parallel only where no quoted newline can stand.
                parallel = "false" if '"' in text.text else "true"
                self.connection.execute(
                    f"CREATE OR REPLACE TABLE {raw} AS SELECT * FROM read_csv($path, auto_detect=false, header=false, skip=1, "
                    f"delim=$delimiter, quote='\"', escape='\"', nullstr=$null, null_padding=true, columns={{{names}}}, "
                    f"max_line_size=20000000, ignore_errors=true, parallel={parallel})",
                    {"path": str(file), "delimiter": "," if text.odd else text.delimiter, "null": missing},
                )
            found = self.connection.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0]
            numbers = [i for i in range(1, text.records + 1) if i not in broken]
            if found == len(numbers):
                break
            # Something that the reader cannot put into columns: find it by our own splitting, and read on without it.
            broken |= _too_long(text, len(columns))
        else:
            raise AssertionError(f"{text.name}: {found} rows were read where {len(numbers)} stand")
        text.broken = broken
        return numbers

    # Checking

    def _typed(self, text: LogText) -> dict[str, int]:
        """The columns of the file that the agreement knows, by their position in it."""
        folded = {fold(name): i for i, name in enumerate(text.header)}
        return {column: folded[fold(column)] for column in self.types if fold(column) in folded}

    def _type(self, raw: str, text: LogText) -> None:
        """Make table `raw`t beside `raw`: per row its number, whether it is blank, its activity, and the typed cells."""
        typed = self._typed(text)
        self.present |= set(typed)
        width = len(text.header)
        parts = [
            "rowid AS n",
            f"({' AND '.join(f'coalesce(trim(c{i}), {EMPTY}) = {EMPTY}' for i in range(width))}) AS blank",
        ]
        for column, i in typed.items():
            parts.append(f"nullif(trim(regexp_replace(c{i}, '^\\s+|\\s+$', '', 'g')), '') AS k{self.numbers[column]}")
        inner = f"SELECT {', '.join(parts)} FROM {raw}"
        values = [f"{_value(self.types[c], f'k{self.numbers[c]}', self.numbers[c])}" for c in typed]
        self.connection.execute(f"CREATE TABLE {raw}t AS SELECT *, {', '.join(values)} FROM ({inner})")
        self._fold(raw, [self.numbers[c] for c in typed if self.types[c] == "text"])
        for column in typed:
            if self.types[column] == "datetime":
                self._moments(raw, self.numbers[column])

    def _fold(self, raw: str, columns: Sequence[int]) -> None:
        """Mend how texts compare where they are not plain ASCII: those fold in Python, once per value."""
        flags = ", ".join(f"bool_or(strlen(k{n}) <> length(k{n}))" for n in columns)
        (found,) = self.connection.execute(f"SELECT {flags} FROM {raw}t").fetchall()
        for n in (n for n, flag in zip(columns, found, strict=True) if flag):
            values = self.connection.execute(
                f"SELECT DISTINCT k{n} FROM {raw}t WHERE strlen(k{n}) <> length(k{n})"
            ).fetchall()
            pairs = {"given": [v for (v,) in values], "folded": [fold(v) for (v,) in values]}
            self.connection.execute(
                f"UPDATE {raw}t SET v{n} = m.folded FROM (SELECT unnest($given::VARCHAR[]) AS given, unnest($folded::VARCHAR[]) AS folded) m WHERE k{n} = m.given",
                pairs,
            )

    def _moments(self, raw: str, n: int) -> None:
        """Add local day, local time and moment in UTC of a date-and-time column, once per value."""
        found = [
            v for (v,) in self.connection.execute(f"SELECT DISTINCT k{n} FROM {raw}t WHERE k{n} IS NOT NULL").fetchall()
        ]
        good = [(v, *moment) for v in found if (moment := parse_moment(v, self.zone))]
        values = {name: [row[i] for row in good] for i, name in enumerate(("given", "day", "wall", "utc"))}
        self.connection.execute(
            f"UPDATE {raw}t SET d{n} = m.day, v{n} = m.wall, u{n} = m.utc FROM (SELECT unnest($given::VARCHAR[]) AS given, unnest($day::DATE[]) AS day, "
            f"unnest($wall::TIMESTAMP[]) AS wall, unnest($utc::TIMESTAMP[]) AS utc) m WHERE k{n} = m.given",
            values,
        )

    def _parsed(self, column: str) -> str:
        n = self.numbers[column]
        return f"d{n}" if self.types[column] == "datetime" else f"v{n}"

    def _reject(self, raw: str, text: LogText, index: RowIndex, records: list[int]) -> int:
        """Describe the rows that cannot be read, mark them, and say how many there are."""
        typed = self._typed(text)
        width = len(text.header)
        ac = self.numbers["activity"]
        checks = {
            "long": f"c{width} IS NOT NULL",
            "short": f"c{width - 1} IS NULL",
            "date": f"{self._parsed('date')} IS NULL",
            "activity": f"k{ac} IS NULL",
        }
        params: dict[str, Any] = {}
        for column in typed:
            if column not in BUILTIN and self.types[column] != "text":
                n = self.numbers[column]
                params[f"a{n}"] = [fold(a) for a, spec in self.agreement.activities.items() if column in spec.columns]
                checks[column] = (
                    f"k{n} IS NOT NULL AND {self._parsed(column)} IS NULL AND list_contains($a{n}::VARCHAR[], v{ac})"
                )
        bad = " OR ".join(f"({check})" for check in checks.values())
        source = f"{raw}t t JOIN {raw} r ON r.rowid = t.n"
        flags = ", ".join(f"({check})" for check in checks.values())
        cells = ", ".join(f"r.c{i}" for i in range(width + SPARE))
        rows = self.connection.execute(
            f"SELECT t.n, t.v{ac}, t.{self._parsed('date')}, {flags}, {cells} FROM {source} WHERE NOT blank AND ({bad}) ORDER BY t.n",
            params,
        ).fetchall()
        for told, (n, activity, day, *rest) in enumerate(rows):
            failed = [name for name, flag in zip(checks, rest, strict=False) if flag]
            ragged = bool({"long", "short"} & set(failed))
            self.rejected.append(RejectedRow(None if ragged else activity, None if ragged else day))
            if told < TOLD:
                self._describe(failed, rest[len(checks) :], text, index.place(records[n]), typed)
        for record, fault in sorted(text.broken.items()):
            place = index.place(record)
            self.rejected.append(RejectedRow(None, None))
            self.problems.append(Problem("error", "ragged-row", fault, file=place.file, row=place.row, line=place.line))
        if len(rows) > TOLD:
            message = f"{len(rows) - TOLD:,} more rows of {text.name} cannot be read"
            self.problems.append(Problem("error", "bad-cell", message, file=text.name))
        if rows:
            numbers = {"numbers": [n for n, *_ in rows]}
            self.connection.execute(f"DELETE FROM {raw}t WHERE n IN (SELECT unnest($numbers::BIGINT[]))", numbers)
        return len(rows) + len(text.broken)

    def _describe(
        self, failed: list[str], cells: Sequence[str | None], text: LogText, place: RowPlace, typed: Mapping[str, int]
    ) -> None:

        def tell(code: str, message: str, column: str | None = None) -> None:
            self.problems.append(
                Problem("error", code, message, file=place.file, row=place.row, line=place.line, column=column)
            )

        if "long" in failed or "short" in failed:
            have = max(i for i, c in enumerate(cells) if c is not None) + 1 if any(c is not None for c in cells) else 0
            tell("ragged-row", _ragged(cells[:have], text))
            return
        for name in failed:
            value = (cells[typed[name]] or "").strip()
            if name == "activity":
                tell("bad-activity", "the activity is empty, so nobody can tell what the row records", name)
            elif name == "date":
                found = f'found "{_short(value)}"' if value else "the cell is empty"
                tell("bad-date", f"expected {_FORMS[self.types[name]]}, {found}", name)
            else:
                tell("bad-cell", f'expected {_FORMS[self.types[name]]}, found "{_short(value)}"', name)

    def _unmatched(self, raw: str, text: LogText) -> list[Unmatched]:
        """Rows whose activity the agreement does not know, by activity."""
        ac = self.numbers["activity"]
        known = {fold(code): code for code in self.agreement.activities}
        rows = self.connection.execute(
            f"SELECT v{ac}, any_value(k{ac} ORDER BY n), count(*) FROM {raw}t WHERE NOT blank AND NOT list_contains($known::VARCHAR[], v{ac}) GROUP BY v{ac} ORDER BY min(n)",
            {"known": list(known)},
        ).fetchall()
        result = []
        for _, written, count in rows:
            result.append(Unmatched(written, count, nearest(written, self.agreement.activities)))
            message = f'{plural(count, "row")} with the activity "{_short(written)}", which the agreement does not know; {"it counts" if count == 1 else "they count"} toward nothing.{did_you_mean(written, self.agreement.activities)}'
            self.problems.append(Problem("warning", "unknown-activity", message, file=text.name, column="activity"))
        return result

    def _insert(self, raw: str, start: int, records: list[int]) -> None:
        """Put the good rows of known activities into the table, each under its record's number."""
        ac = self.numbers["activity"]
        present = {name for name, *_ in self.connection.execute(f"DESCRIBE {raw}t").fetchall()}
        names = [name for column in self.types for name, _ in self._columns(column) if name in present]
        # Rows are numbered as records; only where some were taken out do the two differ.
        number = (
            "t.n + 1"
            if len(records) == (records[-1] if records else 0)
            else "list_extract($records::BIGINT[], t.n + 1)"
        )
        params: dict[str, Any] = {"known": [fold(code) for code in self.agreement.activities]}
        if "$records" in number:
            params["records"] = records
        ref = f"k{self.numbers['ref']}" if "ref" in self.present and f"k{self.numbers['ref']}" in present else "NULL"
        self.connection.execute(
            f"INSERT INTO {self.name} BY NAME SELECT {start} + {number} AS id, v{ac} AS a, {ref} AS ref, {', '.join(names)} FROM {raw}t t "
            f"WHERE NOT blank AND list_contains($known::VARCHAR[], v{ac}) ORDER BY t.n",
            params,
        )

    # The whole

    def finish(self, loaded: LoadedLog, covered: Span | None, records: Sequence[str]) -> None:
        """Give the log, once all files are in."""
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
        loaded.log = Log(
            self.connection, self.name, self.cells(), tuple(self.files), occurring, occurring | set(records), frozenset(self.present), span, covered,
            tuple(self.rejected), self.agreement.calendar.timezone, latest_days,
        )  # fmt: skip
        loaded.results += self.results
        loaded.problems += self.problems + self._twice(loaded.log)

    def _twice(self, log: Log) -> list[Problem]:
        """The same ref twice for one activity counts twice, with a warning."""
        rows = self.connection.execute(
            f"SELECT a, ref, list(id ORDER BY id) FROM {self.name} WHERE ref IS NOT NULL GROUP BY a, ref HAVING count(*) > 1 ORDER BY min(id)"
        ).fetchall()
        problems = []
        for activity, ref, ids in rows[:TOLD]:
            first, second = log.place(ids[0]), log.place(ids[1])
            message = f'the ref "{_short(ref)}" of {activity} stands in row {first.row} already; {plural(len(ids), "row")} with it count {len(ids)} times'
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


EMPTY = "''"


def _value(kind: ColumnType, text: str, n: int) -> str:
    """The typed columns of a trimmed text in SQL, null where it does not have the strict form."""
    if kind == "datetime":
        return f"NULL::TIMESTAMP AS v{n}, NULL::DATE AS d{n}, NULL::TIMESTAMP AS u{n}"  # see _moments
    return f"{_typed_sql(kind, text)} AS v{n}"


def _typed_sql(kind: ColumnType, text: str) -> str:
    if kind == "text":
        return f"lower(regexp_replace({text}, {_SPACE}, ' ', 'g'))"
    if kind == "date":
        return f"CASE WHEN TRY_CAST({text} AS DATE)::VARCHAR = {text} AND length({text}) = 10 THEN TRY_CAST({text} AS DATE) END"
    if kind == "integer":
        return f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,18}}') THEN TRY_CAST({text} AS BIGINT) END"
    if kind == "number":
        return f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,300}}(\\.[0-9]+)?') THEN TRY_CAST({text} AS DOUBLE) END"
    if kind == "time":
        return f"CASE WHEN regexp_full_match({text}, '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?') THEN TRY_CAST({text} || CASE WHEN length({text}) = 5 THEN ':00' ELSE '' END AS TIME) END"
    assert kind == "yes-no"
    return f"CASE WHEN lower({text}) IN ('yes', 'y', 'true') THEN true WHEN lower({text}) IN ('no', 'n', 'false') THEN false END"


def parse_moment(text: str, zone: ZoneInfo) -> tuple[date, datetime | None, datetime | None] | None:
    """Local day, local time and moment in UTC of a date or a date and time; None when it is neither.

    A time with an offset is moved to the local clock: half past midnight in summer is not the day before.
    """
    shape = (
        len(text) >= 10 and text[4] == text[7] == "-" and (len(text) == 10 or (text[10] in "T " and len(text) >= 16))
    )
    if not shape:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None, None
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        return local.date(), local.replace(tzinfo=None), local.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):  # the first and last days that there are have no other side of midnight
        return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "..."


def _without(text: LogText, broken: Mapping[int, str]) -> str:
    """The text of a log without its broken records, and with every cell in quotes where that is safer."""
    if text.odd:
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(
            next(csv.reader(io.StringIO(record, newline=""), delimiter=text.delimiter))
            for i, record in enumerate(split_records(text))
            if i not in broken
        )
        return out.getvalue()
    if not broken:
        return text.text.lstrip("\n")
    return "\n".join(record for i, record in enumerate(split_records(text)) if i not in broken) + "\n"


def _too_long(text: LogText, width: int) -> dict[int, str]:
    """Records with more cells than were asked for, which the reader leaves out."""
    found = {}
    for i, record in enumerate(split_records(text)):
        cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=text.delimiter), [])
        if len(cells) > width:
            found[i] = _ragged(cells, text)
    return found


def _ragged(cells: Sequence[str | None], text: LogText) -> str:
    """What is wrong with a row that has more or fewer cells than the header."""
    have, width = len(cells), len(text.header)
    name = DELIMITERS[text.delimiter]
    if have < width:
        advice = "the rest of the row is missing"
    elif any(cell[:1] == " " and cell.lstrip(" ")[:1] == '"' for cell in cells if cell):
        advice = "take out the space before a quotation mark, which opens a cell only at its start"
    elif not any(cells[width:]):
        advice = f"take out the {name}s at its end"
    else:
        advice = f"put a cell with a {name} in it in quotation marks"
    return f"the row has {plural(have, 'cell')} where the header has {width}; {advice}"


def split_records(log: LogText) -> list[str]:
    """The records of a log, blank lines left out."""
    text, records, at = log.text, [], 0
    while at < len(text):
        end = record_end(text, at, 1, log.delimiter)[0]
        if text[at:end]:
            records.append(text[at:end])
        at = end + 1
    return records
