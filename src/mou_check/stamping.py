"""What a rule said, as the result document says it: with force, identity, places and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from mou_check.agreement import Obligation
from mou_check.log import Log
from mou_check.model.results import Finding, NearMiss, Next, PeriodResult
from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome, verdict_of
from mou_check.model.words import fold
from mou_check.rules.judged import Evaluation, Judged


class Rejected:
    """How many unreadable rows could change a verdict about certain days."""

    def __init__(self, log: Log | None, activities: Sequence[str]) -> None:
        wanted = {fold(a) for a in activities}
        self.rows = [r for r in (log.rejected if log else ()) if r.activity is None or r.activity in wanted]

    def count(self, span: Span | None) -> int:
        """The rejected rows of the rule's activities whose day lies in a span or cannot be read."""
        return sum(r.day is None or (span is not None and r.day in span) for r in self.rows)


def period_result(item: Judged, obligation: Obligation, log: Log | None, rejected: Rejected) -> PeriodResult:
    """The entry of one period and group."""
    assert item.first
    return PeriodResult(
        label=item.label,
        from_=item.first,
        to=item.last,
        group=item.group,
        verdict=verdict_of(item.outcome, obligation.force),
        required=item.required,
        actual=item.actual,
        short_by=item.short_by,
        unit=item.unit,
        rows=item.rows,
        evidence=log.places(item.evidence) if log else (),
        assessment=item.assessment,
        affected_by_rejected=rejected.count(Span(item.first, item.last)),
    )


def findings(
    evaluation: Evaluation, obligation: Obligation, identity: str, log: Log | None, rejected: Rejected
) -> Iterable[Finding]:
    """Everything that is not met, each with an id made of what it is about, never of wording or row numbers."""
    used: Counter[str] = Counter()
    explained = {Outcome.MISSED, Outcome.WAIVED} if evaluation.details else set()
    items = [i for i in evaluation.items if i.outcome not in {Outcome.MET, *explained} or i.row is not None]
    for item in [*items, *evaluation.details]:
        about = item.about or (item.first.isoformat() if item.first else None)
        key = "/".join(part for part in (identity, item.group, about) if part)
        used[key] += 1
        place = log.place(item.row) if log and item.row is not None else None
        yield Finding(
            id=key if used[key] == 1 else f"{key}#{used[key]}",
            verdict=verdict_of(item.outcome, obligation.force),
            message=item.message,
            from_=item.first,
            to=item.last,
            group=item.group,
            expected=item.required,
            actual=item.actual,
            unit=item.unit,
            due=item.due,
            days_late=item.days_late,
            excuse=item.excuse,
            waiver=item.waiver,
            baselined=None,
            assessment=item.assessment,
            file=place.file if place else None,
            row=place.row if place else None,
            line=place.line if place else None,
            column=item.column,
            evidence=log.places(item.evidence) if log else (),
            near_misses=tuple(NearMiss(n.message, log.place(n.row_id)) for n in item.near) if log else (),
            affected_by_rejected=rejected.count(Span(item.first, item.last)) if item.first else 0,
        )


def what_comes_next(items: Sequence[Judged]) -> Iterable[Next]:
    """What is still open and has a day: of periods the next of each group, of rows all."""
    seen: set[str | None] = set()
    open_items = [i for i in items if i.outcome is Outcome.PENDING and i.due]
    for item in sorted(open_items, key=lambda i: (i.due or date.max, i.group or "", i.row or 0)):
        if item.due is None or (item.row is None and (item.group in seen or not item.short_by)):
            continue
        if item.row is None:
            seen.add(item.group)
        needed = item.short_by if item.row is None and item.unit != "%" else None
        yield Next(item.label, item.due, needed, item.group)
