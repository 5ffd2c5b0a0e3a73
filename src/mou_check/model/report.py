"""What a command found, in the one form that every shared output format renders.

Each command turns its own document into a `Report` (`mou_check.output.reports`); a format knows reports
and no command. Texts are as they came: whatever a format would obey in them, the format makes inert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from mou_check.model.problems import Problem
from mou_check.model.results import Number, Tool
from mou_check.model.words import listed


class Weight(StrEnum):
    """How much an entry counts, whatever its command calls that; worst first.

    `open` is neither: its time has not come, or the window cuts it.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OPEN = "open"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, counted from 1. `row` is the row of a log as a spreadsheet shows it."""

    file: str
    line: int | None = None
    column: int | None = None
    row: int | None = None

    @classmethod
    def of(cls, problem: Problem) -> Place | None:
        """Where a problem is; None for a problem of the command."""
        if problem.file is None:
            return None
        column = problem.column if isinstance(problem.column, int) else None
        return cls(problem.file, problem.line, column, problem.row)

    def __str__(self) -> str:
        """`agreements/x.yaml:3:5`, `row 12 of log.csv`."""
        if self.row is not None:
            return f"row {self.row} of {self.file}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an entry holds: a period or a row.

    The id is stable from run to run; `fails` says whether it gives exit status 1. `days` and the three that follow are those of the period or row; `rows` are
    the rows of the log that it rests on, `notes` what else a reader must know. `suppressed` says why nobody need
    act on it.
    """

    id: str
    verdict: str
    weight: Weight
    fails: bool
    message: str
    days: tuple[date | None, date | None] = (None, None)
    group: str | None = None
    expected: Number | None = None
    actual: Number | None = None
    unit: str | None = None
    due: date | None = None
    days_late: int | None = None
    rows: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the command gives a verdict on: an obligation, a finding of a check, a change.

    `code` names its `Rule`; `rank` orders verdicts, 0 the worst; `fails` says whether it alone gives exit status 1;
    `suppressed` says why it need not be looked at. What is `expected` and `actual` is told in words. Without
    `occurrences` the entry itself is the one occurrence.
    """

    id: str
    agreement: str
    code: str
    verdict: str
    weight: Weight
    rank: int
    fails: bool
    title: str
    message: str
    about: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    expected: str | None = None
    actual: str | None = None
    place: Place | None = None
    notes: tuple[str, ...] = ()
    suppressed: str | None = None
    occurrences: tuple[Occurrence, ...] = ()

    @property
    def named(self) -> str:
        """Its title with the ids that it is about: `News releases (news-releases)`."""
        return f"{self.title} ({', '.join(self.about)})" if self.about else self.title

    @property
    def heading(self) -> str:
        """Its title with its clauses: `News releases (2.1 and 2.2)`."""
        return self.title + (f" ({listed(self.clauses)})" if self.clauses else "")

    @property
    def pressing(self) -> bool:
        """Whether somebody has to look at it: neither fine, nor still open, nor suppressed."""
        return self.weight not in (Weight.OPEN, Weight.FINE) and self.suppressed is None

    def each(self) -> Sequence[Occurrence]:
        """The occurrences; of an entry that has none and is not fine, itself."""
        if self.occurrences or self.weight is Weight.FINE:
            return self.occurrences
        return (
            Occurrence(
                self.id,
                self.verdict,
                self.weight,
                self.fails,
                self.message,
                notes=self.notes,
                suppressed=self.suppressed,
            ),
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What entries are measured by: an obligation, a check, an effect of a change.

    `weight` is that of an entry that falls short of it, `help` says what it asks or what to do.
    """

    code: str
    weight: Weight
    title: str
    description: str
    help: str


@dataclass(frozen=True, slots=True)
class Section:
    """An agreement that the command looked at. `facts` are sentences about what was looked at."""

    id: str
    title: str
    summary: str
    facts: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that a command found.

    `noun` says what one entry is; `headings` names the columns of a table: attribute of an entry -> heading.
    """

    command: str
    noun: str
    tool: Tool
    exit_status: int
    summary: str
    headings: dict[str, str]
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]

    @property
    def status(self) -> str:
        """How the run ended, in a word or two."""
        return {0: "passed", 1: "failed"}.get(self.exit_status, "an input is wrong")

    def worst_first(self) -> list[Entry]:
        """The entries by weight, then verdict, then as they came."""
        return sorted(self.entries, key=lambda e: (list(Weight).index(e.weight), e.rank))

    def asked_and_found(self, entry: Entry) -> list[tuple[str, str]]:
        """What was expected and what was found of an entry, each under its heading; nothing where there is none."""
        both = ((self.headings.get(name), getattr(entry, name)) for name in ("expected", "actual"))
        return [(heading, told) for heading, told in both if heading and told]

    @property
    def failing_level(self) -> str | None:
        """The level of the problems that give exit status 2: errors, or under --strict, where there is none, warnings."""
        if any(p.level == "error" for p in self.problems):
            return "error"
        return "warning" if self.exit_status == 2 else None


def counted(ids: Iterable[str]) -> list[str]:
    """The same ids, told apart by an ordinal where one comes again: `x`, `x#2`."""
    seen: dict[str, int] = {}
    result = []
    for one in ids:
        seen[one] = seen.get(one, 0) + 1
        result.append(one if seen[one] == 1 else f"{one}#{seen[one]}")
    return result


def with_own_ids(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, no two of them with one id."""
    return tuple(replace(e, id=own) for e, own in zip(entries, counted(e.id for e in entries), strict=True))


def problem_ids(problems: Sequence[Problem]) -> list[str]:
    """A stable id for each problem, made of its code and place, never of its wording."""
    parts = ((p.code, p.agreement, p.file, p.row or p.line, p.column) for p in problems)
    return counted("/".join(str(part) for part in each if part is not None) for each in parts)
