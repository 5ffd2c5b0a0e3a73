"""What changed in what people decided: a miss that is let pass, or another reading that holds, asks for less or more too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_check.agreement import Obligation
from mou_check.changes.matching import matched, new_names
from mou_check.changes.versions import SAYS, Values, Version, Versions
from mou_check.model.changes import EFFECT_OF, Change
from mou_check.model.decisions import Settlement, Waiver
from mou_check.model.orders import Order
from mou_check.model.spans import Span
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER, Sides
from mou_check.rules.comparing.keys import differences
from mou_check.rules.comparing.values import by_presence


def decision_changes(versions: Versions) -> Iterator[Change]:
    """Every settled reading and every waiver that differs, where the two sides have decisions of their own."""
    yield from _settled(versions)
    yield from _waivers(versions)


def _settled(versions: Versions) -> Iterator[Change]:
    """Every obligation of which another reading holds now, because the parties settled on it or no longer do."""
    a, b = versions.old.agreement, versions.new.agreement
    pairs = matched(a, b)
    before, after = ({s.obligation: s for s in version.settled or ()} for version in (versions.old, versions.new))
    for obligation in b.obligations:
        if obligation.id not in pairs:
            continue
        earlier = a.obligations[pairs[obligation.id]]
        was, now = before.get(earlier.id), after.get(obligation.id)
        held = was.reading if was else earlier.read()[0][0], now.reading if now else obligation.read()[0][0]
        if (was or now) and held[0] != held[1]:
            order = _reading_order(versions.new, obligation, *held)
            told = held[0] or None, held[1] or None
            what = f'{obligation.title}: the reading that holds was "{told[0]}", and is "{told[1]}"'
            yield _change(versions, obligation.id, "settled", order, told, what, was, now)


def _reading_order(version: Version, obligation: Obligation, was: str, now: str) -> Order:
    rules = dict(obligation.read())
    if was not in rules or now not in rules:
        return OTHER
    sides = Sides(version.side, version.side)
    return Order.all_of(d.order for d in differences(rules[was], rules[now], sides))


def _waivers(versions: Versions) -> Iterator[Change]:
    """Every waiver that is new, gone, or holds for other days. Waivers are the same when they are about the same miss."""
    names = new_names(versions.old.agreement, versions.new.agreement)
    before, after = _by_scope(versions.old.waivers or (), names), _by_scope(versions.new.waivers or (), {})
    for scope in {**before, **after}:
        was, now = before.get(scope), after.get(scope)
        told = _held(was) if was else None, _held(now) if now else None
        if told[0] != told[1]:
            how = "is new" if was is None else "is gone" if now is None else f"held {told[0]}, and holds {told[1]}"
            what = f"The waiver of {(after.get(scope) or before[scope]).about} {how}"
            yield _change(versions, scope[0] or "", "waivers", _waiver_order(was, now), told, what, was, now)


def _by_scope(waivers: Sequence[Waiver], names: Mapping[str, str]) -> Mapping[tuple[str | None, ...], Waiver]:
    """Waivers by what they are about, obligations as they are called in the new version."""
    return {
        (names.get(w.obligation, w.obligation), w.group, w.period, w.ref, str(w.days.first) if w.days else None): w
        for w in waivers
    }


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


def _change(
    versions: Versions, obligation: str, key: str, order: Order, told: Values, what: str, was: Settlement | Waiver | None,
    now: Settlement | Waiver | None,
) -> Change:  # fmt: skip
    """A change whose place is that of a decision; one that is gone stands where it stood."""
    places = [decision.place for decision in (now, was) if decision]
    at = places[0]
    return Change(
        versions.new.agreement.id, obligation, EFFECT_OF[order], key, *told, f"{what}: {SAYS[order]}", at.file, at.line, at.column,
        was.place if was else None,
    )  # fmt: skip
