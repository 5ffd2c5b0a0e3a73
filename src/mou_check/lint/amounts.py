"""How often something is, in numbers that compare: periods within periods, and how many there are in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mou_check.model.calendar import Calendar, HolidaysUnknownError
from mou_check.model.lengths import Length
from mou_check.model.periods import Per, Period, Season, in_words, periods
from mou_check.model.spans import Span
from mou_check.model.words import figure
from mou_check.rules.base import Periodic

# Years of which all holidays are known, over which periods are counted out.
_YEARS = Span(date(2013, 1, 1), date(2024, 12, 31))
# How many long periods are looked into: enough to meet every length of month, quarter and year.
_SAMPLE = 12
_A_YEAR: dict[str, float] = {
    "day": 365,
    "week": 52,
    "fortnight": 26,
    "month": 12,
    "quarter": 4,
    "half-year": 2,
    "year": 1,
}
# Two figures a year that differ by less are the same: 26 fortnights and 365 / 14.
_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class Rate:
    """How many in a year; `about` where years are not all alike."""

    number: float
    about: bool

    def times(self, amount: float) -> Rate:
        """So many in each period, of which there are this many in a year."""
        return Rate(self.number * amount, self.about)

    def near(self, other: Rate) -> bool:
        """Whether two rates are the same, as far as years are."""
        if not (self.about or other.about):
            return self.number == other.number
        return abs(self.number - other.number) <= _NEAR * max(self.number, other.number)

    def __str__(self) -> str:
        about = "about " if self.about else ""
        if 0 < self.number < 1 and (1 / self.number).is_integer():
            return f"{about}1 in {figure(1 / self.number)} years"
        rounded = round(self.number) if self.about and self.number >= 10 else round(self.number, 1)
        return f"{about}{figure(rounded)} a year"


def a_year(per: Per, season: Season | None, calendar: Calendar, term: Span) -> Rate | None:
    """How many periods there are in a year; None where that says nothing, as of a term."""
    if season is not None:
        if per == "season":
            return Rate(1, about=False)
        fit = _fit(per, season, "season", season, calendar, term)
        return Rate(fit.typical, about=not fit.exact) if fit else None
    if isinstance(per, Length):
        return length_a_year(per)
    if per == "working-day":
        return Rate(252 if calendar.holidays.named != "none" else 260, about=True)
    if per == "term":
        days = (term.last - term.first).days + 1 if term.first and term.last else None
        return Rate(365 / days, about=days not in (365, 366)) if days else None
    return Rate(_A_YEAR[per], about=per in ("week", "fortnight"))


def length_a_year(length: Length) -> Rate | None:
    """How many lengths there are in a year, one after the other."""
    if not length.positive or length.kind != "day":
        return None
    if not length.days:
        return Rate(12 / length.months, about=False)
    days = length.days + length.months * 365 / 12
    return Rate(365 / days, about=True)


@dataclass(frozen=True, slots=True)
class Fit:
    """How many short periods lie in a long one: wholly in every one of them at least `fewest`; `most` touch it.

    `typical` is the number that people reckon with: 52 weeks in a year.
    """

    fewest: int
    most: int
    typical: int

    @property
    def exact(self) -> bool:
        """Whether it is the same number in every long period, and none lies across its edge."""
        return self.fewest == self.most


def fit(short: Periodic, long: Periodic, calendar: Calendar, term: Span) -> Fit | None:
    """How many periods of one rule lie in a period of another; None when that cannot be told."""
    if short.per is None or long.per is None or not _shorter(short.per, long.per):
        return None
    return _fit(short.per, short.season, long.per, long.season, calendar, term)


def _shorter(short: Per, long: Per) -> bool:
    """Whether one period can lie in the other several times."""
    return long == "term" or (short != "term" and _days(short) * 1.5 < _days(long))


def _days(per: Per) -> float:
    if isinstance(per, Length):
        return per.months * 365 / 12 + per.days
    return 365 / _A_YEAR.get(per, 1 if per == "season" else 365)


@lru_cache(maxsize=4096)
def _fit(
    short: Per, short_season: Season | None, long: Per, long_season: Season | None, calendar: Calendar, term: Span
) -> Fit | None:
    span = _YEARS
    if long == "term":
        if not (term.first and term.last):
            return None
        span = term
    try:
        outer = [p for p in periods(long, span, calendar, term, long_season) if span.holds(p.span)][:_SAMPLE]
        counts = [_inside(short, short_season, p, long_season, calendar, term) for p in outer]
    except (HolidaysUnknownError, ValueError):
        return None
    if not counts or max(most for _, most in counts) == 0:
        return None
    fewest, most = min(few for few, _ in counts), max(many for _, many in counts)
    typical = fewest if fewest == most else round(sum(few for few, _ in counts) / len(counts))
    return Fit(fewest, most, 52 if short == "week" and 51 <= typical <= 53 else typical)


def _inside(
    short: Per, short_season: Season | None, long: Period, long_season: Season | None, calendar: Calendar, term: Span
) -> tuple[int, int]:
    """How many short periods lie wholly in a long one and its season, and how many touch it."""
    inner = periods(short, long.span, calendar, term, short_season)
    parts = [s for t in long_season.touching(long.span) if (s := t.meet(long.span))] if long_season else [long.span]
    touching = [p for p in inner if _touches(p.span, parts, short_season)]
    whole = [p for p in touching if any(part.holds(p.span) for part in parts) and _in_season(p.span, short_season)]
    return len(whole), len(touching)


def _touches(span: Span, parts: list[Span], season: Season | None) -> bool:
    """Whether a period has a day that counts for both."""
    own = [s for t in season.touching(span) if (s := t.meet(span))] if season else [span]
    return any(part.touches(o) for part in parts for o in own)


def _in_season(span: Span, season: Season | None) -> bool:
    return season is None or any(s.holds(span) for s in season.touching(span))


def is_total(per: Per | None) -> bool:
    """Whether a period is one over which documents give totals: a season, a year or longer."""
    if isinstance(per, Length):
        return per.months * 30 + per.days >= 360
    return per in ("season", "year", "term")


def each(per: Per) -> str:
    """`the year`, `2 years`: a long period in which short ones are counted."""
    words = in_words(per)
    return f"each {words}" if words[:1].isdigit() else f"the {words}"


def periods_in_words(number: int, per: Per) -> str:
    """`8 months`, `6 periods of 2 months`."""
    words = in_words(per)
    if words[:1].isdigit():
        return f"{number} periods of {words}" if number != 1 else f"1 period of {words}"
    return f"{figure(number)} {words if number == 1 else words + 's'}"
