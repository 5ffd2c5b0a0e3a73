"""`gap`: never longer than this between one and the next.

Use it where a document wants something to keep coming, and calendar periods would let a long
silence pass (the first of May and the last of June are both "monthly").

```yaml
rule: {kind: gap, activity: commissioning_meeting, at_most: P14D, from: first-row}
```

Meets it:

```csv
date,activity
2015-06-01,commissioning_meeting
2015-06-15,commissioning_meeting
```

Breaches it (16 days from 1 June to 17 June; the next was due on 15 June):

```csv
date,activity
2015-06-01,commissioning_meeting
2015-06-17,commissioning_meeting
```

Each day with a row makes the next one due; the pair is credited to the due day. The first gap runs
from the last row before the window, else from the start of the term (`from: term`, the default where
the term has one) or from the first row (`from: first-row`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import Log
from mou_check.model.lengths import last_day_within
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import excused
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Side, Sides
from mou_check.rules.comparing.values import by_length, by_presence
from mou_check.rules.fields import LengthField
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope


class Gap(LogRule):
    """Never longer than this between one and the next."""

    kind: Literal["gap"]
    at_most: LengthField = Field(description="The longest time from one to the next.")
    from_: Literal["term", "first-row"] | None = Field(None, alias="from", description="Where the first gap starts.")

    @model_validator(mode="after")
    def _sound(self) -> Gap:
        if not self.at_most.positive:
            raise ValueError("at_most must be at least a day")
        return self

    def needs_term(self) -> tuple[str, ...] | None:
        return ("from",) if self.from_ == "term" else None

    def describe(self, nouns: Nouns) -> str:
        return f"never more than {self.at_most} from one {self.subject(nouns)} to the next{self.for_each_in_words()}"

    def _from_term(self, side: Side) -> bool:
        """Whether the first gap counts from the term's start, which is one more that can be missed."""
        return self.from_ == "term" or (self.from_ is None and side.term.first is not None)

    def orders(self, new: Self, sides: Sides) -> Orders:
        old_term, new_term = self._from_term(sides.old), new._from_term(sides.new)
        return {
            # A row more can be a new first one, from which a gap begins that was none.
            **self.row_orders(new, sides, more_rows=LOOSER if old_term and new_term else OTHER),
            "one_per": by_presence(self.one_per, new.one_per, STRICTER),  # which leaves the first row
            "at_most": by_length(self.at_most, new.at_most, longer=LOOSER),
            "from": SAME if old_term == new_term else STRICTER if new_term else LOOSER,
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        rows = query.run(
            f"SELECT grp, day, min(id) FROM ({self.sql(query, scope.lists)}) GROUP BY grp, day ORDER BY grp, day"
        )
        items: list[Judged] = []
        for g, name in enumerate(self.groups(scope.lists)):
            items += self._judge([(day, row) for group, day, row in rows if group == g], name, scope)
        return Evaluation(excused(self, log, scope, items))

    def _judge(self, rows: list[tuple[date, int]], group: str | None, scope: Scope) -> Iterator[Judged]:
        before = [r for r in rows if scope.window.first and r[0] < scope.window.first]
        starts: list[tuple[date, int | None]] = [*before[-1:], *rows[len(before) :]]
        if (
            not before
            and self.from_ != "first-row"
            and scope.term.first
            and (not rows or rows[0][0] > scope.term.first)
        ):
            starts.insert(0, (scope.term.first, None))
        following: list[tuple[date, int | None]] = [*starts[1:], (date.max, None)]
        for (start, start_row), (end, end_row) in zip(starts, following, strict=False):
            due = last_day_within(start, self.at_most, scope.calendar)
            if scope.active is None or due not in scope.active:
                continue
            came = None if end == date.max else end
            open_or_missed = Outcome.MISSED if due <= scope.as_of else Outcome.PENDING
            outcome = Outcome.MET if came and came <= due else open_or_missed
            late = (came - due).days if came and came > due else None
            since = f"since {day_in_words(start)}{'' if start_row else ' (start of the term)'}"
            told = f"next on {day_in_words(came)}" if came else f"none by {day_in_words(scope.as_of)}"
            message = f"{told}, {since}: due by {day_in_words(due)}" + (f", {plural(late, 'day')} late" if late else "")
            ids = [i for i in (start_row, end_row) if i]
            yield Judged(
                outcome, f"{group}: {message}" if group else message, start, due, f"from {day_in_words(start)}", group,
                required=str(self.at_most), actual=(came - start).days if came else None, short_by=late, unit="days",
                due=due, days_late=late, rows=len(ids), evidence=ids,
            )  # fmt: skip
