"""`mou-check test`: judge the examples that agreements hold, or suggest some."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mou_check.cli import options
from mou_check.cli.common import tell_problems, watched, write_text
from mou_check.cli.reporting import Reporting, reporting

if TYPE_CHECKING:
    from mou_check.model.options import Options


@click.command("test")
@options.agreements
@click.option("--only", multiple=True, metavar="ID", help="Only this obligation (ID or AGREEMENT/ID); can be repeated.")
@click.option(
    "--suggest",
    is_flag=False,
    flag_value="",
    metavar="[OBLIGATION]",
    help="Write examples of this obligation, or of all that have none, to be pasted into the agreement.",
)
@click.option("--strict", is_flag=True, help="Warnings give exit status 2, as when there is no example at all.")
@options.project
@reporting(verbose="Name the obligations without an example.")
def command(
    agreements: tuple[str, ...],
    only: tuple[str, ...],
    suggest: str | None,
    strict: bool,
    project: Path | None,
    reporting: Reporting,
) -> int:
    """Judge the examples of obligations: small logs in an agreement, each with the verdict that it must get.

    AGREEMENT is a file or the id of one in agreements/; a folder stands for the project in it, and without any, all of
    the project's agreements are tested. An example is judged as verify judges a log; where it gets another verdict, what
    was found is told. Exit status 1 when one fails, 2 when a file or the log of an example cannot be read.

    \b
    Example:
      mou-check test
      mou-check test cheshire --only news-releases
      mou-check test cheshire --suggest news-releases
    """
    from mou_check.load.project import is_project
    from mou_check.run.examples import run_examples

    if suggest:
        only = (*only, suggest)
    asked = options.judging_options(
        since=None, until=None, project=project, agreements=agreements, only=only, strict=strict
    )
    if len(agreements) == 1 and is_project(folder := Path.cwd() / agreements[0]):
        asked = replace(asked, folder=folder, agreements=())
    if suggest is not None:
        return _suggest(asked, reporting)
    with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
        document, inputs = run_examples(seen)
    reporting.write(document, [i.path for i in inputs], asked, table=bool(document.agreements))
    return document.exit_status


def _suggest(asked: Options, reporting: Reporting) -> int:
    """Write examples for the obligations that were asked for."""
    from mou_check.output.suggested_yaml import render
    from mou_check.run import EXIT_WRONG
    from mou_check.run.suggestions import suggestions

    if reporting.formats != ("table",):
        raise click.UsageError("--suggest writes YAML; leave --format out")
    with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
        suggested, problems = suggestions(seen)
    tell_problems(problems, quiet=reporting.quiet)
    if any(p.level == "error" for p in problems):
        return EXIT_WRONG
    write_text(reporting.targets[0], render(suggested))
    return 0
