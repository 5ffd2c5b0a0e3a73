"""Make a large activity log for the Cheshire agreement: synthetic, and the same bytes for the same number of rows.

    python benchmarks/make_log.py ROWS FILE [--quoted-newlines]

Twelve columns and about 140 bytes a row, ordered by date, with activities whose rules need no other columns. One
cell in a hundred rows is quoted because of a comma; with `--quoted-newlines` one in a thousand holds a newline
instead. Four faults are planted in every 400,000 rows, the first four early, so that a small log has them too:
`FAULTS` says which. All else is kept. Ten million rows take a quarter of a minute.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

FIRST_DAY, DAYS = "2015-05-06", 696  # up to and with 31 March 2017

# A block is one row of each activity, all on one day. Its Panel meeting and the social media session that served the
# meeting have one ref; the session comes first, so that a last block which is cut leaves no meeting without one.
PUBLICATIONS = ("news_release", "web_update", "stakeholder_newsletter", "internal_blog", "broadcast_message")
EVENTS = ("roadshow", "consultation_event")
ACTIVITIES = (
    *PUBLICATIONS, *EVENTS, "focus_group", "survey", "service_change", "social_media_support", "panel_meeting",
)  # fmt: skip
OFFICERS = ("Chief Executive", "Head of Scrutiny and Planning", "Planning and Strategy Officer")
TOWNS = (
    "Chester", "Crewe", "Ellesmere Port", "Macclesfield", "Northwich", "Runcorn", "Warrington", "Widnes", "Winsford",
)  # fmt: skip
AUDIENCES = ("general public", "business people", "victims of crime", "diverse group", "service users")
SUBJECTS = ("rural crime", "burglary", "road safety", "cyber crime", "hate crime", "local policing priorities")

# In which block of every so many a fault stands, and what it is.
FAULTS_EVERY = 400_000 // len(ACTIVITIES)
FAULTS = {
    "cleared late": 30,  # a news release, the day after it went out
    "cleared by the wrong officer": 60,  # a website update
    "not cleared": 90,  # an internal blog post, by nobody on no day
    "notice too short": 120,  # of a service change, 60 days
}


def _list(values: tuple[str, ...]) -> str:
    return f"[{', '.join(repr(value) for value in values)}]"


def _in(values: tuple[str, ...]) -> str:
    return f"activity IN ({', '.join(repr(value) for value in values)})"


def _fault(name: str, activity: str) -> str:
    return f"(activity = '{activity}' AND block % {FAULTS_EVERY} = {FAULTS[name]})"


def _any(values: tuple[str, ...], divisor: int) -> str:
    """One of some values: `luck` holds 32 bits, of which each column takes others."""
    return f"{_list(values)}[1 + (luck // {divisor}) % {len(values)}]"


def sql(rows: int, *, quoted_newlines: bool) -> str:
    """The log as a query. No row depends on another one; Knuth's multiplicative hash of a row's number is its luck."""
    late, wrong = _fault("cleared late", "news_release"), _fault("cleared by the wrong officer", "web_update")
    never, short = _fault("not cleared", "internal_blog"), _fault("notice too short", "service_change")
    newline = "WHEN luck % 1000 = 7 THEN 'Synthetic.' || chr(10) || 'Nothing in it is real.'" if quoted_newlines else ""
    return f"""
        SELECT date, activity,
            CASE WHEN {_in(("panel_meeting", "social_media_support"))} THEN printf('PCP-%08d', block) ELSE printf('REF-%08d', i) END AS ref,
            'Item about ' || {_any(SUBJECTS, 7)} AS title,
            CASE WHEN NOT {_in(PUBLICATIONS)} OR {never} THEN NULL WHEN {wrong} THEN 'Head of Engagement' ELSE {_any(OFFICERS, 64)} END AS cleared_by,
            CASE WHEN NOT {_in(PUBLICATIONS)} OR {never} THEN NULL WHEN {late} THEN date + 1 ELSE date - (luck // 256 % 4)::INTEGER END AS cleared_on,
            CASE WHEN {_in(EVENTS)} THEN {_any(TOWNS, 512)} END AS town,
            CASE WHEN {_in(EVENTS)} THEN 'yes' END AS commissioner_attended,
            CASE WHEN activity = 'focus_group' THEN {_any(AUDIENCES, 1024)} END AS audience,
            CASE WHEN activity = 'survey' THEN 5000 + luck // 2048 % 3000 END AS responses,
            CASE WHEN {short} THEN date - 60 WHEN activity = 'service_change' THEN date - 93 - (luck // 4096 % 60)::INTEGER END AS given_on,
            CASE {newline} WHEN luck % 100 = 0 THEN 'synthetic, as all of it, and made for measuring the speed of checks'
                ELSE 'a synthetic row for measuring the speed of checks' END AS notes
        FROM (
            SELECT *, {_list(ACTIVITIES)}[1 + (i + 2 * block) % {len(ACTIVITIES)}] AS activity,
                DATE '{FIRST_DAY}' + (block * {len(ACTIVITIES) * DAYS} // {rows})::INTEGER AS date
            FROM (SELECT i, i // {len(ACTIVITIES)} AS block, i * 2654435761 % 4294967296 // 3 AS luck FROM range({rows}) r(i))
        )"""


def make(rows: int, file: Path, *, quoted_newlines: bool = False) -> None:
    """Write the log, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    query = sql(rows, quoted_newlines=quoted_newlines)
    duckdb.connect().execute(f"COPY ({query}) TO '{part}' (FORMAT csv, HEADER, DELIMITER ',')")
    part.replace(file)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Make a large activity log for the Cheshire agreement.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--quoted-newlines", action="store_true", help="a newline in one cell of a thousand rows")
    asked = parser.parse_args()
    make(asked.rows, asked.file, quoted_newlines=asked.quoted_newlines)


if __name__ == "__main__":
    main()
