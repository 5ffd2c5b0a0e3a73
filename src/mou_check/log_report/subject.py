"""What a log is looked at with, and the observations that come of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mou_check.agreement import Agreement, Obligation
from mou_check.log import Cell, Log
from mou_check.model.log_report import Observation
from mou_check.model.problems import Level
from mou_check.model.results import Window
from mou_check.model.spans import EVER, Span
from mou_check.model.words import Nouns
from mou_check.rules.base import Rule
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.notice import Notice
from mou_check.rules.selecting import SpanColumns

# How many observations of a code are named one by one; the totals are always whole.
TOLD = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """The log of an agreement, and all that says what its rows could be needed for.

    `lists` are those of the agreement with what the project file supplies; `window` is what `verify` would review.
    """

    agreement: Agreement
    log: Log
    lists: Mapping[str, tuple[str, ...]]
    nouns: Nouns
    window: Window | None
    as_of: date

    @property
    def day(self) -> Cell:
        """The column that dates a row where a rule names no other."""
        return self.log.cells["date"]

    @property
    def reviewed(self) -> Span:
        """The days under review."""
        return Span(self.window.from_, self.window.to) if self.window else EVER

    def rules(self) -> Iterator[tuple[Obligation, Rule]]:
        """Every rule of every obligation, under all its readings."""
        for obligation in self.agreement.obligations:
            for _, rule in obligation.read():
                yield obligation, rule

    def code(self, a: int) -> str:
        """The activity with this number in the table of the log."""
        return self.log.activities[a]

    def one(self, a: int) -> str:
        """What a row of an activity is called."""
        return self.nouns[self.code(a)].one


@dataclass(slots=True)
class Found:
    """Observations while they are made: the first of each code, and how many there are of each."""

    log: Log
    observations: list[Observation] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)

    def add(self, observation: Observation, total: int = 1) -> None:
        """One observation, which stands for `total` of them."""
        if self.totals[observation.code] < TOLD:
            self.observations.append(observation)
        self.totals[observation.code] += total

    def row(
        self,
        level: Level,
        code: str,
        message: str,
        ids: Sequence[int],
        *,
        activity: str | None = None,
        column: str | None = None,
        rows: int = 0,
        total: int = 1,
    ) -> None:
        """An observation about rows, the first of which is its place; `rows` where there are more than are named."""
        places = tuple(self.log.place(i) for i in ids)
        file, row, line = (places[0].file, places[0].row, places[0].line) if places else (None, None, None)
        self.add(
            Observation(level, code, message, activity, file, row, line, column, rows or len(places), places), total
        )

    def more(self, code: str, number: int) -> None:
        """So many that were not named."""
        if number:
            self.totals[code] += number


def plans_of(rule: Rule) -> frozenset[str]:
    """The columns of a rule whose dates may lie ahead: due days, the event of a notice, the end of a span."""
    found = set()
    if isinstance(rule, Notice):
        found.add(rule.event)
    if isinstance(rule, Deadline) and rule.due != "unlimited" and rule.due.column:
        found.add(rule.due.column)
    if isinstance(rule, Cover):
        found.add(rule.ends)
    spans = [selection.dated for _, selection in rule.selections() if isinstance(selection.dated, SpanColumns)]
    return frozenset(found | {span.to for span in spans})
