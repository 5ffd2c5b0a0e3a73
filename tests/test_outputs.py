"""Whole outputs, as a reader gets them: the report at 80 and at 160 columns, in colour and without, and the document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from mou_check.output import FORMATS, Look, render
from mou_check.run import Options, run
from mou_check.schemas import build
from support import document
from yaml12 import load

ROOT = Path(__file__).resolve().parent.parent
DURHAM = run(Options(today=date(2030, 1, 1), folder=ROOT, agreements=("durham",)))

AGREEMENT = """
format: 1
id: case
title: A small agreement
parties: {office: {name: The Office}, panel: {name: The Panel}}
term: {starts: 2015-04-01}
lists: {areas: [North, South]}
activities:
  meeting: {title: Meeting, columns: {area: text, given_on: date, reason: text}}
  report: {title: Report}
  fee: {title: Fee payment}
obligations:
  - {id: meetings, clauses: ["1"], title: Meetings, says: Two meetings a month., bearer: office, counterparty: panel, force: must,
     readings: [{id: two, label: two in each month, rule: {kind: count, activity: meeting, at_least: 2, per: month}, because: The figure says so.},
                {id: one, label: one in each month, rule: {kind: count, activity: meeting, at_least: 1, per: month}}]}
  - {id: by-area, clauses: ["1"], title: Meetings by area, says: One in each area., bearer: office, force: should,
     rule: {kind: count, activity: meeting, at_least: 1, per: month, for_each: {area: areas}}}
  - {id: notice, clauses: ["2"], title: Notice, says: Five days ahead., bearer: office, force: must, qualifier: where-practical,
     rule: {kind: notice, activity: meeting, given: given_on, at_least: P5D, excuse: reason}}
  - {id: no-fees, clauses: ["3"], title: No fees, says: No fees., bearer: panel, force: must, rule: {kind: never, activity: fee}}
  - {id: quality, clauses: ["4"], title: Quality, says: Good reports., bearer: office, force: must,
     rule: {kind: judgement, question: Were the reports good?, evidence: {activity: report}, per: month}}
clauses: [{ref: "1", holds: [meetings, by-area]}, {ref: "2", holds: [notice]}, {ref: "3", holds: [no-fees]}, {ref: "4", holds: [quality]},
          {ref: "5", because: definition}]
"""
LOG = """date,activity,ref,area,given_on,reason
2015-05-05,meeting,M1,North,2015-04-29,
2015-05-19,meeting,M2,south ,2015-05-16,chair was ill
2015-06-02,meeting,M3,North,2015-05-30,
2015-06-02,report,,,,
2015-06-31,report,,,,
2015-07-01,meeting,M4,West,2015-06-01,
2015-07-01,meating,M5,West,,
"""


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
def test_the_report_reads_as_it_did(width: int, colour: bool, snapshot: SnapshotAssertion) -> None:
    """The whole report of the Durham agreement."""
    assert render("table", DURHAM, Look(width, colour=colour)) == snapshot


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, render("table", DURHAM, Look(width)).splitlines())) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_no_id_row_or_date_is_lost_however_narrow(width: int) -> None:
    text = "".join(render("table", DURHAM, Look(width)).split())
    for agreement in DURHAM.agreements:
        for obligation in agreement.obligations:
            # in the narrow table a long id breaks after a hyphen, with other columns between
            assert all(part in text for part in obligation.id.split("-"))
            for finding in obligation.findings:
                if finding.verdict.missed and finding.row:
                    assert f"row{finding.row}]" in text


def test_without_colour_there_is_no_escape_in_the_text() -> None:
    assert "\x1b" not in render("table", DURHAM, Look(100))
    assert "\x1b[" in render("table", DURHAM, Look(100, colour=True))


def test_an_ascii_terminal_gets_ascii() -> None:
    assert render("table", DURHAM, Look(100, ascii=True)).isascii()


def test_the_document_of_a_small_agreement_reads_as_it_did(snapshot: SnapshotAssertion) -> None:
    """Every part of the document: periods, findings, readings, what comes next, problems."""
    result = document(AGREEMENT, LOG, window=("2015-05-01", "2015-06-30"), as_of="2015-06-20")
    assert json.dumps(result, indent=1) == snapshot


def test_the_same_inputs_give_the_same_bytes() -> None:
    again = run(Options(today=date(2031, 5, 5), folder=ROOT, agreements=("durham",)))
    assert all(render(name, again, Look()) == render(name, DURHAM, Look()) for name in FORMATS)


def test_hostile_text_stays_inert_in_the_report() -> None:
    """Markup, escapes and directions from a log show as text and do nothing."""
    log = 'date,activity,ref,area,given_on,reason\n2015-05-05,meeting,"[red]\x1b[31mM1\u202e[/x]",North,2015-05-04,\n'
    from support import run_case

    text = render("table", run_case(AGREEMENT, log, window=("2015-05-01", "2015-05-31")), Look(100))
    assert "\x1b" not in text
    assert "\u202e" not in text


class TestSchemas:
    """What is published equals what the program reads and writes."""

    def test_schema_files_are_as_the_models_make_them(self) -> None:
        for name, text in build().items():
            assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name} is out of date: make schemas"

    def test_results_keep_to_the_published_schema(self) -> None:
        schema = json.loads((ROOT / "schemas/result.schema.json").read_text(encoding="utf-8"))
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for text in (
            render("json", DURHAM, Look()),
            json.dumps(document(AGREEMENT, LOG)),
            json.dumps(document(AGREEMENT, None)),
        ):
            assert not list(validator.iter_errors(json.loads(text)))

    @pytest.mark.parametrize("file", sorted((ROOT / "agreements").glob("*.yaml")), ids=lambda p: p.stem)
    def test_shipped_agreements_keep_to_the_published_schema(self, file: Path) -> None:
        schema = json.loads((ROOT / "schemas/agreement.schema.json").read_text(encoding="utf-8"))
        assert not list(Draft202012Validator(schema).iter_errors(load(file)))

    def test_the_project_file_keeps_to_the_published_schema(self) -> None:
        schema = json.loads((ROOT / "schemas/project.schema.json").read_text(encoding="utf-8"))
        assert not list(Draft202012Validator(schema).iter_errors(load(ROOT / "mou-check.yaml")))

    @pytest.mark.parametrize("name", ["agreement", "project", "result"])
    def test_the_schemas_are_schemas(self, name: str) -> None:
        Draft202012Validator.check_schema(
            json.loads((ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
        )
