"""Reading a YAML file of a known form: its model, and all faults in it with their places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import ValidationError

from mou_check.load.schema_errors import schema_problems
from mou_check.load.yaml_file import Source, read_yaml
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.rules.fields import Model

M = TypeVar("M", bound=Model)
Role = Literal["project", "settled", "assessments", "waivers", "baseline"]


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """What a file holds; `value` and `source` are None when it cannot be used."""

    value: M | None
    source: Source | None
    problems: list[Problem]
    inputs: tuple[Input, ...] = ()


def read_document(path: Path, name: str, model: type[M], role: Role) -> Read[M]:
    """Read a file as `model`; `name` is how it is called in messages and results."""
    source = read_yaml(path, name)
    if source.root is None:
        return Read(None, None, source.problems)
    try:
        value = model.model_validate(source.data)
    except ValidationError as error:
        return Read(None, None, [*source.problems, *schema_problems(source, error, model)])
    if source.problems:
        return Read(None, None, source.problems)
    return Read(value, source, [], (Input(role, name, hashlib.sha256(path.read_bytes()).hexdigest()),))
