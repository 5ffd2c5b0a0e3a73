"""Project files with faults: told with their place, never passed over in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Command
from mou_check.load.project import load_project
from mou_check.model.problems import Problem
from mou_check.model.results import Document
from mou_check.run import Options, run
from support import LOADER, TODAY

AGREEMENT = """format: 1
id: it
title: An agreement
parties: {a: {name: A}}
term: {starts: 2015-01-01, ends: 2015-12-31}
lists: {towns: {values: [], supplied_by: user}}
activities: {release: {title: Release, columns: {town: text}}, event: {title: Event}}
obligations:
  - {id: releases, clauses: ["1"], title: Releases, says: One a month in each town., bearer: a, force: must, rule: {kind: count, activity: release, for_each: {town: towns}, at_least: 1, per: month}}
  - {id: events, clauses: ["1"], title: Events, says: No event., bearer: a, force: must, rule: {kind: never, activity: event}}
clauses: [{ref: "1", holds: [releases, events]}]
"""
LOG = "date,activity,town\n2015-01-05,release,Crewe\n2015-01-31,release,Chester\n"

Judge = Callable[..., Document]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Judge the agreement with a project file."""
    for place in ("agreements", "activity_logs"):
        (tmp_path / place).mkdir()
    (tmp_path / "agreements" / "it.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "activity_logs" / "it.csv").write_text(LOG, encoding="utf-8")

    def judged(project: str, *agreements: str) -> Document:
        (tmp_path / "mou-check.yaml").write_text(project, encoding="utf-8")
        return run(Options(TODAY, tmp_path, agreements), LOADER)

    return judged


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str | None, int | None, int | str | None]]:
    return [(p.code, p.file, p.line, p.column) for p in problems]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("format: 1\nlog: []\n", (2, 1), 'unknown key "log". Did you mean "logs"?'),
        ("logs: []\n", (1, 1), 'the key "format" is missing'),
        ("format: 1\nagreements: 5\n", (2, 13), "agreements: expected a list, found 5"),
        ("format: 1\nlogs: {agreement: it}\n", (2, 7), "logs: expected a list, found a mapping"),
        ("format: 1\nlogs: [{files: [x.csv]}]\n", (2, 8), 'item 1 of logs: the key "agreement" is missing'),
        ("format: 1\nlogs: [{agreement: it, covers: {from: 2015-01-01}}]\n", (2, 32), 'covers: the key "to" is missing'),
        ("format: 1\nlogs: [{agreement: it, covers: {from: 01/01/2015, to: 2015-12-31}}]\n", (2, 39), 'from: expected a date such as 2015-06-01, found "01/01/2015"'),
        ("format: 1\nlogs: [{agreement: it, covers: {from: 2015-12-31, to: 2015-01-01}}]\n", (2, 32), "covers: a log cannot cover 2015-12-31 to 2015-01-01: the end comes first"),
        ("format: 1\nlists: {it: {towns: Crewe}}\n", (2, 21), 'towns: expected a list, found "Crewe"; write it as [one, another]'),
        ("format: 1\nformat: 1\n", (2, 1), 'the key "format" stands twice in one mapping, first on line 1, column 1; remove one'),
        ("", (1, 1), "there is nothing in this file"),
        ("- 1\n", (1, 1), "expected a mapping of keys to values, found a list"),
    ],
)  # fmt: skip
def test_faults_of_form_are_told_with_their_place(
    text: str, place: tuple[int, int], message: str, judge: Judge
) -> None:
    """Like those of an agreement; the exit status is 2."""
    document = judge(text)
    problem = document.problems[0]
    assert (problem.file, (problem.line, problem.column)) == ("mou-check.yaml", place)
    assert problem.message == message
    assert document.exit_status == 2


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("format: 1\nlogs: [{agreement: it, records: [evnt]}]\n", (2, 34), '"evnt" is not an activity of it. Did you mean "event"?'),
        ("format: 1\nlists: {it: {twons: [Crewe]}}\n", (2, 14), '"twons" is not a list of it. Did you mean "towns"?'),
    ],
)  # fmt: skip
def test_names_that_the_agreement_does_not_have(text: str, place: tuple[int, int], words: str, judge: Judge) -> None:
    """Activities and lists must be the agreement's own."""
    document = judge(text)
    (problem,) = (p for p in document.problems if p.level == "error")
    assert (problem.code, problem.line, problem.column) == ("bad-reference", *place)
    assert words in problem.message
    assert document.exit_status == 2


@pytest.mark.parametrize(
    "text", ["format: 1\nlogs: [{agreement: ti, records: [event]}]\n", "format: 1\nlists: {ti: {towns: [Crewe]}}\n"]
)
def test_an_agreement_that_the_project_does_not_have(text: str, judge: Judge) -> None:
    """A slip in the agreement's id would make what is said of it count for nothing."""
    document = judge(text)
    (problem,) = (p for p in document.problems if p.level == "error")
    assert problem.code == "bad-reference"
    assert '"ti" is not an agreement of this project. Known: it.' in problem.message


@pytest.mark.parametrize("pattern", ["none.csv", "logs/*.csv", "a**b", "/nowhere/*.csv", "[.csv"])
def test_log_files_that_are_not_there(pattern: str, judge: Judge) -> None:
    """A file or pattern that stands for nothing is told; other logs do not take its place."""
    document = judge(f'format: 1\nlogs: [{{agreement: it, files: ["{pattern}"]}}]\n')
    (problem,) = document.problems
    assert problem.code == "missing-file"
    assert f"there is no file {pattern}" in problem.message
    assert document.agreements == ()
    assert document.exit_status == 2


def test_agreement_files_that_are_not_there(judge: Judge) -> None:
    """Likewise for agreements."""
    document = judge("format: 1\nagreements: [agreements/it.yaml, contracts/*.yaml]\n")
    assert told(document.problems)[0] == ("missing-file", "contracts/*.yaml", None, None)
    assert document.exit_status == 2


def test_patterns_stand_for_files(judge: Judge, tmp_path: Path) -> None:
    """Relative to the project file, or from the root."""
    for pattern in ("activity_logs/*.csv", "**/i?.csv", f"{tmp_path}/activity_logs/[i]t.csv"):
        document = judge(f'format: 1\nlogs: [{{agreement: it, files: ["{pattern}"]}}]\n')
        assert [log.file for log in document.agreements[0].logs] == ["activity_logs/it.csv"]


def test_what_the_project_file_says_is_used(judge: Judge) -> None:
    """Covered dates, recorded activities and the values of lists."""
    document = judge(
        "format: 1\nlogs: [{agreement: it, covers: {from: 2015-01-01, to: 2015-01-31}, records: [event]}]\nlists: {it: {towns: [Crewe, Chester]}}\n"
    )
    assert document.problems == ()
    (agreement,) = document.agreements
    assert [str(o.verdict) for o in agreement.obligations] == ["met", "met"]
    assert agreement.window
    assert agreement.window.basis == "covers"
    assert [i.role for i in document.inputs] == ["project", "agreement", "log"]


def test_an_empty_list_is_no_pass(judge: Judge) -> None:
    """A list that is left to the project file and not filled there leaves its obligation without data."""
    verdicts = {o.id: str(o.verdict) for o in judge("format: 1\n").agreements[0].obligations}
    assert verdicts["releases"] == "no-data"


def test_a_project_file_is_named_on_the_command_line(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    """--project takes the place of the nearest mou-check.yaml; a folder or a missing file is told."""
    judge("format: 1\n")
    (tmp_path / "other.yaml").write_text("format: 1\nlists: {it: {towns: [Crewe]}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "activity_logs")
    assert '"path": "other.yaml"' in command("verify", "--project", "../other.yaml", "--format", "json").out
    for name in ("none.yaml", "../agreements"):
        ran = command("verify", "--project", name)
        assert ran.status == 2
        assert f"--project {name}: there is no such file" in ran.err


def test_a_project_is_read_from_its_own_folder(tmp_path: Path) -> None:
    """Names are relative to the folder of the project file, whatever folder the command is typed in."""
    (tmp_path / "mou-check.yaml").write_text("format: 1\n", encoding="utf-8")
    project, problems = load_project(tmp_path / "mou-check.yaml")
    assert project
    assert not problems
    assert project.root == tmp_path
    assert project.name(tmp_path / "a" / "b.csv") == "a/b.csv"
    assert project.name(Path("/elsewhere/b.csv")) == "/elsewhere/b.csv"
