"""Loading what a run needs: agreements with their logs, days, lists and decisions, ready to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from mou_check.engine import Case, window_of
from mou_check.load.activity_logs import LoadedLog, LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.checked_mapping import unused_headers
from mou_check.load.decisions import asked_readings, load_assessments, load_settlements
from mou_check.load.finding import Loaded, find_agreements, keep_only, logs_by_agreement
from mou_check.load.project import LOGS
from mou_check.load.waivers import load_waivers
from mou_check.model.decisions import Assessment, Settlement, Waiver
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import Window
from mou_check.model.spans import EVER, Span
from mou_check.waiving import in_force


@dataclass(frozen=True, slots=True)
class Ready:
    """An agreement with its log, ready to be judged over a window (None: no day to review) as of a day."""

    loaded: LoadedAgreement
    case: Case
    window: Window | None
    as_of: date


def prepare(options: Options, loader: LogLoader | None = None) -> tuple[Loaded, list[Ready]]:
    """Load all that a run needs; what is wrong is in the problems of what was loaded."""
    options.progress.doing("reading agreements")
    loaded = find_agreements(options)
    decisions = Decisions(
        load_settlements(options.settled, loaded),
        load_assessments(options.assessments, loaded),
        asked_readings(options.readings, loaded),
        load_waivers(options.waivers, loaded),
    )
    if options.only:
        keep_only(options.only, loaded)
    return loaded, make_ready(loaded, logs_by_agreement(options, loaded), options, decisions, loader)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided, by agreement: settled readings, assessments, readings that an option asks for, waivers."""

    settled: Mapping[str, Sequence[Settlement]]
    assessments: Mapping[str, Sequence[Assessment]]
    asked: Mapping[str, Mapping[str, str]]
    waivers: Mapping[str, Sequence[Waiver]] = field(default_factory=dict)


def make_ready(
    loaded: Loaded,
    logs: Mapping[str, list[Path]],
    options: Options,
    decisions: Decisions,
    loader: LogLoader | None = None,
) -> list[Ready]:
    """The agreements that were loaded with their logs, as far as these can be used. A `loader` serves several runs."""
    loader = loader or LogLoader()
    ready = (_ready(a, logs.get(a.agreement.id, []), loader, options, loaded, decisions) for a in loaded.agreements)
    return [one for one in ready if one]


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
    log = open_log(loaded_agreement, files, loader, loaded, options)
    if log.log is None:
        return None
    covered = log.log.covered
    usual = project.declared(agreement.id, files).window or EVER
    window, why = window_of(agreement.term.span, log.log, options.since, options.until, usual)
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
    # Whether a waiver holds is a question of the day on which the run is made, unless --as-of names another.
    judged = {o.id for o in agreement.obligations}
    own = [w for w in decisions.waivers.get(agreement.id, ()) if w.obligation in judged]
    waivers, doubtful = in_force(own, options.as_of or options.today)
    tell(doubtful)
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
        waivers,
        options.progress,
    )
    return Ready(loaded_agreement, case, window, as_of)


def open_log(
    loaded_agreement: LoadedAgreement,
    files: list[Path],
    loader: LogLoader,
    loaded: Loaded,
    options: Options,
    *,
    whole: bool = False,
) -> LoadedLog:
    """The log of an agreement from its files; what is wrong with it goes to the problems of the run.

    The encoding in `options` is that of its texts, in place of what the project file says. A `whole` log has also the
    columns that the agreement does not declare.
    """
    agreement, project = loaded_agreement.whole_agreement, loaded.project
    declared = project.declared(agreement.id, files)
    encodings = dict.fromkeys(files, options.encoding) if options.encoding else declared.encodings
    log = loader.load(
        agreement, [(file, project.name(file)) for file in files],
        covered=declared.covers, records=declared.records, mappings=declared.mappings, encodings=encodings, whole=whole,
        progress=options.progress,
    )  # fmt: skip
    loaded.problems += unused_headers(project, agreement.id, log.headers)
    loaded.problems += [replace(p, agreement=agreement.id) for p in log.problems]
    loaded.inputs += log.inputs
    return log
