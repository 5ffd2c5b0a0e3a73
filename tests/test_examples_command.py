"""`mou-check test`: the examples in an agreement are judged as any log is; `--suggest` writes examples that hold."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Command, Ran
from mou_check.model.options import Options
from mou_check.model.suggestions import SuggestedExamples
from mou_check.output import FORMATS
from mou_check.output.suggested_yaml import render
from mou_check.run.examples import run_examples
from mou_check.run.suggestions import suggestions
from mou_check.schemas import schema
from support import LOADER, TODAY
from yaml12 import load

ROOT = Path(__file__).resolve().parent.parent
TABLE = load(ROOT / "tests" / "examples.yaml")
CASES: list[dict[str, Any]] = TABLE["cases"]
Examples = tuple[tuple[str, dict[str, Any]], ...]
MET = {"verdict": "met", "log": "date,activity\n2015-01-01,release\n2015-01-31,release\n"}
FAILS = {**MET, "verdict": "breached", "says": "Two are *not* enough."}
BAD = {**MET, "log": "date,activity\n2015-01-32,release\n"}


def agreement(*examples: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """The agreement of the table with these examples, each by its obligation."""
    made: dict[str, Any] = copy.deepcopy(TABLE["agreement"])
    for obligation in made["obligations"]:
        own = [example for name, example in examples if name == obligation["id"]]
        obligation |= {"examples": own} if own else {}
    return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that supplies the town of Winsford, in which the command is typed."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "mou-check.yaml").write_text("format: 1\nlists: {it: {towns: [Winsford]}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Tried = Callable[..., Ran]


@pytest.fixture
def tried(project: Path, command: Command) -> Tried:
    """Run `mou-check test` on the agreement with examples; `made` is the text of its file."""

    def run(*args: str, examples: Examples = (), made: str | None = None) -> Ran:
        text = made or json.dumps(agreement(*examples), indent=1)
        (project / "agreements" / "it.yaml").write_text(text, encoding="utf-8")
        return command("test", *args)

    return run


# --- verdicts ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], tried: Tried) -> None:
    """How each example of the table ends, and what is told of it."""
    ran = tried(examples=((case["obligation"], case["example"]),))
    assert (ran.status, ran.err) == ({"ok": 0, "failed": 1}[case["ends"]], "")
    assert f"\n{'ok' if case['ends'] == 'ok' else 'FAILED':<9}{case['obligation']} 1 [agreements/it.yaml:" in ran.out
    assert [words for words in case.get("told", ()) if words not in ran.out] == []
    assert ("expected" in ran.out) is (case["ends"] == "failed")


def test_the_same_example_is_judged_alike_by_verify(project: Path, command: Command) -> None:
    """An example's log in a file, with its days, gets the same verdict."""
    for case in CASES:
        example = case["example"]
        if {"reading", "lists", "records"} & set(example):
            continue
        (project / "agreements" / "it.yaml").write_text(json.dumps(agreement()), encoding="utf-8")
        (project / "log.csv").write_text(example["log"], encoding="utf-8")
        days = [f"--{key.replace('_', '-')}={example[key]}" for key in ("from", "to", "as_of") if key in example]
        days += [f"--as-of={example['to']}"] if "to" in example and "as_of" not in example else []
        ran = command("verify", "it", "--log=log.csv", f"--only={case['obligation']}", "--format=json", *days)
        verdict = json.loads(ran.out)["agreements"][0]["obligations"][0]["verdict"]
        assert (verdict == example["verdict"]) is (case["ends"] == "ok"), case["name"]


def test_what_people_decided_takes_no_part(project: Path, tried: Tried) -> None:
    """An example is about the words of the agreement, not about what was settled or waived since."""
    with (project / "mou-check.yaml").open("a", encoding="utf-8") as file:
        file.write("settled: settled.yaml\n")
    entry = "{agreement: it, obligation: releases, reading: quarterly, by: Both, when: 2016-01-20}"
    (project / "settled.yaml").write_text(f"format: 1\nsettled: [{entry}]\n", encoding="utf-8")
    one = {
        "verdict": "breached",
        "from": "2015-01-01",
        "to": "2015-01-31",
        "log": "date,activity\n2015-01-01,release\n",
    }
    assert tried(examples=(("releases", one),)).status == 0


# --- what is run, and how it ends -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("examples", "args", "status", "last"),
    [
        ((("releases", MET),), [], 0, "1 example: 1 ok; 3 obligations without an example (-v names them)"),
        ((("releases", MET), ("releases", FAILS)), [], 1, "2 examples: 1 ok, 1 failed; 3 obligations without an example (-v names them)"),
        ((("releases", FAILS), ("releases", BAD)), [], 2, "2 examples: 1 failed, 1 not run; 3 obligations without an example (-v names them)"),
        ((("releases", FAILS), ("no-fees", MET)), ["--only", "no-fees"], 1, "1 example: 1 failed"),
        ((("releases", FAILS), ("no-fees", MET)), ["--only", "it/releases"], 1, "1 example: 1 failed"),
        ((), [], 0, "0 examples; 4 obligations without an example (-v names them)"),
        ((), ["--strict"], 2, "0 examples; 4 obligations without an example (-v names them)"),
        ((("releases", MET),), ["--strict"], 0, "1 example: 1 ok; 3 obligations without an example (-v names them)"),
    ],
)  # fmt: skip
def test_exit_statuses_and_the_last_line(
    examples: Examples, args: list[str], status: int, last: str, tried: Tried
) -> None:
    """1 when an example fails, 2 when one cannot be read. What only a person judges is not counted as untested."""
    ran = tried(*args, examples=examples)
    assert ran.status == status
    assert ran.out.splitlines()[-1] == last


def test_no_example_at_all_is_a_warning(tried: Tried) -> None:
    """Nothing checked is never a pass; the warning says what to do."""
    ran = tried()
    told = "nothing was tested for it: none of 5 obligations has an example; mou-check test --suggest writes some"
    assert ran.err == f"agreements/it.yaml: warning: {told} [nothing-checked]\n"
    assert "the obligation has no example" in tried("--only", "no-fees", examples=(("releases", MET),)).err


def test_an_example_is_told_with_what_it_says_and_where_it_stands(tried: Tried) -> None:
    ran = tried(examples=(("releases", MET), ("releases", {**MET, "says": "Two are enough."})))
    assert re.fullmatch(
        r"An agreement \(it\)\nok       releases 1 \[agreements/it\.yaml:\d+\]\n"
        r"ok       releases 2: Two are enough\. \[agreements/it\.yaml:\d+\]\n\n2 examples: 2 ok; .*\n",
        ran.out,
    )


def test_verbose_names_the_obligations_without_an_example(tried: Tried) -> None:
    out = tried("-v", examples=(("releases", MET),)).out
    assert re.findall(r"^  .* \((.*)\) \[agreements/it\.yaml:\d+\]$", out, re.MULTILINE) == [
        "by-town",
        "on-time",
        "no-fees",
    ]


def test_quiet_prints_nothing_but_errors(tried: Tried) -> None:
    assert tried("-q", examples=(("releases", FAILS),)) == (1, "", "")
    ran = tried("-q", examples=(("releases", BAD),))
    assert (ran.status, ran.out) == (2, "")
    assert "[bad-date]" in ran.err


def test_an_agreement_that_does_not_load_is_told(tried: Tried) -> None:
    ran = tried(made="format: 1\n")
    assert ran.status == 2
    assert 'the key "id" is missing' in ran.err


def test_an_agreement_is_named_by_id_by_file_or_by_the_folder_of_its_project(
    project: Path, tried: Tried, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tried(examples=(("releases", MET),))
    assert (
        tried("it", examples=(("releases", MET),)) == tried("agreements/it.yaml", examples=(("releases", MET),)) == ran
    )
    monkeypatch.chdir(project.parent)
    assert command("test", project.name) == ran


# --- examples that cannot be judged -----------------------------------------------------------------
WRITTEN = """format: 1
id: it
title: An agreement
parties: {{a: {{name: A}}}}
lists: {{towns: []}}
activities: {{release: {{title: Release}}}}
obligations:
  - id: releases
    clauses: ["1"]
    title: Releases
    says: One a month.
    bearer: a
    force: must
    rule: {{kind: count, activity: release, at_least: 1, per: month}}
    examples:
      - verdict: met
        from: 2015-01-01
        to: 2015-02-28
        log: {log}
clauses: [{{ref: "1", holds: [releases]}}]
"""
BLOCK = "|\n          date,activity\n          2015-01-05,release\n          2015-02-30,release"


@pytest.mark.parametrize(
    ("log", "told"),
    [
        (BLOCK, 'agreements/it.yaml, row 3 (line 22), column date: error: the example of releases: expected a date such as 2015-06-01, found "2015-02-30" [bad-date]'),
        (BLOCK.replace("|", "&here |-", 1), "agreements/it.yaml, row 3 (line 22), column date: error"),
        (BLOCK.replace("|\n", "|\n\n\n", 1), "agreements/it.yaml, row 5 (line 24), column date: error"),
        ('"date,activity\\n2015-01-05,release\\n2015-02-30,release"', "agreements/it.yaml, row 3 (line 19), column date: error"),
        ("|\n          date,activity\n          2015-01-05", "agreements/it.yaml, row 2 (line 21): error: the example of releases: the row has 1 cell"),
        ("|\n          date\n          2015-01-05", 'agreements/it.yaml, row 1 (line 20): error: the example of releases: the first row must name the columns, and "activity"'),
        ("|\n          date,activity\n          2015-01-05,relase", "error: the example of releases: 1 row of 1 have activities that the agreement it does not know"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_told_with_its_row_and_its_line_in_the_agreement(
    log: str, told: str, tried: Tried
) -> None:
    ran = tried(made=WRITTEN.format(log=log))
    assert ran.status == 2
    assert told.split(" have ")[0] in ran.err
    assert "\nNOT RUN  releases 1 [agreements/it.yaml:16]\n" in ran.out


def test_findings_are_told_with_their_line_in_the_agreement(tried: Tried) -> None:
    log = "|\n          date,activity\n          2015-01-05,release\n          2015-01-06,release"
    ran = tried(made=WRITTEN.replace("at_least: 1", "at_most: 1").format(log=log))
    assert ran.status == 1
    assert "- Jan 2015: 2 of at most 1 release, 1 too many [row 2, line 21]" in ran.out


def test_an_activity_that_nobody_knows_is_a_warning(tried: Tried) -> None:
    """A slip in an example is told, whatever the verdict."""
    log = MET["log"] + "2015-01-31,relase\n"
    ran = tried(examples=(("releases", {**MET, "log": log}),))
    assert ran.status == 0
    assert 'warning: the example of releases: 1 row with the activity "relase"' in ran.err
    assert tried("--strict", examples=(("releases", {**MET, "log": log}),)).status == 2


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ({"from": "2016-01-01", "to": "2015-01-01"}, "the window is empty: it would run from 2016-01-01 to 2015-01-01 [empty-window]"),
        ({"from": "2014-01-01", "to": "2014-12-31"}, "lies outside the agreement's term (2015-01-01 to open) [empty-window]"),
        ({"log": "date,activity\n"}, "there are no days to review; give from and to [empty-window]"),
        ({"reading": "weekly"}, '"weekly" is not a reading of this obligation. Known: monthly, quarterly. [bad-reference]'),
        ({"records": ["relase"]}, '"relase" is not an activity of this agreement. Did you mean "release"? [bad-reference]'),
        ({"lists": {"town": ["Crewe"]}}, '"town" is not a list of this agreement. Did you mean "towns"? [bad-reference]'),
        ({"verdict": "met "}, "found \"met \""),
        ({"expects": "met"}, 'unknown key "expects".'),
    ],
)  # fmt: skip
def test_an_example_that_makes_no_sense_is_told_with_its_place(
    example: dict[str, Any], told: str, tried: Tried
) -> None:
    ran = tried(examples=(("releases", {**MET, **example}),))
    assert ran.status == 2
    assert told in ran.err
    assert re.match(r"agreements/it\.yaml:\d+:\d+: error: ", ran.err)


# --- formats ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("example", "status"), [(MET, 0), (FAILS, 1), (BAD, 2)])
def test_every_format_has_the_same_status_and_tells_what_failed(
    form: str, example: dict[str, Any], status: int, tried: Tried
) -> None:
    ran = tried("--format", form, examples=(("releases", example),))
    assert ran.status == status
    if example is FAILS and form != "json":
        assert "expected breached, found met" in ran.out


def test_the_document_keeps_to_its_schema(tried: Tried) -> None:
    validator = Draft202012Validator(schema("examples"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    cases = tuple((case["obligation"], case["example"]) for case in CASES)
    document = json.loads(tried("--format", "json", examples=(*cases, ("releases", BAD))).out)
    assert not list(validator.iter_errors(document))
    assert document["summary"] == {
        "examples": len(CASES) + 1,
        "ok": sum(case["ends"] == "ok" for case in CASES),
        "failed": sum(case["ends"] == "failed" for case in CASES),
        "not_run": 1,
        "untested": 0,
    }
    assert [e["number"] for e in document["examples"] if e["obligation"] == "no-fees"] == [1, 2]


def test_junit_has_a_case_for_each_example(tried: Tried) -> None:
    out = tried("--format", "junit", examples=(("releases", MET), ("releases", FAILS), ("no-fees", BAD))).out
    assert re.findall(r'<testcase name="([^"]*example[^"]*)"', out) == ["releases/example-1", "releases/example-2"]
    assert re.search(r'<testsuite name="it" .* tests="3" errors="1" failures="1" skipped="0"', out)


def test_hostile_text_stays_inert(tried: Tried) -> None:
    """What an example says is text, whatever it looks like."""
    ran = tried(examples=(("releases", {**FAILS, "says": "[red]x[/x] \x1b[31m ::error::y"}),))
    assert "\x1b" not in ran.out
    assert "[red]x[/x]" in ran.out
    assert "::error" not in ran.out


# --- suggestions ------------------------------------------------------------------------------------
def pasted(text: str, suggested: list[SuggestedExamples]) -> str:
    """The text of an agreement with every suggestion pasted at the end of its obligation, as a person would."""
    lines = text.split("\n")
    for one in sorted(suggested, key=lambda each: -each.line):
        end = one.line
        while end < len(lines) and lines[end].startswith(" " * one.indent):
            end += 1
        lines[end:end] = render([one]).rstrip("\n").split("\n")
    return "\n".join(lines)


def test_what_is_suggested_for_a_whole_agreement_holds_when_it_is_pasted(tmp_path: Path) -> None:
    """Of every obligation and every reading of a shipped agreement; and some could be suggested for each."""
    asked = Options(TODAY, ROOT, agreements=("cambridgeshire",))
    suggested, problems = suggestions(asked, LOADER)
    assert problems == []
    assert [one.obligation for one in suggested if not one.examples] == []
    (tmp_path / "agreements").mkdir()
    text = (ROOT / "agreements" / "cambridgeshire.yaml").read_text(encoding="utf-8")
    (tmp_path / "agreements" / "it.yaml").write_text(pasted(text, suggested), encoding="utf-8")
    document, _ = run_examples(Options(TODAY, tmp_path), LOADER)
    assert [p.message for p in document.problems] == []
    assert [(e.name, e.actual) for e in document.examples if e.status != "ok"] == []
    assert len(document.examples) > sum(len(one.examples) for one in suggested) > 80
    assert document.untested == ()


def test_a_suggestion_is_yaml_with_the_smallest_logs(tried: Tried) -> None:
    """The log that meets it and the one that breaks it, under each reading, with the indent of the file."""
    made = WRITTEN.format(log='"date,activity\\n2015-01-05,release\\n"')
    ran = tried("--suggest", "releases", made=made)
    assert (ran.status, ran.err) == (0, "")
    assert re.sub(r"\d{4}-\d\d-\d\d", "DAY", ran.out) == (
        "# it/releases (agreements/it.yaml:8): at least 1 release in each month\n"
        "# (goes under the examples that are there)\n"
        "      - verdict: met\n"
        "        says: The smallest log that meets it.\n"
        "        from: DAY\n"
        "        to: DAY\n"
        "        log: |\n"
        "          date,activity\n"
        "          DAY,release\n"
        "      - verdict: breached\n"
        "        says: The smallest log that breaks it.\n"
        "        from: DAY\n"
        "        to: DAY\n"
        "        log: |\n"
        "          date,activity\n"
        "          DAY,release\n"
    )


def test_readings_lists_and_missing_logs_are_told(tried: Tried) -> None:
    """Values of lists come along, so that the example holds in any project; what only a person judges is said to be so."""
    assert '    lists: {"towns": ["Winsford"]}\n' in tried("--suggest", "by-town").out
    out = tried("--suggest", "releases").out
    assert re.findall(r'reading: "(.*)"', out) == ["monthly", "monthly", "quarterly", "quarterly"]
    assert "# a person judges it, so there is no log that meets or breaks it\n" in tried("--suggest", "quality").out


def test_without_an_obligation_it_suggests_for_all_that_have_no_example(tried: Tried) -> None:
    """Behind the agreement's name, before it, or alone."""
    for args in (["--suggest"], ["it", "--suggest"], ["--suggest", "it"], ["--suggest", "--", "it"]):
        out = tried(*args, examples=(("releases", MET),)).out
        assert re.findall(r"^# it/(\S+) ", out, re.MULTILINE) == ["by-town", "on-time", "no-fees"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--suggest", "relases"], '--suggest: there is no obligation "relases". Did you mean "releases"? [bad-option]'),
        (["--only", "relases"], '--only: there is no obligation "relases". Did you mean "releases"? [bad-option]'),
        (["--suggest", "releases", "--format", "json"], "--suggest writes YAML; leave --format out"),
        (["ti"], 'there is no agreement "ti"'),
    ],
)  # fmt: skip
def test_slips_in_options_are_told(args: list[str], told: str, tried: Tried) -> None:
    ran = tried(*args)
    assert ran.status == 2
    assert told in ran.err


def test_a_suggestion_goes_into_a_file_too(project: Path, tried: Tried) -> None:
    ran = tried("--suggest", "releases", "--output", "new.yaml")
    assert (ran.status, ran.out) == (0, "")
    assert (project / "new.yaml").read_text(encoding="utf-8").startswith("# it/releases ")


# --- what is shipped --------------------------------------------------------------------------------
def test_the_shipped_examples_hold(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every agreement has some."""
    monkeypatch.chdir(ROOT)
    ran = command("test", "--strict", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert min(a["examples"] for a in json.loads(ran.out)["agreements"]) >= 3
