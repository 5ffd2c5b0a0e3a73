"""Which of two wordings of a rule is the stricter one.

A wording is stricter when every log that meets it meets the other one too. The log is a whole one: it
begins with the term, and all of it is under review. An excused miss is a miss here; only the key
`excuse` itself is ordered by what it excuses. Each rule kind says in `orders` what its keys do; what it
says nothing about has no order. The modules here order the values that kinds share: single values,
selections of rows and their conditions, bounds in periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mou_check.model.calendar import Calendar
from mou_check.model.orders import Order
from mou_check.model.spans import Span

SAME, STRICTER, LOOSER, OTHER = Order

Lists = Mapping[str, tuple[str, ...]]
Orders = dict[str, Order]


@dataclass(frozen=True, slots=True)
class Side:
    """What a version of an agreement says around its rules."""

    lists: Lists
    calendar: Calendar
    term: Span


@dataclass(frozen=True, slots=True)
class Sides:
    """The old version and the new one."""

    old: Side
    new: Side
