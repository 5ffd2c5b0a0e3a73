"""The beginning of a project: a small one that passes, and what to declare of a log that is there already."""

from __future__ import annotations

from importlib.resources import files

STARTER = ("mou-check.yaml", "agreements/memorandum.yaml", "activity_logs/memorandum.csv")
"""The files of a new project."""


def starter_files() -> dict[str, bytes]:
    """The content of each file of a new project, by its path in the project's folder."""
    folder = files(__name__) / "files"
    return {name: folder.joinpath(*name.split("/")).read_bytes() for name in STARTER}
