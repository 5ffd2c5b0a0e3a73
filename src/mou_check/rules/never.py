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

from typing import ClassVar, Literal, Self

from mou_check.log import Log
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns
from mou_check.rules.asking import excuse_sql, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import STRICTER, Orders, Sides
from mou_check.rules.judged import Evaluation
from mou_check.rules.scope import Scope


class Never(LogRule):
    """No such row."""

    kind: Literal["never"]
    silent: ClassVar[Outcome] = Outcome.MET

    def describe(self, nouns: Nouns) -> str:
        return f"no {self.subject(nouns)}{self.for_each_in_words()}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        return self.row_orders(new, sides, more_rows=STRICTER)

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        rows = self.sql(query, scope.lists, excuse_sql(self, query))
        items, _ = row_items(query, f"SELECT *, 'missed' AS outcome FROM ({rows}) WHERE {within_active(scope, query)}")
        return Evaluation([row.judged(self, scope, "there should be none", required=0, actual=1) for row in items])
