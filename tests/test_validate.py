"""`validate`: the files that people write are checked with what they refer to, whichever of them is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Command
from mou_check.load.kinds import kind_of
from mou_check.load.yaml_file import parse_yaml
from mou_check.output import FORMATS
from mou_check.schemas import schema

ROOT = Path(__file__).resolve().parent.parent
AGREEMENT = """format: 1
id: {id}
title: An agreement
parties: {{a: {{name: A}}, b: {{name: B}}}}
term: {{starts: 2015-01-01}}
calendar: {{holidays: none, year_starts: "04-01"}}
lists: {{towns: {{values: [], supplied_by: user}}}}
activities:
  release: {{title: Release, description: One that went out., columns: {{town: text}}}}
columns: {{town: Where it was.}}
obligations:
  - id: releases
    clauses: ["1"]
    title: Releases
    says: One a month in each town.
    bearer: a
    counterparty: b
    force: must
    readings:
      - {{id: monthly, label: a month, because: So it says., rule: {{kind: count, activity: release, at_least: 1, per: month, for_each: {{town: towns}}}}}}
      - {{id: yearly, label: a year, because: So it can be read., rule: {{kind: count, activity: release, at_least: 1, per: year, for_each: {{town: towns}}}}}}
  - {{id: quality, clauses: ["2"], title: Quality, says: They are good., bearer: a, force: must, rule: {{kind: judgement, question: "Were they good?", per: year}}}}
clauses: [{{ref: "1", holds: [releases]}}, {{ref: "2", holds: [quality]}}]
"""
FILES = {
    "mou-check.yaml": (
        "format: 1\nlists:\n  it: {towns: [Crewe]}\n  other: {towns: [Chester]}\n"
        "settled: settled.yaml\nassessments: [decisions/assessments.yaml]\nwaivers: decisions/waivers.yaml\nbaseline: known.yaml\n"
    ),
    "agreements/it.yaml": AGREEMENT.format(id="it"),
    "agreements/other.yaml": AGREEMENT.format(id="other"),
    "settled.yaml": "format: 1\nsettled:\n  - {agreement: it, obligation: releases, reading: yearly, by: Both, when: 2016-01-20}\n",
    "decisions/assessments.yaml": "format: 1\nassessments:\n  - {agreement: it, obligation: quality, period: 2015-16, verdict: met, who: A, when: 2016-05-02, why: All read.}\n",
    "decisions/waivers.yaml": "format: 1\nwaivers:\n  - {agreement: it, obligation: releases, period: May 2015, reason: Flood, approved_by: B, granted_on: 2015-06-01, expires: 2015-12-31}\n",
    "known.yaml": "format: 1\nknown:\n  - {id: it/releases/2015-06-01, verdict: breached, reason: Found at first., since: 2016-01-01}\n",
}
# Every kind of file by one of its files, and a slip that only the project's other files can show.
SLIPS = {
    "project": ("mou-check.yaml", "lists:\n  it:", "lists:\n  itt:", '"itt" is not an agreement of this project'),
    "settled": ("settled.yaml", "reading: yearly", "reading: yaerly", 'has no reading "yaerly". Did you mean "yearly"?'),
    "assessments": ("decisions/assessments.yaml", "obligation: quality", "obligation: qualty", '"qualty" is not an obligation of it'),
    "waivers": ("decisions/waivers.yaml", "obligation: releases", "obligation: relases", '"relases" is not an obligation of it'),
    "baseline": ("known.yaml", "verdict: breached", "verdict: met", "expected breached, shortfall or no-data"),
    "agreement": ("agreements/it.yaml", "bearer: a", "bearer: c", '"c" is not a party of this agreement'),
}  # fmt: skip
by_kind = pytest.mark.parametrize("kind", SLIPS)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two agreements with a file of every kind, in which the command is typed."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(project: Path, name: str, old: str, new: str) -> None:
    """Put something else into a file."""
    text = (project / name).read_text(encoding="utf-8")
    assert old in text
    (project / name).write_text(text.replace(old, new), encoding="utf-8")


def document(command: Command, *args: str) -> dict[str, Any]:
    """What a run of validate says, as a program reads it; it keeps to its schema."""
    ran = command("validate", *args, "--format", "json")
    result: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(schema("validation")).validate(result)
    assert result["exit_status"] == ran.status
    return result


def names(result: dict[str, Any]) -> list[str]:
    return [file["path"] for file in result["files"]]


# --- which files ------------------------------------------------------------------------------------
def test_without_a_path_every_file_of_the_project_is_checked(project: Path, command: Command) -> None:
    result = document(command)
    assert {file["path"]: file["kind"] for file in result["files"]} == {
        "mou-check.yaml": "project",
        "agreements/it.yaml": "agreement",
        "agreements/other.yaml": "agreement",
        "settled.yaml": "settled",
        "decisions/assessments.yaml": "assessments",
        "decisions/waivers.yaml": "waivers",
        "known.yaml": "baseline",
    }
    assert result["summary"] == {"files": 7, "valid": 7, "errors": 0, "warnings": 0, "hints": 0, "besides": 0}
    assert result["exit_status"] == 0


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["agreements/it.yaml"], ["agreements/it.yaml"]),
        (["it"], ["agreements/it.yaml"]),
        (["agreements/it.yaml", "agreements/../agreements/it.yaml", "it"], ["agreements/it.yaml"]),
        (["agreements"], ["agreements/it.yaml", "agreements/other.yaml"]),
        (["settled.yaml", "known.yaml"], ["settled.yaml", "known.yaml"]),
        (["."], list(FILES)),
    ],
)  # fmt: skip
def test_files_folders_and_ids_say_what_is_checked(
    paths: list[str], found: list[str], project: Path, command: Command
) -> None:
    """A file counts once, however often and however it is named; a folder stands for the project in it, or its files."""
    assert names(document(command, *paths)) == found


def test_it_works_from_anywhere(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a folder of the project, and outside of it: files are called as the project calls them."""
    monkeypatch.chdir(project / "decisions")
    assert names(document(command)) == list(FILES)
    assert names(document(command, "waivers.yaml", "it")) == ["decisions/waivers.yaml", "agreements/it.yaml"]
    monkeypatch.chdir(project.parent)
    assert names(document(command, project.name)) == list(FILES)


def test_files_of_several_projects_are_called_from_where_the_command_is_typed(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is checked in its own project: the same id in two projects is no fault."""
    for folder in ("one", "two"):
        (tmp_path / folder / "agreements").mkdir(parents=True)
        (tmp_path / folder / "mou-check.yaml").write_text(
            "format: 1\nlists: {it: {towns: [Crewe]}}\n", encoding="utf-8"
        )
        (tmp_path / folder / "agreements" / "it.yaml").write_text(AGREEMENT.format(id="it"), encoding="utf-8")
    change(tmp_path, "two/agreements/it.yaml", "bearer: a", "bearer: c")
    monkeypatch.chdir(tmp_path)
    result = document(command, "one", "two/agreements/it.yaml")
    assert names(result) == ["one/mou-check.yaml", "one/agreements/it.yaml", "two/agreements/it.yaml"]
    assert {problem["file"] for problem in result["problems"]} == {"two/agreements/it.yaml"}


@by_kind
def test_a_file_is_told_by_its_keys(kind: str) -> None:
    """Also where it has another name and lies elsewhere."""
    name, *_ = SLIPS[kind]
    assert kind_of(parse_yaml(FILES[name], name).data) == kind


@pytest.mark.parametrize("data", [None, "text", [], {}, {"format": 1}, {"name": "CI", "on": "push"}, {"known": 5}])
def test_what_is_none_of_the_files_has_no_kind(data: Any) -> None:
    assert kind_of(data) is None


@by_kind
def test_a_file_that_the_project_does_not_name_is_known_by_its_keys(kind: str, project: Path, command: Command) -> None:
    name, *_ = SLIPS[kind]
    text = FILES[name].replace("reading: yearly", "reading: monthly") if kind != "settled" else FILES[name]
    (project / "new.yaml").write_text(text.replace("id: it\n", "id: new\n"), encoding="utf-8")
    (file,) = (f for f in document(command, "new.yaml", "--no-lint")["files"] if f["path"] == "new.yaml")
    assert file["kind"] == kind


def test_what_the_project_calls_a_file_goes_before_its_keys(project: Path, command: Command) -> None:
    """So a slip in the key by which it would be told is told as that."""
    change(project, "settled.yaml", "settled:", "setled:")
    ran = command("validate", "settled.yaml")
    assert ran.status == 2
    assert 'settled.yaml:2:1: error: unknown key "setled". Did you mean "settled"? [bad-structure]' in ran.out


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.yaml", "format: 1\nwaiver: []\n", 'found the key waiver. Did you mean "waivers"? [unknown-file]'),
        ("x.yaml", "name: CI\non: push\n", "found the keys name and on [unknown-file]"),
        ("x.yaml", "- 1\n", "found none of their keys [unknown-file]"),
        ("x.yaml", "a: [1\n", 'x.yaml:2:1: error: expected "," or "]" here'),
        ("x.csv", "date,activity\n", "found a log, which mou-check verify reads [unknown-file]"),
        ("x.md", "# Title: *x\n", "found none of their keys [unknown-file]"),
    ],
)
def test_a_file_of_no_known_kind_is_told_with_what_was_expected(
    name: str, text: str, told: str, project: Path, command: Command
) -> None:
    (project / name).write_text(text, encoding="utf-8")
    ran = command("validate", name)
    assert ran.status == 2
    assert told in ran.out
    assert ("expected an agreement (obligations, clauses, parties), a project file" in ran.out) is (
        "unknown-file" in told
    )


def test_paths_that_are_not_there(project: Path, command: Command) -> None:
    """A file, a folder in which there is nothing to check, and a good file: all is told, and the good one counts."""
    (project / "empty").mkdir()
    ran = command("validate", "settled.yaml", "gone.yaml", "empty")
    assert ran.status == 2
    assert "gone.yaml: error: there is no file gone.yaml [missing-file]" in ran.out
    assert "error: there is no project in the folder empty: neither mou-check.yaml nor a folder agreements" in ran.out
    assert ran.out.endswith("2 files: 1 valid, 1 with 1 error; 1 error besides\n")


def test_nothing_to_check_is_never_a_pass(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("validate")
    assert (ran.status, ran.err) == (2, "")
    assert "error: there are no agreements: no *.yaml in agreements" in ran.out
    assert ran.out.endswith("no file; 1 error besides\n")


# --- what is checked --------------------------------------------------------------------------------
@by_kind
@pytest.mark.parametrize("way", ["named alone", "with the whole project"])
def test_a_slip_is_found_whichever_way_the_file_is_named(kind: str, way: str, project: Path, command: Command) -> None:
    """A decision is held against the agreements of its project, even when only its file is named."""
    name, old, new, told = SLIPS[kind]
    change(project, name, old, new)
    ran = command("validate", *([name] if way == "named alone" else []))
    assert ran.status == 2
    assert told in ran.out
    assert re.search(rf"^{name}:\d+:\d+: error: ", ran.out, re.MULTILINE)


def test_all_problems_of_all_files_come_in_one_run(project: Path, command: Command) -> None:
    for name, old, new, _ in SLIPS.values():
        change(project, name, old, new)
    change(project, "mou-check.yaml", "itt:", "it:")
    result = document(command)
    assert {p["file"] for p in result["problems"]} == set(FILES) - {"mou-check.yaml", "agreements/other.yaml"} - {
        # about an agreement that cannot be read, so nothing is said of these
        "settled.yaml", "decisions/assessments.yaml", "decisions/waivers.yaml",
    }  # fmt: skip


def test_an_agreement_alone_is_checked_with_what_others_say_of_it(project: Path, command: Command) -> None:
    """An obligation that is gone is still spoken of by a waiver and a settlement; entries about others are passed over."""
    change(project, "agreements/it.yaml", "id: releases", "id: news")
    change(project, "agreements/it.yaml", "holds: [releases]", "holds: [news]")
    change(project, "settled.yaml", "agreement: it", "agreement: other")
    change(project, "settled.yaml", "releases", "nothing")
    result = document(command, "it")
    assert [(p["file"], p["code"]) for p in result["problems"]] == [("decisions/waivers.yaml", "bad-reference")]
    assert names(result) == ["agreements/it.yaml", "decisions/waivers.yaml"]
    assert [file["kind"] for file in result["files"]] == ["agreement", "waivers"]


def test_an_agreement_alone_is_checked_with_the_lists_of_its_project(project: Path, command: Command) -> None:
    """Towns are supplied by the project file; without it lint would have a hint."""
    assert document(command, "it")["findings"] == []
    change(project, "mou-check.yaml", "it: {towns: [Crewe]}", "it: {}")
    assert [f["code"] for f in document(command, "it")["findings"]] == ["unsupplied-list"]


def test_an_agreement_alone_may_not_have_the_id_of_another(project: Path, command: Command) -> None:
    change(project, "agreements/it.yaml", "id: it", "id: other")
    ran = command("validate", "agreements/it.yaml")
    assert ran.status == 2
    assert 'agreements/it.yaml:2:5: error: the agreement id "other" stands in agreements/other.yaml too' in ran.out


def test_an_agreement_beside_the_project_is_checked_by_itself(project: Path, command: Command) -> None:
    """An old copy with the same id is no fault, and decisions are not about it; its own faults are told."""
    (project / "old.yaml").write_text(FILES["agreements/it.yaml"].replace("id: releases", "id: news"), encoding="utf-8")
    ran = command("validate", "old.yaml", "--no-lint")
    assert ran.status == 2
    assert re.findall(r"^(\S+):\d+:\d+: error", ran.out, re.MULTILINE) == ["old.yaml"]
    change(project, "old.yaml", "holds: [releases]", "holds: [news]")
    assert command("validate", "old.yaml", "--no-lint").status == 0


def test_no_log_is_read(project: Path, command: Command) -> None:
    (project / "activity_logs").mkdir()
    (project / "activity_logs" / "it.csv").write_text("this is no log", encoding="utf-8")
    assert command("validate").status == 0


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("activity_logs/it.csv", None),
        ("activity_logs/i*.csv", None),
        (
            "activity_logs/itt.csv",
            "there is no file activity_logs/itt.csv; verify cannot read the log of it without it",
        ),
        ("activity_logs/x*.csv", "there is no file activity_logs/x*.csv; nothing fits the pattern; verify cannot read"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "[{}]"])
def test_a_log_that_the_project_file_names_is_there(
    word: str, says: str | None, form: str, project: Path, command: Command
) -> None:
    """Else it is a warning with its place, for logs may be kept elsewhere; only the project file is asked for them."""
    (project / "activity_logs").mkdir()
    (project / "activity_logs" / "it.csv").write_text("this is no log", encoding="utf-8")
    files = form.format(json.dumps(word))
    change(project, "mou-check.yaml", "format: 1\n", f"format: 1\nlogs:\n  - {{agreement: it, files: {files}}}\n")
    ran = command("validate", "--no-lint")
    assert ran.status == (1 if says else 0)
    if says:
        assert f"mou-check.yaml:3:{28 + form.index('{')}: warning: {says}" in ran.out
    assert command("validate", "agreements/it.yaml", "--no-lint").status == 0


# --- lint, statuses, outputs ------------------------------------------------------------------------
WARNING = ("agreements/it.yaml", "columns: {town: Where it was.}", "columns: {}")
HINT = ("agreements/it.yaml", "description: One that went out., ", "")


@pytest.mark.parametrize(
    ("slip", "args", "status", "last"),
    [
        (None, [], 0, "7 files: 7 valid"),
        (WARNING, [], 1, "7 files: 6 valid, 1 with 1 warning"),
        (WARNING, ["--no-lint"], 0, "7 files: 7 valid"),
        (WARNING, ["settled.yaml"], 0, "1 file: 1 valid"),
        (HINT, [], 0, "7 files: 7 valid; 1 hint (-v shows them)"),
        (HINT, ["--strict"], 1, "7 files: 7 valid; 1 hint (-v shows them)"),
        (SLIPS["agreement"][:3], [], 2, "7 files: 6 valid, 1 with 2 errors"),
        (SLIPS["settled"][:3], ["--no-lint", "--strict"], 2, "7 files: 6 valid, 1 with 1 error"),
    ],
)  # fmt: skip
def test_exit_statuses_and_the_last_line(
    slip: tuple[str, str, str] | None, args: list[str], status: int, last: str, project: Path, command: Command
) -> None:
    """2 for errors, 1 for open warnings of lint (hints with --strict), else 0; only agreements that were asked for are linted."""
    if slip:
        change(project, *slip)
    ran = command("validate", *args)
    assert (ran.status, ran.err) == (status, "")
    assert ran.out.splitlines()[-1] == last


def test_an_open_finding_of_lint_stands_in_the_report(project: Path, command: Command) -> None:
    change(project, *WARNING)
    ran = command("validate")
    first, hint, _ = ran.out.splitlines()
    assert re.fullmatch(r"agreements/it\.yaml:\d+:\d+: warning: .* \[undescribed-column\]", first)
    assert hint == "mou-check explain CODE says what to do about a warning or a hint."


def test_an_acknowledged_finding_does_not(project: Path, command: Command) -> None:
    change(project, *WARNING)
    known = "acknowledged: [{check: undescribed-column, about: town, because: Everybody knows.}]\n"
    change(project, "agreements/it.yaml", "obligations:\n", known + "obligations:\n")
    assert document(command)["findings"] == []


def test_verbose_shows_a_line_for_each_file_and_the_hints(project: Path, command: Command) -> None:
    change(project, *HINT)
    change(project, *SLIPS["settled"][:3])
    lines = command("validate", "-v").out.splitlines()
    assert lines[:3] == [
        "valid  mou-check.yaml (project file)",
        "valid  agreements/it.yaml (agreement)",
        "agreements/it.yaml:9:3: hint: release has no description beside its title, Release [undescribed-activity]",
    ]
    assert "wrong  settled.yaml (settled readings)" in lines


def test_a_problem_shows_its_line_with_a_caret(project: Path, command: Command) -> None:
    change(project, *SLIPS["settled"][:3])
    _, shown, caret, _ = command("validate", "--no-lint").out.splitlines()
    assert shown[len(caret) - 1 :].startswith("yaerly")


def test_quiet_tells_only_errors(project: Path, command: Command) -> None:
    change(project, *WARNING)
    assert command("validate", "-q") == (1, "", "")
    change(project, *SLIPS["settled"][:3])
    ran = command("validate", "-q")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("settled.yaml:3:")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("slip", "status"), [(None, 0), (WARNING, 1), (SLIPS["settled"][:3], 2)])
def test_every_format_has_the_same_status_and_says_what_is_wrong(
    form: str, slip: tuple[str, str, str] | None, status: int, project: Path, command: Command
) -> None:
    if slip:
        change(project, *slip)
    ran = command("validate", "--format", form)
    assert ran.status == status
    told = {WARNING: "undescribed-column", SLIPS["settled"][:3]: "yaerly"}.get(slip or ("", "", ""), "")
    assert told in ran.out
    assert form != "junit" or ran.out.count("<testsuite ") == len(FILES)


def test_an_input_is_never_written_over(project: Path, command: Command) -> None:
    ran = command("validate", "--no-lint", "--output", "settled.yaml")
    assert ran.status == 2
    assert "this is an input of the run" in ran.err


def test_the_shipped_files_are_sound(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make check` runs the checks of lint on them too."""
    monkeypatch.chdir(ROOT)
    ran = command("validate", "--no-lint")
    assert (ran.status, ran.err) == (0, "")
