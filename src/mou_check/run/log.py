"""One run of `log`: what stands in the logs of a project, or in files, before any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mou_check import __version__
from mou_check.engine import window_of
from mou_check.load.activity_logs import LoadedLog, LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import Loaded, files_by_id, find_agreements, given_logs, logs_by_agreement, open_project
from mou_check.load.log_names import is_there
from mou_check.load.log_problems import unknown_activity
from mou_check.log_report import Subject, log_report
from mou_check.model.log_report import LogDocument, LogReport, Observation
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import Input, Term, Tool
from mou_check.model.spans import EVER
from mou_check.model.words import nearest
from mou_check.run import EXIT_WRONG
from mou_check.run.prepare import open_log

# Problems of single rows, which are observations here: the others are about files and the command.
_OF_ROWS = frozenset({"bad-activity", "bad-cell", "bad-date", "duplicate-ref", "ragged-row", "unknown-activity"})


def look_at_logs(options: Options, loader: LogLoader | None = None) -> tuple[LogDocument, Sequence[Input]]:
    """Load the logs that were asked for, or all of the project's, and say what stands in them; gives the inputs, too.

    The exit status is 2 when an agreement or a log cannot be read, or no row of a log can be used, else 0.
    """
    options, unknown = _sorted_out(options)
    nothing_left = unknown and not (options.logs or options.agreements)
    loaded = open_project(options) if nothing_left else find_agreements(options)
    loaded.problems += unknown
    logs = given_logs(options, loaded, option_name="") if options.logs else logs_by_agreement(options, loaded)
    loader = loader or LogLoader()
    as_of = options.as_of or options.today
    reports = []
    for agreement in loaded.agreements:
        files = logs.get(agreement.agreement.id, [])
        if files:
            reports.append(_looked_at(replace(options, as_of=as_of), agreement, files, loader, loaded))
        elif not options.logs:
            loaded.problems.append(_no_log(agreement, named=bool(options.agreements)))
    if not reports and not any(p.level == "error" for p in loaded.problems):
        loaded.problems.append(Problem("error", "no-log", "there is no activity log to look at; name a file"))
    wrong = any(p.level == "error" for p in loaded.problems) or any(r.state == "unreadable" for r in reports)
    document = LogDocument(
        1, Tool("mou-check", __version__), as_of, EXIT_WRONG if wrong else 0, tuple(reports), tuple(loaded.problems)
    )
    return document, loaded.inputs


def _sorted_out(options: Options) -> tuple[Options, Sequence[Problem]]:
    """What is named as a file and is none, but is the id of an agreement, asks for that agreement's own logs.

    What is nearly one is an error. Where every file says whose it is, the other agreements of the project need not be read.
    """
    missing = [name for name in options.logs if not (options.folder / name).exists()]
    known = files_by_id(open_project(options).project) if missing else {}
    ids = [name for name in missing if name in known]
    words = [name for name in missing if name not in known and "=" not in name and not is_there(name, options.folder)]
    slips = {name: near for name in words if (near := nearest(name, known))}
    logs = tuple(name for name in options.logs if name not in ids and name not in slips)
    agreements = (*options.agreements, *ids)
    if not agreements and logs and all("=" in name and name in missing for name in logs):
        agreements = tuple(dict.fromkeys(name.partition("=")[0] for name in logs))
    unknown = [
        Problem("error", "no-agreement", f'{name} is neither a file nor the id of an agreement. Did you mean "{near}"?')
        for name, near in slips.items()
    ]
    return replace(options, logs=logs, agreements=agreements), unknown


def _no_log(agreement: LoadedAgreement, *, named: bool) -> Problem:
    """An agreement without a log: an error where it was asked for by name, else only said."""
    message = f"no activity log was found for {agreement.agreement.id}"
    return Problem(
        "error" if named else "note", "no-log", message, agreement=agreement.agreement.id, file=agreement.source.name
    )


def _looked_at(
    options: Options, loaded_agreement: LoadedAgreement, files: list[Path], loader: LogLoader, loaded: Loaded
) -> LogReport:
    """The report of one agreement's log; what is wrong with its files goes to the problems of the run."""
    agreement, name = loaded_agreement.agreement, loaded_agreement.source.name
    own = Loaded(loaded.project)
    log = open_log(loaded_agreement, files, loader, own, options, whole=True)
    loaded.inputs += own.inputs
    loaded.problems += [p for p in own.problems if p.code not in _OF_ROWS]
    if log.log is None:
        starts = agreement.calendar.year_starts
        return LogReport(
            agreement.id, agreement.title, name, "unreadable", tuple(log.results), 0, 0, 0, 0, None, None, None, None,
            Term(agreement.term.starts, agreement.term.ends), f"{starts[0]:02}-{starts[1]:02}", (), (), (), None, (), {},
        )  # fmt: skip
    assert options.as_of
    usual = loaded.project.declared(agreement.id, files).window or EVER
    window, _ = window_of(agreement.term.span, log.log, None, None, usual)
    lists = agreement.list_values(loaded.project.settings.lists.get(agreement.id, {}))
    options.progress.doing(f"counting what stands in the log of {agreement.id}")
    subject = Subject(agreement, log.log, lists, agreement.nouns(), window, options.as_of)
    return log_report(subject, name, log.results, list(_lost(loaded_agreement, log, own.problems)), log.faults)


def _lost(agreement: LoadedAgreement, log: LoadedLog, problems: Sequence[Problem]) -> Iterator[Observation]:
    """Rows that are rejected, one by one, and those of unknown activities, each with the first of them."""
    for p in problems:
        if p.code in _OF_ROWS and p.level == "error":
            column = p.column if isinstance(p.column, str) else None
            yield Observation(p.level, p.code, p.message, None, p.file, p.row, p.line, column)
    for file in log.results:
        for unmatched in file.unmatched:
            problem = unknown_activity(unmatched, file.file, agreement.agreement)
            first = log.strangers[file.file, unmatched.activity]
            yield Observation(
                problem.level, problem.code, problem.message, unmatched.activity, file.file, first.row, first.line, "activity",
                unmatched.rows, (first,),
            )  # fmt: skip
