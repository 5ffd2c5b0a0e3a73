"""`level`: a level stays in bounds, every day.

Use it where a document says how many there must be at any time: posts filled, people on call,
standing arrangements.

```yaml
rule: {kind: level, activity: trained_staff, value: headcount, at_least: 5, per: month}
rule: {kind: level, activity: posting, dated: {from: starts_on, to: ends_on}, at_least: 4}
```

The first meets it with 5 on 1 June; a second row breaches it from 10 June on:

```csv
date,activity,headcount
2015-06-01,trained_staff,5
2015-06-10,trained_staff,4
```

With `value` a row is a snapshot that holds until the next one. With a span (`dated: {from, to}`) the
level is the number of rows that stand on the day. Each day is judged; `per` only says how they are
reported. One day out of bounds settles its period.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import inf
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import EVIDENCE, Log
from mou_check.model.spans import DAY, Span, days
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, figure, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import excused
from mou_check.rules.base import LogRule, Periodic
from mou_check.rules.bounds import Bounds, more_rows
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Sides
from mou_check.rules.comparing.values import by_season
from mou_check.rules.fields import Amount, Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope, Slot
from mou_check.rules.selecting import SpanColumns, Use


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which rows say something about the level: a snapshot's until the next, or those that a row stands.

    `last` None: still standing. `ids` are the first rows.
    """

    first: date
    last: date | None
    amount: Amount
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each day that is known, and what it rests on."""

    by_day: Mapping[date, Amount]
    stretches: Sequence[Stretch]

    def evidence(self, day: date) -> list[int]:
        """The rows that made the level of a day."""
        return sorted(row for s in self.stretches if day in Span(s.first, s.last) for row in s.ids)


class Level(LogRule, Periodic, Bounds):
    """A level stays in bounds, every day."""

    kind: Literal["level"]
    value: Text | None = Field(
        None, description="The column with the level; a snapshot holds until the next.", examples=["staff"]
    )

    @model_validator(mode="after")
    def _sound(self) -> Level:
        self.check()
        if (self.value is None) == (not isinstance(self.dated, SpanColumns)):
            raise ValueError(
                "needs either value: the column with the level, or dated: {from: COLUMN, to: COLUMN} to count standing rows"
            )
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        if self.value:
            yield Use(("value",), self.value, self.activity, "the level", frozenset({"integer", "number"}))

    def describe(self, nouns: Nouns) -> str:
        what = (
            f"{self.value.replace('_', ' ')} of {self.called(nouns)}" if self.value else self.called(nouns, many=True)
        )
        return f"{self.bounds_in_words()} {what}{self.where_in_words()} on every day{self.for_each_in_words()}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        # A row more stands beside the others, and in place of them where rows are snapshots.
        snapshots = bool(self.value or new.value)
        less_days = (new.per == "working-day") - (self.per == "working-day")
        return {
            **self.row_orders(new, sides, OTHER if snapshots else more_rows(self, new)),
            **self.bound_orders(new, lowest=-inf if snapshots else 0),
            # Every day is judged, whatever period it is told in and however that is cut.
            "per": LOOSER if less_days > 0 else STRICTER if less_days < 0 else SAME,
            "season": by_season(self.season, new.season, STRICTER),
            "cut_periods": SAME,
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        assert scope.active and scope.active.first and scope.active.last
        days_known = days(scope.active.first, min(scope.active.last, scope.as_of))
        levels = (
            self._standing(log, scope, days_known) if self.value is None else self._snapshots(log, scope, days_known)
        )
        slots = self.slots(scope)
        items = [
            self._judge(slot, name, levels[g], scope)
            for g, name in enumerate(self.groups(scope.lists))
            for slot in slots
        ]
        return Evaluation(excused(self, log, scope, items))

    def _snapshots(self, log: Log, scope: Scope, asked: list[date]) -> list[Levels]:
        """A snapshot holds until the day before the next; of several on a day the last row holds."""
        query = self.query(log, scope)
        selected = self.sql(query, scope.lists, f", {query.cell(self.value or '').value} AS v")
        rows = query.run(
            f"SELECT grp, day, arg_max(v, id), max(id) FROM ({selected}) WHERE v IS NOT NULL GROUP BY grp, day ORDER BY grp, day"
        )
        result = []
        for g in range(len(self.groups(scope.lists))):
            mine = [row for row in rows if row[0] == g]
            ends = [row[1] - DAY for row in mine[1:]] + [None]
            stretches = [
                Stretch(day, end, level, (row,)) for (_, day, level, row), end in zip(mine, ends, strict=False)
            ]
            by_day: dict[date, Amount] = {}
            upcoming = deque(stretches)
            level: Amount | None = None
            for day in asked:
                while upcoming and upcoming[0].first <= day:
                    level = upcoming.popleft().amount
                if level is not None:
                    by_day[day] = level
            result.append(Levels(by_day, stretches))
        return result

    def _standing(self, log: Log, scope: Scope, asked: list[date]) -> list[Levels]:
        """How many rows stand on each day: what begins and what ends, added up from the first day on."""
        assert isinstance(self.dated, SpanColumns)
        query = self.query(log, scope, plans=[self.dated.to])
        selected = self.sql(query, scope.lists, f", {query.cell(self.dated.to).day} AS until")
        rows = query.run(
            f"SELECT grp, day, until, count(*), min(id, {EVIDENCE}) FROM ({selected}) WHERE coalesce(until >= day, true) GROUP BY grp, day, until"
        )
        result = []
        for g in range(len(self.groups(scope.lists))):
            stretches = [Stretch(day, until, many, tuple(ids)) for grp, day, until, many, ids in rows if grp == g]
            if not asked:
                result.append(Levels({}, stretches))
                continue
            change: Counter[date] = Counter()
            for stretch in stretches:
                change[max(stretch.first, asked[0])] += int(stretch.amount)
                if stretch.last is not None:
                    change[max(stretch.last + DAY, asked[0])] -= int(stretch.amount)
            by_day = dict(zip(asked, accumulate(change[day] for day in asked), strict=True))
            result.append(Levels(by_day, stretches))
        return result

    def _judge(self, slot: Slot, group: str | None, levels: Levels, scope: Scope) -> Judged:
        mine = [
            d for part in slot.parts if part.first and part.last for d in days(part.first, min(part.last, scope.as_of))
        ]
        known = [(d, levels.by_day[d]) for d in mine if d in levels.by_day]
        bad = [(d, level) for d, level in known if self._outside(level)]
        unknown = len(mine) - len(known)
        if bad:
            outcome = Outcome.MISSED
        elif not slot.over:
            outcome = Outcome.PENDING
        elif not slot.whole:
            outcome = Outcome.PARTIAL
        else:
            outcome = Outcome.NO_DATA if unknown else Outcome.MET
        # The worst day stands for the period: the one furthest out of bounds, else the lowest (or highest) one.
        worst = max(
            known,
            key=lambda k: (self._outside(k[1]), -k[1] if self.floor is not None else k[1], -k[0].toordinal()),
            default=None,
        )
        where = slot.named(group)
        unit = self.value.replace("_", " ") if self.value else self.called(scope.nouns, many=True)
        if bad and worst:
            low = self.floor is not None and worst[1] < self.floor
            bound = f"fewer than {figure(self.floor or 0)}" if low else f"more than {figure(self.ceiling or 0)}"
            message = f"{where}: {bound} {unit} on {plural(len(bad), 'day')} from {day_in_words(bad[0][0])}, at worst {figure(worst[1])} on {day_in_words(worst[0])}"
        elif unknown:
            message = f"{where}: no level is known for {plural(unknown, 'day')}"
        else:
            message = f"{where}: {self.bounds_in_words()} {unit} so far"
        ids = levels.evidence(worst[0]) if worst else []
        low = self.floor is not None and (worst is None or self.ceiling is None or worst[1] <= self.ceiling)
        required = self.floor if low else self.ceiling
        period = slot.period
        return Judged(
            outcome, message, period.first, period.last, period.label, group, required=required, actual=worst[1] if worst else None,
            short_by=self._outside(worst[1]) if worst else None, unit=unit, due=period.last, rows=len(ids), evidence=ids[:EVIDENCE],
        )  # fmt: skip

    def _outside(self, level: Amount) -> Amount:
        low = self.floor - level if self.floor is not None else 0
        high = level - self.ceiling if self.ceiling is not None else 0
        return max(low, high, 0)
