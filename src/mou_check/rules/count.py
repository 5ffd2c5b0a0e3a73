"""`count`: so many in each period.

Use it where a document says how often: two news releases a week, twenty roadshows in a season, each
of three publications once a year.

```yaml
rule: {kind: count, activity: news_release, at_least: 2, per: week}
```

Meets it:

```csv
date,activity
2015-06-01,news_release
2015-06-04,news_release
```

Breaches it (one short in the week of 1 June):

```csv
date,activity
2015-06-01,news_release
2015-06-09,news_release
```

Bounds are `at_least`, `at_most` or both, or `exactly`. `measure` counts something else than rows:
`{sum: COLUMN}` adds a number up, `{distinct: COLUMN}` counts different values; empty cells add
nothing. `season` leaves out rows outside a part of the year, `for_each` judges every value of a list
on its own, `cut_periods` says what becomes of a period that the window or the term cuts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil, floor, inf
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import Log, Query
from mou_check.model.spans import DAY
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, figure
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import DayRows, by_day, evidence, excused, in_slot, plain_by_day
from mou_check.rules.base import LogRule, Periodic
from mou_check.rules.bounds import Bounds, cut_order, more_rows
from mou_check.rules.comparing import OTHER, Orders, Side, Sides
from mou_check.rules.comparing.paces import Paced, paced_order
from mou_check.rules.comparing.values import by_presence
from mou_check.rules.fields import Amount, Model, Text, told_by
from mou_check.rules.judged import Evaluation, Judged, Near
from mou_check.rules.scope import Scope, Slot
from mou_check.rules.selecting import Use

_LACKING = {
    Outcome.MISSED: "short",
    Outcome.PENDING: "still needed",
    Outcome.PARTIAL: "short in the days under review",
}


class Measure(Model):
    """What is counted in place of rows."""

    model_config = told_by(("sum",), ("distinct",), only=True)
    sum: Text | None = Field(None, description="Add up this column.", examples=["people"])
    distinct: Text | None = Field(None, description="Count the different values of this column.", examples=["town"])

    @model_validator(mode="after")
    def _one(self) -> Measure:
        if (self.sum is None) == (self.distinct is None):
            raise ValueError("expected either {sum: COLUMN} or {distinct: COLUMN}")
        return self


class Count(LogRule, Periodic, Bounds):
    """So many in each period."""

    model_config = told_by(("per", "at_least"), ("per", "at_most"), ("per", "exactly"))
    kind: Literal["count"]
    measure: Measure | None = Field(None, description="What is counted in place of rows.")

    @model_validator(mode="after")
    def _sound(self) -> Count:
        self.check()
        if self.per is None:
            raise ValueError('needs per: the period in which to count, such as "per: week"')
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        if self.measure and self.measure.sum:
            yield Use(
                ("measure", "sum"),
                self.measure.sum,
                self.activity,
                "the number to add up",
                frozenset({"integer", "number"}),
            )
        if self.measure and self.measure.distinct:
            yield Use(("measure", "distinct"), self.measure.distinct, self.activity, "the values to count")

    def describe(self, nouns: Nouns) -> str:
        what = self.called(nouns, many=self.floor != 1 or self.ceiling not in (None, 1))
        if self.measure and self.measure.sum:
            what = f"{self.measure.sum.replace('_', ' ')} of {self.called(nouns, many=True)}"
        if self.measure and self.measure.distinct:
            what = f"different {self.measure.distinct.replace('_', ' ')} of {self.called(nouns, many=True)}"
        return f"{self.bounds_in_words()} {what}{self.where_in_words()}{self.per_in_words()}{self.for_each_in_words()}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        more = more_rows(self, new)
        sums = self._sums or new._sums
        # More rows can add up to less, where numbers are below zero.
        selected = OTHER if sums else more
        orders = self.row_orders(new, sides, selected)
        # Rows that are counted once for each value are fewer than the rows.
        orders["measure.distinct"] = by_presence(self._distinct, new._distinct, selected.flipped)
        orders["cut_periods"] = cut_order(self.cut_periods, new.cut_periods, more)
        if (self.per, self.season) == (new.per, new.season):
            return orders | self.bound_orders(new, lowest=-inf if sums else 0)
        order = paced_order(self._paced(sides.old), new._paced(sides.new))
        return orders | dict.fromkeys(("at_least", "at_most", "exactly", "per", "season"), order)

    @property
    def _sums(self) -> bool:
        return self.measure is not None and self.measure.sum is not None

    @property
    def _distinct(self) -> str | None:
        return self.measure.distinct if self.measure else None

    def _paced(self, side: Side) -> Paced:
        """The bounds with their periods, for comparison."""
        assert self.per is not None
        return Paced(
            self.floor, self.ceiling, self.per, self.season, adds_up=not self._distinct, may_fall=self._sums,
            judges_cut=self.cut_periods is not None, side=side,
        )  # fmt: skip

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        found = self._counted(query, scope)
        slots = self.slots(scope)
        items = [
            self._judge(slot, name, in_slot(found, slot, g), self._near(slot, g, found), scope)
            for g, name in enumerate(self.groups(scope.lists))
            for slot in slots
        ]
        return Evaluation(excused(self, log, scope, items))

    def _counted(self, query: Query, scope: Scope) -> dict[tuple[date, int], list[DayRows]]:
        """Rows by day; with a measure the sum of its column, or one entry for each of its values."""
        if self.measure is None:
            if self.plain:
                return plain_by_day(query.log, self.activity, scope)
            return by_day(query, self.sql(query, scope.lists), scope, total="count(*)")
        column = query.cell(self.measure.sum or self.measure.distinct or "")
        selected = self.sql(query, scope.lists, f", {column.value} AS m")
        if self.measure.sum:
            return by_day(query, selected, scope, total="coalesce(sum(m), 0)")
        return by_day(query, selected, scope, value="m")

    def _amount(self, entries: list[DayRows]) -> Amount:
        if self.measure and self.measure.distinct:
            return len({entry.value for entry in entries} - {None})
        amount = sum(entry.total for entry in entries)
        return round(amount, 9) if isinstance(amount, float) else int(amount)

    def _judge(self, slot: Slot, group: str | None, entries: list[DayRows], near: list[Near], scope: Scope) -> Judged:
        low, high = self.floor, self.ceiling
        if self.cut_periods == "pro-rata" and slot.share < 1:
            low = None if low is None else floor(low * slot.share + 1e-9)
            high = None if high is None else min(high, ceil(high * slot.share - 1e-9))
        amount = self._amount(entries)
        short = round(max(low - amount if low is not None else 0, amount - high if high is not None else 0, 0), 9)
        if high is not None and amount > high:
            outcome = Outcome.MISSED
        elif high is None and not short:
            outcome = Outcome.MET
        elif not slot.over:
            outcome = Outcome.PENDING
        elif not slot.whole:
            outcome = Outcome.PARTIAL
        else:
            outcome = Outcome.MISSED if short else Outcome.MET
        unit = self._unit(scope)
        over = high is not None and amount > high
        where = slot.named(group)
        bound = high if over or low is None else low
        noun = self.called(scope.nouns, many=bound != 1) if self.measure is None else unit
        message = f"{where}: {figure(amount)} of {self._required(low, high)} {noun}{self.where_in_words()}"
        if short:
            message += f", {figure(short)} {'too many' if over else _LACKING[outcome]}"
        period = slot.period
        return Judged(
            outcome, message, period.first, period.last, period.label, group,
            required=bound, actual=amount, short_by=short, unit=unit, due=period.last, rows=sum(e.rows for e in entries),
            evidence=evidence(entries), near=near if outcome is Outcome.MISSED and not over else (),
        )  # fmt: skip

    def _required(self, low: Amount | None, high: Amount | None) -> str:
        if self.exactly is not None and low == high and low is not None:
            return f"exactly {figure(low)}"
        words = [f"at least {figure(low)}"] if low is not None else []
        return " and ".join(words + ([f"at most {figure(high)}"] if high is not None else []))

    def _unit(self, scope: Scope) -> str:
        if self.measure:
            return (self.measure.sum or self.measure.distinct or "").replace("_", " ")
        return self.called(scope.nouns, many=True)

    def _near(self, slot: Slot, group: int, found: dict[tuple[date, int], list[DayRows]]) -> list[Near]:
        """Rows that lie one day outside a period, as a release on the Monday after a short week does."""
        if self.per in ("day", "working-day") or slot.period.last is None:
            return []
        beside = [(slot.period.first - DAY, "before"), (slot.period.last + DAY, "after")]
        return [
            Near(row, f"{day_in_words(day)}, one day {side} the period")
            for day, side in beside
            for entry in found.get((day, group), ())
            for row in entry.ids[:3]
        ]
