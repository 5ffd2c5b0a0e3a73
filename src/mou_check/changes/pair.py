"""One obligation in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mou_check.agreement import Obligation
from mou_check.changes.versions import SAYS, Path, Values, Versions
from mou_check.model.changes import Change, Order


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
        self, key: str, order: Order, values: Values, what: str, says: str | None = None, at: tuple[Path, Path] | None = None
    ) -> Change:  # fmt: skip
        """A change of a key. `what` happened, in words; `says`: what that does, if not in the usual words; `at`: where it
        stands in either obligation, if not under the key."""
        message = f"{self.new.title}: {what}: {says or SAYS[order]}"
        old_at, new_at = at or (tuple(key.split(".")),) * 2
        paths = ("obligations", self.before, *old_at), ("obligations", self.after, *new_at)
        return self.versions.change(self.new.id, key, order, values, message, *paths)

    def told(self, key: str, what: str, old: Any, new: Any, at: tuple[Path, Path] | None = None) -> Iterator[Change]:
        """The change of what asks for nothing, if it differs."""
        old_at, new_at = at or (tuple(key.split(".")),) * 2
        paths = ("obligations", self.before, *old_at), ("obligations", self.after, *new_at)
        return self.versions.told(self.new.id, key, f"{self.new.title}: {what}", old, new, *paths)
