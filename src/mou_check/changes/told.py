"""What changed in the parts of an agreement that are there for people: title, source, clause register and the like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mou_check.agreement import Agreement, Clause, Source
from mou_check.changes.versions import Path, Versions
from mou_check.model.changes import Change


def told_changes(versions: Versions) -> Iterator[Change]:
    """Every difference that asks for nothing, whatever it says."""
    a, b = versions.old.agreement, versions.new.agreement

    def told(key: str, what: str, old: Any, new: Any, *places: Path) -> Iterator[Change]:
        old_path, new_path = places or ((key,), (key,))
        return versions.told(None, key, what, old, new, old_path, new_path)

    yield from told("title", "The title of the agreement", a.title, b.title)
    for name in Source.model_fields:
        old, new = getattr(a.source, name, None), getattr(b.source, name, None)
        yield from told(f"source.{name}", f"The {name} of the source", old, new, *[("source", name)] * 2)
    for name in {**a.columns, **b.columns}:
        what = f"What is said of the column {name}"
        yield from told(f"columns.{name}", what, a.columns.get(name), b.columns.get(name), *[("columns", name)] * 2)
    yield from _register(versions)
    yield from told("acknowledged", "The list of acknowledged findings", a.acknowledged, b.acknowledged)
    yield from told("amendments", "The list of amendments", a.amendments, b.amendments)
    yield from told("note", "The note of the agreement", a.note, b.note)


def _register(versions: Versions) -> Iterator[Change]:
    """The clause register, entry by entry."""
    old_numbers, new_numbers = _by_ref(versions.old.agreement), _by_ref(versions.new.agreement)
    for ref in {**old_numbers, **new_numbers}:
        i, old = old_numbers.get(ref, (0, None))
        j, new = new_numbers.get(ref, (0, None))
        if old is None or new is None:
            places: tuple[Path, Path] = (
                ("clauses", i) if old else ("clauses",),
                ("clauses", j) if new else ("clauses",),
            )
            held = [clause and (clause.heading or clause.because or clause.holds) for clause in (old, new)]
            yield from versions.told(None, f"clauses.{ref}", f"Clause {ref} of the register", *held, *places)
            continue
        for name in Clause.model_fields:
            places = ("clauses", i, name), ("clauses", j, name)
            what = f"Clause {ref} of the register: {_FIELDS.get(name, f'its {name}')}"
            yield from versions.told(
                None, f"clauses.{ref}.{name}", what, getattr(old, name), getattr(new, name), *places
            )


_FIELDS = {
    "also": "the list of its other refs",
    "holds": "the list of what it holds",
    "because": "the reason why it holds nothing",
}


def _by_ref(agreement: Agreement) -> dict[str, tuple[int, Clause]]:
    return {clause.ref: (i, clause) for i, clause in enumerate(agreement.clauses)}
