"""Which formats a date could be written in where none is declared: what to declare, and what only a person can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache

from mou_check.load.date_formats import DateFormat, day_of, parse_format
from mou_check.load.dates import ISO
from mou_check.model.words import day as day_in_words
from mou_check.model.words import listed

# Every order that people use, with every sign between the parts; then those with names and those without signs.
_ORDERS = ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%Y{0}%m{0}%d", "%d{0}%m{0}%y", "%m{0}%d{0}%y")
_NAMED = (
    "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%d/%b/%Y", "%d %b %y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y",
    "%A %d %B %Y", "%A, %d %B %Y", "%a %d %b %Y", "%a, %d %b %Y", "%a %d/%m/%Y", "%A, %B %d, %Y", "%y-%m-%d", "%Y%m%d", "%d%m%Y",
)  # fmt: skip
_CLOCKS = (
    " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f", ", %H:%M", " %I:%M %p", " %I:%M%p", " %I:%M:%S %p",
    " %H:%M%z", " %H:%M:%S%z", " %H:%M:%S %z", "T%H:%M%z", "T%H:%M:%S%z", "T%H:%M:%S.%f%z",
)  # fmt: skip


_DAYS = tuple(order.format(sign) for order in _ORDERS for sign in "/.- ") + _NAMED
_made = cache(parse_format)


def likely_formats(text: str) -> Iterator[DateFormat]:
    """The formats, of those that people use, in which a trimmed text is a date. The ISO form is not among them."""
    if not 6 <= len(text) <= 60 or not any(c.isdigit() for c in text):
        return
    for day in _DAYS:
        if day != ISO.text and _made(day).read(text) is not None:
            yield _made(day)
        elif ":" in text and _made(day).begins(text):
            yield from (form for clock in _CLOCKS if (form := _made(day + clock)).read(text) is not None)


def what_to_declare(text: str) -> str:
    """What to declare so that a text is read as a date, where it looks like one: a sentence, or nothing.

    Where that could be read as several days it names them all and chooses none.
    """
    days = {day_of(read): form.text for form in reversed(list(likely_formats(text))) if (read := form.read(text))}
    if not days:
        return ""
    choices = [(day, days[day]) for day in reversed(days)]
    declared = listed((f'dates: "{form}"' for _, form in choices), "or")
    forms = [_made(form) for _, form in choices]
    can_be = f"{what_it_can_be(text, forms)}; " if len(forms) > 1 else ""
    return f"{can_be}declare {declared} in the project file"


def what_it_can_be(text: str, forms: Sequence[DateFormat]) -> str:
    """The days that a text is in several formats: `03/04/2015 can be 3 Apr 2015 or 4 Mar 2015`."""
    days = [day_in_words(day_of(read)) for form in forms if (read := form.read(text)) is not None]
    return f"{text} can be {listed(dict.fromkeys(days), 'or')}"


def fitting(texts: Sequence[str]) -> list[DateFormat]:
    """The formats in which every one of these texts is a date; of formats that never differ on them only the first."""
    found: dict[tuple[date | datetime | None, ...], DateFormat] = {}
    for form in likely_formats(texts[0]) if texts else ():
        if all(form.read(text) is not None for text in texts):
            found.setdefault(tuple(form.read(text) for text in texts), form)
    return list(found.values())
