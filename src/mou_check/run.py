"""One run of `verify`: what was asked for -> the result document.

This is the library's front door: no click, no printing, no clock. The command line fills in
`Options` and writes the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from mou_check import __version__
from mou_check.engine import Case, verify, window_of
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement, load_agreement
from mou_check.load.project import AGREEMENTS, LOGS, Project, find_project, load_project
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult, Document, Input, Tool
from mou_check.model.verdicts import Verdict, fails
from mou_check.model.words import did_you_mean, plural

_UNSETTLED = {Verdict.NO_DATA, Verdict.PENDING, Verdict.PARTIAL, Verdict.NOT_DUE}


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do. `today` is the only clock there is."""

    today: date
    folder: Path
    agreements: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    only: tuple[str, ...] = ()
    fail_on: str = "breached"
    strict: bool = False
    project: Path | None = None


@dataclass(slots=True)
class Loaded:
    """The agreements of a run, in order, and everything wrong so far."""

    project: Project
    agreements: list[LoadedAgreement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)


def load(options: Options) -> Loaded:
    """Find the project and load the agreements that were asked for, or all of the project's."""
    path = options.project or find_project(options.folder) or _beside(options)
    problems: list[Problem] = []
    project: Project | None = Project(options.folder)
    if path:
        project, problems = load_project(path)
    loaded = Loaded(project or Project(path.absolute().parent if path else options.folder), problems=problems)
    loaded.inputs += loaded.project.inputs
    for file in _agreement_files(options, loaded):
        agreement, faults = load_agreement(file, loaded.project.name(file))
        loaded.problems += faults
        if agreement:
            loaded.agreements.append(agreement)
            loaded.inputs += agreement.inputs
    _same_ids(loaded)
    _unknown_names(loaded, whole=not options.agreements)
    return loaded


def run(options: Options, loader: LogLoader | None = None) -> Document:
    """Load, judge, and give the whole result with its exit status. A `loader` serves several runs."""
    loaded = load(options)
    results: list[AgreementResult] = []
    if options.only:
        _only(options.only, loaded)
    logs = _logs_by_agreement(options, loaded)
    loader = loader or LogLoader()
    for agreement in loaded.agreements:
        result = _judge(agreement, logs.get(agreement.agreement.id, []), loader, options, loaded)
        if result:
            results.append(result)
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


def exit_status(document: Document, *, strict: bool = False) -> int:
    """2 when an input is wrong (with `strict` also when it is doubtful), 1 when a verdict fails, else 0."""
    if any(p.level == "error" or strict for p in document.problems):
        return 2
    return int(fails((o.verdict for a in document.agreements for o in a.obligations), document.fail_on))


def _beside(options: Options) -> Path | None:
    """The project of the first agreement that is named by its file, when the folder has none of its own."""
    for name in options.agreements:
        path = options.folder / name
        if path.is_file():
            return find_project(path.absolute().parent)
    return None


def _agreement_files(options: Options, loaded: Loaded) -> list[Path]:
    project = loaded.project
    if not options.agreements:
        files = project.agreement_files()
        if not files:
            message = f"there are no agreements: no *.yaml in {project.name(project.root / AGREEMENTS)}; name a file, or go to the folder of the project"
            loaded.problems.append(Problem("error", "no-agreement", message))
        return files
    files = []
    known: list[Path] | None = None
    for name in options.agreements:
        path = Path(name) if Path(name).is_absolute() else options.folder / name
        if path.exists() or path.suffix in (".yaml", ".yml"):
            files.append(Path(name) if not path.is_relative_to(project.root) else path)
            continue
        known = project.agreement_files() if known is None else known
        by_id = {file.stem: file for file in known}
        if name in by_id:
            files.append(by_id[name])
            continue
        message = (
            f'there is no agreement "{name}": neither a file nor an id in {AGREEMENTS}/.{did_you_mean(name, by_id)}'
        )
        loaded.problems.append(Problem("error", "no-agreement", message))
    return [f if f.is_absolute() else options.folder / f for f in dict.fromkeys(files)]


def _same_ids(loaded: Loaded) -> None:
    """Two agreements with one id: no verdict could be told apart, so neither is judged."""
    ids = [a.agreement.id for a in loaded.agreements]
    for agreement in loaded.agreements:
        others = [
            a.source.name for a in loaded.agreements if a.agreement.id == agreement.agreement.id and a is not agreement
        ]
        if others:
            message = f'the agreement id "{agreement.agreement.id}" stands in {others[0]} too; give each agreement an id of its own'
            loaded.problems.append(agreement.source.problem("duplicate-id", message, agreement.source.place(("id",))))
    loaded.agreements = [a for a in loaded.agreements if ids.count(a.agreement.id) == 1]


def _unknown_names(loaded: Loaded, *, whole: bool) -> None:
    """Names in the project file that no agreement has; agreements themselves only where all are loaded (`whole`)."""
    source, settings = loaded.project.source, loaded.project.settings
    if source is None:
        return
    by_id = {a.agreement.id: a.agreement for a in loaded.agreements}
    if whole:
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("logs", i, "agreement"), entry.agreement) for i, entry in enumerate(settings.logs)
        ]
        named += [(("lists", name), name) for name in settings.lists]
        for place, name in named:
            if name not in by_id and not any(p.level == "error" for p in loaded.problems):
                message = f'"{name}" is not an agreement of this project.{did_you_mean(name, by_id)}'
                at = source.place(place, key=place[0] == "lists")
                loaded.problems.append(source.problem("bad-reference", message, at))
    for i, entry in enumerate(settings.logs):
        agreement = by_id.get(entry.agreement)
        for j, code in enumerate(entry.records if agreement else ()):
            if agreement and code not in agreement.activities:
                message = f'"{code}" is not an activity of {agreement.id}.{did_you_mean(code, agreement.activities)}'
                loaded.problems.append(
                    source.problem("bad-reference", message, source.place(("logs", i, "records", j)))
                )
    for name, lists in settings.lists.items():
        agreement = by_id.get(name)
        for key in lists if agreement else ():
            if agreement and key not in agreement.lists:
                message = f'"{key}" is not a list of {agreement.id}.{did_you_mean(key, agreement.lists)}'
                loaded.problems.append(
                    source.problem("bad-reference", message, source.place(("lists", name, key), key=True))
                )


def _only(wanted: tuple[str, ...], loaded: Loaded) -> None:
    """Keep only the obligations that were asked for, as `ID` or `AGREEMENT/ID`."""
    known = {o.id for a in loaded.agreements for o in a.agreement.obligations}
    known |= {f"{a.agreement.id}/{o.id}" for a in loaded.agreements for o in a.agreement.obligations}
    for name in wanted:
        if name not in known and loaded.agreements:
            message = f'--only: there is no obligation "{name}".{did_you_mean(name, known)}'
            loaded.problems.append(Problem("error", "bad-option", message))
    kept = []
    for loaded_agreement in loaded.agreements:
        agreement = loaded_agreement.agreement
        obligations = tuple(o for o in agreement.obligations if o.id in wanted or f"{agreement.id}/{o.id}" in wanted)
        if obligations:
            kept.append(
                replace(
                    loaded_agreement,
                    agreement=agreement.model_copy(update={"obligations": obligations}),
                    whole=agreement,
                )
            )
    loaded.agreements = kept


def _logs_by_agreement(options: Options, loaded: Loaded) -> dict[str, list[Path]]:
    """Which log files belong to which agreement: by `--log`, by the project file, by their names."""
    ids = [a.agreement.id for a in loaded.agreements]
    given: dict[str, list[Path]] = {}
    for option in options.logs:
        agreement, equals, file = option.partition("=")
        if equals and not (options.folder / option).exists():
            if agreement not in ids:
                if loaded.agreements or not loaded.problems:
                    message = f'--log {option}: there is no agreement "{agreement}" in this run.{did_you_mean(agreement, ids)}'
                    loaded.problems.append(Problem("error", "bad-option", message))
                continue
            given.setdefault(agreement, []).append(options.folder / file)
            continue
        path = options.folder / option
        fitting = [i for i in ids if path.stem == i or path.stem.startswith(f"{i}-") or path.parent.name == i]
        owner = ids[0] if len(ids) == 1 else max(fitting, key=len, default=None)
        if owner:
            given.setdefault(owner, []).append(path)
        elif ids:
            message = f"--log {option}: which of {plural(len(ids), 'agreement')} is it the log of? Write --log ID={option} with one of {', '.join(ids)}"
            loaded.problems.append(Problem("error", "bad-option", message))
    for loaded_agreement in loaded.agreements:
        agreement_id = loaded_agreement.agreement.id
        if agreement_id not in given:
            beside = (loaded.project.root / loaded_agreement.source.name).parent
            folders = list(dict.fromkeys([loaded.project.root / LOGS, beside.parent / LOGS, beside]))
            given[agreement_id] = loaded.project.log_files(agreement_id, ids, folders)
    return given


def _judge(
    loaded_agreement: LoadedAgreement, files: list[Path], loader: LogLoader, options: Options, loaded: Loaded
) -> AgreementResult | None:
    agreement = loaded_agreement.agreement
    project = loaded.project

    def tell(problems: Iterable[Problem]) -> None:
        loaded.problems += [replace(p, agreement=agreement.id) for p in problems]

    if not files:
        message = f"no activity log was found for {agreement.id}: looked for {LOGS}/{agreement.id}.csv, {LOGS}/{agreement.id}-*.csv and {LOGS}/{agreement.id}/*.csv; give one with --log"
        tell([Problem("error", "no-log", message, file=loaded_agreement.source.name)])
        return None
    covered, records = project.coverage(agreement.id, files)
    log = loader.load(
        loaded_agreement.whole_agreement,
        [(file, project.name(file)) for file in dict.fromkeys(files)],
        covered=covered,
        records=records,
    )
    tell(log.problems)
    loaded.inputs += log.inputs
    if log.log is None:
        return None
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
    as_of = options.as_of or min(window.to if window else options.today, options.today)
    supplied = project.settings.lists.get(agreement.id, {})
    case = Case(
        agreement,
        loaded_agreement.calendar,
        loaded_agreement.source.name,
        loaded_agreement.places(),
        agreement.list_values(supplied),
        log.log,
        log.results,
        agreement.nouns(),
    )
    result, problems = verify(case, window, as_of)
    tell(problems)
    if all(o.verdict in _UNSETTLED for o in result.obligations):
        what = "it has no obligations" if not result.obligations else "no obligation has a settled verdict"
        tell(
            [
                Problem(
                    "warning",
                    "nothing-checked",
                    f"nothing was checked for {agreement.id}: {what}; this is not a pass",
                    file=loaded_agreement.source.name,
                )
            ]
        )
    return result
