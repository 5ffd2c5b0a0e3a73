"""Rules tried out: the smallest log that meets one, and the smallest that breaks it, judged by the program itself."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from case_tables import agreement_of, tables
from mou_check.load.agreements import LoadedAgreement, load_agreement
from mou_check.trying import Suggestion, Trial, suggest, try_rules
from support import LOADER, judge

BASE: dict[str, Any] = {
    "format": 1,
    "id": "case",
    "title": "A case",
    "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
    "term": {"starts": "2015-04-01"},
    "lists": {"areas": ["City", "County"], "officers": ["Chief Executive"], "towns": {"values": [], "supplied_by": "user"}},
    "activities": {
        "release": {"title": "Release", "columns": {"area": "text", "town": "text", "by": "text", "on": "date", "size": "integer"}},
        "shift": {"title": "Shift", "columns": {"starts": "time", "ends": "time"}},
        "post": {"title": "Post", "columns": {"until": "date", "head": "number"}},
    },
}  # fmt: skip
OBLIGATION = {"id": "it", "clauses": ["1"], "title": "It", "says": "It is so.", "bearer": "a", "force": "must"}


def loaded(agreement: dict[str, Any], folder: Path) -> LoadedAgreement:
    """An agreement as the product reads it."""
    file = folder / "case.yaml"
    file.write_text(json.dumps(agreement), encoding="utf-8")
    found, problems = load_agreement(file, "case.yaml")
    assert found, problems
    return found


def around(rule: dict[str, Any], **top: Any) -> dict[str, Any]:
    """An agreement with one rule."""
    return {**BASE, **top, "obligations": [{**OBLIGATION, "rule": rule}], "clauses": [{"ref": "1", "holds": ["it"]}]}


def csv(trial: Trial) -> str:
    """The log of a trial as it stands in a file."""
    rows = [",".join(row.get(column, "") for column in trial.header) for row in trial.rows]
    return "\n".join([",".join(trial.header), *rows]) + "\n"


# A rule, the rows of the smallest log that meets it, and those of the smallest that breaks it: each as its cells.
RULES: list[tuple[dict[str, Any], list[list[str]] | None, list[list[str]] | None]] = [
    ({"kind": "count", "activity": "release", "at_least": 2, "per": "week"},
     [["2015-04-13", "release"], ["2015-04-16", "release"]], [["2015-04-13", "release"]]),
    ({"kind": "count", "activity": "release", "at_least": 1, "per": "week"},
     [["2015-04-13", "release"]], [["2015-04-12", "release"]]),
    ({"kind": "count", "activity": "release", "at_most": 1, "per": "week"},
     [["2015-04-13", "release"]], [["2015-04-13", "release"], ["2015-04-16", "release"]]),
    ({"kind": "count", "activity": "release", "for_each": {"area": "areas"}, "at_least": 2, "per": "month"},
     [["2015-05-01", "release", "City"], ["2015-05-01", "release", "County"], ["2015-05-16", "release", "City"], ["2015-05-16", "release", "County"]],
     [["2015-05-01", "release", "City"]]),
    ({"kind": "count", "activity": "release", "measure": {"sum": "size"}, "at_least": 5000, "per": "year"},
     [["2016-04-01", "release", "5000"]], [["2016-04-01", "release", "4999"]]),
    ({"kind": "gap", "activity": "release", "at_most": "P14D"},
     [["2015-04-01", "release"], ["2015-04-15", "release"]], [["2015-04-01", "release"]]),
    ({"kind": "deadline", "activity": "release", "due": {"yearly": "03-31"}},
     [["2016-03-31", "release"]], [["2016-04-01", "release"]]),
    ({"kind": "notice", "activity": "release", "given": "on", "at_least": "P15D"},
     [["2015-05-11", "release", "2015-04-26"]], [["2015-05-11", "release", "2015-04-27"]]),
    ({"kind": "approval", "activity": "release", "by": "officers", "approver": "by", "approved_on": "on"},
     [["2015-05-11", "release", "Chief Executive", "2015-05-11"]], [["2015-05-11", "release", "Chief Executive", "2015-05-12"]]),
    ({"kind": "companion", "activity": "release", "needs": {"activity": "post"}, "match": "ref"},
     [["2015-05-11", "release", "A1"], ["2015-05-11", "post", "A1"]], [["2015-05-11", "release", "A1"], ["2015-05-11", "post", "A2"]]),
    ({"kind": "every", "activity": "release", "must": {"area": {"in": "areas"}}},
     [["2015-05-11", "release", "City"]], [["2015-05-11", "release", "something"]]),
    ({"kind": "never", "activity": "release", "where": {"area": "City"}},
     [["2015-05-11", "release", "something"]], [["2015-05-11", "release", "City"]]),
    ({"kind": "level", "activity": "post", "value": "head", "at_least": 4, "per": "month"},
     [["2015-05-01", "post", "4"]], [["2015-05-01", "post", "3"]]),
    ({"kind": "level", "activity": "post", "dated": {"from": "date", "to": "until"}, "at_least": 2, "per": "month"},
     [["2015-05-01", "post", ""], ["2015-05-01", "post", ""]], [["2015-05-01", "post", ""]]),
    ({"kind": "cover", "activity": "shift", "starts": "starts", "ends": "ends", "hours": [{"from": "22:00", "to": "06:00"}]},
     [["2015-05-11", "shift", "22:00", "06:00"]], [["2015-05-11", "shift", "22:00", "05:00"]]),
    ({"kind": "sample", "activity": "release", "responses": "size", "margin": "3%"},
     [["2015-05-11", "release", "1068"]], [["2015-05-11", "release", "1067"]]),
    ({"kind": "companion", "activity": "release", "needs": {"activity": "post"}, "match": "ref", "within": {"after": "unlimited"}},
     [["2015-05-11", "release", "A1"], ["2015-05-11", "post", "A1"]], None),
    ({"kind": "every", "activity": "release", "where": {"area": "City"}, "must": {"area": "County"}},
     None, [["2015-05-11", "release", "City"]]),
    ({"kind": "judgement", "question": "Was it so?"}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "meets", "breaks"), RULES, ids=lambda value: str(value)[:60])
def test_the_smallest_logs_of_a_rule(
    rule: dict[str, Any], meets: list[list[str]] | None, breaks: list[list[str]] | None, tmp_path: Path
) -> None:
    """Rows with the cells that the rule reads, and nothing more."""
    suggestion = suggest(loaded(around(rule), tmp_path), "it", loader=LOADER)
    assert suggestion.tried is (rule["kind"] != "judgement")
    for trial, rows in zip(suggestion, (meets, breaks), strict=True):
        assert (trial and [[row.get(column, "") for column in trial.header] for row in trial.rows]) == rows


@pytest.mark.parametrize(("rule", "meets", "breaks"), RULES, ids=lambda value: str(value)[:60])
def test_verify_says_of_them_what_they_are_for(
    rule: dict[str, Any], meets: list[list[str]] | None, breaks: list[list[str]] | None, tmp_path: Path
) -> None:
    """The logs, written into files, get the verdicts from the command's own run."""
    suggestion = suggest(loaded(around(rule), tmp_path), "it", loader=LOADER)
    for trial, verdict in zip(suggestion, ("met", "breached"), strict=True):
        if trial:
            assert not trial.records
            window = (trial.since.isoformat(), trial.until.isoformat())
            result = judge(around(rule), csv(trial), window=window, as_of=trial.as_of.isoformat())
            assert result["obligations"][0]["verdict"] == verdict


def test_each_reading_has_its_own_logs(tmp_path: Path) -> None:
    """The preferred reading by default, another by its id; an unknown one is an error of the caller's."""
    weekly, daily = (
        {"kind": "count", "activity": "release", "at_least": n, "per": p} for n, p in ((4, "week"), (1, "day"))
    )
    readings = [{"id": "weekly", "label": "a", "rule": weekly}, {"id": "daily", "label": "b", "rule": daily}]
    agreement = {**around({}), "obligations": [{**OBLIGATION, "readings": readings}]}
    it = loaded(agreement, tmp_path)
    many = {reading: suggest(it, "it", reading, loader=LOADER).meets for reading in ("", "weekly", "daily")}
    assert {reading: len(trial.rows) for reading, trial in many.items() if trial} == {"": 4, "weekly": 4, "daily": 1}
    with pytest.raises(KeyError):
        suggest(it, "it", "monthly")


def test_what_cannot_be_tried_is_said_to_be_so(tmp_path: Path) -> None:
    """A list that is still to be supplied: nothing follows from there being no log; with values there is one."""
    rule = {"kind": "count", "activity": "release", "for_each": {"town": "towns"}, "at_least": 1, "per": "year"}
    it = loaded(around(rule), tmp_path)
    assert suggest(it, "it", loader=LOADER) == Suggestion()
    meets, breaks = suggest(it, "it", supplied={"towns": ("Crewe", "Chester")}, loader=LOADER)
    assert meets
    assert [row["town"] for row in meets.rows] == ["Crewe", "Chester"]
    assert breaks
    assert [row["town"] for row in breaks.rows] == ["Crewe"]


def test_logs_keep_to_the_days_on_which_an_obligation_is_in_force(tmp_path: Path) -> None:
    """Within the term and `effective`."""
    rule = {"kind": "never", "activity": "release", "where": {"area": "City"}}
    agreement = around(rule, term={"starts": "2016-01-01", "ends": "2016-12-31"})
    agreement["obligations"][0]["effective"] = {"from": "2016-06-01", "to": "2016-06-30"}
    breaks = suggest(loaded(agreement, tmp_path), "it", loader=LOADER).breaks
    assert breaks
    assert all(date(2016, 6, 1) <= date.fromisoformat(row["date"]) <= date(2016, 6, 30) for row in breaks.rows)


CASES = tables()


@pytest.mark.parametrize("kind", sorted({case.id.partition("/")[0] for case in CASES} - {"judgement", "verdicts"}))
def test_every_rule_that_a_case_meets_or_breaks_is_met_or_broken_by_a_log_of_ours(kind: str, tmp_path: Path) -> None:
    """Of all rules in the case tables: where somebody wrote a log that meets one, we find one too; likewise broken."""
    found: dict[str, list[tuple[str, dict[str, Any], str]]] = defaultdict(list)
    for case in CASES:
        if case.id.startswith(f"{kind}/"):
            agreement = agreement_of(*case.values)
            (it,) = agreement.pop("obligations")
            found[json.dumps(agreement)].append((case.id, it, case.values[1]["verdict"]))
    missing = []
    for text, its in found.items():
        rules = {json.dumps({**it, "id": ""}): it for _, it, _ in its}
        ids = {rule: f"o{i}" for i, rule in enumerate(rules)}
        obligations = [{**it, "id": ids[rule]} for rule, it in rules.items()]
        clauses = [{"ref": "1", "holds": list(ids.values())}]
        one = loaded({**json.loads(text), "obligations": obligations, "clauses": clauses}, tmp_path)
        lists = {name: values or ("one", "other") for name, values in one.agreement.list_values({}).items()}
        asked = [(o, o.read()[0][1]) for o in one.agreement.obligations]
        suggestions = dict(zip(ids, try_rules(one, lists, asked, LOADER), strict=True))
        for name, it, verdict in its:
            suggestion = suggestions[json.dumps({**it, "id": ""})]
            if suggestion.tried and verdict == "met" and not suggestion.meets:
                missing.append(f"{name}: met")
            if suggestion.tried and verdict in ("breached", "shortfall", "noted") and not suggestion.breaks:
                missing.append(f"{name}: {verdict}")
    assert missing == []
