"""One run of `verify`: what was asked for -> the result document.

This is the library's front door: no click, no printing, no clock. The command line fills in
`Options` and writes the document. The other modules here do the same for the other commands.
"""

from __future__ import annotations

from dataclasses import replace

from mou_check import __version__
from mou_check.baseline import fails_anew
from mou_check.engine import verify
from mou_check.load.activity_logs import LogLoader
from mou_check.load.finding import Loaded
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult, Document, Tool
from mou_check.model.verdicts import Verdict
from mou_check.run.known import against_baseline
from mou_check.run.prepare import Ready, prepare

__all__ = ["EXIT_WRONG", "Options", "exit_status", "judge", "run"]

EXIT_WRONG = 2

_UNSETTLED = {Verdict.NO_DATA, Verdict.PENDING, Verdict.PARTIAL, Verdict.NOT_DUE}


def run(options: Options, loader: LogLoader | None = None) -> Document:
    """Load, judge, and give the whole result with its exit status. A `loader` serves several runs."""
    loaded, ready = prepare(options, loader)
    results = against_baseline([judge(one, loaded) for one in ready], options, loaded)
    document = Document(
        format=1,
        tool=Tool("mou-check", __version__),
        as_of=options.as_of or max((r.as_of for r in results), default=None),
        exit_status=0,
        fail_on=options.fail_on,
        inputs=tuple(dict.fromkeys(loaded.inputs)),
        agreements=tuple(results),
        problems=tuple(loaded.problems),
    )
    return replace(document, exit_status=exit_status(document, strict=options.strict))


def judge(ready: Ready, loaded: Loaded) -> AgreementResult:
    """Judge one agreement; what is wrong goes to the problems of what was loaded."""
    agreement = ready.case.agreement
    result, problems = verify(ready.case, ready.window, ready.as_of)
    if all(o.verdict in _UNSETTLED for o in result.obligations):
        what = "it has no obligations" if not result.obligations else "no obligation has a settled verdict"
        message = f"nothing was checked for {agreement.id}: {what}; this is not a pass"
        problems.append(Problem("warning", "nothing-checked", message, agreement=agreement.id, file=ready.case.file))
    loaded.problems += problems
    return result


def exit_status(document: Document, *, strict: bool = False) -> int:
    """2 when an input is wrong (with `strict` also when it is doubtful), 1 when a verdict fails, else 0.

    A verdict does not fail by what the baseline knows.
    """
    if any(p.level == "error" or (strict and p.level == "warning") for p in document.problems):
        return 2
    return int(any(fails_anew(o, document.fail_on) for a in document.agreements for o in a.obligations))
