"""Logs for rules that judge rows: one row with what it needs, and one without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mou_check.model.lengths import earliest_within, last_day_within, latest_notice
from mou_check.model.spans import DAY, Span
from mou_check.rules.approval import Approval
from mou_check.rules.companion import Companion
from mou_check.rules.deadline import Deadline
from mou_check.rules.every import Every
from mou_check.rules.never import Never
from mou_check.rules.notice import Notice
from mou_check.rules.sample import Sample
from mou_check.rules.selecting import SpanColumns
from mou_check.trying.stage import Stage
from mou_check.trying.trial import Row, Trial, Tries


def _trial(stage: Stage, rows: list[Row | None], since: date, until: date, records: tuple[str, ...] = ()) -> Tries:
    """The trial of rows over some days; none when one of the rows cannot be made."""
    found = [stage.whole(row) for row in rows if row is not None]
    if len(found) == len(rows):
        yield Trial(tuple(sorted(found, key=lambda row: row["date"])), since, until, until, records)


def every(stage: Stage, rule: Every) -> tuple[Tries, Tries]:
    """One row that has the properties, and one that has not."""

    def trials(*, kept: bool) -> Tries:
        for day, window in _windows(stage, rule):
            holds, fails = ([rule.must], None) if kept else ([], rule.must)
            for row in stage.rows(rule, day, holds=holds, fails=fails):
                yield from _trial(stage, [row], *window)

    return trials(kept=True), trials(kept=False)


def _windows(stage: Stage, rule: Every) -> Iterator[tuple[date, tuple[date, date]]]:
    """Days to put a row on, each with the days under review."""
    if rule.per is None or (rule.at_least == 1 and rule.season is None):
        yield from ((day, (day, day + 2 * DAY)) for day in stage.days())
        return
    for slots in stage.slots()[:2]:
        last = slots[0].period.last
        assert last
        yield stage.spread(slots[0], 1)[0], (slots[0].period.first, last)


def never(stage: Stage, rule: Never) -> tuple[Tries, Tries]:
    """No such row, beside one that only looks like it; and one such row."""

    def silent() -> Tries:
        for day in stage.days()[:1]:
            if rule.where:
                other = rule.model_copy(update={"where": None})
                for row in stage.rows(other, day, fails=rule.where):
                    yield from _trial(stage, [row], day, day + 2 * DAY)
            yield from _trial(stage, [stage.row(rule, day - DAY)], day, day)
            yield Trial((), day, day, day, rule.activity)

    rows = ((day, stage.row(rule, day)) for day in stage.days())
    return silent(), (trial for day, row in rows for trial in _trial(stage, [row], day, day + 2 * DAY))


def notice(stage: Stage, rule: Notice) -> tuple[Tries, Tries]:
    """Notice on the latest day that is early enough, and a day later, or none at all."""

    def trials(*shifts: int | None) -> Tries:
        for day in stage.days():
            event = day if rule.event in ("date", rule.dated) else day + timedelta(30)
            latest = latest_notice(event, rule.at_least, stage.calendar)
            for shift in shifts:
                given = "" if shift is None else (latest + shift * DAY).isoformat()
                cells = {rule.given: given} | ({} if rule.event == "date" else {rule.event: event.isoformat()})
                yield from _trial(stage, [stage.row(rule, day, cells)], day, max(event, latest + DAY))

    return trials(0), trials(1, None)


def approval(stage: Stage, rule: Approval) -> tuple[Tries, Tries]:
    """Cleared by the first officer on the day; by somebody else; or a day late."""
    names = stage.lists.get(rule.by[0], rule.by) if len(rule.by) == 1 else rule.by

    def trials(*who_and_when: tuple[str, int | None]) -> Tries:
        for day in stage.days():
            for who, shift in who_and_when:
                on = "" if shift is None else (day + shift * DAY).isoformat()
                cells = {rule.approver: who, **({rule.approved_on: on} if rule.approved_on else {})}
                if rule.clearance is None:
                    yield from _trial(stage, [stage.row(rule, day, cells)], day, day + 2 * DAY)
                    continue
                pairs = list(rule.clearance.pairs())
                keys = {own: stage.key(own, 1, day) for own, _ in pairs}
                act = stage.row(rule, day, keys)
                joined = {other: keys[own] for own, other in pairs}
                cleared = stage.row(rule.clearance, day + (shift or 0) * DAY, {**joined, **cells})
                yield from _trial(stage, [act, cleared], day, day + 2 * DAY)

    return trials((names[0], 0)), trials((names[0], 1), ("somebody else", 0), ("", None))


def companion(stage: Stage, rule: Companion) -> tuple[Tries, Tries]:
    """A row with what it needs, and one without it, beside others that are too far away or have another key."""
    needs = rule.needs
    groups = stage.groups(needs)
    pairs = list(rule.pairs())

    def joined(day: date, number: int) -> tuple[Row, Row]:
        values = [
            day.isoformat() if "date" in pair else stage.key(pair[0], number, day) for pair in pairs
        ]  # fmt: skip
        own = {own: value for (own, _), value in zip(pairs, values, strict=True)}
        return own, {other: value for (_, other), value in zip(pairs, values, strict=True)}

    def reach(day: date) -> Span:
        if isinstance(needs.dated, SpanColumns):
            return Span(day, day)
        before, after = rule.within.before, rule.within.after
        return Span(
            earliest_within(day, before, stage.calendar) if before is not None else None,
            last_day_within(day, after, stage.calendar) if after is not None else None,
        )

    def answered(many: int) -> Tries:
        for day in stage.days():
            own, other = joined(day, 1)
            found = reach(day)
            at = day if day in found else found.first or found.last or day
            rows = [stage.row(rule, day, own)]
            rows += [stage.row(needs, at, other, group=g, number=i + 1) for g in groups for i in range(many)]
            yield from _trial(stage, rows, found.first or day, found.last or stage.agreement.term.ends or day)

    def lacking() -> Tries:
        for day in stage.days()[:3]:
            own, other = joined(day, 1)
            found = reach(day)
            since, until = found.first or day, found.last or stage.agreement.term.ends or day
            trigger = stage.row(rule, day, own)
            if needs.floor > 1:
                few = [
                    stage.row(needs, day, other, group=g, number=i + 1) for g in groups for i in range(needs.floor - 1)
                ]
                yield from _trial(stage, [trigger, *few], since, until)
            if len(groups) > 1:
                one = [stage.row(needs, day, other, group=groups[0], number=i + 1) for i in range(needs.floor)]
                yield from _trial(stage, [trigger, *one], since, until)
            if pairs:
                _, stranger = joined(day, 2)
                yield from _trial(stage, [trigger, stage.row(needs, day, stranger, group=groups[0])], since, until)
            for far in (since - timedelta(40), until + timedelta(40)):
                elsewhere = stage.row(needs, far, other, group=groups[0])
                if elsewhere and isinstance(needs.dated, SpanColumns):
                    elsewhere[needs.dated.to] = far.isoformat()
                yield from _trial(stage, [trigger, elsewhere], since, max(until, far))
            yield from _trial(stage, [trigger], since, until, needs.activity)

    def missed() -> Tries:
        if needs.floor:
            yield from lacking()
        if needs.at_most is not None:
            yield from answered(needs.at_most + 1)

    def kept() -> Tries:
        if needs.floor:
            yield from answered(needs.floor)
        else:
            yield from lacking()

    return kept(), missed()


def sample(stage: Stage, rule: Sample) -> tuple[Tries, Tries]:
    """Just enough answers, and one fewer."""
    people = 100_000_000.0
    needed = answers_needed(rule)

    def trials(answers: int) -> Tries:
        population = (
            {rule.population: f"{int(people)}"} if rule.population and rule.population != rule.responses else {}
        )
        for day in stage.days():
            yield from _trial(stage, [stage.row(rule, day, {rule.responses: str(answers), **population})], day, day)

    return trials(needed), (trial for few in (needed - 1, 0) for trial in trials(few))


def answers_needed(rule: Sample) -> int:
    """How many answers a sample needs where many are asked: its number, or what its margin takes, whichever is more."""
    fewest = rule.at_least or 1
    if rule.margin is None:
        return fewest
    # margin = z x sqrt(0.25 / n), so n = (margin of one answer / margin)^2; the last step is exact.
    n = max(int((rule.margin_of(1, None) / rule.margin) ** 2) - 1, 1)
    while rule.margin_of(n, None) > rule.margin:
        n += 1
    return max(n, fewest)


def cases(stage: Stage, rule: Deadline) -> tuple[Tries, Tries]:
    """A case done on its first day, one done a day late, one never done."""
    end = stage.agreement.term.ends

    def trials(*, kept: bool) -> Tries:
        for day in stage.days():
            cells: Row = {}
            due: date | None
            if rule.due == "unlimited":
                due = end
            elif rule.due.column:
                due = day + timedelta(7)
                cells[rule.due.column] = due.isoformat()
            else:
                assert rule.due.within
                if rule.due.start_column != "date":
                    cells[rule.due.start_column] = day.isoformat()
                due = last_day_within(day, rule.due.within, stage.calendar)
            late = "" if due is None else (due + DAY).isoformat()
            for done in [day.isoformat()] if kept else [late, ""]:
                row = stage.row(rule, day, {**cells, **dict.fromkeys(rule.done or (), done)})
                yield from _trial(stage, [row], day, max(due or day, day) + DAY)

    return trials(kept=True), trials(kept=False)
