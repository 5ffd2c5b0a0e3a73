"""The report of `validate`: an entry for each file that is valid and for each open finding of lint.

Each file is a section, with what was found in it. What makes it unusable stands among the problems.
"""

from __future__ import annotations

from dataclasses import replace

from mou_check.model.report import Entry, Place, Report, Section, Weight, with_own_ids
from mou_check.model.validation import CheckedFile, ValidationDocument
from mou_check.model.words import capital
from mou_check.output.reports.lint import entry_of, rule_of


def report(document: ValidationDocument) -> Report:
    """The report of what was found in files."""
    # Hints fail a run under --strict only, which shows in that nothing else fails it.
    strict = document.exit_status == 1 and not document.summary.warnings
    findings = [replace(entry_of(f, strict=strict), agreement=f.file) for f in document.findings]
    return Report(
        command="validate",
        noun="finding",
        tool=document.tool,
        exit_status=document.exit_status,
        summary=str(document.summary),
        headings={"verdict": "Level", "code": "Check", "about": "About", "message": "Finding", "place": "Place"},
        sections=tuple(Section(f.path, capital(f.what), f.counts) for f in document.files),
        entries=(*(_valid(f) for f in document.files if f.valid), *with_own_ids(findings)),
        rules=tuple(rule_of(c) for c in document.checks),
        problems=tuple(replace(p, agreement=p.file) for p in document.problems),
    )


def _valid(file: CheckedFile) -> Entry:
    return Entry(
        id=f"{file.path}/valid",
        agreement=file.path,
        code="valid",
        verdict="valid",
        weight=Weight.FINE,
        rank=0,
        fails=False,
        title=file.path,
        message="the file can be used",
        place=Place(file.path),
    )
