"""Options that several commands have in common, and the object that they fill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mou_check.cli.common import DAY

if TYPE_CHECKING:
    from mou_check.model.options import Options

F = TypeVar("F", bound=Callable[..., Any])


class EncodingOption(click.ParamType[str]):
    """The name of an encoding."""

    name = "encoding"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from mou_check.load.log_encoding import unknown_encoding

        if fault := unknown_encoding(value):
            self.fail(fault, param, ctx)
        return str(value)


agreements = click.argument("agreements", nargs=-1, metavar="[AGREEMENT]...")
project = click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The project file (default: the nearest mou-check.yaml).",
)
colour = click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour in the table.",
)
log = click.option(
    "--log",
    "logs",
    multiple=True,
    metavar="FILE",
    help="A log, or ID=FILE: a file, FILE#SHEET, a folder, a pattern, or - (standard input); can be repeated.",
)
encoding = click.option(
    "--encoding",
    type=EncodingOption(),
    metavar="NAME",
    help="The encoding of logs without a mark, such as cp1252 (default: found out).",
)
output = click.option("--output", metavar="FILE", help="Write to a file (- is standard output).")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")


def form(*names: str) -> Callable[[F], F]:
    """`--format`, for a command that writes one of these; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help="Output format."
    )


_JUDGING = [
    agreements,
    log,
    encoding,
    click.option("--from", "since", type=DAY, metavar="DATE", help="First day under review."),
    click.option("--to", "until", type=DAY, metavar="DATE", help="Last day under review."),
    click.option("--as-of", type=DAY, metavar="DATE", help="Judge at the end of this day."),
    click.option(
        "--only", multiple=True, metavar="ID", help="Only this obligation (ID or AGREEMENT/ID); can be repeated."
    ),
    click.option(
        "--reading",
        "readings",
        multiple=True,
        metavar="OBLIGATION=ID",
        help="Judge an obligation by this reading; can be repeated.",
    ),
    click.option(
        "--settled",
        multiple=True,
        metavar="FILE",
        help="A file of readings that the parties agreed on; can be repeated.",
    ),
    click.option(
        "--assessments", multiple=True, metavar="FILE", help="A file of recorded judgements; can be repeated."
    ),
    click.option("--waivers", multiple=True, metavar="FILE", help="A file of waivers; can be repeated."),
    project,
]


def judging(command: F) -> F:
    """Options that say what is judged: which agreements, logs, days, readings. `judging_options` takes them."""
    return reduce(lambda f, option: option(f), reversed(_JUDGING), command)


def judging_options(*, since: date | None, until: date | None, project: Path | None, **more: Any) -> Options:
    """What the options of `judging` ask for, as one object; `more` is the rest of them and of `Options`."""
    from mou_check.model.options import Options

    if since and until and until < since:
        raise click.UsageError(f"the window is empty: --to {until} lies before --from {since}")
    if project and not project.is_file():
        raise click.UsageError(f"--project {project}: there is no such file")
    return Options(
        today=date.today(),  # noqa: DTZ011 - the day where the command is typed
        folder=Path.cwd(),
        since=since,
        until=until,
        project=project,
        **more,
    )
