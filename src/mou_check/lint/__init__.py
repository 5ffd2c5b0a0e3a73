"""Static checks of an agreement, without a log: contradictions, figures that do not add up, words that can be read
in two ways, rules that nothing can meet or break, things that nobody reads.

`run` is the front door: what was asked for -> the document. Each check is one function (`checks.CHECKS`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mou_check import __version__
from mou_check.lint.acknowledging import acknowledgement_of, unused
from mou_check.lint.base import Check, Found, Subject
from mou_check.lint.checks import CHECKS, UNUSED
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import find_agreements
from mou_check.model.lint import Linted, LintDocument, LintFinding, LintStatus, summary_of
from mou_check.model.options import Options
from mou_check.model.results import Tool

__all__ = ["lint", "run"]


def run(options: Options, only: Collection[str] = ()) -> LintDocument:
    """Load the agreements that were asked for and check them. `only` names the checks to make (all by default).

    The exit status is 0 when nothing is open at the level of a warning (with `options.strict`: at any level), 1 when
    something is, 2 when an agreement cannot be loaded.
    """
    loaded = find_agreements(options)
    lists = loaded.project.settings.lists
    findings = tuple(f for a in loaded.agreements for f in lint(a, lists.get(a.agreement.id, {}), only))
    summary = summary_of(findings)
    failed = summary.warnings or (options.strict and summary.hints)
    wrong = any(p.level == "error" or options.strict for p in loaded.problems)
    return LintDocument(
        1,
        Tool("mou-check", __version__),
        2 if wrong else int(bool(failed)),
        tuple(dict.fromkeys(loaded.inputs)),
        tuple(
            Linted(a.agreement.id, a.agreement.title, a.source.name, len(a.agreement.obligations), len(a.agreement.clauses))
            for a in loaded.agreements
        ),
        findings,
        summary,
        tuple(loaded.problems),
    )  # fmt: skip


def lint(
    loaded: LoadedAgreement, supplied: Mapping[str, tuple[str, ...]] | None = None, only: Collection[str] = ()
) -> list[LintFinding]:
    """All that the checks find in one agreement, in the order of the checks. `supplied` are the project file's lists."""
    subject = Subject(loaded, loaded.agreement.list_values(supplied or {}))
    checks = [check for check in CHECKS if not only or check.code in only]
    found = [(check, f) for check in checks for f in check.find(subject)]
    findings = [_finding(subject, check, f) for check, f in found]
    if not only or UNUSED.code in only:
        findings += [_finding(subject, UNUSED, f) for f in unused(subject, checks, found)]
    return findings


def _finding(subject: Subject, check: Check, found: Found) -> LintFinding:
    acknowledged = None if found.readings else acknowledgement_of(subject, check, found)
    status: LintStatus = "resolved" if found.readings else "acknowledged" if acknowledged else "open"
    line, column = subject.loaded.source.place(found.path, key=found.key)
    return LintFinding(
        check.code,
        check.level,
        status,
        found.message,
        subject.agreement.id,
        found.about,
        subject.loaded.source.name,
        line,
        column,
        found.readings,
        acknowledged.because if acknowledged else None,
    )
