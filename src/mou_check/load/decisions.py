"""The files in which people's decisions stand: readings that were settled, and assessments.

Both are small YAML files that the project file names or an option gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from mou_check.load.agreements import LoadedAgreement
from mou_check.load.documents import read_document
from mou_check.load.finding import Loaded
from mou_check.load.yaml_file import Source
from mou_check.model.decisions import Assessment, Settlement
from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace
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
    for path in _paths(loaded.project.settings.settled, files, loaded):
        read = read_document(path, loaded.project.name(path), SettledFile, "settled")
        loaded.problems += read.problems
        loaded.inputs += read.inputs
        if read.value is None or read.source is None:
            continue
        for i, entry in enumerate(read.value.settled):
            place = ("settled", i)
            agreement = _agreement(entry.agreement, read.source, place, loaded)
            if agreement is None or not _known(agreement, entry.obligation, read.source, place, loaded):
                continue
            obligation = next(o for o in agreement.whole_agreement.obligations if o.id == entry.obligation)
            readings = [r.id for r in obligation.readings]
            earlier = [s for s in found.get(entry.agreement, ()) if s.obligation == entry.obligation]
            if entry.reading not in readings:
                message = _no_reading(entry.obligation, entry.reading, readings)
                loaded.problems.append(_problem(read.source, message, (*place, "reading")))
            elif earlier and earlier[0].reading != entry.reading:
                message = f'{entry.obligation} is settled as "{earlier[0].reading}" too ({earlier[0].place.file}:{earlier[0].place.line}); keep the one that holds'
                loaded.problems.append(_problem(read.source, message, (*place, "reading")))
            else:
                found.setdefault(entry.agreement, []).append(
                    Settlement(
                        entry.obligation, entry.reading, entry.by, entry.when, entry.because, _at(read.source, place)
                    )
                )
    return found


def load_assessments(files: Iterable[str], loaded: Loaded) -> dict[str, list[Assessment]]:
    """The recorded assessments by agreement; what is wrong with them goes to the problems of the run.

    Whether an assessment fits a period can only be told once the periods are known: the engine does.
    """
    found: dict[str, list[Assessment]] = {}
    for path in _paths(loaded.project.settings.assessments, files, loaded):
        read = read_document(path, loaded.project.name(path), AssessmentsFile, "assessments")
        loaded.problems += read.problems
        loaded.inputs += read.inputs
        if read.value is None or read.source is None:
            continue
        for i, entry in enumerate(read.value.assessments):
            place = ("assessments", i)
            agreement = _agreement(entry.agreement, read.source, place, loaded)
            if agreement is None or not _known(agreement, entry.obligation, read.source, place, loaded):
                continue
            obligation = next(o for o in agreement.whole_agreement.obligations if o.id == entry.obligation)
            missed = verdict_of(Outcome.MISSED, obligation.force)
            verdict = missed if entry.verdict == "missed" else Verdict(entry.verdict)
            same = [
                a
                for a in found.get(entry.agreement, ())
                if (a.obligation, a.period) == (entry.obligation, entry.period)
            ]
            if all(rule.kind != "judgement" for _, rule in obligation.rules()):
                message = (
                    f"{entry.obligation} is judged by the log, not by a person; to let a known breach pass, waive it"
                )
                loaded.problems.append(_problem(read.source, message, (*place, "obligation")))
            elif verdict.missed and verdict is not missed:
                message = f"{entry.obligation} is a {obligation.force}: a miss of it is {missed}, not {verdict}"
                loaded.problems.append(_problem(read.source, message, (*place, "verdict")))
            elif same:
                message = f"{entry.obligation} is assessed twice for {entry.period}, first on line {same[0].place.line} of {same[0].place.file}; keep one"
                loaded.problems.append(_problem(read.source, message, place))
            else:
                found.setdefault(entry.agreement, []).append(
                    Assessment(
                        entry.obligation,
                        entry.period,
                        verdict,
                        entry.who,
                        entry.when,
                        entry.why,
                        _at(read.source, place),
                    )
                )
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


Place = tuple[str | int, ...]


def _paths(patterns: Sequence[str], given: Iterable[str], loaded: Loaded) -> list[Path]:
    """The files that the project names and those of options, each once."""
    named = [path for pattern in patterns for path in loaded.project.matching(pattern)]
    return list({path.resolve(): path for path in (*named, *map(Path, given))}.values())


def _agreement(name: str, source: Source, place: Place, loaded: Loaded) -> LoadedAgreement | None:
    """The agreement that an entry names. One that this run is not about is passed over; an unknown one is a problem."""
    by_id = {a.agreement.id: a for a in loaded.agreements}
    if name not in by_id and loaded.whole and not any(p.level == "error" for p in loaded.problems):
        message = f'"{name}" is not an agreement of this project.{did_you_mean(name, by_id)}'
        loaded.problems.append(_problem(source, message, (*place, "agreement")))
    return by_id.get(name)


def _known(agreement: LoadedAgreement, obligation: str, source: Source, place: Place, loaded: Loaded) -> bool:
    ids = [o.id for o in agreement.whole_agreement.obligations]
    if obligation not in ids:
        message = f'"{obligation}" is not an obligation of {agreement.agreement.id}.{did_you_mean(obligation, ids)}'
        loaded.problems.append(_problem(source, message, (*place, "obligation")))
    return obligation in ids


def _problem(source: Source, message: str, place: Place) -> Problem:
    return source.problem("bad-reference", message, source.place(place))


def _no_reading(obligation: str, reading: str, readings: Sequence[str]) -> str:
    if not readings:
        return f'{obligation} has no reading "{reading}": its words are read in one way only'
    return f'{obligation} has no reading "{reading}".{did_you_mean(reading, readings)}'


def _at(source: Source, place: Place) -> FilePlace:
    return FilePlace(source.name, *source.place(place))
