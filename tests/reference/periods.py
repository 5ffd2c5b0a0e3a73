"""The kinds that judge periods: count, gap, deadline (not by case), level, cover, judgement."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .dates import Period, forward, length, moment, month_day
from .log import folded
from .scope import ONE_DAY, Outcome, Scope, bounds, by_bounds, outside, parts, plain
from .select import Event


def judged(outcome: str, rule: dict, scope: Scope, period: Period, group, events: list[Event], **more) -> Outcome:
    """An outcome of a period; a missed one is excused when a row in it states a reason."""
    rows = [event.row.number for event in events]
    if outcome == "missed" and (stating := scope.stating_excuse(rule, period, group)):
        outcome = "excused"
        rows.append(min(event.row.number for event in stating))
    rows = sorted(set(rows))
    return Outcome(outcome, True, None, period.first, period.last, group, evidence=rows, **more)


# ---------------------------------------------------------------- count


def count(rule: dict, scope: Scope) -> list[Outcome]:
    events = scope.events(rule)
    found = []
    for part in parts(rule, scope):
        for group in scope.groups(rule):
            counted = [e for e in events if e.group == group and e.day in part.days]
            actual = measured(rule.get("measure"), counted, scope)
            low, high = bounds(rule, part)
            outcome = by_bounds(rule, part, actual, low, high, scope)
            found.append(
                judged(
                    outcome,
                    rule,
                    scope,
                    part.period,
                    group,
                    counted,
                    required=required(actual, low, high),
                    actual=plain(actual),
                    short_by=plain(outside(actual, low, high)),
                    due=part.period.last,
                )
            )
    return found


def measured(measure: dict | None, events: list[Event], scope: Scope) -> Fraction:
    """The number of rows, the sum of a column, or how many different values it has."""
    if measure and "sum" in measure:
        return sum((scope.log.value(e.row, measure["sum"]) or Fraction(0) for e in events), Fraction(0))
    if measure and "distinct" in measure:
        texts = {folded(scope.log.text(e.row, measure["distinct"])) for e in events}
        return Fraction(len(texts - {""}))
    return Fraction(len(events))


def required(actual, low, high):
    """The bound that counts: the upper one when it is exceeded or the only one, else the lower one."""
    if high is not None and (low is None or (actual is not None and actual > high)):
        return plain(high)
    return plain(low)


# ---------------------------------------------------------------- gap


def gap(rule: dict, scope: Scope) -> list[Outcome]:
    long = length(rule["at_most"])
    begin = rule.get("from") or ("term" if scope.term.first else "first-row")
    found = []
    for group in scope.groups(rule):
        events = [e for e in scope.events(rule) if e.group == group]
        days = sorted({e.day for e in events})
        before = [day for day in days if day < scope.window.first]
        if before:
            start = before[-1]
        elif begin == "term":
            start = scope.term.first
        elif days:
            start = days[0]
        else:
            continue
        starts = [start] + [day for day in days if day > start]
        for i, start in enumerate(starts):
            due = forward(start, long, scope.calendar)
            if due not in scope.active:
                continue  # the gap is credited to the day on which the next one was due
            answer = starts[i + 1] if i + 1 < len(starts) else None
            if answer is not None:
                outcome = "met" if answer <= due else "missed"
            else:
                outcome = "missed" if due <= scope.as_of else "pending"
            late = (answer - due).days if answer is not None and answer > due else None
            ends = [[e for e in events if e.day == day][:1] for day in (start, answer)]
            found.append(
                judged(
                    outcome,
                    rule,
                    scope,
                    Period(start, due),
                    group,
                    ends[0] + ends[1],
                    required=rule["at_most"],
                    actual=(answer - start).days if answer else None,
                    short_by=late,
                    due=due,
                    days_late=late,
                )
            )
    return sorted(found, key=lambda outcome: outcome.first)


# ---------------------------------------------------------------- deadline, not by case


def deadline_cycles(rule: dict, scope: Scope) -> list[tuple[Period, Period]]:
    """Each cycle from its opening to its due day, with the days whose rows belong to it."""
    due = rule["due"]
    if "on" in due:
        return [(Period(scope.term.first, moment(due["on"], scope.calendar.timezone).day), Period(None, None))]
    if "within" in due:
        last = forward(scope.term.first, length(due["within"]), scope.calendar)
        return [(Period(scope.term.first, last), Period(scope.term.first, None))]
    # Every due day of some years around, from the first on or after the term's start.
    first = scope.term.first or scope.active[0]
    years = range(first.year - (0 if scope.term.first else 3), scope.active[-1].year + 4)
    due_days = [date(year, *month_day(due["yearly"])) for year in years]
    due_days = [day for day in due_days if scope.term.first is None or day >= scope.term.first]
    openings = []
    for i, day in enumerate(due_days):
        if i == 0:
            opening = scope.term.first or day  # without a term the first ones are years before any active day
        elif due.get("opens"):
            opening = day
            while (opening.month, opening.day) != month_day(due["opens"]):
                opening -= ONE_DAY
        else:
            opening = due_days[i - 1] + ONE_DAY
        openings.append(opening)
    return [
        (Period(openings[i], due_days[i]), Period(openings[i], openings[i + 1] - ONE_DAY))
        for i in range(len(due_days) - 1)
    ]


def deadline_by_date(rule: dict, scope: Scope) -> list[Outcome]:
    found = []
    for cycle, belongs in deadline_cycles(rule, scope):
        if not any(cycle.has(day) for day in scope.active):
            continue
        for group in scope.groups(rule):
            rows = [e for e in scope.events(rule) if e.group == group and belongs.has(e.day)]
            done = rows[0] if rows else None
            # Without a term nothing opens that could be cut.
            whole = cycle.last in scope.active if cycle.first is None else scope.is_whole(cycle)
            late = (done.day - cycle.last).days if done and done.day > cycle.last else None
            if done and done.day <= cycle.last:
                outcome = "met"
            elif cycle.last > scope.as_of:
                outcome = "pending"
            elif not whole:
                outcome = "partial"
            else:
                outcome = "missed"
            in_time = int(done is not None and late is None)
            found.append(
                judged(
                    outcome,
                    rule,
                    scope,
                    cycle,
                    group,
                    [done] if done else [],
                    required=1,
                    actual=in_time,
                    short_by=1 - in_time,
                    due=cycle.last,
                    days_late=late,
                )
            )
    return found


# ---------------------------------------------------------------- level


def level(rule: dict, scope: Scope) -> list[Outcome]:
    found = []
    for part in parts(rule, scope):
        for group in scope.groups(rule):
            events = [e for e in scope.events(rule) if e.group == group]
            low, high = figure(rule, "at_least"), figure(rule, "at_most")  # a level is not scaled by days
            worst, evidence, unknown = None, [], False
            for day in part.days:
                if day > scope.as_of:
                    continue
                value, rows = level_on(day, rule, events, scope)
                if value is None:
                    unknown = True
                elif worst is None or is_worse(value, worst, low, high):
                    worst, evidence = value, rows
            over, cut = part.period.over(scope.as_of), part.cut
            if cut and rule.get("cut_periods") in ("pro-rata", "full"):
                over, cut = part.days[-1] <= scope.as_of, False
            if worst is not None and outside(worst, low, high) > 0:
                outcome = "missed"
            elif not over:
                outcome = "pending"
            elif cut:
                outcome = "partial"
            else:
                outcome = "no-data" if unknown else "met"
            found.append(
                judged(
                    outcome,
                    rule,
                    scope,
                    part.period,
                    group,
                    evidence,
                    required=required(worst, low, high),
                    actual=plain(worst),
                    due=part.period.last,
                    short_by=None if worst is None else plain(outside(worst, low, high)),
                )
            )
    return found


def figure(rule: dict, bound: str) -> Fraction | None:
    value = rule.get(bound, rule.get("exactly"))
    return None if value is None else Fraction(str(value))


def level_on(day: date, rule: dict, events: list[Event], scope: Scope) -> tuple[Fraction | None, list[Event]]:
    """The level on a day and the rows that make it: rows standing, or the last snapshot (None before the first)."""
    if "value" not in rule:
        standing = [e for e in events if e.day <= day and (e.last is None or day <= e.last)]
        return Fraction(len(standing)), standing
    taken = [e for e in events if e.day <= day and scope.log.value(e.row, rule["value"]) is not None]
    if not taken:
        return None, []
    return scope.log.value(taken[-1].row, rule["value"]), [taken[-1]]


def is_worse(a: Fraction, b: Fraction, low, high) -> bool:
    """Further outside the bounds; inside them, nearer to being outside."""
    if outside(a, low, high) != outside(b, low, high):
        return outside(a, low, high) > outside(b, low, high)
    return a < b if low is not None else a > b


# ---------------------------------------------------------------- cover


def cover(rule: dict, scope: Scope) -> list[Outcome]:
    found = []
    minutes_of = {}
    ahead = frozenset([rule["ends"]])  # a shift may end after as_of
    for event in scope.events(rule, future=ahead):
        minutes_of[event.row.number] = minutes_covered(event, rule, scope)
    for day in scope.active:
        wanted = minutes_wanted(day, rule, scope)
        if not wanted:
            continue
        for group in scope.groups(rule):
            events = [e for e in scope.events(rule, future=ahead) if e.group == group]
            present: set[int] = set()
            for event in events:
                present |= minutes_of[event.row.number] & wanted
            short = len(wanted - present)
            if not short:
                outcome = "met"
            elif max(wanted) >= minute(scope.as_of + ONE_DAY, 0):
                outcome = "pending"
            else:
                outcome = "missed"
            found.append(
                judged(
                    outcome,
                    rule,
                    scope,
                    Period(day, day),
                    group,
                    [e for e in events if minutes_of[e.row.number] & wanted],
                    required=len(wanted),
                    actual=len(present),
                    short_by=short,
                    due=day,
                )
            )
    return found


def minute(day: date, minutes: int) -> int:
    """A minute of the local clock as a number; every day has 1,440 on it."""
    return day.toordinal() * 1440 + minutes


def of_clock(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def minutes_wanted(day: date, rule: dict, scope: Scope) -> set[int]:
    """The minutes in which there must be cover, of the hours that start on this day."""
    wanted: set[int] = set()
    for hours in rule.get("hours") or [{"days": "every-day", "from": "00:00", "to": "24:00"}]:
        name = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][day.weekday()]
        days = hours.get("days", "every-day")
        if (days == "weekdays" and day.weekday() >= 5) or (days == "weekends" and day.weekday() < 5):
            continue
        if isinstance(days, list) and name not in days:
            continue
        if hours.get("holidays") == "excluded" and scope.calendar.is_holiday(day):
            continue
        begin, end = of_clock(hours.get("from", "00:00")), of_clock(hours.get("to", "24:00"))
        if end <= begin:
            end += 1440
        wanted |= set(range(minute(day, begin), minute(day, end)))
    return wanted


def minutes_covered(event: Event, rule: dict, scope: Scope) -> set[int]:
    """The minutes of a row's cover; without an end it stands until the end of `as_of`."""
    log = scope.log
    starts = log.value(event.row, rule["starts"])
    if starts is None:
        return set()
    begin = on_clock(starts, event.day)
    ends = log.value(event.row, rule["ends"], frozenset([rule["ends"]]))
    if ends is None:
        return set(range(begin, minute(scope.as_of + ONE_DAY, 0)))
    end = on_clock(ends, date.fromordinal(begin // 1440))
    if end <= begin and isinstance(ends, Fraction):
        end += 1440  # a time of day; an end with a date of its own stays where it is
    return set(range(begin, end))


def on_clock(value, day: date) -> int:
    """The minute of a cell: a time of day counts on the row's day."""
    if isinstance(value, Fraction):
        return minute(day, int(value))
    if value.local is None:
        return minute(value.day, 0)
    return minute(value.day, value.local.hour * 60 + value.local.minute)


# ---------------------------------------------------------------- judgement


def judgement(rule: dict, scope: Scope) -> list[Outcome]:
    evidence = rule.get("evidence")
    events = scope.events(evidence) if evidence else []
    found = []
    for part in parts(rule, scope):
        over, cut = part.period.over(scope.as_of), part.cut
        if cut and rule.get("cut_periods") in ("pro-rata", "full"):
            over, cut = part.days[-1] <= scope.as_of, False
        outcome = "pending" if not over else "partial" if cut else "to-judge"
        shown = [e for e in events if e.day in part.days]
        found.append(judged(outcome, rule, scope, part.period, None, shown, due=part.period.last))
    return found
