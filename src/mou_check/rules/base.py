"""What every rule kind is made of: the rule, the scope it is judged in, and what it says.

A rule never raises to report and never prints; it asks the log and yields `Judged` items, one per
period and group or one per triggering row. The engine stamps force, identity and places on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from mou_check.log import Log, Query
from mou_check.model.calendar import Calendar
from mou_check.model.periods import Period, Season, in_words, periods
from mou_check.model.results import Number
from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.model.words import listed, nouns
from mou_check.rules.fields import Model, PerField, SeasonField, Text
from mou_check.rules.selecting import Selection, Use


@dataclass(frozen=True, slots=True)
class Near:
    """A row that almost answered."""

    row_id: int
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule says of one period (`row` is None) or one triggering row.

    `first`..`last` are the period's own dates, or the row's day twice; `due` is when it is or was to
    be done. Numbers are in `unit`. `evidence` holds row ids, `rows` how many rows there are in all.
    """

    outcome: Outcome
    message: str
    first: date | None = None
    last: date | None = None
    label: str = ""
    group: str | None = None
    required: Number | None = None
    actual: Number | None = None
    short_by: float | int | None = None
    unit: str | None = None
    due: date | None = None
    days_late: int | None = None
    row: int | None = None
    ref: str | None = None
    column: str | None = None
    excuse: str | None = None
    rows: int = 0
    evidence: Sequence[int] = ()
    near: Sequence[Near] = ()


@dataclass(slots=True)
class Evaluation:
    """All that a rule says.

    `items` carry verdicts; rows that meet a row rule are only counted (`met_rows`). `details` are rows
    that explain missed periods: they are findings in place of those periods, and carry no verdict.
    """

    items: list[Judged] = field(default_factory=list)
    met_rows: int = 0
    details: list[Judged] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Slot:
    """A period with the days of it on which rows count.

    `whole`: no edge cuts it. `over`: its end is on or before as-of.
    """

    period: Period
    parts: tuple[Span, ...]
    whole: bool
    over: bool

    @property
    def share(self) -> float:
        """The part of the period's days that count, for bounds in proportion."""
        if self.period.last is None:
            return 1.0
        inside = sum((p.last - p.first).days + 1 for p in self.parts if p.first and p.last)
        return inside / ((self.period.last - self.period.first).days + 1)


CutPeriods = Literal["pro-rata", "full"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule is judged in: the days, the calendar, the lists, and how activities are called.

    `active` is window, term and effective together, closed on both sides; None when they share no day.
    """

    calendar: Calendar
    window: Span
    term: Span
    effective: Span
    as_of: date
    covered: Span
    lists: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]

    @property
    def active(self) -> Span | None:
        """The days on which the obligation is judged."""
        inside = self.window.meet(self.term)
        return inside.meet(self.effective) if inside else None

    def slots(self, per: str | Any, season: Season | None = None, cut_periods: CutPeriods | None = None) -> list[Slot]:
        """All periods that touch the active days, with what of each counts. May raise `HolidaysUnknown`."""
        if self.active is None:
            return []
        found = []
        for period in periods(per, self.active, self.calendar, self.term, season):
            inside = period.span.meet(self.active)
            if inside is None:
                continue
            parts = [inside] if season is None else [s for t in season.touching(inside) if (s := t.meet(inside))]
            if not parts:
                continue
            whole = parts == [period.span]
            end = parts[-1].last if cut_periods else period.last
            over = end is not None and end <= self.as_of
            found.append(Slot(period, tuple(parts), whole or cut_periods is not None, over))
        return found

    def whole_window(self) -> list[Slot]:
        """The active days as one period, for rules without `per`."""
        if self.active is None or self.active.first is None or self.active.last is None:
            return []
        label = f"{day_in_words(self.active.first)} to {day_in_words(self.active.last)}"
        period = Period(label, self.active.first, self.active.last)
        return [Slot(period, (self.active,), True, self.active.last <= self.as_of)]

    def noun(self, activities: Sequence[str]) -> str:
        """What a row of the activities is called, in the singular."""
        return listed((self.titles.get(a, a.replace("_", " ")).lower() for a in activities), "or")


class Rule(Model):
    """Base of all rule kinds. A subclass has `kind`, its keys, `describe` and `evaluate`."""

    kind: str
    # What the obligation's verdict is when there was nothing to judge.
    silent: ClassVar[Outcome] = Outcome.NOT_DUE

    def uses(self) -> Iterator[Use]:
        """The columns that the rule reads in rows of its own activity."""
        return iter(())

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        """Every selection of rows in the rule, its own first, with its place."""
        return iter(())

    def list_names(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every list that the rule names, with its place."""
        for path, selection in self.selections():
            for place, name in selection.selection_lists():
                yield (*path, *place), name

    def needs_term(self) -> tuple[str, ...] | None:
        """The place of a key that only makes sense when the term has a start."""
        return None

    def describe(self, nouns: Mapping[str, str]) -> str:
        """The requirement in plain English. `nouns` gives the title of each activity."""
        raise NotImplementedError  # pragma: no cover - every kind has its own

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        """Judge the log. `scope.active` is not empty, and all that the rule needs is in the log."""
        raise NotImplementedError  # pragma: no cover - every kind has its own

    def query(self, log: Log, scope: Scope) -> Query:
        return Query(log, scope.as_of)

    def all_uses(self) -> Iterator[Use]:
        """The columns that the rule reads, in all its selections."""
        for path, selection in self.selections():
            for use in selection.selection_uses():
                yield replace(use, path=(*path, *use.path))
        yield from self.uses()

    def activities(self) -> tuple[str, ...]:
        """All activities that the rule reads."""
        return tuple(dict.fromkeys(a for _, selection in self.selections() for a in selection.activity))


class LogRule(Selection, Rule):
    """Base of the kinds that judge rows of an activity."""

    excuse: Text | None = Field(None, description="A column whose text excuses a miss.")

    def uses(self) -> Iterator[Use]:
        if self.excuse:
            yield Use(("excuse",), self.excuse, self.activity, "the reason that excuses a miss", optional=True)

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        yield (), self

    def title(self, titles: Mapping[str, str], *, many: bool = True) -> str:
        """What the rule's rows are called."""
        names = [titles.get(a, a.replace("_", " ")) for a in self.activity]
        names = [n[:1].lower() + n[1:] if n[1:2].islower() else n for n in names]
        return listed([nouns(n) if many else n for n in names], "or")


class Periodic(Model):
    """Keys of rules that judge by period."""

    per: PerField | None = Field(None, description="The period; without it all days under review are one.")
    season: SeasonField | None = Field(None, description="Only this part of every year counts.")
    cut_periods: CutPeriods | None = Field(
        None, description="Judge a period that an edge cuts: with bounds in proportion to its days, or with the whole bounds."
    )

    def slots(self, scope: Scope) -> list[Slot]:
        """The periods of this rule in a scope."""
        if self.per is None:
            return scope.whole_window()
        return scope.slots(self.per, self.season, self.cut_periods)

    def per_in_words(self) -> str:
        season = f" from {_month_day(self.season.start)} to {_month_day(self.season.end)}" if self.season else ""
        if self.per is None:
            return season
        return f" in each {'season' if self.per == 'season' else in_words(self.per)}{season}"


def _month_day(value: tuple[int, int]) -> str:
    return f"{value[1]} {date(2001, *value):%B}"


def days_sql(query: Query, slots: Sequence[Slot]) -> str:
    """A table (day, slot) of the days on which rows count, in SQL: periods are made before rows are counted."""
    pairs = [(d, i) for i, slot in enumerate(slots) for part in slot.parts for d in _days(part)]
    return (
        f"SELECT unnest({query.bind([d for d, _ in pairs])}::DATE[]) AS day, "
        f"unnest({query.bind([i for _, i in pairs])}::INTEGER[]) AS slot"
    )


def _days(span: Span) -> list[date]:
    assert span.first and span.last
    start = span.first.toordinal()
    return [date.fromordinal(i) for i in range(start, span.last.toordinal() + 1)]


def excused(rule: LogRule, log: Log, scope: Scope, items: list[Judged]) -> list[Judged]:
    """Missed periods become excused where a row of the rule's activity in them states a reason."""
    missed = [i for i in items if i.outcome is Outcome.MISSED]
    if not rule.excuse or not missed:
        return items
    query = rule.query(log, scope)
    anyone = rule.model_copy(update={"where": None, "one_per": None})
    reason = log.cells[rule.excuse].key
    rows = query.run(f"SELECT day, grp, id, reason FROM ({anyone.sql(query, scope.lists, f', {reason} AS reason')}) WHERE reason IS NOT NULL ORDER BY id")
    groups = rule.groups(scope.lists)
    result = []
    for item in items:
        span = Span(item.first, item.last)
        found = next((r for r in rows if r[0] in span and groups[r[1]] == item.group), None)
        if item.outcome is Outcome.MISSED and found:
            item = replace(item, outcome=Outcome.EXCUSED, excuse=found[3], evidence=[*item.evidence, found[2]])
        result.append(item)
    return result


def row_items(query: Query, cases: str, columns: Sequence[str]) -> tuple[list[tuple[Any, ...]], int]:
    """Rows of `cases` whose `outcome` is not met, in order, and how many are met.

    `cases` gives id, day, grp, ref, outcome and `columns`; the rows that are met stay in the database.
    """
    names = ", ".join(["id", "day", "grp", "ref", "outcome", *columns])
    listed_rows = query.run(f"WITH c AS ({cases}) SELECT {names}, NULL AS met FROM c WHERE outcome <> 'met' UNION ALL BY NAME SELECT count(*) AS met FROM c WHERE outcome = 'met'")
    rows = sorted((r for r in listed_rows if r[-1] is None), key=lambda r: r[0])
    return [r[:-1] for r in rows], next(r[-1] for r in listed_rows if r[-1] is not None)


def within_active(scope: Scope, query: Query) -> str:
    """The SQL condition that a triggering row's day lies in the active days."""
    assert scope.active
    return f"day BETWEEN {query.bind(scope.active.first)} AND {query.bind(scope.active.last)}"


def lookup(query: Query, keys: Sequence[date], values: Sequence[date]) -> str:
    """A table (key, value) of days worked out in Python, in SQL."""
    return f"SELECT unnest({query.bind(list(keys))}::DATE[]) AS key, unnest({query.bind(list(values))}::DATE[]) AS value"


