"""What a log file is: the ending of its name says so, and its first bytes must agree."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from mou_check.load.log_faults import LogFileError
from mou_check.load.log_names import form_of


class _Sign(NamedTuple):
    """What a file is: a form that can be read, or none, and what people call it."""

    form: str | None
    called: str


_SIGNS = {
    b"\x1f\x8b": _Sign("gzip", "packed with gzip (.gz)"),
    b"\x28\xb5\x2f\xfd": _Sign("zstd", "packed with zstd (.zst)"),
    b"PAR1": _Sign("parquet", "a Parquet file (.parquet)"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _Sign("workbook", "an old or a locked workbook (.xls, .xlsx)"),
    b"%PDF-": _Sign(None, "a PDF document"),
    b"BZh": _Sign(None, "packed with bzip2"),
    b"\xfd7zXZ\x00": _Sign(None, "packed with xz"),
    b"7z\xbc\xaf\x27\x1c": _Sign(None, "a 7z archive"),
    b"SQLite format 3\x00": _Sign(None, "an SQLite database"),
    b"<!doctype html": _Sign(None, "a web page (HTML)"),
    b"<html": _Sign(None, "a web page (HTML)"),
    b"<?xml": _Sign(None, "XML"),
}
_WORKBOOK = _Sign("workbook", "a workbook (.xlsx, .ods)")
_ARCHIVE = _Sign(None, "a ZIP archive")
_TAR = _Sign(None, "a tar archive")
_ARRAY = _Sign(None, "one JSON array")
_TEXT = _Sign("csv", "text, or damaged")
_CALLED = {
    "csv": "text",
    "json": "text",
    "parquet": "a Parquet file",
    "workbook": "a workbook",
    "gzip": "packed with gzip",
    "zstd": "packed with zstd",
}
_BLANK = b" \t\r\n"


def form_in(path: Path, own_name: str, name: str) -> str:
    """The form of a file: that of its own name, or where this tells nothing, of its first bytes.

    Raises `LogFileError` when the two do not agree, or when no such file is read.
    """
    with path.open("rb") as file:
        head = file.read(512)
    named = form_of(own_name)
    sign = _sign(path, head.removeprefix(codecs.BOM_UTF8), named)
    if named is None:
        found = sign.form
        if sign is _TEXT and head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK).startswith(b"{"):
            found = "json"
    else:
        found = named if named in (sign.form, "json" if sign is _TEXT else None) else None
    if found:
        return found
    if named and (sign.form or sign is _TEXT):
        raise LogFileError(
            "bad-file",
            f"{name} is not {_CALLED[named]}, although its name ends in {Path(own_name).suffix}: it is {sign.called}; "
            "name it by what it is, or save it anew",
        )
    raise LogFileError(
        "bad-file",
        f"{name} is {sign.called}; a log is CSV, a workbook, Parquet or JSON lines (an object on each line), and may be packed with gzip or zstd",
    )


def _sign(path: Path, head: bytes, named: str | None) -> _Sign:
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path, named)
    if head[257:262] == b"ustar":
        return _TAR
    start = head.lstrip(_BLANK)
    if start.startswith(b"[") and named != "csv":
        return _ARRAY
    text = start[:20].lower()
    return next((sign for begin, sign in _SIGNS.items() if head.startswith(begin) or text.startswith(begin)), _TEXT)


def _in_zip(path: Path, named: str | None) -> _Sign:
    """Workbooks are archives: the parts in them tell. A broken one is what its name says."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
            kind = archive.read("mimetype") if "mimetype" in parts else b""
    except (OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return _WORKBOOK if named == "workbook" else _ARCHIVE
    spreadsheet = kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    return _WORKBOOK if spreadsheet or parts & {"xl/workbook.xml", "xl/workbook.bin"} else _ARCHIVE
