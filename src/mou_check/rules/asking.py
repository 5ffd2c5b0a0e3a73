"""Queries that several rule kinds ask, and the items that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mou_check.log import EVIDENCE, Log, Query
from mou_check.model.spans import DAY, Span, days
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.rules.base import LogRule
from mou_check.rules.judged import Judged
from mou_check.rules.scope import Scope, Slot


@dataclass(slots=True)
class DayRows:
    """The rows of one day and group that have one value: how many, what they add up to, the first ids."""

    day: date
    group: int
    value: Any
    total: float | int
    rows: int
    ids: list[int]


def by_day(
    query: Query, selected: str, scope: Scope, *, value: str = "NULL", total: str = "0"
) -> dict[tuple[date, int], list[DayRows]]:
    """Selected rows counted by day and group (and `value`), from a day before the active days to a day after.

    Periods are made first and add up their days, so a silent period is there with a zero; the days on
    either side tell near misses. The database counts, however many rows there are.
    """
    assert scope.active and scope.active.first and scope.active.last
    first, last = query.bind(scope.active.first - DAY), query.bind(scope.active.last + DAY)
    found: dict[tuple[date, int], list[DayRows]] = {}
    for row in query.run(
        f"SELECT day, grp, {value} AS value, {total}, count(*), min(id, {EVIDENCE}) FROM ({selected}) "
        f"WHERE day BETWEEN {first} AND {last} GROUP BY ALL"
    ):
        found.setdefault((row[0], row[1]), []).append(DayRows(*row))
    return found


def plain_by_day(log: Log, activities: Sequence[str], scope: Scope) -> dict[tuple[date, int], list[DayRows]]:
    """`by_day` for a selection that takes all rows of its activities: the log has counted those once for all rules."""
    found: dict[tuple[date, int], list[DayRows]] = {}
    for activity in dict.fromkeys(activities):
        for day, rows, ids in log.daily(activity):
            if day <= scope.as_of:
                found.setdefault((day, 0), []).append(DayRows(day, 0, None, rows, rows, ids))
    return found


def in_slot(found: dict[tuple[date, int], list[DayRows]], slot: Slot, group: int) -> list[DayRows]:
    """What of `by_day` counts in a period and group."""
    return [
        entry
        for part in slot.parts
        if part.first and part.last
        for d in days(part.first, part.last)
        for entry in found.get((d, group), ())
    ]


def evidence(entries: Sequence[DayRows]) -> list[int]:
    """The first row ids of entries."""
    return sorted(row for entry in entries for row in entry.ids)[:EVIDENCE]


def excused(rule: LogRule, log: Log, scope: Scope, items: list[Judged]) -> list[Judged]:
    """Missed periods become excused where a row of the rule's activity in them states a reason."""
    missed = [i for i in items if i.outcome is Outcome.MISSED]
    if not rule.excuse or not missed:
        return items
    query = rule.query(log, scope)
    anyone = rule.model_copy(update={"where": None, "one_per": None})
    reason = log.cells[rule.excuse].key
    rows = query.run(
        f"SELECT day, grp, id, reason FROM ({anyone.sql(query, scope.lists, f', {reason} AS reason')}) WHERE reason IS NOT NULL ORDER BY id"
    )
    groups = rule.groups(scope.lists)
    result = []
    for item in items:
        span = Span(item.first, item.last)
        found = next((r for r in rows if r[0] in span and groups[r[1]] == item.group), None)
        if item.outcome is Outcome.MISSED and found:
            item = replace(
                item, outcome=Outcome.EXCUSED, excuse=found[3], evidence=list(dict.fromkeys([*item.evidence, found[2]]))
            )
        result.append(item)
    return result


@dataclass(frozen=True, slots=True)
class Row:
    """A triggering row that is not met: what every row rule says of one, and `more` as the rule asked for it."""

    row_id: int
    day: date
    activity: str
    group: int
    ref: str | None
    outcome: Outcome
    excuse: str | None
    more: tuple[Any, ...]

    def judged(self, rule: LogRule, scope: Scope, message: str, **known: Any) -> Judged:
        """The item of this row, with what only the rule knows."""
        noun = scope.nouns[self.activity].one
        several = len(rule.activity) > 1
        known.setdefault("evidence", [self.row_id])
        return Judged(
            self.outcome, f"{noun} of {day_in_words(self.day)}: {message}", self.day, self.day, self.ref or day_in_words(self.day),
            rule.groups(scope.lists)[self.group], row=self.row_id, about=self.ref or (f"{self.activity} {self.day}" if several else None), excuse=self.excuse if self.outcome is Outcome.EXCUSED else None,
            rows=len(known["evidence"]), **known,
        )  # fmt: skip


def row_items(query: Query, cases: str, columns: Sequence[str] = ()) -> tuple[list[Row], int]:
    """The rows of `cases` that are not met, in order, and how many are met.

    `cases` gives id, day, a, grp, ref, outcome, excuse and `columns`; the rows that are met stay in the
    database. A missed row with an excuse is excused.
    """
    names = ", ".join(["id", "day", "a", "grp", "ref", "outcome", "excuse", *columns])
    ((met, found),) = query.run(
        f"SELECT count(*) FILTER (WHERE outcome = 'met'), list(row({names}) ORDER BY id) FILTER (WHERE outcome <> 'met') FROM ({cases})"
    )
    return [
        Row(row_id, day, query.log.activities[a], grp, ref, _excused(outcome, excuse), excuse, tuple(more))
        for row_id, day, a, grp, ref, outcome, excuse, *more in found or ()
    ], met


def _excused(outcome: str, excuse: str | None) -> Outcome:
    return Outcome.EXCUSED if outcome == "missed" and excuse is not None else Outcome(outcome)


def excuse_sql(rule: LogRule, query: Query) -> str:
    """The reason that a row states, as an extra column `excuse`."""
    return f", {query.cell(rule.excuse).key if rule.excuse else 'NULL::VARCHAR'} AS excuse"


def within_active(scope: Scope, query: Query) -> str:
    """The SQL condition that a triggering row's day lies in the active days."""
    assert scope.active
    return f"day BETWEEN {query.bind(scope.active.first)} AND {query.bind(scope.active.last)}"


def lookup(query: Query, keys: Sequence[date], values: Sequence[date]) -> str:
    """A table (key, value) of days worked out in Python, in SQL."""
    return (
        f"SELECT unnest({query.bind(list(keys))}::DATE[]) AS key, unnest({query.bind(list(values))}::DATE[]) AS value"
    )
