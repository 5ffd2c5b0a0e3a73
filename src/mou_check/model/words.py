"""Small words: plurals, lists, dates and lengths in plain English, and "did you mean"."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


def fold(text: str) -> str:
    """Text as it is compared: trimmed, inner spaces collapsed, Unicode NFC, case folded."""
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def plural(number: float, noun: str) -> str:
    """`1 week`, `2 weeks`, `0.5 weeks`."""
    return f"{figure(number)} {noun if number == 1 else nouns(noun)}"


@dataclass(frozen=True, slots=True)
class Noun:
    """What one row of an activity is called in a sentence, and what many are."""

    one: str
    many: str

    @classmethod
    def of(cls, title: str, plural: str | None = None) -> Noun:
        """The words of a title: with a small letter, unless it has other capitals, as names do."""
        one = _small(title)
        return cls(one, _small(plural) if plural else nouns(one))


Nouns = Mapping[str, Noun]
"""What the rows of each activity are called, by its code."""


def _small(title: str) -> str:
    first, _, rest = title.partition(" ")
    return title if first[1:] != first[1:].lower() or rest != rest.lower() else title[:1].lower() + title[1:]


def nouns(noun: str) -> str:
    """The plural of an English noun, well enough for titles of activities."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def capital(text: str) -> str:
    """A text with a capital letter first."""
    return text[:1].upper() + text[1:]


def article(phrase: str) -> str:
    """`a` or `an`, by the first letter."""
    return "an" if phrase[:1].lower() in "aeiou" else "a"


def figure(number: float) -> str:
    """A number without a needless `.0`, thousands apart."""
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,.6g}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    rest = list(items)
    if len(rest) < 2:
        return "".join(rest)
    return f"{', '.join(rest[:-1])} {last} {rest[-1]}"


def some(items: Sequence[str], most: int = 5) -> str:
    """The first few of many: `a, b, c and 9 more`."""
    if len(items) <= most:
        return listed(items)
    return f"{', '.join(items[:most])} and {len(items) - most} more"


def day(value: date) -> str:
    """`1 Jun 2015`."""
    return f"{value.day} {value:%b %Y}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or `None`."""
    by_fold = {fold(k).replace("-", "_").replace(" ", "_"): k for k in known}
    wanted = fold(word).replace("-", "_").replace(" ", "_")
    found = difflib.get_close_matches(wanted, by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?`, or the known words when they are few, or nothing."""
    words = list(known)
    near = nearest(word, words)
    if near is not None:
        return f' Did you mean "{near}"?'
    if 0 < len(words) <= 12:
        return f" Known: {', '.join(sorted(words))}."
    return ""


def shown(value: object) -> str:
    """A value of a YAML file as a reader knows it: no Python words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = str(value)
    if isinstance(value, (int, float)):
        return text
    return f'"{text[:60]}{"..." if len(text) > 60 else ""}"'
