"""What people decided: which reading holds, and what `mou-check readings` shows before they decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mou_check.cli.main import cli

AGREEMENT = """\
format: 1
id: case
title: A case
parties: {a: {name: A}, b: {name: B}}
term: {starts: 2015-04-01}
lists:
  towns: {values: [], supplied_by: user}
activities:
  newsletter: {title: Newsletter, columns: {town: text}}
  check: {title: Check}
obligations:
  - id: newsletter
    clauses: ["1"]
    title: Newsletter
    says: A newsletter comes out bi-annually.
    bearer: a
    force: must
    readings:
      - {id: twice, label: twice a year, because: It is the usual sense., rule: {kind: count, activity: newsletter, at_least: 2, per: year}}
      - {id: every-two, label: once in two years, rule: {kind: count, activity: newsletter, at_least: 1, per: P2Y}}
  - id: towns
    clauses: ["1"]
    title: Towns
    says: Every town has one.
    bearer: a
    force: must
    rule: {kind: count, activity: newsletter, for_each: {town: towns}, at_least: 1, per: year}
  - id: website
    clauses: ["1"]
    title: Website
    says: The website is kept up to date.
    bearer: a
    force: should
    rule: {kind: judgement, question: Was it?, per: year}
clauses:
  - {ref: "1", holds: [newsletter, towns, website]}
"""
LOG = "date,activity,town\n2015-06-01,newsletter,Crewe\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one agreement and a log of two years, in which one newsletter came out."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "case.yaml").write_text(AGREEMENT)
    (tmp_path / "activity_logs").mkdir()
    (tmp_path / "activity_logs" / "case.csv").write_text(LOG)
    settings = "format: 1\nlogs: [{agreement: case, covers: {from: 2015-04-01, to: 2017-03-31}}]\n"
    (tmp_path / "mou-check.yaml").write_text(settings)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mou_check(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, list(args), standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return int(result.return_value or 0), result.stdout, result.stderr


def newsletter(*args: str) -> dict[str, Any]:
    _, out, _ = mou_check("verify", "--format", "json", *args)
    (agreement,) = json.loads(out)["agreements"]
    found: dict[str, Any] = next(o for o in agreement["obligations"] if o["id"] == "newsletter")
    return found


def settle(folder: Path, *entries: str) -> str:
    path = folder / "settled.yaml"
    path.write_text("format: 1\nsettled:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries))
    return str(path)


AGREED = (
    "agreement: case, obligation: newsletter, reading: every-two, by: both parties, when: 2016-01-20, because: minutes"
)


class TestAReadingIsChosen:
    @pytest.mark.usefixtures("project")
    def test_without_a_choice_the_preferred_reading_gives_the_verdict(self) -> None:
        it = newsletter()
        assert (it["verdict"], it["depends_on_reading"], it["chosen_by"], it["settled"]) == (
            "breached", True, "agreement", None,
        )  # fmt: skip

    @pytest.mark.usefixtures("project")
    @pytest.mark.parametrize("name", ["newsletter", "case/newsletter"])
    def test_an_option_tries_another_one(self, name: str) -> None:
        """The verdict, its periods and findings are those of the reading asked for; it still depends on the reading."""
        it = newsletter("--reading", f"{name}=every-two")
        assert (it["verdict"], it["depends_on_reading"], it["chosen_by"]) == ("met", True, "option")
        assert [r["id"] for r in it["readings"]] == ["every-two", "twice"]

    def test_what_the_parties_settled_holds_and_no_other_reading_turns_it(self, project: Path) -> None:
        it = newsletter("--settled", settle(project, AGREED))
        assert (it["verdict"], it["depends_on_reading"], it["chosen_by"]) == ("met", False, "settlement")
        assert it["settled"] == {
            "reading": "every-two", "by": "both parties", "when": "2016-01-20", "because": "minutes",
        }  # fmt: skip

    def test_the_project_file_names_the_settled_readings_once_for_all_runs(self, project: Path) -> None:
        settle(project, AGREED)
        with (project / "mou-check.yaml").open("a") as file:
            file.write("settled: settled.yaml\n")
        assert newsletter()["chosen_by"] == "settlement"
        inputs = json.loads(mou_check("verify", "--format", "json")[1])["inputs"]
        assert ("settled", "settled.yaml") in [(i["role"], i["path"]) for i in inputs]

    def test_an_option_goes_before_what_was_settled(self, project: Path) -> None:
        it = newsletter("--settled", settle(project, AGREED), "--reading", "newsletter=twice")
        assert (it["verdict"], it["chosen_by"], it["settled"]) == ("breached", "option", None)

    def test_the_report_says_who_agreed(self, project: Path) -> None:
        _, out, _ = mou_check("verify", "--settled", settle(project, AGREED))
        assert "once in two years (every-two), agreed by both parties, 20 Jan 2016: minutes" in out


class TestWrongChoices:
    @pytest.mark.usefixtures("project")
    @pytest.mark.parametrize(
        ("option", "message"),
        [
            ("newsletter=twise", 'newsletter has no reading "twise". Did you mean "twice"?'),
            ("newsleter=twice", 'there is no obligation "newsleter". Did you mean "newsletter"?'),
            ("towns=twice", 'towns has no reading "twice": its words are read in one way only'),
            ("newsletter", "write it as OBLIGATION=READING"),
        ],
    )
    def test_an_option_that_fits_nothing_is_refused(self, option: str, message: str) -> None:
        status, _, err = mou_check("verify", "--reading", option)
        assert status == 2
        assert f"error: --reading {option}: {message}" in err

    @pytest.mark.parametrize(
        ("entry", "at", "message"),
        [
            (AGREED.replace("every-two", "sometimes"), "3:56", 'newsletter has no reading "sometimes".'),
            (AGREED.replace("newsletter", "news"), "3:35", '"news" is not an obligation of case.'),
            (AGREED.replace("case", "caes"), "3:17", '"caes" is not an agreement of this project.'),
            (AGREED.replace("2016-01-20", "20/01/2016"), "3:91", 'expected a date such as 2015-06-01, found "20/01/2016"'),
            (AGREED.replace(", by: both parties", ""), "3:5", "by"),
        ],
    )  # fmt: skip
    def test_a_file_is_checked_with_places(self, project: Path, entry: str, at: str, message: str) -> None:
        status, _, err = mou_check("verify", "--settled", settle(project, entry))
        assert status == 2
        assert f"settled.yaml:{at}: error: " in err
        assert message in err

    def test_two_settlements_of_one_obligation_are_refused(self, project: Path) -> None:
        other = AGREED.replace("every-two", "twice")
        status, _, err = mou_check("verify", "--settled", settle(project, AGREED, other))
        assert status == 2
        assert 'newsletter is settled as "every-two" too (settled.yaml:3); keep the one that holds' in err

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            ("obligation: newsletter, verdict: met", "newsletter is judged by the log, not by a person; to let a known breach pass, waive it"),
            ("obligation: website, verdict: breached", "website is a should: a miss of it is shortfall, not breached"),
            ("obligation: website, verdict: fine", 'expected met, missed, breached, shortfall, noted or excused, found "fine"'),
            ("obligation: web, verdict: met", '"web" is not an obligation of case.'),
        ],
    )  # fmt: skip
    def test_an_assessment_that_cannot_be_is_refused(self, project: Path, entry: str, message: str) -> None:
        path = project / "assessments.yaml"
        rest = "period: 2015-04-01, who: X, when: 2016-05-01, why: seen"
        path.write_text(f"format: 1\nassessments:\n  - {{agreement: case, {entry}, {rest}}}\n")
        status, _, err = mou_check("verify", "--assessments", str(path))
        assert status == 2
        assert "assessments.yaml:3:" in err
        assert message in err

    def test_a_period_assessed_twice_is_refused(self, project: Path) -> None:
        path = project / "assessments.yaml"
        entry = "  - {agreement: case, obligation: website, verdict: met, period: 2015-04-01, who: X, when: 2016-05-01, why: y}\n"
        path.write_text(f"format: 1\nassessments:\n{entry}{entry}")
        _, _, err = mou_check("verify", "--assessments", str(path))
        assert "website is assessed twice for 2015-04-01, first on line 3 of assessments.yaml; keep one" in err

    def test_a_missing_file_is_told(self, project: Path) -> None:
        status, _, err = mou_check("verify", "--settled", str(project / "nowhere.yaml"))
        assert status == 2
        assert "nowhere.yaml" in err


class TestReadings:
    """`mou-check readings` shows every choice, tried on the log."""

    def document(self, *args: str) -> dict[str, Any]:
        status, out, err = mou_check("readings", "--format", "json", *args)
        assert (status, err) == (0, "")
        (agreement,) = json.loads(out)["agreements"]
        found: dict[str, Any] = agreement
        return found

    @pytest.mark.usefixtures("project")
    def test_each_reading_is_there_with_its_verdict(self) -> None:
        (choice,) = self.document()["readings"]
        assert [(r["id"], r["verdict"]) for r in choice["readings"]] == [("twice", "breached"), ("every-two", "met")]
        assert choice["turns"]

    @pytest.mark.usefixtures("project")
    def test_a_calendar_setting_says_what_its_other_values_would_turn(self) -> None:
        """The log has two whole years from April; by calendar years one is cut at either end."""
        settings = {s["setting"]: s for s in self.document()["settings"]}
        assert set(settings) == {"year_starts"}
        assert settings["year_starts"]["obligations"] == ["newsletter", "towns", "website"]
        assert not settings["year_starts"]["declared"]
        assert [a["value"] for a in settings["year_starts"]["alternatives"]] == ["01-01"]

    @pytest.mark.usefixtures("project")
    def test_a_list_that_nobody_filled_in_says_what_waits_for_it(self) -> None:
        assert self.document()["lists"] == [
            {"name": "towns", "values": [], "supplied": False, "obligations": ["towns"]},
        ]

    @pytest.mark.usefixtures("project")
    def test_people_read_it_in_words(self) -> None:
        _, out, _ = mou_check("readings")
        assert "breached  twice: twice a year (preferred). 2 missed. It is the usual sense." in out
        assert "year_starts: 04-01 (not declared, so the default); 3 obligations" in out
        assert "towns (from the agreement; the project file can add to it): empty, so what reads it is no-data." in out
        assert "case: 1 obligation with readings: 1 where one turns the verdict, 0 settled" in out
