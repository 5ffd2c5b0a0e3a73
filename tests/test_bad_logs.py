"""Logs as they come: faults are told with file, row, line and column, nothing is guessed, no row is lost."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Command
from mou_check.model.problems import Problem
from mou_check.model.results import AgreementResult, Document
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER, TODAY

AGREEMENT = """format: 1
id: it
title: An agreement
parties: {a: {name: A}, b: {name: B}}
term: {starts: 2015-01-01, ends: 2015-12-31}
activities:
  release: {title: Release, columns: {by: text, on: date, cost: number, people: integer, urgent: yes-no, at: time, told: datetime}}
  meeting: {title: Meeting}
obligations:
  - {id: releases, clauses: ["1"], title: Releases, says: One a month., bearer: a, force: must, rule: {kind: count, activity: release, at_least: 1, per: month}}
  - {id: no-meetings, clauses: ["1"], title: Meetings, says: No meetings., bearer: a, force: must, rule: {kind: never, activity: meeting}}
clauses: [{ref: "1", holds: [releases, no-meetings]}]
"""
TOLD = """  - {id: told, clauses: ["1"], title: Told, says: Told on the day., bearer: a, force: must, rule: {kind: every, activity: release, where: {told: {present: yes}}, must: {told: {is: {column: date}}}}}
"""
HEADER = "date,activity,ref\n"
TYPED = "date,activity,by,on,cost,people,urgent,at,told\n"


class Check:
    """A project in a folder, whose log is written and judged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "agreements").mkdir()
        (folder / "activity_logs").mkdir()
        (folder / "agreements" / "it.yaml").write_text(AGREEMENT, encoding="utf-8")

    def __call__(self, log: str | bytes, name: str = "it.csv", **options: Any) -> Document:
        file = self.folder / "activity_logs" / name
        file.write_bytes(log.encode() if isinstance(log, str) else log)
        return run(Options(TODAY, self.folder, **options), LOADER)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return Check(tmp_path)


def errors(document: Document) -> list[Problem]:
    return [p for p in document.problems if p.level == "error"]


def only(document: Document) -> AgreementResult:
    (agreement,) = document.agreements
    return agreement


def numbers(document: Document) -> tuple[int, int, int, int]:
    """Rows, used, rejected, unmatched."""
    (log,) = only(document).logs
    return log.rows, log.used, log.rejected, sum(u.rows for u in log.unmatched)


def places(document: Document, obligation: str = "no-meetings") -> list[tuple[int | None, int | None]]:
    """Row and line of every finding that has a row."""
    (it,) = (o for o in only(document).obligations if o.id == obligation)
    return [(f.row, f.line) for f in it.findings if f.row]


# A log that cannot be used at all: no verdict, exit status 2


@pytest.mark.parametrize(
    ("log", "code", "line", "words"),
    [
        ("", "empty-log", None, "it.csv is empty; a log starts with a header row such as date,activity,ref"),
        ("\n\n \n", "empty-log", None, "it.csv is empty"),
        ("day,activity\n2015-01-01,release\n", "bad-header", 1, '"date" is not among them (every log needs it); found: day, activity'),
        ("date,what\n2015-01-01,release\n", "bad-header", 1, '"activity" is not among them (every log needs it); found: date, what'),
        ("2015-01-01,release\n", "bad-header", 1, '"date" and "activity" are not among them (every log needs both)'),
        ("\n\nwhat\n", "bad-header", 3, "found: what"),
        ("date,activity,by,By \n", "bad-header", 1, 'the column "by" stands twice in the header; rename one'),
        (HEADER + '2015-01-01,meeting,"a\nb"\n2015-01-02,"meeting,r2\n2015-01-03,meeting,r3\n', "unclosed-quote", 4, "opens a cell on line 4 and is never closed"),
        (HEADER + "2015-01-01,meeting,r\0\n", "bad-text", 2, "holds a NUL byte on line 2"),
        (HEADER.encode("utf-16-le") * 3, "bad-text", 1, "looks like UTF-16 without its mark; save it as UTF-8"),
    ],
    ids=["empty", "blank", "no date", "no activity", "no header", "blank lines first", "column twice", "open quote", "nul", "utf-16 without mark"],
)  # fmt: skip
def test_a_log_that_cannot_be_used_gives_no_verdict(
    log: str | bytes, code: str, line: int | None, words: str, check: Check
) -> None:
    """Whatever is missing could change any verdict, so there is none, and one error says why."""
    document = check(log)
    (problem,) = document.problems
    assert (problem.level, problem.code, problem.file, problem.line) == ("error", code, "activity_logs/it.csv", line)
    assert words in problem.message
    assert document.agreements == ()
    assert document.exit_status == 2


def test_a_missing_log_is_told(check: Check) -> None:
    """The message says where logs were looked for, and how to give one."""
    document = run(Options(TODAY, check.folder), LOADER)
    (problem,) = document.problems
    assert problem.code == "no-log"
    assert "activity_logs/it.csv" in problem.message
    assert "--log" in problem.message
    assert document.exit_status == 2


@pytest.mark.parametrize(("name", "words"), [("none.csv", "there is no file"), ("activity_logs", "is a folder")])
def test_a_log_that_cannot_be_opened_is_told(name: str, words: str, check: Check) -> None:
    """A log named on the command line that is missing, or a folder."""
    document = run(Options(TODAY, check.folder, logs=(name,)), LOADER)
    (problem,) = document.problems
    assert problem.code == "missing-file"
    assert words in problem.message
    assert document.exit_status == 2


def test_a_header_without_rows_is_never_a_pass(check: Check) -> None:
    """Nothing is judged met; a warning says that nothing was checked, and --strict makes it exit status 2."""
    document = check(HEADER)
    assert numbers(document) == (0, 0, 0, 0)
    assert {o.verdict for o in only(document).obligations} == {"no-data"}
    assert {"empty-log", "nothing-checked"} <= {p.code for p in document.problems}
    assert document.exit_status == 0
    assert check(HEADER, strict=True).exit_status == 2


def test_the_log_of_another_agreement_is_told(check: Check) -> None:
    """When no row has an activity that the agreement knows, it is an error."""
    document = check("date,activity\n2015-01-01,picnic\n2015-01-02,dance\n")
    (problem,) = errors(document)
    assert problem.code == "foreign-log"
    assert '"picnic" and "dance"' in problem.message
    assert document.exit_status == 2


def test_a_log_that_mostly_records_other_things_is_told(check: Check) -> None:
    """Four activities in five that the agreement does not know, in four rows of five: another agreement's log."""
    others = "".join(f"2015-01-02,{name}\n" for name in ("picnic", "dance", "fair", "market"))
    (problem,) = errors(check("date,activity\n2015-01-01,release\n" + others))
    assert problem.code == "foreign-log"
    assert not errors(check("date,activity\n2015-01-01,release\n2015-01-02,picnic\n2015-01-03,dance\n"))


def test_one_bad_file_of_several_stops_the_verdict(check: Check) -> None:
    """With one of two files unreadable no verdict is given, and both are told of."""
    (check.folder / "activity_logs" / "it-2.csv").write_text("date,activity\n2015-01-01,release\n", encoding="utf-8")
    document = check('date,activity\n"2015-01-01,release\n')
    assert [p.code for p in document.problems] == ["unclosed-quote"]
    assert document.agreements == ()


# A row that cannot be read: told, kept out of the counts, exit status 2, all the others judged


@pytest.mark.parametrize(
    "written",
    [
        "2015-13-45", "2015-02-29", "01/06/2015", "2015/06/01", "2015-6-1", "20150601", "15-06-01", "2015-W01-4", "2015-152", "2015-06-01T10:00", "2015-06-01 10:00",
        "infinity", "-infinity", "epoch", "today", "now", "2015-06-01 BC", "-2015-06-01", "42156", "1 June 2015", "\u0662\u0660\u0661\u0665-\u0660\u0666-\u0660\u0661", "2015\u201106\u201101", "'2015-06-01", "n/a",
    ],
)  # fmt: skip
def test_a_date_that_is_not_iso_is_an_error_and_never_a_guess(written: str, check: Check) -> None:
    """Only YYYY-MM-DD is a date; the error names row, line, column and value."""
    document = check(HEADER + f"{written},meeting,r1\n2015-02-01,release,r2\n")
    (problem,) = document.problems
    assert (problem.code, problem.row, problem.line, problem.column) == ("bad-date", 2, 2, "date")
    assert problem.message.startswith(f'expected a date such as 2015-06-01, found "{written}"')
    assert numbers(document) == (2, 1, 1, 0)
    assert document.exit_status == 2


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_do_no_harm(written: str, check: Check) -> None:
    """Some systems write them for "unknown"; they are dates like any other."""
    document = check(HEADER + f"{written},meeting,r1\n2015-02-01,release,r2\n")
    assert document.problems == ()
    assert numbers(document) == (2, 2, 0, 0)


def test_an_empty_date_and_an_empty_activity_are_errors(check: Check) -> None:
    """Nobody can tell when, or what."""
    document = check(HEADER + ",release,r1\n2015-01-01, ,r2\n2015-01-02,release,r3\n")
    assert [(p.code, p.row, p.column) for p in document.problems] == [
        ("bad-date", 2, "date"),
        ("bad-activity", 3, "activity"),
    ]
    assert document.problems[0].message == "expected a date such as 2015-06-01, the cell is empty"


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("people", "12.6"), ("people", "1e2"), ("people", "0x10"), ("people", "1 000"), ("people", "1_000"), ("people", "twelve"), ("people", "9" * 30),
        ("cost", "9" * 400), ("cost", "1e5"), ("cost", "nan"), ("cost", "inf"), ("cost", '"1,5"'), ("cost", '"1,000"'), ("cost", "£5"), ("cost", "5%"), ("cost", "1."), ("cost", ".5"),
        ("urgent", "maybe"), ("urgent", "1"), ("urgent", "x"), ("at", "25:00"), ("at", "8:30"), ("at", "08.30"), ("at", "24:00"), ("at", "08:30 am"), ("at", "08:60"),
        ("on", "2015-02-30"), ("on", "01/02/2015"), ("told", "2015-06-01T25:00"), ("told", "2015-06-01T10"), ("told", "2015-06-01 at 10"), ("told", "0001-01-01T00:00+14:00"),
    ],
)  # fmt: skip
def test_a_cell_that_its_column_cannot_hold_is_an_error(column: str, written: str, check: Check) -> None:
    """The error names the column and the value, and says what was expected."""
    names = TYPED.strip().split(",")
    cells = ["2015-06-01", "release", *[written if n == column else "" for n in names[2:]]]
    document = check(TYPED + ",".join(cells) + "\n2015-07-01,release,,,,,,,\n")
    (problem,) = document.problems
    assert (problem.code, problem.row, problem.column) == ("bad-cell", 2, column)
    assert problem.message.startswith("expected ")
    assert written.strip('"')[:60] in problem.message
    assert numbers(document) == (2, 1, 1, 0)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("people", "12"), ("people", "-3"), ("people", "+3"), ("people", "007"), ("cost", "12"), ("cost", "3.50"), ("cost", "-0.5"), ("urgent", "yes"), ("urgent", "No"), ("urgent", "TRUE"), ("urgent", "y"),
        ("at", "08:30"), ("at", "08:30:59"), ("at", "00:00"), ("on", "2016-02-29"), ("told", "2015-06-01"), ("told", "2015-06-01T08:30"), ("told", "2015-06-01 08:30:15"), ("told", "2015-06-01T08:30Z"), ("told", "2015-06-01T08:30+01:00"),
        ("people", " 12 "), ("on", " 2015-01-02 "),
    ],
)  # fmt: skip
def test_a_cell_that_its_column_can_hold_is_read(column: str, written: str, check: Check) -> None:
    """Spaces around a value do no harm."""
    names = TYPED.strip().split(",")
    cells = ["2015-06-01", "release", *[written if n == column else "" for n in names[2:]]]
    document = check(TYPED + ",".join(cells) + "\n")
    assert document.problems == ()
    assert numbers(document) == (1, 1, 0, 0)


def test_a_cell_matters_only_where_its_activity_declares_the_column(check: Check) -> None:
    """A meeting has no cost, so what stands there is nobody's fault."""
    document = check(TYPED + "2015-01-01,meeting,,rubbish,x,y,z,a,b\n")
    assert document.problems == ()
    assert numbers(document) == (1, 1, 0, 0)


def test_half_past_midnight_in_summer_is_that_day(check: Check) -> None:
    """A time with an offset is moved to the local clock: 00:30 at +01:00 is still 1 June, and 23:30Z already is."""
    text = AGREEMENT.replace("clauses: [{", TOLD + "clauses: [{")
    (check.folder / "agreements" / "it.yaml").write_text(text, encoding="utf-8")
    log = TYPED + "".join(
        f"2015-06-01,release,,,,,,,{told}\n"
        for told in ("2015-06-01T00:30+01:00", "2015-05-31T23:30Z", "2015-05-31T23:30", "2015-06-01T23:30Z")
    )
    assert places(check(log, until=date(2015, 6, 30)), "told") == [(4, 4), (5, 5)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2015-01-01,release", "the row has 2 cells where the header has 3; the rest of the row is missing"),
        ("nonsense", "the row has 1 cell where the header has 3; the rest of the row is missing"),
        ("2015-01-01,release,a,b", "the row has 4 cells where the header has 3; put a cell with a comma in it in quotation marks"),
        ("2015-01-01,release,a,", "the row has 4 cells where the header has 3; take out the commas at its end"),
        ("2015-01-01,release,a" + ",x" * 40, "the row has 43 cells where the header has 3; put a cell with a comma in it in quotation marks"),
        ("2015-01-01,release,a" + "," * 40, "the row has 43 cells where the header has 3; take out the commas at its end"),
        ('2015-01-01,release, "Smith, J"', "the row has 4 cells where the header has 3; take out the space before a quotation mark, which opens a cell only at its start"),
        ("2015-01-01,release," + "x" * 200_000 + ",y" * 20, "the row has 23 cells where the header has 3; put a cell with a comma in it in quotation marks"),
        ('2015-01-01,"release"d,a', "text follows a closing quotation mark; put the whole cell in quotation marks and double those inside it"),
    ],
    ids=["short", "one cell", "long", "comma at the end", "much longer", "commas at the end", "space before a quote", "long cell", "after a quote"],
)  # fmt: skip
def test_a_ragged_row_is_told_and_the_others_are_read(row: str, message: str, check: Check) -> None:
    """No cell slips into another column; rows and lines after it stay right."""
    document = check(f"{HEADER}2015-01-01,meeting,r1\n{row}\n2015-01-03,meeting,r3\n")
    (problem,) = document.problems
    assert (problem.code, problem.row, problem.line, problem.message) == ("ragged-row", 3, 3, message)
    assert numbers(document) == (3, 2, 1, 0)
    assert places(document) == [(2, 2), (4, 4)]


def test_a_quote_that_closes_in_a_later_row_is_told_with_both_lines(check: Check) -> None:
    """The next opening quote seems to close it: the message names both lines, so that the first can be found."""
    document = check(
        HEADER + '2015-01-01,meeting,"r1\n2015-01-02,meeting,r2\n2015-01-03,meeting,"r3"\n2015-01-04,meeting,r4\n'
    )
    (problem,) = document.problems
    assert (problem.code, problem.row, problem.line) == ("ragged-row", 2, 2)
    assert "opens a cell on line 2, the next one stands on line 4" in problem.message
    assert places(document) == [(3, 5)]


def test_many_bad_rows_are_counted_and_the_first_ones_told(check: Check) -> None:
    """Two hundred are described one by one; the number of the others is told."""
    document = check(HEADER + "bad,meeting,\n" * 300 + "2015-01-01,meeting,\n")
    assert len(errors(document)) == 201
    assert errors(document)[-1].message == "100 more rows of activity_logs/it.csv cannot be read"
    assert numbers(document) == (301, 1, 300, 0)
    assert places(document) == [(302, 302)]


# Rows and lines


def test_row_and_line_are_both_right_after_quoted_newlines(check: Check) -> None:
    """The spreadsheet's row and the editor's line differ from there on, in findings and in problems."""
    document = check(
        HEADER
        + '2015-01-01,release,"a\nb\nc"\n2015-13-02,release,r2\n2015-01-03,meeting,r3\n"2015-01-04",meeting,"r""4\n"\n2015-01-05,meeting,r5\n'
    )
    assert [(p.row, p.line) for p in document.problems] == [(3, 5)]
    assert places(document) == [(4, 6), (5, 7), (6, 9)]


def test_blank_lines_count_as_rows_of_the_spreadsheet(check: Check) -> None:
    """A spreadsheet shows them as empty rows; they are neither rows of the log nor faults."""
    document = check(HEADER + "\n2015-01-01,meeting,r1\n\n  \n2015-01-02,meeting,r2\n,,\n2015-01-03,meeting,r3\n\n")
    assert document.problems == ()
    assert places(document) == [(3, 3), (6, 6), (8, 8)]
    assert numbers(document) == (3, 3, 0, 0)


def test_blank_lines_before_the_header_are_counted(check: Check) -> None:
    """The header need not stand on the first line."""
    assert places(check("\n\n" + HEADER + "2015-01-01,meeting,r1\n")) == [(4, 4)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_lines_may_end_as_on_any_machine(newline: str, last: bool, check: Check) -> None:
    """Unix, Windows and old Mac newlines, with or without one at the end."""
    text = HEADER + '2015-01-01,release,"a\nb"\n2015-01-02,meeting,r2\n2015-01-03,meeting,r3'
    document = check((text + ("\n" if last else "")).replace("\n", newline))
    assert document.problems == ()
    assert places(document) == [(3, 4), (4, 5)]


def test_newlines_may_be_mixed(check: Check) -> None:
    """A file put together from several machines."""
    document = check("date,activity\r\n2015-01-01,meeting\n2015-01-02,meeting\r2015-01-03,meeting")
    assert places(document) == [(2, 2), (3, 3), (4, 4)]


# What files are made of


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_delimiters_are_found_and_told(sign: str, check: Check) -> None:
    """The one that gives the required columns; a comma in a cell then is text. The log's entry says so."""
    document = check((HEADER + "2015-01-01,meeting,r1\n").replace(",", sign) + f"2015-01-02{sign}meeting{sign}a, b\n")
    assert places(document) == [(2, 2), (3, 3)]
    assert "delimiter" in only(document).logs[0].assumed


@pytest.mark.parametrize("cell", ['size;"5', 'a|"b" c', 'tab\t"x', 'he said "no"', '5" wide'])
def test_quotes_inside_a_plain_cell_are_text(cell: str, check: Check) -> None:
    """Only a quote at the start of a cell opens it, whatever other signs stand before one."""
    document = check(HEADER + f"2015-01-01,meeting,{cell}\n2015-01-02,meeting,r2\n")
    assert document.problems == ()
    assert places(document) == [(2, 2), (3, 3)]


def test_a_byte_order_mark_does_no_harm(check: Check) -> None:
    """Excel writes one in front of the first column's name."""
    assert places(check(b"\xef\xbb\xbf" + HEADER.encode() + b"2015-01-01,meeting,r1\n")) == [(2, 2)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_told(encoding: str, check: Check) -> None:
    """Excel's "Unicode text"; the log's entry says what was assumed."""
    mark = "" if encoding == "utf-16" else "\ufeff"
    document = check((mark + HEADER + "2015-01-01,meeting,Zoë\n").encode(encoding))
    assert document.problems == ()
    assert only(document).logs[0].assumed == {"encoding": "utf-16"}
    assert places(document) == [(2, 2)]


def test_windows_1252_is_read_with_a_warning(check: Check) -> None:
    """The warning names the line of the first byte that is not UTF-8, and says what to do."""
    document = check((HEADER + "2015-01-01,meeting,r1\n2015-01-02,meeting,£5 “x”\n").encode("cp1252"))
    (problem,) = document.problems
    assert (problem.level, problem.code, problem.line) == ("warning", "bad-text", 3)
    assert "Save it as UTF-8" in problem.message
    assert places(document) == [(2, 2), (3, 3)]


def test_columns_may_come_in_any_order_and_case(check: Check) -> None:
    """Names compare without case and outer spaces; columns that no rule needs do no harm."""
    document = check("Ref,ACTIVITY, Date ,Extra,,\nr1, Meeting ,2015-01-01,zz,,\n")
    assert document.problems == ()
    assert places(document) == [(2, 2)]


def test_a_very_long_cell_is_read(check: Check) -> None:
    """Three million characters in one cell."""
    assert places(check(HEADER + f"2015-01-01,meeting,{'x' * 3_000_000}\n2015-01-02,meeting,r\n")) == [(2, 2), (3, 3)]


# What rows say


def test_an_unknown_activity_is_told_with_the_nearest_known_one(check: Check) -> None:
    """Its rows count toward nothing, and the log's entry counts them by activity."""
    document = check(
        HEADER + "2015-01-01,relase,r1\n2015-01-02,release,r2\n2015-01-02,relase,r3\n2015-01-02,picnic,r4\n"
    )
    assert [(p.level, p.code) for p in document.problems] == [("warning", "unknown-activity")] * 2
    assert document.problems[0].message.endswith('Did you mean "release"?')
    assert [(u.activity, u.rows, u.did_you_mean) for u in only(document).logs[0].unmatched] == [
        ("relase", 2, "release"),
        ("picnic", 1, None),
    ]
    assert numbers(document) == (4, 1, 0, 3)


def test_the_same_ref_twice_counts_twice_with_a_warning(check: Check) -> None:
    """Two rows of one activity; another activity may use the same ref."""
    document = check(HEADER + "2015-01-01,release,r\n2015-01-02,release,r\n2015-01-02,meeting,r\n")
    (problem,) = document.problems
    assert (problem.level, problem.code, problem.row) == ("warning", "duplicate-ref", 3)
    assert numbers(document) == (3, 3, 0, 0)


HOSTILE = (
    "'); DROP TABLE log0; --", '""; DELETE FROM x', "$p1", "{x}", "%s", "[red]x[/red]", "[/x]", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x08\x08\x08", "<script>alert(1)</script>",
    "=1+1", "::error::x", "\u202eright to left", "\1\2\3", "\ufeff", "NULL", "\\N", "a" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str, check: Check, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    """As an activity, a ref, a column's name or a cell: nothing obeys it, and no sign of it moves a cursor."""
    quoted = '"' + text.replace('"', '""') + '"'
    log = f"date,activity,ref,by,{quoted}\n2015-01-01,{quoted},r1,x,y\n2015-01-02,meeting,{quoted},{quoted},{quoted}\n2015-01-03,release,{quoted},{quoted},\n{quoted},release,,,\n"
    document = check(log)
    assert numbers(document) == (4, 2, 1, 1)
    assert places(document) == [(3, 3)]
    assert [p.code for p in document.problems] == ["bad-date", "unknown-activity"]
    monkeypatch.chdir(check.folder)
    ran = command("verify", "-v")
    assert ran.status == 2
    assert all(c.isprintable() or c == "\n" for c in ran.out + ran.err)
    ran = command("verify", "--format", "json")
    assert ran.status == 2
    assert all(c >= " " or c == "\n" for c in ran.out)
    assert json.loads(ran.out)["agreements"]


@pytest.mark.parametrize(
    "name",
    [
        "it-'; DROP TABLE x.csv",
        "it-[1].csv",
        "it-*?.csv",
        'it-"a b".csv',
        "it-[red]x.csv",
        "it-\x1b[31m.csv",
        "it-ü.csv",
        "it-{x}%s$1.csv",
    ],
)
def test_hostile_file_names_are_only_names(
    name: str, check: Check, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    """No part of a file's name is a pattern, a query or a command to the terminal."""
    (check.folder / "activity_logs" / "it-1.csv").write_text("date,activity\n2015-03-03,meeting\n", encoding="utf-8")
    document = check(HEADER + "2015-01-01,meeting,r1\n2015-1-1,meeting,r2\n", name)
    assert f"activity_logs/{name}" in [log.file for log in only(document).logs]
    assert sum(log.rows for log in only(document).logs) == 3
    assert [p.row for p in document.problems] == [3]
    monkeypatch.chdir(check.folder)
    ran = command("verify", "-v")
    assert all(c.isprintable() or c == "\n" for c in ran.out + ran.err)


# Whatever a file holds

PIECES = st.sampled_from(
    [
        "2015-01-01", "2015-13-01", "2015-02-03", "release", "meeting", "relase", "r1", "x", "", " ", ",", ",", ",", ",,", ";", "\t", "|", "\n", "\n", "\r\n", "\r", '"', '"', '""', '","', '"\n', '\n"',
        "\u00a0", "\u2028", "\x0b", "\x1c", "\x85", "é", "\ufeff", "'", "\\", "\\\"", "#", "--", "\1", "NULL", "\n\n", ",,,,,,,,,,,,,,", "date,activity\n",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(PIECES, max_size=30),
    header=st.sampled_from([HEADER, HEADER, HEADER.replace(",", ";"), "\n" + HEADER, TYPED]),
)
def test_any_text_ends_in_numbers_that_add_up(
    pieces: list[str], header: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rows = used + rejected + unmatched, every place lies in the file, and nothing crashes."""
    text = header + "".join(pieces)
    document = Check(tmp_path_factory.mktemp("dirty"))(text)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for agreement in document.agreements:
        for log in agreement.logs:
            assert log.rows == log.used + log.rejected + sum(u.rows for u in log.unmatched)
            assert bool(log.rejected) == any(p.level == "error" and p.row for p in document.problems)
    for problem in document.problems:
        assert 1 <= (problem.row or 1) <= (problem.line or lines) <= lines
    render("table", document, Look())


CELLS = st.text(
    st.sampled_from("ab ,;|\t\"\n'é[=") | st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.none() | st.tuples(st.sampled_from(["release", "meeting"]), CELLS), min_size=1, max_size=8))
def test_rows_and_lines_are_those_of_any_csv_reader(
    rows: list[tuple[str, str] | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What a CSV writer wrote is read whole, and row and line of every meeting are where they stand."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("date", "activity", "note"))
    expected = []
    for number, row in enumerate(rows, 2):
        line = out.getvalue().count("\n") + 1
        if row is None:
            out.write("\n")
            continue
        writer.writerow(("2015-01-01", *row))
        if row[0] == "meeting":
            expected.append((number, line))
    document = Check(tmp_path_factory.mktemp("clean"))(out.getvalue())
    assert not errors(document)
    if any(rows):
        assert numbers(document)[:2] == (sum(map(bool, rows)), sum(map(bool, rows)))
        assert places(document) == expected
