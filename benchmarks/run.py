"""Measure mou-check on a large log side by side with scripts written by hand and with other tools.

    make bench-large
    python benchmarks/run.py --rows 1000000 --only duckdb --only whole --repeat 5

Makes the logs (benchmarks/data/) and installs the others (benchmarks/.venv) if they are not there. Each run is a
process of its own; the subjects of a part take turns after the log was read through once; the medians are told as
Markdown, with the ratio to the first subject of the part. Needs a system with wait4: Linux or macOS.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import environment
from measuring import MEBIBYTE, Taken, measure, middle, read_through
from subjects import Part, Subject, parts

ROOT = environment.HERE.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench-large: begin -->", "<!-- bench-large: end -->"
SHORT_ROUNDS = 11

# The working copy is what is measured, whatever is installed.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}


def chosen(every: Iterable[Part], keys: list[str]) -> list[tuple[Part, list[Subject]]]:
    """The subjects with these keys, or all; the first of a part comes with any other of it."""
    found = []
    for part in every:
        first, *rest = part.subjects
        others = [subject for subject in rest if not keys or subject.key in keys]
        if others or not keys or first.key in keys:
            found.append((part, [first, *others]))
    return found


def take(part: Part, subjects: list[Subject], log: Path, rounds: int) -> list[tuple[Subject, Taken]]:
    """Let the subjects take turns, so that whatever else the machine does falls on all alike."""
    read_through(log)
    runs: dict[str, list[Taken]] = {subject.key: [] for subject in subjects}
    for number in range(rounds):
        for subject in subjects:
            taken = measure(subject.command(log), ROOT, ENVIRONMENT)
            print(
                f"{part.title}, {number + 1} of {rounds}: {subject.name}: {taken.fault or _seconds(taken)}",
                file=sys.stderr,
            )
            runs[subject.key].append(taken)
    return [(subject, middle(runs[subject.key])) for subject in subjects]


def _seconds(taken: Taken) -> str:
    return f"{taken.seconds:.1f} s" if taken.seconds >= 10 else f"{taken.seconds:.2f} s"


def table(part: Part, log: Path, results: list[tuple[Subject, Taken]]) -> str:
    """The part as Markdown."""
    base = results[0][1]
    lines = [
        f"**{part.title}: {part.rows:,} rows, {log.stat().st_size / MEBIBYTE:,.1f} MiB**",
        "",
        "| | time | ratio | peak memory |",
        "|---|--:|--:|--:|",
    ]
    for subject, taken in results:
        ratio = "" if base.fault else f"{taken.seconds / base.seconds:.2f}"
        told = "failed | | " if taken.fault else f"{_seconds(taken)} | {ratio} | {taken.mebibytes:,.0f} MiB"
        lines.append(f"| {subject.name} | {told} |")
    return "\n".join(lines)


def write(text: str, page: Path = PAGE) -> None:
    """Put the result between the marks of the page."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> None:
    """The command."""
    keys = list(dict.fromkeys(subject.key for part in parts(1) for subject in part.subjects))
    parser = argparse.ArgumentParser(description="Measure mou-check on a large log, side by side with others.")
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the large log (default: ten million)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds, of which the median is told (default: 3)")
    parser.add_argument("--only", action="append", default=[], choices=keys, help="only this; can be repeated")
    parser.add_argument("--write", action="store_true", help=f"also write into {PAGE.relative_to(ROOT)}")
    asked = parser.parse_args()
    if asked.rows < 1 or asked.repeat < 1:
        parser.error("--rows and --repeat are at least 1")
    if asked.write and asked.only:
        parser.error("--write tells of everything: leave --only out")
    wanted = chosen(parts(asked.rows), asked.only)
    if any(subject.installed for _, subjects in wanted for subject in subjects):
        environment.install()
    many = max(asked.repeat, SHORT_ROUNDS)
    told, faults = [f"{environment.machine()}. Medians of {asked.repeat} (small log: {many}) rounds."], []
    for part, subjects in wanted:
        log = environment.log(part.rows, quoted_newlines=part.quoted_newlines)
        results = take(part, subjects, log, many if part.short else asked.repeat)
        told.append(table(part, log, results))
        faults += [f"{subject.name}: {taken.fault}" for subject, taken in results if taken.fault]
    text = "\n\n".join(told)
    print(text)
    if faults:
        sys.exit("\n".join(["", "Failed, so nothing is written:", *faults]))
    if asked.write:
        write(text)


if __name__ == "__main__":
    main()
