"""Breaches that are known: found again in results by their ids, so that only new ones fail a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mou_check.model.decisions import KnownBreach
from mou_check.model.results import AgreementResult, Baselined, Finding, ObligationResult
from mou_check.model.spans import Span
from mou_check.model.verdicts import Verdict, fails

# What a run can fail on, and so what a baseline can know.
FAILING = frozenset({Verdict.BREACHED, Verdict.SHORTFALL, Verdict.NO_DATA})
# What is not decided yet, so that a known breach may still come of it.
_OPEN = frozenset({Verdict.TO_JUDGE, Verdict.PENDING, Verdict.PARTIAL})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a run looked at: results, and the obligations that each agreement has, whether looked at or not.

    `whole`: these are all agreements of the project, so that any other is gone from it.
    """

    results: Sequence[AgreementResult]
    obligations: Mapping[str, Collection[str]]
    whole: bool


@dataclass(frozen=True, slots=True)
class Update:
    """A baseline after a run: what it holds now, and what is new, kept and gone against what it held before."""

    known: tuple[KnownBreach, ...]
    new: tuple[KnownBreach, ...]
    gone: tuple[KnownBreach, ...]


def marked(results: Sequence[AgreementResult], known: Iterable[KnownBreach]) -> list[AgreementResult]:
    """The results with every finding marked that a baseline knows, if it is no worse than it was then."""
    by_id = {k.id: k for k in known}

    def mark(finding: Finding) -> Finding:
        entry = by_id.get(finding.id)
        if entry is None or not _is_known(finding, entry):
            return finding
        return replace(finding, baselined=Baselined(entry.reason, entry.since))

    def mark_all(obligation: ObligationResult) -> ObligationResult:
        findings = tuple(map(mark, obligation.findings))
        return replace(obligation, findings=findings) if findings != obligation.findings else obligation

    return [replace(r, obligations=tuple(map(mark_all, r.obligations))) for r in results]


def fails_anew(obligation: ObligationResult, fail_on: str) -> bool:
    """Whether an obligation fails at a level of `--fail-on`, and not only by what a baseline knows."""
    if not fails([obligation.verdict], fail_on):
        return False
    failing = [f for f in obligation.findings if fails([f.verdict], fail_on)]
    return not failing or any(f.baselined is None for f in failing)


def gone(known: Iterable[KnownBreach], reviewed: Reviewed) -> list[KnownBreach]:
    """The known breaches that a run looked for and did not find."""
    results = {r.id: r for r in reviewed.results}
    findings = {f.id: f for f in _findings(reviewed.results)}
    return [k for k in known if _is_gone(k, findings.get(k.id), reviewed, results)]


def updated(known: Sequence[KnownBreach], reviewed: Reviewed, fail_on: str, reason: str, since: date) -> Update:
    """The baseline after a run: known breaches keep their reason and day, new ones get the ones given, gone ones go.

    New is what fails at the level of `--fail-on`. What the run did not look at stays.
    """
    lost = gone(known, reviewed)
    lost_ids = {k.id for k in lost}
    entries = {k.id: k for k in known if k.id not in lost_ids}
    new = []
    for finding in _findings(reviewed.results):
        entry = entries.get(finding.id)
        if entry and _is_known(finding, entry):
            entries[finding.id] = replace(entry, verdict=finding.verdict, first=finding.from_, last=finding.to)
        elif fails([finding.verdict], fail_on):
            entries[finding.id] = KnownBreach(finding.id, finding.verdict, finding.from_, finding.to, reason, since)
            new.append(entries[finding.id])
    return Update(tuple(sorted(entries.values(), key=_order)), tuple(sorted(new, key=_order)), tuple(lost))


def _order(entry: KnownBreach) -> str:
    return entry.id


def _findings(results: Iterable[AgreementResult]) -> list[Finding]:
    return [f for result in results for obligation in result.obligations for f in obligation.findings]


def _is_known(finding: Finding, entry: KnownBreach) -> bool:
    return finding.verdict in FAILING and finding.verdict.rank >= entry.verdict.rank


def _is_gone(
    entry: KnownBreach, finding: Finding | None, reviewed: Reviewed, results: Mapping[str, AgreementResult]
) -> bool:
    agreement, _, rest = entry.id.partition("/")
    obligation = rest.partition("/")[0].partition("[")[0]
    if agreement not in reviewed.obligations:
        return reviewed.whole
    if obligation not in reviewed.obligations[agreement]:
        return True
    if finding is not None:
        return finding.verdict not in FAILING | _OPEN
    result = results.get(agreement)
    judged = next((o for o in result.obligations if o.id == obligation), None) if result else None
    if result is None or result.window is None or judged is None:
        return False
    day = entry.last or entry.first
    if day is None:
        return True
    if not result.window.from_ <= day <= min(result.window.to, result.as_of):
        return False
    # It would have been found again, unless nothing could be told, or the period that the row belongs to is open.
    return all(f.from_ and not (f.verdict in _OPEN and day in Span(f.from_, f.to)) for f in judged.findings)
