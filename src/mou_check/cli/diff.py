"""`mou-check diff`: what a change of agreement files does to the promises, and to the verdicts on the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mou_check.cli import options
from mou_check.cli.common import DAY, watched
from mou_check.cli.reporting import Reporting, reporting


@click.command("diff")
@click.argument("sides", nargs=-1, required=True, metavar="OLD [NEW]")
@options.log
@options.encoding
@click.option("--no-replay", is_flag=True, help="Compare the words only, and judge no log.")
@click.option("--as-of", type=DAY, metavar="DATE", help="Replay at the end of this day.")
@click.option(
    "--fail-on",
    type=click.Choice(["reworded", "added", "strengthened", "weakened", "never"]),
    default="weakened",
    show_default=True,
    help="The mildest effect that gives exit status 1; weakened includes removed and changed.",
)
@options.project
@reporting(verbose="Show also what was only worded anew, and every verdict that flips.")
def command(
    sides: tuple[str, ...],
    logs: tuple[str, ...],
    encoding: str | None,
    no_replay: bool,
    as_of: date | None,
    fail_on: str,
    project: Path | None,
    reporting: Reporting,
) -> int:
    """Compare two versions of agreements, and replay the record under both.

    OLD and NEW are files, folders or git revisions; a revision alone is compared with the working tree, A..B are two
    revisions, and A...B compares B with where it parted from A. Every change is weakened, removed, changed (no order can
    be given), strengthened, added or reworded. What an amendment of the new version names passes.

    \b
    Example:
      mou-check diff origin/main
      mou-check diff old.yaml new.yaml --log my.csv
    """
    from mou_check.load.revisions import RevisionError
    from mou_check.model.options import Options
    from mou_check.run.diff import diff

    if len(sides) > 2:
        raise click.UsageError(f"compare two sides, not {len(sides)}: OLD NEW, a revision, or A..B")
    if project and not project.is_file():
        raise click.UsageError(f"--project {project}: there is no such file")
    today = date.today()  # noqa: DTZ011 - the day where the command is typed
    asked = Options(
        today=today, folder=Path.cwd(), logs=logs, encoding=encoding, as_of=as_of, fail_on=fail_on, project=project
    )
    try:
        with watched(asked, reporting.colour, quiet=reporting.quiet) as seen:
            document = diff(sides, seen, on_record=not no_replay)
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
    reporting.write(document, [i.path for i in document.inputs], asked, table=document.compared)
    return document.exit_status
