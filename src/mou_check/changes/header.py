"""What changed in an agreement that its promises rest on: term, calendar, lists, parties and activities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from mou_check.agreement import Agreement, HolidayFile
from mou_check.changes.versions import IN_FORCE, SAYS, Path, Values, Version, Versions, became, span_order, written
from mou_check.model.calendar import Holidays
from mou_check.model.changes import Change, Order
from mou_check.model.spans import Span
from mou_check.model.words import capital, day, listed, plural
from mou_check.rules.base import Rule
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.settings import counts_from_start, counts_to_end, settings_read

Pairs = Collection[tuple[int, int]]
"""The obligations that are in both versions, by their numbers in the old one and in the new one."""

# What each setting of the calendar is in a sentence.
_SETTINGS = {
    "timezone": "the time zone",
    "week_starts": "the day on which weeks start",
    "year_starts": "the day on which years start",
    "anchor": "the day from which fortnights and other lengths count",
    "holidays": "the source of bank holidays",
}


def header_changes(versions: Versions, pairs: Pairs) -> Iterator[Change]:
    """Every difference in what promises rest on, but for lists. What only one version's rules read weighs nothing here:
    these rules are new, gone or different, and that is told of their obligations."""
    yield from _term(versions, pairs)
    yield from _calendar(versions, pairs)
    yield from _parties(versions)
    yield from _activities(versions)


def list_changes(versions: Versions, told: Collection[str]) -> Iterator[Change]:
    """The lists that differ. The values of those that were `told` of every obligation that they touch are left out."""
    a, b = versions.old, versions.new
    for name in {**a.agreement.lists, **b.agreement.lists}:
        at: Path = ("lists", name)
        if name not in told:
            both = [version.lists[name] or ("empty",) if name in version.lists else None for version in (a, b)]
            yield from _told(versions, at, f"the list {name}", *both)
        old, new = a.agreement.lists.get(name), b.agreement.lists.get(name)
        if old and new and old.supplied_by != new.supplied_by:
            values = old.supplied_by, new.supplied_by
            message = f"{became(f'what supplies the list {name}', ('the ' + values[0], 'the ' + values[1]))}: {SAYS[SAME]}"
            yield _change(versions, (*at, "supplied_by"), SAME, values, message)


def _change(versions: Versions, path: Path, order: Order, values: Values, message: str) -> Change:
    return versions.change(None, ".".join(map(str, path)), order, values, capital(message), path, path)


def _told(versions: Versions, path: Path, what: str, old: Any, new: Any) -> Iterator[Change]:
    return versions.told(None, ".".join(map(str, path)), capital(what), old, new, path, path)


def _rules(versions: Versions, pairs: Pairs) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules of every obligation that is in both versions, those of all its readings."""
    a, b = versions.old.agreement.obligations, versions.new.agreement.obligations
    return [([rule for _, rule in a[i].rules()], [rule for _, rule in b[j].rules()]) for i, j in pairs]


# --- the term


def _term(versions: Versions, pairs: Pairs) -> Iterator[Change]:
    a, b = versions.old.agreement.term, versions.new.agreement.term
    anchored = None not in (versions.old.calendar.anchor, versions.new.calendar.anchor)
    always = None not in (a.starts, b.starts)
    rules = [rule for both in _rules(versions, pairs) for side in both for rule in side]
    if a.starts != b.starts:
        counts = any(counts_from_start(rule, anchored=anchored, always=always) for rule in rules)
        order = span_order(Span(a.starts), Span(b.starts))
        yield _edge(versions, "starts", "the first day of the term", order, counts=counts)
    if a.ends != b.ends:
        order = span_order(Span(None, a.ends), Span(None, b.ends))
        yield _edge(versions, "ends", "the last day of the term", order, counts=any(map(counts_to_end, rules)))


def _edge(versions: Versions, key: str, what: str, order: Order, *, counts: bool) -> Change:
    """One end of the term; `counts` says whether a rule counts from it, so that it is more than an end."""
    old, new = (getattr(version.agreement.term, key) for version in (versions.old, versions.new))
    told = became(what, (old and day(old), new and day(new)))
    ending = f", and promises count by it: {SAYS[OTHER]}" if counts else f": {IN_FORCE[order]}"
    return _change(versions, ("term", key), OTHER if counts else order, (written(old), written(new)), told + ending)


# --- the calendar


def _calendar(versions: Versions, pairs: Pairs) -> Iterator[Change]:
    rules = _rules(versions, pairs)
    for name, what in _SETTINGS.items():
        old, new = (getattr(version.agreement.calendar, name) for version in (versions.old, versions.new))
        in_effect = [_in_effect(version, name) for version in (versions.old, versions.new)]
        values = _in_words(old), _in_words(new)
        if name == "holidays" and old == new:
            values = _other_days(*in_effect)
        if values[0] == values[1]:
            continue
        readers = sum(name == "timezone" or all(_reads(side, name) for side in both) for both in rules)
        order = OTHER if readers and in_effect[0] != in_effect[1] else SAME
        count = (
            f"; {plural(readers, 'promise')} {'counts' if readers == 1 else 'count'} by it" if order is OTHER else ""
        )
        said = (
            (values[0] and values[0].capitalize(), values[1] and values[1].capitalize())
            if name == "week_starts"
            else values
        )
        yield _change(versions, ("calendar", name), order, values, f"{became(what, said)}{count}: {SAYS[order]}")


def _in_words(setting: Any) -> str | None:
    return f"{setting.file} ({setting.division})" if isinstance(setting, HolidayFile) else written(setting)


def _reads(rules: list[Rule], setting: str) -> bool:
    return any(setting in settings_read(rule) for rule in rules)


def _in_effect(version: Version, setting: str) -> Any:
    """What a setting comes to: without an anchor the term's first day is one, and holidays are days."""
    if setting == "anchor":
        return version.calendar.anchor or version.agreement.term.starts
    return version.calendar.holidays if setting == "holidays" else getattr(version.agreement.calendar, setting)


def _other_days(old: Holidays, new: Holidays) -> Values:
    """The bank holidays that are in one version of a file only."""
    gone, come = (listed(day(d) for d in sorted(x.dates - y.dates)) for x, y in ((old, new), (new, old)))
    return gone or None, come or None


# --- parties


def party_name(agreement: Agreement, code: str | None) -> str | None:
    """What the party with a code is called."""
    return agreement.parties[code].name if code else None


def _parties(versions: Versions) -> Iterator[Change]:
    a, b = versions.old.agreement, versions.new.agreement
    concerned = _concerned(a) & _concerned(b)
    for code in {**a.parties, **b.parties}:
        old, new = a.parties.get(code), b.parties.get(code)
        if old is None or new is None:
            yield from _told(versions, ("parties", code), f"the party {code}", old and old.name, new and new.name)
            continue
        order = OTHER if code in concerned else SAME
        if old.name != new.name:
            doubt = "whether it is the same body cannot be told from the words" if order is OTHER else SAYS[SAME]
            message = f'the party {code} was called "{old.name}", and is called "{new.name}": {doubt}'
            yield _change(versions, ("parties", code, "name"), order, (old.name, new.name), message)
        if old.acts_for != new.acts_for:
            names = party_name(a, old.acts_for), party_name(b, new.acts_for)
            order = order if names[0] != names[1] else SAME
            message = f"{new.name} acted for {names[0] or 'itself'}, and acts for {names[1] or 'itself'}: {SAYS[order]}"
            yield _change(versions, ("parties", code, "acts_for"), order, (old.acts_for, new.acts_for), message)


def _concerned(agreement: Agreement) -> set[str]:
    """The parties who owe or are owed something, and those on whose behalf they act."""
    found: set[str] = set()
    waiting = [code for o in agreement.obligations for code in (o.bearer, o.counterparty)]
    while waiting:
        code = waiting.pop()
        if code and code not in found:
            found.add(code)
            waiting.append(agreement.parties[code].acts_for)
    return found


# --- activities


def _activities(versions: Versions) -> Iterator[Change]:
    a, b = versions.old.agreement.activities, versions.new.agreement.activities
    read = _columns_read(versions.old.agreement) & _columns_read(versions.new.agreement)
    for code in {**a, **b}:
        at: Path = ("activities", code)
        old, new = a.get(code), b.get(code)
        if old is None or new is None:
            yield from _told(versions, at, f"the activity {code}", old and old.title, new and new.title)
            continue
        for name in ("title", "plural", "description"):
            what = f"the {name} of the activity {code}"
            yield from _told(versions, (*at, name), what, getattr(old, name), getattr(new, name))
        for column in {**old.columns, **new.columns}:
            kinds, place = (old.columns.get(column), new.columns.get(column)), (*at, "columns", column)
            what = f"the column {column} of the activity {code}"
            if None in kinds or column not in read:
                yield from _told(versions, place, what, *kinds)
            elif kinds[0] != kinds[1]:
                message = f"{what} held {kinds[0]}, and holds {kinds[1]}: {SAYS[OTHER]}"
                yield _change(versions, place, OTHER, kinds, message)


def _columns_read(agreement: Agreement) -> set[str]:
    """The columns on which a rule hangs; the date is one of every rule."""
    return {"date"} | {use.column for o in agreement.obligations for _, rule in o.rules() for use in rule.all_uses()}
