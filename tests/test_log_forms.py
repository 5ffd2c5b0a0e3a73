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
            (folder / name).mkdir()
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
    plain = Office(tmp_path / "plain") if (tmp_path / "plain").mkdir() is None else None
    assert plain
    plain.put("it.csv", PLAIN.encode())
    expected = told(plain.judge(), "activity_logs/it.csv")
    assert {o["id"]: o["verdict"] for o in expected["agreements"][0]["obligations"]}["meetings"] == "breached"
    (tmp_path / "other").mkdir()
    office = Office(tmp_path / "other")
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
