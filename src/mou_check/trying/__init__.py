"""Trying rules out: the smallest log that meets an obligation, and the smallest that breaks it.

Logs are made from what a rule says (its activities, conditions, lists, bounds, lengths, hours) and judged by
the engine itself, so a log that is given here does what it says. That none was found for a rule is a strong
hint that there is none within a few years, not a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mou_check.agreement import Agreement, Obligation
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.model.calendar import HolidaysUnknownError
from mou_check.model.verdicts import Verdict
from mou_check.rules.approval import Approval
from mou_check.rules.base import Rule
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.every import Every
from mou_check.rules.gap import Gap
from mou_check.rules.level import Level
from mou_check.rules.never import Never
from mou_check.rules.notice import Notice
from mou_check.rules.sample import Sample
from mou_check.trying import by_row, periodic
from mou_check.trying.judging import Judge
from mou_check.trying.stage import Stage, TooLargeError
from mou_check.trying.trial import Trial, Tries

__all__ = ["Suggestion", "Trial", "lists_to_try", "suggest", "try_rules"]

# How many logs are tried for each side of a rule in each round: the first nearly always does what it should.
ROUNDS = (1, 5, 20)


def _deadline(stage: Stage, rule: Deadline) -> tuple[Tries, Tries]:
    return by_row.cases(stage, rule) if rule.by_case else periodic.cycles(stage, rule)


MAKERS: dict[type[Rule], Callable[[Stage, Any], tuple[Tries, Tries]]] = {
    Count: periodic.count,
    Gap: periodic.gap,
    Deadline: _deadline,
    Notice: by_row.notice,
    Approval: by_row.approval,
    Companion: by_row.companion,
    Every: by_row.every,
    Never: by_row.never,
    Level: periodic.level,
    Cover: periodic.cover,
    Sample: by_row.sample,
}
"""What makes logs for a rule of a kind: (those that may meet it, those that may break it). A judgement has none."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The smallest log that was found to meet a rule, and the smallest that breaks it.

    `tried` is False where nothing can be concluded from a log that is missing: a person judges, a list has no
    values, holidays are not known.
    """

    meets: Trial | None = None
    breaks: Trial | None = None
    tried: bool = False

    def __iter__(self) -> Iterator[Trial | None]:
        """`meets, breaks = suggest(...)`."""
        return iter((self.meets, self.breaks))


@dataclass(slots=True)
class _Side:
    """One side of a rule while it is tried: the logs still to try, and the first that did what it should."""

    obligation: Obligation
    rule: Rule
    wanted: Callable[[Verdict], bool]
    tries: Tries
    found: Trial | None = None
    tried: bool = True

    def next(self, many: int) -> list[Trial]:
        """The next few logs to try; none when none is left, or none is wanted any more."""
        found: list[Trial] = []
        while self.found is None and len(found) < many:
            try:
                trial = next(self.tries, None)
            except (HolidaysUnknownError, TooLargeError, OverflowError):
                self.tried = False
                break
            if trial is None:
                break
            found.append(trial)
        return found


def lists_to_try(agreement: Agreement, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The lists in use, with made-up values for those that are still to be supplied."""
    supplied_by_user = {name for name, named in agreement.lists.items() if named.supplied_by == "user"}
    return {
        name: values or ((f"first of {name}", f"second of {name}") if name in supplied_by_user else ())
        for name, values in lists.items()
    }


def suggest(
    loaded: LoadedAgreement,
    obligation: str,
    reading: str = "",
    supplied: Mapping[str, tuple[str, ...]] | None = None,
    loader: LogLoader | None = None,
) -> Suggestion:
    """Logs for one obligation, under one of its readings (the preferred one by default).

    `supplied` are the lists that the project file supplies. Raises `KeyError` for an id that is not there.
    """
    agreement = loaded.agreement
    chosen = {o.id: o for o in agreement.obligations}[obligation]
    rules = dict(chosen.read())
    rule = rules[reading] if reading else chosen.read()[0][1]
    return try_rules(loaded, agreement.list_values(supplied or {}), [(chosen, rule)], loader)[0]


def try_rules(
    loaded: LoadedAgreement,
    lists: Mapping[str, tuple[str, ...]],
    asked: Sequence[tuple[Obligation, Rule]],
    loader: LogLoader | None = None,
) -> list[Suggestion]:
    """Logs for several rules of an agreement, tried side by side. A `loader` serves several calls."""
    sides = [_sides(loaded, lists, obligation, rule) for obligation, rule in asked]
    judge = Judge(loaded.agreement, loaded.calendar, lists, loader)
    both = [side for pair in sides for side in pair or ()]
    for many in ROUNDS:
        waiting = [(side, trial) for side in both for trial in side.next(many)]
        verdicts = judge.verdicts([(side.obligation, side.rule, trial) for side, trial in waiting])
        for (side, trial), verdict in zip(waiting, verdicts, strict=True):
            if side.found is None and side.wanted(verdict):
                side.found = trial
    return [
        Suggestion(pair[0].found, pair[1].found, pair[0].tried and pair[1].tried) if pair else Suggestion()
        for pair in sides
    ]


def _sides(
    loaded: LoadedAgreement, lists: Mapping[str, tuple[str, ...]], obligation: Obligation, rule: Rule
) -> tuple[_Side, _Side] | None:
    """Both sides of a rule; None where nothing can be tried."""
    stage = Stage(loaded.agreement, loaded.calendar, dict(lists), obligation, rule)
    if type(rule) not in MAKERS or stage.life is None or any(not lists.get(name) for _, name in rule.list_names()):
        return None
    try:
        meets, breaks = MAKERS[type(rule)](stage, rule)
    except (HolidaysUnknownError, OverflowError):
        return None
    return (
        _Side(obligation, rule, lambda verdict: verdict is Verdict.MET, meets),
        _Side(obligation, rule, lambda verdict: verdict.missed, breaks),
    )
