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

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from mou_check.log import EVIDENCE, Log
from mou_check.model.spans import DAY, days
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, figure, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import excused
from mou_check.rules.base import LogRule, Periodic
from mou_check.rules.count import Bounds
from mou_check.rules.fields import Amount, Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope, Slot
from mou_check.rules.selecting import SpanColumns, Use

Levels = Mapping[date, tuple[Amount, int | None]]


class Level(LogRule, Periodic, Bounds):
    """A level stays in bounds, every day."""

    kind: Literal["level"]
    value: Text | None = Field(None, description="The column with the level; a snapshot holds until the next.")

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
        where = f" with {self.where.in_words()}" if self.where else ""
        return f"{self.bounds_in_words()} {what}{where} on every day{self.for_each_in_words()}"

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        assert scope.active and scope.active.first and scope.active.last
        last = min(scope.active.last, scope.as_of)
        levels = self._spans(log, scope, last) if self.value is None else self._snapshots(log, scope, last)
        items = [
            self._judge(slot, name, levels[g], log, scope)
            for g, name in enumerate(self.groups(scope.lists))
            for slot in self.slots(scope)
        ]
        return Evaluation(excused(self, log, scope, items))

    def _snapshots(self, log: Log, scope: Scope, last: date) -> list[Levels]:
        """The level of each day from the first snapshot on, with the row that says so."""
        query = self.query(log, scope)
        assert self.value
        value = query.cell(self.value).value
        rows = query.run(
            f"SELECT grp, day, arg_max(v, id), max(id) FROM ({self.sql(query, scope.lists, f', {value} AS v')}) WHERE v IS NOT NULL GROUP BY grp, day ORDER BY grp, day"
        )
        result: list[dict[date, tuple[Amount, int | None]]] = [{} for _ in self.groups(scope.lists)]
        for i, (g, day, level, row) in enumerate(rows):
            until = rows[i + 1][1] - DAY if i + 1 < len(rows) and rows[i + 1][0] == g else last
            for d in days(
                max(day, scope.active.first if scope.active and scope.active.first else day), min(until, last)
            ):
                result[g][d] = (level, row)
        return list(result)

    def _spans(self, log: Log, scope: Scope, last: date) -> list[Levels]:
        """How many rows stand on each day: what begins and what ends, added up from the first day on."""
        query = self.query(log, scope)
        assert isinstance(self.dated, SpanColumns) and scope.active and scope.active.first
        until = query.cell(self.dated.to, plans=True).day
        rows = query.run(
            f"SELECT grp, day, until, count(*) FROM ({self.sql(query, scope.lists, f', {until} AS until')}) GROUP BY grp, day, until"
        )
        first = scope.active.first
        result: list[Levels] = []
        for g in range(len(self.groups(scope.lists))):
            change: dict[date, int] = {}
            for group, begins, ends, many in rows:
                if group == g and (ends is None or ends >= begins):
                    change[max(begins, first)] = change.get(max(begins, first), 0) + many
                    if ends is not None:
                        after = max(ends + DAY, first)
                        change[after] = change.get(after, 0) - many
            level, levels = 0, {}
            for d in days(first, last):
                level += change.get(d, 0)
                levels[d] = (level, None)
            result.append(levels)
        return result

    def _judge(self, slot: Slot, group: str | None, levels: Levels, log: Log, scope: Scope) -> Judged:
        mine = [
            d for part in slot.parts if part.first and part.last for d in days(part.first, min(part.last, scope.as_of))
        ]
        known = [(d, *levels[d]) for d in mine if d in levels]
        bad = [(d, level, row) for d, level, row in known if self._outside(level)]
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
        where = f"{slot.period.label}{f', {group}' if group else ''}"
        unit = self.value.replace("_", " ") if self.value else self.called(scope.nouns, many=True)
        if bad and worst:
            message = f"{where}: out of bounds on {plural(len(bad), 'day')} from {day_in_words(bad[0][0])}, at worst {figure(worst[1])} on {day_in_words(worst[0])}; {self.bounds_in_words()} {unit}"
        elif unknown:
            message = f"{where}: no level is known for {plural(unknown, 'day')}"
        else:
            message = f"{where}: {self.bounds_in_words()} {unit} so far"
        ids = self._evidence(worst, group, log, scope)
        required = (
            self.ceiling
            if worst and self.ceiling is not None and (worst[1] > self.ceiling or self.floor is None)
            else self.floor
        )
        period = slot.period
        return Judged(
            outcome, message, period.first, period.last, period.label, group, required=required, actual=worst[1] if worst else None,
            short_by=self._outside(worst[1]) if worst else None, unit=unit, due=period.last, rows=len(ids), evidence=ids[:EVIDENCE],
        )  # fmt: skip

    def _outside(self, level: Amount) -> Amount:
        low = self.floor - level if self.floor is not None else 0
        high = level - self.ceiling if self.ceiling is not None else 0
        return max(low, high, 0)

    def _evidence(
        self, worst: tuple[date, Amount, int | None] | None, group: str | None, log: Log, scope: Scope
    ) -> list[int]:
        """The snapshot in force on the worst day, or the rows standing on it."""
        if worst is None:
            return []
        if worst[2] is not None:
            return [worst[2]]
        assert isinstance(self.dated, SpanColumns)
        query = self.query(log, scope)
        until = query.cell(self.dated.to, plans=True).day
        on = query.bind(worst[0])
        sql = self.sql(query, scope.lists, f", {until} AS until")
        g = query.bind(self.groups(scope.lists).index(group))
        rows: list[Any] = query.run(
            f"SELECT id FROM ({sql}) WHERE grp = {g} AND day <= {on} AND coalesce(until >= {on}, true) ORDER BY id"
        )
        return [row_id for (row_id,) in rows]
