"""The report of `verify`: an entry for each obligation, an occurrence for each period or row that is not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mou_check.baseline import fails_anew
from mou_check.model.report import Entry, Occurrence, Place, Report, Rule, Section, Weight
from mou_check.model.results import AgreementResult, Document, Finding, ObligationResult, RowPlace
from mou_check.model.verdicts import Outcome, Verdict, fails, verdict_of
from mou_check.model.words import capital, day, listed, plural
from mou_check.output.phrases import actual, counts, is_known, known_since, looked_at, waived_by

_WEIGHTS = {
    Verdict.BREACHED: Weight.ERROR,
    Verdict.SHORTFALL: Weight.WARNING,
    Verdict.MET: Weight.FINE,
    Verdict.PENDING: Weight.OPEN,
    Verdict.PARTIAL: Weight.OPEN,
    Verdict.NOT_DUE: Weight.OPEN,
}
_LET_PASS = (Verdict.WAIVED, Verdict.EXCUSED)


def report(document: Document) -> Report:
    """The report of a result document."""
    known = sum(is_known(o) for a in document.agreements for o in a.obligations)
    told = f"; in {known} of them nothing is new" if known else ""
    as_of = f"; as of {day(document.as_of)}" if document.as_of else ""
    return Report(
        command="verify",
        noun="obligation",
        tool=document.tool,
        exit_status=document.exit_status,
        summary=counts(document.agreements) + told + as_of,
        headings={
            "verdict": "Verdict",
            "clauses": "Clause",
            "named": "Obligation",
            "expected": "Requirement",
            "actual": "Found",
            "place": "Place",
        },
        sections=tuple(_section(a) for a in document.agreements),
        entries=tuple(_entry(a, o, document.fail_on) for a in document.agreements for o in a.obligations),
        rules=tuple(_rule(a, o) for a in document.agreements for o in a.obligations),
        problems=document.problems,
    )


def _section(agreement: AgreementResult) -> Section:
    return Section(agreement.id, agreement.title, counts([agreement]), tuple(looked_at(agreement)), agreement.as_of)


def _rule(agreement: AgreementResult, obligation: ObligationResult) -> Rule:
    bearer, other = (agreement.parties.get(p or "", p) for p in (obligation.bearer, obligation.counterparty))
    owed = f", owed to {other}" if other and other != bearer else ""
    clauses = "Clause" if len(obligation.clauses) == 1 else "Clauses"
    told = f"{clauses} {listed(obligation.clauses)}. {bearer} {obligation.force}{owed}: {obligation.requirement}"
    missed = _WEIGHTS.get(verdict_of(Outcome.MISSED, obligation.force), Weight.NOTE)
    asked = told if told.endswith("?") else f"{told}."
    return Rule(f"{agreement.id}/{obligation.id}", missed, obligation.title, obligation.says, asked)


def _entry(agreement: AgreementResult, obligation: ObligationResult, fail_on: str) -> Entry:
    code = f"{agreement.id}/{obligation.id}"
    occurrences = tuple(_occurrence(f, fail_on) for f in obligation.findings)
    as_bad = [o for o in occurrences if o.verdict == obligation.verdict]
    let_pass = [o.suppressed for o in as_bad if o.suppressed]
    fails_now = fails_anew(obligation, fail_on)
    suppressed = let_pass[0] if let_pass and len(let_pass) == len(as_bad) and not fails_now else None
    at = obligation.location
    return Entry(
        id=code,
        agreement=agreement.id,
        code=code,
        verdict=obligation.verdict,
        weight=_WEIGHTS.get(obligation.verdict, Weight.NOTE),
        rank=obligation.verdict.rank,
        fails=fails_now,
        title=obligation.title,
        message=_first(as_bad or list(occurrences)),
        about=(obligation.id,),
        clauses=obligation.clauses,
        expected=capital(obligation.requirement),
        actual=actual(obligation),
        place=Place(at.file, at.line, at.column),
        notes=tuple(_notes(obligation)),
        suppressed=suppressed,
        occurrences=occurrences,
    )


def _first(occurrences: Sequence[Occurrence]) -> str:
    """The first of several occurrences, and how many more there are."""
    if not occurrences:
        return ""
    return occurrences[0].message + (f"; and {len(occurrences) - 1} more" if len(occurrences) > 1 else "")


def _occurrence(finding: Finding, fail_on: str) -> Occurrence:
    group = f"{finding.group}: " if finding.group and finding.group not in finding.message else ""
    rows: Sequence[RowPlace] = finding.evidence
    if finding.file and finding.row:
        rows = (RowPlace(finding.file, finding.row, finding.line or finding.row),)
    return Occurrence(
        id=finding.id,
        verdict=finding.verdict,
        weight=_WEIGHTS.get(finding.verdict, Weight.NOTE),
        fails=finding.baselined is None and fails([finding.verdict], fail_on),
        message=group + finding.message,
        days=(finding.from_, finding.to),
        group=finding.group,
        expected=finding.expected,
        actual=finding.actual,
        unit=finding.unit,
        due=finding.due,
        days_late=finding.days_late,
        rows=tuple(Place(r.file, r.line, row=r.row) for r in rows),
        notes=tuple(_about(finding)),
        suppressed=_let_pass(finding),
    )


def _let_pass(finding: Finding) -> str | None:
    """Why a finding need not be acted on."""
    if finding.baselined:
        return known_since(finding.baselined)
    if finding.verdict not in _LET_PASS:
        return None
    if finding.waiver:
        return waived_by(finding.waiver)
    return f"excused: {finding.excuse}" if finding.excuse else finding.verdict.value


def _about(finding: Finding) -> Iterator[str]:
    for near in finding.near_misses:
        yield f"near miss: {near.message} (row {near.place.row} of {near.place.file})"
    if finding.affected_by_rejected:
        yield f"{plural(finding.affected_by_rejected, 'unreadable row')} could change this"


def _notes(obligation: ObligationResult) -> Iterator[str]:
    if obligation.depends_on_reading:
        for reading in obligation.readings:
            yield f"if read as {reading.label} ({reading.id}): {reading.verdict}"
    if obligation.settled:
        yield f"read as {obligation.settled.reading}, agreed by {obligation.settled.by} on {day(obligation.settled.when)}"
    if obligation.affected_by_rejected:
        yield f"{plural(obligation.affected_by_rejected, 'unreadable row')} could change this verdict"
