"""One run of `readings`: what agreements leave open, tried on their logs."""

from __future__ import annotations

from collections.abc import Sequence

from mou_check import __version__
from mou_check.choices import choices
from mou_check.load.activity_logs import LogLoader
from mou_check.model.choices import ChoicesDocument
from mou_check.model.options import Options
from mou_check.model.results import Input, Tool
from mou_check.run.prepare import prepare


def open_choices(options: Options, loader: LogLoader | None = None) -> tuple[ChoicesDocument, Sequence[Input]]:
    """What each agreement leaves open, tried on its log, and the files that took part."""
    loaded, ready = prepare(options, loader)
    lists = loaded.project.settings.lists
    found = tuple(choices(r.case, lists.get(r.case.agreement.id, {}), r.window, r.as_of) for r in ready)
    document = ChoicesDocument(1, Tool("mou-check", __version__), found, tuple(loaded.problems))
    return document, loaded.inputs
