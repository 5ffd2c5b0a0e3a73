"""What changed in an agreement that its promises rest on: term, calendar, lists, parties and activities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from mou_check.agreement import Agreement
from mou_check.changes.calendar import BothRules, calendar_changes
from mou_check.changes.versions import IN_FORCE, SAYS, Path, Values, Version, Versions, became, span_order, written
from mou_check.model.changes import Change
from mou_check.model.orders import Order
from mou_check.model.spans import Span
from mou_check.model.words import capital, day
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.settings import counts_from_start, counts_to_end

Pairs = Collection[tuple[int, int]]
"""The obligations that are in both versions, by their numbers in the old one and in the new one."""
# How the keys begin under which stands what the verdicts of several obligations can hang on.
READ_BY_ALL = ("term.", "calendar.", "lists.", "activities.")


def header_changes(versions: Versions, pairs: Pairs) -> Iterator[Change]:
    """Every difference in what promises rest on, but for lists. What only one version's rules read weighs nothing here:
    these rules are new, gone or different, and that is told of their obligations."""
    yield from _term(versions, pairs)
    yield from calendar_changes(versions, rules_of(versions, pairs))
    yield from _parties(versions)
    yield from _activities(versions)


def list_changes(versions: Versions, told: Collection[str]) -> Iterator[Change]:
    """The lists that differ. The values of those that were `told` of every obligation that they touch are left out."""
    a, b = versions.old, versions.new
    for name in {**a.agreement.lists, **b.agreement.lists}:
        at: Path = ("lists", name)
        if name not in told:
            both = _values(a, name), _values(b, name)
            yield from _told(versions, at, f"the list {name}", both)
        old, new = a.agreement.lists.get(name), b.agreement.lists.get(name)
        if old and new and old.supplied_by != new.supplied_by:
            values = old.supplied_by, new.supplied_by
            message = (
                f"{became(f'what supplies the list {name}', ('the ' + values[0], 'the ' + values[1]))}: {SAYS[SAME]}"
            )
            yield _change(versions, (*at, "supplied_by"), SAME, values, message)


def _values(version: Version, name: str) -> tuple[str, ...] | None:
    """The values of a list; None without the list."""
    return (version.lists[name] or ("empty",)) if name in version.lists else None


def _change(versions: Versions, path: Path, order: Order, values: Values, message: str) -> Change:
    return versions.change(None, ".".join(map(str, path)), order, values, capital(message), (path, path))


def _told(versions: Versions, path: Path, what: str, both: tuple[Any, Any]) -> Iterator[Change]:
    return versions.told(None, ".".join(map(str, path)), capital(what), both, (path, path))


def rules_of(versions: Versions, pairs: Pairs) -> list[BothRules]:
    """The rules of every obligation that is in both versions, those of all its readings."""
    a, b = versions.old.agreement.obligations, versions.new.agreement.obligations
    return [([rule for _, rule in a[i].rules()], [rule for _, rule in b[j].rules()]) for i, j in pairs]


# --- the term


def _term(versions: Versions, pairs: Pairs) -> Iterator[Change]:
    a, b = versions.old.agreement.term, versions.new.agreement.term
    anchored = None not in (versions.old.calendar.anchor, versions.new.calendar.anchor)
    always = None not in (a.starts, b.starts)
    rules = [rule for both in rules_of(versions, pairs) for side in both for rule in side]
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
    told = became(what, (day(old) if old else None, day(new) if new else None))
    ending = f", and promises count by it: {SAYS[OTHER]}" if counts else f": {IN_FORCE[order]}"
    return _change(versions, ("term", key), OTHER if counts else order, (written(old), written(new)), told + ending)


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
            yield from _told(versions, ("parties", code), f"the party {code}", (old and old.name, new and new.name))
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
            yield from _told(versions, at, f"the activity {code}", (old and old.title, new and new.title))
            continue
        for name in ("title", "plural", "description"):
            what = f"the {name} of the activity {code}"
            yield from _told(versions, (*at, name), what, (getattr(old, name), getattr(new, name)))
        for column in {**old.columns, **new.columns}:
            kinds, place = (old.columns.get(column), new.columns.get(column)), (*at, "columns", column)
            what = f"the column {column} of the activity {code}"
            if None in kinds:
                yield from _told(versions, place, what, kinds)
            elif kinds[0] != kinds[1]:
                order = OTHER if column in read else SAME
                message = f"{what} held {kinds[0]}, and holds {kinds[1]}: {SAYS[order]}"
                yield _change(versions, place, order, kinds, message)


def _columns_read(agreement: Agreement) -> set[str]:
    """The columns on which a rule hangs; the date is one of every rule."""
    return {"date"} | {use.column for o in agreement.obligations for _, rule in o.rules() for use in rule.all_uses()}
