"""Examples and how they ended, for people: a line for each, why a verdict is another one, and a summary last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from mou_check.model.examples import ExampleResult, ExamplesDocument, Untested
from mou_check.output import Look, inert
from mou_check.output.phrases import reviewed
from mou_check.output.terminal import Paper, verdict_text

_STATUS = {"ok": ("ok", "green"), "failed": ("FAILED", "bold red"), "not-run": ("NOT RUN", "bold magenta")}
_INDENT = max(len(word) for word, _ in _STATUS.values()) + 2


def render(document: ExamplesDocument, look: Look) -> str:
    """The whole report; with `look.verbose` also the obligations without an example."""
    paper = Paper(look)
    for agreement in document.agreements:
        examples = [e for e in document.examples if e.agreement == agreement.id]
        untested = [u for u in document.untested if u.agreement == agreement.id] if look.verbose else []
        if examples or untested:
            paper.console.print(Text(inert(f"{agreement.title} ({agreement.id})"), style="bold"))
            for example in examples:
                _example(paper, example)
            _untested(paper, untested)
            paper.console.print()
    names = " (-v names them)" if document.untested and not look.verbose else ""
    paper.console.print(Text(f"{document.summary}{names}", style="bold"))
    return paper.text()


def _example(paper: Paper, example: ExampleResult) -> None:
    word, style = _STATUS[example.status]
    text = Text(f"{word:<{_INDENT}}", style=style)
    text.append(f"{example.obligation} {example.number}", style="bold")
    text.append(inert(f": {example.says}" if example.says else ""), style="not bold")
    text.append(f" [{inert(example.place.file)}:{example.place.line}]", style="dim")
    paper.console.print(text, soft_wrap=True)
    if example.status != "failed":
        return
    assert example.actual
    verdicts = Text("expected ").append_text(verdict_text(example.expected))
    paper.line(
        verdicts.append(", found ").append_text(verdict_text(example.actual)).append(f"; {reviewed(example)}"), _INDENT
    )
    for reason in example.why:
        line = Text(f"- {inert(reason.message)}")
        if reason.row:
            line.append(f" [row {reason.row}, line {reason.line}]", style="dim")
        paper.line(line, _INDENT)


def _untested(paper: Paper, untested: Sequence[Untested]) -> None:
    if untested:
        paper.heading("Without an example")
    for each in untested:
        text = Text(f"{inert(each.title)} ({each.obligation})")
        paper.line(text.append(f" [{inert(each.place.file)}:{each.place.line}]", style="dim"))
