"""When something is due: the ways to say it, the cycles that come of them, and which of two is the stricter one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Discriminator, Field, Tag, model_validator

from mou_check.model.calendar import Calendar, HolidaysUnknownError
from mou_check.model.lengths import last_day_within
from mou_check.model.orders import Order
from mou_check.model.periods import month_day_in_words
from mou_check.model.spans import DAY, Span
from mou_check.model.words import day as day_in_words
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side, Sides
from mou_check.rules.comparing.values import by_length
from mou_check.rules.conditions import OtherColumn
from mou_check.rules.fields import Day, LengthField, Model, MonthDay, Text, text_or_mapping, told_by

After = Annotated[
    Annotated[Literal["term"], Tag("word")] | Annotated[OtherColumn, Tag("mapping")],
    Discriminator(text_or_mapping),
]


class Due(Model):
    """When it is due: `yearly`, `on`, `within` with `after`, or `column`."""

    model_config = told_by(("yearly",), ("on",), ("within", "after"), ("column",), only=True)
    yearly: MonthDay | None = Field(None, description="Every year by this month and day.")
    opens: MonthDay | None = Field(
        None, description="The month and day from which a row counts for the coming due day."
    )
    on: Day | None = Field(None, description="Once, by this date.")
    within: LengthField | None = Field(None, description="So long after.")
    after: After | None = Field(None, description="After the term's start, or after the day in a column.")
    column: Text | None = Field(None, description="The column that holds the due day.", examples=["due_on"])

    @model_validator(mode="after")
    def _sound(self) -> Due:
        ways = [self.yearly, self.on, self.within, self.column]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("expected one of {yearly: ...}, {on: ...}, {within: ..., after: ...}, {column: ...}")
        if (self.within is None) != (self.after is None):
            raise ValueError("within and after go together")
        if self.opens is not None and self.yearly is None:
            raise ValueError("opens goes with yearly")
        return self

    @property
    def by_case(self) -> bool:
        return self.column is not None or isinstance(self.after, OtherColumn)

    @property
    def start_column(self) -> str:
        assert self.by_case
        return self.column or self.after.column  # type: ignore[union-attr]  # by_case says which

    def in_words(self) -> str:
        if self.yearly:
            return f"by {month_day_in_words(self.yearly)} each year"
        if self.on:
            return f"by {day_in_words(self.on)}"
        if self.column:
            return f"no later than {self.column}"
        after = "the start of the term" if self.after == "term" else f"its {self.start_column}"
        return f"within {self.within} of {after}"


DueField = Annotated[
    Annotated[Literal["unlimited"], Tag("word")] | Annotated[Due, Tag("mapping")],
    Discriminator(text_or_mapping),
]


@dataclass(frozen=True, slots=True)
class Cycle:
    """From `opens` (None: no opening) to `due`; a row up to `until` is still this cycle's, but late."""

    opens: date | None
    due: date
    until: date
    label: str


def once_or_yearly(due: Due, first_year: int, last_year: int, term: Span, calendar: Calendar) -> list[Cycle]:
    """The only cycle of what is due once, else those whose due days lie in these years or the term's first, in order."""
    if due.on:
        return [Cycle(term.first, due.on, date.max, f"by {day_in_words(due.on)}")]
    if due.within:
        assert term.first
        day = last_day_within(term.first, due.within, calendar)
        return [Cycle(term.first, day, date.max, f"by {day_in_words(day)}")]
    assert due.yearly
    if term.first:
        first_year = min(first_year, term.first.year)
    years = range(max(first_year, date.min.year + 1), min(last_year + 1, date.max.year - 1))
    cycles: list[Cycle] = []
    for day in (date(year, *due.yearly) for year in years):
        opens = _opening(day, due.opens)
        until = _opening(day + relativedelta(years=1), due.opens) - DAY
        if term.first and day < term.first:
            continue
        if term.first and not cycles:
            opens = term.first  # the first cycle opens with the term
        cycles.append(Cycle(opens, day, max(until, day), f"by {day_in_words(day)}"))
    return cycles


def _opening(due: date, opens: tuple[int, int] | None) -> date:
    """The day on which the cycle of a due day opens; by default the day after the last due day."""
    if opens is None:
        return due - relativedelta(years=1) + DAY
    this_year = date(due.year, *opens)
    return this_year if this_year <= due else date(due.year - 1, *opens)


DueOrNever = Due | Literal["unlimited"]
DUE_KEYS = ("due", *(f"due.{name}" for name in Due.model_fields))


def due_order(old: DueOrNever, new: DueOrNever, sides: Sides) -> Order:
    """The order of two due days.

    By convention the earlier one of a year is stricter. Where `opens` is given, or once is compared with
    every year, the one is stricter whose cycles lie in those of the other: what is done in time for it is in time for both.
    """
    if old == new:
        return SAME
    if old == "unlimited" or new == "unlimited":
        # What has no limit is missed after all when the term ends.
        term = sides.new.term if new == "unlimited" else sides.old.term
        return OTHER if term.last else LOOSER if new == "unlimited" else STRICTER
    if old.by_case and new.by_case:
        return _order_by_case(old, new)
    if old.by_case or new.by_case:
        return OTHER
    if old.yearly and new.yearly and not old.opens and not new.opens:
        return STRICTER if new.yearly < old.yearly else LOOSER
    try:
        forth, back = _in_time(old, new, sides.old, sides.new), _in_time(new, old, sides.new, sides.old)
    except HolidaysUnknownError:
        return OTHER
    return SAME if forth and back else LOOSER if forth else STRICTER if back else OTHER


def _order_by_case(old: Due, new: Due) -> Order:
    if old.start_column != new.start_column:
        return OTHER
    if old.within and new.within:
        return by_length(old.within, new.within, longer=LOOSER)
    # By the day, or at most so long after it.
    return LOOSER if new.within else STRICTER


def _in_time(a: Due, b: Due, a_side: Side, b_side: Side) -> bool:
    """Whether what is done in time for every cycle of `a` is in time for every cycle of `b`, over 30 years."""
    mine, yours = _done_in(a, a_side, more=2), _done_in(b, b_side, more=0)
    return all(any(cycle.holds(other) for other in mine) for cycle in yours)


def _done_in(due: Due, side: Side, more: int) -> list[Span]:
    """For each cycle the days on which it can be done in time; what is due outside the term is never asked."""
    first = side.term.first.year if side.term.first else 2012
    cycles = once_or_yearly(due, first - more, first + 30 + more, side.term, side.calendar)
    # By a date, it does not matter how long before.
    return [Span(None if due.on else cycle.opens, cycle.due) for cycle in cycles if cycle.due in side.term]
