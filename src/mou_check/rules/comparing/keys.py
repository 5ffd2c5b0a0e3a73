"""A rule as keys and values, and its differences from another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from mou_check.model.lengths import Length
from mou_check.model.orders import Difference, Order
from mou_check.model.periods import Season, in_words, month_day_in_words
from mou_check.model.words import listed
from mou_check.rules.comparing import OTHER, SAME, Sides
from mou_check.rules.conditions import Conditions, OtherColumn
from mou_check.rules.selecting import SpanColumns

if TYPE_CHECKING:
    from mou_check.rules.base import Rule


def differences(old: Rule, new: Rule, sides: Sides) -> Iterator[Difference]:
    """Every key in which two rules differ, with what it does; a key of which the kind says nothing has no order."""
    if type(old) is not type(new):
        yield Difference("kind", OTHER, old.kind, new.kind)
        return
    orders: Mapping[str, Order] = old.orders(new, sides)
    a, b = dict(flat(old)), dict(flat(new))
    for key in {**a, **b}:
        x, y = a.get(key), b.get(key)
        order = orders.get(key, SAME if x == y else OTHER)
        if x != y:
            yield Difference(key, order, value_in_words(x), value_in_words(y))
        elif order is not SAME:
            # The text is the same: a list that it names has other values.
            for name in dict.fromkeys(n for path, n in old.list_names() if ".".join(map(str, path)).startswith(key)):
                before, after = sides.old.lists.get(name, ()), sides.new.lists.get(name, ())
                if before != after:
                    yield Difference(key, order, listed(before) or "empty", listed(after) or "empty", name)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, as a share of one."""

    value: float

    def in_words(self) -> str:
        return f"{_exact(round(self.value * 100, 9))}%"


def flat(model: BaseModel, key: str = "") -> Iterator[tuple[str, Any]]:
    """The keys of a model with dots, by the names of the language; conditions, hours and the like are values."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        at = key + (info.alias or name)
        if value is None and isinstance(info.default, Length):
            value = "unlimited"  # what has a length by default has none only where it says so
        if isinstance(value, float) and int not in _types(info.annotation):
            value = Share(value)
        if isinstance(value, BaseModel) and not isinstance(value, (Conditions, OtherColumn, SpanColumns)):
            yield from flat(value, f"{at}.")
        else:
            yield at, value


def _types(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _exact(number: float) -> str:
    """A number without a needless `.0` and to the last digit: two that differ read differently."""
    return f"{int(number) if float(number).is_integer() else number:,}"


def value_in_words(value: Any) -> str | None:
    """A value as an agreement writes it, or as a reader says it."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _exact(value)
        case Length():
            return str(value)
        case Season():
            return f"{month_day_in_words(value.start)} to {month_day_in_words(value.end)}"
        case Conditions():
            return value.in_words() or None
        case OtherColumn():
            return value.column
        case SpanColumns():
            return f"{value.from_} to {value.to}"
        case dict():
            return listed(f"{k}: {v}" for k, v in value.items()) or None
        case tuple() if len(value) == 2 and all(isinstance(v, int) for v in value):
            return month_day_in_words(value)
        case tuple() | list():
            return listed(str(value_in_words(v)) for v in value) or None
    if hasattr(value, "in_words"):
        return str(value.in_words())
    return in_words(value) if isinstance(value, str) else str(value)
