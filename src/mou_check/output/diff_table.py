"""What a change does to the promises, for people: the changes, worst first, and what they turn on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from mou_check.model.changes import Change, DiffDocument, Effect, Flip, Misses
from mou_check.model.verdicts import Verdict
from mou_check.model.words import day, listed, plural
from mou_check.output import Look, inert
from mou_check.output.terminal import Paper, verdict_text

_STYLES = {
    Effect.WEAKENED: "bold red",
    Effect.REMOVED: "bold red",
    Effect.CHANGED: "bold yellow",
    Effect.STRENGTHENED: "green",
    Effect.ADDED: "green",
    Effect.REWORDED: "dim",
}
# How many periods and rows of an obligation are spelled out unless -v asks for all.
_SHOWN = 8


def render(document: DiffDocument, look: Look) -> str:
    """The whole report."""
    paper = Paper(look)
    paper.console.print(Text(f"From {inert(document.old)} to {inert(document.new)}", style="bold"))
    ranks = list(Effect)
    for agreement, group in groupby(document.changes, key=lambda c: c.agreement):
        changes = sorted(group, key=lambda c: ranks.index(c.effect))
        shown = [c for c in changes if look.verbose or c.effect is not Effect.REWORDED]
        paper.heading(agreement)
        for change in shown:
            _change(paper, change)
        if len(shown) < len(changes):
            paper.line(
                Text(f"{plural(len(changes) - len(shown), 'wording')} without effect (-v shows them)", style="dim")
            )
    if document.replay:
        paper.heading("On the record")
        misses = {(m.agreement, m.obligation): m for m in document.misses}
        by_obligation = sorted(document.replay, key=lambda f: (f.agreement, f.obligation))
        for named, flips in groupby(by_obligation, key=lambda f: (f.agreement, f.obligation)):
            _flips(paper, "/".join(named), list(flips), misses.get(named), look)
    paper.console.print()
    paper.console.print(Text(_summary(document), style="bold"))
    return paper.text()


def _change(paper: Paper, change: Change) -> None:
    text = Text(change.effect.value, style=_STYLES[change.effect])
    name = f"{change.obligation}.{change.key}" if change.obligation else change.key
    text.append(f"  {inert(name)}", style="bold")
    text.append(f" [{inert(change.file)}:{change.line}:{change.column}]", style="dim")
    paper.line(text)
    paper.line(inert(change.message), 4)
    if change.allowed_by:
        paper.line(Text(f"allowed by an amendment: {inert(change.allowed_by)}", style="blue"), 4)


def _flips(paper: Paper, name: str, flips: Sequence[Flip], misses: Misses | None, look: Look) -> None:
    whole = [f for f in flips if f.from_ is None]
    parts = [f for f in flips if f.from_ is not None]
    text = Text(name, style="bold")
    for flip in whole:
        text.append(": ", style="not bold")
        text.append_text(_verdict(flip.old))
        text.append(" becomes ", style="not bold")
        text.append_text(_verdict(flip.new))
    paper.line(text)
    if misses:
        paper.line(
            f"under the new wording the {plural(misses.old, 'miss')} become{'s' * (misses.old == 1)} {misses.new}", 4
        )
    for flip in parts if look.verbose else parts[:_SHOWN]:
        days = day(flip.from_) if flip.from_ == flip.to and flip.from_ else f"{flip.from_} to {flip.to}"
        line = Text(f"- {days}{f', {inert(flip.group)}' if flip.group else ''}: ")
        line.append_text(_verdict(flip.old)).append(" becomes ").append_text(_verdict(flip.new))
        paper.line(line, 4)
    if len(parts) > _SHOWN and not look.verbose:
        paper.line(Text(f"and {len(parts) - _SHOWN} more (-v shows all)", style="dim"), 4)


def _verdict(verdict: Verdict | None) -> Text:
    return verdict_text(verdict) if verdict else Text("no finding", style="dim")


def _summary(document: DiffDocument) -> str:
    effects = Counter(c.effect for c in document.changes)
    counts = listed(f"{effects[e]} {e}" for e in Effect if effects[e]) or "nothing differs"
    allowed = f", of which {document.summary.allowed} allowed by amendments" if document.summary.allowed else ""
    whole = sum(f.from_ is None for f in document.replay)
    return f"{counts}{allowed}; {plural(whole, 'verdict')} of obligations flip on the record"
