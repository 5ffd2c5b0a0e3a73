"""Which obligation of one version is which of the other."""

from __future__ import annotations

from mou_check.agreement import Agreement, Obligation


def matched(old: Agreement, new: Agreement) -> dict[str, int]:
    """For each obligation of the new version the number of the one that it was: by id, else by content, the likest first."""
    numbers = {o.id: i for i, o in enumerate(old.obligations)}
    pairs = {o.id: numbers[o.id] for o in new.obligations if o.id in numbers}
    gone = [(i, o) for i, o in enumerate(old.obligations) if o.id not in pairs]
    come = [(j, o) for j, o in enumerate(new.obligations) if o.id not in pairs]
    # Of equal ones those that stand furthest up: so nothing hangs on which version is called the old one.
    alike = [(-likeness, i + j, i, b.id) for i, a in gone for j, b in come if (likeness := _likeness(a, b))]
    for _, _, number, name in sorted(alike):
        if name not in pairs and number not in pairs.values():
            pairs[name] = number
    return pairs


def new_names(old: Agreement, new: Agreement) -> dict[str, str]:
    """What each obligation of the old version is called in the new one; of one that is gone what it was called."""
    names = {number: name for name, number in matched(old, new).items()}
    return {o.id: names.get(i, o.id) for i, o in enumerate(old.obligations)}


def _likeness(a: Obligation, b: Obligation) -> int:
    """How much of the content is the same; 0 when too little to take one for the other."""
    rule = [r for _, r in a.read()] == [r for _, r in b.read()]
    words = [a.title == b.title, a.says == b.says, a.clauses == b.clauses]
    return 4 * rule + sum(words) if (rule and any(words)) or sum(words) >= 2 else 0
