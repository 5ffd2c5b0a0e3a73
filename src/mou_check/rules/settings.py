"""Which calendar settings and which days of the term a rule hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from mou_check.model.lengths import Length
from mou_check.rules.base import Periodic, Rule
from mou_check.rules.companion import Companion
from mou_check.rules.deadline import Deadline
from mou_check.rules.every import Every
from mou_check.rules.gap import Gap

_OF_PERIOD = {
    "week": "week_starts",
    "fortnight": "anchor",
    "quarter": "year_starts",
    "half-year": "year_starts",
    "year": "year_starts",
    "working-day": "holidays",
}


def settings_read(rule: Rule) -> set[str]:
    """The keys of `calendar` that the rule reads, other than the time zone, which all do."""
    found = set()
    if isinstance(rule, Periodic) and rule.per is not None:
        found.add("anchor" if isinstance(rule.per, Length) else _OF_PERIOD.get(rule.per, ""))
    for value in _values(rule):
        # Lengths in working days, and hours of a cover that leave holidays out.
        if value == "excluded" or (isinstance(value, Length) and "working" in value.kind):
            found.add("holidays")
    return found - {""}


def edges_matter(rule: Rule) -> bool:
    """Whether it matters on which day the rule begins or ends to hold, beside that it holds on more days or fewer.

    So it is where periods that an edge cuts are judged by their days, and where all days are one period with a share.
    """
    cut = isinstance(rule, Periodic) and rule.cut_periods is not None
    return cut or (isinstance(rule, Every) and rule.at_least < 1 and rule.per is None)


def counts_from_start(rule: Rule, *, anchored: bool, always: bool) -> bool:
    """Whether the rule counts from the first day of the term.

    `anchored`: the calendar has an anchor of its own; `always`: the term has a first day in all that is compared.
    """
    if isinstance(rule, Gap):
        # An earlier start only asks for the first one sooner; but without a start there is no gap before the first.
        return rule.from_ is None and not always
    yearly = isinstance(rule, Deadline) and rule.due != "unlimited" and rule.due.yearly is not None
    return bool(
        rule.needs_term()
        or yearly  # the first cycle opens with the term
        or (isinstance(rule, Periodic) and rule.per == "term")
        or ("anchor" in settings_read(rule) and not anchored)
        or edges_matter(rule)
    )


def counts_to_end(rule: Rule) -> bool:
    """Whether the rule counts to the last day of the term, as what has no other limit does."""
    unlimited = (isinstance(rule, Deadline) and rule.due == "unlimited") or (
        isinstance(rule, Companion) and rule.within.after is None
    )
    return unlimited or (isinstance(rule, Periodic) and rule.per == "term") or edges_matter(rule)


def _values(value: Any) -> Iterator[Any]:
    """Every single value in a model."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _values(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _values(each)
    else:
        yield value
