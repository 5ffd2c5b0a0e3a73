"""How many rows each activity has in each month, and when it fell silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import ceil

from mou_check.log_report.subject import Found, Subject
from mou_check.model.log_report import ActivityCount, MonthCount, Silence, SilentActivity
from mou_check.model.spans import DAY
from mou_check.model.words import day as day_in_words
from mou_check.model.words import plural

# From how many other silences on an activity has a rhythm, and the share of them that says what is usual.
RHYTHM, USUAL = 8, 0.9
# A silence is unusual that is more than so many times as long as usual, and longer than so many days.
TIMES, WEEK = 2, 7
YEAR = 366 * DAY


def counts(subject: Subject, found: Found) -> tuple[list[ActivityCount], list[SilentActivity]]:
    """The activities that have rows, and those that have none, in the order of the agreement."""
    with_rows, silent = [], []
    for code, activity in subject.agreement.activities.items():
        days = sorted(subject.log.daily(code))
        if not days:
            silent.append(SilentActivity(code, activity.title, code in subject.log.recorded))
            continue
        months: Counter[str] = Counter()
        for day, rows, _ in days:
            months[f"{day:%Y-%m}"] += rows
        silence = longest_silence([day for day, *_ in days], _end_of_log(subject))
        with_rows.append(
            ActivityCount(
                code,
                activity.title,
                months.total(),
                days[0][0],
                days[-1][0],
                tuple(MonthCount(month, rows) for month, rows in sorted(months.items())),
                silence,
            )
        )
        if silence and silence.unusual:
            _tell(code, silence, days, subject, found)
    return with_rows, silent


def longest_silence(days: Sequence[date], end: date) -> Silence | None:
    """The longest time without a row, `days` being the different days that have one; the last one runs to `end`."""
    gaps = [(after - before).days for before, after in pairwise(days)]
    longest = max([*gaps, (end - days[-1]).days])
    if longest <= 0:
        return None
    others = sorted(gaps)
    if longest in gaps:
        others.remove(longest)
    usual = others[ceil(len(others) * USUAL) - 1] if len(others) >= RHYTHM else None
    unusual = usual is not None and longest > max(TIMES * usual, WEEK)
    if longest in gaps:
        at = gaps.index(longest)
        return Silence(days[at], days[at + 1], longest, usual, unusual, open=False)
    return Silence(days[-1], end, longest, usual, unusual, open=True)


def _end_of_log(subject: Subject) -> date:
    """The last day of which a row could stand in the log."""
    ends = [span.last for span in (subject.log.covered, subject.log.span) if span and span.last]
    return min(max(ends), subject.as_of) if ends else subject.as_of


def _tell(
    code: str, silence: Silence, days: Sequence[tuple[date, int, list[int]]], subject: Subject, found: Found
) -> None:
    last = day_in_words(silence.to)
    until = f"and none until {last}, where the log ends" if silence.open else f"and the next on {last}"
    message = (
        f"no {subject.nouns[code].one} for {plural(silence.days, 'day')}: the last on {day_in_words(silence.from_)}, {until}; "
        f"nine in ten times the next comes within {plural(silence.usual or 0, 'day')}"
    )
    ids = [first for day, _, (first, *_) in days if day == silence.from_ or (day == silence.to and not silence.open)]
    found.row("note", "long-silence", message, ids, activity=code, column="date")


# From the other rows of the log


def strays(days: Sequence[tuple[date, int]]) -> tuple[date | None, date | None]:
    """The last day of a few that lie far before all others, and the first of a few far after them.

    `days` are the different days of a log with their rows, in order. A few are one row, or one in a hundred where there
    are more; far is more than a year, and more than twice the longest silence of the others.
    """
    few = max(sum(rows for _, rows in days) // 100, 1)
    early, late = list(_few(days, few)), list(_few(days[::-1], few))
    others = [day for day, _ in days[len(early) : len(days) - len(late)]]
    if len(others) < 3:
        return None, None
    far = max(max(after - before for before, after in pairwise(others)) * 2, YEAR)
    before = [day for day, next_day in pairwise([*early, others[0]]) if next_day - day > far]
    after = [day for day, last_day in pairwise([*late, others[-1]]) if day - last_day > far]
    return max(before, default=None), min(after, default=None)


def _few(days: Sequence[tuple[date, int]], few: int) -> Iterator[date]:
    """The first days as long as they have but a few rows together."""
    for day, rows in days:
        few -= rows
        if few < 0:
            return
        yield day
