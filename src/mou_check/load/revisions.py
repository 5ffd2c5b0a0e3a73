"""A project's files as they were at a git revision, laid out in a folder of their own.

Git is only read: nothing is written into the repository, not even its index.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# What a project's agreements are made of; logs are judged as they are now.
_ENDINGS = (".yaml", ".yml", ".json")
# More than any agreement; what is larger is no agreement.
_LARGEST = 20_000_000


class RevisionError(Exception):
    """A revision that cannot be read, with a sentence that says why."""


def repository_of(folder: Path) -> Path:
    """The root of the repository in which a folder lies. Raises `RevisionError`."""
    return Path(_git(folder, "rev-parse", "--show-toplevel", otherwise=f"{folder} is not in a git repository").strip())


def commit_of(folder: Path, revision: str) -> str:
    """The commit that a revision names. Raises `RevisionError`."""
    root = repository_of(folder)
    otherwise = f'"{revision}" is neither a file or folder nor a revision of the repository {root}; a shallow clone may lack it (git fetch)'
    return _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", otherwise=otherwise
    ).strip()


def lay_out(folder: Path, commit: str, target: Path) -> int:
    """Write the agreement files below `folder` as they were at a commit into `target`; how many there were.

    Paths below `target` are those below `folder`. Raises `RevisionError`.
    """
    root = repository_of(folder)
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    listing = _git(root, "ls-tree", "-r", "-z", "-l", commit, "--", prefix or ".")
    count = 0
    for entry in filter(None, listing.split("\0")):
        about, _, name = entry.partition("\t")
        mode, kind, blob, size = about.split()
        if kind != "blob" or mode == "120000" or not name.endswith(_ENDINGS) or int(size) > _LARGEST:
            continue
        path = target / name.removeprefix(prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_run(root, "cat-file", "blob", blob).stdout)
        count += 1
    return count


def _git(folder: Path, *words: str, otherwise: str | None = None) -> str:
    done = _run(folder, *words)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(otherwise or f"git {words[0]}: {said[0] if said else 'failed'}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    # No prompt, no lock, no helper of the repository's own configuration.
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - a fixed command, and a revision never stands where an option could
            ["git", "-C", str(folder), *words],  # noqa: S607 - git is where the user's path has it
            capture_output=True,
            check=False,
            env={**os.environ, **quiet},
        )
    except FileNotFoundError:
        raise RevisionError(
            "git is not installed, and revisions are read with it; compare two files or folders"
        ) from None
