"""`mou-check log` says what stands in a log, before any verdict: tables of small logs, the shipped ones, and the command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Command
from mou_check.log_report.slips import slip
from mou_check.model.log_report import OBSERVATIONS, LogReport
from mou_check.model.problems import CODES
from mou_check.output.heat_map import heat_map
from mou_check.output.json_document import dump
from mou_check.run import run
from mou_check.run.log import look_at_logs
from mou_check.schemas import schema
from support import LOADER, TODAY, Options, judge
from yaml12 import load

ROOT = Path(__file__).resolve().parent.parent
TABLES = sorted((Path(__file__).parent / "log").glob("*.yaml"))
SCHEMA = Draft202012Validator(schema("log"))
SHIPPED = sorted(path.stem for path in (ROOT / "agreements").glob("*.yaml"))


# --- tables -----------------------------------------------------------------------------------------
def cases() -> list[Any]:
    """Every case of every table."""
    return [
        pytest.param(table, case, id=f"{path.stem}: {case['name']}")
        for path in TABLES
        for table in [load(path)]
        for case in table["cases"]
    ]


def agreement_of(table: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The agreement of a case, as tests/log/README.md describes it."""
    base = {"clauses": ["1"], "title": "It", "says": "What is promised.", "bearer": "a", "force": "must"}
    rules = [{"rule": rule} for rule in case.get("rules", table.get("rules", ()) if "readings" not in case else ())]
    if "readings" in case:
        rules.append({"readings": [{"id": f"r{i}", "label": f"reading {i}", "rule": r} for i, r in enumerate(case["readings"])]})  # fmt: skip
    obligations = [{"id": f"o{i}", **base, **case.get("obligation", {}), **rule} for i, rule in enumerate(rules, 1)]
    return {
        "format": 1, "id": "case", "title": "A case", "parties": {"a": {"name": "A"}},
        **table.get("agreement", {}), **case.get("agreement", {}),
        "obligations": obligations, "clauses": [{"ref": "1", "holds": [o["id"] for o in obligations]}],
    }  # fmt: skip


def looked_at(folder: Path, agreement: dict[str, Any], log: str, project: Any = None, as_of: Any = None) -> LogReport:
    """The report of one log of one agreement."""
    (folder / "case.yaml").write_text(json.dumps(agreement), encoding="utf-8")
    (folder / "case.csv").write_text(log, encoding="utf-8", newline="")
    if project:
        entry = {"agreement": "case", "files": ["case.csv"], **project}
        settings = {"format": 1, "agreements": ["case.yaml"], "logs": [entry]}
        (folder / "mou-check.yaml").write_text(json.dumps(settings), encoding="utf-8")
    options = Options(
        today=TODAY, folder=folder, agreements=("case.yaml",), as_of=date.fromisoformat(as_of) if as_of else None
    )
    document, _ = look_at_logs(options, LOADER)
    assert not document.problems, document.problems
    SCHEMA.validate(json.loads(dump(document)))
    (report,) = document.logs
    return report


@pytest.mark.parametrize(("table", "case"), cases())
def test_case(table: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    """What the table looks for is observed as the case says, and nothing else."""
    report = looked_at(tmp_path, agreement_of(table, case), case["log"], case.get("project"), case.get("as_of"))
    found = [o for o in report.observations if o.code in table["looks_for"]]
    assert len(found) == len(case["finds"]), found
    for observation, wanted in zip(found, case["finds"], strict=True):
        places = observation.places
        told = {
            **{key: getattr(observation, key) for key in ("level", "code", "activity", "line", "column")},
            "number": observation.rows,
            "rows": [place.row for place in places] or ([observation.row] if observation.row else []),
        }
        for key, value in wanted.items():
            if key == "says":
                assert value in observation.message
            else:
                assert told[key] == value, (key, observation)
        assert not places or (observation.row, observation.line) == (places[0].row, places[0].line)


def test_every_code_has_a_case_that_finds_it_and_one_that_does_not() -> None:
    """A code of which no table shows what it is about, or what it leaves alone, is not understood."""
    tables = [load(path) for path in TABLES]
    finds = {f["code"] for t in tables for c in t["cases"] for f in c["finds"]}
    quiet = {code for t in tables for code in t["looks_for"] for c in t["cases"] if code not in {f["code"] for f in c["finds"]}}  # fmt: skip
    assert set(OBSERVATIONS) <= finds & quiet


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("chief executive", "cheif executive", True), ("newsletter", "news letter", True), ("roads", "road", True),
        ("crewe", "crews", True), ("news-letter", "newsletter", True), ("part 1", "part 2", False), ("part 1", "part", False),
        ("list ii", "list iii", False), ("a", "b", False), ("roads", "roads", False), ("north", "south", False), ("", "a", False),
    ],
)  # fmt: skip
def test_a_slip_is_one_letter_of_a_long_word_or_a_space(one: str, other: str, expected: bool) -> None:
    assert slip(one, other) is slip(other, one) is expected


# --- what counts toward nothing ---------------------------------------------------------------------
def without(log: str, rows: set[int]) -> str:
    """A log without some rows of the spreadsheet."""
    lines = log.splitlines(keepends=True)
    return "".join(line for number, line in enumerate(lines, 1) if number not in rows)


def verdicts(agreement: Any, log: str, project: Any, as_of: str | None) -> list[Any]:
    """What each obligation comes to under all readings, over the whole term."""
    window = ("2015-04-01", "2016-12-31") if project else ("2015-04-01", "2017-03-31")
    found = judge(agreement, log, window=window, as_of=as_of or "2017-03-31", project={"records": list(agreement["activities"])})  # fmt: skip
    return [(o["verdict"], o["tally"], [(r["verdict"], r["tally"]) for r in o["readings"]]) for o in found["obligations"]]  # fmt: skip


@pytest.mark.parametrize(("table", "case"), [c for c in cases() if c.id and c.id.startswith("counting")])
def test_a_log_without_the_rows_that_count_toward_nothing_gets_the_same_verdicts(
    table: dict[str, Any], case: dict[str, Any]
) -> None:
    """And without any of the others it would not be the same log."""
    agreement = agreement_of(table, case)
    agreement.setdefault("activities", {}).setdefault("other", {"title": "Other"})
    idle = {row for found in case["finds"] for row in found["rows"]}
    project, as_of = case.get("project"), case.get("as_of")
    kept = without(case["log"], idle)
    if kept.count("\n") < 2:
        kept += f"2015-06-01,other{',' * (kept.count(',') - 1)}\n"
    assert verdicts(agreement, kept, project, as_of) == verdicts(agreement, case["log"], project, as_of)


def shipped(*names: str) -> dict[str, Any]:
    """What the command says of logs of the project."""
    document, _ = look_at_logs(Options(today=TODAY, folder=ROOT, agreements=names), LOADER)
    found: dict[str, Any] = json.loads(dump(document))
    return found


@pytest.mark.parametrize("name", ["durham", "leicestershire-2014"])
def test_the_rows_of_the_shipped_logs_that_count_toward_nothing_change_no_verdict(name: str, tmp_path: Path) -> None:
    (report,) = shipped(name)["logs"]
    idle = {place["row"] for o in report["observations"] if o["code"] == "counts-toward-nothing" for place in o["places"]}  # fmt: skip
    whole = (ROOT / "activity_logs" / f"{name}.csv").read_text(encoding="utf-8")
    (tmp_path / f"{name}.csv").write_text(without(whole, idle), encoding="utf-8")
    days = report["covered"]
    options = {"since": date.fromisoformat(days["from"]), "until": date.fromisoformat(days["to"])}
    tallies = [
        [
            (o.id, o.verdict, o.tally)
            for o in run(Options(today=TODAY, folder=ROOT, agreements=(name,), logs=logs, **options), LOADER).agreements[0].obligations
        ]
        for logs in ((), (f"{name}={tmp_path / f'{name}.csv'}",))
    ]  # fmt: skip
    assert tallies[0] == tallies[1]


# --- counts -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SHIPPED)
def test_all_rows_of_a_log_are_accounted_for(name: str) -> None:
    """By what became of them, by activity, and by month."""
    document = shipped(name)
    (report,) = document["logs"]
    assert (document["exit_status"], report["state"]) == (0, "read")
    assert report["rows"] == report["used"] + report["rejected"] + report["unmatched"]
    assert report["used"] == sum(a["rows"] for a in report["activities"])
    assert all(a["rows"] == sum(m["rows"] for m in a["months"]) for a in report["activities"])
    assert all(c["filled"] <= c["expected"] and c["of_form"] <= c["filled"] for c in report["columns"])
    assert all(report["totals"][o["code"]] >= 1 for o in report["observations"])


NEWS = {"activities": {"release": {"title": "Release", "columns": {"cleared_on": "date"}}, "panel": {"title": "Panel"}}}
NEVER = {"rules": [{"kind": "never", "activity": "release", "where": {"cleared_on": {"present": "no"}}}]}


def small(folder: Path, log: str, **more: Any) -> LogReport:
    """The report of a log of releases and panels."""
    return looked_at(folder, agreement_of({"agreement": NEWS}, NEVER), log, **more)


def test_columns_are_counted_where_they_are_declared(tmp_path: Path) -> None:
    """Filled and of their form among the rows that should have them, and filled elsewhere."""
    log = "date,activity,cleared_on,notes\n2015-06-01,release,2015-06-01,x\n2015-06-02,release,,\n2015-06-03,release,no,\n2015-06-04,panel,later,y\n"
    found = {c.column: c for c in small(tmp_path, log).columns}
    cleared, notes = found["cleared_on"], found["notes"]
    assert (cleared.expected, cleared.filled, cleared.of_form, cleared.elsewhere) == (3, 2, 1, 1)
    assert (cleared.type, cleared.declared, cleared.read) == ("date", True, True)
    assert (notes.expected, notes.filled, notes.declared, notes.read) == (3, 2, False, False)


def test_activities_without_a_row_are_named(tmp_path: Path) -> None:
    """And whether the log is declared to show them: then nothing is zero, else no-data."""
    log = "date,activity\n2015-06-01,release\n"
    assert [(a.activity, a.recorded) for a in small(tmp_path, log).silent] == [("panel", False)]
    declared = small(tmp_path, log, project={"records": ["panel"]})
    assert [(a.activity, a.recorded) for a in declared.silent] == [("panel", True)]


def test_how_late_rows_are_written_down(tmp_path: Path) -> None:
    log = "date,activity,recorded_on\n" + "".join(f"2015-06-01,release,2015-06-{d:02}\n" for d in (1, 2, 3, 11, 21))
    delay = small(tmp_path, log).delay
    assert delay
    assert (delay.rows, delay.half, delay.nine_in_ten, delay.worst, delay.worst_row.row) == (5, 2, 20, 20, 6)


def test_the_observations_of_a_code_are_cut_and_counted(tmp_path: Path) -> None:
    """Two hundred are named; the total is whole."""
    log = "date,activity\n" + "2031-01-01,release\n" * 250
    report = small(tmp_path, log)
    assert sum(o.code == "future-date" for o in report.observations) == 200
    assert report.totals["future-date"] == 250


# --- the heat map -----------------------------------------------------------------------------------
def mapped(folder: Path, days: list[str], width: int = 80) -> tuple[str, list[str]]:
    """What a column is, and the lines."""
    report = small(folder, "date,activity\n" + "".join(f"{day},release\n" for day in days))
    what, lines = heat_map(report, width)
    return what, [line.plain for line in lines]


def test_months_have_a_column_each_where_they_fit(tmp_path: Path) -> None:
    """Silent months too; the year stands over its first month."""
    assert mapped(tmp_path, ["2015-11-03", "2015-11-20", "2016-02-01"]) == (
        "month",
        [
            "              2015    2016",
            "        Rows  Nov Dec Jan Feb",
            "release    3    2   ·   ·   1",
        ],
    )


@pytest.mark.parametrize(
    ("last", "what", "heads", "numbers"),
    [
        ("2017-01-15", "quarter", ["Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4"], ["1", "·", "·", "·", "·", "·", "·", "1"]),
        ("2021-01-15", "year", ["2015-16", "2016-17", "2017-18", "2018-19", "2019-20", "2020-21"], ["1", "·", "·", "·", "·", "1"]),
        ("2050-01-15", "6 years", ["2015-21", "2021-27", "2027-33", "2033-39", "2039-45", "2045-51"], ["1", "·", "·", "·", "·", "1"]),
    ],
)  # fmt: skip
def test_long_spans_fold(last: str, what: str, heads: list[str], numbers: list[str], tmp_path: Path) -> None:
    """Into quarters and years of the agreement, which start in April, and into more years at last: it always fits."""
    found, lines = mapped(tmp_path, ["2015-04-05", last], 61)
    assert found == what
    assert lines[-2].split()[1:] == heads
    assert lines[-1].split()[2:] == numbers
    assert max(map(len, lines)) <= 61


def test_years_and_quarters_are_those_of_the_agreement(tmp_path: Path) -> None:
    """Here they start in January, so a year has one name."""
    agreement = {**agreement_of({"agreement": NEWS}, NEVER), "calendar": {"year_starts": "01-01"}}
    report = looked_at(tmp_path, agreement, "date,activity\n2015-01-05,release\n2016-12-31,release\n")
    assert [(what, *(line.plain.split()[-2:] for line in lines)) for what, lines in (heat_map(report, w) for w in (50, 30))] == [
        ("quarter", ["2015", "2016"], ["Q3", "Q4"], ["·", "1"]),
        ("year", ["2015", "2016"], ["1", "1"]),
    ]  # fmt: skip


def test_a_year_that_is_a_slip_does_not_stretch_the_map(tmp_path: Path) -> None:
    """Rows far from all others have no column; they are in the total."""
    what, lines = mapped(tmp_path, ["1915-06-01", "2015-06-01", "2015-06-08", "2015-07-01", "2015-07-02"])
    assert (what, lines[-1].split()) == ("month", ["release", "5", "2", "2"])


# --- the command ------------------------------------------------------------------------------------
TOWN = {
    "format": 1, "id": "town", "title": "An agreement", "parties": {"a": {"name": "A"}}, **NEWS,
    "obligations": [{"id": "it", "clauses": ["1"], "title": "It", "says": "It.", "bearer": "a", "force": "must",
                     "rule": {"kind": "count", "activity": "release", "at_least": 1, "per": "month"}}],
    "clauses": [{"ref": "1", "holds": ["it"]}],
}  # fmt: skip
LOG = "date,activity,cleared_on\n2015-06-01,release,2015-06-01\n2015-06-02,panel,\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two agreements, the log of one; the command is typed in their folder."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("agreements", "activity_logs"):
        (tmp_path / folder).mkdir()
    for name in ("town", "county"):
        (tmp_path / "agreements" / f"{name}.yaml").write_text(json.dumps({**TOWN, "id": name}), encoding="utf-8")
    (tmp_path / "activity_logs" / "town.csv").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def ids(command: Command, *args: str) -> list[str]:
    """Whose logs are looked at."""
    ran = command("log", *args, "--format", "json")
    assert ran.status == 0, ran.err
    return [report["id"] for report in json.loads(ran.out)["logs"]]


def test_without_a_file_all_logs_of_the_project(project: Path, command: Command) -> None:
    """An agreement without a log is said, and no fault."""
    assert ids(command) == ["town"]
    assert "note: no activity log was found for county" in command("log").err


def test_whose_log_a_file_is(project: Path, command: Command) -> None:
    """By its name, by the project file, by ID=, by --agreement; else it has to be said."""
    (project / "elsewhere.csv").write_text(LOG, encoding="utf-8")
    (project / "county-2015.csv").write_text(LOG, encoding="utf-8")
    assert ids(command, "activity_logs/town.csv") == ["town"]
    assert ids(command, "county-2015.csv") == ["county"]
    assert ids(command, "county=elsewhere.csv") == ["county"]
    assert ids(command, "elsewhere.csv", "--agreement", "county") == ["county"]
    assert ids(command, "town=elsewhere.csv", "county=elsewhere.csv") == ["town", "county"]
    ran = command("log", "elsewhere.csv")
    assert ran.status == 2
    assert "elsewhere.csv: which of 2 agreements is it the log of? Write ID=elsewhere.csv" in ran.err
    assert "--log" not in ran.err
    entry = {"agreement": "county", "files": ["elsewhere.csv"]}
    (project / "mou-check.yaml").write_text(json.dumps({"format": 1, "logs": [entry]}), encoding="utf-8")
    assert ids(command, "elsewhere.csv") == ["county"]


def test_the_id_of_an_agreement_asks_for_its_own_logs(project: Path, command: Command) -> None:
    """As it does for verify; of one that has none it is an error."""
    assert ids(command, "town") == ids(command, "--agreement", "town") == ["town"]
    ran = command("log", "county")
    assert ran.status == 2
    assert "error: no activity log was found for county" in ran.err


@pytest.mark.parametrize("more", [[], ["activity_logs/town.csv"], ["nobody"]])
def test_an_id_that_is_mistyped_is_told_with_the_one_that_was_meant(
    more: list[str], project: Path, command: Command
) -> None:
    """As other commands tell it, and beside whatever else is wrong; what is there is looked at."""
    ran = command("log", "twon", *more)
    assert ran.status == 2
    assert 'error: twon is neither a file nor the id of an agreement. Did you mean "town"?' in ran.err
    assert bool(ran.out) == (more == ["activity_logs/town.csv"])


def test_what_is_a_file_is_no_mistyped_id(project: Path, command: Command) -> None:
    """However near its name is to an id, and named by a pattern too."""
    for name in ("town-.csv", "town2"):
        (project / name).write_text(LOG, encoding="utf-8")
    assert ids(command, "town=town2") == ids(command, "town-.csv") == ids(command, "town-*") == ["town"]


def test_the_encoding_is_the_one_that_the_option_names(project: Path, command: Command) -> None:
    """In place of what is found out, which is Windows-1252."""
    (project / "activity_logs" / "town.csv").write_bytes((LOG + "2015-01-08,Ä,x\n").encode("cp437"))
    ran = command("log", "town", "--encoding", "cp437")
    assert "Windows-1252" not in ran.err
    assert "Ä" in ran.out
    assert "Windows-1252" in command("log", "town").err


def test_a_list_that_is_still_to_be_filled_in_leaves_no_row_in_a_group(project: Path, command: Command) -> None:
    """Rows for each of nothing count toward nothing; the report is there all the same."""
    agreement = json.loads(json.dumps(TOWN))
    agreement["lists"] = {"places": {"values": [], "supplied_by": "user"}}
    activity = next(iter(agreement["activities"]))
    agreement["activities"][activity].setdefault("columns", {})["place"] = "text"
    rule = {"kind": "count", "activity": activity, "at_least": 1, "per": "month", "for_each": {"place": "places"}}
    agreement["obligations"][0]["rule"] = rule
    (project / "agreements" / "town.yaml").write_text(json.dumps({**agreement, "id": "town"}), encoding="utf-8")
    assert command("log", "town").status == 0


def test_rows_that_cannot_be_read_leave_the_exit_status_alone(project: Path, command: Command) -> None:
    """They are what the command is there to show; verify gives 2 for them."""
    (project / "activity_logs" / "town.csv").write_text(LOG + "2015-13-01,release,\n", encoding="utf-8")
    ran = command("log", "town")
    assert (ran.status, ran.err) == (0, "")
    assert "error  bad-date" in ran.out
    assert 'found "2015-13-01" [row 4, date]' in ran.out
    assert "town: 3 rows = 2 used + 1 rejected + 0 unmatched; 1 error" in ran.out
    assert command("verify", "town").status == 2


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ('date,activity\n2015-06-01,"release\n', "unclosed-quote"),
        ("day,activity\n2015-06-01,release\n", "bad-header"),
        ("", "empty-log"),
        ("date,activity\n", "empty-log"),
        ("date,activity\n2015-13-01,release\n", "No row of it can be used"),
        ("date,activity\n2015-06-01,holiday\n", "foreign-log"),
    ],
)
def test_2_when_a_log_cannot_be_used(log: str, says: str, project: Path, command: Command) -> None:
    """No row of it can be used, so no verdict could be given; it is said why, without a traceback."""
    (project / "activity_logs" / "town.csv").write_text(log, encoding="utf-8")
    ran = command("log", "town")
    assert ran.status == 2
    assert says in ran.out + ran.err
    document = json.loads(command("log", "town", "--format", "json").out)
    SCHEMA.validate(document)
    assert (document["exit_status"], document["logs"][0]["state"]) == (2, "unreadable")


@pytest.mark.parametrize("args", [["nowhere.csv"], ["--agreement", "nobody"], ["nobody=activity_logs/town.csv"]])
def test_2_for_what_is_not_there(args: list[str], project: Path, command: Command) -> None:
    ran = command("log", *args)
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere.csv" in ran.err or "nobody" in ran.err


def test_the_report_fits_eighty_columns_and_has_no_colour_in_a_pipe(project: Path, command: Command) -> None:
    """Whatever stands in the log; on a terminal colour only repeats the numbers."""
    hostile = "[bold]\x1b[31m::error::x" + "y" * 100
    (project / "activity_logs" / "town.csv").write_text(
        LOG + f"2016-06-01,{hostile},\n2016-07-01,release,{hostile}\n", encoding="utf-8"
    )
    ran = command("log", "town", "-v")
    assert ran.status == 0
    assert "\x1b" not in ran.out
    assert "::error::" not in ran.out
    assert "[bold]" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert "\x1b[" in command("log", "town", "--color", "always").out


def test_rows_of_several_files_are_told_with_their_files(project: Path, command: Command) -> None:
    """Several files are one log: what stands in both is observed, and each row says where it is."""
    (project / "activity_logs" / "town-2.csv").write_text("date,activity,ref\n2015-06-02,panel,P1\n", encoding="utf-8")
    (project / "activity_logs" / "town.csv").write_text("date,activity,ref\n2015-06-01,panel,P1\n", encoding="utf-8")
    ran = command("log", "town")
    assert "[row 2 of activity_logs/town.csv; row 2 of activity_logs/town-2.csv]" in " ".join(ran.out.split())
    assert "town: 2 rows = 2 used + 0 rejected + 0 unmatched" in ran.out


def test_verbose_shows_all(project: Path, command: Command) -> None:
    """Eight of a code without it, and how many more there are."""
    rows = "".join(f"2031-06-{day:02},release,\n" for day in range(1, 13))
    (project / "activity_logs" / "town.csv").write_text(LOG + rows, encoding="utf-8")
    short, whole = (command("log", "town", "--as-of", "2015-12-31", *more).out for more in ((), ("-v",)))
    assert short.count(": after 31 Dec 2015") < whole.count(": after 31 Dec 2015") == 12
    assert "and 4 more (-v shows all)" in short
    assert "The longest time without a row" in whole
    assert "cleared_on" in whole


def test_output_to_a_file_and_quiet(project: Path, command: Command) -> None:
    """The file has what the screen would have; -q prints nothing; an input is never written over."""
    assert command("log", "town", "--format", "json", "--output", "out.json").out == ""
    assert json.loads((project / "out.json").read_text(encoding="utf-8"))["logs"][0]["id"] == "town"
    assert command("log", "town", "-q").out == ""
    ran = command("log", "town", "--output", "activity_logs/town.csv")
    assert ran.status == 2
    assert (project / "activity_logs" / "town.csv").read_text(encoding="utf-8") == LOG


def test_the_same_log_as_of_the_same_day_gives_the_same_bytes(project: Path, command: Command) -> None:
    first, second = (command("log", "--as-of", "2016-01-01", "--format", "json").out for _ in range(2))
    assert first == second


@pytest.mark.parametrize("code", OBSERVATIONS)
def test_every_observation_is_explained(code: str, command: Command) -> None:
    """By `explain`, and on the page; no code has two meanings."""
    assert command("explain", code).out.startswith(f"{code}: {OBSERVATIONS[code][:40]}")
    assert f"  {code} " in command("explain").out
    assert f"`{code}`" in (ROOT / "docs" / "log-command.md").read_text(encoding="utf-8")
    assert code not in CODES
