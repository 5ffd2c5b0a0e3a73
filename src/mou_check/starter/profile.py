"""A log looked at without knowing anything of it: its delimiter, its header, and what stands in each column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from mou_check.load.log_text import DELIMITERS

# How people write that there is nothing to write.
BLANK = frozenset({"n/a", "na", "n.a.", "-", "--", "\u2013", "\u2014", "none", "nil", "tbc", "tba", "?", "unknown", "not known", "not applicable"})  # fmt: skip
# Rows that are looked at; a larger log is told to be larger.
MOST_ROWS = 200_000
# Records by which the delimiter is told.
_SAMPLE = 50


@dataclass(slots=True)
class ColumnProfile:
    """What stands in a column: every different text, how often, and in which row it stands first.

    Texts are trimmed and empty cells left out. A row is as a spreadsheet shows it: the header is 1.
    """

    header: str
    position: int
    texts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return self.texts.total()

    def share(self, fitting: Iterable[str]) -> float:
        """The share of the filled cells that hold one of these texts."""
        return sum(self.texts[text] for text in fitting) / self.filled if self.filled else 0.0

    def see(self, text: str, row: int) -> None:
        """Note a cell."""
        self.texts[text] += 1
        self.first.setdefault(text, row)


@dataclass(frozen=True, slots=True)
class Profile:
    """A log: its columns, how many rows were looked at and whether there are more, the delimiter.

    `odd_rows` is how many rows have more or fewer cells than the header, `header_row` where the header stands.
    """

    columns: tuple[ColumnProfile, ...]
    rows: int
    more: bool
    delimiter: str
    odd_rows: int
    header_row: int


def profile_of(path: Path) -> Profile | None:
    """Look at a CSV file in UTF-8; None when it has no header with two names, so that nothing can be said of it."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = list(islice(file, _SAMPLE * 4))
        delimiter = _delimiter("".join(head))
        if delimiter is None:
            return None
        file.seek(0)
        records = enumerate(_records(file, delimiter), 1)
        at, header = next((at, record) for at, record in records if any(record))
        columns = tuple(ColumnProfile(" ".join(name.split()), i) for i, name in enumerate(header))
        rows = odd = 0
        more = False
        for row, record in records:
            cells = [cell.strip() for cell in record]
            if not any(cells):
                continue
            if rows == MOST_ROWS:
                more = True
                break
            rows += 1
            odd += len(cells) != len(columns)
            for column, cell in zip(columns, cells, strict=False):
                if cell:
                    column.see(cell, row)
        return Profile(columns, rows, more, DELIMITERS[delimiter], odd, at)


def _records(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter)


def _delimiter(text: str) -> str | None:
    """The delimiter by which most records have as many cells as the header, and the header the most names."""
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        records: Sequence[list[str]] = [r for r in islice(_records(io.StringIO(text), delimiter), _SAMPLE) if any(r)]
        width = len(records[0]) if records else 0
        if width > 1:
            alike = sum(len(record) == width for record in records) / len(records)
            best = max(best or (0.0, 0, ""), (round(alike, 1), width, delimiter))
    return best[2] if best else None
