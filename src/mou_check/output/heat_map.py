"""Rows of each activity over time: a number for each month, quarter or year, and a shade that repeats it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from rich.text import Text

from mou_check.model.log_report import ActivityCount, LogReport
from mou_check.model.words import figure

# From few to many, against the busiest time of the same activity.
SHADES = ("", "cyan", "black on cyan", "bold black on bright_cyan")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ROWS = "Rows"


@dataclass(frozen=True, slots=True)
class Fold:
    """So many months in one column, counted from a month in which the agreement's years start."""

    months: int
    starts: int

    def of(self, month: int) -> int:
        """The column of a month; months and columns are counted from year 0."""
        return (month - self.starts) // self.months

    def heads(self, column: int) -> tuple[str, str]:
        """What stands over a column: the year, and the month, the quarter or the last year."""
        first = column * self.months + self.starts
        if self.months == 1:
            return str(first // 12), _MONTHS[first % 12]
        year, inside = divmod(first - self.starts % 12, 12)
        last = year + max(self.months // 12, 1) - 1 + (self.starts % 12 > 0)
        years = str(year) if last == year else f"{year}-{last % 100:02}"
        return (years, f"Q{inside // 3 + 1}") if self.months == 3 else (years, "")

    @property
    def name(self) -> str:
        """What a column is."""
        names = {1: "month", 3: "quarter", 12: "year"}
        return names.get(self.months, f"{self.months // 12} years")


def heat_map(report: LogReport, width: int) -> tuple[str, list[Text]]:
    """What a column is, and the lines: two heads, then one for each activity.

    The shortest of month, quarter, year and more years that fits the width. Months far from all others have no column.
    """
    first, last = _reach(report)
    starts = int(report.year_starts[:2]) - 1
    name = max(len(a.activity) for a in report.activities)
    total = max(len(_ROWS), *(len(figure(a.rows)) for a in report.activities))
    year = first - (first - starts) % 12
    for fold in (Fold(1, 0), Fold(3, starts), *(Fold(months, year) for months in range(12, 12 * 200, 12))):
        columns = range(fold.of(first), fold.of(last) + 1)
        counted = [_counted(activity, fold) for activity in report.activities]
        most = max((n for each in counted for at, n in each.items() if at in columns), default=0)
        heads = [fold.heads(at) for at in columns]
        cell = max(len(figure(most)), *(len(below or over) for over, below in heads)) + 1
        if name + 1 + total + 1 + cell * len(columns) <= width:
            break
    margin = " " * (name + 1 + total + 1)
    lines = [Text(line, style="bold") for line in _heads(heads, cell, margin)]
    for activity, counts in zip(report.activities, counted, strict=True):
        line = Text(f"{activity.activity:<{name}} {figure(activity.rows):>{total}} ")
        busiest = max((n for at, n in counts.items() if at in columns), default=0)
        for at in columns:
            line.append_text(_cell(counts[at], busiest, cell))
        lines.append(line)
    return fold.name, lines


def _reach(report: LogReport) -> tuple[int, int]:
    """The first and the last month that have a column: those of the rows and those that the log covers."""
    spans = [span for span in (report.main_span or report.span, report.covered) if span]
    return min(_month(f"{s.from_:%Y-%m}") for s in spans), max(_month(f"{s.to:%Y-%m}") for s in spans)


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _counted(activity: ActivityCount, fold: Fold) -> Counter[int]:
    counts: Counter[int] = Counter()
    for each in activity.months:
        counts[fold.of(_month(each.month))] += each.rows
    return counts


def _heads(heads: Sequence[tuple[str, str]], cell: int, margin: str) -> list[str]:
    """Years over the first of their columns where they do not run into each other, and below what each column is."""
    rows = f"{_ROWS:>{len(margin) - 1}} "
    if not heads[0][1]:
        return [rows + "".join(f"{year:>{cell}}" for year, _ in heads)]
    over, told = "", ""
    for i, (year, below) in enumerate(heads):
        place = (i + 1) * cell - len(below)
        if year != told and (not over or place > len(over)):
            over, told = over.ljust(place) + year, year
    return [margin + over, rows + "".join(f"{below:>{cell}}" for _, below in heads)]


def _cell(number: int, busiest: int, width: int) -> Text:
    if not number:
        return Text(f"{'·':>{width}}", style="dim")
    shade = SHADES[ceil(number * len(SHADES) / busiest) - 1 if 1 < number <= busiest else 0]
    return Text(" ").append(f"{figure(number):>{width - 1}}", style=shade)
