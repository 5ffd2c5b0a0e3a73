"""The agreements, logs and project file that come with the project: what is promised about them holds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import make_activity_logs
from mou_check.agreement import Agreement
from mou_check.load.agreements import load_agreement
from mou_check.output.json_document import render
from mou_check.rules import KINDS
from mou_check.run import Options, run

ROOT = Path(__file__).resolve().parent.parent
AGREEMENTS = ("cheshire", "durham", "leicestershire-2013", "leicestershire-2014", "cambridgeshire")
FAULTS = {"breached", "shortfall", "excused", "noted", "no-data"}

# The obligations whose ids, activities and columns others rely on:
# id, force, kind of the preferred rule, activities (`needs` too), columns that a log must have for it.
PROMISED: dict[str, list[tuple[str, str, str, str, str]]] = {
    "cheshire": [
        ("news-releases", "must", "count", "news_release", ""),
        ("web-updates", "must", "count", "web_update", ""),
        ("roadshows", "must", "count", "roadshow", ""),
        ("consultation-events", "must", "count", "consultation_event roadshow", ""),
        ("focus-groups", "must", "count", "focus_group", ""),
        ("diverse-focus-groups", "must", "count", "focus_group", "audience"),
        ("internal-blog", "must", "count", "internal_blog", ""),
        ("victims-newsletter", "must", "count", "victims_newsletter", ""),
        ("stakeholder-newsletter", "must", "count", "stakeholder_newsletter", ""),
        ("commissioning-meeting", "should", "count", "commissioning_meeting", ""),
        (
            "publication-clearance",
            "must",
            "approval",
            (
                "annual_report awards_publicity broadcast_message catalyst_page council_tax_briefing internal_blog "
                "intranet_update news_release police_and_crime_plan stakeholder_newsletter victims_newsletter web_update"
            ),
            "cleared_by cleared_on",
        ),
        ("panel-social-media", "must", "companion", "panel_meeting social_media_support", "ref"),
        ("service-change-notice", "must", "notice", "service_change", "date given_on"),
        ("no-fees", "must", "never", "fee_payment", ""),
        ("first-review", "must", "deadline", "mou_review", ""),
        ("annual-review", "must", "count", "mou_review", ""),
        ("addendum-review", "must", "count", "addendum_review", ""),
        ("survey-precision", "must", "sample", "survey", "responses"),
        ("social-media-hours", "must", "cover", "social_media_shift", "ends starts"),
    ],
    "durham": [
        ("panel-meetings", "must", "count", "panel_meeting", ""),
        ("attendance-notice", "must", "notice", "attendance_required", "date given_on"),
        ("attendance-notice-written", "must", "every", "attendance_required", "form"),
        ("annual-review", "must", "count", "agreement_review", ""),
    ],
    "leicestershire-2013": [
        ("surgeries", "must", "count", "surgery", ""),
        ("surgeries-by-area", "must", "count", "surgery", "area"),
        ("statutory-publications", "must", "count", "statutory_publication", "publication"),
        (
            "material-clearance",
            "must",
            "approval",
            "advertisement news_release newsletter printed_item statutory_publication web_update",
            "cleared_by cleared_on",
        ),
    ],
}
ROWS = [(agreement, *row) for agreement, rows in PROMISED.items() for row in rows]


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    """What `mou-check verify` says in the project's folder."""
    document: dict[str, Any] = json.loads(render(run(Options(today=date(2030, 1, 1), folder=ROOT))))
    return document


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    found = {}
    for name in AGREEMENTS:
        loaded, problems = load_agreement(ROOT / "agreements" / f"{name}.yaml", f"agreements/{name}.yaml")
        assert loaded is not None, problems
        found[name] = loaded.agreement
    return found


def in_words(agreement: str, entry: dict[str, Any]) -> str:
    """All of a finding by which it is compared, as one line that a person can look up."""
    days = f" {entry['from']}..{entry['to']}" if entry.get("from") else ""
    group = f", {entry['group']}" if entry.get("group") else ""
    row = f", row {entry['row']}" if entry.get("row") else ""
    return f"{agreement}/{entry['obligation']}{days}{group}{row}: {entry['verdict']}"


def test_exactly_the_planted_faults_are_found(result: dict[str, Any]) -> None:
    """Every fault of tests/planted.yaml is a finding, and there is no other one to be settled by the parties."""
    planted = yaml.safe_load((ROOT / "tests" / "planted.yaml").read_text(encoding="utf-8"))
    expected = [in_words(entry["agreement"], entry) for entry in planted]
    found = [
        in_words(agreement["id"], {**finding, "obligation": obligation["id"]})
        for agreement in result["agreements"]
        for obligation in agreement["obligations"]
        for finding in obligation["findings"]
        if finding["verdict"] in FAULTS
    ]
    missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    message = ["planted but not found:", *missing, "found but not planted:", *extra]
    assert not missing, "\n  ".join(message)
    assert not extra, "\n  ".join(message)
    assert len(found) == len(set(found)) == len(expected), "a fault is found or listed twice"


def test_every_kind_of_rule_that_can_be_missed_has_a_planted_fault(result: dict[str, Any]) -> None:
    """A gap is only a second reading here, and a judgement is a person's: neither can be planted."""
    missed = {
        obligation["kind"]
        for agreement in result["agreements"]
        for obligation in agreement["obligations"]
        for finding in obligation["findings"]
        if finding["verdict"] in FAULTS - {"no-data"}
    }
    assert missed == set(KINDS) - {"gap", "judgement"}


def test_the_logs_and_agreements_have_no_problems(result: dict[str, Any]) -> None:
    """The page about the logs lists no problems, so there are none: every row is read and used."""
    assert [f"{p['level']} {p['code']}: {p['message']}" for p in result["problems"]] == []
    for agreement in result["agreements"]:
        for log in agreement["logs"]:
            assert log["rows"] == log["used"] > 0


def test_the_window_is_what_the_page_about_the_logs_says(result: dict[str, Any]) -> None:
    page = (ROOT / "activity_logs" / "README.md").read_text(encoding="utf-8")
    for agreement in result["agreements"]:
        window = agreement["window"]
        assert window["basis"] == "covers"
        assert f"{window['from']} to {window['to']}" in page
        assert agreement["as_of"] == window["to"]


@pytest.mark.parametrize("name", make_activity_logs.build())
def test_the_script_makes_the_files_as_they_are(name: str) -> None:
    """`python scripts/make_activity_logs.py` after a change; the same bytes come out on every run."""
    assert (ROOT / name).read_bytes() == make_activity_logs.build()[name].encode("utf-8"), (
        f"{name} is not what the script makes: change the script and run `python scripts/make_activity_logs.py`"
    )


def test_every_row_of_the_logs_says_that_it_is_synthetic() -> None:
    for name in AGREEMENTS:
        lines = (ROOT / "activity_logs" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert lines[0].endswith(",source")
        assert all(line.endswith(",synthetic") for line in lines[1:])


@pytest.mark.parametrize(("agreement", "id_", "force", "kind", "activities", "columns"), ROWS)
def test_obligations_that_others_rely_on_are_there(
    agreements: dict[str, Agreement], agreement: str, id_: str, force: str, kind: str, activities: str, columns: str
) -> None:
    """The preferred reading asks a log for these activities and columns and for nothing else."""
    obligation = next(o for o in agreements[agreement].obligations if o.id == id_)
    rule = next(rule for _, rule in obligation.rules())
    asked = {activity for _, selection in rule.selections() for activity in selection.activity}
    needed = {use.column for use in rule.all_uses() if not use.optional}
    assert obligation.force == force
    assert rule.kind == kind
    assert " ".join(sorted(asked)) == activities
    assert " ".join(sorted(needed)) == columns


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("cheshire/news-releases", "at least 2 news releases in each week"),
        ("cheshire/web-updates", "at least 4 website updates in each week"),
        ("cheshire/roadshows", "at least 20 roadshows in each season from 1 March to 31 October"),
        ("cheshire/focus-groups", "at least 30 focus groups in each year"),
        ("cheshire/internal-blog", "at least 1 intranet blog post in each month"),
        ("cheshire/victims-newsletter", "at least 2 victims newsletters in each year"),
        ("cheshire/stakeholder-newsletter", "at least 1 stakeholder newsletter in each month"),
        ("cheshire/commissioning-meeting", "at least 1 commissioning meeting in each fortnight"),
        ("cheshire/no-fees", "no fee payment"),
        ("cheshire/first-review", "one review of the memorandum within 1 year of the start of the term"),
        ("cheshire/addendum-review", "at least 1 formal review of the addendum in each 6 months"),
        ("durham/panel-meetings", "at least 4 panel meetings in each year"),
        ("durham/annual-review", "at least 1 review of the agreement in each year"),
        ("leicestershire-2013/surgeries", "at least 6 surgeries in each year"),
        ("leicestershire-2013/surgeries-by-area", "at least 2 surgeries in each year for each area"),
    ],
)
def test_requirements_read_as_english(result: dict[str, Any], id_: str, sentence: str) -> None:
    """Titles of activities stand inside sentences, one and many."""
    agreement, _, obligation = id_.partition("/")
    entries = next(a for a in result["agreements"] if a["id"] == agreement)["obligations"]
    assert next(o for o in entries if o["id"] == obligation)["requirement"] == sentence


def test_every_kind_of_rule_occurs(agreements: dict[str, Agreement]) -> None:
    used = {rule.kind for a in agreements.values() for o in a.obligations for _, rule in o.rules()}
    assert used == set(KINDS)


@pytest.mark.parametrize("name", AGREEMENTS)
def test_clauses_and_obligations_name_each_other(agreements: dict[str, Agreement], name: str) -> None:
    """What an obligation cites lists it under `holds`, and what a clause holds cites it."""
    agreement = agreements[name]
    cited = {(ref, o.id) for o in agreement.obligations for ref in o.clauses}
    held = {(clause.ref, id_) for clause in agreement.clauses for id_ in clause.holds}
    assert cited == held


@pytest.mark.parametrize("name", AGREEMENTS)
def test_years_start_in_april(agreements: dict[str, Agreement], name: str) -> None:
    assert agreements[name].calendar.year_starts == (4, 1)


@pytest.mark.parametrize("name", AGREEMENTS)
def test_every_activity_is_asked_for(agreements: dict[str, Agreement], name: str) -> None:
    """Nothing is asked of the people who keep the log that no rule reads, and no person who judges."""
    agreement = agreements[name]
    rules = [rule for o in agreement.obligations for _, rule in o.rules()]
    read = {activity for rule in rules for activity in rule.activities()}
    asked = {(activity, use.column) for rule in rules for use in rule.all_uses() for activity in use.activities}
    assert set(agreement.activities) == read
    shown = {activity for rule in rules if rule.kind == "judgement" for activity in rule.activities()}
    declared = {(code, column) for code, activity in agreement.activities.items() for column in activity.columns}
    assert {(code, column) for code, column in declared - asked if code not in shown} == set()
