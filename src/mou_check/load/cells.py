"""The strict forms of cells: what a date, a number or a time must look like, in SQL and in words.

No two CSV readers agree on what a date is, so these are ours: a cell has the form exactly, or it is a
located error. Spaces around a cell never mean anything.
"""

from __future__ import annotations

from mou_check.log import ColumnType

SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "time": "TIME",
    "datetime": "TIMESTAMP",
    "yes-no": "BOOLEAN",
}

# What cells of these types look like, as a regular expression that Python and DuckDB read alike.
PATTERNS: dict[ColumnType, str] = {
    "integer": "[-+]?[0-9]{1,18}",
    "number": "[-+]?[0-9]{1,300}(\\.[0-9]+)?",
    "time": "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?",
    "yes-no": "(?i)(yes|y|true|no|n|false)",
}

OTHER_SPACES = "\t\v\f\r\xa0"
_SPACES_SQL = "concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160))"


def trimmed_sql(text: str, *, others: bool) -> str:
    """The text of a cell without the spaces around it in SQL, null when nothing is left.

    Looking for `others` than blanks takes three times as long, so only where a file has them.
    """
    return f"nullif(trim({text}{f', {_SPACES_SQL}' if others else ''}), '')"


def typed_sql(kind: ColumnType, text: str) -> str:
    """The value of a trimmed text in SQL, null where it does not have the strict form.

    Texts fold here as far as they are plain ASCII. Dates with a time are read in Python (`dates.Dates.moment`).
    """
    if kind == "datetime":
        return "NULL::TIMESTAMP"
    if kind == "text":
        spaced = " OR ".join(f"contains({text}, {space})" for space in ("'  '", "chr(9)", "chr(10)"))
        return f"lower(CASE WHEN {spaced} THEN regexp_replace({text}, '\\s+', ' ', 'g') ELSE {text} END)"
    if kind == "date":
        return f"CASE WHEN TRY_CAST({text} AS DATE)::VARCHAR = {text} AND length({text}) = 10 THEN TRY_CAST({text} AS DATE) END"
    if kind == "integer":
        return f"CASE WHEN regexp_full_match({text}, '{PATTERNS[kind]}') THEN TRY_CAST({text} AS BIGINT) END"
    if kind == "number":
        return f"CASE WHEN regexp_full_match({text}, '{PATTERNS[kind]}') THEN TRY_CAST({text} AS DOUBLE) END"
    if kind == "time":
        return f"CASE WHEN regexp_full_match({text}, '{PATTERNS[kind]}') THEN TRY_CAST({text} || CASE WHEN length({text}) = 5 THEN ':00' ELSE '' END AS TIME) END"
    assert kind == "yes-no"
    return f"CASE WHEN lower({text}) IN ('yes', 'y', 'true') THEN true WHEN lower({text}) IN ('no', 'n', 'false') THEN false END"
