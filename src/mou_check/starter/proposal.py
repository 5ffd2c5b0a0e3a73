"""What a log needs in the project file so that it can be read: an entry made from the log itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mou_check.agreement import Agreement
from mou_check.log import BUILTIN, DATED, ColumnType
from mou_check.model.proposal import Proposal, ProposedDates, ProposedValue
from mou_check.model.words import fold, listed, plural
from mou_check.starter import values as texts
from mou_check.starter.columns import Wanted, match
from mou_check.starter.dates import day_span, has_clock, how_written
from mou_check.starter.profile import ColumnProfile, Profile
from mou_check.template import template_of

UNNAMED = "my-agreement"
"""Stands for the id of an agreement that nobody has written yet."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """How a log is called in the project file, what was found of its form, and which keys say so."""

    name: str
    found: Sequence[str] = ()
    encoding: str | None = None


def propose(
    profile: Profile, file: LogFile, agreement: Agreement | None, lists: Mapping[str, tuple[str, ...]]
) -> Proposal:
    """The entry for a log; without an agreement for the columns that every log has. `lists` are the agreement's."""
    types: dict[str, ColumnType] = {**BUILTIN, **(agreement.column_types() if agreement else {})}
    named = [name for code, a in agreement.activities.items() for name in (code, a.title)] if agreement else []
    read = {c.name: c for c in template_of(agreement, lists).columns} if agreement else {}
    known = {name: c.values for name, c in read.items() if name not in BUILTIN}
    names, notes = match(profile.columns, Wanted(types, named, known))
    by_name = {name.column: next(c for c in profile.columns if c.header == name.header) for name in names}
    dates = _dates(by_name, types)
    how = {each.column: each for each in dates}
    zone = ZoneInfo(agreement.calendar.timezone if agreement else "Europe/London")
    if any(has_clock(each) for each in dates):
        notes.append(f"Times are taken to be on the clock of {zone.key}; if they are not, say so: timezone: UTC")
    meant = _values(by_name, types, how, agreement, known)
    draft = agreement is None and "activity" in by_name
    return Proposal(
        agreement=agreement.id if agreement else UNNAMED,
        whose=agreement.title if agreement else None,
        file=file.name,
        looked_at=tuple(_looked_at(profile, file)),
        names=tuple(names),
        dates=tuple(dates),
        values={column: found for column, found in meant.items() if found},
        span=day_span(by_name["date"], how["date"], zone) if "date" in by_name else None,
        encoding=file.encoding,
        unused=tuple(c.header for c in profile.columns if c.header and c.header not in {n.header for n in names}),
        lacking=tuple(f"{name} ({types[name]})" for name in read if name not in by_name and name not in BUILTIN),
        silent=tuple(_silent(by_name.get("activity"), meant.get("activity", ()), agreement)),
        drafted={code: text for text, code, _ in texts.coded(by_name["activity"])} if draft else {},
        notes=tuple(notes),
    )


def _looked_at(profile: Profile, file: LogFile) -> Iterable[str]:
    rows = f"the first {plural(profile.rows, 'row')}" if profile.more else plural(profile.rows, "row")
    yield f"{rows} and {plural(len(profile.columns), 'column')} were looked at"
    if profile.delimiter != "comma":
        yield f"cells are parted by a {profile.delimiter}, which is found without being told"
    yield from file.found
    headers = Counter(fold(column.header) for column in profile.columns if column.header)
    for twice in (name for name, many in headers.items() if many > 1):
        yield f'"{twice}" stands twice in the header, and no row is read before one of the two has another name'
    if profile.odd_rows:
        has = "has" if profile.odd_rows == 1 else "have"
        yield f"{plural(profile.odd_rows, 'row')} {has} more or fewer cells than the header, and will be rejected"


def _dates(by_name: Mapping[str, ColumnProfile], types: Mapping[str, ColumnType]) -> list[ProposedDates]:
    """How each column of dates is written. One whose cells do not tell is as another one, if that is among its choices."""
    found = [
        how_written(column, name, types[name])
        for name, column in by_name.items()
        if types[name] in DATED and column.filled
    ]
    told = [each for each in found if each.formats]
    for i, each in enumerate(found):
        same = next((other for other in told if other.formats in each.choices), None)
        if same:
            why = f"as in {same.column}, for no cell tells here"
            found[i] = replace(each, formats=same.formats, why=why, choices=())
    return found


def _values(
    by_name: Mapping[str, ColumnProfile],
    types: Mapping[str, ColumnType],
    dates: Mapping[str, ProposedDates],
    agreement: Agreement | None,
    known: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[ProposedValue, ...]]:
    found: dict[str, tuple[ProposedValue, ...]] = {}
    for name, column in by_name.items():
        if name == "activity":
            found[name] = texts.activities(column, agreement)
        elif name in dates:
            found[name] = texts.no_dates(dates[name].unread, column, needed=name == "date")
        elif name != "ref":
            found[name] = texts.values(column, types[name], known.get(name, ()))
    return found


def _silent(column: ColumnProfile | None, meant: Sequence[ProposedValue], agreement: Agreement | None) -> Iterable[str]:
    """The activities of an agreement that the log has no row of, whatever its texts stand for."""
    seen = {fold(text) for text in column.texts} if column else set()
    seen |= {fold(value.meant) for value in meant if value.meant}
    return (code for code in (agreement.activities if agreement else ()) if fold(code) not in seen)


def what_is_open(proposal: Proposal) -> list[str]:
    """What a person has to decide before the log can be read, in sentences."""
    found = [note for note in proposal.notes if note.endswith((": date.", ": activity."))]
    for dates in proposal.dates:
        if dates.choices:
            choices = listed((" and ".join(choice) for choice in dates.choices), "or")
            found.append(f"How {dates.column} is written: {choices}; {dates.why}.")
    return found
