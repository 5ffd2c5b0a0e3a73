"""By hand with pyarrow: batches as they are read, each different day read once. `python pyarrow_scan.py LOG`."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from asked import COLUMNS, NO, OFFICERS, PUBLICATIONS, TEXTS, YES, day, tell
from csv_scan import three_months_after

BLOCK = 16 << 20


def days(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The days of a column, and the days three months on: `strptime` would also take 2016-1-5."""
    words = column.dictionary_encode()
    known = [day(text) for text in words.dictionary.to_pylist()]
    later = [three_months_after(found) if found else None for found in known]
    return tuple(pa.array(values, pa.date32()).take(words.indices) for values in (known, later))


def count(*conditions: pa.Array) -> int:
    """How many rows meet all conditions; what is not known meets none."""
    both = conditions[0]
    for more in conditions[1:]:
        both = pc.and_kleene(both, more)
    return pc.sum(both).as_py() or 0


def scan(rows: pa.RecordBatch, weeks: Counter[tuple[str, date]], tallies: Counter[str]) -> None:
    """Add what a batch holds."""
    (when, _), (cleared, _), (given, later) = days(rows["date"]), days(rows["cleared_on"]), days(rows["given_on"])
    filled = {column: len(rows) - rows[column].null_count for column in COLUMNS}
    numbers = rows["responses"].drop_null()
    good = pc.match_substring_regex(numbers, "^-?[0-9]{1,18}$")
    words = pc.utf8_lower(rows["commissioner_attended"])
    yes, no = pc.is_in(words, pa.array(YES)), pc.is_in(words, pa.array(NO))
    published, notices = (
        pc.is_in(rows["activity"], pa.array(PUBLICATIONS)),
        pc.equal(rows["activity"], "service_change"),
    )
    uncleared = pc.or_(rows["cleared_by"].is_null(), rows["cleared_on"].is_null())
    entitled = pc.is_in(rows["cleared_by"], pa.array(OFFICERS))
    tallies.update({column: filled[column] for column in TEXTS})
    tallies.update({
        "rows": len(rows),
        "cleared_on": len(rows) - cleared.null_count,
        "given_on": len(rows) - given.null_count,
        "bad_dates": when.null_count + sum(d.null_count - rows[c].null_count for d, c in ((cleared, "cleared_on"), (given, "given_on"))),
        "responses": pc.sum(numbers.filter(good).cast(pa.int64())).as_py() or 0,
        "bad_numbers": len(numbers) - count(good),
        "attended": count(yes),
        "bad_yes_no": filled["commissioner_attended"] - count(yes) - count(no),
        "late_notices": count(notices, pc.or_kleene(rows["given_on"].is_null(), pc.greater(later, when))),
        "not_cleared": count(published, uncleared),
        "wrong_officer": count(published, pc.invert(uncleared), pc.invert(entitled)),
        "cleared_late": count(published, entitled, pc.greater(cleared, when)),
    })  # fmt: skip
    by_day = (
        pa.table({"activity": rows["activity"], "day": when})
        .group_by(["activity", "day"])
        .aggregate([([], "count_all")])
    )
    for group in by_day.to_pylist():
        if group["activity"] and group["day"]:
            weeks[group["activity"], group["day"] - timedelta(days=group["day"].weekday())] += group["count_all"]


def main(log: str) -> None:
    """Batch by batch."""
    weeks: Counter[tuple[str, date]] = Counter()
    tallies: Counter[str] = Counter()
    reading = csv.ReadOptions(block_size=BLOCK)
    texts = csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    with csv.open_csv(log, reading, csv.ParseOptions(newlines_in_values=True), texts) as batches:
        for rows in batches:
            scan(rows, weeks, tallies)
    tell(weeks, tallies)


if __name__ == "__main__":
    main(sys.argv[1])
