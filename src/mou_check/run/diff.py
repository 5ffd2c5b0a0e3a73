"""One run of `diff`: two sides -> what changed, and what that does to the verdicts on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mou_check import __version__
from mou_check.changes import changes, matched, only_on_one_side
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.decisions import load_assessments, load_settlements
from mou_check.load.finding import Loaded, logs_by_agreement
from mou_check.load.sides import SideOfDiff, two_sides
from mou_check.model.changes import Change, DiffDocument, DiffSummary, Effect, Flip, Misses, failing
from mou_check.model.options import Options
from mou_check.model.results import AgreementResult, ObligationResult, Tool
from mou_check.model.verdicts import Verdict
from mou_check.run import EXIT_WRONG, judge
from mou_check.run.prepare import Decisions, make_ready


def diff(words: tuple[str, ...], options: Options, *, replay: bool = True) -> DiffDocument:
    """Compare the two sides that `words` name; with `replay` judge the record under both.

    Raises `RevisionError` with a sentence when a side is not there.
    """
    with two_sides(words, options.folder, options.today, options.project) as (old, new):
        problems = [*old.problems, *new.problems]
        wrong = any(p.level == "error" for p in problems)
        # What does not load cannot be compared, and half a comparison would let changes pass unseen.
        found = [] if wrong else list(_compare(old, new))
        flips, misses = _replay(old, new, options) if replay and not wrong else ([], [])
    found = _turning(found, flips)
    status = EXIT_WRONG if wrong else int(_fails(found, options.fail_on))
    effects = Counter(c.effect for c in found)
    summary = DiffSummary(
        **{e.value: effects[e] for e in Effect}, allowed=sum(c.allowed_by is not None for c in found), flips=len(flips)
    )
    return DiffDocument(
        1, Tool("mou-check", __version__), old.name, new.name, status, options.fail_on, tuple(found), tuple(flips), tuple(misses), summary, tuple(problems),
    )  # fmt: skip


def _fails(found: Sequence[Change], fail_on: str) -> bool:
    effects = failing(fail_on)
    return any(c.effect in effects and c.allowed_by is None for c in found)


def _compare(old: SideOfDiff, new: SideOfDiff) -> Iterator[Change]:
    before, after = old.versions(), new.versions()
    for agreement, (_, version) in after.items():
        if agreement in before:
            yield from changes(before[agreement][1], version)
        else:
            yield only_on_one_side(version, Effect.ADDED)
    for agreement, (_, version) in before.items():
        if agreement not in after:
            yield only_on_one_side(version, Effect.REMOVED)


def _turning(found: list[Change], flips: Sequence[Flip]) -> list[Change]:
    """A change whose fields look neutral, and which turns verdicts all the same, is `changed`."""
    turned = Counter((f.agreement, f.obligation) for f in flips)
    told = {(c.agreement, c.obligation) for c in found if c.effect is not Effect.REWORDED}
    result = []
    for change in found:
        number = turned[change.agreement, change.obligation or ""]
        if change.effect is Effect.REWORDED and number and (change.agreement, change.obligation) not in told:
            message = f"{change.message}; on the record it turns {number} all the same"
            change = replace(change, effect=Effect.CHANGED, message=message)
        result.append(change)
    return result


# --- the record under both wordings


def _replay(old: SideOfDiff, new: SideOfDiff, options: Options) -> tuple[list[Flip], list[Misses]]:
    """Every verdict that differs between the two sides, judged on the same logs, and how many misses there are."""
    flips: list[Flip] = []
    misses: list[Misses] = []
    before, after = old.versions(), new.versions()
    both = [name for name in after if name in before]
    logs = _logs(new, options)
    loader = LogLoader()
    was = _judged(old, new, [before[n][0] for n in both], logs, options, loader)
    now = _judged(new, new, [after[n][0] for n in both], logs, options, loader)
    for name in both:
        if name in was and name in now:
            pairs = matched(before[name][1].agreement, after[name][1].agreement)
            files = ", ".join(log.file for log in now[name].logs)
            for obligation in now[name].obligations:
                if obligation.id in pairs:
                    earlier = was[name].obligations[pairs[obligation.id]]
                    flips += _flips(name, files, earlier, obligation)
                    missed, misses_now = _missed(earlier), _missed(obligation)
                    misses += [Misses(name, obligation.id, missed, misses_now)] if missed != misses_now else []
    return flips, misses


def _logs(new: SideOfDiff, options: Options) -> dict[str, list[Path]]:
    """The logs of the new side's agreements: those of options, else those of the project as it is now."""
    found = logs_by_agreement(options, Loaded(new.home, new.loaded.agreements))
    return {name: files for name, files in found.items() if files}


def _judged(
    side: SideOfDiff, new: SideOfDiff, agreements: Sequence[LoadedAgreement], logs: Mapping[str, list[Path]], options: Options,
    loader: LogLoader,
) -> dict[str, AgreementResult]:  # fmt: skip
    """The agreements of one side on the logs: what is declared of these as it is now, the lists as the side has them."""
    settings = new.home.settings.model_copy(update={"lists": side.loaded.project.settings.lists})
    loaded = Loaded(replace(new.home, settings=settings), [a for a in agreements if a.agreement.id in logs])
    decisions = Decisions(load_settlements(options.settled, loaded), load_assessments(options.assessments, loaded), {})
    ready = make_ready(loaded, logs, options, decisions, loader)
    return {one.case.agreement.id: judge(one, loaded) for one in ready}


def _missed(obligation: ObligationResult) -> int:
    return sum(n for verdict, n in obligation.tally.items() if verdict.missed)


def _flips(agreement: str, log: str, was: ObligationResult, now: ObligationResult) -> Iterator[Flip]:
    if was.verdict is not now.verdict:
        yield Flip(agreement, now.id, log, None, None, None, was.verdict, now.verdict)
    a, b = _by_part(was), _by_part(now)
    for part in sorted({**a, **b}, key=str):
        if a.get(part) is not b.get(part):
            first, last, group, _ = part
            yield Flip(agreement, now.id, log, first, last, group, a.get(part), b.get(part))


Part = tuple[date | None, date | None, str | None, str | None]


def _by_part(obligation: ObligationResult) -> dict[Part, Verdict]:
    """The verdict of every period, and of every row that is a finding."""
    parts: dict[Part, Verdict] = {(p.from_, p.to, p.group, None): p.verdict for p in obligation.periods}
    for finding in obligation.findings:
        if finding.row is not None:
            parts[finding.from_, finding.to, finding.group, f"{finding.file}:{finding.row}"] = finding.verdict
    return parts
