"""What `mou-check test` found, as it is published (`schemas/examples.schema.json`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace, Tool
from mou_check.model.verdicts import Verdict
from mou_check.model.words import figure, plural

ExampleStatus = Literal["ok", "failed", "not-run"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that explains a verdict: what was found, and the row of the example's log with its line in the file."""

    message: str
    row: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example: the verdict that it must get, and the one that it gets.

    It is `not-run` where its log cannot be judged, which is then among the problems. `number` counts the examples of
    an obligation from 1. `from`..`to` are the days under review. `why` explains the verdict where it is another one.
    """

    agreement: str
    obligation: str
    title: str
    number: int
    says: str | None
    reading: str | None
    place: FilePlace
    status: ExampleStatus
    expected: Verdict
    actual: Verdict | None
    from_: Annotated[date | None, Field(alias="from")]
    to: date | None
    as_of: date | None
    why: tuple[Reason, ...]

    @property
    def name(self) -> str:
        """`cheshire/news-releases/example-2`: its own name, which no wording is part of."""
        return f"{self.agreement}/{self.obligation}/example-{self.number}"


@dataclass(frozen=True, slots=True)
class Untested:
    """An obligation that a log can judge and that has no example."""

    agreement: str
    obligation: str
    title: str
    place: FilePlace


@dataclass(frozen=True, slots=True)
class TestedAgreement:
    """An agreement whose examples were judged."""

    id: str
    title: str
    file: str
    obligations: int
    examples: int


@dataclass(frozen=True, slots=True)
class ExamplesSummary:
    """How many examples there are, how they ended, and how many obligations have none that a log can judge."""

    examples: int
    ok: int
    failed: int
    not_run: int
    untested: int

    def __str__(self) -> str:
        """`12 examples: 11 ok, 1 failed; 3 obligations without an example`."""
        counted = ((self.ok, "ok"), (self.failed, "failed"), (self.not_run, "not run"))
        parts = [f"{figure(many)} {word}" for many, word in counted if many]
        found = plural(self.examples, "example") + (f": {', '.join(parts)}" if parts else "")
        return found + (f"; {plural(self.untested, 'obligation')} without an example" if self.untested else "")


@dataclass(frozen=True, slots=True)
class ExamplesDocument:
    """The whole result of a run."""

    format: Literal[1]
    tool: Tool
    exit_status: int
    agreements: tuple[TestedAgreement, ...]
    examples: tuple[ExampleResult, ...]
    untested: tuple[Untested, ...]
    summary: ExamplesSummary
    problems: tuple[Problem, ...]


def summary_of(examples: Sequence[ExampleResult], untested: Sequence[Untested]) -> ExamplesSummary:
    """The numbers of examples."""
    status = [e.status for e in examples]
    return ExamplesSummary(
        len(examples), status.count("ok"), status.count("failed"), status.count("not-run"), len(untested)
    )
