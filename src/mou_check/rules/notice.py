"""`notice`: told early enough.

Use it where something must be announced so long before it happens.

```yaml
rule: {kind: notice, activity: attendance_required, given: given_on, at_least: {count: 15, unit: day}, excuse: shorter_notice_reason}
```

Meets it (15 days before the 20th is the 5th or earlier):

```csv
date,activity,given_on,shorter_notice_reason
2015-06-20,attendance_required,2015-06-05,
```

Breaches it, one day late:

```csv
date,activity,given_on,shorter_notice_reason
2015-06-20,attendance_required,2015-06-06,
```

`event` is the column with the day of the event (default `date`). `day` leaves out the day given and
counts the event's day, `clear-day` leaves out both, the working kinds also weekends and bank
holidays; months are calendar months. An event still to come can already be met or missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field

from mou_check.log import DATED, Log
from mou_check.model.lengths import latest_notice
from mou_check.model.words import Nouns, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import Row, excuse_sql, lookup, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import STRICTER, Orders, Sides
from mou_check.rules.comparing.values import by_length
from mou_check.rules.conditions import compare_days
from mou_check.rules.fields import LengthField, Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Use


class Notice(LogRule):
    """Told early enough."""

    kind: Literal["notice"]
    given: Text = Field(description="The column with the day on which notice was given.", examples=["given_on"])
    event: Text = Field("date", description="The column with the day of the event.", examples=["takes_effect_on"])
    at_least: LengthField = Field(description="How long before the event.")

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use(("given",), self.given, self.activity, "the day on which notice was given", DATED)
        yield Use(("event",), self.event, self.activity, "the day of the event", DATED)

    def describe(self, nouns: Nouns) -> str:
        return f"at least {self.at_least} of notice before each {self.subject(nouns)}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        return {
            **self.row_orders(new, sides, more_rows=STRICTER),
            "at_least": by_length(self.at_least, new.at_least, longer=STRICTER),
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        # An event still to come can be judged already, also where it dates the row.
        query = self.query(log, scope, plans=[self.event])
        given, event = query.cell(self.given), query.cell(self.event)
        # Only the days that are needed: working days far off may not be known.
        rows = self.sql(query, scope.lists, f", {event.day} AS event")
        asked = query.run(
            f"SELECT DISTINCT event FROM ({rows}) WHERE {within_active(scope, query)} AND event IS NOT NULL"
        )
        days = [day for (day,) in asked]
        limits = lookup(query, days, [latest_notice(day, self.at_least, scope.calendar) for day in days])
        after = compare_days(given, event, lambda left, right: f"{left} > {right}")
        extra = f", {given.day} AS given, {event.day} AS event, {after} AS afterwards{excuse_sql(self, query)}"
        rows = self.sql(query, scope.lists, extra)
        cases = f"""
            SELECT *, CASE WHEN event IS NULL OR (given IS NULL AND event > {query.bind(scope.as_of)}) THEN 'pending'
                WHEN given <= latest AND NOT afterwards THEN 'met' ELSE 'missed' END AS outcome
            FROM (SELECT s.*, d.value AS latest FROM ({rows}) s LEFT JOIN ({limits}) d ON d.key = s.event)
            WHERE {within_active(scope, query)}"""
        items, met = row_items(query, cases, ["given", "event", "latest"])
        return Evaluation([self._item(row, scope) for row in items], met)

    def _item(self, row: Row, scope: Scope) -> Judged:
        given, event, latest = row.more
        late = (given - latest).days if given and latest and given > latest else None
        return row.judged(
            self, scope, self._message(given, event, latest, late), required=f"given by {latest}" if latest else None,
            actual=f"given {given}" if given else None, due=latest, days_late=late, column=self.given,
        )  # fmt: skip

    def _message(self, given: date | None, event: date | None, latest: date, late: int | None) -> str:
        if event is None:
            return f"{self.event} is empty: no event yet"
        told = f"notice given on {day_in_words(given)}" if given else "no notice given"
        rest = f", {plural(late, 'day')} late" if late else ""
        return f"{told}, due by {day_in_words(latest)}{rest}"
