"""What is measured side by side: in parts, each of which has a first subject that the others are held against."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import environment
from start_up import BASELINE

WINDOW = ("--from", "2015-05-06", "--to", "2017-03-31", "--as-of", "2017-03-31", "--fail-on", "never")
SMALL = 500
# What the peers take: Great Expectations copies the rows for each condition, Frictionless goes row by row in Python.
PEERS, SLOW_PEERS = 1_000_000, 100_000

Command = Callable[[Path], list[str]]  # of a log


@dataclass(frozen=True)
class Subject:
    """Something to measure. `key` names it on the command line; `installed` is whether benchmarks/.venv is needed."""

    key: str
    name: str
    command: Command
    installed: bool = False


@dataclass(frozen=True)
class Part:
    """Subjects on one log. The first is the measure of the others."""

    title: str
    rows: int
    subjects: tuple[Subject, ...]
    quoted_newlines: bool = False
    short: bool = False  # so short that more rounds are needed, and cost little


def _script(path: str, python: str = sys.executable) -> Command:
    return lambda log: [python, str(environment.HERE / path), str(log)]


def _other(path: str) -> Command:
    return _script(path, str(environment.OTHERS))


def _verify(agreement: str, *more: str) -> Command:
    return lambda log: [sys.executable, "-m", "mou_check", "verify", agreement, "--log", str(log), *WINDOW, *more]


DUCKDB = Subject("duckdb", "by hand, DuckDB", _script("by_hand/duckdb_scan.py"))
WHOLE = Subject("whole", "`mou-check verify`, the whole Cheshire agreement", _verify("cheshire"))
SIXTY = Subject("sixty", "`mou-check verify`, 60 promises", lambda log: _verify(str(environment.sixty()))(log))
ONE = Subject("one", "`mou-check verify`, one promise (`--only`)", _verify("cheshire", "--only", "news-releases"))


def parts(rows: int) -> list[Part]:
    """All that can be measured, with so many rows in the large log."""
    peers, slow = min(rows, PEERS), min(rows, SLOW_PEERS)
    return [
        Part(
            "One large log",
            rows,
            (
                DUCKDB,
                Subject("polars", "by hand, Polars", _other("by_hand/polars_scan.py"), installed=True),
                Subject("pyarrow", "by hand, pyarrow", _other("by_hand/pyarrow_scan.py"), installed=True),
                Subject("pandas", "by hand, pandas", _other("by_hand/pandas_scan.py"), installed=True),
                Subject("csv", "by hand, Python's csv", _script("by_hand/csv_scan.py")),
                WHOLE,
                SIXTY,
                ONE,
            ),
        ),
        Part("With quoted newlines in one row of a thousand", rows, (DUCKDB, WHOLE, SIXTY, ONE), quoted_newlines=True),
        Part(
            "A small log, against importing the core packages",
            SMALL,
            (Subject("imports", "importing the core packages", lambda _: BASELINE), WHOLE, SIXTY, ONE),
            short=True,
        ),
        Part(
            "What else one might take",
            peers,
            (
                DUCKDB,
                Subject(
                    "great-expectations",
                    "Great Expectations",
                    _other("peers/great_expectations_check.py"),
                    installed=True,
                ),
                Subject("datacontract", "datacontract-cli", _other("peers/datacontract_check.py"), installed=True),
                WHOLE,
            ),
        ),
        Part(
            "What else one might take, row by row",
            slow,
            (
                DUCKDB,
                Subject("frictionless", "Frictionless", _other("peers/frictionless_check.py"), installed=True),
                WHOLE,
            ),
        ),
    ]
