"""What stands in the cells of the table."""

from __future__ import annotations

import textwrap

from rich.text import Text

from mou_check.model.results import ObligationResult, Tally
from mou_check.model.verdicts import Verdict
from mou_check.model.words import figure
from mou_check.output import inert


def actual(obligation: ObligationResult) -> str:
    """What was found, in few words: the number where there is one period, else how many were met and missed."""
    settled = [p for p in obligation.periods if p.verdict not in (Verdict.PENDING, Verdict.PARTIAL, Verdict.NOT_DUE)]
    if (
        len(settled) == 1
        and isinstance(settled[0].actual, (int, float))
        and isinstance(settled[0].required, (int, float))
    ):
        unit = " %" if settled[0].unit == "%" else ""
        return f"{figure(settled[0].actual)} of {figure(settled[0].required)}{unit}"
    if Verdict.NO_DATA in obligation.tally and len(obligation.tally) == 1 and not obligation.periods:
        rows = sum(f.row is not None for f in obligation.findings)
        return f"{rows} cannot be told" if rows else "cannot be told"
    return tally_in_words(obligation.tally) if obligation.tally or obligation.kind != "never" else "none found"


def tally_in_words(tally: Tally) -> str:
    """How many periods or rows were missed, met and so on."""
    missed = sum(n for v, n in tally.items() if v.missed)
    parts = [f"{figure(missed)} missed"] if missed else []
    parts += [f"{figure(n)} {v}" for v, n in tally.items() if not v.missed]
    return ", ".join(parts) or "nothing due"


def name_cell(obligation: ObligationResult, width: int) -> Text:
    """Title and id, beside each other where they fit; a long id breaks after a hyphen, never within a word."""
    title = inert(obligation.title)
    name = Text(title)
    same_line = len(title) + 1 + len(obligation.id) <= width
    return name.append((" " if same_line else "\n") + "\n".join(textwrap.wrap(obligation.id, width)), style="dim")


def clauses_cell(obligation: ObligationResult, width: int) -> Text:
    """The clauses beside each other where they fit, else one on each line."""
    clauses = [inert(clause) for clause in obligation.clauses]
    beside = ", ".join(clauses)
    return Text(beside if len(beside) <= width else "\n".join(clauses))
