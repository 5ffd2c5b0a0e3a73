"""Results held against the baseline of a run: what of it is known, and what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mou_check.baseline import Reviewed, gone, marked
from mou_check.load.baseline import load_baseline
from mou_check.load.finding import Loaded
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult
from mou_check.model.words import plural, some


def baseline_file(options: Options, loaded: Loaded) -> Path | None:
    """The file that an option or the project file names."""
    if options.baseline:
        return options.folder / options.baseline
    own = loaded.project.settings.baseline
    return loaded.project.root / own if own else None


def against_baseline(results: Sequence[AgreementResult], options: Options, loaded: Loaded) -> Sequence[AgreementResult]:
    """The results with what the baseline of the run knows marked in them; a note tells what of it is gone."""
    file = baseline_file(options, loaded)
    if file is None:
        return results
    known = load_baseline(file, loaded)
    if not any(p.level == "error" for p in loaded.problems):
        lost = gone(known, reviewed(results, loaded))
        if lost:
            are, them = ("is", "it") if len(lost) == 1 else ("are", "them")
            message = f"{plural(len(lost), 'known breach')} {are} gone ({some([k.id for k in lost])}); run mou-check baseline to take {them} out"
            loaded.problems.append(Problem("note", "gone-breach", message, file=loaded.project.name(file)))
    return marked(results, known)


def reviewed(results: Sequence[AgreementResult], loaded: Loaded) -> Reviewed:
    """What a run looked at."""
    obligations = {a.agreement.id: {o.id for o in a.whole_agreement.obligations} for a in loaded.agreements}
    return Reviewed(results, obligations, loaded.whole)
