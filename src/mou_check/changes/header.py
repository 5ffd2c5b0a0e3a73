"""What changed in an agreement outside its obligations: term, calendar, lists, parties and activities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from mou_check.agreement import Activity, Agreement, HolidayFile, Party
from mou_check.changes.versions import (
    IN_FORCE,
    SAYS,
    Path,
    Values,
    Version,
    Versions,
    became,
    span_order,
    told_anew,
    written,
)
from mou_check.model.changes import Change, Order
from mou_check.model.spans import Span
from mou_check.model.words import capital, day, listed, plural
from mou_check.rules.base import Rule
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.settings import counts_from_start, counts_to_end, settings_read

# What each setting of the calendar is in a sentence.
_SETTINGS = {
    "timezone": "the time zone",
    "week_starts": "the day on which weeks start",
    "year_starts": "the day on which years start",
    "anchor": "the day from which fortnights and other lengths count",
    "holidays": "the source of bank holidays",
}


def header_changes(versions: Versions, pairs: Collection[tuple[int, int]]) -> Iterator[Change]:
    """Every difference in what rules rest on. `pairs`: the numbers of the obligations that are in both versions.

    What an obligation reads in one version only is left to its own changes, or it is new or gone as a whole.
    """
    yield from _term(versions, pairs)
    yield from _calendar(versions, pairs)
    yield from _parties(versions)
    yield from _activities(versions, pairs)


def list_changes(versions: Versions, told: Collection[str]) -> Iterator[Change]:
    """The lists that differ, but for those whose change was `told` of every obligation that it touches."""
    a, b = versions.old, versions.new
    for name in {**a.agreement.lists, **b.agreement.lists}:
        at = ("lists", name)
        if name not in told:
            yield from _told(versions, at, f"the list {name}", a.lists.get(name), b.lists.get(name))
        old, new = a.agreement.lists.get(name), b.agreement.lists.get(name)
        if old and new:
            yield from _told(versions, (*at, "supplied_by"), f"who supplies the list {name}", old.supplied_by, new.supplied_by)


def _change(versions: Versions, path: Path, order: Order, values: Values, message: str) -> Change:
    return versions.change(None, ".".join(map(str, path)), order, values, capital(message), path, path)


def _told(versions: Versions, path: Path, what: str, old: Any, new: Any) -> Iterator[Change]:
    """What is there for people, and asks for nothing."""
    if old != new:
        values = written(old), written(new)
        yield _change(versions, path, SAME, values, told_anew(what, old, new))


# --- the term


def _term(versions: Versions, pairs: Collection[tuple[int, int]]) -> Iterator[Change]:
    a, b = versions.old.agreement.term, versions.new.agreement.term
    anchored = versions.old.calendar.anchor is not None and versions.new.calendar.anchor is not None
    always = a.starts is not None and b.starts is not None
    rules = [rule for both in _rules(versions, pairs) for side in both for rule in side]
    if a.starts != b.starts:
        counts = any(counts_from_start(rule, anchored=anchored, always=always) for rule in rules)
        order = OTHER if counts else span_order(Span(a.starts), Span(b.starts))
        yield _edge(versions, "starts", "the first day of the term", order)
    if a.ends != b.ends:
        order = OTHER if any(map(counts_to_end, rules)) else span_order(Span(None, a.ends), Span(None, b.ends))
        yield _edge(versions, "ends", "the last day of the term", order)


def _edge(versions: Versions, key: str, what: str, order: Order) -> Change:
    old, new = (getattr(v.agreement.term, key) for v in (versions.old, versions.new))
    told = became(what, (old and day(old), new and day(new)))
    message = f"{told}, and promises count by it: {SAYS[OTHER]}" if order is OTHER else f"{told}: {IN_FORCE[order]}"
    return _change(versions, ("term", key), order, (written(old), written(new)), message)


def _rules(versions: Versions, pairs: Collection[tuple[int, int]]) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules of every obligation that is in both versions, those of all readings."""
    a, b = versions.old.agreement.obligations, versions.new.agreement.obligations
    return [([rule for _, rule in a[i].rules()], [rule for _, rule in b[j].rules()]) for i, j in pairs]


# --- the calendar


def _calendar(versions: Versions, pairs: Collection[tuple[int, int]]) -> Iterator[Change]:
    both = _rules(versions, pairs)
    for name, what in _SETTINGS.items():
        old, new = _setting(versions.old, name), _setting(versions.new, name)
        readers = sum(name == "timezone" or (_read(name, a) and _read(name, b)) for a, b in both)
        if old == new:
            continue
        counted = name == "anchor" and _anchor(versions.old) == _anchor(versions.new)
        order = OTHER if readers and not counted else SAME
        values = written(getattr(versions.old.agreement.calendar, name)), written(getattr(versions.new.agreement.calendar, name))
        told = f"{became(what, values)}"
        yield _change(versions, ("calendar", name), order, values, told)


def _read(name: str, rules: list[Rule]) -> bool:
    return any(name in settings_read(rule) for rule in rules)


def _setting(version: Version, name: str) -> Any:
    ...


def _anchor(version: Version) -> Any:
    return version.calendar.anchor or version.agreement.term.starts
