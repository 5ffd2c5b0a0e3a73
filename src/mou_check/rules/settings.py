"""Which calendar settings a rule hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from mou_check.model.lengths import Length
from mou_check.rules.base import Periodic, Rule

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
