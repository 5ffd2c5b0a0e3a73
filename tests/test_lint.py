"""`lint` checks agreements themselves: tables of small agreements, the shipped ones, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Command
from mou_check.lint import lint
from mou_check.lint.checks import CODES
from mou_check.load.agreements import load_agreement
from mou_check.schemas import schema
from yaml12 import load

ROOT = Path(__file__).resolve().parent.parent
TABLES = sorted((Path(__file__).parent / "lint").glob("*.yaml"))
BASE: dict[str, Any] = {
    "format": 1,
    "id": "case",
    "title": "A case",
    "parties": {"a": {"name": "A"}},
    "term": {"starts": "2015-04-01"},
    "calendar": {"week_starts": "monday", "year_starts": "04-01", "holidays": "england-and-wales", "anchor": "2015-04-01"},
}  # fmt: skip
OBLIGATION = {"clauses": ["1"], "title": "It", "says": "What is promised.", "bearer": "a", "force": "must"}


def cases() -> list[Any]:
    """Every case of every table."""
    return [
        pytest.param(table, case, id=f"{path.stem}: {case['name']}")
        for path in TABLES
        for table in [load(path)]
        for case in table["cases"]
    ]


def agreement_of(table: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The agreement of a case, as tests/lint/README.md describes it."""
    obligations = [{**OBLIGATION, **o} for o in case["obligations"]]
    refs = dict.fromkeys(ref for o in obligations for ref in o["clauses"])
    clauses = [{"ref": ref, "holds": [o["id"] for o in obligations if ref in o["clauses"]]} for ref in refs]
    top = {**BASE, **table.get("agreement", {}), **case.get("agreement", {})}
    return {**top, "obligations": obligations, "clauses": case.get("clauses", clauses)}


@pytest.mark.parametrize(("table", "case"), cases())
def test_case(table: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    """The checks of the table find what the case says, and nothing else."""
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps(agreement_of(table, case), indent=1), encoding="utf-8")
    loaded, problems = load_agreement(file, "case.yaml")
    assert loaded, problems
    supplied = {name: tuple(values) for name, values in case.get("project", {}).items()}
    found = lint(loaded, supplied, table["checks"])
    assert len(found) == len(case["finds"]), found
    for finding, wanted in zip(found, case["finds"], strict=True):
        for key, value in wanted.items():
            if key == "says":
                assert value in finding.message
            elif key == "at":
                line = file.read_text(encoding="utf-8").splitlines()[finding.line - 1]
                assert line[finding.column - 1 :].lstrip('"').startswith(value.rstrip(']}:"'))
            else:
                told = getattr(finding, key)
                assert (list(told) if isinstance(told, tuple) else told) == value


def test_every_check_has_a_case_that_finds_it_and_one_that_does_not() -> None:
    """A check of which no table shows what it finds, or what it leaves alone, is not understood."""
    tables = [load(path) for path in TABLES]
    found = {f["code"] for t in tables for c in t["cases"] for f in c["finds"] if "code" in f}
    quiet = {
        code
        for t in tables
        for code in t["checks"]
        if any(code not in [f.get("code", t["checks"][0]) for f in c["finds"]] for c in t["cases"])
    }
    assert found == set(CODES)
    assert quiet == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_check_is_explained(code: str, command: Command) -> None:
    """`explain` says what a check looks for, and the list of topics has it."""
    ran = command("explain", code)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{code}: ")
    assert len(ran.out) > 60
    assert f"  {code} " in command("explain").out


# What the documents contradict themselves in, worked out by hand (the numbers are those of that list): by which
# obligations it shows, and the words that it must be told with.
SHOWN = [
    ("C1", "cheshire", "two-frequencies", "stakeholder-newsletter", "at least 1 in each month (12 a year)"),
    ("C1", "cheshire", "two-frequencies", "stakeholder-newsletter", "at least 1 in each quarter (4 a year)"),
    ("C2", "cheshire", "floor-below-total", "roadshows", "8 months x 2 = 16 in the season by consultation-events, and roadshows asks for 20"),
    ("C3", "cheshire", "two-frequencies", "web-updates", "about 208 a year"),
    ("C3", "cheshire", "two-frequencies", "web-updates", "365 a year"),
    ("C5", "cheshire", "two-targets", "survey-precision", "1,068 answers, and survey-response-target asks for 5,000, 4.7 times as many"),
    ("C6", "cheshire", "subset-figures", "diverse-focus-groups", "30 a year or 36 a year"),
    ("C7", "cheshire", "two-frequencies", "community-forums", "at least 9 in each year; at least 1 in each 2 months (6 a year); at least 2 in each month (24 a year)"),
    ("C7", "cheshire", "bi-word", "community-forums", "Bi-monthly"),
    ("C8", "cheshire", "two-frequencies", "victims-newsletter", "the largest is 4 times the smallest"),
    ("C8", "cheshire", "bi-word", "victims-newsletter", "Bi-annual"),
    ("C9", "cheshire", "two-frequencies", "duty-desk-hours", "(50 hours a week); 08:00 to 18:00 on every day (70 hours a week)"),
    ("C10", "cheshire", "two-frequencies", "catalyst-page", "1 for each edition of Catalyst (as many as there are); at least 10 in each year"),
    ("C20", "cheshire", "deadline-without-anchor", "addendum-review", "each 6 months from 6 May 2015"),
    ("L7", "leicestershire-2013", "two-frequencies", "website-daily", "365 a year"),
    ("Y1", "leicestershire-2014", "two-frequencies", "media-unit-size", "at least 5 on every day; at least 4 on every day"),
    ("Y2", "leicestershire-2014", "round-the-clock", "round-the-clock", "all 168 hours of a week"),
    ("Y3", "leicestershire-2014", "two-frequencies", "round-the-clock", "168 hours a week"),
    ("Y7", "leicestershire-2014", "two-time-limits", "operational-by-march", "done by 31 Mar 2015"),
    ("D4", "durham", "two-time-limits", "attendance-notice", "15 clear days"),
    ("D9", "durham", "spacing", "panel-meetings", "about every 91 days (365 / 4)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> dict[str, list[Any]]:
    """What lint finds in the shipped agreements, trials left out, which take the longest."""
    codes = [code for code in CODES if not code.startswith("cannot-be")]
    found = {}
    for path in sorted((ROOT / "agreements").glob("*.yaml")):
        loaded, problems = load_agreement(path, path.name)
        assert loaded, problems
        found[loaded.agreement.id] = lint(loaded, {}, codes)
    return found


@pytest.mark.parametrize(("number", "agreement", "code", "about", "words"), SHOWN)
def test_contradictions_of_the_documents_are_found(
    number: str, agreement: str, code: str, about: str, words: str, shipped: dict[str, list[Any]]
) -> None:
    """Each shows by itself, with its arithmetic."""
    found = [f.message for f in shipped[agreement] if f.code == code and about in f.about]
    assert any(words in message for message in found), found


# The command

GOOD = json.dumps({**BASE, "columns": {}, "activities": {"release": {"title": "Release", "description": "One."}}, "obligations": [
    {**OBLIGATION, "id": "it", "rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "week"}}],
    "clauses": [{"ref": "1", "holds": ["it"]}]})  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one agreement in which nothing is found; the command is typed in it."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "case.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(project: Path, old: str, new: str) -> None:
    """Write another text into the agreement."""
    assert old in GOOD
    (project / "agreements" / "case.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")


HINT = ('"description": "One."', '"plural": "Releases"')
WARNING = ('"parties"', '"lists": {"towns": ["Crewe"]}, "parties"')


def test_0_nothing_is_open(project: Path, command: Command) -> None:
    """A short report, and the summary last."""
    ran = command("lint")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.strip().endswith("case: 0 warnings and 0 hints open, 0 resolved by readings, 0 acknowledged")


def test_1_a_warning_is_open(project: Path, command: Command) -> None:
    """The finding is told with its place, and the check with its explanation."""
    change(project, *WARNING)
    ran = command("lint", "case")
    assert ran.status == 1
    for words in (
        "warning  unused-list",
        "agreements/case.yaml:1:",
        "no rule names the list towns",
        "A list is read only under",
    ):
        assert words in ran.out


def test_a_hint_fails_only_when_asked_to(project: Path, command: Command) -> None:
    """--strict looks at hints too."""
    change(project, *HINT)
    assert command("lint").status == 0
    assert command("lint", "--strict").status == 1


@pytest.mark.parametrize("old", ['"holds": ["it"]', '"clauses": ["1"]'])
def test_2_an_agreement_that_does_not_load(old: str, project: Path, command: Command) -> None:
    """A clause that holds nothing and gives no reason, an obligation without a clause: told as by verify."""
    change(project, old, old.partition(":")[0] + ": []")
    for form in ("table", "json"):
        ran = command("lint", "--format", form)
        assert ran.status == 2
        assert "agreements/case.yaml:1:" in ran.err
        assert json.loads(ran.out)["problems"] if form == "json" else not ran.out, ran.out


def test_the_document_is_what_the_schema_says(project: Path, command: Command) -> None:
    """Findings with their places, the checks with their explanations, numbers that add up."""
    change(project, *WARNING)
    ran = command("lint", "--format", "json")
    document = json.loads(ran.out)
    jsonschema.validate(document, schema("lint"))
    (finding,) = document["findings"]
    assert (finding["code"], finding["status"], finding["about"]) == ("unused-list", "open", ["towns"])
    assert document["summary"] == {"warnings": 1, "hints": 0, "resolved": 0, "acknowledged": 0}
    assert document["exit_status"] == ran.status == 1
    assert [check["code"] for check in document["checks"]] == ["unused-list"]


def test_one_check_alone(project: Path, command: Command) -> None:
    """--check makes the others rest; a slip of the pen gets the one that was meant."""
    change(project, *WARNING)
    assert command("lint", "--check", "unused-party").status == 0
    assert command("lint", "--check", "unused-list", "--check", "unused-party").status == 1
    ran = command("lint", "--check", "unused-lists")
    assert ran.status == 2
    assert 'Did you mean "unused-list"?' in ran.err


def test_quiet_and_into_a_file(project: Path, command: Command) -> None:
    """-q prints nothing; --output writes the report, and never over an agreement."""
    change(project, *WARNING)
    assert command("lint", "-q") == (1, "", "")
    assert command("lint", "--output", "report.txt") == (1, "", "")
    assert "unused-list" in (project / "report.txt").read_text(encoding="utf-8")
    ran = command("lint", "--output", "agreements/case.yaml")
    assert ran.status == 2
    assert "inputs are never written over" in ran.err


def test_what_readings_resolve_is_told_in_a_word_and_in_full(project: Path, command: Command) -> None:
    """Short by default, with place and readings under -v."""
    rule = '"rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "week"}'
    month = rule.removeprefix('"rule": ').replace("week", "month")
    readings = f'"readings": [{{"id": "weekly", "label": "a", "because": "b", {rule}}}, {{"id": "monthly", "label": "c", "because": "d", "rule": {month}}}]'
    change(project, rule, readings)
    ran = command("lint")
    assert ran.status == 0
    assert "two-frequencies: it\n" in ran.out
    assert "it is read as weekly or monthly" in command("lint", "-v").out


def test_text_from_a_file_is_only_text(project: Path, command: Command) -> None:
    """Markup and escapes stay what they are."""
    change(project, '"title": "A case"', '"title": "[red]A\\u001b[31m case[/x]"')
    ran = command("lint", "--color", "always")
    assert "[red]A?[31m case[/x]" in ran.out
