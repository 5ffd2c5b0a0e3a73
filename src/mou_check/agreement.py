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
from mou_check.rules.fields import Code, Codes, Day, Many, Model, MonthDay, SomeCodes, Text, text_or_mapping, told_by


class Source(Model):
    """The document that the agreement encodes."""

    title: Text = Field(
        description="What the document is called, and which part of it.",
        examples=["Chapter 6, Memorandum of Understanding"],
    )
    published: Text | None = Field(
        None, description="When it was published: a year, a month or a day.", examples=["2015", "2015-05", "2015-05-06"]
    )
    file: Text | None = Field(None, description="The file that holds it.", examples=["memorandum.pdf"])
    url: Text | None = Field(
        None, description="Where it is published.", examples=["https://www.example.org/memorandum.pdf"]
    )


class Party(Model):
    """One who promises or is promised something."""

    name: Text = Field(
        description="What the party is called in reports.", examples=["Police and Crime Commissioner for Cheshire"]
    )
    acts_for: Text | None = Field(
        None, description="The code of the party on whose behalf this one acts.", examples=["chief-constable"]
    )


class TermDates(Model):
    """The agreement's own life, both ends inside; a side left out is open."""

    starts: Day | None = Field(None, description="The agreement's first day.")
    ends: Day | None = Field(None, description="The agreement's last day.")

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

    file: Text = Field(
        description="The file, beside the agreement, in the form of GOV.UK's bank-holidays.json.",
        examples=["bank-holidays.json"],
    )
    division: Text = Field(
        "england-and-wales", description="The part of the file to read.", examples=["england-and-wales", "scotland"]
    )


HolidaySetting = Annotated[
    Annotated[Literal["england-and-wales", "none"], Tag("word")] | Annotated[HolidayFile, Tag("mapping")],
    Discriminator(text_or_mapping),
]


class CalendarSettings(Model):
    """The calendar choices of the agreement."""

    timezone: Text = Field(
        "Europe/London",
        description="The time zone in which everything about a day is a local date.",
        examples=["Europe/London"],
    )
    week_starts: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = Field(
        "monday", description="The day on which weeks start."
    )
    year_starts: MonthDay = Field(
        (4, 1),
        description="The month and day on which years, half-years and quarters start.",
        json_schema_extra={"default": "04-01"},
    )
    anchor: Day | None = Field(
        None, description="Where fortnights and durations count from (default: the start of the term)."
    )
    holidays: HolidaySetting = Field(
        "england-and-wales",
        description="Which days are bank holidays: those of England and Wales, none, or those of a file of yours.",
    )

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

    values: Many[Text] = Field((), description="The values, as the log has them.", examples=[["Chester", "Crewe"]])
    supplied_by: Literal["user", "document"] = Field(
        "document", description="Whether the document names the values, or leaves them to the project file (user)."
    )

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"values": value} if isinstance(value, list) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        mapping = handler.resolve_ref_schema(handler(core))
        plain = {"type": "array", "items": mapping["properties"]["values"]["items"]}
        return {"description": mapping["description"], "anyOf": [plain, mapping]}


class Activity(Model):
    """A kind of row in the log."""

    title: Text = Field(description="What one row is called.", examples=["News release"])
    plural: Text | None = Field(
        None,
        description="What many rows are called, where adding -s is wrong.",
        examples=["Reviews of the memorandum"],
    )
    description: Text | None = Field(
        None, description="How to log it, for people.", examples=["On the day on which it went out."]
    )
    columns: dict[str, Annotated[ColumnType, WithJsonSchema({"enum": list(COLUMN_TYPES)})]] = Field(
        {}, description="The columns that rules need of it, with their types."
    )


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


# Why a clause holds no obligation, in a word.
REASONS = {
    "definition": "says what words mean",
    "narrative": "tells how things are or came to be",
    "aim": "names a purpose that nobody could be held to",
    "structure": "holds other clauses together: a heading, a lead-in, a list of contents",
    "legal-effect": "says how the document works as a legal text, and asks nothing of anyone",
    "later": "holds a promise that is still to be encoded",
}
DUPLICATE = "duplicate of "


def _reason(value: Any) -> Any:
    if isinstance(value, str) and value not in REASONS and not value.startswith(DUPLICATE):
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
            "anyOf": [{"enum": list(REASONS)}, {"pattern": f"^{DUPLICATE}.+"}],
        }
    ),
]


class Acknowledgement(Model):
    """A finding of `mou-check lint` that the parties know of and leave as it is."""

    check: Code = Field(description="The code of the finding.", examples=["subset-figures"])
    about: Codes = Field(
        description="What it is about: obligations, clauses, activities, lists or columns.", examples=["news-releases"]
    )
    because: Text = Field(
        description="Why it stands as it is.", examples=["The document says so in both places, and the parties know."]
    )


class Amendment(Model):
    """A change of the agreement on which both parties agreed: `mou-check diff` lets exactly this one pass.

    `obligation`, `key`, `from` and `to` are as the diff shows them; without an obligation it is about the whole agreement.
    """

    obligation: Text | None = Field(
        None,
        description="The id of the obligation; left out for what concerns the whole agreement.",
        examples=["news-releases"],
    )
    key: Text = Field(
        description="The key that changed, such as at_least; or added, or removed.", examples=["at_least", "removed"]
    )
    from_: Text | None = Field(None, alias="from", description="The old value, as the diff shows it.", examples=["2"])
    to: Text | None = Field(None, description="The new value, as the diff shows it.", examples=["1"])
    agreed_by: Many[Text] = Field(
        min_length=2, description="Both parties, by their codes.", examples=[["commissioner", "chief-constable"]]
    )
    agreed_on: Day = Field(description="The day on which they agreed.")
    reference: Text = Field(
        description="Where the agreement on it is written down.", examples=["Minute 7 of the review meeting"]
    )


class Clause(Model):
    """An entry of the clause register: what a clause holds, or why it holds nothing."""

    model_config = told_by(("holds",), ("because",))
    ref: Text = Field(
        description="The clause's number (in quotes), or a name made of headings where it has none.",
        examples=["1.7", "addendum.metrics.press-releases"],
    )
    heading: Text | None = Field(None, description="The clause's heading.", examples=["Headings"])
    also: SomeCodes = Field(
        (), description="Other refs of the same words, where the document prints them twice.", examples=["17"]
    )
    holds: Many[Text] = Field(
        (), description="The ids of the obligations that it holds.", examples=[["news-releases", "web-updates"]]
    )
    because: Reason | None = Field(
        None,
        description="Why it holds none: "
        + "; ".join(f"{word} ({what})" for word, what in REASONS.items())
        + f"; {DUPLICATE}REF.",
        examples=["definition", f"{DUPLICATE}1.7"],
    )
    note: Text | None = Field(
        None,
        description="An ambiguity or a fault of drafting that touches no verdict.",
        examples=["Refers to a schedule that the document does not have."],
    )

    @model_validator(mode="after")
    def _sound(self) -> Clause:
        if not self.holds and not self.because:
            raise ValueError(
                f"holds no obligation and does not say why: give because ({', '.join(REASONS)}, duplicate of REF)"
            )
        return self


class Agreement(Model):
    """A whole agreement file."""

    format: Literal[1] = Field(description="The version of the agreement language.")
    id: Code = Field(
        description="The agreement's own name, by which its logs are found and its results told.", examples=["cheshire"]
    )
    title: Text = Field(
        description="The agreement's name in reports.",
        examples=["Memorandum of Understanding, Commissioner and Chief Constable for Cheshire"],
    )
    source: Source | None = Field(None, description="The document that the agreement encodes.")
    parties: dict[str, Party] = Field(
        min_length=1, description="Those who promise and are promised something, each by a code of your own."
    )
    term: TermDates = Field(
        default_factory=TermDates, description="The agreement's own life, both ends inside; a side left out is open."
    )
    calendar: CalendarSettings = Field(
        default_factory=CalendarSettings, description="When weeks and years start, and which days are holidays."
    )
    lists: dict[str, NamedList] = Field(
        default_factory=dict, description="Lists of values that rules name under in, by and for_each."
    )
    activities: dict[str, Activity] = Field(
        default_factory=dict, description="The kinds of rows in the log, by the code in its activity column."
    )
    columns: dict[str, Text] = Field(
        {}, description="What each column holds, for the people who keep the log: a sentence by the name of the column."
    )
    obligations: Many[Obligation] = Field((), description="The promises, one entry for each.")
    clauses: Many[Clause] = Field(
        (), description="The clause register: every numbered clause, paragraph and table row of the document."
    )
    amendments: Many[Amendment] = Field(
        (), description="Changes on which both parties agreed, which `mou-check diff` lets pass."
    )
    acknowledged: Many[Acknowledgement] = Field(
        (), description="Findings of `mou-check lint` that the parties know of, with the reason why they stand."
    )
    note: Text | None = Field(None, description="Anything for people; not read.", examples=["Encoded from the PDF."])

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
