"""Loading an agreement: YAML file -> frozen model, or every fault in it with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError

from mou_check.agreement import Agreement, HolidayFile
from mou_check.load.references import Checked, reference_problems
from mou_check.load.schema_errors import schema_problems
from mou_check.load.yaml_file import Source, read_yaml
from mou_check.model.calendar import Calendar, Holidays
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.model.spans import Span
from mou_check.model.words import nearest
from mou_check.rules.fields import parse_day


@dataclass(frozen=True, slots=True)
class LoadedAgreement:
    """An agreement that can be judged: the model, its calendar with holidays, and where things stand.

    `whole` is the agreement as it stands in the file when `agreement` holds only some of its obligations.
    """

    agreement: Agreement
    calendar: Calendar
    source: Source
    inputs: tuple[Input, ...]
    whole: Agreement | None = None

    @property
    def whole_agreement(self) -> Agreement:
        """The agreement with all its obligations."""
        return self.whole or self.agreement

    def places(self) -> list[tuple[int, int]]:
        """Line and column of each obligation."""
        numbers = {o.id: i for i, o in enumerate(self.whole_agreement.obligations)}
        return [self.source.place(("obligations", numbers[o.id])) for o in self.agreement.obligations]


def load_agreement(path: Path, name: str) -> tuple[LoadedAgreement | None, list[Problem]]:
    """Load one file. The agreement is None when a problem makes it unusable; all problems come at once."""
    source = read_yaml(path, name)
    if source.root is None:
        return None, source.problems
    problems = list(source.problems)
    checked, more = _validate(source)
    problems += more
    if checked:
        problems += reference_problems(source, checked)
    if problems or not checked:
        return None, sorted(problems, key=_place)
    agreement = checked.agreement
    inputs = [Input("agreement", name, _sha256(path))]
    holidays = None
    if isinstance(agreement.calendar.holidays, HolidayFile):
        holidays, fault = _holiday_file(path.parent / agreement.calendar.holidays.file, agreement.calendar.holidays)
        if fault:
            return None, [source.problem("bad-structure", fault, source.place(("calendar", "holidays", "file")))]
        inputs.append(
            Input("holidays", agreement.calendar.holidays.file, _sha256(path.parent / agreement.calendar.holidays.file))
        )
    return LoadedAgreement(agreement, agreement.calendar.calendar(holidays), source, tuple(inputs)), []


def _validate(source: Source) -> tuple[Checked | None, list[Problem]]:
    """The model and all schema faults; with faults, what is left with stand-ins for the faulty parts is
    checked too, so that one run tells everything."""
    data = source.data
    if not isinstance(data, dict):
        message = "an agreement is a mapping of keys to values that starts with format: 1"
        return None, [source.problem("bad-structure", message, (1, 1))]
    problems: list[Problem] = []
    sound = _Sound(data)
    try:
        agreement = Agreement.model_validate(data)
    except ValidationError as error:
        problems = schema_problems(source, error, Agreement)
        sound.repair(fault["loc"] for fault in error.errors(include_url=False))
        try:
            agreement = Agreement.model_validate(sound.data)
        except ValidationError:
            return None, problems
    checked = Checked(
        agreement,
        tuple(sound.numbers["obligations"]),
        tuple(sound.numbers["clauses"]),
        frozenset(_texts(data.get("obligations"), "id")),
        frozenset(_texts(data.get("clauses"), "ref") | _texts(data.get("clauses"), "also")),
        frozenset(sound.doubtful),
    )
    return checked, problems


class _Sound:
    """An agreement's data without its faults: what is faulty is left out, or something sound stands in for it."""

    # Long ago, so that nothing seems to lack a beginning.
    SECTIONS: ClassVar[dict[str, Any]] = {
        "format": 1, "id": "x", "title": "x", "parties": {"x": {"name": "x"}}, "term": {"starts": "1900-01-01"}, "calendar": {"anchor": "1900-01-01"},
    }  # fmt: skip
    ENTRIES: ClassVar[dict[str, Any]] = {"parties": {"name": "x"}, "lists": [], "activities": {"title": "x"}}

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = dict(data)
        self.doubtful: set[tuple[str | int, ...]] = set()
        self.numbers = {
            key: list(range(len(data[key]))) if isinstance(data.get(key), list) else []
            for key in ("obligations", "clauses")
        }

    def repair(self, faults: Iterable[tuple[str | int, ...]]) -> None:
        """Take out what stands at the places of faults."""
        for section, *rest in faults:
            key, entry = str(section), rest[0] if rest else None
            if key in self.numbers and isinstance(entry, int):
                if entry in self.numbers[key]:
                    self.numbers[key].remove(entry)
            elif key in self.ENTRIES and isinstance(self.data.get(key), dict) and entry in self.data[key]:
                self.data[key] = {**self.data[key], entry: self.ENTRIES[key]}
                self.doubtful.add((key, str(entry)))
            else:
                self.data.pop(key, None)
                self.data.update({key: self.SECTIONS[key]} if key in self.SECTIONS else {})
                self.doubtful.add((nearest(key, Agreement.model_fields) or key,))
        for key, kept in self.numbers.items():
            if isinstance(self.data.get(key), list):
                self.data[key] = [self.data[key][i] for i in kept]


def _texts(items: Any, key: str) -> set[str]:
    """The texts under a key of every mapping in a list; whatever is not of that form is passed over."""
    found: set[str] = set()
    for item in items if isinstance(items, list) else ():
        value = item.get(key) if isinstance(item, dict) else None
        found.update(v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
    return found


def _holiday_file(path: Path, named: HolidayFile) -> tuple[Holidays | None, str | None]:
    """Bank holidays in the form of https://www.gov.uk/bank-holidays.json, or a sentence saying what is wrong."""
    import json

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        events = data[named.division]["events"]
        dates = frozenset(parse_day(event["date"]) for event in events)
        known = Span(min(dates).replace(month=1, day=1), max(dates).replace(month=12, day=31))
    except OSError as error:
        return None, f"the holidays file {named.file} cannot be read: {error.strerror}"
    except (ValueError, KeyError, TypeError):
        return (
            None,
            f'{named.file} does not have the form of GOV.UK\'s bank-holidays.json with a division "{named.division}"',
        )
    return Holidays("file", dates, known), None


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column if isinstance(problem.column, int) else 0


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
