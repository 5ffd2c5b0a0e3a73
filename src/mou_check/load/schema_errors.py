"""Pydantic's errors as sentences with places: what was found, what was expected, what to do."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mou_check.load.yaml_file import Node, Source
from mou_check.model.problems import Problem
from mou_check.model.words import did_you_mean, listed, nearest, plural, shown
from mou_check.rules import KINDS

Path = tuple[str | int, ...]

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "none_required": "nothing",
}


def schema_problems(source: Source, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """One problem for each fault, in the order of the file. Alternatives that all failed count once."""
    problems: dict[tuple[int, int, str], Problem] = {}
    faults = error.errors(include_url=False)
    for fault in faults:
        path, node = _in_file(source, fault["loc"])
        kind = fault["type"]
        if kind == "too_short" and any(f["loc"][: len(fault["loc"])] == fault["loc"] for f in faults if f is not fault):
            continue  # its entries are faulty, which is said of each
        if kind == "union_tag_invalid":
            path = (*path, "kind")
        at = source.place(path, key=kind == "extra_forbidden")
        message = _words(fault, path, node, model)
        problems.setdefault((*at, message), source.problem("bad-structure", message, at))
    return [problems[key] for key in sorted(problems)]


def _in_file(source: Source, loc: Sequence[str | int]) -> tuple[Path, Node | None]:
    """The parts of a path that stand in the file, and what stands there.

    The reader's own words (the tag of a rule, "word" and "mapping") do not stand in the file.
    """
    node = source.root
    path: list[str | int] = []
    tagged: Node | None = None
    for part in loc:
        if node is None:
            break
        if isinstance(node.value, dict) and node.value.get("kind") == part and node is not tagged:
            tagged = node  # the rule's kind comes first and stands in no key, even if a key has its name
            continue
        if part in node.below:
            path.append(part)
            node = node.below[part]
    return tuple(path), node


def _words(fault: Any, path: Path, node: Node | None, model: type[BaseModel]) -> str:
    kind, found = fault["type"], fault["input"]
    context = fault.get("ctx", {})
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    if kind == "value_error":
        return f"{_where(path)}{context['error']}"
    if kind == "extra_forbidden":
        if name == "<<":
            return "merge keys (<<) are not read here; write the keys out"
        return f'unknown key "{name}".{_near(name, _keys_at(model, fault["loc"][:-1]))}'
    if kind == "missing":
        return f'{_where(path)}the key "{name}" is missing'
    if kind == "union_tag_not_found":
        return f'{_where(path)}the key "kind" is missing.{_near("", list(KINDS))}'
    if kind == "union_tag_invalid":
        tag = found.get("kind")
        return f"unknown rule kind {shown(tag)}.{_near(tag if isinstance(tag, str) else '', list(KINDS))}"
    if kind in ("literal_error", "enum"):
        return f"{_where(path)}{_choice(str(context.get('expected', '')), found)}"
    if kind == "string_too_short":
        return f"{_where(path)}this is empty; write some text"
    if kind == "too_short" and found:
        return f"{_where(path)}expected at least {plural(context['min_length'], 'entry')}, found {len(found)}"
    if kind == "too_short":
        return f"{_where(path)}this is empty, and at least one entry is needed"
    if kind == "too_long":
        return (
            f"{_where(path)}expected at most {plural(context['max_length'], 'entry')}, found {context['actual_length']}"
        )
    if kind == "string_pattern_mismatch":
        return f"{_where(path)}expected letters, digits, hyphens, dots and underscores, found {shown(found)}"
    if kind in ("greater_than_equal", "greater_than"):
        return (
            f"{_where(path)}expected a number of at least {context.get('ge', context.get('gt'))}, found {shown(found)}"
        )
    expected = _EXPECTED.get(kind)
    if expected is None:
        return f"{_where(path)}this value does not fit here, found {shown(found)}"
    if expected == "text" and isinstance(found, (int, float)):
        written = (
            node.text if node and node.text else shown(found)
        )  # 1.10 is the number 1.1, but that is not what stands there
        what = "" if isinstance(found, bool) else "the number "
        return f'{_where(path)}expected text, found {what}{written}; put it in quotes: "{written}"'
    if path[:1] == ("lists",) and len(path) == 2:
        expected = "a list"
    advice = "; write it as [one, another]" if expected == "a list" and isinstance(found, str) else ""
    return f"{_where(path)}expected {expected}, found {shown(found)}{advice}"


# Words of the documents that stand for one of the three forces.
_FORCES = {"shall": "must", "will": "must", "ought": "should", "can": "may"}


def _choice(expected: str, found: Any) -> str:
    options = [o.strip("' ") for o in expected.replace(" or ", ", ").split(", ")]
    sentence = f"expected {listed(options, 'or')}, found {shown(found)}"
    if not isinstance(found, str):
        return sentence
    if found in options:
        return f"{sentence}; take it out of its quotes"
    near = nearest(found, options) or _FORCES.get(found.lower())
    return f'{sentence}. Did you mean "{near}"?' if near in options else sentence


def _near(word: str, known: list[str]) -> str:
    """ "Did you mean", or all that is known: the keys of one mapping are never many."""
    return did_you_mean(word, known) or (f" Known: {', '.join(sorted(known))}." if known else "")


def _where(path: Path) -> str:
    """What the sentence is about: the last key, and which item under it."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return ""
    last = path[-1]
    return f"{names[-1]}: " if isinstance(last, str) else f"item {last + 1} of {names[-1]}: "


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that a mapping at a path may have: what "did you mean" chooses from."""
    found: list[Any] = [model]
    for part in path:
        found = [below for annotation in found for below in _step(annotation, part)]
    models = [m for annotation in found for m in _models(annotation)]
    return sorted({field.alias or name for m in models for name, field in m.model_fields.items()})


def _step(annotation: Any, part: str | int) -> list[Any]:
    """What stands below `part`; a part that is a union's tag or a reader's own word stays in place."""
    below = []
    for candidate in _alternatives(annotation):
        origin = get_origin(candidate)
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            if part == candidate.__name__ or part == candidate.__name__.lower():
                return [candidate]
            below += [f.annotation for name, f in candidate.model_fields.items() if part == (f.alias or name)]
        elif origin in (tuple, list):
            below += [candidate] if isinstance(part, str) else [get_args(candidate)[0]]
        elif origin is dict:
            below.append(get_args(candidate)[1])
    return below or [annotation]


def _alternatives(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [a for option in get_args(annotation) for a in _alternatives(option)]
    return [] if origin is Literal else [annotation]


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [a for a in _alternatives(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
