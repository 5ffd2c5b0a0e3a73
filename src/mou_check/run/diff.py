"""One run of `diff`: two sides -> what changed, and what that does to the verdicts on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mou_check import __version__
from mou_check.changes import READ_BY_ALL, changes, idle_amendments, only_on_one_side
from mou_check.changes.obligations import TOLD
from mou_check.changes.versions import SAYS, Versions
from mou_check.load.revisions import RevisionError
from mou_check.load.sides import agreements_of_both, two_sides
from mou_check.model.changes import Change, DiffDocument, DiffSummary, Effect, Flip, failing
from mou_check.model.options import Options
from mou_check.model.orders import Order
from mou_check.model.problems import Problem
from mou_check.model.results import Tool
from mou_check.model.words import plural
from mou_check.run import EXIT_WRONG
from mou_check.run.replay import Differing, Record, replay


def diff(words: Sequence[str], options: Options, *, on_record: bool = True) -> DiffDocument:
    """Compare the two sides that `words` name; with `on_record` judge the record under both wordings of what differs.

    Raises `RevisionError` with a sentence when a side is not there.
    """
    found: list[Change] = []
    differing: list[Differing] = []
    record = Record()
    with two_sides(words, options) as (old, new):
        if not old.loaded.agreements and not new.loaded.agreements and not (old.problems or new.problems):
            raise RevisionError(f"there are no agreements at {old.name} and none at {new.name}")
        problems = list(dict.fromkeys([*old.problems, *new.problems]))
        # What does not load cannot be compared, and half a comparison would let changes pass unseen.
        compared = not any(p.level == "error" for p in problems)
        for was, now in agreements_of_both(old, new) if compared else ():
            if was and now:
                both = old.version(was), new.version(now)
                differences = changes(*both)
                found += differences
                problems += idle_amendments(Versions(*both), differences)
                differing += [Differing(was, both[0], now, both[1], differences)] if differences else []
            elif now:
                found.append(only_on_one_side(new.version(now), Effect.ADDED))
            elif was:
                found.append(only_on_one_side(old.version(was), Effect.REMOVED))
        if on_record and differing:
            record = replay(differing, new.home, new.loaded.agreements, options)
        inputs = dict.fromkeys([*old.inputs, *new.inputs, *record.inputs])
    problems += record.problems
    found = _turning(found, record.flips)
    effects = Counter(c.effect for c in found)
    summary = DiffSummary(
        **{e.value: effects[e] for e in Effect},
        allowed=sum(c.allowed_by is not None for c in found),
        flips=sum(f.of_obligation and None not in (f.old, f.new) for f in record.flips),
    )
    return DiffDocument(
        1, Tool("mou-check", __version__), old.name, new.name, _status(found, problems, options.fail_on), options.fail_on, tuple(inputs), compared,
        tuple(found), tuple(record.replayed) if on_record else None, tuple(record.flips), tuple(record.misses), summary, tuple(problems),
    )  # fmt: skip


def _status(found: Sequence[Change], problems: Sequence[Problem], fail_on: str) -> int:
    """2 when an input is wrong, a log too: what it hides could turn a wording into a change. Else 1 when a change fails."""
    if any(p.level == "error" for p in problems):
        return EXIT_WRONG
    effects = failing(fail_on)
    return int(any(c.effect in effects and c.allowed_by is None for c in found))


def _turning(found: Sequence[Change], flips: Sequence[Flip]) -> list[Change]:
    """A change that looks like a wording, and turns verdicts all the same, is `changed`.

    Of several it is those that a rule could read; what is told outside the obligations counts where it has none itself.
    """
    turned = Counter((f.agreement, f.obligation) for f in flips)
    suspects: dict[int, int] = {}
    for (agreement, obligation), number in turned.items():
        own = [i for i, c in enumerate(found) if c.agreement == agreement and c.obligation == obligation]
        around = [i for i, c in enumerate(found) if c.agreement == agreement and c.key.startswith(READ_BY_ALL)]
        if any(found[i].effect is not Effect.REWORDED for i in (*own, *around)):
            continue
        for i in [i for i in own if found[i].key not in TOLD] or around or own:
            suspects[i] = suspects.get(i, 0) + number
    return [_changed(c, suspects[i]) if i in suspects else c for i, c in enumerate(found)]


def _changed(change: Change, number: int) -> Change:
    what = change.message.removesuffix(f": {SAYS[Order.SAME]}")
    message = f"{what}: it looks like a wording, and turns {plural(number, 'verdict')} on the record"
    return replace(change, effect=Effect.CHANGED, message=message)
