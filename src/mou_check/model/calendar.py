"""The calendar of an agreement: time zone, where weeks and years start, holidays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from mou_check.model.spans import DAY, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# The years for which the `holidays` package was compared with GOV.UK's list for England and Wales.
KNOWN_HOLIDAYS = Span(date(2012, 1, 1), date(2028, 12, 31))


class HolidaysUnknownError(Exception):
    """A working day was asked for on a date whose holidays nobody has published."""

    def __init__(self, day: date, known: Span) -> None:
        super().__init__(
            f"bank holidays are known from {known.first} to {known.last}, and {day} is outside; give a newer list with calendar.holidays: {{file: ...}}"
        )


@lru_cache
def _england_and_wales(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in a year, substitute days included (source: `holidays`)."""
    from holidays import country_holidays  # 100 ms, so only when a rule asks for it

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays: `england-and-wales`, none at all, or the dates of a file."""

    named: str = "england-and-wales"
    dates: frozenset[date] = frozenset()
    known: Span = KNOWN_HOLIDAYS

    def __contains__(self, day: date) -> bool:
        if self.named == "none":
            return False
        if day not in self.known:
            raise HolidaysUnknownError(day, self.known)
        return day in (_england_and_wales(day.year) if self.named == "england-and-wales" else self.dates)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How an agreement counts days, weeks and years.

    `week_starts` is 0 for Monday; `year_starts` is (month, day); `anchor` is where fortnights and
    ISO durations count from, or `None` when there is nothing to count from.
    """

    timezone: str = "Europe/London"
    week_starts: int = 0
    year_starts: tuple[int, int] = (4, 1)
    anchor: date | None = None
    holidays: Holidays = field(default_factory=Holidays)

    def is_working_day(self, day: date) -> bool:
        """Neither a Saturday, a Sunday nor a holiday. Raises `HolidaysUnknownError`."""
        return day.weekday() < 5 and day not in self.holidays

    def step_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, when negative); `day` itself for 0."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day
