"""What people decided and wrote down: which reading holds, and how a judgement came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mou_check.model.results import FilePlace
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
