"""What a change does to the promises, for people: the changes, worst first, and what they turn on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from mou_check.model.changes import Change, DiffDocument, Effect, Flip, Misses, Replayed
from mou_check.model.results import Window
from mou_check.model.verdicts import Verdict
from mou_check.model.words import day, figure, listed, plural
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
# How long values may be that stand beside the key; longer ones are for -v, for the sentence has what matters of them.
_BESIDE = 60


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
            _change(paper, change, document, look)
        if len(shown) < len(changes):
            paper.line(
                Text(f"{plural(len(changes) - len(shown), 'wording')} without effect (-v shows them)", style="dim")
            )
    if document.changes:
        _record(paper, document, look)
    paper.console.print()
    paper.console.print(Text(_summary(document), style="bold"))
    return paper.text()


def _change(paper: Paper, change: Change, document: DiffDocument, look: Look) -> None:
    text = Text(change.effect.value, style=_STYLES[change.effect])
    name = change.obligation or change.key
    if change.obligation and change.key not in ("added", "removed"):
        name = f"{change.obligation}.{change.key}"
    text.append(f"  {inert(name)}", style="bold")
    values = f"from {_value(change.old)} to {_value(change.new)}"
    beside = change.effect is not Effect.REWORDED and name != change.obligation and len(values) <= _BESIDE
    if beside:
        text.append(f"  {inert(values)}")
    text.append(f"  [{inert(_places(change, document))}]", style="dim")
    paper.line(text)
    paper.line(inert(change.message), 4)
    if look.verbose and not beside and (change.old or change.new):
        paper.line(Text(inert(f"from {_value(change.old)}"), style="dim"), 4)
        paper.line(Text(inert(f"to {_value(change.new)}"), style="dim"), 4)
    if change.allowed_by:
        paper.line(Text(f"allowed by an amendment: {inert(change.allowed_by)}", style="blue"), 4)


def _value(value: str | None) -> str:
    return f'"{value}"' if value is not None else "nothing"


def _places(change: Change, document: DiffDocument) -> str:
    """Where it is, and where it was; which revisions these are stands above the report."""
    file, old = change.file.removeprefix(f"{document.new}:"), change.old_place
    if old is None:
        return f"{file}:{change.line}:{change.column}"
    was = old.file.removeprefix(f"{document.old}:")
    if change.effect is Effect.REMOVED:
        return f"{was}:{old.line}:{old.column}{'' if was == old.file else f' in {document.old}'}"
    return f"{file}:{change.line}:{change.column}, was at {'' if was == file else f'{was}:'}{old.line}:{old.column}"


# --- the record


def _record(paper: Paper, document: DiffDocument, look: Look) -> None:
    paper.heading("On the record")
    if document.replayed is None:
        paper.line("not looked at: the words alone were compared (--no-replay)")
        return
    misses = {(m.agreement, m.obligation): m for m in document.misses}
    for replayed in document.replayed:
        paper.line(Text(inert(_looked_at(replayed))))
        flips = [f for f in document.replay if f.agreement == replayed.agreement]
        if not flips and replayed.why_not is None:
            paper.line("no verdict differs", 4)
        for obligation, group in groupby(flips, key=lambda f: f.obligation):
            _flips(paper, obligation, list(group), misses.get((replayed.agreement, obligation)), look)
    if not document.replayed:
        paper.line("nothing to judge: no promise differs of an agreement that is on both sides")


def _looked_at(replayed: Replayed) -> str:
    """What an agreement was judged on, or why it was not."""
    if replayed.why_not is not None:
        return f"{replayed.agreement}: not judged, {replayed.why_not}"
    old, new = _days(replayed.old_window), _days(replayed.new_window)
    days = new if old == new else f"{old} under the old wording, {new} under the new one"
    as_of = f", as of {day(replayed.as_of)}" if replayed.as_of else ""
    return f"{replayed.agreement}: {listed(replayed.logs)}, {days}{as_of}"


def _days(window: Window | None) -> str:
    return f"{day(window.from_)} to {day(window.to)}" if window else "no day"


def _flips(paper: Paper, name: str, flips: Sequence[Flip], misses: Misses | None, look: Look) -> None:
    text = Text(inert(name), style="bold")
    for flip in flips:
        if flip.of_obligation:
            text.append(": ", style="not bold")
            text.append_text(_turn(flip))
    paper.line(text, 4)
    if misses:
        paper.line(f"{plural(misses.old, 'miss')} under the old wording, {figure(misses.new)} under the new one", 6)
    parts = [f for f in flips if not f.of_obligation]
    for flip in parts if look.verbose else parts[:_SHOWN]:
        paper.line(Text(f"- {inert(_part(flip))}: ").append_text(_turn(flip)), 6)
    if len(parts) > _SHOWN and not look.verbose:
        paper.line(Text(f"and {len(parts) - _SHOWN} more (-v shows all)", style="dim"), 6)


def _part(flip: Flip) -> str:
    """A period by its name, a row by its day and place."""
    if flip.label is None and flip.from_:
        place = f", row {flip.row} of {flip.file}" if flip.row else ""
        return f"{day(flip.from_)}{f', {flip.group}' if flip.group else ''}{place}"
    return f"{flip.label}{f', {flip.group}' if flip.group else ''}"


def _turn(flip: Flip) -> Text:
    old, new = (_verdict(verdict, words) for verdict, words in zip((flip.old, flip.new), flip.words, strict=True))
    return Text("").append_text(old).append(" becomes ", style="not bold").append_text(new)


def _verdict(verdict: Verdict | None, words: str) -> Text:
    return verdict_text(verdict) if verdict else Text(words, style="dim")


def _summary(document: DiffDocument) -> str:
    effects = Counter(c.effect for c in document.changes)
    counts = listed(f"{effects[e]} {e}" for e in Effect if effects[e]) or "Nothing differs"
    allowed = f", of which {document.summary.allowed} allowed by amendments" if document.summary.allowed else ""
    judged = any(r.why_not is None for r in document.replayed or ())
    flips = f"; {plural(document.summary.flips, 'obligation')} with another verdict on the record" if judged else ""
    return f"{counts}{allowed}{flips}"
