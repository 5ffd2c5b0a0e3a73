"""What the scripts share that write files from code: write them, or check that they are as written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stale(files: dict[str, str]) -> list[str]:
    """The files that are not as they would be made now."""
    return [
        name
        for name, text in files.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != text.encode()
    ]


def main(build: Callable[[], dict[str, str]]) -> None:
    """Write the files of `build`, or with --check exit with 1 when one is not up to date."""
    files = build()
    old = stale(files)
    if "--check" in sys.argv:
        sys.exit(f"not up to date: {', '.join(old)} (run {Path(sys.argv[0]).name})" if old else 0)
    for name in old:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_bytes(files[name].encode())
    print(f"{len(files)} files, {len(old)} written")
