"""Checks of limits that differ where one is expected: time limits, and how many answers a survey needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from mou_check.lint.base import Found, Read, Subject, between
from mou_check.lint.frequencies import of_one_clause, same_rows
from mou_check.model.words import article, figure
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.deadline import Deadline
from mou_check.rules.notice import Notice
from mou_check.rules.sample import Sample
from mou_check.rules.selecting import SpanColumns
from mou_check.trying.by_row import answers_needed


def two_targets(subject: Subject) -> Iterator[Found]:
    """Two targets for the answers to the same surveys, one of which asks for much more than the other.

    A margin of 3 % at 95 % needs 1,068 answers of a random sample (z x z x 0.25 / margin x margin, in the worst
    case, p = 0.5); another target asks for 5,000, 4.7 times as many. Whoever meets the larger one meets the other.
    Say which of them binds, by force, by readings or by an acknowledgement.
    """

    def target(read: Read) -> tuple[str, int] | None:
        rule = read.rule
        if isinstance(rule, Sample):
            return rule.responses, answers_needed(rule)
        if isinstance(rule, Count) and rule.measure and rule.measure.sum and rule.floor:
            return rule.measure.sum, int(rule.floor)
        return None

    def test(one: Read, other: Read) -> str | None:
        a, b = target(one), target(other)
        samples = [r for r in (one.rule, other.rule) if isinstance(r, Sample)]
        if a is None or b is None or a[0] != b[0] or a[1] == b[1] or not samples:
            return None
        (small, few), (large, many) = sorted([(one, a[1]), (other, b[1])], key=lambda side: side[1])
        times = f"{many / few:.1f}".removesuffix(".0")
        margin = next((r.confidence for r in samples), 0.95)
        precise = samples[0].model_copy(update={"confidence": margin, "margin": 1.0}).margin_of(many, None)
        return f"{small.obligation.id} needs {figure(few)} answers, and {large.obligation.id} asks for {figure(many)}, {times} times as many; so many random answers are precise to {precise * 100:.2f} % at {figure(margin * 100)} %"

    for one, other in subject.pairs():
        told = between(subject, one, other, test)
        if told:
            yield Found(told.message, (one.id, other.id), told.other.path, readings=told.readings)
    for reads in subject.by_obligation.values():
        message = next((m for a, b in combinations(reads, 2) if (m := test(a, b))), None)
        if message:
            yield Found(message, (reads[0].obligation.id,), reads[0].path, readings=tuple(r.name for r in reads))


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take, or until when: of what, the limit in a form that compares, and in words."""

    of: tuple[str, ...]
    limit: tuple[object, ...]
    words: str

    @property
    def on(self) -> date | None:
        """The date, where it is one."""
        return next((part for part in self.limit if isinstance(part, date)), None)


def two_time_limits(subject: Subject) -> Iterator[Found]:
    """Words that give two time limits for one thing: 15 days, 15 clear days or 15 working days; a date or an event.

    Looked for among the readings of each obligation, where it is resolved by them, and among the obligations of
    each clause that time the same rows. Give readings where a clause can be read in more than one way.
    """
    for reads in subject.by_obligation.values():
        by_thing: dict[tuple[str, ...], list[tuple[Read, Limit]]] = defaultdict(list)
        for read in reads:
            if limit := _limit(subject, read):
                by_thing[limit.of].append((read, limit))
        for both in by_thing.values():
            if len({limit.limit for _, limit in both}) > 1:
                read = both[0][0]
                told = "; ".join(dict.fromkeys(limit.words for _, limit in both))
                message = (
                    f"{read.obligation.id} can be read in several ways: {told}{_apart([limit for _, limit in both])}"
                )
                yield Found(message, (read.obligation.id,), read.path, readings=tuple(r.name for r, _ in both))

    def test(one: Read, other: Read) -> str | None:
        a, b = _limit(subject, one), _limit(subject, other)
        if a is None or b is None or a.of != b.of or a.limit == b.limit or not same_rows(subject, one, other):
            return None
        return f"{one.obligation.id} asks for {a.words}, and {other.obligation.id} for {b.words}{_apart([a, b])}"

    yield from of_one_clause(subject, test)


def _limit(subject: Subject, read: Read) -> Limit | None:
    """The time limit of a rule, if it has one."""
    rule = read.rule
    if isinstance(rule, Notice):
        return Limit((*sorted(rule.activity), rule.event), (rule.at_least,), f"at least {rule.at_least} of notice")
    if isinstance(rule, Companion) and not isinstance(rule.needs.dated, SpanColumns):
        reach = (rule.within.before, rule.within.after)
        noun = rule.subject(subject.nouns)
        words = (
            f"{rule.reach_in_words()}{' as' if rule.reach_in_words().endswith('day') else ''} {article(noun)} {noun}"
        )
        return Limit(tuple(sorted(rule.needs.activity)), reach, words)
    if isinstance(rule, Deadline):
        of = (*sorted(rule.activity), *sorted(rule.done or ()))
        if rule.due == "unlimited":
            return Limit(of, ("unlimited",), "without a limit")
        due = rule.due
        return Limit(of, (due.within, due.on, due.yearly, due.column, due.opens), f"done {due.in_words()}")
    return None


def _apart(limits: Sequence[Limit]) -> str:
    """How many days lie between dates."""
    dates = sorted({limit.on for limit in limits if limit.on})
    return f" ({(dates[-1] - dates[0]).days} days apart)" if len(dates) > 1 else ""
