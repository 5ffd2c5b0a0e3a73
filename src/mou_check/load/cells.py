"""The strict forms of cells: what a date, a number or a time must look like, in SQL and in words.

No two CSV readers agree on what a date is, so these are ours: a cell has the form exactly, or it is a
located error. Spaces around a cell never mean anything.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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

OTHER_SPACES = "\t\v\f\r\xa0"
_SPACES_SQL = "concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160))"


def trimmed_sql(text: str, *, others: bool) -> str:
    """The text of a cell without the spaces around it in SQL, null when nothing is left.

    Looking for `others` than blanks takes three times as long, so only where a file has them.
    """
    return f"nullif(trim({text}{f', {_SPACES_SQL}' if others else ''}), '')"


def typed_sql(kind: ColumnType, text: str) -> str:
    """The value of a trimmed text in SQL, null where it does not have the strict form.

    Texts fold here as far as they are plain ASCII. Dates with a time are parsed in Python (`parse_moment`).
    """
    if kind == "datetime":
        return "NULL::TIMESTAMP"
    if kind == "text":
        spaced = " OR ".join(f"contains({text}, {space})" for space in ("'  '", "chr(9)", "chr(10)"))
        return f"lower(CASE WHEN {spaced} THEN regexp_replace({text}, '\\s+', ' ', 'g') ELSE {text} END)"
    if kind == "date":
        return f"CASE WHEN TRY_CAST({text} AS DATE)::VARCHAR = {text} AND length({text}) = 10 THEN TRY_CAST({text} AS DATE) END"
    if kind == "integer":
        return f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,18}}') THEN TRY_CAST({text} AS BIGINT) END"
    if kind == "number":
        return f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]{{1,300}}(\\.[0-9]+)?') THEN TRY_CAST({text} AS DOUBLE) END"
    if kind == "time":
        return f"CASE WHEN regexp_full_match({text}, '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?') THEN TRY_CAST({text} || CASE WHEN length({text}) = 5 THEN ':00' ELSE '' END AS TIME) END"
    assert kind == "yes-no"
    return f"CASE WHEN lower({text}) IN ('yes', 'y', 'true') THEN true WHEN lower({text}) IN ('no', 'n', 'false') THEN false END"


def parse_moment(text: str, zone: ZoneInfo) -> tuple[date, datetime | None, datetime | None] | None:
    """Local day, local time and moment in UTC of a date or a date and time; None when it is neither.

    A time with an offset is moved to the local clock: half past midnight in summer is not the day before.
    """
    shape = (
        len(text) >= 10 and text[4] == text[7] == "-" and (len(text) == 10 or (text[10] in "T " and len(text) >= 16))
    )
    if not shape:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None, None
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        return local.date(), local.replace(tzinfo=None), local.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):  # the first and last days that there are have no other side of midnight
        return None
