"""The companions of one key and group, from which rows take what they need: always the earliest free ones in reach.

They are numbered from 0 in order of day and row. What the rows of one day take of those that have a day
each is a run of numbers then, however many they are; so giving them out costs days, not rows. Reaches
must come in order of their days, and neither of their ends may go back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush

from mou_check.model.spans import Span


@dataclass(slots=True)
class Dated:
    """Companions of one key and group that have a day each: so many on each day, added in order."""

    days: list[date] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)  # how many there are up to each day
    # The runs that are taken, in order and never side by side.
    starts: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)

    def add(self, day: date, until: date, rows: int) -> None:
        self.days.append(day)
        self.ends.append(rows + (self.ends[-1] if self.ends else 0))

    def _before(self, day: int) -> int:
        """How many there are before the n-th day."""
        return self.ends[day - 1] if day else 0

    def _in_reach(self, reach: Span) -> range:
        first = bisect_left(self.days, reach.first) if reach.first else 0
        last = bisect_right(self.days, reach.last) if reach.last else len(self.days)
        return range(self._before(first), self._before(last))

    def crowd(self, reach: Span, named: int) -> tuple[int, Sequence[int]]:
        """How many there are in reach, free or not, and the first so many of them."""
        near = self._in_reach(reach)
        return len(near), near[:named]

    def take(self, reach: Span, many: int, *, reuse: bool) -> Sequence[int]:
        """The first free ones in reach, up to so many; with `reuse` they stay free."""
        near = self._in_reach(reach)
        if reuse:
            return near[:many]
        # What lies before the last run is taken, or was out of an earlier reach and so is out of this one.
        given = range(max(near.start, self.stops[-1] if self.stops else 0), near.stop)[:many]
        if given and self.stops and self.stops[-1] == given.start:
            self.stops[-1] = given.stop
        elif given:
            self.starts.append(given.start)
            self.stops.append(given.stop)
        return given

    def closest(self, day: date, reach: Span) -> tuple[int, date, int] | None:
        """The free one closest to a day whose reach has no free one: how many days away, its day, its number."""
        near = self._in_reach(reach)
        found = []
        run = self._taken(near.start - 1)
        before = run.start - 1 if run else near.start - 1
        if before >= 0:
            on = bisect_right(self.ends, before)
            found.append((self.days[on], self._free_from(self._before(on))))
        after = self._free_from(near.stop)
        if self.ends and after < self.ends[-1]:
            found.append((self.days[bisect_right(self.ends, after)], after))
        return min(((abs((when - day).days), when, number) for when, number in found), default=None)

    def _taken(self, number: int) -> range | None:
        """The run of taken ones in which a number lies."""
        run = bisect_right(self.starts, number) - 1
        return range(self.starts[run], self.stops[run]) if run >= 0 and number < self.stops[run] else None

    def _free_from(self, number: int) -> int:
        """The first free number from this one on."""
        run = self._taken(number)
        return run.stop if run else number


@dataclass(slots=True)
class Standing:
    """Companions of one key and group that stand for some days each, added in order of their first days."""

    spans: list[tuple[date, date]] = field(default_factory=list)
    begun: int = 0
    free: deque[int] = field(default_factory=deque)
    # All that may still stand, free or not, and the last days of those that do.
    standing: deque[int] = field(default_factory=deque)
    last_days: list[date] = field(default_factory=list)

    def add(self, day: date, until: date, rows: int) -> None:
        self.spans.append((day, until))

    def _begin(self, day: date) -> None:
        for number in range(self.begun, len(self.spans)):
            first, last = self.spans[number]
            if first > day:
                break
            self.begun += 1
            self.free.append(number)
            self.standing.append(number)
            heappush(self.last_days, last)

    def _first(self, queue: deque[int], day: date, many: int, *, keep: bool) -> list[int]:
        """The first of a queue that stand on a day, up to so many; those that no longer do are dropped for good."""
        found: list[int] = []
        while queue and len(found) < many:
            number = queue.popleft()
            if self.spans[number][1] >= day:
                found.append(number)
        if keep:
            queue.extendleft(reversed(found))
        return found

    def crowd(self, reach: Span, named: int) -> tuple[int, Sequence[int]]:
        """How many stand on the day of a reach, free or not, and the first so many of them."""
        assert reach.last
        self._begin(reach.last)
        while self.last_days and self.last_days[0] < reach.last:
            heappop(self.last_days)
        return len(self.last_days), self._first(self.standing, reach.last, named, keep=True)

    def take(self, reach: Span, many: int, *, reuse: bool) -> Sequence[int]:
        """The first free ones that stand on the day of a reach, up to so many; with `reuse` they stay free."""
        assert reach.last
        self._begin(reach.last)
        return self._first(self.free, reach.last, many, keep=reuse)

    def closest(self, day: date, reach: Span) -> None:
        """There is none on another day: they stand from one day to another."""


Pool = Dated | Standing
