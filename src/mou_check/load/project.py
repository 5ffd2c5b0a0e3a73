"""The project file `mou-check.yaml`: where agreements and logs are and what logs cover."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from mou_check.load.documents import read_document
from mou_check.load.yaml_file import Source
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.model.spans import Span
from mou_check.rules.fields import Code, Day, Many, Model, SomeCodes, Text

PROJECT_FILE = "mou-check.yaml"
AGREEMENTS, LOGS = "agreements", "activity_logs"


class Covers(Model):
    """The dates that a log covers, both inside."""

    from_: Day = Field(alias="from", description="The first day that the log covers.")
    to: Day = Field(description="The last day that the log covers.")

    @model_validator(mode="after")
    def _sound(self) -> Covers:
        if self.to < self.from_:
            raise ValueError(f"a log cannot cover {self.from_} to {self.to}: the end comes first")
        return self


class LogEntry(Model):
    """What is known of an agreement's log that its rows cannot say."""

    agreement: Code = Field(description="The id of the agreement whose log it is.", examples=["cheshire"])
    files: SomeCodes = Field(
        (),
        description="Files or patterns, relative to the project file (default: by their names).",
        examples=[["activity_logs/cheshire.csv"], "activity_logs/cheshire-*.csv"],
    )
    covers: Covers | None = Field(None, description="The dates that the log covers.")
    records: SomeCodes = Field(
        (), description="Activities that the log records, even where no row has them.", examples=[["fee_payment"]]
    )


class ProjectSettings(Model):
    """A project file."""

    format: Literal[1] = Field(description="The version of this form of file.")
    agreements: SomeCodes = Field(
        (), description="Agreement files or patterns (default: agreements/*.yaml).", examples=[["agreements/*.yaml"]]
    )
    logs: Many[LogEntry] = Field((), description="What is known of the logs that their rows cannot say.")
    settled: SomeCodes = Field(
        (), description="Files that say which readings the parties have agreed on.", examples=["settled.yaml"]
    )
    assessments: SomeCodes = Field(
        (), description="Files that hold what people judged.", examples=[["assessments/2016.yaml"]]
    )
    waivers: SomeCodes = Field((), description="Files that hold waivers.", examples=["waivers.yaml"])
    baseline: Text | None = Field(
        None, description="The file of the breaches that are known.", examples=["baseline.yaml"]
    )
    lists: dict[str, dict[str, Many[Text]]] = Field(
        {}, description="Values of lists that agreements leave open, by agreement."
    )


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its folder, what its file says, and the file itself when there is one."""

    root: Path
    settings: ProjectSettings = field(default_factory=lambda: ProjectSettings(format=1))
    source: Source | None = None
    inputs: tuple[Input, ...] = ()

    def name(self, path: Path) -> str:
        """How a file is shown: relative to the project when it lies in it, else by its whole path."""
        full = path.absolute()
        return full.relative_to(self.root).as_posix() if full.is_relative_to(self.root) else full.as_posix()

    def agreement_files(self) -> list[Path]:
        """The project's agreement files, in order of their names."""
        if not self.settings.agreements:
            return sorted(p for ending in ("yaml", "yml") for p in (self.root / AGREEMENTS).glob(f"*.{ending}"))
        return sorted({path for pattern in self.settings.agreements for path in self.matching(pattern)})

    def matching(self, pattern: str) -> list[Path]:
        """The files that a path or pattern of the project file stands for.

        What stands for none is given as it is, so that whoever opens it tells that it is missing.
        """
        path = self.root / pattern
        found: list[Path] = []
        if any(c in pattern for c in "*?["):
            with contextlib.suppress(ValueError):  # a pattern that cannot be one, such as a**b
                found = sorted(Path(path.anchor).glob(path.relative_to(path.anchor).as_posix()))
        return found or [path]

    def entries(self, agreement: str) -> list[LogEntry]:
        """What the project file says of an agreement's logs."""
        return [entry for entry in self.settings.logs if entry.agreement == agreement]

    def log_files(self, agreement: str, agreements: Sequence[str], folders: Sequence[Path]) -> list[Path]:
        """The logs that belong to an agreement: those that the project file names, else those named after it.

        `activity_logs/<id>.csv`, `<id>-*.csv` and `<id>/*.csv` belong to `<id>`; where two ids fit, the longer one.
        """
        named = [
            path for entry in self.entries(agreement) for pattern in entry.files for path in self.matching(pattern)
        ]
        if named:
            return list(dict.fromkeys(named))
        longer = [other for other in agreements if other.startswith(f"{agreement}-")]
        found: list[Path] = []
        for folder in folders:
            by_name = [
                folder / f"{agreement}.csv",
                *sorted(folder.glob(f"{_literal(agreement)}-*.csv")),
                *sorted((folder / agreement).glob("*.csv")),
            ]
            found += [
                p
                for p in by_name
                if p.is_file() and not any(p.stem == other or p.stem.startswith(f"{other}-") for other in longer)
            ]
            if found:
                break
        return found

    def coverage(self, agreement: str, files: Sequence[Path]) -> tuple[Span | None, list[str]]:
        """What the project file declares of these files: the dates that they cover, the activities that they record.

        A declaration is about the project's own logs; it says nothing of another file given on the command line.
        """
        covered: Span | None = None
        records: list[str] = []
        for entry in self.entries(agreement):
            own = {p.resolve() for pattern in entry.files for p in self.matching(pattern)}
            if own and not own & {f.resolve() for f in files}:
                continue
            if not own and not all(f.resolve().is_relative_to(self.root.resolve()) for f in files):
                continue
            records += entry.records
            if entry.covers:
                span = Span(entry.covers.from_, entry.covers.to)
                covered = covered.hull(span) if covered else span
        return covered, records


def _literal(text: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def find_project(start: Path) -> Path | None:
    """The nearest project file in a folder or above it."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
    return None


def load_project(path: Path) -> tuple[Project | None, list[Problem]]:
    """Load a project file; None when it cannot be used."""
    path = path.absolute()
    read = read_document(path, path.name, ProjectSettings, "project")
    project = Project(path.parent, read.value, read.source, read.inputs) if read.value else None
    return project, read.problems
