"""Two dates of a row that a rule sets against each other, and that stand the wrong way round or far too far apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mou_check.log import DATED, RECORDED_ON, Query
from mou_check.log_report.subject import TOLD, Found, Subject
from mou_check.model.lengths import Length
from mou_check.model.problems import Level
from mou_check.model.words import day as day_in_words
from mou_check.model.words import plural
from mou_check.rules.approval import Approval
from mou_check.rules.base import Rule
from mou_check.rules.deadline import Deadline
from mou_check.rules.notice import Notice
from mou_check.rules.selecting import Selection, SpanColumns

YEAR = 365


@dataclass(slots=True)
class Pair:
    """Two columns of dates: the one that should come first and the other one, and what it is when it does not.

    `wrong` is empty where either may come first, `what` where nothing is too far apart. `days` is about how long the rules
    say; rows of `selections` have both.
    """

    first: str
    then: str
    wrong: str
    what: str
    days: int = 0
    level: Level = "warning"
    selections: list[Selection] = field(default_factory=list)

    @property
    def far(self) -> int:
        """From more than so many days apart on, one of the two is probably a slip."""
        return max(YEAR, 2 * self.days)


def implausible(subject: Subject, found: Found) -> None:
    """Pairs of dates that cannot well be so, from the rules that read them."""
    pairs: dict[tuple[str, str, str], Pair] = {}
    for _, rule in subject.rules():
        for selection, pair in _pairs(rule):
            kept = pairs.setdefault((pair.first, pair.then, pair.what), pair)
            kept.days = max(kept.days, pair.days)
            kept.selections.append(selection)
    for pair in pairs.values():
        _look(subject, pair, found)
    log = subject.log
    if RECORDED_ON in log.present and log.cells[RECORDED_ON].type in DATED:
        _look(subject, Pair("date", RECORDED_ON, "written down before it happened", "", level="note"), found)


def _pairs(rule: Rule) -> Iterator[tuple[Selection, Pair]]:
    """The pairs of dates that a rule sets against each other within a row."""
    if isinstance(rule, Notice):
        yield rule, Pair(rule.given, rule.event, "notice given after the event", "notice", _days(rule.at_least))
    if isinstance(rule, Deadline) and rule.due != "unlimited" and rule.due.by_case:
        for done in rule.done or ():
            if rule.due.column:
                yield rule, Pair(done, rule.due.column, "", "done and due")
            else:
                start, days = rule.due.start_column, _days(rule.due.within or Length())
                # What is due so long after the row's own day may well be done before it.
                level: Level = "note" if start == rule.day_column() else "warning"
                yield rule, Pair(start, done, "done before its time began to run", "time taken", days, level)
    if isinstance(rule, Approval) and rule.approved_on and not rule.clearance:
        yield rule, Pair(rule.approved_on, rule.day_column(), "", "approval")
    for _, selection in rule.selections():
        if isinstance(selection.dated, SpanColumns):
            yield selection, Pair(selection.dated.from_, selection.dated.to, "ended before it began", "")


def _days(length: Length) -> int:
    """A length in days, roughly: five of seven days are working days."""
    return round(length.months * 30.44 + length.days * (1.4 if "working" in length.kind else 1))


def _look(subject: Subject, pair: Pair, found: Found) -> None:
    log = subject.log
    first, then = log.cells[pair.first], log.cells[pair.then]
    if pair.first == pair.then or not {pair.first, pair.then} <= log.present:
        return
    query = Query(log, subject.as_of, [pair.first, pair.then])
    selected = " OR ".join(f"({s.matching(query, subject.lists)})" for s in pair.selections) or "true"
    apart = f"({then.day} - {first.day})"
    far = f"abs({apart}) > {pair.far}" if pair.what else "false"
    wrong = f"{apart} < 0" if pair.wrong else "false"
    for code, where in (("out-of-order", wrong), ("far-apart", f"{far} AND NOT ({wrong})")):
        if where == "false":
            continue
        rows = query.run(
            f"SELECT id, a, {first.day}, {then.day}, count(*) OVER () FROM {log.table} WHERE ({where}) AND ({selected}) ORDER BY id LIMIT {TOLD}"
        )
        for row, a, one, other, _ in rows:
            days = (other - one).days
            early, late = (f"{c} ({day_in_words(d)})" for c, d in ((pair.first, one), (pair.then, other)))
            if code == "out-of-order":
                told = f"{late} is {plural(-days, 'day')} before {early}: {pair.wrong}"
            else:
                told = f"{early} and {late} are {plural(abs(days), 'day')} apart"
            column = pair.then if pair.first == "date" else pair.first
            found.row(pair.level, code, f"{subject.one(a)}: {told}", [row], activity=subject.code(a), column=column)
        found.more(code, rows[0][-1] - len(rows) if rows else 0)
