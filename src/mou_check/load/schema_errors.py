"""Pydantic's errors as sentences with places: what was found, what was expected, what to do."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mou_check.load.yaml_file import Source
from mou_check.model.problems import Problem
from mou_check.model.words import did_you_mean, listed

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "none_required": "nothing",
}


def schema_problems(source: Source, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """One problem for each fault, in the order of the file. Alternatives that all failed count once."""
    problems: dict[tuple[int, int, str], Problem] = {}
    faults = error.errors(include_url=False)
    for fault in faults:
        path = tuple(fault["loc"])
        about_key = fault["type"] == "extra_forbidden"
        at = source.place(path, key=about_key)
        message = _words(fault, path, model)
        problems.setdefault((*at, message), source.problem("bad-structure", message, at))
    return [problems[key] for key in sorted(problems)]


def _words(fault: Any, path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    kind, found = fault["type"], fault["input"]
    context = fault.get("ctx", {})
    if kind == "value_error":
        return f"{_where(path)}{context['error']}"
    if kind == "extra_forbidden":
        return f'unknown key "{path[-1]}".{did_you_mean(str(path[-1]), _keys_at(model, path[:-1]))}'
    if kind == "missing":
        return f'{_where(path[:-1])}the key "{path[-1]}" is missing'
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tags = [t.strip("' ") for t in context.get("expected_tags", "").split(",") if t.strip()]
        if kind == "union_tag_not_found":
            return f'{_where(path)}the key "kind" is missing.{did_you_mean("", _kinds())}'
        return f'unknown rule kind "{context.get("tag")}".{did_you_mean(str(context.get("tag")), tags or _kinds())}'
    if kind in ("literal_error", "enum"):
        options = [o.strip("' ") for o in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
        near = did_you_mean(str(found), options) if isinstance(found, str) else ""
        return f"{_where(path)}expected {listed(options, 'or')}, found {_shown(found)}.{near if 'mean' in near else ''}".rstrip()
    if kind in ("too_short", "string_too_short"):
        return f"{_where(path)}this is empty, and at least one is needed"
    if kind == "string_pattern_mismatch":
        return f"{_where(path)}expected letters, digits, hyphens, dots and underscores, found {_shown(found)}"
    if kind in ("greater_than_equal", "greater_than"):
        return (
            f"{_where(path)}expected a number of at least {context.get('ge', context.get('gt'))}, found {_shown(found)}"
        )
    expected = _EXPECTED.get(kind)
    if expected is None:
        return f"{_where(path)}this value does not fit here, found {_shown(found)}"
    advice = (
        "; put it in quotes to make it text" if expected == "text" and isinstance(found, (int, float, bool)) else ""
    )
    return f"{_where(path)}expected {expected}, found {_shown(found)}{advice}"


def _where(path: tuple[str | int, ...]) -> str:
    names = [str(p) for p in path if isinstance(p, str)]
    return f"{names[-1]}: " if names else ""


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = str(value)
    return f'"{text[:60]}{"..." if len(text) > 60 else ""}"'


def _kinds() -> list[str]:
    from mou_check.rules import KINDS

    return list(KINDS)


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
