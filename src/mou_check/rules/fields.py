"""What the values in an agreement look like: lengths, percentages, days, codes.

Every type reads what YAML gives (text, numbers, lists, mappings) and says in plain words what it
expected; the JSON Schema of each is what an editor shows.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from mou_check.model.lengths import UNITS, Length, of_unit, parse_iso
from mou_check.model.periods import NAMES, Season, parse_month_day
from mou_check.model.words import did_you_mean, shown

T = TypeVar("T")


class Model(BaseModel):
    """A part of an agreement: frozen, with no keys but its own, and no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True, defer_build=True)


def told_by(*ways: tuple[str, ...], only: bool = False) -> ConfigDict:
    """For the schema of a model: the keys of one of these ways must be there (of no more than one, if `only` one may)."""
    return ConfigDict(json_schema_extra={"oneOf" if only else "anyOf": [{"required": list(keys)} for keys in ways]})


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _text_schema(pattern: str | None = None, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **({"pattern": pattern} if pattern else {}), **more})


def text_or_mapping(value: Any) -> str:
    """The tag of a union of a word and a mapping: only the one that was meant is checked."""
    return "word" if isinstance(value, str) else "mapping"


def _amount(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError(f"expected a number from 0 up, found {shown(value)}")
    return value


Amount = Annotated[
    int | float, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "examples": [2]})
]
Many = Annotated[tuple[T, ...], Strict(False)]
Text = Annotated[str, StringConstraints(min_length=1)]
_TEXT = {"type": "string", "minLength": 1}
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Codes = Annotated[
    tuple[Text, ...],
    Strict(False),
    Field(min_length=1),
    BeforeValidator(_one_or_many),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}),
]
SomeCodes = Annotated[
    tuple[Text, ...],
    Strict(False),
    BeforeValidator(_one_or_many),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]
"""Codes, of which there may be none."""


# A thousand years: longer than any agreement, and short enough for every calendar.
_LONGEST = 12_000


def _length(value: Any) -> Length:
    if isinstance(value, Length):
        return value
    if isinstance(value, str):
        return _bounded(parse_iso(value), value)
    if isinstance(value, dict):
        count, unit = value.get("count"), value.get("unit")
        if set(value) == {"count", "unit"} and type(count) is int and count >= 0 and unit in UNITS:
            return _bounded(of_unit(count, unit), f"{count} {unit}")
        raise ValueError(f"expected {{count: 15, unit: ...}} with a whole count and a unit of {', '.join(UNITS)}")
    raise ValueError(f"expected a length such as P15D or {{count: 15, unit: working-day}}, found {shown(value)}")


def _bounded(length: Length, written: str) -> Length:
    if length.months + length.days / 30 > _LONGEST:
        raise ValueError(f"{written} is longer than a thousand years")
    return length


_DURATION = r"^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$"
_LENGTH_SCHEMA: dict[str, Any] = {
    "description": "A length: an ISO 8601 duration of whole days, weeks, months or years, or a count of a unit.",
    "examples": ["P14D", "P3M", {"count": 15, "unit": "working-day"}],
    "anyOf": [
        {"type": "string", "pattern": _DURATION},
        {
            "type": "object",
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "How many.", "examples": [15]},
                "unit": {
                    "enum": list(UNITS),
                    "description": "Of what. Clear days leave out both ends; working days leave out weekends and holidays.",
                },
            },
            "required": ["count", "unit"],
            "additionalProperties": False,
        },
    ],
}
LengthField = Annotated[Length, BeforeValidator(_length), PlainSerializer(str), WithJsonSchema(_LENGTH_SCHEMA)]


def _reach(value: Any) -> Any:
    return None if value == "unlimited" else _length(value)


Reach = Annotated[
    Length | None,
    BeforeValidator(_reach),
    WithJsonSchema({"anyOf": [{"const": "unlimited"}, *_LENGTH_SCHEMA["anyOf"]]}),
]
"""A length, or `None` for `unlimited`."""


def _per(value: Any) -> str | Length:
    if value in NAMES:
        return str(value)
    if isinstance(value, str) and value.startswith("P"):
        length = _bounded(parse_iso(value), value)
        if not length.positive:
            raise ValueError("a period must be at least a day long")
        return length
    near = did_you_mean(str(value), NAMES)
    raise ValueError(f"expected one of {', '.join(NAMES)}, or a duration such as P6M, found {shown(value)}.{near}")


PerField = Annotated[
    str | Length,
    BeforeValidator(_per),
    WithJsonSchema(
        {
            "description": "The period: a name, or an ISO 8601 duration counted from the calendar's anchor.",
            "examples": ["month", "P6M"],
            "anyOf": [{"enum": list(NAMES)}, {"type": "string", "pattern": _DURATION}],
        }
    ),
]


def parse_day(value: Any) -> date:
    """A date of the form YYYY-MM-DD, and nothing else. Raises `ValueError` in plain words."""
    if isinstance(value, date):
        return value
    try:
        if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"expected a date such as 2015-06-01, found {shown(value)}") from None


Day = Annotated[
    date,
    BeforeValidator(parse_day),
    _text_schema(r"^\d{4}-\d{2}-\d{2}$", format="date", examples=["2015-06-01"]),
]


def parse_time(value: Any) -> time:
    """A time of day HH:MM or HH:MM:SS. Raises `ValueError` in plain words."""
    try:
        if not (isinstance(value, str) and re.fullmatch(r"\d{2}:\d{2}(:\d{2})?", value)):
            raise ValueError
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError(f"expected a time such as 08:00, found {shown(value)}") from None


def _minutes(value: Any) -> int:
    if value == "24:00":
        return 24 * 60
    at = parse_time(value)
    return at.hour * 60 + at.minute


Minutes = Annotated[
    int, BeforeValidator(_minutes), _text_schema(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", examples=["08:00", "18:00"])
]
"""A time of day as minutes after midnight; `24:00` is the end of the day."""


def _month_day(value: Any) -> tuple[int, int]:
    if not isinstance(value, str):
        raise ValueError(f'expected a month and day such as "04-01", found {shown(value)}')
    return parse_month_day(value)


# 29 February is not in every year.
_MONTH_DAY = r"^((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))$"
MonthDay = Annotated[
    tuple[int, int],
    Strict(False),
    BeforeValidator(_month_day),
    _text_schema(_MONTH_DAY, examples=["04-01", "03-31"]),
]


def _percent(value: Any) -> float:
    if isinstance(value, str) and re.fullmatch(r"\d{1,3}(\.\d+)? ?%", value):
        number = float(value.rstrip("% ")) / 100
        if number <= 1:
            return number
    raise ValueError(f"expected a percentage from 0% to 100%, such as 95%, found {shown(value)}")


Percent = Annotated[
    float, BeforeValidator(_percent), _text_schema(r"^(100(\.0+)?|0?\d{1,2}(\.\d+)?) ?%$", examples=["95%", "3%"])
]
"""A share from 0 to 1, written with a percent sign."""


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return bool(value == "yes")
    raise ValueError(f"expected yes or no, found {shown(value)}")


YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]


def _season(value: Any) -> Season:
    if isinstance(value, Season):
        return value
    if not (isinstance(value, dict) and set(value) == {"from", "to"}):
        raise ValueError('expected {from: "03-01", to: "10-31"}')
    return Season(_month_day(value["from"]), _month_day(value["to"]))


SeasonField = Annotated[
    Season,
    BeforeValidator(_season),
    WithJsonSchema(
        {
            "description": "A part of every year, both ends inside; it may run over new year.",
            "type": "object",
            "properties": {
                key: {"type": "string", "pattern": _MONTH_DAY, "description": what, "examples": [example]}
                for key, what, example in (
                    ("from", "The season's first day, in every year.", "03-01"),
                    ("to", "Its last day; before the first one it is in the next year.", "10-31"),
                )
            },
            "required": ["from", "to"],
            "additionalProperties": False,
        }
    ),
]
