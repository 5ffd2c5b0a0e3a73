"""Static checks of an agreement, without a log: contradictions, figures that do not add up, words that can be read
in two ways, rules that nothing can meet or break, things that nobody reads.

Each check is one function (`checks.CHECKS`); its docstring is its explanation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mou_check.lint.acknowledging import acknowledgement_of, unused
from mou_check.lint.base import Check, Found, Subject
from mou_check.lint.checks import CHECKS, UNUSED
from mou_check.load.agreements import LoadedAgreement
from mou_check.model.lint import LintFinding, LintStatus

__all__ = ["lint"]


def lint(
    loaded: LoadedAgreement, supplied: Mapping[str, tuple[str, ...]] | None = None, only: Collection[str] = ()
) -> list[LintFinding]:
    """All that the checks find in one agreement, in the order of the checks.

    `supplied` are the lists that the project file gives values to, `only` the codes of the checks to make (default:
    all).
    """
    subject = Subject(loaded, loaded.agreement.list_values(supplied or {}))
    checks = [check for check in CHECKS if not only or check.code in only]
    found = [(check, each) for check in checks for each in check.find(subject)]
    findings = [_finding(subject, check, each) for check, each in found]
    if not only or UNUSED.code in only:
        findings += [_finding(subject, UNUSED, each) for each in unused(subject, checks, found)]
    return findings


def _finding(subject: Subject, check: Check, found: Found) -> LintFinding:
    acknowledged = None if found.readings else acknowledgement_of(subject, check, found)
    status: LintStatus = "resolved" if found.readings else "acknowledged" if acknowledged else "open"
    line, column = subject.loaded.source.place(found.path, key=found.key)
    return LintFinding(
        code=check.code,
        level=check.level,
        status=status,
        message=found.message,
        agreement=subject.agreement.id,
        about=found.about,
        file=subject.loaded.source.name,
        line=line,
        column=column,
        readings=found.readings,
        because=acknowledged.because if acknowledged else None,
    )
