"""`template` writes an empty log with what the rules read, a guide to it, and a workbook to choose from."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import Command
from mou_check.load.agreements import load_agreement
from mou_check.output import template_csv, template_guide, template_xlsx
from mou_check.template import Template, template_of

OFFICERS = ["Chief Executive", "Head of Scrutiny, Planning and Strategy"]
AGREEMENT: dict[str, Any] = {
    "format": 1,
    "id": "town",
    "title": "An agreement",
    "parties": {"a": {"name": "A"}},
    "term": {"starts": "2015-04-01"},
    "lists": {"officers": OFFICERS, "areas": {"values": [], "supplied_by": "user"}},
    "activities": {
        "release": {
            "title": "News release",
            "description": "Dated on the day on which it went out.",
            "columns": {"unread": "text", "cleared_by": "text", "cleared_on": "date", "urgent": "yes-no", "late_because": "text"},
        },
        "surgery": {"title": "surgery", "columns": {"area": "text", "people": "integer", "opened": "time"}},
        "review": {"title": "Review", "columns": {"said": "text", "cost": "number", "ended": "datetime"}},
        "nobody_asks": {"title": "Thing that no rule reads", "columns": {"unread_too": "text"}},
    },
    "columns": {"cleared_by": "The officer who cleared it, by title.", "area": "Where it was held."},
    "obligations": [],
    "clauses": [],
}  # fmt: skip
RULES: dict[str, Any] = {
    "clearance": {
        "kind": "approval",
        "activity": "release",
        "by": "officers",
        "approver": "cleared_by",
        "approved_on": "cleared_on",
        "where": {"urgent": "no"},
        "excuse": "late_because",
    },
    "surgeries": {"kind": "count", "activity": "surgery", "at_least": 1, "per": "year", "for_each": {"area": "areas"}},
    "length": {"kind": "every", "activity": "surgery", "must": {"opened": {"before": "12:00"}, "people": {"at_least": 1}}},
    "quality": {"kind": "judgement", "question": "Was it well done?", "evidence": {"activity": "review"}, "per": "year"},
    "sense": {"kind": "judgement", "question": "Was it wise?"},
}  # fmt: skip


def agreement(rules: dict[str, Any] = RULES, **top: Any) -> dict[str, Any]:
    """The agreement with an obligation for each rule, named as it is."""
    obligations = [
        {"id": name, "clauses": ["1"], "title": name.title(), "says": "So it is.", "bearer": "a", "force": "must", "rule": rule}
        for name, rule in rules.items()
    ]  # fmt: skip
    return {**AGREEMENT, "obligations": obligations, "clauses": [{"ref": "1", "holds": list(rules)}], **top}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the agreement; the command is typed in it."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "town.yaml").write_text(json.dumps(agreement()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def needs(folder: Path, content: dict[str, Any], supplied: dict[str, tuple[str, ...]] | None = None) -> Template:
    """What the log of an agreement needs."""
    (folder / "one.yaml").write_text(json.dumps(content), encoding="utf-8")
    loaded, problems = load_agreement(folder / "one.yaml", "one.yaml")
    assert loaded, problems
    return template_of(loaded.agreement, loaded.agreement.list_values(supplied or {}))


# --- which columns ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("only", "header"),
    [
        ([], "date,activity,ref,cleared_by,cleared_on,urgent,late_because,area,people,opened,said,cost,ended"),
        (["clearance"], "date,activity,ref,cleared_by,cleared_on,urgent,late_because"),
        (["surgeries"], "date,activity,ref,area"),
        (["length"], "date,activity,ref,people,opened"),
        (["surgeries", "length"], "date,activity,ref,area,people,opened"),
        (["town/quality"], "date,activity,ref,said,cost,ended"),
    ],
)
def test_the_header_has_the_columns_that_rules_read_and_no_others(
    only: list[str], header: str, project: Path, command: Command
) -> None:
    """Date, activity and ref, then what is read, as the agreement declares it; a judgement reads all of its evidence."""
    ran = command("template", "town", *(word for name in only for word in ("--only", name)))
    assert ran == (0, header + "\n", "")


def test_every_reading_counts(tmp_path: Path) -> None:
    """A log must serve whichever reading the parties settle on."""
    content = agreement({"surgeries": RULES["surgeries"]})
    readings = [
        {"id": "by-area", "label": "By area", "rule": content["obligations"][0].pop("rule")},
        {"id": "early", "label": "Early", "rule": RULES["length"]},
    ]
    content["obligations"][0]["readings"] = readings
    assert [c.name for c in needs(tmp_path, content).columns][3:] == ["area", "people", "opened"]


def test_the_columns_of_both_sides_of_a_companion_and_its_join(tmp_path: Path) -> None:
    rule = {
        "kind": "companion",
        "activity": "surgery",
        "needs": {"activity": "review", "where": {"said": "all of it"}},
        "match": {"ref": "ref"},
    }
    template = needs(tmp_path, agreement({"it": rule}))
    assert [c.name for c in template.columns] == ["date", "activity", "ref", "said"]
    assert [(a.code, a.columns) for a in template.activities] == [("surgery", ("ref",)), ("review", ("ref", "said"))]
    assert [c.needed for c in template.columns] == [True, True, True, True]


# --- which values -----------------------------------------------------------------------------------
WHERE = {"kind": "never", "activity": "release"}
MUST = {"kind": "every", "activity": "release"}


@pytest.mark.parametrize(
    ("rule", "column", "values"),
    [
        (RULES["clearance"], "cleared_by", OFFICERS),
        ({**RULES["clearance"], "by": ["Ann", "Bob"]}, "cleared_by", ["Ann", "Bob"]),
        (RULES["surgeries"], "area", ["North", "South"]),
        ({**WHERE, "where": {"cleared_by": "Ann"}}, "cleared_by", ["Ann"]),
        ({**WHERE, "where": {"cleared_by": ["Ann", "Bob", "ann "]}}, "cleared_by", ["Ann", "Bob"]),
        ({**WHERE, "where": {"cleared_by": {"in": "officers"}}}, "cleared_by", OFFICERS),
        ({**WHERE, "where": {"cleared_by": {"not_in": ["Nobody"]}}}, "cleared_by", ["Nobody"]),
        ({**WHERE, "where": {"any": [{"cleared_by": "Ann"}, {"cleared_by": "Bob"}]}}, "cleared_by", ["Ann", "Bob"]),
        ({**MUST, "must": {"cleared_by": {"in": ["Ann", "Bob"]}}}, "cleared_by", ["Ann", "Bob"]),
        ({**MUST, "must": {"cleared_by": {"column": "late_because"}}}, "cleared_by", []),
        ({**MUST, "must": {"cleared_by": {"present": "yes"}}}, "cleared_by", []),
        ({**MUST, "must": {"cleared_by": {"contains": "Ann"}}}, "cleared_by", []),
        ({**MUST, "must": {"urgent": "yes"}}, "urgent", []),
        ({**MUST, "must": {"cleared_on": "2015-06-01"}}, "cleared_on", []),
        ({**MUST, "activity": "surgery", "must": {"people": [1, 2]}}, "people", ["1", "2"]),
    ],
)  # fmt: skip
def test_the_values_that_rules_know_are_offered(
    rule: dict[str, Any], column: str, values: list[str], tmp_path: Path
) -> None:
    """Lists, and values that conditions compare whole cells with, each once; what the form says already is no list."""
    template = needs(tmp_path, agreement({"it": rule}), {"areas": ("North", "South")})
    assert list(next(c for c in template.columns if c.name == column).values) == values


def test_a_list_that_nobody_has_filled_in_is_told(tmp_path: Path) -> None:
    template = needs(tmp_path, agreement({"surgeries": RULES["surgeries"]}))
    assert template.columns[-1].open_lists == ("areas",)
    assert "The list areas has no values yet; the project file can supply them." in template_guide.render(template)


def test_a_list_of_the_project_file_is_offered(project: Path, command: Command) -> None:
    settings = {"format": 1, "lists": {"town": {"areas": ["North", "South"]}}}
    (project / "mou-check.yaml").write_text(json.dumps(settings), encoding="utf-8")
    assert command("template", "town", "--only", "surgeries", "--output", "log.csv").status == 0
    assert "| North; South |" in (project / "log-guide.md").read_text(encoding="utf-8")


# --- filling it in ----------------------------------------------------------------------------------
SAMPLES = {
    "text": "something",
    "integer": "12",
    "number": "3.5",
    "date": "2015-06-01",
    "time": "08:30",
    "datetime": "2015-06-01T08:30",
    "yes-no": "yes",
}


def filled(template: Template) -> str:
    """A row for each activity, with something in every column that it needs: one of the values, or what its form says."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [c.name for c in template.columns], lineterminator="\n")
    for n, activity in enumerate(template.activities):
        own = {"date", "activity", "ref", *activity.columns, *activity.spare_columns}
        cells = {c.name: c.values[0] if c.values else SAMPLES[c.type] for c in template.columns if c.name in own}
        writer.writerow({**cells, "activity": activity.code, "ref": str(n)})
    return template_csv.render(template) + text.getvalue()


@pytest.mark.parametrize("file", ["town.yaml", "everything.yaml"])
def test_a_template_that_is_filled_in_is_read_whole(file: str, project: Path, tmp_path: Path, command: Command) -> None:
    """No cell, column or activity of it is a problem to the rules that it was made for."""
    source = Path(__file__).with_name("everything.yaml") if file == "everything.yaml" else project / "agreements" / file
    (tmp_path / "mine.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert command("template", "mine.yaml", "--output", "mine.csv").status == 0
    header = (tmp_path / "mine.csv").read_text(encoding="utf-8")
    loaded, _ = load_agreement(tmp_path / "mine.yaml", "mine.yaml")
    assert loaded
    log = filled(template_of(loaded.agreement, loaded.agreement.list_values({})))
    assert log.startswith(header)
    (tmp_path / "mine.csv").write_text(log, encoding="utf-8")
    ran = command("verify", "mine.yaml", "--log", "mine.csv", "--fail-on", "never", "--format", "json")
    document = json.loads(ran.out)
    problems = {p["code"] for p in document["problems"]}
    assert not problems - {"value-outside-list", "holidays-unknown"}, document["problems"]
    (told,) = document["agreements"][0]["logs"]
    assert told["used"] == told["rows"] > 0


# --- the guide --------------------------------------------------------------------------------------
def test_the_guide_says_what_to_put_in(project: Path, command: Command) -> None:
    """Activities with what they need, columns with form, sentence, values and readers."""
    command("template", "town", "--output", "log.csv")
    guide = (project / "log-guide.md").read_text(encoding="utf-8").splitlines()
    for line in (
        "# What to put into the log: An agreement (`town`)",
        "| `release` | News release. Dated on the day on which it went out. | `cleared_by`, `cleared_on`, `urgent`; `late_because` (can stay empty) | `clearance` |",
        "| `surgery` | Surgery. | `area`, `people`, `opened` | `surgeries`, `length` |",
        "| `cleared_by` | text | The officer who cleared it, by title. Other values than those of the rules can stand there too. | Chief Executive; Head of Scrutiny, Planning and Strategy | `clearance` |",
        "| `late_because` | text | The reason that excuses a miss. It can stay empty. |  | `clearance` |",
        "| `opened` | a time such as 08:30 | What it must be. |  | `length` |",
        "| `date` | a date such as 2015-06-01 | The day on which it happened. |  | every rule |",
    ):
        assert line in guide


@pytest.mark.parametrize(
    ("args", "files", "shown"),
    [
        ([], [], "date,activity,ref,"),
        (["--output", "-"], [], "date,activity,ref,"),
        (["--output", "log.csv"], ["log-guide.md", "log.csv"], ""),
        (["--output", "log.csv", "--guide", "how.md"], ["how.md", "log.csv"], ""),
        (["--output", "log.csv", "--guide", "-"], ["log.csv"], "# What to put"),
        (["--guide", "how.md"], ["how.md"], "date,activity,ref,"),
        (["--output", "log.xlsx"], ["log.xlsx"], ""),
        (["--output", "log.XLSX"], ["log.XLSX"], ""),
        (["--output", "log", "--format", "xlsx"], ["log"], ""),
        (["--output", "log.xlsx", "--guide", "how.md"], ["how.md", "log.xlsx"], ""),
        (["--output", "log.xlsx", "--format", "csv"], ["log-guide.md", "log.xlsx"], ""),
    ],
)
def test_what_goes_where(args: list[str], files: list[str], shown: str, project: Path, command: Command) -> None:
    """A CSV file has its guide beside it, a workbook has it inside; the ending of the file says which is meant."""
    ran = command("template", "town", *args)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(shown) if shown else not ran.out
    assert sorted(p.name for p in project.iterdir() if p.is_file()) == files
    for name in files:
        workbook = (project / name).read_bytes().startswith(b"PK")
        assert workbook is ((name.lower().endswith(".xlsx") and "csv" not in args) or name == "log")


def test_a_file_that_is_there_is_never_written_over(project: Path, command: Command) -> None:
    """Neither a log that somebody keeps nor a guide: then nothing at all is written."""
    (project / "log.csv").write_text("date,activity\n2015-06-01,release\n", encoding="utf-8")
    (project / "other-guide.md").write_text("mine", encoding="utf-8")
    for name, there in (("log.csv", "--output log.csv"), ("other.csv", "--guide other-guide.md")):
        ran = command("template", "town", "--output", name)
        assert ran.status == 2
        assert f"{there}: this file is there already; name another, or move it away first" in ran.err
    assert sorted(p.name for p in project.iterdir() if p.is_file()) == ["log.csv", "other-guide.md"]
    assert (project / "log.csv").read_text(encoding="utf-8").endswith("release\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["twon"], 'there is no agreement "twon": neither a file nor an id in agreements/. Did you mean "town"?'),
        (["town", "town"], "a log belongs to one agreement, and 2 are named; write a log for each"),
        (["town", "--only", "clearence"], '--only: there is no obligation "clearence". Did you mean "clearance"?'),
        (["town", "--only", "sense"], "no rule of these obligations reads a log: only a person can judge"),
        (["town", "--format", "xlsx"], "a workbook cannot go to standard output; give it a file with --output FILE"),
        (["town", "--guide", "-"], "the log and its guide cannot both go to standard output"),
        (["town", "--output", "a.csv", "--guide", "./a.csv"], "--output and --guide name one file"),
        (["town", "--output", "nowhere/a.csv"], "cannot be written: there is no folder"),
        (["town", "--output", "agreements"], "cannot be written: Is a directory"),
        (["town", "--output", ""], "cannot be written: Is a directory"),
        (["town", "--project", "none.yaml"], "--project none.yaml: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_told(args: list[str], words: str, project: Path, command: Command) -> None:
    """Exit status 2, and nothing is written."""
    ran = command("template", *args)
    assert (ran.status, ran.out) == (2, "")
    assert words in " ".join(ran.err.split())
    assert [p.name for p in project.iterdir()] == ["agreements"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_gets_no_guide_beside_it(project: Path, command: Command) -> None:
    assert command("template", "town", "--output", "/dev/null") == (0, "", "")
    assert not Path("/dev/null-guide.md").exists()


def test_of_several_agreements_one_must_be_named(project: Path, command: Command) -> None:
    (project / "agreements" / "other.yaml").write_text(json.dumps(agreement(id="other")), encoding="utf-8")
    ran = command("template")
    assert ran.status == 2
    assert "of which agreement? Name one of other or town" in ran.err
    (project / "agreements" / "other.yaml").unlink()
    assert command("template").status == 0


def test_without_the_extra_a_workbook_says_how_to_get_it(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV works all the same."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "mou_check.output.template_xlsx")
    ran = command("template", "town", "--output", "log.xlsx")
    assert ran.status == 2
    assert 'pip install "mou-check[xlsx]"' in ran.err
    assert not (project / "log.xlsx").exists()
    assert command("template", "town", "--output", "log.csv").status == 0


# --- the workbook -----------------------------------------------------------------------------------
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """A workbook as its parts say it."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.texts = ["".join(item.itertext()) for item in self.part("sharedStrings.xml")]
        self.sheets = {s.get("name"): s.get("state") for s in self.part("workbook.xml").iter(f"{SPREADSHEET}sheet")}

    def part(self, name: str) -> ET.Element:
        return ET.fromstring(self.zip.read(f"xl/{name}"))

    def cells(self, sheet: int) -> dict[str, str]:
        """The texts of a sheet by their place; every cell that is filled holds a text and no formula."""
        found = {}
        for cell in self.part(f"worksheets/sheet{sheet}.xml").iter(f"{SPREADSHEET}c"):
            assert cell.get("t") == "s"
            assert [child.tag for child in cell] == [f"{SPREADSHEET}v"]
            found[str(cell.get("r"))] = self.texts[int(cell[0].text or "")]
        return found

    def checks(self) -> dict[str, ET.Element]:
        """What the cells of each column of the log are held to, by its name."""
        header = {re.sub(r"\d", "", place): name for place, name in self.cells(1).items()}
        found = self.part("worksheets/sheet1.xml").iter(f"{SPREADSHEET}dataValidation")
        return {header[re.sub(r"\d.*", "", str(check.get("sqref")))]: check for check in found}

    def offered(self, check: ET.Element) -> list[str]:
        """The values of a list to choose from: they stand on the hidden sheet, or in the rule itself."""
        formula = check.findtext(f"{SPREADSHEET}formula1") or ""
        if formula.startswith('"'):
            return formula.strip('"').split(",")
        found = re.fullmatch(r"Lists!\$([A-Z]+)\$(\d+)(?::\$\1\$(\d+))?", formula)
        assert found, formula
        cells = self.cells(3)
        return [cells[f"{found[1]}{row}"] for row in range(int(found[2]), int(found[3] or found[2]) + 1)]


def book(folder: Path, content: dict[str, Any], **supplied: tuple[str, ...]) -> Book:
    return Book(template_xlsx.render(needs(folder, content, supplied)))


def test_the_workbook_has_a_log_a_guide_and_hidden_lists(tmp_path: Path) -> None:
    found = book(tmp_path, agreement())
    assert found.sheets == {"Log": None, "What to put in": None, "Lists": "hidden"}
    header = "date,activity,ref,cleared_by,cleared_on,urgent,late_because,area,people,opened,said,cost,ended"
    assert list(found.cells(1).values()) == header.split(",")
    said = list(found.cells(2).values())
    for text in (
        "News release. Dated on the day on which it went out.",
        "The officer who cleared it, by title. Other values than those of the rules can stand there too.",
        "\n".join(OFFICERS),
        "a time such as 08:30",
        "surgeries, length",
    ):
        assert text in said


def test_the_cells_of_the_workbook_take_what_a_log_can_hold(tmp_path: Path) -> None:
    """What could not be read is refused; a value that no rule knows is asked about and let in."""
    found = book(tmp_path, agreement(), areas=("North", "South"))
    checks = found.checks()
    kinds = {name: (check.get("type"), check.get("errorStyle") or "stop") for name, check in checks.items()}
    assert kinds == {
        "date": ("date", "stop"),
        "activity": ("list", "stop"),
        "ref": (None, "stop"),
        "cleared_by": ("list", "warning"),
        "cleared_on": ("date", "stop"),
        "urgent": ("list", "stop"),
        "late_because": (None, "stop"),
        "area": ("list", "warning"),
        "people": ("whole", "stop"),
        "opened": ("time", "stop"),
        "said": (None, "stop"),
        "cost": ("decimal", "stop"),
        "ended": (None, "stop"),
    }
    offered = {name: found.offered(check) for name, check in checks.items() if check.get("type") == "list"}
    assert offered == {
        "activity": ["release", "surgery", "review"],
        "cleared_by": OFFICERS,
        "urgent": ["yes", "no"],
        "area": ["North", "South"],
    }
    assert {str(check.get("sqref")).partition(":")[2][-7:] for check in checks.values()} == {"1048576"}


def test_dates_stand_in_the_workbook_as_the_log_wants_them(tmp_path: Path) -> None:
    """Saved as CSV a date is 2015-06-01 wherever the spreadsheet comes from, and a text is never made a date."""
    found = book(tmp_path, agreement())
    styles = found.part("styles.xml")
    forms = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(f"{SPREADSHEET}numFmt")}
    forms |= {"0": "General", "1": "0", "49": "@"}
    formats = styles.find(f"{SPREADSHEET}cellXfs")
    assert formats is not None
    looks = [forms[x.get("numFmtId")] for x in formats]
    columns = found.part("worksheets/sheet1.xml").iter(f"{SPREADSHEET}col")
    by_column = [looks[int(c.get("style") or 0)] for c in columns for _ in range(int(c.get("min") or 0), int(c.get("max") or 0) + 1)]  # fmt: skip
    header = list(found.cells(1).values())
    assert dict(zip(header, by_column, strict=True)) == {
        "date": "yyyy-mm-dd", "activity": "@", "ref": "@", "cleared_by": "@", "cleared_on": "yyyy-mm-dd", "urgent": "@", "late_because": "@",
        "area": "@", "people": "0", "opened": "hh:mm", "said": "@", "cost": "General", "ended": "@",
    }  # fmt: skip


@pytest.mark.parametrize("many", [1, 20, 2000])
def test_a_list_may_be_longer_than_a_spreadsheet_rule(many: int, tmp_path: Path) -> None:
    """More than 255 characters, and values with a comma in them: the hidden sheet holds them all."""
    towns = tuple(f"Town number {i}, by the sea" for i in range(many))
    found = book(tmp_path, agreement({"surgeries": RULES["surgeries"]}), areas=towns)
    assert found.offered(found.checks()["area"]) == list(towns)


def test_messages_beside_a_cell_are_cut_to_what_a_spreadsheet_takes(tmp_path: Path) -> None:
    long = {"activities": {"a": {"title": "A", "columns": {"c" * 60: "text"}}}, "columns": {"c" * 60: "so " * 200}}
    rule = {"kind": "every", "activity": "a", "must": {"c" * 60: "x"}}
    check = book(tmp_path, agreement({"it": rule}, **long)).checks()["c" * 60]
    assert len(check.get("promptTitle") or "") <= 32
    assert len(check.get("errorTitle") or "") <= 32
    assert (check.get("prompt") or "").endswith("...")
    assert len(check.get("prompt") or "") <= 255


def test_the_same_agreement_gives_the_same_bytes(tmp_path: Path) -> None:
    template = needs(tmp_path, agreement())
    assert template_xlsx.render(template) == template_xlsx.render(template)


# --- hostile text -----------------------------------------------------------------------------------
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://example.org/x", "<b>|`x`|[y](z)</b>", "a\u202eb\x1b[31m"]  # fmt: skip


def hostile() -> dict[str, Any]:
    """An agreement whose every text would be something else to a spreadsheet, a browser or a terminal."""
    rule = {"kind": "every", "activity": "=a", "must": {"=c": HOSTILE}}
    activities = {"=a": {"title": HOSTILE[0], "description": HOSTILE[6], "columns": {"=c": "text"}}}
    columns = {"=c": HOSTILE[7]}
    return agreement({"it": rule}, title=HOSTILE[4], lists={}, activities=activities, columns=columns)


def test_text_of_an_agreement_is_text_in_the_workbook(tmp_path: Path) -> None:
    """No formula and no link, whatever a text begins with; `cells` refuses every cell that is not a text."""
    found = book(tmp_path, hostile())
    assert found.cells(1)["D1"] == "=c"
    assert found.offered(found.checks()["=c"])[:6] == HOSTILE[:6]
    assert "=1+1. <b>|`x`|[y](z)</b>" in found.cells(2).values()
    assert not any("rels" in name and "sheet" in name for name in found.zip.namelist()), "no links"


def test_text_of_an_agreement_is_text_in_the_guide(tmp_path: Path) -> None:
    guide = template_guide.render(needs(tmp_path, hostile()))
    assert "\x1b" not in guide
    assert "\u202e" not in guide
    assert r"\<b\>\|\`x\`\|\[y\](z)\</b\>" in guide
    tables = [line for line in guide.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {5, 6}
