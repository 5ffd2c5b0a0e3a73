"""Outputs, one file each: a module with `render(document, look) -> str`, and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mou_check.model.results import Document

FORMATS = {"table": "mou_check.output.table", "json": "mou_check.output.json_document"}
"""Format names and the modules that render them; imported only when asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text for people is laid out. `ascii` keeps to characters that every terminal has."""

    width: int = 100
    colour: bool = False
    ascii: bool = False
    verbose: bool = False


def render(name: str, document: Document, look: Look) -> str:
    """The document in a format, as text that ends in a newline."""
    text: str = import_module(FORMATS[name]).render(document, look)
    return text


def inert(text: str) -> str:
    """Text from a file with nothing in it that a terminal would obey: control and direction characters show as `?`."""
    return "".join(c if c.isprintable() or c == " " else " " if c in "\t\n\r" else "?" for c in text)
