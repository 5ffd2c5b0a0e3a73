"""`mou-check template`: an empty log with the columns that an agreement's rules need, and a guide to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mou_check.cli import options
from mou_check.cli.common import tell_problems, write_bytes, write_text

if TYPE_CHECKING:
    from mou_check.load.finding import Loaded
    from mou_check.template import Template


@click.command("template")
@click.argument("agreements", nargs=-1, metavar="AGREEMENT")
@click.option("--only", multiple=True, metavar="ID", help="Only what this obligation needs; can be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx"]),
    help="csv, or xlsx: a workbook with lists to choose from (default: by the ending of --output, else csv).",
)
@options.output
@click.option(
    "--guide",
    metavar="FILE",
    help="Write what to put in, as Markdown, to this file (default: beside a CSV file, as NAME-guide.md).",
)
@options.project
def command(
    agreements: tuple[str, ...],
    only: tuple[str, ...],
    form: str | None,
    output: str | None,
    guide: str | None,
    project: Path | None,
) -> int:
    """Write an empty log with the columns that an agreement's rules need.

    Each row that is filled in says what was done on a day: `activity` is a code of the agreement, and the
    guide says which columns it needs and what to put in. A workbook has the guide as its second sheet; it is
    a log as it stands, and so is its first sheet saved as CSV. A file that is there already is never written over.

    \b
    Example:
      mou-check template cheshire
      mou-check template cheshire --output log.csv
      mou-check template cheshire --only publication-clearance --output clearance.xlsx
    """
    from mou_check.load.finding import find_agreements, keep_only
    from mou_check.run import EXIT_WRONG

    form, file, guide = _targets(form, output, guide)
    if len(agreements) > 1:
        raise click.UsageError(f"a log belongs to one agreement, and {len(agreements)} are named; write a log for each")
    asked = options.judging_options(since=None, until=None, project=project, agreements=agreements)
    loaded = find_agreements(asked)
    if only:
        keep_only(only, loaded)
    tell_problems(loaded.problems)
    if any(p.level == "error" for p in loaded.problems):
        return EXIT_WRONG
    template = _template(loaded)
    if form == "xlsx":
        write_bytes(str(file), _workbook(template))
    else:
        from mou_check.output.template_csv import render as as_csv

        write_text(file, as_csv(template))
    if guide:
        from mou_check.output.template_guide import render as as_guide

        write_text(guide, as_guide(template))
    return 0


def _targets(form: str | None, output: str | None, guide: str | None) -> tuple[str, str | None, str | None]:
    """Which format goes to which file (None: standard output), and to which file the guide goes, if to any."""
    file = None if output in (None, "-") else output
    form = form or ("xlsx" if file and file.lower().endswith(".xlsx") else "csv")
    if form == "xlsx" and file is None:
        raise click.UsageError("a workbook cannot go to standard output; give it a file with --output FILE")
    if guide is None and form == "csv" and file and not Path(file).exists():
        guide = str(Path(file).parent / f"{Path(file).stem}-guide.md")  # beside a file, not beside a device
    if guide == "-" and file is None:
        raise click.UsageError("the log and its guide cannot both go to standard output; give one of them a file")
    if file and guide and Path(file).resolve() == Path(guide).resolve():
        raise click.UsageError("--output and --guide name one file; the guide needs a file of its own")
    for option, target in (("--output", file), ("--guide", guide)):
        if target and target != "-" and Path(target).is_file():
            raise click.UsageError(
                f"{option} {target}: this file is there already; name another, or move it away first"
            )
    return form, file, guide


def _template(loaded: Loaded) -> Template:
    """What the log of the one agreement that was named needs."""
    from mou_check.model.words import listed
    from mou_check.template import template_of

    ids = [a.agreement.id for a in loaded.agreements]
    if len(ids) > 1:
        raise click.UsageError(f"of which agreement? Name one of {listed(ids, 'or')}")
    agreement = loaded.agreements[0].agreement
    template = template_of(agreement, agreement.list_values(loaded.project.settings.lists.get(agreement.id, {})))
    if not template.activities:
        what = "these obligations" if agreement is not loaded.agreements[0].whole_agreement else agreement.id
        raise click.UsageError(f"no rule of {what} reads a log: only a person can judge, so there is nothing to record")
    return template


def _workbook(template: Template) -> bytes:
    try:
        from mou_check.output.template_xlsx import render
    except ModuleNotFoundError as error:
        if error.name and not error.name.startswith("xlsxwriter"):
            raise
        raise click.UsageError(
            'a workbook needs the package XlsxWriter, which is not installed: pip install "mou-check[xlsx]", or use --format csv'
        ) from None
    return render(template)
