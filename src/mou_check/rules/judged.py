"""What a rule says of a log: one item for each period and group, or for each triggering row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mou_check.model.results import Assessed, Number, Waived
from mou_check.model.verdicts import Outcome


@dataclass(frozen=True, slots=True)
class Near:
    """A row that almost answered."""

    row_id: int
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule says of one period (`row` is None) or one triggering row.

    `first`..`last` are the period's own dates, or the row's day twice; `due` is when it is or was to
    be done. Numbers are in `unit`; `required` is what a finding calls expected. `evidence` holds row ids,
    `rows` how many rows there are in all. `about` names a row for its id: its ref, or else what tells
    it from rows of other activities on its day. `assessment` is the judgement of a person that settled it,
    `waiver` the one that covers a miss.
    """

    outcome: Outcome
    message: str
    first: date | None = None
    last: date | None = None
    label: str = ""
    group: str | None = None
    required: Number | None = None
    actual: Number | None = None
    short_by: float | int | None = None
    unit: str | None = None
    due: date | None = None
    days_late: int | None = None
    row: int | None = None
    about: str | None = None
    column: str | None = None
    excuse: str | None = None
    rows: int = 0
    evidence: Sequence[int] = ()
    near: Sequence[Near] = ()
    assessment: Assessed | None = None
    waiver: Waived | None = None


@dataclass(slots=True)
class Evaluation:
    """All that a rule says.

    `items` carry verdicts; rows that meet a row rule are only counted (`met_rows`). `details` are rows
    that explain missed periods: they are findings in place of those periods, and carry no verdict.
    """

    items: list[Judged] = field(default_factory=list)
    met_rows: int = 0
    details: list[Judged] = field(default_factory=list)
