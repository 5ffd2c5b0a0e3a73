"""What a waiver does to an evaluation: a miss that it covers is waived, and stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mou_check.agreement import Obligation
from mou_check.log import Log
from mou_check.model.calendar import HolidaysUnknownError
from mou_check.model.decisions import Waiver
from mou_check.model.problems import Level, Problem
from mou_check.model.results import Waived
from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.model.words import did_you_mean, fold, some
from mou_check.rules.base import LogRule, Rule
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope

# How long before its last day a waiver is announced.
SOON = timedelta(days=30)
# How far ahead a period may lie for which a waiver is granted.
AHEAD = timedelta(days=5 * 366)
# What may still be missed, so that a waiver for it is not idle.
_OPEN = frozenset({Outcome.PENDING, Outcome.PARTIAL})


def in_force(waivers: Sequence[Waiver], day: date) -> tuple[list[Waiver], list[Problem]]:
    """The waivers that hold on a day, the longest first, and what to say of those that do not, or soon will not."""
    held = []
    problems = []
    for waiver in waivers:
        if waiver.expires < day:
            told = f"expired on {day_in_words(waiver.expires)} and covers nothing any more; renew it, or take it out"
            problems.append(_problem("warning", "expired-waiver", waiver, told))
        elif day < waiver.granted_on:
            told = f"was granted on {day_in_words(waiver.granted_on)}, after the day of judging ({day_in_words(day)}), so it does not hold yet"
            problems.append(_problem("warning", "unused-waiver", waiver, told))
        else:
            held.append(waiver)
            if waiver.expires - day <= SOON:
                told = f"ends on {day_in_words(waiver.expires)}; renew it in time, or see to it that what it covers is kept"
                problems.append(_problem("note", "waiver-ends-soon", waiver, told))
    return sorted(held, key=lambda w: w.expires, reverse=True), problems


def own_waivers(waivers: Sequence[Waiver], obligation: Obligation) -> list[Waiver]:
    """The waivers of one obligation."""
    return [w for w in waivers if w.obligation == obligation.id]


def waived(evaluation: Evaluation, waivers: Sequence[Waiver]) -> Evaluation:
    """The misses that waivers in force cover, waived; the first waiver that fits is the one that is named.

    Rows that explain a missed period are waived with it.
    """
    items = [_waived(item, next((w for w in waivers if _fits(w, item)), None)) for item in evaluation.items]
    periods = [i for i in items if i.outcome is Outcome.WAIVED and i.row is None]
    details = [
        next(
            (
                replace(detail, outcome=Outcome.WAIVED, waiver=period.waiver)
                for period in periods
                if detail.outcome is Outcome.MISSED
                and detail.first
                and detail.group == period.group
                and detail.first in Span(period.first, period.last)
            ),
            detail,
        )
        for detail in evaluation.details
    ]
    return replace(evaluation, items=items, details=details)


def _waived(item: Judged, waiver: Waiver | None) -> Judged:
    if waiver is None or item.outcome is not Outcome.MISSED:
        return item
    covering = Waived(waiver.reason, waiver.approved_by, waiver.granted_on, waiver.expires)
    return replace(item, outcome=Outcome.WAIVED, waiver=covering)


def _fits(waiver: Waiver, item: Judged) -> bool:
    """Whether a waiver is about a period (by its last day) or a row (by its own)."""
    if item.first is None or (waiver.group is not None and fold(waiver.group) != fold(item.group or "")):
        return False
    if waiver.days is not None:
        return item.last is not None and item.last in waiver.days
    if waiver.period is not None:
        return item.row is None and waiver.period in (item.label, item.first.isoformat())
    has_ref = item.about is not None and item.about == item.label
    return item.row is not None and waiver.ref == (item.about if has_ref else item.first.isoformat())


# --- waivers that are about nothing


def unused_waivers(
    waivers: Sequence[Waiver], judged: Sequence[tuple[Rule, Evaluation]], log: Log, scope: Scope
) -> list[Problem]:
    """What is wrong with waivers in force, seen from the rules of an obligation (one for each reading).

    An error for a period, row or group that there is not; a warning for a waiver whose days are over and were
    under review, and on which nothing was missed. Nothing is said of days that the run does not look at.
    """
    items = [item for _, evaluation in judged for item in evaluation.items]
    if scope.active is None or any(item.first is None for item in items):
        return []  # nothing could be judged, so nothing can be said
    problems = []
    for waiver in waivers:
        wrong = _no_group(waiver, judged, scope) or (
            "" if any(_fits(waiver, i) for i in items) else _nothing_such(waiver, judged, log, scope)
        )
        if wrong:
            problems.append(_problem("error", "bad-reference", waiver, wrong))
        elif _idle(waiver, judged, log, scope):
            problems.append(_problem("warning", "unused-waiver", waiver, "covers nothing that was missed; take it out"))
    return problems


def _idle(waiver: Waiver, judged: Sequence[tuple[Rule, Evaluation]], log: Log, scope: Scope) -> bool:
    """Whether all that a waiver is about was judged, and none of it missed or still open."""
    outcomes = {i.outcome for _, evaluation in judged for i in evaluation.items if _fits(waiver, i)}
    if Outcome.WAIVED in outcomes or outcomes & _OPEN:
        return False
    assert scope.active
    if waiver.days:
        return scope.active.holds(waiver.days) and Span(None, scope.as_of).holds(waiver.days)
    if waiver.period:
        return bool(outcomes)
    return bool(outcomes) or any(d in scope.active for rule, _ in judged for d in _days_of(waiver, rule, log, scope))


def _no_group(waiver: Waiver, judged: Sequence[tuple[Rule, Evaluation]], scope: Scope) -> str:
    """What to say when there is no such group, else nothing."""
    if waiver.group is None:
        return ""
    groups = {g for rule, _ in judged if isinstance(rule, LogRule) for g in rule.groups(scope.lists) if g}
    if fold(waiver.group) in map(fold, groups):
        return ""
    return f'names the group "{waiver.group}", and there is none such.{did_you_mean(waiver.group, groups)}'


def _nothing_such(waiver: Waiver, judged: Sequence[tuple[Rule, Evaluation]], log: Log, scope: Scope) -> str:
    """What to say when the period or row that a waiver names is not there at all, else nothing."""
    if waiver.ref is not None:
        if all(any(i.row is None for i in evaluation.items) for _, evaluation in judged):
            return "names a row, but it is periods that are judged: name a period, or days with from and to"
        if any(_days_of(waiver, rule, log, scope) for rule, _ in judged):
            return ""
        return f'names a row that is not there: none that the rule is about has the ref "{waiver.ref}", or that date and no ref'
    if waiver.period is not None:
        periods = _all_periods(waiver, judged, log, scope)
        if periods is None or any(waiver.period in (label, first.isoformat()) for first, label in periods):
            return ""
        if not periods:
            return "names a period, but it is rows that are judged: name a row with ref, or days with from and to"
        near = did_you_mean(waiver.period, {label for _, label in periods}) if len(periods) > 5 else ""
        known = some([f"{label} (from {first})" for first, label in periods])
        return f"names a period that there is not; there are: {known}.{near}"
    return ""


def _all_periods(
    waiver: Waiver, judged: Sequence[tuple[Rule, Evaluation]], log: Log, scope: Scope
) -> list[tuple[date, str]] | None:
    """Every period (first day, name) from the term's start to as far as the waiver may reach; None when nobody can tell."""
    firsts = (scope.window.first, scope.covered.first, scope.term.first, waiver.granted_on)
    lasts = (scope.window.last, scope.covered.last, min(waiver.expires, waiver.granted_on + AHEAD))
    wide = replace(scope, window=Span(min(d for d in firsts if d), max(d for d in lasts if d)))
    try:
        evaluations = [rule.evaluate(log, wide) for rule, _ in judged]
    except HolidaysUnknownError:
        return None
    found = {(i.first, i.label) for evaluation in evaluations for i in evaluation.items if i.row is None and i.first}
    return sorted(found)


def _days_of(waiver: Waiver, rule: Rule, log: Log, scope: Scope) -> list[date]:
    """The days of the rows that a waiver names, among those that the rule is about."""
    if not isinstance(rule, LogRule):
        return []
    query = rule.query(log, scope)
    rows = rule.sql(query, scope.lists)
    name = query.bind(waiver.ref)
    found = query.run(
        f"SELECT DISTINCT day FROM ({rows}) WHERE ref = {name} OR (ref IS NULL AND day::VARCHAR = {name})"
    )
    return [day for (day,) in found]


def _problem(level: Level, code: str, waiver: Waiver, told: str) -> Problem:
    message = f"the waiver of {waiver.about} (approved by {waiver.approved_by}) {told}"
    at = waiver.place
    return Problem(level, code, message, file=at.file, line=at.line, column=at.column)
