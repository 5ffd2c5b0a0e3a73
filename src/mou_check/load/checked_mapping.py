"""Faults in what a project file says of how logs are written: names that nobody has, values that no rule knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mou_check.agreement import Agreement
from mou_check.load.cells import PATTERNS
from mou_check.load.log_names import is_pattern, is_there
from mou_check.load.project import LogEntry, Project
from mou_check.load.yaml_file import Source
from mou_check.log import BUILTIN, DATED, FORMS, ColumnType
from mou_check.model.problems import Problem
from mou_check.model.words import did_you_mean, fold, nearest, shown

At = tuple[str | int, ...]


def mapping_problems(project: Project, agreements: Mapping[str, Agreement]) -> Iterator[Problem]:
    """What is wrong with the mappings of the agreements that are loaded, each with its place in the project file."""
    source = project.source
    if source is None:
        return
    for first, second in project.rivals():
        message = f"entry {first + 1} of logs says already how these files are written; put both into one, or name the files of each"
        yield source.problem("bad-structure", message, source.place(("logs", second)))
    for i, entry in enumerate(project.settings.logs):
        if entry.says_how_written and (agreement := agreements.get(entry.agreement)):
            lists = agreement.list_values(project.settings.lists.get(agreement.id, {}))
            yield from _Check(source, ("logs", i), entry, agreement, lists).problems()


class _Check:
    """One entry of the project file held against its agreement."""

    def __init__(
        self, source: Source, at: At, entry: LogEntry, agreement: Agreement, lists: Mapping[str, tuple[str, ...]]
    ) -> None:
        from mou_check.template import template_of  # few projects say how a log is written

        self.source = source
        self.at = at
        self.entry = entry
        self.agreement = agreement
        self.types: dict[str, ColumnType] = {**BUILTIN, **agreement.column_types()}
        self.columns = {fold(name): name for name in self.types}
        self.known = {
            column.name: column.values
            for column in template_of(agreement, lists).columns
            if column.values and not column.open_lists
        }

    def problems(self) -> Iterator[Problem]:
        for header, column in self.entry.columns.items():
            if fold(column) not in self.columns:
                yield self._no_column(column, ("columns", header))
        for name, meant in self.entry.values.items():
            if isinstance(meant, str):
                yield from self._activity(meant, ("values", name))
            elif fold(name) not in self.columns:
                yield self._no_column(name, ("values", name), key=True)
            else:
                for text, to in meant.items():
                    yield from self._value(self.columns[fold(name)], to, ("values", name, text))
        if isinstance(self.entry.dates, Mapping):
            for name in self.entry.dates:
                if fold(name) not in self.columns:
                    yield self._no_column(name, ("dates", name), key=True)
                elif (kind := self.types[self.columns[fold(name)]]) not in DATED:
                    message = (
                        f"dates are declared of {name}, which the agreement {self.agreement.id} declares as {kind}"
                    )
                    yield self._problem("bad-reference", message, ("dates", name), key=True)

    def _activity(self, code: str, at: At) -> Iterator[Problem]:
        codes = self.agreement.activities
        if fold(code) not in map(fold, codes):
            message = f"{shown(code)} is not an activity of {self.agreement.id}.{did_you_mean(code, codes)}"
            yield self._problem("bad-reference", message, at)

    def _value(self, column: str, to: str, at: At) -> Iterator[Problem]:
        kind = self.types[column]
        if column == "activity":
            yield from self._activity(to, at)
        elif not to.strip() and column != "date":
            return  # an empty cell
        elif kind in DATED:
            empty = "" if column == "date" else ', or to "" for an empty cell'
            message = f"{column} holds dates, which are not mapped one by one: declare their form under dates{empty}"
            yield self._problem("bad-structure", message, at)
        elif kind in PATTERNS and not re.fullmatch(PATTERNS[kind], to.strip()):
            yield self._problem("bad-structure", f"{column} holds {FORMS[kind]}, found {shown(to)}", at)
        elif column in self.known and fold(to) not in map(fold, self.known[column]):
            values = self.known[column]
            message = (
                f"no rule of {self.agreement.id} knows the value {shown(to)} of {column}.{did_you_mean(to, values)}"
            )
            yield replace(self._problem("unknown-value", message, at), level="warning")

    def _no_column(self, name: str, at: At, *, key: bool = False) -> Problem:
        """A name that the agreement does not have; one that the file has is written as the agreement has it."""
        by_header = {fold(header): column for header, column in self.entry.columns.items()}
        meant = by_header.get(fold(name)) if key else None
        hint = f" Write {meant}, as the agreement calls it." if meant else did_you_mean(name, self.types)
        return self._problem(
            "bad-reference", f"{shown(name)} is not a column of {self.agreement.id}.{hint}", at, key=key
        )

    def _problem(self, code: str, message: str, at: At, *, key: bool = False) -> Problem:
        return self.source.problem(code, message, self.source.place((*self.at, *at), key=key))


def missing_logs(project: Project) -> Iterator[Problem]:
    """A warning for each log that the project file names and that is not there: it may be kept elsewhere."""
    source = project.source
    if source is None:
        return
    for i, entry in enumerate(project.settings.logs):
        for j, word in enumerate(entry.files):
            if not is_there(word, project.root):
                fits = "; nothing fits the pattern" if is_pattern(word) else ""
                message = f"there is no file {word}{fits}; verify cannot read the log of {entry.agreement} without it"
                at = source.place(("logs", i, "files", j))
                yield replace(source.problem("missing-file", message, at), level="warning")


def unused_headers(project: Project, agreement: str, headers: Mapping[Path, Sequence[str]]) -> Iterator[Problem]:
    """A warning for each name that the project file maps and that no file of its entry has, once the files are read."""
    source = project.source
    if source is None:
        return
    for i, entry in enumerate(project.settings.logs):
        if entry.agreement != agreement or not entry.columns:
            continue
        files = [file for file in headers if project.entry_of(agreement, file) == i]
        found = [name for file in files for name in headers[file]]
        folded = {fold(name) for name in found}
        for header in entry.columns if files else ():
            if fold(header) not in folded:
                near = nearest(header, found)
                which = project.name(files[0]) if len(files) == 1 else "any of its files"
                message = f"{shown(header)} does not stand in the header of {which}, so it is mapped to nothing."
                message += f' Did you mean "{near}"?' if near else ""
                at = source.place(("logs", i, "columns", header), key=True)
                yield replace(source.problem("unknown-header", message, at), level="warning")
