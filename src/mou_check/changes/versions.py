"""A version of an agreement, and how a single change between two versions is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mou_check.agreement import Agreement
from mou_check.model.calendar import Calendar
from mou_check.model.changes import EFFECT_OF, Change, Effect, Order
from mou_check.model.results import FilePlace
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side, Sides

Path = tuple[str | int, ...]
SAYS = {
    Order.STRICTER: "it asks for more",
    Order.LOOSER: "it asks for less",
    Order.OTHER: "neither asks for all that the other does",
    Order.SAME: "what is asked stays the same",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an agreement: the model, its calendar, its lists as filled in, and where things stand."""

    agreement: Agreement
    calendar: Calendar
    lists: Mapping[str, tuple[str, ...]]
    file: str
    place: Callable[[Sequence[str | int]], tuple[int, int]]

    @property
    def side(self) -> Side:
        return Side(self.lists, self.calendar, self.agreement.term.span)

    def at(self, path: Path) -> FilePlace:
        return FilePlace(self.file, *self.place(path))


@dataclass(frozen=True, slots=True)
class Versions:
    """The old version and the new one."""

    old: Version
    new: Version

    @property
    def sides(self) -> Sides:
        return Sides(self.old.side, self.new.side)

    def change(
        self, obligation: str | None, key: str, order: Order, values: tuple[str | None, str | None], message: str, old_path: Path,
        new_path: Path,
    ) -> Change:  # fmt: skip
        """A change of a key, with its places in both versions."""
        at = self.new.at(new_path)
        return Change(
            self.new.agreement.id, obligation, EFFECT_OF[order], key, *values, message, at.file, at.line, at.column, self.old.at(old_path)
        )  # fmt: skip


def whole(
    version: Version, effect: Effect, key: str, obligation: str | None, what: str, message: str, path: Path
) -> Change:
    """The change that something is there in one version only: `effect` is added or removed."""
    at = version.at(path)
    old, new = (None, what) if effect is Effect.ADDED else (what, None)
    old_place = at if effect is Effect.REMOVED else None
    return Change(
        version.agreement.id, obligation, effect, key, old, new, message, at.file, at.line, at.column, old_place
    )


def was_and_is(name: str, old: Any, new: Any) -> str:
    """`bearer was panel, and is commissioner`."""
    return f"{name} was {old or 'not given'}, and is {new or 'not given'}"


def span_order(old: Span, new: Span) -> Order:
    """More days in force ask for more."""
    return SAME if old == new else STRICTER if new.holds(old) else LOOSER if old.holds(new) else OTHER
