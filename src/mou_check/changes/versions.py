"""A version of an agreement, and how a single change between two versions is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mou_check.agreement import Agreement
from mou_check.model.calendar import Calendar
from mou_check.model.changes import EFFECT_OF, Change, Effect, Order
from mou_check.model.results import FilePlace
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side, Sides

Path = tuple[str | int, ...]
Values = tuple[str | None, str | None]
"""The old value and the new one in words; None where there is none."""

SAYS = {
    STRICTER: "this asks for more",
    LOOSER: "this asks for less",
    OTHER: "which of the two asks for more cannot be said",
    SAME: "what is asked stays the same",
}
"""What a change of each order does, as the end of a sentence."""
IN_FORCE = {
    **SAYS,
    STRICTER: "it holds on more days, which asks for more",
    LOOSER: "it holds on fewer days, which asks for less",
}
"""The same for the first and the last day on which something is in force."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an agreement: the model, its calendar, its lists as filled in, and the place of a path in it."""

    agreement: Agreement
    calendar: Calendar
    lists: Mapping[str, tuple[str, ...]]
    at: Callable[[Path], FilePlace]

    @property
    def side(self) -> Side:
        return Side(self.lists, self.calendar, self.agreement.term.span)


@dataclass(frozen=True, slots=True)
class Versions:
    """The old version and the new one."""

    old: Version
    new: Version

    @property
    def sides(self) -> Sides:
        return Sides(self.old.side, self.new.side)

    def change(
        self, obligation: str | None, key: str, order: Order, values: Values, message: str, old_path: Path, new_path: Path
    ) -> Change:
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
    values = (None, what) if effect is Effect.ADDED else (what, None)
    old_place = at if effect is Effect.REMOVED else None
    return Change(
        version.agreement.id, obligation, effect, key, *values, message, at.file, at.line, at.column, old_place
    )


def became(what: str, values: Values) -> str:
    """`the day on which weeks start was monday, and is sunday`."""
    old, new = (value or "not given" for value in values)
    return f"{what} was {old}, and is {new}"


def told_anew(what: str, values: Values, *, text: bool = True) -> str:
    """A sentence about something that asks for nothing: it is new, gone, or worded anew."""
    old, new = values
    how = "is new" if old is None else "is gone" if new is None else "is worded anew" if text else "differs"
    return f"{what} {how}: {SAYS[SAME]}"


def span_order(old: Span, new: Span) -> Order:
    """More days in force ask for more."""
    return SAME if old == new else STRICTER if new.holds(old) else LOOSER if old.holds(new) else OTHER
