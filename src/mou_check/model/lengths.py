"""Lengths of time as agreements write them: ISO durations, clear days, working days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import isodate
from dateutil.relativedelta import relativedelta

from mou_check.model.calendar import Calendar
from mou_check.model.spans import DAY
from mou_check.model.words import listed, plural

Unit = Literal["day", "clear-day", "working-day", "clear-working-day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "clear-day", "working-day", "clear-working-day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Length:
    """So many calendar months and so many days of one kind.

    A month is a calendar month counted forward, and a short month ends on its last day.
    `kind` says how the days count: `day` leaves out the day given and counts the event's day,
    `clear-day` leaves out both; the working kinds also leave out weekends and holidays.
    """

    months: int = 0
    days: int = 0
    kind: Literal["day", "clear-day", "working-day", "clear-working-day"] = "day"

    @property
    def positive(self) -> bool:
        return self.months > 0 or self.days > 0

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        weeks, days = divmod(self.days, 7) if self.kind == "day" and self.days % 7 == 0 else (0, self.days)
        parts = [(years, "year"), (months, "month"), (weeks, "week"), (days, self.kind.replace("-", " "))]
        return listed(plural(n, noun) for n, noun in parts if n) or "0 days"


def parse_iso(text: str) -> Length:
    """An ISO 8601 duration of whole years, months, weeks and days.

    Raises `ValueError` with a sentence that says what was wrong.
    """
    if not re.fullmatch(r"P(?=\d)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,5}D)?", text):
        raise ValueError(
            f'"{text}" is not a length of whole days, weeks, months or years such as P14D, P2W, P6M or P1Y'
        )
    parsed = isodate.parse_duration(text)
    if isinstance(parsed, isodate.Duration):
        return Length(months=int(parsed.years) * 12 + int(parsed.months), days=parsed.tdelta.days)
    return Length(days=parsed.days)


def of_unit(count: int, unit: Unit) -> Length:
    """The length that `{count, unit}` means."""
    if unit == "week":
        return Length(days=7 * count)
    if unit == "month":
        return Length(months=count)
    if unit == "year":
        return Length(months=12 * count)
    return Length(days=count, kind=unit)


def last_day_within(start: date, length: Length, calendar: Calendar) -> date:
    """The last day that is still within `length` after `start`."""
    day = start + relativedelta(months=length.months)
    if length.kind == "day":
        return day + length.days * DAY
    if length.kind == "clear-day":
        return day + (length.days + 1) * DAY
    return calendar.step_working_days(day, length.days + (length.kind == "clear-working-day"))


def latest_notice(event: date, length: Length, calendar: Calendar) -> date:
    """The latest day on which notice of `length` before `event` can be given."""
    if length.kind == "clear-day":
        day = event - (length.days + 1) * DAY
    elif length.kind == "day":
        day = event - length.days * DAY
    else:
        day = _latest_working(event, length.days, clear=length.kind == "clear-working-day", calendar=calendar)
    if not length.months:
        return day
    # Counting is forward and clips at short months, so several days can reach the same date:
    # start from the clipped day before and go on while the length still fits.
    day -= relativedelta(months=length.months)
    while last_day_within(day + DAY, length, calendar) <= event:
        day += DAY
    return day


def earliest_within(event: date, length: Length, calendar: Calendar) -> date:
    """The earliest day that has `event` still within `length` after it."""
    day = event - relativedelta(months=length.months) - length.days * DAY
    while last_day_within(day, length, calendar) < event:
        day += DAY
    while last_day_within(day - DAY, length, calendar) >= event:
        day -= DAY
    return day


def _latest_working(event: date, count: int, *, clear: bool, calendar: Calendar) -> date:
    """The latest day with `count` working days between it and the event (the event's day counts unless clear)."""
    if count == 0:
        return event - DAY if clear else event
    counted = event - DAY if clear else event
    while True:
        if calendar.is_working_day(counted):
            count -= 1
            if count == 0:
                return counted - DAY
        counted -= DAY
