"""Which of the files that people write a YAML file is: told by its place in the project, else by its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mou_check.load.project import PROJECT_FILE, Project
from mou_check.load.yaml_file import Source
from mou_check.model.problems import Problem
from mou_check.model.validation import Kind
from mou_check.model.words import nearest, some

# The keys by which each kind of file is told. Those of decisions hold a list of entries, in the project file names.
_AGREEMENT = frozenset({"obligations", "clauses", "parties", "activities"})
_PROJECT = frozenset({"agreements", "logs", "lists"})
_DECISIONS: dict[str, Kind] = {
    "settled": "settled",
    "assessments": "assessments",
    "waivers": "waivers",
    "known": "baseline",
}
_EXPECTED = (
    f"an agreement (obligations, clauses, parties), a project file ({PROJECT_FILE}: agreements, logs, lists), settled readings "
    "(settled), assessments (assessments), waivers (waivers) or a baseline (known)"
)


def project_files(project: Project) -> dict[Path, Kind]:
    """The files of a project without its logs: what its file names, and that file itself where there is one."""
    settings = project.settings
    named: dict[Kind, tuple[str, ...]] = {
        "settled": settings.settled,
        "assessments": settings.assessments,
        "waivers": settings.waivers,
        "baseline": (settings.baseline,) if settings.baseline else (),
    }
    file = project.root / PROJECT_FILE
    found: dict[Path, Kind] = {file: "project"} if file.is_file() else {}
    found |= dict.fromkeys(project.agreement_files(), "agreement")
    return found | {path: kind for kind, names in named.items() for name in names for path in project.matching(name)}


def kind_of(data: Any) -> Kind | None:
    """What a file holds, by its keys; None when it is none of the files that are read here."""
    keys = set(data) if isinstance(data, dict) else set()
    if keys & _AGREEMENT:
        return "agreement"
    if keys & _PROJECT:
        return "project"
    for key, kind in _DECISIONS.items():
        if isinstance(data, dict) and isinstance(data.get(key), list) and all(isinstance(e, dict) for e in data[key]):
            return kind
    return "project" if keys & {"settled", "assessments", "waivers", "baseline"} else None


def unknown_kind(source: Source) -> Problem:
    """An error for a file that is none of those that are read here: what was expected, and what was found."""
    keys = [str(key) for key in source.data if key != "format"] if isinstance(source.data, dict) else []
    near = next((n for key in keys if (n := nearest(key, {*_AGREEMENT, *_PROJECT, *_DECISIONS}))), None)
    found = f"found the key{'s' * (len(keys) > 1)} {some(keys)}" if keys else "found none of their keys"
    if source.name.endswith(".csv"):
        found = "found a log, which mou-check verify reads"
    hint = f'. Did you mean "{near}"?' if near else ""
    message = f"this is none of the files that are checked here: expected {_EXPECTED}; {found}{hint}"
    return source.problem("unknown-file", message, (1, 1))
