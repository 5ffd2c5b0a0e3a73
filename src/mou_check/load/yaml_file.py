"""Reading YAML with places: YAML 1.2 scalars, no duplicate keys, nothing hostile.

PyYAML's events are turned into a small tree by hand: values resolve by the YAML 1.2 core schema
(`no`, `on` and `12:30` are text), a key that stands twice is refused with both places, and depth,
size and aliases are capped, so that a hostile file ends in a message and not in a crash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from mou_check.model.problems import Problem

MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_ALIASES = 20_000_000, 60, 200_000, 200

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}  # fmt: skip
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str"}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# What lies below a scalar.
_NOTHING: dict[Any, Any] = {}


@dataclass(slots=True)
class Node:
    """A value with its place (line and column count from 1) and, for collections, the nodes below it and their keys.

    `text` is a scalar as it is written, for a number or a word such as `true` that was meant as text.
    """

    value: Any
    line: int
    column: int
    below: dict[Any, Node]
    keys: dict[str, tuple[int, int]]
    size: int = 1
    text: str | None = None


@dataclass(slots=True)
class Source:
    """A YAML file as read: its text, its tree (None when it could not be read), and what was wrong."""

    name: str
    text: str
    root: Node | None
    problems: list[Problem]
    _lines: list[str] = field(default_factory=list)

    @property
    def data(self) -> Any:
        """The file's value as plain dicts, lists and scalars."""
        return self.root.value if self.root else None

    def place(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """The line and column of what stands at a path, or of the closest thing above it.

        Parts of a path that are not in the file (a reader's own words) are stepped over. With `key`
        the place is that of the last key, not of its value.
        """
        node = self.root
        at = (node.line, node.column) if node else (1, 1)
        for i, part in enumerate(path):
            if node is None:
                break
            below = node.below.get(part)
            if below is None:
                if i == len(path) - 1 and part in node.keys:
                    at = node.keys[str(part)]
                continue
            wants_key = key and i == len(path) - 1 and part in node.keys
            at = node.keys[str(part)] if wants_key else (below.line, below.column)
            node = below
        return at

    def problem(self, code: str, message: str, at: tuple[int, int]) -> Problem:
        """An error at a place of this file, with the line shown and a caret under the place."""
        self._lines = self._lines or self.text.splitlines()
        return Problem(
            "error", code, message,
            file=self.name, line=at[0], column=at[1], excerpt=excerpt(self._lines, *at),
        )  # fmt: skip


def excerpt(lines: Sequence[str], line: int, column: int) -> str | None:
    """A line of a text with a caret under a column; long lines are cut around it."""
    if not 0 < line <= len(lines):
        return None
    shown = lines[line - 1]
    start = max(0, column - 60) if len(shown) > 100 else 0
    shown = shown[start : start + 100].replace("\t", " ")
    shown = "".join(c if c.isprintable() else "?" for c in shown)
    return f"{shown}\n{' ' * (column - 1 - start)}^"


def read_yaml(path: Path, name: str) -> Source:
    """Read a file. Never raises for what stands in it: faults are problems of the source."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            message = f"{name} is larger than {MAX_BYTES // 1_000_000} MB; an agreement is a text that people read"
            return Source(name, "", None, [Problem("error", "bad-yaml", message, file=name)])
        raw = path.read_bytes()
    except IsADirectoryError:
        return Source(
            name, "", None, [Problem("error", "missing-file", f"{name} is a folder; a file was expected", file=name)]
        )
    except FileNotFoundError:
        return Source(name, "", None, [Problem("error", "missing-file", f"there is no file {name}", file=name)])
    except OSError as error:
        return Source(
            name, "", None, [Problem("error", "missing-file", f"{name} cannot be read: {error.strerror}", file=name)]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        return Source(name, "", None, [Problem("error", "bad-text", message, file=name, line=line, column=1)])
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Source:
    """Parse a text. Faults are problems of the source, never exceptions."""
    source = Source(name, text, None, [])
    builder = _Builder(source)
    try:
        source.root = builder.build(text)
    except yaml.MarkedYAMLError as error:
        message, mark = _yaml_fault(error)
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problems.append(source.problem("bad-yaml", message, at))
    except yaml.YAMLError as error:
        # The reader gives a byte or a character, depending on how it was built; the character itself is sure.
        code = getattr(error, "character", None)
        found = max(0, text.find(chr(code))) if isinstance(code, int) else 0
        place = (text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found))
        message = f"there is a character that YAML does not allow{f' (U+{code:04X})' if code else ''}; take it out"
        source.problems.append(source.problem("bad-yaml", message, place))
    except _RefusedError:
        source.root = None
    else:
        if source.root is None and not source.problems:
            source.problems.append(
                Problem("error", "bad-yaml", "there is nothing in this file", file=name, line=1, column=1)
            )
    return source


def _yaml_fault(error: yaml.MarkedYAMLError) -> tuple[str, Any]:
    """What is wrong, and the mark to show: where something opened that never closes, else where reading stopped."""
    words, context = error.problem or "this is not YAML", error.context or ""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    since = f" on line {opened.line + 1}" if opened else ""
    if "quoted scalar" in context and "end of stream" in words:
        return "a quotation mark opens here and is never closed", opened or mark
    if "escape" in words:
        return "in double quotes a backslash begins an escape; use single quotes, or write it twice", mark
    if "found character" in words or "tab character" in words:
        return (
            "a character stands here that cannot start a value (a tab? indent with spaces; put @ ` % in quotes)",
            mark,
        )
    if "mapping values are not allowed" in words:
        return "a colon stands where no key is expected; put the text in quotes, or check the indentation", mark
    if "flow mapping" in context or "flow sequence" in context:
        sign = "{" if "mapping" in context else "["
        return f'expected "," or "{"}" if sign == "{" else "]"}" here: the "{sign}"{since} is not closed', mark
    if "block mapping" in context or "block collection" in context:
        return f"this does not line up with what begins{since}; check the indentation", mark
    if "simple key" in context:
        return "a key needs a colon and a space after it", opened or mark
    if "alias" in words:
        return words, mark
    return f"this is not YAML: {words.replace('but found', 'found')}" + (f" ({context})" if context else ""), mark


class _RefusedError(Exception):
    """Reading stops here; the problem is already written down."""


class _Builder:
    """Builds the tree from events, without recursion, so that depth costs nothing."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, Node] = {}
        self.nodes = self.aliases = 0

    def refuse(self, message: str, mark: Any) -> _RefusedError:
        self.source.problems.append(self.source.problem("bad-yaml", message, (mark.line + 1, mark.column + 1)))
        return _RefusedError()

    def build(self, text: str) -> Node | None:
        stack: list[tuple[Node, Any, str | None]] = []  # (collection, key waiting for its value, anchor)
        root: Node | None = None
        for event in yaml.parse(text, Loader=_Loader):
            mark: Any = event.start_mark
            opens = False
            if isinstance(event, yaml.ScalarEvent):  # most are
                node = Node(self.scalar(event), mark.line + 1, mark.column + 1, _NOTHING, _NOTHING, text=event.value)
                if event.anchor:
                    self.anchors[event.anchor] = node
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                done, _, anchor = stack.pop()
                if anchor:
                    self.anchors[anchor] = done
                if stack:
                    stack[-1][0].size += done.size
                continue
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                node, opens = self.collection(event, mark), True
            elif isinstance(event, yaml.AliasEvent):
                node = self.alias(event, mark)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self.refuse("a second document starts here; one file holds one", mark)
            else:
                continue
            self.nodes += node.size
            if self.nodes > MAX_NODES:
                raise self.refuse(f"the file holds more than {MAX_NODES:,} values", mark)
            if stack:
                if not opens:
                    stack[-1][0].size += node.size
                stack[-1] = self.put(stack[-1], node, mark)
            else:
                root = node
            if opens:
                stack.append((node, None, event.anchor))
                if len(stack) > MAX_DEPTH:
                    raise self.refuse(f"values are nested more than {MAX_DEPTH} deep", mark)
        return root

    def scalar(self, event: Any) -> Any:
        if event.tag not in _PLAIN_TAGS:
            raise self.refuse(f"the tag {_tag(event.tag)} is not allowed; write a plain value", event.start_mark)
        plain = event.implicit[0] and event.tag is None
        return resolve(event.value) if plain else event.value

    def collection(self, event: Any, mark: Any) -> Node:
        if event.tag is not None:
            raise self.refuse(f"the tag {_tag(event.tag)} is not allowed; write a plain value", mark)
        return Node([] if isinstance(event, yaml.SequenceStartEvent) else {}, mark.line + 1, mark.column + 1, {}, {})

    def alias(self, event: Any, mark: Any) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self.refuse(f"the file uses more than {MAX_ALIASES} aliases", mark)
        if event.anchor not in self.anchors:
            raise self.refuse(f"*{event.anchor} refers to an anchor that is not closed before it", mark)
        return self.anchors[event.anchor]

    def put(self, top: tuple[Node, Any, str | None], node: Node, mark: Any) -> tuple[Node, Any, str | None]:
        """Put a node into the collection on top of the stack; in a mapping keys and values take turns."""
        parent, key, anchor = top
        if isinstance(parent.value, list):
            parent.below[len(parent.value)] = node
            parent.value.append(node.value)
            return top
        if key is None:
            if node.text is None:
                raise self.refuse("a key must be a word, not a list or a mapping", mark)
            if not isinstance(node.value, str):
                message = f"a key must be text; put {node.text or 'it'} in quotes"
                self.source.problems.append(self.source.problem("bad-yaml", message, (mark.line + 1, mark.column + 1)))
                node = Node(node.text, node.line, node.column, _NOTHING, _NOTHING, text=node.text)
            at = (mark.line + 1, mark.column + 1)
            if node.value in parent.keys:
                first = parent.keys[node.value]
                message = f'the key "{node.value}" stands twice in one mapping, first on line {first[0]}, column {first[1]}; remove one'
                self.source.problems.append(self.source.problem("duplicate-key", message, at))
            else:
                parent.keys[node.value] = at
            return parent, node, anchor
        parent.below[key.value] = node
        parent.value[key.value] = node.value
        return parent, None, anchor


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def resolve(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema, as far as agreements use it."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 18 else text  # more digits are no quantity but a name
    if _FLOAT.fullmatch(text) and len(text) < 300 and isfinite(float(text)):
        return float(text)
    return text
