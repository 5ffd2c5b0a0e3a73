"""How far a run is, for whoever waits for it: the work says what it does, and whoever shows that asks how far it is."""

from __future__ import annotations

from collections.abc import Callable


class Progress:
    """Whom a run tells what it is doing; this one tells nobody, and costs nothing."""

    def doing(self, what: str, of: int = 0, things: str = "", so_far: Callable[[], float] | None = None) -> None:
        """From now on this is done, in place of what was done before: `reading log.csv`, or `judging` 183 `promises`.

        `of` is how much there is to do (0: nobody knows), in `things` that can be counted or, without these, in parts of
        the whole. `so_far` says how much of it is done, or less than nothing where that is not known; it is asked now and
        then, from another thread.
        """


UNSEEN = Progress()
