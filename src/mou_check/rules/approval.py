"""`approval`: cleared by the right person, not after the act.

Use it where something must be cleared, signed off or agreed by named officers before it happens.

```yaml
rule: {kind: approval, activity: news_release, by: clearing-officers, approver: cleared_by, approved_on: cleared_on}
```

With `clearing-officers: [Chief Executive, Head of Scrutiny and Planning]`, this meets it:

```csv
date,activity,cleared_by,cleared_on
2015-06-03,news_release,Chief Executive,2015-06-02
```

This breaches it, one day late:

```csv
date,activity,cleared_by,cleared_on
2015-06-03,news_release,Chief Executive,2015-06-04
```

Where clearances are rows of their own, `clearance: {activity, match}` names them; then `approver` is
a column of those rows, and `approved_on` too (default: their day). The best clearance counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import DATED, Cell, Log, Query
from mou_check.model.words import Nouns, fold, listed, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import Row, excuse_sql, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, STRICTER, Orders, Sides
from mou_check.rules.comparing.rows import selection_orders
from mou_check.rules.comparing.values import by_set
from mou_check.rules.conditions import compare_days
from mou_check.rules.fields import Codes, Text
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.matching import Match, Matched
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Known, Selection, Use


class Clearance(Selection, Matched):
    """Rows that clear: which they are, and how they are joined to what they clear."""

    match: Match = Field(description="The column that joins the two, or {COLUMN: COLUMN OF THE CLEARANCE}.")


class Approval(LogRule):
    """Cleared by the right person, not after the act."""

    kind: Literal["approval"]
    by: Codes = Field(
        description="The list of those who may approve, or their names.",
        examples=["clearing-officers", ["Chief Executive", "Head of Communications"]],
    )
    approver: Text = Field("approver", description="The column with who approved.", examples=["cleared_by"])
    approved_on: Text | None = Field(
        None, description="The column with the day of the approval.", examples=["cleared_on"]
    )
    clearance: Clearance | None = Field(None, description="Where clearances are rows of their own.")

    @model_validator(mode="after")
    def _sound(self) -> Approval:
        if self.approved_on is None and self.clearance is None:
            raise ValueError("needs approved_on: the column with the day of the approval")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        rows = self.clearance.activity if self.clearance else self.activity
        yield Use(("approver",), self.approver, rows, "who approved")
        if self.approved_on:
            yield Use(("approved_on",), self.approved_on, rows, "the day of the approval", DATED)
        if self.clearance:
            for own, other in self.clearance.pairs():
                yield Use(("clearance", "match"), own, self.activity, "what joins it to its clearance")
                yield Use(("clearance", "match"), other, rows, "what joins it to what it clears")

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        yield from super().selections()
        if self.clearance:
            yield ("clearance",), self.clearance

    def list_names(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().list_names()
        if len(self.by) == 1:
            yield ("by",), self.by[0]

    def known_values(self) -> Iterator[Known]:
        yield from super().known_values()
        yield Known(self.approver, list_name=self.by[0]) if len(self.by) == 1 else Known(self.approver, self.by)

    def describe(self, nouns: Nouns) -> str:
        return f"each {self.subject(nouns)} is cleared by {self._officers()} on or before its day"

    def _officers(self, lists: Mapping[str, tuple[str, ...]] | None = None) -> str:
        if lists and len(self.by) == 1 and self.by[0] in lists:
            return listed(lists[self.by[0]], "or")
        return f"one of the {self.by[0].replace('-', ' ')}" if len(self.by) == 1 else listed(self.by, "or")

    def orders(self, new: Self, sides: Sides) -> Orders:
        orders = self.row_orders(new, sides, more_rows=STRICTER)
        orders["by"] = by_set(self._named(sides.old.lists), new._named(sides.new.lists), LOOSER)
        if self.clearance and new.clearance:
            a, b = self.clearance, new.clearance
            orders |= selection_orders(a, b, sides, LOOSER, "clearance.", one_more=LOOSER)
            orders["clearance.match"] = by_set(set(a.pairs()), set(b.pairs()), STRICTER)
        return orders

    def _named(self, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Those who may approve, as texts are compared."""
        return tuple(map(fold, lists.get(self.by[0], self.by) if len(self.by) == 1 else self.by))

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        cleared = self._cleared(query, scope) if self.clearance else self._own(query, scope)
        cases = f"""
            SELECT *, CASE WHEN in_time THEN 'met' WHEN no_key THEN 'no-data' ELSE 'missed' END AS outcome
            FROM ({cleared}) WHERE {within_active(scope, query)}"""
        items, met = row_items(query, cases, ["who", "entitled", "approved", "no_key"])
        return Evaluation([self._item(row, scope) for row in items], met)

    def _right(self, query: Query, approver: Cell, scope: Scope) -> str:
        names = scope.lists.get(self.by[0], self.by) if len(self.by) == 1 else self.by
        return f"coalesce({query.among(approver.value, map(fold, names))}, false)"

    def _own(self, query: Query, scope: Scope) -> str:
        """Approval in cells of the act's own row."""
        assert self.approved_on
        approver, approved, act = query.cell(self.approver), query.cell(self.approved_on), query.cell(self.day_column())
        right = self._right(query, approver, scope)
        in_time = f"{right} AND coalesce({compare_days(approved, act, _not_after)}, false)"
        extra = f", {approver.key} AS who, {right} AS entitled, {approved.day} AS approved, {in_time} AS in_time, false AS no_key"
        return self.sql(query, scope.lists, extra + excuse_sql(self, query))

    def _cleared(self, query: Query, scope: Scope) -> str:
        """Approval in rows of their own: of the right officer's the earliest counts, else anybody's."""
        assert self.clearance
        approver = query.cell(self.approver)
        approved = query.cell(self.approved_on or self.clearance.day_column())
        own_keys, other_keys = self.clearance.keys(query)
        right = self._right(query, approver, scope)
        act_cell = Cell(query.cell(self.day_column()).type, "", "", "s.day", "s.instant")
        ok_cell = Cell(approved.type, "", "", "c.approved", "c.moment")
        acts = self.sql(query, scope.lists, f", {own_keys} AS k" + excuse_sql(self, query))
        clears = self.clearance.sql(
            query,
            scope.lists,
            f", {other_keys} AS k, {approver.key} AS who, {right} AS entitled, {approved.day} AS approved, {approved.instant} AS moment",
        )
        in_time = f"c.entitled AND coalesce({compare_days(ok_cell, act_cell, _not_after)}, false)"
        best = f"ORDER BY coalesce({in_time}, false) DESC, c.entitled DESC, c.approved NULLS LAST, c.id"
        return f"""
            SELECT s.id, any_value(s.day) AS day, any_value(s.grp) AS grp, any_value(s.ref) AS ref,
                first(c.who {best}) AS who, coalesce(first(c.entitled {best}), false) AS entitled, first(c.approved {best}) AS approved,
                coalesce(bool_or({in_time}), false) AS in_time, bool_or(s.k IS NULL) AS no_key,
                any_value(s.a) AS a, any_value(s.excuse) AS excuse
            FROM ({acts}) s LEFT JOIN ({clears}) c ON c.k = s.k GROUP BY s.id"""

    def _item(self, row: Row, scope: Scope) -> Judged:
        who, right, approved, no_key = row.more
        late = (approved - row.day).days if right and approved and approved > row.day else None
        column = self.approver if who is None or not right else self.approved_on
        if no_key:
            message = "no key to find its clearance by"
            column = None
        elif who is None and approved is None:
            message = "not cleared"
        elif who is None:
            message = f"cleared on {day_in_words(approved)}, but by whom is not said"
        elif not right:
            message = f"cleared by {who}, who is not {self._officers(scope.lists)}"
        elif approved is None:
            message = f"cleared by {who}, but when is not said"
        else:
            when = f"{plural(late, 'day')} late" if late else "later that day"
            message = f"cleared by {who} on {day_in_words(approved)}, {when}"
        return row.judged(
            self, scope, message, required=f"by {row.day}" if right else self._officers(scope.lists), due=row.day, days_late=late,
            actual=(str(approved) if approved else None) if right else who,
            column=None if self.clearance else column,
        )  # fmt: skip


def _not_after(left: str, right: str) -> str:
    return f"{left} <= {right}"
