"""`mou-check log`: what stands in a log, before any verdict."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from mou_check.cli import options
from mou_check.cli.common import DAY, look_of, spare_inputs, tell_problems, watched, write_text


@click.command("log")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--agreement", "agreements", multiple=True, metavar="ID", help="The agreement that the logs belong to (id or file)."
)
@click.option("--as-of", type=DAY, metavar="DATE", help="Look at the log as of this day (default: today).")
@options.encoding
@options.form("table", "json")
@options.output
@options.project
@options.colour
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Show every observation and every column.")
def command(
    files: tuple[str, ...],
    agreements: tuple[str, ...],
    as_of: date | None,
    encoding: str | None,
    form: str,
    output: str | None,
    project: Path | None,
    colour: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show what stands in a log, before any verdict.

    How many rows each activity has in each month; columns and how far they are filled; rows that cannot be read,
    activities that the agreement does not know, rows that look alike, dates that cannot well be so, long silences,
    and rows that count toward nothing, each with its place. FILE is a log, or ID=FILE where its name does not say
    which agreement it belongs to; without any, all logs of the project are looked at. Nothing is judged. Exit
    status 2 when a log cannot be used.

    \b
    Example:
      mou-check log
      mou-check log activity_logs/cheshire.csv --as-of 2017-03-31 -v
      mou-check log cheshire=activity_logs/cheshire.csv --format json
      mou-check log my.csv --agreement my.yaml
    """
    from mou_check.output.json_document import dump
    from mou_check.run.log import look_at_logs

    asked = options.judging_options(
        since=None, until=None, project=project, agreements=agreements, logs=files, as_of=as_of, encoding=encoding
    )
    with watched(asked, colour, quiet=quiet) as seen:
        document, inputs = look_at_logs(seen)
    to_screen = output in (None, "-")
    spare_inputs([output] if output else [], [i.path for i in inputs])
    tell_problems(document.problems, quiet=quiet)
    if not (quiet and to_screen) and (form == "json" or document.logs):
        if form == "json":
            text = dump(document)
        else:
            from mou_check.output.log_table import render

            text = render(document, look_of(sys.stdout if to_screen else None, colour, verbose=verbose))
        write_text(output, text)
    return document.exit_status
