"""A sheet of a workbook -> a CSV file whose rows are the rows of the sheet: what a spreadsheet would show, dates as ISO text."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mou_check.load.log_faults import LogFileError
from mou_check.load.log_text import has_required
from mou_check.load.mapping import LogMapping
from mou_check.load.workroom import Workroom
from mou_check.model.problems import Problem
from mou_check.model.words import fold, listed, nearest, some

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def sheet_as_csv(
    path: Path, name: str, sheet: str | None, mapping: LogMapping, room: Workroom
) -> tuple[Path, str | None, list[Problem]]:
    """A sheet as CSV, its name where nobody gave one, and what is doubtful.

    Without a name it is the first that can be seen and has the columns that every log needs. Raises `LogFileError`.
    """
    try:
        import python_calamine as calamine
    except ModuleNotFoundError:
        raise LogFileError(
            "bad-file",
            f'{name} is a workbook, which needs the package python-calamine: pip install "mou-check[xlsx]", or save its sheet as CSV (UTF-8)',
        ) from None
    try:
        with path.open("rb") as file, _no_panic(path):
            book = calamine.CalamineWorkbook.from_filelike(file)
        found, others = (_named(book, name, sheet), []) if sheet else _first(book, name, mapping)
        result = room.new()
        with result.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            for row in found.iter_rows():
                cells = [cell_text(cell) for cell in row]
                if any(cells):
                    writer.writerow(cells)
                else:
                    out.write("\n")
    except calamine.CalamineError as error:
        locked = isinstance(error, calamine.PasswordError) or _locked(path)
        why = (
            "is locked with a password; save it without one"
            if locked
            else "is damaged, or is no workbook; save it anew"
        )
        raise LogFileError("bad-file", f"{name} {why}, or save its sheet as CSV (UTF-8)") from None
    doubtful = []
    if others:
        has = "has" if len(others) == 1 else "have"
        message = (
            f"{name}: only the sheet {_quoted([found.name])} was read, and {_quoted(others)} {has} the columns of a log too; "
            f"name each that belongs to it, such as {name}#{others[0]}"
        )
        doubtful.append(Problem("warning", "more-sheets", message, file=name))
    return result, None if sheet else found.name, doubtful


@contextlib.contextmanager
def _no_panic(path: Path) -> Iterator[None]:
    """The reader panics at some damaged workbooks of the old kind, and prints where: to us they are damaged like others."""
    from python_calamine import CalamineError

    with path.open("rb") as file:
        old = file.read(4) == b"\xd0\xcf\x11\xe0"
    kept = os.dup(2) if old else None
    try:
        if old:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # it is no Exception, and has no name that can be imported
            raise
        raise CalamineError("damaged") from None
    finally:
        if kept is not None:
            os.dup2(kept, 2)
            os.close(kept)


def cell_text(cell: Any) -> str:
    """A cell as the log would have it: days and times as ISO text, yes or no, numbers without a needless `.0`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        # As many digits as a spreadsheet keeps; never 1E+20.
        return f"{Decimal(f'{cell:.15g}'):f}" if isinstance(cell, float) else str(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    assert isinstance(cell, timedelta), type(cell)
    seconds = round(cell.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    clock = f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    return f"-{clock}" if seconds < 0 else clock


def _locked(path: Path) -> bool:
    """Whether a workbook is encrypted, as spreadsheets and as OpenDocument write it down."""
    import zipfile

    with contextlib.suppress(OSError, KeyError, zipfile.BadZipFile):
        if not zipfile.is_zipfile(path):
            return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            return b"encryption-data" in archive.read("META-INF/manifest.xml")
    return False


def _sheets(book: CalamineWorkbook, *, hidden: bool) -> list[str]:
    """The names of the sheets that hold cells."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [sheet.name for sheet in sheets if hidden or sheet.visible == SheetVisibleEnum.Visible]


def _named(book: CalamineWorkbook, name: str, sheet: str) -> CalamineSheet:
    """The sheet of this name, whatever its capitals: a spreadsheet lets no two differ by them alone."""
    by_fold = {fold(known): known for known in _sheets(book, hidden=True)}
    if fold(sheet) in by_fold:
        return book.get_sheet_by_name(by_fold[fold(sheet)])
    near = nearest(sheet, by_fold.values())
    meant = f'Did you mean "{near}"?' if near else f"It has {_quoted(list(by_fold.values()))}."
    raise LogFileError("missing-file", f'{name}: there is no sheet "{sheet}" in it. {meant}')


def _first(book: CalamineWorkbook, name: str, mapping: LogMapping) -> tuple[CalamineSheet, list[str]]:
    """The first sheet that has the columns of a log, and the names of the others that have them too."""
    seen = [book.get_sheet_by_name(sheet) for sheet in _sheets(book, hidden=False)]
    filled = [sheet for sheet in seen if _header(sheet)]
    fitting = [sheet for sheet in filled if has_required(_header(sheet), mapping)]
    if fitting:
        return fitting[0], [sheet.name for sheet in fitting[1:]]
    if len(filled) == 1:
        return filled[0], []  # whoever reads its header tells what it lacks
    if not filled:
        raise LogFileError("empty-log", f"{name} is empty; a log starts with a header row such as date,activity,ref")
    found = "; ".join(f'"{s.name}" has {some([h for h in _header(s) if h])}' for s in filled)[:300]
    raise LogFileError(
        "bad-header",
        f"no sheet of {name} has a first row that names the columns date and activity, which every log needs: {found}",
    )


def _header(sheet: CalamineSheet) -> list[str]:
    """The cells of the first row that is not blank."""
    rows = ([cell_text(cell) for cell in row] for row in sheet.iter_rows())
    return next((row for row in rows if any(row)), [])


def _quoted(names: Sequence[str]) -> str:
    return listed(f'"{name}"' for name in names)
