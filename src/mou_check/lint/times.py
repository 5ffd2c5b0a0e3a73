"""Checks of dates, periods and the life of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mou_check.lint.base import Found, Read, Subject, by_reading
from mou_check.model.calendar import HolidaysUnknownError
from mou_check.model.lengths import Length, last_day_within
from mou_check.model.periods import ANCHORED, in_words, month_day_in_words, periods
from mou_check.model.spans import Span
from mou_check.model.words import day as day_in_words
from mou_check.rules.base import Periodic
from mou_check.rules.deadline import Deadline
from mou_check.rules.gap import Gap


def outside_term(subject: Subject) -> Iterator[Found]:
    """Something that never falls into the days on which it is in force: the agreement's term and `effective` together.

    A date before it or after it, a season that it does not touch, a year (or a longer period) of which it never
    holds a whole one, a due day or a gap that ends after it. Such a rule is never judged. Correct the dates, or
    say with `cut_periods` what becomes of a period that is cut.
    """
    for obligation in subject.agreement.obligations:
        if subject.life(obligation) is None:
            message = f"{obligation.id} is in force {_span(obligation.effective.span if obligation.effective else Span())}, outside the term, {_span(subject.agreement.term.span)}"
            yield Found(message, (obligation.id,), (*subject.place(obligation), "effective"))
    yield from by_reading(subject, lambda read: _outside(subject, read))


def _outside(subject: Subject, read: Read) -> str | None:
    life, rule, calendar = subject.life(read.obligation), read.rule, subject.calendar
    if life is None:
        return None
    id_, days = read.obligation.id, f"the days on which it is in force, {_span(life)}"
    if isinstance(rule, Deadline) and rule.due != "unlimited":
        due = rule.due.on
        if rule.due.within and rule.due.after == "term" and subject.agreement.term.starts:
            due = _within(subject, subject.agreement.term.starts, rule.due.within)
        if due and due not in life:
            return f"{id_} is due by {day_in_words(due)}, outside {days}"
        if rule.due.yearly and not _falls(rule.due.yearly, life):
            return f"{id_} is due by {month_day_in_words(rule.due.yearly)}, a day that is not in {days}"
    if not (life.first and life.last):
        return None
    if isinstance(rule, Gap) and (end := _within(subject, life.first, rule.at_most)) and end > life.last:
        return f"{id_} allows {rule.at_most} between one and the next, longer than {days}"
    if not isinstance(rule, Periodic) or rule.per is None:
        return None
    if rule.season and not rule.season.touching(life):
        return f"the season of {id_} does not fall into {days}"
    if rule.cut_periods:
        return None
    try:
        every = periods(rule.per, life, calendar, subject.agreement.term.span, rule.season)
    except HolidaysUnknownError:
        return None
    if any(life.holds(p.span) and (rule.season is None or rule.season.touching(p.span)) for p in every):
        return None
    return f"no whole {in_words(rule.per)} of {id_} lies in {days}, so none is ever judged for certain"


def _within(subject: Subject, start: date, length: Length) -> date | None:
    try:
        return last_day_within(start, length, subject.calendar)
    except HolidaysUnknownError:
        return None


def _falls(yearly: tuple[int, int], life: Span) -> bool:
    """Whether a day of the year is in a span."""
    if life.first is None or life.last is None:
        return True
    return any(date(year, *yearly) in life for year in range(life.first.year, life.last.year + 1))


def _span(span: Span) -> str:
    if span.first and span.last:
        return f"{day_in_words(span.first)} to {day_in_words(span.last)}"
    if span.first:
        return f"from {day_in_words(span.first)} on"
    return f"until {day_in_words(span.last)}" if span.last else "always"


def deadline_without_anchor(subject: Subject) -> Iterator[Found]:
    """Something is to be done in time, and nothing says from when, or until when.

    A deadline that is `unlimited` in an agreement without an end: nothing is ever late. A fortnight, or a duration
    such as P6M, that counts from the start of the term because `calendar.anchor` is not given, though the words
    may mean another first day. A gap with neither a term nor `from`: nothing is due before the first row. Give
    the day from which it counts, or a reading for each of the days that can be meant.
    """
    term, anchor = subject.agreement.term, subject.agreement.calendar.anchor

    def test(read: Read) -> str | None:
        rule, id_ = read.rule, read.obligation.id
        if isinstance(rule, Deadline) and rule.due == "unlimited" and not term.ends:
            return f"{id_} has no time limit, and the agreement no end, so nothing can ever be missed"
        if isinstance(rule, Gap) and rule.from_ is None and term.starts is None:
            return f"{id_} has no day from which the first {rule.at_most} count, so until the first row nothing is due"
        anchored = isinstance(rule, Periodic) and (isinstance(rule.per, Length) or rule.per in ANCHORED)
        if isinstance(rule, Periodic) and rule.per and anchored and anchor is None and term.starts:
            return f"{id_} counts each {in_words(rule.per)} from {day_in_words(term.starts)}, the start of the term, as calendar.anchor is not given"
        return None

    yield from by_reading(subject, test)
