"""What an agreement leaves open, and what each choice would do on a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace, ReadingResult, Settled, Tool, Window
from mou_check.model.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """An obligation whose words allow several readings; the first one gives its verdict.

    `turns`: some reading is missed and some other is not.
    """

    obligation: str
    title: str
    clauses: tuple[str, ...]
    location: FilePlace
    chosen_by: Literal["agreement", "option", "settlement"]
    settled: Settled | None
    turns: bool
    readings: tuple[ReadingResult, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """An obligation whose verdict another choice would turn."""

    obligation: str
    verdict: Verdict
    would_be: Verdict


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value of a setting, and the verdicts that it would turn."""

    value: str
    turned: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """A choice about the calendar on which obligations hang. `declared`: the agreement's file makes it itself."""

    setting: str
    value: str
    declared: bool
    obligations: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list that the document leaves open; `values` are those in use, from the agreement or the project file."""

    name: str
    values: tuple[str, ...]
    supplied: bool
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementChoices:
    """All that one agreement leaves open, tried on its log."""

    id: str
    title: str
    file: str
    window: Window | None
    as_of: date
    readings: tuple[ReadingChoice, ...]
    settings: tuple[SettingChoice, ...]
    lists: tuple[ListChoice, ...]


@dataclass(frozen=True, slots=True)
class ChoicesDocument:
    """What `mou-check readings` tells."""

    format: Literal[1]
    tool: Tool
    agreements: tuple[AgreementChoices, ...]
    problems: tuple[Problem, ...]
