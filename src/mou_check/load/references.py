"""Cross-references of an agreement: everything that is named must be there, and fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from mou_check.agreement import DUPLICATE, Agreement, Example
from mou_check.load.yaml_file import Source
from mou_check.log import BUILTIN, ORDERED, ColumnType
from mou_check.model.lengths import Length
from mou_check.model.periods import ANCHORED, SEASONAL
from mou_check.model.problems import Problem
from mou_check.model.words import did_you_mean, listed
from mou_check.rules.base import Periodic, Rule
from mou_check.rules.conditions import Conditions, OtherColumn, operand_value
from mou_check.rules.every import Every

Path = tuple[str | int, ...]
_ORDERING = frozenset({"at_least", "at_most", "before", "after", "on_or_before", "on_or_after"})


@dataclass(frozen=True, slots=True)
class Checked:
    """An agreement as far as it could be read.

    The numbers are those that its obligations and clauses have in the file, `promised` and `registered`
    are all obligation ids and clause references that stand there. `doubtful` holds the sections and
    entries that could not be read and have a stand-in: what would rest on them is not checked.
    """

    agreement: Agreement
    obligation_numbers: tuple[int, ...]
    clause_numbers: tuple[int, ...]
    promised: frozenset[str]
    registered: frozenset[str]
    doubtful: frozenset[Path] = frozenset()


def reference_problems(source: Source, checked: Checked) -> list[Problem]:
    """Every name that refers to nothing and every value that does not fit its column, with places."""
    found = [
        *_header(checked),
        *_clauses(checked, source),
        *_obligations(checked, source),
        *_amendments(checked),
    ]
    return [source.problem(code, message, source.place(path, key=key)) for code, message, path, key in found]


Fault = tuple[str, str, Path, bool]


def _amendments(checked: Checked) -> Iterator[Fault]:
    for i, amendment in enumerate(checked.agreement.amendments):
        for j, party in enumerate(amendment.agreed_by):
            if party not in checked.agreement.parties and ("parties",) not in checked.doubtful:
                yield _unknown("party", party, checked.agreement.parties, ("amendments", i, "agreed_by", j))
        if len({_principal(party, checked.agreement) for party in amendment.agreed_by}) < 2:
            message = "one party alone, or with who acts for it, cannot amend what both agreed on; name both"
            yield "bad-reference", message, ("amendments", i, "agreed_by"), False


def _principal(party: str, agreement: Agreement) -> str:
    """The party on whose behalf one acts in the end."""
    seen: list[str] = []
    while party not in seen and party in agreement.parties and agreement.parties[party].acts_for:
        seen.append(party)
        party = agreement.parties[party].acts_for or party
    return party


def _header(checked: Checked) -> Iterator[Fault]:
    agreement = checked.agreement
    for code, party in agreement.parties.items():
        if party.acts_for is not None and party.acts_for not in agreement.parties:
            yield _unknown("party", party.acts_for, agreement.parties, ("parties", code, "acts_for"))
    declared = {*BUILTIN, *agreement.column_types()}
    for name in agreement.columns:
        if name not in declared and ("activities",) not in checked.doubtful:
            message = f'"{name}" is not a column of any activity.{did_you_mean(name, declared)}'
            yield "bad-reference", message, ("columns", name), True
    seen: dict[str, tuple[str, ColumnType]] = {}
    for code, activity in agreement.activities.items():
        for name, kind in activity.columns.items():
            place = ("activities", code, "columns", name)
            if name in BUILTIN and kind != BUILTIN[name] and not (name == "date" and kind == "datetime"):
                yield (
                    "bad-reference",
                    f'the column "{name}" is in every log and of type {BUILTIN[name]}, not {kind}',
                    place,
                    False,
                )
            first, other = seen.setdefault(name, (code, kind))
            if other != kind:
                yield (
                    "bad-reference",
                    f'the column "{name}" is {kind} here and {other} in {first}; a column has one type',
                    place,
                    False,
                )


def _clauses(checked: Checked, source: Source) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for number, clause in zip(checked.clause_numbers, checked.agreement.clauses, strict=True):
        for i, ref in enumerate((clause.ref, *clause.also)):
            place: Path = ("clauses", number, "ref") if i == 0 else ("clauses", number, "also", i - 1)
            if ref in seen:
                first = source.place(seen[ref])[0]
                yield "duplicate-id", f'the clause "{ref}" is registered twice, first on line {first}', place, False
            seen.setdefault(ref, place)
        for i, name in enumerate(clause.holds):
            if name not in checked.promised and ("obligations",) not in checked.doubtful:
                yield _unknown("obligation", name, checked.promised, ("clauses", number, "holds", i))
        if clause.because and clause.because.startswith(DUPLICATE):
            ref = clause.because.removeprefix(DUPLICATE)
            if ref not in checked.registered:
                yield _unknown("clause", ref, checked.registered, ("clauses", number, "because"))


def _obligations(checked: Checked, source: Source) -> Iterator[Fault]:
    agreement = checked.agreement
    known = {**BUILTIN, **agreement.column_types()}
    seen: dict[str, Path] = {}
    for number, obligation in zip(checked.obligation_numbers, agreement.obligations, strict=True):
        place: Path = ("obligations", number)
        if obligation.id in seen:
            first = source.place(seen[obligation.id])[0]
            message = f'the obligation id "{obligation.id}" stands twice, first on line {first}; give each its own'
            yield "duplicate-id", message, (*place, "id"), False
        seen.setdefault(obligation.id, (*place, "id"))
        for key in ("bearer", "counterparty"):
            party = getattr(obligation, key)
            if party is not None and party not in agreement.parties and ("parties",) not in checked.doubtful:
                yield _unknown("party", party, agreement.parties, (*place, key))
        for i, ref in enumerate(obligation.clauses):
            if ref not in checked.registered and ("clauses",) not in checked.doubtful:
                yield _unknown("clause", ref, checked.registered, (*place, "clauses", i))
        for i, name in enumerate(obligation.rest_of):
            if name not in checked.promised and ("obligations",) not in checked.doubtful:
                yield _unknown("obligation", name, checked.promised, (*place, "rest_of", i))
        readings = [r.id for r in obligation.readings]
        for i, name in enumerate(readings):
            if name in readings[:i]:
                yield "duplicate-id", f'the reading "{name}" stands twice', (*place, "readings", i, "id"), False
        for path, rule in obligation.rules():
            for code, message, below, at_key in _rule(checked, rule, known):
                yield code, message, (*place, *path, *below), at_key
        for i, example in enumerate(obligation.examples):
            for code, message, below, at_key in _example(checked, example, readings):
                yield code, message, (*place, "examples", i, *below), at_key


def _example(checked: Checked, example: Example, readings: list[str]) -> Iterator[Fault]:
    agreement = checked.agreement
    if example.reading is not None and example.reading not in readings:
        message = f'"{example.reading}" is not a reading of this obligation.{did_you_mean(example.reading, readings)}'
        yield "bad-reference", message, ("reading",), False
    for i, code in enumerate(example.records):
        if code not in agreement.activities and ("activities",) not in checked.doubtful:
            yield _unknown("activity", code, agreement.activities, ("records", i))
    for name in example.lists:
        if name not in agreement.lists and ("lists",) not in checked.doubtful:
            code, message, path, _ = _unknown("list", name, agreement.lists, ("lists", name))
            yield code, message, path, True


def _rule(checked: Checked, rule: Rule, known: dict[str, ColumnType]) -> Iterator[Fault]:
    agreement, doubtful = checked.agreement, checked.doubtful
    for path, selection in rule.selections():
        for i, activity in enumerate(selection.activity):
            if activity not in agreement.activities and ("activities",) not in doubtful:
                yield _unknown("activity", activity, agreement.activities, (*path, "activity", i))
    for use in rule.all_uses():
        if any(a not in agreement.activities or ("activities", a) in doubtful for a in use.activities):
            continue  # said elsewhere
        declared = set(BUILTIN).union(*(agreement.activities[a].columns for a in use.activities))
        if use.column not in declared:
            whose = listed(use.activities, "or")
            near = did_you_mean(use.column, declared)
            message = f'{whose} has no column "{use.column}".{near}{_declare("activities", near)}'
            yield "bad-reference", message, use.path, use.path[-1] == use.column
        elif use.types is not None and known[use.column] not in use.types:
            yield (
                "bad-reference",
                f'the column "{use.column}" is {known[use.column]}; here it must be {listed(sorted(use.types), "or")}',
                use.path,
                False,
            )
    for where, name in rule.list_names():
        if name not in agreement.lists and ("lists",) not in doubtful:
            yield _unknown("list", name, agreement.lists, where)
    for place, conditions in _conditions(rule):
        for at, column, comparison, value in conditions.columns(*place):
            if column in known:
                yield from _operands(at, column, known, comparison, value)
    if not doubtful & {("term",), ("calendar",)}:
        yield from _periods(agreement, rule)


def _conditions(rule: Rule) -> Iterator[tuple[tuple[str, ...], Conditions]]:
    for path, selection in rule.selections():
        if selection.where:
            yield (*path, "where"), selection.where
    if isinstance(rule, Every):
        yield ("must",), rule.must


def _operands(path: Path, column: str, known: dict[str, ColumnType], comparison: str, value: object) -> Iterator[Fault]:
    kind = known[column]
    if comparison in _ORDERING and kind not in ORDERED:
        yield (
            "bad-reference",
            f'"{comparison}" orders values, and the column "{column}" is {kind}; declare it as a number, date or time',
            path,
            False,
        )
        return
    if comparison == "contains" and kind != "text":
        yield "bad-reference", f'"contains" looks into text, and the column "{column}" is {kind}', path, False
    if comparison in ("present", "contains", "in"):
        return
    for operand in value if isinstance(value, tuple) else (value,):
        if isinstance(operand, OtherColumn):
            other = known.get(operand.column, kind)
            if (
                other != kind
                and not {kind, other} <= {"date", "datetime"}
                and not {kind, other} <= {"integer", "number"}
            ):
                yield (
                    "bad-reference",
                    f'the columns "{column}" ({kind}) and "{operand.column}" ({other}) cannot be compared',
                    path,
                    False,
                )
            continue
        try:
            operand_value(kind, operand)
        except ValueError as error:
            message = f'the column "{column}" is {kind}: {error}'
            yield "bad-reference", message, path, False


def _periods(agreement: Agreement, rule: Rule) -> Iterator[Fault]:
    starts, anchor = agreement.term.starts, agreement.calendar.anchor
    needs = rule.needs_term()
    if needs and starts is None:
        yield (
            "bad-reference",
            "this counts from the start of the term, and the agreement has none; give term: {starts: ...}",
            needs,
            False,
        )
    if not isinstance(rule, Periodic):
        return
    if (isinstance(rule.per, Length) or rule.per in ANCHORED) and not (anchor or starts):
        message = "this period has nothing to count from; give calendar.anchor or term.starts"
        yield "bad-reference", message, ("per",), False
    if rule.per == "term" and starts is None:
        yield "bad-reference", "per: term needs a term with a start", ("per",), False
    if rule.per == "season" and rule.season is None:
        yield "bad-reference", 'per: season needs season: {from: "03-01", to: "10-31"}', ("per",), False
    if rule.season is not None and rule.per not in SEASONAL:
        yield "bad-reference", f"season goes with per: {listed(SEASONAL, 'or')}", ("season",), True


_SECTIONS = {"party": "parties", "activity": "activities", "list": "lists", "clause": "clauses", "obligation": "obligations"}  # fmt: skip


def _unknown(what: str, name: str, known: Iterable[str], path: Path) -> Fault:
    article = "an" if what[0] in "aeiou" else "a"
    # Clause 1.8 is no slip for clause 1.9.
    near = "" if what == "clause" and not _alike(name, known) else did_you_mean(name, known)
    message = f'"{name}" is not {article} {what} of this agreement.{near}{_declare(_SECTIONS[what], near)}'
    return "bad-reference", message, path, False


def _alike(ref: str, known: Iterable[str]) -> bool:
    return bool(get_close_matches(ref, list(known), n=1, cutoff=0.8))


def _declare(section: str, near: str) -> str:
    """What to do when the name does not look like a slip of the pen."""
    return "" if "mean" in near else f" Add it under {section}, or use one that is there"
