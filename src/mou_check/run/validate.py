"""One run of `validate`: files that people write, checked with what they refer to, and no log."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mou_check import __version__
from mou_check.lint import lint
from mou_check.lint.checks import CODES
from mou_check.load.agreements import LoadedAgreement, load_agreement
from mou_check.load.asked import Asked, asked_about
from mou_check.load.baseline import load_baseline
from mou_check.load.checked_mapping import missing_logs
from mou_check.load.decisions import load_assessments, load_settlements
from mou_check.load.finding import (
    Loaded,
    add_agreements,
    all_agreement_files,
    open_project,
    project_folder,
    same_id,
    written_id,
)
from mou_check.load.kinds import kind_of, project_files, unknown_kind
from mou_check.load.waivers import load_waivers
from mou_check.load.yaml_file import read_yaml
from mou_check.model.lint import LintCheck, LintFinding
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import Tool
from mou_check.model.validation import CheckedFile, Kind, ValidationDocument, ValidationSummary
from mou_check.run import EXIT_WRONG


def validate(paths: Sequence[str], options: Options, *, with_lint: bool = True) -> tuple[ValidationDocument, Path]:
    """Check files, folders and agreements named by their ids, or without any the whole project of the folder.

    Gives also the folder from which files are named: the project's, or that of the run where there are several.
    The exit status is 2 when a file cannot be used, 1 when a warning is open (with `options.strict` also a hint),
    else 0.
    """
    asked, problems = asked_about(paths, options)
    base = asked[0].root if len(asked) == 1 else project_folder(options)
    files: dict[str, Kind | None] = {}
    findings: list[LintFinding] = []
    for one in asked:
        found = _check(one, options, with_lint=with_lint).named_from(base)
        files |= found.files
        problems += found.problems
        findings += found.findings
    counted = tuple(_counted(path, kind, problems, findings) for path, kind in files.items())
    errors = sum(p.level == "error" for p in problems)
    warnings, hints = (_many(problems, level) + _many(findings, level) for level in ("warning", "hint"))
    document = ValidationDocument(
        format=1,
        tool=Tool("mou-check", __version__),
        exit_status=EXIT_WRONG if errors else int(bool(warnings or (options.strict and hints))),
        files=counted,
        checks=tuple(
            LintCheck(code, CODES[code].level, CODES[code].explanation)
            for code in dict.fromkeys(f.code for f in findings)
        ),
        findings=tuple(findings),
        summary=ValidationSummary(
            len(counted), sum(f.valid for f in counted), errors, warnings, hints, sum(p.file is None for p in problems)
        ),
        problems=tuple(problems),
    )
    return document, base


def _many(found: Iterable[Problem | LintFinding], level: str) -> int:
    return sum(f.level == level for f in found)


def _counted(path: str, kind: Kind | None, problems: Sequence[Problem], findings: Sequence[LintFinding]) -> CheckedFile:
    own: list[Problem | LintFinding] = [p for p in problems if p.file == path]
    own += [f for f in findings if f.file == path]
    return CheckedFile(path, kind, _many(own, "error"), _many(own, "warning"), _many(own, "hint"))


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of the files of one project: what each is, by its name, and what is wrong."""

    root: Path
    files: Mapping[str, Kind | None]
    problems: Sequence[Problem]
    findings: Sequence[LintFinding]

    def named_from(self, base: Path) -> _Found:
        """The same with files named from a folder; those outside of it by their whole path."""
        if base == self.root:
            return self

        def named(name: str) -> str:
            path = self.root / name  # a whole path stays as it is
            return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()

        return _Found(
            base,
            {named(name): kind for name, kind in self.files.items()},
            [replace(p, file=named(p.file)) if p.file else p for p in self.problems],
            [replace(f, file=named(f.file)) for f in self.findings],
        )


def _check(asked: Asked, options: Options, *, with_lint: bool) -> _Found:
    """Check what was asked for of one project.

    Decisions and the project file are checked against all agreements of the project; an agreement alone with what the
    project says of it; one that is not of the project with its lists only.
    """
    options.progress.doing("checking files")
    loaded = open_project(replace(options, folder=asked.root, project=asked.file, agreements=()))
    project = loaded.project
    members = project_files(project)
    kinds, problems = _kinds(asked, members, loaded)
    agreements = [file for file, kind in kinds.items() if kind == "agreement"]
    own = [file for file in agreements if file in members]
    decisions = {file: kind for file, kind in kinds.items() if kind not in ("agreement", "project", None)}
    loaded.whole = asked.whole or bool(decisions) or "project" in kinds.values()
    if loaded.whole or own:
        add_agreements(all_agreement_files(loaded) if loaded.whole else own, loaded)
        _check_decisions({**members, **decisions}, loaded)
    if not loaded.whole:
        loaded.problems += _twins(loaded)
    strays = [_alone(file, loaded) for file in agreements if file not in members]
    problems = [*problems, *loaded.problems, *(missing_logs(project) if "project" in kinds.values() else ())]
    names = {project.name(file) for file in agreements}
    linted = [a for a in (*loaded.agreements, *strays) if a and a.source.name in names] if with_lint else []
    files: dict[str, Kind | None] = {project.name(file): kind for file, kind in kinds.items()}
    known = {project.name(file): kind for file, kind in members.items()}
    files |= {p.file: known.get(p.file) for p in problems if p.file and p.file not in files}
    return _Found(project.root, files, problems, [f for a in linted for f in _open(a, loaded)])


def _kinds(asked: Asked, members: Mapping[Path, Kind], loaded: Loaded) -> tuple[dict[Path, Kind | None], list[Problem]]:
    """What each file is that was asked for, and an error for each of which nobody can tell."""
    by_target = {path.resolve(): path for path in members}
    kinds: dict[Path, Kind | None] = dict(members) if asked.whole else {}
    problems: list[Problem] = []
    for file in dict.fromkeys(by_target.get(f.resolve(), f) for f in asked.files):
        if file in members:
            kinds[file] = members[file]
            continue
        source = read_yaml(file, loaded.project.name(file))
        kinds[file] = kind_of(source.data)
        if kinds[file] is None:
            # What is meant to be YAML, or is not there, is told as what it is.
            told = source.problems if file.suffix in (".yaml", ".yml") or not file.is_file() else []
            problems += told or [unknown_kind(source)]
    return kinds, problems


def _check_decisions(files: Mapping[Path, Kind | None], loaded: Loaded) -> None:
    """Check the files in which decisions stand; what is wrong goes to the problems of what was loaded."""

    def given(kind: Kind) -> list[str]:
        return [str(file) for file, of in files.items() if of == kind]

    load_settlements(given("settled"), loaded)
    load_assessments(given("assessments"), loaded)
    load_waivers(given("waivers"), loaded)
    for file in given("baseline"):
        load_baseline(Path(file), loaded)


def _twins(loaded: Loaded) -> Iterator[Problem]:
    """An error for each agreement whose id stands in one of the project's files that was not loaded, too."""
    names = {a.source.name for a in loaded.agreements}
    for file in loaded.project.agreement_files():
        other = loaded.project.name(file)
        with contextlib.suppress(OSError):  # whoever opens it tells what is wrong
            written = written_id(file) if other not in names else None
            yield from (same_id(a, other) for a in loaded.agreements if a.agreement.id == written)


def _alone(file: Path, loaded: Loaded) -> LoadedAgreement | None:
    """An agreement that is not one of the project's."""
    agreement, problems = load_agreement(file, loaded.project.name(file))
    loaded.problems += problems
    return agreement


def _open(agreement: LoadedAgreement, loaded: Loaded) -> list[LintFinding]:
    """What lint finds in an agreement and nobody has answered, in the order of the file."""
    supplied = loaded.project.settings.lists.get(agreement.agreement.id, {})
    found = [f for f in lint(agreement, supplied) if f.status == "open"]
    return sorted(found, key=lambda f: (f.line, f.column))
