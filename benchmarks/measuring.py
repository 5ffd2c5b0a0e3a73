"""How long a process takes and how much memory it held at most, as the system accounts for it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Linux gives KiB, macOS bytes. What a child holds counts from the size of its parent, so whoever measures stays small.
UNIT = 1 if sys.platform == "darwin" else 1024
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """One run, or the middle of several: seconds of wall time and the peak of resident memory in MiB.

    `fault` is the exit status and the last line that the process wrote to standard error, where it failed.
    """

    seconds: float
    mebibytes: float
    fault: str | None = None


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Taken:
    """Run a command once, its standard output thrown away."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        fault = None
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip().splitlines()
            fault = f"exit status {process.returncode}: {said[-1] if said else 'nothing said'}"[:200]
    return Taken(seconds, usage.ru_maxrss * UNIT / MEBIBYTE, fault)


def middle(runs: Sequence[Taken]) -> Taken:
    """The medians of several runs; one that failed fails them all."""
    fault = next((run.fault for run in runs if run.fault), None)
    return Taken(statistics.median(r.seconds for r in runs), statistics.median(r.mebibytes for r in runs), fault)


def read_through(file: Path) -> None:
    """Read a file once, so that the system has it in memory for all alike."""
    buffer = bytearray(MEBIBYTE)
    with file.open("rb", buffering=0) as reading:
        while reading.readinto(buffer):
            pass
