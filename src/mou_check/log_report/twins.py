"""Rows that look alike: the same in all cells but `ref`, or but for a slip in the title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mou_check.log import RECORDED_ON, Cell
from mou_check.log_report.slips import slip
from mou_check.log_report.subject import TOLD, Found, Subject
from mou_check.model.words import day as day_in_words
from mou_check.model.words import fold, plural, some

TITLE = "title"
# Of so many rows of a day that differ only in their titles each is compared with each; of more none.
CROWD = 50
# How many rows of one group are named.
NAMED = 20


def same_refs(subject: Subject, found: Found) -> None:
    """The same `ref` twice for one activity, which counts twice."""
    rows = subject.log.ask(
        f"SELECT a, ref, min(id, {NAMED}), count(*), count(*) OVER () FROM {subject.log.table} WHERE ref IS NOT NULL "
        f"GROUP BY a, ref HAVING count(*) > 1 ORDER BY min(id) LIMIT {TOLD}"
    )
    for a, ref, ids, number, _ in rows:
        code = subject.code(a)
        message = f'{plural(number, "row")} of {code} have the ref "{ref}", and each of them counts'
        found.row("warning", "duplicate-ref", message, ids, activity=code, column="ref", rows=number)
    found.more("duplicate-ref", rows[0][-1] - len(rows) if rows else 0)


def look_alikes(subject: Subject, found: Found) -> None:
    """Rows of one activity on one day that are the same in all cells but `ref`, and those but for a slip in the title.

    What nobody could tell apart is left alone: rows that say nothing but day and activity, and cells that are the same
    in all rows of the log. So are rows with one `ref`, which are told as such.
    """
    log = subject.log
    filled = _telling(subject)
    title = next((column for column in filled if fold(column) == TITLE), None)
    rest = [column for column in filled if column != title]
    told = " OR ".join(f"{log.cells[column].key} IS NOT NULL" for column in filled)
    if not told:
        return
    titled = _text(log.cells[title]) if title else "NULL::VARCHAR"
    texts = ", ".join(_text(log.cells[column]) for column in rest) or "''"
    # The hash stands for all other cells: so a row of a hundred columns costs eight bytes.
    rows = (
        f"SELECT id, a, ref, {subject.day.day} AS day, {subject.day.instant} AS instant, {titled} AS title, hash({texts}) AS rest "
        f"FROM {log.table} WHERE {told}"
    )
    _same(subject, rows, found)
    if title:
        _nearly(subject, rows, found)


def _telling(subject: Subject) -> list[str]:
    """The columns that tell rows apart: not the key columns, and no column that has one value in all rows."""
    log = subject.log
    own = {"date", "activity", "ref", RECORDED_ON}
    columns = [column for column in log.cells if column in log.present and column not in own]
    if not columns:
        return []
    asked = ", ".join(
        f"count({cell.key}), count({cell.key}) = count(*) AND min({cell.key}) = max({cell.key})"
        for cell in (log.cells[column] for column in columns)
    )
    (counted,) = log.ask(f"SELECT {asked} FROM {log.table}")
    return [
        column
        for column, filled, constant in zip(columns, counted[::2], counted[1::2], strict=True)
        if filled and (not constant or fold(column) == TITLE)
    ]


def _text(cell: Cell) -> str:
    """A cell as it compares: dates and numbers by what they mean, texts without regard to case and spaces."""
    if cell.type == "text":
        return f"coalesce({cell.value}::VARCHAR, '')"
    if cell.type in ("date", "datetime"):
        return f"coalesce({cell.instant}::VARCHAR, {cell.day}::VARCHAR, {cell.key}, '')"
    return f"coalesce({cell.value}::VARCHAR, {cell.key}, '')"


def _same(subject: Subject, rows: str, found: Found) -> None:
    """Groups of rows that are the same: found by their number first, for almost all stand alone."""
    key = "a, day, instant, title, rest"
    groups = (
        f"SELECT {key}, min(id) AS first FROM ({rows}) GROUP BY {key} "
        f"HAVING count(*) > 1 AND (count(ref) < count(*) OR min(ref) <> max(ref))"
    )
    kept = f"SELECT *, count(*) OVER () AS total FROM ({groups}) ORDER BY first LIMIT {TOLD}"
    joined = " AND ".join(f"r.{name} IS NOT DISTINCT FROM g.{name}" for name in key.split(", "))
    same = subject.log.ask(
        f"SELECT r.a, any_value(r.day), min(r.id, {NAMED}), list(r.ref ORDER BY r.id)[:{NAMED}], count(*), any_value(g.total) "
        f"FROM ({rows}) r JOIN ({kept}) g ON {joined} GROUP BY g.first, r.a ORDER BY g.first"
    )
    for a, day, ids, refs, number, _ in same:
        message = f"{_rows(subject, a, day, number)} are the same in all cells{_but(refs)}"
        found.row("warning", "look-alike", message, ids, activity=subject.code(a), rows=number)
    found.more("look-alike", same[0][-1] - len(same) if same else 0)


def _nearly(subject: Subject, rows: str, found: Found) -> None:
    """Pairs of rows whose titles differ by a slip, and nothing else but `ref`: of equal titles the first row."""
    key = "a, day, instant, rest"
    titles = f"SELECT {key}, title, min(id) AS id, arg_min(ref, id) AS ref FROM ({rows}) WHERE title <> '' GROUP BY {key}, title"
    crowds = f"SELECT *, count(*) OVER (PARTITION BY {key}) AS many FROM ({titles})"
    # The key as one number, for pairs to be found by; a letter changes only one half of a title.
    members = (
        f"SELECT *, hash({key}) AS k, length(title) // 2 - 1 AS half FROM ({crowds}) WHERE many BETWEEN 2 AND {CROWD}"
    )
    halves = "left(x.title, x.half) = left(y.title, x.half) OR right(x.title, x.half) = right(y.title, x.half)"
    near = f"CASE WHEN abs(length(x.title) - length(y.title)) <= 1 AND ({halves}) THEN damerau_levenshtein(x.title, y.title) = 1 ELSE false END"
    pairs = subject.log.ask(
        f"WITH members AS MATERIALIZED ({members}) SELECT x.a, x.day, x.id, y.id, x.title, y.title, x.ref, y.ref "
        f"FROM members x JOIN members y ON x.k = y.k AND x.id < y.id AND {near} ORDER BY x.id, y.id"
    )
    log = subject.log
    shown = log.cells[next(column for column in log.cells if fold(column) == TITLE)].key
    alike = [pair for pair in pairs if slip(pair[4], pair[5])]
    written = dict(
        log.ask(
            f"SELECT id, {shown} FROM {log.table} WHERE list_contains($ids::BIGINT[], id)",
            {"ids": [i for pair in alike[:TOLD] for i in pair[2:4]]},
        )
    )
    for a, day, first, second, *_, one, other in alike[:TOLD]:
        titles = f'"{written[first]}" and "{written[second]}"'
        message = f"{_rows(subject, a, day, 2)} differ by a letter of the title: {titles}{_refs([one, other])}"
        found.row("warning", "look-alike", message, [first, second], activity=subject.code(a))
    found.more("look-alike", max(len(alike) - TOLD, 0))


def _rows(subject: Subject, a: int, day: date, number: int) -> str:
    return f"{plural(number, 'row')} of {subject.code(a)} on {day_in_words(day)}"


def _but(refs: Sequence[str | None]) -> str:
    return f" but ref{_refs(refs)}" if any(refs) else ""


def _refs(refs: Sequence[str | None]) -> str:
    return f" ({some([ref or 'none' for ref in refs])})" if any(refs) else ""
