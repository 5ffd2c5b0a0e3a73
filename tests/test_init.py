"""`mou-check init`: a project that passes, and an entry of the project file made from a log as an office keeps it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from mou_check.load.yaml_file import parse_yaml
from mou_check.model.results import Document
from mou_check.run import Options, run
from mou_check.starter import STARTER, starter_files
from support import LOADER, TODAY
from test_mapping import AGREEMENT, PLAIN, Office, told

ROOT = Path(__file__).parents[1]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A project with one agreement, in whose folder commands are typed."""
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


# A new project


@pytest.fixture
def begun(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new project, in which commands are typed."""
    monkeypatch.chdir(tmp_path)
    assert command("init", "mine").status == 0
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.mark.parametrize(
    "args",
    [
        ("verify", "--strict", "--fail-on", "no-data"),
        ("validate", "--strict"),
        ("lint", "--strict"),
        ("test", "--strict"),
        ("show", "memorandum"),
        ("template", "memorandum"),
        ("coverage",),
    ],
    ids=lambda args: args[0],
)
def test_a_new_project_passes(args: tuple[str, ...], begun: Path, command: Command) -> None:
    """Every check is clean, with nothing told on standard error."""
    ran = command(*args)
    assert (ran.status, ran.err) == (0, "")


def test_all_its_promises_are_met_and_each_has_examples(begun: Path, command: Command) -> None:
    """Three kinds of rule, each with an example that is met and one that is not."""
    result = json.loads(command("verify", "--format", "json").out)
    (agreement,) = result["agreements"]
    assert {o["kind"]: o["verdict"] for o in agreement["obligations"]} == {
        "count": "met",
        "approval": "met",
        "notice": "met",
    }
    source = parse_yaml((begun / "agreements" / "memorandum.yaml").read_text(encoding="utf-8"), "memorandum.yaml")
    for obligation in source.data["obligations"]:
        assert [e["verdict"] == "met" for e in obligation["examples"]] == [True, False]


def test_what_its_comments_offer_can_be_taken(begun: Path) -> None:
    """The keys of the project file that are commented out load when the # is taken away."""
    text = (begun / "mou-check.yaml").read_text(encoding="utf-8")
    keys = re.sub(r"(?m)^( +)# (?=window:|columns:|values:|dates:|  )", r"\1", text)
    (begun / "mou-check.yaml").write_text(keys, encoding="utf-8")
    log = begun / "activity_logs" / "memorandum.csv"
    rows = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", log.read_text(encoding="utf-8"))
    rows = (
        rows.replace("news_release", "Press release")
        .replace("date,activity", "Event date,What", 1)
        .replace("Chief Executive", "CEO")
    )
    log.write_text(rows, encoding="utf-8")
    document = run(Options(TODAY, begun), LOADER)
    assert document.problems == ()
    assert {str(o.verdict) for o in document.agreements[0].obligations} == {"met"}


def test_it_says_what_it_wrote_and_what_to_type_next(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file by its name; -q says nothing."""
    monkeypatch.chdir(tmp_path)
    ran = command("init")
    assert all(name in ran.out for name in STARTER)
    assert "mou-check verify" in ran.out
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()} == set(STARTER)
    assert command("init", "-q", "a/b") == (0, "", "")
    assert (tmp_path / "a" / "b" / "mou-check.yaml").is_file()


@pytest.mark.parametrize("there", [STARTER[:1], STARTER[1:]], ids=["one", "two"])
def test_no_file_is_written_over(there: tuple[str, ...], tmp_path: Path, command: Command) -> None:
    """Exit status 2, every file that is there is named, and nothing at all is written."""
    for name in there:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    ran = command("init", tmp_path)
    assert ran.status == 2
    assert all(name in ran.err for name in there)
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()} == set(there)
    assert all((tmp_path / name).read_text(encoding="utf-8") == "mine" for name in there)


def test_a_folder_that_cannot_be_one(tmp_path: Path, command: Command) -> None:
    """A file stands where the folder would be."""
    (tmp_path / "it").write_text("mine", encoding="utf-8")
    ran = command("init", tmp_path / "it")
    assert ran.status == 2
    assert "cannot be written" in ran.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--agreement", "it"), "--agreement goes with --log"),
        (("--output", "x.yaml"), "--output goes with --log"),
        (("mine", "--log", "x.csv"), "--log looks at a log and takes no folder"),
        (("--log", "none.csv"), "there is no file none.csv"),
        (("--log", "activity_logs/it.csv", "--output", "agreements/it.yaml"), "--output agreements/it.yaml: this file is there already"),
        (("--log", "activity_logs/it.csv", "--agreement", "ti"), 'there is no agreement "ti"'),
    ],
)  # fmt: skip
def test_what_is_asked_for_must_make_sense(args: tuple[str, ...], words: str, office: Office, command: Command) -> None:
    office("records: []")
    ran = command("init", *args)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


# A log that is there already


def proposed(office: Office, log: str | bytes, command: Command, *args: str, name: str = "office.csv") -> str:
    """What `init --log` proposes for a log; nothing is told beside it."""
    (office.folder / name).write_bytes(log if isinstance(log, bytes) else log.encode())
    ran = command("init", "--log", name, *args)
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def entry(text: str) -> dict[str, Any]:
    """The entry that a proposal holds."""
    source = parse_yaml(text, "proposal")
    assert not source.problems
    assert source.data["format"] == 1
    (found,) = source.data["logs"]
    return dict(found)


def pasted(office: Office, text: str) -> Document:
    """The result with the proposal as the project file."""
    (office.folder / "mou-check.yaml").write_text(text, encoding="utf-8")
    return run(Options(TODAY, office.folder), LOADER)


TITLED = PLAIN.replace("news_release", "News release").replace("web_update", "Web updates")
OFFICE = (
    re.sub(r"(\d{4})-(\d\d)-(\d\d)(T[\d:]+)?", r"\3/\2/\1", TITLED)
    .replace("date,activity,ref,cleared_by,cleared_on,copies,urgent,at,sent", "Event date,What was done,Reference no.,Cleared By,Date of clearance,No of copies,Urgent?,At,Sent on")
    .replace(",", ";")
)  # fmt: skip


def test_a_log_of_an_office_loads_with_what_is_proposed(office: Office, command: Command) -> None:
    """Headers by name, likeness and type, activities by their titles, day and month by the evidence of the cells."""
    text = proposed(office, OFFICE, command)
    found = entry(text)
    assert found["agreement"] == "it"
    assert found["files"] == ["office.csv"]
    assert found["columns"] == {
        "Event date": "date",
        "What was done": "activity",
        "Reference no.": "ref",
        "Cleared By": "cleared_by",
        "Date of clearance": "cleared_on",
        "No of copies": "copies",
        "Urgent?": "urgent",
        "Sent on": "sent",
    }
    assert found["values"] == {"News release": "news_release", "Web updates": "web_update"}
    assert found["dates"] == "%d/%m/%Y"
    assert "# covers: {from: 2015-01-05, to: 2015-06-01}" in text
    assert "cells are parted by a semicolon" in text
    document = pasted(office, text)
    assert document.problems == ()
    plain = re.sub(r"T\d\d:\d\d", "", PLAIN)
    (office.folder / "office.csv").write_text(plain, encoding="utf-8")
    (office.folder / "mou-check.yaml").write_text(
        "format: 1\nlogs: [{agreement: it, files: [office.csv]}]\n", encoding="utf-8"
    )
    assert told(document) == told(run(Options(TODAY, office.folder), LOADER))


def test_a_plain_log_needs_nothing_declared(office: Office, command: Command) -> None:
    """Columns, activities and dates as the agreement has them: the entry names the file, and no more."""
    found = entry(proposed(office, PLAIN, command))
    assert set(found) == {"agreement", "files"}


@pytest.mark.parametrize(
    ("cells", "dates", "says"),
    [
        (["03/04/2015", "31/05/2015", "30/06/2015"], "%d/%m/%Y", "2 cells of 3 have a day above 12, so day comes first"),
        (["03/04/2015", "05/31/2015"], "%m/%d/%Y", "1 cell of 2 has a day above 12, so month comes first"),
        (["03/04/15", "31/05/15"], "%d/%m/%y", "so day comes first"),
        (["3.4.2015", "31.12.2015"], "%d.%m.%Y", "so day comes first"),
        (["3 April 2015", "31 May 2015"], "%d %B %Y", "2 cells such as 3 April 2015"),
        (["3-Apr-15", "31-Dec-15"], "%d-%b-%y", "2 cells such as 3-Apr-15"),
        (["2015/04/03", "2015/12/31"], "%Y/%m/%d", "2 cells such as 2015/04/03"),
        (["31/05/2015 10:30", "01/06/2015 00:15"], "%d/%m/%Y %H:%M", "say so: timezone: UTC"),
        (["2015-05-31T23:30:00Z", "2015-06-01T00:30:00+01:00"], "%Y-%m-%dT%H:%M:%S%z", "2 cells such as"),
        (["31/05/2015", "3 June 2015", "2015-07-01"], ["%d/%m/%Y", "%d %B %Y"], "1 cell of 1 has a day above 12"),
        (["2015-05-31", "2015-06-01"], None, "format: 1"),
    ],
)  # fmt: skip
def test_the_form_of_dates_is_told_by_the_cells(
    cells: list[str], dates: Any, says: str, office: Office, command: Command
) -> None:
    """With the evidence beside it; pasted, every row loads."""
    log = "When,activity\n" + "".join(f"{cell},web_update\n" for cell in cells)
    text = proposed(office, log, command)
    assert entry(text).get("dates") == dates
    assert says in text
    document = pasted(office, text)
    assert not [p for p in document.problems if p.level == "error"]
    assert document.agreements[0].logs[0].used == len(cells)


def test_what_no_cell_tells_is_left_to_a_person(office: Office, command: Command) -> None:
    """Day and month could be either: both are offered, neither is taken, and standard error says that a choice is left."""
    (office.folder / "office.csv").write_text(
        "When,activity\n03/04/2015,web_update\n05/06/2015,web_update\n", encoding="utf-8"
    )
    ran = command("init", "--log", "office.csv")
    assert ran.status == 0
    assert "dates" not in entry(ran.out)
    assert "no cell tells day from month: 03/04/2015 can be 3 Apr 2015 or 4 Mar 2015. Choose one:" in ran.out
    assert ran.err.startswith("mou-check: left to you: How date is written: %d/%m/%Y or %m/%d/%Y; ")
    for form, month in (("%d/%m/%Y", "Apr 2015"), ("%m/%d/%Y", "Mar 2015")):
        line = f'    # dates: {{date: "{form}"}}\n'
        assert line in ran.out
        document = pasted(office, ran.out.replace(line, line.replace("# ", "")))
        assert not [p for p in document.problems if p.level == "error"]
        periods = document.agreements[0].obligations[1].periods
        assert month in [p.label for p in periods if p.actual]


def test_one_column_tells_for_another(office: Office, command: Command) -> None:
    """Cells that could be either are as those of the column whose cells tell."""
    log = "date,activity,cleared_by,cleared_on\n31/05/2015,news_release,Somebody,05/04/2015\n"
    text = proposed(office, log, command)
    assert entry(text)["dates"] == "%d/%m/%Y"


def test_cells_that_are_no_dates_are_told(office: Office, command: Command) -> None:
    """Words for nothing leave a cell empty where it may be; others are told with their row."""
    log = (
        "date,activity,cleared_by,cleared_on\n31/05/2015,news_release,Chief Executive,TBC\nEaster,news_release,,n/a\n"
        + "30/05/2015,news_release,,28/05/2015\n" * 8
    )
    text = proposed(office, log, command)
    assert entry(text)["values"] == {"cleared_on": {"TBC": "", "n/a": ""}}
    assert "Easter: no date, first in row 3, 1 row" in text


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["Y", "n", "TRUE"], None),
        (["1", "0", "1"], {"1": "yes", "0": "no"}),
        (["x", "", "n/a"], {"x": "yes", "n/a": ""}),
        (["\u2713", "\u2717", "yes"], {"\u2713": "yes", "\u2717": "no"}),
    ],
)
def test_yes_and_no_as_people_write_them(
    cells: list[str], values: dict[str, str] | None, office: Office, command: Command
) -> None:
    """Ticks and numbers are proposed for a look; pasted, they are read."""
    log = "date,activity,urgent\n" + "".join(f"2015-06-01,news_release,{cell}\n" for cell in cells)
    text = proposed(office, log, command)
    assert entry(text).get("values") == (values and {"urgent": values})
    assert values is None or "check: as people write it" in text
    assert not [p for p in pasted(office, text).problems if p.level == "error"]


def test_activities_by_code_title_plural_and_nearness(office: Office, command: Command) -> None:
    """What is the same name is taken; what is near is taken for a look; what is neither is told and left."""
    whats = ["NEWS_RELEASE", "News releases", "Newsrelease", "Web-update", "Staff party", "Web news"]
    log = "date,activity\n" + "".join(f"2015-06-01,{what}\n" for what in whats)
    text = proposed(office, log, command)
    assert entry(text)["values"] == {
        "News releases": "news_release",
        "Newsrelease": "news_release",
        "Web-update": "web_update",
    }
    assert re.search(r"Newsrelease: news_release +# check: the nearest activity, 1 row", text)
    assert re.search(r"News releases: news_release +# 1 row", text)
    assert "#   Staff party: no activity is near, 1 row\n" in text
    assert "#   Web news: perhaps web_update?, 1 row\n" in text


def test_a_value_that_no_rule_knows_is_told_and_never_taken_for_a_near_one(office: Office, command: Command) -> None:
    """A deputy is not the chief, however near the names are."""
    log = "date,activity,cleared_by\n" + "".join(
        f"2015-06-01,news_release,{who}\n" for who in ("Deputy Chief Executive", "chief executive", "PCC", "HP")
    )
    text = proposed(office, log, command)
    assert "values" not in entry(text)
    for line in (
        "Deputy Chief Executive: perhaps Chief Executive?, 1 row",
        "PCC: no rule knows it, 1 row",
        "HP: perhaps Head of Planning?, 1 row",
    ):
        assert f"    #   {line}\n" in text


def test_columns_by_what_stands_in_them(office: Office, command: Command) -> None:
    """Names that say nothing: the only column of dates, of activities, of yes and no, of values that rules know."""
    log = "A,B,C,D\n2015-06-01,news_release,Chief Executive,yes\n2015-06-02,news_release,Head of Planning,no\n"
    text = proposed(office, log, command)
    assert entry(text)["columns"] == {"A": "date", "B": "activity", "C": "cleared_by", "D": "urgent"}
    assert re.search(r"D: urgent +# check: the only column left that holds yes and no", text)


def test_columns_that_could_be_several(office: Office, command: Command) -> None:
    """They are told, and not taken."""
    log = "date,activity,X,Z\n2015-06-01,news_release,2015-05-30,2015-05-29\n"
    text = proposed(office, log, command)
    assert "columns" not in entry(text)
    assert "# check: X and Z hold dates, and could be cleared_on or sent." in text
    assert "No column was found for cleared_by (text), cleared_on (date)" in text


def test_activities_without_a_row_are_offered_as_recorded(office: Office, command: Command) -> None:
    """What is recorded and silent counts as zero, but only a person knows whether the log would show it."""
    text = proposed(office, "date,activity\n2015-06-01,news_release\n", command)
    assert "# records: [web_update]" in text


def test_without_an_agreement_codes_are_made(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each different text becomes a code, and the agreement could begin with these activities."""
    monkeypatch.chdir(tmp_path)
    log = "Date;Type;Ref\n31/05/2015;Press release;1\n01/06/2015;press  RELEASE;2\n02/06/2015;Caf\u00e9 & talk;3\n02/06/2015;Caf\u00e9 talk;4\n"
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    ran = command("init", "--log", "log.csv")
    assert ran.status == 0
    found = entry(ran.out)
    assert found["agreement"] == "my-agreement"
    assert found["columns"] == {"Type": "activity"}
    assert found["values"] == {
        "Press release": "press_release",
        "Caf\u00e9 & talk": "cafe_talk",
        "Caf\u00e9 talk": "cafe_talk_2",
    }
    assert "#   press_release: {title: Press release}" in ran.out
    drafted = re.search(r"(?m)^# activities:\n(?:#   .*\n)+", ran.out)
    assert drafted
    draft = parse_yaml(drafted[0].replace("# ", "", 1).replace("\n# ", "\n"), "draft").data
    text = AGREEMENT[: AGREEMENT.index("lists:")].replace("id: it", "id: my-agreement") + json.dumps(draft)[
        1:-1
    ].replace('"activities": ', "activities: ")
    text += "\nobligations:\n  - {id: a, clauses: ['1'], title: A, says: A., bearer: a, force: must, rule: {kind: count, activity: press_release, at_least: 2, per: term}}\nclauses: [{ref: '1', holds: [a]}]\n"
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "my.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "mou-check.yaml").write_text(ran.out, encoding="utf-8")
    document = run(Options(TODAY, tmp_path), LOADER)
    assert document.problems == ()
    assert document.agreements[0].logs[0].used == 4


@pytest.mark.parametrize("name", ["durham", "cambridgeshire"])
def test_the_shipped_logs_in_the_dress_of_an_office(
    name: str, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Headers as titles, activities by their titles, dates with the day first: with the proposal the verdicts are the same."""
    monkeypatch.chdir(tmp_path)
    agreement = ROOT / "agreements" / f"{name}.yaml"
    source = parse_yaml(agreement.read_text(encoding="utf-8"), name).data
    titles = {code: activity["title"] for code, activity in source["activities"].items()}
    rows = list(csv.reader(io.StringIO((ROOT / "activity_logs" / f"{name}.csv").read_text(encoding="utf-8"))))
    at = rows[0].index("activity")
    for row in rows[1:]:
        row[at] = titles.get(row[at], row[at])
    rows[0] = [name.replace("_", " ").title() for name in rows[0]]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    text = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b(?=[;\r])", r"\3/\2/\1", out.getvalue())
    (tmp_path / "office.csv").write_text(text, encoding="utf-8")
    ran = command("init", "--log", "office.csv", "--agreement", agreement, "--output", "mou-check.yaml")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    (tmp_path / "plain.yaml").write_text("format: 1\n", encoding="utf-8")
    plain, dressed = (
        run(Options(TODAY, tmp_path, (str(agreement),), (str(log),), project=tmp_path / project), LOADER).agreements[0]
        for project, log in (("plain.yaml", ROOT / "activity_logs" / f"{name}.csv"), ("mou-check.yaml", "office.csv"))
    )
    assert plain.window == dressed.window
    assert dressed.logs[0].used == plain.logs[0].used
    assert [(o.id, o.tally) for o in dressed.obligations] == [(o.id, o.tally) for o in plain.obligations]


def test_encoding_and_delimiter_are_found(office: Office, command: Command) -> None:
    """An encoding that cannot be told for sure is declared; pasted, the log loads without a warning."""
    log = "When\tactivity\tcleared_by\n2015-06-01\tnews_release\tChief Executive\n2015-06-02\tnews_release\tJos\u00e9\n"
    text = proposed(office, log.encode("cp1252"), command)
    assert entry(text)["encoding"] == "cp1252"
    assert "cells are parted by a tab" in text
    assert not [p for p in pasted(office, text).problems if p.code == "bad-text"]
    assert "its encoding, utf-16, is found without being told" in proposed(office, log.encode("utf-16"), command)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("", "is empty"),
        ("just a line\n", "has no header row"),
        ("When,What\n", "has a header and no rows"),
    ],
)
def test_a_file_of_which_nothing_can_be_told(log: str, words: str, office: Office, command: Command) -> None:
    """Exit status 2 with the reason, and no proposal."""
    (office.folder / "office.csv").write_text(log, encoding="utf-8")
    ran = command("init", "--log", "office.csv")
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_a_log_without_what_every_log_needs(office: Office, command: Command) -> None:
    """It is said on standard error what is missing; the rest is proposed all the same."""
    (office.folder / "office.csv").write_text("Name,Town\nA,Crewe\nB,Chester\n", encoding="utf-8")
    ran = command("init", "--log", "office.csv")
    assert ran.status == 0
    assert "left to you: No column holds dates, and every log needs one: date." in ran.err
    assert "every log needs one: activity." in ran.err


def test_hostile_names_stay_inert(office: Office, command: Command) -> None:
    """Whatever stands in a log, the proposal is YAML that says it, and nothing in it reaches the terminal."""
    names = [
        "a: b # c",
        "{x}",
        "- y",
        "yes",
        "\x1b[31mred",
        '"quoted"',
        "null",
        "::error::x",
        "caf\u00e9",
        "'",
        "%",
        "1.0",
        "tab\tin",
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["When", "What", *names])
    for i, name in enumerate(names):
        writer.writerow([f"2015-06-{i + 1:02}", name, *names])
    text = proposed(office, out.getvalue(), command)
    assert "\x1b" not in text
    (office.folder / "log.csv").write_bytes((office.folder / "office.csv").read_bytes())
    (office.folder / "agreements" / "it.yaml").unlink()
    without = proposed(office, out.getvalue(), command)
    assert set(entry(without)["values"]) == {" ".join(name.split()) for name in names} - {"yes", "null"}


def test_a_header_with_one_name_twice_is_told(office: Office, command: Command) -> None:
    """Such a log is refused, so the proposal says what to do about it."""
    text = proposed(office, "date,activity,Notes,notes \n2015-06-01,news_release,a,b\n", command)
    assert '"notes" stands twice in the header' in text


def test_a_large_log_is_looked_at_in_part(office: Office, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first rows are enough, and it is said how many these were."""
    monkeypatch.setattr("mou_check.starter.profile.MOST_ROWS", 3)
    text = proposed(office, "date,activity\n" + "2015-06-01,news_release\n" * 5, command)
    assert "The first 3 rows and 2 columns were looked at" in text


def test_the_files_of_a_new_project_are_in_the_package() -> None:
    """They are read from the package, wherever it is installed."""
    assert list(starter_files()) == list(STARTER)
    assert all(content for content in starter_files().values())
