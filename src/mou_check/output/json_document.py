"""A command's document as JSON: sorted as it is, complete, the same bytes on every machine."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from mou_check.output import Look


def render(document: object, _look: Look | None = None) -> str:
    """The document as text that ends in a newline."""
    return dump(document)


def dump(document: object) -> str:
    """A document of any command as text that ends in a newline."""
    return _no_command(TypeAdapter(type(document)).dump_json(document, by_alias=True, indent=2).decode()) + "\n"


def dump_plain(data: Any, look: Look) -> str:
    """Plain lists and dicts as JSON text that ends in a newline."""
    return _no_command(json.dumps(data, indent=2, ensure_ascii=look.ascii)) + "\n"


def _no_command(text: str) -> str:
    """The same JSON without `##[`, which a runner of GitHub Actions takes for a command anywhere in a line."""
    return text.replace("##[", "\\u0023#[")
