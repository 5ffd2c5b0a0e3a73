"""Spans of days: both ends inside, either end open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both inside; `None` leaves a side open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meet(self, other: Span) -> Span | None:
        """The days in both, or `None` when there are none."""
        firsts = [d for d in (self.first, other.first) if d is not None]
        lasts = [d for d in (self.last, other.last) if d is not None]
        first = max(firsts) if firsts else None
        last = min(lasts) if lasts else None
        if first is not None and last is not None and last < first:
            return None
        return Span(first, last)

    def holds(self, other: Span) -> bool:
        """Whether every day of `other` lies in this span."""
        return self.meet(other) == other

    def touches(self, other: Span) -> bool:
        """Whether the two share a day."""
        return self.meet(other) is not None

    def hull(self, other: Span) -> Span:
        """The shortest span that holds both."""
        first = None if self.first is None or other.first is None else min(self.first, other.first)
        last = None if self.last is None or other.last is None else max(self.last, other.last)
        return Span(first, last)


EVER = Span()


def days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both inside; none when `last` comes before `first`."""
    return list(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))
