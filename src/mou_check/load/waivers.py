"""The files in which waivers stand: small YAML files that the project file names or an option gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from mou_check.load.entries import entries
from mou_check.load.finding import Loaded
from mou_check.model.decisions import Waiver
from mou_check.model.spans import Span
from mou_check.rules.fields import Code, Day, Many, Model, Text


class WaiverEntry(Model):
    """A miss that somebody with the right to do so lets pass, until a day."""

    agreement: Code = Field(description="The id of the agreement.", examples=["cheshire"])
    obligation: Text = Field(description="The id of the obligation.", examples=["news-releases"])
    period: Text | None = Field(
        None,
        description="The period that is waived: its first day, or its name as the report shows it.",
        examples=["2016-04-01", "2016-17"],
    )
    from_: Day | None = Field(
        None, alias="from", description="With to: the first of the days on which a waived period ends or row lies."
    )
    to: Day | None = Field(None, description="The last of these days.")
    ref: Text | None = Field(
        None, description="The row that is waived: its ref, or its date where it has none.", examples=["NEWR-2016-040"]
    )
    group: Text | None = Field(
        None, description="Only this one of those that the obligation judges each on its own.", examples=["Crewe"]
    )
    reason: Text = Field(description="Why it may pass.", examples=["The hall was flooded."])
    approved_by: Text = Field(description="Who approved it.", examples=["Police and Crime Commissioner"])
    granted_on: Day = Field(description="The first day on which the waiver holds.")
    expires: Day = Field(description="The last day on which it holds.")

    @model_validator(mode="after")
    def _sound(self) -> WaiverEntry:
        days = self.from_ is not None or self.to is not None
        if days + (self.period is not None) + (self.ref is not None) != 1:
            raise ValueError("say what is waived, in one way: period, from and to, or ref")
        if days and (self.from_ is None or self.to is None):
            raise ValueError("from and to go together")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"no day is waived: to {self.to} comes before from {self.from_}")
        if self.expires < self.granted_on:
            raise ValueError(f"the waiver expires on {self.expires}, before it is granted on {self.granted_on}")
        return self


class WaiversFile(Model):
    """Misses that may pass: what, why, who approved it and until when."""

    format: Literal[1] = Field(description="The version of this form of file.")
    waivers: Many[WaiverEntry] = Field((), description="The waivers, one entry for each.")


def load_waivers(files: Iterable[str], loaded: Loaded) -> dict[str, list[Waiver]]:
    """The waivers by agreement, whether in force or not; what is wrong with them goes to the problems of the run.

    Whether there is such a period or row can only be told once the log is judged: the engine does.
    """
    found: dict[str, list[Waiver]] = {}
    named = loaded.project.settings.waivers
    for entry in entries(named, files, WaiversFile, "waivers", lambda file: file.waivers, loaded):
        written = entry.written
        if entry.obligation.force == "may":
            message = f"{written.obligation} is a may: what departs from it is noted and never a miss, so there is nothing to waive"
            loaded.problems.append(entry.problem(message, "obligation"))
            continue
        waiver = Waiver(
            written.obligation,
            written.period,
            Span(written.from_, written.to) if written.from_ else None,
            written.ref,
            written.group,
            written.reason,
            written.approved_by,
            written.granted_on,
            written.expires,
            entry.place,
        )
        found.setdefault(written.agreement, []).append(waiver)
    return found
