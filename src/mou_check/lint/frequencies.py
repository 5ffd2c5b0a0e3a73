"""Checks of figures that differ where one is expected: frequencies, levels, hours, samples, time limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mou_check.lint.amounts import Rate, a_year, fit, is_total, length_a_year
from mou_check.lint.base import Found, Read, Subject, between, by_reading
from mou_check.lint.hours import hours_a_week
from mou_check.lint.selections import activities, same
from mou_check.model.lengths import Length
from mou_check.model.periods import in_words, month_day_in_words
from mou_check.model.words import figure, listed
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.gap import Gap
from mou_check.rules.level import Level
from mou_check.rules.selecting import Selection


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a rule asks for, and in words: only figures of one `kind` with an activity in common compare.

    Without an amount there are so many (`each`) of it for each of something else.
    """

    kind: str
    of: frozenset[str]
    amount: Rate | None
    words: str
    each: int = 0

    def differs(self, other: Figure) -> bool:
        """Whether the two are figures of the same thing and not the same."""
        if self.kind != other.kind or not self.of & other.of:
            return False
        if self.amount is None or other.amount is None:
            return self.each != other.each
        return not self.amount.near(other.amount)


def two_frequencies(subject: Subject) -> Iterator[Found]:
    """Words that give two figures for one thing: monthly and quarterly, 4 a week and daily, 10 hours a day on 5 or 7 days.

    Looked for among the readings of each obligation, where it is resolved by them, and among the obligations of
    each clause that count the same rows. Each figure is told for a year (365 days, 52 weeks), a week or a day, so
    that it shows how far apart they are. Give readings where a clause can be read in more than one way.
    """
    for reads in subject.by_obligation.values():
        figures = [(r, f) for r in reads for f in [_figure(subject, r)] if f]
        differing = [(r, f) for r, f in figures if any(f.differs(g) for _, g in figures)]
        told = list(dict.fromkeys(f.words for _, f in differing))
        if len(told) > 1:
            obligation = differing[0][0].obligation
            message = (
                f"{obligation.id} can be read in several ways: {'; '.join(told)}{_times([f for _, f in differing])}"
            )
            yield Found(message, (obligation.id,), differing[0][0].path, readings=tuple(r.name for r, _ in differing))

    def test(one: Read, other: Read) -> str | None:
        a, b = _figure(subject, one), _figure(subject, other)
        if a is None or b is None or not a.differs(b) or not same_rows(subject, one, other):
            return None
        return f"{one.obligation.id} asks for {a.words}, and {other.obligation.id} for {b.words}{_times([a, b])}"

    yield from of_one_clause(subject, test)


def _times(figures: Sequence[Figure]) -> str:
    """How many times the smallest of several numbers the largest is."""
    amounts = sorted(f.amount.number for f in figures if f.amount)
    if len(amounts) < 2 or not amounts[0] or amounts[0] == amounts[-1]:
        return ""
    return f"; the largest is {figure(round(amounts[-1] / amounts[0], 1))} times the smallest"


def of_one_clause(subject: Subject, test: Callable[[Read, Read], str | None]) -> Iterator[Found]:
    """What a test says of every two obligations that share a clause."""
    for one, other in subject.pairs():
        clauses = subject.shared_clauses(one, other)
        told = between(subject, one, other, test) if clauses else None
        if told:
            message = f"{'clause' if len(clauses) == 1 else 'clauses'} {listed(clauses)}: {told.message}"
            yield Found(message, (one.id, other.id, *clauses), told.other.path, readings=told.readings)


def same_rows(subject: Subject, one: Read, other: Read) -> bool:
    """Whether two rules count the same rows, and neither is a total of the other, which other checks tell."""
    a, b = one.rule, other.rule
    if not (isinstance(a, Selection) and isinstance(b, Selection) and same(a, b, subject.lists)):
        return False
    if not (isinstance(a, Count) and isinstance(b, Count)) or (a.per == b.per and a.season == b.season):
        return True
    term = subject.agreement.term.span
    nested = [(x, y) for x, y in ((a, b), (b, a)) if (f := fit(x, y, subject.calendar, term)) and f.typical > 1]
    return not any(is_total(long.per) for _, long in nested)


def _figure(subject: Subject, read: Read) -> Figure | None:
    """The number that a rule asks for, if it is about one."""
    rule, term = read.rule, subject.agreement.term.span
    if isinstance(rule, Count) and rule.per and (rule.floor or rule.ceiling):
        rate = a_year(rule.per, rule.season, subject.calendar, term)
        side = "at least" if rule.floor else "at most"
        measure = (rule.measure.sum or rule.measure.distinct) if rule.measure else "rows"
        amount = rule.floor or rule.ceiling or 0
        yearly = rate.times(amount) if rate else None
        words = f"{rule.bounds_in_words()}{rule.per_in_words()}{rule.for_each_in_words()}"
        words += f" ({yearly})" if yearly and rule.per not in ("year", "season", Length(12)) else ""
        return Figure(f"{side} {measure}", activities(rule), yearly, words) if yearly else None
    if isinstance(rule, Gap):
        yearly = length_a_year(rule.at_most)
        words = f"one within {rule.at_most} of the last ({yearly})"
        return Figure("at least rows", activities(rule), yearly, words) if yearly else None
    if isinstance(rule, Deadline) and rule.due != "unlimited" and rule.due.yearly:
        words = f"one by {month_day_in_words(rule.due.yearly)} each year"
        return Figure("at least rows", activities(rule), Rate(1, about=False), words)
    if isinstance(rule, Companion) and rule.needs.floor:
        words = f"{rule.needs.floor} for each {rule.subject(subject.nouns)} (as many as there are)"
        return Figure("at least rows", activities(rule.needs), None, words, rule.needs.floor)
    if isinstance(rule, Level):
        amount, side = (rule.floor, "at least") if rule.floor is not None else (rule.ceiling or 0, "at most")
        kind = f"level {side} {rule.value or ''}"
        return Figure(kind, activities(rule), Rate(amount, about=False), f"{rule.bounds_in_words()} on every day")
    if isinstance(rule, Cover):
        hours = hours_a_week(rule)
        days = listed(h.in_words() for h in rule.hours)
        return Figure("hours", activities(rule), Rate(hours, about=False), f"{days} ({figure(hours)} hours a week)")
    return None


def spacing(subject: Subject) -> Iterator[Found]:
    """So many in a year or a season, and nothing says how far apart: all of them may fall in one month.

    At least 4 meetings a year would be one about every 91 days if they were evenly spread. Where that is what was
    meant, add a reading, or an obligation, of kind `gap`, or a count in shorter periods.
    """
    spread = [r for r in subject.reads if isinstance(r.rule, Gap) or _sub_yearly(r)]

    def test(read: Read) -> str | None:
        rule = read.rule
        if not isinstance(rule, Count) or rule.measure or not is_total(rule.per) or (rule.floor or 0) < 2:
            return None
        mine = activities(rule)
        if any(
            isinstance(r.rule, Selection) and activities(r.rule) & mine and r.obligation is not read.obligation
            for r in spread
        ):
            return None
        if rule.season:
            days = _season_days(rule)
        elif rule.per and (rate := a_year(rule.per, None, subject.calendar, subject.agreement.term.span)):
            days = round(365 / rate.number)
        else:
            return None
        every = days / (rule.floor or 1)
        period = in_words(rule.per or "")
        return f"all {figure(rule.floor or 0)} that {read.obligation.id} asks for in each {period}{rule.for_each_in_words()} could fall in one month; evenly spread they come about every {figure(round(every))} days ({figure(days)} / {figure(rule.floor or 0)})"

    yield from by_reading(subject, test)


def _sub_yearly(read: Read) -> bool:
    return isinstance(read.rule, Count) and bool(read.rule.floor) and not is_total(read.rule.per)


def _season_days(rule: Count) -> int:
    assert rule.season
    span = rule.season.of_year(2014)
    assert span.first and span.last
    return (span.last - span.first).days + 1
