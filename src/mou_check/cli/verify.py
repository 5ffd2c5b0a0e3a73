"""`mou-check verify`: judge agreements on their logs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from mou_check.cli.common import DAY, look_of, spare_inputs, tell_problems, write_text
from mou_check.model.verdicts import FAIL_ON
from mou_check.output import FORMATS, render


@click.command("verify")
@click.argument("agreements", nargs=-1, metavar="[AGREEMENT]...")
@click.option("--log", "logs", multiple=True, metavar="FILE", help="A log file, or ID=FILE; can be repeated.")
@click.option("--from", "since", type=DAY, metavar="DATE", help="First day under review.")
@click.option("--to", "until", type=DAY, metavar="DATE", help="Last day under review.")
@click.option("--as-of", type=DAY, metavar="DATE", help="Judge at the end of this day.")
@click.option("--only", multiple=True, metavar="ID", help="Only this obligation (ID or AGREEMENT/ID); can be repeated.")
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
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The project file (default: the nearest mou-check.yaml).",
)
@click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour in the table.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Spell out every finding.")
def command(
    agreements: tuple[str, ...], logs: tuple[str, ...], since: date | None, until: date | None, as_of: date | None,
    only: tuple[str, ...], formats: tuple[str, ...], outputs: tuple[str, ...], fail_on: str, strict: bool, project: Path | None,
    colour: str, quiet: bool, verbose: bool,
) -> int:  # fmt: skip
    """Judge agreements on their activity logs.

    AGREEMENT is a file or the id of one in agreements/; without any, all of the project's agreements
    are judged on the logs that belong to them.

    \b
    Example:
      mou-check verify cheshire --from 2016-04-01 --to 2017-03-31
      mou-check verify my.yaml --log my.csv --format json --output result.json
    """
    from mou_check.run import Options, run

    formats = formats or ("table",)
    if len(outputs) > len(formats):
        raise click.UsageError("more --output than --format: give each format its file, in the same order")
    targets = [*outputs, *[None] * (len(formats) - len(outputs))]
    if sum(target in (None, "-") for target in targets) > 1:
        raise click.UsageError("two formats cannot both go to standard output; give one of them --output FILE")
    if since and until and until < since:
        raise click.UsageError(f"the window is empty: --to {until} lies before --from {since}")
    if project and not project.is_file():
        raise click.UsageError(f"--project {project}: there is no such file")
    document = run(
        Options(
            today=date.today(),  # noqa: DTZ011 - the day where the command is typed
            folder=Path.cwd(),
            agreements=agreements,
            logs=logs,
            since=since,
            until=until,
            as_of=as_of,
            only=only,
            fail_on=fail_on,
            strict=strict,
            project=project,
        )
    )
    spare_inputs(outputs, [i.path for i in document.inputs])
    tell_problems(document.problems, quiet=quiet)
    for name, target in zip(formats, targets, strict=True):
        if not (quiet and target in (None, "-")) and (document.agreements or name != "table"):
            stream = sys.stdout if target in (None, "-") else None
            write_text(target, render(name, document, look_of(stream, colour, verbose=verbose)))
    return document.exit_status
