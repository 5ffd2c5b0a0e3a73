"""What the cells of a column of dates say: local days, and moments where there is a time of day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mou_check.load.cells import typed_sql
from mou_check.load.date_formats import DateFormat, clash, parse_format
from mou_check.log import FORMS, ColumnType

ISO = parse_format("%Y-%m-%d")
_ISO_TIME = parse_format("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Dates:
    """How a column of a log writes its dates: in the ISO form, and in the formats that are declared.

    A time without an offset is on the clock of `written`; days are local dates in `local`. A date without a time is a
    local date whatever the clock.
    """

    local: ZoneInfo
    written: ZoneInfo
    formats: tuple[DateFormat, ...] = ()

    @cached_property
    def iso(self) -> bool:
        """Whether the ISO form is read: always, unless a declared format reads it as another day."""
        return not any(clash(f, form) for f in self.formats for form in (ISO, _ISO_TIME))

    @cached_property
    def in_sql(self) -> bool:
        """Whether DuckDB can read a column of days by itself."""
        return all(f.in_sql(moves=self.written.key != self.local.key) for f in self.formats)

    def sql(self, text: str, bind: Callable[[str], str]) -> str:
        """The day of a trimmed text in SQL, null where it is none. `bind` gives the place-holder of a value."""
        forms = [typed_sql("date", text)] if self.iso else []
        forms += [f.sql(text, bind) for f in self.formats]
        return forms[0] if len(forms) == 1 else f"coalesce({', '.join(forms)})"

    def day(self, text: str) -> date | None:
        """The local day of a trimmed text in a column of days; None when it is none.

        A time of day only where a declared format has one.
        """
        found = self._declared(text)
        if found is None and self.iso and len(text) == 10:
            found = ISO.read(text)
        if not isinstance(found, datetime):
            return found
        moved = self._moved(found)
        return moved[0] if moved else None

    def moment(self, text: str) -> tuple[date, datetime | None, datetime | None] | None:
        """Local day, local time and moment in UTC of a trimmed text, the last two None for a date without a time.

        None when the text is neither a date nor a date and time.
        """
        found = self._declared(text)
        if found is None and self.iso:
            found = _iso(text)
        if not isinstance(found, datetime):
            return None if found is None else (found, None, None)
        return self._moved(found)

    def write(self, day: date, *, padded: bool = True) -> str:
        """A day as this log writes it: in the first form that has no time of day."""
        declared = next((f for f in self.formats if not f.has_time), None)
        return (
            declared.write(datetime.combine(day, datetime.min.time()), padded=padded) if declared else day.isoformat()
        )

    def form(self, kind: ColumnType) -> str:
        """What a cell looks like, in words."""
        if not self.formats:
            return FORMS[kind]
        shown = datetime(2015, 12, 31, 8, 30, tzinfo=UTC)
        return " or ".join(f"a date such as {f.write(shown)} ({f.text})" for f in self.formats)

    def _declared(self, text: str) -> date | datetime | None:
        return next((read for f in self.formats if (read := f.read(text)) is not None), None)

    def _moved(self, found: datetime) -> tuple[date, datetime, datetime] | None:
        """A time on the local clock: half past midnight in summer is not the day before."""
        try:
            aware = found if found.tzinfo else found.replace(tzinfo=self.written)
            local = aware.astimezone(self.local)
            return local.date(), local.replace(tzinfo=None), local.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):  # the first and last days that there are have no other side of midnight
            return None


def in_iso(day: date, wall: datetime | None) -> str:
    """A day, or a local time where there is one, in the ISO form that a plain log has: to the minute if that says all."""
    if wall is None:
        return day.isoformat()
    return wall.isoformat(timespec="auto" if wall.second or wall.microsecond else "minutes")


def _iso(text: str) -> date | datetime | None:
    shape = (
        len(text) >= 10 and text[4] == text[7] == "-" and (len(text) == 10 or (text[10] in "T " and len(text) >= 16))
    )
    try:
        return None if not shape else date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
