"""A command's document as JSON: sorted as it is, complete, the same bytes on every machine."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import TypeAdapter

from mou_check.output import Look


def render(document: object, _look: Look | None = None) -> str:
    """The document as text that ends in a newline."""
    return dump(document)


def dump(document: object) -> str:
    """A document of any command as text that ends in a newline."""
    return _inert(TypeAdapter(type(document)).dump_json(document, by_alias=True, indent=2).decode()) + "\n"


def dump_plain(data: Any, look: Look) -> str:
    """Plain lists and dicts as JSON text that ends in a newline."""
    return _inert(json.dumps(data, indent=2, ensure_ascii=look.ascii)) + "\n"


# What JSON leaves as it is and a terminal obeys: controls and directions; and what a runner of GitHub Actions takes
# for a command anywhere in a line.
_OBEYED = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|#(?=#\\[)")


def _inert(text: str) -> str:
    """The same JSON with nothing in it that is obeyed: such characters stand as their numbers."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
