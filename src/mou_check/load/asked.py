"""What a command that takes paths is asked about: of each project the whole, or some of its files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mou_check.load.finding import files_by_id
from mou_check.load.project import AGREEMENTS, PROJECT_FILE, Project, find_project, is_project, load_project
from mou_check.model.options import Options
from mou_check.model.problems import Problem


@dataclass(slots=True)
class Asked:
    """A project, by its file if it has one, and what of it was asked for: all, or these files."""

    root: Path
    file: Path | None
    whole: bool = False
    files: list[Path] = field(default_factory=list)


def asked_about(paths: Sequence[str], options: Options) -> tuple[list[Asked], list[Problem]]:
    """The projects that `paths` are about: files, folders (the project in each) or ids of agreements; without any the
    project of `options.folder`. `options.project` is the project of all of them."""
    by_root: dict[Path, Asked] = {}
    problems = []

    def project(file: Path | None, root: Path) -> Asked:
        root = (file.parent if file else root).absolute()
        return by_root.setdefault(root.resolve(), Asked(root, file))

    def home(folder: Path) -> Asked:
        return project(options.project or find_project(folder) or find_project(options.folder), options.folder)

    if not paths:
        home(options.folder).whole = True
    for name in paths:
        path = _path(name, options)
        own = path / PROJECT_FILE
        if not path.is_dir():
            home(path.parent).files.append(path)
        elif is_project(path):
            project(own if own.is_file() else None, path).whole = True
        elif files := sorted(p for ending in ("yaml", "yml") for p in path.glob(f"*.{ending}")):
            home(path).files += files
        else:
            message = f"there is no project in the folder {name}: neither {PROJECT_FILE} nor a folder {AGREEMENTS}, and no *.yaml"
            problems.append(Problem("error", "no-agreement", message))
    return list(by_root.values()), problems


def _path(name: str, options: Options) -> Path:
    """The path that is meant: of a file or folder, else of the agreement with this id."""
    path = Path(os.path.abspath(options.folder / name))  # links stay as they are, `..` does not
    if path.exists() or path.suffix or Path(name).name != name:
        return path
    file = options.project or find_project(options.folder)
    found = load_project(file)[0] if file else Project(options.folder)
    return files_by_id(found).get(name, path) if found else path
