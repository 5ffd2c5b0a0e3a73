"""What `mou-check init --log` proposes for a log that calls things by names of its own: an entry of the project file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A header of the log and the agreement's column that it is taken for; `why` says what speaks for it.

    `sure` is False where a person should look; `same` where the two are one name, so that nothing needs to be said.
    """

    header: str
    column: str
    why: str
    sure: bool = True
    same: bool = False


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A text of the log and what is taken for it in the agreement, None where nothing is near."""

    text: str
    rows: int
    meant: str | None
    why: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ProposedDates:
    """How a column of dates is written: the formats (none: the ISO form alone) and what speaks for them.

    Where no cell tells, `formats` is empty and `choices` holds what a person has to choose from, each as formats.
    `unread` holds the texts that are no dates, with the first row of each.
    """

    column: str
    formats: tuple[str, ...]
    why: str
    choices: tuple[tuple[str, ...], ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry of the project file for one log.

    `whose` is the title of the agreement, None where none is known and its activities are made from the log's values.
    `looked_at` tells in sentences what the file is made of. `encoding` and `sheet` are keys of the entry where they are
    needed. `unused` are headers that no rule needs, `lacking` columns of the agreement that no header was found for,
    `silent` activities of the agreement without a row. `drafted` has activities for an agreement yet to be written:
    titles by code.
    """

    agreement: str
    whose: str | None
    file: str
    looked_at: tuple[str, ...]
    names: tuple[ProposedName, ...]
    dates: tuple[ProposedDates, ...]
    values: Mapping[str, tuple[ProposedValue, ...]]
    span: tuple[date, date] | None = None
    encoding: str | None = None
    unused: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    drafted: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
