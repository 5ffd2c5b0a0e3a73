"""What is wrong with files, for people: file by file, each problem on a line of its own, and a summary last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from mou_check.model.lint import LintFinding
from mou_check.model.problems import Problem
from mou_check.model.validation import CheckedFile, ValidationDocument
from mou_check.output import Look, inert
from mou_check.output.problem_lines import excerpt_of, place_of
from mou_check.output.terminal import Paper

_STYLES = {"error": "bold red", "warning": "bold yellow", "hint": "cyan"}


def render(document: ValidationDocument, look: Look) -> str:
    """The whole report: only what is wrong, or with `look.verbose` every file and the hints too."""
    paper = Paper(look)
    findings = [f for f in document.findings if look.verbose or f.level != "hint"]
    for problem in document.problems:
        if problem.file is None:
            _tell(paper, problem)
    for file in document.files:
        if look.verbose:
            _whole_line(paper, _verdict(file))
        _tell_all(paper, file, document.problems, findings)
    if findings:
        paper.console.print(Text("mou-check explain CODE says what to do about a warning or a hint.", style="dim"))
    hidden = "" if len(findings) == len(document.findings) else " (-v shows them)"
    paper.console.print(Text(f"{document.summary}{hidden}", style="bold"))
    return paper.text()


def _verdict(file: CheckedFile) -> Text:
    word, level = ("wrong", "error") if file.errors else ("doubtful", "warning")
    text = Text("valid", style="green") if file.valid else Text(word, style=_STYLES[level])
    return text.append(f"  {inert(file.path)} ({file.what})", style="default")


def _tell_all(paper: Paper, file: CheckedFile, problems: Sequence[Problem], findings: Sequence[LintFinding]) -> None:
    """Every problem and finding of a file, in its order."""
    own: list[Problem | LintFinding] = [p for p in problems if p.file == file.path]
    own += [f for f in findings if f.file == file.path]
    for found in sorted(own, key=lambda each: each.line or 0):
        _tell(paper, found)


def _tell(paper: Paper, found: Problem | LintFinding) -> None:
    if isinstance(found, Problem):
        place, excerpt = place_of(found), excerpt_of(found)
    else:
        place, excerpt = f"{inert(found.file)}:{found.line}:{found.column}", []
    text = Text(f"{place}: " if place else "")
    text.append(found.level, style=_STYLES.get(found.level, "default")).append(
        f": {inert(found.message)} [{found.code}]"
    )
    _whole_line(paper, text)
    for line in excerpt:
        _whole_line(paper, Text(line, style="dim"))


def _whole_line(paper: Paper, text: Text) -> None:
    """A line that is not broken, so that a caret stays under its place and an editor finds the file."""
    paper.console.print(text, soft_wrap=True)
