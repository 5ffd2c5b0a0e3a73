"""The result document: what `verify` found, as it is published (`schemas/result.schema.json`).

Plain frozen dataclasses, so that a result of thousands of periods is cheap to make; Pydantic reads
their types only to write the document and its schema. `from_` is written as `from`. All lists are
sorted and complete; nothing depends on the clock or the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from mou_check.model.problems import Problem
from mou_check.model.verdicts import Force, Verdict

From = Annotated[date, Field(alias="from", description="First day, inside.")]
Number = int | float | str
Tally = dict[Verdict, int]


@dataclass(frozen=True, slots=True, order=True)
class RowPlace:
    """A row of a log: `row` as a spreadsheet shows it (the header is 1), `line` of the file as it is."""

    file: str
    row: int
    line: int


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place in an agreement file."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row that almost answered: what it is, and where."""

    message: str
    place: RowPlace


@dataclass(frozen=True, slots=True)
class Assessed:
    """The judgement of a person that settled a period."""

    who: str
    when: date
    why: str


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that covers a miss; `expires` is the last day on which it holds."""

    reason: str
    approved_by: str
    granted_on: date
    expires: date


@dataclass(frozen=True, slots=True)
class Baselined:
    """The baseline's word on a breach that it knows: why it is left for now, and since when."""

    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Settled:
    """The agreement of the parties on one reading."""

    reading: str
    by: str
    when: date
    because: str | None


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One judged period (and group). `from`..`to` are its own dates, whatever the window cuts.

    `evidence` holds the first rows that were counted, `rows` how many there are in all.
    `affected_by_rejected` counts the unreadable rows that could change the verdict.
    """

    label: str
    from_: From
    to: date | None
    group: str | None
    verdict: Verdict
    required: Number | None
    actual: Number | None
    short_by: float | int | None
    unit: str | None
    rows: int
    evidence: tuple[RowPlace, ...]
    assessment: Assessed | None
    affected_by_rejected: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One period or row that is not met. The id never depends on wording or on row numbers."""

    id: str
    verdict: Verdict
    message: str
    from_: Annotated[date | None, Field(alias="from")]
    to: date | None
    group: str | None
    expected: Number | None
    actual: Number | None
    unit: str | None
    due: date | None
    days_late: int | None
    excuse: str | None
    waiver: Waived | None
    baselined: Baselined | None
    assessment: Assessed | None
    file: str | None
    row: int | None
    line: int | None
    column: str | None
    evidence: tuple[RowPlace, ...]
    near_misses: tuple[NearMiss, ...]
    affected_by_rejected: int


@dataclass(frozen=True, slots=True)
class Next:
    """Something that is still to be done: by when, and how much of it."""

    label: str
    due: date
    still_needed: Number | None
    group: str | None


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What one reading of the words comes to. The first one gives the obligation its verdict."""

    id: str
    label: str
    because: str | None
    kind: str
    requirement: str
    verdict: Verdict
    tally: Tally


@dataclass(frozen=True, slots=True)
class ObligationResult:
    """One promise with its verdict and all that it rests on.

    `chosen_by` says who put the first reading first: the agreement prefers it, an option asked for it,
    or the parties settled on it (then `settled` says who and when, and no other reading can turn the verdict).

    `periods` is empty for rules that judge rows. `affected_by_rejected` counts the unreadable rows
    that could change the verdict.
    """

    id: str
    clauses: tuple[str, ...]
    title: str
    says: str
    bearer: str
    counterparty: str | None
    force: Force
    qualifier: str | None
    kind: str
    requirement: str
    location: FilePlace
    rest_of: tuple[str, ...]
    verdict: Verdict
    depends_on_reading: bool
    chosen_by: Literal["agreement", "option", "settlement"]
    settled: Settled | None
    tally: Tally
    readings: tuple[ReadingResult, ...]
    periods: tuple[PeriodResult, ...]
    findings: tuple[Finding, ...]
    next: tuple[Next, ...]
    affected_by_rejected: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Rows whose activity the agreement does not know."""

    activity: str
    rows: int
    did_you_mean: str | None


@dataclass(frozen=True, slots=True)
class LogResult:
    """One log file. Always rows = used + rejected + unmatched rows."""

    file: str
    rows: int
    used: int
    rejected: int
    unmatched: tuple[Unmatched, ...]
    assumed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """The days under review and where they come from."""

    from_: From
    to: date
    basis: Literal["options", "project", "covers", "log"]


@dataclass(frozen=True, slots=True)
class Term:
    """The agreement's own life; an open side is null."""

    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """The calendar choices that were used."""

    timezone: str
    week_starts: str
    year_starts: str
    anchor: date | None
    holidays: str


@dataclass(frozen=True, slots=True)
class ClauseCounts:
    """How many clauses the register has, and how many of them hold obligations."""

    total: int
    holding: int
    without: int


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """One agreement judged on its logs. `window` is null when there were no days to review."""

    id: str
    title: str
    file: str
    parties: dict[str, str]
    term: Term
    calendar: CalendarResult
    window: Window | None
    as_of: date
    logs: tuple[LogResult, ...]
    summary: Tally
    clauses: ClauseCounts
    obligations: tuple[ObligationResult, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that took part, with its path as the run saw it and the SHA-256 of its bytes."""

    role: Literal["agreement", "log", "project", "holidays", "settled", "assessments", "waivers", "baseline"]
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the document."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole result of a run."""

    format: Literal[1]
    tool: Tool
    as_of: date | None
    exit_status: int
    fail_on: str
    inputs: tuple[Input, ...]
    agreements: tuple[AgreementResult, ...]
    problems: tuple[Problem, ...]
