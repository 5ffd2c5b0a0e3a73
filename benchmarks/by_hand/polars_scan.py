"""By hand with Polars: one lazy query, run in the streaming engine. `python polars_scan.py LOG`."""

from __future__ import annotations

import sys

import polars as pl

from asked import COLUMNS, NO, OFFICERS, PUBLICATIONS, TALLIES, TEXTS, YES, tell


def day(column: str) -> pl.Expr:
    """`%m` also takes a month of one digit, so the form is asked for by itself."""
    text = pl.col(column)
    form = text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    return pl.when(form).then(text.str.to_date("%Y-%m-%d", strict=False))


def main(log: str) -> None:
    """Types and flags, then sums by activity and week."""
    word = pl.col("commissioner_attended").str.to_lowercase()
    number = pl.col("responses")
    rows = pl.scan_csv(log, schema=dict.fromkeys(COLUMNS, pl.String)).with_columns(
        when=day("date"),
        cleared=day("cleared_on"),
        given=day("given_on"),
        number=pl.when(number.str.contains("^-?[0-9]{1,18}$")).then(number.cast(pl.Int64, strict=False)),
        attended=pl.when(word.is_in(YES)).then(statement=True).when(word.is_in(NO)).then(statement=False),
        published=pl.col("activity").is_in(PUBLICATIONS),
        uncleared=pl.col("cleared_by").is_null() | pl.col("cleared_on").is_null(),
        entitled=pl.col("cleared_by").is_in(OFFICERS),
    )
    too_late = pl.col("given").dt.offset_by("3mo") > pl.col("when")
    sums = {
        "rows": pl.len(),
        **{column: pl.col(column).count() for column in TEXTS},
        "cleared_on": pl.col("cleared").count(),
        "given_on": pl.col("given").count(),
        "bad_dates": pl.col("when").null_count()
        + (pl.col("cleared_on").count() - pl.col("cleared").count())
        + (pl.col("given_on").count() - pl.col("given").count()),
        "responses": pl.col("number").sum(),
        "bad_numbers": pl.col("responses").count() - pl.col("number").count(),
        "attended": pl.col("attended").sum(),
        "bad_yes_no": pl.col("commissioner_attended").count() - pl.col("attended").count(),
        "late_notices": ((pl.col("activity") == "service_change") & (pl.col("given_on").is_null() | too_late)).sum(),
        "not_cleared": (pl.col("published") & pl.col("uncleared")).sum(),
        "wrong_officer": (pl.col("published") & ~pl.col("uncleared") & ~pl.col("entitled")).sum(),
        "cleared_late": (pl.col("published") & pl.col("entitled") & (pl.col("cleared") > pl.col("when"))).sum(),
    }
    grouped = rows.group_by("activity", week=pl.col("when").dt.truncate("1w")).agg(
        **{f"n_{k}": v for k, v in sums.items()}
    )
    groups = grouped.collect(engine="streaming")
    weeks = {(a, monday): n for a, monday, n in groups.select("activity", "week", "n_rows").iter_rows() if a and monday}
    tell(weeks, {name: groups[f"n_{name}"].sum() for name in TALLIES})


if __name__ == "__main__":
    main(sys.argv[1])
