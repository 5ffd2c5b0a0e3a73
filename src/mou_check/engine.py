"""verify(agreement, log, window, as_of) -> result: pure and deterministic.

The engine asks the rule of each obligation for outcomes, turns them into verdicts by the
obligation's force, gives every finding its identity and place, and adds it all up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from mou_check.agreement import Agreement, Obligation
from mou_check.log import Log
from mou_check.model.calendar import WEEKDAYS, Calendar, HolidaysUnknownError
from mou_check.model.problems import Problem
from mou_check.model.results import (
    AgreementResult,
    CalendarResult,
    ClauseCounts,
    FilePlace,
    Finding,
    LogResult,
    NearMiss,
    Next,
    ObligationResult,
    PeriodResult,
    ReadingResult,
    Tally,
    Term,
    Window,
)
from mou_check.model.spans import EVER, Span
from mou_check.model.verdicts import Outcome, Verdict, verdict_of, worst
from mou_check.model.words import Nouns, fold, listed, plural, some
from mou_check.rules.base import Rule
from mou_check.rules.judged import Evaluation, Judged
from mou_check.rules.scope import Scope

# Obligations that are judged side by side.
WORKERS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One agreement with its log, ready to be judged.

    `log` is None when there is none that can be asked: then every obligation is no-data. `lists` are
    those of the agreement with what the project file supplies; `places` has an entry per obligation.
    """

    agreement: Agreement
    calendar: Calendar
    file: str
    places: Sequence[tuple[int, int]]
    lists: Mapping[str, tuple[str, ...]]
    log: Log | None
    logs: Sequence[LogResult]
    nouns: Nouns


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule comes to: its verdict, and all items with the verdicts that they mean."""

    verdict: Verdict
    tally: Tally
    evaluation: Evaluation


def window_of(term: Span, log: Log | None, since: date | None, until: date | None) -> tuple[Window | None, str | None]:
    """The days under review, or None with a sentence that says why there are none."""
    basis = log.covered if log and log.covered else log.span if log else None
    first = since or (basis.first if basis else None)
    last = until or (basis.last if basis else None)
    if first is None or last is None:
        return None, "no row of the log can be used, so there are no days to review; give --from and --to"
    if last < first:
        return None, f"the window is empty: it would run from {first} to {last}"
    inside = Span(first, last).meet(term)
    if inside is None or inside.first is None or inside.last is None:
        return None, f"the window {first} to {last} lies outside the agreement's term ({_span_in_words(term)})"
    return Window(
        inside.first, inside.last, "options" if since or until else "covers" if log and log.covered else "log"
    ), None


def verify(case: Case, window: Window | None, as_of: date) -> tuple[AgreementResult, list[Problem]]:
    """Judge every obligation of an agreement on its log, at the end of `as_of`."""
    agreement = case.agreement

    def judged(at: int) -> tuple[ObligationResult, list[Problem]]:
        problems: list[Problem] = []
        return _obligation(case, agreement.obligations[at], case.places[at], window, as_of, problems), problems

    # Obligations do not depend on each other: while one waits for the database, the next is worked out.
    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        both = list(workers.map(judged, range(len(agreement.obligations))))
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
    answers = [_answer(case, obligation, rule, scope, problems) for _, rule in rules]
    chosen, (reading, rule) = answers[0], rules[0]
    nouns = case.nouns
    missed = {answer.verdict.missed for answer in answers}
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
        verdict=chosen.verdict,
        depends_on_reading=len(missed) > 1,
        tally=chosen.tally,
        readings=tuple(
            ReadingResult(r.id, r.label, r.because, r.rule.kind, r.rule.describe(nouns), answer.verdict, answer.tally)
            for r, answer in zip(obligation.readings, answers, strict=False)
        ),
        periods=tuple(
            _period(item, obligation, case.log, rejected) for item in items if item.row is None and item.first
        ),
        findings=tuple(_findings(chosen.evaluation, obligation, identity, case.log, rejected)),
        next=tuple(_next(items)),
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
        # Whoever asks for days by options says that the log records them.
        covered=covered.hull(span) if window.basis == "options" else covered,
        lists=case.lists,
        nouns=case.nouns,
    )


def _answer(case: Case, obligation: Obligation, rule: Rule, scope: Scope | None, problems: list[Problem]) -> Answer:
    missing = _missing(case, obligation, rule, problems) if scope else "there is no log for any day under review"
    if missing or scope is None or case.log is None:
        evaluation = Evaluation([Judged(Outcome.NO_DATA, missing or "")])
    elif scope.active is None:
        evaluation = Evaluation([Judged(Outcome.NOT_DUE, "not in force on any day under review")])
    else:
        try:
            evaluation = rule.evaluate(case.log, scope)
        except HolidaysUnknownError as error:
            place = case.places[case.agreement.obligations.index(obligation)]
            problem = Problem(
                "error", "holidays-unknown", f"{obligation.id}: {error}", file=case.file, line=place[0], column=place[1]
            )
            if problem not in problems:
                problems.append(problem)
            evaluation = Evaluation([Judged(Outcome.NO_DATA, str(error))])
        else:
            problems += _outside_lists(case, obligation, rule, case.log)
    verdicts = [verdict_of(item.outcome, obligation.force) for item in evaluation.items]
    tally = Counter(verdicts)
    if evaluation.met_rows:
        tally[Verdict.MET] += evaluation.met_rows
    silent = verdict_of(rule.silent, obligation.force)
    return Answer(worst(tally, silent), {v: tally[v] for v in Verdict if tally[v]}, evaluation)


def _missing(case: Case, obligation: Obligation, rule: Rule, problems: list[Problem]) -> str | None:
    """What the log lacks for a rule to say anything, as a sentence; a lacking column is a warning too."""
    log = case.log
    assert log
    for _, selection in rule.selections():
        if rule.kind != "judgement" and not log.recorded.intersection(selection.activity):
            return (
                f"the log does not record {listed((f'{case.nouns[a].many} ({a})' for a in selection.activity), 'or')}"
            )
    # An activity that is recorded and never happened needs no columns.
    uses = [use for use in rule.all_uses() if not use.optional and log.occurring.intersection(use.activities)]
    columns = dict.fromkeys(use.column for use in uses if use.column not in log.present)
    if columns:
        message = f"no file of the log has the column {listed(columns)}"
        problem = Problem("warning", "missing-column", f"{obligation.id}: {message}, so it is no-data", file=case.file)
        if problem not in problems:
            problems.append(problem)
        return message
    for _, name in rule.list_names():
        if not case.lists.get(name):
            return f"the list {name} is empty; the project file can supply it"
    return None


def _outside_lists(case: Case, obligation: Obligation, rule: Rule, log: Log) -> list[Problem]:
    """A warning for values that are in no group of a `for_each`."""
    problems = []
    for _, selection in rule.selections():
        for column, name, values in selection.outside(log, case.lists):
            shown = some([f'"{v}" ({plural(n, "row")})' if v else f"no value ({plural(n, 'row')})" for v, n in values])
            message = f"{obligation.id}: {column} is not in the list {name}: {shown}; those rows count in no group"
            problems.append(Problem("warning", "value-outside-list", message, column=column))
    return problems


class Rejected:
    """How many unreadable rows could change a verdict about certain days."""

    def __init__(self, log: Log | None, activities: Sequence[str]) -> None:
        wanted = {fold(a) for a in activities}
        self.rows = [r for r in (log.rejected if log else ()) if r.activity is None or r.activity in wanted]

    def count(self, span: Span | None) -> int:
        """The rejected rows of the rule's activities whose day lies in a span or cannot be read."""
        return sum(r.day is None or (span is not None and r.day in span) for r in self.rows)


def _period(item: Judged, obligation: Obligation, log: Log | None, rejected: Rejected) -> PeriodResult:
    assert item.first
    return PeriodResult(
        label=item.label,
        from_=item.first,
        to=item.last,
        group=item.group,
        verdict=verdict_of(item.outcome, obligation.force),
        required=item.required,
        actual=item.actual,
        short_by=item.short_by,
        unit=item.unit,
        rows=item.rows,
        evidence=log.places(item.evidence) if log else (),
        affected_by_rejected=rejected.count(Span(item.first, item.last)),
    )


def _findings(
    evaluation: Evaluation, obligation: Obligation, identity: str, log: Log | None, rejected: Rejected
) -> Iterable[Finding]:
    """Everything that is not met, each with an id made of what it is about, never of wording or row numbers."""
    used: Counter[str] = Counter()
    explained = {Outcome.MISSED} if evaluation.details else set()
    items = [i for i in evaluation.items if i.outcome not in {Outcome.MET, *explained} or i.row is not None]
    for item in [*items, *evaluation.details]:
        about = (
            (item.ref or (item.first.isoformat() if item.first else None))
            if item.row
            else (item.first.isoformat() if item.first else None)
        )
        key = "/".join(part for part in (identity, item.group, about) if part)
        used[key] += 1
        place = log.place(item.row) if log and item.row is not None else None
        yield Finding(
            id=key if used[key] == 1 else f"{key}#{used[key]}",
            verdict=verdict_of(item.outcome, obligation.force),
            message=item.message,
            from_=item.first,
            to=item.last,
            group=item.group,
            expected=item.required,
            actual=item.actual,
            unit=item.unit,
            due=item.due,
            days_late=item.days_late,
            excuse=item.excuse,
            waiver=None,
            file=place.file if place else None,
            row=place.row if place else None,
            line=place.line if place else None,
            column=item.column,
            evidence=log.places(item.evidence) if log else (),
            near_misses=tuple(NearMiss(n.message, log.place(n.row_id)) for n in item.near) if log else (),
            affected_by_rejected=rejected.count(Span(item.first, item.last)) if item.first else 0,
        )


def _next(items: Sequence[Judged]) -> Iterable[Next]:
    """What is still open and has a day: of periods the next of each group, of rows all."""
    seen: set[str | None] = set()
    open_items = [i for i in items if i.outcome is Outcome.PENDING and i.due]
    for item in sorted(open_items, key=lambda i: (i.due or date.max, i.group or "", i.row or 0)):
        if item.due is None or (item.row is None and item.group in seen):
            continue
        if item.row is None:
            seen.add(item.group)
        needed = item.short_by if item.row is None and item.unit != "%" else None
        yield Next(item.label, item.due, needed, item.group)


def _span_in_words(span: Span) -> str:
    return f"{span.first or 'open'} to {span.last or 'open'}"
