"""Annotations of GitHub Actions: workflow commands that show what was found beside the lines that it is about.

GitHub shows ten of a kind for each step and drops the rest without a word. So only the worst ten are written, and
how many there are besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mou_check.model.report import Entry, Place, Report, Weight
from mou_check.output import Look, inert

MOST = 10
# How many periods or rows of an obligation are spelled out.
_SHOWN = 3
# From the worst to the mildest.
_LEVELS = {"error": 0, "warning": 1, "notice": 2}
_OF_WEIGHT = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.NOTE: "notice"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message of one or several lines about a place."""

    level: str
    title: str
    lines: tuple[str, ...]
    place: Place | None = None

    def command(self, look: Look) -> str:
        """`::error file=agreements/x.yaml,line=3,col=5,title=Title::message`."""
        properties: dict[str, str | int | None] = {}
        if self.place:
            properties["file"] = look.in_repository(self.place.file)
            properties |= {"line": self.place.line, "col": self.place.column}
        properties["title"] = self.title
        told = ",".join(f"{name}={_escaped(str(v), ':,')}" for name, v in properties.items() if v is not None)
        # A line that is left empty would end the annotation's paragraph.
        return f"::{self.level} {told}::{_escaped(chr(10).join(inert(line) for line in self.lines if line))}"


def render(report: Report, look: Look) -> str:
    """A line for each of the worst ten, errors first, and one that says how many more there are."""
    found = sorted(_annotations(report), key=lambda a: _LEVELS[a.level])
    shown = found[:MOST]
    if len(found) > MOST:
        shown.append(
            Annotation("notice", f"mou-check {report.command}", (f"{len(found) - MOST} more. {report.summary}",))
        )
    return "".join(f"{annotation.command(look)}\n" for annotation in shown)


def _annotations(report: Report) -> Iterator[Annotation]:
    for problem in report.problems:
        level = "notice" if problem.level == "note" else problem.level
        yield Annotation(level, problem.code, (problem.message,), Place.of(problem))
    for entry in report.worst_first():
        if entry.pressing:
            yield Annotation(
                _OF_WEIGHT[entry.weight], f"{entry.verdict}: {entry.heading}", _told(report, entry), entry.place
            )


def _told(report: Report, entry: Entry) -> tuple[str, ...]:
    """What was asked and what was found, with the first few periods or rows."""
    asked = [] if entry.occurrences else [entry.message]
    asked += [f"{heading}: {told}" for heading, told in report.asked_and_found(entry)]
    shown = [o for o in entry.occurrences if o.verdict == entry.verdict]
    asked += [f"- {o.message}{f' ({o.rows[0]})' if o.rows else ''}" for o in shown[:_SHOWN]]
    more = [f"- and {len(shown) - _SHOWN} more"] if len(shown) > _SHOWN else []
    return (*asked, *more, *entry.notes[:_SHOWN])


def _escaped(text: str, more: str = "") -> str:
    """Text with nothing in it that the runner would read as the end of a property or of the command."""
    text = text if not more else inert(text)
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in text)
