"""What an agreement says before it promises anything: source, parties, term, calendar, lists, activities."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema, model_validator

from mou_check.log import COLUMN_TYPES, ColumnType
from mou_check.model.calendar import WEEKDAYS, Calendar, Holidays
from mou_check.model.spans import Span
from mou_check.rules.fields import Day, Many, Model, MonthDay, Text, text_or_mapping


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
