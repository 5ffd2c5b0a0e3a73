"""A bar on a terminal that says what is being done and how far that is, while work takes longer than a moment.

All drawing is done in a thread of its own, which sleeps first: work that ends before it wakes pays for no more than that
thread, and Rich's bars are not even imported.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, TextIO

from mou_check.model.progress import Progress
from mou_check.output import inert

# Seconds of work before the bar is there, and between two looks at how far it is.
AFTER, EVERY = 1.0, 0.1


class ProgressBar(Progress):
    """A bar on a stream, which must be a terminal, for as long as the `with` lasts; nothing is left of it afterwards."""

    def __init__(self, stream: TextIO, *, colour: bool) -> None:
        self._stream = stream
        self._colour = colour
        self._over = Event()
        self._thread = Thread(target=self._run, name="progress", daemon=True)
        self._now: tuple[str, int, str, Callable[[], float] | None] = ("working", 0, "", None)

    def doing(self, what: str, of: int = 0, things: str = "", so_far: Callable[[], float] | None = None) -> None:
        self._now = (what, of, things, so_far)

    def __enter__(self) -> ProgressBar:
        atexit.register(self._end)  # a run that is stopped may not come to the end of the `with`
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        atexit.unregister(self._end)

    def _end(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        if self._over.wait(AFTER):
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bars
        from rich.table import Column

        # What the surroundings wish was asked before; the width is that of the terminal.
        console = Console(
            file=self._stream, force_terminal=True, color_system="standard" if self._colour else None, _environ={}
        )
        text = TextColumn(
            "{task.description}", style="none", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")
        )
        bar = BarColumn(bar_width=24, table_column=Column(min_width=8))
        with Bars(bar, text, console=console, auto_refresh=False, transient=True) as bars:
            task = bars.add_task("", total=None)
            while True:
                bars.update(task, refresh=True, **self._state())
                if self._over.wait(EVERY):
                    return

    def _state(self) -> dict[str, Any]:
        """What is being done and how far it is, as Rich takes it."""
        what, of, things, so_far = self._now
        done = min(max(so_far(), 0), of) if so_far else 0
        told = what
        if things:
            told = f"{what} {done:,.0f} of {of:,} {things}"
        elif done:
            told = f"{what}: {100 * done / of:.0f}%"
        # Where nothing is done yet, perhaps nobody knows: the bar moves to and fro until then.
        return {"description": inert(told), "total": of if done else None, "completed": done}
