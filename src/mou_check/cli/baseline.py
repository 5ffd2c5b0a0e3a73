"""`mou-check baseline`: write down the breaches that are known, so that only new ones fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mou_check.cli import options
from mou_check.cli.common import spare_inputs, tell_problems, watched, write_text
from mou_check.model.verdicts import FAIL_ON

if TYPE_CHECKING:
    from mou_check.run.baseline import BaselineRun


@click.command("baseline")
@options.judging
@click.option("--reason", default="", metavar="TEXT", help="Why the breaches that are new to the baseline are left.")
@click.option(
    "--fail-on",
    type=click.Choice([level for level in FAIL_ON if level != "never"]),
    default="breached",
    show_default=True,
    help="The mildest verdict that is written down, as for verify.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="The baseline (default: the one of the project file, else baseline.yaml; - is standard output).",
)
@options.quiet
def command(reason: str, output: str | None, quiet: bool, **judging: Any) -> int:
    """Write down breaches that are known, so that only new ones fail.

    verify --baseline FILE, or `baseline` in the project file, reads what is written here: known breaches stay
    in sight, each with its reason and the day on which it was first written down. Run again, the command keeps
    these, adds what is new and takes out what is gone; what the run does not look at stays.

    \b
    Example:
      mou-check baseline --reason "Found when the logs were first checked."
      mou-check baseline cheshire --reason "The panel is told in May." --output known.yaml
    """
    from mou_check.output.baseline_file import render
    from mou_check.run import EXIT_WRONG
    from mou_check.run.baseline import baseline

    to_file = output if output != "-" else None
    with watched(options.judging_options(**judging, baseline=to_file), "auto", quiet=quiet) as seen:
        ran = baseline(seen, reason.strip())
    tell_problems(ran.problems, quiet=quiet)
    if ran.update is None:
        return EXIT_WRONG
    if ran.update.new and not reason.strip():
        many = len(ran.update.new)
        are = "1 breach is" if many == 1 else f"{many} breaches are"
        raise click.UsageError(f"{are} new to the baseline: say with --reason why that is left")
    target = "-" if output == "-" else str(ran.file)
    spare_inputs([target], [i.path for i in ran.inputs])
    write_text(target, render(ran.update.known))
    if not quiet:
        _tell(ran, written=output != "-")
    return 0


def _tell(ran: BaselineRun, *, written: bool) -> None:
    """Say what the baseline holds now, and what is no longer in it: beside a baseline that goes to standard output on
    standard error."""
    from mou_check.model.words import plural
    from mou_check.output import inert

    assert ran.update
    known, new, gone = ran.update.known, ran.update.new, ran.update.gone
    where = inert(ran.name) if written else "the baseline"
    kept = len(known) - len(new)
    click.echo(
        f"{where}: {plural(len(known), 'known breach')}: {len(new)} new, {kept} kept, {len(gone)} gone", err=not written
    )
    for breach in gone:
        click.echo(f"  gone: {inert(breach.id)}", err=not written)
    if written and not ran.named and known:
        click.echo(
            f"verify reads it with --baseline {where}, or always with baseline: {where} in the project file",
            err=not written,
        )
