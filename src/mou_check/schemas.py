"""The published JSON Schemas, made from the models: what editors complete and what documents promise."""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter

from mou_check.agreement import Agreement
from mou_check.load.baseline import BaselineFile
from mou_check.load.decisions import AssessmentsFile, SettledFile
from mou_check.load.project import ProjectSettings
from mou_check.load.waivers import WaiversFile
from mou_check.model.changes import DiffDocument
from mou_check.model.choices import ChoicesDocument
from mou_check.model.coverage import CoverageDocument
from mou_check.model.examples import ExamplesDocument
from mou_check.model.lint import LintDocument
from mou_check.model.log_report import LogDocument
from mou_check.model.results import Document
from mou_check.model.validation import ValidationDocument
from mou_check.rules import KINDS
from mou_check.rules.fields import Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Files that people write, and documents that commands write: the type of each, and what it is.
WRITTEN_BY_PEOPLE: dict[str, tuple[type[Model], str]] = {
    "agreement": (Agreement, "An agreement"),
    "project": (ProjectSettings, "A project file"),
    "settled": (SettledFile, "Settled readings"),
    "assessments": (AssessmentsFile, "Recorded assessments"),
    "waivers": (WaiversFile, "Waivers"),
    "baseline": (BaselineFile, "A baseline"),
}
WRITTEN_BY_COMMANDS: dict[str, tuple[type, str]] = {
    "result": (Document, "A result document"),
    "diff": (DiffDocument, "A comparison"),
    "readings": (ChoicesDocument, "The open choices"),
    "coverage": (CoverageDocument, "A coverage document"),
    "log": (LogDocument, "What stands in logs"),
    "lint": (LintDocument, "The findings of lint"),
    "validation": (ValidationDocument, "The result of validate"),
    "examples": (ExamplesDocument, "The result of test"),
}


def schema(name: str) -> dict[str, Any]:
    """The schema of a kind of file or document, by its name in the two tables."""
    if name in WRITTEN_BY_PEOPLE:
        model, title = WRITTEN_BY_PEOPLE[name]
        return _titled(_for_editors(model.model_json_schema(by_alias=True)), title)
    document, title = WRITTEN_BY_COMMANDS[name]
    made = TypeAdapter(document).json_schema(mode="serialization", by_alias=True)
    for part in (made, *made.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            # Every key is always there, and there are no others.
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
    return _titled(made, title)


def _for_editors(made: dict[str, Any]) -> dict[str, Any]:
    """The schema of a file that people write, as an editor reads it best.

    A key is there with a value or is not there: without null among the alternatives an editor offers no
    null, says in few words what it expects, and marks a key that was left without a value. A part of the
    file is called as in plain words, and a rule kind explains itself by its manual page.
    """
    whole: dict[str, Any] = _plain(made)
    for name, part in whole.get("$defs", {}).items():
        part["title"] = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
    for kind, rule in KINDS.items():
        if part := whole.get("$defs", {}).get(rule.__name__):
            says, use = inspect.getdoc(rule), (import_module(rule.__module__).__doc__ or "").split("\n\n")[1]
            part.update(title=kind, description=f"{says}\n\n{' '.join(use.split())}")
            part["properties"]["kind"]["description"] = says
    return whole


def _plain(part: Any) -> Any:
    """A part of a schema in plain JSON Schema (the `const` of each kind tells rules apart, not OpenAPI's
    `discriminator`), without null, defaults that only say that there is nothing, and titles made of keys."""
    if isinstance(part, list):
        return [_plain(each) for each in part if each != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept: dict[str, Any] = {}
    for key, value in part.items():
        if key in ("properties", "$defs"):
            kept[key] = {name: _plain(below) for name, below in value.items()}
        elif key == "oneOf" and not {"discriminator", "properties"} & set(part):
            kept["anyOf"] = _plain(value)  # a word or a mapping, never both: editors complete these better so
        elif key == "discriminator":
            # What all branches have in common is said beside them: it is what an editor begins a rule with.
            kept |= {"type": "object", "required": [value["propertyName"]]}
        elif key != "title" and not (key == "default" and value in (None, [], {})):
            kept[key] = value if key == "examples" else _plain(value)
    if len(kept.get("anyOf", ())) == 1:
        (only,) = kept.pop("anyOf")
        return {**only, **kept}
    return kept


def _titled(made: dict[str, Any], title: str) -> dict[str, Any]:
    """The schema with its dialect and title first, and without the titles that only repeat a key."""
    for part in (made, *made.get("$defs", {}).values()):
        for key in part.get("properties", {}).values():
            if isinstance(key, dict):
                key.pop("title", None)
    made.pop("title", None)
    return {"$schema": DIALECT, "title": f"{title} of mou-check, format 1", **made}


def build() -> dict[str, str]:
    """Every schema file by its path in the project."""
    return {
        f"schemas/{name}.schema.json": json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
        for name in (*WRITTEN_BY_PEOPLE, *WRITTEN_BY_COMMANDS)
    }
