"""What stands in the cells of the table."""

from __future__ import annotations

import textwrap

from rich.text import Text

from mou_check.model.results import ObligationResult
from mou_check.output import inert


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
