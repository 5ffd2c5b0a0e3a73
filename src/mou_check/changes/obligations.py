"""What changed in one obligation: who owes it, how strongly, when, and by which rule or readings."""

from __future__ import annotations

from collections.abc import Iterator

from mou_check.agreement import Obligation
from mou_check.changes.header import party_name
from mou_check.changes.pair import Pair
from mou_check.changes.readings import rule_changes
from mou_check.changes.versions import IN_FORCE, Versions, became, span_order, written
from mou_check.model.changes import Change
from mou_check.model.orders import Order
from mou_check.model.spans import EVER, Span
from mou_check.model.words import day
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER
from mou_check.rules.comparing.values import by_number, by_presence
from mou_check.rules.settings import edges_matter

_FORCES = {"may": 0, "should": 1, "must": 2}
# What is told of an obligation and asks for nothing.
TOLD = {
    "title": "its title",
    "says": "the sentence that says it",
    "clauses": "the list of clauses that it cites",
    "rest_of": "the list of promises of which it is the rest",
    "note": "its note",
    "examples": "the list of its examples",
}


def obligation_changes(versions: Versions, before: int, after: int) -> Iterator[Change]:
    """Every difference of an obligation, by its numbers in the two versions."""
    pair = Pair(versions, before, after)
    a, b = pair.old, pair.new
    if a.id != b.id:
        yield pair.change("id", SAME, (a.id, b.id), f"it is called {b.id} now, and was {a.id}")
    if a.force != b.force:
        order = by_number(_FORCES[a.force], _FORCES[b.force], STRICTER, absent=0)
        yield pair.change("force", order, (a.force, b.force), f'"{a.force}" becomes "{b.force}"')
    if a.qualifier != b.qualifier:
        order = by_presence(a.qualifier, b.qualifier, LOOSER)
        yield pair.change("qualifier", order, (a.qualifier, b.qualifier), _softened(a.qualifier, b.qualifier))
    yield from _party(pair, "bearer", "owed by")
    yield from _party(pair, "counterparty", "owed to")
    yield from _effective(pair)
    yield from rule_changes(pair)
    for name, what in TOLD.items():
        yield from pair.told(name, what, (getattr(a, name), getattr(b, name)))


def _softened(old: str | None, new: str | None) -> str:
    words = [f'"{code.replace("-", " ")}"' if code else "" for code in (old, new)]
    if not old or not new:
        return f"the softening words {words[1]} are new" if new else f"the softening words {words[0]} are gone"
    return f"the softening words were {words[0]}, and are {words[1]}"


def _party(pair: Pair, name: str, owed: str) -> Iterator[Change]:
    """Who owes it, or to whom it is owed. A party that only has another code is the same one."""
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    if old != new:
        names = party_name(pair.versions.old.agreement, old), party_name(pair.versions.new.agreement, new)
        if names[0] == names[1]:
            yield pair.change(name, SAME, (old, new), f"it is {owed} {names[1]} as before, under another code")
        else:
            said = [text or "nobody in particular" for text in names]
            yield pair.change(name, OTHER, (old, new), f"it was {owed} {said[0]}, and is {owed} {said[1]}")


def _effective(pair: Pair) -> Iterator[Change]:
    a, b = (_in_force(o) for o in (pair.old, pair.new))
    for key, what, old, new, spans in (
        ("effective.from", "its first day in force", a.first, b.first, (Span(a.first), Span(b.first))),
        ("effective.to", "its last day in force", a.last, b.last, (Span(None, a.last), Span(None, b.last))),
    ):
        if old != new:
            order = _span_order(pair, *spans)
            said = became(what, (day(old) if old else None, day(new) if new else None))
            yield pair.change(key, order, (written(old), written(new)), said, says=IN_FORCE[order])


def _in_force(obligation: Obligation) -> Span:
    return obligation.effective.span if obligation.effective else EVER


def _span_order(pair: Pair, old: Span, new: Span) -> Order:
    """The order of the days in force, as far as a term has them."""
    terms = pair.versions.old.agreement.term.span.hull(pair.versions.new.agreement.term.span)
    order = span_order(old.meet(terms) or old, new.meet(terms) or new)
    rules = [rule for o in (pair.old, pair.new) for _, rule in o.rules()]
    return OTHER if order is not SAME and any(map(edges_matter, rules)) else order
