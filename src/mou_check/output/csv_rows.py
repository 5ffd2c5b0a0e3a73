"""Findings as CSV, for a spreadsheet: one row for each period, row, finding or change that is not fine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date

from mou_check.model.report import Entry, Occurrence, Report
from mou_check.model.words import figure
from mou_check.output import Look, inert

COLUMNS = (
    "agreement", "about", "clauses", "code", "verdict", "weight", "fails", "title", "message", "group", "from", "to", "expected",
    "actual", "unit", "due", "days_late", "file", "line", "column", "log", "log_row", "log_line", "let_pass", "id",
)  # fmt: skip
"""The columns, the same for every command; a cell is empty where there is nothing to say."""

# What a spreadsheet takes for the beginning of a formula, as itself or in the full width of East Asian scripts.
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - they look like the others on purpose

Cell = str | int | float | date | bool | None


def render(report: Report, _look: Look) -> str:
    """The rows under their header. Problems come last: their code stands under `code`, their level under `verdict`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in _rows(report):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _rows(report: Report) -> Iterator[Mapping[str, Cell]]:
    for entry in report.entries:
        for occurrence in entry.each():
            yield _row(entry, occurrence)
    failing = report.failing_level
    for problem in report.problems:
        in_log = problem.row is not None
        yield {
            "agreement": problem.agreement,
            "code": problem.code,
            "verdict": problem.level,
            "weight": problem.level,
            "fails": problem.level == failing,
            "message": problem.message,
            "file": None if in_log else problem.file,
            "line": None if in_log else problem.line,
            "column": problem.column,
            "log": problem.file if in_log else None,
            "log_row": problem.row,
            "log_line": problem.line if in_log else None,
        }


def _row(entry: Entry, occurrence: Occurrence) -> Mapping[str, Cell]:
    place = entry.place
    row = occurrence.rows[0] if occurrence.rows else None
    first, last = occurrence.days
    return {
        "agreement": entry.agreement,
        "about": ", ".join(entry.about),
        "clauses": ", ".join(entry.clauses),
        "code": entry.code,
        "verdict": occurrence.verdict,
        "weight": occurrence.weight,
        "fails": occurrence.fails,
        "title": entry.title,
        "message": "; ".join((occurrence.message, *occurrence.notes)),
        "group": occurrence.group,
        "from": first,
        "to": last,
        "expected": occurrence.expected if entry.occurrences else entry.expected,
        "actual": occurrence.actual if entry.occurrences else entry.actual,
        "unit": occurrence.unit,
        "due": occurrence.due,
        "days_late": occurrence.days_late,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "log": row.file if row else None,
        "log_row": row.row if row else None,
        "log_line": row.line if row else None,
        "let_pass": occurrence.suppressed,
        "id": occurrence.id,
    }


def _cell(value: Cell) -> str:
    """A cell that a spreadsheet shows and does not run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return figure(value).replace(",", "")
    text = inert(str(value))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
