"""The published JSON Schemas, made from the models: what editors complete and what results promise."""

from __future__ import annotations

import json
from typing import Any

from mou_check.agreement import Agreement
from mou_check.load.project import ProjectSettings
from mou_check.output.json_document import adapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def agreement_schema() -> dict[str, Any]:
    """The schema of an agreement file."""
    return _titled(Agreement.model_json_schema(by_alias=True), "An agreement of mou-check, format 1")


def project_schema() -> dict[str, Any]:
    """The schema of the project file."""
    return _titled(ProjectSettings.model_json_schema(by_alias=True), "A project file of mou-check, format 1")


def result_schema() -> dict[str, Any]:
    """The schema of the result document: every key is always there, and there are no others."""
    schema = adapter().json_schema(mode="serialization", by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
    return _titled(schema, "A result document of mou-check, format 1")


def _titled(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """The schema with its dialect and title first, and without the titles that only repeat a key."""
    for part in (schema, *schema.get("$defs", {}).values()):
        for key in part.get("properties", {}).values():
            if isinstance(key, dict):
                key.pop("title", None)
    schema.pop("title", None)
    return {"$schema": DIALECT, "title": title, **schema}


def build() -> dict[str, str]:
    """Every schema file by its path in the project."""
    made = {"agreement": agreement_schema(), "project": project_schema(), "result": result_schema()}
    return {
        f"schemas/{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in made.items()
    }
