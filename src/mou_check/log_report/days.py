"""Days that stand out: ahead, outside the term, far from all others, written down late."""

from __future__ import annotations

from collections import Counter
from datetime import date

from mou_check.log import DATED, RECORDED_ON
from mou_check.log_report.activities import strays
from mou_check.log_report.subject import TOLD, Found, Subject, plans_of
from mou_check.model.log_report import Delay
from mou_check.model.problems import Level
from mou_check.model.spans import Span
from mou_check.model.words import day as day_in_words
from mou_check.model.words import plural

# What is written down after more days than these is late.
LATE = 31


def standing_out(subject: Subject, found: Found) -> Span | None:
    """Rows on days that stand out, and other dates that lie ahead; gives the days of all but those far from all others."""
    _ahead(subject, found)
    _outside_term(subject, found)
    return _far(subject, found)


def _far(subject: Subject, found: Found) -> Span | None:
    days: Counter[date] = Counter()
    for code in subject.agreement.activities:
        for day, rows, _ in subject.log.daily(code):
            days[day] += rows
    early, late = strays(sorted(days.items()))
    others = [day for day in days if (early is None or day > early) and (late is None or day < late)]
    if not others:
        return None
    main = Span(min(others), max(others))
    for limit, sign, side, near in (
        (early, "<=", "before all others, which begin", main.first),
        (late, ">=", "after all others, which end", main.last),
    ):
        if limit and near:
            text = f"more than a year {side} on {day_in_words(near)}"
            _each(
                subject, found, "warning", "far-from-others", f"{subject.day.day} {sign} $limit", {"limit": limit}, text
            )
    return main


def _ahead(subject: Subject, found: Found) -> None:
    """Rows and other dates after as-of, but for dates that may well lie ahead."""
    log = subject.log
    text = f"after {day_in_words(subject.as_of)}, as of which the log is looked at: a plan, which counts nowhere yet"
    _each(subject, found, "note", "future-date", f"{subject.day.day} > $as_of", {"as_of": subject.as_of}, text)
    plans = {column for _, rule in subject.rules() for column in plans_of(rule)}
    read = {use.column: None for _, rule in subject.rules() for use in rule.all_uses()}
    for column in read:
        cell, latest = log.cells[column], log.latest.get(column)
        if column == "date" or column in plans or cell.type not in DATED or latest is None or latest <= subject.as_of:
            continue
        rows = log.ask(
            f"SELECT id, a, {cell.day}, count(*) OVER () FROM {log.table} WHERE {cell.day} > $as_of ORDER BY id LIMIT {TOLD}",
            {"as_of": subject.as_of},
        )
        for row, a, day, _ in rows:
            message = f"{column} is {day_in_words(day)}, which is not yet: it reads as an empty cell"
            found.row("note", "future-date", message, [row], activity=subject.code(a), column=column)
        found.more("future-date", rows[0][-1] - len(rows) if rows else 0)


def _outside_term(subject: Subject, found: Found) -> None:
    """Rows before and after the term, told for each activity: what answers a later row may well stand there."""
    term = subject.agreement.term
    for code, limit, sign, verb in (
        ("before-term", term.starts, "<", "starts"),
        ("after-term", term.ends, ">", "ends"),
    ):
        if limit is None:
            continue
        for a, number, ids in subject.log.ask(
            f"SELECT a, count(*), min(id, 100) FROM {subject.log.table} WHERE {subject.day.day} {sign} $limit GROUP BY a ORDER BY min(id)",
            {"limit": limit},
        ):
            message = f"{plural(number, 'row')} of {subject.code(a)} {'is' if number == 1 else 'are'} dated {code[:-5]} the term, which {verb} on {day_in_words(limit)}"
            found.row("note", code, message, ids, activity=subject.code(a), column="date", rows=number)


def _each(
    subject: Subject, found: Found, level: Level, code: str, where: str, values: dict[str, date], text: str
) -> None:
    """An observation for each row of which a condition holds."""
    rows = subject.log.ask(
        f"SELECT id, a, {subject.day.day}, count(*) OVER () FROM {subject.log.table} WHERE {where} ORDER BY id LIMIT {TOLD}",
        values,
    )
    for row, a, day, _ in rows:
        message = f"{subject.one(a)} of {day_in_words(day)}: {text}"
        found.row(level, code, message, [row], activity=subject.code(a), column="date")
    found.more(code, rows[0][-1] - len(rows) if rows else 0)


def delays(subject: Subject, found: Found) -> Delay | None:
    """How long after their days rows were written down, where the log says when; the latest ones first."""
    log = subject.log
    if RECORDED_ON not in log.present or log.cells[RECORDED_ON].type not in DATED:
        return None
    days = f"({log.cells[RECORDED_ON].day} - {subject.day.day})"
    ((number, half, nine, worst, row, late),) = log.ask(
        f"SELECT count({days}), quantile_disc({days}, 0.5), quantile_disc({days}, 0.9), max({days}), arg_max(id, {days}), "
        f"count(*) FILTER ({days} > {LATE}) FROM {log.table}"
    )
    if not number:
        return None
    rows = log.ask(
        f"SELECT id, a, {subject.day.day}, {days} FROM {log.table} WHERE {days} > {LATE} ORDER BY {days} DESC, id LIMIT {TOLD}"
    )
    for row_id, a, day, after in rows:
        message = f"{subject.one(a)} of {day_in_words(day)}: written down {plural(after, 'day')} later"
        found.row("note", "late-entry", message, [row_id], activity=subject.code(a), column=RECORDED_ON)
    found.more("late-entry", late - len(rows))
    return Delay(number, half, nine, worst, log.place(row))
