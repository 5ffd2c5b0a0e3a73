"""The order of single values: numbers, sets, lengths, seasons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from math import ceil, inf
from typing import Any

from dateutil.relativedelta import relativedelta

from mou_check.model.lengths import Length
from mou_check.model.orders import Order
from mou_check.model.periods import Season
from mou_check.model.spans import Span, days
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER


def by_number(old: float | None, new: float | None, more: Order, *, absent: float) -> Order:
    """Two numbers of which the greater one is `more`; without a number it is as if `absent` stood there."""
    a, b = (absent if n is None else n for n in (old, new))
    return SAME if a == b else more if b > a else more.flipped


def at_least(old: float | None, new: float | None, *, lowest: float = 0) -> Order:
    """Two floors: the higher one is stricter. None at all is as if the `lowest` amount that there can be were asked."""
    return by_number(old, new, STRICTER, absent=lowest)


def at_most(old: float | None, new: float | None) -> Order:
    """Two ceilings: the lower one is stricter, none at all is the loosest."""
    return by_number(old, new, LOOSER, absent=inf)


def by_set(old: Collection[Any], new: Collection[Any], more: Order) -> Order:
    """Two sets of which the one that holds the other is `more`."""
    a, b = set(old), set(new)
    return SAME if a == b else more if a < b else more.flipped if b < a else OTHER


def by_presence(old: object, new: object, set_: Order) -> Order:
    """Something that only loosens or tightens by being there; two different ones have no order."""
    return SAME if old == new else set_ if old is None else set_.flipped if new is None else OTHER


def by_length(old: Length | None, new: Length | None, longer: Order) -> Order:
    """Two lengths; None is without limit. A month and 30 days have no order, for a month is 28 to 31 days."""
    if old is None or new is None:
        return SAME if old is new else longer if new is None else longer.flipped
    forth, back = _no_longer(old, new), _no_longer(new, old)
    return SAME if forth and back else longer if forth else longer.flipped if back else OTHER


def _no_longer(a: Length, b: Length) -> bool:
    """Whether `a` is over no later than `b`, whatever day both start on."""
    (a_working, a_days), (b_working, b_days) = _counted(a), _counted(b)
    if a_working == b_working and a.months <= b.months and a_days <= b_days:
        return True
    return _days_of(a)[1] <= _days_of(b)[0]


def _counted(length: Length) -> tuple[bool, float]:
    """Whether its days are working days, and how many they are.

    A clear day more is a day more. Clear working days lie between as many working days and one more: by
    the day of an event on a weekend they are either.
    """
    working, clear = "working" in length.kind, length.kind.startswith("clear")
    return working, length.days + (0.5 if working else 1) * clear


@lru_cache
def _days_of(length: Length) -> tuple[float, float]:
    """The fewest and the most days that a length can be; holidays can stand side by side without end."""
    working, many = _counted(length)
    month_days = {0}
    if length.months:
        starts = [date(2015, 1, 1) + timedelta(n) for n in range(9 * 365)]
        month_days = {(s + relativedelta(months=length.months) - s).days for s in starts}
    return min(month_days) + ceil(many), inf if working and many else max(month_days) + many


def by_season(old: Season | None, new: Season | None, more_days: Order) -> Order:
    """Two parts of the year of which the one that holds the other is `more_days`; None is the whole year."""
    return by_set(_season_days(old), _season_days(new), more_days)


def _season_days(season: Season | None) -> set[date]:
    """Its days in a leap year."""
    year = Span(date(2016, 1, 1), date(2016, 12, 31))
    parts = [year] if season is None else [p for s in season.touching(year) if (p := s.meet(year))]
    return {day for part in parts if part.first and part.last for day in days(part.first, part.last)}
