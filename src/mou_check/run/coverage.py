"""One run of `coverage`: what agreements hold, and how much of it a log can test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mou_check import __version__
from mou_check.coverage import coverage_of, totals
from mou_check.load.activity_logs import LoadedLog, LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.decisions import load_assessments, load_settlements
from mou_check.load.finding import Loaded, find_agreements, logs_by_agreement
from mou_check.model.coverage import AgreementCoverage, CoverageDocument
from mou_check.model.options import Options
from mou_check.model.results import Input, Tool
from mou_check.run.prepare import Decisions, open_log


def coverage(options: Options, loader: LogLoader | None = None) -> tuple[CoverageDocument, Sequence[Input]]:
    """What each agreement holds and how much of it a log can test, and the files that took part.

    An agreement without a log is no problem here: nothing is said of its data.
    """
    loaded = find_agreements(options)
    decisions = Decisions(load_settlements(options.settled, loaded), load_assessments(options.assessments, loaded), {})
    logs = logs_by_agreement(options, loaded)
    loader = loader or LogLoader()
    found = tuple(
        _covered(a, logs.get(a.agreement.id, []), loader, loaded, decisions, options) for a in loaded.agreements
    )
    document = CoverageDocument(1, Tool("mou-check", __version__), found, totals(found), tuple(loaded.problems))
    return document, loaded.inputs


def _covered(
    loaded_agreement: LoadedAgreement,
    files: list[Path],
    loader: LogLoader,
    loaded: Loaded,
    decisions: Decisions,
    options: Options,
) -> AgreementCoverage:
    agreement = loaded_agreement.agreement
    log = open_log(loaded_agreement, files, loader, loaded, options) if files else LoadedLog()
    return coverage_of(
        agreement.with_readings_first({s.obligation: s.reading for s in decisions.settled.get(agreement.id, ())}),
        loaded_agreement.source.name,
        agreement.list_values(loaded.project.settings.lists.get(agreement.id, {})),
        log.log,
        log.results,
        "read" if log.log else "unreadable" if files else "none",
        Counter(a.obligation for a in decisions.assessments.get(agreement.id, ())),
    )
