"""`mou-check coverage`: what agreements hold, and how much of it a log can test."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mou_check.cli import options
from mou_check.cli.common import look_of, spare_inputs, tell_problems, watched, write_text


@click.command("coverage")
@options.agreements
@options.log
@options.encoding
@click.option("--by-clause", is_flag=True, help="List every clause with what it holds, or why it holds nothing.")
@options.form("table", "json")
@options.output
@options.project
@options.colour
@click.option("-v", "--verbose", is_flag=True, help="Tell what the log lacks, obligation by obligation.")
def command(
    agreements: tuple[str, ...],
    logs: tuple[str, ...],
    encoding: str | None,
    by_clause: bool,
    form: str,
    output: str | None,
    project: Path | None,
    colour: str,
    verbose: bool,
) -> int:
    """Show what agreements hold and how much of it a log can test.

    Clauses: how many hold obligations, and why the others hold none. Obligations: how many a log can test
    fully or partly and how many only a person can judge, and for how many of them the log at hand has the
    activities and columns. Nothing is judged; an agreement without a log is counted all the same.

    \b
    Example:
      mou-check coverage
      mou-check coverage cheshire --by-clause
      mou-check coverage my.yaml --log my.csv --format json
    """
    from mou_check.output.coverage_table import render as as_table
    from mou_check.output.json_document import dump
    from mou_check.run import EXIT_WRONG
    from mou_check.run.coverage import coverage

    asked = options.judging_options(
        since=None, until=None, project=project, agreements=agreements, logs=logs, encoding=encoding
    )
    with watched(asked, colour) as seen:
        document, inputs = coverage(seen)
    spare_inputs([output] if output else [], [i.path for i in inputs])
    tell_problems(document.problems)
    if form == "json" or document.agreements:
        look = look_of(None if output not in (None, "-") else sys.stdout, colour, verbose=verbose)
        write_text(output, dump(document) if form == "json" else as_table(document, look, by_clause=by_clause))
    return EXIT_WRONG if any(p.level == "error" for p in document.problems) else 0
