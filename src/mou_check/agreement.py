"""Agreement, Obligation, Clause: the YAML of an agreement as frozen models.

The models say what can be written; `load.references` checks that names refer to something, and
`load.agreements` turns every fault into a sentence with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Strict, Tag, WithJsonSchema, model_validator

from mou_check.log import COLUMN_TYPES, ColumnType
from mou_check.model.calendar import WEEKDAYS, Calendar, Holidays
from mou_check.model.spans import Span
from mou_check.model.verdicts import Force, Verdict
from mou_check.model.words import Noun, Nouns, did_you_mean, shown
from mou_check.rules import AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.fields import Code, Codes, Day, Many, Model, MonthDay, SomeCodes, Text, text_or_mapping


class Source(Model):
    """The document that the agreement encodes."""

    title: Text
    published: Text | None = Field(None, description="When it was published: a year, a month or a day.")
    file: Text | None = None
    url: Text | None = None


class Party(Model):
    """One who promises or is promised something."""

    name: Text
    acts_for: Text | None = Field(None, description="The party on whose behalf this one acts.")


class TermDates(Model):
    """The agreement's own life, both ends inside; a side left out is open."""

    starts: Day | None = None
    ends: Day | None = None

    @model_validator(mode="after")
    def _sound(self) -> TermDates:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"the term ends on {self.ends}, before it starts on {self.starts}")
        return self

    @property
    def span(self) -> Span:
        return Span(self.starts, self.ends)


class HolidayFile(Model):
    """Bank holidays from a file in the form that GOV.UK publishes."""

    file: Text
    division: Text = "england-and-wales"


HolidaySetting = Annotated[
    Annotated[Literal["england-and-wales", "none"], Tag("word")] | Annotated[HolidayFile, Tag("mapping")],
    Discriminator(text_or_mapping),
]


class CalendarSettings(Model):
    """The calendar choices of the agreement."""

    timezone: Text = "Europe/London"
    week_starts: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    year_starts: MonthDay = Field(
        (4, 1), description="The month and day on which years, half-years and quarters start."
    )
    anchor: Day | None = Field(
        None, description="Where fortnights and durations count from (default: the start of the term)."
    )
    holidays: HolidaySetting = "england-and-wales"

    @model_validator(mode="after")
    def _sound(self) -> CalendarSettings:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(
                f'timezone "{self.timezone}" is not one that the system knows, such as Europe/London'
            ) from None
        return self

    def calendar(self, holidays: Holidays | None = None) -> Calendar:
        """The calendar; `holidays` are those of the file that the settings name."""
        named = self.holidays if isinstance(self.holidays, str) else "file"
        return Calendar(
            self.timezone, WEEKDAYS.index(self.week_starts), self.year_starts, self.anchor, holidays or Holidays(named)
        )


class NamedList(Model):
    """A list of values that rules name; `supplied_by: user` leaves it to the project file."""

    values: Many[Text] = ()
    supplied_by: Literal["user", "document"] = "document"

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"values": value} if isinstance(value, list) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        return {"anyOf": [{"type": "array", "items": {"type": "string"}}, handler.resolve_ref_schema(handler(core))]}


class Activity(Model):
    """A kind of row in the log."""

    title: Text = Field(description="What one row is called: News release.")
    plural: Text | None = Field(
        None, description="What many rows are called, where adding -s is wrong: Reviews of the memorandum."
    )
    description: Text | None = None
    columns: dict[str, Annotated[ColumnType, WithJsonSchema({"enum": list(COLUMN_TYPES)})]] = Field(
        {}, description="The columns that rules need of it, with their types."
    )


class Reading(Model):
    """One way to read the words."""

    id: Code
    label: Text
    rule: AnyRule
    because: Text | None = None


class Effective(Model):
    """The days on which an obligation is in force, both inside."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _sound(self) -> Effective:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"in force until {self.to}, before it is in force from {self.from_}")
        return self

    @property
    def span(self) -> Span:
        return Span(self.from_, self.to)


class Example(Model):
    """A small log and the verdict that it must get."""

    log: Text
    verdict: Annotated[Verdict, Strict(False)]
    says: Text | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    as_of: Day | None = None


class Obligation(Model):
    """One promise: who owes what to whom, how strongly, and the rule that judges it."""

    id: Code
    clauses: Codes = Field(min_length=1)
    title: Text
    says: Text
    bearer: Text
    counterparty: Text | None = None
    force: Force
    qualifier: Code | None = Field(None, description="Softening words as a code, such as where-practical.")
    rule: AnyRule | None = None
    readings: Many[Reading] = ()
    effective: Effective | None = None
    rest_of: SomeCodes = Field(
        (), description="Of a judgement: the obligations whose rules show only a part of what this asks a person about."
    )
    note: Text | None = None
    examples: Many[Example] = ()

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

    def rules(self) -> Iterator[tuple[tuple[str | int, ...], Rule]]:
        """Every rule with its place in the obligation."""
        if self.rule is not None:
            yield ("rule",), self.rule
        for i, reading in enumerate(self.readings):
            yield ("readings", i, "rule"), reading.rule


# Why a clause holds no obligation, in a word.
REASONS = {
    "definition": "says what words mean",
    "narrative": "tells how things are or came to be",
    "aim": "names a purpose that nobody could be held to",
    "structure": "holds other clauses together: a heading, a lead-in, a list of contents",
    "legal-effect": "says how the document works as a legal text, and asks nothing of anyone",
}
DUPLICATE = "duplicate of "


def _reason(value: Any) -> Any:
    if isinstance(value, str) and value not in (*REASONS, "later") and not value.startswith(DUPLICATE):
        raise ValueError(
            f"expected {', '.join(REASONS)} or duplicate of REF, found {shown(value)}.{did_you_mean(value, REASONS)}"
        )
    return value


Reason = Annotated[
    Text,
    BeforeValidator(_reason),
    WithJsonSchema(
        {
            "type": "string",
            "description": "Why it holds none: "
            + "; ".join(f"{k} ({v})" for k, v in REASONS.items())
            + "; duplicate of REF.",
            "anyOf": [{"enum": list(REASONS)}, {"pattern": f"^{DUPLICATE}.+"}],
        }
    ),
]


class Acknowledgement(Model):
    """A finding of `mou-check lint` that the parties know of and leave as it is."""

    check: Code = Field(description="The code of the finding.")
    about: Codes = Field(description="What it is about: obligations, clauses, activities, lists or columns.")
    because: Text


class Amendment(Model):
    """A change of the agreement on which both parties agreed: `mou-check diff` lets exactly this one pass.

    `obligation`, `key`, `from` and `to` are as the diff shows them; without an obligation it is about the whole agreement.
    """

    obligation: Text | None = None
    key: Text = Field(description="The key that changed, such as at_least; or added, or removed.")
    from_: Text | None = Field(None, alias="from", description="The old value, as the diff shows it.")
    to: Text | None = Field(None, description="The new value, as the diff shows it.")
    agreed_by: Many[Text] = Field(min_length=2, description="Both parties, by their codes.")
    agreed_on: Day
    reference: Text = Field(description="Where the agreement on it is written down.")


class Clause(Model):
    """An entry of the clause register: what a clause holds, or why it holds nothing."""

    ref: Text
    heading: Text | None = None
    also: SomeCodes = ()
    holds: Many[Text] = ()
    because: Reason | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _sound(self) -> Clause:
        if not self.holds and not self.because:
            raise ValueError(
                f"holds no obligation and does not say why: give because ({', '.join(REASONS)}, duplicate of REF)"
            )
        return self


class Agreement(Model):
    """A whole agreement file."""

    format: Literal[1]
    id: Code
    title: Text
    source: Source | None = None
    parties: dict[str, Party] = Field(min_length=1)
    term: TermDates = Field(default_factory=TermDates)
    calendar: CalendarSettings = Field(default_factory=CalendarSettings)
    lists: dict[str, NamedList] = Field(default_factory=dict)
    activities: dict[str, Activity] = Field(default_factory=dict)
    columns: dict[str, Text] = Field(
        {}, description="What each column holds, for the people who keep the log: a sentence by the name of the column."
    )
    obligations: Many[Obligation] = ()
    clauses: Many[Clause] = ()
    amendments: Many[Amendment] = ()
    acknowledged: Many[Acknowledgement] = Field(
        (), description="Findings of `mou-check lint` that the parties know of, with the reason why they stand."
    )
    note: Text | None = None

    def column_types(self) -> dict[str, ColumnType]:
        """The type of every declared column; the same in all activities (loading checks that)."""
        return {name: kind for activity in self.activities.values() for name, kind in activity.columns.items()}

    def nouns(self) -> Nouns:
        """What the rows of each activity are called."""
        return {code: Noun.of(activity.title, activity.plural) for code, activity in self.activities.items()}

    def with_readings_first(self, chosen: Mapping[str, str]) -> Agreement:
        """The agreement with other readings preferred: `chosen` holds their ids by obligation."""
        if not chosen:
            return self
        obligations = [
            o.model_copy(update={"readings": tuple(sorted(o.readings, key=lambda r: r.id != chosen[o.id]))})
            if o.id in chosen
            else o
            for o in self.obligations
        ]
        return self.model_copy(update={"obligations": tuple(obligations)})

    def list_values(self, supplied: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The values of every list, with those that the project file supplies."""
        return {name: supplied.get(name, named.values) for name, named in self.lists.items()}
