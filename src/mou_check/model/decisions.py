"""What people decided and wrote down: which reading holds, how a judgement came out, what is waived or known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mou_check.model.results import FilePlace
from mou_check.model.spans import Span
from mou_check.model.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Settlement:
    """The parties agreed on one reading of an obligation: which, who, when and why."""

    obligation: str
    reading: str
    by: str
    when: date
    because: str | None
    place: FilePlace


@dataclass(frozen=True, slots=True)
class Assessment:
    """A person's judgement of one period of an obligation.

    `period` is the period's first day, or its label as the report shows it.
    """

    obligation: str
    period: str
    verdict: Verdict
    who: str
    when: date
    why: str
    place: FilePlace

    def fits(self, first: date | None, label: str) -> bool:
        """Whether it is about a period."""
        return self.period == label or (first is not None and self.period == first.isoformat())


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody with the right to do so lets a miss of an obligation pass, from `granted_on` to `expires`, both inside.

    It is about one of three: a `period` (its first day, or its label as the report shows it), the `days` on
    which a period ends or a row lies, or a row by its `ref` (a row without one by its date). `group` narrows it
    to one of those that the obligation judges each on its own.
    """

    obligation: str
    period: str | None
    days: Span | None
    ref: str | None
    group: str | None
    reason: str
    approved_by: str
    granted_on: date
    expires: date
    place: FilePlace

    @property
    def about(self) -> str:
        """`roadshows for 2016-17, Crewe`: what it is about, in words."""
        what = f"{self.days.first} to {self.days.last}" if self.days else self.period or self.ref
        return f"{self.obligation} for {what}{f', {self.group}' if self.group else ''}"


@dataclass(frozen=True, slots=True)
class KnownBreach:
    """A finding that a baseline knows: its id, how bad it was, its days, why it is left for now and since when."""

    id: str
    verdict: Verdict
    first: date | None
    last: date | None
    reason: str
    since: date
