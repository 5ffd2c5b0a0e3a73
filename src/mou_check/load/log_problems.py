"""What is wrong with rows of a log, in sentences with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mou_check.agreement import Agreement
from mou_check.load.dates import Dates
from mou_check.load.likely_dates import fitting, what_it_can_be, what_to_declare
from mou_check.load.log_file import ragged
from mou_check.load.log_text import LogText
from mou_check.log import FORMS, ColumnType
from mou_check.model.problems import Problem
from mou_check.model.results import RowPlace, Unmatched
from mou_check.model.words import did_you_mean, listed, plural


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a file as it is read: where it stands, what it is called there, and for dates how they are written."""

    position: int
    header: str
    type: ColumnType
    dates: Dates | None = None

    @property
    def form(self) -> str:
        """What a cell looks like, in words."""
        return self.dates.form(self.type) if self.dates else FORMS[self.type]


def row_problems(
    failed: Sequence[str],
    cells: Sequence[str | None],
    text: LogText,
    place: RowPlace,
    columns: Mapping[str, ReadColumn],
) -> list[Problem]:
    """One problem for each check that a row failed: `long`, `short`, or the name of one of the `columns`."""

    def tell(code: str, message: str, column: str | None = None) -> Problem:
        return Problem("error", code, message, file=place.file, row=place.row, line=place.line, column=column)

    if "long" in failed or "short" in failed:
        have = max((i for i, cell in enumerate(cells) if cell is not None), default=-1) + 1
        return [tell("ragged-row", ragged(cells[:have], text))]
    problems = []
    for name in failed:
        column = columns[name]
        value = (cells[column.position] or "").strip()
        if name == "activity":
            problems.append(
                tell("bad-activity", "the activity is empty, so nobody can tell what the row records", column.header)
            )
            continue
        found = f'found "{shortened(value)}"' if value else "the cell is empty"
        advice = what_to_declare(value) if column.dates and not column.dates.formats else ""
        code = "bad-date" if name == "date" else "bad-cell"
        problems.append(tell(code, f"expected {column.form}, {found}{f'; {advice}' if advice else ''}", column.header))
    return problems


def no_dates(texts: Sequence[str], rows: int, column: ReadColumn, place: RowPlace) -> Problem:
    """One problem for a whole column of dates of which none is read: the form is another, and has to be declared.

    `texts` are its different cells, `rows` how many rows there are, and `place` is that of the first.
    """
    first = f'the first is "{shortened(texts[0])}"' if texts else "all of them are empty"
    forms = [] if column.dates and column.dates.formats else fitting(texts)
    declared = listed((f'dates: "{form.text}"' for form in forms), "or")
    advice = f"; declare {declared} in the project file" if forms else ""
    if len(forms) > 1:
        advice += f", whichever is right: no cell tells, {what_it_can_be(texts[0], forms)}"
    message = f"none of the {rows:,} rows has {column.form}; {first}{advice}"
    return Problem("error", "bad-date", message, file=place.file, row=place.row, line=place.line, column=column.header)


def unknown_activity(unmatched: Unmatched, file: str, agreement: Agreement) -> Problem:
    """Rows with an activity that the agreement does not know, and the one that may have been meant."""
    counts = "it counts" if unmatched.rows == 1 else "they count"
    message = (
        f'{plural(unmatched.rows, "row")} with the activity "{shortened(unmatched.activity)}", which the agreement does not know; '
        f"{counts} toward nothing.{did_you_mean(unmatched.activity, agreement.activities)}"
    )
    return Problem("warning", "unknown-activity", message, file=file, column="activity")


def shortened(text: str) -> str:
    """A text from a file, cut where it is very long."""
    return text if len(text) <= 60 else text[:60] + "..."
