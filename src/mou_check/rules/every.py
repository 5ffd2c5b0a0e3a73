"""`every`: each such row has these properties.

Use it where a document says how a thing must be done: in writing, with contact details, by a date
that stands in the same row.

```yaml
rule: {kind: every, activity: attendance_required, must: {form: written}}
```

Meets it:

```csv
date,activity,form
2015-06-20,attendance_required,written
```

Breaches it:

```csv
date,activity,form
2015-06-20,attendance_required,by telephone
```

A condition on an empty cell of its own fails. A date to compare with that is empty has not happened
yet (pending); any other empty cell to compare with leaves it open (no-data). `at_least: 95%` asks
for a share, in each `per` or in all days under review; then failing rows are findings only where the
share is missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import Log, Query
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, figure, listed
from mou_check.rules.asking import (
    DayRows,
    Row,
    by_day,
    evidence,
    excuse_sql,
    excused,
    in_slot,
    row_items,
    within_active,
)
from mou_check.rules.base import LogRule, Periodic
from mou_check.rules.bounds import cut_order
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders, Sides
from mou_check.rules.comparing.rows import where_order
from mou_check.rules.comparing.values import at_least, by_season
from mou_check.rules.conditions import (
    FAILS,
    HOLDS,
    OPEN,
    UNKNOWN,
    Compiled,
    Conditions,
    compile_conditions,
)
from mou_check.rules.fields import Percent
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope, Slot
from mou_check.rules.selecting import Known, Use, condition_uses, condition_values

_OUTCOMES = {FAILS: "missed", HOLDS: "met", OPEN: "pending", UNKNOWN: "no-data"}


class Every(LogRule, Periodic):
    """Each such row has these properties."""

    kind: Literal["every"]
    must: Conditions = Field(description="What each row must be.")
    at_least: Percent = Field(
        1.0, description="The share of rows that must be so.", json_schema_extra={"default": "100%"}
    )

    @model_validator(mode="after")
    def _sound(self) -> Every:
        if not self.must.cells and not self.must.any:
            raise ValueError("must is empty: give at least one condition")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield from condition_uses(self.must, "must", self.activity, "what it must be")

    def list_names(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().list_names()
        yield from self.must.lists("must")

    def known_values(self) -> Iterator[Known]:
        yield from super().known_values()
        yield from condition_values(self.must)

    def describe(self, nouns: Nouns) -> str:
        share = (
            f"at least {figure(self.at_least * 100)} % of {self.subject(nouns, many=True)}"
            if self.at_least < 1
            else f"each {self.subject(nouns)}"
        )
        return f"{share}: {self.must.in_words()}{self.per_in_words() if self.at_least < 1 else ''}{self.for_each_in_words()}"

    def orders(self, new: Self, sides: Sides) -> Orders:
        whole = self.at_least == new.at_least == 1
        more = STRICTER if whole else OTHER  # a share can be met by more good rows
        return {
            **self.row_orders(new, sides, more),
            "must": where_order(self.must, new.must, sides, more_rows=LOOSER),
            "at_least": at_least(self.at_least, new.at_least),
            "per": SAME if whole or self.per == new.per else OTHER,
            "season": by_season(self.season, new.season, more),
            "cut_periods": SAME if whole else cut_order(self.cut_periods, new.cut_periods, SAME),
        }

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        compiled = compile_conditions(query, self.must, scope.lists)
        rows = self._rows(query, scope, compiled)
        if self.at_least < 1:
            return self._shares(query, rows, compiled, scope)
        counting = within_active(scope, query)
        if self.season and scope.active:
            seasons = [
                f"day BETWEEN {query.bind(s.first)} AND {query.bind(s.last)}"
                for s in self.season.touching(scope.active)
            ]
            counting += f" AND ({' OR '.join(seasons) or 'false'})"
        items, met = row_items(query, f"SELECT * FROM ({rows}) WHERE {counting}", ["states", "texts"])
        return Evaluation([self._item(row, compiled, scope) for row in items], met)

    def _rows(self, query: Query, scope: Scope, compiled: Compiled) -> str:
        """The rows with the answer to each condition, the texts of their cells, and an outcome."""
        states = ", ".join(sql for _, _, sql in compiled.parts)
        texts = ", ".join(query.cell(column).key if column else "NULL" for column, _, _ in compiled.parts)
        cases = " ".join(f"WHEN {state} THEN '{outcome}'" for state, outcome in _OUTCOMES.items())
        extra = f", {compiled.answer} AS answer, [{states}]::INTEGER[] AS states, [{texts}]::VARCHAR[] AS texts{excuse_sql(self, query)}"
        return f"SELECT *, CASE answer {cases} END AS outcome FROM ({self.sql(query, scope.lists, extra)})"

    def _item(self, row: Row, compiled: Compiled, scope: Scope) -> Judged:
        states, texts = row.more
        wanted = {Outcome.PENDING: OPEN, Outcome.NO_DATA: UNKNOWN}.get(row.outcome, FAILS)
        bad = [
            (column, words, text)
            for (column, words, _), state, text in zip(compiled.parts, states, texts, strict=True)
            if state == wanted
        ]
        found = listed(f"{words} (found {text or 'an empty cell'})" for _, words, text in bad)
        verb = {OPEN: "waits for", UNKNOWN: "cannot be told:", FAILS: "not so:"}[wanted]
        return row.judged(
            self, scope, f"{verb} {found}", required=listed(words for _, words, _ in bad), actual=listed(text or "empty" for _, _, text in bad),
            column=bad[0][0] if bad else None,
        )  # fmt: skip

    def _shares(self, query: Query, rows: str, compiled: Compiled, scope: Scope) -> Evaluation:
        """A share in each period: its entry carries the answer, its failing rows are named where it is missed."""
        found = by_day(query, rows, scope, value="outcome")
        slots = self.slots(scope)
        judged = [
            (slot, g, self._share(slot, name, in_slot(found, slot, g)))
            for g, name in enumerate(self.groups(scope.lists))
            for slot in slots
        ]
        result = Evaluation(excused(self, query.log, scope, [item for *_, item in judged]))
        missed = [
            (slot, g) for (slot, g, _), item in zip(judged, result.items, strict=True) if item.outcome is Outcome.MISSED
        ]
        if missed:
            failing, _ = row_items(query, f"SELECT * FROM ({rows}) WHERE outcome = 'missed'", ["states", "texts"])
            explains = [
                r for r in failing if any(r.group == g and any(r.day in p for p in slot.parts) for slot, g in missed)
            ]
            result.details = [self._item(row, compiled, scope) for row in explains]
        return result

    def _share(self, slot: Slot, group: str | None, entries: list[DayRows]) -> Judged:
        tally: Counter[str] = Counter()
        for entry in entries:
            tally[entry.value] += entry.rows
        met, missed = tally["met"], tally["missed"]
        unsure = tally["pending"] + tally["no-data"]
        lowest = _ratio(met, met + missed + unsure)
        highest = _ratio(met + unsure, met + missed + unsure)
        if not slot.over:
            outcome = Outcome.PENDING
        elif not slot.whole:
            outcome = Outcome.PARTIAL
        elif not tally:
            outcome = Outcome.NOT_DUE
        elif lowest >= self.at_least - 1e-12:
            outcome = Outcome.MET
        elif highest < self.at_least - 1e-12:
            outcome = Outcome.MISSED
        else:
            outcome = Outcome.NO_DATA if tally["no-data"] else Outcome.PENDING
        actual = round(_ratio(met, met + missed) * 100, 6) if met + missed else None
        required = round(self.at_least * 100, 6)
        where = slot.named(group)
        message = f"{where}: no row"
        if actual is not None:
            message = f"{where}: {met} of {met + missed} so, {figure(actual)} % of at least {figure(required)} %"
        period = slot.period
        return Judged(
            outcome, message, period.first, period.last, period.label, group, required=required, actual=actual,
            short_by=max(round(required - actual, 6), 0) if actual is not None else None, unit="%", due=period.last, rows=tally.total(), evidence=evidence(entries),
        )  # fmt: skip


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
