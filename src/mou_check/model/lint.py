"""What `mou-check lint` finds in an agreement, as it is published (`schemas/lint.schema.json`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mou_check.model.problems import Problem
from mou_check.model.results import Tool

LintLevel = Literal["warning", "hint"]
LintStatus = Literal["open", "resolved", "acknowledged"]


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing that a check found, at a place of an agreement's file.

    `about` names what it is about: obligations, clauses, activities, lists, columns or parties. It is `resolved`
    where the `readings` named (OBLIGATION[READING]) already allow for it, and `acknowledged` where the agreement
    says `because` of what it stands.
    """

    code: str
    level: LintLevel
    status: LintStatus
    message: str
    agreement: str
    about: tuple[str, ...]
    file: str
    line: int
    column: int
    readings: tuple[str, ...] = ()
    because: str | None = None


@dataclass(frozen=True, slots=True)
class LintCheck:
    """A check that found something: what it looks for, and what to do about it."""

    code: str
    level: LintLevel
    explanation: str


@dataclass(frozen=True, slots=True)
class Linted:
    """An agreement that was checked."""

    id: str
    title: str
    file: str
    obligations: int
    clauses: int


@dataclass(frozen=True, slots=True)
class LintSummary:
    """How many findings there are: open ones by level, and those that nobody need look at."""

    warnings: int
    hints: int
    resolved: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class LintDocument:
    """The whole result of a run."""

    format: Literal[1]
    tool: Tool
    exit_status: int
    agreements: tuple[Linted, ...]
    checks: tuple[LintCheck, ...]
    findings: tuple[LintFinding, ...]
    summary: LintSummary
    problems: tuple[Problem, ...]


def summary_of(findings: tuple[LintFinding, ...]) -> LintSummary:
    """The numbers of findings."""
    count = [(f.status, f.level) for f in findings]
    return LintSummary(
        count.count(("open", "warning")),
        count.count(("open", "hint")),
        sum(status == "resolved" for status, _ in count),
        sum(status == "acknowledged" for status, _ in count),
    )
