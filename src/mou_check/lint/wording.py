"""Checks of words: what an obligation says, how it is softened, and how its readings differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from pydantic import BaseModel

from mou_check.agreement import Obligation
from mou_check.lint.base import Found, Path, Subject, by_reading
from mou_check.model.lengths import Length
from mou_check.model.periods import Season
from mou_check.model.words import listed
from mou_check.rules.base import LogRule

_BI = re.compile(r"\bbi[- ]?(?:weekly|monthly|annual(?:ly)?|yearly|quarterly)\b", re.IGNORECASE)
_NUMBERS = {
    "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
# Not after "the" or a possessive: "the two parties" and "the year's two strategies" only name what is known.
_FIGURE = re.compile(
    rf"(?<!\bthe )(?<!'s )(?<![\w.,-])(\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBERS)})(?![\w-])", re.IGNORECASE
)


def bi_word(subject: Subject) -> Iterator[Found]:
    """A word such as bi-monthly or bi-annual, which some take for twice in the period and some for every second one.

    Bi-monthly is 6 a year or 24, bi-annual is 2 a year or 1 in 2 years, bi-weekly is 26 a year or 104. Give the
    obligation a reading for each. Looked for in titles, in what is said, in headings and notes, and in the labels
    and reasons of readings.
    """
    for i, obligation in enumerate(subject.agreement.obligations):
        for place, text in _texts(obligation):
            word = _BI.search(text)
            if word:
                message = f'{obligation.id} says "{word[0]}", which can be twice in the period or every second one'
                yield Found(message, (obligation.id,), ("obligations", i, *place), readings=_readings(obligation))
                break
    by_id = {o.id: o for o in subject.agreement.obligations}
    for i, clause in enumerate(subject.agreement.clauses):
        texts = [(key, text) for key, text in (("heading", clause.heading), ("note", clause.note)) if text]
        found = next(((key, word) for key, text in texts if (word := _BI.search(text))), None)
        if found and clause.holds:
            key, word = found
            message = f'the clause {clause.ref} says "{word[0]}", which can be twice in the period or every second one'
            readings = tuple(name for id_ in clause.holds for name in _readings(by_id[id_]))
            yield Found(message, (clause.ref, *clause.holds), ("clauses", i, key), readings=readings)


def _texts(obligation: Obligation) -> Iterator[tuple[Path, str]]:
    """What an obligation says in words, with its places."""
    yield ("title",), obligation.title
    yield ("says",), obligation.says
    if obligation.note:
        yield ("note",), obligation.note
    for i, reading in enumerate(obligation.readings):
        yield ("readings", i, "label"), reading.label
        if reading.because:
            yield ("readings", i, "because"), reading.because


def _readings(obligation: Obligation) -> tuple[str, ...]:
    """The readings of an obligation, where there are at least two."""
    names = tuple(f"{obligation.id}[{r.id}]" for r in obligation.readings)
    return names if len(names) > 1 else ()


def figure_not_in_rule(subject: Subject) -> Iterator[Found]:
    """What an obligation says has a figure that none of its rules has.

    At least twenty roadshows, and a rule that asks for 30: one of the two is a slip. The figures of a rule are its
    bounds, lengths, hours, dates and shares, the numbers in its conditions, and how many values its lists have.
    Figures after "the" or a possessive are left alone (the two parties), and so is what only a person judges.
    """
    for i, obligation in enumerate(subject.agreement.obligations):
        rules = [rule for _, rule in obligation.rules() if rule.kind != "judgement"]
        known = {figure for rule in rules for figure in _figures(rule)}
        known |= {len(subject.lists[name]) for rule in rules for _, name in rule.list_names()}
        known |= {len(rule.activities()) for rule in rules}
        said = [word for word in _FIGURE.findall(obligation.says) if rules and _number(word) not in known]
        if said:
            quoted = listed(f'"{word}"' for word in said)
            message = f"{obligation.id} says {quoted}, and no rule of it has that figure"
            yield Found(message, (obligation.id,), ("obligations", i, "says"))


def _number(word: str) -> float:
    return _NUMBERS.get(word.lower()) or float(word.rstrip(",").replace(",", ""))


def _figures(value: Any) -> Iterator[float]:
    """Every number in a rule, in the units in which people may say it."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _figures(getattr(value, name))
    elif isinstance(value, Length):
        yield from (value.months, value.days, value.months / 12, value.months / 3, value.days / 7)
    elif isinstance(value, Season):
        yield from (*value.start, *value.end)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _figures(each)
    elif isinstance(value, tuple):
        yield len(value)
        for each in value:
            yield from _figures(each)
    elif isinstance(value, date):
        yield from (value.day, value.month, value.year)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from (value, round(value * 100, 6), value / 60)  # a share as a percentage, minutes as hours


def excuse_without_qualifier(subject: Subject) -> Iterator[Found]:
    """A stated reason excuses a miss, and the obligation names no softening words that would allow it.

    Firm words bind whatever the reason. Give the `qualifier` that the document has (where-practical and the
    like), take the excuse out, or give a reading for each.
    """

    def test(id_: str, excuse: str | None, qualifier: str | None) -> str | None:
        if excuse is None or qualifier is not None:
            return None
        return f"a text in {excuse} excuses a miss of {id_}, which has no qualifier that would allow it"

    yield from by_reading(
        subject,
        lambda read: test(
            read.obligation.id, read.rule.excuse if isinstance(read.rule, LogRule) else None, read.obligation.qualifier
        ),
    )


def qualifier_without_effect(subject: Subject) -> Iterator[Found]:
    """Softening words are kept as a qualifier, and nothing in the obligation makes use of them.

    They change no verdict by themselves. A rule can take an `excuse`, readings can judge the words both ways, and
    a judgement that names the obligation under `rest_of` can leave the rest to a person.
    """
    rests = {name for o in subject.agreement.obligations for name in o.rest_of}
    for i, obligation in enumerate(subject.agreement.obligations):
        rules = [rule for _, rule in obligation.rules()]
        used = (
            obligation.readings
            or obligation.id in rests
            or any(rule.kind == "judgement" or (isinstance(rule, LogRule) and rule.excuse) for rule in rules)
        )
        if obligation.qualifier and not used:
            message = f"{obligation.id} is softened by {obligation.qualifier}, and it has no excuse, no readings and no judgement of the rest"
            yield Found(message, (obligation.id,), ("obligations", i, "qualifier"))


def readings_with_same_rule(subject: Subject) -> Iterator[Found]:
    """Two readings of an obligation have the same rule, so they can never come to different verdicts.

    Make the rules say what the labels say, or take one of the readings out.
    """
    for i, obligation in enumerate(subject.agreement.obligations):
        for (_, one), (j, other) in combinations(enumerate(obligation.readings), 2):
            if one.rule == other.rule:
                message = f"the readings {one.id} and {other.id} of {obligation.id} have the same rule"
                yield Found(message, (obligation.id,), ("obligations", i, "readings", j, "rule"))


def reading_without_because(subject: Subject) -> Iterator[Found]:
    """Readings do not say why the words can be read so, and whoever has to choose between them is left to guess."""
    for i, obligation in enumerate(subject.agreement.obligations):
        silent = [(j, r.id) for j, r in enumerate(obligation.readings) if not r.because]
        if silent:
            names = listed(name for _, name in silent)
            message = f"the reading{'s' if len(silent) > 1 else ''} {names} of {obligation.id} {'give' if len(silent) > 1 else 'gives'} no reason"
            yield Found(message, (obligation.id,), ("obligations", i, "readings", silent[0][0]))
