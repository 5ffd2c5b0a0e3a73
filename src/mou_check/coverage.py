"""What an agreement holds, how much of it a log can test, and what a given log lacks for that.

Pure: an agreement and its log in, an `AgreementCoverage` out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from mou_check.agreement import DUPLICATE, Agreement, Obligation
from mou_check.log import Log
from mou_check.model.coverage import (
    AgreementCoverage,
    ClauseEntry,
    ClauseSummary,
    CoverageTotals,
    Lacking,
    ObligationCoverage,
    ObligationSummary,
    Tested,
)
from mou_check.model.results import LogResult
from mou_check.rules.lacking import lacks


def coverage_of(
    agreement: Agreement,
    file: str,
    lists: Mapping[str, tuple[str, ...]],
    log: Log | None,
    logs: Sequence[LogResult],
    state: Literal["read", "unreadable", "none"],
    assessed: Mapping[str, int],
) -> AgreementCoverage:
    """The coverage of one agreement, its preferred readings first.

    `log` is None unless `state` is "read"; `assessed` says how many judgements are recorded of each obligation.
    """
    rest: dict[str, list[str]] = {}
    for obligation in agreement.obligations:
        for name in obligation.rest_of:
            rest.setdefault(name, []).append(obligation.id)
    obligations = []
    for obligation in agreement.obligations:
        reading, preferred = obligation.read()[0]
        judged = preferred.kind == "judgement"
        lacking = _lacks(agreement, obligation, lists, log) if log else ()
        data = None if judged or log is None else all(lack.reading != (reading or None) for lack in lacking)
        obligations.append(
            ObligationCoverage(
                obligation.id,
                obligation.clauses,
                obligation.title,
                obligation.force,
                preferred.kind,
                _tested(obligation, judged=judged, has_rest=obligation.id in rest),
                () if judged else tuple(rest.get(obligation.id, ())),
                obligation.rest_of,
                data,
                lacking,
                assessed.get(obligation.id, 0),
            )
        )
    register = tuple(ClauseEntry(c.ref, c.also, c.heading, c.holds, c.because) for c in agreement.clauses)
    return AgreementCoverage(
        agreement.id,
        agreement.title,
        file,
        tuple(logs),
        state,
        _clauses(register),
        _obligations(obligations, known=log is not None),
        tuple(obligations),
        register,
    )


def totals(agreements: Sequence[AgreementCoverage]) -> CoverageTotals:
    """All agreements together; `with_data` counts only over those that have a log."""
    return CoverageTotals(
        _clauses([entry for a in agreements for entry in a.register]),
        _obligations([o for a in agreements for o in a.obligations], known=any(a.log == "read" for a in agreements)),
    )


def reason(because: str | None) -> str:
    """Why a clause holds nothing, as the summary counts it: all duplicates together."""
    return "duplicate" if because and because.startswith(DUPLICATE) else because or "no reason given"


def _tested(obligation: Obligation, *, judged: bool, has_rest: bool) -> Tested:
    if judged:
        return "rest" if obligation.rest_of else "judgement"
    return "partly" if has_rest else "fully"


def _lacks(
    agreement: Agreement, obligation: Obligation, lists: Mapping[str, tuple[str, ...]], log: Log
) -> tuple[Lacking, ...]:
    """What the log lacks for each reading, the preferred one first."""
    return tuple(
        Lacking(reading or None, lack.what, lack.names, lack.message)
        for reading, rule in obligation.read()
        for lack in lacks(rule, log, lists, agreement.nouns())
    )


def _clauses(register: Sequence[ClauseEntry]) -> ClauseSummary:
    without = Counter(reason(entry.because) for entry in register if not entry.holds)
    return ClauseSummary(
        len(register), len(register) - without.total(), without.total(), dict(sorted(without.items(), key=_most_first))
    )


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _obligations(obligations: Iterable[ObligationCoverage], *, known: bool) -> ObligationSummary:
    every = list(obligations)
    tested = Counter(o.tested for o in every)
    return ObligationSummary(
        total=len(every),
        fully=tested["fully"],
        partly=tested["partly"],
        rest=tested["rest"],
        judgement=tested["judgement"],
        with_data=sum(o.data is True for o in every) if known else None,
        assessed=sum(o.assessments > 0 for o in every if o.tested in ("rest", "judgement")),
    )
