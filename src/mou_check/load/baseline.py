"""The file of the breaches that are known: read as `mou-check baseline` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from mou_check.load.documents import read_document
from mou_check.load.finding import Loaded
from mou_check.model.decisions import KnownBreach
from mou_check.model.verdicts import Verdict
from mou_check.rules.fields import Day, Many, Model, Text


class KnownEntry(Model):
    """A breach that is known and left for now."""

    id: Text = Field(description="The id of the finding.", examples=["cheshire/news-releases/2016-01-04"])
    verdict: Literal["breached", "shortfall", "no-data"] = Field(
        description="How bad it is; when it gets worse, it is new."
    )
    from_: Day | None = Field(None, alias="from", description="The first day of its period, or the day of its row.")
    to: Day | None = Field(None, description="The last day.")
    reason: Text = Field(description="Why it is left for now.", examples=["Found when the log was first checked."])
    since: Day = Field(description="The day on which it was first written here.")


class BaselineFile(Model):
    """The breaches that are known, so that only new ones fail a run. `mou-check baseline` writes it."""

    format: Literal[1] = Field(description="The version of this form of file.")
    known: Many[KnownEntry] = Field((), description="The breaches, one entry for each finding.")


def load_baseline(file: Path, loaded: Loaded) -> list[KnownBreach]:
    """The known breaches of a file; what is wrong with it goes to the problems of the run."""
    read = read_document(file, loaded.project.name(file), BaselineFile, "baseline")
    loaded.problems += read.problems
    loaded.inputs += read.inputs
    if read.value is None or read.source is None:
        return []
    known: dict[str, KnownBreach] = {}
    for i, entry in enumerate(read.value.known):
        if entry.id in known:
            message = f'"{entry.id}" stands here twice; keep one'
            loaded.problems.append(read.source.problem("duplicate-id", message, read.source.place(("known", i, "id"))))
        known[entry.id] = KnownBreach(
            entry.id, Verdict(entry.verdict), entry.from_, entry.to, entry.reason, entry.since
        )
    return list(known.values())
