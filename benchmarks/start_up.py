"""How long commands take, as ratios to importing the core packages, side by side in one run.

    make bench

Prints the median of several runs of each command and the ratio to
`python -c "import click, yaml, pydantic, rich, dateutil, duckdb"`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 11
BASELINE = [sys.executable, "-c", "import click, yaml, pydantic, rich, dateutil, duckdb"]
COMMANDS = {
    "mou-check --help": [sys.executable, "-m", "mou_check", "--help"],
    "mou-check show cheshire": [sys.executable, "-m", "mou_check", "show", "cheshire"],
    "mou-check verify durham": [sys.executable, "-m", "mou_check", "verify", "durham"],
    "mou-check verify": [sys.executable, "-m", "mou_check", "verify"],
}


def seconds(command: list[str]) -> float:
    """How long a command takes once."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Take turns, so that whatever else the machine does falls on all alike."""
    times: dict[str, list[float]] = {"importing the core packages": [], **{name: [] for name in COMMANDS}}
    for round_number in range(ROUNDS + 1):
        for name, command in {"importing the core packages": BASELINE, **COMMANDS}.items():
            taken = seconds(command)
            if round_number:  # the first round fills caches
                times[name].append(taken)
    base = statistics.median(times["importing the core packages"])
    for name, rounds in times.items():
        middle = statistics.median(rounds)
        print(f"{name:<30} {middle * 1000:7.0f} ms   ratio {middle / base:5.2f}")


if __name__ == "__main__":
    main()
