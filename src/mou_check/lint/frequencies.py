"""Checks of figures that differ where one is expected: frequencies, levels, hours, samples, time limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mou_check.lint.amounts import Rate, a_year, fit, is_total, length_a_year
from mou_check.lint.base import Found, Read, Subject, between, by_reading
from mou_check.lint.selections import activities, same
from mou_check.model.lengths import Length
from mou_check.model.periods import in_words, month_day_in_words
from mou_check.model.words import article, figure, listed
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.gap import Gap
from mou_check.rules.level import Level
from mou_check.rules.notice import Notice
from mou_check.rules.sample import Sample
from mou_check.rules.selecting import Selection, SpanColumns
from mou_check.trying.by_row import answers_needed


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a rule asks for, and in words: only figures of one `kind` with an activity in common compare.

    Without an amount there are as many as there are of something else.
    """

    kind: str
    of: frozenset[str]
    amount: Rate | None
    words: str

    def differs(self, other: Figure) -> bool:
        """Whether the two are figures of the same thing and not the same."""
        if self.kind != other.kind or not self.of & other.of:
            return False
        if self.amount is None or other.amount is None:
            return self.words != other.words
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
            message = f"{obligation.id} can be read in several ways: {'; '.join(told)}{_times([f for _, f in differing])}"
            yield Found(message, (obligation.id,), differing[0][0].path, readings=tuple(r.name for r, _ in differing))

    def test(one: Read, other: Read) -> str | None:
        a, b = _figure(subject, one), _figure(subject, other)
        if a is None or b is None or not a.differs(b) or not _same_rows(subject, one, other):
            return None
        return f"{one.obligation.id} asks for {a.words}, and {other.obligation.id} for {b.words}{_times([a, b])}"

    yield from _of_one_clause(subject, test)


def _times(figures: Sequence[Figure]) -> str:
    """How many times the smallest of several numbers the largest is."""
    amounts = sorted(f.amount.number for f in figures if f.amount)
    if len(amounts) < 2 or not amounts[0] or amounts[0] == amounts[-1]:
        return ""
    return f"; the largest is {figure(round(amounts[-1] / amounts[0], 1))} times the smallest"


def _of_one_clause(subject: Subject, test: Callable[[Read, Read], str | None]) -> Iterator[Found]:
    """What a test says of every two obligations that share a clause."""
    for one, other in subject.pairs():
        clauses = subject.shared_clauses(one, other)
        told = between(subject, one, other, test) if clauses else None
        if told:
            message = f"{'clause' if len(clauses) == 1 else 'clauses'} {listed(clauses)}: {told.message}"
            yield Found(message, (one.id, other.id, *clauses), told.other.path, readings=told.readings)


def _same_rows(subject: Subject, one: Read, other: Read) -> bool:
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
        return Figure("at least rows", activities(rule.needs), None, words)
    if isinstance(rule, Level):
        amount, side = (rule.floor, "at least") if rule.floor is not None else (rule.ceiling or 0, "at most")
        kind = f"level {side} {rule.value or ''}"
        return Figure(kind, activities(rule), Rate(amount, about=False), f"{rule.bounds_in_words()} on every day")
    if isinstance(rule, Cover):
        hours = hours_a_week(rule)
        days = listed(h.in_words() for h in rule.hours)
        return Figure("hours", activities(rule), Rate(hours, about=False), f"{days} ({figure(hours)} hours a week)")
    return None


def hours_a_week(rule: Cover) -> float:
    """The hours of a week without holidays that must be covered, overlaps counted once."""
    minutes: set[int] = set()
    for hours in rule.hours:
        long = (hours.to - hours.from_) % 1440 or 1440
        for day in hours.days:
            start = day * 1440 + hours.from_
            minutes.update(minute % 10080 for minute in range(start, start + long))
    return len(minutes) / 60


def round_the_clock(subject: Subject) -> Iterator[Found]:
    """Cover at every hour of the week: 168 hours are the working weeks of more than four people.

    At 37 hours each, four and a half people are needed to have one present at all times, before leave and illness;
    with fewer it can only be a duty to be reached. See whether the log tells who is present from who is on call.
    """

    def test(read: Read) -> str | None:
        if not isinstance(read.rule, Cover) or hours_a_week(read.rule) < 168:
            return None
        return f"{read.obligation.id} asks for cover in all 168 hours of a week, which are the weeks of {168 / 37:.1f} people on 37 hours"

    yield from by_reading(subject, test)


def two_targets(subject: Subject) -> Iterator[Found]:
    """Two targets for the answers to the same surveys, one of which asks for much more than the other.

    A margin of 3 % at 95 % needs 1,068 answers of a random sample (z x z x 0.25 / margin x margin, in the worst
    case, p = 0.5); another target asks for 5,000, 4.7 times as many. Whoever meets the larger one meets the other.
    Say which of them binds, by force, by readings or by an acknowledgement.
    """

    def target(read: Read) -> tuple[str, int] | None:
        rule = read.rule
        if isinstance(rule, Sample):
            return rule.responses, answers_needed(rule)
        if isinstance(rule, Count) and rule.measure and rule.measure.sum and rule.floor:
            return rule.measure.sum, int(rule.floor)
        return None

    def test(one: Read, other: Read) -> str | None:
        a, b = target(one), target(other)
        samples = [r for r in (one.rule, other.rule) if isinstance(r, Sample)]
        if a is None or b is None or a[0] != b[0] or a[1] == b[1] or not samples:
            return None
        (small, few), (large, many) = sorted([(one, a[1]), (other, b[1])], key=lambda side: side[1])
        times = f"{many / few:.1f}".removesuffix(".0")
        margin = next((r.confidence for r in samples), 0.95)
        precise = samples[0].model_copy(update={"confidence": margin, "margin": 1.0}).margin_of(many, None)
        return f"{small.obligation.id} needs {figure(few)} answers, and {large.obligation.id} asks for {figure(many)}, {times} times as many; so many random answers are precise to {precise * 100:.2f} % at {figure(margin * 100)} %"

    for one, other in subject.pairs():
        told = between(subject, one, other, test)
        if told:
            yield Found(told.message, (one.id, other.id), told.other.path, readings=told.readings)
    for reads in subject.by_obligation.values():
        message = next((m for a, b in pairwise(reads) if (m := test(a, b))), None)
        if message:
            yield Found(message, (reads[0].obligation.id,), reads[0].path, readings=tuple(r.name for r in reads))


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take, or until when: of what, the limit in a form that compares, and in words."""

    of: tuple[str, ...]
    limit: tuple[object, ...]
    words: str

    @property
    def on(self) -> date | None:
        """The date, where it is one."""
        return next((part for part in self.limit if isinstance(part, date)), None)


def two_time_limits(subject: Subject) -> Iterator[Found]:
    """Words that give two time limits for one thing: 15 days, 15 clear days or 15 working days; a date or an event.

    Looked for among the readings of each obligation, where it is resolved by them, and among the obligations of
    each clause that time the same rows. Give readings where a clause can be read in more than one way.
    """
    for reads in subject.by_obligation.values():
        by_thing: dict[tuple[str, ...], list[tuple[Read, Limit]]] = defaultdict(list)
        for read in reads:
            if limit := _limit(subject, read):
                by_thing[limit.of].append((read, limit))
        for both in by_thing.values():
            if len({limit.limit for _, limit in both}) > 1:
                read = both[0][0]
                told = "; ".join(dict.fromkeys(limit.words for _, limit in both))
                message = f"{read.obligation.id} can be read in several ways: {told}{_apart([limit for _, limit in both])}"
                yield Found(message, (read.obligation.id,), read.path, readings=tuple(r.name for r, _ in both))

    def test(one: Read, other: Read) -> str | None:
        a, b = _limit(subject, one), _limit(subject, other)
        if a is None or b is None or a.of != b.of or a.limit == b.limit or not _same_rows(subject, one, other):
            return None
        return f"{one.obligation.id} asks for {a.words}, and {other.obligation.id} for {b.words}{_apart([a, b])}"

    yield from _of_one_clause(subject, test)


def _limit(subject: Subject, read: Read) -> Limit | None:
    """The time limit of a rule, if it has one."""
    rule = read.rule
    if isinstance(rule, Notice):
        return Limit((*sorted(rule.activity), rule.event), (rule.at_least,), f"at least {rule.at_least} of notice")
    if isinstance(rule, Companion) and not isinstance(rule.needs.dated, SpanColumns):
        reach = (rule.within.before, rule.within.after)
        noun = rule.subject(subject.nouns)
        words = f"{rule.reach_in_words()}{' as' if rule.reach_in_words().endswith('day') else ''} {article(noun)} {noun}"
        return Limit(tuple(sorted(rule.needs.activity)), reach, words)
    if isinstance(rule, Deadline):
        of = (*sorted(rule.activity), *sorted(rule.done or ()))
        if rule.due == "unlimited":
            return Limit(of, ("unlimited",), "without a limit")
        due = rule.due
        return Limit(of, (due.within, due.on, due.yearly, due.column, due.opens), f"done {due.in_words()}")
    return None


def _apart(limits: Sequence[Limit]) -> str:
    """How many days lie between dates."""
    dates = sorted({limit.on for limit in limits if limit.on})
    return f" ({(dates[-1] - dates[0]).days} days apart)" if len(dates) > 1 else ""


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
        if any(isinstance(r.rule, Selection) and activities(r.rule) & mine and r.obligation is not read.obligation for r in spread):
            return None
        rate = a_year(rule.per or "", None, subject.calendar, subject.agreement.term.span)
        days = _season_days(rule) if rule.season else round(365 / rate.number) if rate else None
        if days is None:
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


