"""What checks are made of: the agreement as they see it, and what they find."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from mou_check.agreement import Agreement, Obligation
from mou_check.load.agreements import LoadedAgreement
from mou_check.model.calendar import Calendar
from mou_check.model.lint import LintLevel
from mou_check.model.spans import EVER, Span
from mou_check.model.words import Nouns
from mou_check.rules.base import Rule
from mou_check.trying import Suggestion, lists_to_try, try_rules

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A rule of an obligation, under one of its readings (`""`: the only one), with its place in the file."""

    obligation: Obligation
    reading: str
    rule: Rule
    path: Path

    @property
    def name(self) -> str:
        """The obligation with the reading, where there are several: `web-updates[daily]`."""
        return f"{self.obligation.id}[{self.reading}]" if self.reading else self.obligation.id


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: a sentence, what it is about, and its place (`key`: the place of the last key of `path`).

    `readings` are those that already allow for it.
    """

    message: str
    about: tuple[str, ...]
    path: Path
    key: bool = False
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """An agreement under examination. `lists` are those in use, with what the project file supplies."""

    loaded: LoadedAgreement
    lists: Mapping[str, tuple[str, ...]]

    @property
    def agreement(self) -> Agreement:
        return self.loaded.agreement

    @property
    def calendar(self) -> Calendar:
        return self.loaded.calendar

    @cached_property
    def nouns(self) -> Nouns:
        """What the rows of each activity are called."""
        return self.agreement.nouns()

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """Every rule of the agreement."""
        return tuple(
            Read(o, reading, rule, ("obligations", i, *place))
            for i, o in enumerate(self.agreement.obligations)
            for (place, rule), (reading, _) in zip(o.rules(), o.read(), strict=True)
        )

    @cached_property
    def by_obligation(self) -> dict[str, tuple[Read, ...]]:
        """The rules of each obligation, the preferred reading first."""
        return {o.id: tuple(r for r in self.reads if r.obligation is o) for o in self.agreement.obligations}

    @cached_property
    def suggestions(self) -> dict[str, Suggestion]:
        """What trying every rule out gave, by the name of its reading. Lists still to be supplied are made up for it."""
        lists = lists_to_try(self.agreement, self.lists)
        tried = try_rules(self.loaded, lists, [(read.obligation, read.rule) for read in self.reads])
        return {read.name: suggestion for read, suggestion in zip(self.reads, tried, strict=True)}

    def place(self, obligation: Obligation) -> Path:
        """Where an obligation stands."""
        return ("obligations", self._numbers[obligation.id])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {o.id: i for i, o in enumerate(self.agreement.obligations)}

    def life(self, obligation: Obligation) -> Span | None:
        """The days on which an obligation is in force; None when there are none."""
        return self.agreement.term.span.meet(obligation.effective.span if obligation.effective else EVER)

    def pairs(self) -> Iterator[tuple[Obligation, Obligation]]:
        """Every two obligations that are in force at the same time and read a row of the same activity."""
        activities = {o.id: {a for _, rule in o.rules() for a in rule.activities()} for o in self.agreement.obligations}
        for one, other in combinations(self.agreement.obligations, 2):
            if activities[one.id] & activities[other.id] and self.together(one, other):
                yield one, other

    def together(self, one: Obligation, other: Obligation) -> bool:
        """Whether two obligations are in force on some day that they share."""
        mine, theirs = self.life(one), self.life(other)
        return mine is not None and theirs is not None and mine.touches(theirs)

    def shared_clauses(self, one: Obligation, other: Obligation) -> tuple[str, ...]:
        """The clauses that both cite, by the main ref of the register, however they are cited."""
        main = {ref: c.ref for c in self.agreement.clauses for ref in (c.ref, *c.also)}
        theirs = {main.get(ref, ref) for ref in other.clauses}
        return tuple(dict.fromkeys(ref for c in one.clauses if (ref := main.get(c, c)) in theirs))


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, how grave its findings are, and the function whose docstring explains it."""

    code: str
    level: LintLevel
    find: Callable[[Subject], Iterator[Found]]

    @property
    def explanation(self) -> str:
        """What it looks for, and what to do about a finding."""
        return inspect.getdoc(self.find) or ""


def by_reading(subject: Subject, test: Callable[[Read], str | None]) -> Iterator[Found]:
    """What a test says of each obligation: resolved when it says so under some of its readings only."""
    for reads in subject.by_obligation.values():
        told = [(read, message) for read in reads if (message := test(read))]
        if told:
            read, message = told[0]
            others = tuple(r.name for r in reads) if len(told) < len(reads) else ()
            yield Found(message, (read.obligation.id,), read.path, readings=others)


@dataclass(frozen=True, slots=True)
class Between:
    """What a test says of two obligations, under the first two readings of which it says something.

    `readings` are those that allow for it, when there are some under which the test says nothing.
    """

    one: Read
    other: Read
    message: str
    readings: tuple[str, ...]


def between(
    subject: Subject, one: Obligation, other: Obligation, test: Callable[[Read, Read], str | None]
) -> Between | None:
    """What a test says of two obligations under their readings; None when it never says anything."""
    mine, theirs = subject.by_obligation[one.id], subject.by_obligation[other.id]
    told = {(a.name, b.name): (a, b, test(a, b)) for a in mine for b in theirs}
    first = next(((a, b, message) for a, b, message in told.values() if message), None)
    if first is None:
        return None
    silent = any(message is None for *_, message in told.values())
    several = [reads for reads in (mine, theirs) if len(reads) > 1]
    differing = [reads for reads in several if _differs(reads, told)]
    readings = tuple(r.name for reads in differing or several for r in reads) if silent else ()
    return Between(first[0], first[1], first[2], readings)


def _differs(reads: Sequence[Read], told: Mapping[tuple[str, str], tuple[Read, Read, str | None]]) -> bool:
    """Whether it matters which of the readings is taken."""
    by_read = {read.name: [bool(m) for names, (*_, m) in told.items() if read.name in names] for read in reads}
    return len({tuple(answers) for answers in by_read.values()}) > 1
