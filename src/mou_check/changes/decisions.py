"""What changed in what people decided: a miss that is let pass, or another reading that holds, asks for less or more too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_check.agreement import Obligation
from mou_check.changes.versions import SAYS, Version
from mou_check.model.changes import EFFECT_OF, Change, Order
from mou_check.model.decisions import Settlement, Waiver
from mou_check.model.results import FilePlace
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Sides
from mou_check.rules.comparing.keys import differences
from mou_check.rules.comparing.values import by_presence


def waiver_changes(agreement: str, old: Sequence[Waiver], new: Sequence[Waiver]) -> Iterator[Change]:
    """Every waiver that is new, gone, or holds for other days. Waivers are the same when they are about the same miss."""
    before, after = _by_scope(old), _by_scope(new)
    for scope in {**before, **after}:
        was, now = before.get(scope), after.get(scope)
        here = now or was
        assert here
        told = _held(was) if was else None, _held(now) if now else None
        if told[0] == told[1]:
            continue
        what = "is new" if was is None else "is gone" if now is None else f"held {told[0]}, and holds {told[1]}"
        order = _waiver_order(was, now)
        message = f"the waiver of {here.about} {what}: {SAYS[order]}"
        yield _change(
            agreement, here.obligation, "waivers", order, told, message, here.place, was.place if was else None
        )


def settled_changes(version: Version, old: Sequence[Settlement], new: Sequence[Settlement]) -> Iterator[Change]:
    """Every obligation of which another reading holds now, because the parties settled on it or no longer do."""
    before, after = ({s.obligation: s for s in settled} for settled in (old, new))
    for obligation in version.agreement.obligations:
        was, now = before.get(obligation.id), after.get(obligation.id)
        here = now or was
        if here is None or not obligation.readings:
            continue
        read = [s.reading if s else obligation.readings[0].id for s in (was, now)]
        if read[0] == read[1]:
            continue
        order = _reading_order(version, obligation, *read)
        message = f'{obligation.title} was read as "{read[0]}", and is read as "{read[1]}": {SAYS[order]}'
        told = read[0], read[1]
        yield _change(
            version.agreement.id, obligation.id, "settled", order, told, message, here.place, was.place if was else None
        )


def _change(
    agreement: str, obligation: str, key: str, order: Order, told: tuple[str | None, str | None], message: str, at: FilePlace,
    old_place: FilePlace | None,
) -> Change:  # fmt: skip
    return Change(
        agreement, obligation, EFFECT_OF[order], key, told[0], told[1], message, at.file, at.line, at.column, old_place
    )


def _by_scope(waivers: Sequence[Waiver]) -> Mapping[tuple[str | None, ...], Waiver]:
    return {(w.obligation, w.group, w.period, w.ref, str(w.days.first) if w.days else None): w for w in waivers}


def _waiver_order(was: Waiver | None, now: Waiver | None) -> Order:
    if was is None or now is None:
        return by_presence(was, now, LOOSER)
    spans = [(was.days or Span(), now.days or Span()), (_in_force(was), _in_force(now))]
    return Order.all_of(
        SAME if a == b else LOOSER if b.holds(a) else STRICTER if a.holds(b) else OTHER for a, b in spans
    )


def _in_force(waiver: Waiver) -> Span:
    return Span(waiver.granted_on, waiver.expires)


def _held(waiver: Waiver) -> str:
    days = f" for {waiver.days.first} to {waiver.days.last}" if waiver.days else ""
    return f"from {waiver.granted_on} to {waiver.expires}{days}"


def _reading_order(version: Version, obligation: Obligation, was: str, now: str) -> Order:
    rules = dict(obligation.read())
    if was not in rules or now not in rules:
        return OTHER
    sides = Sides(version.side, version.side)
    return Order.all_of(d.order for d in differences(rules[was], rules[now], sides))
