"""Parquet files and JSON lines -> CSV, through DuckDB: every value as a log has it, in the order of the file.

Nothing in a text is guessed: DuckDB left to itself would take "2015-6-1" for a date, so it gets each JSON value as
it is written. Record 0 is a header that such a file does not have, record 1 its first row or line.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mou_check.load.log_faults import LogFileError
from mou_check.load.workroom import Workroom
from mou_check.model.words import listed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A line of JSON that is longer is no row of a log.
_LONGEST = 100_000_000
_OBJECT = '{"date": "2015-06-01", "activity": "news_release"}'


@dataclass(frozen=True, slots=True)
class AsCsv:
    """A CSV file, what was taken for granted, and what is wrong with records that could not be written."""

    path: Path
    assumed: Mapping[str, str]
    broken: Mapping[int, str]


def parquet_as_csv(path: Path, name: str, room: Workroom) -> AsCsv:
    """The rows of a Parquet file. Raises `LogFileError`."""
    # A folder called year=2015 is no column, and a name with * ? [ no pattern.
    source = "read_parquet($path, hive_partitioning=false, filename=false, binary_as_string=true)"
    params = {"path": literal(path)}
    with _Database(name, "Parquet file") as ask:
        header = {column: kind for column, kind, *_ in ask(f"DESCRIBE SELECT * FROM {source}", params)}
        names = list(header)
        rows = f"(SELECT * FROM {source} AS t({', '.join(f'c{i}' for i in range(len(names)))}))"
        kinds = _days(ask, rows, params, [kind.upper() for kind in header.values()])
        texts = ", ".join(f"{_text(f'c{i}', kind)} AS c{i}" for i, kind in enumerate(kinds))
        flag = " OR ".join(f"contains(c{i}, chr(0))" for i in range(len(names)))
        texts = f"(SELECT *, coalesce({flag}, false) AS bad FROM (SELECT {texts} FROM {rows}))"
        days = [names[i] for i, kind in enumerate(kinds) if kind == _DAY]
        assumed = {"days": f"from timestamps without a time ({listed(days)})"} if days else {}
        written, broken = _write(ask, texts, params, names, room, "a cell of the row holds a NUL character")
        return AsCsv(written, assumed, broken)


def json_as_csv(path: Path, name: str, room: Workroom) -> AsCsv:
    """The lines of a file in UTF-8, each an object. Raises `LogFileError`."""
    lines = room.new(".jsonl")
    with path.open("rb") as file, lines.open("wb") as out:
        out.writelines(_without_gaps(file))
    params: dict[str, Any] = {"path": literal(lines)}
    # What json_extract is asked of and finds no object in is null, and so is a line that is not JSON.
    objects = (
        "(SELECT CASE WHEN json_type(json) = 'OBJECT' AND NOT contains(json::VARCHAR, '\\u0000') THEN json END AS o "
        f"FROM read_json_objects($path, format='newline_delimited', ignore_errors=true, maximum_object_size={_LONGEST}, hive_partitioning=false))"
    )
    with _Database(name, "file of JSON lines") as ask:
        names = [
            key for (key,) in ask(f"SELECT DISTINCT unnest(json_keys(o)) AS k FROM {objects} ORDER BY k", params) if key
        ]
        if not names:
            raise LogFileError("bad-header", f"{name}: no line is a JSON object such as {_OBJECT}", 1)
        params["keys"] = [f"/{key.replace('~', '~0').replace('/', '~1')}" for key in names]
        values = f"(SELECT o IS NULL AS bad, json_extract(o, $keys::VARCHAR[]) AS v FROM {objects})"
        texts = ", ".join(f"{_JSON_TEXT.format(f'v[{i + 1}]')} AS c{i}" for i in range(len(names)))
        texts = f"(SELECT bad, {texts} FROM {values})"
        written, broken = _write(ask, texts, params, names, room, f"the line is not a JSON object such as {_OBJECT}")
        return AsCsv(written, {}, broken)


def literal(path: Path) -> str:
    """A path in which DuckDB sees no pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


# --- values as texts

_DAY = "TIMESTAMP without a time"
_WHOLE = "regexp_replace({0}::VARCHAR, '\\.0+$', '')"
_SECONDS = "strftime({0}, '%Y-%m-%dT%H:%M:%S')"
_CLOCK = "regexp_replace(left({0}::VARCHAR, 8), ':00$', '')"
_YES_NO = "CASE WHEN {0} THEN 'yes' WHEN NOT {0} THEN 'no' END"
_TEXTS = {
    "BOOLEAN": _YES_NO,
    _DAY: "{0}::DATE::VARCHAR",
    "TIMESTAMP WITH TIME ZONE": _SECONDS.format("({0} AT TIME ZONE 'UTC')") + " || 'Z'",
    "TIMESTAMP": _SECONDS,
    "TIME": _CLOCK,
    "DECIMAL": _WHOLE,
    "DOUBLE": _WHOLE,
    "FLOAT": _WHOLE,
}
_JSON_TEXT = (
    "CASE json_type({0}) WHEN 'VARCHAR' THEN {0} ->> '$' WHEN 'BOOLEAN' THEN CASE {0}::VARCHAR WHEN 'true' THEN 'yes' ELSE 'no' END "
    "WHEN 'NULL' THEN NULL WHEN 'DOUBLE' THEN " + _WHOLE + " ELSE {0}::VARCHAR END"
)


def _text(cell: str, kind: str) -> str:
    """A value of a type as the text that a log has: ISO dates, yes and no, numbers without a needless `.0`."""
    form = next((text for start, text in _TEXTS.items() if kind.startswith(start)), "{0}::VARCHAR")
    return form.format(cell)


def _days(ask: _Database, rows: str, params: Mapping[str, Any], kinds: Sequence[str]) -> list[str]:
    """The types of columns; timestamps none of which has a time are days, for which many programs have no type."""
    moments = [i for i, kind in enumerate(kinds) if kind.startswith("TIMESTAMP") and "ZONE" not in kind]
    if not moments:
        return list(kinds)
    tests = ", ".join(f"bool_and(c{i} = date_trunc('day', c{i}))" for i in moments)
    (found,) = ask(f"SELECT {tests} FROM {rows}", params)
    return [_DAY if (i, True) in zip(moments, found, strict=True) else kind for i, kind in enumerate(kinds)]


# --- reading and writing


class _Database:
    """A database of its own, with all threads, that never reaches for the network; its errors become ours."""

    def __init__(self, name: str, what: str) -> None:
        self.name, self.what = name, what

    def __enter__(self) -> _Database:
        import duckdb

        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self.connection: DuckDBPyConnection = duckdb.connect(":memory:", config=settings)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        import duckdb

        self.connection.close()
        if isinstance(error, duckdb.CatalogException):  # its reader is a part that a build may lack
            message = (
                f"{self.name}: the DuckDB that is installed cannot read a {self.what}; write the log as CSV (UTF-8)"
            )
            raise LogFileError("bad-file", message) from None
        if isinstance(error, duckdb.Error) and not isinstance(error, duckdb.OutOfMemoryException):
            raise LogFileError("bad-file", f"{self.name} is no {self.what}, or is damaged; write it anew") from None

    def __call__(self, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, dict(params)).fetchall()


def _write(
    ask: _Database, texts: str, params: Mapping[str, Any], names: Sequence[str], room: Workroom, fault: str
) -> tuple[Path, dict[int, str]]:
    """Write rows as CSV below a header, those that are `bad` empty, and say which these are."""
    result = room.new()
    header = ", ".join(f"$h{i} AS c{i}" for i in range(len(names)))
    cells = ", ".join(f"CASE WHEN NOT bad THEN nullif(c{i}, '') END" for i in range(len(names)))
    given = {**params, "result": str(result), **{f"h{i}": name for i, name in enumerate(names)}}
    ask(f"COPY (SELECT {header} UNION ALL SELECT {cells} FROM {texts}) TO $result (FORMAT csv, HEADER false)", given)
    ((many,),) = ask(f"SELECT count(*) FILTER (WHERE bad) FROM {texts}", params)
    if not many:
        return result, {}
    # Numbering takes a while, so only where it is needed.
    bad = ask(f"SELECT n FROM (SELECT row_number() OVER () AS n, bad FROM {texts}) WHERE bad ORDER BY n", params)
    return result, {n: fault for (n,) in bad}


def _without_gaps(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; an empty one is no row, but it counts, and DuckDB would pass it over."""
    for number, line in enumerate(file):
        line = line.removeprefix(codecs.BOM_UTF8) if not number else line
        yield line if line.strip() else b"{}\n"
