"""What stands in a log, for people: where it comes from, activities over time, columns, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich import box
from rich.table import Table
from rich.text import Text

from mou_check.model.log_report import OBSERVATIONS, ColumnCount, LogDocument, LogReport, Observation
from mou_check.model.problems import CODES
from mou_check.model.results import RowPlace
from mou_check.model.words import day, figure, listed, plural, some
from mou_check.output import Look, inert
from mou_check.output.heat_map import heat_map
from mou_check.output.phrases import log_line
from mou_check.output.terminal import Paper

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "cyan"}
# How many observations of a code, columns and names are listed unless -v asks for all.
SHOWN = 8
# How many rows of one observation are named.
_ROWS = 12


def render(document: LogDocument, look: Look) -> str:
    """The whole report."""
    paper = Paper(look)
    for report in document.logs:
        _Report(paper, look, report, as_of=day(document.as_of)).write()
    if len(document.logs) > 1:
        paper.console.print(Text(f"All {len(document.logs)} logs: {_counts(document.logs)}", style="bold"))
    return paper.text()


class _Report:
    """The report of one log."""

    def __init__(self, paper: Paper, look: Look, report: LogReport, as_of: str) -> None:
        self.paper = paper
        self.look = look
        self.report = report
        self.as_of = as_of

    def write(self) -> None:
        report = self.report
        self.paper.console.print(Text(inert(f"{report.title} ({report.id})"), style="bold"))
        for file in report.files:
            self.paper.console.print(Text(inert(log_line(file))))
        if report.span:
            self._days()
            self._activities()
            self._columns()
        else:
            why = "No row of it can be used." if report.files else "The log cannot be read."
            self.paper.console.print(Text(why, style=_STYLES["error"]))
        for code, group in groupby(report.observations, key=lambda o: o.code):
            self._observed(code, list(group))
        self.paper.console.print()
        if report.files:
            self.paper.console.print(Text(f"{report.id}: {_counts([report])}", style="bold"))
            self.paper.console.print()

    def _days(self) -> None:
        report = self.report
        assert report.span
        told = [f"Rows from {day(report.span.from_)} to {day(report.span.to)}"]
        if report.covered:
            told.append(f"said to cover {day(report.covered.from_)} to {day(report.covered.to)}")
        starts, ends = report.term.starts, report.term.ends
        if starts or ends:
            term = [f"from {day(starts)}" if starts else "", f"to {day(ends)}" if ends else ""]
            told.append(f"term {' '.join(t for t in term if t)}")
        self.paper.console.print(Text(f"{'; '.join(told)}. Looked at as of {self.as_of}."))
        if report.delay:
            delay = report.delay
            self.paper.console.print(
                Text(
                    f"Written down (recorded_on, {plural(delay.rows, 'row')}): half within {plural(delay.half, 'day')}, nine in ten within "
                    f"{plural(delay.nine_in_ten, 'day')}, the latest after {plural(delay.worst, 'day')} [{self._places([delay.worst_row])}]."
                )
            )

    # Activities

    def _activities(self) -> None:
        report = self.report
        what, lines = heat_map(report, self.look.width)
        self.paper.heading(f"Activities by {what}")
        for line in lines:
            self.paper.console.print(line, no_wrap=True, overflow="ignore", crop=False)
        silent = [a.activity for a in report.silent if not a.recorded]
        declared = [a.activity for a in report.silent if a.recorded]
        for names, text in (
            (declared, "Without a row, and declared as recorded, so they count as none"),
            (silent, "Without a row, and not declared as recorded, so what needs them is no-data"),
        ):
            if names:
                self.paper.console.print(Text(f"{text}: {some(names, len(names) if self.look.verbose else SHOWN)}."))
        if self.look.verbose:
            self._silences()

    def _silences(self) -> None:
        self.paper.heading("The longest time without a row")
        table = _table("Activity", "First", "Last", "Days", "Usual", "From", "To")
        for activity in self.report.activities:
            silence = activity.silence
            cells = ["", "", "", ""]
            if silence:
                usual = "" if silence.usual is None else figure(silence.usual)
                cells = [figure(silence.days), usual, str(silence.from_), "still" if silence.open else str(silence.to)]
            style = "bold" if silence and silence.unusual else ""
            table.add_row(activity.activity, str(activity.first), str(activity.last), *cells, style=style)
        self.paper.console.print(table)

    # Columns

    def _columns(self) -> None:
        columns = self.report.columns
        shown = [c for c in columns if self.look.verbose or _stands_out(c)]
        free = [f"{inert(c.column)} ({figure(c.filled)} filled)" for c in columns if not c.declared]
        self.paper.heading(f"Columns: {figure(len(columns))}")
        if shown:
            cut = shown if self.look.verbose else shown[: 2 * SHOWN]
            table = _table("Column", "Type", "Filled", "Of its form", "Elsewhere")
            for column in cut:
                filled = f"{figure(column.filled)} of {figure(column.expected)}"
                elsewhere = figure(column.elsewhere) if column.elsewhere else ""
                table.add_row(inert(column.column), column.type, filled, figure(column.of_form), elsewhere)
            self.paper.console.print(table)
            if len(cut) < len(shown):
                self.paper.line(Text(f"and {len(shown) - len(cut)} more like these (-v shows all)", style="dim"), 0)
            if any(c.elsewhere for c in cut):
                text = (
                    "Elsewhere: cells filled in rows of activities of which the agreement does not declare the column."
                )
                self.paper.line(Text(text, style="dim"), 0)
        if free:
            self.paper.line(Text(f"Not declared by the agreement: {some(free, 2 * SHOWN)}."), 0)
        if not self.look.verbose:
            others = "The others" if shown else "All"
            text = f"{others} have only cells of their form, where the agreement declares them (-v shows all)."
            self.paper.line(Text(text, style="dim"), 0)

    # What to look at

    def _observed(self, code: str, observations: Sequence[Observation]) -> None:
        total = max(self.report.totals.get(code, 0), len(observations))
        level = observations[0].level
        self.paper.console.print()
        head = Text(level, style=_STYLES[level]).append(f"  {code}", style="bold")
        self.paper.console.print(head.append(f" ({figure(total)})" if total > 1 else ""))
        self.paper.line(Text((OBSERVATIONS | CODES)[code], style="dim"))
        shown = observations if self.look.verbose else observations[:SHOWN]
        for observation in shown:
            self.paper.line(self._line(observation))
        if total > len(shown):
            told = "-v shows all" if total == len(observations) else f"-v shows {len(observations)}"
            more = f"and {figure(total - len(shown))} more" + (f" ({told})" if len(shown) < len(observations) else "")
            self.paper.line(Text(more, style="dim"))

    def _line(self, observation: Observation) -> Text:
        line = Text(f"- {inert(observation.message)}")
        places = observation.places
        if not places and observation.file and observation.row and observation.line:
            places = (RowPlace(observation.file, observation.row, observation.line),)
        if places:
            column = f", {inert(observation.column)}" if observation.column and len(places) == 1 else ""
            line.append(f" [{self._places(places, observation.rows)}{column}]", style="dim")
        return line

    def _places(self, places: Sequence[RowPlace], rows: int = 1) -> str:
        """`row 12`, `rows 12, 15 and 9 more`, with the line where it is another, and the file where there are several."""
        by_file: dict[str, list[str]] = {}
        shown = places if self.look.verbose else places[:_ROWS]
        for place in shown:
            line = f" (line {place.line})" if place.line != place.row else ""
            by_file.setdefault(place.file, []).append(f"{place.row}{line}")
        rest = max(rows, len(places)) - len(shown)
        several = len(self.report.files) > 1
        parts = [
            f"{'row' if len(named) == 1 and not rest else 'rows'} {', '.join(named) if rest else listed(named)}"
            + (f" of {inert(file)}" if several else "")
            for file, named in by_file.items()
        ]
        return "; ".join(parts) + (f" and {figure(rest)} more" if rest else "")


def _stands_out(column: ColumnCount) -> bool:
    """Whether a column is otherwise than declared: never filled though rules read it, without its form, filled elsewhere."""
    never = column.declared and column.read and column.expected and not column.filled
    return bool(never or column.elsewhere or column.of_form < column.filled)


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for head in heads:
        right = head in ("Filled", "Of its form", "Elsewhere", "Days", "Usual")
        table.add_column(head, justify="right" if right else "left", overflow="fold")
    return table


def _counts(reports: Sequence[LogReport]) -> str:
    """How many rows became what, and how many observations there are of each level."""
    rows, used, rejected, unmatched = (
        sum(getattr(report, name) for report in reports) for name in ("rows", "used", "rejected", "unmatched")
    )
    counts = dict.fromkeys(_STYLES, 0)
    for report in reports:
        levels = {o.code: o.level for o in report.observations}
        for observation in report.observations:
            counts[observation.level] += 1
        for code, total in report.totals.items():
            counts[levels[code]] += max(total - sum(o.code == code for o in report.observations), 0)
    found = ", ".join(plural(n, level) for level, n in counts.items() if n) or "nothing to look at"
    return f"{plural(rows, 'row')} = {figure(used)} used + {figure(rejected)} rejected + {figure(unmatched)} unmatched; {found}"
