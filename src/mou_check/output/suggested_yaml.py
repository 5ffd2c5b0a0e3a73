"""Suggested examples as YAML that is pasted into an agreement: indented as the obligation's keys are there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from mou_check.model.suggestions import SuggestedExample, SuggestedExamples
from mou_check.output import inert


def render(suggested: Iterable[SuggestedExamples]) -> str:
    """The blocks of all obligations, each under a comment that says where it belongs."""
    return "\n".join("".join(f"{line}\n" for line in _block(each)) for each in suggested)


def _block(suggested: SuggestedExamples) -> Iterator[str]:
    where = f"{suggested.file}:{suggested.line}"
    yield inert(f"# {suggested.agreement}/{suggested.obligation} ({where}): {suggested.requirement}")
    for note in suggested.notes:
        yield inert(f"# {note}")
    indent = " " * suggested.indent
    if suggested.examples and suggested.has_examples:
        yield "# (goes under the examples that are there)"
    elif suggested.examples:
        yield f"{indent}examples:"
    for example in suggested.examples:
        lines = list(_example(example))
        yield f"{indent}  - {lines[0]}"
        yield from (f"{indent}    {line}" for line in lines[1:])


def _example(example: SuggestedExample) -> Iterator[str]:
    yield f"verdict: {example.verdict}"
    yield f"says: {example.says}"
    if example.reading:
        yield f"reading: {_word(example.reading)}"
    yield f"from: {example.since}"
    yield f"to: {example.until}"
    if example.as_of != example.until:
        yield f"as_of: {example.as_of}"
    if example.records:
        yield f"records: [{', '.join(map(_word, example.records))}]"
    if example.lists:
        lists = (f"{_word(name)}: [{', '.join(map(_word, values))}]" for name, values in example.lists.items())
        yield f"lists: {{{', '.join(lists)}}}"
    yield "log: |"
    yield from (f"  {line}" for line in _csv(example).splitlines())


def _word(text: str) -> str:
    """A text as YAML, in quotes."""
    return json.dumps(text, ensure_ascii=False)


def _csv(example: SuggestedExample) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, example.header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(example.rows)
    return text.getvalue()
