"""An empty log as a workbook: a sheet to fill in, with lists to choose from, and a sheet that says what to put in.

Every text is written as text, so that nothing in an agreement becomes a formula or a link.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from mou_check.log import FORMS, ColumnType
from mou_check.output import inert
from mou_check.output.template_guide import EVERY_RULE, INTRODUCTION, what_it_is, what_to_put_in
from mou_check.template import Template, TemplateColumn

LOG, GUIDE, LISTS = "Log", "What to put in", "Lists"
LAST_ROW = 1_048_575
# How cells look: as the log wants them when the sheet is saved as CSV. What is text for us is text for the
# spreadsheet, so that it makes no date of 1/2 and no formula of =1; a date with or without a time is text too.
_LOOKS: dict[ColumnType, str] = {
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
    "integer": "0",
    "number": "General",
    "text": "@",
    "datetime": "@",
    "yes-no": "@",
}
_WIDTHS: dict[ColumnType, int] = {
    "date": 12,
    "time": 10,
    "integer": 12,
    "number": 12,
    "datetime": 18,
    "yes-no": 10,
    "text": 24,
}
_FITS: dict[ColumnType, dict[str, Any]] = {
    "date": {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)},
    "time": {"validate": "time", "criteria": "between", "minimum": time(0, 0), "maximum": time(23, 59, 59)},
    "integer": {"validate": "integer", "criteria": "between", "minimum": -(10**15), "maximum": 10**15},
    "number": {"validate": "decimal", "criteria": "between", "minimum": -(10**15), "maximum": 10**15},
    "yes-no": {"validate": "list", "source": ["yes", "no"]},
}
_SAVING = "Fill in the sheet Log: the workbook is read as it is. Where you save the sheet as CSV (UTF-8), dates must stand there as 2015-06-01."
# What a spreadsheet takes at most in a message beside a cell.
_TITLE, _MESSAGE = 32, 255


def render(template: Template) -> bytes:
    """The workbook; the same agreement gives the same bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        # A workbook says when it was made, and nothing here depends on the clock.
        book.set_properties({"title": inert(template.title), "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - any moment will do
        log, guide, lists = (book.add_worksheet(name) for name in (LOG, GUIDE, LISTS))
        lists.hide()
        head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "bottom": 1, "num_format": "@", "valign": "top"})
        looks = {kind: book.add_format({"num_format": look}) for kind, look in _LOOKS.items()}
        for number, column in enumerate(template.columns):
            source = _choices(lists, number, column)
            log.set_column(number, number, max(_WIDTHS[column.type], min(len(column.name) + 2, 40)), looks[column.type])
            log.write_string(0, number, column.name, head)
            log.data_validation(1, number, LAST_ROW, number, _validation(column, source))
        log.freeze_panes(1, 0)
        _guide(guide, template, head, book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}))
    return file.getvalue()


def _choices(lists: Worksheet, number: int, column: TemplateColumn) -> str | None:
    """Put a column's values on the hidden sheet, and say where they are: a list within a rule ends at 255 characters."""
    if not column.values:
        return None
    lists.write_string(0, number, column.name)
    for row, value in enumerate(column.values, 1):
        lists.write_string(row, number, value)
    return f"={LISTS}!{xl_range_abs(1, number, len(column.values), number)}"


def _validation(column: TemplateColumn, source: str | None) -> dict[str, Any]:
    """What a cell may hold. Only what could not be read, or would count for nothing, is refused outright.

    A value that no rule knows is asked about and let in: the log must be able to say what really happened.
    """
    known = column.name == "activity" or source is None
    rule: dict[str, Any] = _FITS.get(column.type, {"validate": "any"})
    if source:
        rule = {"validate": "list", "source": source}
    expected = "one of the activities of the agreement" if column.name == "activity" else FORMS[column.type]
    message = f"This must be {expected}." if known else "No rule knows this value. Keep it if it is what happened."
    return {
        **rule,
        "error_type": "stop" if known else "warning",
        "error_title": _cut(column.name, _TITLE),
        "error_message": message,
        "input_title": _cut(column.name, _TITLE),
        "input_message": _cut(
            column.says if column.type == "text" else f"{column.says} ({FORMS[column.type]})", _MESSAGE
        ),
    }


def _guide(sheet: Worksheet, template: Template, head: Format, plain: Format) -> None:
    """The second sheet: the activities with the columns that they need, then the columns."""
    for number, width in enumerate((28, 34, 60, 40, 40)):
        sheet.set_column(number, number, width)
    rows: list[tuple[Format, tuple[str, ...]]] = [
        (head, (f"{template.title} ({template.agreement})",)),
        (plain, ("How to fill it in", "", f"{INTRODUCTION} {_SAVING}")),
        (plain, ()),
        (
            head,
            ("Activity", "Columns beside date and activity", "What it is", "Columns that can stay empty", "Read by"),
        ),
        *(
            (plain, (a.code, ", ".join(a.columns), what_it_is(a), ", ".join(a.spare_columns), ", ".join(a.obligations)))
            for a in template.activities
        ),
        (plain, ()),
        (head, ("Column", "Form", "What to put in", "Values that rules know", "Read by")),
    ]
    for column in template.columns:
        values = "" if column.name == "activity" else "\n".join(column.values)
        readers = ", ".join(column.obligations) or EVERY_RULE
        rows.append((plain, (column.name, FORMS[column.type], what_to_put_in(column), values, readers)))
    for number, (look, cells) in enumerate(rows):
        for at, text in enumerate(cells):
            sheet.write_string(number, at, "\n".join(inert(line) for line in text.split("\n"))[:32_767], look)


def _cut(text: str, most: int) -> str:
    """Text from a file for a message beside a cell, cut to what a spreadsheet takes."""
    text = inert(text)
    return text if len(text) <= most else f"{text[: most - 3]}..."
