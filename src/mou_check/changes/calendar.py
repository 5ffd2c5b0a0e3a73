"""What changed in the calendar of an agreement, and whether a promise counts by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mou_check.agreement import HolidayFile
from mou_check.changes.versions import SAYS, Values, Version, Versions, became, written
from mou_check.model.changes import Change
from mou_check.model.words import capital, day, listed, plural
from mou_check.rules.base import Rule
from mou_check.rules.comparing import OTHER, SAME
from mou_check.rules.settings import settings_read

BothRules = tuple[list[Rule], list[Rule]]
"""The rules of an obligation in the old version and in the new one."""

# What each setting is in a sentence.
_SETTINGS = {
    "timezone": "the time zone",
    "week_starts": "the day on which weeks start",
    "year_starts": "the day on which years start",
    "anchor": "the day from which fortnights and other lengths count",
    "holidays": "the source of bank holidays",
}


def calendar_changes(versions: Versions, rules: Sequence[BothRules]) -> Iterator[Change]:
    """Every setting that differs; it has no order where rules of both versions count by it."""
    both = versions.old, versions.new
    for name, what in _SETTINGS.items():
        old, new = (getattr(version.agreement.calendar, name) for version in both)
        in_effect = [_in_effect(version, name) for version in both]
        values, told = (written(old), written(new)), became(what, (_said(name, old), _said(name, new)))
        if name == "holidays":
            values = _source(old), _source(new)
            told = became(what, values)
        if old == new and name == "holidays" and in_effect[0] != in_effect[1]:
            values = _other_days(versions)
            told = f"the bank holidays of {_source(new)} were and are not the same; gone: {values[0] or 'none'}; new: {values[1] or 'none'}"
        elif old == new:
            continue
        counting = sum(name == "timezone" or all(_counts_by(side, name) for side in each) for each in rules)
        order = OTHER if counting and in_effect[0] != in_effect[1] else SAME
        many = (
            f"; {plural(counting, 'promise')} {'counts' if counting == 1 else 'count'} by it" if order is OTHER else ""
        )
        at = ("calendar", name)
        yield versions.change(None, ".".join(at), order, values, capital(f"{told}{many}: {SAYS[order]}"), (at, at))


def _counts_by(rules: Sequence[Rule], setting: str) -> bool:
    return any(setting in settings_read(rule) for rule in rules)


def _in_effect(version: Version, setting: str) -> Any:
    """What a setting comes to: without an anchor the term's first day is one, and holidays are days."""
    if setting == "anchor":
        return version.calendar.anchor or version.agreement.term.starts
    return version.calendar.holidays if setting == "holidays" else getattr(version.agreement.calendar, setting)


def _said(setting: str, value: Any) -> str | None:
    """A value as a sentence has it."""
    if isinstance(value, date):
        return day(value)
    return value.capitalize() if setting == "week_starts" else written(value)


def _source(value: str | HolidayFile) -> str:
    return value if isinstance(value, str) else f"{value.file} ({value.division})"


def _other_days(versions: Versions) -> Values:
    """The bank holidays that are in one version of a file only."""
    a, b = versions.old.calendar.holidays.dates, versions.new.calendar.holidays.dates
    gone, come = (listed(day(d) for d in sorted(days)) for days in (a - b, b - a))
    return gone or None, come or None
