"""`mou-check verify`: judge agreements on their logs."""

from __future__ import annotations

from typing import Any

import click

from mou_check.cli import options
from mou_check.cli.common import keep_imports, watched
from mou_check.cli.reporting import Reporting, reporting
from mou_check.model.verdicts import FAIL_ON


@click.command("verify")
@options.judging
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="breached",
    show_default=True,
    help="The mildest verdict that gives exit status 1.",
)
@click.option(
    "--baseline", metavar="FILE", help="Known breaches, which do not fail (default: those of the project file)."
)
@click.option("--strict", is_flag=True, help="Warnings give exit status 2.")
@reporting(verbose="Spell out every finding.")
def command(reporting: Reporting, **judging: Any) -> int:
    """Judge agreements on their activity logs.

    AGREEMENT is a file or the id of one in agreements/; without any, all of the project's agreements
    are judged on the logs that belong to them.

    \b
    Example:
      mou-check verify cheshire --from 2016-04-01 --to 2017-03-31
      mou-check verify my.yaml --log my.csv --format json --output result.json
    """
    from mou_check.run import run

    keep_imports()
    asked = options.judging_options(**judging)
    with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
        document = run(seen)
    reporting.write(document, [i.path for i in document.inputs], asked, table=bool(document.agreements))
    return document.exit_status
