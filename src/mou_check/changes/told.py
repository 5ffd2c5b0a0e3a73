"""What changed in the parts of an agreement that are there for people: title, source, clause register and the like."""

from __future__ import annotations

from collections.abc import Iterator

from mou_check.agreement import Agreement, Clause, Source
from mou_check.changes.versions import Path, Versions
from mou_check.model.changes import Change

_OF_SOURCE = {"published": "The day on which the source was published", "url": "The address of the source"}
_OF_CLAUSE = {
    "also": "the list of its other refs",
    "holds": "the list of what it holds",
    "because": "the reason why it holds nothing",
}
_OF_AGREEMENT = {
    "id": "The id of the agreement",
    "title": "The title of the agreement",
    "note": "The note of the agreement",
    "acknowledged": "The list of acknowledged findings",
    "amendments": "The list of amendments",
}


def told_changes(versions: Versions) -> Iterator[Change]:
    """Every difference that asks for nothing, whatever it says."""
    a, b = versions.old.agreement, versions.new.agreement
    for name, what in _OF_AGREEMENT.items():
        at: Path = (name,)
        yield from versions.told(None, name, what, (getattr(a, name), getattr(b, name)), (at, at))
    for name in Source.model_fields:
        at, both = ("source", name), (getattr(a.source, name, None), getattr(b.source, name, None))
        what = _OF_SOURCE.get(name, f"The {name} of the source")
        yield from versions.told(None, f"source.{name}", what, both, (at, at))
    for name in {**a.columns, **b.columns}:
        at, texts = ("columns", name), (a.columns.get(name), b.columns.get(name))
        yield from versions.told(None, f"columns.{name}", f"What is said of the column {name}", texts, (at, at))
    yield from _register(versions)


def _register(versions: Versions) -> Iterator[Change]:
    """The clause register, entry by entry."""
    a, b = versions.old.agreement, versions.new.agreement
    olds, news = _by_ref(a), _by_ref(b)
    for ref in {**olds, **news}:
        i, j, key = olds.get(ref), news.get(ref), f"clauses.{ref}"
        if i is None or j is None:
            both = None if i is None else _held(a.clauses[i]), None if j is None else _held(b.clauses[j])
            places = ("clauses", *(() if i is None else (i,))), ("clauses", *(() if j is None else (j,)))
            yield from versions.told(None, key, f"Clause {ref} of the register", both, places)
            continue
        for name in Clause.model_fields:
            values = getattr(a.clauses[i], name), getattr(b.clauses[j], name)
            what = f"Clause {ref} of the register: {_OF_CLAUSE.get(name, f'its {name}')}"
            yield from versions.told(None, f"{key}.{name}", what, values, (("clauses", i, name), ("clauses", j, name)))


def _by_ref(agreement: Agreement) -> dict[str, int]:
    return {clause.ref: i for i, clause in enumerate(agreement.clauses)}


def _held(clause: Clause) -> str | tuple[str, ...]:
    """A clause in a word or two."""
    return clause.heading or clause.because or clause.holds
