"""The record judged under both wordings of agreements: which verdicts a change turns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mou_check.agreement import Agreement
from mou_check.changes import READ_BY_ALL, Version, new_names
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.decisions import load_assessments, load_settlements
from mou_check.load.finding import Loaded, logs_by_agreement
from mou_check.load.project import Project
from mou_check.model.changes import Change, Flip, Misses, Replayed
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult, Finding, Input, ObligationResult, PeriodResult
from mou_check.run import judge
from mou_check.run.prepare import Decisions, Ready, make_ready

# What two versions and one set of declarations cannot both fit: no fault of a file.
_NO_FAULT = ("bad-reference", "empty-window")
# What is only said of a run that judges all.
_OF_A_WHOLE_RUN = ("nothing-checked",)


class Differing(NamedTuple):
    """An agreement that differs: what was loaded of it, and the version that is compared, old and new; and the changes."""

    was: LoadedAgreement
    old: Version
    now: LoadedAgreement
    new: Version
    changes: Sequence[Change]

    def touched(self) -> Collection[str]:
        """The obligations whose verdict could turn, by their new ids: all of them where what all read differs."""
        if any(c.obligation is None and c.key.startswith(READ_BY_ALL) for c in self.changes):
            return {o.id for version in (self.old, self.new) for o in version.agreement.obligations}
        return {c.obligation for c in self.changes if c.obligation}


@dataclass(slots=True)
class Record:
    """What the replay found."""

    replayed: list[Replayed] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)
    misses: list[Misses] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)


def replay(
    differing: Sequence[Differing], home: Project, agreements: Sequence[LoadedAgreement], options: Options
) -> Record:
    """Judge agreements on the logs of a project under both wordings, as that project declares things now.

    Only obligations that could turn are judged. `agreements` are all of the new side, so that each log finds its own.
    Assessments that name an obligation by its new id count for the old one too, and so do settled readings where the
    sides have none of their own. Waivers are left out: a miss that somebody lets pass is one.
    """
    record = Record()
    whole = Loaded(home, list(agreements), whole=False)
    logs = logs_by_agreement(options, whole)
    decisions = Decisions(load_settlements(options.settled, whole), load_assessments(options.assessments, whole), {})
    _tell(record, whole.problems)
    record.inputs += whole.inputs
    loader = LogLoader()
    for each in differing:
        files = logs.get(each.now.agreement.id)
        if not each.touched():
            continue
        if files:
            _agreement(record, each, _Judge(home, files, options, decisions, loader))
        else:
            record.replayed.append(Replayed(each.now.agreement.id, (), None, None, None, "no log of it was found"))
    return record


def _tell(record: Record, problems: Iterable[Problem]) -> None:
    """Note problems, once each; what is no fault of a file only as a warning."""
    for problem in problems:
        known = replace(problem, level="warning") if problem.code in _NO_FAULT else problem
        if known not in record.problems and known.code not in _OF_A_WHOLE_RUN:
            record.problems.append(known)


def _of_both(old: Sequence[Problem], new: Sequence[Problem]) -> Iterator[Problem]:
    """The problems of both judgings: what both have once, the rest with the wording that brings it."""
    for name, problems, others in (("new", new, old), ("old", old, new)):
        known = set(map(_what, others))
        for problem in problems:
            if _what(problem) not in known:
                yield replace(problem, message=f"under the {name} wording {problem.message}")
            elif name == "new":
                yield problem


def _what(problem: Problem) -> tuple[str | int | None, ...]:
    """What a problem is about, wherever the version of the agreement stands that brings it."""
    return problem.code, problem.message, problem.row


@dataclass(frozen=True, slots=True)
class _Judge:
    """What an agreement is judged on, whichever its wording."""

    home: Project
    files: Sequence[Path]
    options: Options
    decisions: Decisions
    loader: LogLoader

    def ready(
        self, loaded: LoadedAgreement, version: Version, names: Mapping[str, str], only: Collection[str]
    ) -> tuple[Ready | None, Loaded]:
        """Some obligations of a version with its own lists and settled readings, and the log. `names`: what obligations are
        called now. What is wrong is in what was loaded."""
        agreement = loaded.agreement
        obligations = tuple(o for o in agreement.obligations if o.id in only)
        some = replace(loaded, agreement=agreement.model_copy(update={"obligations": obligations}), whole=agreement)
        settings = self.home.settings.model_copy(update={"lists": {agreement.id: dict(version.lists)}})
        one = Loaded(replace(self.home, settings=settings), [some], whole=False)
        decisions = self.decisions
        if version.settled is not None:
            settled = [replace(s, obligation=names.get(s.obligation, s.obligation)) for s in version.settled]
            decisions = replace(decisions, settled={agreement.id: settled})
        found = make_ready(one, {agreement.id: list(self.files)}, self.options, decisions, self.loader)
        return next(iter(found), None), one


def _agreement(record: Record, each: Differing, judge_on: _Judge) -> None:
    touched = each.touched()
    names = new_names(each.old.agreement, each.new.agreement)
    was, loaded_was = judge_on.ready(replace(each.was, agreement=_with_names(each, names)), each.old, names, touched)
    now, loaded_now = judge_on.ready(each.now, each.new, {}, touched)
    before = after = None
    if was and now:
        as_of = max(was.as_of, now.as_of)  # one record, known up to one day
        before, after = (judge(replace(r, as_of=as_of), on) for r, on in ((was, loaded_was), (now, loaded_now)))
    _tell(record, _of_both(loaded_was.problems, loaded_now.problems))
    record.inputs += loaded_now.inputs
    logs = tuple(judge_on.home.name(file) for file in judge_on.files)
    windows = was.window if was else None, now.window if now else None
    replayed = Replayed(each.now.agreement.id, logs, *windows, after.as_of if after else None, None)
    if before is None or after is None:
        replayed = replace(replayed, why_not=_why_not([*loaded_was.problems, *loaded_now.problems]))
    else:
        record.flips += _flips(before, after)
        record.misses += _misses(before, after)
    record.replayed.append(replayed)


def _with_names(each: Differing, names: Mapping[str, str]) -> Agreement:
    """The old version, itself and its obligations called as in the new one, so that what is decided of them finds them."""
    old = each.old.agreement
    obligations = tuple(o.model_copy(update={"id": names[o.id]}) for o in old.obligations)
    return old.model_copy(update={"id": each.new.agreement.id, "obligations": obligations})


def _why_not(problems: Sequence[Problem]) -> str:
    if any(p.code == "empty-window" for p in problems):
        return "no day of the record lies in the term of both versions"
    return "its log cannot be read"


# --- what turns


def _flips(before: AgreementResult, after: AgreementResult) -> Iterator[Flip]:
    """Every verdict that differs; of an obligation that is in one version only its verdict as a whole."""
    earlier = {o.id: o for o in before.obligations}
    for now in after.obligations:
        was = earlier.pop(now.id, None)
        if was is None or was.verdict is not now.verdict:
            yield _whole(after.id, now.id, was, now)
        if was:
            yield from _parts(after.id, was, now)
    for name, was in earlier.items():
        yield _whole(after.id, name, was, None)


def _whole(agreement: str, name: str, was: ObligationResult | None, now: ObligationResult | None) -> Flip:
    verdicts = was.verdict if was else None, now.verdict if now else None
    return Flip(agreement, name, None, None, None, None, None, None, *verdicts)


def _parts(agreement: str, was: ObligationResult, now: ObligationResult) -> Iterator[Flip]:
    a, b = _by_part(was), _by_part(now)
    parts = {**a, **b}
    for key in sorted(parts, key=lambda k: (parts[k].from_ or date.min, str(k))):
        part, old, new = parts[key], a.get(key), b.get(key)
        verdicts = old.verdict if old else None, new.verdict if new else None
        if verdicts[0] is verdicts[1]:
            continue
        if isinstance(part, Finding):
            yield Flip(agreement, now.id, part.from_, part.to, part.group, None, part.file, part.row, *verdicts)
        # Of periods that are cut in another way only those are told that somebody missed.
        elif (old and new) or part.verdict.missed:
            yield Flip(agreement, now.id, part.from_, part.to, part.group, part.label, None, None, *verdicts)


Key = tuple[str | date | int | None, ...]


def _by_part(obligation: ObligationResult) -> Mapping[Key, PeriodResult | Finding]:
    """Every period, and every row that is a finding, the worst of each."""
    parts: dict[Key, PeriodResult | Finding] = {(p.from_, p.to, p.group): p for p in obligation.periods}
    for finding in obligation.findings:
        key = (finding.file, finding.row, finding.group, "row")
        if finding.row is not None and (key not in parts or finding.verdict.rank < parts[key].verdict.rank):
            parts[key] = finding
    return parts


def _misses(before: AgreementResult, after: AgreementResult) -> Iterator[Misses]:
    """How many misses obligations have that are in both versions, where that differs."""
    earlier = {o.id: o for o in before.obligations}
    for now in after.obligations:
        if now.id in earlier:
            old, new = _missed(earlier[now.id]), _missed(now)
            if old != new:
                yield Misses(after.id, now.id, old, new)


def _missed(obligation: ObligationResult) -> int:
    return sum(n for verdict, n in obligation.tally.items() if verdict.missed)
