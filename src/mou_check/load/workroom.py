"""Temporary files of a run, for what logs become on their way into the database."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 20


class Workroom:
    """A folder that is made when it is first needed, and is gone with its owner."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._made: list[Path] = []
        self._streams: dict[Path, Path] = {}
        self._number = 0

    @property
    def folder(self) -> Path:
        """The folder, for who keeps order in it alone."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="mou-check-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def new(self, ending: str = ".csv") -> Path:
        """A path for a new file, which `sweep` takes away again."""
        self._number += 1
        self._made.append(self.folder / f"log{self._number}{ending}")
        return self._made[-1]

    def stream(self, log: Path, opened: Callable[[], AbstractContextManager[BinaryIO]]) -> Path:
        """What came through a pipe, as a file: it comes but once, and may be read for several agreements."""
        if log not in self._streams:
            kept = self.new("")
            with opened() as source, kept.open("wb") as out:
                shutil.copyfileobj(source, out, _PIECE)
            self._made.remove(kept)
            self._streams[log] = kept
        return self._streams[log]

    def sweep(self) -> None:
        """Take away what was made, but for what came through a pipe."""
        for path in self._made:
            path.unlink(missing_ok=True)
        self._made.clear()
