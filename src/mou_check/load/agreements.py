"""Loading an agreement: YAML file -> frozen model, or every fault in it with its place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mou_check.agreement import Agreement, HolidayFile
from mou_check.load.references import Checked, reference_problems
from mou_check.load.schema_errors import schema_problems
from mou_check.load.yaml_file import Source, read_yaml
from mou_check.model.calendar import Calendar, Holidays
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.model.spans import Span
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
        return None, problems
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
    """The model and all schema faults; with faults, what is left without the faulty obligations and
    clauses is checked too, so that one run tells everything."""
    data = source.data
    if not isinstance(data, dict):
        return None, [source.problem("bad-structure", "an agreement is a mapping that starts with format: 1", (1, 1))]
    numbers = {
        key: list(range(len(data[key]))) for key in ("obligations", "clauses") if isinstance(data.get(key), list)
    }
    problems: list[Problem] = []
    try:
        agreement = Agreement.model_validate(data)
    except ValidationError as error:
        problems = schema_problems(source, error, Agreement)
        for fault in error.errors(include_url=False):
            key, *rest = fault["loc"] or ("",)
            if key in numbers and rest and rest[0] in numbers[str(key)]:
                numbers[str(key)].remove(int(rest[0]))
        sound = {**data, **{key: [data[key][i] for i in kept] for key, kept in numbers.items()}}
        try:
            agreement = Agreement.model_validate(sound)
        except ValidationError:
            return None, problems
    promised = _texts(data.get("obligations"), "id")
    registered = _texts(data.get("clauses"), "ref") | _texts(data.get("clauses"), "also")
    return (
        Checked(
            agreement,
            tuple(numbers.get("obligations", ())),
            tuple(numbers.get("clauses", ())),
            frozenset(promised),
            frozenset(registered),
        ),
        problems,
    )


def _texts(items: Any, key: str) -> set[str]:
    """The texts under a key of every mapping in a list; whatever is not of that form is passed over."""
    found: set[str] = set()
    for item in items if isinstance(items, list) else ():
        value = item.get(key) if isinstance(item, dict) else None
        found.update(v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
    return found


def _holiday_file(path: Path, named: HolidayFile) -> tuple[Holidays | None, str | None]:
    """Bank holidays in the form of https://www.gov.uk/bank-holidays.json, or a sentence saying what is wrong."""
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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
