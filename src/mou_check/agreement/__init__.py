"""Agreement, Obligation, Clause: the YAML of an agreement as frozen models.

The models say what can be written; `load.references` checks that names refer to something, and
`load.agreements` turns every fault into a sentence with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from mou_check.agreement.header import Activity, CalendarSettings, HolidayFile, NamedList, Party, Source, TermDates
from mou_check.agreement.obligations import Effective, Example, Obligation, Reading
from mou_check.agreement.register import DUPLICATE, Acknowledgement, Amendment, Clause
from mou_check.log import ColumnType
from mou_check.model.words import Noun, Nouns
from mou_check.rules.fields import Code, Many, Model, Text

__all__ = [
    "DUPLICATE", "Acknowledgement", "Activity", "Agreement", "Amendment", "CalendarSettings", "Clause", "Effective", "Example", "HolidayFile",
    "NamedList", "Obligation", "Party", "Reading", "Source", "TermDates",
]  # fmt: skip


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
