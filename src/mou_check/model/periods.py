"""Periods of a calendar: days, weeks, quarters, seasons, terms and ISO durations.

A period belongs to the calendar, not to the log. Periods that count from an anchor are always
anchor + i x length, never the end of the last one, so that months do not drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from mou_check.model.calendar import Calendar
from mou_check.model.lengths import Length
from mou_check.model.spans import DAY, Span, days
from mou_check.model.words import day as day_in_words

NAMES = ("day", "working-day", "week", "fortnight", "month", "quarter", "half-year", "year", "season", "term")
ANCHORED = ("fortnight",)
SEASONAL = ("day", "working-day", "week", "fortnight", "month", "season")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

Per = str | Length
"""One of `NAMES`, or a length in whole days, weeks, months or years."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the calendar with its own dates, both inside; a term without an end has no last day."""

    label: str
    first: date
    last: date | None

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, from one (month, day) to another, both inside; it may run over new year."""

    start: tuple[int, int]
    end: tuple[int, int]

    def of_year(self, year: int) -> Span:
        """The season that begins in `year`."""
        over = self.end < self.start
        return Span(date(year, *self.start), date(year + over, *self.end))

    def touching(self, span: Span) -> list[Span]:
        """The seasons that share a day with a span closed on both sides, in order."""
        assert span.first and span.last
        years = range(span.first.year - 1, span.last.year + 1)
        return [s for s in map(self.of_year, years) if s.touches(span)]


def periods(per: Per, span: Span, calendar: Calendar, term: Span, season: Season | None = None) -> list[Period]:
    """All periods that share a day with `span` (closed on both sides), in order.

    Raises `ValueError` for a period that cannot be placed: no anchor, no season, no term.
    Loading an agreement refuses those beforehand. Raises `HolidaysUnknownError` for working days.
    """
    assert span.first and span.last
    if isinstance(per, Length):
        return list(_anchored(per, span, calendar, term, str(per)))
    match per:
        case "day":
            return [_one_day(d) for d in days(span.first, span.last)]
        case "working-day":
            return [_one_day(d) for d in days(span.first, span.last) if calendar.is_working_day(d)]
        case "week":
            start = span.first - ((span.first.weekday() - calendar.week_starts) % 7) * DAY
            count = (span.last - start).days // 7 + 1
            firsts = [start + 7 * i * DAY for i in range(count)]
            return [Period(f"week of {day_in_words(f)}", f, f + 6 * DAY) for f in firsts]
        case "fortnight":
            return list(_anchored(Length(days=14), span, calendar, term, "fortnight"))
        case "month" | "quarter" | "half-year" | "year":
            return list(_from_year_start(per, span, calendar))
        case "season":
            if season is None:
                raise ValueError("a season without its days")
            found = [(s.first, s.last) for s in season.touching(span)]
            return [Period(_season_label(f, last), f, last) for f, last in found if f and last]
        case "term":
            if term.first is None:
                raise ValueError("a term without a start")
            return [Period("term", term.first, term.last)] if term.touches(span) else []
    raise ValueError(f"no such period: {per}")


def _one_day(day: date) -> Period:
    return Period(f"{day:%a} {day_in_words(day)}", day, day)


def _anchored(length: Length, span: Span, calendar: Calendar, term: Span, name: str) -> Iterator[Period]:
    anchor = calendar.anchor or term.first
    if anchor is None:
        raise ValueError("no anchor")
    assert span.first and span.last

    def start(i: int) -> date:
        return anchor + relativedelta(months=length.months * i, days=length.days * i)

    # A first guess by the average length, then steps to the exact period.
    i = int((span.first - anchor).days // (length.months * 30.44 + length.days))
    while start(i) > span.first:
        i -= 1
    while start(i + 1) <= span.first:
        i += 1
    while (first := start(i)) <= span.last:
        i += 1
        yield Period(f"{name} from {day_in_words(first)}", first, start(i) - DAY)


def _from_year_start(per: str, span: Span, calendar: Calendar) -> Iterator[Period]:
    """Years, half-years and quarters count from the day on which the year starts; months are the calendar's."""
    assert span.first and span.last
    months = _MONTHS[per]
    base = date(span.first.year - 1, *((1, 1) if per == "month" else calendar.year_starts))
    i = 0
    while (first := base + relativedelta(months=months * i)) <= span.last:
        last = base + relativedelta(months=months * (i + 1)) - DAY
        if last >= span.first:
            yield Period(_label(per, first, base.year, months * i, calendar), first, last)
        i += 1


def _label(per: str, first: date, base: int, months: int, calendar: Calendar) -> str:
    """`Jun 2015`, `2015-16`, `Q3 2015-16`: by the months since the start of the year `base`, not by the date."""
    if per == "month":
        return f"{first:%b %Y}"
    year = base + months // 12
    name = f"{year}" if calendar.year_starts == (1, 1) else f"{year}-{(year + 1) % 100:02}"
    if per == "year":
        return name
    return f"{'Q' if per == 'quarter' else 'H'}{months % 12 // _MONTHS[per] + 1} {name}"


def _season_label(first: date | None, last: date | None) -> str:
    assert first and last
    return (
        f"season {first:%b} to {last:%b} {last.year}"
        if first.year == last.year
        else f"season {first:%b %Y} to {last:%b %Y}"
    )


def in_words(per: Per) -> str:
    """`week`, `working day`, `6 months`: what stands after "in each"."""
    if isinstance(per, Length):
        return str(per).removeprefix("1 ")
    return per.replace("working-day", "working day")


def month_day_in_words(value: tuple[int, int]) -> str:
    """`31 March`."""
    return f"{value[1]} {date(2001, *value):%B}"


def parse_month_day(text: str) -> tuple[int, int]:
    """The (month, day) of `MM-DD`. Raises `ValueError`; 29 February is not in every year and is refused."""
    try:
        month, day = (int(part) for part in text.split("-"))
        if len(text) != 5:
            raise ValueError
        date(2001, month, day)
    except ValueError:
        raise ValueError(f'"{text}" is not a month and day that every year has, such as "04-01"') from None
    return month, day
