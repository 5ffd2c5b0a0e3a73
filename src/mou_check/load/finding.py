"""Which agreements a run is about, and which logs belong to them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mou_check.load.agreements import LoadedAgreement, load_agreement
from mou_check.load.checked_mapping import mapping_problems
from mou_check.load.log_names import STANDARD_INPUT, file_and_sheet, in_one_form, logs_named, resolved, stem_of
from mou_check.load.project import AGREEMENTS, LOGS, Project, find_project, load_project
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.model.words import did_you_mean, plural, some


@dataclass(slots=True)
class Loaded:
    """The agreements of a run, in order, and everything wrong so far."""

    project: Project
    agreements: list[LoadedAgreement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    # Whether these are all agreements of the project, so that a name that none of them has is a mistake.
    whole: bool = True


def find_agreements(options: Options) -> Loaded:
    """Find the project and load the agreements that were asked for, or all of the project's."""
    loaded = open_project(options)
    add_agreements(_agreement_files(options, loaded), loaded)
    return loaded


def open_project(options: Options) -> Loaded:
    """Find the project and read its file; no agreement is loaded yet."""
    path = _project_file(options)
    problems: list[Problem] = []
    project: Project | None = None
    if path:
        project, problems = load_project(path)
    loaded = Loaded(
        project or Project(project_folder(options)),
        problems=problems,
        whole=not options.agreements,
    )
    loaded.inputs += loaded.project.inputs
    return loaded


def add_agreements(files: Iterable[Path], loaded: Loaded) -> None:
    """Load agreements and check what the project file says of them."""
    for file in files:
        agreement, faults = load_agreement(file, loaded.project.name(file))
        loaded.problems += faults
        if agreement:
            loaded.agreements.append(agreement)
            loaded.inputs += agreement.inputs
    _same_ids(loaded)
    _unknown_names(loaded)


def project_folder(options: Options) -> Path:
    """The folder of the project: where its file is, or the folder of the run when there is none."""
    path = _project_file(options)
    return path.absolute().parent if path else options.folder


def _project_file(options: Options) -> Path | None:
    return options.project or find_project(options.folder) or _beside(options)


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
        return all_agreement_files(loaded)
    files = []
    by_id: dict[str, Path] = {}
    for name in options.agreements:
        path = Path(name) if Path(name).is_absolute() else options.folder / name
        if path.is_file() or path.suffix in (".yaml", ".yml") or Path(name).name != name:
            files.append(path)
            continue
        by_id = by_id or files_by_id(project)
        if name in by_id or path.exists():
            files.append(by_id.get(name, path))
            continue
        message = (
            f'there is no agreement "{name}": neither a file nor an id in {AGREEMENTS}/.{did_you_mean(name, by_id)}'
        )
        loaded.problems.append(Problem("error", "no-agreement", message))
    return list(dict.fromkeys(files))


def all_agreement_files(loaded: Loaded) -> list[Path]:
    """The files of all agreements of the project; that there are none is an error."""
    project = loaded.project
    files = project.agreement_files()
    if not files:
        message = f"there are no agreements: no *.yaml in {project.name(project.root / AGREEMENTS)}; name a file, or go to the folder of the project"
        loaded.problems.append(Problem("error", "no-agreement", message))
    return files


_ID = re.compile(rb"""^id:[ \t]*["']?([A-Za-z0-9_.-]+)""", re.MULTILINE)


def files_by_id(project: Project) -> dict[str, Path]:
    """The project's agreement files by the id that stands in them, or by their names where none does."""
    found = {}
    for file in project.agreement_files():
        with contextlib.suppress(OSError):  # whoever opens it tells what is wrong
            found[written_id(file)] = file
    return found


def written_id(file: Path) -> str:
    """The id that stands in an agreement file, or its name where none does; raises OSError for what cannot be read."""
    # Reading whole files takes a hundred times as long, and the name is only looked up.
    written = _ID.search(file.read_bytes())
    return written[1].decode() if written else file.stem


def _same_ids(loaded: Loaded) -> None:
    """Two agreements with one id: no verdict could be told apart, so neither is judged."""
    ids = [a.agreement.id for a in loaded.agreements]
    for agreement in loaded.agreements:
        others = [
            a.source.name for a in loaded.agreements if a.agreement.id == agreement.agreement.id and a is not agreement
        ]
        if others:
            loaded.problems.append(same_id(agreement, others[0]))
    loaded.agreements = [a for a in loaded.agreements if ids.count(a.agreement.id) == 1]


def same_id(agreement: LoadedAgreement, other: str) -> Problem:
    """An error for an agreement whose id stands in another file too."""
    message = f'the agreement id "{agreement.agreement.id}" stands in {other} too; give each agreement an id of its own'
    return agreement.source.problem("duplicate-id", message, agreement.source.place(("id",)))


def _unknown_names(loaded: Loaded) -> None:
    """Names in the project file that no agreement has; agreements themselves only where all are loaded."""
    source, settings = loaded.project.source, loaded.project.settings
    if source is None:
        return
    by_id = {a.agreement.id: a.agreement for a in loaded.agreements}
    if loaded.whole:
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
    loaded.problems += mapping_problems(loaded.project, by_id)


def keep_only(wanted: tuple[str, ...], loaded: Loaded, option: str = "--only") -> None:
    """Keep only the obligations that an option asks for, as `ID` or `AGREEMENT/ID`."""
    known = {o.id for a in loaded.agreements for o in a.agreement.obligations}
    known |= {f"{a.agreement.id}/{o.id}" for a in loaded.agreements for o in a.agreement.obligations}
    for name in wanted:
        if name not in known and loaded.agreements:
            message = f'{option}: there is no obligation "{name}".{did_you_mean(name, known)}'
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


def logs_by_agreement(options: Options, loaded: Loaded) -> dict[str, list[Path]]:
    """Which log files belong to which agreement: by `--log`, by the project file, by their names."""
    given = given_logs(options, loaded)
    for agreement in loaded.agreements:
        if agreement.agreement.id not in given:
            files, left_out = _own_logs(agreement, loaded)
            loaded.problems += left_out
            given[agreement.agreement.id] = _once(files, loaded)
    return given


def own_logs(loaded_agreement: LoadedAgreement, loaded: Loaded) -> list[Path]:
    """The logs that belong to an agreement without being told."""
    return _own_logs(loaded_agreement, loaded)[0]


def _own_logs(loaded_agreement: LoadedAgreement, loaded: Loaded) -> tuple[list[Path], list[Problem]]:
    """The same, and a warning for each file that has the name of one of them and another form."""
    project, agreement = loaded.project, loaded_agreement.agreement.id
    if named := project.named_logs(agreement):
        return named, []
    beside = (loaded.project.root / loaded_agreement.source.name).parent
    folders = list(dict.fromkeys([loaded.project.root / LOGS, beside.parent / LOGS, beside]))
    ids = [a.agreement.id for a in loaded.agreements]
    found, left_out = in_one_form(project.logs_by_name(agreement, ids, folders))
    problems = []
    for file, other in left_out:
        message = (
            f"{project.name(file)} is left out: {project.name(other)} has the same name, so it is taken for the same log; "
            "give both with --log, or name them in the project file, if they are two"
        )
        problems.append(Problem("warning", "same-log", message, agreement=agreement, file=project.name(file)))
    return [log for file in found for log in project.with_sheets(agreement, file)], problems


def given_logs(options: Options, loaded: Loaded, option_name: str = "--log ") -> dict[str, list[Path]]:
    """Which of the logs that options name belong to which agreement. `option_name`: what stands before a log there."""
    ids = [a.agreement.id for a in loaded.agreements]
    owners = {
        resolved(file): a.agreement.id
        for a in (loaded.agreements if options.logs and len(ids) > 1 else ())
        for file in own_logs(a, loaded)
    }
    given: dict[str, list[Path]] = {}
    for option in options.logs:
        agreement, equals, file = option.partition("=")
        logs = _named(option, options)
        if equals and not file_and_sheet(logs[0])[0].exists():
            if agreement not in ids:
                if loaded.agreements or not loaded.problems:
                    message = f'{option_name}{option}: there is no agreement "{agreement}" in this run.{did_you_mean(agreement, ids)}'
                    loaded.problems.append(Problem("error", "bad-option", message))
                continue
            given.setdefault(agreement, []).extend(_named(file, options))
            continue
        lost = []
        for log in logs:
            stem = stem_of(log)
            fitting = [i for i in ids if stem == i or stem.startswith(f"{i}-") or log.parent.name == i]
            owner = ids[0] if len(ids) == 1 else owners.get(resolved(log)) or max(fitting, key=len, default=None)
            if owner:
                given.setdefault(owner, []).append(log)
            else:
                lost.append(log.name if len(logs) > 1 else "it")
        if lost and ids:
            message = f"{option_name}{option}: which of {plural(len(ids), 'agreement')} is {some(lost)} the log of? Write {option_name}ID={option} with one of {', '.join(ids)}"
            loaded.problems.append(Problem("error", "bad-option", message))
    given = {
        agreement: [log for file in files for log in loaded.project.with_sheets(agreement, file)]
        for agreement, files in given.items()
    }
    return {agreement: _once(files, loaded) for agreement, files in given.items()}


def _named(word: str, options: Options) -> list[Path]:
    """The logs that an option names; `-` is standard input."""
    return [STANDARD_INPUT] if word == "-" else logs_named(word, options.folder)


def _once(files: list[Path], loaded: Loaded) -> list[Path]:
    """Each file once, however it was written or linked; a second time is a warning."""
    by_target: dict[Path, Path] = {}
    for file in files:
        first = by_target.setdefault(resolved(file), file)
        if first is not file:
            message = (
                f"{loaded.project.name(file)} is {loaded.project.name(first)}, which was given already; it counts once"
            )
            loaded.problems.append(Problem("warning", "same-log", message, file=loaded.project.name(file)))
    return list(by_target.values())
