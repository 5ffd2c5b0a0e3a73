"""What the triggering rows of `companion` get, in order of day and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from mou_check.log import EVIDENCE
from mou_check.model.spans import Span
from mou_check.rules.pools import Pool

# Of too many companions so many beyond those that may be are named: each is named by every row that it is too many for.
BEYOND = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What each row needs of every group: so many, no more than `most`; `reuse`: one may serve many rows."""

    floor: int
    most: int | None
    reuse: bool

    def serve(self, rows: int, reach: Span, pools: Sequence[Pool]) -> Served:
        """Give the rows of one key and day what they need of the pool of each group."""
        crowds = [self._crowd(pool, reach) for pool in pools]
        wanted = self.floor if self.reuse else self.floor * rows
        given = [pool.take(reach, wanted, reuse=self.reuse) for pool in pools]
        return Served(self, rows, reach, pools, given, crowds)

    def _crowd(self, pool: Pool, reach: Span) -> tuple[int, Sequence[int]] | None:
        """Those in reach where they are too many."""
        if self.most is None:
            return None
        many, first = pool.crowd(reach, self.most + BEYOND)
        return (many, first) if many > self.most else None


@dataclass(frozen=True, slots=True)
class Served:
    """What the rows of one key and day got, by group: the first row the first `floor`, the next row the next.

    `crowds` has those in reach, how many and the first of them, for groups where there are too many.
    """

    terms: Terms
    rows: int
    reach: Span
    pools: Sequence[Pool]
    given: Sequence[Sequence[int]]
    crowds: Sequence[tuple[int, Sequence[int]] | None]

    @property
    def full(self) -> int:
        """How many rows, from the first on, have what they need of every group."""
        terms = self.terms
        if terms.reuse or not terms.floor:
            return 0 if self.lacking(0) else self.rows
        return min(self.rows, *(len(given) // terms.floor for given in self.given))

    @property
    def too_many(self) -> bool:
        return any(self.crowds)

    def share(self, nth: int, group: int) -> Sequence[int]:
        """The numbers that the n-th row got of a group."""
        start = 0 if self.terms.reuse else nth * self.terms.floor
        return self.given[group][start : start + self.terms.floor]

    def lacking(self, nth: int) -> tuple[int, ...]:
        """The groups of which the n-th row has too few."""
        return tuple(g for g in range(len(self.given)) if len(self.share(nth, g)) < self.terms.floor)

    def found(self, nth: int) -> tuple[int, list[tuple[int, int]]]:
        """How many the n-th row has, or has in reach where that is too many, and the first of them: (group, number)."""
        parts = [self.crowds[group] or _counted(self.share(nth, group)) for group in range(len(self.given))]
        named = ((group, number) for group, (_, numbers) in enumerate(parts) for number in numbers)
        return sum(many for many, _ in parts), list(islice(named, EVIDENCE))


def _counted(numbers: Sequence[int]) -> tuple[int, Sequence[int]]:
    return len(numbers), numbers
