"""What passes `diff` and what does not: levels, amendments, exit statuses, and what is written where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Command
from mou_check.schemas import schema
from test_diff import BASE, changed, write

OTHER = {"id": "other", "clauses": ["1"], "title": "No events", "says": "None.", "bearer": "a", "force": "must", "rule": {"kind": "never", "activity": "event"}}  # fmt: skip
# A change with each effect.
EFFECTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "reworded": ({}, {"obligations.it.note": "A note."}),
    "added": ({}, {"obligations.other": OTHER}),
    "strengthened": ({}, {"obligations.it.rule.at_least": 3}),
    "weakened": ({}, {"obligations.it.rule.at_least": 1}),
    "changed": ({}, {"obligations.it.bearer": "b"}),
    "removed": ({"obligations.other": OTHER}, {}),
}
LEVELS = ("reworded", "added", "strengthened", "weakened", "never")
AMENDMENT = {
    "obligation": "it", "key": "at_least", "from": "2", "to": "1", "agreed_by": ["a", "b"], "agreed_on": "2016-01-20", "reference": "Minute 7",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the command is typed, away from any terminal's wishes."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def two(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> tuple[str, str]:
    """Two versions of BASE, as files."""
    for name, changes in (("old", old), ("new", new)):
        (folder / f"{name}.yaml").write_text(json.dumps(changed(BASE, changes), indent=1), encoding="utf-8")
    return "old.yaml", "new.yaml"


# --- levels


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("effect", EFFECTS)
def test_a_level_fails_on_its_effects_and_on_all_that_are_worse(
    effect: str, level: str, folder: Path, command: Command
) -> None:
    """Weakened, removed and changed are alike bad; strengthened is less so, then added, then reworded."""
    rank = {"weakened": 3, "removed": 3, "changed": 3, "strengthened": 2, "added": 1, "reworded": 0}[effect]
    fails = level != "never" and rank >= LEVELS.index(level)
    assert command("diff", *two(folder, *EFFECTS[effect]), "--fail-on", level).status == int(fails)


@pytest.mark.parametrize(
    ("effect", "status"),
    [("weakened", 1), ("changed", 1), ("removed", 1), ("strengthened", 0), ("added", 0), ("reworded", 0)],
)
def test_what_fails_unless_something_else_is_asked_for(
    effect: str, status: int, folder: Path, command: Command
) -> None:
    assert command("diff", *two(folder, *EFFECTS[effect])).status == status


def test_nothing_differs(folder: Path, command: Command) -> None:
    ran = command("diff", *two(folder, {}, {}), "--fail-on", "reworded")
    assert (ran.status, ran.out, ran.err) == (0, "From old.yaml to new.yaml\n\nNothing differs\n", "")


# --- amendments


def test_an_amendment_lets_exactly_its_change_pass(folder: Path, command: Command) -> None:
    ran = command("diff", *two(folder, {}, {"obligations.it.rule.at_least": 1, "amendments": [AMENDMENT]}))
    assert (ran.status, ran.err) == (0, "")
    assert "allowed by an amendment: Minute 7" in ran.out
    assert "1 weakened and 1 reworded, of which 1 allowed by amendments" in ran.out


def test_and_no_other(folder: Path, command: Command) -> None:
    """A second change beside it fails."""
    new = {"obligations.it.rule.at_least": 1, "obligations.it.force": "should", "amendments": [AMENDMENT]}
    ran = command("diff", *two(folder, {}, new))
    assert ran.status == 1
    assert ran.out.count("allowed by an amendment") == 1


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"from": "3"}, 'the change is from "2" to "1"'),
        ({"to": "0"}, 'the change is from "2" to "1"'),
        ({"from": None}, 'the change is from "2" to "1"'),
        ({"key": "at_most"}, "what changes in it is at_least"),
        ({"obligation": "other"}, "nothing changes in other"),
        ({"obligation": None}, "what changes in the agreement as a whole is amendments"),
    ],
)
def test_an_amendment_with_a_slip_lets_nothing_pass_and_is_told(
    slip: dict[str, Any], told: str, folder: Path, command: Command
) -> None:
    amendment = {key: value for key, value in {**AMENDMENT, **slip}.items() if value is not None}
    ran = command("diff", *two(folder, {}, {"obligations.it.rule.at_least": 1, "amendments": [amendment]}))
    assert ran.status == 1
    assert "new.yaml:" in ran.err
    assert f"(Minute 7) names no change that there is: {told} [unused-amendment]" in ran.err


def test_an_amendment_of_long_ago_is_not_told(folder: Path, command: Command) -> None:
    """It stays in the file as what was agreed, and names nothing any more."""
    ran = command(
        "diff", *two(folder, {"amendments": [AMENDMENT]}, {"amendments": [AMENDMENT], "obligations.it.note": "A note."})
    )
    assert (ran.status, ran.err) == (0, "")


def test_an_amendment_of_the_old_version_alone_lets_nothing_pass(folder: Path, command: Command) -> None:
    assert command("diff", *two(folder, {"amendments": [AMENDMENT]}, {"obligations.it.rule.at_least": 1})).status == 1


@pytest.mark.parametrize(
    ("effect", "amendment"),
    [
        ("removed", {"obligation": "other", "key": "removed", "from": "no event"}),
        ("changed", {"obligation": "it", "key": "bearer", "from": "a", "to": "b"}),
    ],
)
def test_what_is_removed_or_changed_passes_likewise(
    effect: str, amendment: dict[str, Any], folder: Path, command: Command
) -> None:
    old, new = EFFECTS[effect]
    agreed = {key: AMENDMENT[key] for key in ("agreed_by", "agreed_on", "reference")}
    assert command("diff", *two(folder, old, {**new, "amendments": [{**amendment, **agreed}]})).status == 0


def test_a_change_of_the_agreement_as_a_whole_passes_without_an_obligation(folder: Path, command: Command) -> None:
    agreed = {key: AMENDMENT[key] for key in ("agreed_by", "agreed_on", "reference")}
    amendment = {"key": "term.ends", "to": "2016-03-31", **agreed}
    assert command("diff", *two(folder, {}, {"term.ends": "2016-03-31"})).status == 1
    assert command("diff", *two(folder, {}, {"term.ends": "2016-03-31", "amendments": [amendment]})).status == 0


@pytest.mark.parametrize(
    ("parties", "told"),
    [
        (["a"], "agreed_by: expected at least 2 entries, found 1"),
        (["a", "a"], "one party alone, or with who acts for it, cannot amend what both agreed on; name both"),
        (["a", "clerk"], "one party alone, or with who acts for it, cannot amend what both agreed on; name both"),
        (["a", "nobody"], '"nobody" is not a party of this agreement'),
    ],
)
def test_an_amendment_wants_both_parties(parties: list[str], told: str, folder: Path, command: Command) -> None:
    """Otherwise the file is wrong, and nothing is compared."""
    clerk = {"parties.clerk": {"name": "Clerk", "acts_for": "a"}}
    new = {**clerk, "obligations.it.rule.at_least": 1, "amendments": [{**AMENDMENT, "agreed_by": parties}]}
    ran = command("diff", *two(folder, clerk, new))
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


# --- statuses, and what is written where


def test_a_side_that_does_not_load(folder: Path, command: Command) -> None:
    """Both sides' faults are told, with their places, and nothing is compared: half a comparison would hide changes."""
    two(folder, {"obligations.it.force": "shall"}, {"obligations.it.bearer": "nobody"})
    ran = command("diff", "old.yaml", "new.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert "old.yaml:" in ran.err
    assert "error: old.yaml: " in ran.err
    assert 'error: new.yaml: "nobody" is not a party' in ran.err
    document = json.loads(command("diff", "old.yaml", "new.yaml", "--format", "json").out)
    assert (document["compared"], document["changes"], document["exit_status"], len(document["problems"])) == (
        False,
        [],
        2,
        2,
    )


def test_the_document_is_as_its_schema_says(folder: Path, command: Command) -> None:
    """With changes of all sorts, flips and problems."""
    (folder / "log.csv").write_text("date,activity\n2015-06-01,release\n2015-06-07,relase\n", encoding="utf-8")
    old, new = two(folder, EFFECTS["removed"][0], {"obligations.it.rule.at_least": 1, "term.ends": "2015-12-31"})
    ran = command("diff", old, new, "--log", "log.csv", "--format", "json")
    document = json.loads(ran.out)
    jsonschema.validate(document, schema("diff"))
    assert (ran.status, document["exit_status"], document["old"], document["new"]) == (1, 1, old, new)
    assert {c["effect"] for c in document["changes"]} == {"weakened", "removed"}
    assert document["replay"]
    assert [i["path"] for i in document["inputs"]] == ["old.yaml", "new.yaml", "log.csv"]
    assert command("diff", old, new, "--log", "log.csv", "--format", "json").out == ran.out


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv", "junit", "sarif", "github", "gitlab"])
def test_the_status_is_the_same_in_every_format(form: str, folder: Path, command: Command) -> None:
    sides = two(folder, *EFFECTS["weakened"])
    ran = command("diff", *sides, "--format", form)
    assert ran.status == 1
    assert "this asks for less" in " ".join(ran.out.split())
    assert command("diff", *two(folder, *EFFECTS["added"]), "--format", form).status == 0


def test_quiet_verbose_and_into_a_file(folder: Path, command: Command) -> None:
    """-q says nothing on the screen, -v also what was only worded anew; a file is written whole, and never over an input."""
    sides = two(folder, {}, {"obligations.it.rule.at_least": 1, "obligations.it.note": "A note."})
    assert command("diff", *sides, "-q") == (1, "", "")
    assert command("diff", *sides, "-q", "--output", "report.txt") == (1, "", "")
    plain, verbose = command("diff", *sides).out, command("diff", *sides, "-v").out
    assert (folder / "report.txt").read_text(encoding="utf-8") == plain
    assert "1 wording without effect (-v shows them)" in plain
    assert "it.note" not in plain
    assert "News releases: its note is new: what is asked stays the same" in verbose
    ran = command("diff", *sides, "--output", "new.yaml")
    assert ran.status == 2
    assert "inputs are never written over" in ran.err


def test_the_report(folder: Path, command: Command) -> None:
    """Worst first, each with its key, values, places and a sentence; then the record; then the sum."""
    (folder / "log.csv").write_text(
        "date,activity\n2015-06-01,release\n2015-06-07,release\n2015-06-08,release\n2015-06-14,event\n",
        encoding="utf-8",
    )
    old, new = two(folder, EFFECTS["added"][1], {"obligations.it.rule.at_least": 3})
    assert (
        command("diff", old, new, "--log", "log.csv").out
        == """\
From old.yaml to new.yaml

case
  removed  other  [old.yaml:52:10]
    No events: it is promised no longer: no event
  strengthened  it.at_least  from "2" to "3"  [new.yaml:47:17, was at old.yaml:47:17]
    News releases: "at least 2 news releases in each week" becomes "at least 3 news releases in each week": this asks
    for more

On the record
  case: log.csv, 1 Jun 2015 to 14 Jun 2015, as of 14 Jun 2015
    it
      1 miss under the old wording, 2 under the new one
      - week of 1 Jun 2015: met becomes breached
    other: breached becomes not judged

1 removed and 1 strengthened; 0 obligations with another verdict on the record
"""
    )


def test_text_from_a_file_is_only_text(folder: Path, command: Command) -> None:
    """Markup and escapes stay what they are."""
    sides = two(folder, {}, {"obligations.it.title": "[red]A\x1b[31m title[/x]", "obligations.it.rule.at_least": 1})
    ran = command("diff", *sides, "-v", "--color", "always")
    assert "[red]A?[31m title[/x]" in ran.out


def test_words_alone(folder: Path, command: Command) -> None:
    """--no-replay looks at no log, and the report says so."""
    (folder / "log.csv").write_text("date,activity\nnonsense,release\n", encoding="utf-8")
    sides = two(folder, *EFFECTS["strengthened"])
    assert command("diff", *sides, "--log", "log.csv").status == 2
    ran = command("diff", *sides, "--log", "log.csv", "--no-replay")
    assert (ran.status, ran.err) == (0, "")
    assert "On the record\n  not looked at: the words alone were compared (--no-replay)" in ran.out


def test_two_folders(folder: Path, command: Command) -> None:
    """Projects are told apart by their folders, and an agreement that is in one only is new or gone."""
    write(folder / "a", BASE)
    write(folder / "b", {**BASE, "id": "another"})
    (folder / "b" / "agreements" / "case.yaml").rename(folder / "b" / "agreements" / "another.yaml")
    ran = command("diff", "a", "b", "--no-replay")
    assert ran.status == 1
    assert 'removed  agreement  from "1 promise" to nothing  [a/agreements/case.yaml:3:8]' in ran.out
    assert 'added  agreement  from nothing to "1 promise"  [b/agreements/another.yaml:3:8]' in ran.out
    assert "The agreement A case is gone, with its 1 promise" in ran.out


def test_a_file_is_compared_with_its_own_agreement_in_a_folder(folder: Path, command: Command) -> None:
    """What else the folder has is no matter of this file."""
    write(folder / "a", BASE)
    (folder / "a" / "agreements" / "more.yaml").write_text(json.dumps({**BASE, "id": "more"}), encoding="utf-8")
    two(folder, {}, {"obligations.it.rule.at_least": 1})
    ran = command("diff", "a", "new.yaml", "--no-replay")
    assert ran.status == 1
    assert "1 weakened" in ran.out
    assert "more" not in ran.out.replace("more or for less", "")


def test_a_folder_without_a_project_file_is_not_that_of_the_folder_above(folder: Path, command: Command) -> None:
    """A copy of the agreements below a project is that copy."""
    write(folder, BASE)
    (folder / "backup" / "agreements").mkdir(parents=True)
    text = json.dumps(changed(BASE, {"obligations.it.rule.at_least": 5}))
    (folder / "backup" / "agreements" / "case.yaml").write_text(text, encoding="utf-8")
    ran = command("diff", "backup", ".", "--no-replay")
    assert ran.status == 1
    assert 'from "5" to "2"' in ran.out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["old.yaml"], "old.yaml is compared with nothing: name a second file or folder, or a git revision"),
        (["old.yaml", "gone.yaml"], "gone.yaml: there is no such file"),
        (["old.yaml", "empty"], "empty: there are no agreements in this folder"),
        (["old.yaml", "new.yaml", "old.yaml"], "compare two sides, not 3"),
        (["old.yaml", "new.yaml", "--project", "gone.yaml"], "--project gone.yaml: there is no such file"),
        (["old.yaml", "new.yaml", "--fail-on", "worse"], "'worse' is not one of"),
        ([], "Missing argument"),
    ],
)
def test_a_command_that_cannot_be_meant(args: list[str], told: str, folder: Path, command: Command) -> None:
    two(folder, {}, {})
    (folder / "empty").mkdir()
    ran = command("diff", *args)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
