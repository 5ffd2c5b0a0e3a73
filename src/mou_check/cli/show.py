"""`mou-check show`: read obligations back in plain English."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mou_check.cli.common import look_of, tell_problems

if TYPE_CHECKING:
    from mou_check.agreement import Agreement, Obligation

EXIT_WRONG = 2


@click.command("show")
@click.argument("agreement", required=False, metavar="[AGREEMENT]")
@click.argument("obligation", required=False, metavar="[OBLIGATION]")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The project file (default: the nearest mou-check.yaml).",
)
def command(agreement: str | None, obligation: str | None, project: Path | None) -> int:
    """Read obligations back in plain English.

    For each: its clause, who owes it to whom and how strongly, what is checked, how else the words can
    be read, and what a log must record for it. Without arguments all agreements of the project.

    \b
    Example:
      mou-check show cheshire
      mou-check show cheshire web-updates
    """
    from mou_check.load.finding import find_agreements
    from mou_check.model.options import Options
    from mou_check.model.problems import Problem
    from mou_check.model.words import did_you_mean
    from mou_check.output import inert

    named = (agreement,) if agreement else ()
    today = date.today()  # noqa: DTZ011 - the day where the command is typed
    loaded = find_agreements(Options(today=today, folder=Path.cwd(), agreements=named, project=project))
    problems = loaded.problems
    text: list[str] = []
    for one in (a.agreement for a in loaded.agreements):
        chosen = [o for o in one.obligations if obligation in (None, o.id)]
        if not chosen:
            message = f'{one.id} has no obligation "{obligation}".{did_you_mean(str(obligation), [o.id for o in one.obligations])}'
            problems.append(Problem("error", "bad-option", message))
            continue
        text += [f"{one.title} ({one.id})", ""]
        for each in chosen:
            text += [*_obligation(one, each), ""]
    tell_problems(problems)
    width = look_of(sys.stdout, "never").width
    click.echo(
        "\n".join(wrapped for line in text for wrapped in _wrap(inert(line), width)).rstrip("\n") if text else "",
        nl=bool(text),
    )
    return EXIT_WRONG if any(p.level == "error" for p in problems) else 0


def _obligation(agreement: Agreement, obligation: Obligation) -> Iterator[str]:
    from mou_check.model.words import day, listed

    nouns = agreement.nouns()

    def name(party: str) -> str:
        return agreement.parties[party].name

    clauses = "clause" if len(obligation.clauses) == 1 else "clauses"
    yield f"{obligation.title} ({obligation.id}, {clauses} {listed(obligation.clauses)})"
    yield f"  {obligation.says}"
    acts_for = agreement.parties[obligation.bearer].acts_for
    yield f"  Who: {name(obligation.bearer)}{f', for {name(acts_for)},' if acts_for else ''} {obligation.force}" + (
        f"; promised to {name(obligation.counterparty)}" if obligation.counterparty else ""
    )
    if obligation.qualifier:
        yield f"  Softened by: {obligation.qualifier.replace('-', ' ')}"
    if obligation.effective:
        span = obligation.effective.span
        yield f"  In force: {f'from {day(span.first)} ' if span.first else ''}{f'to {day(span.last)}' if span.last else ''}".rstrip()
    if obligation.rule is not None:
        yield f"  Checked: {obligation.rule.describe(nouns)} [{obligation.rule.kind}]"
    for i, reading in enumerate(obligation.readings):
        preferred = ", preferred" if i == 0 else ""
        yield f"  Read as {reading.label} ({reading.id}{preferred}): {reading.rule.describe(nouns)} [{reading.rule.kind}]"
        if reading.because:
            yield f"    because: {reading.because}"
    if obligation.note:
        yield f"  Note: {obligation.note}"
    yield from _record(agreement, obligation)


def _record(agreement: Agreement, obligation: Obligation) -> Iterator[str]:
    """What a log must record, so that the obligation can be judged under each reading."""
    purposes: dict[str, dict[str, list[str]]] = {}
    types = agreement.column_types()
    for _, rule in obligation.rules():
        for activity in rule.activities():
            purposes.setdefault(activity, {})
        for use in rule.all_uses():
            for activity in use.activities:
                told = purposes[activity].setdefault(use.column, [])
                purpose = use.purpose + (" (may be left out)" if use.optional else "")
                if purpose not in told:
                    told.append(purpose)
    for activity, columns in purposes.items():
        yield f"  Log: rows of {activity} ({agreement.activities[activity].title}), each with its date"
        for column, told in columns.items():
            if column != "date":
                yield f"    {column} ({types.get(column, 'text')}): {'; '.join(told)}"


def _wrap(line: str, width: int) -> list[str]:
    """A line at the terminal's width, its continuation indented a little more."""
    import textwrap

    indent = len(line) - len(line.lstrip())
    wrapped = textwrap.wrap(
        line, width, subsequent_indent=" " * (indent + 2), break_on_hyphens=False, break_long_words=False
    )
    return wrapped or [""]
