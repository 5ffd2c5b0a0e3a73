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

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import Log
from mou_check.model.changes import Order
from mou_check.model.lengths import Length, earliest_within, last_day_within
from mou_check.model.spans import Span
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, article, listed, plural
from mou_check.model.words import day as day_in_words
from mou_check.rules.asking import Row, excuse_sql, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Sides
from mou_check.rules.comparing.rows import selection_orders
from mou_check.rules.comparing.values import at_least, at_most, by_length, by_set
from mou_check.rules.fields import Model, Reach, YesNo
from mou_check.rules.judged import Evaluation, Judged, Near
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


@dataclass(slots=True)
class Pool:
    """The companions of one key and group, in order of day and row, and which are taken."""

    days: list[date] = field(default_factory=list)
    ends: list[date | None] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def in_reach(self, reach: Span, on: date | None) -> Iterator[int]:
        """Positions within reach, earliest first; for spans those that hold the day `on`."""
        start = bisect_left(self.days, reach.first) if reach.first and on is None else 0
        for i in range(start, len(self.days)):
            if on is None:
                if reach.last and self.days[i] > reach.last:
                    return
                yield i
            elif on in Span(self.days[i], self.ends[i]):
                yield i


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
        if isinstance(self.needs.dated, SpanColumns):
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
        spans = [isinstance(needs.dated, SpanColumns) for needs in (a, b)]
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
        query = self.query(log, scope)
        own_keys, _ = self.keys(query)
        rows = self.sql(query, scope.lists, f", {own_keys} AS k{excuse_sql(self, query)}")
        # Which companion serves whom is worked out here, so every row comes as if it were missed.
        triggers, _ = row_items(
            query, f"SELECT *, 'missed' AS outcome FROM ({rows}) WHERE {within_active(scope, query)}", ["k"]
        )
        pools = self._pools(log, scope)
        result = Evaluation()
        for row in sorted(triggers, key=lambda row: (row.day, row.row_id)):
            item = self._judge(row, pools, scope)
            if item.outcome is Outcome.MET:
                result.met_rows += 1
            else:
                result.items.append(item)
        return result

    def _pools(self, log: Log, scope: Scope) -> dict[tuple[str, int], Pool]:
        span = self.needs.dated if isinstance(self.needs.dated, SpanColumns) else None
        query = self.query(log, scope, plans=[span.to] if span else ())
        _, keys = self.keys(query)
        until = query.cell(span.to).day if span else "NULL"
        sql = self.needs.sql(query, scope.lists, f", {keys} AS k, {until} AS until")
        pools: dict[tuple[str, int], Pool] = {}
        for key, group, day, end, row_id in query.run(
            f"SELECT k, grp, day, until, id FROM ({sql}) WHERE k IS NOT NULL ORDER BY day, id"
        ):
            pool = pools.setdefault((key, group), Pool())
            pool.days.append(day)
            pool.ends.append(end)
            pool.rows.append(row_id)
        return pools

    def _reach(self, day: date, scope: Scope) -> Span:
        before, after = self.within.before, self.within.after
        first = earliest_within(day, before, scope.calendar) if before is not None else None
        return Span(first, last_day_within(day, after, scope.calendar) if after is not None else None)

    def _judge(self, row: Row, pools: Mapping[tuple[str, int], Pool], scope: Scope) -> Judged:
        (key,) = row.more
        spans = isinstance(self.needs.dated, SpanColumns)
        reach = Span(row.day, row.day) if spans else self._reach(row.day, scope)
        groups = self.needs.groups(scope.lists)
        lacking: list[str | None] = []
        too_many = False
        found: list[int] = []
        for g, name in enumerate(groups):
            pool = pools.get((key, g), Pool()) if key is not None else Pool()
            near = list(pool.in_reach(reach, row.day if spans else None))
            free = [i for i in near if self.reuse or i not in pool.taken][: self.needs.floor]
            pool.taken.update(free)
            found += [pool.rows[i] for i in free]
            if len(free) < self.needs.floor:
                lacking.append(name)
            if self.needs.at_most is not None and len(near) > self.needs.at_most:
                too_many = True
                found += [pool.rows[i] for i in near]
        outcome = self._outcome(key is None, bool(lacking), too_many, reach, scope)
        missed = outcome is Outcome.MISSED
        found = list(dict.fromkeys(found))
        return replace(row, outcome=row.outcome if missed else outcome).judged(
            self, scope, self._message(key, lacking, too_many, scope), required=self.needs.at_most if too_many else self.needs.floor * len(groups),
            actual=len(found), unit=self.needs.called(scope.nouns, many=True), due=reach.last or scope.term.last,
            evidence=[row.row_id, *found], near=self._near(key, row.day, pools, found) if missed and lacking else (),
        )  # fmt: skip

    def _outcome(self, no_key: bool, lacking: bool, too_many: bool, reach: Span, scope: Scope) -> Outcome:
        if no_key:
            return Outcome.NO_DATA
        if too_many:
            return Outcome.MISSED
        last = reach.last or scope.term.last
        open_still = last is None or last > scope.as_of
        if not lacking and (self.needs.at_most is None or not open_still):
            return Outcome.MET
        if open_still:
            return Outcome.PENDING
        # An unlimited side means anywhere in the log, which does not leave the covered dates.
        clipped = Span(reach.first or scope.covered.first, reach.last or scope.covered.last)
        if not lacking or isinstance(self.needs.dated, SpanColumns) or scope.covered.holds(clipped):
            return Outcome.MISSED if lacking else Outcome.MET
        return Outcome.PARTIAL

    def _message(self, key: str | None, lacking: list[str | None], too_many: bool, scope: Scope) -> str:
        noun = self.needs.called(scope.nouns, many=self.needs.floor != 1 or too_many)
        if key is None:
            return f"{listed(c for c, _ in self.pairs())} is empty, so what it needs cannot be found"
        if too_many:
            return f"more than {self.needs.at_most} {noun}"
        which = f" for {listed(name for name in lacking if name)}" if any(lacking) else ""
        return (
            f"no {noun}{which} {self.reach_in_words()}"
            if self.needs.floor == 1
            else f"fewer than {self.needs.floor} {noun}{which}"
        )

    def _near(self, key: str | None, day: date, pools: Mapping[tuple[str, int], Pool], found: list[int]) -> list[Near]:
        """Where a key joins them: the closest companion with it on another day, else one on the day with another key."""
        if not self.match or isinstance(self.needs.dated, SpanColumns):
            return []
        others = [
            (k == key, abs((d - day).days), d, row, k)
            for (k, _), pool in pools.items()
            for i, (d, row) in enumerate(zip(pool.days, pool.rows, strict=True))
            if row not in found and i not in pool.taken
        ]
        same_key = min(((distance, d, row) for same, distance, d, row, _ in others if same and distance), default=None)
        if same_key:
            distance, when, row = same_key
            return [
                Near(
                    row, f"one on {day_in_words(when)}, {plural(distance, 'day')} {'after' if when > day else 'before'}"
                )
            ]
        on_the_day = min(((row, k) for same, distance, _, row, k in others if not same and not distance), default=None)
        if on_the_day:
            row, other = on_the_day
            return [Near(row, f'one on the same day, but with {listed(c for _, c in self.pairs())} "{other}"')]
        return []
