"""Text of any encoding -> UTF-8, piece by piece: its mark decides, else what was said, else strict UTF-8, else Windows-1252."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from mou_check.load.log_faults import LogFileError
from mou_check.load.workroom import Workroom
from mou_check.model.problems import Problem
from mou_check.model.words import did_you_mean

# The mark of UTF-32 begins like that of UTF-16. What is told is the name without the order of its bytes.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_PIECE = 1 << 22
# What an office is likely to mean; Python knows many more.
_USUAL = ("utf-8", "utf-16", "cp1252", "latin-1", "iso-8859-15", "cp850", "cp437", "mac-roman")


def unknown_encoding(name: str) -> str | None:
    """What is wrong with the name of an encoding, or None."""
    try:
        b"a".decode(name)
    except UnicodeError:
        pass  # it is there, and an "a" alone is not text in it
    except (LookupError, ValueError):
        return f'there is no encoding "{name}".{did_you_mean(name, _USUAL)}'
    return None


def as_utf8(path: Path, name: str, given: str | None, room: Workroom) -> tuple[Path, str | None, list[Problem]]:
    """A file with the same text in UTF-8, the encoding that was taken for granted, and what is doubtful.

    The file itself where it is UTF-8. `given` is the encoding that was asked for. Raises `LogFileError` with the
    place of the first byte that cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(4)
    mark = next((m for m in _MARKS if head.startswith(m)), b"")
    encoding = _MARKS.get(mark) or given or "utf-8"
    if given and (fault := unknown_encoding(given)):
        raise LogFileError("bad-option", fault)
    plain = codecs.lookup(encoding).name == "utf-8"
    assumed = encoding.removesuffix("-le").removesuffix("-be") if mark and (given or not plain) else None
    if not plain:
        return _written(path, name, encoding, len(mark), room), assumed, []
    try:
        for _ in _decoded(path, "utf-8", "strict"):
            pass
    except UnicodeDecodeError as error:
        if mark or given:
            raise _unreadable(path, name, encoding, error.start) from None
        message = (
            f"{name} is not UTF-8 (byte {error.start + 1}); it was read as Windows-1252. "
            "Save it as UTF-8 to be sure of accents and pound signs, or name its encoding with --encoding"
        )
        line = _line(path, "utf-8", error.start)
        doubtful = Problem("warning", "bad-text", message, file=name, line=line)
        return _written(path, name, "cp1252", 0, room, errors="replace"), "cp1252", [doubtful]
    return path, assumed, []


def _written(path: Path, name: str, encoding: str, skip: int, room: Workroom, errors: str = "strict") -> Path:
    """The text of a file, written as UTF-8."""
    result = room.new()
    try:
        with result.open("wb") as out:
            out.writelines(text.encode() for text in _decoded(path, encoding, errors, skip))
    except UnicodeDecodeError as error:
        raise _unreadable(path, name, encoding, error.start) from None
    except UnicodeError:
        raise LogFileError("bad-text", f"{name} cannot be read as {encoding}; name another encoding") from None
    return result


def _decoded(path: Path, encoding: str, errors: str, skip: int = 0) -> Iterator[str]:
    """The text of a file in pieces, without the mark at its start. A fault tells its place in the file."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        file.seek(skip)
        at, last = skip, False
        while not last:
            piece = file.read(_PIECE)
            last = not piece
            kept = decoder.getstate()[0]  # the start of a character whose end comes next
            try:
                yield decoder.decode(piece, final=last)
            except UnicodeDecodeError as error:
                place = at - len(kept) + error.start
                raise UnicodeDecodeError(error.encoding, error.object, place, place + 1, error.reason) from None
            at += len(piece)


def _unreadable(path: Path, name: str, encoding: str, at: int) -> LogFileError:
    line = _line(path, encoding, at)
    with path.open("rb") as file:
        file.seek(at)
        byte = file.read(1).hex()
    what = f"byte {at + 1}, on line {line} ({byte} in hexadecimal)"
    return LogFileError(
        "bad-text",
        f"{name} is not {encoding}: {what} cannot be read; correct it, or name the encoding that it is in",
        line,
    )


def _line(path: Path, encoding: str, at: int) -> int:
    """The line on which a byte stands, however lines end."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
    line = 1
    with path.open("rb") as file:
        while at > 0 and (piece := file.read(min(_PIECE, at))):
            line += decoder.decode(piece).count("\n")
            at -= len(piece)
    return line + decoder.decode(b"", final=True).count("\n")
