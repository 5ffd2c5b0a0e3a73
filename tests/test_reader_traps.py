"""Traps that CSV readers, parsers of dates and guessers of encodings set, each with a test that fails where it bites.

The traps of DuckDB were all met in version 2.0; the names of the tests say which they are.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mou_check.load import log_survey
from mou_check.load.log_table import LogTable
from mou_check.model.results import Document
from mou_check.run import Options, run
from support import LOADER, TODAY, judge

# ruff: noqa: RUF001 - dashes and signs as offices write them

TYPES = "{by: text, on: date, people: integer, cost: number, urgent: yes-no, at: time, told: datetime}"
AGREEMENT = f"""format: 1
id: case
title: An agreement
parties: {{a: {{name: A}}}}
term: {{starts: 2015-01-01, ends: 2015-12-31}}
activities:
  release: {{title: Release, columns: {TYPES}}}
  meeting: {{title: Meeting}}
obligations:
  - {{id: releases, clauses: ["1"], title: Releases, says: Two in the term., bearer: a, force: must, rule: {{kind: count, activity: release, at_least: 2, per: term}}}}
  - {{id: meetings, clauses: ["1"], title: Meetings, says: No meetings., bearer: a, force: must, rule: {{kind: never, activity: meeting}}}}
  - {{id: signed, clauses: ["1"], title: Signed, says: All signed., bearer: a, force: must, rule: {{kind: every, activity: release, must: {{by: {{present: yes}}}}}}}}
  - {{id: few, clauses: ["1"], title: Few, says: Ten people at most., bearer: a, force: must, rule: {{kind: every, activity: release, where: {{people: {{present: yes}}}}, must: {{people: {{at_most: 10}}}}}}}}
clauses: [{{ref: "1", holds: [releases, meetings, signed, few]}}]
"""
HEADER = "date,activity,ref,by,on,people,cost,urgent,at,told\n"
WINDOW: dict[str, Any] = {"window": ("2015-01-01", "2015-12-31")}


def faults(result: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Row, line and column of every error."""
    return [(p["row"], p["line"], p["column"]) for p in result["problems"] if p["level"] == "error"]


def counts(result: dict[str, Any]) -> tuple[int, int, int]:
    """Rows, used, rejected."""
    (log,) = result["logs"]
    return log["rows"], log["used"], log["rejected"]


def places(result: dict[str, Any], obligation: str = "meetings") -> list[tuple[int, int]]:
    """Row and line of every finding of an obligation."""
    (it,) = (o for o in result["obligations"] if o["id"] == obligation)
    return [(f["row"], f["line"]) for f in it["findings"]]


# DuckDB 1: which bad rows are rejected depends on which columns a query uses


def test_the_same_rows_are_rejected_whatever_is_asked() -> None:
    """One row is bad in a column that only one promise reads: all of them, alone or together, see the same rows."""
    log = (
        HEADER + "2015-01-05,release,r1,Ann,,twelve,,,,\n2015-01-06,release,r2,,,5,,,,\n2015-13-01,meeting,r3,,,,,,,\n"
    )
    whole = json.loads(json.dumps(judge(AGREEMENT, log, **WINDOW)))
    assert counts(whole) == (3, 1, 2)
    for number, obligation in enumerate(("releases", "meetings", "signed", "few")):
        lines = AGREEMENT.splitlines()
        alone = [line for line in lines if not line.startswith("  - {id:") or f"{{id: {obligation}," in line]
        text = "\n".join(alone).replace("holds: [releases, meetings, signed, few]", f"holds: [{obligation}]")
        result = judge(text, log, **WINDOW)
        assert counts(result) == (3, 1, 2)
        assert faults(result) == faults(whole)
        assert result["obligations"][0]["tally"] == whole["obligations"][number]["tally"]


# DuckDB 2: its line numbers count records, and blank lines; its byte positions are wrong for late casts


@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
@pytest.mark.parametrize("cell", ["x", '"a\nb"', '"a\n\nb\n"', '"""\n"""'])
def test_rows_and_lines_do_not_slip_after_quoted_newlines_and_blank_lines(cell: str, blank: str) -> None:
    """Each bad row and each finding is where it stands, not where a record counter says."""
    log = f"{blank}date,activity,ref\n2015-01-01,release,{cell}\n{blank}soon,release,r\n{blank}2015-01-02,meeting,{cell}\n{blank}2015-1-3,meeting,r\n2015-01-04,meeting,m\n"
    result = judge(AGREEMENT, log, **WINDOW)
    rows, lines = len(blank), cell.count("\n")
    assert faults(result) == [
        (3 + 2 * rows, 3 + 2 * rows + lines, "date"),
        (5 + 4 * rows, 5 + 4 * rows + 2 * lines, "date"),
    ]
    assert places(result) == [(4 + 3 * rows, 4 + 3 * rows + lines), (6 + 4 * rows, 6 + 4 * rows + 2 * lines)]


def test_rows_stay_in_the_order_of_the_file() -> None:
    """Over more rows than a reader takes at once, the finding is in its own row."""
    log = "date,activity,ref\n" + "".join(
        f"2015-01-01,{'meeting' if i == 25_000 else 'release'},r{i}\n" for i in range(25_001)
    )
    assert places(judge(AGREEMENT, log, **WINDOW)) == [(25_002, 25_002)]


# DuckDB 3: what it takes for a date or a whole number

LAX_DATES = [
    "2015-1-5", "2015/01/05", "2015-01-05T10:00", "2015-01-05 10:00:00", "infinity", "-infinity", "epoch", "2015-01-05 (BC)", "2015-01-05 BC", "+2015-01-05", "12015-01-05",
    "20150105", "2015-W02-1", "2015W021", "2015-005", "2015-01", "2015", "today", "now", "0", "42009", "2015-02-30", "2015-00-10", "2015-01-5", "2015 01 05", "2015-01-05Z",
]  # fmt: skip


@pytest.mark.parametrize("written", LAX_DATES)
@pytest.mark.parametrize("column", ["date", "on"])
def test_only_an_iso_date_is_a_date(column: str, written: str) -> None:
    """DuckDB casts the first ones, Python's fromisoformat the next; no two agree, so the form is ours."""
    row = {"date": f"{written},release,r,,,,,,,", "on": f"2015-01-01,release,r,,{written},,,,,"}[column]
    assert faults(judge(AGREEMENT, f"{HEADER}{row}\n", **WINDOW)) == [(2, 2, column)]


@pytest.mark.parametrize(
    "written", [" 2015-01-05", "2015-01-05 ", "\t2015-01-05", '" 2015-01-05 "', "\u00a02015-01-05"]
)
def test_spaces_around_a_date_mean_nothing(written: str) -> None:
    """They are not what is wrong with DuckDB's dates."""
    assert places(judge(AGREEMENT, f"date,activity\n{written},meeting\n", **WINDOW)) == [(2, 2)]


@pytest.mark.parametrize("written", ["12.6", "12.0", "1e2", "0x10", "0b1", "1_000", "1 000", "\u0661\u0662", "1,0", "12.", "twelve", "true", "--1", "9" * 19])  # fmt: skip
def test_only_digits_are_a_whole_number(written: str) -> None:
    """DuckDB would round 12.6 to 13 and read 1e2 as a hundred."""
    assert faults(judge(AGREEMENT, f'{HEADER}2015-01-01,release,r,,,"{written}",,,,\n', **WINDOW)) == [(2, 2, "people")]


def test_a_number_with_zeros_before_it_is_no_octal_and_a_ref_keeps_them() -> None:
    """Ten people are ten; and the ref 007 is not 7."""
    result = judge(AGREEMENT, HEADER + "2015-01-01,release,007,x,,010,,,,\n2015-01-02,release,7,x,,011,,,,\n", **WINDOW)
    assert result["problems"] == []
    assert places(result, "few") == [(3, 3)]


# DuckDB 4: options that go to the wrong column, and casts that never come


def test_an_empty_cell_is_empty_in_its_own_column() -> None:
    """Columns in another order than the agreement has them, most of them read by nobody, quoted and plain empty ones."""
    log = 'told,x,by,people,ref,y,activity,date\n,,Ann,1,r1,"",release,2015-01-01\n,,"",2,r2,,release,2015-01-02\n"",z,,11,,z,release,2015-01-03\n'
    result = judge(AGREEMENT, log, **WINDOW)
    assert result["problems"] == []
    assert places(result, "signed") == [(3, 3), (4, 4)]
    assert places(result, "few") == [(4, 4)]


def test_a_bad_date_in_a_column_that_no_rule_reads_is_told_all_the_same() -> None:
    """DuckDB gives the text back without ever parsing it where a query only shows it."""
    log = HEADER + "2015-01-01,release,r,x,2015-02-30,,,,,\n2015-01-02,release,r2,x,,,,,,2015-02-30T10:00\n"
    assert faults(judge(AGREEMENT, log, **WINDOW)) == [(2, 2, "on"), (3, 3, "told")]


# DuckDB 5: a quotation mark that is never closed swallows the rest as one row; Python's csv says nothing


@pytest.mark.parametrize("at", [2, 3, 500])
def test_a_quotation_mark_that_is_never_closed_swallows_nothing(at: int, tmp_path: Path) -> None:
    """No verdict at all, and the line where it opens."""
    rows = [f"2015-01-01,release,{chr(34) if i == at else ''}r{i}\n" for i in range(2, 1000)]
    document = project(tmp_path, "it.csv", "date,activity,ref\n" + "".join(rows))
    (problem,) = document.problems
    assert (problem.code, problem.line, document.agreements) == ("unclosed-quote", at, ())


# DuckDB 6: enumerations know only the values that they were made of


def test_a_value_that_comes_late_counts() -> None:
    """The last row has an activity and a name that no row before it has, after thousands of other names."""
    rows = "".join(f"2015-01-01,release,r{i},name {i}\n" for i in range(3_000))
    result = judge(AGREEMENT, f"date,activity,ref,by\n{rows}2015-01-02,meeting,m,Zoë\n", **WINDOW)
    assert places(result) == [(3_002, 3_002)]


# DuckDB 7: a TRY_CAST of a column goes into the reader, which raises on the first text that cannot be cast


def test_a_text_that_is_not_looked_up_counts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a large log the texts of a sample are looked up as they are read; one that is not among them ends nothing."""
    monkeypatch.setattr(log_survey, "LARGE", 0)
    monkeypatch.setattr(log_survey, "_SAMPLE", 600)
    monkeypatch.setattr(log_survey, "_SAMPLES", 2)
    added, add_bulk = [], LogTable.add_bulk
    monkeypatch.setattr(LogTable, "add_bulk", lambda *given: added.append(add_bulk(*given)) or added[-1])
    rows = ["2015-01-01,release,r,Ann,yes\n"] * 100
    rows[30] = rows[80] = "2015-01-01,release,r,Zoe,maybe\n"
    rows[35] = rows[85] = "2015-01-01,RELEASE,r,Bob,no\n"
    agreement = AGREEMENT.replace("must: {by: {present: yes}}", "must: {by: Ann}")
    result = judge(agreement, "date,activity,ref,by,urgent\n" + "".join(rows), **WINDOW)
    assert added == [True]
    assert faults(result) == [(32, 32, "urgent"), (82, 82, "urgent")]
    assert places(result, "signed") == [(37, 37), (87, 87)]


# DuckDB, more of it


def project(root: Path, log: str, text: str | bytes) -> Document:
    """The result of the agreement on one log, which may lie anywhere."""
    for file, content in (("agreements/case.yaml", AGREEMENT), (log, text)):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(Options(TODAY, root, logs=(log,)), LOADER)


@pytest.mark.parametrize("folder", ["activity=meeting", "c0=x", "year=2015/date=2015-06-01", "by="])
def test_a_folder_whose_name_looks_like_a_partition_is_no_column(folder: str, tmp_path: Path) -> None:
    """DuckDB makes a column of `year=2015` in the path of a file, CSV and Parquet alike."""
    text = "date,activity,ref\n2015-01-01,release,r\n"
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT DATE '2015-01-01' AS date, 'release' AS activity, 'r' AS ref) TO '{tmp_path / 'x.parquet'}'"
        )
    for name, content in (("it.csv", text.encode()), ("it.parquet", (tmp_path / "x.parquet").read_bytes())):
        plain, odd = project(tmp_path, name, content), project(tmp_path, f"{folder}/{name}", content)
        assert [(p.code, p.message) for p in odd.problems] == [(p.code, p.message) for p in plain.problems]
        assert odd.agreements[0].summary == plain.agreements[0].summary
        assert [(log.rows, log.used, log.assumed) for log in odd.agreements[0].logs] == [(1, 1, {})]


@pytest.mark.parametrize("name", ["it-[1].csv", "it-*.csv", "it-?.csv", "it-{a,b}.csv", "it.csv.gz.csv", "it-%s.csv", "it'--.csv", "~it.csv", "s3:it.csv"])  # fmt: skip
@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_a_name_that_looks_like_a_pattern_is_that_file(name: str, ending: str, tmp_path: Path) -> None:
    """Beside others that the pattern would fit."""
    name = name.removesuffix("csv") + ending
    rows = [("2015-01-01", "meeting")]
    for file, found in ((f"it-1.{ending}", rows * 5), (f"it-a.{ending}", rows * 5), (name, rows)):
        path = tmp_path / "logs" / file
        path.parent.mkdir(exist_ok=True)
        if ending == "csv":
            path.write_text("date,activity\n" + "".join(f"{d},{a}\n" for d, a in found), encoding="utf-8")
        elif ending == "jsonl":
            path.write_text("".join(json.dumps({"date": d, "activity": a}) + "\n" for d, a in found), encoding="utf-8")
        else:
            plain = tmp_path / "plain.parquet"
            with duckdb.connect() as database:
                database.execute("CREATE TABLE t (date VARCHAR, activity VARCHAR)")
                database.executemany("INSERT INTO t VALUES (?, ?)", found)
                database.execute(f"COPY t TO '{plain}'")
            plain.rename(path)
    document = project(tmp_path, f"logs/{name}", (tmp_path / "logs" / name).read_bytes())
    assert [(log.file, log.rows) for log in document.agreements[0].logs] == [(f"logs/{name}", 1)]


def test_types_are_not_guessed_from_the_first_rows() -> None:
    """A reader that looks at the first twenty thousand rows takes refs for numbers, and fails on the first that is none."""
    rows = "".join(f"2015-01-01,release,{i:06}\n" for i in range(20_600))
    result = judge(AGREEMENT, f"date,activity,ref\n{rows}2015-01-02,meeting,M-1\n2015-01-03,meeting,\n", **WINDOW)
    assert counts(result) == (20_602, 20_602, 0)
    assert places(result) == [(20_602, 20_602), (20_603, 20_603)]


@pytest.mark.parametrize("word", ["NULL", "null", "\\N", "NA", "N/A", "nan", "None", "-", "#N/A", "\1"])
def test_no_word_stands_for_nothing(word: str) -> None:
    """Who signed as "NULL" signed; and where a date is wanted, it is no date."""
    result = judge(
        AGREEMENT, HEADER + f"2015-01-01,release,r,{word},,,,,,\n2015-01-02,release,r2,,{word},,,,,\n", **WINDOW
    )
    assert faults(result) == [(3, 3, "on")]
    assert places(result, "signed") == []


@pytest.mark.parametrize("line", ["# a remark", "#2015-01-01,meeting,r", "-- x", "// x", ";;"])
def test_no_line_is_a_remark(line: str) -> None:
    """Every line is a row, and one that is none is told."""
    result = judge(AGREEMENT, f"date,activity,ref\n{line}\n2015-01-01,meeting,r\n", **WINDOW)
    assert counts(result) == (2, 1, 1)
    assert places(result) == [(3, 3)]


def test_a_header_is_the_first_row_even_where_all_is_text() -> None:
    """A reader that guesses takes the header for a row when no column has a type."""
    result = judge(AGREEMENT, "activity,ref,by,date\nrelease,a,b,soon\n", **WINDOW)
    assert counts(result) == (1, 0, 1)


def test_newlines_of_several_kinds_in_one_file_do_no_harm() -> None:
    """DuckDB's reader stops at a file that has both, in its cells too."""
    log = 'date,activity,ref\r\n2015-01-01,release,"a\nb"\n2015-01-02,meeting,"c\r\nd"\r2015-01-03,meeting,e\r\n'
    result = judge(AGREEMENT, log, **WINDOW)
    assert places(result) == [(3, 4), (4, 6)]


@pytest.mark.parametrize(("cells", "width"), [(2, 3), (4, 3), (60, 3), (1, 3)])
def test_a_row_of_another_width_is_rejected_and_not_bent(cells: int, width: int) -> None:
    """Neither padded with empty cells, nor cut, nor dropped without a word."""
    row = ",".join(["2015-01-01", "meeting", *["x"] * 60][:cells])
    result = judge(AGREEMENT, f"date,activity,ref\n{row}\n2015-01-02,meeting,m\n", **WINDOW)
    assert counts(result) == (2, 1, 1)
    assert faults(result) == [(2, 2, None)]
    assert places(result) == [(3, 3)]


def test_a_date_in_json_lines_is_the_text_that_stands_there(tmp_path: Path) -> None:
    """DuckDB would make dates of such texts, and numbers of none."""
    lines = [
        {"date": written, "activity": "meeting"}
        for written in (*LAX_DATES, 20150105, 2015.0, True, None, [1], "2015-01-05")
    ]
    document = project(tmp_path, "it.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    assert [p.line for p in document.problems if p.code == "bad-date"] == list(range(1, len(lines)))
    assert [(log.rows, log.used) for log in document.agreements[0].logs] == [(len(lines), 1)]


# Other parsers


@pytest.mark.parametrize("written", ["03/04/2015", "2015-04-03 ", "3 April 2015", "03-04-2015", "04/13/2015"])
def test_dateutil_2_no_date_is_guessed(written: str) -> None:
    """With `dayfirst` dateutil reads 2015-04-03 as 4 March; here it is 3 April, and what is no ISO date is none."""
    result = judge(AGREEMENT, f"date,activity\n{written},meeting\n", **WINDOW)
    if "2015-04-03" in written:
        (meetings,) = (o for o in result["obligations"] if o["id"] == "meetings")
        assert [f["from"] for f in meetings["findings"]] == ["2015-04-03"]
    else:
        assert faults(result) == [(2, 2, "date")]


@pytest.mark.parametrize("text", ["£5", "£", "café – “x”", "€10", "naïve…"])
def test_charset_9_a_pound_sign_stays_one(text: str, tmp_path: Path) -> None:
    """A guesser turned it into another letter, and was sure of it: Windows-1252 is read as such, with a warning."""
    agreement = AGREEMENT.replace("{by: {present: yes}}", f'{{by: "{text}"}}')
    log = f"date,activity,by,people\n2015-01-01,release,{text},1\n2015-01-02,release,x,1\n"
    for encoding, codes in (("cp1252", ["bad-text"]), ("utf-8", []), ("utf-16", [])):
        (tmp_path / encoding / "agreements").mkdir(parents=True)
        (tmp_path / encoding / "agreements" / "case.yaml").write_text(agreement, encoding="utf-8")
        (tmp_path / encoding / "it.csv").write_bytes(log.encode(encoding))
        document = run(Options(TODAY, tmp_path / encoding, logs=("it.csv",)), LOADER)
        assert [p.code for p in document.problems] == codes
        (signed,) = (o for o in document.agreements[0].obligations if o.id == "signed")
        assert [f.row for f in signed.findings] == [3]


def test_pip_10_what_reads_workbooks_is_an_extra() -> None:
    """The pip of a bare machine knows no dependency groups, and the tests need every reader that there is."""
    root = Path(__file__).parents[1]
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "dependency-groups" not in settings
    extras = settings["project"]["optional-dependencies"]
    assert any(name.startswith("python-calamine") for name in extras["xlsx"])
    assert any(name.startswith("backports.zstd") for name in extras["zstd"])
    assert "mou-check[xlsx,zstd]" in extras["test"]
    locked = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "\npython-calamine==" in locked
    assert "\nbackports.zstd==" in locked
