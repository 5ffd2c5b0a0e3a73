"""What several commands share: dates as options, where text goes, how problems are told."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mou_check.cli.stopping import whole

if TYPE_CHECKING:
    from mou_check.model.options import Options
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


@contextmanager
def watched(asked: Options, colour: str, *, quiet: bool = False) -> Iterator[Options]:
    """What a run is asked to do, with somebody who watches it: on a terminal, a bar on standard error when it takes long.

    A CI server keeps what it is shown, and a dumb terminal cannot take it back: there is none on these.
    """
    with whole():
        tempfile.gettempdir()  # it tries the folder out with a file, which an interrupt could leave behind
    seen = sys.stderr.isatty() and not quiet and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")
    if not seen:
        yield asked
        return
    from mou_check.output.progress_bar import ProgressBar

    with ProgressBar(sys.stderr, colour=colour_wanted(colour, sys.stderr)) as bar:
        yield replace(asked, progress=bar)


def write_text(target: str | None, text: str) -> None:
    """Write to standard output (`-` or None), or to a file, which is written whole or not at all."""
    if target is None or target == "-":
        with whole():
            sys.stdout.write(text)
            sys.stdout.flush()
    else:
        write_bytes(target, text.encode())


def write_bytes(target: str, content: bytes) -> None:
    """Write to a file, which is written whole or not at all."""
    path = Path(target).resolve()  # what a link stands for is written, the link stays
    try:
        with whole():
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
    """Write beside the file first. A folder of our own is gone even when the process is ended in the middle."""
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix=f".{path.name[:50]}.", ignore_cleanup_errors=True
    ) as folder:
        written = Path(folder) / "whole"
        written.write_bytes(content)
        os.replace(written, path)


def tell_problems(problems: Iterable[Problem], *, quiet: bool = False) -> None:
    """Write problems to standard error: place, level, message, and the line with a caret under it."""
    from mou_check.output.problem_lines import lines_of

    for problem in problems:
        if not quiet or problem.level == "error":
            click.echo("\n".join(lines_of(problem)), err=True)
