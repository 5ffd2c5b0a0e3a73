"""verify(agreement, log, window, as_of) -> result: pure and deterministic.

The engine asks the rule of each obligation for outcomes, turns them into verdicts by the
obligation's force, gives every finding its identity and place, and adds it all up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from mou_check.agreement import Agreement, Obligation
from mou_check.assessing import assessed, own_assessments, unused_assessments
from mou_check.log import Log
from mou_check.model.calendar import WEEKDAYS, Calendar, HolidaysUnknownError
from mou_check.model.decisions import Assessment, Settlement, Waiver
from mou_check.model.problems import Problem
from mou_check.model.progress import UNSEEN, Progress
from mou_check.model.results import (
    AgreementResult,
    CalendarResult,
    ClauseCounts,
    FilePlace,
    LogResult,
    ObligationResult,
    ReadingResult,
    Settled,
    Tally,
    Term,
    Window,
)
from mou_check.model.spans import EVER, Span
from mou_check.model.verdicts import Outcome, Verdict, verdict_of, worst
from mou_check.model.words import Nouns, plural, some
from mou_check.rules.base import Rule
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.lacking import lacks
from mou_check.rules.scope import Scope
from mou_check.stamping import Rejected, findings, period_result, what_comes_next
from mou_check.waiving import own_waivers, unused_waivers, waived

T = TypeVar("T")

# Obligations that are judged side by side.
WORKERS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One agreement with its log, ready to be judged.

    `log` is None when there is none that can be asked: then every obligation is no-data. `lists` are
    those of the agreement with what the project file supplies; `places` has an entry per obligation.
    `chosen` says for which obligations an option put another reading first than the agreement does,
    `settled` for which the parties agreed on one. `waivers` are those in force, the longest first. `progress` is told how
    far the judging is.
    """

    agreement: Agreement
    calendar: Calendar
    file: str
    places: Sequence[tuple[int, int]]
    lists: Mapping[str, tuple[str, ...]]
    log: Log | None
    logs: Sequence[LogResult]
    nouns: Nouns
    chosen: Collection[str] = ()
    settled: Mapping[str, Settlement] = field(default_factory=dict)
    assessments: Sequence[Assessment] = ()
    waivers: Sequence[Waiver] = ()
    progress: Progress = UNSEEN


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule comes to: its verdict, and all items with the verdicts that they mean."""

    verdict: Verdict
    tally: Tally
    evaluation: Evaluation


def window_of(
    term: Span, log: Log | None, since: date | None, until: date | None, usual: Span = EVER
) -> tuple[Window | None, str | None]:
    """The days under review, or None with a sentence that says why there are none.

    `since` and `until` are asked for; the project file may name the `usual` ones; else the log decides.
    """
    basis = log.covered if log and log.covered else log.span if log else None
    first = since or usual.first or (basis.first if basis else None)
    last = until or usual.last or (basis.last if basis else None)
    if first is None or last is None:
        return None, "no row of the log can be used, so there are no days to review; give --from and --to"
    if last < first:
        return None, f"the window is empty: it would run from {first} to {last}"
    inside = Span(first, last).meet(term)
    if inside is None or inside.first is None or inside.last is None:
        return None, f"the window {first} to {last} lies outside the agreement's term ({_span_in_words(term)})"
    return Window(
        inside.first, inside.last,
        "options" if since or until else "project" if usual != EVER else "covers" if log and log.covered else "log",
    ), None  # fmt: skip


def verify(case: Case, window: Window | None, as_of: date) -> tuple[AgreementResult, list[Problem]]:
    """Judge every obligation of an agreement on its log, at the end of `as_of`."""
    agreement = case.agreement

    many, finished = len(agreement.obligations), list[int]()

    def judged(at: int) -> tuple[ObligationResult, list[Problem]]:
        problems: list[Problem] = []
        result = _obligation(case, agreement.obligations[at], case.places[at], window, as_of, problems)
        finished.append(at)
        return result, problems

    case.progress.doing("judging", many, f"promises of {agreement.id}", lambda: len(finished))
    both = _side_by_side(judged, many)
    obligations = tuple(obligation for obligation, _ in both)
    problems = [problem for _, found in both for problem in found]
    verdicts = Counter(o.verdict for o in obligations)
    calendar = case.calendar
    result = AgreementResult(
        id=agreement.id,
        title=agreement.title,
        file=case.file,
        parties={code: party.name for code, party in agreement.parties.items()},
        term=Term(agreement.term.starts, agreement.term.ends),
        calendar=CalendarResult(
            calendar.timezone,
            WEEKDAYS[calendar.week_starts],
            f"{calendar.year_starts[0]:02}-{calendar.year_starts[1]:02}",
            calendar.anchor or agreement.term.starts,
            calendar.holidays.named,
        ),
        window=window,
        as_of=as_of,
        logs=tuple(case.logs),
        summary={verdict: verdicts[verdict] for verdict in Verdict},
        clauses=ClauseCounts(
            len(agreement.clauses),
            sum(bool(c.holds) for c in agreement.clauses),
            sum(not c.holds for c in agreement.clauses),
        ),
        obligations=obligations,
    )
    return result, [replace(p, agreement=agreement.id) for p in problems]


def _side_by_side(judged: Callable[[int], T], many: int) -> list[T]:
    """What is judged by its number. Nothing depends on what comes before: while one waits for the database, the next
    is worked out."""
    if many < 2:
        return [judged(at) for at in range(many)]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        return list(workers.map(judged, range(many)))


def _obligation(
    case: Case,
    obligation: Obligation,
    place: tuple[int, int],
    window: Window | None,
    as_of: date,
    problems: list[Problem],
) -> ObligationResult:
    scope = _scope(case, obligation, window, as_of)
    rules = obligation.read()
    answers = [_answer(case, obligation, rule, scope, problems, reading, place) for reading, rule in rules]
    chosen, (reading, rule) = answers[0], rules[0]
    nouns = case.nouns
    missed = {answer.verdict.missed for answer in answers}
    settled = case.settled.get(obligation.id)
    recorded = own_assessments(case.assessments, obligation)
    problems += unused_assessments(recorded, [answer.evaluation for answer in answers])
    waivers = own_waivers(case.waivers, obligation)
    if waivers and scope and case.log:
        judged = [(rule, answer.evaluation) for (_, rule), answer in zip(rules, answers, strict=True)]
        problems += unused_waivers(waivers, judged, case.log, scope)
    identity = f"{case.agreement.id}/{obligation.id}" + (f"[{reading}]" if reading else "")
    rejected = Rejected(case.log, rule.activities())
    items = chosen.evaluation.items
    return ObligationResult(
        id=obligation.id,
        clauses=obligation.clauses,
        title=obligation.title,
        says=obligation.says,
        bearer=obligation.bearer,
        counterparty=obligation.counterparty,
        force=obligation.force,
        qualifier=obligation.qualifier,
        kind=rule.kind,
        requirement=rule.describe(nouns),
        location=FilePlace(case.file, *place),
        rest_of=obligation.rest_of,
        verdict=chosen.verdict,
        depends_on_reading=len(missed) > 1 and not settled,
        chosen_by="option" if obligation.id in case.chosen else "settlement" if settled else "agreement",
        settled=Settled(settled.reading, settled.by, settled.when, settled.because) if settled else None,
        tally=chosen.tally,
        readings=tuple(
            ReadingResult(r.id, r.label, r.because, r.rule.kind, r.rule.describe(nouns), answer.verdict, answer.tally)
            for r, answer in zip(obligation.readings, answers, strict=False)
        ),
        periods=tuple(
            period_result(item, obligation, case.log, rejected) for item in items if item.row is None and item.first
        ),
        findings=tuple(findings(chosen.evaluation, obligation, identity, case.log, rejected)),
        next=tuple(what_comes_next(items)),
        affected_by_rejected=rejected.count(scope.active) if scope else rejected.count(EVER),
    )


def _scope(case: Case, obligation: Obligation, window: Window | None, as_of: date) -> Scope | None:
    """What an obligation is judged in; None when there is nothing to judge it on."""
    if window is None or case.log is None:
        return None
    span = Span(window.from_, window.to)
    covered = case.log.covered or case.log.span or span
    return Scope(
        calendar=case.calendar,
        window=span,
        term=case.agreement.term.span,
        effective=obligation.effective.span if obligation.effective else EVER,
        as_of=as_of,
        # Whoever asks for days, by options or in the project file, says that the log records them.
        covered=covered.hull(span) if window.basis in ("options", "project") else covered,
        lists=case.lists,
        nouns=case.nouns,
    )


def _answer(
    case: Case,
    obligation: Obligation,
    rule: Rule,
    scope: Scope | None,
    problems: list[Problem],
    reading: str,
    place: tuple[int, int],
) -> Answer:
    missing = (
        missing_from_log(case, obligation, rule, problems, reading)
        if scope
        else "there is no log for any day under review"
    )
    if missing or scope is None or case.log is None:
        evaluation = Evaluation([Judged(Outcome.NO_DATA, missing or "")])
    elif scope.active is None:
        evaluation = Evaluation([Judged(Outcome.NOT_DUE, "not in force on any day under review")])
    else:
        try:
            evaluation = rule.evaluate(case.log, scope)
        except HolidaysUnknownError as error:
            problem = Problem(
                "error", "holidays-unknown", f"{obligation.id}: {error}", file=case.file, line=place[0], column=place[1]
            )
            if problem not in problems:
                problems.append(problem)
            evaluation = Evaluation([Judged(Outcome.NO_DATA, str(error))])
        else:
            problems += _outside_lists(case, obligation, rule, case.log)
    if rule.kind == "judgement":
        evaluation = assessed(evaluation, own_assessments(case.assessments, obligation))
    evaluation = waived(evaluation, own_waivers(case.waivers, obligation))
    verdicts = [verdict_of(item.outcome, obligation.force) for item in evaluation.items]
    tally = Counter(verdicts)
    if evaluation.met_rows:
        tally[Verdict.MET] += evaluation.met_rows
    silent = verdict_of(rule.silent, obligation.force)
    return Answer(worst(tally, silent), {v: tally[v] for v in Verdict if tally[v]}, evaluation)


def missing_from_log(
    case: Case, obligation: Obligation, rule: Rule, problems: list[Problem], reading: str
) -> str | None:
    """What the log lacks for a rule to say anything, as a sentence; a lacking column is a warning too."""
    assert case.log
    lacking = lacks(rule, case.log, case.lists, case.nouns)
    if not lacking:
        return None
    first = lacking[0]
    if first.what == "column":
        message = f"{obligation.id}{f', read as {reading}' if reading else ''}: {first.message}, so it is no-data"
        problem = Problem("warning", "missing-column", message, file=case.file)
        if problem not in problems:
            problems.append(problem)
    return first.message


def _outside_lists(case: Case, obligation: Obligation, rule: Rule, log: Log) -> list[Problem]:
    """A warning for values that are in no group of a `for_each`."""
    problems = []
    for _, selection in rule.selections():
        for column, name, values in selection.outside(log, case.lists):
            shown = some([f'"{v}" ({plural(n, "row")})' if v else f"no value ({plural(n, 'row')})" for v, n in values])
            message = f"{obligation.id}: {column} is not in the list {name}: {shown}; those rows count in no group"
            problems.append(Problem("warning", "value-outside-list", message, column=column))
    return problems


def _span_in_words(span: Span) -> str:
    return f"{span.first or 'open'} to {span.last or 'open'}"
