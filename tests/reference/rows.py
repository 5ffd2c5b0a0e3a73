"""The kinds that judge rows: notice, approval, companion, every, never, sample, deadline by case."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

from .dates import (
    Moment,
    Period,
    compare,
    earliest_within,
    forward,
    is_enough_notice,
    latest_notice_day,
    length,
    season_containing,
)  # fmt: skip
from .log import folded
from .periods import judged
from .scope import Outcome, Scope, parts
from .select import Event, as_list, conditions, groups_of, named_list


def of_row(outcome: str, rule: dict, scope: Scope, event: Event, **more) -> Outcome:
    """An outcome of a triggering row; a missed one is excused when the row itself states a reason."""
    excuse = rule.get("excuse")
    if outcome == "missed" and excuse in scope.log.header and scope.log.text(event.row, excuse):
        outcome = "excused"
    ref = scope.log.text(event.row, "ref") if "ref" in scope.log.header else ""
    return Outcome(outcome, False, event.row.number, event.day, event.day, event.group, ref=ref, **more)


def triggers(rule: dict, scope: Scope, **how) -> list[Event]:
    """The rows that are judged: those dated on an active day."""
    return [event for event in scope.events(rule, **how) if event.day in scope.active]


# ---------------------------------------------------------------- deadline by case


def deadline_by_case(rule: dict, scope: Scope) -> list[Outcome]:
    due = rule["due"]
    ahead = frozenset([due["column"]] if isinstance(due, dict) and "column" in due else [])  # a due day may lie ahead
    return [one_case(rule, scope, event) for event in triggers(rule, scope, future=ahead)]


def one_case(rule: dict, scope: Scope, event: Event) -> Outcome:
    log, row, due = scope.log, event.row, rule["due"]
    cells = [log.value(row, column) for column in as_list(rule["done"])]
    done = None if None in cells else latest(cells)
    if due == "unlimited":
        if done:
            return of_row("met", rule, scope, event)
        ended = scope.term.last is not None and scope.term.last <= scope.as_of
        return of_row("missed" if ended else "pending", rule, scope, event, due=scope.term.last)
    if "column" in due:
        limit = log.value(row, due["column"], frozenset([due["column"]]))
    else:
        start = log.value(row, due["after"]["column"])
        limit = Moment(forward(start.day, length(due["within"]), scope.calendar)) if start else None
    if limit is None:
        return of_row("no-data", rule, scope, event)
    if done is None:
        outcome = "missed" if limit.day <= scope.as_of else "pending"
        return of_row(outcome, rule, scope, event, due=limit.day)
    if compare(done, limit) <= 0:
        return of_row("met", rule, scope, event, due=limit.day)
    return of_row("missed", rule, scope, event, due=limit.day, days_late=(done.day - limit.day).days)


def latest(moments: list[Moment]) -> Moment:
    best = moments[0]
    for other in moments[1:]:
        if compare(other, best) > 0:
            best = other
    return best


# ---------------------------------------------------------------- notice


def notice(rule: dict, scope: Scope) -> list[Outcome]:
    column = rule.get("event", "date")
    future = frozenset([column])  # an event may be announced before it has happened
    long = length(rule["at_least"])
    found = []
    for event in triggers(rule, scope, future=future):
        happens = scope.log.value(event.row, column, future)
        given = scope.log.value(event.row, rule["given"])
        if happens is None:
            found.append(of_row("pending", rule, scope, event))
            continue
        last = latest_notice_day(happens.day, long, scope.calendar)
        late = None
        if given is None:
            outcome = "missed" if happens.day <= scope.as_of else "pending"
        elif compare(given, happens) <= 0 and is_enough_notice(given.day, happens.day, long, scope.calendar):
            outcome = "met"
        else:
            outcome, late = "missed", (given.day - last).days if given.day > last else None
        found.append(of_row(outcome, rule, scope, event, due=last, days_late=late))
    return found


# ---------------------------------------------------------------- approval


def key_of(row, match, side: int, log) -> list[str] | None:
    """The texts that join a row to another: those of the trigger (side 0) or of the other row (side 1).

    None when one of them is empty, which joins nothing.
    """
    pairs = match.items() if isinstance(match, dict) else [(match, match)]
    texts = [log.text(row, pair[side]) for pair in pairs]
    return None if "" in texts else texts


def approval(rule: dict, scope: Scope) -> list[Outcome]:
    log = scope.log
    allowed = [folded(name) for name in named_list(rule["by"], scope.lists)]
    found = []
    for event in triggers(rule, scope):
        act = log.value(event.row, rule["dated"] if isinstance(rule.get("dated"), str) else "date")
        clearance = rule.get("clearance")
        if not clearance:
            approvals = [(log.text(event.row, rule["approver"]), log.value(event.row, rule["approved_on"]))]
        else:
            key = key_of(event.row, clearance["match"], 0, log)
            if key is None:
                found.append(of_row("no-data", rule, scope, event, due=event.day))
                continue
            column = rule.get("approved_on") or clearance.get("dated") or "date"
            approvals = [
                (log.text(other.row, rule["approver"]), log.value(other.row, column))
                for other in scope.events(clearance)
                if key_of(other.row, clearance["match"], 1, log) == key
            ]
        # Only what the right officers dated can clear; of several approvals the best, so the earliest, counts.
        dated = [on for approver, on in approvals if folded(approver) in allowed and on is not None]
        outcome = "met" if any(compare(on, act) <= 0 for on in dated) else "missed"
        late = (min(on.day for on in dated) - event.day).days if dated else 0
        found.append(of_row(outcome, rule, scope, event, due=event.day, days_late=late if late > 0 else None))
    return found


# ---------------------------------------------------------------- companion


def companion(rule: dict, scope: Scope) -> list[Outcome]:
    needs = rule["needs"]
    low = needs.get("at_least", 0 if "at_most" in needs else 1)
    high = needs.get("at_most")
    others = scope.events(needs)
    taken: set[int] = set()
    found = []
    for event in triggers(rule, scope):
        first, last = reach(rule, scope, event)
        key = None
        if "match" in rule:
            key = key_of(event.row, rule["match"], 0, scope.log)
            if key is None:
                found.append(of_row("no-data", rule, scope, event, due=last or scope.term.last))
                continue
        near = [o for o in others if is_near(rule, scope, event, o, first, last, key)]
        enough = True
        for group in groups_of(needs.get("for_each"), scope.lists):
            free = [o for o in near if o.group == group and (rule.get("reuse") or o.row.number not in taken)]
            mine = free[:low]
            taken |= {o.row.number for o in mine}
            if len(mine) < low:
                enough = False
        too_many = high is not None and any(
            len([o for o in near if o.group == group]) > high for group in groups_of(needs.get("for_each"), scope.lists)
        )
        due = last or scope.term.last  # without a limit there is the whole term for it
        found.append(of_row(of_companions(enough, too_many, high, first, last, scope), rule, scope, event, due=due))
    return found


def of_companions(enough: bool, too_many: bool, high, first, last, scope: Scope) -> str:
    if too_many:
        return "missed"
    end = last or scope.term.last
    is_over = end is not None and end <= scope.as_of
    if enough and (high is None or is_over):
        return "met"
    if not is_over:
        return "pending"
    # Without a limit any row of the log would have done: such a side does not leave the covered dates.
    days = Period(first, last).days() if first and last else [day for day in (first, last) if day]
    return "missed" if all(scope.is_covered(day) for day in days) else "partial"


def reach(rule: dict, scope: Scope, event: Event):
    """First and last day on which a companion may lie; None: no limit on that side."""
    within = rule.get("within") or {}
    if is_span(rule) or within == {}:
        return event.day, event.day
    if within == "unlimited":
        return None, None
    before, after = within.get("before", "P0D"), within.get("after", "P0D")
    first = None if before == "unlimited" else earliest_within(event.day, length(before), scope.calendar)
    last = None if after == "unlimited" else forward(event.day, length(after), scope.calendar)
    return first, last


def is_span(rule: dict) -> bool:
    return isinstance(rule["needs"].get("dated"), dict)


def is_near(rule: dict, scope: Scope, event: Event, other: Event, first, last, key) -> bool:
    if key is not None and key_of(other.row, rule["match"], 1, scope.log) != key:
        return False
    if is_span(rule):
        return other.day <= event.day and (other.last is None or event.day <= other.last)
    return Period(first, last).has(other.day)


# ---------------------------------------------------------------- every


def every(rule: dict, scope: Scope) -> list[Outcome]:
    rows = []
    for event in triggers(rule, scope):
        answer = conditions(event.row, rule["must"], scope.log, scope.lists)
        rows.append((event, "missed" if answer == "failed" else answer))
    share = Fraction(str(rule.get("at_least", "100%")).rstrip("% ")) / 100
    if share == 1:
        season = rule.get("season")
        inside = [(e, answer) for e, answer in rows if season is None or season_containing(e.day, season)]
        return [of_row(answer, rule, scope, event) for event, answer in inside]
    found = []
    for part in parts(rule, scope):
        for group in scope.groups(rule):
            inside = [(e, answer) for e, answer in rows if e.group == group and e.day in part.days]
            found += of_share(rule, scope, part, group, inside, share)
    return found


def of_share(rule: dict, scope: Scope, part, group, rows: list, share: Fraction) -> list[Outcome]:
    """The period's entry, and its failing rows, which carry the miss."""
    met = [e for e, answer in rows if answer == "met"]
    failed = [e for e, answer in rows if answer == "missed"]
    over, cut = part.period.over(scope.as_of), part.cut
    if cut and rule.get("cut_periods") in ("pro-rata", "full"):
        over, cut = part.days[-1] <= scope.as_of, False
    open_rows = len(rows) - len(met) - len(failed)
    if not over:
        outcome = "pending"
    elif cut:
        outcome = "partial"
    elif not rows:
        outcome = "not-due"
    elif Fraction(len(met), len(rows)) >= share:
        outcome = "met"  # even if every open row fails
    elif Fraction(len(met) + open_rows, len(rows)) < share:
        outcome = "missed"  # even if every open row is met
    else:
        outcome = "no-data" if any(answer == "no-data" for _, answer in rows) else "pending"
    known = len(met) + len(failed)
    actual = Fraction(100 * len(met), known) if known else None
    period = judged(
        outcome,
        rule,
        scope,
        part.period,
        group,
        [e for e, _ in rows],
        required=float(share * 100),
        actual=None if actual is None else float(actual),
        short_by=None if actual is None else float(max(share * 100 - actual, 0)),
        due=part.period.last,
    )
    if period.outcome != "missed":
        return [period]
    period.is_finding = False
    details = [of_row("missed", rule, scope, event) for event in failed]
    for detail in details:
        detail.in_tally = False  # the period's entry is counted
    return [period, *details]


# ---------------------------------------------------------------- never


def never(rule: dict, scope: Scope) -> list[Outcome]:
    return [of_row("missed", rule, scope, event) for event in triggers(rule, scope)]


# ---------------------------------------------------------------- sample


def sample(rule: dict, scope: Scope) -> list[Outcome]:
    return [one_survey(rule, scope, event) for event in triggers(rule, scope)]


def one_survey(rule: dict, scope: Scope, event: Event) -> Outcome:
    answers = scope.log.value(event.row, rule["responses"])
    population = scope.log.value(event.row, rule["population"]) if rule.get("population") else None
    if answers is None or (rule.get("population") and population is None):
        return of_row("no-data", rule, scope, event)
    enough = "at_least" not in rule or answers >= rule["at_least"]
    if "margin" in rule:
        enough = enough and margin(answers, population, rule.get("confidence", "95%")) <= percent(rule["margin"])
    return of_row("met" if enough else "missed", rule, scope, event, actual=int(answers))


def percent(text: str) -> float:
    return float(text.rstrip("% ")) / 100


def margin(answers: Fraction, population: Fraction | None, confidence: str) -> float:
    """z * sqrt(p(1-p)/n) with p = 0.5, made smaller for a small population."""
    if answers <= 0:
        return float("inf")
    z = NormalDist().inv_cdf((1 + percent(confidence)) / 2)
    wide = z * (0.25 / float(answers)) ** 0.5
    if population is None:
        return wide
    if answers >= population:
        return 0.0  # everybody was asked
    return wide * (float(population - answers) / float(population - 1)) ** 0.5
