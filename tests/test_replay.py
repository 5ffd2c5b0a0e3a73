"""The record under both wordings: which verdicts a change of an agreement turns, and what is said where it cannot be told."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from mou_check.model.changes import DiffDocument, Effect, Flip
from mou_check.model.options import Options
from mou_check.rules.count import Count
from mou_check.run.diff import diff
from support import TODAY
from test_diff import BASE, changed

# Monday 1 June 2015 and the three weeks after it: two releases, one, none, two.
LOG = """date,activity,town,size,ref,sent_on
2015-06-01,release,Crewe,3,r1,2015-05-20
2015-06-03,release,Chester,3,r2,2015-05-30
2015-06-10,release,Crewe,3,r3,2015-06-09
2015-06-22,release,Crewe,3,r4,2015-06-01
2015-06-28,release,Chester,3,r5,2015-06-28
"""
WEEKS = {"calendar": {"week_starts": "monday"}}
NEVER = {"id": "other", "clauses": ["1"], "title": "No events", "says": "None.", "bearer": "a", "force": "must"}


def replayed(
    folder: Path,
    old: dict[str, Any],
    new: dict[str, Any],
    log: str | None = LOG,
    *,
    project: Any = None,
    **options: Any,
) -> DiffDocument:
    """The comparison of BASE with the changes `old` and with the changes `new`, on a log of the project."""
    for name, changes in (("old", old), ("new", new)):
        (folder / f"{name}.yaml").write_text(json.dumps(changed({**BASE, **WEEKS}, changes)), encoding="utf-8")
    settings = {"logs": [{"agreement": "case", "files": ["log.csv"]}]} if log is not None else {}
    for key in ("assessments", "settled", "waivers"):
        if key in (project or {}):
            (folder / f"{key}.yaml").write_text(json.dumps({"format": 1, key: project[key]}), encoding="utf-8")
            settings[key] = f"{key}.yaml"  # type: ignore[assignment]
    if project and "covers" in project:
        settings["logs"][0]["covers"] = project["covers"]  # type: ignore[assignment]
    (folder / "mou-check.yaml").write_text(json.dumps({"format": 1, **settings}), encoding="utf-8")
    if log is not None:
        (folder / "log.csv").write_text(log, encoding="utf-8")
    asked = Options(today=TODAY, folder=folder, fail_on="weakened", **options)
    document = diff(("old.yaml", "new.yaml"), asked)
    assert document.compared, [p.message for p in document.problems]
    return document


def turns(document: DiffDocument) -> list[str]:
    """Every flip in a line: `it: met becomes breached`, `it 2015-06-08..2015-06-14: ...`, `it 2015-06-10 row 4: ...`."""
    return [f"{f.obligation}{_where(f)}: {' becomes '.join(f.words)}" for f in document.replay]


def _where(flip: Flip) -> str:
    if flip.of_obligation:
        return ""
    group = f" {flip.group}" if flip.group else ""
    return f" {flip.from_}{group} row {flip.row}" if flip.row else f" {flip.from_}..{flip.to}{group}"


# --- what turns


def test_an_obligation_and_its_periods(tmp_path: Path) -> None:
    """One a week becomes two: the week of 8 June had one, that of 15 June had none under either wording."""
    document = replayed(tmp_path, {"obligations.it.rule.at_least": 1}, {"obligations.it.rule.at_least": 2})
    assert turns(document) == ["it 2015-06-08..2015-06-14: met becomes breached"]
    assert [(m.obligation, m.old, m.new) for m in document.misses] == [("it", 1, 2)]
    assert document.summary.flips == 0
    assert [c.effect for c in document.changes] == ["strengthened"]
    (flip,) = document.replay
    assert (flip.label, flip.file, flip.row) == ("week of 8 Jun 2015", None, None)


def test_an_obligation_as_a_whole(tmp_path: Path) -> None:
    """Two a week were missed; none asked for, it is met."""
    document = replayed(tmp_path, {}, {"obligations.it.rule": {"kind": "never", "activity": "event"}})
    assert turns(document)[0] == "it: breached becomes no-data"
    assert document.summary.flips == 1


def test_rows(tmp_path: Path) -> None:
    """Two days of notice become five: that of 3 June had four, those of 10 and 28 June had less than two."""
    rule = {"kind": "notice", "activity": "release", "given": "sent_on", "at_least": "P2D"}
    document = replayed(tmp_path, {"obligations.it.rule": rule}, {"obligations.it.rule": {**rule, "at_least": "P5D"}})
    assert turns(document) == ["it 2015-06-03 row 3: no finding becomes breached"]
    (flip,) = document.replay
    assert (flip.file, flip.row, flip.label, flip.old) == ("log.csv", 3, None, None)
    assert [(m.old, m.new) for m in document.misses] == [(2, 3)]


def test_a_row_whose_due_day_moves_is_the_same_row(tmp_path: Path) -> None:
    """What is late under both wordings does not turn, whatever its due day."""
    due = {"within": "P1D", "after": {"column": "date"}}
    rule = {"kind": "deadline", "activity": "release", "done": "sent_on", "due": due}
    log = LOG + "2015-06-29,release,Crewe,3,r6,2015-07-20\n"
    later = {**rule, "due": {**due, "within": "P9D"}}
    assert turns(replayed(tmp_path, {"obligations.it.rule": rule}, {"obligations.it.rule": later}, log)) == []


def test_each_of_a_group(tmp_path: Path) -> None:
    """Chester had no release in the week of 8 June; under the old wording it was not judged."""
    each = {
        "obligations.it.rule": {
            "kind": "count",
            "activity": "release",
            "at_least": 1,
            "per": "month",
            "for_each": {"town": "towns"},
        }
    }
    log = "date,activity,town\n2015-06-01,release,Crewe\n2015-06-30,release,Crewe\n"
    document = replayed(
        tmp_path, {**each, "lists.towns": ["Crewe"]}, {**each, "lists.towns": ["Crewe", "Chester"]}, log
    )
    assert turns(document) == [
        "it: met becomes breached",
        "it 2015-06-01..2015-06-30 Chester: not judged becomes breached",
    ]


def test_of_periods_that_are_cut_in_another_way_the_misses_are_told(tmp_path: Path) -> None:
    """Weeks that were met and months that are met are no news."""
    week = {"obligations.it.rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "week"}}
    month = {"obligations.it.rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "month"}}
    log = LOG.replace("2015-06-28", "2015-06-30")
    document = replayed(tmp_path, week, month, log)
    assert turns(document) == ["it: breached becomes met", "it 2015-06-15..2015-06-21: breached becomes not judged"]


def test_a_promise_that_is_new_and_one_that_is_gone(tmp_path: Path) -> None:
    """The new one is judged on the record; of the one that is gone its verdict is told."""
    rule = {"kind": "never", "activity": "release", "where": {"town": "Chester"}}
    other = {"obligations.other": {**NEVER, "rule": rule}}
    assert turns(replayed(tmp_path, {}, other)) == ["other: not judged becomes breached"]
    assert turns(replayed(tmp_path, other, {})) == ["other: breached becomes not judged"]


def test_a_renamed_promise_is_the_same_one(tmp_path: Path) -> None:
    """It is matched by its content, and what turns is told under its new name."""
    document = replayed(
        tmp_path,
        {"obligations.it.force": "should", "obligations.it.id": "press"},
        {"obligations.it.force": "must", "obligations.it.id": "news"},
    )
    assert "news: shortfall becomes breached" in turns(document)
    assert all(flip.obligation == "news" for flip in document.replay)


def test_a_renamed_agreement_is_the_same_one(tmp_path: Path) -> None:
    """Two files are one agreement, whatever its id; the record is that of the new one, lists too."""
    each = {
        "obligations.it.rule.for_each": {"town": "towns"},
        "lists.towns": ["Crewe"],
        "obligations.it.rule.per": "month",
    }
    log = LOG + "2015-06-30,release,Crewe,3,r6,\n"
    document = replayed(tmp_path, {**each, "id": "older"}, {**each, "obligations.it.rule.at_least": 5}, log)
    assert turns(document) == ["it: met becomes breached", "it 2015-06-01..2015-06-30 Crewe: met becomes breached"]
    assert [r.agreement for r in document.replayed or ()] == ["case"]


def test_a_wording_turns_nothing(tmp_path: Path) -> None:
    document = replayed(tmp_path, {"obligations.it.says": "Two."}, {"obligations.it.says": "Two a week."})
    assert (turns(document), document.exit_status, len(document.replayed or ())) == ([], 0, 1)


def test_what_looks_like_a_wording_and_turns_a_verdict_is_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a key ever taken for a wording, the record would show it: only the key that a rule can read is suspected."""
    from mou_check.rules.comparing import SAME

    monkeypatch.setattr(Count, "orders", lambda *args: {"at_least": SAME})
    document = replayed(tmp_path, {"obligations.it.rule.at_least": 1}, {"obligations.it.note": "New."})
    at_least, note = document.changes
    assert (at_least.key, at_least.effect, note.effect) == ("at_least", Effect.CHANGED, Effect.REWORDED)
    assert at_least.message.endswith(": it looks like a wording, and turns 1 verdict on the record")
    assert (document.summary.changed, document.exit_status) == (1, 1)


def test_what_is_told_of_the_whole_agreement_can_turn_a_verdict_too(tmp_path: Path) -> None:
    """A column that no promise reads gets another type: rows that cannot be read any more do not count."""
    log = LOG.replace("Crewe,3,r3", "Crewe,few,r3")
    text = {"activities.release.columns.size": "text", "obligations.it.rule.at_least": 1}
    document = replayed(tmp_path, text, {**text, "activities.release.columns.size": "integer"}, log)
    (change,) = document.changes
    assert (change.key, change.effect) == ("activities.release.columns.size", Effect.CHANGED)
    assert turns(document) == ["it 2015-06-08..2015-06-14: met becomes breached"]
    (problem,) = document.problems
    assert (problem.code, problem.level, problem.row) == ("bad-cell", "error", 4)
    assert problem.message.startswith("under the new wording ")


def test_what_people_decided_counts_for_both(tmp_path: Path) -> None:
    """An assessment and a settled reading name the promise by its new id, and are about the old one too."""
    judged = {"obligations.it.rule": {"kind": "judgement", "question": "Was it so?", "per": "month"}}
    assessment = {
        "agreement": "case", "obligation": "news", "period": "2015-06-01", "verdict": "met", "who": "a", "when": "2015-07-01", "why": "b",
    }  # fmt: skip
    covers = {"covers": {"from": "2015-06-01", "to": "2015-06-30"}}
    document = replayed(
        tmp_path,
        {**judged, "obligations.it.id": "press"},
        {**judged, "obligations.it.id": "news"},
        project={"assessments": [assessment], **covers},
    )
    assert (turns(document), [c.effect for c in document.changes]) == ([], ["reworded"])
    assert not document.problems


def test_a_settled_reading_counts_for_both(tmp_path: Path) -> None:
    """What is settled decides, whichever reading either wording prefers."""
    readings = [
        {"id": "one", "label": "one", "rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "week"}},
        {"id": "two", "label": "two", "rule": {"kind": "count", "activity": "release", "at_least": 9, "per": "week"}},
    ]
    settled = {"agreement": "case", "obligation": "it", "reading": "one", "by": "both", "when": "2015-07-01"}
    old = {"obligations.it.rule": None, "obligations.it.readings": readings}
    new = {**old, "obligations.it.readings": readings[::-1]}
    assert turns(replayed(tmp_path, old, new))
    assert turns(replayed(tmp_path, old, new, project={"settled": [settled]})) == []


def test_waivers_are_left_out(tmp_path: Path) -> None:
    """A miss that somebody lets pass is a miss of the words all the same."""
    waiver = {
        "agreement": "case", "obligation": "it", "from": "2015-06-01", "to": "2015-06-30", "reason": "a", "approved_by": "b",
        "granted_on": "2015-07-01", "expires": "2040-01-01",
    }  # fmt: skip
    one, two = {"obligations.it.rule.at_least": 1}, {"obligations.it.rule.at_least": 2}
    document = replayed(tmp_path, one, two, project={"waivers": [waiver]})
    assert turns(document) == ["it 2015-06-08..2015-06-14: met becomes breached"]


def test_what_is_decided_of_a_promise_that_is_gone_is_only_a_warning(tmp_path: Path) -> None:
    """The files of decisions are those of now; they need not fit every version that is compared."""
    assessment = {
        "agreement": "case", "obligation": "other", "period": "2015-06-01", "verdict": "met", "who": "a", "when": "2015-07-01", "why": "b",
    }  # fmt: skip
    other = {"obligations.other": {**NEVER, "rule": {"kind": "judgement", "question": "Was it so?"}}}
    document = replayed(tmp_path, other, {}, project={"assessments": [assessment]})
    assert [(p.code, p.level) for p in document.problems] == [("bad-reference", "warning")]
    assert document.exit_status == 1  # removed


# --- on which record


def test_the_log_that_is_named(tmp_path: Path) -> None:
    """--log goes before the project's own."""
    (tmp_path / "mine.csv").write_text("date,activity\n2015-06-01,release\n2015-06-07,release\n", encoding="utf-8")
    one, two = {"obligations.it.rule.at_least": 1}, {"obligations.it.rule.at_least": 3}
    document = replayed(tmp_path, one, two, logs=("mine.csv",))
    assert turns(document) == ["it: met becomes breached", "it 2015-06-01..2015-06-07: met becomes breached"]
    assert [r.logs for r in document.replayed or ()] == [("mine.csv",)]
    assert ("log", "mine.csv") in {(i.role, i.path) for i in document.inputs}


def test_without_a_log_there_is_no_replay_and_that_is_said(tmp_path: Path) -> None:
    """It is no fault, and no proof either."""
    document = replayed(tmp_path, {}, {"obligations.it.rule.at_least": 3}, log=None)
    (told,) = document.replayed or ()
    assert (told.why_not, told.logs, document.problems, document.exit_status) == ("no log of it was found", (), (), 0)


def test_without_a_wish_for_a_replay_there_is_none(tmp_path: Path) -> None:
    replayed(tmp_path, {}, {"obligations.it.rule.at_least": 3}, LOG + "not a date,release,,,,\n")
    asked = Options(today=TODAY, folder=tmp_path, fail_on="weakened")
    document = diff(("old.yaml", "new.yaml"), asked, on_record=False)
    assert (document.replayed, document.problems, document.exit_status) == (None, (), 0)


def test_what_does_not_differ_is_not_judged(tmp_path: Path) -> None:
    """Neither are the faults of its log told: they are no matter of this change."""
    document = replayed(tmp_path, {}, {}, LOG + "not a date,release,,,,\n")
    assert (document.changes, document.replayed, document.problems, document.exit_status) == ((), (), (), 0)


def test_only_what_could_turn_is_judged(tmp_path: Path) -> None:
    """Where the title of the agreement alone differs, no log is read; where one promise does, the other is left alone."""
    other = {
        "obligations.other": {**NEVER, "rule": {"kind": "never", "activity": "release", "where": {"town": "Crewe"}}}
    }
    log = LOG.replace("town,", "", 1).replace(",Crewe,", ",").replace(",Chester,", ",")
    document = replayed(tmp_path, other, {**other, "title": "Another title"}, log + "not a date,release,,,\n")
    assert ([c.key for c in document.changes], document.replayed, document.problems) == (["title"], (), ())
    document = replayed(tmp_path, other, {**other, "obligations.it.rule.at_least": 9}, log)
    assert [p.code for p in document.problems] == []
    document = replayed(tmp_path, other, {**other, "calendar.week_starts": "sunday"}, log)
    assert [p.code for p in document.problems] == ["missing-column"]


def test_the_days_that_the_project_declares(tmp_path: Path) -> None:
    """The record is whole to the end of July: five weeks more were silent."""
    covers = {"covers": {"from": "2015-06-01", "to": "2015-07-31"}}
    one, two = {"obligations.it.rule.at_most": 5}, {"obligations.it.rule.at_most": 4}
    document = replayed(tmp_path, one, two, project=covers)
    (told,) = document.replayed or ()
    assert told.new_window is not None
    assert (told.new_window.to, told.as_of) == (date(2015, 7, 31), date(2015, 7, 31))


def test_a_day_of_judging_that_is_asked_for(tmp_path: Path) -> None:
    """As of 12 June the week of 8 June is still open."""
    one, two = {"obligations.it.rule.at_least": 1}, {"obligations.it.rule.at_least": 2}
    document = replayed(tmp_path, one, two, as_of=date(2015, 6, 12))
    assert turns(document) == ["it 2015-06-08..2015-06-14: met becomes pending"]


# --- other terms


def test_a_longer_term_brings_more_days_under_review(tmp_path: Path) -> None:
    """Both are judged as of one day, and each has the days of its own term."""
    document = replayed(tmp_path, {"term": {"ends": "2015-06-07"}}, {"term": {"ends": "2015-12-31"}})
    assert turns(document) == [
        "it: met becomes breached",
        "it 2015-06-08..2015-06-14: not judged becomes breached",
        "it 2015-06-15..2015-06-21: not judged becomes breached",
    ]
    (told,) = document.replayed or ()
    assert told.old_window is not None
    assert told.new_window is not None
    assert (told.old_window.to, told.new_window.to, told.as_of) == (
        date(2015, 6, 7),
        date(2015, 6, 28),
        date(2015, 6, 28),
    )


def test_a_term_that_has_no_day_of_the_record(tmp_path: Path) -> None:
    """It is no fault of a file that the record lies outside the new term; but nothing can be told."""
    document = replayed(tmp_path, {"term": {"starts": "2015-01-01"}}, {"term": {"starts": "2016-01-01"}})
    (told,) = document.replayed or ()
    assert told.why_not == "no day of the record lies in the term of both versions"
    assert [(p.code, p.level) for p in document.problems] == [("empty-window", "warning")]
    assert document.problems[0].message.startswith("under the new wording the window")


# --- what is wrong with the log


def test_a_row_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    """The log is read for both wordings; the exit status is 2 as of verify, for what it hides could turn a verdict."""
    one, two = {"obligations.it.rule.at_least": 1}, {"obligations.it.rule.at_least": 2}
    document = replayed(tmp_path, one, two, LOG + "2015-06-31,release,Crewe,3,r6,\n")
    (problem,) = document.problems
    assert (problem.code, problem.level, problem.row, problem.message.count("wording")) == ("bad-date", "error", 7, 0)
    assert (document.exit_status, document.compared, len(document.changes)) == (2, True, 1)
    assert turns(document) == ["it 2015-06-08..2015-06-14: met becomes breached"]


def test_an_activity_that_only_one_version_knows(tmp_path: Path) -> None:
    """It is told which one does not."""
    document = replayed(tmp_path, {}, {"activities.survey": {"title": "Survey"}}, LOG + "2015-06-29,survey,,,,\n")
    (problem,) = document.problems
    assert (problem.code, problem.level) == ("unknown-activity", "warning")
    assert problem.message.startswith("under the old wording ")
    assert document.exit_status == 0


def test_a_log_that_cannot_be_read_at_all(tmp_path: Path) -> None:
    document = replayed(tmp_path, {}, {"obligations.it.rule.at_least": 3}, LOG + '2015-06-30,release,"Crewe\n')
    (told,) = document.replayed or ()
    assert (told.why_not, document.exit_status) == ("its log cannot be read", 2)
    assert [p.code for p in document.problems] == ["unclosed-quote"]


def test_a_log_that_is_not_there(tmp_path: Path) -> None:
    document = replayed(tmp_path, {}, {"obligations.it.rule.at_least": 3}, logs=("nowhere.csv",))
    assert ([p.code for p in document.problems], document.exit_status) == (["missing-file"], 2)


def test_an_empty_log(tmp_path: Path) -> None:
    """Nothing was checked, and no verdict differs: that is said as a warning, once."""
    document = replayed(tmp_path, {}, {"obligations.it.rule.at_least": 3}, "date,activity\n")
    assert [(p.code, p.level) for p in document.problems] == [("empty-log", "warning")] * 2
    assert turns(document) == []


def test_whose_log_a_file_is_must_be_known(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two agreements a log says by its name or by ID= which one's it is."""
    for side, number in (("old", 1), ("new", 2)):
        (tmp_path / side).mkdir()
        for name in ("one", "two"):
            whole = deepcopy(BASE)
            whole["id"] = name
            whole["obligations"][0]["rule"]["at_least"] = number
            (tmp_path / side / f"{name}.yaml").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = command("diff", "old", "new", "--log", "log.csv")
    assert ran.status == 2
    assert "--log log.csv: which of 2 agreements is it the log of?" in ran.err
    ran = command("diff", "old", "new", "--log", "two=log.csv")
    assert (ran.status, ran.err) == (0, "")
    assert "one: not judged, no log of it was found" in ran.out
    assert "two: log.csv, 1 Jun 2015 to 28 Jun 2015, as of 28 Jun 2015" in ran.out
