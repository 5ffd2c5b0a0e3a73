"""What is wrong with rows of a log, in sentences with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mou_check.agreement import Agreement
from mou_check.load.log_file import ragged
from mou_check.load.log_text import LogText
from mou_check.log import FORMS, ColumnType
from mou_check.model.problems import Problem
from mou_check.model.results import RowPlace, Unmatched
from mou_check.model.words import did_you_mean, plural


def row_problems(
    failed: Sequence[str],
    cells: Sequence[str | None],
    text: LogText,
    place: RowPlace,
    positions: Mapping[str, int],
    types: Mapping[str, ColumnType],
) -> list[Problem]:
    """One problem for each check that a row failed: `long`, `short`, or the name of a column."""

    def tell(code: str, message: str, column: str | None = None) -> Problem:
        return Problem("error", code, message, file=place.file, row=place.row, line=place.line, column=column)

    if "long" in failed or "short" in failed:
        have = max((i for i, cell in enumerate(cells) if cell is not None), default=-1) + 1
        return [tell("ragged-row", ragged(cells[:have], text))]
    problems = []
    for name in failed:
        value = (cells[positions[name]] or "").strip()
        if name == "activity":
            problems.append(
                tell("bad-activity", "the activity is empty, so nobody can tell what the row records", name)
            )
            continue
        found = f'found "{shortened(value)}"' if value else "the cell is empty"
        code = "bad-date" if name == "date" else "bad-cell"
        problems.append(tell(code, f"expected {FORMS[types[name]]}, {found}", name))
    return problems


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
