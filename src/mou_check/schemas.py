"""The published JSON Schemas, made from the models: what editors complete and what documents promise."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from mou_check.agreement import Agreement
from mou_check.load.decisions import AssessmentsFile, SettledFile
from mou_check.load.project import ProjectSettings
from mou_check.model.changes import DiffDocument
from mou_check.model.choices import ChoicesDocument
from mou_check.model.coverage import CoverageDocument
from mou_check.model.lint import LintDocument
from mou_check.model.results import Document
from mou_check.rules.fields import Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Files that people write, and documents that commands write: the type of each, and what it is.
WRITTEN_BY_PEOPLE: dict[str, tuple[type[Model], str]] = {
    "agreement": (Agreement, "An agreement"),
    "project": (ProjectSettings, "A project file"),
    "settled": (SettledFile, "Settled readings"),
    "assessments": (AssessmentsFile, "Recorded assessments"),
}
WRITTEN_BY_COMMANDS: dict[str, tuple[type, str]] = {
    "result": (Document, "A result document"),
    "diff": (DiffDocument, "A comparison"),
    "readings": (ChoicesDocument, "The open choices"),
    "coverage": (CoverageDocument, "A coverage document"),
    "lint": (LintDocument, "The findings of lint"),
}


def schema(name: str) -> dict[str, Any]:
    """The schema of a kind of file or document, by its name in the two tables."""
    if name in WRITTEN_BY_PEOPLE:
        model, title = WRITTEN_BY_PEOPLE[name]
        return _titled(model.model_json_schema(by_alias=True), title)
    document, title = WRITTEN_BY_COMMANDS[name]
    made = TypeAdapter(document).json_schema(mode="serialization", by_alias=True)
    for part in (made, *made.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            # Every key is always there, and there are no others.
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
    return _titled(made, title)


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
