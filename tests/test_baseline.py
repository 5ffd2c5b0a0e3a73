"""The baseline: breaches that are known stay in sight, and only new ones fail a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from yaml12 import load

AGREEMENT = """\
format: 1
id: case
title: A case
parties: {{a: {{name: The Office}}}}
term: {{starts: 2015-04-01}}
activities:
  meeting: {{title: Meeting, columns: {{minuted: yes-no}}}}
  report: {{title: Report}}
obligations:
  - {{id: meetings, clauses: ["1"], title: Meetings, says: One a month., bearer: a, force: must, rule: {{kind: count, activity: meeting, at_least: 1, per: month}}}}
  - {{id: minutes, clauses: ["1"], title: Minutes, says: Nine in ten are minuted., bearer: a, force: must, rule: {{kind: every, activity: meeting, must: {{minuted: yes}}, at_least: 90%, per: quarter}}}}
  - {{id: reports, clauses: ["1"], title: Reports, says: One a month., bearer: a, force: {force}, rule: {{kind: count, activity: report, at_least: 1, per: month}}}}
clauses: [{{ref: "1", holds: [meetings, minutes, reports]}}]
"""
# No meeting in May and no report in April: the month's own entry; a meeting without minutes: its row.
LOG = """\
date,activity,ref,minuted
2015-04-07,meeting,M1,no
2015-05-02,report,,
2015-06-02,meeting,M2,yes
2015-06-03,report,,
"""
KNOWN = ["case/meetings/2015-05-01", "case/minutes/M1"]
WHY = ("--reason", "Found when the log was first checked.")


def write(folder: Path, log: str = LOG, force: str = "should", to: str = "2015-06-30", name: str = "case") -> None:
    """An agreement, its log, and a project file that says what the log covers."""
    for place in ("agreements", "activity_logs"):
        (folder / place).mkdir(exist_ok=True)
    text = AGREEMENT.format(force=force).replace("id: case", f"id: {name}")
    (folder / "agreements" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "activity_logs" / f"{name}.csv").write_text(log, encoding="utf-8")
    logs = f"logs: [{{agreement: case, covers: {{from: 2015-04-01, to: {to}}}}}]"
    (folder / "mou-check.yaml").write_text(f"format: 1\nbaseline: baseline.yaml\n{logs}\n", encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two breaches and a shortfall on record; commands are typed in it."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def baselined(project: Path, command: Command) -> Path:
    """The same with its baseline, written on 31 July 2015."""
    assert command("baseline", *WHY, "--as-of", "2015-07-31").status == 0
    return project


def known(project: Path, name: str = "baseline.yaml") -> dict[str, dict[str, Any]]:
    """The entries of a baseline by their ids."""
    entries = load(project / name)["known"]
    assert [e["id"] for e in entries] == sorted(e["id"] for e in entries), "sorted"
    return {e["id"]: e for e in entries}


def findings(document: dict[str, Any]) -> dict[str, dict[str, Any] | None]:
    return {f["id"]: f["baselined"] for a in document["agreements"] for o in a["obligations"] for f in o["findings"]}


class TestWriting:
    def test_every_breach_is_written_down_with_reason_and_day(self, baselined: Path) -> None:
        """By the ids of the findings; the shortfall fails nothing, so it is left out."""
        entries = known(baselined)
        assert list(entries) == KNOWN
        assert entries[KNOWN[0]] == {
            "id": KNOWN[0], "verdict": "breached", "from": "2015-05-01", "to": "2015-05-31",
            "reason": "Found when the log was first checked.", "since": "2015-07-31",
        }  # fmt: skip

    def test_fail_on_says_how_bad_is_bad(self, project: Path, command: Command) -> None:
        assert command("baseline", *WHY, "--fail-on", "shortfall").status == 0
        assert list(known(project)) == [*KNOWN, "case/reports/2015-04-01"]

    def test_what_is_new_needs_a_reason(self, project: Path, command: Command) -> None:
        ran = command("baseline")
        assert ran.status == 2
        assert "2 breaches are new to the baseline: say with --reason why that is left" in ran.err
        assert not (project / "baseline.yaml").exists()

    def test_it_says_what_it_did(self, project: Path, command: Command) -> None:
        ran = command("baseline", *WHY)
        assert (ran.out, ran.err) == ("baseline.yaml: 2 known breaches: 2 new, 0 kept, 0 gone\n", "")
        assert command("baseline", "-q").out == ""
        ran = command("baseline", *WHY, "--output", "other.yaml")
        assert "verify reads it with --baseline other.yaml, or always with baseline: other.yaml in the" in ran.out

    def test_it_can_go_to_standard_output(self, baselined: Path, command: Command) -> None:
        """With the reasons of the baseline that is there, which stays as it is."""
        write(baselined, log=LOG + "2015-05-05,meeting,M3,yes\n")
        before = (baselined / "baseline.yaml").read_text(encoding="utf-8")
        ran = command("baseline", "--output", "-", "-q")
        assert (ran.status, "case/meetings/2015-05-01" in ran.out, "since: 2015-07-31" in ran.out) == (0, False, True)
        assert (baselined / "baseline.yaml").read_text(encoding="utf-8") == before

    def test_nothing_is_written_on_doubtful_input(self, baselined: Path, command: Command) -> None:
        """What cannot be read could hide that a breach is none."""
        before = (baselined / "baseline.yaml").read_text(encoding="utf-8")
        write(baselined, log=LOG + "2015-05-32,meeting,M3,yes\n")
        assert command("baseline", *WHY).status == 2
        assert (baselined / "baseline.yaml").read_text(encoding="utf-8") == before

    def test_a_file_of_another_kind_is_never_written_over(self, project: Path, command: Command) -> None:
        for name in ("agreements/case.yaml", "activity_logs/case.csv", "mou-check.yaml"):
            before = (project / name).read_text(encoding="utf-8")
            assert command("baseline", *WHY, "--output", name).status == 2
            assert (project / name).read_text(encoding="utf-8") == before

    def test_hostile_text_from_a_log_stays_text(self, project: Path, command: Command) -> None:
        """A ref that looks like YAML, and a character that turns the direction of writing."""
        ref = "x\": [&a, *a] # \u202e'"
        write(project, log=LOG.replace("M1", '"' + ref.replace('"', '""') + '"'))
        assert command("baseline", *WHY).status == 0
        assert f"case/minutes/{ref}" in known(project)
        assert "\u202e" not in (project / "baseline.yaml").read_text(encoding="utf-8")
        assert command("verify").status == 0


class TestWritingAgain:
    def test_known_ones_keep_their_reason_and_day(self, baselined: Path, command: Command) -> None:
        write(baselined, to="2015-07-31")
        ran = command("baseline", "--reason", "The chair was ill.", "--as-of", "2015-09-01")
        assert ran.out == "baseline.yaml: 3 known breaches: 1 new, 2 kept, 0 gone\n"
        assert {i: (e["reason"], e["since"]) for i, e in known(baselined).items()} == {
            KNOWN[0]: ("Found when the log was first checked.", "2015-07-31"),
            "case/meetings/2015-07-01": ("The chair was ill.", "2015-09-01"),
            KNOWN[1]: ("Found when the log was first checked.", "2015-07-31"),
        }

    def test_gone_ones_go_and_that_is_said(self, baselined: Path, command: Command) -> None:
        """The meeting of May turned up in another diary. No reason is asked for when nothing is new."""
        write(baselined, log=LOG + "2015-05-05,meeting,M3,yes\n")
        ran = command("baseline")
        assert ran.out == "baseline.yaml: 1 known breach: 0 new, 1 kept, 1 gone\n  gone: case/meetings/2015-05-01\n"
        assert list(known(baselined)) == ["case/minutes/M1"]

    def test_the_same_again_gives_the_same_bytes(self, baselined: Path, command: Command) -> None:
        before = (baselined / "baseline.yaml").read_bytes()
        assert command("baseline", "--reason", "Another reason.").status == 0
        assert (baselined / "baseline.yaml").read_bytes() == before

    @pytest.mark.parametrize(
        "args",
        [
            ("--from", "2015-06-01"),  # May is not under review, and the quarter is cut
            ("--as-of", "2015-05-15"),  # May is still open
            ("--only", "reports"),
            ("other",),  # another agreement
        ],
    )
    def test_what_the_run_does_not_look_at_stays(
        self, args: tuple[str, ...], baselined: Path, command: Command
    ) -> None:
        write(baselined, name="other")
        write(baselined)
        assert command("baseline", *args, *WHY).status == 0
        assert set(KNOWN) <= set(known(baselined))

    def test_what_cannot_be_told_any_more_stays(self, baselined: Path, command: Command) -> None:
        """A log without any meeting does not show that the meeting of May was held."""
        write(baselined, log="date,activity\n2015-04-02,report\n2015-05-02,report\n2015-06-03,report\n")
        assert command("baseline").status == 0
        assert list(known(baselined)) == KNOWN

    def test_what_the_agreement_no_longer_has_goes(self, baselined: Path, command: Command) -> None:
        path = baselined / "agreements" / "case.yaml"
        text = path.read_text(encoding="utf-8").replace("id: meetings", "id: sessions")
        path.write_text(text.replace("[meetings,", "[sessions,"), encoding="utf-8")
        ran = command("baseline", *WHY)
        assert "2 known breaches: 1 new, 1 kept, 1 gone\n  gone: case/meetings/2015-05-01" in ran.out


class TestVerifying:
    def test_known_breaches_do_not_fail_and_stay_breaches(self, project: Path, command: Command) -> None:
        (project / "baseline.yaml").write_text("format: 1\nknown: []\n", encoding="utf-8")
        assert command("verify").status == 1
        command("baseline", *WHY, "--as-of", "2015-07-31")
        ran = command("verify", "--format", "json")
        assert (ran.status, ran.err) == (0, "")
        document = json.loads(ran.out)
        assert document["agreements"][0]["summary"]["breached"] == 2
        word = {"reason": "Found when the log was first checked.", "since": "2015-07-31"}
        assert findings(document) == {KNOWN[0]: word, KNOWN[1]: word, "case/reports/2015-04-01": None}
        assert ("baseline", "baseline.yaml") in [(i["role"], i["path"]) for i in document["inputs"]]

    def test_the_report_marks_them(self, baselined: Path, command: Command) -> None:
        flat = " ".join(command("verify").out.split())
        assert "1 short; known since 31 Jul 2015: Found when the log was first checked." in flat
        assert "Known from the baseline: 2 findings; nothing is new in 2 obligations." in flat

    def test_a_new_breach_fails(self, baselined: Path, command: Command) -> None:
        """Of an obligation with a known one, too."""
        write(baselined, to="2015-07-31")
        ran = command("verify", "--format", "json")
        assert ran.status == 1
        assert [i for i, word in findings(json.loads(ran.out)).items() if word is None and "meetings" in i] == [
            "case/meetings/2015-07-01",
        ]

    def test_a_new_row_in_a_known_period_fails(self, baselined: Path, command: Command) -> None:
        """A missed share is told by its rows: each is known or new on its own."""
        write(baselined, log=LOG + "2015-05-05,meeting,M3,no\n")
        assert command("verify", "--only", "minutes").status == 1

    def test_a_known_shortfall_that_becomes_a_breach_is_new(self, project: Path, command: Command) -> None:
        """The agreement now says must where it said should."""
        command("baseline", *WHY, "--fail-on", "shortfall")
        assert command("verify", "--fail-on", "shortfall").status == 0
        write(project, force="must")
        ran = command("verify", "--format", "json")
        assert ran.status == 1
        assert findings(json.loads(ran.out))["case/reports/2015-04-01"] is None

    @pytest.mark.parametrize(("level", "status"), [("breached", 0), ("shortfall", 1), ("no-data", 1), ("never", 0)])
    def test_a_milder_verdict_than_the_baseline_knows_fails_where_it_is_asked_to(
        self, level: str, status: int, baselined: Path, command: Command
    ) -> None:
        """Two breaches are known, the shortfall is not."""
        assert command("verify", "--fail-on", level).status == status

    def test_an_option_goes_before_the_project_file(self, baselined: Path, command: Command) -> None:
        (baselined / "none.yaml").write_text("format: 1\n", encoding="utf-8")
        assert command("verify", "--baseline", "none.yaml").status == 1

    def test_gone_ones_are_told(self, baselined: Path, command: Command) -> None:
        """As a note, which fails nothing, even with --strict."""
        write(baselined, log=LOG + "2015-05-05,meeting,M3,yes\n")
        ran = command("verify", "--strict")
        assert ran.status == 0
        assert ran.err == (
            "baseline.yaml: note: 1 known breach is gone (case/meetings/2015-05-01); "
            "run mou-check baseline to take it out [gone-breach]\n"
        )

    def test_one_that_a_waiver_covers_is_gone_from_what_fails(self, baselined: Path, command: Command) -> None:
        waiver = "agreement: case, obligation: meetings, period: 2015-05-01, reason: x, approved_by: y, granted_on: 2015-06-01, expires: 2016-05-31"
        (baselined / "w.yaml").write_text(f"format: 1\nwaivers: [{{{waiver}}}]\n", encoding="utf-8")
        ran = command("verify", "--waivers", "w.yaml", "--as-of", "2015-07-31", "--format", "json")
        assert (ran.status, findings(json.loads(ran.out))[KNOWN[0]]) == (0, None)
        assert "1 known breach is gone (case/meetings/2015-05-01)" in ran.err

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (None, "baseline.yaml: error: there is no file baseline.yaml [missing-file]"),
            ("format: 1\nknown: [{id: x}]\n", 'baseline.yaml:2:9: error: item 1 of known: the key "verdict" is missing'),
            ("format: 1\nknown:\n" + "  - {id: x, verdict: breached, reason: y, since: 2015-07-31}\n" * 2, 'baseline.yaml:4:10: error: "x" stands here twice; keep one [duplicate-id]'),
            ("format: 1\nknown: [{id: x, verdict: met, reason: y, since: 2015-07-31}]\n", 'expected breached, shortfall or no-data, found "met"'),
        ],
    )  # fmt: skip
    def test_a_baseline_that_cannot_be_read_is_told(
        self, text: str | None, message: str, project: Path, command: Command
    ) -> None:
        if text:
            (project / "baseline.yaml").write_text(text, encoding="utf-8")
        ran = command("verify")
        assert ran.status == 2
        assert message in ran.err
