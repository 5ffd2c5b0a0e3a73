"""What `mou-check validate` found in files, as it is published (`schemas/validation.schema.json`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mou_check.model.lint import LintCheck, LintFinding
from mou_check.model.problems import Problem
from mou_check.model.results import Tool
from mou_check.model.words import figure, listed, plural

Kind = Literal["agreement", "project", "settled", "assessments", "waivers", "baseline"]
_KINDS: dict[Kind, str] = {
    "agreement": "agreement",
    "project": "project file",
    "settled": "settled readings",
    "assessments": "assessments",
    "waivers": "waivers",
    "baseline": "baseline",
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was checked. `kind` is null where nobody could tell what it is.

    Errors are problems; warnings and hints are also open findings of lint.
    """

    path: str
    kind: Kind | None
    errors: int
    warnings: int
    hints: int

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it, and nothing doubtful but for hints."""
        return not self.errors and not self.warnings

    @property
    def what(self) -> str:
        """What it is, in words."""
        return _KINDS[self.kind] if self.kind else "unknown"

    @property
    def counts(self) -> str:
        """`2 errors and 1 hint`, or `valid`."""
        return _counts((self.errors, "error"), (self.warnings, "warning"), (self.hints, "hint")) or "valid"


@dataclass(frozen=True, slots=True)
class ValidationSummary:
    """How many files there are, how many of them are valid, and what was found in all.

    `besides` counts the errors that are about no file, such as a folder without a project.
    """

    files: int
    valid: int
    errors: int
    warnings: int
    hints: int
    besides: int

    def __str__(self) -> str:
        """`6 files: 5 valid, 1 with 3 errors and 2 warnings; 4 hints`."""
        found = _counts((self.errors - self.besides, "error"), (self.warnings, "warning"))
        wrong = self.files - self.valid
        parts = [f"{figure(self.valid)} valid"] if self.valid else []
        parts += [f"{figure(wrong)} with {found}"] if wrong else []
        whole = [f"{plural(self.files, 'file')}: {', '.join(parts)}" if parts else "no file"]
        whole += [plural(self.hints, "hint")] if self.hints else []
        whole += [f"{plural(self.besides, 'error')} besides"] if self.besides else []
        return "; ".join(whole)


def _counts(*counted: tuple[int, str]) -> str:
    return listed(plural(many, noun) for many, noun in counted if many)


@dataclass(frozen=True, slots=True)
class ValidationDocument:
    """The whole result of a run: files with their numbers, open findings of lint, and all problems."""

    format: Literal[1]
    tool: Tool
    exit_status: int
    files: tuple[CheckedFile, ...]
    checks: tuple[LintCheck, ...]
    findings: tuple[LintFinding, ...]
    summary: ValidationSummary
    problems: tuple[Problem, ...]
