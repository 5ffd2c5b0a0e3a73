"""The two sides of a comparison: files, folders, git revisions or the working tree."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mou_check.changes import Version
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import Loaded, find_agreements
from mou_check.load.project import PROJECT_FILE, Project, find_project, load_project
from mou_check.load.revisions import RevisionError, commit_of, lay_out
from mou_check.model.options import Options
from mou_check.model.problems import Problem


@dataclass(frozen=True, slots=True)
class SideOfDiff:
    """One side: how it is called, and what was loaded of it. Its files are called `NAME:FILE` where it is a revision.

    `home` is the project whose logs and declarations count: of a revision the one in the working tree.
    """

    name: str
    loaded: Loaded
    home: Project
    prefix: str = ""

    def versions(self) -> dict[str, tuple[LoadedAgreement, Version]]:
        """The agreements of this side by their ids."""
        lists = self.loaded.project.settings.lists
        return {
            a.agreement.id: (a, _version(a, lists.get(a.agreement.id, {}), self.prefix)) for a in self.loaded.agreements
        }

    @property
    def problems(self) -> list[Problem]:
        """What is wrong on this side, each saying which side it is."""
        return [
            replace(p, file=p.file and self.prefix + p.file, message=f"{self.name}: {p.message}")
            for p in self.loaded.problems
        ]


def _version(loaded: LoadedAgreement, supplied: Mapping[str, tuple[str, ...]], prefix: str) -> Version:
    agreement = loaded.agreement
    return Version(
        agreement, loaded.calendar, agreement.list_values(supplied), prefix + loaded.source.name, loaded.source.place
    )


@contextmanager
def two_sides(
    words: tuple[str, ...], folder: Path, today: date, project: Path | None
) -> Iterator[tuple[SideOfDiff, SideOfDiff]]:
    """Both sides of `mou-check diff WORDS`: OLD NEW, A..B, or a revision against the working tree.

    Raises `RevisionError` with a sentence when a side is not there.
    """
    old, new = _named(words, folder)
    with tempfile.TemporaryDirectory(prefix="mou-check-") as name:
        yield (
            _side(old, folder, Path(name) / "old", today, project),
            _side(new, folder, Path(name) / "new", today, project),
        )


def _named(words: tuple[str, ...], folder: Path) -> tuple[str, str | None]:
    """The old side and the new one; None is the working tree."""
    if len(words) == 2:
        return words[0], words[1]
    old, dots, new = words[0].partition("..")
    if dots and not (folder / words[0]).exists():
        return old or "HEAD", new.lstrip(".") or "HEAD"
    if (folder / words[0]).exists():
        raise RevisionError(f"{words[0]} is compared with nothing: name a second file or folder, or a git revision")
    return words[0], None


def _side(name: str | None, folder: Path, target: Path, today: date, project: Path | None) -> SideOfDiff:
    options = Options(today=today, folder=folder, project=project)

    def side(options: Options) -> SideOfDiff:
        loaded = find_agreements(options)
        return SideOfDiff(name or "the working tree", loaded, loaded.project)

    if name is None:
        return side(options)
    path = folder / name
    if path.is_dir():
        whole = (path / PROJECT_FILE).is_file() or (path / "agreements").is_dir()
        files = () if whole else tuple(str(p) for p in sorted(path.iterdir()) if p.suffix in (".yaml", ".yml"))
        if not whole and not files:
            raise RevisionError(f"{name}: there are no agreements in this folder")
        return side(replace(options, folder=path if whole else folder, agreements=files))
    if path.is_file():
        return side(replace(options, agreements=(str(path),)))
    if path.suffix in (".yaml", ".yml"):
        raise RevisionError(f"{name}: there is no such file")
    file = project or find_project(folder)
    root = file.absolute().parent if file else folder
    commit = commit_of(root, name)
    if not lay_out(root, commit, target):
        raise RevisionError(f"{name}: at this revision there are no agreements below {root}")
    home = (load_project(file)[0] if file else None) or Project(root)
    return SideOfDiff(name, find_agreements(Options(today=today, folder=target)), home, f"{name}:")
