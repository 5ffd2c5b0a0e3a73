"""Which form the dates of a column have: what the cells themselves prove, and what only a person can tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from mou_check.load.date_formats import DateFormat, clash, parse_format
from mou_check.load.dates import Dates
from mou_check.load.likely_dates import fitting, likely_formats, what_it_can_be
from mou_check.log import ColumnType
from mou_check.model.proposal import ProposedDates
from mou_check.model.words import fold, listed, plural
from mou_check.starter.profile import BLANK, ColumnProfile

# How many different texts of a column are looked at to see what it is.
_SEEN = 1_000
# The share of texts that must be dates before a column is taken for one of dates.
MOSTLY = 0.8
_UTC = ZoneInfo("UTC")
_ISO = Dates(_UTC, _UTC)


def holds_dates(column: ColumnProfile) -> bool:
    """Whether nearly all cells of a column are dates in some form."""
    seen = list(islice((text for text in column.texts if fold(text) not in BLANK), _SEEN))
    return bool(seen) and sum(map(_is_date, seen)) >= MOSTLY * len(seen)


def _is_date(text: str) -> bool:
    return _ISO.moment(text) is not None or next(likely_formats(text), None) is not None


def how_written(column: ColumnProfile, name: str, kind: ColumnType) -> ProposedDates:
    """How the dates of a column are written, as far as its cells tell."""
    plain = _ISO.day if kind == "date" else _ISO.moment
    other = [text for text in column.texts if plain(text) is None]
    if not other:
        return ProposedDates(name, (), "all are written as 2015-06-01")
    forms, left = _forms(column, other)
    if not forms:
        return ProposedDates(name, (), "", unread=_rows(column, left))
    for form in forms:
        read = _read_by(form, other)
        rivals = [rival for rival in fitting(read) if clash(rival, form)]
        if rivals:
            why = f"no cell tells day from month: {what_it_can_be(read[0], (form, *rivals))}"
            return ProposedDates(name, (), why, _choices(forms, form, rivals), _rows(column, left))
    why = listed(_evidence(column, form, other) for form in forms)
    return ProposedDates(name, tuple(form.text for form in forms), why, unread=_rows(column, left))


def _forms(column: ColumnProfile, texts: list[str]) -> tuple[list[DateFormat], list[str]]:
    """Formats that never disagree and read as many cells as can be, and the texts that none of them reads."""
    forms: list[DateFormat] = []
    left = texts
    while left:
        reads = {form.text: form for text in left[:_SEEN] for form in likely_formats(text)}
        rows = {
            name: sum(column.texts[text] for text in _read_by(form, left))
            for name, form in reads.items()
            if not any(clash(form, other) for other in forms)
        }
        if not rows:
            break
        best = max(rows, key=lambda name: rows[name])
        forms.append(reads[best])
        left = [text for text in left if reads[best].read(text) is None]
    return forms, left


def _choices(forms: list[DateFormat], unsure: DateFormat, rivals: list[DateFormat]) -> tuple[tuple[str, ...], ...]:
    """The formats, with each that one of them may be in its place."""
    return tuple(tuple((one if form is unsure else form).text for form in forms) for one in (unsure, *rivals))


def _read_by(form: DateFormat, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if form.read(text) is not None]


def _evidence(column: ColumnProfile, form: DateFormat, texts: list[str]) -> str:
    """What speaks for a format: how many cells it reads, and how many of them cannot have day and month the other way."""
    read = _read_by(form, texts)
    cells = plural(sum(column.texts[text] for text in read), "cell")
    turned = _turned(form)
    if turned is None:
        return f"{cells} such as {read[0]}"
    days = plural(sum(column.texts[text] for text in read if turned.read(text) is None), "cell")
    order = "day comes first" if form.text.index("%d") < form.text.index("%m") else "month comes first"
    has = "has" if days.startswith("1 ") else "have"
    return f"{days} of {cells.split()[0]} {has} a day above 12, so {order}"


def _turned(form: DateFormat) -> DateFormat | None:
    """The format with day and month changed about, where both are numbers and stand side by side."""
    if not {"d", "m"} <= form.directives or form.text.startswith("%Y"):
        return None
    return parse_format(form.text.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m"))


def _rows(column: ColumnProfile, texts: Iterable[str]) -> dict[str, int]:
    return {text: column.first[text] for text in texts}


def day_span(column: ColumnProfile, how: ProposedDates, zone: ZoneInfo) -> tuple[date, date] | None:
    """The first and the last day of a column, as far as it can be read."""
    dates = Dates(zone, zone, tuple(parse_format(text) for text in how.formats))
    days = [found[0] for text in column.texts if (found := dates.moment(text))]
    return (min(days), max(days)) if days else None


def has_clock(how: ProposedDates) -> bool:
    """Whether a format has a time of day without an offset, which is on somebody's clock."""
    forms = [parse_format(text) for text in how.formats]
    return any(form.has_time and "z" not in form.directives for form in forms)
