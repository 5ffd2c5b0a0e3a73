"""A large log is read the fast way, and the result is the one that the careful way gives, to the last byte."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from mou_check.load import log_lookups, log_survey, log_table
from mou_check.load.log_table import LogTable
from mou_check.model.results import Document
from mou_check.output.json_document import dump, render
from mou_check.run import Options, run
from mou_check.run.log import look_at_logs
from strategies import KINDS, agreements_and_logs
from support import LOADER, TODAY, run_case

# To go looking for differences: LARGE_ROUNDS=500 pytest tests/test_large_logs.py
ROUNDS = int(os.environ.get("LARGE_ROUNDS", "1"))
PROFILE = settings(
    max_examples=10 if ROUNDS > 1 else 5,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if "PROPERTY_SHRINK" in os.environ else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)

TYPES = "{by: text, note: text, on: date, people: integer, cost: number, urgent: yes-no, at: time, told: datetime}"
AGREEMENT = f"""format: 1
id: case
title: An agreement
parties: {{a: {{name: A}}}}
term: {{starts: 2015-01-01, ends: 2015-12-31}}
lists: {{clearers: [Chief Executive, ÉLODIE]}}
activities:
  release: {{title: Release, columns: {TYPES}}}
  meeting: {{title: Meeting, columns: {{by: text, people: integer}}}}
obligations:
  - {{id: releases, clauses: ["1"], title: Releases, says: S., bearer: a, force: must, rule: {{kind: count, activity: release, at_least: 2, per: quarter}}}}
  - {{id: meetings, clauses: ["1"], title: Meetings, says: S., bearer: a, force: must, rule: {{kind: never, activity: meeting, where: {{by: "élodie"}}}}}}
  - {{id: signed, clauses: ["1"], title: Signed, says: S., bearer: a, force: must, rule: {{kind: every, activity: release, must: {{by: {{present: yes}}, note: {{present: yes}}}}}}}}
  - {{id: few, clauses: ["1"], title: Few, says: S., bearer: a, force: must, rule: {{kind: every, activity: release, where: {{people: {{present: yes}}}}, must: {{people: {{at_most: 10}}, cost: {{at_most: 2}}}}}}}}
  - {{id: cleared, clauses: ["1"], title: Cleared, says: S., bearer: a, force: must, rule: {{kind: approval, activity: release, by: clearers, approver: by, approved_on: on}}}}
  - {{id: urgent, clauses: ["1"], title: Urgent, says: S., bearer: a, force: must, rule: {{kind: every, activity: release, where: {{urgent: yes}}, must: {{at: {{before: "12:00"}}, told: {{on_or_before: {{column: on}}}}}}}}}}
  - {{id: each, clauses: ["1"], title: Each, says: S., bearer: a, force: must, rule: {{kind: count, activity: release, at_least: 1, per: half-year, for_each: {{by: clearers}}}}}}
clauses: [{{ref: "1", holds: [releases, meetings, signed, few, cleared, urgent, each]}}]
"""


HEADER = "date,activity,ref,by,note,on,people,cost,urgent,at,told"
# Twelve rows before the awkward ones and twelve after them, as cells by column.
MONTHS = (
    ((1, "release", "Chief Executive", "0.5", "yes"), (2, "meeting", "Ann", "1.75", "no"), (3, "release", "Ann", "2", "no")),
    ((6, "meeting", "Bob", "3", "yes"), (7, "release", "ÉLODIE", "0", "yes"), (8, "release", "", "10", "no")),
)  # fmt: skip
BEFORE, AFTER = (
    [
        {
            "date": f"2015-0{month}-{day:02}", "activity": what, "ref": f"r{month}{day}", "by": by, "note": "as usual", "on": f"2015-0{month}-01",
            "people": str(day), "cost": cost, "urgent": answer, "at": "08:30", "told": f"2015-0{month}-01",
        }
        for month, what, by, cost, answer in months
        for day in (5, 17, 9, 28)
    ]
    for months in MONTHS
)  # fmt: skip
NARROW = "date,activity,ref,note"


def log(*rows: str, columns: str = NARROW, header: str = "", newline: str = "\n", end: str | None = None) -> str:
    """A log of some columns with these rows in its middle."""
    before, after = ([",".join(row[c] for c in columns.split(",")) for row in part] for part in (BEFORE, AFTER))
    return newline.join([header or columns, *before, *rows, *after]) + (newline if end is None else end)


def row(columns: str = NARROW, **cells: str) -> str:
    """A row of a release with these cells."""
    usual = BEFORE[0] | {"ref": "odd"} | cells
    return ",".join(usual[c] for c in columns.split(","))


def column(name: str, *texts: str) -> str:
    """A log with rows that differ from the usual one in one cell."""
    columns = NARROW if name in NARROW.split(",") else f"{NARROW},{name}"
    return log(*(row(columns, **{name: text}) for text in texts), columns=columns)


NEVER = 1 << 60  # so large is no log
FAST, CAREFUL = True, False


@dataclass
class Ways:
    """The ways of reading the logs of one project, and for each log that was tried the fast way whether it went."""

    folder: Path
    went: list[bool] = field(default_factory=list)

    def write(self, files: Mapping[str, str | bytes], project: Sequence[str] = ()) -> None:
        """Logs, and what the project file says of each."""
        for place in ("agreements", "activity_logs"):
            (self.folder / place).mkdir(exist_ok=True)
        (self.folder / "agreements" / "case.yaml").write_text(AGREEMENT, encoding="utf-8")
        for name, text in files.items():
            (self.folder / "activity_logs" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        entries = zip_longest(files, project)
        lines = (f"- {{agreement: case, files: activity_logs/{name}, {more or ''}}}" for name, more in entries)
        (self.folder / "mou-check.yaml").write_text("\n".join(["format: 1", "logs:", *lines, ""]), encoding="utf-8")

    def judged(self, large: int) -> Document:
        """The result of `verify`, with logs from so many bytes on read the fast way."""
        self.went.clear()
        with settings_of(log_survey, LARGE=large):
            return run(Options(TODAY, self.folder), LOADER)

    def looked_at(self, large: int) -> str:
        """What `mou-check log` says, with logs from so many bytes on read the fast way."""
        self.went.clear()
        with settings_of(log_survey, LARGE=large):
            document, inputs = look_at_logs(Options(TODAY, self.folder), LOADER)
        return "\n".join([dump(document), *map(str, inputs)])

    def agree(self, large: int = 0) -> Document:
        """The result, once both ways have given the same."""
        careful = self.judged(NEVER)
        assert self.went == []
        same(self.judged(large), careful)
        return careful


def same(one: Document, other: Document) -> None:
    """Two results are the same, in the order of what stands in them too."""
    if repr(one) != repr(other):  # writing it out takes long, and is easier to read
        assert render(one).splitlines() == render(other).splitlines()
        raise AssertionError("the documents differ in what is not written out")


@contextlib.contextmanager
def settings_of(module: ModuleType, **values: int) -> Iterator[None]:
    """Other settings of a module for a while."""
    before = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


@contextlib.contextmanager
def both_ways(folder: Path) -> Iterator[Ways]:
    """The ways of reading the logs of a folder. In small logs most texts stand once, and are looked up all the same."""
    ways, fast = Ways(folder), LogTable.add_bulk

    def spied(*given: Any) -> bool:
        ways.went.append(fast(*given))
        return ways.went[-1]

    with settings_of(log_lookups, RARE=1), pytest.MonkeyPatch.context() as patch:
        patch.setattr(LogTable, "add_bulk", spied)
        yield ways


@pytest.fixture
def ways(tmp_path: Path) -> Iterator[Ways]:
    """The ways of reading the logs of a project in a folder of its own."""
    with both_ways(tmp_path) as found:
        yield found


# --- one log ----------------------------------------------------------------------------------------
# What is awkward, the log, which way it goes, what the project file says of it.
LOGS: list[tuple[str, str | bytes, bool, str]] = [
    ("nothing", log(), FAST, ""),
    ("dates that are none", column("date", "soon", "", "2015-02-30", "2015-6-1", "05/06/2015", "2015-01-05T10:00", "1e2", "2015"), FAST, ""),
    ("dates with spaces", column("date", " 2015-04-01", "2015-04-02 ", "\u00a02015-04-03", "\t2015-04-04"), FAST, ""),
    ("dates far from the others", column("date", "2019-01-01", "1015-01-05", "9999-12-31", "0001-01-01"), FAST, ""),
    ("no date at all", "\n".join(["date,activity", *["05/06/2015,release"] * 9, ""]), FAST, ""),
    ("dates of a cell that must have none", column("on", "", "never", "2015-1-4", " 2015-01-04 ", "2016-02-29", "2015-02-29"), FAST, ""),
    ("activities in every writing", column("activity", "Release", "RELEASE ", " meeting", "\u00a0meeting", "MEETING"), FAST, ""),
    ("activities that nobody knows", column("activity", "relase", "Réunion", "REUNION", "réunion", "relase", ""), FAST, ""),
    ("only activities that nobody knows", "date,activity\n2015-01-01,party\n2015-01-02,dance\n", FAST, ""),
    ("rows that are too short or too long", log("2015-04-01", "2015-04-01,release", row() + ",", row() + ",x,y"), FAST, ""),
    ("a row with more cells than are asked for", log(row() + "," * 20), CAREFUL, ""),
    ("empty rows", log(",,,", " ,  ,,", "   "), FAST, ""),
    ("commas in quotes", column("by", '"Ann, of course"', '"Chief Executive"', '""'), FAST, ""),
    ("quotes that are doubled", column("note", '"she said ""no"""', '"""x"""', '""""'), FAST, ""),
    ("a quote in a plain cell", column("note", '5" pipe', 'a"b"', 'x""'), FAST, ""),
    ("a quote after a blank", column("note", ' "x"', '  "x, y"'), FAST, ""),
    ("text after a closing quote", column("note", '"x"y', '"x" '), FAST, ""),
    ("an unclosed quote", column("note", '"x'), CAREFUL, ""),
    ("newlines in quotes", column("note", '"x\ny"', '"\n"'), FAST, ""),
    ("newlines in quotes, in an odd row", log(row(date="soon", note='"x\ny"'), row(date="later")), FAST, ""),
    ("lines that end as in Windows", log(row(date="soon"), newline="\r\n"), FAST, ""),
    ("lines that end in both ways", log(row(date="soon") + "\r"), CAREFUL, ""),
    ("no newline at the end", log(row(date="soon"), end=""), FAST, ""),
    ("an odd last row without a newline", log(end="")[:-3] + "soon", FAST, ""),
    ("blank lines", log("", row(date="soon"), "", ""), FAST, ""),
    ("a blank line at the end", log() + "\n", FAST, ""),
    ("a blank line before the header", "\n" + log(), CAREFUL, ""),
    ("semicolons", log(row(date="soon"), row(note="x,y")).replace(",", ";"), FAST, ""),
    ("tabs", log(row(date="soon"), row(note=" x ")).replace(",", "\t"), FAST, ""),
    ("bars", log(row(date="soon")).replace(",", "|"), FAST, ""),
    ("a mark of UTF-8", b"\xef\xbb\xbf" + log(row(date="soon")).encode(), FAST, ""),
    ("UTF-16", log(row(date="soon")).encode("utf-16"), FAST, ""),
    ("Windows-1252", column("by", "Zoë", "£").encode("cp1252"), FAST, ""),
    ("Windows-1252 in the header", log(header="date,activity,ref,été").encode("cp1252"), FAST, ""),
    ("UTF-8 with one bad byte", column("by", "Zoë").encode() + b"\xff", FAST, ""),
    ("a NUL byte", column("by", "A\0nn"), CAREFUL, ""),
    ("the sign that stands for no cell", column("by", "\1", "A\1"), CAREFUL, ""),
    ("letters beyond ASCII", column("by", "élodie", "Élodie", "Straße", "STRASSE", "İ", "\u212a", "e\u0301lodie"), FAST, ""),
    ("spaces in texts", column("by", "chief  executive", "Chief\tExecutive", " Ann", "Ann ", "Ann\u00a0", "Ann\u2003x", "\u00a0", "  ", "a\vb\f"), FAST, ""),
    ("words for nothing", column("by", "NULL", "null", "NaN", "N/A", "-", "None"), FAST, ""),
    ("whole numbers", column("people", "+5", "007", "12.0", "-0", "0", " 7", "7 ", "\u00a07", "\u0661", "1e2", "0x1", "many", "-3"), FAST, ""),
    ("long whole numbers", column("people", "9" * 18, "-" + "9" * 18, "9" * 19, "1" * 19, "-" + "1" * 19, "9" * 30), FAST, ""),
    ("numbers", column("cost", "+2", ".5", "1.", "-0", "003", "3.50", "1e3", " 3", "\u00a03", "nan", "inf", "9" * 300, "9" * 310, '"1,5"'), FAST, ""),
    ("yes and no in every writing", column("urgent", "YES", "y", "N", "True", "FALSE", " no", "\u00a0yes", "1", "maybe", ""), FAST, ""),
    ("times of day", column("at", "8:00", "24:00", "23:59:59", " 09:00", "09:00 ", "\u00a009:00", "noon", "09.00", ""), FAST, ""),
    ("dates with times", column("told", "2015-01-04", "2015-01-04T10:00Z", "2015-01-04T10:00+05:30", "2015-01-04 10:00", "2015-03-29T01:30", "2015-10-25T01:30", "0001-01-01T00:00+05:00", "later", ""), FAST, ""),
    ("refs that stand twice", column("ref", "r15", "R15", " r15", "007", "7", "s65", "é", "é", ""), FAST, ""),
    ("empty columns", "\n".join(["date,activity,by,people,urgent,told,at,on", *["2015-01-05,release,,,,,,"] * 9, ""]), FAST, ""),
    ("columns that the agreement does not know", log(row(), row() + ",x", header="date,activity,ref,zoë"), FAST, ""),
    ("one row", "date,activity\n2015-01-05,release\n", FAST, ""),
    ("one row and no newline", "date,activity\n2015-01-05,release", FAST, ""),
    ("no rows", "date,activity\n", FAST, ""),
    ("no column for the date", "day,activity\n2015-01-05,release\n", CAREFUL, ""),
    ("a column that stands twice", "date,activity,Date\n2015-01-05,release,x\n", CAREFUL, ""),
    ("a newline in the header", 'date,activity,"by\nwhom"\n2015-01-05,release,x\n', FAST, ""),
    ("names in capitals", log(header=NARROW.upper()), FAST, ""),
    ("mapped columns", log(row(date="soon"), header="Datum,activity,ref,Wer"), FAST, "columns: {Datum: date, Wer: by}"),
    ("mapped values", column("by", "ce", "CE", "none", "Ce ", "x"), FAST, "values: {by: {none: '', ce: Chief Executive, bob: ÉLODIE}, web: release}"),
    ("mapped activities", column("activity", "web", "Web  Update", "réunion", "RÉUNION"), FAST, "values: {web update: release, web: meeting, réunion: meeting, unseen: release}"),
    ("mapped numbers", column("people", "twelve", "12.0", "x"), CAREFUL, "values: {people: {twelve: '12', '12.0': '12'}}"),
    ("mapped answers", column("urgent", "ja", "JA", "nein", "?"), FAST, "values: {urgent: {nein: 'no', ja: 'yes', '?': ''}}"),
    ("mapped dates", column("on", "never", "2015-01-01"), FAST, "values: {on: {never: '', '2015-01-01': '2015-01-02', '2015-01-03': ''}}"),
    ("a date that is mapped and does not occur", column("date", "soon"), FAST, "values: {date: {'2015-01-06': ''}}"),
    ("British dates", column("date", "05/06/2015", "5/6/2015", "31/06/2015", " 1/2/2015"), FAST, "dates: '%d/%m/%Y'"),
    ("British dates alone", re.sub(r"(\d{4})-(\d\d)-(\d\d)(T[\d:]+)?", r"\3/\2/\1", log(row(on="1/6/2015"))), FAST, "dates: '%d/%m/%Y'"),
    ("dates in two forms", column("on", "05/06/2015", "5 June 2015", "5 june 2015"), FAST, "dates: ['%d/%m/%Y', '%d %B %Y']"),
    ("times in their own form", column("told", "05/06/2015 10:30", "05/06/2015", "2015-06-05T10:30"), FAST, "dates: {told: ['%d/%m/%Y %H:%M', '%d/%m/%Y']}"),
    ("the clock of another place", column("told", "2015-06-05T23:30", "2015-06-05"), FAST, "timezone: America/New_York"),
    ("a day of a column that is no day here", column("on", "2015-06-05"), FAST, "dates: {on: '%Y-%m-%d'}, timezone: Asia/Tokyo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fast", "project"), [pytest.param(*case[1:], id=case[0]) for case in LOGS])
def test_both_ways_give_one_result(text: str | bytes, fast: bool, project: str, ways: Ways) -> None:
    """Whatever is awkward in a log. It is read the fast way all the same, if the odd rows can be read by themselves."""
    ways.write({"case.csv": text}, [project])
    ways.agree()
    assert ways.went[-1:] == ([True] if fast else ways.went[-1:] and [False])


@pytest.mark.parametrize("ending", ["csv.gz", "parquet", "jsonl"])
def test_a_log_in_another_form_is_large_once_it_is_csv(ending: str, ways: Ways) -> None:
    """The hash is that of the file, and its lines are the file's own, if it has any."""
    ways.write({f"case.{ending}": as_file(ending)})
    result = ways.agree()
    assert ways.went == [True]
    lines = [problem.line for problem in result.problems if problem.code == "bad-date"]
    assert lines == [25 if ending == "jsonl" else 26]


def as_file(ending: str) -> bytes:
    """A log with one bad date in another form."""
    rows = [*BEFORE, *AFTER, BEFORE[0] | {"date": "soon"}]
    if ending == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    if ending == "csv.gz":
        return gzip.compress(log(end="\nsoon,release,x,y\n").encode())
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        file = Path(folder) / "it.parquet"
        columns = ", ".join(f"unnest(${name}::VARCHAR[]) AS {name}" for name in rows[0])
        database.execute(f"CREATE TABLE t AS SELECT {columns}", {name: [row[name] for row in rows] for name in rows[0]})
        database.execute(f"COPY t TO '{file}'")
        return file.read_bytes()


def test_what_the_sample_does_not_show_counts_all_the_same(ways: Ways) -> None:
    """Activities, names, answers and days that stand only where no sample was taken, and pieces that end anywhere."""
    rows = [row(HEADER) for _ in range(60)]
    for at, cells in enumerate(
        (
            {"activity": "meeting", "by": "élodie"}, {"by": "Nobody else"}, {"urgent": "Y"}, {"date": "2019-06-01"}, {"on": "2011-01-01"},
            {"told": "2015-01-01T12:00Z"}, {"people": "007"}, {"at": "later"}, {"note": "Ü"}, {"by": ""}, {"ref": "r15"}, {"note": '"a, b"'},
        )
    ):  # fmt: skip
        rows[5 * at] = row(HEADER, **cells)
    ways.write({"case.csv": log(*rows, columns=HEADER)})
    with settings_of(log_survey, _PIECE=150, _SAMPLES=3, _SAMPLE=700):
        ways.agree()
        assert ways.went == [True]


@pytest.mark.parametrize(
    "settings",
    [{"FEW": 0}, {"FEW": 2}, {"RARE": 0}, {"_MOST": 0}, {"_ABOUT": 0}],
    ids=lambda settings: "{} {}".format(*next(iter(settings.items()))),
)
def test_whether_a_column_is_looked_up_makes_no_difference(settings: dict[str, int], ways: Ways) -> None:
    """Whether many texts are few or few are many."""
    ways.write({"case.csv": log(row(HEADER, by=" x"), row(HEADER, date="soon", note="Ü"), columns=HEADER)})
    with settings_of(log_lookups, **settings):
        ways.agree()


def test_refs_that_stand_twice_are_found_among_very_many(ways: Ways) -> None:
    """Activity by activity: in good rows and odd ones, next to each other and far apart."""
    rows = [row(ref="9"), row(ref="10"), row(ref="9", note=" x"), row(ref="r85"), row(activity="meeting", ref="10")]
    ways.write({"case.csv": log(*rows), "case-2.csv": log(row(ref="10", date="soon"))})
    with settings_of(log_table, MANY=0):
        result = ways.agree()
    assert sum(p.code == "duplicate-ref" for p in result.problems) == 25


# --- several logs -----------------------------------------------------------------------------------
ODD = log(row(date="soon"), row(by="x", note="Ü"))
FILES: list[tuple[str, list[str | bytes], int]] = [
    ("all of them large", [log(), ODD, "date,activity\n2015-05-05,release\n"], 0),
    ("one of them large", ["date,activity\n2015-05-05,release\nsoon,x\n", ODD], 500),
    ("the same one twice", [log(), log()], 0),
    ("one in another encoding", ["date,activity\n2015-05-05,party\n", log(row(note="£")).encode("cp1252"), ODD], 0),
    ("one that is damaged at its end", [ODD, log(row(note="\0")), "date,activity\n2015-05-05,release\n", log(end='\n2015-05-05,"release\n')], 0),
    ("one that is damaged, and one in another encoding", [log(row(note="\0")), log(row(note="£")).encode("cp1252")], 0),
    ("one that is no log", [ODD, "x,y\n1,2\n", log(row(note="\0"))], 0),
    ("one that is empty", [ODD, "", log(row(note="£")).encode("cp1252")], 0),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "large"), [pytest.param(*case[1:], id=case[0]) for case in FILES])
def test_several_logs_of_one_agreement_give_one_result(texts: list[str | bytes], large: int, ways: Ways) -> None:
    """Large and small ones together; and what is wrong with each is told at once, in the order of the files."""
    ways.write({f"case-{i}.csv": text for i, text in enumerate(texts)})
    ways.agree(large)


def test_both_ways_say_the_same_of_what_stands_in_a_log(ways: Ways) -> None:
    """`mou-check log` keeps all columns, also those that the agreement does not know."""
    odd = row(HEADER, date="soon", by="Ü", people="+5") + ',"x, y"'
    rows = (odd, row(HEADER, activity="party") + ",z", row(HEADER) + ",", row(HEADER, by="\u00a0Ann") + ",\u00a0z")
    text = log(*rows, columns=HEADER, header=f"{HEADER},été").replace(":30,2015", ":30,2015")
    ways.write(
        {
            "case.csv": "\n".join(
                line if line in rows or "été" in line else f"{line},a" for line in text.split("\n")[:-1]
            )
        }
    )
    careful = ways.looked_at(NEVER)
    assert ways.looked_at(0).splitlines() == careful.splitlines()
    assert ways.went == [True]


# --- logs that Hypothesis makes up ------------------------------------------------------------------
CELLS = {
    "date": ["2015-01-05", "2015-03-01", "2015-12-31", "2015-6-1", "soon", "", " 2015-03-01", "05/06/2015", "1/2/2015", "1015-01-05", "9999-12-31"],
    "activity": ["release", "meeting", "Release", " MEETING", "\u00a0meeting", "relase", "", "rel", "Réunion", "x\ny"],
    "ref": ["r1", "R1", "r2", "", "007", "7", " r1", "é", 'a"b', '""', "a,b", "a;b"],
    "by": ["Chief Executive", "chief  executive", "élodie", "ÉLODIE", "", "Ann ", "Straße", "İ", "a\tb", 'say "hi"', "x\ny", " ", "\u00a0", "NULL", "ce", "boss"],
    "note": ["a", "b", "", "A  b", "Ü", "\tx", "x\x0cy", '5" pipe', "n\u00a0"],
    "on": ["2015-01-04", "", "2015-1-4", "never", "2015-01-04 ", "04/01/2015", "2016-01-01"],
    "people": ["5", "12", "+5", "007", "12.0", "", "-0", " 7", "twelve", "1" * 18, "1" * 19],
    "cost": ["0.5", "2", ".5", "1.", "", "1e3", " 3", "003", "1" * 301, "nan", "1,5"],
    "urgent": ["yes", "no", "YES", "Y", "True", "", "maybe", " yes", "ja"],
    "at": ["08:30", "24:00", "8:00", "", "23:59:59", "09:00 ", "noon"],
    "told": ["2015-01-04", "2015-01-04T10:00", "2015-03-29T01:30", "2015-01-04T10:00+05:30", "2015-01-04 10:00", "", "later", "04/01/2015 10:00"],
    "extra": ["x", "", "ü"],
}  # fmt: skip
PROJECTS = [
    "", "", "columns: {extra: by}", "dates: '%d/%m/%Y'", "dates: {told: ['%d/%m/%Y %H:%M', '%d/%m/%Y']}", "timezone: America/New_York",
    "values: {rel: release, réunion: meeting, by: {ce: Chief Executive, boss: '', 'null': ''}, urgent: {ja: 'yes', maybe: 'no'}}",
    "values: {people: {twelve: '12'}, date: {soon: '2015-05-05', '2015-03-01': ''}, on: {never: '', '2015-01-04': '2015-01-06'}}",
]  # fmt: skip


@st.composite
def written_logs(draw: st.DrawFn) -> bytes:
    """A log that is mostly plain, or hardly."""
    columns = ["date", "activity", *draw(st.lists(st.sampled_from(list(CELLS)[2:]), unique=True))]
    columns = draw(st.permutations(columns))
    usual = draw(st.sampled_from([1, 2, 20]))
    careless = draw(st.integers(0, 3)) == 0
    delimiter = draw(st.sampled_from(",,,;\t"))

    def cell(name: str) -> str:
        text = draw(st.sampled_from(CELLS[name][:2] * usual + CELLS[name]))
        quotes = draw(st.integers(0, 40)) if careless else 40
        if quotes == 0:
            return draw(st.sampled_from([f'"{text}', f' "{text}"', f'"{text}"x', f"{text}\0", f"{text}\1"]))
        needed = delimiter in text or "\n" in text or text[:1] == '"' or quotes < 4
        return '"' + text.replace('"', '""') + '"' if needed else text

    def line() -> str:
        cells = [cell(name) for name in columns]
        if careless and draw(st.integers(0, 20)) == 0:
            return draw(st.sampled_from(["", " ", delimiter.join(cells[:-1]), delimiter.join([*cells, "x"])]))
        return delimiter.join(cells)

    lines = [delimiter.join(columns), *(line() for _ in range(draw(st.sampled_from([0, 1, 5, 30]))))]
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = newline.join(lines) + draw(st.sampled_from(["", newline, newline]))
    encoding = draw(st.sampled_from(["utf-8"] * 5 + ["utf-8-sig", "cp1252", "utf-16"]))
    return text.encode(encoding, errors="replace")


def test_both_ways_give_one_result_whatever_the_log() -> None:
    """Random logs, one or two, with samples and pieces that cut them anywhere."""
    for number in range(ROUNDS):

        @seed(number)
        @PROFILE
        @given(
            st.lists(st.tuples(written_logs(), st.sampled_from(PROJECTS)), min_size=1, max_size=2),
            st.sampled_from([(1 << 22, 1 << 15), (300, 300), (300, 100)]),
        )
        def agree(logs: list[tuple[bytes, str]], sizes: tuple[int, int]) -> None:
            note(logs)
            pieces = {"_PIECE": sizes[0], "_SAMPLES": 3, "_SAMPLE": sizes[1]}
            with (
                tempfile.TemporaryDirectory() as folder,
                both_ways(Path(folder)) as ways,
                settings_of(log_survey, **pieces),
            ):
                ways.write(
                    {f"case-{i}.csv": text for i, (text, _) in enumerate(logs)}, [project for _, project in logs]
                )
                ways.agree()
                if ROUNDS > 1:
                    assert ways.looked_at(0).splitlines() == ways.looked_at(NEVER).splitlines()

        agree()


@pytest.mark.parametrize("kind", KINDS if ROUNDS > 1 else KINDS[::3])
def test_both_ways_give_one_result_whatever_the_rule(kind: str) -> None:
    """Each kind of rule asks its columns in its own way: texts that are kept as numbers compare as the texts do."""
    for number in range(ROUNDS):

        @seed(number)
        @settings(PROFILE, max_examples=2 if ROUNDS == 1 else 10)
        @given(agreements_and_logs(kind))
        def agree(example: Any) -> None:
            agreement, text, window, as_of, project = example
            options = {"window": window, "as_of": as_of, "project": project}
            careful = run_case(agreement, text, **options)
            with settings_of(log_survey, LARGE=0), settings_of(log_lookups, RARE=1):
                same(run_case(agreement, text, **options), careful)

        agree()
