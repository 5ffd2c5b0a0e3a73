"""The words for planting faults: what is changed in a log, and what must be found because of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keep:
    """Of the rows found in the fault's period, only the first so many stay."""

    activity: str  # one code, or several with spaces between
    rows: int = 0
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """The first row found on or after a day gets other cells; whole numbers are days counted from its date."""

    activity: str
    on: str
    cells: dict[str, object] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    until: str = ""  # with a day, every row found up to it


@dataclass(frozen=True)
class Fault:
    """A finding that `verify` must show: in the period first..last, or, without one, at the row edited first."""

    obligation: str
    verdict: str
    period: str  # FIRST..LAST; empty for a row
    what: str
    changes: tuple[Keep | Edit, ...]
    group: str = ""


def period(obligation: str, verdict: str, days: str, what: str, *changes: Keep | Edit, group: str = "") -> Fault:
    """A fault that shows in a period."""
    return Fault(obligation, verdict, days, what, changes, group)


def row(obligation: str, verdict: str, what: str, *changes: Keep | Edit) -> Fault:
    """A fault that shows at the row that its first change finds; without a row there, in the obligation as a whole."""
    return Fault(obligation, verdict, "", what, changes)
