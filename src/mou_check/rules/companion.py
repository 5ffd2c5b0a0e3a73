"""`companion`: whenever A, then B.

Use it where one thing calls for another: support at every panel meeting, an analysis after every
engagement, consultation before every change.

```yaml
rule:
  kind: companion
  activity: panel_meeting
  needs: {activity: social_media_support}
  match: ref
```

Meets it:

```csv
date,activity,ref
2015-06-12,panel_meeting,PCP-1
2015-06-12,social_media_support,PCP-1
```

Breaches it (the support has another reference):

```csv
date,activity,ref
2015-06-12,panel_meeting,PCP-1
2015-06-12,social_media_support,PCP-2
```

`within: {before: P7D, after: P0D}` says how far away B may be; a side left out, and `within` left
out, is the same day, and `unlimited` is any day: what is not found then is missed when the term is
over. One B serves one A unless `reuse: true`; they are given out in the order of A's dates, each A
taking the earliest free B in reach. `needs` takes
`at_least` (1), `at_most`, `where`, and `for_each` where every value of a list needs its own B; with a
span (`dated: {from, to}`) A's day must lie in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import Log
from mou_check.model.calendar import Calendar
from mou_check.model.lengths import Length, earliest_within, last_day_within
from mou_check.model.orders import Order
from mou_check.model.spans import Span
from mou_check.model.words import Nouns, article, listed
from mou_check.rules.asking import excuse_sql, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.both_sides import BothSides
from mou_check.rules.companion_rows import RowJudge
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Sides
from mou_check.rules.comparing.rows import selection_orders
from mou_check.rules.comparing.values import at_least, at_most, by_length, by_set
from mou_check.rules.fields import Model, Reach, YesNo
from mou_check.rules.judged import Evaluation
from mou_check.rules.matching import Matched
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Selection, SpanColumns, Use

SAME_DAY = Length()


class Within(Model):
    """How far from A's day B may be; `unlimited` (None here) is any day."""

    before: Reach = Field(
        SAME_DAY,
        description="So long before the row's day.",
        examples=["P7D", "unlimited"],
        json_schema_extra={"default": "P0D"},
    )
    after: Reach = Field(
        SAME_DAY,
        description="So long after it.",
        examples=["P7D", "unlimited"],
        json_schema_extra={"default": "P0D"},
    )


class Needs(Selection):
    """The rows that must be there."""

    at_least: int | None = Field(None, ge=0, description="How many (default 1, beside at_most 0).", examples=[1])
    at_most: int | None = Field(None, ge=0, description="No more than so many.", examples=[0])

    @property
    def floor(self) -> int:
        return self.at_least if self.at_least is not None else int(self.at_most is None)

    def more_rows(self) -> Order:
        """What more companions in reach do: they help where some are needed, and harm where only so many may be."""
        if self.at_most is None:
            return LOOSER
        return OTHER if self.floor else STRICTER


class Companion(LogRule, Matched):
    """Whenever A, then B."""

    kind: Literal["companion"]
    needs: Needs = Field(description="The rows that each row of the activity needs.")
    within: Within = Field(default_factory=Within, description="How far away they may be (default: the same day).")
    reuse: YesNo = Field(
        False, description="Whether one companion may serve several rows.", json_schema_extra={"default": "no"}
    )

    @model_validator(mode="after")
    def _sound(self) -> Companion:
        if self.needs.at_most is not None and self.needs.floor > self.needs.at_most:
            raise ValueError("needs.at_least is more than needs.at_most")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        for own, other in self.pairs():
            yield Use(("match",), own, self.activity, "what joins it to what it needs")
            yield Use(("match",), other, self.needs.activity, "what joins it to what needs it")

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        yield from super().selections()
        yield ("needs",), self.needs

    def describe(self, nouns: Nouns) -> str:
        needs = self.needs
        one = needs.floor == 1 and needs.at_most is None
        what = needs.called(nouns, many=not one)
        words = [f"at least {needs.floor}"] if needs.floor else []
        words += [f"at most {needs.at_most}"] if needs.at_most is not None else []
        amount = article(what) if one else listed(words)
        joined = f", joined by {listed(c for c, _ in self.pairs())}" if self.match else ""
        return (
            f"each {self.subject(nouns)} has {amount} {what}{needs.where_in_words()}{needs.for_each_in_words()} "
            f"{self.reach_in_words()}{joined}"
        )

    def reach_in_words(self) -> str:
        """`up to 1 week after`: where what it needs may be, seen from the row's day."""
        if self.span():
            return "standing on its day"
        sides = [(self.within.before, "before"), (self.within.after, "after")]
        words = [
            f"at any time {side}" if reach is None else f"up to {reach} {side}"
            for reach, side in sides
            if reach != SAME_DAY
        ]
        return listed(words, "or") or "on the same day"

    def orders(self, new: Self, sides: Sides) -> Orders:
        a, b = self.needs, new.needs
        more = a.more_rows() if a.more_rows() is b.more_rows() else OTHER
        floors, ceilings = at_least(a.floor, b.floor), at_most(a.at_most, b.at_most)
        if a.at_least is None or b.at_least is None:
            floors = ceilings = Order.all_of([floors, ceilings])  # a maximum alone takes back the one that is needed
        spans = [bool(self.span()), bool(new.span())]
        # Among those that stand on a day the first is taken, which another row could do less well without.
        joining = OTHER if any(spans) and not (self.reuse and new.reuse) else more.flipped
        needs = selection_orders(a, b, sides, more, "needs.")
        if len(a.for_each or ()) != len(b.for_each or ()) and joining is OTHER:
            needs["needs.for_each"] = OTHER
        return {
            **self.row_orders(new, sides, more_rows=STRICTER),
            **needs,
            "needs.at_least": floors,
            "needs.at_most": ceilings,
            "match": by_set(set(self.pairs()), set(new.pairs()), joining),
            "within.before": SAME if all(spans) else by_length(self.within.before, new.within.before, more),
            "within.after": SAME if all(spans) else by_length(self.within.after, new.within.after, more),
            "reuse": SAME if self.reuse == new.reuse else LOOSER if new.reuse else STRICTER,
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        return RowJudge(self, scope, self._sides(log, scope)).evaluate()

    def span(self) -> SpanColumns | None:
        """The columns of companions that stand from one day to another, and do not have a day each."""
        return self.needs.dated if isinstance(self.needs.dated, SpanColumns) else None

    def reach(self, day: date, calendar: Calendar) -> Span:
        """The days on which the companions of a row may be."""
        if self.span():
            return Span(day, day)
        before, after = self.within.before, self.within.after
        first = earliest_within(day, before, calendar) if before is not None else None
        return Span(first, last_day_within(day, after, calendar) if after is not None else None)

    def _sides(self, log: Log, scope: Scope) -> BothSides:
        query, span = self.query(log, scope), self.span()
        own_keys, _ = self.keys(query)
        triggers = self.sql(query, scope.lists, f", {own_keys} AS k{excuse_sql(self, query)}")
        judged = within_active(scope, query)
        query.plans = [span.to] if span else ()  # of companions only
        _, keys = self.keys(query)
        until = f"coalesce({query.cell(span.to).day}, {query.bind(date.max)})" if span else "NULL::DATE"
        companions = self.needs.sql(query, scope.lists, f", {keys} AS k, {until} AS last")
        companions = f"SELECT id, k, grp, day, coalesce(last, day) AS until FROM ({companions})"
        return BothSides(query, triggers, judged, companions, bool(span))
