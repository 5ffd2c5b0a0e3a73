"""`mou-check diff` sees what people decide: a waiver or another settled reading is a change of the promise too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Command

AGREEMENT = """\
format: 1
id: case
title: A case
parties: {a: {name: A}, b: {name: B}}
term: {starts: 2015-04-01}
activities: {newsletter: {title: Newsletter}}
obligations:
  - id: newsletter
    clauses: ["1"]
    title: Newsletter
    says: A newsletter comes out bi-annually.
    bearer: a
    force: must
    readings:
      - {id: twice, label: twice a year, rule: {kind: count, activity: newsletter, at_least: 2, per: year}}
      - {id: once, label: once a year, rule: {kind: count, activity: newsletter, at_least: 1, per: year}}
clauses: [{ref: "1", holds: [newsletter]}]
"""
SETTLED = "{agreement: case, obligation: newsletter, reading: READING, by: both, when: 2016-01-20}"
WAIVER = (
    "{agreement: case, obligation: newsletter, from: FROM, to: TO, reason: flood, approved_by: B, "
    "granted_on: 2016-01-01, expires: EXPIRES}"
)


def project(folder: Path, settled: str = "", waiver: str = "") -> str:
    """A project with one agreement and what was decided about it."""
    (folder / "agreements").mkdir(parents=True)
    (folder / "agreements" / "case.yaml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "mou-check.yaml").write_text(
        "format: 1\nsettled: settled.yaml\nwaivers: waivers.yaml\n", encoding="utf-8"
    )
    for name, entry in (("settled", settled), ("waivers", waiver)):
        (folder / f"{name}.yaml").write_text(f"format: 1\n{name}: [{entry}]\n", encoding="utf-8")
    return str(folder)


def waived(first: str = "2015-04-01", last: str = "2016-03-31", expires: str = "2016-12-31") -> str:
    return WAIVER.replace("FROM", first).replace("TO", last).replace("EXPIRES", expires)


def changes(command: Command, old: str, new: str) -> list[dict[str, Any]]:
    ran = command("diff", old, new, "--no-replay", "--format", "json")
    assert ran.status in (0, 1), ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["changes"]
    return found


@pytest.mark.parametrize(
    ("old", "new", "effect", "told"),
    [
        ("", waived(), "weakened", (None, "from 2016-01-01 to 2016-12-31 for 2015-04-01 to 2016-03-31")),
        (waived(), "", "strengthened", ("from 2016-01-01 to 2016-12-31 for 2015-04-01 to 2016-03-31", None)),
        (waived(), waived(last="2017-03-31"), "weakened", None),
        (waived(), waived(expires="2016-06-30"), "strengthened", None),
        (waived(), waived(last="2017-03-31", expires="2016-06-30"), "changed", None),
    ],
    ids=["new", "gone", "more days", "shorter", "more days, shorter"],
)
def test_a_waiver_that_lets_more_pass_asks_for_less(
    tmp_path: Path, command: Command, old: str, new: str, effect: str, told: tuple[str | None, str | None] | None
) -> None:
    (change,) = changes(command, project(tmp_path / "old", waiver=old), project(tmp_path / "new", waiver=new))
    assert (change["obligation"], change["key"], change["effect"]) == ("newsletter", "waivers", effect)
    assert told is None or (change["old"], change["new"]) == told
    assert change["file"].endswith("waivers.yaml")


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [("", "once", "weakened"), ("once", "twice", "strengthened"), ("once", "", "strengthened")],
)
def test_another_reading_that_the_parties_settled_on_is_ordered_by_what_it_asks(
    tmp_path: Path, command: Command, old: str, new: str, effect: str
) -> None:
    """Without a settlement the reading that the agreement prefers holds: twice a year."""
    sides = [
        project(tmp_path / name, settled=SETTLED.replace("READING", reading) if reading else "")
        for name, reading in (("old", old), ("new", new))
    ]
    (change,) = changes(command, *sides)
    assert (change["key"], change["effect"]) == ("settled", effect)
    assert (change["old"], change["new"]) == (old or "twice", new or "twice")


def test_settling_on_the_preferred_reading_changes_nothing(tmp_path: Path, command: Command) -> None:
    settled = SETTLED.replace("READING", "twice")
    assert changes(command, project(tmp_path / "old"), project(tmp_path / "new", settled=settled)) == []


def test_an_amendment_lets_a_waiver_pass(tmp_path: Path, command: Command) -> None:
    """As any other change: by its obligation, its key and both values."""
    old, new = project(tmp_path / "old"), project(tmp_path / "new", waiver=waived())
    assert command("diff", old, new, "--no-replay").status == 1
    file = tmp_path / "new" / "agreements" / "case.yaml"
    amendment = (
        "amendments: [{obligation: newsletter, key: waivers, to: from 2016-01-01 to 2016-12-31 for 2015-04-01 to 2016-03-31, "
        "agreed_by: [a, b], agreed_on: 2016-01-20, reference: Minute 7}]\n"
    )
    file.write_text(AGREEMENT + amendment, encoding="utf-8")
    ran = command("diff", old, new, "--no-replay")
    assert (ran.status, ran.err) == (0, "")
    assert "allowed by an amendment: Minute 7" in ran.out


def test_each_side_is_judged_by_the_reading_that_holds_there(tmp_path: Path, command: Command) -> None:
    """Two newsletters a year were promised and one came; settled on one a year, the promise is kept."""
    old = project(tmp_path / "old")
    new = project(tmp_path / "new", settled=SETTLED.replace("READING", "once"))
    (tmp_path / "log.csv").write_text("date,activity\n2015-04-01,newsletter\n2016-04-01,newsletter\n", encoding="utf-8")
    ran = command("diff", old, new, "--log", str(tmp_path / "log.csv"))
    assert ran.status == 1
    assert 'Newsletter: the reading that holds was "twice", and is "once": this asks for less' in ran.out
    assert "newsletter: breached becomes met" in ran.out


def test_a_renamed_promise_keeps_what_was_decided_of_it(tmp_path: Path, command: Command) -> None:
    """The waiver and the settlement name it by its new id on the new side, and nothing else differs."""
    decided = {"settled": SETTLED.replace("READING", "once"), "waiver": waived()}
    old = project(tmp_path / "old", **decided)
    new = project(tmp_path / "new", **{k: v.replace("newsletter", "bulletin") for k, v in decided.items()})
    file = tmp_path / "new" / "agreements" / "case.yaml"
    text = AGREEMENT.replace("id: newsletter", "id: bulletin").replace("holds: [newsletter]", "holds: [bulletin]")
    file.write_text(text, encoding="utf-8")
    assert [(c["key"], c["effect"]) for c in changes(command, old, new)] == [
        ("clauses.1.holds", "reworded"),
        ("id", "reworded"),
    ]


def test_two_files_of_one_project_have_the_same_decisions(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided names the promise as it is called now, which the old file need not know."""
    folder = Path(project(tmp_path / "it", settled=SETTLED.replace("READING", "once"), waiver=waived()))
    monkeypatch.chdir(folder)
    (folder / "old.yaml").write_text(
        AGREEMENT.replace("newsletter\n", "bulletin\n").replace("[newsletter]", "[bulletin]"), encoding="utf-8"
    )
    ran = command("diff", "old.yaml", "agreements/case.yaml", "--no-replay", "--format", "json")
    assert ran.status == 0, ran.err
    assert {c["effect"] for c in json.loads(ran.out)["changes"]} == {"reworded"}
