"""The result document as JSON: sorted as it is, complete, the same bytes on every machine."""

from __future__ import annotations

from pydantic import TypeAdapter

from mou_check.model.results import Document
from mou_check.output import Look


def render(document: Document, _look: Look | None = None) -> str:
    """The document as text that ends in a newline."""
    return dump(document)


def dump(document: object) -> str:
    """A document of any command as text that ends in a newline."""
    return TypeAdapter(type(document)).dump_json(document, by_alias=True, indent=2).decode() + "\n"
