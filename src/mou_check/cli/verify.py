"""`mou-check verify`: judge agreements on their logs."""

from __future__ import annotations

import sys
from typing import Any

import click

from mou_check.cli import options
from mou_check.cli.common import look_of, spare_inputs, tell_problems, write_text
from mou_check.model.verdicts import FAIL_ON
from mou_check.output import FORMATS, render


@click.command("verify")
@options.judging
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(list(FORMATS)),
    help="Output format; can be repeated, each with its --output.",
)
@click.option("--output", "outputs", multiple=True, metavar="FILE", help="Write to a file (- is standard output).")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="breached",
    show_default=True,
    help="The mildest verdict that gives exit status 1.",
)
@click.option("--strict", is_flag=True, help="Warnings give exit status 2.")
@options.colour
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Spell out every finding.")
def command(
    formats: tuple[str, ...], outputs: tuple[str, ...], colour: str, quiet: bool, verbose: bool, **judging: Any
) -> int:
    """Judge agreements on their activity logs.

    AGREEMENT is a file or the id of one in agreements/; without any, all of the project's agreements
    are judged on the logs that belong to them.

    \b
    Example:
      mou-check verify cheshire --from 2016-04-01 --to 2017-03-31
      mou-check verify my.yaml --log my.csv --format json --output result.json
    """
    from mou_check.run import run

    formats = formats or ("table",)
    if len(outputs) > len(formats):
        raise click.UsageError("more --output than --format: give each format its file, in the same order")
    targets = [*outputs, *[None] * (len(formats) - len(outputs))]
    if sum(target in (None, "-") for target in targets) > 1:
        raise click.UsageError("two formats cannot both go to standard output; give one of them --output FILE")
    document = run(options.judging_options(**judging))
    spare_inputs(outputs, [i.path for i in document.inputs])
    tell_problems(document.problems, quiet=quiet)
    for name, target in zip(formats, targets, strict=True):
        if not (quiet and target in (None, "-")) and (document.agreements or name != "table"):
            stream = sys.stdout if target in (None, "-") else None
            write_text(target, render(name, document, look_of(stream, colour, verbose=verbose)))
    return document.exit_status
