"""The `mou-check` command: finds the subcommand, and turns every end of a run into an exit status.

0 nothing breached, 1 something breached, 2 the command or an input is wrong, 3 a fault in the program.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import gc
import os
import sys
import traceback
from importlib import import_module
from typing import Any, TextIO

import click

from mou_check import __version__
from mou_check.cli import stopping

EXIT_WRONG, EXIT_FAULT, EXIT_INTERRUPTED, EXIT_PIPE = 2, 3, stopping.INTERRUPTED, 141

COMMANDS = {
    "verify": "mou_check.cli.verify",
    "baseline": "mou_check.cli.baseline",
    "readings": "mou_check.cli.readings",
    "validate": "mou_check.cli.validate",
    "lint": "mou_check.cli.lint",
    "test": "mou_check.cli.test",
    "diff": "mou_check.cli.diff",
    "show": "mou_check.cli.show",
    "explain": "mou_check.cli.explain",
    "template": "mou_check.cli.template",
    "init": "mou_check.cli.init",
    "coverage": "mou_check.cli.coverage",
    "log": "mou_check.cli.log",
}
"""Subcommands and their modules, each with a `command`; imported only when needed."""


class OutputGoneError(Exception):
    """Whoever read standard output or standard error has gone."""


class Commands(click.Group):
    """The subcommands, looked up by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click passes it
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand. Click would end with 1 when nobody reads the output any more, as after a breach.

        After Ctrl-C any error is taken for what became of it on its way.
        """
        try:
            return super().invoke(ctx)
        except BaseException as error:
            if stopping.stopped():
                stopping.end()
            if isinstance(error, BrokenPipeError):
                raise OutputGoneError from None
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f'there is no command "{args[0]}".{hint}', ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="mou-check")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault in the program.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Check what parties did against what they agreed to do.

    Agreements are YAML files, activity logs are CSV files; every verdict comes with its clause, its
    period and the rows that it rests on.

    \b
    Example:
      mou-check verify                 all agreements of the project on their logs
      mou-check show cheshire roadshows
    """
    ctx.ensure_object(dict)["debug"] = debug
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    words = sys.argv[1:] if args is None else args
    # No plugin is wanted among the models, and looking for one reads the metadata of all that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    # What a run makes lives until its end; looking for garbage as often as by default takes a tenth of the time.
    gc.set_threshold(100_000)
    debug = "--debug" in words
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that lacks a character shows ?
    try:
        # --debug is taken wherever it stands: it is added at the end of a command that has just failed.
        status: Any = cli.main([w for w in words if w != "--debug"], prog_name="mou-check", standalone_mode=False)
        sys.stdout.flush()
        leave(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as end:
        leave(end.exit_code)
    except click.ClickException as error:
        error.show()
        leave(EXIT_WRONG)
    except (click.Abort, KeyboardInterrupt):
        if stopping.stopped():
            stopping.end()
        click.echo("mou-check: stopped", err=True)
        leave(EXIT_INTERRUPTED)
    except (BrokenPipeError, OutputGoneError):
        _give_up(sys.stdout, sys.stderr)
        leave(EXIT_PIPE)
    except Exception as error:  # noqa: BLE001 - the one place where a fault ends, with its own exit status
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _give_up(sys.stdout)
            click.echo("mou-check: no space is left where the output goes", err=True)
            leave(EXIT_WRONG)
        if debug:
            traceback.print_exc()
        else:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            click.echo(f"mou-check: a fault in the program, not in your files: {what} (--debug shows where)", err=True)
        leave(EXIT_FAULT)


def _give_up(*streams: TextIO) -> None:
    """Nothing can be written there any more, not even what is still waiting when the process ends."""
    for stream in streams:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def leave(status: int) -> None:
    """End the process with an exit status."""
    sys.exit(status)
