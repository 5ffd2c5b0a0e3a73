"""How a log writes its dates: declared formats such as `%d/%m/%Y`, read strictly, in Python and in SQL alike.

A format is a fixed set of directives and plain characters between them. A cell has the form from its first to its last
character and names a real day, or it is a located error: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, cached_property
from itertools import product

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _names(names: Sequence[str], letters: int | None = None) -> str:
    return f"(?i:{'|'.join(name[:letters] for name in names)})"


# What each directive stands for, as a regular expression that Python and DuckDB (RE2) read alike.
DIRECTIVES = {
    "d": "[0-9]{1,2}",
    "m": "[0-9]{1,2}",
    "b": _names(MONTHS, 3),
    "B": _names(MONTHS),
    "Y": "[0-9]{4}",
    "y": "[0-9]{2}",
    "a": _names(DAYS, 3),
    "A": _names(DAYS),
    "H": "[0-9]{1,2}",
    "I": "[0-9]{1,2}",
    "M": "[0-9]{2}",
    "S": "[0-9]{2}",
    "f": "[0-9]{1,6}",
    "p": "(?i:AM|PM)",
    "z": "(?:Z|[+-][0-9]{2}:?[0-9]{2})",
}
_NUMBERS = frozenset("dmYyHIMSf")
_TIME = frozenset("HIMSfpz")
# DuckDB reads these in another way than Python, or not at all.
_ONLY_PYTHON = frozenset("aAfz")


@dataclass(frozen=True)
class DateFormat:
    """A format as it is declared. Made by `parse_format`, which refuses what is none."""

    text: str
    parts: tuple[str, ...] = field(repr=False)
    """Directives as two characters, and plain text between them."""

    @cached_property
    def directives(self) -> frozenset[str]:
        """The letters of its directives."""
        return frozenset(part[1] for part in self.parts if _is_directive(part))

    @property
    def has_time(self) -> bool:
        """Whether it holds a time of day."""
        return bool(self.directives & _TIME)

    @cached_property
    def pattern(self) -> str:
        """The regular expression that a cell must match from end to end; each directive is a group."""
        found = []
        for i, part in enumerate(self.parts):
            if not _is_directive(part):
                found.append("".join(c if c.isalnum() or c == " " or ord(c) > 127 else f"\\{c}" for c in part))
                continue
            form = DIRECTIVES[part[1]]
            # Where numbers touch, only their width tells where one ends.
            beside = (*self.parts[max(0, i - 1) : i], *self.parts[i + 1 : i + 2])
            if part[1] in _NUMBERS and any(_is_directive(p) and p[1] in _NUMBERS for p in beside):
                form = form.replace("{1,2}", "{2}").replace("{1,6}", "{6}")
            found.append(f"({form})")
        return "".join(found)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.ASCII)

    def read(self, text: str) -> date | datetime | None:
        """The day that a trimmed cell names, or the time where the format has one; None when it does not fit.

        A time has an offset when the format has `%z`.
        """
        match = self._expression.fullmatch(text)
        if match is None:
            return None
        letters = [part[1] for part in self.parts if _is_directive(part)]
        found = dict(zip(letters, match.groups(), strict=True))
        try:
            day = date(_year(found), _month(found), int(found["d"]))
            if not self.has_time:
                read: date | datetime = day
            else:
                fraction = int(found.get("f", "0").ljust(6, "0"))
                second, minute = int(found.get("S", 0)), int(found.get("M", 0))
                read = datetime(day.year, day.month, day.day, _hour(found), minute, second, fraction, _offset(found))
        except ValueError:
            return None
        named = found.get("A") or found.get("a")
        return read if named is None or DAYS[day.weekday()].lower().startswith(named.lower()) else None

    def begins(self, text: str) -> bool:
        """Whether a text begins as a day of this format does."""
        return self._expression.match(text) is not None

    def in_sql(self, *, moves: bool) -> bool:
        """Whether DuckDB can read the day by itself; not when a time `moves` to the clock of another zone."""
        return not self.directives & _ONLY_PYTHON and not (moves and self.has_time)

    def sql(self, text: str, bind: Callable[[str], str]) -> str:
        """The day of a trimmed text in SQL, null where it does not fit; `bind` gives the place-holder of a value."""
        fits = f"regexp_full_match({text}, {bind(self.pattern)})"
        day = f"CAST(try_strptime({text}, {bind(self.text)}) AS DATE)"
        return f"CASE WHEN {fits} AND {day} >= DATE '0001-01-01' THEN {day} END"

    def write(self, moment: datetime, *, padded: bool = True) -> str:
        """A time as this format has it."""
        hour = moment.hour % 12 or 12 if "I" in self.directives else moment.hour
        numbers = {"d": moment.day, "m": moment.month, "H": hour, "I": hour}
        words = {
            "Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "M": f"{moment.minute:02}", "S": f"{moment.second:02}",
            "f": f"{moment.microsecond:06}", "p": "PM" if moment.hour >= 12 else "AM", "z": "+00:00",
            "B": MONTHS[moment.month - 1], "b": MONTHS[moment.month - 1][:3], "A": DAYS[moment.weekday()], "a": DAYS[moment.weekday()][:3],
            **{letter: f"{number:02}" if padded else str(number) for letter, number in numbers.items()},
        }  # fmt: skip
        return "".join(words[part[1]] if _is_directive(part) else part for part in self.parts)


def _is_directive(part: str) -> bool:
    return len(part) == 2 and part[0] == "%"


def _year(found: dict[str, str]) -> int:
    """Of two digits 69 to 99 are of the twentieth century, as strptime has it."""
    if "Y" in found:
        return int(found["Y"])
    short = int(found["y"])
    return short + (1900 if short >= 69 else 2000)


def _month(found: dict[str, str]) -> int:
    if "m" in found:
        return int(found["m"])
    named = (found.get("B") or found["b"]).lower()
    return next(i for i, month in enumerate(MONTHS, 1) if month.lower().startswith(named))


def _hour(found: dict[str, str]) -> int:
    if "I" not in found:
        return int(found["H"])
    hour = int(found["I"])
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if found["p"].lower() == "pm" else 0)


def _offset(found: dict[str, str]) -> timezone | None:
    if "z" not in found:
        return None
    if found["z"] == "Z":
        return UTC
    digits = found["z"].replace(":", "")
    minutes = int(digits[3:])
    if minutes > 59:
        raise ValueError
    ahead = timedelta(hours=int(digits[1:3]), minutes=minutes)
    return timezone(-ahead if digits[0] == "-" else ahead)


def parse_format(text: str) -> DateFormat:
    """A format from what is declared. Raises `ValueError` in plain words when it cannot be one."""
    parts: list[str] = []
    letters: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "%":
            stop = text.find("%", at)
            stop = len(text) if stop < 0 else stop
            parts.append(text[at:stop])
            at = stop
            continue
        directive = text[at : at + 2]
        at += 2
        if directive == "%%":
            parts.append("%")
            continue
        if directive[1:] not in DIRECTIVES:
            raise ValueError(_unknown(text, text[at - 2 : at + 1], directive))
        if directive[1] in letters:
            raise ValueError(f"{directive} stands twice in the date format {text}")
        parts.append(directive)
        letters.append(directive[1])
    if fault := _incomplete(set(letters)):
        raise ValueError(f"the date format {text} {fault}")
    return DateFormat(text, tuple(parts))


def _unknown(text: str, longer: str, directive: str) -> str:
    if directive in ("%-", "%#", "%e", "%_", "%k", "%l"):
        return f"the date format {text} has {longer.rstrip()}, which is not needed: %d, %m, %H and %I take 3 and 03"
    known = ", ".join(f"%{letter}" for letter in DIRECTIVES)
    found = f"has {directive}" if len(directive) == 2 else "ends in a single % (a percent sign is written %%)"
    return f"the date format {text} {found}; known are {known}, such as %d/%m/%Y"


def _incomplete(letters: set[str]) -> str | None:
    """What a set of directives lacks, or has too many."""
    for what, choices in (("a year (%Y or %y)", "Yy"), ("a month (%m, %b or %B)", "mbB"), ("a day (%d)", "d")):
        many = [letter for letter in choices if letter in letters]
        if not many:
            return f"lacks {what}; expected one such as %d/%m/%Y"
        if len(many) > 1:
            return f"has {what.split(' (')[0]} twice: %{many[0]} and %{many[1]}"
    if {"a", "A"} <= letters or {"H", "I"} <= letters:
        return "says the same thing twice"
    if ("I" in letters) != ("p" in letters):
        return "has one of %I and %p, which go together (or take %H)"
    for letter, needs in (("M", "HI"), ("S", "M"), ("f", "S"), ("z", "HI")):
        if letter in letters and not letters & set(needs):
            return f"has %{letter} without %{needs[0]}"
    return None


# Times that show where two formats part: days that can be months, years that can be days and months, a month whose
# short name is its name.
_PROBES = [
    datetime(*day, 10, 11, 12, tzinfo=UTC) for day in ((2010, 11, 12), (2001, 2, 3), (1112, 10, 11), (2003, 5, 4))
]


@cache
def clash(one: DateFormat, other: DateFormat) -> tuple[str, date, date] | None:
    """A text that both formats read, as different days or times, with both days; None when they never disagree."""
    for by, against in ((one, other), (other, one)):
        for moment, padded in product(_PROBES, (True, False)):
            text = by.write(moment, padded=padded)
            first, second = by.read(text), against.read(text)
            if first is not None and second is not None and first != second:
                days = day_of(first), day_of(second)
                return (text, *days) if by is one else (text, days[1], days[0])
    return None


def day_of(read: date | datetime) -> date:
    """The day of what a format has read."""
    return read.date() if isinstance(read, datetime) else read
