"""What several commands share: dates as options, where text goes, how problems are told."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mou_check.model.problems import Problem
    from mou_check.output import Look


class DayOption(click.ParamType[date]):
    """A date of the form YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if len(value) != 10:
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a date such as 2016-03-31', param, ctx)


DAY = DayOption()


def keep_imports() -> None:
    """Leave what has been imported out of the search for garbage, which Python makes at its end too: it all stays."""
    if not gc.get_freeze_count():
        gc.freeze()


def colour_wanted(choice: str, stream: Any) -> bool:
    """Whether to colour: as told, else on a terminal that neither NO_COLOR nor TERM=dumb speaks against."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def look_of(stream: Any, colour: str, *, verbose: bool = False) -> Look:
    """How a text looks on a stream: as wide as the terminal, 120 columns in a pipe, ASCII where it must be.

    Without a stream the text goes to a file, which is the same whatever terminal the command is typed in.
    """
    from mou_check.output import Look

    if stream is None:
        return Look(120, colour == "always", verbose=verbose)
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "")
    width = max(60, shutil.get_terminal_size((120, 24)).columns)
    return Look(width, colour_wanted(colour, stream), not encoding.startswith("utf"), verbose)


def write_text(target: str | None, text: str) -> None:
    """Write to standard output (`-` or None), or to a file, which is written whole or not at all."""
    if target is None or target == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_bytes(target, text.encode())


def write_bytes(target: str, content: bytes) -> None:
    """Write to a file, which is written whole or not at all."""
    path = Path(target).resolve()  # what a link stands for is written, the link stays
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe takes what it is given
        else:
            _write_whole(path, content)
    except OSError as error:
        why = f"there is no folder {path.parent}" if not path.parent.is_dir() else error.strerror
        raise click.UsageError(f"--output {target}: cannot be written: {why}") from None


def spare_inputs(targets: Iterable[str], inputs: Iterable[str]) -> None:
    """Refuse to write over a file that takes part in the run. Inputs are named relative to the project."""
    names = list(inputs)
    for target in targets:
        path = Path(target).resolve()
        if target == "-" or not path.is_file():
            continue
        if any((base / name).resolve() == path for base in path.parents for name in names):
            raise click.UsageError(f"--output {target}: this is an input of the run, and inputs are never written over")


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with open(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def tell_problems(problems: Iterable[Problem], *, quiet: bool = False) -> None:
    """Write problems to standard error: place, level, message, and the line with a caret under it."""
    from mou_check.output.problem_lines import lines_of

    for problem in problems:
        if not quiet or problem.level == "error":
            click.echo("\n".join(lines_of(problem)), err=True)
