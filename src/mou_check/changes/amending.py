"""The amendments of an agreement: which changes they let pass, and which of them name no change at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mou_check.agreement import Agreement, Amendment
from mou_check.changes.versions import Versions
from mou_check.model.changes import Change
from mou_check.model.problems import Problem
from mou_check.model.words import listed


def allowed(change: Change, agreement: Agreement) -> Change:
    """The change, with the reference of the amendment that names exactly it."""
    for amendment in agreement.amendments:
        if _named(amendment) == (change.obligation, change.key, change.old, change.new):
            return replace(change, allowed_by=amendment.reference)
    return change


def idle_amendments(versions: Versions, changes: Sequence[Change]) -> Iterator[Problem]:
    """The amendments that the new version adds and that name no change: most likely a slip in the key or in a value."""
    told = {(c.obligation, c.key, c.old, c.new) for c in changes}
    for i, amendment in enumerate(versions.new.agreement.amendments):
        if amendment not in versions.old.agreement.amendments and _named(amendment) not in told:
            place = versions.new.at(("amendments", i))
            message = f"the amendment of {_about(amendment)} ({amendment.reference}) names no change that there is: {_instead(amendment, changes)}"
            yield Problem(
                "warning",
                "unused-amendment",
                message,
                versions.new.agreement.id,
                place.file,
                None,
                place.line,
                place.column,
            )


def _named(amendment: Amendment) -> tuple[str | None, ...]:
    return amendment.obligation, amendment.key, amendment.from_, amendment.to


def _about(amendment: Amendment) -> str:
    return ".".join(part for part in (amendment.obligation, amendment.key) if part)


def _instead(amendment: Amendment, changes: Sequence[Change]) -> str:
    """What there is that could be meant."""
    near = [c for c in changes if c.obligation == amendment.obligation]
    same_key = [c for c in near if c.key == amendment.key]
    if same_key:
        return f"the change is from {_value(same_key[0].old)} to {_value(same_key[0].new)}"
    where = amendment.obligation or "the agreement as a whole"
    return f"what changes in {where} is {listed(c.key for c in near)}" if near else f"nothing changes in {where}"


def _value(value: str | None) -> str:
    return f'"{value}"' if value is not None else "nothing"
