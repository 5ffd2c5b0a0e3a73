"""What is needed beside the project's own environment: the logs, and a virtual environment for the others."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
DATA = HERE / "data"
VENV = HERE / ".venv"
OTHERS = VENV / "bin" / "python"
MAKERS = {"log": HERE / "make_log.py", "sixty": HERE / "sixty.py"}


def install() -> None:
    """Install the pinned requirements into benchmarks/.venv, unless they are there; exits with the reason if it fails."""
    done, wanted = VENV / "installed.txt", REQUIREMENTS.read_text(encoding="utf-8")
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return
    print(f"Installing {REQUIREMENTS.name} into {VENV} ...", file=sys.stderr)
    pip = [str(OTHERS), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(REQUIREMENTS)]
    for command in ([sys.executable, "-m", "venv", str(VENV)], pip):
        if subprocess.run(command, check=False).returncode:
            sys.exit("That failed. --only takes the measurements that need nothing installed: --help lists them.")
    done.write_text(wanted, encoding="utf-8")


def log(rows: int, *, quoted_newlines: bool = False) -> Path:
    """The log with so many rows, made if it is not there or older than what makes it."""
    name = f"cheshire-{rows}{'-newlines' if quoted_newlines else ''}.csv"
    return _made(DATA / name, "log", str(rows), str(DATA / name), *(["--quoted-newlines"] if quoted_newlines else []))


def sixty() -> Path:
    """The agreement of sixty promises."""
    return _made(DATA / "sixty.yaml", "sixty", str(DATA / "sixty.yaml"))


def _made(file: Path, maker: str, *arguments: str) -> Path:
    """In a process of its own: DuckDB would make this one large, and with it all that it starts."""
    script = MAKERS[maker]
    if not file.is_file() or file.stat().st_mtime < script.stat().st_mtime:
        print(f"Making {file.name} ...", file=sys.stderr)
        DATA.mkdir(exist_ok=True)
        subprocess.run([sys.executable, str(script), *arguments], check=True)
    return file


def machine() -> str:
    """Where it was measured, in a line."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pinned = [line.replace("==", " ") for line in lines if line and not line.startswith("#")]
    parts = [f"{os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}"]
    return ", ".join([*parts, f"DuckDB {version('duckdb')}", *pinned])
