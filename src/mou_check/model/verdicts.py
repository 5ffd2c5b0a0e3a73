"""Outcomes of a rule, verdicts of an obligation, and how the first become the second."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

Force = Literal["must", "should", "may"]


class Outcome(StrEnum):
    """What a rule says of one period or row, before the obligation's force is known."""

    MET = "met"
    MISSED = "missed"
    WAIVED = "waived"
    EXCUSED = "excused"
    PENDING = "pending"
    PARTIAL = "partial"
    NOT_DUE = "not-due"
    NO_DATA = "no-data"
    TO_JUDGE = "to-judge"


class Verdict(StrEnum):
    """What is said of an obligation, a period or a row. Members stand worst first."""

    BREACHED = "breached"
    SHORTFALL = "shortfall"
    NO_DATA = "no-data"
    TO_JUDGE = "to-judge"
    WAIVED = "waived"
    EXCUSED = "excused"
    NOTED = "noted"
    MET = "met"
    PENDING = "pending"
    PARTIAL = "partial"
    NOT_DUE = "not-due"

    @property
    def rank(self) -> int:
        """0 for the worst; settled verdicts come before open ones."""
        return _RANKS[self]

    @property
    def missed(self) -> bool:
        """Whether the promise was not kept: breached, shortfall or noted."""
        return self in MISSED


MEANINGS: dict[Verdict, str] = {
    Verdict.MET: "The promise was kept.",
    Verdict.BREACHED: "A promise that says must was not kept.",
    Verdict.SHORTFALL: "A promise that says should was not kept.",
    Verdict.NOTED: "Something that may be done was departed from. Never a miss.",
    Verdict.EXCUSED: "It was missed, and the log states a reason where the agreement lets one count.",
    Verdict.WAIVED: "It was missed, and a waiver in force covers it.",
    Verdict.PENDING: "It is still open: its period or its due day is not over.",
    Verdict.PARTIAL: "The days under review hold only a part of the period, and that part settles nothing.",
    Verdict.NOT_DUE: "Nothing called for it in the days under review.",
    Verdict.NO_DATA: "The log does not record what is needed to tell. Never a pass.",
    Verdict.TO_JUDGE: "A person has to decide.",
}
"""What each verdict means, in a sentence or two."""

_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}
MISSED = frozenset({Verdict.BREACHED, Verdict.SHORTFALL, Verdict.NOTED})
_MISS: dict[Force, Verdict] = {"must": Verdict.BREACHED, "should": Verdict.SHORTFALL, "may": Verdict.NOTED}

# The levels of --fail-on: a level fails on itself and on all that is worse.
FAIL_ON = ("breached", "shortfall", "no-data", "never")


def verdict_of(outcome: Outcome, force: Force) -> Verdict:
    """The verdict that an outcome means under a force: a missed must is breached, and so on."""
    return _MISS[force] if outcome is Outcome.MISSED else Verdict(outcome.value)


def worst(verdicts: Iterable[Verdict], silent: Verdict = Verdict.NOT_DUE) -> Verdict:
    """The worst settled verdict, else the first open one; `silent` when there is none at all."""
    return min(verdicts, key=lambda v: v.rank, default=silent)


def fails(verdicts: Iterable[Verdict], fail_on: str) -> bool:
    """Whether one of the verdicts is at or over the level of `--fail-on`."""
    if fail_on == "never":
        return False
    limit = Verdict(fail_on).rank
    return any(v.rank <= limit for v in verdicts)
