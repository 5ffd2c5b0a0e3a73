"""Examples that `mou-check test --suggest` proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mou_check.model.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class SuggestedExample:
    """A small log, the days over which it is judged, and the verdict that it gets.

    `rows` map columns of the `header` to texts; `records` and `lists` are what the log is declared to record and the
    values of lists that the agreement leaves open.
    """

    verdict: Verdict
    says: str
    reading: str | None
    since: date
    until: date
    as_of: date
    records: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class SuggestedExamples:
    """The examples proposed for one obligation; `notes` say why one is missing.

    `indent` is the number of spaces before its keys in the file; `has_examples` says that some are there already.
    """

    agreement: str
    obligation: str
    requirement: str
    file: str
    line: int
    indent: int
    has_examples: bool
    examples: tuple[SuggestedExample, ...]
    notes: tuple[str, ...]
