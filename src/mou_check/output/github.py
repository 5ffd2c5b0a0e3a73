"""Annotations of GitHub Actions: workflow commands that show what was found beside the lines that it is about.

GitHub shows ten of a kind for each step and drops the rest without a word, so the worst ten are written, and how
many there are besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mou_check.model.problems import Problem
from mou_check.model.report import Entry, Place, Report, Weight
from mou_check.model.words import capital
from mou_check.output import Look, inert

MOST = 10
# How many periods or rows of an obligation are spelled out.
_SHOWN = 3
_LEVELS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.NOTE: "notice"}
_PROBLEM_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
# From the worst to the mildest.
_ORDER = ("error", "warning", "notice")


def render(report: Report, look: Look) -> str:
    """One line for each of the worst ten, and one that says how many more there are."""
    found = sorted(_annotations(report, look), key=lambda a: _ORDER.index(a[0]))
    lines = [_command(*each) for each in found[:MOST]]
    if len(found) > MOST:
        more = f"{len(found) - MOST} more: {report.summary}"
        lines.append(_command("notice", more, title=f"mou-check {report.command}"))
    return "".join(f"{line}\n" for line in lines)


Annotation = tuple[str, str, str, str, Place | None]


def _annotations(report: Report, look: Look) -> Iterator[Annotation]:
    for problem in report.problems:
        yield _PROBLEM_LEVELS[problem.level], inert(problem.message), problem.code, "", _place(problem, look)
    for entry in report.worst_first():
        if entry.pressing:
            title = f"{entry.verdict}: {entry.title}"
            yield _LEVELS[entry.weight], _message(entry), title, look.in_repository(entry.place.file) if entry.place else "", entry.place


def _command(level: str, message: str, title: str, file: str = "", place: Place | None = None) -> str:
    """`::error file=agreements/x.yaml,line=3,col=5,title=Title::message`."""
    ...


def _message(entry: Entry) -> str: ...


def _place(problem: Problem, look: Look) -> Place | None: ...


__all__: Sequence[str] = ()
