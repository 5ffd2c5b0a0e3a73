"""The order of bounds in periods: 2 a week is 104 a year, and has no order beside 8 a month."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mou_check.model.calendar import HolidaysUnknownError
from mou_check.model.changes import Order
from mou_check.model.periods import Per, Season, periods
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side


@dataclass(frozen=True, slots=True)
class Paced:
    """So many in each period: what `count` bounds. `adds_up`: rows of two periods make two."""

    floor: float | None
    ceiling: float | None
    per: Per
    season: Season | None
    adds_up: bool
    side: Side


# Years enough for every way in which weeks, months and leap days can lie, within the known holidays.
_YEARS = Span(date(2013, 1, 1), date(2021, 12, 31))
_AROUND = Span(date(2012, 1, 1), date(2022, 12, 31))
# People count a year as so many, though its first and last one are cut.
_IN_A_YEAR = {"week": 52, "fortnight": 26}


def paced_order(old: Paced, new: Paced) -> Order:
    """Two bounds whose periods differ: the one that implies the other is stricter (2 a week is 104 a year)."""
    try:
        forth, back = _paced_implies(old, new), _paced_implies(new, old)
    except (HolidaysUnknownError, ValueError):
        return OTHER
    return SAME if forth and back else LOOSER if forth else STRICTER if back else OTHER


# First and last day, both inside.
Days = tuple[date, date]


def _paced_implies(a: Paced, b: Paced) -> bool:
    """Whether every log that keeps to `a` keeps to `b`: tried on every period of `b` in nine years."""
    mine, yours = _parts(a, _AROUND), _parts(b, _YEARS)
    if mine is None or yours is None:
        return False
    lasts = [days[-1][1] for days, _ in mine]
    for period, whole in yours:
        near = _touching(mine, lasts, period)
        # A period that the season cuts can break a ceiling, and is never held to a floor.
        if b.floor and whole:
            inside = sum(
                own and all(any(_shared(p, q) == _length(p) for q in period) for p in other) for other, own in near
            )
            if b.per == "year" and not a.season and not b.season and isinstance(a.per, str):
                inside = max(inside, _IN_A_YEAR.get(a.per, 0))
            if (a.floor or 0) * (inside if a.adds_up else min(inside, 1)) < b.floor:
                return False
        if b.ceiling is not None:
            covered = sum(_shared(p, q) for other, _ in near for p in other for q in period)
            if a.ceiling is None or covered < sum(map(_length, period)) or a.ceiling * len(near) > b.ceiling:
                return False
    return True


def _parts(paced: Paced, span: Span) -> list[tuple[list[Days], bool]] | None:
    """The periods that lie in or touch a span, each as the days of it that count, and whether these are all its days.

    None when one has no end.
    """
    found = []
    for period in periods(paced.per, span, paced.side.calendar, paced.side.term, paced.season):
        if period.last is None:
            return None
        parts = [period.span] if paced.season is None else paced.season.touching(period.span)
        inside = [(p.first, p.last) for part in parts if (p := part.meet(period.span)) and p.first and p.last]
        if inside:
            found.append((inside, inside == [(period.first, period.last)]))
    return found


def _touching(
    mine: Sequence[tuple[list[Days], bool]], lasts: Sequence[date], period: list[Days]
) -> list[tuple[list[Days], bool]]:
    """Those of `mine` (in order, with their last days) that share a day with a period."""
    found = []
    for at in range(bisect_left(lasts, period[0][0]), len(mine)):
        days, _ = mine[at]
        if days[0][0] > period[-1][1]:
            break
        if any(_shared(p, q) for p in days for q in period):
            found.append(mine[at])
    return found


def _shared(a: Days, b: Days) -> int:
    """How many days two stretches have in common."""
    return max((min(a[1], b[1]) - max(a[0], b[0])).days + 1, 0)


def _length(days: Days) -> int:
    return (days[1] - days[0]).days + 1
