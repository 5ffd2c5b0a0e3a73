"""What every command that reports has in common: which formats go where, and what a CI server is told by itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mou_check.cli import options
from mou_check.cli.common import look_of, spare_inputs, tell_problems, write_text
from mou_check.cli.stopping import whole
from mou_check.output import FORMATS, Look, render

if TYPE_CHECKING:
    from mou_check.model.options import Options

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Reporting:
    """What the options of `reporting` ask for; a command writes its document with it."""

    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    colour: str
    quiet: bool
    verbose: bool
    ci: bool

    def __post_init__(self) -> None:
        if len(self.outputs) > len(self.formats):
            raise click.UsageError("more --output than --format: give each format its file, in the same order")
        if sum(target in (None, "-") for target in self.targets) > 1:
            raise click.UsageError("two formats cannot both go to standard output; give one of them --output FILE")

    @property
    def targets(self) -> Sequence[str | None]:
        """Where each format goes; None and `-` are standard output."""
        return [*self.outputs, *[None] * (len(self.formats) - len(self.outputs))]

    def write(
        self, document: Any, inputs: Iterable[str], asked: Options, *, table: bool = True, tells: bool = False
    ) -> None:
        """Tell the problems of a document, and write it in every format that was asked for.

        `inputs` are the files that took part, which are never written over; `asked` is what the run was asked to do.
        Without `table` there is nothing that a table could show; one that `tells` problems itself need not have them
        told beside it.
        """
        from mou_check.load.finding import project_folder

        spare_inputs(self.outputs, inputs)
        on_screen = {name for name, target in zip(self.formats, self.targets, strict=True) if target in (None, "-")}
        if self.quiet or not (tells and "table" in on_screen):
            tell_problems(document.problems, quiet=self.quiet)
        place = _in_repository(project_folder(asked))
        for name, target in zip(self.formats, self.targets, strict=True):
            to_screen = target in (None, "-")
            if not (self.quiet and to_screen) and (table or name != "table"):
                look = look_of(sys.stdout if to_screen else None, self.colour, verbose=self.verbose)
                write_text(target, render(name, document, replace(look, folder=place)))
        if self.ci and os.environ.get("GITHUB_ACTIONS") == "true":
            self._tell_github(document, Look(folder=place))

    def _tell_github(self, document: Any, look: Look) -> None:
        """Annotations on standard error, which GitHub reads too and which leaves the report alone; and the summary."""
        if not self.quiet and "github" not in self.formats:
            click.echo(render("github", document, look), err=True, nl=False)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            try:
                text = render("markdown", document, look) + "\n"
                with whole(), open(summary, "a", encoding="utf-8") as file:
                    file.write(text)
            except OSError as error:
                click.echo(f"mou-check: the step summary cannot be written: {error.strerror}", err=True)


def _in_repository(folder: Path) -> str:
    """Where a folder lies in its Git repository, as servers name files; empty at its top and without one."""
    folder = folder.absolute()
    top = next((f for f in (folder, *folder.parents) if (f / ".git").exists()), folder)
    return "" if top == folder else folder.relative_to(top).as_posix()


def reporting(*, verbose: str) -> Callable[[F], F]:
    """`--format`, `--output` and the rest; the command gets them as one `reporting`. `verbose` is the help of -v."""
    given = [
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(list(FORMATS)),
            help="Output format (default: table); can be repeated, each with its --output.",
        ),
        click.option(
            "--output", "outputs", multiple=True, metavar="FILE", help="Write to a file (- is standard output)."
        ),
        click.option("--no-ci", is_flag=True, help="In GitHub Actions: no annotations and no step summary."),
        options.colour,
        options.quiet,
        click.option("-v", "--verbose", is_flag=True, help=verbose),
    ]

    def decorate(command: F) -> F:
        @wraps(command)
        def gathered(
            *args: Any,
            formats: tuple[str, ...],
            outputs: tuple[str, ...],
            no_ci: bool,
            colour: str,
            quiet: bool,
            verbose: bool,
            **more: Any,
        ) -> Any:
            asked = Reporting(formats or ("table",), outputs, colour, quiet, verbose, ci=not no_ci)
            return command(*args, reporting=asked, **more)

        return reduce(lambda f, option: option(f), reversed(given), gathered)  # type: ignore[return-value]

    return decorate
