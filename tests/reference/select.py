"""Which rows a rule speaks of (language, section 3)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

from .dates import Moment, compare
from .log import Log, Row, folded, typed

WORST_FIRST = ["failed", "no-data", "pending", "met"]


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


# ---------------------------------------------------------------- conditions


def conditions(row: Row, wanted: dict, log: Log, lists: dict, future=frozenset()) -> str:
    """All conditions together: `met`, `failed`, or `pending`/`no-data` for an operand that is empty."""
    answers = ["met"]
    for column, condition in wanted.items():
        if column == "any":
            groups = [conditions(row, group, log, lists, future) for group in condition]
            answers.append(max(groups, key=WORST_FIRST.index))
        else:
            for operator, operand in operators(condition).items():
                answers.append(one_condition(row, column, operator, operand, log, lists, future))
    return min(answers, key=WORST_FIRST.index)


def operators(condition) -> dict:
    """`column: value`, `column: [any, of]` and `column: {column: OTHER}` are short for `is`."""
    if isinstance(condition, dict) and set(condition) != {"column"}:
        return condition
    return {"is": condition}


def one_condition(row: Row, column: str, operator: str, operand, log: Log, lists: dict, future) -> str:
    own = log.value(row, column, future)
    if operator == "present":
        wanted = str(operand).casefold() in ("yes", "true")
        return "met" if (own is not None) == wanted else "failed"
    if own is None:
        return "failed"  # an empty cell meets no condition but `present: no`
    kind = log.kind(row, column)
    if isinstance(operand, dict):
        other = operand["column"]
        value = log.value(row, other, future)
        if value is None:
            return "pending" if log.kind(row, other) in ("date", "datetime") else "no-data"
        if type(value) is not type(own):
            own, value = folded(row.cells[column]), folded(row.cells[other])
        values = [value]
    elif operator == "in":
        values = [typed(v, kind, log.timezone) for v in named_list(operand, lists)]
    elif operator == "contains":
        own, values = folded(row.cells[column]), [folded(v) for v in as_list(operand)]
    else:
        values = [typed(constant(v), kind, log.timezone) for v in as_list(operand)]
    return "met" if holds(operator, own, values) else "failed"


def constant(value) -> str:
    """A constant of the agreement as the text that a cell would hold."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def holds(operator: str, own, values: list) -> bool:
    orders = [order(own, value) for value in values] if operator != "contains" else []
    if operator in ("is", "in"):
        return any(o == 0 for o in orders)
    if operator == "not_in":
        return all(o != 0 for o in orders)
    if operator == "contains":
        return any(value in own for value in values)
    if operator in ("at_least", "on_or_after"):
        return orders[0] >= 0
    if operator in ("at_most", "on_or_before"):
        return orders[0] <= 0
    if operator == "before":
        return orders[0] < 0
    if operator == "after":
        return orders[0] > 0
    raise AssertionError(operator)


def order(a, b) -> int:
    if isinstance(a, Moment):
        return compare(a, b)
    return (a > b) - (a < b)


# ---------------------------------------------------------------- lists and groups


def named_list(name, lists: dict) -> list[str]:
    """The values of a list of the agreement; a list that is written out stands for itself."""
    found = []
    for entry in as_list(name):
        found += lists[entry] if entry in lists else [str(entry)]
    return found


def groups_of(for_each: dict | None, lists: dict) -> list[list[str] | None]:
    """Every group that is judged: one for each value, or each combination of values; None: no groups."""
    if not for_each:
        return [None]
    return [list(g) for g in itertools.product(*(named_list(name, lists) for name in for_each.values()))]


def group_of(row: Row, for_each: dict | None, log: Log, lists: dict):
    """The group of a row, as the lists write it; False when a value is in no list."""
    if not for_each:
        return None
    group = []
    for column, name in for_each.items():
        text = log.text(row, column)
        same = [v for v in named_list(name, lists) if text and folded(v) == folded(text)]
        if not same:
            return False
        group.append(same[0])
    return group


# ---------------------------------------------------------------- rows


@dataclass
class Event:
    """A selected row with its day; `last` is the end of a span (None: still standing)."""

    row: Row
    day: date
    last: date | None
    group: list[str] | None

    @property
    def order(self):
        return self.day, self.row.number


def select(chooser: dict, log: Log, lists: dict, *, use_where: bool = True, future=frozenset()) -> list[Event]:
    """The rows of a rule (or of its `needs`), those after `as_of` left out, in order of day and row.

    A row whose dated cell is empty has no day and is not there.
    """
    events = []
    dated = chooser.get("dated") or "date"
    from_column = dated["from"] if isinstance(dated, dict) else dated
    if isinstance(dated, dict):
        future = future | {dated["to"]}  # the end of a span may lie ahead
    for row in log.rows:
        if row.activity not in map(folded, as_list(chooser["activity"])):
            continue
        if use_where and conditions(row, chooser.get("where") or {}, log, lists, future) != "met":
            continue
        begins = log.value(row, from_column, future)
        if begins is None:
            continue
        ends = log.value(row, dated["to"], future) if isinstance(dated, dict) else None
        group = group_of(row, chooser.get("for_each"), log, lists)
        if group is False:
            continue  # outside the list: reported, not judged
        events.append(Event(row, begins.day, ends.day if ends else None, group))
    events.sort(key=lambda event: event.order)
    return first_of_each(events, chooser.get("one_per"), log) if use_where else events


def first_of_each(events: list[Event], column: str | None, log: Log) -> list[Event]:
    """`one_per`: rows with the same key are one event, the earliest; without a key a row is its own."""
    if column is None:
        return events
    kept, seen = [], []
    for event in events:
        key = (log.text(event.row, column), event.group)
        if key[0] and key in seen:
            continue
        seen.append(key)
        kept.append(event)
    return kept


# ---------------------------------------------------------------- what a rule needs


def columns_of_conditions(wanted: dict | None) -> set[str]:
    found = set()
    for column, condition in (wanted or {}).items():
        if column == "any":
            for group in condition:
                found |= columns_of_conditions(group)
            continue
        found.add(column)
        for operand in operators(condition).values():
            if isinstance(operand, dict):
                found.add(operand["column"])
    return found


def lists_in_conditions(wanted: dict | None) -> list:
    """What stands at `in`."""
    found = []
    for column, condition in (wanted or {}).items():
        if column == "any":
            for group in condition:
                found += lists_in_conditions(group)
        elif "in" in operators(condition):
            found.append(condition["in"])
    return found


def columns_of_chooser(chooser: dict) -> set[str]:
    """The columns by which rows are selected, dated and grouped."""
    dated = chooser.get("dated") or "date"
    return (
        columns_of_conditions(chooser.get("where"))
        | (set(dated.values()) if isinstance(dated, dict) else {dated})
        | set(chooser.get("for_each") or {})
        | ({chooser["one_per"]} if chooser.get("one_per") else set())
    )
