"""What agreements hold and what a log can test of it, as it is published (`schemas/coverage.schema.json`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mou_check.model.problems import Problem
from mou_check.model.results import LogResult, Tool
from mou_check.model.verdicts import Force

Tested = Literal["fully", "partly", "rest", "judgement"]
"""How far a log can test an obligation.

`fully`: a rule settles all of it. `partly`: a rule settles a part, and a judgement is left with the rest.
`rest`: it is such a judgement. `judgement`: only a person can tell.
"""


@dataclass(frozen=True, slots=True)
class ClauseSummary:
    """How many clauses the register has, how many hold obligations, and why the others hold none."""

    total: int
    holding: int
    without: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class ObligationSummary:
    """How many obligations there are: total = fully + partly + rest + judgement.

    `with_data` counts those tested fully or partly that the log has data for; null where there is no
    log that could be read. `assessed` counts those left to a person of which a judgement is recorded.
    """

    total: int
    fully: int
    partly: int
    rest: int
    judgement: int
    with_data: int | None
    assessed: int

    @property
    def testable(self) -> int:
        """Those of which a log can test all or a part."""
        return self.fully + self.partly


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the log lacks for one reading of an obligation (null: it has only one)."""

    reading: str | None
    what: Literal["activity", "column", "list"]
    names: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class ObligationCoverage:
    """How far a log can test one obligation, and whether this log does.

    `rest` names the judgements that are left with its rest, `rest_of` the obligations whose rest it is.
    `data` is about its preferred reading: null for a judgement, and where there is no log that could be
    read. `assessments` counts the recorded judgements of a person.
    """

    id: str
    clauses: tuple[str, ...]
    title: str
    force: Force
    kind: str
    tested: Tested
    rest: tuple[str, ...]
    rest_of: tuple[str, ...]
    data: bool | None
    lacks: tuple[Lacking, ...]
    assessments: int


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause of the register: which obligations it holds, or why none."""

    ref: str
    also: tuple[str, ...]
    heading: str | None
    holds: tuple[str, ...]
    because: str | None


@dataclass(frozen=True, slots=True)
class AgreementCoverage:
    """One agreement. `log` says whether there is a log that could be read; `logs` are its files."""

    id: str
    title: str
    file: str
    logs: tuple[LogResult, ...]
    log: Literal["read", "unreadable", "none"]
    clauses: ClauseSummary
    summary: ObligationSummary
    obligations: tuple[ObligationCoverage, ...]
    register: tuple[ClauseEntry, ...]


@dataclass(frozen=True, slots=True)
class CoverageTotals:
    """All agreements together."""

    clauses: ClauseSummary
    summary: ObligationSummary


@dataclass(frozen=True, slots=True)
class CoverageDocument:
    """What all agreements of a run hold."""

    format: Literal[1]
    tool: Tool
    agreements: tuple[AgreementCoverage, ...]
    totals: CoverageTotals
    problems: tuple[Problem, ...]
