"""SARIF 2.1.0, which code scanning reads: a result for each period, row, finding or change, at the agreement's line.

What an obligation, a check or an effect of a change means is its rule. Results keep their fingerprints from run to
run. What is waived, excused, known or acknowledged is there, suppressed; what is still open is no result yet.
Problems of the input are notifications of the run. Only relative paths are written, and no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from mou_check.model.problems import CODES, Problem
from mou_check.model.report import Entry, Occurrence, Place, Report, Rule, Weight
from mou_check.output import Look, inert
from mou_check.output.json_document import dump_plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What paths are relative to, by the name that other tools give it.
ROOT = "%SRCROOT%"
# How many rows of the log a result points to.
_ROWS = 20
_LEVELS = {Weight.ERROR: "error", Weight.WARNING: "warning"}
Json = dict[str, Any]


def render(report: Report, look: Look) -> str:
    """The log file, with one run in it."""
    return dump_plain({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, look)]}, look)


def _run(report: Report, look: Look) -> Json:
    codes = {rule.code: i for i, rule in enumerate(report.rules)}
    driver = {
        "name": report.tool.name,
        "version": report.tool.version,
        "semanticVersion": report.tool.version,
        "rules": [_rule(rule) for rule in report.rules],
        "notifications": [
            {"id": code, "shortDescription": _text(CODES[code])} for code in sorted({p.code for p in report.problems})
        ],
    }
    return {
        "tool": {"driver": driver},
        # The part before the last slash is the category under which code scanning keeps the run apart from others.
        "automationDetails": {"id": f"mou-check/{report.command}/"},
        "originalUriBaseIds": {ROOT: {"description": _text("The folder at the top of the repository.")}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": report.exit_status in (0, 1),
                "exitCode": report.exit_status,
                "exitCodeDescription": report.status,
                "toolExecutionNotifications": [_notification(p, look) for p in report.problems],
            }
        ],
        "results": [
            _result(report, entry, occurrence, codes[entry.code], look)
            for entry in report.entries
            for occurrence in entry.each()
            if occurrence.weight is not Weight.OPEN
        ],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "shortDescription": _text(rule.title),
        "fullDescription": _text(rule.description),
        "help": _text(rule.help),
        "defaultConfiguration": {"level": _LEVELS.get(rule.weight, "note")},
    }


def _result(report: Report, entry: Entry, occurrence: Occurrence, rule: int, look: Look) -> Json:
    # What lint and diff let pass stands in the agreement itself; waivers and excuses stand elsewhere.
    kind = "external" if report.command == "verify" else "inSource"
    suppression = {"kind": kind, "status": "accepted", "justification": inert(occurrence.suppressed or "")}
    told = [f"{entry.heading}: {occurrence.message}", *occurrence.notes]
    return {
        "ruleId": entry.code,
        "ruleIndex": rule,
        "level": _LEVELS.get(occurrence.weight, "note"),
        "message": _text("\n".join(map(inert, told))),
        "locations": [_location(entry.place, look)] if entry.place else [],
        "relatedLocations": _rows(occurrence.rows[:_ROWS], look),
        "partialFingerprints": {
            "findingId/v1": occurrence.id,
            # The one that code scanning of GitHub goes by; it would else be the same for all findings of a line.
            "primaryLocationLineHash": f"{sha256(occurrence.id.encode()).hexdigest()[:16]}:1",
        },
        "suppressions": [suppression] if occurrence.suppressed else [],
        "properties": {"verdict": occurrence.verdict, "agreement": entry.agreement, "clauses": list(entry.clauses)},
    }


def _rows(rows: Sequence[Place], look: Look) -> list[Json]:
    return [
        _location(row, look) | {"id": i, "message": _text(f"row {row.row}")}
        for i, row in enumerate(dict.fromkeys(rows), 1)
    ]


def _notification(problem: Problem, look: Look) -> Json:
    place = Place.of(problem)
    row = f"row {problem.row}: " if problem.row else ""
    return {
        "descriptor": {"id": problem.code},
        "level": problem.level,
        "message": _text(row + problem.message),
        "locations": [_location(place, look)] if place else [],
    }


def _location(place: Place, look: Look) -> Json:
    name = look.in_repository(place.file)
    rooted = name.startswith("/") or name[1:3] == ":/"
    artifact = (
        {"uri": f"file:///{quote(name.lstrip('/'), safe='/:')}"} if rooted else {"uri": quote(name), "uriBaseId": ROOT}
    )
    location: Json = {"artifactLocation": artifact}
    if place.line:
        location["region"] = {"startLine": place.line} | ({"startColumn": place.column} if place.column else {})
    return {"physicalLocation": location}


def _text(text: str) -> Json:
    """A message of plain text: no placeholder, and no link, whatever stands in it."""
    plain = "\n".join(map(inert, text.split("\n"))).replace("{", "{{").replace("}", "}}")
    return {"text": plain.replace("](", "] (") or "."}
