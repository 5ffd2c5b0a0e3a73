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

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from mou_check.log import EVIDENCE, Log, Query
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.model.words import figure, listed
from mou_check.rules.base import Evaluation, Judged, Periodic, LogRule, Scope, Slot, days_sql, row_items, within_active
from mou_check.rules.conditions import FAILS, HOLDS, OPEN, UNKNOWN, Compiled, Conditions, OtherColumn, compile_conditions
from mou_check.rules.fields import Percent
from mou_check.rules.selecting import Use

_OUTCOMES = {FAILS: "missed", HOLDS: "met", OPEN: "pending", UNKNOWN: "no-data"}


class Every(LogRule, Periodic):
    """Each such row has these properties."""

    kind: Literal["every"]
    must: Conditions = Field(description="What each row must be.")
    at_least: Percent = Field(1.0, description="The share of rows that must be so.")

    @model_validator(mode="after")
    def _sound(self) -> Every:
        if not self.must.cells and not self.must.any:
            raise ValueError("must is empty: give at least one condition")
        if self.per is not None and self.at_least == 1:
            raise ValueError("per goes with a share below 100 %; without one every row is judged by itself")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        for path, column, _, value in self.must.columns("must"):
            yield Use(path, column, self.activity, "what it must be")
            for operand in value if isinstance(value, tuple) else (value,):
                if isinstance(operand, OtherColumn):
                    yield Use(path, operand.column, self.activity, "what another cell is compared with")

    def list_names(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().list_names()
        for path, _, name, value in self.must.columns("must"):
            if name == "in" and len(value) == 1:
                yield path, value[0]

    def describe(self, nouns: Mapping[str, str]) -> str:
        share = f"at least {figure(self.at_least * 100)} % of {self.title(nouns)}" if self.at_least < 1 else f"each {self.title(nouns, many=False)}"
        return f"{share}: {self.must.in_words()}{self.per_in_words() if self.at_least < 1 else ''}{self.for_each_in_words()}"

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        compiled = compile_conditions(query, self.must, scope.lists)
        rows = self._rows(query, scope, compiled)
        if self.at_least < 1:
            return self._shares(query, rows, compiled, scope, self.slots(scope))
        items, met = row_items(query, f"SELECT * FROM ({rows}) WHERE {within_active(scope, query)}", ["states", "texts", "excuse"])
        return Evaluation([self._item(row, compiled, scope) for row in items], met)

    def _rows(self, query: Query, scope: Scope, compiled: Compiled) -> str:
        """The rows with the answer to each condition, the texts of their cells, and an outcome."""
        states = ", ".join(sql for _, _, sql in compiled.parts)
        texts = ", ".join(query.log.cells[column].key if column else "NULL" for column, _, _ in compiled.parts)
        excuse = query.cell(self.excuse).key if self.excuse else "NULL::VARCHAR"
        cases = " ".join(f"WHEN {state} THEN '{outcome}'" for state, outcome in _OUTCOMES.items())
        inner = self.sql(
            query, scope.lists, f", {compiled.answer} AS answer, [{states}]::INTEGER[] AS states, [{texts}]::VARCHAR[] AS texts, {excuse} AS excuse"
        )
        return f"SELECT *, CASE WHEN answer = {FAILS} AND excuse IS NOT NULL THEN 'excused' ELSE CASE answer {cases} END END AS outcome FROM ({inner})"

    def _item(self, row: tuple[Any, ...], compiled: Compiled, scope: Scope) -> Judged:
        row_id, day, grp, ref, outcome, states, texts, excuse = row
        wanted = {"missed": FAILS, "excused": FAILS, "pending": OPEN, "no-data": UNKNOWN}[outcome]
        bad = [(column, words, text) for (column, words, _), state, text in zip(compiled.parts, states, texts, strict=True) if state == wanted]
        found = listed(f"{words} (found {text or 'an empty cell'})" for _, words, text in bad)
        noun = self.title(scope.titles, many=False)
        verb = {"missed": "fails", "excused": "fails", "pending": "waits for", "no-data": "cannot be told:"}[outcome]
        return Judged(
            Outcome(outcome), f"{noun} of {day_in_words(day)}: {verb} {found}", day, day, ref or day_in_words(day), self.groups(scope.lists)[grp],
            required=listed(words for _, words, _ in bad), actual=listed(text or "empty" for _, _, text in bad), row=row_id, ref=ref,
            column=bad[0][0] if bad else None, excuse=excuse if outcome == "excused" else None, rows=1, evidence=[row_id],
        )  # fmt: skip

    def _shares(self, query: Query, rows: str, compiled: Compiled, scope: Scope, slots: list[Slot]) -> Evaluation:
        """A share in each period: its entry carries the answer, its failing rows are named where it is missed."""
        joined = f"SELECT r.*, d.slot FROM ({rows}) r JOIN ({days_sql(query, slots)}) d ON d.day = r.day"
        counts = query.run(f"SELECT slot, grp, outcome, count(*), min(id, {EVIDENCE}) FROM ({joined}) GROUP BY ALL")
        by_slot: dict[tuple[int, int], dict[str, tuple[int, list[int]]]] = {}
        for slot, grp, outcome, many, ids in counts:
            by_slot.setdefault((slot, grp), {})[outcome] = (many, ids)
        result = Evaluation()
        missed: set[tuple[int, int]] = set()
        for g, name in enumerate(self.groups(scope.lists)):
            for i, slot in enumerate(slots):
                tally = by_slot.get((i, g), {})
                item = self._share(slot, name, {o: many for o, (many, _) in tally.items()}, sorted(r for _, ids in tally.values() for r in ids))
                result.items.append(item)
                if item.outcome is Outcome.MISSED:
                    missed.add((i, g))
        if missed:
            names = ["id", "day", "grp", "ref", "outcome", "states", "texts", "excuse", "slot"]
            for row in query.run(f"SELECT {', '.join(names)} FROM ({joined}) WHERE outcome IN ('missed', 'excused') ORDER BY id"):
                if (row[-1], row[2]) in missed:
                    result.details.append(self._item(row[:-1], compiled, scope))
        return result

    def _share(self, slot: Slot, group: str | None, tally: dict[str, int], ids: list[int]) -> Judged:
        met, missed = tally.get("met", 0), tally.get("missed", 0)
        unsure = tally.get("pending", 0) + tally.get("no-data", 0)
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
            outcome = Outcome.NO_DATA if tally.get("no-data") else Outcome.PENDING
        actual = round(_ratio(met, met + missed) * 100, 6)
        required = round(self.at_least * 100, 6)
        where = f"{slot.period.label}{f', {group}' if group else ''}"
        message = f"{where}: {met} of {met + missed} so, {figure(actual)} % of at least {figure(required)} %"
        period = slot.period
        return Judged(
            outcome, message, period.first, period.last, period.label, group, required=required, actual=actual,
            short_by=max(round(required - actual, 6), 0), unit="%", due=period.last, rows=sum(tally.values()), evidence=ids[:EVIDENCE],
        )  # fmt: skip


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
