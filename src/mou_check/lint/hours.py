"""Checks of hours of cover."""

from __future__ import annotations

from collections.abc import Iterator

from mou_check.lint.base import Found, Read, Subject, by_reading
from mou_check.model.calendar import WEEKDAYS
from mou_check.model.words import listed
from mou_check.rules.cover import Cover

_DAY, _WEEK = 24 * 60, 7 * 24 * 60


def hours_a_week(rule: Cover) -> float:
    """The hours of a week without holidays that must be covered, overlaps counted once."""
    return len(_minutes(rule)) / 60


def _minutes(rule: Cover) -> set[int]:
    """The minutes of a week that must be covered, counted from Monday 00:00."""
    found: set[int] = set()
    for hours in rule.hours:
        long = (hours.to - hours.from_) % _DAY or _DAY
        for day in hours.days:
            start = day * _DAY + hours.from_
            found.update(minute % _WEEK for minute in range(start, start + long))
    return found


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


def hole_in_hours(subject: Subject) -> Iterator[Found]:
    """Hours that run past midnight belong to the day on which they start, and a night between two entries is left out.

    Weekdays from 17:00 to 09:00 and weekends from 00:00 to 24:00: the night of Friday reaches into Saturday, but
    Sunday ends at midnight and Monday begins at 17:00. Write the nights for every day, or give the morning its own
    entry, if it was meant to be covered.
    """

    def test(read: Read) -> str | None:
        if not isinstance(read.rule, Cover):
            return None
        covered = _minutes(read.rule)
        holes = []
        for day in range(7):
            midnight = day * _DAY
            nights = [h for h in read.rule.hours if h.to <= h.from_ and day in h.days and h.to]
            if nights and midnight not in covered and (midnight - 1) % _WEEK in covered:
                end = next(m for m in range(midnight, midnight + _WEEK) if m % _WEEK in covered)
                until = min(end - midnight, max(h.to for h in nights))
                holes.append(f"{WEEKDAYS[day].capitalize()} from 00:00 to {until // 60:02}:{until % 60:02}")
        return f"{read.obligation.id} leaves out {listed(holes)}, after hours that end at midnight" if holes else None

    yield from by_reading(subject, test)
