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
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import DATED, Cell, Log, Query
from mou_check.model.lengths import last_day_within
from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, listed, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import Row, excuse_sql, excused, lookup, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, STRICTER, Orders, Sides
from mou_check.rules.comparing.values import by_set
from mou_check.rules.conditions import compare_days
from mou_check.rules.due import DUE_KEYS, Cycle, DueField, due_order, once_or_yearly
from mou_check.rules.fields import Codes
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Use


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
        more_rows = STRICTER if self.by_case else LOOSER  # a row is a duty, or does the duty
        return {
            **self.row_orders(new, sides, more_rows),
            **dict.fromkeys(DUE_KEYS, due_order(self.due, new.due, sides)),
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
        years = scope.active.first.year - 2, scope.active.last.year + 2
        found = once_or_yearly(self.due, *years, scope.term, scope.calendar)
        return [c for c in found if Span(c.opens, c.due).touches(scope.active)]

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
                by = (
                    f"{plural(late, 'day')} after {day_in_words(limit)}"
                    if late
                    else "later on that day than the time set"
                )
                message = f"done on {day_in_words(done)}, {by}"
        else:
            message = f"open for {plural((scope.as_of - row.day).days, 'day')}"
        return row.judged(
            self, scope, message, required=f"by {limit}" if limit else None, actual=str(done) if done else None, due=limit, days_late=late,
            column=(self.done or ("",))[0],
        )  # fmt: skip
