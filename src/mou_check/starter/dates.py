"""Which form the dates of a column have: what the cells themselves prove, and what only a person can tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mou_check.load.date_formats import DateFormat, clash, parse_format
from mou_check.load.dates import Dates
from mou_check.load.likely_dates import fitting, likely_formats, what_it_can_be
from mou_check.log import ColumnType
from mou_check.model.proposal import ProposedDates
from mou_check.model.words import listed, plural
from mou_check.starter.profile import ColumnProfile

# The share of cells that must be dates before a column is taken for one of dates.
MOSTLY = 0.8
_UTC = ZoneInfo("UTC")
_ISO = Dates(_UTC, _UTC)


def holds_dates(column: ColumnProfile) -> bool:
    """Whether nearly all cells of a column are dates in some form."""
    return column.filled > 0 and column.share(filter(_is_date, column.texts)) >= MOSTLY


def _is_date(text: str) -> bool:
    return _ISO.moment(text) is not None or next(likely_formats(text), None) is not None


def how_written(column: ColumnProfile, name: str, kind: ColumnType) -> ProposedDates:
    """How the dates of a column are written, as far as its cells tell."""
    read = _ISO.day if kind == "date" else _ISO.moment
    other = [text for text in column.texts if read(text) is None]
    if not other:
        return ProposedDates(name, (), "all are written as 2015-06-01")
    forms, left = _forms(column, other)
    if not forms:
        return ProposedDates(name, (), "", unread=_rows(column, left))
    first, *more = forms
    rivals = [form for form in fitting(_read_by(first, other)) if clash(form, first)] if not more else []
    if rivals:
        choices = (first, *rivals)
        sample = _read_by(first, other)[0]
        why = f"no cell tells day from month: {what_it_can_be(sample, choices)}"
        return ProposedDates(name, (), why, tuple(form.text for form in choices), _rows(column, left))
    why = listed(_evidence(column, form, other) for form in forms)
    return ProposedDates(name, tuple(form.text for form in forms), why, unread=_rows(column, left))


def _forms(column: ColumnProfile, texts: list[str]) -> tuple[list[DateFormat], list[str]]:
    """Formats that never disagree and read as many cells as can be, and the texts that none of them reads."""
    forms: list[DateFormat] = []
    left = texts
    while left:
        reads = {form.text: form for text in left for form in likely_formats(text)}
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


def is_moment(text: str) -> bool:
    """Whether a text is a date and time in the ISO form."""
    found = _ISO.moment(text)
    return found is not None and isinstance(found[1], datetime)
