"""Outputs, one file each, and the one place where they are registered.

A table is made for the eye, and each command has its own; JSON is the command's document as it is. All other
formats render a `Report`, which an adapter in `reports/` makes of the document, so that a new format serves every
command and a new command has every format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mou_check.model.report import Report

FORMATS = {
    "table": "",  # of the command
    "json": "mou_check.output.json_document",
    "markdown": "mou_check.output.markdown",
    "csv": "mou_check.output.csv_rows",
    "junit": "mou_check.output.junit",
    "sarif": "mou_check.output.sarif",
    "github": "mou_check.output.github",
    "gitlab": "mou_check.output.gitlab",
}
"""Format names and the modules that render them; imported only when asked for."""


class Outputs(NamedTuple):
    """What is a command's own: the module of its table, and the one that makes a report of its document."""

    table: str
    report: str


DOCUMENTS = {
    "Document": Outputs("mou_check.output.table", "mou_check.output.reports.verify"),
    "LintDocument": Outputs("mou_check.output.lint_table", "mou_check.output.reports.lint"),
    "DiffDocument": Outputs("mou_check.output.diff_table", "mou_check.output.reports.diff"),
    "ValidationDocument": Outputs("mou_check.output.validate_table", "mou_check.output.reports.validate"),
    "ExamplesDocument": Outputs("mou_check.output.examples_table", "mou_check.output.reports.examples"),
}
"""The outputs of each kind of document, by the name of its class."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is laid out. `ascii` keeps to characters that every terminal has.

    `folder` is where the project lies in its repository, for formats whose files a server looks up there.
    """

    width: int = 100
    colour: bool = False
    ascii: bool = False
    verbose: bool = False
    folder: str = ""

    def in_repository(self, file: str) -> str:
        """The path of a file of the project as its repository knows it; a path from the root stays as it is."""
        return f"{self.folder}/{file}" if self.folder and not _ROOTED.match(file) else file


_ROOTED = re.compile(r"/|[A-Za-z]:/")


def render(name: str, document: object, look: Look) -> str:
    """A document in a format, as text that ends in a newline."""
    if name == "json":
        module, what = FORMATS[name], document
    elif name == "table":
        module, what = DOCUMENTS[type(document).__name__].table, document
    else:
        module, what = FORMATS[name], report_of(document)
    text: str = import_module(module).render(what, look)
    return text


def report_of(document: object) -> Report:
    """The report that the shared formats render."""
    report: Report = import_module(DOCUMENTS[type(document).__name__].report).report(document)
    return report


# What a runner of GitHub Actions takes for a command: `::error ...` where a line begins, `##[error]` anywhere.
_COMMAND = re.compile(r":(?=:[A-Za-z])|#(?=#\[)")


def inert(text: str) -> str:
    """Text from a file with nothing in it that a terminal or a CI runner would obey.

    Control and direction characters show as `?`; two characters that begin a runner's command stand apart.
    """
    shown = "".join(c if c.isprintable() or c == " " else " " if c in "\t\n\r" else "?" for c in text)
    return _COMMAND.sub(r"\g<0> ", shown)
