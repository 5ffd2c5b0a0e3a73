"""What a log lacks for a rule to say anything: an activity that it does not record, a column, the values of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mou_check.log import Log
from mou_check.model.words import Nouns, listed
from mou_check.rules.base import Rule


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a log lacks: what it is, the names of it, and a sentence that says so.

    The names of an activity are alternatives: the log records none of them.
    """

    what: Literal["activity", "column", "list"]
    names: tuple[str, ...]
    message: str


def lacks(rule: Rule, log: Log, lists: Mapping[str, tuple[str, ...]], nouns: Nouns) -> list[Lack]:
    """All that a log lacks for a rule; while it lacks anything the rule can only say no-data. The gravest comes first."""
    found: list[Lack] = []
    for _, selection in rule.selections():
        # A person can judge without any row to look at.
        if rule.kind != "judgement" and not log.recorded.intersection(selection.activity):
            names = listed((f"{nouns[a].many} ({a})" for a in selection.activity), "or")
            found.append(Lack("activity", selection.activity, f"the log does not record {names}"))
    # An activity that is recorded and never happened needs no columns.
    uses = [use for use in rule.all_uses() if not use.optional and log.occurring.intersection(use.activities)]
    columns = tuple(dict.fromkeys(use.column for use in uses if use.column not in log.present))
    if columns:
        message = f"no file of the log has the column{'s' if len(columns) > 1 else ''} {listed(columns)}"
        found.append(Lack("column", columns, message))
    found += [
        Lack("list", (name,), f"the list {name} is empty; the project file can supply it")
        for _, name in rule.list_names()
        if not lists.get(name)
    ]
    return list(dict.fromkeys(found))
