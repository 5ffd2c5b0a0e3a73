"""What two versions of an agreement differ in, and what each difference does to the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from mou_check.model.orders import Order as Order
from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace, Input, Tool, Window
from mou_check.model.verdicts import Verdict


class Effect(StrEnum):
    """What a change does to a promise, worst first. `changed` cannot be ordered; `reworded` has no effect."""

    WEAKENED = "weakened"
    REMOVED = "removed"
    CHANGED = "changed"
    STRENGTHENED = "strengthened"
    ADDED = "added"
    REWORDED = "reworded"


EFFECT_OF = {
    Order.SAME: Effect.REWORDED,
    Order.STRICTER: Effect.STRENGTHENED,
    Order.LOOSER: Effect.WEAKENED,
    Order.OTHER: Effect.CHANGED,
}


# What fails a run, mildest first: each level fails on its own effects and on all of the levels after it.
FAIL_ON = {
    "reworded": (Effect.REWORDED,),
    "added": (Effect.ADDED,),
    "strengthened": (Effect.STRENGTHENED,),
    "weakened": (Effect.WEAKENED, Effect.REMOVED, Effect.CHANGED),
    "never": (),
}


def failing(fail_on: str) -> frozenset[Effect]:
    """The effects that fail a run at a level of `--fail-on`."""
    levels = list(FAIL_ON)
    return frozenset(effect for level in levels[levels.index(fail_on) :] for effect in FAIL_ON[level])


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of an agreement.

    `obligation` is null for what concerns the agreement as a whole. `file`, `line` and `column` are
    the place in the new version, or in the old one for what is gone; `old_place` is the place in the old one.
    `allowed_by` is the reference of the amendment that names exactly this change.
    """

    agreement: str
    obligation: str | None
    effect: Effect
    key: str
    old: str | None
    new: str | None
    message: str
    file: str
    line: int
    column: int
    old_place: FilePlace | None
    allowed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that the change turns on the record: of an obligation (no dates), of one of its periods, or of a row.

    `label` is the name of the period; `file` and `row` are the place of a row. A verdict is null where there is none: of
    an obligation or period that is in one version only, or of a row that is met or of which nothing is asked.
    """

    agreement: str
    obligation: str
    from_: Annotated[date | None, Field(alias="from")]
    to: date | None
    group: str | None
    label: str | None
    file: str | None
    row: int | None
    old: Verdict | None
    new: Verdict | None

    @property
    def of_obligation(self) -> bool:
        """Whether it is the obligation as a whole that turns."""
        return self.from_ is None

    @property
    def words(self) -> tuple[str, str]:
        """Both verdicts; where there is none, why."""
        missing = "not judged" if self.row is None else "no finding"
        return self.old or missing, self.new or missing


@dataclass(frozen=True, slots=True)
class Misses:
    """How many periods and rows of an obligation are missed on the record under either wording, where that differs."""

    agreement: str
    obligation: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """The record on which an agreement was judged under both wordings: its logs, and the days under review of each.

    `why_not` says why it could not be judged; then there are no flips, and that is no proof of anything.
    """

    agreement: str
    logs: tuple[str, ...]
    old_window: Window | None
    new_window: Window | None
    as_of: date | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class DiffSummary:
    """How many changes have each effect, how many an amendment allows, and how many obligations flip on the record."""

    strengthened: int
    weakened: int
    changed: int
    added: int
    removed: int
    reworded: int
    allowed: int
    flips: int


@dataclass(frozen=True, slots=True)
class DiffDocument:
    """What `mou-check diff` tells.

    Where `compared` is false a side could not be read, and that there are no changes says nothing. `replayed` has an
    entry for each agreement that differs; it is null when no replay was asked for.
    """

    format: Literal[1]
    tool: Tool
    old: str
    new: str
    exit_status: int
    fail_on: str
    inputs: tuple[Input, ...]
    compared: bool
    changes: tuple[Change, ...]
    replayed: tuple[Replayed, ...] | None
    replay: tuple[Flip, ...]
    misses: tuple[Misses, ...]
    summary: DiffSummary
    problems: tuple[Problem, ...]
