"""Days, lengths and periods, counted one by one (language, section 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


# ---------------------------------------------------------------- moments


@dataclass(frozen=True)
class Moment:
    """A date as a log or an agreement writes it: a local day, and a clock time when one was written."""

    day: date
    local: datetime | None = None  # the wall clock of the agreement's time zone
    instant: datetime | None = None  # the same, comparable over clock changes


def moment(text: str, timezone: str) -> Moment:
    """`2015-06-01`, or with a time, or with a time and an offset. Anything else raises ValueError."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return Moment(date.fromisoformat(text))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", text, re.ASCII):
        raise ValueError(text)
    written = datetime.fromisoformat(text)
    zone = ZoneInfo(timezone)
    there = written.astimezone(zone) if written.tzinfo else written.replace(tzinfo=zone)
    local = there.replace(tzinfo=None)
    return Moment(local.date(), local, there.astimezone(ZoneInfo("UTC")))


def compare(a: Moment, b: Moment) -> int:
    """-1, 0 or 1. As days, unless both have a time."""
    left, right = (a.instant, b.instant) if a.instant and b.instant else (a.day, b.day)
    return (left > right) - (left < right)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both inside."""
    found = []
    day = first
    while day <= last:
        found.append(day)
        day += ONE_DAY
    return found


# ---------------------------------------------------------------- the calendar


@cache
def _bank_holidays(region: str, year: int) -> frozenset[date]:
    import holidays  # the one thing that cannot be written down here

    subdivision = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}[region]
    return frozenset(holidays.country_holidays("GB", subdiv=subdivision, years=year))


@dataclass(frozen=True)
class Calendar:
    timezone: str
    week_starts: str
    year_starts: tuple[int, int]  # month, day
    anchor: date | None
    holidays: str

    def is_holiday(self, day: date) -> bool:
        return self.holidays != "none" and day in _bank_holidays(self.holidays, day.year)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and not self.is_holiday(day)


def month_day(text: str) -> tuple[int, int]:
    """`04-01` as month and day."""
    month, day = text.split("-")
    return int(month), int(day)


# ---------------------------------------------------------------- lengths


@dataclass(frozen=True)
class Length:
    """Calendar months and, after them, a number of days of one unit."""

    months: int
    count: int
    unit: str  # day, clear-day, working-day, clear-working-day


def length(written: str | dict) -> Length:
    """An ISO duration of whole days, weeks, months or years, or `{count, unit}`."""
    if isinstance(written, dict):
        count, unit = int(written["count"]), written["unit"]
        if unit == "week":
            return Length(0, 7 * count, "day")
        if unit == "month":
            return Length(count, 0, "day")
        if unit == "year":
            return Length(12 * count, 0, "day")
        return Length(0, count, unit)
    years, months, weeks, days = (
        int(part or 0) for part in re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", written).groups()
    )
    return Length(12 * years + months, 7 * weeks + days, "day")


def add_months(day: date, months: int) -> date:
    """The corresponding date so many months on; a short month ends on its last day."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def forward(day: date, long: Length, calendar: Calendar) -> date:
    """The last day that is still within this length after the day."""
    day = add_months(day, long.months)
    if long.unit == "day":
        return day + long.count * ONE_DAY
    if long.unit == "clear-day":
        return day + long.count * ONE_DAY + ONE_DAY
    # The n-th working day after; with n clear ones in between, the next working day after those.
    left = long.count + (1 if long.unit == "clear-working-day" else 0)
    while left > 0:
        day += ONE_DAY
        if calendar.is_working_day(day):
            left -= 1
    return day


def is_enough_notice(given: date, event: date, long: Length, calendar: Calendar) -> bool:
    """Whether notice given on this day is notice of this length of the event."""
    if given > event:
        return False
    start = add_months(given, long.months)
    if start > event:
        return False
    if long.unit == "day":
        return start + long.count * ONE_DAY <= event
    if long.unit == "clear-day":
        return len(days_between(start + ONE_DAY, event - ONE_DAY)) >= long.count and given < event
    last = event if long.unit == "working-day" else event - ONE_DAY
    counted = [day for day in days_between(start + ONE_DAY, last) if calendar.is_working_day(day)]
    return len(counted) >= long.count and (long.unit == "working-day" or given < event)


def latest_notice_day(event: date, long: Length, calendar: Calendar) -> date:
    """The latest day on which notice is enough, by trying every day back from the event."""
    day = event
    while not is_enough_notice(day, event, long, calendar):
        day -= ONE_DAY
    return day


def earliest_within(day: date, long: Length, calendar: Calendar) -> date:
    """The earliest day that is no longer than this length before the day, by trying every day."""
    earliest = day
    while forward(earliest - ONE_DAY, long, calendar) >= day:
        earliest -= ONE_DAY
    return earliest


# ---------------------------------------------------------------- periods


@dataclass(frozen=True)
class Period:
    """First and last day, both inside; None is an open side (a term without an end)."""

    first: date | None
    last: date | None

    def has(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def over(self, as_of: date) -> bool:
        return self.last is not None and self.last <= as_of

    def days(self) -> list[date]:
        return days_between(self.first, self.last)


def _season_starting(season: dict, year: int) -> Period:
    opens, closes = month_day(season["from"]), month_day(season["to"])
    return Period(date(year, *opens), date(year + (1 if opens > closes else 0), *closes))


def season_containing(day: date, season: dict) -> Period | None:
    for year in (day.year - 1, day.year):
        if _season_starting(season, year).has(day):
            return _season_starting(season, year)
    return None


def _counted_from(start: date, day: date, long: Length, calendar: Calendar) -> Period:
    """start + i x length, walking i up or down until the day is inside."""

    def nth(i: int) -> date:
        return add_months(start, i * long.months) + i * long.count * ONE_DAY

    i = 0
    while nth(i) > day:
        i -= 1
    while nth(i + 1) <= day:
        i += 1
    return Period(nth(i), nth(i + 1) - ONE_DAY)


def period_containing(day: date, per: str, calendar: Calendar, term: Period, season: dict | None) -> Period | None:
    """The period of this kind in which the day lies, if any."""
    if per == "day":
        return Period(day, day)
    if per == "working-day":
        return Period(day, day) if calendar.is_working_day(day) else None
    if per == "week":
        first = day
        while WEEKDAYS[first.weekday()] != calendar.week_starts:
            first -= ONE_DAY
        return Period(first, first + 6 * ONE_DAY)
    if per == "month":
        return _counted_from(date(day.year, 1, 1), day, Length(1, 0, "day"), calendar)
    if per in ("quarter", "half-year", "year"):
        year_start = date(day.year, *calendar.year_starts)
        if year_start > day:
            year_start = date(day.year - 1, *calendar.year_starts)
        months = {"quarter": 3, "half-year": 6, "year": 12}[per]
        return _counted_from(year_start, day, Length(months, 0, "day"), calendar)
    if per == "season":
        return season_containing(day, season)
    if per == "term":
        return term
    long = Length(0, 14, "day") if per == "fortnight" else length(per)
    return _counted_from(calendar.anchor or term.first, day, long, calendar)
