"""Which obligation of one version is which of the other."""

from __future__ import annotations

from mou_check.agreement import Agreement, Obligation


def matched(old: Agreement, new: Agreement) -> dict[str, int]:
    """For each obligation of the new version the number of the one that it was: by id, else by content."""
    numbers = {o.id: i for i, o in enumerate(old.obligations)}
    pairs = {o.id: numbers[o.id] for o in new.obligations if o.id in numbers}
    left = [(i, o) for i, o in enumerate(old.obligations) if o.id not in pairs]
    for obligation in new.obligations:
        if obligation.id in pairs:
            continue
        alike = [(likeness, -i) for i, o in left if (likeness := _likeness(o, obligation))]
        if alike:
            number = -max(alike)[1]
            pairs[obligation.id] = number
            left = [(i, o) for i, o in left if i != number]
    return pairs


def _likeness(a: Obligation, b: Obligation) -> int:
    """How much of the content is the same; 0 when too little to take one for the other."""
    rule = [r for _, r in a.read()] == [r for _, r in b.read()]
    words = [a.title == b.title, a.says == b.says, a.clauses == b.clauses]
    return 4 * rule + sum(words) if (rule and any(words)) or sum(words) >= 2 else 0
