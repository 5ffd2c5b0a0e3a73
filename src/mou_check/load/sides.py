"""The two sides of a comparison: files, folders, git revisions or the working tree."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mou_check.changes import Version
from mou_check.changes.versions import Path as At
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.decisions import load_settlements
from mou_check.load.finding import Loaded, find_agreements
from mou_check.load.project import AGREEMENTS, PROJECT_FILE, Project, find_project, load_project
from mou_check.load.revisions import Repository, RevisionError
from mou_check.load.waivers import load_waivers
from mou_check.model.decisions import Settlement, Waiver
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace, Input

WORKING_TREE = "the working tree"


@dataclass(frozen=True, slots=True)
class SideOfDiff:
    """One side: how it is called, and what was loaded of it. Its files have a prefix by which they can be told from those
    of the other side: `REVISION:FILE`, `FOLDER/FILE`.

    `home` is the project whose logs and declarations count: of a revision that in the working tree, with what is wrong
    `at_home`. `only_file`: the side is a single agreement file. `settled` and `waivers` are what the project of this side
    says people decided, by agreement; None where both sides have one project.
    """

    name: str
    loaded: Loaded
    home: Project
    prefix: str = ""
    only_file: bool = False
    at_home: tuple[Problem, ...] = ()
    settled: Mapping[str, Sequence[Settlement]] | None = None
    waivers: Mapping[str, Sequence[Waiver]] | None = None

    @property
    def problems(self) -> list[Problem]:
        """What is wrong on this side, each saying which side it is."""
        own = [
            replace(p, file=p.file and self.file(p.file), message=f"{self.name}: {p.message}")
            for p in self.loaded.problems
        ]
        return own + [replace(p, message=f"{WORKING_TREE}: {p.message}") for p in self.at_home]

    @property
    def inputs(self) -> list[Input]:
        """The files that this side is made of."""
        return [replace(i, path=self.file(i.path)) for i in self.loaded.inputs]

    def file(self, name: str) -> str:
        """How a file of this side is called."""
        return name if Path(name).is_absolute() else self.prefix + name

    def version(self, loaded: LoadedAgreement) -> Version:
        """An agreement of this side as what is compared, its lists with what the project file supplies."""
        agreement, source = loaded.agreement, self.loaded.project.source
        supplied = self.loaded.project.settings.lists.get(agreement.id, {})

        def at(path: At) -> FilePlace:
            if source and path[0] == "lists" and path[1] in supplied:
                return FilePlace(self.file(source.name), *source.place(("lists", agreement.id, *path[1:])))
            return FilePlace(self.file(loaded.source.name), *loaded.source.place(path))

        settled = None if self.settled is None else self.settled.get(agreement.id, ())
        waivers = None if self.waivers is None else self.waivers.get(agreement.id, ())
        return Version(agreement, loaded.calendar, agreement.list_values(supplied), at, settled, waivers)

    def with_decisions(self) -> SideOfDiff:
        """The side with what people decided; what is wrong with that goes to its problems."""

        def here(place: FilePlace) -> FilePlace:
            return replace(place, file=self.file(place.file))

        settled, waivers = load_settlements((), self.loaded), load_waivers((), self.loaded)
        return replace(
            self,
            settled={name: [replace(s, place=here(s.place)) for s in each] for name, each in settled.items()},
            waivers={name: [replace(w, place=here(w.place)) for w in each] for name, each in waivers.items()},
        )


Both = tuple[LoadedAgreement | None, LoadedAgreement | None]
"""An agreement as it was and as it is; None where it is on one side only."""


def agreements_of_both(old: SideOfDiff, new: SideOfDiff) -> list[Both]:
    """Which agreement of one side is which of the other: by id, else by the name of its file; two single files are one.

    Where one side is a single file, what the other has beside it is left out.
    """
    before = {a.agreement.id: a for a in old.loaded.agreements}
    news = {b.agreement.id for b in new.loaded.agreements}
    left = [a for name, a in before.items() if name not in news]
    pairs: list[Both] = []
    for b in new.loaded.agreements:
        a = before.get(b.agreement.id)
        if a is None:
            renamed = [i for i, a in enumerate(left) if _file(a) == _file(b) or (old.only_file and new.only_file)]
            a = left.pop(renamed[0]) if renamed else None
        pairs.append((a, b))
    pairs += [(a, None) for a in left]
    return [(a, b) for a, b in pairs if (a or not old.only_file) and (b or not new.only_file)]


def _file(loaded: LoadedAgreement) -> str:
    return Path(loaded.source.name).name


@contextmanager
def two_sides(words: Sequence[str], options: Options) -> Iterator[tuple[SideOfDiff, SideOfDiff]]:
    """Both sides of `mou-check diff WORDS`: OLD NEW, A..B, or a revision against the working tree.

    Raises `RevisionError` with a sentence when a side is not there.
    """
    with tempfile.TemporaryDirectory(prefix="mou-check-") as name:
        finder = _Finder(options, Path(name))
        old, new = finder.both(words)
        if old.loaded.project.root != new.loaded.project.root:
            old, new = old.with_decisions(), new.with_decisions()
        yield old, new


@dataclass(frozen=True, slots=True)
class _Finder:
    """Where sides are looked for; revisions are laid out in `rooms`."""

    options: Options
    rooms: Path

    def both(self, words: Sequence[str]) -> tuple[SideOfDiff, SideOfDiff]:
        if len(words) == 2:
            old, new = words
            return self.side(old, beside=new), self.side(new, beside=old)
        (word,) = words
        if os.path.exists(self.options.folder / word):  # Path raises for a name that is too long
            raise RevisionError(
                f"{word} is compared with nothing: name a second file or folder, or a git revision (a branch of that name is refs/heads/{word})"
            )
        first, dots, second = word.partition("..")
        if not dots:
            return self.revision(word), self.working_tree()
        old, new = first or "HEAD", second.removeprefix(".") or "HEAD"
        if second.startswith("."):  # A...B compares with where the two went apart
            repository = self.repository(old)
            old = repository.common(repository.commit(old), repository.commit(new))[:12]
        return self.revision(old), self.revision(new)

    @property
    def project_file(self) -> Path | None:
        file = self.options.project or find_project(self.options.folder)
        return file.absolute() if file else None

    @property
    def root(self) -> Path:
        """The folder of the project."""
        return self.project_file.parent if self.project_file else self.options.folder

    def side(self, name: str, beside: str) -> SideOfDiff:
        """The side that a word names: a file or folder, else a revision; `beside` names the other side."""
        path = self.options.folder / name
        if os.path.isdir(path):
            return self.directory(name, path)
        if os.path.isfile(path):
            return self._loaded(name, replace(self.options, agreements=(str(path),)), only_file=True)
        if path.suffix in (".yaml", ".yml"):
            raise RevisionError(f"{name}: there is no such file")
        return self.revision(name, self.options.folder / beside)

    def working_tree(self) -> SideOfDiff:
        return self._loaded(WORKING_TREE, self.options)

    def directory(self, name: str, path: Path) -> SideOfDiff:
        """A folder: a project, or the agreements in it."""
        if (path / PROJECT_FILE).is_file():
            return self._loaded(name, replace(self.options, folder=path, project=path / PROJECT_FILE))
        folder = path / AGREEMENTS if (path / AGREEMENTS).is_dir() else path
        files = tuple(sorted(str(p) for ending in ("yaml", "yml") for p in folder.glob(f"*.{ending}")))
        if not files:
            raise RevisionError(f"{name}: there are no agreements in this folder")
        return self._loaded(name, replace(self.options, agreements=files))

    def _loaded(self, name: str, options: Options, *, only_file: bool = False) -> SideOfDiff:
        loaded = find_agreements(options)
        root = loaded.project.root
        prefix = "" if root == self.root else f"{Project(self.root).name(root)}/"
        return SideOfDiff(name, loaded, loaded.project, prefix, only_file)

    def repository(self, revision: str) -> Repository:
        """The repository of the project, in which a revision is looked for."""
        try:
            return Repository.around(self.root)
        except RevisionError as error:
            message = f'"{revision}" is neither a file nor a folder, and it cannot be a revision: {error}'
            raise RevisionError(message) from None

    def revision(self, name: str, beside: Path | None = None) -> SideOfDiff:
        """The project as it was at a revision; compared with a file, `beside` it, that file alone where it was there.

        Where there was no agreement then, there is none: that is no fault.
        """
        repository = self.repository(name)
        target = self.rooms / str(len(list(self.rooms.iterdir())))
        repository.lay_out(repository.commit(name), target)

        def then(path: Path) -> Path:
            return target / path.resolve().relative_to(repository.root.resolve())

        folder = then(self.root)
        folder.mkdir(parents=True, exist_ok=True)
        own = folder / (self.project_file.name if self.project_file else PROJECT_FILE)
        file = own if own.is_file() else find_project(folder)
        if file is None or not file.is_relative_to(target):
            file = own
            file.write_text("format: 1\n", encoding="utf-8")  # or one above the temporary folder would be found
        asked = replace(self.options, folder=folder, project=file)
        if beside and os.path.isfile(beside) and beside.resolve().is_relative_to(repository.root.resolve()):
            asked = replace(asked, agreements=(str(then(beside)),) if then(beside).is_file() else ())
        loaded = find_agreements(asked)
        loaded.problems = [p for p in loaded.problems if p.code != "no-agreement"]
        home, wrong = load_project(self.project_file) if self.project_file else (None, [])
        return SideOfDiff(name, loaded, home or Project(self.root), f"{name}:", at_home=tuple(wrong))
