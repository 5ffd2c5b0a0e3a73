"""What stands for a log: a file, a sheet of a workbook (`FILE#SHEET`), standard input (`-`), a pattern, a folder.

A log is known by its path; that of a sheet is the path of its workbook with `#SHEET` after it, that of standard
input is `-`.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from mou_check.model.words import fold

STANDARD_INPUT = Path("-")

# What the endings of files say of their form. Where a log lies there in several, the first of them is read.
ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
    ".parquet": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".gz": "gzip",
    ".zst": "zstd",
}
# Text too, but where nobody names them these are as likely notes as logs.
NAMED_ONLY = {".txt": "csv", ".tab": "csv"}
PACKED = ("gzip", "zstd")

_WORKBOOKS = "|".join(re.escape(ending) for ending, form in ENDINGS.items() if form == "workbook")
_SHEET = re.compile(rf"(.+?(?:{_WORKBOOKS}))#(.+)", re.IGNORECASE | re.DOTALL)


def form_of(name: str) -> str | None:
    """The form that the ending of a file's name speaks of."""
    ending = Path(name.lower()).suffix
    return ENDINGS.get(ending) or NAMED_ONLY.get(ending)


def file_and_sheet(log: Path) -> tuple[Path, str | None]:
    """The file of a log, and the sheet of it that is meant, if one is."""
    split = None if log.exists() else _SHEET.fullmatch(str(log))
    return (Path(split[1]), split[2]) if split else (log, None)


def resolved(log: Path) -> Path:
    """The same for every way in which a log can be written or linked."""
    file, sheet = file_and_sheet(log)
    with contextlib.suppress(ValueError):  # a name with a NUL in it
        file = Path(os.path.realpath(file))
    return file.with_name(f"{file.name}#{fold(sheet)}") if sheet else file


def input_name(log: Path, name: str) -> str:
    """The name of the file in which a log stands; `name` is how the log is called."""
    sheet = file_and_sheet(log)[1]
    return name.removesuffix(f"#{sheet}") if sheet else name


def with_sheets(log: Path, sheets: Sequence[str]) -> list[Path]:
    """The sheets of a workbook in which the log stands; any other log is what it is."""
    wanted = sheets if form_of(log.name) == "workbook" and file_and_sheet(log)[1] is None else ()
    return [log.with_name(f"{log.name}#{sheet}") for sheet in wanted] or [log]


def logs_named(word: str, base: Path) -> list[Path]:
    """The logs that a word stands for: a file, a sheet, a pattern of them, or a folder with all that lie in it.

    What stands for none is given as it is, so that whoever opens it tells that it is missing.
    """
    path = base / word
    if path.is_dir():
        return logs_in(path) or [path]
    split = None if path.exists() else _SHEET.fullmatch(word)
    files = [p for p in matching(split[1] if split else word, base) if not p.is_dir()] or [path]
    return [log for file in files for log in with_sheets(file, [split[2]] if split else ())]


def logs_in(folder: Path) -> list[Path]:
    """The logs of a folder by their endings, in order of their names, without what programs keep of open files."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS and p.name[0] not in ".~" and p.is_file())


def logs_named_after(agreement: str, others: Iterable[str], folder: Path) -> list[Path]:
    """The logs of a folder that belong to an agreement by their names: `<id>`, `<id>-*` and `<id>/*`.

    Where the id of one of `others` fits too and is longer, it has the file.
    """
    longer = [other for other in others if other.startswith(f"{agreement}-")]

    def fits(log: Path, name: str) -> bool:
        return stem_of(log) == name or stem_of(log).startswith(f"{name}-")

    beside = sorted((p for p in logs_in(folder) if fits(p, agreement)), key=lambda p: (stem_of(p) != agreement, p))
    return [p for p in (*beside, *logs_in(folder / agreement)) if not any(fits(p, other) for other in longer)]


def stem_of(log: Path) -> str:
    """The name of a log without the endings that speak of its form: `it-2015` of `it-2015.csv.gz`."""
    name = file_and_sheet(log)[0].name
    if form_of(name) in PACKED:
        name = Path(name).stem
    return Path(name).stem if form_of(name) else name


def in_one_form(logs: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, Path]]]:
    """Of logs that were found by their names those that are read, and of the others each with the one read for it.

    A log that lies there as a workbook and as the CSV file that was made of it must not count twice.
    """
    order = list(ENDINGS)
    chosen: dict[tuple[Path, str], Path] = {}
    for log in sorted(logs, key=lambda p: order.index(p.suffix.lower())):
        chosen.setdefault((log.parent, stem_of(log)), log)
    left_out = [(p, own) for p in logs if (own := chosen[p.parent, stem_of(p)]) != p]
    return [p for p in logs if p in chosen.values()], left_out


def matching(pattern: str, base: Path) -> list[Path]:
    """The files that a path or a pattern stands for; a file that bears the pattern as its name comes first."""
    path = base / pattern
    found: list[Path] = []
    if is_pattern(pattern) and not path.exists():
        with contextlib.suppress(ValueError, NotImplementedError):  # a pattern that cannot be one, such as a**b
            found = sorted(Path(path.anchor).glob(path.relative_to(path.anchor).as_posix()))
    return found or [path]


def is_there(word: str, base: Path) -> bool:
    """Whether there is any log of those that a word stands for, or `-` for standard input."""
    return word == "-" or any(file_and_sheet(log)[0].exists() for log in logs_named(word, base))


def is_pattern(name: str) -> bool:
    """Whether a name has a sign in it that stands for others."""
    return any(sign in name for sign in "*?[")
