"""The report of `diff`: an entry for each change, with the verdicts that it turns on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mou_check.model.changes import Change, DiffDocument, Effect, Flip, failing
from mou_check.model.report import Entry, Place, Report, Rule, Section, Weight, with_own_ids
from mou_check.model.words import day, listed, plural

_TAKES_AWAY = (Effect.WEAKENED, Effect.REMOVED, Effect.CHANGED)
_MEANINGS = {
    Effect.WEAKENED: "The new wording asks for less: what meets the old one meets the new one, and not the other way round.",
    Effect.REMOVED: "What was promised is promised no longer.",
    Effect.CHANGED: "Neither wording asks for all that the other does.",
    Effect.STRENGTHENED: "The new wording asks for more.",
    Effect.ADDED: "Something is promised that was not before.",
    Effect.REWORDED: "The words differ, and what is asked stays the same.",
}
_AMEND = (
    "A change that both parties agreed on is named under amendments in the agreement, with its obligation, key, old and "
    "new value; it then passes."
)


def report(document: DiffDocument) -> Report:
    """The report of a comparison."""
    return Report(
        command="diff",
        noun="change",
        tool=document.tool,
        exit_status=document.exit_status,
        summary=f"From {document.old} to {document.new}: {_counts(document.changes)}{_flipped(document.replay)}",
        headings={
            "verdict": "Effect",
            "title": "What",
            "expected": "Was",
            "actual": "Is",
            "message": "Change",
            "place": "Place",
        },
        sections=tuple(
            Section(
                name,
                name,
                _counts([c for c in document.changes if c.agreement == name]),
                tuple(_facts(document, name)),
            )
            for name in dict.fromkeys(c.agreement for c in document.changes)
        ),
        entries=with_own_ids(list(_entries(document))),
        rules=tuple(
            _rule(effect, fails=effect in failing(document.fail_on))
            for effect in Effect
            if any(c.effect is effect for c in document.changes)
        ),
        problems=document.problems,
    )


def _rule(effect: Effect, *, fails: bool) -> Rule:
    asked = f"{_MEANINGS[effect]} {_AMEND}" if effect in _TAKES_AWAY else _MEANINGS[effect]
    return Rule(effect, _weight(effect, fails=fails), effect, _MEANINGS[effect], asked)


def _weight(effect: Effect, *, fails: bool) -> Weight:
    if fails:
        return Weight.ERROR
    if effect is Effect.REWORDED:
        return Weight.FINE
    return Weight.WARNING if effect in _TAKES_AWAY else Weight.NOTE


def _counts(changes: tuple[Change, ...] | list[Change]) -> str:
    effects = Counter(c.effect for c in changes)
    allowed = sum(c.allowed_by is not None for c in changes)
    found = listed(f"{effects[e]} {e}" for e in Effect if effects[e]) or "nothing differs"
    return found + (f", of which {allowed} allowed by amendments" if allowed else "")


def _flipped(flips: tuple[Flip, ...]) -> str:
    whole = sum(f.of_obligation for f in flips)
    return f"; on the record {plural(whole, 'verdict')} of obligations flip" if flips else ""


def _entries(document: DiffDocument) -> Iterator[Entry]:
    fails = failing(document.fail_on)
    told: set[tuple[str, str | None]] = set()
    for change in document.changes:
        named = change.agreement, change.obligation
        # What turns on the record is told once, with the first change of the obligation.
        notes = () if named in told else tuple(_on_the_record(document, *named))
        told.add(named)
        yield _entry(change, fails=change.effect in fails and change.allowed_by is None, notes=notes)


def _entry(change: Change, *, fails: bool, notes: tuple[str, ...]) -> Entry:
    what = f"{change.obligation}.{change.key}" if change.obligation else change.key
    return Entry(
        id=f"{change.agreement}/{what}/{change.effect}",
        agreement=change.agreement,
        code=change.effect,
        verdict=change.effect,
        weight=_weight(change.effect, fails=fails),
        rank=list(Effect).index(change.effect),
        fails=fails,
        title=what,
        message=change.message,
        about=(change.obligation,) if change.obligation else (),
        expected=change.old,
        actual=change.new,
        place=Place(change.file, change.line, change.column),
        notes=notes,
        suppressed=f"allowed by an amendment: {change.allowed_by}" if change.allowed_by else None,
    )


def _on_the_record(document: DiffDocument, agreement: str, obligation: str | None) -> Iterator[str]:
    """The verdicts of an obligation that the change turns, the whole first, then its periods and rows."""
    flips = [f for f in document.replay if (f.agreement, f.obligation) == (agreement, obligation)]
    for flip in sorted(flips, key=lambda f: not f.of_obligation):
        old, new = flip.words
        yield f"on the record, {_part(flip)}{old} becomes {new}"
    for missed in document.misses:
        if (missed.agreement, missed.obligation) == (agreement, obligation):
            yield f"on the record, {plural(missed.old, 'miss')} under the old wording, {missed.new} under the new one"


def _part(flip: Flip) -> str:
    """The period or row that turns: `Mar 2025, North: `, `3 Mar 2025, row 12 of log.csv: `."""
    if flip.of_obligation or flip.from_ is None:
        return ""
    days = day(flip.from_) if flip.to in (None, flip.from_) else f"{day(flip.from_)} to {day(flip.to or flip.from_)}"
    row = str(Place(flip.file, row=flip.row)) if flip.file and flip.row else None
    return ", ".join(part for part in (flip.label or days, flip.group, row) if part) + ": "


def _facts(document: DiffDocument, agreement: str) -> Iterator[str]:
    """On which record the two wordings were tried, or why on none."""
    for tried in document.replayed or ():
        if tried.agreement == agreement:
            if tried.why_not:
                yield f"Not tried on the record: {tried.why_not}."
            elif tried.logs:
                as_of = f", as of {day(tried.as_of)}" if tried.as_of else ""
                yield f"Tried on {listed(tried.logs)}{as_of}."
