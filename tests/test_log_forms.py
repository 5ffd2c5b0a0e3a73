"""Logs as offices keep them: whatever file the rows lie in, the result is the same; what no row can be had of says so."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import random
import struct
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from conftest import Command
from mou_check.load.activity_logs import LogLoader
from mou_check.load.log_columns import parquet_as_csv
from mou_check.load.log_forms import as_csv
from mou_check.load.log_workbook import cell_text
from mou_check.load.workroom import Workroom
from mou_check.model.results import Document
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER, TODAY

# ruff: noqa: DTZ001, RUF001 - cells of spreadsheets have no time zone, and names have apostrophes

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
# What an office writes down, as a spreadsheet or a database has it: times are on its own clock. Nothing is in the fifth row.
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

    def judge(
        self, *, entry: dict[str, Any] | None = None, loader: LogLoader | None = None, **options: Any
    ) -> Document:
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
        assert (warning["level"], warning["code"], warning["file"], warning["line"]) == (
            "warning",
            form.warning,
            "LOG",
            2,
        )
    assert found == (expected if form.line is None else on_lines(expected, form.line))


def test_the_report_says_what_was_taken_for_granted(
    office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    """Code, row and line of every error, in the order of the file."""
    errors = [(p.code, p.row, p.line) for p in document.problems if p.level == "error"]
    return sorted(errors, key=lambda error: error[1] or 0)


def packed(name: str, content: bytes) -> bytes:
    return {".gz": gzip.compress, ".zst": zstd.compress}.get(Path(name).suffix, lambda c: c)(content)


TEXTS = [
    ("it.csv", ",", "\n", "utf-8"), ("it.csv", ";", "\r\n", "utf-8-sig"), ("it.tsv", "\t", "\r", "utf-8"), ("it.csv", "|", "\n", "utf-16"),
    ("it.csv", ";", "\r\n", "cp1252"), ("it.csv.gz", ",", "\r\n", "utf-8"), ("it.tsv.zst", "\t", "\r\n", "utf-16"),
]  # fmt: skip
in_every_text = pytest.mark.parametrize(("name", "delimiter", "newline", "encoding"), TEXTS)
BROKEN = '''
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
'''


@in_every_text
def test_rows_and_lines_are_right_after_quoted_newlines_and_rejected_rows(
    name: str, delimiter: str, newline: str, encoding: str, office: Office
) -> None:
    """The row as a spreadsheet shows it, the line as an editor does, in whatever way the text is written down."""
    content = BROKEN.replace(",", delimiter).replace("\n", newline).encode(encoding)
    office.put(name, packed(name, content))
    document = office.judge(encoding="cp1252" if encoding == "cp1252" else None)
    assert faults(document) == [("bad-date", 5, 6), ("ragged-row", 6, 7), ("ragged-row", 8, 11), ("ragged-row", 9, 12)]
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
    assert faults(document) == [("ragged-row", 4, 3), ("bad-date", 6, 5)]
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


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    room = Workroom()
    header, row = parquet_as_csv(file, "made.parquet", room).path.read_text(encoding="utf-8").splitlines()
    assert (header, next(csv.reader([row]))) == ("x,y", [written, "1"])


def test_timestamps_without_a_time_are_days_and_that_is_told(office: Office, tmp_path: Path) -> None:
    """Many programs have no type for days. One row with a time, and the column is of timestamps."""
    kinds = {"date": "TIMESTAMP"}
    days = [(datetime(2015, 1, day), "meeting", *[None] * 8) for day in (1, 2)]
    office.put("it.parquet", parquet(tmp_path, kinds, days))
    document = office.judge()
    assert document.agreements[0].logs[0].assumed == {"days": "from timestamps without a time (date)"}
    assert meetings(document) == [(2, 2), (3, 3)]
    office.put("it.parquet", parquet(tmp_path, kinds, [*days, (datetime(2015, 1, 3, 9), "meeting", *[None] * 8)]))
    document = office.judge()
    assert document.agreements[0].logs[0].assumed == {}
    assert len(faults(document)) == 3


# Sheets

THREE: Sheets = {"Read me": [("What this is",)], "2014": [TABLE[0], TABLE[1]], "2015": TABLE, "2016": [TABLE[0]]}


def logs(document: Document) -> list[tuple[str, int]]:
    """Every log with its number of rows."""
    return [(log.file.removeprefix("activity_logs/"), log.rows) for log in document.agreements[0].logs]


def warnings(document: Document) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in document.problems if p.level == "warning"]


def test_that_more_sheets_hold_logs_is_told(office: Office) -> None:
    """Rows that nobody reads must not go unseen: the first sheet is read, and the others are named."""
    office.put("it.xlsx", xlsx(THREE))
    document = office.judge()
    assert logs(document) == [("it.xlsx", 1)]
    assert document.agreements[0].logs[0].assumed["sheet"] == "2014"
    code, message = warnings(document)[0]
    assert code == "more-sheets"
    assert message == (
        'activity_logs/it.xlsx: only the sheet "2014" was read, and "2015" and "2016" have the columns of a log too; '
        "name each that belongs to it, such as activity_logs/it.xlsx#2015"
    )


@pytest.mark.parametrize(
    ("entry", "options"),
    [
        ({"sheet": ["2014", "2015"]}, {}),
        ({"sheet": ["2014", "2015"], "files": "activity_logs/it.xlsx"}, {}),
        ({"files": ["activity_logs/*.xlsx#2014", "activity_logs/it.xlsx#2015"]}, {}),
        ({}, {"logs": ("activity_logs/it.xlsx#2014", "it=activity_logs/it.xlsx#2015")}),
        ({"sheet": ["2014", "2015"]}, {"logs": ("activity_logs/it.xlsx",)}),
        ({"sheet": ["2014", "2015"], "files": "activity_logs/it.xlsx"}, {"logs": ("activity_logs",)}),
    ],
)
def test_several_sheets_are_one_log(entry: dict[str, Any], options: dict[str, Any], office: Office) -> None:
    """Named in the project file or on the command line, whichever way their workbook is found; results name the sheet."""
    office.put("it.xlsx", xlsx(THREE))
    document = office.judge(entry=entry, **options)
    assert logs(document) == [("it.xlsx#2014", 1), ("it.xlsx#2015", 8)]
    assert [i.path for i in document.inputs if i.role == "log"] == ["activity_logs/it.xlsx"]
    assert {f.file for o in document.agreements[0].obligations for f in o.findings if f.file} == {"activity_logs/it.xlsx#2014", "activity_logs/it.xlsx#2015"}  # fmt: skip


def test_what_is_said_of_a_workbook_holds_for_its_sheets(office: Office) -> None:
    """The dates that the project file says it covers, when a sheet of it is named on the command line."""
    office.put("it.xlsx", xlsx(THREE))
    entry = {"files": "activity_logs/it.xlsx", "covers": {"from": "2015-01-01", "to": "2015-01-31"}}
    document = office.judge(entry=entry, logs=("activity_logs/it.xlsx#2015",))
    assert document.agreements[0].window is not None
    assert document.agreements[0].window.basis == "covers"


def test_a_hidden_sheet_is_read_only_when_it_is_named(office: Office) -> None:
    """What nobody sees is not what was meant."""
    office.put("it.xlsx", xlsx(THREE, hidden=["2014"]))
    assert office.judge().agreements[0].logs[0].assumed["sheet"] == "2015"
    assert logs(office.judge(logs=("activity_logs/it.xlsx#2014",))) == [("it.xlsx#2014", 1)]


@pytest.mark.parametrize("again", ["activity_logs/it.xlsx", "activity_logs/it.xlsx#LOG"])
def test_a_sheet_that_was_given_twice_counts_once(again: str, office: Office) -> None:
    """By its name, and as the one that is read without a name."""
    office.put("it.xlsx", xlsx(LOG))
    for words in (["activity_logs/it.xlsx#Log", again], [again, "activity_logs/it.xlsx#Log"]):
        document = office.judge(logs=tuple(words))
        assert [rows for _, rows in logs(document)] == [8]
        assert "same-log" in {code for code, _ in warnings(document)}


# Which files are meant


def several(office: Office) -> None:
    """A folder with logs in several forms, and what lies beside them."""
    for name, content in {
        "logs/it-a.csv": PLAIN.encode(), "logs/it-b.csv.gz": gzip.compress(PLAIN.encode()), "logs/it-c.xlsx": xlsx(LOG), "logs/more/it-d.jsonl": json_lines(),
        "logs/notes.txt": b"not a log", "logs/~$it-c.xlsx": b"open", "logs/.hidden.csv": b"x", "logs/guide.md": b"#", "logs/it-[1].csv": PLAIN.encode(),
    }.items():  # fmt: skip
        office.put(name, content, ".")


FOLDER = ["it-[1].csv", "it-a.csv", "it-b.csv.gz", "it-c.xlsx"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("logs", FOLDER), ("logs/", FOLDER), ("logs/*.csv", [".hidden.csv", "it-[1].csv", "it-a.csv"]), ("logs/it-?.csv*", ["it-a.csv", "it-b.csv.gz"]),
        ("logs/**/it-d.*", ["more/it-d.jsonl"]), ("logs/it-[1].csv", ["it-[1].csv"]), ("logs/it-[ab].*", ["it-a.csv", "it-b.csv.gz"]), ("logs/*.xlsx#Log", ["it-c.xlsx#Log"]), ("./logs/it-a.csv", ["it-a.csv"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["option", "option with the agreement", "project file"])
def test_files_patterns_folders_and_sheets_name_logs(word: str, found: list[str], way: str, office: Office) -> None:
    """Everywhere in the same words. A file whose name looks like a pattern is that file."""
    several(office)
    if "*.csv" in word:
        found = [name for name in found if name != ".hidden.csv"]
        (office.folder / "logs" / ".hidden.csv").unlink()
    if "*.xlsx" in word:
        (office.folder / "logs" / "~$it-c.xlsx").unlink()
    if way == "project file":
        document = office.judge(entry={"files": [word]})
    else:
        document = office.judge(logs=(word if way == "option" else f"it={word}",))
    assert [log.file for log in document.agreements[0].logs] == [f"logs/{name}" for name in found]


def test_logs_of_several_agreements_in_one_folder_find_their_own(office: Office) -> None:
    """By their names; one that fits none is asked about."""
    text = AGREEMENT.replace("id: it\n", "id: it-2016\n")
    (office.folder / "agreements" / "it-2016.yaml").write_text(text, encoding="utf-8")
    office.put("it-a.csv", PLAIN.encode(), "logs")
    office.put("it-2016.xlsx", xlsx(LOG), "logs")
    document = office.judge(logs=("logs/it*",))
    assert {a.id: [log.file for log in a.logs] for a in document.agreements} == {
        "it": ["logs/it-a.csv"],
        "it-2016": ["logs/it-2016.xlsx"],
    }
    office.put("other.csv", PLAIN.encode(), "logs")
    (problem,) = (p for p in office.judge(logs=("logs",)).problems if p.code == "bad-option")
    assert problem.message == (
        "--log logs: which of 2 agreements is other.csv the log of? Write --log ID=logs with one of it-2016, it"
    )


def test_logs_of_any_form_are_found_by_their_names(office: Office) -> None:
    """`<id>`, `<id>-*` and `<id>/*` with the ending of any log; a text file must be named to be one."""
    for name in ("it-2014.csv.gz", "it-2013.xlsx", "it/x.jsonl", "it-notes.txt", "item.csv"):
        form = {".gz": FORMS["gzip"], ".xlsx": FORMS["a workbook"], ".jsonl": FORMS["JSON lines"]}
        office.put(name, form.get(Path(name).suffix, FORMS["UTF-8 with a mark"]).content)  # type: ignore[arg-type]
    assert [file for file, _ in logs(office.judge())] == ["it-2013.xlsx", "it-2014.csv.gz", "it/x.jsonl"]


def test_a_log_that_lies_there_in_two_forms_counts_once(office: Office) -> None:
    """A workbook beside the CSV file that was made of it; who means both names both."""
    office.put("it.xlsx", xlsx(LOG))
    office.put("it.csv", PLAIN.encode())
    document = office.judge()
    assert logs(document) == [("it.csv", 8)]
    assert ("same-log", "activity_logs/it.xlsx is left out: activity_logs/it.csv has the same name, so it is taken for the same log; give both with --log, or name them in the project file, if they are two") in warnings(document)  # fmt: skip
    assert logs(office.judge(logs=("activity_logs",))) == [("it.csv", 8), ("it.xlsx", 8)]


# Standard input


@pytest.mark.parametrize("name", [n for n, form in FORMS.items() if not form.entry and not form.options])
@pytest.mark.parametrize("option", ["-", "it=-"])
def test_a_log_may_come_through_standard_input(
    name: str, option: str, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every form: its first bytes say which. The result is that of the file."""
    form = FORMS[name]
    content = form.content(tmp_path) if callable(form.content) else form.content
    file = office.put(form.name, content)
    expected = office.judge(logs=(f"activity_logs/{file.name}",))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    found = office.judge(logs=(option,), loader=LogLoader())
    assert [log.file for log in found.agreements[0].logs] == ["standard input"]
    assert found.inputs[-1].sha256 == expected.inputs[-1].sha256
    assert told(found, "standard input") == told(expected, f"activity_logs/{file.name}")


def test_standard_input_is_read_once_for_both_sides_of_a_comparison(
    office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`diff` judges the record under both wordings."""
    monkeypatch.chdir(office.folder)
    old = office.put("old.yaml", AGREEMENT.replace("at_least: 2", "at_least: 1").encode(), ".")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    ran = command("diff", old.name, "agreements/it.yaml", "--log", "-")
    assert "it: standard input, 5 Jan 2015 to 28 Feb 2015" in ran.out
    assert "releases: met becomes breached" in ran.out


def test_standard_input_is_asked_about_like_any_file(
    office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two agreements somebody must say whose log it is; what is wrong with it is told by its name."""
    monkeypatch.chdir(office.folder)
    text = AGREEMENT.replace("id: it\n", "id: other\n")
    (office.folder / "agreements" / "other.yaml").write_text(text, encoding="utf-8")
    assert "Write --log ID=- with one of it, other" in command("verify", "--log", "-").err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"date,activity\nsoon,release\n")))
    ran = command("verify", "it", "--log", "-")
    assert (ran.status, "standard input, row 2 (line 2), column date: error" in ran.err) == (2, True)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert "standard input is empty" in command("verify", "it", "--log", "-").err
    monkeypatch.setattr("sys.stdin", None)
    assert "standard input is empty" in command("verify", "it", "--log", "-").err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are a thing of Unix")
def test_a_log_may_come_through_a_pipe_with_a_name(office: Office) -> None:
    """As the shell makes one of `<(unpack it.csv)`."""
    pipe = office.folder / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(PLAIN.encode(),))
    writer.start()
    document = office.judge(logs=("pipe.csv",), loader=LogLoader())
    writer.join()
    assert [(log.file, log.rows) for log in document.agreements[0].logs] == [("pipe.csv", 8)]


# What is no log


def gzip_cut() -> bytes:
    return gzip.compress(random.Random(1).randbytes(5000))[:2000]


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def compound(*streams: str) -> bytes:
    """A compound file, as older and locked workbooks are: streams of 4,096 bytes in sectors of 512."""
    free, end, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
    starts = [2 + 8 * i for i in range(len(streams))]
    table = [0xFFFFFFFD, end]
    for start in starts:
        table += [*range(start + 1, start + 8), end]
    table += [free] * (128 - len(table))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(text), kind, 1, none, right, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    entries = entry("Root Entry", 5, none, 1, end, 0)
    for i, (name, start) in enumerate(zip(streams, starts, strict=True)):
        entries += entry(name, 2, i + 2 if i + 1 < len(streams) else none, none, start, 4096)
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    return head + struct.pack("<128I", *table) + entries.ljust(512, b"\0") + bytes(4096 * len(streams))


LOCK = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
ANEW = "name it by what it is, or save it anew"
UNUSABLE = {
    "gzip that was cut off": ("it.csv.gz", gzip_cut(), "bad-file", "it.csv.gz ends before what is packed in it does; it was cut off, so copy it anew"),
    "gzip that is damaged": ("it.csv.gz", flipped(gzip.compress(PLAIN.encode()), 60), "bad-file", "it.csv.gz is damaged: it cannot be unpacked (gzip); copy it anew"),
    "something after the end of gzip": ("it.csv.gz", gzip.compress(PLAIN.encode()) + b"more", "bad-file", "it.csv.gz is damaged"),
    "gzip by name only": ("it.csv.gz", PLAIN.encode(), "bad-file", f"it.csv.gz is not packed with gzip, although its name ends in .gz: it is text, or damaged; {ANEW}"),
    "zstd that was cut off": ("it.csv.zst", zstd.compress(PLAIN.encode())[:-9], "bad-file", "it.csv.zst ends before what is packed in it does"),
    "zstd that is damaged": ("it.csv.zst", flipped(zstd.compress(PLAIN.encode()), 8), "bad-file", "it.csv.zst is damaged: it cannot be unpacked (zstd); copy it anew"),
    "packed twice": ("it.gz", gzip.compress(gzip.compress(PLAIN.encode())), "bad-file", "it.gz is packed twice; unpack it once"),
    "a workbook packed as CSV": ("it.csv.gz", gzip.compress(xlsx(LOG)), "bad-file", "it.csv.gz is not text, although its name ends in .csv: it is a workbook"),
    "nothing packed": ("it.csv.gz", gzip.compress(b""), "empty-log", "it.csv.gz is empty"),
    "a workbook called CSV": ("it.csv", xlsx(LOG), "bad-file", f"it.csv is not text, although its name ends in .csv: it is a workbook (.xlsx, .ods); {ANEW}"),
    "OpenDocument called CSV": ("it.csv", ods(LOG), "bad-file", "it.csv is not text, although its name ends in .csv: it is a workbook (.xlsx, .ods)"),
    "an old workbook called CSV": ("it.csv", compound("Workbook"), "bad-file", "it is an old or a locked workbook (.xls, .xlsx)"),
    "gzip called CSV": ("it.csv", gzip.compress(PLAIN.encode()), "bad-file", "it.csv is not text, although its name ends in .csv: it is packed with gzip (.gz)"),
    "Parquet called CSV": ("it.csv", b"PAR1....PAR1", "bad-file", "it is a Parquet file (.parquet)"),
    "a PDF": ("it.csv", b"%PDF-1.7 ...", "bad-file", "it.csv is a PDF document; a log is CSV, a workbook, Parquet or JSON lines (an object on each line), and may be packed with gzip or zstd"),
    "a web page": ("it.xls", b"\n<!DOCTYPE HTML><table>", "bad-file", "it.xls is a web page (HTML); a log is CSV"),
    "another archive": ("it.csv", zipped({"it.csv": PLAIN}), "bad-file", "it.csv is a ZIP archive"),
    "an archive packed with gzip": ("it.tar.gz", gzip.compress(bytes(257) + b"ustar" + bytes(250)), "bad-file", "it.tar.gz is a tar archive"),
    "text called a workbook": ("it.xlsx", PLAIN.encode(), "bad-file", f"it.xlsx is not a workbook, although its name ends in .xlsx: it is text, or damaged; {ANEW}"),
    "a document called a workbook": ("it.xlsx", zipped({"word/document.xml": "x"}), "bad-file", "it.xlsx is a ZIP archive"),
    "a workbook that was cut off": ("it.xlsx", xlsx(LOG)[:3000], "bad-file", "it.xlsx is damaged, or is no workbook; save it anew, or save its sheet as CSV (UTF-8)"),
    "a workbook without its parts": ("it.xlsx", zipped({"xl/workbook.xml": "<workbook>"}), "bad-file", "it.xlsx is damaged, or is no workbook"),
    "a locked workbook": ("it.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "bad-file", "it.xlsx is locked with a password; save it without one, or save its sheet as CSV (UTF-8)"),
    "a locked OpenDocument sheet": ("it.ods", ods(LOG, LOCK), "bad-file", "it.ods is locked with a password"),
    "another compound file": ("it.xls", compound("WordDocument"), "bad-file", "it.xls is damaged, or is no workbook"),
    "an empty workbook": ("it.xlsx", xlsx({"Log": [], "More": []}), "empty-log", "it.xlsx is empty; a log starts with a header row such as date,activity,ref"),
    "a sheet with other columns": ("it.xlsx", xlsx({"Log": [("when", "activity")]}), "bad-header", 'it.xlsx: the first row must name the columns, and "date" is not among them'),
    "sheets with other columns": ("it.xlsx", xlsx({"A": [("when", "what")], "B": [("x",)]}), "bad-header", 'no sheet of activity_logs/it.xlsx has a first row that names the columns date and activity, which every log needs: "A" has when and what; "B" has x'),
    "damaged Parquet": ("it.parquet", b"PAR1" + bytes(40) + b"PAR1", "bad-file", "it.parquet is no Parquet file, or is damaged; write it anew"),
    "Parquet by name only": ("it.parquet", PLAIN.encode(), "bad-file", "it.parquet is not a Parquet file, although its name ends in .parquet"),
    "JSON without an object": ("it.jsonl", b"5\n[]\n", "bad-header", "it.jsonl: no line is a JSON object"),
    "one JSON array": ("it.jsonl", b'[{"date": "2015-01-01"}]', "bad-file", "it.jsonl is one JSON array; a log is CSV"),
    "JSON with other keys": ("it.jsonl", b'{"when": 1}\n', "bad-header", '"date" and "activity" are not among them'),
    "an empty file": ("it.parquet", b"", "empty-log", "it.parquet is empty"),
    "UTF-16 that was cut off": ("it.csv", ("\ufeff" + PLAIN).encode("utf-16-le")[:-1], "bad-text", "it.csv is not utf-16-le: byte 1043, on line 11 (0a in hexadecimal) cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_judged(
    name: str, content: bytes, code: str, words: str, office: Office
) -> None:
    """What it is, and what to do; whatever is missing could change any verdict."""
    office.put(name, content)
    document = office.judge(logs=(f"activity_logs/{name}",))
    (problem,) = document.problems
    assert (problem.level, problem.code, problem.file) == ("error", code, f"activity_logs/{name}")
    assert words in problem.message
    assert (document.agreements, document.exit_status) == ((), 2)


def test_an_old_workbook_at_which_its_reader_panics_is_damaged(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    """The reader stops in its tracks and prints where; of that nobody hears."""
    office.put("it.xls", compound("Workbook")[:557])
    (problem,) = office.judge().problems
    assert (problem.code, "it.xls is damaged, or is no workbook" in problem.message) == ("bad-file", True)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("Read mee", 'activity_logs/it.xlsx#Read mee: there is no sheet "Read mee" in it. Did you mean "Read me"?'),
        ("Log", 'there is no sheet "Log" in it. It has "Read me", "2014", "2015" and "2016".'),
    ],
)
def test_a_sheet_that_is_not_there_is_told(sheet: str, words: str, office: Office) -> None:
    """With the one that was probably meant, or those that there are."""
    office.put("it.xlsx", xlsx(THREE))
    (problem,) = office.judge(logs=(f"activity_logs/it.xlsx#{sheet}",)).problems
    assert problem.code == "missing-file"
    assert words in problem.message


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("none.csv", "there is no file none.csv"),
        ("none/*.csv", "there is no file none/*.csv; nothing fits the pattern"),
        ("none.xlsx#Log", "there is no file none.xlsx"),
        ("agreements", "agreements is a folder, and no log lies in it; name a file"),
        ("/dev/zero", "/dev/zero is a device and not a file; name a file, or - for standard input"),
        ("a\0b.csv", "cannot be read: its name cannot be one"),
        ("ring.csv", "ring.csv cannot be read: Too many levels of symbolic links"),
    ],
)
def test_what_is_not_there_or_no_file_is_told(word: str, words: str, office: Office) -> None:
    """Nothing hangs, and nothing is judged."""
    (office.folder / "ring.csv").symlink_to("ring.csv")
    document = office.judge(logs=(word,))
    (problem,) = document.problems
    assert problem.code == "missing-file"
    assert words in problem.message
    assert document.exit_status == 2


def test_a_file_that_may_not_be_read_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed to read everything, so the system's answer is played."""
    file = office.put("it.csv", PLAIN.encode())
    opened = Path.open

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path == file:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = office.judge().problems
    assert (problem.code, problem.message) == ("missing-file", "activity_logs/it.csv cannot be read: Permission denied")


def test_that_no_space_is_left_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file is unpacked."""
    office.put("it.csv.gz", gzip.compress(PLAIN.encode()))

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    (problem,) = office.judge().problems
    assert problem.message == "activity_logs/it.csv.gz cannot be read: no space is left for what it becomes"


@pytest.mark.parametrize(
    ("name", "package", "words"),
    [
        ("it.xlsx", "python_calamine", 'it.xlsx is a workbook, which needs the package python-calamine: pip install "mou-check[xlsx]", or save its sheet as CSV (UTF-8)'),
        ("it.csv.zst", "backports.zstd", 'it.csv.zst is packed with zstd, which needs the package backports.zstd: pip install "mou-check[zstd]", or unpack it (zstd -d)'),
    ],
)  # fmt: skip
def test_a_package_that_is_not_installed_is_named(
    name: str, package: str, words: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How to install it, and what to do without it."""
    content = {"it.xlsx": xlsx(LOG), "it.csv.zst": zstd.compress(PLAIN.encode())}[name]
    office.put(name, content)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    (problem,) = office.judge().problems
    assert words in problem.message


# Encodings that were named


@pytest.mark.parametrize(
    ("encoding", "content", "words", "line"),
    [
        ("utf-8", PLAIN.encode("cp1252"), "it.csv is not utf-8: byte ", 2),
        ("ascii", ("date,activity\n" * 3).encode() + b"2015-01-01,meeting\r\n\xe9", "it.csv is not ascii: byte 63, on line 5 (e9 in hexadecimal) cannot be read", 5),
        ("cp1252", b"date,activity\r2015-01-01,meeting\r\x81", "byte 34, on line 3 (81 in hexadecimal)", 3),
        ("utf-16-le", "date,activity\n\ud800".encode("utf-16-le", "surrogatepass"), "it.csv is not utf-16-le: byte 29, on line 2", 2),
        ("shift_jis", b"date,activity\n\x82", "it.csv is not shift_jis: byte 15, on line 2", 2),
    ],
)  # fmt: skip
def test_bytes_that_the_named_encoding_does_not_have_are_told_with_their_place(
    encoding: str, content: bytes, words: str, line: int, office: Office
) -> None:
    """Nothing is replaced where somebody said what the file is."""
    office.put("it.csv", content)
    (problem,) = office.judge(encoding=encoding).problems
    assert (problem.code, problem.line) == ("bad-text", line)
    assert words in problem.message


def test_a_fault_far_into_a_file_has_its_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in pieces; a character or a newline may lie across two."""
    monkeypatch.setattr("mou_check.load.log_encoding._PIECE", 7)
    text = "date,activity\r\n" + "2015-01-01,é£\r\n" * 9
    for encoding, bad in (("utf-8", b"\xff"), ("utf-16-le", b"\x00\xdc")):
        start = text.encode(encoding)
        office.put("it.csv", start + bad + "\r\n".encode(encoding))
        (problem,) = office.judge(encoding=encoding).problems
        assert problem.line == 11
        assert f"byte {len(start) + 1}, on line 11" in problem.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("utf-9", 'there is no encoding "utf-9". Did you mean "utf-8"?'),
        ("cp1225", 'there is no encoding "cp1225". Did you mean "cp1252"?'),
        ("base64", 'there is no encoding "base64".'),
        ("", 'there is no encoding "".'),
        ("a\tb", "there is no encoding"),
    ],
)
def test_an_encoding_that_there_is_not_is_told(
    name: str, words: str, office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the command line, and in the project file with its place; what is no encoding of text is none."""
    office.put("it.csv", PLAIN.encode())
    monkeypatch.chdir(office.folder)
    for words_before in (["verify"], ["readings"], ["coverage"], ["diff", "HEAD"]):
        ran = command(*words_before, "--encoding", name)
        assert ran.status == 2
        assert words in ran.err
    if name:
        (problem,) = (p for p in office.judge(entry={"encoding": name}).problems if p.code == "bad-structure")
        assert words in problem.message
        assert (problem.file, problem.line) == ("mou-check.yaml", 1)


def test_coverage_and_readings_read_the_log_in_the_encoding_that_was_named(
    office: Office, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Like verify; without it they warn."""
    office.put("it.csv", PLAIN.encode("cp1252"))
    monkeypatch.chdir(office.folder)
    for name in ("coverage", "readings", "verify"):
        assert "it was read as Windows-1252" in command(name).err
        assert "Windows-1252" not in command(name, "--encoding", "cp1252").err


# Size


def test_a_packed_log_is_never_whole_in_memory(tmp_path: Path) -> None:
    """Fifty megabytes that are packed in fifty kilobytes pass by in pieces, through unpacking and decoding."""
    file = tmp_path / "it.csv.gz"
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.writelines(b"2015-01-01,meeting,\xa35\n" * 50_000 for _ in range(44))
    tracemalloc.start()
    room = Workroom()
    made = as_csv(file, "it.csv.gz", room, "cp1252")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.path.stat().st_size > 50_000_000
    assert peak < 30_000_000


def test_nothing_is_left_behind(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a log became on its way is gone after it, what came through a pipe with the run."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    office.put("it.jsonl", json_lines())
    loader = LogLoader()
    office.judge(loader=loader)
    assert [p for p in room.rglob("*") if p.is_file()] == []
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    office.judge(logs=("-",), loader=loader)
    assert len([p for p in room.rglob("*") if p.is_file()]) == 1
    del loader
    assert list(room.iterdir()) == []
