"""What a rule is judged with, and what it says of each period or row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from .dates import Calendar, Period, period_containing, season_containing
from .log import Log, folded
from .select import Event, as_list, groups_of, select

ONE_DAY = timedelta(days=1)


@dataclass
class Scope:
    """One obligation's surroundings. `active`: the days of window, term and `effective` together."""

    log: Log
    lists: dict[str, list[str]]
    calendar: Calendar
    term: Period
    window: Period
    as_of: date
    active: list[date]
    covered: list[Period]  # what the log can speak for

    def is_covered(self, day: date) -> bool:
        return any(span.has(day) for span in self.covered)

    def events(self, rule: dict, **how) -> list[Event]:
        return select(rule, self.log, self.lists, **how)

    def groups(self, rule: dict):
        return groups_of(rule.get("for_each"), self.lists)

    def happened(self, activity) -> bool:
        """Whether the log has a row of the activity, or of one of several."""
        return any(row.activity in map(folded, as_list(activity)) for row in self.log.rows)

    def is_recorded(self, activity) -> bool:
        return any(folded(code) in self.log.recorded for code in as_list(activity))

    def is_whole(self, period: Period) -> bool:
        """Whether every day of the period is active. An open side never is."""
        if period.first is None or period.last is None:
            return False
        return set(period.days()) <= set(self.active)

    def stating_excuse(self, rule: dict, period: Period, group) -> list[Event]:
        """The rows of the rule's activity (whatever `where` says) in the period that state a reason."""
        if not rule.get("excuse") or rule["excuse"] not in self.log.header:
            return []
        return [
            event
            for event in self.events(rule, use_where=False)
            if event.group == group and period.has(event.day) and self.log.text(event.row, rule["excuse"])
        ]


@dataclass
class Part:
    """A period with its active days, which leave out what window, term, `effective` and season cut off."""

    period: Period
    days: list[date]
    cut: bool


@dataclass
class Outcome:
    """What a rule says of one period or row, before the force is known."""

    outcome: str  # met, missed, excused, pending, partial, not-due, no-data, to-judge
    is_period: bool = False
    row: int | None = None
    first: date | None = None
    last: date | None = None
    group: list[str] | None = None
    required: object = None
    actual: object = None
    short_by: object = None
    evidence: list[int] = field(default_factory=list)
    due: date | None = None
    days_late: int | None = None
    is_finding: bool = True  # a period whose rows carry the miss is none
    in_tally: bool = True
    ref: str = ""  # of a row that has one


def parts(rule: dict, scope: Scope) -> list[Part]:
    """Every period of the rule that touches the active days, in order. Without `per`: the active days."""
    season = rule.get("season")
    days = [day for day in scope.active if season is None or season_containing(day, season)]
    if "per" not in rule:
        return [Part(Period(days[0], days[-1]), days, False)] if days else []
    found: list[Part] = []
    for day in days:
        period = period_containing(day, rule["per"], scope.calendar, scope.term, season)
        if period is None:
            continue
        same = [part for part in found if part.period == period]
        if same:
            same[0].days.append(day)
        else:
            found.append(Part(period, [day], False))
    for part in found:
        part.cut = part.period.last is None or part.days != part.period.days()
    return found


def by_bounds(rule: dict, part: Part, actual, low, high, scope: Scope) -> str:
    """Section 2: judged when over and whole; before, or cut, only by what nothing later can undo."""
    over = part.period.over(scope.as_of)
    cut = part.cut
    if cut and rule.get("cut_periods") in ("pro-rata", "full"):
        over, cut = part.days[-1] <= scope.as_of, False
    if high is not None and actual > high:
        return "missed"
    if low is not None and high is None and actual >= low:
        return "met"
    if not over:
        return "pending"
    if cut:
        return "partial"
    return "missed" if low is not None and actual < low else "met"


def bounds(rule: dict, part: Part) -> tuple[Fraction | None, Fraction | None]:
    """Lower and upper bound for this period; `pro-rata` scales those of a cut one by its days."""
    low, high = rule.get("at_least", rule.get("exactly")), rule.get("at_most", rule.get("exactly"))
    low = None if low is None else Fraction(str(low))
    high = None if high is None else Fraction(str(high))
    if part.cut and rule.get("cut_periods") == "pro-rata":
        share = Fraction(len(part.days), len(part.period.days()))
        low = None if low is None else Fraction((low * share).__floor__())
        high = None if high is None else min(high, Fraction((high * share).__ceil__()))
    return low, high


def outside(actual, low, high) -> Fraction:
    """How far a figure lies outside its bounds; 0 inside."""
    if low is not None and actual < low:
        return low - actual
    if high is not None and actual > high:
        return actual - high
    return Fraction(0)


def plain(number):
    """A figure as a result writes it."""
    if isinstance(number, Fraction):
        return int(number) if number.denominator == 1 else float(number)
    return number
