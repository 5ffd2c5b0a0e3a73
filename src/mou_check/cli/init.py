"""`mou-check init`: a new project that passes, or what to declare of a log that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mou_check.cli import options
from mou_check.cli.common import tell_problems, watched, write_text
from mou_check.cli.stopping import whole

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("init")
@click.argument("folder", required=False)
@click.option("--log", metavar="FILE", help="Look at this log, and propose what the project file should say of it.")
@click.option(
    "--agreement",
    metavar="AGREEMENT",
    help="The agreement whose log it is, by id or file (default: the only one of the project).",
)
@options.encoding
@options.output
@options.quiet
@options.project
def command(
    folder: str | None,
    log: str | None,
    agreement: str | None,
    encoding: str | None,
    output: str | None,
    quiet: bool,
    project: Path | None,
) -> int:
    """Begin a project, or find out what a log needs to be read.

    Without --log: write a small project into FOLDER (default: this one), with an agreement of three promises, its
    log and a project file, explained in comments. It passes, so that each change of yours shows what it does.
    A file that is there already is never written over.

    With --log: look at a log that calls things by names of its own, and write what the project file should say of it:
    which header is which column, which text which activity, how dates are written, each with what speaks for it.
    What the cells do not tell is left to you, and never guessed.

    \b
    Example:
      mou-check init new-project
      mou-check init --log my.csv --agreement my.yaml
      mou-check init --log my.csv --output entry.yaml
    """
    if log is None:
        for option, given in (("--agreement", agreement), ("--output", output), ("--encoding", encoding)):
            if given:
                raise click.UsageError(f"{option} goes with --log: name the log to look at")
        return _begin(Path(folder or "."), quiet=quiet)
    if folder is not None:
        raise click.UsageError("--log looks at a log and takes no folder; its proposal goes to --output FILE")
    return _propose(log, agreement, encoding, output, project, quiet=quiet)


def _begin(folder: Path, *, quiet: bool) -> int:
    """Write a new project; nothing is written when one of its files is there already."""
    from mou_check.model.words import listed
    from mou_check.starter import starter_files

    files = starter_files()
    there = [name for name in files if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        are, them = ("is", "it") if len(there) == 1 else ("are", "them")
        where = f" in {folder}" if folder != Path() else ""
        raise click.UsageError(
            f"{listed(there)} {are} there already{where}, and nothing is written over; move {them} away, or name another folder"
        )
    with whole():
        _write(folder, files)
    if not quiet:
        click.echo(_told(folder, files))
    return 0


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        except OSError as error:
            raise click.UsageError(f"{path}: cannot be written: {error.strerror}") from None


_SAYS = {
    ".yaml": "an agreement of three promises; put yours in their place",
    ".csv": "its log: a row for each thing that was done",
}


def _told(folder: Path, files: Mapping[str, bytes]) -> str:
    from mou_check.load.project import PROJECT_FILE

    width = max(map(len, files))
    lines = [f"Wrote {len(files)} files{f' into {folder}' if folder != Path() else ''}:"]
    for name in files:
        says = "what rows of the log cannot say" if name == PROJECT_FILE else _SAYS[Path(name).suffix]
        lines.append(f"  {name.ljust(width)}  {says}")
    lines += ["", "Next:", *([f"  cd {folder}"] if folder != Path() else []), "  mou-check verify      judge the log", "  mou-check show        read the promises back in plain English", "  mou-check test        try the examples in the agreement"]  # fmt: skip
    return "\n".join(lines)


def _propose(
    log: str, agreement: str | None, encoding: str | None, output: str | None, project: Path | None, *, quiet: bool
) -> int:
    from mou_check.output.proposal_yaml import render
    from mou_check.run import EXIT_WRONG
    from mou_check.run.init import propose_entry
    from mou_check.starter.proposal import what_is_open

    if output not in (None, "-") and Path(output).is_file():
        raise click.UsageError(f"--output {output}: this file is there already; name another, or move it away first")
    asked = options.judging_options(
        since=None, until=None, project=project, agreements=(agreement,) if agreement else ()
    )
    with watched(asked, "auto", quiet=quiet) as seen:
        run = propose_entry(log, seen, encoding)
    tell_problems(run.problems, quiet=quiet)
    if run.proposal is None:
        return EXIT_WRONG
    write_text(output, render(run.proposal))
    for question in () if quiet else what_is_open(run.proposal):
        click.echo(f"mou-check: left to you: {question}", err=True)
    return 0
