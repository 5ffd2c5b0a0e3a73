"""What a rule is judged in: the days under review, the calendar, the lists, the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from mou_check.model.calendar import Calendar
from mou_check.model.periods import Per, Period, Season, periods
from mou_check.model.spans import Span
from mou_check.model.words import Nouns
from mou_check.model.words import day as day_in_words


@dataclass(frozen=True, slots=True)
class Slot:
    """A period with the days of it on which rows count.

    `whole`: no edge cuts it. `over`: its end is on or before as-of.
    """

    period: Period
    parts: tuple[Span, ...]
    whole: bool
    over: bool

    def named(self, group: str | None) -> str:
        """The period's label, with the group where there is one."""
        return f"{self.period.label}, {group}" if group else self.period.label

    @property
    def share(self) -> float:
        """The part of the period's days that count, for bounds in proportion."""
        if self.period.last is None:
            return 1.0
        inside = sum((p.last - p.first).days + 1 for p in self.parts if p.first and p.last)
        return inside / ((self.period.last - self.period.first).days + 1)


CutPeriods = Literal["pro-rata", "full"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule is judged in: the days, the calendar, the lists, and how activities are called.

    `active` is window, term and effective together, closed on both sides; None when they share no day.
    """

    calendar: Calendar
    window: Span
    term: Span
    effective: Span
    as_of: date
    covered: Span
    lists: Mapping[str, tuple[str, ...]]
    nouns: Nouns
    active: Span | None = field(init=False)

    def __post_init__(self) -> None:
        inside = self.window.meet(self.term)
        object.__setattr__(self, "active", inside.meet(self.effective) if inside else None)

    def slots(self, per: Per, season: Season | None = None, cut_periods: CutPeriods | None = None) -> list[Slot]:
        """All periods that touch the active days, with what of each counts. May raise `HolidaysUnknownError`."""
        if self.active is None:
            return []
        return list(_slots(per, season, cut_periods, self.active, self.as_of, self.calendar, self.term))

    def whole_window(self) -> list[Slot]:
        """The active days as one period, for rules without `per`."""
        if self.active is None or self.active.first is None or self.active.last is None:
            return []
        label = f"{day_in_words(self.active.first)} to {day_in_words(self.active.last)}"
        period = Period(label, self.active.first, self.active.last)
        return [Slot(period, (self.active,), True, self.active.last <= self.as_of)]


@lru_cache
def _slots(
    per: Per,
    season: Season | None,
    cut_periods: CutPeriods | None,
    active: Span,
    as_of: date,
    calendar: Calendar,
    term: Span,
) -> tuple[Slot, ...]:
    """The slots of a scope; many rules ask for the same ones."""
    found = []
    for period in periods(per, active, calendar, term, season):
        inside = period.span.meet(active)
        if inside is None:
            continue
        parts = [inside] if season is None else [s for t in season.touching(inside) if (s := t.meet(inside))]
        if not parts:
            continue
        whole = parts == [period.span]
        end = parts[-1].last if cut_periods else period.last
        over = end is not None and end <= as_of
        found.append(Slot(period, tuple(parts), whole or cut_periods is not None, over))
    return tuple(found)
