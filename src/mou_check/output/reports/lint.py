"""The report of `lint`: an entry for each finding of a check."""

from __future__ import annotations

from mou_check.model.lint import LintCheck, LintDocument, LintFinding, summary_of
from mou_check.model.report import Entry, Place, Report, Rule, Section, Weight, with_own_ids
from mou_check.model.words import figure, listed, plural

_WEIGHTS = {"warning": Weight.WARNING, "hint": Weight.NOTE}


def report(document: LintDocument) -> Report:
    """The report of what lint found."""
    # Hints fail a run under --strict only, which shows in that nothing else fails it.
    strict = document.exit_status == 1 and not document.summary.warnings
    return Report(
        command="lint",
        noun="finding",
        tool=document.tool,
        exit_status=document.exit_status,
        summary=_counts(document.findings),
        headings={"verdict": "Level", "code": "Check", "about": "About", "message": "Finding", "place": "Place"},
        sections=tuple(
            Section(
                a.id,
                a.title,
                _counts(tuple(f for f in document.findings if f.agreement == a.id)),
                (f"{plural(a.obligations, 'obligation')}, {plural(a.clauses, 'clause')}.",),
            )
            for a in document.agreements
        ),
        entries=with_own_ids([entry_of(f, strict=strict) for f in document.findings]),
        rules=tuple(rule_of(c) for c in document.checks),
        problems=document.problems,
    )


def _counts(findings: tuple[LintFinding, ...]) -> str:
    found = summary_of(findings)
    return (
        f"{plural(found.warnings, 'warning')} and {plural(found.hints, 'hint')} open, "
        f"{figure(found.resolved)} resolved by readings, {figure(found.acknowledged)} acknowledged"
    )


def rule_of(check: LintCheck) -> Rule:
    """What a check looks for, and what to do about what it finds."""
    says = " ".join(check.explanation.partition("\n\n")[0].split())
    return Rule(check.code, _WEIGHTS[check.level], check.code, says, check.explanation)


def entry_of(finding: LintFinding, *, strict: bool) -> Entry:
    """The entry of a finding; `strict` says whether hints fail a run."""
    warning = finding.level == "warning"
    is_open = finding.status == "open"
    return Entry(
        id="/".join((finding.agreement, finding.code, *sorted(finding.about))),
        agreement=finding.agreement,
        code=finding.code,
        verdict=finding.level if is_open else finding.status,
        weight=_WEIGHTS[finding.level],
        rank=int(not warning),
        fails=is_open and (warning or strict),
        title=f"{finding.code}: {listed(finding.about)}",
        message=finding.message,
        about=finding.about,
        place=Place(finding.file, finding.line, finding.column),
        suppressed=None if is_open else _why(finding),
    )


def _why(finding: LintFinding) -> str:
    if finding.readings:
        return f"resolved by readings: {listed(finding.readings)}"
    return f"acknowledged: {finding.because}"
