"""What the benchmarks compare is the same work: one log, one question, one answer; and figures are told as they were taken."""

from __future__ import annotations

import csv
import functools
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import environment
import run as bench
import subjects
from generated import ROOT
from make_log import ACTIVITIES, FAULTS, make
from measuring import Taken, measure, middle
from mou_check.output.json_document import render
from mou_check.run import Options, run
from sixty import agreement
from support import LOADER, TODAY

ROWS = 20_000
FIRST, LAST = date(2015, 5, 6), date(2017, 3, 31)
BY_HAND = ("csv", "duckdb", "pandas", "polars", "pyarrow")  # scripts, by the package that they are written with
PEERS = ("datacontract", "frictionless", "great_expectations")


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small log of the benchmark, with the first four of its faults."""
    file = tmp_path_factory.mktemp("bench") / "cheshire.csv"
    make(ROWS, file)
    return file


@functools.cache
def python(package: str) -> str:
    """A Python that has the package: this one, or that of the benchmarks where it was installed."""
    if find_spec(package):
        return sys.executable
    asked = [
        str(environment.OTHERS),
        "-c",
        f"import importlib.util as u; raise SystemExit(not u.find_spec('{package}'))",
    ]
    if not environment.OTHERS.is_file() or subprocess.run(asked, check=False).returncode:
        pytest.skip(f"{package} is not installed: `make bench-large` does that")
    return asked[0]


def answer(folder: str, name: str, log: Path) -> dict[str, Any]:
    """What a script of the benchmarks says of a log."""
    script = next((ROOT / "benchmarks" / folder).glob(f"{name}_*.py"))
    done = subprocess.run(
        [python(name), str(script), str(log)], capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def rows(log: Path) -> list[dict[str, str]]:
    with log.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the log ----------------------------------------------------------------------------------------
def test_the_log_is_the_same_whenever_it_is_made(log: Path, tmp_path: Path) -> None:
    make(ROWS, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == log.read_bytes()
    assert list(tmp_path.iterdir()) == [tmp_path / "again.csv"]


@pytest.mark.parametrize("count", [1, 11, 12, 500, ROWS])
def test_the_log_has_the_rows_asked_for_in_order_of_date_within_the_window(count: int, tmp_path: Path) -> None:
    make(count, tmp_path / "log.csv")
    days = [date.fromisoformat(row["date"]) for row in rows(tmp_path / "log.csv")]
    assert len(days) == count
    assert days == sorted(days)
    assert days[0] == FIRST
    assert days[-1] <= LAST


def test_every_activity_is_as_frequent_and_a_row_is_as_long_as_promised(log: Path) -> None:
    counts = Counter(row["activity"] for row in rows(log))
    assert set(counts) == set(ACTIVITIES)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert 135 <= log.stat().st_size / ROWS <= 145


def test_one_row_in_a_hundred_is_quoted(log: Path) -> None:
    assert log.read_text(encoding="utf-8").count('"') / 2 == pytest.approx(ROWS / 100, rel=0.1)


def test_quoted_newlines_are_in_one_row_of_a_thousand_and_change_nothing_else(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "newlines.csv"
    make(ROWS, file, quoted_newlines=True)
    other = rows(file)
    assert sum("\n" in row["notes"] for row in other) == pytest.approx(ROWS / 1000, rel=0.2)
    assert [{**row, "notes": ""} for row in other] == [{**row, "notes": ""} for row in rows(log)]


# --- by hand ----------------------------------------------------------------------------------------
@functools.cache
def by_csv(log: Path) -> dict[str, Any]:
    return answer("by_hand", "csv", log)


@pytest.mark.parametrize("name", BY_HAND[1:])
def test_scripts_written_by_hand_give_one_answer(name: str, log: Path) -> None:
    assert answer("by_hand", name, log) == by_csv(log)


HEADER = "date,activity,ref,title,cleared_by,cleared_on,town,commissioner_attended,audience,responses,given_on,notes\n"
BAD = HEADER + (
    "2016-01-05,news_release,a,t,Chief Executive,2016-1-5,,,,,,\n"  # a month of one digit
    "2016-02-30,news_release,a,t,Chief Executive,2016-01-05,,,,,,\n"  # no such day
    "20160105,news_release,a,t,Chief Executive,20160105,,,,,,\n"  # no hyphens
    "2016-W01-4,news_release,,t,Chief Executive,2016/01/05,,,,,,\n"  # a week, and slashes
    "infinity,news_release,,t,Chief Executive,epoch,,,,,,\n"  # words that DuckDB takes
    "05/01/2016,web_update,,t,,2016-01-05T10:00,,,,,,\n"
    " 2016-01-05,web_update,,t,Nobody,2016-01-05 ,,,,,,\n"
    "2016-01-05,web_update,,t,Nobody,2016-01-05,,,,,,\n"  # by the wrong officer
    '2016-01-05,web_update,,t,Chief Executive,2016-01-06,,,,,,"late,\nand told on two lines"\n'
    "2016-01-05,web_update,,t,Chief Executive,,,,,,,\n"  # on no day
    "2016-01-05,web_update,,t,,2016-01-06,,,,,,\n"  # by nobody
    ",web_update,,,Chief Executive,2016-01-06,,,,,,\n"
    "2016-01-05,roadshow,,,,,Crewe,Yes,,1e2,,\n"
    "2016-01-05,roadshow,,,,,Crewe,perhaps,,-12,,\n"
    "2016-01-05,roadshow,,,,,Crewe,N,,12.6,,\n"
    "2016-01-05,survey,,,,,Crewe,TRUE,x,1234567890123456789,,\n"  # more digits than are read
    "2016-02-29,service_change,,,,,,,,,2015-11-30,\n"  # three months on, the month is shorter: in time
    "2016-02-28,service_change,,,,,,,,,2015-11-30,\n"  # late by a day
    "2016-05-31,service_change,,,,,,,,,2016-02-29,\n"
    "2016-05-28,service_change,,,,,,,,,2016-02-29,\n"  # late by a day
    "2016-05-28,service_change,,,,,,,,,,\n"  # no notice
    "2016-05-28,service_change,,,,,,,,,soon,\n"
    "2016-13-28,service_change,,,,,,,,,2016-02-29,\n"
)


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_not_of_its_form_is_counted_alike(name: str, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(BAD, encoding="utf-8", newline="")
    told = answer("by_hand", name, tmp_path / "bad.csv")
    assert {key: told[key] for key in told if key not in ("weeks", "ref", "title", "town", "audience", "notes", "cleared_by")} == {
        "rows": 23, "bad_dates": 15, "cleared_on": 5, "given_on": 5, "bad_numbers": 3, "responses": -12, "attended": 2, "bad_yes_no": 1,
        "late_notices": 3, "not_cleared": 3, "wrong_officer": 2, "cleared_late": 1,
    }  # fmt: skip
    assert told["weeks"] == {
        "news_release": {"2016-01-04": 1},
        "roadshow": {"2016-01-04": 3},
        "service_change": {"2016-02-22": 1, "2016-02-29": 1, "2016-05-23": 3, "2016-05-30": 1},
        "survey": {"2016-01-04": 1},
        "web_update": {"2016-01-04": 4},
    }


@pytest.mark.parametrize("name", BY_HAND)
def test_a_log_without_rows_is_counted_too(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text(HEADER, encoding="utf-8")
    told = answer("by_hand", name, tmp_path / "empty.csv")
    assert set(map(str, told.values())) == {"0", "{}"}


# --- mou-check --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def judged(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """What mou-check says of the log: an agreement, or some of its promises, by their ids."""
    folder = tmp_path_factory.mktemp("sixty")
    (folder / "sixty.yaml").write_text(json.dumps(agreement()), encoding="utf-8")

    def verify(name: str, *only: str) -> dict[str, Any]:
        where = str(folder / "sixty.yaml") if name == "sixty" else name
        asked = Options(
            today=TODAY,
            folder=ROOT,
            agreements=(where,),
            logs=(str(log),),
            since=FIRST,
            until=LAST,
            as_of=LAST,
            only=only,
        )
        document = json.loads(render(run(asked, LOADER)))
        assert not [problem for problem in document["problems"] if problem["level"] == "error"]
        told = document["agreements"][0]
        assert told["logs"][0]["used"] == ROWS
        return {entry["id"]: entry for entry in told["obligations"]}

    return verify


def test_mou_check_finds_the_same_notices_and_clearances(judged: Callable[..., dict[str, Any]], log: Path) -> None:
    told, hand = judged("cheshire", "publication-clearance", "service-change-notice"), by_csv(log)
    clearances = told["publication-clearance"]["tally"]
    assert clearances["breached"] == hand["not_cleared"] + hand["wrong_officer"] + hand["cleared_late"] == 3
    assert sum(clearances.values()) == sum(sum(hand["weeks"][activity].values()) for activity in ACTIVITIES[:5])
    assert told["service-change-notice"]["tally"]["breached"] == hand["late_notices"] == 1
    assert len(FAULTS) == 4


def test_mou_check_counts_the_same_rows_in_each_week(judged: Callable[..., dict[str, Any]], log: Path) -> None:
    """A period that the window cuts is there too, with what lies inside."""
    weekly = {activity: f"{activity.replace('_', '-')}-weekly" for activity in ACTIVITIES}
    told = judged("sixty", *weekly.values())
    for activity, promise in weekly.items():
        counts = {period["from"]: period["actual"] for period in told[promise]["periods"]}
        assert counts == by_csv(log)["weeks"][activity]


def test_all_sixty_promises_are_judged_and_only_planted_faults_found(judged: Callable[..., dict[str, Any]]) -> None:
    told = judged("sixty")
    assert len(told) == 60
    assert {name for name, entry in told.items() if entry["verdict"] != "met"} == {
        "news-release-each",
        "web-update-each",
        "internal-blog-each",
    }


# --- other tools ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PEERS)
def test_other_tools_find_the_planted_faults_that_they_can_say(name: str, tmp_path: Path) -> None:
    make(5_000, tmp_path / "log.csv")
    told = answer("peers", name, tmp_path / "log.csv")
    cannot = {"frictionless": {"silent_weeks"}, "great_expectations": {"silent_weeks", "notice"}}.get(name, set())
    expected = {"not_of_form": 0, "unknown_activities": 0, "clearance": 3, "notice": 1, "silent_weeks": 0}
    assert told == {key: None if key in cannot else value for key, value in expected.items()}


# --- the measuring ----------------------------------------------------------------------------------
def commands() -> Iterator[tuple[str, list[str]]]:
    for part in subjects.parts(1_000):
        for subject in part.subjects:
            if subject.key != "sixty":  # its command makes the agreement
                yield subject.key, subject.command(Path("the.csv"))


def test_every_subject_runs_something_that_is_there() -> None:
    for _, command in commands():
        scripts = [word for word in command[1:] if word.endswith(".py")]
        assert all(Path(script).is_file() for script in scripts)
        assert scripts or command[1] in ("-m", "-c")


def test_a_key_means_one_thing() -> None:
    found: dict[str, set[str]] = {}
    for part in subjects.parts(1_000):
        for subject in part.subjects:
            found.setdefault(subject.key, set()).add(subject.name)
    assert all(len(names) == 1 for names in found.values())


def test_what_is_picked_comes_with_the_measure_of_its_table() -> None:
    picked = bench.chosen(subjects.parts(1_000), ["polars"])
    assert [[subject.key for subject in chosen] for _, chosen in picked] == [["duckdb", "polars"]]


def test_a_run_is_measured_by_time_and_memory() -> None:
    """From a small process, as `run.py` is: what starts a process counts as a part of it."""
    script = (
        "import sys; from pathlib import Path; from measuring import measure\n"
        "for code in ('pass', 'x = b\"1\" * 200_000_000'): print(measure([sys.executable, '-c', code], Path()).mebibytes)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=environment.HERE, capture_output=True, text=True, check=True
    )
    small, large = map(float, done.stdout.split())
    assert large - small == pytest.approx(191, rel=0.1)


def test_a_run_that_fails_is_told_and_its_time_is_not() -> None:
    failed = measure([sys.executable, "-c", "raise SystemExit('no such | thing')"], ROOT)
    assert failed.fault == "exit status 1: no such | thing"
    part = subjects.parts(20)[0]
    told = bench.table(part, Path(__file__), [(part.subjects[0], Taken(2, 100)), (part.subjects[1], failed)])
    assert told.splitlines()[-2:] == [
        "| by hand, DuckDB | 2.00 s | 1.00 | 100 MiB |",
        "| by hand, Polars | failed | |  |",
    ]


def test_the_middle_of_the_runs_is_told() -> None:
    assert middle([Taken(1, 30), Taken(9, 10), Taken(2, 20)]) == Taken(2, 20)
    assert middle([Taken(1, 30), Taken(9, 10, "it broke")]).fault == "it broke"


def test_the_result_is_written_between_its_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{bench.BEGIN}\n\nold\n\n{bench.END}\n\nafter\n", encoding="utf-8")
    bench.write("new", page)
    assert page.read_text(encoding="utf-8") == f"before\n\n{bench.BEGIN}\n\nnew\n\n{bench.END}\n\nafter\n"


def test_the_page_has_the_marks() -> None:
    text = bench.PAGE.read_text(encoding="utf-8")
    assert (text.count(bench.BEGIN), text.count(bench.END)) == (1, 1)
