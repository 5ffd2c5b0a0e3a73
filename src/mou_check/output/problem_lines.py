"""How a problem is told on a line of its own: `agreements/x.yaml:3:5: error: what is wrong [code]`."""

from __future__ import annotations

from mou_check.model.problems import Problem
from mou_check.output import inert


def place_of(problem: Problem) -> str:
    """Where a problem is; empty for a problem of the command."""
    place = inert(problem.file or "")
    if problem.row is not None:
        place += f", row {problem.row} (line {problem.line})"
        return place + (f", column {inert(str(problem.column))}" if problem.column else "")
    if problem.line is not None:
        place += f":{problem.line}" + (f":{problem.column}" if isinstance(problem.column, int) else "")
    return place


def excerpt_of(problem: Problem) -> list[str]:
    """The line of the file with a caret under the place, indented."""
    return [f"    {inert(line)}" for line in problem.excerpt.split("\n")] if problem.excerpt else []


def lines_of(problem: Problem) -> list[str]:
    """Place, level, message and code, and what stands at the place."""
    told = f"{place_of(problem)}: {problem.level}: {inert(problem.message)} [{problem.code}]"
    return [told.removeprefix(": "), *excerpt_of(problem)]
