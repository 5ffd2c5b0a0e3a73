"""What a run is asked to do, as one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mou_check.model.progress import UNSEEN, Progress


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do. `today` is the only clock there is; `progress` is told how far the run is."""

    today: date
    folder: Path
    agreements: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    encoding: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    only: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    baseline: str | None = None
    fail_on: str = "breached"
    strict: bool = False
    project: Path | None = None
    progress: Progress = field(default=UNSEEN, compare=False, repr=False)
