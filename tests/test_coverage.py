"""`coverage` counts what agreements hold, how far a log can test it, and what a log lacks for that."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Command
from mou_check.schemas import build

AGREEMENT = """
format: 1
id: town
title: "An agreement"
parties: {a: {name: A}}
term: {starts: 2015-04-01}
lists: {areas: {values: [], supplied_by: user}}
activities:
  release: {title: News release, columns: {cleared_by: text}}
  surgery: {title: Surgery, plural: Surgeries, columns: {area: text}}
  review: {title: Review, columns: {said: text}}
obligations:
  - {id: releases, clauses: ["1"], title: Releases, says: One a month., bearer: a, force: must,
     rule: {kind: count, activity: release, at_least: 1, per: month}}
  - {id: clearance, clauses: ["1"], title: Clearance, says: All are cleared., bearer: a, force: must,
     rule: {kind: every, activity: release, must: {cleared_by: {present: yes}}}}
  - {id: well-cleared, clauses: ["1"], title: Well cleared, says: And well., bearer: a, force: must, rest_of: [clearance],
     rule: {kind: judgement, question: Was it read before it was cleared?}}
  - {id: surgeries, clauses: ["2"], title: Surgeries, says: One in each area., bearer: a, force: should,
     readings: [{id: each-area, label: one in each area, rule: {kind: count, activity: surgery, at_least: 1, per: year, for_each: {area: areas}}},
                {id: any-area, label: one anywhere, rule: {kind: count, activity: surgery, at_least: 1, per: year}}]}
  - {id: wisdom, clauses: ["2"], title: Wisdom, says: All is wise., bearer: a, force: must,
     rule: {kind: judgement, question: Was it wise?, evidence: {activity: review}, per: year}}
clauses:
  - {ref: "1", heading: Releases, holds: [releases, clearance, well-cleared]}
  - {ref: "2", also: [b.2], heading: Surgeries, holds: [surgeries, wisdom]}
  - {ref: "3", because: definition}
  - {ref: "4", because: aim}
  - {ref: "5", because: aim}
  - {ref: "6", because: duplicate of 3}
  - {ref: "7", because: duplicate of 1}
"""
WHOLE = "date,activity,cleared_by,area\n2015-05-01,release,Ann,\n2015-05-02,surgery,,North\n"
AREAS = {"format": 1, "lists": {"town": {"areas": ["North"]}}}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the agreement and a log that has all that its rules read; the command is typed in it."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("agreements", "activity_logs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "agreements" / "town.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "activity_logs" / "town.csv").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "mou-check.yaml").write_text(json.dumps(AREAS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def document(command: Command, *args: object, status: int = 0) -> dict[str, Any]:
    """What `coverage --format json` writes; it always has the published form."""
    ran = command("coverage", *args, "--format", "json")
    assert ran.status == status, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(json.loads(build()["schemas/coverage.schema.json"])).validate(found)
    return found


def town(command: Command, *args: object, status: int = 0) -> dict[str, Any]:
    """The entry of the agreement."""
    (found,) = document(command, *args, status=status)["agreements"]
    assert isinstance(found, dict)
    return found


# --- what is counted --------------------------------------------------------------------------------
def test_clauses_are_counted_with_the_reasons_why_they_hold_nothing(project: Path, command: Command) -> None:
    """The most frequent reason first; duplicates together, whatever they repeat."""
    clauses = town(command)["clauses"]
    assert clauses == {"total": 7, "holding": 2, "without": 5, "reasons": {"aim": 2, "duplicate": 2, "definition": 1}}
    assert list(clauses["reasons"]) == ["aim", "duplicate", "definition"]


def test_obligations_are_counted_by_how_far_a_log_can_test_them(project: Path, command: Command) -> None:
    """A rule of which a judgement is left with the rest settles only a part; that judgement is no promise of its own."""
    found = town(command)
    assert {o["id"]: (o["tested"], o["rest"], o["rest_of"]) for o in found["obligations"]} == {
        "releases": ("fully", [], []),
        "clearance": ("partly", ["well-cleared"], []),
        "well-cleared": ("rest", [], ["clearance"]),
        "surgeries": ("fully", [], []),
        "wisdom": ("judgement", [], []),
    }
    assert found["summary"] == {
        "total": 5, "fully": 2, "partly": 1, "rest": 1, "judgement": 1, "with_data": 3, "assessed": 0,
    }  # fmt: skip


def test_the_register_is_there_whole(project: Path, command: Command) -> None:
    register = town(command)["register"]
    assert [entry["ref"] for entry in register] == list("1234567")
    assert register[1] == {"ref": "2", "also": ["b.2"], "heading": "Surgeries", "holds": ["surgeries", "wisdom"], "because": None}  # fmt: skip
    assert register[6]["because"] == "duplicate of 1"


@pytest.mark.parametrize(("preferred", "tested"), [("person", "judgement"), ("rule", "fully")])
def test_the_preferred_reading_says_whether_a_log_can_tell(
    preferred: str, tested: str, project: Path, command: Command
) -> None:
    """One reading leaves it to a person, another to the log."""
    readings = {
        "person": '{id: person, label: a person says, rule: {kind: judgement, question: "Was it so?"}}',
        "rule": "{id: rule, label: the log says, rule: {kind: never, activity: release}}",
    }
    first, second = (readings[preferred], readings["rule" if preferred == "person" else "person"])
    obligation = '  - {id: releases, clauses: ["1"], title: R, says: R., bearer: a, force: must,\n     readings: ['
    text = re.sub(r"  - \{id: releases.*?\n.*?\n", lambda _: f"{obligation}{first}, {second}]}}\n", AGREEMENT, count=1)
    (project / "agreements" / "town.yaml").write_text(text, encoding="utf-8")
    assert next(o for o in town(command)["obligations"] if o["id"] == "releases")["tested"] == tested


# --- what the log lacks -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("log", "lists", "lacking"),
    [
        (WHOLE, True, {}),
        (
            "date,activity,cleared_by,area\n2015-05-02,surgery,,North\n",
            True,
            {"releases": ["activity release"], "clearance": ["activity release"]},
        ),
        (
            "date,activity\n2015-05-01,release\n2015-05-02,surgery\n",
            True,
            {"clearance": ["column cleared_by"], "surgeries": ["column area (each-area)"]},
        ),
        (WHOLE, False, {"surgeries": ["list areas (each-area)"]}),
        (
            "date,activity\n2015-05-02,review\n",
            False,
            {
                "releases": ["activity release"],
                "clearance": ["activity release"],
                "surgeries": ["activity surgery (each-area)", "list areas (each-area)", "activity surgery (any-area)"],
            },
        ),
        (
            "date,activity\n",
            True,
            {
                "releases": ["activity release"],
                "clearance": ["activity release"],
                "surgeries": ["activity surgery (each-area)", "activity surgery (any-area)"],
            },
        ),
    ],
)
def test_what_a_log_lacks_is_told_for_each_obligation(
    log: str, lists: bool, lacking: dict[str, list[str]], project: Path, command: Command
) -> None:
    """An activity that it does not record, a column that no file has, a list that nobody filled in; for every reading."""
    (project / "activity_logs" / "town.csv").write_text(log, encoding="utf-8")
    if not lists:
        (project / "mou-check.yaml").unlink()
    found = town(command)
    assert {
        o["id"]: [f"{i['what']} {', '.join(i['names'])}" + (f" ({i['reading']})" if i["reading"] else "") for i in o["lacks"]]
        for o in found["obligations"]
        if o["lacks"]
    } == lacking  # fmt: skip
    data = {o["id"]: o["data"] for o in found["obligations"]}
    assert data == {"well-cleared": None, "wisdom": None} | {
        name: name not in lacking for name in ("releases", "clearance", "surgeries")
    }
    assert found["summary"]["with_data"] == 3 - len(lacking)


def test_it_agrees_with_verify_on_what_cannot_be_told(project: Path, command: Command) -> None:
    """What lacks data here, and only that, is no-data there."""
    (project / "activity_logs" / "town.csv").write_text(
        "date,activity\n2015-05-01,release\n2015-05-02,surgery\n", encoding="utf-8"
    )
    judged = json.loads(command("verify", "--format", "json").out)["agreements"][0]["obligations"]
    no_data = {o["id"] for o in judged if o["verdict"] == "no-data"}
    assert (
        no_data == {o["id"] for o in town(command)["obligations"] if o["data"] is False} == {"clearance", "surgeries"}
    )


def test_a_lack_in_another_reading_does_not_take_the_data_away(project: Path, command: Command) -> None:
    """The preferred reading decides; once the parties have settled on the other one, that does."""
    (project / "mou-check.yaml").write_text('{"format": 1, "settled": ["settled.yaml"]}', encoding="utf-8")
    settled = {"agreement": "town", "obligation": "surgeries", "reading": "any-area", "by": "A", "when": "2015-05-01"}
    (project / "settled.yaml").write_text(json.dumps({"format": 1, "settled": [settled]}), encoding="utf-8")
    surgeries = next(o for o in town(command)["obligations"] if o["id"] == "surgeries")
    assert (surgeries["data"], [lack["reading"] for lack in surgeries["lacks"]]) == (True, ["each-area"])


def test_an_activity_that_the_project_file_declares_as_recorded_is_data(project: Path, command: Command) -> None:
    """It never happened, and needs no columns."""
    (project / "activity_logs" / "town.csv").write_text("date,activity\n2015-05-02,review\n", encoding="utf-8")
    settings = {**AREAS, "logs": [{"agreement": "town", "records": ["release", "surgery"]}]}
    (project / "mou-check.yaml").write_text(json.dumps(settings), encoding="utf-8")
    assert town(command)["summary"]["with_data"] == 3


def test_recorded_judgements_are_counted(project: Path, command: Command) -> None:
    """Of the judgements, those of which a person has recorded at least one."""
    entry = {
        "agreement": "town",
        "obligation": "wisdom",
        "verdict": "met",
        "who": "A",
        "when": "2017-05-01",
        "why": "W.",
    }
    both = [{**entry, "period": "2015-04-01"}, {**entry, "period": "2016-04-01"}]
    (project / "seen.yaml").write_text(json.dumps({"format": 1, "assessments": both}), encoding="utf-8")
    (project / "mou-check.yaml").write_text(json.dumps({**AREAS, "assessments": ["seen.yaml"]}), encoding="utf-8")
    found = town(command)
    assert [o["assessments"] for o in found["obligations"]] == [0, 0, 0, 0, 2]
    assert found["summary"]["assessed"] == 1
    assert re.search(r"^town +5 +2 +1 +1 +1 +3 of 3 +1 of 2$", command("coverage").out, re.MULTILINE)


# --- logs -------------------------------------------------------------------------------------------
def test_without_a_log_all_is_counted_and_nothing_said_of_data(project: Path, command: Command) -> None:
    """That is no error."""
    (project / "activity_logs" / "town.csv").unlink()
    found = town(command)
    assert (found["log"], found["logs"], found["summary"]["with_data"]) == ("none", [], None)
    assert {o["data"] for o in found["obligations"]} == {None}
    assert found["summary"]["total"] == 5
    ran = command("coverage", "-v")
    assert (ran.status, ran.err) == (0, "")
    assert "No log was found for town, so nothing is said of data; give one with --log." in ran.out
    assert re.search(r"^town +5 +2 +1 +1 +1 +no log +0 of 2$", ran.out, re.MULTILINE)
    assert "There is no log." in ran.out


def test_a_log_is_given_as_in_verify(project: Path, command: Command) -> None:
    """By itself or with the agreement's id; it takes the place of the project's own."""
    (project / "other.csv").write_text("date,activity\n2015-05-01,release\n", encoding="utf-8")
    for given in ("other.csv", "town=other.csv"):
        found = town(command, "--log", given)
        assert [log["file"] for log in found["logs"]] == ["other.csv"]
        assert found["summary"]["with_data"] == 1
    ran = command("coverage", "--log", "twon=other.csv")
    assert ran.status == 2
    assert 'Did you mean "town"?' in ran.err


@pytest.mark.parametrize(
    ("log", "state", "code", "data"),
    [
        ("date,activity\n2015-13-01,release\n2015-05-01,release\n", "read", "bad-date", 1),
        ("date,what\n2015-05-01,release\n", "unreadable", "bad-header", None),
        (None, "unreadable", "missing-file", None),
    ],
)
def test_a_log_that_cannot_be_read_is_told_as_in_verify(
    log: str | None, state: str, code: str, data: int | None, project: Path, command: Command
) -> None:
    """Exit status 2, with all that can be said beside it."""
    if log is not None:
        (project / "bad.csv").write_text(log, encoding="utf-8")
    found = document(command, "--log", "bad.csv", status=2)
    assert (found["agreements"][0]["log"], found["agreements"][0]["summary"]["with_data"]) == (state, data)
    assert [p["code"] for p in found["problems"]] == [code]
    assert f"[{code}]" in command("coverage", "--log", "bad.csv").err


# --- the report -------------------------------------------------------------------------------------
def test_the_tables_show_each_agreement_and_all_together(project: Path, command: Command) -> None:
    """With one agreement there is nothing to add up."""
    assert "all together" not in command("coverage").out
    text = AGREEMENT.replace("id: town", "id: village")
    (project / "agreements" / "village.yaml").write_text(text, encoding="utf-8")
    ran = command("coverage")
    assert (ran.status, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    for line in (
        "town 7 2 5 2 aim, 2 duplicate, 1 definition",
        "all together 14 4 10 4 aim, 4 duplicate, 2 definition",
        "town 5 2 1 1 1 3 of 3 0 of 2",
        "village 5 2 1 1 1 no log 0 of 2",
        "all together 10 4 2 2 2 3 of 6 0 of 4",
    ):
        assert line in lines


def test_v_tells_what_the_log_lacks(project: Path, command: Command) -> None:
    (project / "activity_logs" / "town.csv").write_text("date,activity\n2015-05-02,surgery\n", encoding="utf-8")
    assert "lacks" not in command("coverage").out
    out = command("coverage", "-v").out
    assert out.partition("What the log of town lacks\n")[2].splitlines() == [
        "  Releases (releases; 1)",
        "    - the log does not record news releases (release)",
        "  Clearance (clearance; 1)",
        "    - the log does not record news releases (release)",
        "  Surgeries (surgeries; 2)",
        "    - read as each-area: no file of the log has the column area",
    ]
    (project / "activity_logs" / "town.csv").write_text(WHOLE, encoding="utf-8")
    assert "Nothing that the rules read." in command("coverage", "-v").out


def test_by_clause_lists_every_clause_with_what_it_holds_or_why_nothing(project: Path, command: Command) -> None:
    (project / "activity_logs" / "town.csv").write_text("date,activity\n2015-05-02,surgery\n", encoding="utf-8")
    out = command("coverage", "town", "--by-clause").out
    table = [" ".join(line.split()) for line in out.partition("Clauses, and what they hold")[0].splitlines()]
    for line in (
        "1 Releases releases (tested fully, no data)",
        "clearance (tested partly, no data)",
        "well-cleared (judgement of the rest)",
        "2 Surgeries surgeries (tested fully, no data)",
        "b.2 wisdom (by judgement)",
        "3 nothing: definition",
        "7 nothing: duplicate of 1",
    ):
        assert line in table


@pytest.mark.parametrize("width", [60, 80, 160])
def test_nothing_is_cut_off_however_narrow(
    width: int, project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = command("coverage", "--by-clause", "-v").out
    assert max(map(len, out.splitlines())) <= width
    assert "…" not in out


def test_text_of_an_agreement_is_only_text(project: Path, command: Command) -> None:
    """Neither the terminal nor the table obeys it."""
    text = AGREEMENT.replace('"An agreement"', r'"[red]An[/x] \e[31magreement"').replace(
        "heading: Releases", 'heading: "[bold]R"'
    )
    (project / "agreements" / "town.yaml").write_text(text, encoding="utf-8")
    out = command("coverage", "--by-clause").out
    assert "[red]An[/x] ?[31magreement (town)" in out
    assert "[bold]R" in out
    assert "\x1b" not in out
    assert "\x1b[" in command("coverage", "--color", "always").out


def test_it_is_written_to_a_file(project: Path, command: Command) -> None:
    """Whole, and never over an input."""
    ran = command("coverage", "--format", "json", "--output", "coverage.json")
    assert ran == (0, "", "")
    assert json.loads((project / "coverage.json").read_text(encoding="utf-8"))["format"] == 1
    ran = command("coverage", "--output", "agreements/town.yaml")
    assert ran.status == 2
    assert "inputs are never written over" in ran.err


def test_a_mistyped_agreement_gets_the_one_that_was_meant(project: Path, command: Command) -> None:
    ran = command("coverage", "twon")
    assert (ran.status, ran.out) == (2, "")
    assert 'Did you mean "town"?' in ran.err


def test_an_agreement_with_faults_is_told_and_the_others_are_counted(project: Path, command: Command) -> None:
    (project / "agreements" / "bad.yaml").write_text("format: 1\nid: bad\n", encoding="utf-8")
    ran = command("coverage")
    assert ran.status == 2
    assert "agreements/bad.yaml" in ran.err
    assert "town" in ran.out


def test_the_same_inputs_give_the_same_bytes(project: Path, command: Command) -> None:
    assert command("coverage", "--format", "json").out == command("coverage", "--format", "json").out
