"""What changed in an agreement as a whole: its term, its calendar, its lists, parties and activities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mou_check.changes.versions import SAYS, Path, Versions, span_order, was_and_is
from mou_check.model.changes import Change, Order
from mou_check.model.spans import Span
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.comparing.keys import value_in_words
from mou_check.rules.settings import settings_read


def header_changes(versions: Versions) -> Iterator[Change]:
    """Every difference outside the obligations. What no rule reads is only worded anew."""
    a, b = versions.old.agreement, versions.new.agreement
    yield from _term(versions)
    read = {setting for o in b.obligations for _, rule in o.read() for setting in settings_read(rule)}
    for name in type(a.calendar).model_fields:
        order = OTHER if name == "timezone" or name in read else SAME
        yield from _field(versions, ("calendar", name), getattr(a.calendar, name), getattr(b.calendar, name), order)
    named = {n for o in (*a.obligations, *b.obligations) for _, rule in o.read() for _, n in rule.list_names()}
    for name in {**a.lists, **b.lists}:
        if name not in named:  # what rules read is told of the obligations that it touches
            values = versions.old.lists.get(name), versions.new.lists.get(name)
            yield from _field(versions, ("lists", name), *values, SAME)
    for code in {**a.parties, **b.parties}:
        party, other = a.parties.get(code), b.parties.get(code)
        yield from _field(versions, ("parties", code, "name"), party and party.name, other and other.name, SAME)
        if party and other:
            yield from _field(versions, ("parties", code, "acts_for"), party.acts_for, other.acts_for, OTHER)
    yield from _activities(versions)
    for name in ("title", "source", "columns", "clauses", "acknowledged", "amendments", "note"):
        if getattr(a, name) != getattr(b, name):
            message = f"{name} of the agreement differs: {SAYS[SAME]}"
            yield versions.change(None, name, SAME, (None, None), message, (name,), (name,))


def _term(versions: Versions) -> Iterator[Change]:
    a, b = versions.old.agreement.term, versions.new.agreement.term
    counted_from = any(
        rule.needs_term() or ("anchor" in settings_read(rule) and not versions.new.calendar.anchor)
        for o in versions.new.agreement.obligations
        for _, rule in o.read()
    )
    moved = span_order(Span(a.starts, None), Span(b.starts, None))
    yield from _field(versions, ("term", "starts"), a.starts, b.starts, OTHER if counted_from else moved)
    moved = span_order(Span(None, a.ends), Span(None, b.ends))
    yield from _field(versions, ("term", "ends"), a.ends, b.ends, moved)


def _activities(versions: Versions) -> Iterator[Change]:
    a, b = versions.old.agreement.activities, versions.new.agreement.activities
    for code in {**a, **b}:
        at: Path = ("activities", code)
        before, after = a.get(code), b.get(code)
        if before is None or after is None:
            yield from _field(versions, at, before and before.title, after and after.title, SAME)
            continue
        for column in {**before.columns, **after.columns}:
            kind, other = before.columns.get(column), after.columns.get(column)
            yield from _field(versions, (*at, "columns", column), kind, other, OTHER if kind and other else SAME)
        for name in ("title", "plural", "description"):
            yield from _field(versions, (*at, name), getattr(before, name), getattr(after, name), SAME)


def _field(versions: Versions, path: Path, old: Any, new: Any, order: Order) -> Iterator[Change]:
    if old != new:
        values = value_in_words(old), value_in_words(new)
        key = ".".join(map(str, path))
        message = f"{was_and_is(key, *values)}: {SAYS[order]}"
        yield versions.change(None, key, order, values, message, path, path)
