"""`mou-check validate`: check the files that people write, before anything is judged by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from mou_check.cli import options
from mou_check.cli.common import watched
from mou_check.cli.reporting import Reporting, reporting


@click.command("validate")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--no-lint", is_flag=True, help="Leave the checks of lint out.")
@click.option("--strict", is_flag=True, help="Open hints of lint give exit status 1 too.")
@options.project
@reporting(verbose="Show every file, and the hints of lint.")
def command(paths: tuple[str, ...], no_lint: bool, strict: bool, project: Path | None, reporting: Reporting) -> int:
    """Check the files that people write: their form, what they refer to, and what lint finds in agreements.

    PATH is a file, a folder (the project in it) or the id of an agreement; without any, the whole project. A
    file is told by its place in the project or by its keys: an agreement, the project file, settled readings,
    assessments, waivers, a baseline. No log is read. Exit status 2 when a file cannot be used, 1 when a warning of
    lint is open.

    \b
    Example:
      mou-check validate
      mou-check validate agreements/cambridgeshire.yaml mou-check.yaml
      mou-check validate my.yaml --no-lint --format json
    """
    from mou_check.run.validate import validate

    asked = options.judging_options(since=None, until=None, project=project, strict=strict)
    with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
        document, base = validate(paths, seen, with_lint=not no_lint)
    names = [str(base / file.path) for file in document.files]
    reporting.write(document, names, replace(asked, folder=base), tells=True)
    return document.exit_status
