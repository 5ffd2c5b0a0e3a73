"""By hand with Python's csv and nothing else. `python csv_scan.py LOG`."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache

from asked import COLUMNS, NO, OFFICERS, PUBLICATIONS, TEXTS, YES, day, tell

NUMBER = re.compile(r"-?[0-9]{1,18}")


@cache
def three_months_after(given: date) -> date:
    """The corresponding day three months on, or the last day of a shorter month."""
    month = given.month + 3
    year, month = given.year + (month > 12), (month - 1) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(given.day, last))


def main(log: str) -> None:
    """A loop over the rows."""
    tallies: Counter[str] = Counter()
    days: Counter[tuple[str, date]] = Counter()
    officers, publications, words = frozenset(OFFICERS), frozenset(PUBLICATIONS), frozenset((*YES, *NO))
    with open(log, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        assert tuple(next(rows)) == COLUMNS
        for text, activity, ref, title, cleared_by, cleared, town, attended, audience, responses, given, notes in rows:
            tallies["rows"] += 1
            for name, cell in zip(TEXTS, (ref, title, cleared_by, town, audience, notes), strict=True):
                if cell:
                    tallies[name] += 1
            when, cleared_on, given_on = day(text), day(cleared), day(given)
            tallies["bad_dates"] += (
                (when is None) + (cleared != "" and cleared_on is None) + (given != "" and given_on is None)
            )
            tallies["cleared_on"] += cleared_on is not None
            tallies["given_on"] += given_on is not None
            if responses:
                if NUMBER.fullmatch(responses):
                    tallies["responses"] += int(responses)
                else:
                    tallies["bad_numbers"] += 1
            if attended:
                tallies["attended"] += attended.lower() in YES
                tallies["bad_yes_no"] += attended.lower() not in words
            if when and activity:
                days[activity, when] += 1
            if activity == "service_change":
                late = given_on and when and three_months_after(given_on) > when
                tallies["late_notices"] += not given or bool(late)
            elif activity in publications:
                if not cleared_by or not cleared:
                    tallies["not_cleared"] += 1
                elif cleared_by not in officers:
                    tallies["wrong_officer"] += 1
                elif cleared_on and when and cleared_on > when:
                    tallies["cleared_late"] += 1
    weeks: Counter[tuple[str, date]] = Counter()
    for (activity, when), rows_of_day in days.items():
        weeks[activity, when - timedelta(days=when.weekday())] += rows_of_day
    tell(weeks, tallies)


if __name__ == "__main__":
    main(sys.argv[1])
