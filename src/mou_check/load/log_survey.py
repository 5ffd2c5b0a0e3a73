"""A large log file looked at without keeping it: what the fast way of reading it may rely on.

The whole text of a file of ten million rows would take gigabytes, so it goes by in pieces, while the database reads
the file already. A file is plain when every line is one record: UTF-8, no NUL, newlines of one kind. That no cell
holds a newline shows in the database, which then has fewer rows than the file has lines.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from mou_check.load.log_text import DELIMITERS, LogText, read_header
from mou_check.load.mapping import PLAIN, LogMapping

# From so many bytes on a file is read the fast way, if it is plain.
LARGE = 8_000_000
# What stands for a cell that is not there, where an empty one is empty text.
ABSENT = "\1"

_PIECE = 1 << 22
# From how many places all over the file rows are taken, and how much at each, to learn which values its columns have.
_SAMPLES, _SAMPLE = 64, 1 << 15
_FOREIGN = (b"\0", ABSENT.encode())
# A quote after blanks opens a cell for the database, and for nobody else.
_SPACED_QUOTE = re.compile(rb'(?:^|[,;\t|\n]) +"')
# Where more of the bytes than one in so many are quotes, they are not looked at one by one.
_RARE, _LOOK = 256, 1 << 16


@dataclass(slots=True)
class Survey:
    """A file that seems plain: how it is put together, and rows from places all over it.

    `taken` are the records that were taken out of it and have left a line behind (see `log_mending`).
    """

    path: Path
    text: LogText
    sample: Sequence[Sequence[str]]
    crlf: bool
    taken: Mapping[int, bytes] | None = None
    walk: Walk = field(init=False)

    def __post_init__(self) -> None:
        self.walk = Walk(self.path, crlf=self.crlf, hashed=not self.text.sha256)
        self.walk.start()

    def walked(self) -> Walk:
        """The walk, once the whole file has gone by; `text` has the number of its records and its hash then."""
        self.walk.join()
        self.text.records = self.walk.lines - 1
        self.text.sha256 = self.text.sha256 or self.walk.digest.hexdigest()
        return self.walk

    def lines(self, numbers: Sequence[int]) -> Iterator[bytes]:
        """The lines with these numbers, in order; the header is 0."""
        taken, pieces = self.taken or {}, self.walk.pieces
        found: list[bytes] = []
        first = 0
        with self.path.open("rb") as file:
            for number in numbers:
                if number in taken:
                    yield taken[number]
                    continue
                if not first <= number < first + len(found):
                    first, place = pieces[bisect_right(pieces, number, key=lambda piece: piece[0]) - 1]
                    file.seek(place)
                    found = (file.read(_PIECE) + file.readline()).splitlines(keepends=True)
                yield found[number - first]


def is_large(path: Path) -> bool:
    """Whether a file is worth the fast way. A name with the signs of a pattern would be read as one."""
    return path.stat().st_size >= LARGE and not any(c in str(path) for c in "*?[")


def survey(path: Path, name: str, mapping: LogMapping = PLAIN) -> Survey | None:
    """Look at a large file, and begin to walk through it; None when it is small, or plainly not plain."""
    try:
        if not is_large(path):
            return None
        with path.open("rb") as file:
            start = file.read(_PIECE)
    except OSError:
        return None  # whoever opens it next tells what is wrong
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    head = start.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    line, _, _ = head.partition("\n")
    crlf = line.endswith("\r")
    head, line = head.replace("\r\n", "\n"), line.removesuffix("\r")
    if "\r" in line or "\ufffd" in line:
        return None
    header, delimiter, fault = read_header(head, 0, mapping)
    if fault or len(next(csv.reader([line], delimiter=delimiter), [])) != len(header):
        return None  # a fault is told by who reads it carefully; a name may hold a newline
    assumed = {"delimiter": DELIMITERS[delimiter]} if delimiter != "," else {}
    text = LogText(name, "", delimiter, header, 0, (), "", as_is=True, assumed=assumed)
    return Survey(path, text, _sample(path, delimiter), crlf)


class Walk(Thread):
    """A way through all bytes of a file, in pieces of whole lines: its hash, and where each piece begins.

    It ends early where the file turns out not to be plain. The bytes are read by C functions that are as quick as
    memory: more than what is here would make the walk slower than the database.
    """

    def __init__(self, path: Path, *, crlf: bool, hashed: bool) -> None:
        super().__init__(daemon=True)  # a run that is stopped does not wait for it
        self.path = path
        self.crlf = crlf
        self.hashed = hashed
        self.sound = False  # whether its characters and newlines can be relied on
        self.plain = False  # and its quotes too, but for newlines in cells
        self.lines = 0
        self.pieces: list[tuple[int, int]] = []  # the first line of each, and its place in the file
        self.digest = hashlib.sha256()
        self.simple = True  # whether all characters are plain ASCII, and all spaces blanks

    def run(self) -> None:
        """Go through the file. One that cannot be read is not sound; whoever reads it next tells why."""
        place, spaced = 0, False
        try:
            with self.path.open("rb") as file:
                while piece := file.read(_PIECE) + file.readline():
                    if self.hashed:
                        self.digest.update(piece)
                    self.pieces.append((self.lines, place))
                    newlines = piece.count(b"\n")
                    if not self._sound(piece, newlines):
                        return
                    spaced = spaced or bool(_has_spaced_quote(piece) and _SPACED_QUOTE.search(piece))
                    self.lines += newlines + (not piece.endswith(b"\n"))
                    place += len(piece)
        except (OSError, UnicodeDecodeError):
            return
        self.sound, self.plain = True, not spaced

    def _sound(self, piece: bytes, newlines: int) -> bool:
        if not piece.isascii():
            self.simple = False
            piece.decode()
        if any(space in piece for space in (b"\t", b"\v", b"\f")):
            self.simple = False
        if any(mark in piece for mark in _FOREIGN):
            return False
        return b"\r" not in piece or (self.crlf and piece.count(b"\r") == piece.count(b"\r\n") == newlines)


def _has_spaced_quote(piece: bytes) -> bool:
    """Whether a quote stands after a blank anywhere. Looking for two bytes takes long, for one in few places none."""
    if piece.count(b'"', 0, _LOOK) > _LOOK // _RARE:
        return b' "' in piece
    at = piece.find(b'"')
    while at >= 0 and piece[at - 1 : at] != b" ":
        at = piece.find(b'"', at + 1)
    return at >= 0


def _sample(path: Path, delimiter: str) -> list[list[str]]:
    """Whole lines from places all over a file, as cells."""
    found: list[list[str]] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        for i in range(_SAMPLES):
            file.seek(size * i // _SAMPLES)
            lines = file.read(_SAMPLE).decode("utf-8", errors="ignore").splitlines()[1:-1]
            found += csv.reader(lines, delimiter=delimiter)
    return found
