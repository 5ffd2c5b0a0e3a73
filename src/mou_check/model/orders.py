"""How two wordings stand to each other, as a whole and key by key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """How a new wording stands to an old one: every log that meets a stricter one meets the looser one too."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    OTHER = "other"

    @property
    def flipped(self) -> Order:
        """The order from the other side."""
        return {Order.STRICTER: Order.LOOSER, Order.LOOSER: Order.STRICTER}.get(self, self)

    @staticmethod
    def all_of(orders: Iterable[Order]) -> Order:
        """What several differences come to together."""
        found = set(orders) - {Order.SAME}
        return Order.SAME if not found else found.pop() if len(found) == 1 else Order.OTHER


@dataclass(frozen=True, slots=True)
class Difference:
    """One key of a rule that differs: its place in the rule with dots, both values in words, and the order.

    `through_list`: the text is the same, and a list that it names has other values.
    """

    key: str
    order: Order
    old: str | None
    new: str | None
    through_list: str | None = None
