"""`mou-check readings`: what an agreement leaves open, and what each choice would do on the log."""

from __future__ import annotations

import sys
from typing import Any

import click

from mou_check.cli import options
from mou_check.cli.common import look_of, spare_inputs, tell_problems, watched, write_text


@click.command("readings")
@options.judging
@options.form("table", "json")
@options.output
@options.colour
@click.option("-v", "--verbose", is_flag=True, help="Show also the choices that turn no verdict, in full.")
def command(form: str, output: str | None, colour: str, verbose: bool, **judging: Any) -> int:
    """Show every choice that an agreement leaves open, and what each would do on the given log.

    Readings of ambiguous words, lists that the document does not fill in, and calendar settings such as
    the day on which a week starts. --reading tries a reading out; what the parties agree on is written
    into a file for --settled.

    \b
    Example:
      mou-check readings cheshire
      mou-check readings cheshire --only web-updates --reading web-updates=daily
    """
    from mou_check.output.choices_table import render as as_table
    from mou_check.output.json_document import dump
    from mou_check.run import EXIT_WRONG
    from mou_check.run.choices import open_choices

    with watched(options.judging_options(**judging), colour) as seen:
        document, inputs = open_choices(seen)
    spare_inputs([output] if output else [], [i.path for i in inputs])
    tell_problems(document.problems)
    if form == "json" or document.agreements:
        look = look_of(None if output not in (None, "-") else sys.stdout, colour, verbose=verbose)
        write_text(output, dump(document) if form == "json" else as_table(document, look))
    return EXIT_WRONG if any(p.level == "error" for p in document.problems) else 0
