"""Logs as offices keep them: whatever file the rows lie in, the result is the same; what no row can be had of says so."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import pytest
from backports import zstd
from xlsxwriter import Workbook

from conftest import Command
from mou_check.load.activity_logs import LogLoader
from mou_check.model.results import Document
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER, TODAY

AGREEMENT = """format: 1
id: it
title: An agreement
parties: {a: {name: A}, b: {name: B}}
term: {starts: 2015-01-01, ends: 2015-12-31}
activities:
  release: {title: Release, columns: {by: text, on: date, cost: number, people: integer, urgent: yes-no, at: time, told: datetime}}
  meeting: {title: Meeting, columns: {by: text}}
obligations:
  - {id: releases, clauses: ["1"], title: Releases, says: Two a month., bearer: a, force: must, rule: {kind: count, activity: release, at_least: 2, per: month}}
  - {id: meetings, clauses: ["1"], title: Meetings, says: No meetings., bearer: a, force: must, rule: {kind: never, activity: meeting}}
  - {id: leads, clauses: ["1"], title: Leads, says: The lead signs., bearer: a, force: must, rule: {kind: every, activity: release, must: {by: "Zoë O’Neill"}}}
  - {id: cheap, clauses: ["1"], title: Cheap, says: Cheap ones., bearer: a, force: must, rule: {kind: every, activity: release, where: {cost: {present: yes}}, must: {cost: {at_most: 12.5}}}}
  - {id: few, clauses: ["1"], title: Few, says: Few people., bearer: a, force: must, rule: {kind: every, activity: release, where: {people: {present: yes}}, must: {people: {at_most: 12}}}}
  - {id: calm, clauses: ["1"], title: Calm, says: Not urgent., bearer: a, force: must, rule: {kind: never, activity: release, where: {urgent: yes}}}
  - {id: early, clauses: ["1"], title: Early, says: Before nine., bearer: a, force: must, rule: {kind: every, activity: release, where: {at: {present: yes}}, must: {at: {at_most: "09:00"}}}}
  - {id: told, clauses: ["1"], title: Told, says: Told on the day., bearer: a, force: must, rule: {kind: every, activity: release, where: {told: {present: yes}}, must: {told: {is: {column: on}}}}}
clauses: [{ref: "1", holds: [releases, meetings, leads, cheap, few, calm, early, told]}]
"""
Row = Sequence[Any]
COLUMNS = ("date", "activity", "ref", "by", "on", "cost", "people", "urgent", "at", "told")
# What an office writes down, as a spreadsheet or a database has it. Nothing is in the fifth row.
ROWS: Sequence[Row] = (
    (date(2015, 1, 5), "release", "R1", "Zoë O’Neill", date(2015, 1, 5), 12.5, 12, True, time(8, 30), datetime(2015, 1, 5, 8, 30)),
    (date(2015, 1, 6), " Release ", "R2", "Smith, J; £5 | “two”", date(2015, 1, 7), 13.0, 13, False, time(9, 0, 30), datetime(2015, 1, 6, 23, 59, 59)),
    ("2015-13-01", "release", "R3", None, None, None, None, None, None, None),
    (None,) * 10,
    (date(2015, 1, 8), "relase", "R4", 'he said "no"', None, 0.25, -3, None, None, None),
    (date(2015, 2, 1), "meeting", "M1", "two\nlines", None, None, None, None, None, None),
    (date(2015, 2, 2), "release", "101", "zoë  o’neill", date(2015, 2, 2), 1_000_000.0, "twelve", None, None, None),
    (date(2015, 2, 3), "meeting", "M2", "tab\there", None, None, None, None, None, None),
    (date(2015, 2, 28), "release", "R5", "Zoë O’Neill", date(2015, 2, 28), None, None, None, None, datetime(2015, 2, 28, 0, 0, 1)),
)  # fmt: skip


def text(cell: Any) -> str:
    """A cell as people write it into a CSV file."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:g}" if cell != 1_000_000 else "1000000"
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    return str(cell)


def csv_text(
    delimiter: str = ",", newline: str = "\n", quoting: Any = csv.QUOTE_MINIMAL, columns: Sequence[str] = COLUMNS
) -> str:
    """The log as CSV; an empty row is an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow(columns)
    for row in ROWS:
        cells = dict(zip(COLUMNS, (text(cell) for cell in row), strict=True))
        if any(cells.values()):
            writer.writerow([cells.get(column.strip().lower(), "zz") for column in columns])
        else:
            out.write("\n")
    return out.getvalue().replace("\n", newline)


PLAIN = csv_text()
Sheets = dict[str, Sequence[Row]]
TABLE = (COLUMNS, *ROWS)


def xlsx(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """A workbook with real dates, times, numbers and truth values."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        forms = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm", time: "hh:mm"}
        looks = {kind: book.add_format({"num_format": form}) for kind, form in forms.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if type(cell) in looks:
                        sheet.write_datetime(i, j, cell, looks[type(cell)])
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return file.getvalue()


NAMES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Sheets, manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet, put together by hand."""

    def cell(value: Any) -> str:
        kinds: dict[type, Callable[[Any], str]] = {
            bool: lambda v: f'boolean" office:boolean-value="{str(v).lower()}',
            int: lambda v: f'float" office:value="{v}',
            float: lambda v: f'float" office:value="{v}',
            date: lambda v: f'date" office:date-value="{v.isoformat()}',
            datetime: lambda v: f'date" office:date-value="{v.isoformat()}',
            time: lambda v: f'time" office:time-value="PT{v:%HH%MM%SS}',
        }
        if value is None:
            return "<table:table-cell/>"
        kind = kinds[type(value)](value) if type(value) in kinds else "string"
        lines = str(value).replace("\t", "\0").split("\n")
        lines = [escape(line).replace("\0", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>') for line in lines]
        return f'<table:table-cell office:value-type="{kind}">{"".join(f"<text:p>{line}</text:p>" for line in lines)}</table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = f"<office:document-content {NAMES}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": SPREADSHEET,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>',
            "content.xml": content,
        }
    )


def zipped(files: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def json_lines(newline: str = "\n") -> bytes:
    """An object on each line, without the keys that have no value, in any order."""
    order = random.Random(1)
    lines = []
    for row in ROWS:
        values = {
            k: v if isinstance(v, (bool, int, float)) else text(v)
            for k, v in zip(COLUMNS, row, strict=True)
            if v is not None
        }
        keys = order.sample(sorted(values), len(values))
        lines.append(json.dumps({k: values[k] for k in keys}, ensure_ascii=False) if values else "")
    return newline.join([*lines, ""]).encode()


KINDS = {"date": "VARCHAR", "on": "DATE", "cost": "DOUBLE", "urgent": "BOOLEAN", "at": "TIME", "told": "TIMESTAMP"}


def parquet(folder: Path, kinds: dict[str, str] = KINDS, rows: Sequence[Row] = ROWS) -> bytes:
    """A Parquet file whose columns have types."""
    file = folder / "made.parquet"
    with duckdb.connect() as database:
        columns = ", ".join(f'"{c}" {kinds.get(c, "VARCHAR")}' for c in COLUMNS)
        database.execute(f"CREATE TABLE t ({columns})")
        cells = [
            [cell if kinds.get(c, "VARCHAR") != "VARCHAR" else None if cell is None else text(cell) for c, cell in zip(COLUMNS, row, strict=True)]
            for row in rows
        ]  # fmt: skip
        database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(COLUMNS))})", cells)
        database.execute(f"COPY t TO '{file}' (FORMAT parquet)")
    content = file.read_bytes()
    file.unlink()
    return content


# One log, many files


@dataclass(frozen=True)
class Form:
    """A file that holds the log, what the run is told of it, and what it takes for granted.

    `line` is how much more the line of a row is than its number, where that does not follow from the text.
    """

    name: str
    content: bytes | Callable[[Path], bytes]
    assumed: dict[str, str] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    warning: str | None = None


BLANK = {"blank rows left out": "1"}
LOG: Sheets = {"Log": TABLE}
NOTES: Sheets = {"Notes": [("Our log",), ("date", "what")], "Chart": [], "Log": TABLE}
SHUFFLED = (" told", "Extra", "AT", "Urgent ", "people", "COST", "On", "By", "Ref", "ACTIVITY", " Date ", "More")
FORMS = {
    "UTF-8 with a mark": Form("it.csv", PLAIN.encode("utf-8-sig")),
    "UTF-16, little end first": Form("it.csv", ("\ufeff" + PLAIN).encode("utf-16-le"), {"encoding": "utf-16"}),
    "UTF-16, big end first": Form("it.csv", ("\ufeff" + PLAIN).encode("utf-16-be"), {"encoding": "utf-16"}),
    "UTF-16 without a mark, by option": Form("it.csv", PLAIN.encode("utf-16-le"), options={"encoding": "utf-16-le"}),
    "UTF-32": Form("it.csv", PLAIN.encode("utf-32"), {"encoding": "utf-32"}),
    "Windows-1252, guessed": Form("it.csv", PLAIN.encode("cp1252"), {"encoding": "cp1252"}, warning="bad-text"),
    "Windows-1252, by option": Form("it.csv", PLAIN.encode("cp1252"), options={"encoding": "windows-1252"}),
    "Windows-1252, by the project file": Form("it.csv", PLAIN.encode("cp1252"), entry={"encoding": "cp1252"}),
    "the mark beats the option": Form("it.csv", PLAIN.encode("utf-8-sig"), {"encoding": "utf-8"}, options={"encoding": "cp1252"}),
    "the option beats the project file": Form("it.csv", PLAIN.encode(), entry={"encoding": "cp1252"}, options={"encoding": "UTF-8"}),
    "semicolons": Form("it.csv", csv_text(";").encode(), {"delimiter": "semicolon"}),
    "tabs": Form("it.tsv", csv_text("\t").encode(), {"delimiter": "tab"}),
    "bars": Form("it.csv", csv_text("|").encode(), {"delimiter": "bar"}),
    "every cell in quotation marks": Form("it.csv", csv_text(quoting=csv.QUOTE_ALL).encode()),
    "Windows newlines": Form("it.csv", csv_text(newline="\r\n").encode()),
    "old Mac newlines": Form("it.csv", csv_text(newline="\r").encode()),
    "no newline at the end": Form("it.csv", PLAIN.rstrip("\n").encode()),
    "blank lines at the end": Form("it.csv", PLAIN.encode() + b"\n\n\r\n"),
    "columns in another order, more of them, names in any case": Form("it.csv", csv_text(columns=SHUFFLED).encode()),
    "as Excel saves Unicode text": Form("it.txt", csv_text("\t", "\r\n").encode("utf-16"), {"encoding": "utf-16", "delimiter": "tab"}, options={"logs": ("it.txt",)}),
    "gzip": Form("it.csv.gz", gzip.compress(PLAIN.encode())),
    "gzip in two parts": Form("it.csv.gz", gzip.compress(PLAIN[:99].encode()) + gzip.compress(PLAIN[99:].encode())),
    "zstd": Form("it.csv.zst", zstd.compress(csv_text(";").encode("utf-16")), {"encoding": "utf-16", "delimiter": "semicolon"}),
    "a workbook": Form("it.xlsx", xlsx(LOG), {"sheet": "Log"}, line=0),
    "a workbook, capital letters": Form("IT.XLSX", xlsx(LOG), {"sheet": "Log"}, options={"logs": ("IT.XLSX",)}, line=0),
    "a sheet that is not the first": Form("it.xlsx", xlsx(NOTES), {"sheet": "Log"}, line=0),
    "a sheet by the project file": Form("it.xlsx", xlsx(NOTES), entry={"sheet": "Log"}, line=0),
    "a sheet by option": Form("it.xlsx", xlsx(NOTES), options={"logs": ("it.xlsx#log",)}, line=0),
    "an OpenDocument sheet": Form("it.ods", ods(NOTES), {"sheet": "Log"}, line=0),
    "Parquet": Form("it.parquet", parquet, BLANK, line=0),
    "Parquet, all texts": Form("it.parquet", lambda folder: parquet(folder, {}), BLANK, line=0),
    "JSON lines": Form("it.jsonl", json_lines(), BLANK, line=-1),
    "JSON lines, packed": Form("it.ndjson.gz", gzip.compress(b"\xef\xbb\xbf" + json_lines("\r\n")), BLANK, line=-1),
    "no ending: CSV": Form("it", csv_text(";").encode(), {"delimiter": "semicolon"}, options={"logs": ("it",)}),
    "no ending: gzip": Form("it", gzip.compress(PLAIN.encode()), options={"logs": ("it",)}),
    "no ending: a workbook": Form("it", xlsx(LOG), {"sheet": "Log"}, options={"logs": ("it",)}, line=0),
    "no ending: JSON lines": Form("it", json_lines(), BLANK, options={"logs": ("it",)}, line=-1),
}  # fmt: skip


class Office:
    """A project in a folder, and logs that are put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("agreements", "activity_logs"):
            (folder / name).mkdir(parents=True)
        (folder / "agreements" / "it.yaml").write_text(AGREEMENT, encoding="utf-8")

    def put(self, name: str, content: bytes, folder: str = "activity_logs") -> Path:
        path = self.folder / folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
        return path

    def judge(self, *, entry: dict[str, Any] | None = None, loader: LogLoader | None = None, **options: Any) -> Document:
        if entry:
            settings = {"format": 1, "logs": [{"agreement": "it", **entry}]}
            (self.folder / "mou-check.yaml").write_text(json.dumps(settings), encoding="utf-8")
        return run(Options(TODAY, self.folder, **options), loader or LOADER)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def told(document: Document, file: str) -> Any:
    """The result document without what differs between files: their names, their hashes, what was taken for granted."""
    result = json.loads(render("json", document, Look()).replace(f'"{file}', '"LOG').replace(f" {file}", " LOG"))
    del result["inputs"]
    for log in result["agreements"][0]["logs"]:
        del log["assumed"]
    return result


def on_lines(result: Any, line: int) -> Any:
    """The same with the lines of a file in which every row is one."""
    if isinstance(result, list):
        return [on_lines(part, line) for part in result]
    if not isinstance(result, dict):
        return result
    row = result.get("row")
    return {k: row + line if k == "line" and row else on_lines(part, line) for k, part in result.items()}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_log_gives_the_same_result_in_whatever_form_it_is_kept(form: Form, tmp_path: Path) -> None:
    """Verdicts, findings, evidence, problems, counts; what was taken for granted is told."""
    plain, office = Office(tmp_path / "plain"), Office(tmp_path / "other")
    plain.put("it.csv", PLAIN.encode())
    expected = told(plain.judge(), "activity_logs/it.csv")
    assert [o["verdict"] for o in expected["agreements"][0]["obligations"]] == ["breached"] * 8
    assert len(expected["problems"]) == 3
    office.put(form.name, form.content(tmp_path) if callable(form.content) else form.content)
    options = dict(form.options)
    if "logs" in options:
        options["logs"] = tuple(f"activity_logs/{name}" for name in options["logs"])
    document = office.judge(entry=form.entry, **options)
    (log,) = document.agreements[0].logs
    assert log.assumed == form.assumed
    found = told(document, log.file)
    if form.warning:
        warning, *found["problems"] = found["problems"]
        assert (warning["level"], warning["code"], warning["file"], warning["line"]) == ("warning", form.warning, "LOG", 2)
    assert found == (expected if form.line is None else on_lines(expected, form.line))


def test_the_report_says_what_was_taken_for_granted(office: Office, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the line of the log, for people."""
    office.put("it.csv", csv_text(";").encode("utf-16"))
    monkeypatch.chdir(office.folder)
    out = " ".join(command("verify").out.split())
    assert "8 rows: 5 used, 2 rejected, 1 unmatched. Assumed: encoding utf-16, delimiter semicolon." in out


# Rows and lines


def numbers(document: Document) -> tuple[int, int, int, int]:
    """Rows, used, rejected, unmatched: the first is the sum of the others."""
    logs = document.agreements[0].logs
    found = [(log.rows, log.used, log.rejected, sum(u.rows for u in log.unmatched)) for log in logs]
    assert all(rows == used + rejected + unmatched for rows, used, rejected, unmatched in found)
    rows, used, rejected, unmatched = (sum(column) for column in zip(*found, strict=True))
    return rows, used, rejected, unmatched


def meetings(document: Document) -> list[tuple[int | None, int | None]]:
    """Row and line of every meeting."""
    (it,) = (o for o in document.agreements[0].obligations if o.id == "meetings")
    return [(f.row, f.line) for f in it.findings if f.row]


def faults(document: Document) -> list[tuple[str, int | None, int | None]]:
    """Code, row and line of every error."""
    return [(p.code, p.row, p.line) for p in document.problems if p.level == "error"]


def packed(name: str, content: bytes) -> bytes:
    return {".gz": gzip.compress, ".zst": zstd.compress}.get(Path(name).suffix, lambda c: c)(content)


TEXTS = [
    ("it.csv", ",", "\n", "utf-8"), ("it.csv", ";", "\r\n", "utf-8-sig"), ("it.tsv", "\t", "\r", "utf-8"), ("it.csv", "|", "\n", "utf-16"),
    ("it.csv", ";", "\r\n", "cp1252"), ("it.csv.gz", ",", "\r\n", "utf-8"), ("it.tsv.zst", "\t", "\r\n", "utf-16"),
]  # fmt: skip
in_every_text = pytest.mark.parametrize(("name", "delimiter", "newline", "encoding"), TEXTS)
BROKEN = """
date,activity,ref,by
2015-01-01,release,"a
b",£

2015-13-01,release,r,x
2015-01-02,meeting,r
"2015-01-03",meeting,"m
""1""","x
"
2015-01-03,"meeting"x,m,
2015-01-04,meeting,m2,y,z
2015-01-05,"relase",,
2015-01-06,meeting,m3,
"""


@in_every_text
def test_rows_and_lines_are_right_after_quoted_newlines_and_rejected_rows(
    name: str, delimiter: str, newline: str, encoding: str, office: Office
) -> None:
    """The row as a spreadsheet shows it, the line as an editor does, in whatever way the text is written down."""
    content = BROKEN.replace(",", delimiter).replace("\n", newline).encode(encoding)
    office.put(name, packed(name, content))
    document = office.judge(encoding="cp1252" if encoding == "cp1252" else None)
    assert faults(document) == [("bad-date", 5, 6), ("ragged-row", 6, 7), ("ragged-row", 8, 11), ("ragged-row", 9, 12)] or sorted(faults(document), key=str) == sorted(
        [("bad-date", 5, 6), ("ragged-row", 6, 7), ("ragged-row", 8, 11), ("ragged-row", 9, 12)], key=str
    )
    assert meetings(document) == [(7, 8), (11, 14)]
    assert numbers(document) == (8, 3, 4, 1)


@in_every_text
def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens(
    name: str, delimiter: str, newline: str, encoding: str, office: Office
) -> None:
    """The rest of the file would be one cell, so there is no verdict."""
    lines = ["date,activity,ref", '2015-01-01,meeting,"a', 'b"', '2015-01-02,"meeting,£5', "2015-01-03,meeting,r"]
    content = newline.join([*lines, ""]).replace(",", delimiter).encode(encoding)
    office.put(name, packed(name, content))
    document = office.judge(encoding="cp1252" if encoding == "cp1252" else None)
    (problem,) = document.problems
    assert (problem.code, problem.line, document.agreements, document.exit_status) == ("unclosed-quote", 4, (), 2)


SHEET: Sequence[Row] = (
    (), (), (None, "date", "activity", "ref", None), (None, date(2015, 1, 5), "release", "a\nb\nc", "a note beside the table"),
    (), (None, "soon", "release"), (None, date(2015, 1, 6), "meeting", "m"), (), (), (None, date(2015, 1, 7), "relase"), (None, date(2015, 1, 8), "meeting", '"'), (),
)  # fmt: skip


@pytest.mark.parametrize(("name", "content"), [("it.xlsx", xlsx({"Log": SHEET})), ("it.ods", ods({"Log": SHEET}))])
def test_a_row_of_a_sheet_is_the_row_that_the_spreadsheet_shows(name: str, content: bytes, office: Office) -> None:
    """The table may begin anywhere, rows may be empty, and a cell may have lines of its own; the line is the row."""
    office.put(name, content)
    document = office.judge()
    assert faults(document) == [("bad-date", 6, 6)]
    assert meetings(document) == [(7, 7), (11, 11)]
    assert numbers(document) == (5, 3, 1, 1)


GOOD = '{"date": "2015-01-05", "activity": "meeting"}'


@pytest.mark.parametrize(
    "line",
    [
        "{bad", '{"date": "2015-01-05", "activity": "meeting"', "[1]", "null", "5", '"text"', GOOD + GOOD, GOOD + ",", "{'date': '2015-01-05'}", '{"activity": "\\ud800"}',
        '{"activity": "a\tb"}', "date,activity", '{"ref": "\\u0000", "activity": "meeting", "date": "2015-01-05"}',
    ],
)  # fmt: skip
def test_a_line_that_is_not_an_object_is_told_and_the_others_are_read(line: str, office: Office) -> None:
    """Its line is the file's; its row is one more, for the header that such a file does not have."""
    office.put("it.jsonl", "\n".join([GOOD, "", line, GOOD, '{"date": "5 January", "activity": "meeting"}']).encode())
    document = office.judge()
    assert sorted(faults(document)) == [("bad-date", 6, 5), ("ragged-row", 4, 3)]
    assert 'the line is not a JSON object such as {"date": "2015-06-01", "activity": "news_release"}' in {
        p.message for p in document.problems
    }
    assert meetings(document) == [(2, 1), (5, 4)]
    assert numbers(document) == (4, 2, 2, 0)


def test_a_row_of_parquet_that_holds_a_nul_is_told_and_the_others_are_read(office: Office, tmp_path: Path) -> None:
    """Rows are counted as in a spreadsheet, with a header in row 1."""
    rows = [(f"2015-01-0{i}", "meeting", "a\0b" if i == 2 else "a\nb", *[None] * 7) for i in (1, 2, 3)]
    office.put("it.parquet", parquet(tmp_path, {}, rows))
    document = office.judge()
    assert faults(document) == [("ragged-row", 3, 3)]
    assert meetings(document) == [(2, 2), (4, 4)]
    assert numbers(document) == (3, 2, 1, 0)


def test_many_rows_that_cannot_be_read_are_counted_and_the_first_ones_told(office: Office) -> None:
    """Two hundred one by one, then the number of the others, of JSON lines too."""
    office.put("it.jsonl", ("{bad\n" * 300 + GOOD).encode())
    document = office.judge()
    assert len(faults(document)) == 201
    assert document.problems[-1].message == "100 more rows of activity_logs/it.jsonl cannot be read"
    assert numbers(document) == (301, 1, 300, 0)


JSON_PIECES = st.sampled_from(
    [
        GOOD, '{"date": "2015-02-01", "activity": "release", "cost": 1.0}', '{"date": "2015-1-1", "activity": "release"}', '{"activity": "relase", "date": "2015-01-01", "x y/~\\"": [1]}',
        "{}", "", "  ", "{", "}", "[]", '"', "null", "\r", "\t{}", '{"date": null}', '{"date": {"a": 1}, "activity": true}', "\ufeff", "\u2028", '{"": 1}', '{"a": "\\n"}', "\0", '{"a":1,}',
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(JSON_PIECES, max_size=12))
def test_whatever_stands_on_json_lines_no_row_is_lost(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every line that is an object with a value is a row, every other that is not blank is told with its place."""
    office = Office(tmp_path_factory.mktemp("json"))
    office.put("it.jsonl", "\n".join([GOOD, *lines]).encode())
    document = office.judge()
    if any(p.code == "foreign-log" for p in document.problems):
        return
    told = {line for code, _, line in faults(document) if code == "ragged-row"}
    for number, line in enumerate(lines, 2):
        try:
            fine = not line.strip(" \t\r") or (isinstance(json.loads(line), dict) and "\0" not in line)
        except ValueError:
            fine = line == '{"a":1,}'  # a comma too many does no harm
        assert (number in told) is not fine, line
    rows, _, rejected, _ = numbers(document)
    assert len(told) <= rejected <= rows


# Cells of workbooks and databases


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("text", "text"), (" 007 ", " 007 "), ("", ""), (True, "yes"), (False, "no"), (12, "12"), (12.0, "12"), (-0.5, "-0.5"), (0.1 + 0.2, "0.3"), (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"), (123456789.123, "123456789.123"), (date(2015, 6, 1), "2015-06-01"), (datetime(2015, 6, 1, 8, 30), "2015-06-01T08:30:00"),
        (datetime(2015, 6, 1, 23, 59, 59, 999_999), "2015-06-02T00:00:00"), (time(8, 30), "08:30"), (time(8, 30, 15), "08:30:15"),
        (timedelta(hours=26, minutes=5), "26:05"), (timedelta(hours=1, seconds=5), "01:00:05"), (-timedelta(minutes=90), "-01:30"),
    ],
)  # fmt: skip
def test_a_cell_of_a_workbook_is_written_as_a_log_has_it(cell: Any, written: str) -> None:
    """What a spreadsheet shows, but dates as ISO text, yes and no, and as many digits as it keeps."""
    assert cell_text(cell) == written


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("DATE", "2015-06-01", "2015-06-01"), ("TIMESTAMP", "2015-06-01 08:30:00", "2015-06-01T08:30:00"), ("TIMESTAMP", "2015-06-01 00:00:00", "2015-06-01"), ("TIMESTAMP_NS", "2015-06-01 08:30:00", "2015-06-01T08:30:00"),
        ("TIMESTAMPTZ", "2015-06-01 08:30:00+01", "2015-06-01T07:30:00Z"), ("TIME", "08:30:00", "08:30"), ("TIME", "08:30:15.5", "08:30:15"), ("BOOLEAN", "true", "yes"), ("BOOLEAN", "false", "no"),
        ("DOUBLE", "12.0", "12"), ("DOUBLE", "12.5", "12.5"), ("FLOAT", "0.1", "0.1"), ("DECIMAL(10,2)", "12.00", "12"), ("DECIMAL(10,2)", "12.50", "12.50"), ("BIGINT", "-3", "-3"), ("VARCHAR", "12.0", "12.0"),
        ("VARCHAR", "", ""), ("BLOB", "abc", "abc"), ("ENUM('a', 'b')", "b", "b"), ("INTEGER[]", "[1, 2]", "[1, 2]"),
    ],
)  # fmt: skip
def test_a_value_of_parquet_is_written_as_a_log_has_it(kind: str, value: str, written: str, tmp_path: Path) -> None:
    """Days for timestamps where none of the column has a time; a moment with an offset keeps it, as UTC."""
    file = tmp_path / "made.parquet"
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'America/New_York'")
        database.execute(f"COPY (SELECT CAST($v AS {kind}) AS x, 1 AS y) TO '{file}' (FORMAT parquet)", {"v": value})
    with Workroom().new() as _:
        pass
