"""What changed in the waivers: a miss that is let pass, for longer or on more days, asks for less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_check.changes.versions import SAYS, Values
from mou_check.model.changes import EFFECT_OF, Change, Order
from mou_check.model.decisions import Waiver
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER
from mou_check.rules.comparing.values import by_presence


def waiver_changes(agreement: str, old: Sequence[Waiver], new: Sequence[Waiver]) -> Iterator[Change]:
    """Every waiver that is new, gone, or covers other days. Waivers are the same when they are about the same miss."""
    before, after = _by_scope(old), _by_scope(new)
    for scope in {**before, **after}:
        was, now = before.get(scope), after.get(scope)
        here = now or was
        assert here
        order = _order(was, now)
        told: Values = (_in_words(was) if was else None, _in_words(now) if now else None)
        if order is SAME and told[0] == told[1]:
            continue
        what = "is new" if was is None else "is gone" if now is None else f"held {told[0]}, and holds {told[1]}"
        message = f"the waiver of {here.about} {what}: {SAYS[order]}"
        at = here.place
        yield Change(
            agreement, here.obligation, EFFECT_OF[order], "waivers", *told, message, at.file, at.line, at.column, was.place if was else None
        )  # fmt: skip


def _by_scope(waivers: Sequence[Waiver]) -> Mapping[tuple[str | None, ...], Waiver]:
    return {(w.obligation, w.group, w.period, w.ref, str(w.days.first) if w.days else None): w for w in waivers}


def _order(was: Waiver | None, now: Waiver | None) -> Order:
    if was is None or now is None:
        return by_presence(was, now, LOOSER)
    spans = [(_days(was), _days(now)), (Span(was.granted_on, was.expires), Span(now.granted_on, now.expires))]
    return Order.all_of(
        SAME if a == b else LOOSER if b.holds(a) else STRICTER if a.holds(b) else OTHER for a, b in spans
    )


def _days(waiver: Waiver) -> Span:
    return waiver.days or Span()


def _in_words(waiver: Waiver) -> str:
    days = f" for {waiver.days.first} to {waiver.days.last}" if waiver.days else ""
    return f"from {waiver.granted_on} to {waiver.expires}{days}, approved by {waiver.approved_by}: {waiver.reason}"
