"""The formats that every reporting command shares: for people (markdown, csv) and for CI servers and code hosts."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from syrupy.assertion import SnapshotAssertion

from conftest import Command
from mou_check.model.changes import Change, DiffDocument, DiffSummary, Effect, Flip, Misses, Replayed
from mou_check.model.lint import LintCheck, LintDocument, Linted, LintFinding, summary_of
from mou_check.model.problems import Problem
from mou_check.model.results import Baselined, Document, FilePlace, Tool
from mou_check.model.verdicts import Verdict
from mou_check.output import DOCUMENTS, FORMATS, Look, inert, render, report_of
from mou_check.output.csv_rows import COLUMNS
from mou_check.output.github import MOST
from mou_check.output.markdown import LIMIT
from mou_check.output.markdown import text as text_in_markdown
from support import run_case

SHARED = [name for name in FORMATS if name not in ("table", "json")]
TOOL = Tool("mou-check", "0.1.0")

AGREEMENT = """format: 1
id: case
title: A small agreement
parties: {office: {name: The Office}, panel: {name: The Panel}}
term: {starts: 2015-04-01}
activities:
  meeting: {title: Meeting, columns: {given_on: date, reason: text}}
  report: {title: Report}
  release: {title: News release}
  visit: {title: Visit}
  fee: {title: Fee payment}
obligations:
  - {id: releases, clauses: ["1.1", "1.2"], title: News releases, says: Two releases go out a month., bearer: office, counterparty: panel, force: must,
     rule: {kind: count, activity: release, at_least: 2, per: month}}
  - {id: notice, clauses: ["2"], title: Notice, says: Five days ahead., bearer: office, force: must, qualifier: where-practical,
     rule: {kind: notice, activity: meeting, given: given_on, at_least: P5D, excuse: reason}}
  - {id: reports, clauses: ["3"], title: Reports, says: A report a month., bearer: office, force: should,
     readings: [{id: one, label: one in each month, rule: {kind: count, activity: report, at_least: 1, per: month}, because: The figure says so.},
                {id: some, label: one in all, rule: {kind: count, activity: report, at_least: 1, per: quarter}}]}
  - {id: quality, clauses: ["3"], title: Quality, says: Good reports., bearer: office, force: must,
     rule: {kind: judgement, question: Were the reports good?, evidence: {activity: report}, per: quarter}}
  - {id: visits, clauses: ["4"], title: Visits, says: A visit a month., bearer: panel, force: must, rule: {kind: count, activity: visit, at_least: 1, per: month}}
  - {id: no-fees, clauses: ["5"], title: No fees, says: No fees., bearer: panel, force: must, rule: {kind: never, activity: fee}}
  - {id: meetings, clauses: ["6"], title: Meetings, says: Meetings may be held., bearer: panel, force: may, rule: {kind: count, activity: meeting, at_least: 1, per: month}}
  - {id: winter, clauses: ["7"], title: Winter reports, says: A report in winter., bearer: panel, force: must,
     rule: {kind: count, activity: report, at_least: 1, per: season, season: {from: "06-01", to: "07-31"}}}
  - {id: one-release, clauses: ["8"], title: A release, says: One., bearer: panel, force: must, rule: {kind: count, activity: release, at_least: 1, per: quarter}}
clauses:
  - {ref: "1.1", holds: [releases]}
  - {ref: "1.2", holds: [releases]}
  - {ref: "2", holds: [notice]}
  - {ref: "3", holds: [reports, quality]}
  - {ref: "4", holds: [visits]}
  - {ref: "5", holds: [no-fees]}
  - {ref: "6", holds: [meetings]}
  - {ref: "7", holds: [winter]}
  - {ref: "8", holds: [one-release]}
"""
LOG = """date,activity,ref,given_on,reason
2015-04-05,release,R1,,
2015-04-07,release,R2,,
2015-04-28,report,P1,,
2015-05-05,meeting,M1,2015-05-03,chair was ill
2015-05-06,release,R3,,
2015-06-02,meeting,M2,2015-05-20,
2015-06-05,visit,V1,,
2015-06-09,relaese,R4,,
"""
WAIVER = {
    "agreement": "case",
    "obligation": "visits",
    "from": "2015-04-01",
    "to": "2015-05-31",
    "reason": "Nobody could travel.",
    "approved_by": "The Panel",
    "granted_on": "2015-06-01",
    "expires": "2030-12-31",
}
RUN: dict[str, Any] = {"window": ("2015-04-01", "2015-06-30"), "as_of": "2015-06-30", "project": {"waivers": [WAIVER]}}


def verified(log: str = LOG, agreement: str = AGREEMENT, **more: Any) -> Document:
    """What verify finds: one obligation of almost every verdict."""
    return run_case(agreement, log, **{**RUN, **more})


def linted() -> LintDocument:
    """What lint finds: a warning and a hint that are open, one that readings resolve, one that is acknowledged."""
    place = {"agreement": "case", "file": "agreements/case.yaml", "line": 12, "column": 5}
    findings = (
        LintFinding("two-targets", "warning", "open", "2 here and 3 there", about=("a", "b"), **place),
        LintFinding("two-targets", "warning", "open", "4 here and 5 there", about=("a", "b"), **place),
        LintFinding("spacing", "hint", "open", "nothing spaces them", about=("a",), **place),
        LintFinding("bi-word", "warning", "resolved", "bi-weekly", about=("c",), readings=("c[two]", "c[half]"), **place),
        LintFinding("unused-list", "warning", "acknowledged", "not read", about=("l",), because="For later.", **place),
    )  # fmt: skip
    codes = {f.code: f.level for f in findings}
    checks = tuple(LintCheck(code, level, f"What {code} is.\n\nWhat to do about it.") for code, level in codes.items())
    agreements = (Linted("case", "A small agreement", "agreements/case.yaml", 9, 9),)
    return LintDocument(1, TOOL, 1, agreements, checks, findings, summary_of(findings), ())


def compared() -> DiffDocument:
    """What diff finds: a promise weakened, one weakened by agreement, one strengthened, one worded anew; a verdict turned."""
    place = {
        "file": "agreements/case.yaml",
        "line": 12,
        "column": 5,
        "old_place": FilePlace("agreements/case.yaml", 11, 5),
    }
    changes = (
        Change("case", "releases", Effect.WEAKENED, "rule.at_least", "2", "1", "News releases: it asks for less", **place),
        Change("case", "visits", Effect.WEAKENED, "force", "must", "should", "Visits: it asks for less", allowed_by="Minutes of 3 May", **place),
        Change("case", "reports", Effect.STRENGTHENED, "rule.per", "quarter", "month", "Reports: it asks for more", **place),
        Change("case", None, Effect.REWORDED, "title", "A", "B", "title of the agreement differs", **place),
    )  # fmt: skip
    flips = (
        Flip("case", "releases", date(2015, 5, 1), date(2015, 5, 31), None, "May 2015", None, None, Verdict.BREACHED, Verdict.MET),
        Flip("case", "releases", None, None, None, None, None, None, Verdict.BREACHED, Verdict.MET),
    )  # fmt: skip
    tried = (Replayed("case", ("activity_logs/case.csv",), None, None, date(2015, 6, 30), None),)
    return DiffDocument(
        1, TOOL, "HEAD", "working tree", 1, "weakened", (), compared=True, changes=changes, replayed=tried, replay=flips,
        misses=(Misses("case", "releases", 3, 1),), summary=DiffSummary(1, 2, 0, 0, 0, 1, 1, 1), problems=(),
    )  # fmt: skip


DOCUMENT = {"verify": verified(), "lint": linted(), "diff": compared()}
WRONG = Problem(
    "error", "bad-date", "expected a date: %0A, 100%\n::error::x", "case", "activity_logs/case.csv", 3, 3, "date"
)
LOOK = Look()


@pytest.mark.parametrize("form", SHARED)
@pytest.mark.parametrize("command", DOCUMENT)
def test_each_format_reads_as_it_did(command: str, form: str, snapshot: SnapshotAssertion) -> None:
    """Whole outputs, as a reader or a server gets them."""
    assert render(form, DOCUMENT[command], LOOK) == snapshot


def test_every_kind_of_document_has_a_table_and_a_report() -> None:
    for outputs in DOCUMENTS.values():
        assert callable(import_module(outputs.table).render)
        assert callable(import_module(outputs.report).report)


def test_every_obligation_is_an_entry_with_its_verdict() -> None:
    """The report that all formats render holds what was found, with a weight for each verdict."""
    found = {
        e.about[0]: (e.verdict, e.weight, e.fails, e.suppressed is not None) for e in report_of(verified()).entries
    }
    assert found == {
        "releases": ("breached", "error", True, False),
        "notice": ("excused", "note", False, True),
        "reports": ("shortfall", "warning", False, False),
        "quality": ("to-judge", "note", False, False),
        "visits": ("waived", "note", False, True),
        "no-fees": ("no-data", "note", False, False),
        "meetings": ("noted", "note", False, False),
        "winter": ("pending", "open", False, False),
        "one-release": ("met", "fine", False, False),
    }


# The bytes are the same, whatever the place and the time


@pytest.mark.parametrize("form", SHARED)
def test_the_same_inputs_give_the_same_bytes(form: str) -> None:
    """In another folder, on another day."""
    assert render(form, verified(today="2031-05-05"), LOOK) == render(form, DOCUMENT["verify"], LOOK)


@pytest.mark.parametrize("form", SHARED)
def test_a_terminal_that_knows_ascii_alone_loses_nothing(form: str) -> None:
    """What a format can write as a number it does; the others leave that to the stream."""
    document = verified(agreement=AGREEMENT.replace("News releases", "Nachrichten für 協定"))
    text = render(form, document, Look(ascii=True))
    if form in ("sarif", "gitlab", "junit"):
        assert text.isascii()
        assert "協定" in (
            ET.fromstring(text).find(".//failure").text
            if form == "junit"
            else json.dumps(json.loads(text), ensure_ascii=False)
        )  # type: ignore[union-attr, operator]
    else:
        assert "協定" in text


# Text from files stays text

HOSTILE = (
    "[link](http://x.y/)|<img src=x>`a`*b*_c_\x1b[31m\u202e\x00@octocat #12 ::error::pwned ##[error]pwned {0} =1+1"
)


def hostile() -> Document:
    """A breach of a row whose reference obeys nobody, in an agreement whose title does not either."""
    agreement = AGREEMENT.replace("No fees, says", json.dumps("::error::x | " + HOSTILE) + ", says")
    agreement = agreement.replace("title: A small agreement", f"title: {json.dumps(HOSTILE)}")
    ref = '"' + HOSTILE.replace("\x00", "") + '\n::error::next line"'
    return verified(
        f'{LOG}2015-06-10,fee,{ref},,\n2015-06-11,report,=cmd(),,\n2015-06-12,"=1+{HOSTILE[:30]}",,,\n', agreement
    )


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_from_a_file_is_obeyed_by_a_terminal(form: str) -> None:
    """Neither a control character nor one that turns the direction of the text, in any format."""
    text = render(form, hostile(), LOOK)
    assert not [c for c in text if not c.isprintable() and c != "\n"]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_from_a_file_is_a_command_to_a_runner(form: str) -> None:
    """GitHub obeys `::error` where a line begins and `##[error]` anywhere in it, in whatever a step prints."""
    text = render(form, hostile(), LOOK)
    assert "##[" not in text
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (len(render(form, DOCUMENT["verify"], LOOK).splitlines()) + 1 if form == "github" else 0)
    assert "pwned" in text


def test_nothing_from_a_file_is_markup_in_markdown() -> None:
    text = render("markdown", hostile(), LOOK)
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "@octocat" not in text  # nobody is called
    assert "#12" not in text  # and no other thread is referred to
    cells = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in cells} == {7}


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a|b", "a\\|b"), ("a\nb", "a b"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("`x` *y* _z_", "\\`x\\` \\*y\\* \\_z\\_"), ("[x](y)", "\\[x\\](y)"),
        ("@me, #1 and !2", "@&#8203;me, \\#&#8203;1 and !&#8203;2"), ("https://x.y", "https:&#8203;//x.y"), ("www.x.y", "www.&#8203;x.y"),
        ("- x", "\\- x"), ("1. x", "1\\. x"), ("2 of 3", "2 of 3"), ("-3", "-3"), ("x" * 301, "x" * 297 + "..."),
    ],
)  # fmt: skip
def test_text_in_markdown(words: str, written: str) -> None:
    assert text_in_markdown(words) == written


def test_nothing_from_a_file_is_a_formula_in_a_spreadsheet() -> None:
    agreement = AGREEMENT.replace("No fees, says", "'=HYPERLINK(\"http://x\")', says").replace(
        "Visits, says", '"\\t@SUM(1)", says'
    )
    text = render("csv", verified(LOG + "2015-06-10,fee,-2+3,,\n", agreement), LOOK)
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert '\'=HYPERLINK("http://x")' in cells
    assert "' @SUM(1)" in cells


def test_nothing_from_a_file_ends_a_tag_in_xml() -> None:
    root = ET.fromstring(render("junit", hostile(), LOOK))
    assert {element.tag for element in root.iter()} == {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out", "system-err",
    }  # fmt: skip
    assert "<img src=x>" in "".join(root.itertext())


def test_nothing_from_a_file_is_a_link_or_a_place_holder_in_sarif() -> None:
    (run,) = json.loads(render("sarif", hostile(), LOOK))["runs"]
    texts = [m["text"] for m in _messages(run)]
    assert any("{{0}}" in text for text in texts)
    assert not any("](" in text for text in texts)
    assert not any("{0}" in text.replace("{{0}}", "") for text in texts)


def _messages(part: Any) -> list[dict[str, Any]]:
    """Every message below a part of a SARIF log."""
    if isinstance(part, dict):
        own = [part] if "text" in part else []
        return own + [m for value in part.values() for m in _messages(value)]
    return [m for value in part for m in _messages(value)] if isinstance(part, list) else []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10:30:45", "10:30:45"), ("a::b", "a: :b"), ("::error file=x::y", ": :error file=x: :y"), ("::1", "::1"),
        ("##[error]", "# #[error]"), ("## 3", "## 3"), ("a\tb\r\nc", "a b  c"), ("\x1b[1m", "?[1m"), ("£ é 協", "£ é 協"),
    ],
)  # fmt: skip
def test_inert_text(text: str, shown: str) -> None:
    assert inert(text) == shown


# Markdown


def test_the_worst_comes_first_in_markdown() -> None:
    text = render("markdown", DOCUMENT["verify"], LOOK)
    rows = [line.split("|")[1].strip(" *") for line in text.splitlines() if line.startswith("| **")]
    assert rows == ["breached", "shortfall", "no-data", "to-judge", "noted"]
    assert text.startswith("<!-- mou-check verify -->\n## mou-check verify: failed\n")
    assert "9 obligations: 1 met, 1 breached" in text


def test_what_need_not_be_acted_on_is_folded_away_and_not_hidden() -> None:
    folded = render("markdown", DOCUMENT["verify"], LOOK).split("<summary>What need not be acted on")[1]
    assert "waived by The Panel until 31 Dec 2030: Nobody could travel." in folded
    assert "excused: chair was ill" in folded


@pytest.mark.parametrize("many", [0, 1, 50, 500, 5000])
def test_a_comment_never_holds_more_than_its_room(many: int) -> None:
    """However much there is to tell: tables come first, and what does not fit is counted."""
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    (agreement,) = document.agreements
    breached = agreement.obligations[0]
    long = replace(breached, requirement="very " * 200, title="long " * 100)
    more = replace(agreement, obligations=(long,) * many)
    text = render("markdown", replace(document, agreements=(more,), problems=(WRONG,) * many), LOOK)
    assert len(text) < LIMIT
    assert text.count("<details>") == text.count("</details>")
    told = text.count("\n| **breached**")
    assert (f"and {many - told} more." in text) is (told < many)


@pytest.mark.parametrize("many", [50, 5000])
def test_many_agreements_have_no_more_room_than_one(many: int) -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    (agreement,) = document.agreements
    each = tuple(replace(agreement, id=f"case-{i}", logs=agreement.logs * 99) for i in range(many))
    text = render("markdown", replace(document, agreements=each), LOOK)
    assert len(text) < LIMIT
    assert text.count("<details>") == text.count("</details>")
    told = text.count("\n### A small agreement")
    assert told > 10
    assert (f"and {many - told:,} more sections." in text) is (told < many)


# CSV


@pytest.mark.parametrize("command", DOCUMENT)
def test_csv_has_the_same_columns_for_every_command(command: str) -> None:
    rows = list(csv.reader(io.StringIO(render("csv", DOCUMENT[command], LOOK))))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_csv_has_a_row_for_each_finding() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    rows = list(csv.DictReader(io.StringIO(render("csv", document, LOOK))))
    findings = {f.id: f for a in document.agreements for o in a.obligations for f in o.findings}
    by_id = {row["id"]: row for row in rows if row["id"]}
    assert by_id.keys() == findings.keys()
    may = by_id["case/releases/2015-05-01"]
    told = {
        k: may[k]
        for k in ("verdict", "fails", "clauses", "from", "to", "expected", "actual", "unit", "file", "log", "log_row")
    }
    assert told == {
        "verdict": "breached", "fails": "yes", "clauses": "1.1, 1.2", "from": "2015-05-01", "to": "2015-05-31", "expected": "2",
        "actual": "1", "unit": "news releases", "file": "agreements/case.yaml", "log": "activity_logs/case.csv", "log_row": "6",
    }  # fmt: skip


# JUnit


def cases(document: object) -> dict[str, TestCase]:
    """The cases of a JUnit file, by name."""
    suites = JUnitXml.fromstring(render("junit", document, LOOK).encode())
    return {str(case.name): case for suite in suites for case in suite}


def test_junit_fails_what_fails_and_passes_nothing_that_is_not_met() -> None:
    found = {name: [type(r) for r in case.result] for name, case in cases(DOCUMENT["verify"]).items()}
    assert found.pop("releases") == [Failure]
    assert found.pop("one-release") == []
    assert found.pop("unknown-activity/activity_logs/case.csv/9/activity", [Skipped]) == [Skipped]
    assert {kind for kinds in found.values() for kind in kinds} == {Skipped}


def test_junit_says_why_something_is_skipped() -> None:
    (skipped,) = cases(DOCUMENT["verify"])["visits"].result
    assert skipped.message == "waived by The Panel until 31 Dec 2030: Nobody could travel."


def test_a_shortfall_fails_in_junit_where_it_fails_the_run() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    (result,) = cases(replace(document, fail_on="shortfall"))["reports"].result
    assert isinstance(result, Failure)
    (result,) = cases(replace(document, fail_on="never"))["releases"].result
    assert isinstance(result, Failure)


def test_what_is_wrong_with_a_file_is_an_error_in_junit() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    found = cases(replace(document, problems=(WRONG,), exit_status=2))
    (result,) = found["bad-date/case/activity_logs/case.csv/3/date"].result
    assert isinstance(result, Error)
    assert result.type == "bad-date"


@pytest.mark.parametrize("command", DOCUMENT)
def test_junit_keeps_to_the_common_schema(command: str) -> None:
    """Every attribute and element that windyroad/JUnit-Schema asks for, in its order, and no other."""
    root = ET.fromstring(render("junit", DOCUMENT[command], LOOK))
    assert (root.tag, root.attrib) == ("testsuites", {})
    for number, suite in enumerate(root):
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {
            "name",
            "timestamp",
            "hostname",
            "tests",
            "failures",
            "errors",
            "skipped",
            "time",
            "id",
            "package",
        }
        assert suite.get("id") == str(number)
        tags = [child.tag for child in suite]
        inner = tags[1:-2]
        assert (tags[0], set(inner), tags[-2:]) == ("properties", {"testcase"}, ["system-out", "system-err"])
        assert suite.get("tests") == str(len(inner))
        for case in suite.iter("testcase"):
            assert set(case.attrib) == {"name", "classname", "time"}
            assert len(case) <= 1
            for result in case:
                assert set(result.attrib) == {"skipped": {"message"}}.get(result.tag, {"message", "type"})


def test_a_suite_in_which_nothing_was_found_is_no_run_without_tests() -> None:
    nothing = replace(linted(), findings=(), checks=(), summary=summary_of(()), exit_status=0)
    (case,) = cases(nothing).values()
    assert case.is_passed


# SARIF

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def sarif(document: object, look: Look = LOOK) -> dict[str, Any]:
    """The one run of a SARIF log, which keeps to the schema."""
    log = json.loads(render("sarif", document, look))
    faults = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).iter_errors(log)
    assert not [(list(fault.path), fault.message) for fault in faults]
    (run,) = log["runs"]
    result: dict[str, Any] = run
    return result


@pytest.mark.parametrize(
    "document",
    [*DOCUMENT.values(), hostile(), verified(log="date,activity\n"), replace(verified(), problems=(WRONG, WRONG), exit_status=2)],
    ids=[*DOCUMENT, "hostile", "empty", "wrong"],
)  # fmt: skip
def test_sarif_keeps_to_its_schema(document: object) -> None:
    """And to what the standard says beyond it."""
    run = sarif(document)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    prints = [result["partialFingerprints"]["findingId/v1"] for result in run["results"]]
    assert len(prints) == len(set(prints))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert "suppressions" in result  # of all results or of none
        for location in [*result["locations"], *result["relatedLocations"]]:
            assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert result["message"]["text"].strip()


def test_sarif_levels_are_those_of_the_verdicts() -> None:
    """What is still open is no result."""
    found = {
        (r["properties"]["verdict"], r["level"], bool(r["suppressions"])) for r in sarif(DOCUMENT["verify"])["results"]
    }
    assert found == {
        ("breached", "error", False), ("shortfall", "warning", False), ("no-data", "note", False), ("to-judge", "note", False),
        ("noted", "note", False), ("waived", "note", True), ("excused", "note", True),
    }  # fmt: skip


def test_a_sarif_result_stands_at_the_obligation_and_points_to_the_rows() -> None:
    (result,) = [
        r
        for r in sarif(DOCUMENT["verify"])["results"]
        if r["ruleId"] == "case/releases" and "May" in r["message"]["text"]
    ]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "agreements/case.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 13, "startColumn": 5},
    }
    (row,) = result["relatedLocations"]
    assert row["physicalLocation"]["artifactLocation"]["uri"] == "activity_logs/case.csv"
    assert (row["physicalLocation"]["region"]["startLine"], row["message"]["text"]) == (6, "row 6")


def test_a_sarif_result_keeps_its_fingerprints_when_rows_and_wording_move() -> None:
    """Findings are followed from run to run by what they are about."""
    moved = LOG.replace("\n", "\n2015-04-01,report,P0,,\n", 1)
    later = verified(
        moved, AGREEMENT.replace("title: A small agreement", "title: Another\n# a line more").replace("News rel", "Rel")
    )
    before, after = (
        [(r["ruleId"], r["partialFingerprints"]) for r in sarif(d)["results"] if r["ruleId"] == "case/releases"]
        for d in (DOCUMENT["verify"], later)
    )
    assert before == after


def test_what_is_known_from_a_baseline_is_suppressed_and_does_not_fail() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    (agreement,) = document.agreements
    releases = agreement.obligations[0]
    mark = Baselined("Found when the log was first checked.", date(2015, 7, 1))
    known = replace(releases, findings=tuple(replace(f, baselined=mark) for f in releases.findings))
    document = replace(document, agreements=(replace(agreement, obligations=(known, *agreement.obligations[1:])),))
    why = "known since 1 Jul 2015: Found when the log was first checked."
    results = [r for r in sarif(document)["results"] if r["ruleId"] == "case/releases"]
    assert {r["suppressions"][0]["justification"] for r in results} == {why}
    assert [type(r) for r in cases(document)["releases"].result] == [Skipped]
    assert "breached" not in render("github", document, LOOK)
    assert "releases" not in render("gitlab", document, LOOK)
    assert why in render("markdown", document, LOOK)


def test_what_is_wrong_with_a_file_is_a_notification_in_sarif() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    (invocation,) = sarif(replace(document, problems=(WRONG,), exit_status=2))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    (told,) = invocation["toolExecutionNotifications"]
    assert (told["level"], told["descriptor"]) == ("error", {"id": "bad-date"})


@pytest.mark.parametrize(
    ("file", "folder", "uri"),
    [
        ("agreements/a b#1.yaml", "", "agreements/a%20b%231.yaml"), ("agreements/x.yaml", "office", "office/agreements/x.yaml"),
        ("/tmp/x.yaml", "office", "file:///tmp/x.yaml"), ("C:/a b/x.yaml", "office", "file:///C:/a%20b/x.yaml"),
    ],
)  # fmt: skip
def test_a_path_in_sarif_is_an_address(file: str, folder: str, uri: str) -> None:
    """Relative to the top of the repository, wherever in it the project lies."""
    document = linted()
    document = replace(document, findings=tuple(replace(f, file=file) for f in document.findings))
    result = sarif(document, Look(folder=folder))["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# GitHub's annotations


def test_annotations_name_the_place_and_what_is_the_matter() -> None:
    lines = render("github", DOCUMENT["verify"], LOOK).splitlines()
    assert lines[0] == (
        "::error file=agreements/case.yaml,line=13,col=5,title=breached%3A News releases (1.1 and 1.2)::"
        "Requirement: At least 2 news releases in each month%0AFound: 2 missed, 1 met%0A"
        "- May 2015: 1 of at least 2 news releases, 1 short (row 6 of activity_logs/case.csv)%0A"
        "- Jun 2015: 0 of at least 2 news releases, 2 short"
    )
    assert [line.split(" ")[0] for line in lines] == [
        "::error",
        "::warning",
        "::warning",
        "::notice",
        "::notice",
        "::notice",
    ]


def test_text_in_an_annotation_ends_neither_it_nor_a_property() -> None:
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    problem = replace(WRONG, file="a,b:c%.csv")
    line = render("github", replace(document, problems=(problem,)), LOOK).splitlines()[0]
    assert line == "::error file=a%2Cb%3Ac%25.csv,line=3,title=bad-date::expected a date: %250A, 100%25 : :error: :x"


def test_ten_annotations_are_written_and_the_others_counted() -> None:
    """GitHub drops what is more without a word."""
    document = DOCUMENT["verify"]
    assert isinstance(document, Document)
    lines = render("github", replace(document, problems=(WRONG,) * 25), LOOK).splitlines()
    assert len(lines) == MOST + 1
    assert lines[-1].startswith("::notice title=mou-check verify::20 more. 9 obligations")
    assert len(render("github", replace(document, problems=(WRONG,) * 5), LOOK).splitlines()) == MOST


def test_nothing_to_look_at_gives_no_annotation() -> None:
    assert render("github", replace(linted(), findings=()), LOOK) == ""


# GitLab's code quality


@pytest.mark.parametrize("command", DOCUMENT)
def test_gitlab_gets_what_it_asks_for(command: str) -> None:
    found = json.loads(render("gitlab", DOCUMENT[command], LOOK))
    assert len({entry["fingerprint"] for entry in found}) == len(found) > 0
    for entry in found:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["path"] == "agreements/case.yaml" or command == "verify"
        assert entry["location"]["lines"]["begin"] >= 1


def test_gitlab_is_told_of_nothing_that_need_not_be_acted_on() -> None:
    """What is waived, excused, acknowledged or still open would only be noise there."""
    found = {
        e["description"].split(":")[0]: e["severity"] for e in json.loads(render("gitlab", DOCUMENT["verify"], LOOK))
    }
    assert found == {
        '1 row with the activity "relaese", which the agreement does not know; it counts toward nothing. Did you mean "release"?': "major",
        "breached": "critical", "shortfall": "major", "no-data": "info", "to-judge": "info", "noted": "info",
    }  # fmt: skip
    assert json.loads(render("gitlab", replace(linted(), findings=linted().findings[3:]), LOOK)) == []


# The commands


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an agreement of one breach, and an older version of it; commands are typed in it."""
    for folder in ("agreements", "activity_logs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "agreements" / "case.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "activity_logs" / "case.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "old.yaml").write_text(AGREEMENT.replace("at_least: 2", "at_least: 3"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SPAN = ("--from", "2015-04-01", "--to", "2015-06-30", "--as-of", "2015-06-30")
TYPED = {
    "verify": (("verify", *SPAN), 1),
    "lint": (("lint", "--check", "unused-party", "--check", "reading-without-because", "--strict"), 1),
    "diff": (("diff", "old.yaml", "agreements/case.yaml"), 1),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", TYPED)
def test_the_exit_status_is_the_same_for_every_format(name: str, form: str, project: Path, command: Command) -> None:
    """Something is breached, open or weakened; and 2 where a file is wrong."""
    typed, status = TYPED[name]
    assert command(*typed, "--format", form).status == status
    (project / "agreements" / "case.yaml").write_text("format: 2\n", encoding="utf-8")
    assert command(*typed, "--format", form).status == 2


@pytest.mark.parametrize("name", TYPED)
def test_all_formats_from_one_run(name: str, project: Path, command: Command) -> None:
    """Each goes to its own file, and one may go to standard output."""
    typed, status = TYPED[name]
    wanted = [
        word for form in FORMATS for word in ("--format", form, "--output", f"out.{form}" if form != "csv" else "-")
    ]
    ran = command(*typed, *wanted)
    assert (ran.status, ran.out.split(",")[0]) == (status, "agreement")
    alone = command(*typed, "--format", "sarif")
    assert (project / "out.sarif").read_text(encoding="utf-8") == alone.out


def test_a_project_below_the_top_of_a_repository_names_its_files_from_there(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code hosts look files up from the top of the repository."""
    office = project / "office"
    office.mkdir()
    for folder in ("agreements", "activity_logs"):
        (project / folder).rename(office / folder)
    (project / ".git").mkdir()
    monkeypatch.chdir(office)
    assert "file=office/agreements/case.yaml," in command("verify", *SPAN, "--format", "github").out
    (office / "mou-check.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.chdir(project)
    found = json.loads(command("verify", *SPAN, "--project", "office/mou-check.yaml", "--format", "gitlab").out)
    assert {entry["location"]["path"].split("/")[0] for entry in found} == {"office"}


# GitHub Actions


@pytest.fixture
def summary(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A job of GitHub Actions: gives the file of the step's summary."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "summary.md"))
    return project / "summary.md"


def test_in_github_actions_annotations_and_a_summary_come_by_themselves(summary: Path, command: Command) -> None:
    """On standard error, so that standard output holds the report alone."""
    ran = command("verify", *SPAN, "--format", "json")
    assert json.loads(ran.out)
    assert "::error file=agreements/case.yaml,line=13,col=5," in ran.err
    assert "## mou-check verify: failed" in summary.read_text(encoding="utf-8")


def test_the_summary_of_a_step_grows_with_each_command(summary: Path, command: Command) -> None:
    for name in ("verify", "lint"):
        command(*TYPED[name][0])
    text = summary.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## mou-check verify: failed",
        "## mou-check lint: failed",
    ]


@pytest.mark.parametrize(
    ("args", "annotated", "summarised"),
    [((), True, True), (("--no-ci",), False, False), (("-q",), False, True), (("--format", "github"), False, True)],
)
def test_what_turns_them_off(
    args: tuple[str, ...], annotated: bool, summarised: bool, summary: Path, command: Command
) -> None:
    """--no-ci both; -q prints nothing; annotations that are asked for are not written twice."""
    ran = command("verify", *SPAN, *args)
    assert ("::error" in ran.err) is annotated
    assert summary.exists() is summarised
    assert ran.status == 1


@pytest.mark.parametrize("value", ["", "false"])
def test_elsewhere_neither_comes(value: str, summary: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert "::error" not in command("verify", *SPAN).err
    assert not summary.exists()


def test_a_summary_that_cannot_be_written_changes_nothing(
    summary: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the run ends as it would have ended."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary / "nowhere"))
    ran = command("verify", *SPAN)
    assert ran.status == 1
    assert "mou-check: the step summary cannot be written" in ran.err


def test_problems_on_standard_error_are_no_commands_to_the_runner(project: Path, command: Command) -> None:
    """Neither a message nor the line of the file that it shows."""
    text = AGREEMENT.replace("force: must", "force: '::error::pwned ##[error]pwned'", 1)
    (project / "agreements" / "case.yaml").write_text(text, encoding="utf-8")
    ran = command("verify", *SPAN)
    assert ran.status == 2
    assert "pwned" in ran.err
    assert "##[" not in ran.err
    assert not [line for line in ran.err.splitlines() if line.lstrip().startswith("::")]
