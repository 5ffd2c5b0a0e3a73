"""A version of an agreement, and how a single change between two versions is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mou_check.agreement import Agreement
from mou_check.model.calendar import Calendar
from mou_check.model.changes import EFFECT_OF, Change, Effect
from mou_check.model.decisions import Settlement, Waiver
from mou_check.model.orders import Order
from mou_check.model.results import FilePlace
from mou_check.model.spans import Span
from mou_check.model.words import listed, plural
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Side, Sides
from mou_check.rules.comparing.keys import value_in_words

Path = tuple[str | int, ...]
Places = tuple[Path, Path]
"""Where something stands in the old version and in the new one."""
Values = tuple[str | None, str | None]
"""The old value and the new one in words; None where there is none."""

SAYS = {
    STRICTER: "this asks for more",
    LOOSER: "this asks for less",
    OTHER: "whether this asks for more or for less cannot be said",
    SAME: "what is asked stays the same",
}
"""What a change of each order does, as the end of a sentence."""
IN_FORCE = {
    **SAYS,
    STRICTER: "it is in force on more days, which asks for more",
    LOOSER: "it is in force on fewer days, which asks for less",
}
"""The same for the first and the last day on which something is in force."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an agreement: the model, its calendar, its lists as filled in, and the place of a path in it.

    `settled` and `waivers` are what people decided about it on its side; None where both sides have the same decisions.
    """

    agreement: Agreement
    calendar: Calendar
    lists: Mapping[str, tuple[str, ...]]
    at: Callable[[Path], FilePlace]
    settled: Sequence[Settlement] | None = None
    waivers: Sequence[Waiver] | None = None

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
        self, obligation: str | None, key: str, order: Order, values: Values, message: str, places: Places
    ) -> Change:
        """A change of a key, with its places in both versions."""
        old, new = self.old.at(places[0]), self.new.at(places[1])
        return Change(
            self.new.agreement.id, obligation, EFFECT_OF[order], key, *values, message, new.file, new.line, new.column, old
        )  # fmt: skip

    def told(
        self, obligation: str | None, key: str, what: str, both: tuple[Any, Any], places: Places
    ) -> Iterator[Change]:
        """The change of what is there for people and asks for nothing, if it differs. `what` begins the sentence."""
        old, new = both
        if old != new:
            values = written(old), written(new)
            anew = "is worded anew" if isinstance(old, str) else "differs"
            how = "is new" if values[0] is None else "is gone" if values[1] is None else anew
            yield self.change(obligation, key, SAME, values, f"{what} {how}: {SAYS[SAME]}", places)


def whole(
    version: Version, effect: Effect, key: str, obligation: str | None, what: str, message: str, path: Path
) -> Change:
    """The change that something is there in one version only: `effect` is added or removed."""
    at = version.at(path)
    values: Values = (None, what) if effect is Effect.ADDED else (what, None)
    old_place = at if effect is Effect.REMOVED else None
    return Change(
        version.agreement.id, obligation, effect, key, *values, message, at.file, at.line, at.column, old_place
    )


def written(value: Any) -> str | None:
    """A value as an agreement writes it, or as a reader says it; of entries without a name how many there are."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return listed(value) or None
    if isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
        return plural(len(value), "entry")
    return value_in_words(value)


def became(what: str, values: Values) -> str:
    """`the day on which weeks start was Monday, and is Sunday`."""
    old, new = (value or "not given" for value in values)
    return f"{what} was {old}, and is {new}"


def span_order(old: Span, new: Span) -> Order:
    """More days in force ask for more."""
    return SAME if old == new else STRICTER if new.holds(old) else LOOSER if old.holds(new) else OTHER
