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

from collections.abc import Iterator, Mapping
from math import sqrt
from statistics import NormalDist
from typing import Any, Literal

from pydantic import Field, model_validator

from mou_check.log import Log
from mou_check.model.verdicts import Outcome
from mou_check.model.words import day as day_in_words
from mou_check.model.words import figure, listed
from mou_check.rules.base import Evaluation, Judged, LogRule, Scope, row_items, within_active
from mou_check.rules.fields import Percent, Text
from mou_check.rules.selecting import Use

_NUMBERS = frozenset({"integer", "number"})


class Sample(LogRule):
    """Enough answers to a survey."""

    kind: Literal["sample"]
    responses: Text = Field(description="The column with the number of answers.")
    at_least: int | None = Field(None, ge=1, description="The number of answers needed.")
    margin: Percent | None = Field(None, description="The largest margin of error.")
    confidence: Percent = Field(0.95, description="The level of confidence of the margin.")
    population: Text | None = Field(None, description="The column with the number of people asked from, for small populations.")

    @model_validator(mode="after")
    def _sound(self) -> Sample:
        if self.at_least is None and self.margin is None:
            raise ValueError("needs at_least or margin")
        if self.margin is not None and not (0 < self.margin and 0 < self.confidence < 1):
            raise ValueError("margin must be over 0 % and confidence between 0 % and 100 %")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use(("responses",), self.responses, self.activity, "the number of answers", _NUMBERS)  # type: ignore[arg-type]  # literals widen
        if self.population:
            yield Use(("population",), self.population, self.activity, "the number of people asked from", _NUMBERS)  # type: ignore[arg-type]

    def describe(self, nouns: Mapping[str, str]) -> str:
        return f"each {self.title(nouns, many=False)} has {listed(self._needs())}"

    def _needs(self) -> list[str]:
        needs = [f"at least {figure(self.at_least)} answers"] if self.at_least is not None else []
        if self.margin is not None:
            needs.append(f"a margin of at most {figure(self.margin * 100)} % at {figure(self.confidence * 100)} % confidence")
        return needs

    def margin_of(self, answers: float, population: float | None) -> float:
        """The margin of error of a random sample, as a share; 1 without answers, 0 when all were asked."""
        if answers <= 0:
            return 1.0
        z = NormalDist().inv_cdf(0.5 + self.confidence / 2)
        margin = z * sqrt(0.25 / answers)
        if population is not None:
            margin *= sqrt(max(population - answers, 0) / (population - 1)) if population > 1 else 0
        return margin

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        query = self.query(log, scope)
        answers = query.cell(self.responses).value
        population = query.cell(self.population).value if self.population else "NULL::BIGINT"
        excuse = query.cell(self.excuse).key if self.excuse else "NULL::VARCHAR"
        rows = self.sql(query, scope.lists, f", {answers} AS answers, {population} AS population, {excuse} AS excuse")
        # The arithmetic is Python's, once for each different size of a survey.
        sizes = query.run(f"SELECT DISTINCT answers, population FROM ({rows})")
        good = [(n, p) for n, p in sizes if self._outcome(n, p) is Outcome.MET]
        unknown = "answers IS NULL" + (" OR population IS NULL" if self.population else "")
        met = f"list_contains({query.bind([f'{float(n)}|{None if p is None else float(p)}' for n, p in good])}::VARCHAR[], size)"
        cases = f"""
            SELECT *, CASE WHEN {unknown} THEN 'no-data' WHEN {met} THEN 'met' WHEN excuse IS NOT NULL THEN 'excused' ELSE 'missed' END AS outcome
            FROM (SELECT *, concat(answers::DOUBLE::VARCHAR, '|', coalesce(population::DOUBLE::VARCHAR, 'None')) AS size FROM ({rows}))
            WHERE {within_active(scope, query)}"""
        items, many = row_items(query, cases, ["answers", "population", "excuse"])
        return Evaluation([self._item(row, scope) for row in items], many)

    def _outcome(self, answers: float | None, population: float | None) -> Outcome:
        if answers is None or (self.population and population is None):
            return Outcome.NO_DATA
        enough = self.at_least is None or answers >= self.at_least
        precise = self.margin is None or self.margin_of(answers, population) <= self.margin
        return Outcome.MET if enough and precise else Outcome.MISSED

    def _item(self, row: tuple[Any, ...], scope: Scope) -> Judged:
        row_id, day, grp, ref, outcome, answers, population, excuse = row
        noun = self.title(scope.titles, many=False)
        if outcome == "no-data":
            column = self.responses if answers is None else self.population
            return Judged(
                Outcome.NO_DATA, f"{noun} of {day_in_words(day)}: {column} is empty", day, day, ref or day_in_words(day),
                self.groups(scope.lists)[grp], row=row_id, ref=ref, column=column, rows=1, evidence=[row_id],
            )  # fmt: skip
        margin = self.margin_of(answers, population)
        told = f"{figure(answers)} answers, a margin of {margin * 100:.4f} % at {figure(self.confidence * 100)} %"
        return Judged(
            Outcome(outcome), f"{noun} of {day_in_words(day)}: {told}; needs {listed(self._needs())}", day, day, ref or day_in_words(day),
            self.groups(scope.lists)[grp], required=self.at_least if self.margin is None else round(self.margin * 100, 6),
            actual=answers if self.margin is None else round(margin * 100, 6), unit="answers" if self.margin is None else "% margin",
            row=row_id, ref=ref, column=self.responses, excuse=excuse if outcome == "excused" else None, rows=1, evidence=[row_id],
        )  # fmt: skip
