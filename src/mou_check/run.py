"""One run of `verify`: what was asked for -> the result document.

This is the library's front door: no click, no printing, no clock. The command line fills in
`Options` and writes the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mou_check import __version__
from mou_check.choices import choices
from mou_check.coverage import coverage_of, totals
from mou_check.engine import Case, verify, window_of
from mou_check.load.activity_logs import LoadedLog, LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.decisions import asked_readings, load_assessments, load_settlements
from mou_check.load.finding import Loaded, find_agreements, keep_only, logs_by_agreement
from mou_check.load.project import LOGS
from mou_check.model.choices import ChoicesDocument
from mou_check.model.coverage import AgreementCoverage, CoverageDocument
from mou_check.model.decisions import Assessment, Settlement
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult, Document, Input, Tool, Window
from mou_check.model.spans import Span
from mou_check.model.verdicts import Verdict, fails

__all__ = ["EXIT_WRONG", "Options", "Ready", "coverage", "exit_status", "open_choices", "prepare", "run"]

EXIT_WRONG = 2

_UNSETTLED = {Verdict.NO_DATA, Verdict.PENDING, Verdict.PARTIAL, Verdict.NOT_DUE}


@dataclass(frozen=True, slots=True)
class Ready:
    """An agreement with its log, ready to be judged over a window (None: no day to review) as of a day."""

    loaded: LoadedAgreement
    case: Case
    window: Window | None
    as_of: date


def prepare(options: Options, loader: LogLoader | None = None) -> tuple[Loaded, list[Ready]]:
    """Load all that a run needs; what is wrong is in the problems of what was loaded."""
    loaded = find_agreements(options)
    decisions = Decisions(
        load_settlements(options.settled, loaded),
        load_assessments(options.assessments, loaded),
        asked_readings(options.readings, loaded),
    )
    if options.only:
        keep_only(options.only, loaded)
    logs = logs_by_agreement(options, loaded)
    loader = loader or LogLoader()
    ready = []
    for agreement in loaded.agreements:
        one = _ready(agreement, logs.get(agreement.agreement.id, []), loader, options, loaded, decisions)
        if one:
            ready.append(one)
    return loaded, ready


def run(options: Options, loader: LogLoader | None = None) -> Document:
    """Load, judge, and give the whole result with its exit status. A `loader` serves several runs."""
    loaded, ready = prepare(options, loader)
    results = [_judge(one, loaded) for one in ready]
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


def open_choices(options: Options, loader: LogLoader | None = None) -> tuple[ChoicesDocument, Sequence[Input]]:
    """What each agreement leaves open, tried on its log, and the files that took part."""
    loaded, ready = prepare(options, loader)
    lists = loaded.project.settings.lists
    found = tuple(choices(r.case, lists.get(r.case.agreement.id, {}), r.window, r.as_of) for r in ready)
    document = ChoicesDocument(1, Tool("mou-check", __version__), found, tuple(loaded.problems))
    return document, loaded.inputs


def coverage(options: Options, loader: LogLoader | None = None) -> tuple[CoverageDocument, Sequence[Input]]:
    """What each agreement holds and how much of it a log can test, and the files that took part.

    An agreement without a log is no problem here: nothing is said of its data.
    """
    loaded = find_agreements(options)
    decisions = Decisions(load_settlements(options.settled, loaded), load_assessments(options.assessments, loaded), {})
    logs = logs_by_agreement(options, loaded)
    loader = loader or LogLoader()
    found = tuple(_covered(a, logs.get(a.agreement.id, []), loader, loaded, decisions) for a in loaded.agreements)
    document = CoverageDocument(1, Tool("mou-check", __version__), found, totals(found), tuple(loaded.problems))
    return document, loaded.inputs


def _covered(
    loaded_agreement: LoadedAgreement, files: list[Path], loader: LogLoader, loaded: Loaded, decisions: Decisions
) -> AgreementCoverage:
    agreement = loaded_agreement.agreement
    log = _open_log(loaded_agreement, files, loader, loaded) if files else LoadedLog()
    return coverage_of(
        agreement.with_readings_first({s.obligation: s.reading for s in decisions.settled.get(agreement.id, ())}),
        loaded_agreement.source.name,
        agreement.list_values(loaded.project.settings.lists.get(agreement.id, {})),
        log.log,
        log.results,
        "read" if log.log else "unreadable" if files else "none",
        Counter(a.obligation for a in decisions.assessments.get(agreement.id, ())),
    )


def exit_status(document: Document, *, strict: bool = False) -> int:
    """2 when an input is wrong (with `strict` also when it is doubtful), 1 when a verdict fails, else 0."""
    if any(p.level == "error" or strict for p in document.problems):
        return 2
    return int(fails((o.verdict for a in document.agreements for o in a.obligations), document.fail_on))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided, by agreement: settled readings, assessments, and readings that an option asks for."""

    settled: Mapping[str, Sequence[Settlement]]
    assessments: Mapping[str, Sequence[Assessment]]
    asked: Mapping[str, Mapping[str, str]]


def _ready(
    loaded_agreement: LoadedAgreement,
    files: list[Path],
    loader: LogLoader,
    options: Options,
    loaded: Loaded,
    decisions: Decisions,
) -> Ready | None:
    agreement = loaded_agreement.agreement
    project = loaded.project

    def tell(problems: Iterable[Problem]) -> None:
        loaded.problems += [replace(p, agreement=agreement.id) for p in problems]

    if not files:
        message = f"no activity log was found for {agreement.id}: looked for {LOGS}/{agreement.id}.csv, {LOGS}/{agreement.id}-*.csv and {LOGS}/{agreement.id}/*.csv; give one with --log"
        tell([Problem("error", "no-log", message, file=loaded_agreement.source.name)])
        return None
    log = _open_log(loaded_agreement, files, loader, loaded)
    if log.log is None:
        return None
    covered = log.log.covered
    window, why = window_of(agreement.term.span, log.log, options.since, options.until)
    if window is None:
        empty = log.log.span is None and not (options.since and options.until)
        tell(
            [
                Problem(
                    "warning" if empty else "error",
                    "empty-log" if empty else "empty-window",
                    why or "",
                    file=loaded_agreement.source.name,
                )
            ]
        )
        if not empty:
            return None
    if covered and not covered.holds(Span(window.from_, window.to) if window else covered):
        days = f"{covered.first} to {covered.last}"
        message = f"the window reaches beyond the dates that the log of {agreement.id} is declared to cover ({days}); days outside count as silent"
        tell([Problem("warning", "beyond-covers", message, file=loaded_agreement.source.name)])
    as_of = options.as_of or min(window.to if window else options.today, options.today)
    supplied = project.settings.lists.get(agreement.id, {})
    settled = {s.obligation: s for s in decisions.settled.get(agreement.id, ())}
    asked = decisions.asked.get(agreement.id, {})
    case = Case(
        agreement.with_readings_first({**{o: s.reading for o, s in settled.items()}, **asked}),
        loaded_agreement.calendar,
        loaded_agreement.source.name,
        loaded_agreement.places(),
        agreement.list_values(supplied),
        log.log,
        log.results,
        agreement.nouns(),
        frozenset(asked),
        {o: s for o, s in settled.items() if o not in asked},
        decisions.assessments.get(agreement.id, ()),
    )
    return Ready(loaded_agreement, case, window, as_of)


def _open_log(loaded_agreement: LoadedAgreement, files: list[Path], loader: LogLoader, loaded: Loaded) -> LoadedLog:
    """The log of an agreement from its files; what is wrong with it goes to the problems of the run."""
    agreement, project = loaded_agreement.whole_agreement, loaded.project
    covered, records = project.coverage(agreement.id, files)
    log = loader.load(agreement, [(file, project.name(file)) for file in files], covered=covered, records=records)
    loaded.problems += [replace(p, agreement=agreement.id) for p in log.problems]
    loaded.inputs += log.inputs
    return log


def _judge(ready: Ready, loaded: Loaded) -> AgreementResult:
    agreement = ready.case.agreement
    result, problems = verify(ready.case, ready.window, ready.as_of)
    if all(o.verdict in _UNSETTLED for o in result.obligations):
        what = "it has no obligations" if not result.obligations else "no obligation has a settled verdict"
        message = f"nothing was checked for {agreement.id}: {what}; this is not a pass"
        problems.append(Problem("warning", "nothing-checked", message, agreement=agreement.id, file=ready.case.file))
    loaded.problems += problems
    return result
