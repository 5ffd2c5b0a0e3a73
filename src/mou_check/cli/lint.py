"""`mou-check lint`: check agreements themselves, without a log."""

from __future__ import annotations

from pathlib import Path

import click

from mou_check.cli import options
from mou_check.cli.common import watched
from mou_check.cli.reporting import Reporting, reporting


@click.command("lint")
@options.agreements
@click.option("--check", "checks", multiple=True, metavar="CODE", help="Make only this check; can be repeated.")
@click.option("--strict", is_flag=True, help="Open hints give exit status 1 too.")
@options.project
@reporting(verbose="Show findings in full that are resolved or acknowledged.")
def command(
    agreements: tuple[str, ...],
    checks: tuple[str, ...],
    strict: bool,
    project: Path | None,
    reporting: Reporting,
) -> int:
    """Check agreements themselves, without a log.

    Contradictions, figures that do not add up, words that can be read in two ways, rules that no log can meet
    or break, and things that nothing reads. A finding is resolved where readings allow for it, acknowledged
    where the agreement says under acknowledged why it stands, and open otherwise. Exit status 1 when a warning
    is open.

    \b
    Example:
      mou-check lint cambridgeshire
      mou-check lint cambridgeshire --check two-frequencies -v
      mou-check lint my.yaml --strict --format json
    """
    from mou_check.lint.checks import CODES
    from mou_check.model.words import did_you_mean
    from mou_check.run.lint import lint_run

    for code in checks:
        if code not in CODES:
            raise click.UsageError(f'--check: there is no check "{code}".{did_you_mean(code, CODES)}')
    asked = options.judging_options(since=None, until=None, project=project, agreements=agreements, strict=strict)
    with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
        document, inputs = lint_run(seen, checks)
    reporting.write(document, [i.path for i in inputs], asked, table=bool(document.agreements))
    return document.exit_status
