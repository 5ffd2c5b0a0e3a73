"""What `companion` says of its rows: how many are met, and of each other one what it lacks and what came near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.model.words import listed, plural
from mou_check.rules.asking import Row
from mou_check.rules.both_sides import BothSides, Numbered, Place
from mou_check.rules.judged import Evaluation, Judged, Near
from mou_check.rules.pools import Dated
from mou_check.rules.scope import Scope
from mou_check.rules.serving import Served, Terms

if TYPE_CHECKING:
    from mou_check.rules.companion import Companion


@dataclass(frozen=True, slots=True)
class Unmet:
    """A row that is not met: the groups of which it lacks some, and what it has of all.

    `lost` are the groups for which a near miss is worth telling; `closest` is the free companion with its
    key, in one of them, that is closest: its day and which one.
    """

    row: Row
    outcome: Outcome
    served: Served
    lacking: tuple[int, ...]
    actual: int
    found: Sequence[Numbered]
    lost: Sequence[int]
    closest: tuple[date, Numbered] | None


class RowJudge:
    """Judges the triggering rows of one rule in a scope."""

    def __init__(self, rule: Companion, scope: Scope, sides: BothSides) -> None:
        self.rule = rule
        self.scope = scope
        self.sides = sides
        self.groups = rule.needs.groups(scope.lists)
        self.terms = Terms(rule.needs.floor, rule.needs.at_most, rule.reuse)
        self.unit = rule.needs.called(scope.nouns, many=True)
        self.messages: dict[tuple[bool, tuple[int, ...], bool], str] = {}

    def evaluate(self) -> Evaluation:
        days = self.sides.days()
        served, met = self._serve({day: self.rule.reach(day, self.scope.calendar) for day in days})
        unmet = [self._unmet(row, served[row.more[0], row.day]) for row in self.sides.rows(met)]
        ids = self.sides.ids({n for item in unmet for n in item.found} | {u.closest[1] for u in unmet if u.closest})
        strangers = self.sides.strangers({item.row.day for item in unmet if item.lost and not item.closest})
        items = [self._judged(item, ids, self._near(item, ids, strangers)) for item in unmet]
        return Evaluation(items, sum(days.values()) - len(items))

    def _serve(self, reaches: Mapping[date, Span]) -> tuple[dict[Place, Served], dict[Place, int]]:
        """What the rows got of places where not all are met, and how many are met there: always the first ones."""
        # Where those that have enough may still get too many, they are looked at one by one.
        closed = {day: reach for day, reach in reaches.items() if self._outcome(reach) is Outcome.MET}
        hard = self.sides.hard(self.terms, len(self.groups), closed)
        served: dict[Place, Served] = {}
        met: dict[Place, int] = {}
        nothing = Dated()
        for key, day, rows in hard.triggers:
            pools = [hard.pools.get((key, group), nothing) for group in range(len(self.groups))]
            got = self.terms.serve(rows, reaches[day], pools)
            outcome = self._outcome(got.reach, no_key=key is None, too_many=got.too_many)
            full = got.full if outcome is Outcome.MET else 0
            if full < rows:
                served[key, day], met[key, day] = got, full
        return served, met

    def _outcome(self, reach: Span, *, no_key: bool = False, lacking: bool = False, too_many: bool = False) -> Outcome:
        if no_key:
            return Outcome.NO_DATA
        if too_many:
            return Outcome.MISSED
        last = reach.last or self.scope.term.last
        open_still = last is None or last > self.scope.as_of
        if not lacking and (self.terms.most is None or not open_still):
            return Outcome.MET
        if open_still:
            return Outcome.PENDING
        # An unlimited side means anywhere in the log, which does not leave the covered dates.
        covered = self.scope.covered
        clipped = Span(reach.first or covered.first, reach.last or covered.last)
        return Outcome.MISSED if self.sides.spans or covered.holds(clipped) else Outcome.PARTIAL

    def _unmet(self, row: Row, served: Served) -> Unmet:
        key, nth = row.more
        lacking = served.lacking(nth)
        outcome = self._outcome(served.reach, no_key=key is None, lacking=bool(lacking), too_many=served.too_many)
        actual, found = served.found(nth)
        # Where no key joins the two sides, a free companion is near to every row and tells nothing.
        lost = lacking if outcome is Outcome.MISSED and self.rule.match and not self.sides.spans else ()
        free = [(near, group) for group in lost if (near := served.pools[group].closest(row.day, served.reach))]
        closest = None
        if free:
            (_, when, number), group = min(free)
            closest = when, (key, group, number)
        return Unmet(row, outcome, served, lacking, actual, [(key, *one) for one in found], lost, closest)

    def _judged(self, unmet: Unmet, ids: Mapping[Numbered, int], near: Sequence[Near]) -> Judged:
        row, too_many = unmet.row, unmet.served.too_many
        lack = row.more[0] is None, unmet.lacking, too_many
        if lack not in self.messages:
            self.messages[lack] = self._message(*lack)
        if unmet.outcome is not Outcome.MISSED:  # else the row says itself whether it is excused
            row = replace(row, outcome=unmet.outcome)
        return row.judged(
            self.rule, self.scope, self.messages[lack],
            required=self.terms.most if too_many else self.terms.floor * len(self.groups), actual=unmet.actual,
            unit=self.unit, due=unmet.served.reach.last or self.scope.term.last,
            evidence=[row.row_id, *(ids[number] for number in unmet.found)], near=near,
        )  # fmt: skip

    def _message(self, no_key: bool, lacking: tuple[int, ...], too_many: bool) -> str:
        if no_key:
            return f"{self._key()} is empty, so what it needs cannot be found"
        noun = self.rule.needs.called(self.scope.nouns, many=self.terms.floor != 1 or too_many)
        if too_many:
            return f"more than {self.terms.most} {noun}"
        names = [name for group in lacking if (name := self.groups[group])]
        which = f" for {listed(names)}" if names else ""
        if self.terms.floor == 1:
            return f"no {noun}{which} {self.rule.reach_in_words()}"
        return f"fewer than {self.terms.floor} {noun}{which}"

    def _near(
        self, unmet: Unmet, ids: Mapping[Numbered, int], strangers: Mapping[tuple[date, int], tuple[int, str]]
    ) -> list[Near]:
        """The closest free companion with the key on another day, else one on the day whose key no row has."""
        day = unmet.row.day
        if unmet.closest:
            when, number = unmet.closest
            away = f"{plural(abs((when - day).days), 'day')} {'after' if when > day else 'before'}"
            return [Near(ids[number], f"one on {day_in_words(when)}, {away}")]
        stranger = min((strangers[day, group] for group in unmet.lost if (day, group) in strangers), default=None)
        if stranger:
            row, other = stranger
            return [Near(row, f'one on the same day, but with {self._key()} "{other}"')]
        return []

    def _key(self) -> str:
        return listed(column for column, _ in self.rule.pairs())
