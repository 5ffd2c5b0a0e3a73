"""What changed in the rule of an obligation, or in its readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mou_check.agreement import Obligation, Reading
from mou_check.changes.pair import Pair
from mou_check.changes.versions import SAYS, Path, became
from mou_check.model.changes import Change
from mou_check.model.orders import Order
from mou_check.model.words import listed
from mou_check.rules.base import Rule
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.comparing.keys import differences, flat, value_in_words


def rule_changes(pair: Pair) -> Iterator[Change]:
    """What decides the verdict first, then the other readings.

    An only rule that becomes the preferred reading, or the other way round, is compared with it.
    """
    old, new = pair.old.read(), pair.new.read()
    linked = _linked(old, new)
    first, new_first = old[0][0], new[0][0]
    rules, new_rules = dict(old), dict(new)
    kept = linked.get(new_first) == first
    if not kept:
        order = Order.all_of(d.order for d in differences(rules[first], new_rules[new_first], pair.versions.sides))
        what = f'it was read as "{_label(pair.old, first)}", and is read as "{_label(pair.new, new_first)}"'
        yield pair.change("readings", order, (_ids(old), _ids(new)), what)
    elif not first or not new_first:
        if first != new_first:
            what = "its one rule is one of several readings now" if new_first else "its readings are one rule now"
            yield pair.change("readings", SAME, (_ids(old), _ids(new)), what)
    elif [linked[name] for name, _ in new if name in linked] != [name for name, _ in old if name in linked.values()]:
        yield pair.change("readings", SAME, (_ids(old), _ids(new)), "its readings stand in another order")
    for name, rule in new:
        if name in linked:
            before = linked[name]
            prefix = "" if kept and name == new_first else f"readings.{name}."
            yield from _named(pair, before, name)
            yield from _rule(pair, rules[before], rule, (_at(pair.old, before), _at(pair.new, name)), prefix)
        else:
            what = f'it can be read in another way now: "{_label(pair.new, name)}"'
            places: tuple[Path, Path] = ("readings",), _at(pair.new, name)[:2]
            yield pair.change(f"readings.{name}", OTHER, (None, _whole(rule)), what, at=places)
    for name, rule in old:
        if name not in linked.values():
            what = f'it can no longer be read as "{_label(pair.old, name)}"'
            places = _at(pair.old, name)[:2], ("readings",)
            yield pair.change(f"readings.{name}", OTHER, (_whole(rule), None), what, at=places)


def _linked(old: list[tuple[str, Rule]], new: list[tuple[str, Rule]]) -> dict[str, str]:
    """Which reading of the new version was which of the old one: by id, an only rule with the preferred one, else by rule."""
    was = dict(old)
    linked = {name: name for name, _ in new if name in was}
    first, new_first = old[0][0], new[0][0]
    if not first or not new_first:
        linked[new_first] = first
    for name, rule in new:
        same = [n for n, r in old if r == rule and n not in linked.values()]
        if name not in linked and same:
            linked[name] = same[0]
    return linked


def _ids(readings: list[tuple[str, Rule]]) -> str | None:
    return listed(name for name, _ in readings if name) or None


def _reading(obligation: Obligation, name: str) -> Reading | None:
    return next((r for r in obligation.readings if r.id == name), None)


def _label(obligation: Obligation, name: str) -> str:
    reading = _reading(obligation, name)
    return reading.label if reading else "its one rule"


def _at(obligation: Obligation, name: str) -> Path:
    """Where the rule of a reading stands, below the obligation."""
    return ("readings", [r.id for r in obligation.readings].index(name), "rule") if name else ("rule",)


def _whole(rule: Rule) -> str:
    """A rule with all its keys: what says exactly which one it is."""
    keys = [f"{key}: {words}" for key, value in flat(rule) if key != "kind" and (words := value_in_words(value))]
    return f"{rule.kind} ({', '.join(keys)})"


def _named(pair: Pair, before: str, after: str) -> Iterator[Change]:
    """What a reading is called, and what speaks for it."""
    old, new = _reading(pair.old, before), _reading(pair.new, after)
    if old is None or new is None:
        return
    places = _at(pair.old, before)[:2], _at(pair.new, after)[:2]
    if before != after:
        paths = (*places[0], "id"), (*places[1], "id")
        what = f"the reading {before} is called {after} now"
        yield pair.change(f"readings.{after}.id", SAME, (before, after), what, at=paths)
    for name, what in (("label", "the label"), ("because", "the reason")):
        paths = (*places[0], name), (*places[1], name)
        whose = f"{what} of the reading {after}"
        yield from pair.told(f"readings.{after}.{name}", whose, (getattr(old, name), getattr(new, name)), paths)


def _rule(pair: Pair, old: Rule, new: Rule, places: tuple[Path, Path], prefix: str) -> Iterator[Change]:
    """The differences of a rule, key by key; a list with other values under its own name."""
    versions = pair.versions
    found = list(differences(old, new, versions.sides))
    if not found:
        return
    said, says = old.describe(versions.old.agreement.nouns()), new.describe(versions.new.agreement.nouns())
    reading = f"in the reading {prefix.split('.')[1]} " if prefix else ""
    for each in found:
        values = each.old, each.new
        if each.through_list:
            at: Path = ("lists", each.through_list)
            what = became(f"the list {each.through_list}", values)
            message = f"{pair.new.title}: {what}: {SAYS[each.order]}"
            yield versions.change(pair.new.id, f"lists.{each.through_list}", each.order, values, message, (at, at))
            continue
        if each.key == "kind":
            values = _whole(old), _whole(new)
        what = f'"{said}" becomes "{says}"'
        if said == says:
            what = f"{became(each.key, values)} ({each.key}: {_meaning((new, old), each.key)})"
        elif len(found) > 1:
            what = f"{became(each.key, values)}; together {what}"
        at_key = tuple(each.key.split("."))
        at_both = (*places[0], *at_key), (*places[1], *at_key)
        yield pair.change(prefix + each.key, each.order, values, reading + what, at=at_both)


def _meaning(rules: Iterable[Rule], key: str) -> str:
    """What a key says in a rule that has it, as the page of its kind explains it."""
    for rule in rules:
        at: Any = rule
        info = None
        for name in key.split("."):
            field = next((f for f, i in _fields(at) if name in (f, i.alias)), "")
            info = dict(_fields(at)).get(field)
            at = getattr(at, field, None)
        if info and info.description:
            return info.description[:1].lower() + info.description[1:].removesuffix(".")
    return "a key of the rule"


def _fields(model: Any) -> Iterable[tuple[str, FieldInfo]]:
    return type(model).model_fields.items() if isinstance(model, BaseModel) else ()
