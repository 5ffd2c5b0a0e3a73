"""How many: the bounds that `count` and `level` have in common, and their order."""

from __future__ import annotations

from pydantic import Field

from mou_check.model.orders import Order
from mou_check.model.words import figure
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Orders
from mou_check.rules.comparing.values import at_least, at_most
from mou_check.rules.fields import Amount, Model, told_by
from mou_check.rules.scope import CutPeriods


class Bounds(Model):
    """How many: a floor, a ceiling, both, or an exact number."""

    model_config = told_by(("at_least",), ("at_most",), ("exactly",))
    at_least: Amount | None = Field(None, description="No fewer than this.")
    at_most: Amount | None = Field(None, description="No more than this.")
    exactly: Amount | None = Field(None, description="This and nothing else.")

    @property
    def floor(self) -> Amount | None:
        return self.at_least if self.exactly is None else self.exactly

    @property
    def ceiling(self) -> Amount | None:
        return self.at_most if self.exactly is None else self.exactly

    def check(self) -> None:
        """Raises `ValueError` when the bounds say nothing or contradict each other."""
        if self.exactly is not None and (self.at_least is not None or self.at_most is not None):
            raise ValueError("give exactly, or at_least and at_most, but not both")
        if self.floor is None and self.ceiling is None:
            raise ValueError("needs at_least, at_most or exactly")
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise ValueError(f"at_least {figure(self.floor)} is more than at_most {figure(self.ceiling)}")

    def side(self) -> Order:
        """What more rows do: STRICTER under a ceiling alone, LOOSER over a floor alone, else OTHER."""
        if self.ceiling is None:
            return LOOSER
        return OTHER if self.floor else STRICTER

    def bound_orders(self, new: Bounds, lowest: float) -> Orders:
        """The orders of the bounds themselves. `lowest`: the least amount that there can be."""
        floors, ceilings = at_least(self.floor, new.floor, lowest=lowest), at_most(self.ceiling, new.ceiling)
        if self.exactly is None and new.exactly is None:
            return {"at_least": floors, "at_most": ceilings}
        return dict.fromkeys(("at_least", "at_most", "exactly"), Order.all_of([floors, ceilings]))

    def bounds_in_words(self) -> str:
        if self.exactly is not None:
            return f"exactly {figure(self.exactly)}"
        words = [f"at least {figure(self.at_least)}"] if self.at_least is not None else []
        if self.at_most is not None:
            words.append(f"at most {figure(self.at_most)}")
        return " and ".join(words)


def more_rows(old: Bounds, new: Bounds) -> Order:
    """What more rows do under both of two bounds."""
    return old.side() if old.side() is new.side() else OTHER


def cut_order(old: CutPeriods | None, new: CutPeriods | None, more: Order) -> Order:
    """Whether periods that an edge cuts are judged, which is stricter than not, and by which part of the bounds.

    `more` is what more rows do under both rules; SAME where the bounds have no parts.
    """
    if old == new:
        return SAME
    if old is None or new is None:
        return STRICTER if old is None else LOOSER
    # The whole of a floor asks for more than its part, the whole of a ceiling for less.
    return more.flipped if new == "full" else more
