"""What stands in logs, before any verdict, as it is published (`schemas/log.schema.json`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mou_check.model.problems import CODES, Level, Problem
from mou_check.model.results import From, LogResult, RowPlace, Term, Tool, Window

# Every code that an observation can have beside those of problems, with what it means and what to do about it.
# `mou-check explain CODE` prints it. In the order in which they are told.
OBSERVATIONS: dict[str, str] = {
    "near-value": "A value is none of those that rules know in its column, and one letter away from one of them. Correct it, or a rule will take it for somebody or something else.",
    "look-alike": "Rows of one activity on one day are the same in all other cells but ref, or but for one letter of the title. Check that it is not one thing written down twice.",
    "far-from-others": "A few rows lie more than a year, and more than twice the longest silence of all the others, away from the rest of the log. Probably the year is a slip.",
    "out-of-order": "Two dates of a row stand the wrong way round: notice given after the event, done before it was asked for, ended before it began, written down before it happened.",
    "far-apart": "Two dates of a row lie more than a year apart, and more than twice the time that the rule is about. Probably one of the two years is a slip.",
    "future-date": "A date lies after the day as of which the log is looked at. A row that is dated so is a plan and counts nowhere yet; any other such date reads as an empty cell.",
    "before-term": "Rows are dated before the agreement's term. They can answer what later rows need, and count toward nothing else.",
    "after-term": "Rows are dated after the agreement's term. They count toward nothing that only the term asks for.",
    "late-entry": "A row was written down more than 31 days after its day (column recorded_on). What is written down late can be left out of a report that was made before.",
    "long-silence": "The longest time without a row of an activity is more than twice as long as nine in ten of its others, and more than a week. Either nothing happened, or it was not logged.",
    "counts-toward-nothing": "No rule reads the row, under any reading: the message says why. Either it is logged under the wrong activity or with wrong cells, or nothing was promised of it.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observation:
    """Something in a log that a person should know of. An error: the row is lost; a warning: probably a slip.

    `file`, `row`, `line` and `column` are the place; `rows` says how many rows it is about, and `places` names the first.
    """

    level: Level
    code: str
    message: str
    activity: str | None = None
    file: str | None = None
    row: int | None = None
    line: int | None = None
    column: str | None = None
    rows: int = 1
    places: tuple[RowPlace, ...] = ()

    def __post_init__(self) -> None:
        assert self.code in CODES or self.code in OBSERVATIONS, self.code


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both inside."""

    from_: From
    to: date


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest time from one row of an activity to the next: so many days, of which only the first and the last have a row.

    `usual` is what nine in ten of its silences do not exceed; null where there are too few to tell. `open`: no next row
    has come, and the time runs to the end of the log.
    """

    from_: From
    to: date
    days: int
    usual: int | None
    unusual: bool
    open: bool


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many rows a month has (`2015-06`)."""

    month: str
    rows: int


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """The rows of an activity: how many, on which days, in each month that has any, and the longest time without one."""

    activity: str
    title: str
    rows: int
    first: date
    last: date
    months: tuple[MonthCount, ...]
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class SilentActivity:
    """An activity of the agreement without a row. `recorded`: the project file says that the log would show it."""

    activity: str
    title: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class ColumnCount:
    """The cells of a column that a file has.

    `declared`: the agreement says what it holds. `read`: rules read it. `expected` counts the rows of the activities that
    declare it (of all activities, where it is declared of none), `filled` the cells in these that are filled, `of_form`
    those that have the form of its type. `elsewhere` counts filled cells in rows of other activities.
    """

    column: str
    type: str
    declared: bool
    read: bool
    expected: int
    filled: int
    of_form: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Delay:
    """How long after their days rows were written down: in how many rows that can be told, and days for half of them,
    for nine in ten, and at the worst."""

    rows: int
    half: int
    nine_in_ten: int
    worst: int
    worst_row: RowPlace


@dataclass(frozen=True, slots=True)
class LogReport:
    """The log of one agreement. Always rows = used + rejected + unmatched.

    `state` says whether it can be used: `unreadable` when a file cannot be read or no row can be used. `span` runs from
    the first to the last row that is used, `main_span` leaves out the few far from all others, `covered` is what the project file declares, `window` the days that `verify`
    would review. `year_starts` is the day on which the agreement's years start. `observations` name at most 200 of a
    code; `totals` counts all, by code.
    """

    id: str
    title: str
    file: str
    state: Literal["read", "unreadable"]
    files: tuple[LogResult, ...]
    rows: int
    used: int
    rejected: int
    unmatched: int
    span: Days | None
    main_span: Days | None
    covered: Days | None
    window: Window | None
    term: Term
    year_starts: str
    activities: tuple[ActivityCount, ...]
    silent: tuple[SilentActivity, ...]
    columns: tuple[ColumnCount, ...]
    delay: Delay | None
    observations: tuple[Observation, ...]
    totals: dict[str, int]


@dataclass(frozen=True, slots=True)
class LogDocument:
    """What stands in the logs of a run, as of a day."""

    format: Literal[1]
    tool: Tool
    as_of: date
    exit_status: int
    logs: tuple[LogReport, ...]
    problems: tuple[Problem, ...]
