"""One run of `init --log`: a log looked at, and what to declare of it in the project file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import Loaded, find_agreements, open_project
from mou_check.load.log_faults import LogFileError
from mou_check.load.log_forms import CsvFile, as_csv
from mou_check.load.log_names import STANDARD_INPUT, file_and_sheet, form_of, logs_named
from mou_check.load.workroom import Workroom
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.proposal import Proposal
from mou_check.model.words import plural
from mou_check.starter.profile import profile_of
from mou_check.starter.proposal import LogFile, propose


@dataclass(frozen=True, slots=True)
class ProposalRun:
    """What is proposed for a log, None when it cannot be looked at, and what is wrong."""

    proposal: Proposal | None
    problems: Sequence[Problem]


def propose_entry(log: str, options: Options, encoding: str | None = None) -> ProposalRun:
    """Look at a log and propose what the project file should say of it.

    `options.agreements` names the agreement whose log it is, at most one; without it a project's only agreement is
    taken, and without any codes are made of what the log says.
    """
    loaded, agreement = _agreement(options)
    if agreement is None and (options.agreements or any(p.level == "error" for p in loaded.problems)):
        return ProposalRun(None, loaded.problems)
    path, name, problem = _one_log(log, options.folder, loaded)
    options.progress.doing(f"reading {name}")
    room = Workroom()
    try:
        if problem:
            return ProposalRun(None, [problem])
        file = as_csv(path, name, room, encoding)
        profile = profile_of(file.path)
    except LogFileError as error:
        fault = error.message
        if error.code == "bad-header" and form_of(file_and_sheet(path)[0].name) == "workbook":
            fault += f"; name the sheet that is the log, as {name}#SHEET"
        return ProposalRun(None, [LogFileError(error.code, fault, error.line, error.row).problem(name)])
    finally:
        room.sweep()
    if profile is None:
        message = f"{name} has no header row: two names or more with a comma, semicolon, tab or bar between them"
        return ProposalRun(None, [Problem("error", "bad-header", message, file=name)])
    if not profile.rows:
        message = f"{name} has a header and no rows, so nothing can be told of what stands in them"
        return ProposalRun(None, [Problem("error", "empty-log", message, file=name)])
    known = agreement.agreement if agreement else None
    lists = known.list_values(loaded.project.settings.lists.get(known.id, {})) if known else {}
    return ProposalRun(propose(profile, _log_file(name, file, encoding), known, lists), [])


def _agreement(options: Options) -> tuple[Loaded, LoadedAgreement | None]:
    """The agreement whose log it is, and what was loaded with it."""
    if options.agreements:
        loaded = find_agreements(options)
    else:
        loaded = open_project(options)
        if len(loaded.project.agreement_files()) != 1:
            return Loaded(loaded.project), None  # whatever else is wrong with a project says nothing of a log
        loaded = find_agreements(options)
    return loaded, loaded.agreements[0] if len(loaded.agreements) == 1 else None


def _one_log(log: str, folder: Path, loaded: Loaded) -> tuple[Path, str, Problem | None]:
    """The log that is to be looked at, how it is shown, and why it cannot be, if it is not one."""
    if log == str(STANDARD_INPUT):
        return STANDARD_INPUT, "standard input", None
    found = logs_named(log, folder)
    name = loaded.project.name(found[0])
    if len(found) > 1:
        message = f"--log {log}: {plural(len(found), 'file')} are named; look at one, such as {name}"
        return found[0], name, Problem("error", "bad-option", message)
    return found[0], name, None


def _log_file(name: str, file: CsvFile, encoding: str | None) -> LogFile:
    """What the form of the file says, and whether its encoding has to be declared."""
    guessed = any(p.code == "bad-text" for p in file.problems)
    found = [f"{key} {value} was found" for key, value in file.assumed.items() if key == "sheet"]
    if guessed:
        found.append("it is not UTF-8, and was read as Windows-1252 (cp1252)")
    elif "encoding" in file.assumed and not encoding:
        found.append(f"its encoding, {file.assumed['encoding']}, is found without being told")
    return LogFile(name, found, encoding or ("cp1252" if guessed else None))
