"""Cells whose values Python works out, once for each different text: mapped values, texts beyond ASCII, moments.

A column n of a table has its trimmed text as `k{n}` and its value as `v{n}`; see `log_table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mou_check.load.cells import SQL_TYPES
from mou_check.load.dates import Dates, in_iso
from mou_check.log import ColumnType
from mou_check.model.words import fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def map_values(connection: DuckDBPyConnection, table: str, n: int, meant: Mapping[str, str]) -> dict[str, str]:
    """Put other texts in place of those of a column, by what they fold to; an empty one leaves the cell empty.

    Gives the texts that were replaced, in the order of the rows, and what stands for each.
    """
    found = connection.execute(
        f"SELECT k{n} FROM {table} WHERE k{n} IS NOT NULL GROUP BY k{n} ORDER BY min(n)"
    ).fetchall()
    changed = {text: to for (text,) in found if (to := meant.get(fold(text), text)) != text}
    _replace(connection, table, n, list(changed), {f"k{n}": ("VARCHAR", [to or None for to in changed.values()])})
    return changed


def fold_texts(connection: DuckDBPyConnection, table: str, columns: Sequence[int]) -> None:
    """Mend how texts compare where they are not plain ASCII, for which the database has no folding of its own."""
    flags = ", ".join(f"bool_or(strlen(k{n}) <> length(k{n}))" for n in columns)
    (found,) = connection.execute(f"SELECT {flags} FROM {table}").fetchall()
    for n in (n for n, flag in zip(columns, found, strict=True) if flag):
        rows = connection.execute(f"SELECT DISTINCT k{n} FROM {table} WHERE strlen(k{n}) <> length(k{n})").fetchall()
        texts = [text for (text,) in rows]
        _replace(connection, table, n, texts, {f"v{n}": ("VARCHAR", [fold(text) for text in texts])})


def read_dates(connection: DuckDBPyConnection, table: str, n: int, kind: ColumnType, dates: Dates) -> None:
    """Read a column of dates that the database cannot: the local day, of a `datetime` also local time and moment in UTC.

    Where formats are declared the texts are written anew, in the ISO form.
    """
    rows = connection.execute(f"SELECT DISTINCT k{n} FROM {table} WHERE k{n} IS NOT NULL").fetchall()
    if kind == "date":
        days = {text: day for (text,) in rows if (day := dates.day(text))}
        written = [day.isoformat() for day in days.values()]
        _replace(
            connection, table, n, list(days), {f"v{n}": ("DATE", list(days.values())), f"k{n}": ("VARCHAR", written)}
        )
        return
    moments = {text: moment for (text,) in rows if (moment := dates.moment(text))}
    names = ((f"d{n}", "DATE"), (f"v{n}", SQL_TYPES[kind]), (f"u{n}", "TIMESTAMP"))
    values: dict[str, tuple[str, list[Any]]] = {
        name: (of, [moment[i] for moment in moments.values()]) for i, (name, of) in enumerate(names)
    }
    if dates.formats:
        values[f"k{n}"] = ("VARCHAR", [in_iso(day, wall) for day, wall, _ in moments.values()])
    _replace(connection, table, n, list(moments), values)


def _replace(
    connection: DuckDBPyConnection,
    table: str,
    n: int,
    texts: Sequence[str],
    values: Mapping[str, tuple[str, Sequence[Any]]],
) -> None:
    """Set columns in the rows that have one of these texts in column n; each has its SQL type and a value for each text."""
    if not texts:
        return
    lists = ", ".join(f"unnest(${name}::{of}[]) AS {name}" for name, (of, _) in values.items())
    connection.execute(
        f"UPDATE {table} SET {', '.join(f'{name} = m.{name}' for name in values)} "
        f"FROM (SELECT unnest($texts::VARCHAR[]) AS text, {lists}) m WHERE {table}.k{n} = m.text",
        {"texts": list(texts), **{name: list(given) for name, (_, given) in values.items()}},
    )
