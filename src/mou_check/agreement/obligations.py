"""The promises of an agreement: who owes what to whom, how strongly, and by which rule or readings it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, Strict, model_validator

from mou_check.model.spans import Span
from mou_check.model.verdicts import Force, Verdict
from mou_check.rules import AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.fields import Code, Codes, Day, Many, Model, SomeCodes, Text, told_by


class Reading(Model):
    """One way to read the words."""

    id: Code = Field(description="Its own name within the obligation.", examples=["twice-a-year"])
    label: Text = Field(description="The reading in a few words, for reports.", examples=["twice a year"])
    rule: AnyRule = Field(description="How the obligation is judged when its words are read so.")
    because: Text | None = Field(
        None,
        description="What speaks for reading them so.",
        examples=["The table beside it speaks of two issues."],
    )


class Effective(Model):
    """The days on which an obligation is in force, both inside."""

    from_: Day | None = Field(None, alias="from", description="The first day on which it is in force.")
    to: Day | None = Field(None, description="The last day on which it is in force.")

    @model_validator(mode="after")
    def _sound(self) -> Effective:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"in force until {self.to}, before it is in force from {self.from_}")
        return self

    @property
    def span(self) -> Span:
        return Span(self.from_, self.to)


class Example(Model):
    """A small log and the verdict that it must get. `mou-check test` judges it."""

    log: Text = Field(
        description="The log as CSV text, with its header.", examples=["date,activity\n2016-06-01,newsletter\n"]
    )
    verdict: Annotated[Verdict, Strict(False)] = Field(description="The verdict that the obligation must get on it.")
    says: Text | None = Field(None, description="What the example shows.", examples=["Two issues are enough."])
    reading: Code | None = Field(
        None, description="The id of the reading to judge by (default: the preferred one).", examples=["twice-a-year"]
    )
    from_: Day | None = Field(None, alias="from", description="The first day under review.")
    to: Day | None = Field(None, description="The last day under review.")
    as_of: Day | None = Field(
        None, description="The day at whose end it is judged (default: the last day under review)."
    )
    records: SomeCodes = Field(
        (), description="Activities that the log records, even where no row has them.", examples=[["fee_payment"]]
    )
    lists: dict[str, Many[Text]] = Field(
        {}, description="Values of lists that the agreement leaves open.", examples=[{"major-towns": ["Crewe"]}]
    )


class Obligation(Model):
    """One promise: who owes what to whom, how strongly, and the rule that judges it."""

    model_config = told_by(("rule",), ("readings",), only=True)
    id: Code = Field(description="Its own name within the agreement.", examples=["news-releases"])
    clauses: Codes = Field(
        min_length=1,
        description="The clause that says so, or several: refs of the clause register. Numbers want quotes.",
        examples=["addendum.metrics.press-releases", ["2.1", "2.3"]],
    )
    title: Text = Field(description="A short name for reports.", examples=["News releases"])
    says: Text = Field(
        description="The promise in a sentence of your own.", examples=["At least two news releases go out every week."]
    )
    bearer: Text = Field(description="The code of the party who owes it.", examples=["chief-constable"])
    counterparty: Text | None = Field(
        None, description="The code of the party to whom it is owed.", examples=["commissioner"]
    )
    force: Force = Field(
        description="How strongly it binds: a missed must is breached, a missed should a shortfall, a missed may only noted."
    )
    qualifier: Code | None = Field(
        None,
        description="Softening words as a code. It is told and changes no verdict.",
        examples=["where-practical", "as-required", "as-soon-as-practicable"],
    )
    rule: AnyRule | None = Field(None, description="How it is judged: a kind, and that kind's keys.")
    readings: Many[Reading] = Field(
        (), description="In place of rule, where the words allow more than one: the preferred reading first."
    )
    effective: Effective | None = Field(
        None, description="The days on which it is in force, where that is not the whole term."
    )
    rest_of: SomeCodes = Field(
        (),
        description="Of a judgement: the obligations whose rules show only a part of what this asks a person about.",
        examples=["news-releases"],
    )
    note: Text | None = Field(None, description="Anything for people; not read.", examples=["To be reviewed in May."])
    examples: Many[Example] = Field((), description="Small logs, each with the verdict that it must get.")

    @model_validator(mode="after")
    def _sound(self) -> Obligation:
        if (self.rule is None) == (not self.readings):
            raise ValueError("needs either rule or readings")
        if self.rest_of and any(rule.kind != "judgement" for _, rule in self.rules()):
            raise ValueError("rest_of belongs to a judgement: what a log cannot show of the obligations that it names")
        return self

    def read(self) -> list[tuple[str, Rule]]:
        """The rules by the id of their reading, the preferred one first; an only rule has the id ""."""
        return [("", self.rule)] if self.rule is not None else [(r.id, r.rule) for r in self.readings]

    @property
    def by_log(self) -> bool:
        """Whether a log judges it, under some reading, and not only a person."""
        return any(rule.kind != "judgement" for _, rule in self.rules())

    def rules(self) -> Iterator[tuple[tuple[str | int, ...], Rule]]:
        """Every rule with its place in the obligation."""
        if self.rule is not None:
            yield ("rule",), self.rule
        for i, reading in enumerate(self.readings):
            yield ("readings", i, "rule"), reading.rule
