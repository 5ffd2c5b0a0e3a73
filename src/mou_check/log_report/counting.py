"""Rows that count toward no obligation, under any reading, and why.

For each rule that reads an activity a row comes so far: its conditions, its day, its group, as-of, the term, the days of
effect, the days under review, the season. A row that comes through for one rule counts; for the others the furthest is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from mou_check.agreement import Obligation
from mou_check.log import Query
from mou_check.log_report.subject import Found, Subject, plans_of
from mou_check.model.periods import month_day_in_words
from mou_check.model.spans import EVER, Span
from mou_check.model.words import day as day_in_words
from mou_check.model.words import listed, plural
from mou_check.rules.base import LogRule, Periodic, Rule
from mou_check.rules.conditions import HOLDS, compile_conditions
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.gap import Gap
from mou_check.rules.level import Level
from mou_check.rules.selecting import Selection


class Stage(IntEnum):
    """How far a row comes on its way to being counted: what it fails at."""

    WHERE = 1
    UNDATED = 2
    LIST = 3
    PLAN = 4
    TERM = 5
    EFFECTIVE = 6
    WINDOW = 7
    SEASON = 8
    COUNTS = 9


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be counted: by a selection of a rule of an obligation, the rule's `own` or one of what it needs beside."""

    obligation: Obligation
    rule: Rule
    selection: Selection
    own: bool

    @property
    def at_once(self) -> bool:
        """Whether its rows count where they stand, so that days bind them: not rows that answer others, and not those
        that show how things stood before."""
        return self.own and not isinstance(self.rule, (Gap, Level, Cover))

    @property
    def term_only(self) -> bool:
        """Whether its rows serve cycles, of which the first opens with the term."""
        return isinstance(self.rule, Deadline) and not self.rule.by_case


def uncounted(subject: Subject, found: Found) -> None:
    """Rows that count toward no obligation, by activity and reason."""
    for code in subject.agreement.activities:
        days = subject.log.daily(code)
        if not days:
            continue
        ways = [way for way in _ways(subject) if code in way.selection.activity]
        if ways:
            _by_stage(subject, code, ways, found)
        else:
            ids = sorted(row for _, _, first in days for row in first)[:100]
            _tell(code, sum(rows for _, rows, _ in days), ids, "no rule reads this activity", found)


def _ways(subject: Subject) -> Iterator[Way]:
    for obligation, rule in subject.rules():
        for path, selection in rule.selections():
            yield Way(obligation, rule, selection, own=not path or rule.kind == "judgement")


def _by_stage(subject: Subject, code: str, ways: list[Way], found: Found) -> None:
    """Ask how far each row comes by any way. The number of the way goes with the stage, the first of equal ones winning."""
    query = Query(subject.log, subject.as_of, {column for way in ways for column in plans_of(way.rule)})
    size = len(ways)
    furthest = [
        f"CASE {' '.join(f'WHEN {test} THEN {stage * size + size - 1 - i}' for stage, test in _tests(way, subject, query))} ELSE {Stage.COUNTS * size} END"
        for i, way in enumerate(ways)
    ]
    reached = f"greatest({', '.join(furthest)})" if size > 1 else furthest[0]
    rows = query.run(
        f"SELECT reached, count(*), min(id, 100) FROM (SELECT id, {reached} AS reached FROM {subject.log.table} WHERE {subject.log.of([code])}) "
        f"WHERE reached < {Stage.COUNTS * size} GROUP BY reached ORDER BY min(id)"
    )
    for at, number, ids in rows:
        stage, back = divmod(at, size)
        _tell(code, number, ids, _why(Stage(stage), ways[size - 1 - back], subject), found)


def _tests(way: Way, subject: Subject, query: Query) -> Iterator[tuple[Stage, str]]:
    """What keeps a row from being counted this way, in order."""
    selection, lists, log = way.selection, subject.lists, subject.log
    if selection.where:
        holds = f"({compile_conditions(query, selection.where, lists).answer}) = {HOLDS}"
        if isinstance(way.rule, LogRule) and way.rule.excuse and way.own:
            # A row that states a reason excuses a missed period, whatever else it says.
            holds = f"({holds} OR {query.cell(way.rule.excuse).key} IS NOT NULL)"
        yield Stage.WHERE, f"NOT {holds}"
    column = selection.day_column()
    day = log.cells[column].day
    yield Stage.UNDATED, f"{day} IS NULL"
    if selection.for_each:
        yield Stage.LIST, f"({selection.group_sql(query, lists)}) IS NULL"
    if column not in plans_of(way.rule):
        yield Stage.PLAN, f"{day} > {query.bind(subject.as_of)}"
    if way.term_only:
        # By a date, it does not matter how long before.
        starts = subject.agreement.term.starts
        once = isinstance(way.rule, Deadline) and way.rule.due != "unlimited" and way.rule.due.on is not None
        if starts and not once:
            yield Stage.TERM, f"{day} < {query.bind(starts)}"
    elif way.at_once:
        effective = way.obligation.effective.span if way.obligation.effective else EVER
        for stage, span in (
            (Stage.TERM, subject.agreement.term.span),
            (Stage.EFFECTIVE, effective),
            (Stage.WINDOW, subject.reviewed),
        ):
            if span != EVER:
                yield stage, f"NOT ({_inside(day, span, query)})"
        season = way.rule.season if isinstance(way.rule, Periodic) else None
        if season and log.span:
            seasons = season.touching(log.span)
            yield Stage.SEASON, f"NOT ({' OR '.join(_inside(day, span, query) for span in seasons) or 'false'})"


def _inside(day: str, span: Span, query: Query) -> str:
    sides = [f"{day} >= {query.bind(span.first)}"] if span.first else []
    sides += [f"{day} <= {query.bind(span.last)}"] if span.last else []
    return f"({' AND '.join(sides)})"


def _why(stage: Stage, way: Way, subject: Subject) -> str:
    """Why rows that came so far are not counted."""
    selection, name = way.selection, way.obligation.id
    match stage:
        case Stage.WHERE:
            return f"what a rule asks of its cells does not hold ({name}: {selection.where_in_words().removeprefix(' where ')})"
        case Stage.UNDATED:
            return f"the cell that dates it for {name} is empty ({selection.day_column()})"
        case Stage.LIST:
            groups = listed(
                f"{column} is not in the list {listname}" for column, listname in (selection.for_each or {}).items()
            )
            return f"{groups} ({name})"
        case Stage.PLAN:
            return f"{selection.day_column()} lies after {day_in_words(subject.as_of)}, so it is a plan"
        case Stage.TERM:
            return f"dated outside the term ({_span(subject.agreement.term.span)})"
        case Stage.EFFECTIVE:
            assert way.obligation.effective
            return f"dated when {name} is not in force ({_span(way.obligation.effective.span)})"
        case Stage.WINDOW:
            return f"dated outside the days under review ({_span(subject.reviewed)})"
        case _:
            assert isinstance(way.rule, Periodic)
            season = way.rule.season
            assert season
            return f"dated outside the season of {name} ({month_day_in_words(season.start)} to {month_day_in_words(season.end)})"


def _span(span: Span) -> str:
    if span.first and span.last:
        return f"{day_in_words(span.first)} to {day_in_words(span.last)}"
    return f"from {day_in_words(span.first)}" if span.first else f"until {day_in_words(span.last)}" if span.last else ""


def _tell(code: str, number: int, ids: list[int], why: str, found: Found) -> None:
    message = f"{plural(number, 'row')} of {code} {'counts' if number == 1 else 'count'} toward no obligation: {why}"
    found.row("note", "counts-toward-nothing", message, ids, activity=code, rows=number)
