"""One run of `lint`: agreements checked without a log."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mou_check import __version__
from mou_check.lint import lint
from mou_check.lint.checks import CODES
from mou_check.load.finding import find_agreements
from mou_check.model.lint import LintCheck, LintDocument, Linted, summary_of
from mou_check.model.options import Options
from mou_check.model.results import Input, Tool
from mou_check.model.words import plural


def lint_run(options: Options, only: Collection[str] = ()) -> tuple[LintDocument, Sequence[Input]]:
    """Load the agreements that were asked for and check them; gives the files that took part, too.

    `only` names the checks to make (default: all).

    The exit status is 2 when an agreement cannot be loaded, 1 when a warning is open (with `options.strict` also a
    hint), else 0.
    """
    loaded = find_agreements(options)
    supplied = loaded.project.settings.lists
    options.progress.doing(f"checking {plural(len(loaded.agreements), 'agreement')}")
    findings = tuple(f for a in loaded.agreements for f in lint(a, supplied.get(a.agreement.id, {}), only))
    summary = summary_of(findings)
    failed = summary.warnings or (options.strict and summary.hints)
    wrong = any(p.level == "error" or options.strict for p in loaded.problems)
    document = LintDocument(
        format=1,
        tool=Tool("mou-check", __version__),
        exit_status=2 if wrong else int(bool(failed)),
        agreements=tuple(
            Linted(
                a.agreement.id,
                a.agreement.title,
                a.source.name,
                len(a.agreement.obligations),
                len(a.agreement.clauses),
            )
            for a in loaded.agreements
        ),
        checks=tuple(
            LintCheck(code, CODES[code].level, CODES[code].explanation)
            for code in dict.fromkeys(finding.code for finding in findings)
        ),
        findings=findings,
        summary=summary,
        problems=tuple(loaded.problems),
    )
    return document, loaded.inputs
