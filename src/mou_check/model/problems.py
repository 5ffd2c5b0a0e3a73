"""Problems with what was read: places, levels, codes. A problem is never a breach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# An error makes the exit status 2, a warning only with --strict, a note never.
Level = Literal["error", "warning", "note"]

# Every code that a problem can have, with what it means and what to do about it.
# `mou-check explain CODE` and docs/problems.md print this table.
CODES: dict[str, str] = {
    "bad-activity": "A row's activity cell is empty, so nobody can tell what it records. Fill it in.",
    "bad-cell": "A cell does not hold what its column is declared to hold. Correct the cell or the column's type.",
    "bad-date": "A row's date is not of the form YYYY-MM-DD. Correct it; it is never guessed.",
    "bad-file": "A log is not what its name says, is damaged, locked with a password, or of a form that is not read.",
    "bad-header": "The log's first row cannot be used: a required column is missing or a name stands there twice.",
    "bad-option": "An option of the command does not fit the others or names something that is not there.",
    "bad-reference": "The agreement names an activity, column, party, list, clause or obligation that it does not declare.",
    "bad-structure": "The file does not have the form of an agreement or project file at the place named.",
    "bad-text": "The file is not text that can be read: wrong encoding, or NUL bytes in it.",
    "bad-yaml": "The file is not YAML, or uses something that agreements do not allow (tags, deep nesting, many aliases).",
    "beyond-covers": "The window reaches beyond the dates that the project file says the log covers. Days outside count as silent.",
    "duplicate-id": "Two things have the same id, so a verdict could not be told apart. Rename one.",
    "duplicate-key": "A key stands twice in one mapping, so one of the two values would be lost. Remove one.",
    "duplicate-ref": "Two rows have the same ref. Both count; check that it is not one event written down twice.",
    "empty-log": "The log has no rows, so nothing in it can be checked.",
    "empty-window": "No day is left to review: the window is empty or lies outside the agreement's term.",
    "expired-waiver": "The last day of a waiver is past, so it covers nothing any more. Renew it, or take it out.",
    "foreign-log": "Most rows of the log, or all, have activities that the agreement does not know. It is probably the log of another agreement.",
    "gone-breach": "Breaches that the baseline knows are gone. Run mou-check baseline, so that they count as new when they come back.",
    "holidays-unknown": "A working-day period reaches beyond the years for which bank holidays are known.",
    "missing-column": "A rule needs a column that no file of the log has. What needs it is no-data.",
    "missing-file": "A file or folder that was named is not there, or is not of the right kind.",
    "more-sheets": "More than one sheet of a workbook has the columns of a log, and only the first was read. Name those that belong to it.",
    "no-agreement": "No agreement file was found where one was looked for.",
    "no-log": "No activity log was found for the agreement. Give one with --log, or name it in the project file.",
    "nothing-checked": "Nothing could be checked, and that is never a pass.",
    "ragged-row": "A row has more or fewer cells than the header. Usually a comma that wants quotes.",
    "same-log": "A log was given twice, perhaps by another name or in another form. It counts once.",
    "unclosed-quote": "A quotation mark opens a cell and is never closed, so the rest of the file is one cell. No verdict is given.",
    "unknown-activity": "Rows have an activity that the agreement does not know. They count toward nothing.",
    "unknown-file": "The file is none of those that people write for mou-check. validate takes agreements, the project file, settled readings, assessments, waivers and baselines.",
    "unknown-header": "The project file maps a column that no file of the log has. Correct its name under columns, or take it out.",
    "unknown-value": "The project file maps a text of the log to a value that no rule knows. Check how the agreement writes it.",
    "unused-amendment": "An amendment that is new names no change that there is, so nothing passes by it. Compare its key and values with those that the diff shows.",
    "unused-assessment": "A recorded assessment is about no period under review: a slip in its period, or days that this run does not look at.",
    "unused-waiver": "A waiver covers nothing that was missed, or was granted after the day of judging. Check what it is about, or take it out.",
    "value-outside-list": "Rows have a value that is not in the list by which an obligation is judged. They count in no group.",
    "waiver-ends-soon": "A waiver ends within 30 days. Renew it in time, or see to it that what it covers is kept.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, with its place.

    `row` is the spreadsheet row of a log (the header is 1), `line` the physical line of the file.
    `column` is the number of the character in a YAML file, and the name of the column in a log.
    `excerpt` shows the place with a caret under it.
    """

    level: Level
    code: str
    message: str
    agreement: str | None = None
    file: str | None = None
    row: int | None = None
    line: int | None = None
    column: int | str | None = None
    excerpt: str | None = None

    def __post_init__(self) -> None:
        assert self.code in CODES, self.code
