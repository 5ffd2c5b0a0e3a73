"""What the scripts written by hand are asked, and the form of their answer. No script reads more than once.

Of every row, all twelve columns are read and typed. A date is YYYY-MM-DD and nothing else, a number is of digits
only, yes-no is one of six words; what is not of its form is counted and takes part in nothing else. An empty `date`
is not of its form either. Texts are counted where there is one.

- Weeks: rows for each activity and week, by the Monday.
- Late notices: service changes told on no day, or less than three calendar months ahead, counted forward from the
  day of the notice.
- Clearances of publications: missing (no officer, or no day), else by the wrong officer, else late.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache

COLUMNS = (
    "date", "activity", "ref", "title", "cleared_by", "cleared_on", "town", "commissioner_attended", "audience", "responses",
    "given_on", "notes",
)  # fmt: skip
TEXTS = ("ref", "title", "cleared_by", "town", "audience", "notes")
PUBLICATIONS = ("news_release", "web_update", "stakeholder_newsletter", "internal_blog", "broadcast_message")
OFFICERS = ("Chief Executive", "Head of Scrutiny and Planning", "Planning and Strategy Officer")
YES, NO = ("yes", "y", "true"), ("no", "n", "false")
TALLIES = (
    "rows", *TEXTS, "cleared_on", "given_on", "bad_dates", "responses", "bad_numbers", "attended", "bad_yes_no",
    "late_notices", "not_cleared", "wrong_officer", "cleared_late",
)  # fmt: skip


@cache
def day(text: str) -> date | None:
    """The day, or None where the text is not YYYY-MM-DD. There are few days, so each is read once."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def tell(weeks: Mapping[tuple[str, date], int], tallies: Mapping[str, int]) -> None:
    """Print the answer: counts by activity and Monday, and the tallies by their names."""
    by_activity: dict[str, dict[str, int]] = {}
    for activity, monday in sorted(weeks):
        by_activity.setdefault(activity, {})[monday.isoformat()] = int(weeks[activity, monday])
    print(json.dumps({**{name: int(tallies[name]) for name in TALLIES}, "weeks": by_activity}))
