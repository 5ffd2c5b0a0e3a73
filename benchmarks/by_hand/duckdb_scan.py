"""By hand with DuckDB: one query. `python duckdb_scan.py LOG`."""

from __future__ import annotations

import sys

import duckdb

from asked import COLUMNS, NO, OFFICERS, PUBLICATIONS, TALLIES, TEXTS, YES, tell


def day(column: str) -> str:
    """A DATE also takes 2016-1-5, 2016/01/05 and infinity: only what reads the same on the way back is of the form."""
    return f"CASE WHEN length({column}) = 10 AND TRY_CAST({column} AS DATE)::VARCHAR = {column} THEN TRY_CAST({column} AS DATE) END"


def main(log: str) -> None:
    """Types in the inner query, flags in the middle, sums by activity and week around them."""
    typed = f"""
        SELECT * REPLACE ({day("date")} AS date, {day("cleared_on")} AS cleared_on, {day("given_on")} AS given_on,
                CASE WHEN regexp_full_match(responses, '-?[0-9]{{1,18}}') THEN responses::BIGINT END AS responses,
                CASE WHEN lower(commissioner_attended) IN {YES} THEN true WHEN lower(commissioner_attended) IN {NO} THEN false END
                    AS commissioner_attended),
            cleared_on AS cleared_text, given_on AS given_text, responses AS number, commissioner_attended AS word
        FROM read_csv($log, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
            columns = {{{", ".join(f"{column}: 'VARCHAR'" for column in COLUMNS)}}})"""
    flags = f"""
        SELECT *, activity IN {PUBLICATIONS} AS published, cleared_by IS NULL OR cleared_text IS NULL AS uncleared,
            cleared_by IN {OFFICERS} AS entitled
        FROM ({typed})"""
    sums = {
        "rows": "count(*)",
        **{column: f"count({column})" for column in (*TEXTS, "cleared_on", "given_on")},
        "bad_dates": "count(*) - count(date) + count(cleared_text) - count(cleared_on) + count(given_text) - count(given_on)",
        "responses": "coalesce(sum(responses), 0)",
        "bad_numbers": "count(number) - count(responses)",
        "attended": "count(*) FILTER (WHERE commissioner_attended)",
        "bad_yes_no": "count(word) - count(commissioner_attended)",
        "late_notices": "count(*) FILTER (WHERE activity = 'service_change' AND (given_text IS NULL OR given_on + INTERVAL 3 MONTH > date))",
        "not_cleared": "count(*) FILTER (WHERE published AND uncleared)",
        "wrong_officer": "count(*) FILTER (WHERE published AND NOT uncleared AND NOT entitled)",
        "cleared_late": "count(*) FILTER (WHERE published AND entitled AND cleared_on > date)",
    }
    query = f"SELECT activity, date_trunc('week', date)::DATE, {', '.join(sums[name] for name in TALLIES)} FROM ({flags}) GROUP BY ALL"
    groups = duckdb.connect().execute(query, {"log": log}).fetchall()
    weeks = {(activity, monday): counts[0] for activity, monday, *counts in groups if activity and monday}
    tell(weeks, {name: sum(group[2 + at] for group in groups) for at, name in enumerate(TALLIES)})


if __name__ == "__main__":
    main(sys.argv[1])
