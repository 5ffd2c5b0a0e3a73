"""The files in which people's decisions stand: readings that were settled, and assessments.

Both are small YAML files that the project file names or an option gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mou_check.load.entries import entries
from mou_check.load.finding import Loaded
from mou_check.model.decisions import Assessment, Settlement
from mou_check.model.problems import Problem
from mou_check.model.verdicts import Outcome, Verdict, verdict_of
from mou_check.model.words import did_you_mean, listed, shown
from mou_check.rules.fields import Code, Day, Many, Model, Text

# `missed` leaves it to the force what a miss is.
ASSESSED = ("met", "missed", "breached", "shortfall", "noted", "excused")


class SettledEntry(Model):
    """One reading that was agreed."""

    agreement: Code = Field(description="The id of the agreement.", examples=["cheshire"])
    obligation: Text = Field(description="The id of the obligation.", examples=["victims-newsletter"])
    reading: Code = Field(description="The id of the reading that holds.", examples=["twice-a-year"])
    by: Text = Field(description="Who agreed on it.", examples=["Chief Executive and Deputy Chief Constable"])
    when: Day = Field(description="The day on which they agreed.")
    because: Text | None = Field(
        None, description="Why, or where it is written down.", examples=["Minute 7 of the review meeting."]
    )


class SettledFile(Model):
    """Which readings were agreed, by whom and when."""

    format: Literal[1] = Field(description="The version of this form of file.")
    settled: Many[SettledEntry] = Field((), description="The readings that were agreed, one entry for each.")


def _assessed(value: object) -> object:
    if value not in ASSESSED:
        raise ValueError(f"expected {listed(ASSESSED, 'or')}, found {shown(value)}")
    return value


class AssessmentEntry(Model):
    """One judgement of a person."""

    agreement: Code = Field(description="The id of the agreement.", examples=["cheshire"])
    obligation: Text = Field(description="The id of the obligation.", examples=["website-information"])
    period: Text = Field(
        description="The period's first day, or its name as the report shows it.", examples=["2016-04-01", "2016-17"]
    )
    verdict: Annotated[str, BeforeValidator(_assessed), WithJsonSchema({"type": "string", "enum": list(ASSESSED)})] = (
        Field(description="`missed` is what the obligation's force makes of it: breached, shortfall or noted.")
    )
    who: Text = Field(description="Who judged.", examples=["Head of Scrutiny and Planning"])
    when: Day = Field(description="The day on which it was judged.")
    why: Text = Field(description="What it rests on.", examples=["Compared with the list of the order, item by item."])


class AssessmentsFile(Model):
    """What people judged where no log can tell."""

    format: Literal[1] = Field(description="The version of this form of file.")
    assessments: Many[AssessmentEntry] = Field((), description="What people judged, one entry for each period.")


def load_settlements(files: Iterable[str], loaded: Loaded) -> dict[str, list[Settlement]]:
    """The settled readings by agreement; what is wrong with them goes to the problems of the run."""
    found: dict[str, list[Settlement]] = {}
    settled = loaded.project.settings.settled
    for entry in entries(settled, files, SettledFile, "settled", lambda file: file.settled, loaded):
        written = entry.written
        readings = [r.id for r in entry.obligation.readings]
        earlier = [s for s in found.get(written.agreement, ()) if s.obligation == written.obligation]
        if written.reading not in readings:
            message = _no_reading(written.obligation, written.reading, readings)
            loaded.problems.append(entry.problem(message, "reading"))
        elif earlier and earlier[0].reading != written.reading:
            message = f'{written.obligation} is settled as "{earlier[0].reading}" too ({earlier[0].place.file}:{earlier[0].place.line}); keep the one that holds'
            loaded.problems.append(entry.problem(message, "reading"))
        else:
            settlement = Settlement(
                written.obligation, written.reading, written.by, written.when, written.because, entry.place
            )
            found.setdefault(written.agreement, []).append(settlement)
    return found


def load_assessments(files: Iterable[str], loaded: Loaded) -> dict[str, list[Assessment]]:
    """The recorded assessments by agreement; what is wrong with them goes to the problems of the run.

    Whether an assessment fits a period can only be told once the periods are known: the engine does.
    """
    found: dict[str, list[Assessment]] = {}
    assessments = loaded.project.settings.assessments
    for entry in entries(assessments, files, AssessmentsFile, "assessments", lambda file: file.assessments, loaded):
        written, obligation = entry.written, entry.obligation
        missed = verdict_of(Outcome.MISSED, obligation.force)
        verdict = missed if written.verdict == "missed" else Verdict(written.verdict)
        about = (written.obligation, written.period)
        same = [a for a in found.get(written.agreement, ()) if (a.obligation, a.period) == about]
        if all(rule.kind != "judgement" for _, rule in obligation.rules()):
            message = f"{obligation.id} is judged by the log, not by a person; to let a known breach pass, waive it"
            loaded.problems.append(entry.problem(message, "obligation"))
        elif verdict.missed and verdict is not missed:
            message = f"{obligation.id} is a {obligation.force}: a miss of it is {missed}, not {verdict}"
            loaded.problems.append(entry.problem(message, "verdict"))
        elif same:
            message = f"{obligation.id} is assessed twice for {written.period}, first on line {same[0].place.line} of {same[0].place.file}; keep one"
            loaded.problems.append(entry.problem(message))
        else:
            assessment = Assessment(*about, verdict, written.who, written.when, written.why, entry.place)
            found.setdefault(written.agreement, []).append(assessment)
    return found


def asked_readings(options: Iterable[str], loaded: Loaded) -> dict[str, dict[str, str]]:
    """The readings that `--reading [AGREEMENT/]OBLIGATION=ID` asks for: by agreement, by obligation."""
    found: dict[str, dict[str, str]] = {}
    for option in options:
        name, equals, reading = option.partition("=")
        known = {
            key: (a.agreement.id, o)
            for a in loaded.agreements
            for o in a.agreement.obligations
            for key in (o.id, f"{a.agreement.id}/{o.id}")
        }
        same = [a.agreement.id for a in loaded.agreements for o in a.agreement.obligations if o.id == name]
        message = ""
        if not equals:
            message = "write it as OBLIGATION=READING"
        elif name not in known:
            message = f'there is no obligation "{name}".{did_you_mean(name, known)}'
        elif len(same) > 1:
            message = f"{listed(same)} have an obligation of that name; write {same[0]}/{name}={reading}"
        else:
            agreement, obligation = known[name]
            readings = [r.id for r in obligation.readings]
            if reading in readings:
                found.setdefault(agreement, {})[obligation.id] = reading
                continue
            message = _no_reading(obligation.id, reading, readings)
        if loaded.agreements:
            loaded.problems.append(Problem("error", "bad-option", f"--reading {option}: {message}"))
    return found


def _no_reading(obligation: str, reading: str, readings: Sequence[str]) -> str:
    if not readings:
        return f'{obligation} has no reading "{reading}": its words are read in one way only'
    return f'{obligation} has no reading "{reading}".{did_you_mean(reading, readings)}'
