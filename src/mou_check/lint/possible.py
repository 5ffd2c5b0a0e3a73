"""Checks by trial: rules that no log can meet, and rules that no log can break."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mou_check.lint.base import Found, Read, Subject, by_reading
from mou_check.lint.times import outside_term
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.deadline import Deadline


def cannot_be_met(subject: Subject) -> Iterator[Found]:
    """No log was found that meets the rule, so the promise is broken whatever anybody does.

    Small logs are made from what the rule says and judged by the program itself. Often two conditions shut each
    other out, a list has no values, or fewer than are asked for. Correct the rule.
    """

    def test(read: Read) -> str | None:
        empty = [name for _, name in read.rule.list_names() if not subject.lists[name]]
        empty = [name for name in empty if subject.agreement.lists[name].supplied_by == "document"]
        if empty:
            return f"nothing can meet {read.obligation.id}: its list {empty[0]} is empty"
        tried = subject.suggestions[read.name]
        if not tried.tried or tried.meets:
            return None
        return f"no log was found that meets {read.obligation.id}: {read.rule.describe(subject.nouns)}"

    yield from _told_here(subject, test)


def cannot_be_broken(subject: Subject) -> Iterator[Found]:
    """No log was found that breaks the rule, so checking it says nothing.

    Small logs are made from what the rule says and judged by the program itself. Often a limit is missing (what is
    needed may come at any time later), or the rule asks only for what its own `where` has already made sure of. Give
    a limit, or leave the promise to a judgement.
    """

    def test(read: Read) -> str | None:
        tried = subject.suggestions[read.name]
        if not tried.tried or tried.breaks or (isinstance(read.rule, Deadline) and read.rule.due == "unlimited"):
            return None  # deadline-without-anchor tells of a deadline without a limit
        return f"no log was found that breaks {read.obligation.id}{_why(subject, read)}"

    yield from _told_here(subject, test)


def _why(subject: Subject, read: Read) -> str:
    """Why nothing breaks a rule, where that can be said."""
    rule = read.rule
    if isinstance(rule, Companion) and rule.within.after is None:
        return f": {rule.needs.called(subject.nouns, many=True)} may come at any time later and the term has no end, so one that is lacking stays pending"
    if isinstance(rule, Count) and rule.per == "term" and not subject.agreement.term.ends:
        return ": the term has no end, so its period is never over"
    return f": {rule.describe(subject.nouns)}"


def _told_here(subject: Subject, test: Callable[[Read], str | None]) -> Iterator[Found]:
    """What a test says of obligations of which no other check says why: that they never fall into the term."""
    told = {id_ for found in outside_term(subject) for id_ in found.about}
    return (found for found in by_reading(subject, test) if found.about[0] not in told)
