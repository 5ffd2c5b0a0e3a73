"""`deadline`: done by a day.

Use it for something due once a year, once by a date, or within a time of something else.

```yaml
rule: {kind: deadline, activity: mou_review, due: {within: P12M, after: term}}
rule: {kind: deadline, activity: police_and_crime_plan, due: {yearly: "03-31", opens: "04-01"}}
rule: {kind: deadline, activity: foi_request, done: answered_on, due: {within: {count: 20, unit: working-day}, after: {column: received_on}}}
```

The third one meets it with the first row and breaches it, six days late, with the second:

```csv
date,activity,received_on,answered_on
2015-06-01,foi_request,2015-06-01,2015-06-29
2015-06-01,foi_request,2015-06-01,2015-07-05
```

Without `done` one row of the activity answers a cycle: from its opening to its due day. With `done`
(a column, or several that must all be filled) every row is a case of its own with its own due day:
`{column: C}`, `{within: LENGTH, after: {column: C}}`, or `unlimited`, which only the end of the term ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from dateutil.relativedelta import relativedelta
from pydantic import Discriminator, Field, Tag, model_validator

from mou_check.log import DATED, Cell, Log, Query
from mou_check.model.changes import Order
from mou_check.model.lengths import last_day_within
from mou_check.model.periods import month_day_in_words
from mou_check.model.spans import DAY, Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, listed, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import Row, excuse_sql, excused, lookup, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Side, Sides
from mou_check.rules.comparing.values import by_length, by_set
from mou_check.rules.conditions import OtherColumn, compare_days
from mou_check.rules.fields import Codes, Day, LengthField, Model, MonthDay, Text, text_or_mapping
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Use

After = Annotated[
    Annotated[Literal["term"], Tag("word")] | Annotated[OtherColumn, Tag("mapping")],
    Discriminator(text_or_mapping),
]


class Due(Model):
    """When it is due: `yearly`, `on`, `within` with `after`, or `column`."""

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


def _due_order(old: Due | Literal["unlimited"], new: Due | Literal["unlimited"], sides: Sides) -> Order:
    """The order of two due days: the earlier one is stricter, none at all the loosest."""
    if old == new:
        return SAME
    if old == "unlimited" or new == "unlimited":
        return LOOSER if new == "unlimited" else STRICTER
    if old.yearly and new.yearly:
        due = STRICTER if new.yearly < old.yearly else SAME if new.yearly == old.yearly else LOOSER
        if old.opens == new.opens:
            return due
        # A cycle that opens later lets fewer rows count for it; left out it opens after the last due day.
        a, b = (_before_due(d) for d in (old, new))
        return Order.all_of([due, STRICTER if b < a else LOOSER if b > a else SAME])
    once = [_once(due, side) for due, side in ((old, sides.old), (new, sides.new))]
    if once[0] and once[1]:
        return LOOSER if once[1] > once[0] else STRICTER if once[1] < once[0] else SAME
    if old.within and new.within and old.after == new.after:
        return by_length(old.within, new.within, longer=LOOSER)
    return OTHER


def _before_due(due: Due) -> int:
    """How many days before its due day a cycle opens."""
    assert due.yearly
    if due.opens is None:
        return 365
    last = date(2015, *due.yearly)
    opens = date(2015, *due.opens)
    return (last - (opens if opens <= last else date(2014, *due.opens))).days


def _once(due: Due, side: Side) -> date | None:
    """The day of what is due once, if it is and can be told."""
    if due.within and due.after == "term":
        return last_day_within(side.term.first, due.within, side.calendar) if side.term.first else None
    return due.on


class Deadline(LogRule):
    """Done by a day."""

    kind: Literal["deadline"]
    due: DueField = Field(description="When it is due.")
    done: Codes | None = Field(
        None,
        description="By case: the column (or columns) with the day on which it was done.",
        examples=["answered_on", ["drafted_on", "agreed_on"]],
    )

    @model_validator(mode="after")
    def _sound(self) -> Deadline:
        if self.done is None and (self.due == "unlimited" or self.due.by_case):
            raise ValueError("a due day of each row needs done: the column with the day on which it was done")
        if self.done is not None and self.due != "unlimited" and not self.due.by_case:
            raise ValueError(
                "done goes with a due day of each row: {column: C}, {within: ..., after: {column: C}} or unlimited"
            )
        return self

    @property
    def by_case(self) -> bool:
        return self.done is not None

    def needs_term(self) -> tuple[str, ...] | None:
        return ("due", "after") if self.due != "unlimited" and self.due.after == "term" else None

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        for column in self.done or ():
            yield Use(("done",), column, self.activity, "the day on which it was done", DATED)
        if self.due != "unlimited" and self.due.by_case:
            place = ("due", "column") if self.due.column else ("due", "after", "column")
            yield Use(place, self.due.start_column, self.activity, "the day from which the due day follows", DATED)

    def describe(self, nouns: Nouns) -> str:
        what = self.subject(nouns)
        if self.by_case:
            when = "filled in, with no limit but the term" if self.due == "unlimited" else self.due.in_words()
            return f"each {what}: {listed(self.done or ())} {when}"
        assert self.due != "unlimited"
        return f"one {what} {self.due.in_words()}{self.for_each_in_words()}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        if self.by_case != new.by_case:
            return {}
        more = STRICTER if self.by_case else LOOSER  # a row is a duty, or does the duty
        keys = ("due", *(f"due.{name}" for name in Due.model_fields))
        return {
            **self.row_orders(new, sides, more, each=STRICTER if not self.by_case else LOOSER),
            **dict.fromkeys(keys, _due_order(self.due, new.due, sides)),
            "done": by_set(self.done or (), new.done or (), STRICTER),
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        return self._cases(log, scope) if self.by_case else self._cycles(log, scope)

    # One row for each cycle

    def _cycles(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        rows = query.run(
            f"SELECT grp, day, min(id) FROM ({self.sql(query, scope.lists)}) GROUP BY grp, day ORDER BY grp, day"
        )
        cycles = self.cycles(scope)
        items = [
            self._judge(cycle, [(day, row) for group, day, row in rows if group == g], name, scope)
            for g, name in enumerate(self.groups(scope.lists))
            for cycle in cycles
        ]
        return Evaluation(excused(self, log, scope, items))

    def cycles(self, scope: Scope) -> list[Cycle]:
        """The cycles that touch the active days, in order."""
        assert self.due != "unlimited" and scope.active and scope.active.first and scope.active.last
        term = scope.term
        if self.due.on:
            found = [Cycle(term.first, self.due.on, date.max, f"by {day_in_words(self.due.on)}")]
        elif self.due.within:
            assert term.first
            due = last_day_within(term.first, self.due.within, scope.calendar)
            found = [Cycle(term.first, due, date.max, f"by {day_in_words(due)}")]
        else:
            found = self._yearly(scope.active.first.year - 1, scope.active.last.year + 2, term)
        return [c for c in found if Span(c.opens, c.due).touches(scope.active)]

    def _yearly(self, first_year: int, last_year: int, term: Span) -> list[Cycle]:
        assert self.due != "unlimited" and self.due.yearly
        if term.first:
            first_year = min(first_year, term.first.year)
        years = range(max(first_year - 1, date.min.year + 1), min(last_year + 1, date.max.year - 1))
        dues = [date(year, *self.due.yearly) for year in years]
        cycles: list[Cycle] = []
        for due in dues:
            opens = _opening(due, self.due.opens)
            until = _opening(due + relativedelta(years=1), self.due.opens) - DAY
            if term.first and due < term.first:
                continue
            if term.first and not cycles:
                opens = term.first  # the first cycle opens with the term
            cycles.append(Cycle(opens, due, max(until, due), f"by {day_in_words(due)}"))
        return cycles

    def _judge(self, cycle: Cycle, rows: list[tuple[date, int]], group: str | None, scope: Scope) -> Judged:
        assert scope.active
        mine = [
            (d, i) for d, i in rows if d <= cycle.until and (cycle.opens is None or d >= cycle.opens or self._any_time)
        ]
        done, row = mine[0] if mine else (None, None)
        span = Span(cycle.opens if cycle.opens else cycle.due, cycle.due)
        late = (done - cycle.due).days if done and done > cycle.due else None
        if done and not late:
            outcome = Outcome.MET
        elif cycle.due > scope.as_of:
            outcome = Outcome.PENDING
        else:
            outcome = Outcome.MISSED if scope.active.holds(span) else Outcome.PARTIAL
        if late and done:
            message = f"done on {day_in_words(done)}, {plural(late, 'day')} after {day_in_words(cycle.due)}"
        else:
            message = f"{'done on ' + day_in_words(done) if done else 'not done'}, due by {day_in_words(cycle.due)}"
        return Judged(
            outcome, f"{group}: {message}" if group else message, span.first, cycle.due, cycle.label, group,
            required=1, actual=int(done is not None and not late), short_by=int(not done or bool(late)), unit=self.called(scope.nouns, many=True),
            due=cycle.due, days_late=late, rows=int(row is not None), evidence=[row] if row is not None else [],
        )  # fmt: skip

    @property
    def _any_time(self) -> bool:
        """Whether rows before the opening answer too: by a date, it does not matter how long before."""
        return self.due != "unlimited" and self.due.on is not None

    # Every row a case

    def _cases(self, log: Log, scope: Scope) -> Evaluation:
        by_column = self.due != "unlimited" and self.due.column is not None
        query = self.query(log, scope, plans=[self.due.column] if self.due != "unlimited" and self.due.column else ())
        due_sql = self._due_days(log, scope, query)
        done_cells = [query.cell(c) for c in self.done or ()]
        filled = " AND ".join(f"{cell.day} IS NOT NULL" for cell in done_cells)
        done = f"CASE WHEN {filled} THEN greatest({', '.join(cell.day for cell in done_cells)}) END"
        start = Cell("date", "", "") if self.due == "unlimited" else query.cell(self.due.start_column)
        # A due day and a day done compare as instants where both have a time.
        late = (
            " OR ".join(compare_days(cell, start, lambda x, y: f"{x} > {y}") for cell in done_cells)
            if by_column
            else "false"
        )
        extra = f", {done} AS done, {start.day} AS start, coalesce({late}, false) AS past{excuse_sql(self, query)}"
        as_of = f"{query.bind(scope.as_of)}::DATE"
        limit = "due" if self.due != "unlimited" else f"{query.bind(scope.term.last)}::DATE"
        unknown = "false" if self.due == "unlimited" else "start IS NULL"
        cases = f"""
            SELECT *, CASE WHEN {unknown} THEN 'no-data'
                WHEN done IS NOT NULL AND NOT past AND coalesce(done <= {limit}, true) THEN 'met'
                WHEN done IS NULL AND coalesce({limit} > {as_of}, true) THEN 'pending'
                ELSE 'missed' END AS outcome
            FROM (SELECT s.*, d.value AS due FROM ({self.sql(query, scope.lists, extra)}) s LEFT JOIN ({due_sql}) d ON d.key = s.start)
            WHERE {within_active(scope, query)}"""
        found, met = row_items(query, cases, ["done", "due"])
        return Evaluation([self._case(row, scope) for row in found], met)

    def _due_days(self, log: Log, scope: Scope, query: Query) -> str:
        """The due day of every distinct starting day, as a table (key, value)."""
        if self.due == "unlimited":
            return lookup(query, [], [])
        # Only the days that are needed: working days far off may not be known.
        rows = self.sql(query, scope.lists, f", {query.cell(self.due.start_column).day} AS start")
        found = query.run(
            f"SELECT DISTINCT start FROM ({rows}) WHERE {within_active(scope, query)} AND start IS NOT NULL"
        )
        keys = [day for (day,) in found]
        within = self.due.within
        return lookup(query, keys, [last_day_within(day, within, scope.calendar) for day in keys] if within else keys)

    def _case(self, row: Row, scope: Scope) -> Judged:
        done, due = row.more
        limit = scope.term.last if self.due == "unlimited" else due
        late = (done - limit).days if done and limit and done > limit else None
        if row.outcome is Outcome.NO_DATA:
            assert self.due != "unlimited"
            message = f"{self.due.start_column} is empty or lies ahead, so no due day can be told"
        elif limit:
            message = f"not done, due by {day_in_words(limit)}"
            if done:
                message = f"done on {day_in_words(done)}, {plural(late or 0, 'day')} after {day_in_words(limit)}"
        else:
            message = f"open for {plural((scope.as_of - row.day).days, 'day')}"
        return row.judged(
            self, scope, message, required=f"by {limit}" if limit else None, actual=str(done) if done else None, due=limit, days_late=late,
            column=(self.done or ("",))[0],
        )  # fmt: skip


def _opening(due: date, opens: tuple[int, int] | None) -> date:
    """The day on which the cycle of a due day opens; by default the day after the last due day."""
    if opens is None:
        return due - relativedelta(years=1) + DAY
    this_year = date(due.year, *opens)
    return this_year if this_year <= due else date(due.year - 1, *opens)
