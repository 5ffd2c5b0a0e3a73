"""One run of `baseline`: what fails today, as a baseline that lets it pass from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mou_check.baseline import Update, updated
from mou_check.load.activity_logs import LogLoader
from mou_check.load.baseline import load_baseline
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.run import judge
from mou_check.run.known import baseline_file, reviewed
from mou_check.run.prepare import prepare

BASELINE = "baseline.yaml"


@dataclass(frozen=True, slots=True)
class BaselineRun:
    """What is to be written into `file`, or None when an input is wrong. `inputs` are the other files that took part.

    `name` is how the file is shown; `named` says whether the project file knows it, so that `verify` reads it
    without being told.
    """

    file: Path
    name: str
    named: bool
    update: Update | None
    problems: Sequence[Problem]
    inputs: Sequence[Input]


def baseline(options: Options, reason: str, loader: LogLoader | None = None) -> BaselineRun:
    """Judge, and bring the baseline up to date: `options.baseline`, else the project's, else `baseline.yaml` in it."""
    loaded, ready = prepare(options, loader)
    results = [judge(one, loaded) for one in ready]
    file = baseline_file(options, loaded) or loaded.project.root / BASELINE
    inputs = list(loaded.inputs)
    known = load_baseline(file, loaded) if file.exists() else []
    update = None
    if not any(p.level == "error" for p in loaded.problems):
        since = options.as_of or options.today
        update = updated(known, reviewed(results, loaded), options.fail_on, reason, since)
    own = loaded.project.settings.baseline
    named = own is not None and (loaded.project.root / own).resolve() == file.resolve()
    return BaselineRun(file, loaded.project.name(file), named, update, loaded.problems, inputs)
