"""The order of single values: numbers, sets, lengths."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

from mou_check.model.changes import Order
from mou_check.model.lengths import Length
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER


def by_number(old: float | None, new: float | None, more: Order, *, absent: float) -> Order:
    """Two numbers of which the greater one is `more`; without a number it is as if `absent` stood there."""
    a, b = (absent if n is None else n for n in (old, new))
    return SAME if a == b else more if b > a else more.flipped


def at_least(old: float | None, new: float | None) -> Order:
    """Two floors: the higher one is stricter, none at all is the loosest."""
    return by_number(old, new, STRICTER, absent=float("-inf"))


def at_most(old: float | None, new: float | None) -> Order:
    """Two ceilings: the lower one is stricter, none at all is the loosest."""
    return by_number(old, new, LOOSER, absent=float("inf"))


def by_set(old: Collection[Any], new: Collection[Any], more: Order) -> Order:
    """Two sets of which the one that holds the other is `more`."""
    a, b = set(old), set(new)
    return SAME if a == b else more if a < b else more.flipped if b < a else OTHER


def by_presence(old: object, new: object, set_: Order) -> Order:
    """Something that only loosens or tightens by being there; two different ones have no order."""
    return SAME if old == new else set_ if old is None else set_.flipped if new is None else OTHER


def by_length(old: Length | None, new: Length | None, longer: Order) -> Order:
    """Two lengths; None is without limit. A month and 30 days have no order, for a month is 28 to 31 days."""
    if old == new:
        return SAME
    if old is None or new is None:
        return longer if new is None else longer.flipped
    if (old.kind, old.months) == (new.kind, new.months) or (old.kind, old.days) == (new.kind, new.days):
        return longer if (new.months, new.days) > (old.months, old.days) else longer.flipped
    (a_least, a_most), (b_least, b_most) = _days_of(old), _days_of(new)
    if (a_least, a_most) == (b_least, b_most) and a_least == a_most:
        return SAME
    return longer if b_least >= a_most else longer.flipped if a_least >= b_most else OTHER


@lru_cache
def _days_of(length: Length) -> tuple[float, float]:
    """The fewest and the most days that a length can be; a clear day more is a day more."""
    days = length.days + (length.kind in ("clear-day", "clear-working-day"))
    month_days = {0}
    if length.months:
        starts = [date(2015, 1, 1) + timedelta(n) for n in range(9 * 365)]
        month_days = {(s + relativedelta(months=length.months) - s).days for s in starts}
    most: float = max(month_days) + days
    if "working" in length.kind and days:
        most = float("inf")  # holidays can stand side by side
    return min(month_days) + days, most
