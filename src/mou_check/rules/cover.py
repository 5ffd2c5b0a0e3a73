"""`cover`: continuous cover during certain hours.

Use it for duty desks, on-call rotas and monitored channels.

```yaml
rule:
  kind: cover
  activity: social_media_shift
  starts: starts
  ends: ends
  hours: [{days: weekdays, from: "08:00", to: "18:00", holidays: excluded}]
```

Meets it on Monday 1 June:

```csv
date,activity,starts,ends
2015-06-01,social_media_shift,08:00,13:00
2015-06-01,social_media_shift,13:00,18:00
```

Breaches it, 30 minutes short:

```csv
date,activity,starts,ends
2015-06-01,social_media_shift,08:00,12:30
2015-06-01,social_media_shift,13:00,18:00
```

`starts` and `ends` are columns with a time (on the row's day) or with a date and time. `ends` at or
before `starts` is the next day; an empty end stands until as-of. Overlaps merge. Each local day with
required hours is a period, and what it is short by is counted in minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema

from mou_check.log import EVIDENCE, Cell, ColumnType, Log
from mou_check.model.calendar import WEEKDAYS
from mou_check.model.periods import Period, periods
from mou_check.model.spans import DAY, days
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, article, figure, listed
from mou_check.rules.asking import excused
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, STRICTER, Orders, Sides
from mou_check.rules.comparing.values import by_set
from mou_check.rules.fields import Many, Minutes, Model, Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Use

NAMED_DAYS = {"every-day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
Interval = tuple[datetime, datetime]
Shift = tuple[datetime, datetime, tuple[int, ...]]
_CLOCK: frozenset[ColumnType] = frozenset({"time", "datetime"})


def _days(value: object) -> tuple[int, ...]:
    if isinstance(value, str) and value in NAMED_DAYS:
        return tuple(NAMED_DAYS[value])
    names = [value] if isinstance(value, str) else value
    if isinstance(names, (list, tuple)) and names and all(n in WEEKDAYS for n in names):
        return tuple(WEEKDAYS.index(n) for n in names)
    raise ValueError(f"expected {', '.join(NAMED_DAYS)}, or names of days such as [monday, tuesday]")


Weekdays = Annotated[
    tuple[int, ...],
    BeforeValidator(_days),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*NAMED_DAYS, *WEEKDAYS]},
                {"type": "array", "items": {"enum": list(WEEKDAYS)}, "minItems": 1},
            ]
        }
    ),
]


class Hours(Model):
    """Hours that must be covered on certain days, on the local clock."""

    days: Weekdays = Field(
        (0, 1, 2, 3, 4, 5, 6), description="The days of the week.", json_schema_extra={"default": "every-day"}
    )
    from_: Minutes = Field(alias="from", description="When cover must begin.")
    to: Minutes = Field(
        description='When it may end; "24:00" is the end of the day, and a time at or before `from` is on the next day.'
    )
    holidays: Literal["included", "excluded"] = Field(
        "included", description="Whether the hours hold on bank holidays too."
    )

    def on(self, day: date, scope: Scope) -> tuple[datetime, datetime] | None:
        """The required interval that belongs to a day, if it has one; it may end on the next day."""
        if day.weekday() not in self.days or (self.holidays == "excluded" and day in scope.calendar.holidays):
            return None
        midnight = datetime.combine(day, time())
        minutes = self.to - self.from_
        return midnight + timedelta(minutes=self.from_), midnight + timedelta(
            minutes=self.from_ + (minutes if minutes > 0 else minutes + 1440)
        )

    def in_words(self) -> str:
        names = next(
            (name.replace("-", " ") for name, numbers in NAMED_DAYS.items() if tuple(numbers) == self.days), None
        )
        names = names or listed(WEEKDAYS[d].capitalize() for d in self.days)
        return f"{_clock(self.from_)} to {_clock(self.to)} on {names}{' except holidays' if self.holidays == 'excluded' else ''}"


@lru_cache(maxsize=64)
def _minutes_of(hours: tuple[Hours, ...]) -> frozenset[tuple[int, int, bool]]:
    """Every minute that must be covered: the day on which it begins, the minute, whether also on a holiday."""
    minutes = set()
    for each in hours:
        end = each.to if each.to > each.from_ else each.to + 24 * 60
        for holiday in (False, True) if each.holidays == "included" else (False,):
            minutes |= {(day, minute, holiday) for day in each.days for minute in range(each.from_, end)}
    return frozenset(minutes)


class Cover(LogRule):
    """Continuous cover during certain hours."""

    kind: Literal["cover"]
    starts: Text = Field(
        description="The column with the start of a shift: a time, or a date and time.", examples=["from_time"]
    )
    ends: Text = Field(
        description="The column with its end; at or before the start is the next day.", examples=["to_time"]
    )
    hours: Many[Hours] = Field(min_length=1, description="The hours that must be covered.")

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use(("starts",), self.starts, self.activity, "when it starts", _CLOCK)
        yield Use(("ends",), self.ends, self.activity, "when it ends, empty while it goes on", _CLOCK)

    def describe(self, nouns: Nouns) -> str:
        what = self.subject(nouns)
        return (
            f"{article(what)} {what} at all times, {listed(h.in_words() for h in self.hours)}{self.for_each_in_words()}"
        )

    def orders(self, new: Self, sides: Sides) -> Orders:
        return {
            **self.row_orders(new, sides, more_rows=LOOSER),
            "hours": by_set(_minutes_of(self.hours), _minutes_of(new.hours), STRICTER),
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        assert scope.active and scope.active.first and scope.active.last
        shifts = self._shifts(log, scope)
        asked = [
            (period, required)
            for period in periods("day", scope.active, scope.calendar, scope.term)
            if (required := _merge([i for h in self.hours if (i := h.on(period.first, scope))]))
        ]
        items = [
            self._judge(period, name, required, shifts[g], scope)
            for g, name in enumerate(self.groups(scope.lists))
            for period, required in asked
        ]
        return Evaluation(excused(self, log, scope, items))

    def _shifts(self, log: Log, scope: Scope) -> list[dict[date, list[Shift]]]:
        """The shifts of each group as local times, by every day that they touch; equal ones once."""
        assert scope.active and scope.active.first and scope.active.last
        query = self.query(log, scope, plans=[self.ends])
        starts, ends = (_clock_sql(query.cell(column)) for column in (self.starts, self.ends))
        selected = self.sql(query, scope.lists, f", {starts} AS starts, {ends} AS ends")
        found = query.run(
            f"SELECT grp, day, starts, ends, min(id, {EVIDENCE}) FROM ({selected}) WHERE starts IS NOT NULL GROUP BY grp, day, starts, ends ORDER BY day, starts"
        )
        result: list[dict[date, list[Shift]]] = [{} for _ in self.groups(scope.lists)]
        standing = datetime.combine(scope.as_of + DAY, time())
        for g, day, start, end, ids in found:
            begins = _at(day, start)
            finishes = standing if end is None else _at(begins.date(), end)
            if isinstance(end, time) and finishes <= begins:
                finishes += DAY  # a time of day at or before the start is the next day's
            if finishes > begins:
                first, last = max(begins.date(), scope.active.first), min(finishes.date(), scope.active.last + DAY)
                for touched in days(first, last):
                    result[g].setdefault(touched, []).append((begins, finishes, tuple(ids)))
        return result

    def _judge(
        self,
        period: Period,
        group: str | None,
        required: list[Interval],
        shifts: Mapping[date, list[Shift]],
        scope: Scope,
    ) -> Judged:
        day = period.first
        needed = _minutes(required)
        beside = dict.fromkeys(shift for touched in (day, day + DAY) for shift in shifts.get(touched, ()))
        mine = [
            (max(begins, start), min(ends, end), ids)
            for begins, ends, ids in beside
            for start, end in required
            if begins < end and ends > start
        ]
        covered = _merge([(start, end) for start, end, _ in mine])
        short = round(needed - _minutes(covered), 6)
        outcome, message = Outcome.MET, ""
        if short:
            # Hours that run past midnight are over on the next day.
            over = required[-1][1] <= datetime.combine(scope.as_of + DAY, time())
            outcome = Outcome.MISSED if over else Outcome.PENDING
            told = listed(
                f"{a:%H:%M} to {'24:00' if b.time() == time() else f'{b:%H:%M}'}"
                for a, b in _holes(required, covered)[:3]
            )
            where = f"{period.label}, {group}" if group else period.label
            message = f"{where}: not covered {told}, {figure(short)} of {figure(needed)} minutes short"
        rows = sorted({row for *_, ids in mine for row in ids})
        return Judged(
            outcome, message, day, day, period.label, group, required=_number(needed), actual=_number(needed - short),
            short_by=_number(short), unit="minutes", due=day, rows=len(rows), evidence=rows[:EVIDENCE],
        )  # fmt: skip


def _clock_sql(cell: Cell) -> str:
    """A time of day, or a local date and time; a date alone is its midnight."""
    return cell.value if cell.type == "time" else f"coalesce({cell.value}, {cell.day}::TIMESTAMP)"


def _at(day: date, clock: time | datetime) -> datetime:
    return clock if isinstance(clock, datetime) else datetime.combine(day, clock)


def _merge(intervals: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _holes(required: list[Interval], covered: list[Interval]) -> list[Interval]:
    holes = []
    for start, end in required:
        at = start
        for a, b in covered:
            if b <= start or a >= end:
                continue
            if a > at:
                holes.append((at, a))
            at = max(at, b)
        if at < end:
            holes.append((at, end))
    return holes


def _minutes(intervals: list[Interval]) -> float:
    return sum((end - start).total_seconds() / 60 for start, end in intervals)


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 6)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
