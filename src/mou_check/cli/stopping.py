"""Ctrl-C: the process ends within a second, whatever it is doing, with one line and without leaving anything behind.

The interrupt is raised where the program is, so that what is open gets closed. It does not always arrive: the database
works on in other threads, and what it calls may swallow an interrupt or make another error of it. So a thread waits a
moment and then ends the process itself. What Python would do at its end is done, so that temporary files go; only its
taking apart of everything is left out, for that waits for threads.
"""

from __future__ import annotations

# Ctrl-C has its way once these are imported, so they are few and quick.
import _thread
import atexit
import os
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130
# Seconds for the program to come to an end by itself; and for what must be done then, if the program does not. Giving
# back some gigabytes of memory takes the system a while, too.
_GRACE, _REST = 0.2, 0.2


class _State:
    """How far the stopping is."""

    def __init__(self) -> None:
        self.stopped = False
        self.held = 0
        self.ending = _thread.allocate_lock()


_state = _State()


def on_ctrl_c() -> None:
    """From now on Ctrl-C ends this process, unless whoever started it wants it to be ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


def stopped() -> bool:
    """Whether Ctrl-C was pressed: any error from then on may come of it."""
    return _state.stopped


def end() -> NoReturn:
    """End the process as one that was stopped."""
    if not _state.ending.acquire(blocking=False):
        while True:  # another thread is at it
            time.sleep(1)
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to have them run without waiting for threads
    try:
        # Not through sys.stderr, which another thread may hold. On a terminal ^C stands in the line already.
        os.write(2, b"\nmou-check: stopped\n" if os.isatty(2) else b"mou-check: stopped\n")
    finally:
        os._exit(INTERRUPTED)


def too_late() -> None:
    """All is done and written: Ctrl-C does not change how the process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class whole:  # noqa: N801 - it reads as what it does
    """What is written here is written as a whole before Ctrl-C stops the program, if that takes no longer than a moment."""

    def __enter__(self) -> None:
        _state.held += 1

    def __exit__(self, *_: object) -> None:
        _state.held -= 1
        if _state.stopped:
            raise KeyboardInterrupt


def _stop(_number: int, _frame: FrameType | None) -> None:
    if _state.stopped:
        return  # it ends already
    _state.stopped = True
    sys.unraisablehook = _say_nothing
    _thread.start_new_thread(_end_soon, ())
    if not _state.held:
        raise KeyboardInterrupt


def _say_nothing(_lost: object) -> None:
    """An interrupt that comes where Python can raise nothing is lost, and would be told with a traceback."""


def _end_soon() -> None:
    time.sleep(_GRACE)
    _thread.start_new_thread(end, ())
    time.sleep(_REST)
    os._exit(INTERRUPTED)
