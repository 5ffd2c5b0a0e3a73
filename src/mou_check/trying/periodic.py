"""Logs for rules that judge periods: counts, levels, gaps, cycles, cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from math import ceil

from mou_check.model.lengths import last_day_within
from mou_check.model.spans import DAY, Span
from mou_check.rules.bounds import Bounds
from mou_check.rules.count import Count
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.gap import Gap
from mou_check.rules.level import Level
from mou_check.rules.scope import Slot
from mou_check.rules.selecting import SpanColumns
from mou_check.trying.cells import number
from mou_check.trying.stage import Stage
from mou_check.trying.trial import Row, Trial, Tries


def count(stage: Stage, rule: Count) -> tuple[Tries, Tries]:
    """As many rows in a period as it takes, in each group; or fewer, or one too many."""
    enough, outside = _amounts(rule, rows=rule.measure is None or rule.measure.distinct is not None)
    groups = stage.groups(rule)

    def filled(amounts: Sequence[float]) -> Tries:
        for slots in stage.slots():
            first, *more = slots
            rows = [_counted(stage, rule, first, g, a) for g, a in zip(groups, amounts, strict=True)]
            yield from _shown(
                stage, rule, slots, [*rows, *(_counted(stage, rule, s, g, enough) for s in more for g in groups)]
            )

    def missed() -> Tries:
        for amount in outside:
            if amount < enough and len(groups) > 1:  # a row in one group shows that the others have none
                yield from filled([1, *[0] * (len(groups) - 1)])
            yield from filled([amount, *[enough] * (len(groups) - 1)])
        for slots in stage.slots():  # silence in the last of several periods
            *full, _ = slots
            if full and 0 in outside:
                yield from _shown(
                    stage, rule, slots, [_counted(stage, rule, s, g, enough) for s in full for g in groups]
                )

    return filled([enough] * len(groups)), missed()


def _amounts(rule: Bounds, *, rows: bool) -> tuple[float, list[float]]:
    """An amount within bounds, and amounts outside of them: of `rows` the fewest there can be, else just outside."""
    low, high = rule.floor, rule.ceiling
    enough = low if low is not None else min(high or 0, 1)
    if rows:
        enough = ceil(enough)
    below = [1 if enough > 1 else 0] if rows else [enough - 1 if enough >= 1 else 0]
    above = [float(int(high)) + 1] if high is not None else []
    return enough, [*(below if low else []), *above]


def _counted(stage: Stage, rule: Count, slot: Slot, group: Sequence[str], amount: float) -> list[Row] | None:
    """Rows that come to an amount in a period and group; None when there are none such."""
    if not amount:
        return []
    if rule.measure and rule.measure.sum:
        cells = {rule.measure.sum: number(amount)}
        return _all([stage.row(rule, stage.spread(slot, 1)[0], cells, group=group)])
    found: list[Row | None] = []
    many = int(amount)
    values = _values(stage, rule, rule.measure.distinct, many) if rule.measure and rule.measure.distinct else None
    for i, day in enumerate(stage.spread(slot, many)):
        if values is None:
            found.append(stage.row(rule, day, group=group, number=i + 1))
            continue
        column = rule.measure.distinct if rule.measure and rule.measure.distinct else ""
        tried = (stage.row(rule, day, {column: value}, group=group, number=i + 1) for value in tuple(values))
        row = next((r for r in tried if r), None)
        found.append(row)
        if row:
            values.remove(row[column])
    return _all(found)


def _values(stage: Stage, rule: Count, column: str, many: int) -> list[str]:
    """Different values to write in a column: those that the rule knows, then some of our own."""
    known = [
        v for k in rule.known_values() if k.column == column for v in k.values or stage.lists.get(k.list_name or "", ())
    ]
    kind = stage.filler.types.get(column, "text")
    if column == "activity":
        return list(rule.activity)
    if kind == "yes-no":
        return ["yes", "no"]
    if kind == "time":
        return [f"{9 + i // 60:02}:{i % 60:02}" for i in range(min(many, 600))]
    own = [
        stage.key(column, i + 1, stage.first) if column != "date" else (stage.first + i * DAY).isoformat()
        for i in range(many)
    ]
    return list(dict.fromkeys([*known, *own]))


def _all(rows: Sequence[Row | None]) -> list[Row] | None:
    """All of the rows, None when one of them cannot be made."""
    found = [row for row in rows if row is not None]
    return found if len(found) == len(rows) else None


def _shown(stage: Stage, rule: Count | Level, slots: Sequence[Slot], parts: Sequence[list[Row] | None]) -> Tries:
    """The trial of rows over periods; where there are none, one outside shows that the log records them."""
    if any(part is None for part in parts):
        return
    rows = sorted((row for part in parts for row in part or ()), key=lambda row: row["date"])
    first, last = slots[0].period.first, slots[-1].period.last or slots[-1].parts[-1].last
    assert last
    if rows:
        yield Trial(tuple(stage.whole(row) for row in rows), first, last, last)
        return
    before = stage.row(rule, first - DAY)
    if before and isinstance(rule.dated, SpanColumns):
        before[rule.dated.to] = before["date"]
    if before and not (isinstance(rule, Level) and rule.value):  # a level holds until the next row
        yield Trial((stage.whole(before),), first, last, last)
    yield Trial((), first, last, last, rule.activity)


def level(stage: Stage, rule: Level) -> tuple[Tries, Tries]:
    """A level that holds from the first day of a period, within bounds or just outside."""
    enough, outside = _amounts(rule, rows=rule.value is None)
    if stage.filler.types.get(rule.value or "") == "integer":
        enough = ceil(enough)

    def filled(amounts: Sequence[float]) -> Tries:
        for slots in stage.slots()[:2]:
            first = slots[0].period.first
            parts = []
            for group in stage.groups(rule):
                for amount in amounts:
                    if rule.value:
                        parts.append(_all([stage.row(rule, first, {rule.value: number(amount)}, group=group)]))
                    else:
                        days = [first] * int(amount)
                        parts.append(_all([stage.row(rule, d, group=group, number=i + 1) for i, d in enumerate(days)]))
            yield from _shown(stage, rule, slots, parts)

    return filled([enough]), (trial for amount in outside for trial in filled([amount]))


def gap(stage: Stage, rule: Gap) -> tuple[Tries, Tries]:
    """A row and the next on the last day in time; or the first alone."""

    def trials(*, kept: bool) -> Tries:
        for start in [stage.first, *stage.days()]:
            due = last_day_within(start, rule.at_most, stage.calendar)
            wanted = [start, due] if kept else [start]
            rows = [stage.row(rule, day, group=g, number=i) for g in stage.groups(rule) for i, day in enumerate(wanted)]
            if due in (stage.life or Span()) and (found := _all(rows)):
                yield Trial(tuple(stage.whole(row) for row in found), start, due, due)

    return trials(kept=True), trials(kept=False)


def cycles(stage: Stage, rule: Deadline) -> tuple[Tries, Tries]:
    """One row by the due day of a cycle, or a day later, or before the cycle opens."""
    assert rule.due != "unlimited"
    life = stage.life or Span()
    wanted = Span(stage.first, stage.first + timedelta(1200))
    if rule.due.on:
        wanted = Span(rule.due.on - timedelta(400), rule.due.on)
    elif rule.due.within and stage.agreement.term.starts:
        wanted = Span(stage.first, last_day_within(stage.agreement.term.starts, rule.due.within, stage.calendar))
    reach = wanted.meet(life)
    spans = [Span(c.opens or c.due, c.due) for c in rule.cycles(stage.scope(reach))] if reach and reach.last else []
    inside = [span for span in spans if life.holds(span)]

    def done(*days: tuple[int, str]) -> Tries:
        for span in inside[:2]:
            assert span.first and span.last
            for shift, side in days:
                day = (span.last if side == "due" else span.first) + shift * DAY
                rows = _all([stage.row(rule, day, group=g) for g in stage.groups(rule)])
                if rows:
                    yield Trial(tuple(stage.whole(row) for row in rows), span.first, span.last, max(span.last, day))

    return done((0, "due"), (0, "opens")), done((1, "due"), (-1, "opens"))


def cover(stage: Stage, rule: Cover) -> tuple[Tries, Tries]:
    """Shifts through all required hours of a day, or the first of them ending early."""

    def shift(start: datetime, end: datetime, group: Sequence[str]) -> Row | None:
        cells = {rule.starts: _clock(stage, rule.starts, start), rule.ends: _clock(stage, rule.ends, end)}
        return stage.row(rule, start.date(), cells, group=group)

    def shifts(*, whole: bool) -> Tries:
        for day in _hours_days(stage, rule):
            required = sorted({i for h in rule.hours if (i := h.on(day, stage.scope(Span(day, day))))})
            if not whole:
                (start, end), *rest = required
                short = min(timedelta(hours=1), (end - start) / 2)
                required = [(start, end - short), *rest]
            rows = _all([shift(start, end, g) for g in stage.groups(rule) for start, end in required])
            if rows:
                yield Trial(tuple(stage.whole(row) for row in rows), day, day, day + DAY)

    return shifts(whole=True), shifts(whole=False)


def _hours_days(stage: Stage, rule: Cover) -> Iterator[date]:
    """Days on which cover is required; the day after must be in force too, as hours may run past midnight."""
    for start in stage.days()[:3]:
        for i in range(10):
            day = start + i * DAY
            if day in (stage.life or Span()) and any(h.on(day, stage.scope(Span(day, day))) for h in rule.hours):
                yield day


def _clock(stage: Stage, column: str, at: datetime) -> str:
    """A moment as the column writes it: a time of day, or with its date."""
    return f"{at:%H:%M}" if stage.filler.types.get(column) == "time" else f"{at:%Y-%m-%dT%H:%M}"
