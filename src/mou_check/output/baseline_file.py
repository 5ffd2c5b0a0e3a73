"""The baseline as a file that people can read and keep under version control: sorted, an entry for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from mou_check.model.decisions import KnownBreach

_HEAD = """\
# Breaches that are known: verify shows them, and fails on new ones only.
# Written by mou-check baseline, which keeps reason and since; both may be edited here.
"""


def render(known: Iterable[KnownBreach]) -> str:
    """The text of the file."""
    entries = [line for breach in known for line in _entry(breach)]
    return "\n".join([f"{_HEAD}format: 1", *(["known:", *entries] if entries else ["known: []"])]) + "\n"


def _entry(breach: KnownBreach) -> Iterator[str]:
    yield f"  - id: {_text(breach.id)}"
    yield f"    verdict: {breach.verdict}"
    if breach.first:
        yield f"    from: {breach.first}"
    if breach.last:
        yield f"    to: {breach.last}"
    yield f"    reason: {_text(breach.reason)}"
    yield f"    since: {breach.since}"


def _text(text: str) -> str:
    """A text in double quotes, so that nothing in it is YAML; what cannot be seen is written as its number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)
