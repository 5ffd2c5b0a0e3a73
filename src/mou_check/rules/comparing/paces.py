"""The order of bounds in periods: 2 a week is 104 a year, and has no order beside 8 a month.

One wording implies another when no log can keep to the first and miss the second. That is tried on
every period of 30 years: after 28 the same weekdays and leap years come round again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mou_check.model.calendar import Calendar, HolidaysUnknownError
from mou_check.model.orders import Order
from mou_check.model.periods import Per, Season, periods
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side


@dataclass(frozen=True, slots=True)
class Paced:
    """So many in each period: what `count` bounds.

    `adds_up`: the rows of two periods make two, as different values may not. `may_fall`: more rows can be
    less, as a sum with negative numbers. `judges_cut`: periods that an edge cuts have bounds of their own.
    """

    floor: float | None
    ceiling: float | None
    per: Per
    season: Season | None
    adds_up: bool
    may_fall: bool
    judges_cut: bool
    side: Side


@dataclass(frozen=True, slots=True)
class _Counted:
    """The days of a period on which rows count, as ordinals.

    `whole`: these are all its days. `tried`: it lies in the years for which the comparison is made.
    """

    days: frozenset[int]
    whole: bool
    tried: bool


_YEARS = Span(date(2011, 1, 1), date(2040, 12, 31))
# By convention: people count a year as so many, though the first and the last one are cut.
_IN_A_YEAR = {"week": 52, "fortnight": 26}


def paced_order(old: Paced, new: Paced) -> Order:
    """Two bounds whose periods differ: the one that implies the other is stricter (2 a week is 104 a year)."""
    years = _years(old, new)
    if years is None or years.first is None or years.last is None:
        return OTHER
    try:
        mine, yours = (
            _periods(paced.per, paced.season, paced.side.calendar, paced.side.term, years) for paced in (old, new)
        )
    except (HolidaysUnknownError, ValueError):
        return OTHER
    forth, back = _implies(old, new, mine, yours), _implies(new, old, yours, mine)
    return SAME if forth and back else LOOSER if forth else STRICTER if back else OTHER


def _years(*both: Paced) -> Span | None:
    """The days on which to compare: the term where one counts by it, else years enough, as far as holidays are known."""
    years: Span | None = _YEARS
    for paced in both:
        holidays = paced.side.calendar.holidays
        if paced.per == "term":
            return paced.side.term
        if paced.per == "working-day" and holidays.named != "none":
            years = years and years.meet(holidays.known)
    return years


@lru_cache(maxsize=32)
def _periods(per: Per, season: Season | None, calendar: Calendar, term: Span, years: Span) -> tuple[_Counted, ...]:
    """All periods that share a day with some years. Raises as `periods` does."""
    found = []
    for period in periods(per, years, calendar, term, season):
        parts = [period.span] if season is None else season.touching(period.span)
        inside = [p for part in parts if (p := part.meet(period.span))]
        ordinals = frozenset(
            n for p in inside if p.first and p.last for n in range(p.first.toordinal(), p.last.toordinal() + 1)
        )
        if ordinals:
            found.append(_Counted(ordinals, inside == [period.span], years.holds(period.span)))
    return tuple(found)


def _implies(a: Paced, b: Paced, mine: Sequence[_Counted], yours: Sequence[_Counted]) -> bool:
    """Whether every log that keeps to `a`, whose periods are `mine`, keeps to `b`."""
    asked = [period for period in yours if period.tried]
    at = {day: number for number, period in enumerate(mine) for day in period.days}
    return bool(asked) and not b.judges_cut and all(_keeps(a, b, period, mine, at) for period in asked)


def _keeps(a: Paced, b: Paced, period: _Counted, mine: Sequence[_Counted], at: Mapping[int, int]) -> bool:
    """Whether `a` keeps one period of `b` in bounds. `at`: the number of each day's period in `mine`."""
    touched = {at[day] for day in period.days if day in at}
    inside = [n for n in touched if mine[n].days <= period.days]
    filled = all(day in at for day in period.days)
    tiled = filled and len(inside) == len(touched) and all(mine[n].whole for n in inside)
    if (a.may_fall or b.may_fall) and not tiled:
        return False
    # A period that the season cuts can break a ceiling, and is never held to a floor.
    if b.floor is not None and period.whole and (b.floor or b.may_fall):
        many = sum(mine[n].whole for n in inside)
        if b.per == "year" and not a.season and isinstance(a.per, str):
            many = max(many, _IN_A_YEAR.get(a.per, 0))
        if a.floor is None or round(a.floor * (many if a.adds_up else min(many, 1)), 9) < b.floor:
            return False
    return b.ceiling is None or (filled and a.ceiling is not None and round(a.ceiling * len(touched), 9) <= b.ceiling)
