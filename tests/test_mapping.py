"""Logs as offices keep them: their own names, values and dates, declared in the project file, give the same verdicts."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_check.load.date_formats import DIRECTIVES, clash, parse_format
from mou_check.load.dates import Dates
from mou_check.load.likely_dates import likely_formats, what_to_declare
from mou_check.model.problems import Problem
from mou_check.model.results import Document
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER, TODAY

AGREEMENT = """format: 1
id: it
title: An agreement
parties: {a: {name: A}}
term: {starts: 2015-01-01, ends: 2015-12-31}
lists: {clearers: [Chief Executive, Head of Planning]}
activities:
  news_release: {title: News release, columns: {cleared_by: text, cleared_on: date, copies: integer, urgent: yes-no, at: time, sent: datetime}}
  web_update: {title: Web update}
obligations:
  - {id: releases, clauses: ["1"], title: Releases, says: Two a month., bearer: a, force: must, rule: {kind: count, activity: news_release, at_least: 2, per: month}}
  - {id: updates, clauses: ["1"], title: Updates, says: One a month., bearer: a, force: must, rule: {kind: count, activity: web_update, at_least: 1, per: month}}
  - {id: cleared, clauses: ["1"], title: Cleared, says: Cleared first., bearer: a, force: must, rule: {kind: approval, activity: news_release, by: clearers, approver: cleared_by, approved_on: cleared_on}}
  - {id: urgent, clauses: ["1"], title: Urgent, says: Urgent ones in many copies., bearer: a, force: must, rule: {kind: every, activity: news_release, where: {urgent: yes}, must: {copies: {at_least: 100}, at: {before: "12:00"}, sent: {on_or_before: {column: cleared_on}}}}}
clauses: [{ref: "1", holds: [releases, updates, cleared, urgent]}]
"""
PLAIN = """date,activity,ref,cleared_by,cleared_on,copies,urgent,at,sent
2015-01-05,news_release,NR-1,Chief Executive,2015-01-04,120,yes,09:00,2015-01-04T00:30
2015-01-31,news_release,NR-2,Head of Planning,2015-02-01,,no,,
2015-02-10,news_release,NR-3,,2015-02-09,80,yes,14:00,2015-06-01T00:30
2015-02-11,web_update,,,,,,,
2015-06-01,news_release,NR-4,Somebody,2015-05-30,100,yes,11:59,2015-05-31T23:59
"""
# The same without times of day.
DAYS = re.sub(r"T\d\d:\d\d", "", PLAIN)


class Office:
    """A project in a folder, whose project file and log are written and judged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for place in ("agreements", "activity_logs"):
            (folder / place).mkdir()
        (folder / "agreements" / "it.yaml").write_text(AGREEMENT, encoding="utf-8")

    def __call__(self, entry: str, log: str = PLAIN, **options: Any) -> Document:
        """`entry` is what stands in the project file beside `agreement: it`, as YAML in flow or block style."""
        text = "".join(f"    {line}\n" for line in entry.splitlines())
        (self.folder / "mou-check.yaml").write_text(f"format: 1\nlogs:\n  - agreement: it\n{text}", encoding="utf-8")
        (self.folder / "activity_logs" / "it.csv").write_text(log, encoding="utf-8")
        return run(Options(TODAY, self.folder, **options), LOADER)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def told(document: Document) -> dict[str, Any]:
    """The result document without what must differ: the files' sums, and what is told of the mapping."""
    result = json.loads(render("json", document, Look()))
    for agreement in result["agreements"]:
        for log in agreement["logs"]:
            log["assumed"] = {}
    return {**result, "inputs": [i["path"] for i in result["inputs"]]}


def assumed(document: Document) -> dict[str, str]:
    return document.agreements[0].logs[0].assumed


def problems(document: Document) -> list[tuple[str, str, int | None, int | str | None]]:
    return [(p.level, p.code, p.line, p.column) for p in document.problems]


def only(document: Document) -> Problem:
    (problem,) = document.problems
    return problem


def day_first(text: str) -> str:
    return re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", text)


def month_named(text: str) -> str:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    return re.sub(r"(\d{4})-0(\d)-0?(\d+)", lambda m: f"{m[3]} {names[int(m[2]) - 1]} {m[1][2:]}", text)


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    for one, other in pairs:
        text = text.replace(one, other)
    return text


# One result, however the log is written


@pytest.mark.parametrize(
    ("entry", "log", "says"),
    [
        (
            "columns: {Event date: date, What: activity, Signed off by: cleared_by}",
            swapped(PLAIN, ("date,activity,", "Event  Date,what,"), ("cleared_by", "Signed off by")),
            {"columns": "Event Date as date, what as activity and Signed off by as cleared_by"},
        ),
        (
            "values: {Press release: news_release, WEB: web_update}",
            swapped(PLAIN, ("news_release", "press  RELEASE"), ("web_update", "Web")),
            {"values of activity": "press RELEASE as news_release and Web as web_update"},
        ),
        (
            'values:\n  Press release: news_release\n  cleared_by: {CEO: Chief Executive, "n/a": ""}\n  Urgent: {X: yes, "-": no}\n  copies: {a gross: "120"}\n  cleared_on: {TBC: ""}',
            swapped(PLAIN, ("news_release", "Press release"), ("Chief Executive", "CEO"), (",yes,", ",x,"), (",no,", ",-,"), (",120,", ",a gross,"), ("NR-3,,", "NR-3,N/A,"), ("web_update,,,,", "web_update,,n/a,tbc,")),
            {
                "values of activity": "Press release as news_release",
                "values of cleared_by": "CEO as Chief Executive and N/A as an empty cell",
                "values of cleared_on": "tbc as an empty cell",
                "values of copies": "a gross as 120",
                "values of urgent": "x as yes and - as no",
            },
        ),
        ("dates: '%d/%m/%Y'", day_first(DAYS), {"dates": "%d/%m/%Y"}),
        ("dates: ['%d %b %y', '%d/%m/%Y']", month_named(DAYS[:120]) + day_first(DAYS[120:]), {"dates": "%d %b %y or %d/%m/%Y"}),
        (
            "dates: {date: '%d/%m/%Y', cleared_on: '%d.%m.%Y'}",
            re.sub(r"(?m)(\d{4})-(\d\d)-(\d\d),(\d*),", r"\3.\2.\1,\4,", re.sub(r"(?m)^(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", PLAIN)),
            {"dates": "%d/%m/%Y in date and %d.%m.%Y in cleared_on"},
        ),
        ('dates: "%d/%m/%Y"', re.sub(r"(?m)^2015-0(\d)-(\d+)", r"\2/\1/2015", PLAIN), {"dates": "%d/%m/%Y"}),
        (
            "columns: {date: cleared_on, cleared_on: date}",
            swapped(PLAIN, ("cleared_on", "@"), ("date,activity", "cleared_on,activity"), ("@", "date")),
            {"columns": "cleared_on as date and date as cleared_on"},
        ),
        (
            "columns: {Happened: date}",
            swapped(PLAIN, ("date,activity", "Happened,activity,date"), ("news_release,", "news_release,soon,"), ("web_update,", "web_update,,")),
            {"columns": "Happened as date", "columns not read": "date"},
        ),
    ],
    ids=["columns", "activities", "values", "dates", "two formats", "dates by column", "ISO beside a format", "names changed about", "a name taken"],
)  # fmt: skip
def test_a_mapped_log_gives_the_result_of_the_plain_one(
    entry: str, log: str, says: dict[str, str], office: Office
) -> None:
    """Same verdicts, periods, findings and evidence; `assumed` tells what was mapped."""
    plain = PLAIN if "T00:30" in log else DAYS
    mapped, written_out = office(entry, log), office("records: []", plain)
    assert mapped.problems == ()
    assert told(mapped) == told(written_out)
    assert assumed(mapped) == says
    assert assumed(written_out) == {}


ZONES = """date,activity,sent
2015-05-31T23:30:00Z,web_update,
2015-06-01T00:30:00+01:00,web_update,
2015-02-10T00:30:00+01:00,web_update,
2015-02-10T12:00:00+0000,news_release,2015-06-01T00:30
"""


def days_of(document: Document, obligation: str = "updates") -> dict[str, int | float | None]:
    """How many rows counted in each month that has any, by its name."""
    (it,) = (o for o in document.agreements[0].obligations if o.id == obligation)
    return {p.label: p.actual for p in it.periods if p.actual}  # type: ignore[misc]


def test_half_past_midnight_in_summer_is_not_the_day_before(office: Office) -> None:
    """A time with an offset counts on its local day: the end of May in Greenwich is the first of June in London."""
    document = office("dates: '%Y-%m-%dT%H:%M:%S%z'", ZONES)
    assert not [p for p in document.problems if p.level == "error"]
    assert days_of(document) == {"Jun 2015": 2, "Feb 2015": 1}


@pytest.mark.parametrize(
    ("timezone", "counted"),
    [
        ("", {"May 2015": 1, "Feb 2015": 1}),
        ("timezone: UTC", {"Jun 2015": 1, "Feb 2015": 1}),
        ("timezone: Europe/Paris", {"May 2015": 1, "Jan 2015": 1}),
        ("timezone: America/New_York", {"Jun 2015": 1, "Feb 2015": 1}),
    ],
)
def test_a_clock_of_its_own(timezone: str, counted: dict[str, int], office: Office) -> None:
    """Times without an offset are on the declared clock, else on the agreement's; days are local all the same."""
    log = "date,activity\n31/05/2015 23:30,web_update\n01/02/2015 00:15,web_update\n"
    document = office(f"dates: '%d/%m/%Y %H:%M'\n{timezone}", log)
    assert document.problems == ()
    assert days_of(document) == counted
    assert assumed(document).get("timezone") == (timezone.partition(" ")[2] or None)


def test_a_date_without_a_time_is_a_local_date_whatever_the_clock(office: Office) -> None:
    """A date belongs to no clock: with any time zone it is the day that stands there."""
    for zone in ("UTC", "America/New_York", "Pacific/Auckland"):
        document = office(f"timezone: {zone}", "date,activity\n2015-06-01,web_update\n")
        assert days_of(document) == {"Jun 2015": 1}


def test_the_clock_of_a_column_of_times(office: Office) -> None:
    """`datetime` columns in the ISO form are on the declared clock too: half past eleven at night in London is sent on the next day of Paris."""
    log = PLAIN.replace("2015-05-31T23:59", "2015-05-30T23:59")
    at_home, abroad = office("records: []", log), office("timezone: America/New_York", log)
    (here,), (there,) = (
        [o for o in document.agreements[0].obligations if o.id == "urgent"] for document in (at_home, abroad)
    )
    assert [f.row for f in here.findings] == [4]
    assert [f.row for f in there.findings] == [4, 6]


# Dates that are not declared, or not as declared


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("03/04/2015", '03/04/2015 can be 3 Apr 2015 or 4 Mar 2015; declare dates: "%d/%m/%Y" or dates: "%m/%d/%Y" in the project file'),
        ("3.4.15", '3.4.15 can be 3 Apr 2015 or 4 Mar 2015; declare dates: "%d.%m.%y" or dates: "%m.%d.%y" in the project file'),
        ("31/03/2015", 'found "31/03/2015"; declare dates: "%d/%m/%Y" in the project file'),
        ("04/04/2015", 'found "04/04/2015"; declare dates: "%d/%m/%Y" in the project file'),
        ("3 March 2015", 'declare dates: "%d %B %Y" in the project file'),
        ("2015-03-03 10:30", 'declare dates: "%Y-%m-%d %H:%M" in the project file'),
        ("2015-03-03T10:30:00Z", 'declare dates: "%Y-%m-%dT%H:%M:%S%z" in the project file'),
        ("TBC", 'expected a date such as 2015-06-01, found "TBC"'),
        ("31/02/2015", 'expected a date such as 2015-06-01, found "31/02/2015"'),
    ],
)  # fmt: skip
def test_a_date_without_a_declared_format_is_never_guessed(cell: str, words: str, office: Office) -> None:
    """The error says what it can be, and what to declare; where it can be two days it names both."""
    problem = only(office("records: []", f"date,activity\n2015-03-01,web_update\n{cell},web_update\n"))
    assert (problem.level, problem.code, problem.row, problem.column) == ("error", "bad-date", 3, "date")
    assert problem.message.endswith(words)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("05/06/2015", True), ("5/6/2015", True), (" 05/06/2015 ", True), ("2015-06-05", True),
        ("05/06/15", False), ("05-06-2015", False), ("05/06/2015 10:00", False), ("31/06/2015", False), ("05/06/0000", False), ("6/31/2015", False), ("\u0660\u0665/\u0660\u0666/\u0662\u0660\u0661\u0665", False),
    ],
)  # fmt: skip
def test_a_cell_has_the_declared_form_exactly(cell: str, kept: bool, office: Office) -> None:
    """Or the ISO form. Anything else is a located error that shows the form."""
    document = office("dates: '%d/%m/%Y'", f"date,activity\n05/05/2015,web_update\n{cell},web_update\n")
    assert days_of(document) == ({"May 2015": 1, "Jun 2015": 1} if kept else {"May 2015": 1})
    if not kept:
        message = f'expected a date such as 31/12/2015 (%d/%m/%Y), found "{cell}"'
        assert (only(document).code, only(document).row, only(document).message) == ("bad-date", 3, message)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["03/04/2015", "31/04/2015", "30/04/2015"], 'has a date such as 2015-06-01; the first is "03/04/2015"'),
        (["03/04/2015", "30/04/2015"], 'the first is "03/04/2015"; declare dates: "%d/%m/%Y" in the project file'),
        (["04/30/2015", "03/04/2015"], '; declare dates: "%m/%d/%Y" in the project file'),
        (["03/04/2015", "05/06/2015"], 'declare dates: "%d/%m/%Y" or dates: "%m/%d/%Y" in the project file, whichever is right: no cell tells, 03/04/2015 can be 3 Apr 2015 or 4 Mar 2015'),
        (["soon", "later"], 'the first is "soon"'),
    ],
)  # fmt: skip
def test_a_whole_column_of_another_form_is_told_once(cells: list[str], words: str, office: Office) -> None:
    """Not row by row; all cells together can tell what one cannot. All its rows are rejected."""
    rows = "".join(f"{cell},web_update\n" for cell in cells * 3)
    document = office("columns: {Day: date}", f"Day,activity\n{rows}")
    (problem,) = (p for p in document.problems if p.level == "error")
    assert (problem.code, problem.row, problem.line, problem.column) == ("bad-date", 2, 2, "Day")
    assert problem.message.startswith(f"none of the {3 * len(cells)} rows has a date such as 2015-06-01; ")
    assert problem.message.endswith(words)
    log = document.agreements[0].logs[0]
    assert (log.rows, log.rejected, document.exit_status) == (3 * len(cells), 3 * len(cells), 2)


# Formats


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("%d/%m", "the date format %d/%m lacks a year (%Y or %y); expected one such as %d/%m/%Y"),
        ("%d/%Y", "the date format %d/%Y lacks a month (%m, %b or %B); expected one such as %d/%m/%Y"),
        ("%B %Y", "the date format %B %Y lacks a day (%d); expected one such as %d/%m/%Y"),
        ("dd/mm/yyyy", "the date format dd/mm/yyyy lacks a year (%Y or %y); expected one such as %d/%m/%Y"),
        ("%d/%m/%Y %y", "the date format %d/%m/%Y %y has a year twice: %Y and %y"),
        ("%d/%m/%Y %d", "%d stands twice in the date format %d/%m/%Y %d"),
        ("%-d/%m/%Y", "the date format %-d/%m/%Y has %-d, which is not needed: %d, %m, %H and %I take 3 and 03"),
        ("%x", f"the date format %x has %x; known are {', '.join(f'%{d}' for d in DIRECTIVES)}, such as %d/%m/%Y"),
        ("%d/%m/%Y%", "the date format %d/%m/%Y% ends in a single % (a percent sign is written %%)"),
        ("%d/%m/%Y %I:%M", "the date format %d/%m/%Y %I:%M has one of %I and %p, which go together (or take %H)"),
        ("%d/%m/%Y %M", "the date format %d/%m/%Y %M has %M without %H"),
    ],
)
def test_a_format_that_is_none(declared: str, message: str) -> None:
    """Refused with what is wrong with it."""
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_format(declared)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ("%d/%m/%Y", "%m/%d/%Y", "12/11/2010"),
        ("%d.%m.%y", "%y.%m.%d", "12.11.10"),
        ("%Y%m%d", "%d%m%Y", "20101112"),
        ("%Y-%d-%m", "%Y-%m-%d", "2010-12-11"),
        ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "12/11/2010 10:11"),
        ("%d/%m/%Y", "%d/%m/%y", None),
        ("%d %b %Y", "%d %B %Y", None),
        ("%d/%m/%Y", "%d-%m-%Y", None),
        ("%d/%m/%Y", "%m-%d-%Y", None),
        ("%d/%m/%Y", "%d/%m/%Y %H:%M", None),
    ],
)
def test_formats_that_read_one_cell_as_two_days(one: str, other: str, text: str | None) -> None:
    """They cannot both be declared of a column; those that never disagree can."""
    found = clash(parse_format(one), parse_format(other))
    assert (found and found[0]) == text
    swapped_about = clash(parse_format(other), parse_format(one))
    assert (swapped_about is None) == (found is None)


PIECES = [*(f"%{letter}" for letter in DIRECTIVES), "/", "-", ".", " ", ", ", ":", "T", "%%", "'", "\\", "é", "(", "of"]


def made(pieces: list[str]) -> str | None:
    try:
        return parse_format("".join(pieces)).text
    except ValueError:
        return None


FORMATS = st.lists(st.sampled_from(PIECES), min_size=3, max_size=9).map(made).filter(bool)
USUAL = st.sampled_from(
    ["%d/%m/%Y", "%m/%d/%y", "%d %b %Y", "%B %d, %Y", "%Y%m%d", "%d.%m.%Y %H:%M", "%d/%m/%Y %I:%M %p"]
)
MOMENTS = st.datetimes().map(lambda moment: moment.replace(tzinfo=ZoneInfo("UTC")))


@settings(max_examples=150, deadline=None)
@given(USUAL | FORMATS, MOMENTS, st.booleans(), st.integers(0, 30), st.sampled_from([*"0139/-. :xX%", "", " 1", "é"]))
def test_both_readers_read_the_same(declared: str, moment: Any, padded: bool, at: int, other: str) -> None:
    """What Python reads in a format the database reads too, of dates as they should be and of spoilt ones."""
    form = parse_format(declared)
    good = form.write(moment, padded=padded)
    spoilt = good[:at] + other + good[at + 1 :]
    dates = Dates(ZoneInfo("Europe/London"), ZoneInfo("Europe/London"), (form,))
    if not dates.in_sql:
        return
    for text in (good.strip(), spoilt.strip(), good.upper(), good.lower()):
        values: dict[str, str] = {}

        def bind(value: str, values: dict[str, str] = values) -> str:
            values[f"b{len(values)}"] = value
            return f"$b{len(values) - 1}"

        sql = dates.sql("$text::VARCHAR", bind)
        ((read,),) = LOADER.connection.execute(f"SELECT {sql}", {"text": text, **values}).fetchall()
        assert read == dates.day(text), (declared, text)


@settings(max_examples=100, deadline=None)
@given(USUAL, MOMENTS, st.booleans())
def test_a_written_date_is_read_back(declared: str, moment: Any, padded: bool) -> None:
    """The day that a format writes is the day that it reads; two digits mean the years from 1969 to 2068."""
    form = parse_format(declared)
    text = form.write(moment, padded=padded or "%Y%m%d" in declared)
    read = Dates(ZoneInfo("UTC"), ZoneInfo("UTC"), (form,)).day(text)
    if "%y" in declared:
        assert read and read.year % 100 == moment.year % 100 and 1969 <= read.year <= 2068
    else:
        assert read == moment.date()


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("31/12/2015", ["%d/%m/%Y"]),
        ("Thursday 31 December 2015", ["%A %d %B %Y"]),
        ("Friday 31 December 2015", []),
        ("2015-12-31", []),
        ("31 Dec 15, 08:30", ["%d %b %y, %H:%M"]),
        ("12", []),
        ("NR-101", []),
    ],
)
def test_what_a_text_could_be(text: str, formats: list[str]) -> None:
    """Only formats in which it is a date; a weekday must be that of the date."""
    assert [form.text for form in likely_formats(text)] == formats
    assert bool(what_to_declare(text)) == bool(formats)


# Faults of the project file, each with its place


@pytest.mark.parametrize(
    ("entry", "place", "message"),
    [
        ("columns: {Event date: daet}", (4, 27), '"daet" is not a column of it. Did you mean "date"?'),
        ("columns: {Event: [date]}", (4, 22), "Event: expected text, found a list"),
        ("columns: {Event: date, EVENT: ref}", (4, 14), 'columns: "Event" and "EVENT" are one name (case and spaces do not count); keep one of them'),
        ("values: {Press release: news_relase}", (4, 29), '"news_relase" is not an activity of it. Did you mean "news_release"?'),
        ("values: {activity: {Press release: news_relase}}", (4, 40), '"news_relase" is not an activity of it. Did you mean "news_release"?'),
        ("values: {Press release: ''}", (4, 29), "Press release: this is empty; write some text"),
        ("values: {cleard_by: {CEO: Chief Executive}}", (4, 14), '"cleard_by" is not a column of it. Did you mean "cleared_by"?'),
        ("columns: {Who: cleared_by}\nvalues: {Who: {CEO: Chief Executive}}", (5, 14), '"Who" is not a column of it. Write cleared_by, as the agreement calls it.'),
        ("values: {cleared_by: {CEO: 1}}", (4, 32), 'CEO: expected text, found the number 1; put it in quotes: "1"'),
        ("values: {copies: {a dozen: twelve}}", (4, 32), 'copies holds a whole number such as 12, found "twelve"'),
        ("values: {urgent: {X: maybe}}", (4, 26), 'urgent holds yes or no, found "maybe"'),
        ("values: {at: {noon: 12}}", (4, 25), 'noon: expected text, found the number 12; put it in quotes: "12"'),
        ("values: {cleared_on: {Easter: 2015-04-05}}", (4, 35), 'cleared_on holds dates, which are not mapped one by one: declare their form under dates, or to "" for an empty cell'),
        ("values: {date: {Easter: ''}}", (4, 29), "date holds dates, which are not mapped one by one: declare their form under dates"),
        ("dates: {cleared_at: '%d/%m/%Y'}", (4, 13), '"cleared_at" is not a column of it. Did you mean "cleared_on"?'),
        ("dates: {cleared_by: '%d/%m/%Y'}", (4, 13), "dates are declared of cleared_by, which the agreement it declares as text"),
        ("dates: {date: '%d/%m'}", (4, 19), "date: the date format %d/%m lacks a year (%Y or %y); expected one such as %d/%m/%Y"),
        ("dates: ['%d/%m/%Y', '%Q']", (4, 25), "item 2 of dates: the date format %Q has %Q; known are"),
        ("dates: 5", (4, 12), 'dates: expected a list, found 5'),
        ("dates: ['%d/%m/%Y', '%m/%d/%Y']", (4, 12), 'dates: "%d/%m/%Y" and "%m/%d/%Y" both fit 12/11/2010, as 12 Nov 2010 and as 11 Dec 2010; keep one of them (files that are written in different ways need an entry each)'),
        ("timezone: London", (4, 15), 'timezone: "London" is not a time zone that the system knows, such as Europe/London or UTC'),
        ("window: {from: 2015-12-31, to: 2015-01-01}", (4, 13), "window: a window cannot run from 2015-12-31 to 2015-01-01: the end comes first"),
        ("colums: {Day: date}", (4, 5), 'unknown key "colums". Did you mean "columns"?'),
    ],
)  # fmt: skip
def test_faults_are_told_with_their_place(entry: str, place: tuple[int, int], message: str, office: Office) -> None:
    """Like those of an agreement, with "did you mean"; the exit status is 2."""
    document = office(entry)
    problem = next(p for p in document.problems if p.level == "error")
    assert (problem.file, (problem.line, problem.column)) == ("mou-check.yaml", place)
    assert problem.message.startswith(message)
    assert document.exit_status == 2


@pytest.mark.parametrize(
    ("entry", "code", "place", "message"),
    [
        ("values: {cleared_by: {CEO: Chief Exectuive}}", "unknown-value", (4, 32), 'no rule of it knows the value "Chief Exectuive" of cleared_by. Did you mean "Chief Executive"?'),
        ("columns: {Event dat: date, Event date: date}", "unknown-header", (4, 15), '"Event dat" does not stand in the header of activity_logs/it.csv, so it is mapped to nothing. Did you mean "Event date"?'),
    ],
)  # fmt: skip
def test_what_is_only_doubtful_is_a_warning(
    entry: str, code: str, place: tuple[int, int], message: str, office: Office
) -> None:
    """A log may say what no rule asks for, and a file may lack a column: both are told, and fail with --strict."""
    log = PLAIN.replace("date,activity", "Event date,activity") if "columns" in entry else PLAIN
    document = office(entry, log)
    assert problems(document) == [("warning", code, *place)]
    assert only(document).message == message
    assert office(entry, log, strict=True).exit_status == 2


def test_two_columns_of_a_file_for_one_name(office: Office) -> None:
    """Nobody could tell which of them counts. In files of different years each may have its own."""
    log = PLAIN.replace("date,activity,ref", "Day,activity,When")
    document = office("columns: {Day: date, When: date}", log)
    assert only(document).code == "bad-header"
    assert only(document).message.endswith(
        'the project file maps both "Day" and "When" to date; take one of them out of columns'
    )
    (office.folder / "activity_logs" / "it-2014.csv").write_text("When,activity\n2015-03-01,web_update\n")
    document = office("columns: {Day: date, When: date}", PLAIN.replace("date,activity", "Day,activity"))
    assert document.problems == ()
    assert days_of(document) == {"Feb 2015": 1, "Mar 2015": 1}


def test_a_file_without_the_columns_says_how_to_map_them(office: Office) -> None:
    """The header is told, and the command that proposes a mapping."""
    problem = only(office("records: []", "Day,What\n2015-01-01,web_update\n"))
    assert problem.code == "bad-header"
    assert "found: Day, What" in problem.message
    assert "mou-check init --log FILE proposes how to map them" in problem.message


# Which file an entry is about


def test_each_entry_is_about_its_own_files(tmp_path: Path) -> None:
    """Files that are written in different ways have an entry each; one without files is about all others."""
    office = Office(tmp_path)
    logs = tmp_path / "activity_logs"
    (logs / "it-old.csv").write_text("When,activity\n03/04/2015,web_update\n")
    (logs / "it-new.csv").write_text("date,activity\n05/06/2015,web_update\n")
    (tmp_path / "mou-check.yaml").write_text(
        "format: 1\nlogs:\n"
        "  - {agreement: it, dates: '%m/%d/%Y'}\n"
        "  - {agreement: it, files: [activity_logs/it-old.csv], columns: {When: date}, dates: '%d/%m/%Y'}\n"
        "  - {agreement: it, files: 'activity_logs/it-new.csv'}\n"
    )
    document = run(Options(TODAY, office.folder), LOADER)
    assert document.problems == ()
    assert days_of(document) == {"Apr 2015": 1, "May 2015": 1}


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ("  - {agreement: it, dates: '%d/%m/%Y'}\n  - {agreement: it, timezone: UTC}\n", 4),
        ("  - {agreement: it, files: [activity_logs/it.csv], columns: {Day: date}}\n  - {agreement: it, covers: {from: 2015-01-01, to: 2015-12-31}}\n  - {agreement: it, files: [activity_logs/i*.csv], columns: {When: date}}\n", 5),
    ],
)  # fmt: skip
def test_two_entries_about_one_file(entries: str, line: int, office: Office) -> None:
    """Which of them holds nobody could tell."""
    office("records: []")
    (office.folder / "mou-check.yaml").write_text(f"format: 1\nlogs:\n{entries}", encoding="utf-8")
    problem = run(Options(TODAY, office.folder), LOADER).problems[0]
    assert (problem.code, problem.line) == ("bad-structure", line)
    assert problem.message.startswith("entry 1 of logs says already how these files are written")


def test_a_mapping_says_nothing_of_a_file_from_elsewhere(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A log that is given with --log and lies outside of the project is read as it is."""
    other = tmp_path_factory.mktemp("elsewhere") / "other.csv"
    other.write_text("date,activity\n05/06/2015,web_update\n", encoding="utf-8")
    document = office("dates: '%d/%m/%Y'", PLAIN, logs=(str(other),))
    assert {p.code for p in document.problems} >= {"bad-date"}


# The usual window


@pytest.mark.parametrize(
    ("entry", "options", "window"),
    [
        ("window: {from: 2015-02-01, to: 2015-03-31}", {}, ("2015-02-01", "2015-03-31", "project")),
        ("window: {from: 2015-02-01}", {}, ("2015-02-01", "2015-06-01", "project")),
        ("window: {from: 2015-02-01}\ncovers: {from: 2015-01-01, to: 2015-08-31}", {}, ("2015-02-01", "2015-08-31", "project")),
        ("window: {from: 2015-02-01, to: 2015-03-31}", {"since": date(2015, 3, 1)}, ("2015-03-01", "2015-03-31", "options")),
        ("window: {from: 2014-02-01, to: 2016-03-31}", {}, ("2015-01-01", "2015-12-31", "project")),
    ],
)  # fmt: skip
def test_the_usual_window(entry: str, options: dict[str, date], window: tuple[str, str, str], office: Office) -> None:
    """The project file may say which days are reviewed; an option takes the place of its side."""
    document = office(entry, **options)
    assert document.problems == ()
    found = document.agreements[0].window
    assert found
    assert (str(found.from_), str(found.to), found.basis) == window


def test_hostile_names_stay_inert(office: Office) -> None:
    """What the project file and the header say is data in every output."""
    document = office(
        'columns: {"\\e[31m[red]": date}\nvalues: {"[/x]<b>": web_update}',
        "\x1b[31m[red],activity\n2015-01-05,[/x]<b>\n",
    )
    for name in ("table", "markdown", "csv", "github"):
        text = render(name, document, Look())
        assert "\x1b" not in text
    assert "<b>" not in render("markdown", document, Look())
