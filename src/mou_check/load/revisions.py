"""A repository's files as they were at a git revision, laid out in a folder of their own.

Git is only read: nothing is written into the repository, not even its index, and nothing is fetched.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mou_check.load.yaml_file import MAX_BYTES

# What agreements are made of, and the largest that is read of each: JSON is for bank holidays. Logs are judged as they are now.
_LARGEST = {".yaml": MAX_BYTES, ".yml": MAX_BYTES, ".json": 2_000_000}
_LINK = "120000"
# Where a hook of git runs us, these speak of its repository and of an index that is being made.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
# No prompt, no lock, no fetching of what a partial clone lacks, and messages that can be told apart.
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class RevisionError(Exception):
    """A side that cannot be read, with a sentence that says why."""


class _Entry(NamedTuple):
    """A file of a commit: its mode, and the object that holds it."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, by the folder at its top."""

    root: Path

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """The repository in which a folder lies. Raises `RevisionError`."""
        done = _run(folder, "rev-parse", "--show-toplevel")
        if done.returncode:
            why = f": git says {_said(done)}" if b"not a git repository" not in done.stderr else ""
            raise RevisionError(f"{folder} is not in a git repository{why}")
        return cls(Path(os.fsdecode(done.stdout.removesuffix(b"\n"))))

    def commit(self, revision: str) -> str:
        """The commit that a revision names. Raises `RevisionError`."""
        # No revision begins so, and git would take it for an option.
        done = (
            None
            if revision.startswith("-")
            else _run(self.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        )
        if done is None or done.returncode:
            raise RevisionError(
                f'"{revision}" is neither a file or folder nor a revision of the repository {self.root}; where a clone is shallow, git fetch brings what it lacks'
            )
        return done.stdout.decode().strip()

    def common(self, one: str, other: str) -> str:
        """The commit from which two went apart. Raises `RevisionError`."""
        done = _run(self.root, "merge-base", one, other)
        if done.returncode:
            raise RevisionError(
                "the two revisions have no commit in common; where a clone is shallow, git fetch brings what it lacks"
            )
        return done.stdout.decode().strip()

    def lay_out(self, commit: str, target: Path) -> None:
        """Write what agreements are made of into `target`, as it was at a commit, under the same paths.

        What is too large stands there by its size alone, so that whoever opens it says so; a link within the
        repository is what it stands for, any other is left out. Raises `RevisionError`.
        """
        entries = self._entries(commit)
        files = {name: entry for name, entry in entries.items() if entry.mode != _LINK}
        files |= self._behind_links(entries, files)
        wanted = {name: entry for name, entry in files.items() if PurePosixPath(name).suffix in _LARGEST}
        sizes = self._sizes(entry.blob for entry in wanted.values())
        small = {n: e for n, e in wanted.items() if sizes[e.blob] <= _LARGEST[PurePosixPath(n).suffix]}
        contents = self._contents(entry.blob for entry in small.values())
        for name, entry in wanted.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                if name in small:
                    file.write(contents[entry.blob])
                else:
                    file.truncate(sizes[entry.blob])

    def _behind_links(self, entries: Mapping[str, _Entry], files: Mapping[str, _Entry]) -> dict[str, _Entry]:
        """The files for which links within the repository stand: one, or all in a folder."""
        links = {name: entry.blob for name, entry in entries.items() if entry.mode == _LINK}
        aims = self._contents(links.values())
        names = sorted(files)
        found = {}
        for name, blob in links.items():
            aim = posixpath.normpath(posixpath.join(posixpath.dirname(name), os.fsdecode(aims[blob])))
            # In the order of names 0 comes next after the slash.
            for file in names[bisect_left(names, f"{aim}/") : bisect_left(names, f"{aim}0")]:
                found[name + file.removeprefix(aim)] = files[file]
            if aim in files:
                found[name] = files[aim]
        return found

    def _entries(self, commit: str) -> dict[str, _Entry]:
        """The files of a commit by their paths from the root."""
        done = _run(self.root, "ls-tree", "-r", "-z", "--full-tree", commit)
        if done.returncode:
            raise RevisionError(f"{commit} cannot be read: git says {_said(done)}")
        entries = {}
        for line in filter(None, done.stdout.split(b"\0")):
            about, _, name = line.partition(b"\t")
            mode, kind, blob = about.decode().split()
            path = os.fsdecode(name)
            # A repository made by hand could name a file outside of it.
            if kind == "blob" and not posixpath.isabs(path) and ".." not in PurePosixPath(path).parts:
                entries[path] = _Entry(mode, blob)
        return entries

    def _sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """How many bytes each object has."""
        told = self._asked(blobs, "--batch-check").decode().splitlines()
        return {blob: int(size) for blob, _, size in map(str.split, told)}

    def _contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The bytes of each object."""
        wanted = list(dict.fromkeys(blobs))
        told = self._asked(wanted, "--batch")
        contents: dict[str, bytes] = {}
        at = 0
        for blob in wanted:
            begins = told.index(b"\n", at) + 1
            ends = begins + int(told[at:begins].split()[2])
            contents[blob] = told[begins:ends]
            at = ends + 1
        return contents

    def _asked(self, blobs: Iterable[str], how: str) -> bytes:
        """What git says of objects, all of them asked for at once; they are there, or a `RevisionError` is raised."""
        wanted = dict.fromkeys(blobs)
        if not wanted:
            return b""
        done = _run(self.root, "cat-file", how, told="".join(f"{blob}\n" for blob in wanted))
        lacking = re.search(rb"^(\w+) missing$", done.stdout, re.MULTILINE) if how == "--batch-check" else None
        if done.returncode or lacking:
            raise RevisionError("this clone lacks files of the revision, as a partial one does; git fetch brings them")
        return done.stdout


def _run(folder: Path, *words: str, told: str = "") -> subprocess.CompletedProcess[bytes]:
    around = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        return subprocess.run(  # noqa: S603 - a fixed command, and a revision never stands where an option could
            ["git", "-C", str(folder), "-c", "protocol.allow=never", *words],  # noqa: S607 - git is where the user's path has it
            input=told.encode(),
            capture_output=True,
            check=False,
            env={**around, **_QUIET},
        )
    except FileNotFoundError:
        raise RevisionError(
            "git is not installed, and revisions are read with it; compare two files or folders"
        ) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f'"{lines[0]}"' if lines else "nothing"
