"""What reports for people and shared formats say in the same words of a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mou_check.model.results import AgreementResult, Baselined, LogResult, ObligationResult, Tally, Waived
from mou_check.model.verdicts import Verdict
from mou_check.model.words import day, figure, plural

if TYPE_CHECKING:
    from mou_check.model.examples import ExampleResult

_BASIS = {
    "options": "as asked for",
    "project": "as the project file says",
    "covers": "the dates that the log covers",
    "log": "from the log's first to its last row",
}


def actual(obligation: ObligationResult) -> str:
    """What was found, in few words: the number where there is one period, else how many were met and missed."""
    settled = [p for p in obligation.periods if p.verdict not in (Verdict.PENDING, Verdict.PARTIAL, Verdict.NOT_DUE)]
    if (
        len(settled) == 1
        and isinstance(settled[0].actual, (int, float))
        and isinstance(settled[0].required, (int, float))
    ):
        unit = " %" if settled[0].unit == "%" else ""
        return f"{figure(settled[0].actual)} of {figure(settled[0].required)}{unit}"
    if Verdict.NO_DATA in obligation.tally and len(obligation.tally) == 1 and not obligation.periods:
        rows = sum(f.row is not None for f in obligation.findings)
        return f"{rows} cannot be told" if rows else "cannot be told"
    return tally_in_words(obligation.tally) if obligation.tally or obligation.kind != "never" else "none found"


def tally_in_words(tally: Tally) -> str:
    """How many periods or rows were missed, met and so on."""
    missed = sum(n for v, n in tally.items() if v.missed)
    parts = [f"{figure(missed)} missed"] if missed else []
    parts += [f"{figure(n)} {v}" for v, n in tally.items() if not v.missed]
    return ", ".join(parts) or "nothing due"


def counts(agreements: Iterable[AgreementResult]) -> str:
    """How many obligations have each verdict: `15 obligations: 12 met, 2 breached, 1 no-data`."""
    totals: dict[Verdict, int] = {}
    for agreement in agreements:
        for verdict, count in agreement.summary.items():
            totals[verdict] = totals.get(verdict, 0) + count
    shown = sorted(totals.items(), key=lambda item: (item[0] is not Verdict.MET, item[0].rank))
    found = ", ".join(f"{n} {v}" for v, n in shown if n)
    return f"{plural(sum(totals.values()), 'obligation')}{f': {found}' if found else ''}"


def waived_by(waiver: Waived) -> str:
    """By whom a miss is waived, until when and why."""
    return f"waived by {waiver.approved_by} until {day(waiver.expires)}: {waiver.reason}"


def known_since(baselined: Baselined) -> str:
    """Since when a breach is known, and why it is left."""
    return f"known since {day(baselined.since)}: {baselined.reason}"


def is_known(obligation: ObligationResult) -> bool:
    """Whether a baseline knows all that gives an obligation its verdict."""
    worst = [f for f in obligation.findings if f.verdict is obligation.verdict]
    return bool(worst) and all(f.baselined for f in worst)


def looked_at(agreement: AgreementResult) -> Iterator[str]:
    """What was looked at: the days under review, and each log."""
    window = agreement.window
    days = f"{day(window.from_)} to {day(window.to)}, {_BASIS[window.basis]}" if window else "no days to review"
    yield f"Window: {days}. As of {day(agreement.as_of)}."
    yield from (log_line(log) for log in agreement.logs)


def log_line(log: LogResult) -> str:
    """A log file: how many rows became what, and what was taken for granted."""
    unmatched = sum(u.rows for u in log.unmatched)
    text = f"Log: {log.file}, {plural(log.rows, 'row')}: {figure(log.used)} used, {figure(log.rejected)} rejected, {figure(unmatched)} unmatched."
    if log.assumed:
        text += f" Assumed: {', '.join(f'{k} {v}' for k, v in log.assumed.items())}."
    return text


def reviewed(example: ExampleResult) -> str:
    """The days under review, and the day of judging where that is not their last: `1 Jun 2015 to 7 Jun 2015`."""
    assert example.from_ and example.to and example.as_of
    as_of = f", as of {day(example.as_of)}" if example.as_of != example.to else ""
    read = f", read as {example.reading}" if example.reading else ""
    return f"{day(example.from_)} to {day(example.to)}{as_of}{read}"
