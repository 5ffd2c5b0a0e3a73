"""`sample`: enough answers to a survey.

Use it where a document asks for a number of responses, or for a precision.

```yaml
rule: {kind: sample, activity: survey, responses: responses, margin: 3%, confidence: 95%}
```

Meets it (1,068 answers give 2.9986 % at 95 %):

```csv
date,activity,responses
2015-10-01,survey,1068
```

Breaches it (1,067 give 3.0001 %):

```csv
date,activity,responses
2015-10-01,survey,1067
```

Each row is one survey. The margin is that of a simple random sample in the worst case, p = 0.5:
z x sqrt(0.25 / n), with a `population` N times sqrt((N - n) / (N - 1)); nothing is rounded. Whether a
sample was random no log can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Literal, Self

from pydantic import Field, model_validator

from mou_check.log import ColumnType, Log
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns, figure, listed
from mou_check.rules.asking import Row, excuse_sql, row_items, within_active
from mou_check.rules.base import LogRule
from mou_check.rules.comparing import LOOSER, SAME, STRICTER, Orders, Sides
from mou_check.rules.comparing.values import at_least, by_presence
from mou_check.rules.fields import Percent, Text, told_by
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope
from mou_check.rules.selecting import Use

_NUMBERS: frozenset[ColumnType] = frozenset({"integer", "number"})


class Sample(LogRule):
    """Enough answers to a survey."""

    model_config = told_by(("at_least",), ("margin",))
    kind: Literal["sample"]
    responses: Text = Field(description="The column with the number of answers.", examples=["responses"])
    at_least: int | None = Field(None, ge=1, description="The number of answers needed.", examples=[1068])
    margin: Percent | None = Field(None, description="The largest margin of error.")
    confidence: Percent = Field(
        0.95, description="The level of confidence of the margin.", json_schema_extra={"default": "95%"}
    )
    population: Text | None = Field(
        None,
        description="The column with the number of people asked from, for small populations.",
        examples=["population"],
    )

    @model_validator(mode="after")
    def _sound(self) -> Sample:
        if self.at_least is None and self.margin is None:
            raise ValueError("needs at_least or margin")
        if self.margin is not None and not (self.margin > 0 and 0 < self.confidence < 1):
            raise ValueError("margin must be over 0 % and confidence between 0 % and 100 %")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use(("responses",), self.responses, self.activity, "the number of answers", _NUMBERS)
        if self.population:
            yield Use(("population",), self.population, self.activity, "the number of people asked from", _NUMBERS)

    def describe(self, nouns: Nouns) -> str:
        return f"each {self.subject(nouns)} has {listed(self._needs())}"

    def _needs(self) -> list[str]:
        needs = [f"at least {figure(self.at_least)} answers"] if self.at_least is not None else []
        if self.margin is not None:
            needs.append(
                f"a margin of at most {figure(self.margin * 100)} % at {figure(self.confidence * 100)} % confidence"
            )
        return needs

    def margin_of(self, answers: float, population: float | None) -> float:
        """The margin of error of a random sample, as a share; 1 without answers, 0 when all were asked."""
        if answers <= 0:
            return 1.0
        margin = self._deviations() * sqrt(0.25 / answers)
        if population is not None:
            margin *= sqrt(max(population - answers, 0) / (population - 1)) if population > 1 else 0
        return margin

    def orders(self, new: Self, sides: Sides) -> Orders:
        """Margin and confidence order together by the answers that they need; a small population needs fewer."""
        return {
            **self.row_orders(new, sides, more_rows=STRICTER),
            **dict.fromkeys(("margin", "confidence"), at_least(self._answers(), new._answers())),
            "at_least": at_least(self.at_least, new.at_least),
            "population": by_presence(self.population, new.population, LOOSER) if self.margin and new.margin else SAME,
        }

    def _answers(self) -> float | None:
        """How many answers of a large population the margin needs."""
        if self.margin is None:
            return None
        return 0.25 * (self._deviations() / self.margin) ** 2

    def _deviations(self) -> float:
        """How many standard deviations to either side the confidence reaches."""
        from statistics import NormalDist  # most agreements have no sample

        return NormalDist().inv_cdf(0.5 + self.confidence / 2)

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        answers = query.cell(self.responses).value
        population = query.cell(self.population).value if self.population else "NULL::BIGINT"
        rows = self.sql(
            query, scope.lists, f", {answers} AS answers, {population} AS population{excuse_sql(self, query)}"
        )
        # The arithmetic is Python's, once for each different size of a survey.
        sizes = query.run(f"SELECT DISTINCT answers, population FROM ({rows})")
        good = [(n, p) for n, p in sizes if self._outcome(n, p) is Outcome.MET]
        unknown = "answers IS NULL" + (" OR population IS NULL" if self.population else "")
        met = f"list_contains({query.bind([f'{float(n)}|{None if p is None else float(p)}' for n, p in good])}::VARCHAR[], size)"
        cases = f"""
            SELECT *, CASE WHEN {unknown} THEN 'no-data' WHEN {met} THEN 'met' ELSE 'missed' END AS outcome
            FROM (SELECT *, concat(answers::DOUBLE::VARCHAR, '|', coalesce(population::DOUBLE::VARCHAR, 'None')) AS size FROM ({rows}))
            WHERE {within_active(scope, query)}"""
        items, many = row_items(query, cases, ["answers", "population"])
        return Evaluation([self._item(row, scope) for row in items], many)

    def _outcome(self, answers: float | None, population: float | None) -> Outcome:
        if answers is None or (self.population and population is None):
            return Outcome.NO_DATA
        enough = self.at_least is None or answers >= self.at_least
        precise = self.margin is None or self.margin_of(answers, population) <= self.margin
        return Outcome.MET if enough and precise else Outcome.MISSED

    def _item(self, row: Row, scope: Scope) -> Judged:
        answers, population = row.more
        if row.outcome is Outcome.NO_DATA:
            column = self.responses if answers is None else self.population
            return row.judged(self, scope, f"{column} is empty", column=column)
        margin = self.margin_of(answers, population)
        told = f"{figure(answers)} answers, a margin of {margin * 100:.4f} % at {figure(self.confidence * 100)} %"
        by_number = self.margin is None
        return row.judged(
            self, scope, f"{told}; needs {listed(self._needs())}", required=self.at_least if self.margin is None else round(self.margin * 100, 6),
            actual=answers if by_number else round(margin * 100, 6), unit="answers" if by_number else "% margin", column=self.responses,
        )  # fmt: skip
