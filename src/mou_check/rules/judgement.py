"""`judgement`: a person decides.

Use it for what no log can show: whether work was prompt, whether staff were suitably skilled. The
verdict is `to-judge`, with the question and the rows that a person would look at.

```yaml
rule: {kind: judgement, question: Was the department suitably staffed?, evidence: {activity: staffing_review}, per: year}
```

```csv
date,activity
2015-11-02,staffing_review
```

No row can meet it or breach it: this log gives `to-judge` with one row of evidence, an empty one
`to-judge` with none. A period that is still open is pending, one that an edge cuts is partial.
Without `per` all days under review are one period.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field

from mou_check.log import Log
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, plural
from mou_check.rules.asking import DayRows, by_day, evidence, in_slot, plain_by_day
from mou_check.rules.base import Periodic, Rule
from mou_check.rules.comparing import SAME, Orders, Sides
from mou_check.rules.comparing.keys import flat
from mou_check.rules.fields import Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Selection


class Evidence(Selection):
    """The rows that a person would look at."""


class Judgement(Rule, Periodic):
    """A person decides."""

    kind: Literal["judgement"]
    question: Text = Field(
        description="What the person has to decide.", examples=["Was the department suitably staffed?"]
    )
    evidence: Evidence | None = Field(None, description="The rows to look at.")

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        if self.evidence:
            yield ("evidence",), self.evidence

    def describe(self, nouns: Nouns) -> str:
        return f"a person decides{self.per_in_words()}: {self.question}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        """The rows to look at may change without a change of what is asked."""
        keys = {key for rule in (self, new) for key, _ in flat(rule) if key.startswith("evidence")}
        return dict.fromkeys(keys, SAME)

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        found = self._to_look_at(self.evidence, log, scope) if self.evidence else {}
        groups = self.evidence.groups(scope.lists) if self.evidence else ()
        items = []
        for slot in self.slots(scope):
            entries = [entry for g, _ in enumerate(groups) for entry in in_slot(found, slot, g)]
            many = sum(entry.rows for entry in entries)
            outcome = Outcome.PENDING if not slot.over else Outcome.TO_JUDGE if slot.whole else Outcome.PARTIAL
            message = f"{slot.period.label}: {self.question} ({plural(many, 'row')} to look at)"
            period = slot.period
            items.append(
                Judged(
                    outcome,
                    message,
                    period.first,
                    period.last,
                    period.label,
                    due=period.last,
                    rows=many,
                    evidence=evidence(entries),
                )
            )
        return Evaluation(items)

    def _to_look_at(self, rows: Evidence, log: Log, scope: Scope) -> dict[tuple[date, int], list[DayRows]]:
        """The rows to look at, by day. A person can judge without any, so often there are none to ask for."""
        if rows.plain or log.occurring.isdisjoint(rows.activity):
            return plain_by_day(log, rows.activity, scope)
        query = self.query(log, scope)
        return by_day(query, rows.sql(query, scope.lists), scope)
