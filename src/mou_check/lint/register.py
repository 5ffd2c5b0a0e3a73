"""Checks of the clause register and of what obligations say of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from mou_check.agreement import DUPLICATE, Clause, Obligation
from mou_check.lint.base import Found, Subject
from mou_check.model.words import fold, listed


def clause_mismatch(subject: Subject) -> Iterator[Found]:
    """An obligation and a clause do not name each other.

    A clause lists the obligations that it holds, an obligation cites its clauses. Where only one of the two
    names the other, a reader who comes from the other side finds nothing. Add the missing name, or take out
    the one that is there. An obligation may cite any ref that the clause has under `also`.
    """
    by_ref = {ref: (i, c) for i, c in enumerate(subject.agreement.clauses) for ref in (c.ref, *c.also)}
    by_id = {o.id: o for o in subject.agreement.obligations}
    for i, clause in enumerate(subject.agreement.clauses):
        for j, name in enumerate(clause.holds):
            if not set(by_id[name].clauses) & {clause.ref, *clause.also}:
                message = f"the clause {clause.ref} holds {name}, which does not cite it"
                yield Found(message, (clause.ref, name), ("clauses", i, "holds", j))
    for i, obligation in enumerate(subject.agreement.obligations):
        for j, ref in enumerate(obligation.clauses):
            _, clause = by_ref[ref]
            if obligation.id not in clause.holds:
                message = f"{obligation.id} cites the clause {ref}, which does not hold it"
                yield Found(message, (obligation.id, clause.ref), ("obligations", i, "clauses", j))


def unencoded_clause(subject: Subject) -> Iterator[Found]:
    """A clause is marked `because: later`: it holds a promise that nobody has written down as an obligation yet.

    No log can be checked against it until somebody does.
    """
    for i, clause in enumerate(subject.agreement.clauses):
        if clause.because == "later" and not clause.holds:
            message = f"the clause {_named(clause)} holds a promise that is still to be written as an obligation"
            yield Found(message, (clause.ref,), ("clauses", i, "because"))


def duplicate_clause(subject: Subject) -> Iterator[Found]:
    """Two clauses have the same heading, at least one of them holds an obligation, and nothing connects them.

    A document that says a thing twice is encoded once: one obligation cites both clauses, or one clause says
    `because: duplicate of REF`. Otherwise the same promise may be judged twice, or the weaker words be lost.
    Where two clauses only happen to share their heading, make the headings tell them apart.
    """
    by_heading: dict[str, list[tuple[int, Clause]]] = defaultdict(list)
    for i, clause in enumerate(subject.agreement.clauses):
        if clause.heading:
            by_heading[fold(clause.heading)].append((i, clause))
    for clauses in by_heading.values():
        apart = [(i, c) for i, c in clauses if not (c.because or "").startswith(DUPLICATE)]
        held = [set(c.holds) for _, c in apart]
        connected = len(apart) < len(clauses) or any(a & b for n, a in enumerate(held) for b in held[:n])
        if len(apart) > 1 and any(held) and not connected:
            refs = tuple(c.ref for _, c in apart)
            message = f'the clauses {listed(refs)} have the same heading, "{apart[0][1].heading}", and nothing says how they go together'
            yield Found(message, refs, ("clauses", apart[1][0], "heading"))


def duplicate_obligation(subject: Subject) -> Iterator[Found]:
    """Two obligations have the same rules, so that one row missed is counted as two promises broken.

    Make them one obligation that cites the clauses of both. Where their force or their bearer differs, the
    document says a thing in two strengths or of two people: choose one, or give readings.
    """
    by_rules: dict[frozenset[str], list[Obligation]] = defaultdict(list)
    for obligation in subject.agreement.obligations:
        by_rules[frozenset(repr(rule) for _, rule in obligation.rules())].append(obligation)
    for alike in by_rules.values():
        for one, other in combinations(alike, 2):
            if not subject.together(one, other):
                continue
            keys = [key for key in ("force", "bearer", "counterparty") if getattr(one, key) != getattr(other, key)]
            told = [f"the {key} is {getattr(one, key)} in one and {getattr(other, key)} in the other" for key in keys]
            message = f"{one.id} and {other.id} are judged by the same rule{'; ' + listed(told) if told else ''}"
            yield Found(message, (one.id, other.id), subject.place(other))


def rest_of_elsewhere(subject: Subject) -> Iterator[Found]:
    """A judgement is said to be the rest of an obligation that stands in another clause, or is a judgement itself.

    `rest_of` says: a rule shows a part of what this clause asks, and a person decides about what is left. The two
    usually share a clause, and what a rule shows is no judgement. Cite the clause in both, or name another one.
    """
    by_id = {o.id: o for o in subject.agreement.obligations}
    for i, obligation in enumerate(subject.agreement.obligations):
        for j, name in enumerate(obligation.rest_of):
            other, place = by_id[name], ("obligations", i, "rest_of", j)
            if all(rule.kind == "judgement" for _, rule in other.rules()):
                message = f"{obligation.id} is the rest of {name}, which is a judgement too: no rule shows a part of it"
                yield Found(message, (obligation.id, name), place)
            elif not subject.shared_clauses(obligation, other):
                message = f"{obligation.id} is the rest of {name}, which cites none of its clauses"
                yield Found(message, (obligation.id, name), place)


def _named(clause: Clause) -> str:
    return f"{clause.ref} ({clause.heading})" if clause.heading else clause.ref
