"""The project file `mou-check.yaml`: where agreements and logs are and what logs cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mou_check.load.documents import read_document
from mou_check.load.log_encoding import unknown_encoding
from mou_check.load.log_names import (
    STANDARD_INPUT,
    file_and_sheet,
    logs_named,
    logs_named_after,
    matching,
    resolved,
    with_sheets,
)
from mou_check.load.mapping import PLAIN, ColumnNames, DatesWritten, LogMapping, TimezoneName, Values
from mou_check.load.yaml_file import Source
from mou_check.model.problems import Problem
from mou_check.model.results import Input
from mou_check.model.spans import Span
from mou_check.rules.fields import Code, Day, Many, Model, SomeCodes, Text

PROJECT_FILE = "mou-check.yaml"
AGREEMENTS, LOGS = "agreements", "activity_logs"


def _known_encoding(name: str) -> str:
    if fault := unknown_encoding(name):
        raise ValueError(fault)
    return name


EncodingName = Annotated[Text, AfterValidator(_known_encoding)]


class Covers(Model):
    """The dates that a log covers, both inside."""

    from_: Day = Field(alias="from", description="The first day that the log covers.")
    to: Day = Field(description="The last day that the log covers.")

    @model_validator(mode="after")
    def _sound(self) -> Covers:
        if self.to < self.from_:
            raise ValueError(f"a log cannot cover {self.from_} to {self.to}: the end comes first")
        return self


class ReviewWindow(Model):
    """The days under review when no option names others, both inside."""

    from_: Day | None = Field(None, alias="from", description="The first day under review, in place of --from.")
    to: Day | None = Field(None, description="The last day under review, in place of --to.")

    @model_validator(mode="after")
    def _sound(self) -> ReviewWindow:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"a window cannot run from {self.from_} to {self.to}: the end comes first")
        return self


class LogEntry(Model):
    """What is known of an agreement's log that its rows cannot say, and how its files are written."""

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
    encoding: EncodingName | None = Field(
        None, description="The encoding of text files without a mark (default: found out).", examples=["cp1252"]
    )
    sheet: SomeCodes = Field(
        (),
        description="Sheets of the workbooks among the files (default: the first that has the columns of a log).",
        examples=["Log", ["2015", "2016"]],
    )
    window: ReviewWindow | None = Field(None, description="The days under review when no option names others.")
    columns: ColumnNames = Field(
        {},
        description="What the columns of the files are called in the agreement, by the names in their header row.",
        examples=[{"Event date": "date", "What": "activity"}],
    )
    values: Values = Field(
        {},
        description="Activities by the texts that stand for them in the files; under a column, its values by their texts.",
        examples=[{"Press release": "news_release", "cleared_by": {"CEO": "Chief Executive", "n/a": ""}}],
    )
    dates: DatesWritten = Field(
        (),
        description="How dates are written: a format, or several, of all columns or of each; the ISO form is always read.",
        examples=["%d/%m/%Y", {"date": "%d/%m/%Y", "cleared_on": "%d %B %Y"}],
    )
    timezone: TimezoneName | None = Field(
        None,
        description="The clock of times without an offset (default: the agreement's). Dates without a time are local.",
        examples=["UTC"],
    )

    @property
    def says_how_written(self) -> bool:
        """Whether it says how files are written."""
        return bool(self.columns or self.values or self.dates or self.timezone or self.encoding)

    @property
    def mapping(self) -> LogMapping:
        """How its files are written."""
        return LogMapping.of(self.columns, self.values, self.dates, self.timezone)


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
class Declared:
    """What a project file says of one agreement's log: the dates that it covers, the usual window, the activities
    that it records, and how each file is written."""

    covers: Span | None = None
    window: Span | None = None
    records: tuple[str, ...] = ()
    mappings: Mapping[Path, LogMapping] = field(default_factory=dict)
    encodings: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its folder, what its file says, and the file itself when there is one."""

    root: Path
    settings: ProjectSettings = field(default_factory=lambda: ProjectSettings(format=1))
    source: Source | None = None
    inputs: tuple[Input, ...] = ()

    def name(self, path: Path) -> str:
        """How a file is shown: relative to the project when it lies in it, else by its whole path."""
        if path == STANDARD_INPUT:
            return "standard input"
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
        return matching(pattern, self.root)

    def entries(self, agreement: str) -> list[LogEntry]:
        """What the project file says of an agreement's logs."""
        return [entry for entry in self.settings.logs if entry.agreement == agreement]

    def logs_of(self, entry: LogEntry) -> list[Path]:
        """The logs that an entry of the project file names."""
        files = (path for word in entry.files for path in logs_named(word, self.root))
        return [log for file in files for log in with_sheets(file, entry.sheet)]

    def named_logs(self, agreement: str) -> list[Path]:
        """The logs that the project file names as those of an agreement."""
        return list(dict.fromkeys(log for entry in self.entries(agreement) for log in self.logs_of(entry)))

    def logs_by_name(self, agreement: str, agreements: Sequence[str], folders: Sequence[Path]) -> list[Path]:
        """The logs that are named after an agreement, in the first folder that has one.

        `activity_logs/<id>.csv`, `<id>-*.csv` and `<id>/*.csv` belong to `<id>`, and so do logs of other forms; where
        two ids fit, the longer one has it. Of what lies elsewhere, beside agreements, only CSV files are logs.
        """
        for folder in folders:
            found = [
                p for p in logs_named_after(agreement, agreements, folder) if folder.name == LOGS or p.suffix == ".csv"
            ]
            if found:
                return found
        return []

    def with_sheets(self, agreement: str, log: Path) -> list[Path]:
        """The sheets of a workbook that the project file names where it speaks of this workbook; else the log itself."""
        for entry in self.entries(agreement):
            if entry.sheet and (self._names(entry, log) if entry.files else self._holds(log)):
                return with_sheets(log, entry.sheet)
        return [log]

    def declared(self, agreement: str, files: Sequence[Path]) -> Declared:
        """What the project file says of an agreement's log that consists of these files.

        A declaration is about the project's own logs; it says nothing of another file given on the command line.
        """
        covers: Span | None = None
        window: Span | None = None
        records: list[str] = []
        for entry in self.entries(agreement):
            own = self._own_files(entry)
            if own and not any(self._names(entry, f) for f in files):
                continue
            if not own and not all(self._holds(f) for f in files):
                continue
            records += entry.records
            if entry.covers:
                span = Span(entry.covers.from_, entry.covers.to)
                covers = covers.hull(span) if covers else span
            if entry.window:
                span = Span(entry.window.from_, entry.window.to)
                window = window.hull(span) if window else span
        entries = {
            f: None if at is None else self.settings.logs[at] for f in files for at in [self.entry_of(agreement, f)]
        }
        mappings = {file: entry.mapping if entry else PLAIN for file, entry in entries.items()}
        encodings = {file: entry.encoding for file, entry in entries.items() if entry and entry.encoding}
        return Declared(covers, window, tuple(records), mappings, encodings)

    def entry_of(self, agreement: str, file: Path) -> int | None:
        """The number of the entry that says how a file is written: one that names it, else one that names no files."""
        entries = [
            (i, entry)
            for i, entry in enumerate(self.settings.logs)
            if entry.agreement == agreement and entry.says_how_written
        ]
        naming = [i for i, entry in entries if self._names(entry, file)]
        others = [i for i, entry in entries if not entry.files and self._holds(file)]
        return next(iter((*naming, *others)), None)

    def _own_files(self, entry: LogEntry) -> set[Path]:
        return {resolved(log) for log in self.logs_of(entry)}

    def _names(self, entry: LogEntry, log: Path) -> bool:
        """Whether an entry names a log; one that names a workbook names each of its sheets, and one its sheet the workbook."""
        own = self._own_files(entry)
        if own & {resolved(log), resolved(file_and_sheet(log)[0])}:
            return True
        return file_and_sheet(log)[1] is None and resolved(log) in {
            resolved(file_and_sheet(p)[0]) for p in self.logs_of(entry)
        }

    def _holds(self, file: Path) -> bool:
        return resolved(file).is_relative_to(self.root.resolve())  # standard input is read in the folder of the run

    def rivals(self) -> Iterator[tuple[int, int]]:
        """Numbers of entries that both say how the same files are written, so that nobody could tell which holds."""
        entries = [(i, e, self._own_files(e)) for i, e in enumerate(self.settings.logs) if e.says_how_written]
        for (i, one, files), (j, other, others) in combinations(entries, 2):
            if one.agreement == other.agreement and (files & others or not (one.files or other.files)):
                yield i, j


def find_project(start: Path) -> Path | None:
    """The nearest project file in a folder or above it."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
    return None


def is_project(folder: Path) -> bool:
    """Whether a folder is that of a project: it has a project file, or a folder of agreements."""
    return (folder / PROJECT_FILE).is_file() or (folder / AGREEMENTS).is_dir()


def load_project(path: Path) -> tuple[Project | None, list[Problem]]:
    """Load a project file; None when it cannot be used."""
    path = path.absolute()
    read = read_document(path, path.name, ProjectSettings, "project")
    project = Project(path.parent, read.value, read.source, read.inputs) if read.value else None
    return project, read.problems
