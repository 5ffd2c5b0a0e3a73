"""Examples of obligations: each is judged as any log is, and a verdict that was not expected is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mou_check.agreement import Agreement, Example, Obligation
from mou_check.engine import Case, verify, window_of
from mou_check.model.examples import Reason
from mou_check.model.results import Finding, ObligationResult, PeriodResult, Window
from mou_check.model.verdicts import MEANINGS, Verdict
from mou_check.model.words import figure, plural

# How many periods or rows explain a verdict.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What an example comes to, over which days, and what was doubtful about it."""

    result: ObligationResult
    window: Window
    as_of: date
    doubts: tuple[str, ...]


def only(agreement: Agreement, obligation: Obligation, example: Example) -> Agreement:
    """The agreement with this obligation alone, read as the example says."""
    alone = agreement.model_copy(update={"obligations": (obligation,)})
    return alone.with_readings_first({obligation.id: example.reading} if example.reading else {})


def lists_of(
    agreement: Agreement, example: Example, supplied: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The lists of an example: its own go before those that the project supplies."""
    return agreement.list_values({**supplied, **example.lists})


def answer(case: Case, example: Example) -> Answer | str:
    """Judge the only obligation of a case on the example's log, or say why there is nothing to judge.

    There is no clock in it: without `as_of` the last day under review is over.
    """
    window, why = window_of(case.agreement.term.span, case.log, example.from_, example.to)
    if window is None:
        return (why or "").replace("--", "")
    as_of = example.as_of or window.to
    result, problems = verify(case, window, as_of)
    return Answer(result.obligations[0], window, as_of, tuple(p.message for p in problems))


def explanation(answer: Answer, expected: Verdict, line_of: Callable[[int], int]) -> Iterator[Reason]:
    """What explains a verdict that is not the expected one: its findings, else the periods that gave it.

    `line_of` says where a line of the log stands in the agreement's file.
    """
    result = answer.result
    findings = [f for f in result.findings if f.verdict is result.verdict]
    periods = [p for p in result.periods if p.verdict is result.verdict]
    if findings:
        told = [_of_finding(f, line_of) for f in findings]
    elif periods:
        told = [Reason(_of_period(p), None, None) for p in periods]
    else:
        many = result.tally.get(result.verdict, 0)
        met = f"{plural(many, 'row')} of the log {'is' if many == 1 else 'are'} {result.verdict}"
        told = [Reason(met if many else MEANINGS[result.verdict].rstrip("."), None, None)]
    yield from told[:SHOWN]
    if len(told) > SHOWN:
        yield Reason(f"and {len(told) - SHOWN} more", None, None)
    for reading in result.readings[1:]:
        if reading.verdict is expected:
            yield Reason(f"read as {reading.label} ({reading.id}) it would be {expected}", None, None)
    yield from (Reason(doubt, None, None) for doubt in answer.doubts)


def _of_finding(finding: Finding, line_of: Callable[[int], int]) -> Reason:
    group = f"{finding.group}: " if finding.group and finding.group not in finding.message else ""
    line = finding.line or (finding.evidence[0].line if finding.evidence else None)
    row = finding.row or (finding.evidence[0].row if finding.evidence else None)
    return Reason(group + finding.message, row, line_of(line) if line else None)


def _of_period(period: PeriodResult) -> str:
    name = f"{period.group}, {period.label}" if period.group else period.label
    if isinstance(period.actual, (int, float)) and isinstance(period.required, (int, float)):
        return f"{name}: {figure(period.actual)} of {figure(period.required)}, {period.verdict}"
    return f"{name}: {period.verdict}"
