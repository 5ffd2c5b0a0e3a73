"""Files whose entries are each about an obligation of an agreement: settled readings, assessments, waivers.

They are small YAML files that the project file names or an option gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from mou_check.agreement import Obligation
from mou_check.load.documents import Role, read_document
from mou_check.load.finding import Loaded
from mou_check.load.yaml_file import Source
from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace
from mou_check.model.words import did_you_mean
from mou_check.rules.fields import Model

At = tuple[str | int, ...]


class AboutObligation(Protocol):
    """What every entry says first."""

    @property
    def agreement(self) -> str:
        """The id of an agreement."""

    @property
    def obligation(self) -> str:
        """The id of one of its obligations."""


M = TypeVar("M", bound=Model)
E = TypeVar("E", bound=AboutObligation)


@dataclass(frozen=True, slots=True)
class Entry(Generic[E]):
    """What stands in an entry, the obligation that it is about, and where it stands."""

    written: E
    obligation: Obligation
    source: Source
    path: At

    @property
    def place(self) -> FilePlace:
        """Where it stands."""
        return FilePlace(self.source.name, *self.source.place(self.path))

    def problem(self, message: str, key: str | None = None) -> Problem:
        """An error at the entry, or at one of its keys."""
        at = self.source.place((*self.path, key) if key else self.path)
        return self.source.problem("bad-reference", message, at)


def entries(
    named: Sequence[str],
    given: Iterable[str],
    form: type[M],
    role: Role,
    inside: Callable[[M], Sequence[E]],
    loaded: Loaded,
) -> Iterator[Entry[E]]:
    """The entries of the files that the project names and those that options give, in order.

    Each is of the given form, and `inside` gives its entries, which stand under the key `role`. Entries about an
    agreement that this run is not about are passed over; what is wrong goes to the problems of the run.
    """
    sound = not any(p.level == "error" for p in loaded.problems)
    paths = [path for pattern in named for path in loaded.project.matching(pattern)]
    for path in {path.resolve(): path for path in (*paths, *map(Path, given))}.values():
        read = read_document(path, loaded.project.name(path), form, role)
        loaded.problems += read.problems
        loaded.inputs += read.inputs
        if read.value is None or read.source is None:
            continue
        for i, written in enumerate(inside(read.value)):
            place = (role, i)
            obligation = _obligation(written, read.source, place, loaded, sound=sound)
            if obligation:
                yield Entry(written, obligation, read.source, place)


def _obligation(
    written: AboutObligation, source: Source, place: At, loaded: Loaded, *, sound: bool
) -> Obligation | None:
    """The obligation that an entry is about. `sound`: all agreements loaded, so that a name none of them has is a slip."""
    agreements = {a.agreement.id: a.whole_agreement for a in loaded.agreements}
    agreement = agreements.get(written.agreement)
    if agreement is None:
        if loaded.whole and sound:
            message = f'"{written.agreement}" is not an agreement of this project.{did_you_mean(written.agreement, agreements)}'
            loaded.problems.append(source.problem("bad-reference", message, source.place((*place, "agreement"))))
        return None
    obligations = {o.id: o for o in agreement.obligations}
    if written.obligation not in obligations:
        message = f'"{written.obligation}" is not an obligation of {agreement.id}.{did_you_mean(written.obligation, obligations)}'
        loaded.problems.append(source.problem("bad-reference", message, source.place((*place, "obligation"))))
    return obligations.get(written.obligation)
