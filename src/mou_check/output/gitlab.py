"""A code quality report of GitLab: what it shows in a merge request beside the lines of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from mou_check.model.problems import Problem
from mou_check.model.report import Entry, Occurrence, Report, Weight, problem_ids
from mou_check.output import Look, inert
from mou_check.output.json_document import dump_plain

# Blocker, critical, major, minor, info: what cannot be read comes before what was not kept.
_SEVERITY = {Weight.ERROR: "critical", Weight.WARNING: "major", Weight.NOTE: "info"}
_PROBLEM_SEVERITY = {"error": "blocker", "warning": "major", "note": "info"}


def render(report: Report, look: Look) -> str:
    """A list of findings. What is still open, waived, excused or acknowledged is none."""
    problems = zip(problem_ids(report.problems), report.problems, strict=True)
    found = [_problem(own, problem, look) for own, problem in problems]
    return dump_plain([*found, *_findings(report, look)], look)


def _findings(report: Report, look: Look) -> Iterator[dict[str, Any]]:
    for entry in report.entries:
        for occurrence in entry.each():
            if occurrence.weight is not Weight.OPEN and occurrence.suppressed is None:
                yield _finding(entry, occurrence, look)


def _finding(entry: Entry, occurrence: Occurrence, look: Look) -> dict[str, Any]:
    where = f" ({occurrence.rows[0]})" if occurrence.rows else ""
    place = entry.place
    return {
        "description": inert(f"{occurrence.verdict}: {entry.heading}: {occurrence.message}{where}"),
        "check_name": entry.code,
        "fingerprint": _fingerprint(occurrence.id),
        "severity": _SEVERITY.get(occurrence.weight, "info"),
        "location": {
            "path": look.in_repository(place.file) if place else ".",
            "lines": {"begin": place.line or 1 if place else 1},
        },
    }


def _problem(own: str, problem: Problem, look: Look) -> dict[str, Any]:
    row = f"row {problem.row}: " if problem.row else ""
    return {
        "description": inert(row + problem.message),
        "check_name": problem.code,
        "fingerprint": _fingerprint(own),
        "severity": _PROBLEM_SEVERITY[problem.level],
        "location": {
            "path": look.in_repository(problem.file) if problem.file else ".",
            "lines": {"begin": problem.line or 1},
        },
    }


def _fingerprint(own: str) -> str:
    return sha256(own.encode()).hexdigest()
