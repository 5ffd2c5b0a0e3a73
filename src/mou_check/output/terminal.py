"""What all reports for people share: the console that Rich writes to, and the colours of verdicts."""

from __future__ import annotations

import io

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mou_check.model.verdicts import Verdict
from mou_check.output import Look

_STYLES = {
    Verdict.BREACHED: "bold red",
    Verdict.SHORTFALL: "bold yellow",
    Verdict.NO_DATA: "magenta",
    Verdict.TO_JUDGE: "bold cyan",
    Verdict.WAIVED: "blue",
    Verdict.EXCUSED: "blue",
    Verdict.NOTED: "yellow",
    Verdict.MET: "green",
}
_ASCII = str.maketrans({"─": "-", "━": "-", "·": "-", "│": "|", "…": "..."})


class Paper:
    """A text that Rich lays out: nothing in it is cut off, whatever the width, and nothing is markup."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._file = io.StringIO()
        self.console = Console(
            file=self._file, width=look.width, force_terminal=look.colour, color_system="standard" if look.colour else None, highlight=False,
            markup=False, emoji=False, legacy_windows=False, soft_wrap=False, _environ={},
        )  # fmt: skip

    def heading(self, text: str) -> None:
        """A heading with an empty line above it."""
        self.line()
        self.line(Text(text, style="bold underline"), 0)

    def line(self, text: Text | str = "", indent: int = 2) -> None:
        """A line, wrapped within its indent."""
        if self._look.colour:
            self.console.print(Padding(text, (0, 0, 0, indent)))
            return
        # Without colour there is nothing but lines to write, which takes a third of the time.
        whole = Text(text) if isinstance(text, str) else text
        for line in whole.wrap(self.console, self._look.width - indent):
            self._file.write(f"{' ' * indent}{line.plain}\n")

    def text(self) -> str:
        """All that was written, without spaces at the ends of lines."""
        text = "\n".join(line.rstrip() for line in self._file.getvalue().split("\n"))
        return text if not self._look.ascii else text.translate(_ASCII)


def verdict_text(verdict: Verdict) -> Text:
    """A verdict as a word; colour only repeats it."""
    return Text(verdict.value, style=_STYLES.get(verdict, "dim"))
