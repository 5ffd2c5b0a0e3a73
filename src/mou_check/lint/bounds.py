"""Checks of bounds that meet: floors, ceilings and totals of the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mou_check.lint.amounts import Rate, a_year, each, fit, is_total, periods_in_words
from mou_check.lint.base import Found, Read, Subject, between
from mou_check.lint.selections import activities, same, within
from mou_check.model.periods import in_words
from mou_check.model.words import figure
from mou_check.rules.count import Count
from mou_check.rules.level import Level
from mou_check.rules.never import Never


def bounds_conflict(subject: Subject) -> Iterator[Found]:
    """Two obligations that no log can meet together.

    One asks for more of the same rows than the other allows, in the same period or in periods that lie within
    each other: at least 20 a season beside at most 2 in each of its 8 months, which is 16. Correct one of them,
    or give readings.
    """

    def test(one: Read, other: Read) -> str | None:
        return _conflict(subject, one, other) or _conflict(subject, other, one)

    yield from _between(subject, test)


def floor_below_total(subject: Subject) -> Iterator[Found]:
    """The least that is asked for in short periods does not come to the total that is asked for.

    Two events in each of 8 months are 16, and the season's total is 20: whoever keeps to the monthly figure is 4
    short in the end, and whoever reaches the total early may still miss a month. The same with a figure for
    each of several groups. Find out which of the two figures is the promise, and give readings or acknowledge it.
    """

    def test(low: Read, total: Read) -> str | None:
        sums = _sums(subject, low, total)
        if sums is None or sums.typical >= sums.total:
            return None
        if not _adds_up_to(subject, sums, shared=_shared(subject, low, total)):
            return None
        return f"the floor does not reach the total: {sums.in_words(sums.typical)} by {low.obligation.id}, and {total.obligation.id} asks for {figure(sums.total)}"

    yield from _between(subject, lambda a, b: test(a, b) or test(b, a))


def redundant_total(subject: Subject) -> Iterator[Found]:
    """A total that another obligation's figures already imply: every log that meets the one meets the other.

    Two in each of 12 months are 24, so a total of 20 asks for nothing more. Find out whether the total was meant
    as something else, such as a ceiling, other events, or events on top. A total of one is left alone: that only
    asks whether there was any.
    """

    def test(low: Read, total: Read) -> str | None:
        sums = _sums(subject, low, total)
        if (
            sums is None
            or sums.total < 2
            or sums.fewest <= sums.total
            or not within(sums.low_rule, sums.total_rule, subject.lists)
        ):
            return None
        return f"every log that meets {low.obligation.id} meets {total.obligation.id}: {sums.in_words(sums.fewest)}, and the total asked for is {figure(sums.total)}"

    yield from _between(subject, lambda a, b: test(a, b) or test(b, a))


def subset_figures(subject: Subject) -> Iterator[Found]:
    """One obligation counts a part of the rows that another counts, and nothing says whether the part is inside.

    Six focus groups a year with diverse groups, and thirty focus groups a year: are the six among the thirty, or
    do they come on top? Give one of the two obligations a reading for each.
    """

    def test(part: Read, whole: Read) -> str | None:
        a, b = part.rule, whole.rule
        if not (isinstance(a, Count) and isinstance(b, Count)) or a.measure or b.measure or a.for_each or b.for_each:
            return None
        if (a.per, a.season, activities(a)) != (b.per, b.season, activities(b)):
            return None
        if not within(a, b, subject.lists) or within(b, a, subject.lists):
            return None
        few, many = _rate(subject, a), _rate(subject, b)
        if few is None or many is None or few.number >= many.number or few.near(many):
            return None
        total = Rate(few.number + many.number, few.about or many.about)
        return f"{part.obligation.id} asks for {few} of the rows of which {whole.obligation.id} asks for {many}, and nothing says whether the part is inside the whole: {many} or {total}"

    below = {found.about for found in floor_below_total(subject)}
    for found in _between(subject, lambda a, b: test(a, b) or test(b, a)):
        if found.about not in below:
            yield found


def _between(subject: Subject, test: Callable[[Read, Read], str | None]) -> Iterator[Found]:
    """What a test says of every two obligations."""
    for one, other in subject.pairs():
        told = between(subject, one, other, test)
        if told:
            yield Found(told.message, (one.id, other.id), told.other.path, readings=told.readings)


def _rate(subject: Subject, rule: Count) -> Rate | None:
    """The floor of a count, in a year."""
    rate = a_year(rule.per, rule.season, subject.calendar, subject.agreement.term.span) if rule.per else None
    return rate.times(rule.floor) if rate and rule.floor else None


# One side's floors against the other's total


class _Sums:
    """What a floor comes to in the period of a total."""

    def __init__(self, subject: Subject, low: Count, total: Count, groups: int, fewest: int, typical: int) -> None:
        self.low_rule, self.total_rule, self.groups = low, total, groups
        self._periods = typical
        self.total = total.floor or 0
        self.fewest = fewest * groups * (low.floor or 0)
        self.typical = typical * groups * (low.floor or 0)
        self._names = subject.nouns

    def in_words(self, amount: float) -> str:
        """`8 months x 2 = 16 in the season`."""
        assert self.low_rule.per and self.total_rule.per
        factors = [figure(self.low_rule.floor or 0)]
        if self.groups > 1:
            columns = " and ".join((self.low_rule.for_each or {}).keys())
            factors.insert(0, f"{self.groups} values of {columns}")
        number = amount / self.groups / (self.low_rule.floor or 1)
        if number != 1 or self.groups == 1:
            factors.insert(0, periods_in_words(int(number), self.low_rule.per))
        return f"{' x '.join(factors)} = {figure(amount)} in {each(self.total_rule.per)}"


def _sums(subject: Subject, low: Read, total: Read) -> _Sums | None:
    """A floor in short periods (or for each of several groups) beside a floor in a long one; None where they do not compare."""
    a, b = low.rule, total.rule
    if not (isinstance(a, Count) and isinstance(b, Count)) or a.measure != b.measure or not a.floor or not b.floor:
        return None
    if (b.for_each and a.for_each != b.for_each) or (a.measure and a.measure.distinct):
        return None
    groups = 1 if b.for_each or not a.for_each else _groups(subject, a)
    same_period = a.per == b.per and a.season == b.season
    if not groups or (same_period and groups == 1 and same(a, b, subject.lists) and _shared(subject, low, total)):
        return None
    if same_period:
        return _Sums(subject, a, b, groups, 1, 1)
    found = fit(a, b, subject.calendar, subject.agreement.term.span)
    if found is None or found.typical < 2:
        return None
    # Frequencies of one clause that are no totals are told by two-frequencies.
    if not is_total(b.per) and same(a, b, subject.lists) and _shared(subject, low, total):
        return None
    return _Sums(subject, a, b, groups, found.fewest, found.typical)


def _shared(subject: Subject, one: Read, other: Read) -> bool:
    return bool(subject.shared_clauses(one.obligation, other.obligation))


def _groups(subject: Subject, rule: Count) -> int:
    """How many groups a rule judges; 0 where a list is still open."""
    many = 1
    for name in (rule.for_each or {}).values():
        many *= len(subject.lists.get(name, ()))
    return many


def _adds_up_to(subject: Subject, sums: _Sums, *, shared: bool) -> bool:
    """Whether a reader would add the floor up to the total: both are about the same rows, cut into groups or not;
    within one clause also where the floor counts other rows too, which makes it reach even less."""
    low = sums.low_rule.model_copy(update={"for_each": None}) if sums.groups > 1 else sums.low_rule
    if same(low, sums.total_rule, subject.lists):
        return True
    return shared and not low.for_each and within(sums.total_rule, low, subject.lists)


# What no log can meet together


def _conflict(subject: Subject, asks: Read, allows: Read) -> str | None:
    """What `asks` wants more of than `allows` permits, as a sentence."""
    a, b = asks.rule, allows.rule
    if isinstance(a, Level) and isinstance(b, Level):
        if (
            a.floor is None
            or b.ceiling is None
            or a.floor <= b.ceiling
            or a.value != b.value
            or not same(a, b, subject.lists)
        ):
            return None
        return f"no log can meet both: {asks.obligation.id} asks for at least {figure(a.floor)} on every day, and {allows.obligation.id} allows at most {figure(b.ceiling)}"
    if not isinstance(a, Count) or not a.floor or a.per is None:
        return None
    if isinstance(b, Never):
        if not within(a, b, subject.lists) or b.for_each:
            return None
        return f"no log can meet both: {asks.obligation.id} asks for at least {figure(a.floor)} in each {in_words(a.per)}, and {allows.obligation.id} allows none at all"
    if (
        not isinstance(b, Count)
        or b.ceiling is None
        or b.per is None
        or a.measure != b.measure
        or (a.measure and a.measure.distinct)
    ):
        return None
    if not within(a, b, subject.lists) or (b.for_each and a.for_each != b.for_each):
        return None
    groups = 1 if b.for_each or not a.for_each else _groups(subject, a) or 1
    asked = a.floor * groups
    ids = f"{asks.obligation.id} asks for at least", f"{allows.obligation.id} allows at most"
    if a.per == b.per and a.season == b.season:
        if asked <= b.ceiling:
            return None
        return f"no log can meet both: {ids[0]} {figure(asked)} in each {in_words(a.per)}, and {ids[1]} {figure(b.ceiling)}"
    term = subject.agreement.term.span
    inner = fit(a, b, subject.calendar, term)  # the floor's periods within those of the ceiling
    if inner and inner.fewest * asked > b.ceiling:
        return f"no log can meet both: {ids[0]} {periods_in_words(inner.fewest, a.per)} x {figure(asked)} = {figure(inner.fewest * asked)} in {each(b.per)}, and {ids[1]} {figure(b.ceiling)}"
    outer = fit(b, a, subject.calendar, term)  # the ceiling's periods within those of the floor
    covered = b.season is None or b.season == a.season
    if outer and covered and asked > outer.most * b.ceiling:
        return f"no log can meet both: {ids[0]} {figure(asked)} in {each(a.per)}, and {ids[1]} {periods_in_words(outer.most, b.per)} x {figure(b.ceiling)} = {figure(outer.most * b.ceiling)}"
    return None
