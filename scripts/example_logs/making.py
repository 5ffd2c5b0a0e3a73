"""An example log in the making: days, rows, and how a planted fault changes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from example_logs.faults import Edit, Fault, Keep

SPANS = {
    "cheshire": (date(2015, 5, 6), date(2017, 3, 31)),
    "durham": (date(2013, 4, 1), date(2015, 3, 31)),
    "leicestershire-2013": (date(2013, 4, 1), date(2014, 3, 31)),
    "leicestershire-2014": (date(2014, 9, 1), date(2016, 3, 31)),
    "cambridgeshire": (date(2016, 6, 23), date(2018, 3, 31)),
}
THEMES = [
    "rural crime",
    "burglary",
    "road safety",
    "cyber crime",
    "hate crime",
    "domestic abuse",
    "victim support",
    "night-time economy",
    "youth justice",
    "anti-social behaviour",
    "police visibility",
    "the policing budget",
]
VENUES = ["Town Hall", "Library", "Market Square", "Leisure Centre", "Fire Station", "Community Centre"]


# --- days -------------------------------------------------------------------------------------------
def day(text: str) -> date:
    """The date that a text holds."""
    return date.fromisoformat(text)


def dates(text: str) -> list[date]:
    """The dates that stand in a text, with spaces between."""
    return [day(word) for word in text.split()]


# Bank holidays in England and Wales, April 2013 to March 2018.
HOLIDAYS = dates(
    "2013-04-01 2013-05-06 2013-05-27 2013-08-26 2013-12-25 2013-12-26 2014-01-01 2014-04-18 2014-04-21 "
    "2014-05-05 2014-05-26 2014-08-25 2014-12-25 2014-12-26 2015-01-01 2015-04-03 2015-04-06 2015-05-04 "
    "2015-05-25 2015-08-31 2015-12-25 2015-12-28 2016-01-01 2016-03-25 2016-03-28 2016-05-02 2016-05-30 "
    "2016-08-29 2016-12-26 2016-12-27 2017-01-02 2017-04-14 2017-04-17 2017-05-01 2017-05-29 2017-08-28 "
    "2017-12-25 2017-12-26 2018-01-01 2018-03-30"
)


def days(start: date, end: date) -> Iterator[date]:
    """All days from start to end, both inside."""
    return (start + timedelta(n) for n in range((end - start).days + 1))


def working(d: date) -> bool:
    """Whether the office works on a day: neither weekend nor bank holiday."""
    return d.weekday() < 5 and d not in HOLIDAYS


def office_day(d: date) -> date:
    """The day itself, or the next working day."""
    while not working(d):
        d += timedelta(1)
    return d


def months(start: date, end: date) -> list[tuple[int, int]]:
    """All (year, month) from start to end."""
    return sorted({(d.year, d.month) for d in days(start, end)})


# --- a log in the making ----------------------------------------------------------------------------
@dataclass
class Log:
    """Rows of one log, and the running numbers that their refs are made of."""

    agreement: str
    rows: list[dict[str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def random(self, activity: str) -> Random:
        return Random(f"{self.agreement}:{activity}")

    def add(self, when: date | str, activity: str, title: str, ref: str = "", **cells: object) -> str:
        """Add a row and return its ref; whole numbers among the cells are days counted from the row's date."""
        when = day(when) if isinstance(when, str) else when
        if not ref:
            head, *rest = activity.upper().split("_")
            stem = f"{head[:3]}{''.join(word[0] for word in rest)}-{when.year}"
            self.numbers[stem] = self.numbers.get(stem, 0) + 1
            ref = f"{stem}-{self.numbers[stem]:03}"
        row = {"date": when.isoformat(), "activity": activity, "ref": ref, "title": title}
        self.rows.append(row | cells_of(when, cells))
        return ref

    def published(
        self, when: date | str, activity: str, title: str, officers: list[str], ref: str = "", **cells: object
    ) -> str:
        """Add a piece of published work, cleared up to three days before."""
        rng = self.random(f"clearance {activity} {when} {len(self.rows)}")
        cleared = {"cleared_by": rng.choice(officers), "cleared_on": -rng.choice([0, 0, 1, 1, 2, 3])}
        return self.add(when, activity, title, ref, **cleared, **cells)

    def plant(self, fault: Fault) -> dict[str, str] | None:
        """Change the log as the fault says; the row that shows it, unless a period does."""
        shown = [self.change(change, fault) for change in fault.changes]
        return None if fault.period or not shown else shown[0]

    def change(self, change: Keep | Edit, fault: Fault) -> dict[str, str] | None:
        """Make one change; the row edited, if one was."""
        first, last = (fault.period or "..9999").split("..")
        if isinstance(change, Edit):
            first, last = change.on, change.until or "9999"
        found = [
            row
            for row in sorted(self.rows, key=lambda r: r["date"])
            if row["activity"] in change.activity.split()
            and first <= row["date"] <= last
            and all(row.get(column) == value for column, value in change.where.items())
        ]
        assert found, fault  # a fault that changes nothing is a mistake in the table
        if isinstance(change, Edit):
            for row in found if change.until else found[:1]:
                row |= cells_of(day(row["date"]), change.cells)
            return found[0]
        gone = found[change.rows :]
        refs = {row["ref"] for row in gone}
        self.rows = [r for r in self.rows if not any(r is g for g in gone)]
        self.rows = [r for r in self.rows if not (r["activity"] == "engagement_analysis" and r["ref"] in refs)]
        return None

    def text(self) -> str:
        """The log as CSV, by date; the columns as the makers first name them."""
        columns = [*dict.fromkeys(c for row in self.rows for c in row), "source"]
        self.rows.sort(key=lambda r: r["date"])
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"source": "synthetic"} for row in self.rows)
        return out.getvalue()


def cells_of(when: date, cells: dict[str, object]) -> dict[str, str]:
    """Cells as text; whole numbers are days counted from `when`."""
    return {c: (when + timedelta(v)).isoformat() if isinstance(v, int) else str(v) for c, v in cells.items()}


def publish_weekly(
    log: Log, activity: str, least: int, busy: list[date], officers: list[str], title: str, **cells: str
) -> None:
    """Published work week by week: mostly Tuesday to Thursday, more before a Panel meeting, little in August and
    at Christmas. The cut weeks at both ends get one less than `least`, so that they cannot be judged."""
    start, end = SPANS[log.agreement]
    rng = log.random(activity)
    monday = start - timedelta(start.weekday())
    while monday <= end:
        week = [d for d in days(monday, monday + timedelta(6)) if working(d) and start <= d <= end]
        quiet = monday.month == 8 or (monday.month, monday.day // 7) in ((12, 3), (12, 4))
        burst = any(monday <= b < monday + timedelta(9) for b in busy)
        number = least + (0 if quiet else rng.choice([0, 0, 0, 1, 1, 2]) + 2 * burst)
        if monday < start or monday + timedelta(6) > end:
            number = least - 1
        for when in sorted(rng.choices(week, [4 if d.weekday() in (1, 2, 3) else 1 for d in week], k=number)):
            log.published(when, activity, f"{title} {rng.choice(THEMES)}", officers, **cells)
        monday += timedelta(7)
