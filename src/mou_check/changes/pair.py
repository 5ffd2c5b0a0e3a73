"""One obligation in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mou_check.agreement import Obligation
from mou_check.changes.versions import SAYS, Places, Values, Versions
from mou_check.model.changes import Change
from mou_check.model.orders import Order


@dataclass(frozen=True, slots=True)
class Pair:
    """One obligation in both versions, by its numbers in them."""

    versions: Versions
    before: int
    after: int

    @property
    def old(self) -> Obligation:
        return self.versions.old.agreement.obligations[self.before]

    @property
    def new(self) -> Obligation:
        return self.versions.new.agreement.obligations[self.after]

    def change(
        self, key: str, order: Order, values: Values, what: str, *, says: str | None = None, at: Places | None = None
    ) -> Change:
        """A change of a key. `what` happened, in words; `says`: what that does, if not in the usual words; `at`: where it
        stands in either obligation, if not under the key."""
        message = f"{self.new.title}: {what}: {says or SAYS[order]}"
        return self.versions.change(self.new.id, key, order, values, message, self._places(key, at))

    def told(self, key: str, what: str, both: tuple[Any, Any], at: Places | None = None) -> Iterator[Change]:
        """The change of what asks for nothing, if it differs."""
        return self.versions.told(self.new.id, key, f"{self.new.title}: {what}", both, self._places(key, at))

    def _places(self, key: str, at: Places | None) -> Places:
        old, new = at or (tuple(key.split(".")),) * 2
        return ("obligations", self.before, *old), ("obligations", self.after, *new)
