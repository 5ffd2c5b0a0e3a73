"""Checks of what an agreement declares: activities, columns, lists and parties that nothing reads or explains."""

from __future__ import annotations

from collections.abc import Iterator

from mou_check.lint.base import Found, Subject
from mou_check.log import BUILTIN
from mou_check.model.words import listed
from mou_check.rules.base import Periodic
from mou_check.rules.judgement import Judgement


def unused_activity(subject: Subject) -> Iterator[Found]:
    """An activity is declared and no rule reads it, so rows of it are logged for nothing.

    Write the obligation that needs it, name it as the evidence of a judgement, or take it out.
    """
    used = {a for read in subject.reads for a in read.rule.activities()}
    for code in subject.agreement.activities:
        if code not in used:
            yield Found(f"no rule reads rows of {code}", (code,), ("activities", code), key=True)


def unused_column(subject: Subject) -> Iterator[Found]:
    """A column is declared for an activity and no rule reads it there, so people fill it in for nothing.

    The columns of what a person looks at for a judgement count as read. Write the rule that needs it, or take it
    out.
    """
    uses = {(a, use.column) for read in subject.reads for use in read.rule.all_uses() for a in use.activities}
    looked_at = {a for read in subject.reads if isinstance(read.rule, Judgement) for a in read.rule.activities()}
    for code, activity in subject.agreement.activities.items():
        for column in activity.columns:
            if column not in BUILTIN and code not in looked_at and (code, column) not in uses:
                message = f"no rule reads the column {column} in rows of {code}"
                yield Found(message, (code, column), ("activities", code, "columns", column), key=True)


def unused_list(subject: Subject) -> Iterator[Found]:
    """A list is declared and no rule names it.

    A list is read only under `in`, `by` and `for_each`. Name it there, or take it out.
    """
    used = {name for read in subject.reads for _, name in read.rule.list_names()}
    for name in subject.agreement.lists:
        if name not in used:
            yield Found(f"no rule names the list {name}", (name,), ("lists", name), key=True)


def unsupplied_list(subject: Subject) -> Iterator[Found]:
    """A rule needs a list that the document leaves open, and nobody has supplied it, so the rule is no-data.

    Supply it in the project file under `lists`. `mou-check readings` tells what it would change.
    """
    for name, named in subject.agreement.lists.items():
        readers = dict.fromkeys(
            r.obligation.id for r in subject.reads if name in {n for _, n in r.rule.list_names()}
        )  # fmt: skip
        if readers and named.supplied_by == "user" and not subject.lists[name]:
            message = f"the list {name} has no values yet, and {listed(readers)} cannot be judged without it"
            yield Found(message, (name, *readers), ("lists", name), key=True)


def undescribed_column(subject: Subject) -> Iterator[Found]:
    """A column has no sentence under the agreement's `columns`, so whoever keeps the log has to guess at it.

    Say what stands in it, once for all activities that have it.
    """
    told: set[str] = set()
    for code, activity in subject.agreement.activities.items():
        for column in activity.columns:
            if column not in BUILTIN and column not in subject.agreement.columns and column not in told:
                told.add(column)
                message = f"nothing under columns says what stands in {column}"
                yield Found(message, (column,), ("activities", code, "columns", column), key=True)


def undescribed_activity(subject: Subject) -> Iterator[Found]:
    """An activity has no description, so its title alone says when to log a row, and on which day.

    Say what one row stands for and how it is dated, where the title leaves that open.
    """
    for code, activity in subject.agreement.activities.items():
        if activity.description is None:
            message = f"{code} has no description beside its title, {activity.title}"
            yield Found(message, (code,), ("activities", code), key=True)


def unused_party(subject: Subject) -> Iterator[Found]:
    """A party is declared that owes nothing, is owed nothing and is acted for by nobody."""
    used = {p for o in subject.agreement.obligations for p in (o.bearer, o.counterparty)}
    used |= {party.acts_for for party in subject.agreement.parties.values()}
    for code in subject.agreement.parties:
        if code not in used:
            yield Found(f"no obligation names the party {code}", (code,), ("parties", code), key=True)


# The setting of the calendar that a named period counts from, with its default in words.
_DEFAULTS = {
    "week": ("week_starts", "weeks start on Monday"),
    "quarter": ("year_starts", "years start on 1 April"),
    "half-year": ("year_starts", "years start on 1 April"),
    "year": ("year_starts", "years start on 1 April"),
    "working-day": ("holidays", "the bank holidays of England and Wales are left out"),
}


def assumed_calendar(subject: Subject) -> Iterator[Found]:
    """Periods count from a setting of the calendar that the agreement's file does not make, so a default decides.

    Write the setting down under `calendar`, even where it is the default: then it is a choice that was made.
    """
    declared = subject.agreement.calendar.model_fields_set
    hanging: dict[tuple[str, str], list[str]] = {}
    for read in subject.reads:
        per = read.rule.per if isinstance(read.rule, Periodic) else None
        if isinstance(per, str) and per in _DEFAULTS and _DEFAULTS[per][0] not in declared:
            hanging.setdefault(_DEFAULTS[per], []).append(read.obligation.id)
    for (setting, default), ids in hanging.items():
        names = tuple(dict.fromkeys(ids))
        message = f"calendar.{setting} is not given, so by default {default}, for {listed(names)}"
        yield Found(message, (setting, *names), ("calendar",), key=True)
