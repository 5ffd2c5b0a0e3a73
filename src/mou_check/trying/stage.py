"""Where logs are tried: one rule of an agreement, the days of its life, and rows that it would count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, pairwise

from mou_check.agreement import Agreement, Obligation
from mou_check.log import BUILTIN, DATED, ColumnType
from mou_check.model.calendar import Calendar
from mou_check.model.lengths import Length
from mou_check.model.spans import DAY, EVER, Span, days
from mou_check.rules.base import Periodic, Rule
from mou_check.rules.conditions import Conditions
from mou_check.rules.scope import Scope, Slot
from mou_check.rules.selecting import Selection, SpanColumns
from mou_check.trying.cells import Filler
from mou_check.trying.trial import Row

# Where an agreement that is open on both sides is tried: years whose holidays are known.
_SOMETIME = date(2016, 1, 4)
# How many rows a trial may have.
MOST_ROWS = 2_000
_LENGTHS = {"year": 366, "half-year": 184, "quarter": 92, "season": 366}


class TooLargeError(Exception):
    """The log would have more rows than are worth trying; nothing follows from that."""


@dataclass(frozen=True)
class Stage:
    """One rule of an agreement with what it takes to make rows for it. `lists` are those in use."""

    agreement: Agreement
    calendar: Calendar
    lists: dict[str, tuple[str, ...]]
    obligation: Obligation
    rule: Rule
    filler: Filler = field(init=False)

    def __post_init__(self) -> None:
        types: dict[str, ColumnType] = {**BUILTIN, **self.agreement.column_types()}
        object.__setattr__(self, "filler", Filler(types, self.lists))

    # Days

    @property
    def life(self) -> Span | None:
        """The days on which the rule is in force; None when there are none."""
        effective = self.obligation.effective.span if self.obligation.effective else EVER
        return self.agreement.term.span.meet(effective)

    @property
    def first(self) -> date:
        """The day on which to begin."""
        life = self.life or EVER
        if life.first:
            return life.first
        return min(_SOMETIME, life.last - timedelta(730)) if life.last else _SOMETIME

    def days(self) -> list[date]:
        """A few days in force, to try one after the other: the first, a Monday, one in every quarter."""
        life = self.life or EVER
        known = max(self.first, self.calendar.holidays.known.first or self.first)
        monday = known + timedelta(-known.weekday() % 7)
        wanted = [monday + timedelta(35), self.first, monday, *(monday + timedelta(91 * i) for i in range(1, 5))]
        return list(dict.fromkeys(day for day in wanted if day in life))

    def scope(self, window: Span) -> Scope:
        """What a rule is judged in over a window, as of its end."""
        assert window.last
        effective = self.obligation.effective.span if self.obligation.effective else EVER
        term = self.agreement.term.span
        return Scope(
            self.calendar, window, term, effective, window.last, window, self.lists, self.agreement.nouns()
        )  # fmt: skip

    def reach(self) -> Span:
        """Days from the first on: enough for several whole periods of the rule, as far as it is in force."""
        per = self.rule.per if isinstance(self.rule, Periodic) else None
        long = per.months * 31 + per.days if isinstance(per, Length) else _LENGTHS.get(per or "", 31)
        if per == "term" and self.life and self.life.last:
            return Span(self.first, self.life.last)
        wanted = Span(self.first, self.first + timedelta(3 * long + 400))
        return wanted.meet(self.life or EVER) or wanted

    def slots(self) -> list[list[Slot]]:
        """Whole periods of the rule to try: one, another, two in a row."""
        assert isinstance(self.rule, Periodic)
        if self.rule.per is None:
            windows = [Span(day, day + timedelta(6)) for day in self.days()[:2]]
            return [self.scope(w).whole_window() for w in windows]
        scope = self.scope(self.reach())
        every = scope.slots(self.rule.per, self.rule.season, self.rule.cut_periods)
        if self.rule.per == "term" and not self.agreement.term.ends:
            return [every[:1]] if every else []  # a term without an end is never over
        whole = [slot for slot in every if slot.whole and slot.over]
        pairs = [[a, b] for a, b in pairwise(whole)]
        return [*([slot] for slot in whole[1:2] + whole[:1]), *pairs[:1]]

    # Rows

    def row(
        self,
        selection: Selection,
        day: date,
        cells: Row | None = None,
        *,
        group: Sequence[str] = (),
        number: int = 1,
    ) -> Row | None:
        """A row that a selection counts on a day and in a group, with some cells given; None when there is none.

        Rows of different numbers are different events.
        """
        return next(self.rows(selection, day, cells, group=group, number=number), None)

    def rows(
        self,
        selection: Selection,
        day: date,
        cells: Row | None = None,
        *,
        group: Sequence[str] = (),
        number: int = 1,
        holds: Sequence[Conditions] = (),
        fails: Conditions | None = None,
    ) -> Iterator[Row]:
        """Such rows for which also all of `holds` hold and `fails` does not."""
        where = [selection.where] if selection.where else []
        for activity in selection.activity:
            given = {"date": day.isoformat(), "activity": activity}
            if isinstance(selection.dated, SpanColumns):
                given |= {selection.dated.from_: day.isoformat(), selection.dated.to: ""}
            elif selection.dated:
                given[selection.dated] = day.isoformat()
            if selection.one_per:
                given[selection.one_per] = self.key(selection.one_per, number, day)
            given |= dict(zip(selection.for_each or {}, group or self.groups(selection)[0], strict=True))
            yield from islice(self.filler.rows({**given, **(cells or {})}, [*where, *holds], fails), 6)

    def whole(self, row: Row) -> Row:
        """The row with every column that the rule reads in it, empty where nothing was said of it."""
        uses = [u.column for u in self.rule.all_uses() if row["activity"] in u.activities and not u.optional]
        return {**row, **{column: row.get(column, "") for column in uses}}

    def groups(self, selection: Selection) -> list[tuple[str, ...]]:
        """The groups that a selection judges, each with a value for every column of `for_each`."""
        found: list[tuple[str, ...]] = [()]
        for name in (selection.for_each or {}).values():
            found = [(*values, value) for values in found for value in self.lists.get(name) or (f"one of {name}",)]
        return found

    def key(self, column: str, number: int, day: date) -> str:
        """A text that names a row in a column by which rows are joined or told apart."""
        kind = self.filler.types.get(column, "text")
        if column == "date":
            return day.isoformat()
        if kind in DATED:
            return (day + number * DAY).isoformat()
        return str(number) if kind != "text" else f"A{number}"

    def spread(self, slot: Slot, many: int) -> list[date]:
        """So many days of a period, as evenly as they can be."""
        inside = [d for part in slot.parts if part.first and part.last for d in days(part.first, part.last)]
        if many > MOST_ROWS:
            raise TooLargeError
        return [inside[i * len(inside) // many] for i in range(many)]
