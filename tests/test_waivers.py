"""Waivers as people meet them: how they are written, what the report says of them, and when they hold no more.

What a waiver covers stands in `cases/verdicts/waivers.yaml`.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from mou_check.load.project import load_project
from mou_check.model.results import Document
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER

ROOT = Path(__file__).parents[1]
AGREEMENT = """\
format: 1
id: case
title: A case
parties: {a: {name: The Office}, b: {name: The Panel}}
term: {starts: 2015-04-01}
lists: {towns: [Crewe, Chester]}
activities:
  roadshow: {title: Roadshow, columns: {town: text}}
  release: {title: News release, columns: {branded: yes-no}}
obligations:
  - id: roadshows
    clauses: ["1"]
    title: Roadshows
    says: A roadshow is held in each town every month.
    bearer: a
    counterparty: b
    force: must
    rule: {kind: count, activity: roadshow, for_each: {town: towns}, at_least: 1, per: month}
  - {id: branding, clauses: ["1"], title: Branding, says: Each release is branded., bearer: a, force: must, rule: {kind: every, activity: release, must: {branded: yes}}}
  - {id: pictures, clauses: ["1"], title: Pictures, says: A release may be branded., bearer: a, force: may, rule: {kind: every, activity: release, must: {branded: yes}}}
clauses: [{ref: "1", holds: [roadshows, branding, pictures]}]
"""
# Chester had no roadshow in May, and one release of June was not branded.
LOG = """\
date,activity,ref,town,branded
2015-04-07,roadshow,,Crewe,
2015-04-08,roadshow,,Chester,
2015-05-06,roadshow,,Crewe,
2015-06-02,roadshow,,Crewe,
2015-06-03,roadshow,,Chester,
2015-06-10,release,NR-1,,yes
2015-06-11,release,NR-2,,no
"""
MAY = "obligation: roadshows, period: 2015-05-01, group: Chester"
RELEASE = "obligation: branding, ref: NR-2"
GRANTED = "reason: the hall was flooded, approved_by: Commissioner, granted_on: 2015-06-20, expires: 2016-06-19"
AS_OF = ("--as-of", "2015-07-31")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the agreement and its log of three months; commands are typed in it."""
    for place in ("agreements", "activity_logs"):
        (tmp_path / place).mkdir()
    (tmp_path / "agreements" / "case.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "activity_logs" / "case.csv").write_text(LOG, encoding="utf-8")
    settings = (
        "format: 1\nwaivers: waivers.yaml\nlogs: [{agreement: case, covers: {from: 2015-04-01, to: 2015-06-30}}]\n"
    )
    (tmp_path / "mou-check.yaml").write_text(settings, encoding="utf-8")
    waive(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def waive(folder: Path, *entries: str, name: str = "waivers.yaml") -> None:
    """Write a file of waivers; an entry has the usual rest where it does not say who granted it."""
    whole = [f"agreement: case, {e}" + ("" if "granted_on" in e else f", {GRANTED}") for e in entries]
    listed = "".join(f"  - {{{entry}}}\n" for entry in whole)
    (folder / name).write_text(f"format: 1\nwaivers:\n{listed}" if entries else "format: 1\n", encoding="utf-8")


def verify(project: Path, *entries: str, today: str = "2015-07-31", **options: Any) -> Document:
    """The result on a day under the waivers given."""
    waive(project, *entries)
    return run(Options(date.fromisoformat(today), project, **options), LOADER)


def verdicts(document: Document) -> dict[str, str]:
    return {o.id: o.verdict.value for a in document.agreements for o in a.obligations}


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.level, p.code) for p in document.problems]


class TestAWaiverInForce:
    def test_lets_the_run_pass_and_the_miss_stay_in_sight(self, project: Path, command: Command) -> None:
        assert command("verify", *AS_OF).status == 1
        waive(project, MAY, RELEASE)
        ran = command("verify", *AS_OF)
        assert (ran.status, ran.err) == (0, "")
        assert "What was not kept" in ran.out
        flat = " ".join(ran.out.split())
        assert (
            "May 2015, Chester: 0 of at least 1 roadshow, 1 short; waived by Commissioner until 19 Jun 2016: the hall was flooded"
            in flat
        )
        assert "case: 3 obligations: 2 waived, 1 noted" in flat

    def test_is_named_with_reason_and_dates_in_the_result(self, project: Path, command: Command) -> None:
        waive(project, RELEASE)
        document = json.loads(command("verify", *AS_OF, "--format", "json").out)
        branding = document["agreements"][0]["obligations"][1]
        assert (branding["verdict"], branding["tally"]) == ("waived", {"met": 1, "waived": 1})
        assert branding["findings"][0]["waiver"] == {
            "reason": "the hall was flooded", "approved_by": "Commissioner",
            "granted_on": "2015-06-20", "expires": "2016-06-19",
        }  # fmt: skip
        assert ("waivers", "waivers.yaml") in [(i["role"], i["path"]) for i in document["inputs"]]

    def test_stands_in_the_project_s_files_and_in_those_of_an_option(self, project: Path, command: Command) -> None:
        waive(project, MAY)
        waive(project, RELEASE, name="more.yaml")
        assert command("verify", *AS_OF).status == 1
        assert command("verify", *AS_OF, "--waivers", "more.yaml").status == 0

    def test_shows_in_the_report_even_where_something_worse_gives_the_verdict(self, project: Path) -> None:
        """One survey was too small, which is waived; how many answered the other nobody wrote down."""
        text = AGREEMENT.replace(
            "release: {title: News release,",
            "survey: {title: Survey, columns: {answers: integer}}\n  release: {title: News release,",
        )
        rule = "{kind: sample, activity: survey, responses: answers, at_least: 100}"
        text = text.replace("{kind: every, activity: release, must: {branded: yes}}", rule)
        (project / "agreements" / "case.yaml").write_text(text, encoding="utf-8")
        log = "date,activity,ref,answers\n2015-05-04,survey,S-1,10\n2015-06-04,survey,S-2,\n"
        (project / "activity_logs" / "case.csv").write_text(log, encoding="utf-8")
        document = verify(project, "obligation: branding, ref: S-1", only=("branding",))
        assert verdicts(document) == {"branding": "no-data"}
        flat = " ".join(render("table", document, Look()).split())
        assert "waived: survey of 4 May 2015: 10 answers" in flat
        assert "waived by Commissioner until 19 Jun 2016: the hall was flooded" in flat


def test_the_examples_of_the_page_are_about_what_there_is(tmp_path: Path) -> None:
    """The files of docs/waivers.md on the example project: each waiver is about a period or row of its agreement."""
    page = (ROOT / "docs" / "waivers.md").read_text(encoding="utf-8")
    names = ("mou-check.yaml", "waivers.yaml", "baseline.yaml")
    for name, text in zip(names, re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings, waivers, baseline = (str(tmp_path / name) for name in names)
    assert load_project(Path(settings))[1] == []
    only = ("news-releases", "events-in-major-towns", "publication-clearance")
    options = Options(date(2016, 11, 10), ROOT, ("cheshire",), only=only, waivers=(waivers,), baseline=baseline)
    assert [p for p in run(options, LOADER).problems if p.level == "error"] == []


class TestTheDayOnWhichItHolds:
    """Whether a waiver holds is a question of the day on which somebody looks, not of the days that are judged."""

    def test_the_past_is_judged_by_the_waivers_of_today(self, project: Path) -> None:
        """The log ends in June 2015; the waiver was granted later and holds until June 2016."""
        assert verdicts(verify(project, MAY, today="2016-06-19"))["roadshows"] == "waived"
        ended = verify(project, MAY, today="2016-06-20")
        assert verdicts(ended)["roadshows"] == "breached"
        assert told(ended) == [("warning", "expired-waiver")]
        assert ended.problems[0].message == (
            "the waiver of roadshows for 2015-05-01, Chester (approved by Commissioner) expired on 19 Jun 2016 "
            "and covers nothing any more; renew it, or take it out"
        )
        assert (ended.problems[0].file, ended.problems[0].line) == ("waivers.yaml", 3)

    def test_as_of_takes_the_place_of_today(self, project: Path) -> None:
        """So that the same inputs and the same --as-of always give the same verdicts."""
        then = verify(project, MAY, today="2026-01-01", as_of=date(2015, 7, 31))
        assert (verdicts(then)["roadshows"], told(then)) == ("waived", [])
        before = verify(project, MAY, today="2026-01-01", as_of=date(2015, 6, 19))
        assert verdicts(before)["roadshows"] == "breached"
        assert told(before) == [("warning", "unused-waiver")]
        assert "was granted on 20 Jun 2015, after the day of judging (19 Jun 2015)" in before.problems[0].message

    @pytest.mark.parametrize(
        ("today", "problems"), [("2016-05-19", []), ("2016-05-20", [("note", "waiver-ends-soon")])]
    )
    def test_its_end_is_announced_thirty_days_before(
        self, today: str, problems: list[tuple[str, str]], project: Path
    ) -> None:
        document = verify(project, MAY, today=today)
        assert (told(document), verdicts(document)["roadshows"]) == (problems, "waived")

    def test_strict_fails_on_one_that_has_expired_but_not_on_one_that_will(self, project: Path) -> None:
        """Nothing is wrong yet with a waiver that ends soon, so a gate need not close before the day."""
        both = (MAY, RELEASE)
        assert verify(project, *both, today="2016-06-19", strict=True).exit_status == 0
        assert verify(project, *both, today="2016-06-20", strict=True).exit_status == 2
        assert verify(project, *both, today="2016-06-20").exit_status == 1


class TestAWaiverThatCoversNothing:
    @pytest.mark.parametrize(
        "entry",
        [
            "obligation: roadshows, period: 2015-05-01, group: Crewe",
            "obligation: roadshows, period: Apr 2015",
            "obligation: roadshows, from: 2015-04-01, to: 2015-04-30",
            "obligation: branding, ref: NR-1",
            "obligation: branding, from: 2015-04-01, to: 2015-05-31",
        ],
    )
    def test_is_announced_when_what_it_is_about_was_kept(self, entry: str, project: Path) -> None:
        document = verify(project, entry)
        assert told(document) == [("warning", "unused-waiver")]
        assert "covers nothing that was missed; take it out" in document.problems[0].message

    @pytest.mark.parametrize(
        "entry",
        [
            "obligation: roadshows, period: 2015-04-01",
            "obligation: roadshows, period: Apr 2015",
            "obligation: roadshows, period: 2015-11-01",
            "obligation: roadshows, from: 2015-04-01, to: 2015-12-31",
            "obligation: branding, from: 2015-04-01, to: 2015-12-31",
        ],
    )
    def test_is_not_when_the_run_looks_at_other_days(self, entry: str, project: Path) -> None:
        """A waiver of April, or of November, says nothing about a review of May and June."""
        assert told(verify(project, entry, since=date(2015, 5, 1))) == []

    def test_is_not_when_the_run_leaves_its_obligation_out(self, project: Path) -> None:
        assert told(verify(project, "obligation: roadshows, period: 2015-04-01", only=("branding",))) == []

    def test_is_not_while_its_period_is_open(self, project: Path) -> None:
        """A waiver may be granted before the month that it is about is over."""
        document = verify(project, "obligation: roadshows, period: 2015-06-01, group: Crewe, reason: x, approved_by: y, granted_on: 2015-05-20, expires: 2015-12-31", today="2015-06-01")  # fmt: skip
        assert told(document) == []


class TestAWaiverThatIsWrong:
    @pytest.mark.parametrize(
        ("entry", "at", "message"),
        [
            ("obligation: roadshow, period: 2015-05-01", "3:35", '"roadshow" is not an obligation of case. Did you mean "roadshows"?'),
            ("obligation: pictures, ref: NR-2", "3:35", "pictures is a may: what departs from it is noted and never a miss, so there is nothing to waive"),
            ("obligation: roadshows", "3:5", "say what is waived, in one way: period, from and to, or ref"),
            ("obligation: roadshows, period: 2015-05-01, ref: NR-2", "3:5", "say what is waived, in one way: period, from and to, or ref"),
            ("obligation: roadshows, from: 2015-05-01", "3:5", "from and to go together"),
            ("obligation: roadshows, from: 2015-05-31, to: 2015-05-01", "3:5", "no day is waived: to 2015-05-01 comes before from 2015-05-31"),
            ("obligation: roadshows, from: May, to: June", "3:52", 'from: expected a date such as 2015-06-01, found "May"'),
            ("obligation: roadshows, period: 2015-05-01, until: 2016-01-01", "3:66", 'unknown key "until".'),
            (f"{MAY}, reason: x, approved_by: y, granted_on: 2016-01-01, expires: 2015-12-31", "3:5", "the waiver expires on 2015-12-31, before it is granted on 2016-01-01"),
        ],
    )  # fmt: skip
    def test_is_told_with_its_place(self, entry: str, at: str, message: str, project: Path, command: Command) -> None:
        waive(project, entry)
        ran = command("verify", *AS_OF)
        assert ran.status == 2
        assert f"waivers.yaml:{at}: error: " in ran.err
        assert message in ran.err

    @pytest.mark.parametrize("key", ["reason", "approved_by", "granted_on", "expires"])
    def test_needs_reason_approver_and_both_dates(self, key: str, project: Path, command: Command) -> None:
        rest = ", ".join(part for part in GRANTED.split(", ") if not part.startswith(key))
        text = f"format: 1\nwaivers:\n  - {{agreement: case, {MAY}, {rest}}}\n"
        (project / "waivers.yaml").write_text(text, encoding="utf-8")
        ran = command("verify", *AS_OF)
        assert ran.status == 2
        assert f'waivers.yaml:3:5: error: item 1 of waivers: the key "{key}" is missing' in ran.err

    def test_names_an_agreement_of_the_project(self, project: Path, command: Command) -> None:
        text = f"format: 1\nwaivers:\n  - {{agreement: caes, {MAY}, {GRANTED}}}\n"
        (project / "waivers.yaml").write_text(text, encoding="utf-8")
        ran = command("verify", *AS_OF)
        assert ran.status == 2
        assert 'waivers.yaml:3:17: error: "caes" is not an agreement of this project. Did you mean "case"?' in ran.err

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            ("obligation: roadshows, period: 2015-05-02", "names a period that there is not; there are: Apr 2015 (from 2015-04-01), May 2015 (from 2015-05-01), "),
            ("obligation: roadshows, period: June 2015", 'Did you mean "Jun 2015"?'),
            ("obligation: roadshows, period: 2015-05-01, group: Chestr", 'names the group "Chestr", and there is none such. Did you mean "Chester"?'),
            ("obligation: branding, period: 2015-05-01", "names a period, but it is rows that are judged: name a row with ref, or days with from and to"),
            ("obligation: branding, ref: NR-3", 'names a row that is not there: none that the rule is about has the ref "NR-3", or that date and no ref'),
            ("obligation: branding, ref: 2015-06-11", "names a row that is not there"),
            ("obligation: roadshows, ref: 2015-05-06", "names a row, but it is periods that are judged: name a period, or days with from and to"),
        ],
    )  # fmt: skip
    def test_that_names_no_period_or_row_is_refused(self, entry: str, message: str, project: Path) -> None:
        """A slip would leave the miss a breach, and the reader wondering why."""
        document = verify(project, entry)
        assert document.exit_status == 2
        (problem,) = document.problems
        assert (problem.level, problem.code, problem.file, problem.line) == (
            "error",
            "bad-reference",
            "waivers.yaml",
            3,
        )
        assert message in problem.message

    def test_all_is_told_at_once(self, project: Path) -> None:
        entries = [MAY.replace("Chester", "Leeds"), "obligation: branding, ref: NR-3", "obligation: nothing, ref: NR-3"]
        assert len(verify(project, *entries).problems) == 3

    def test_a_missing_file_is_told(self, project: Path, command: Command) -> None:
        (project / "waivers.yaml").unlink()
        ran = command("verify", *AS_OF)
        assert ran.status == 2
        assert "waivers.yaml: error: there is no file waivers.yaml [missing-file]" in ran.err
