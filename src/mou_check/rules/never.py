"""`never`: no such row.

Use it where something must not happen: no fee between the parties, no political work.

```yaml
rule: {kind: never, activity: fee_payment}
```

Meets it (as long as the log records fee payments at all: the project file says so):

```csv
date,activity
2015-06-01,news_release
```

Breaches it:

```csv
date,activity
2015-06-01,fee_payment
```
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from mou_check.log import Log
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.rules.base import Evaluation, Judged, LogRule, Scope, row_items, within_active


class Never(LogRule):
    """No such row."""

    kind: Literal["never"]
    silent: ClassVar[Outcome] = Outcome.MET

    def describe(self, nouns: Mapping[str, str]) -> str:
        where = f" with {self.where.in_words()}" if self.where else ""
        return f"no {self.title(nouns, many=False)}{where}"

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        excuse = query.cell(self.excuse).key if self.excuse else "NULL::VARCHAR"
        rows = self.sql(query, scope.lists, f", {excuse} AS excuse")
        cases = f"SELECT *, CASE WHEN excuse IS NULL THEN 'missed' ELSE 'excused' END AS outcome FROM ({rows}) WHERE {within_active(scope, query)}"
        items, _ = row_items(query, cases, ["excuse"])
        noun = self.title(scope.titles, many=False)
        return Evaluation(
            [
                Judged(
                    Outcome(outcome), f"{noun} on {day_in_words(day)}", day, day, ref or day_in_words(day), self.groups(scope.lists)[grp],
                    required=0, actual=1, row=row_id, ref=ref, excuse=excuse_text, rows=1, evidence=[row_id],
                )  # fmt: skip
                for row_id, day, grp, ref, outcome, excuse_text in items
            ]
        )
