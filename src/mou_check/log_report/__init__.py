"""What stands in a log, before any verdict: counts, columns, silences, and what a person should look at.

Pure: an agreement and its log in, a `LogReport` out. The database counts; Python sees days, columns and the few rows that
stand out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mou_check.log_report.activities import counts
from mou_check.log_report.cells import columns, near_values
from mou_check.log_report.counting import uncounted
from mou_check.log_report.days import delays, standing_out
from mou_check.log_report.leads import implausible
from mou_check.log_report.subject import Found, Subject
from mou_check.log_report.twins import look_alikes, same_refs
from mou_check.model.log_report import OBSERVATIONS, Days, LogReport, Observation
from mou_check.model.problems import CODES
from mou_check.model.results import LogResult, Term
from mou_check.model.spans import Span

__all__ = ["Subject", "log_report"]

# What cannot be read first, then slips, then what is worth knowing; in each the codes in the order of their tables.
_LEVELS = ("error", "warning", "note")
_ORDER = {code: i for i, code in enumerate([*CODES, *OBSERVATIONS])}


def log_report(
    subject: Subject,
    file: str,
    files: Sequence[LogResult],
    lost: Sequence[Observation],
    faults: Mapping[str, int],
) -> LogReport:
    """The report of a log that could be read.

    `lost` are the observations of rows that are rejected or unmatched, `faults` counts the rejected ones by what failed.
    """
    log, agreement = subject.log, subject.agreement
    found = Found(log, list(lost), Counter(observation.code for observation in lost))
    with_rows, silent = counts(subject, found)
    cells = columns(subject, faults, found)
    near_values(subject, found)
    same_refs(subject, found)
    look_alikes(subject, found)
    main = standing_out(subject, found)
    implausible(subject, found)
    delay = delays(subject, found)
    uncounted(subject, found)
    in_order = sorted(found.observations, key=lambda o: (_LEVELS.index(o.level), _ORDER[o.code]))
    return LogReport(
        agreement.id, agreement.title, file, "read" if any(f.used for f in files) else "unreadable", tuple(files),
        **_rows(files), span=_days(log.span), main_span=_days(main), covered=_days(log.covered), window=subject.window,
        term=Term(agreement.term.starts, agreement.term.ends), year_starts=_month_day(agreement.calendar.year_starts),
        activities=tuple(with_rows), silent=tuple(silent), columns=tuple(cells), delay=delay, observations=tuple(in_order),
        totals={code: found.totals[code] for code in sorted(found.totals, key=_ORDER.__getitem__)},
    )  # fmt: skip


def _rows(files: Sequence[LogResult]) -> dict[str, int]:
    return {
        "rows": sum(f.rows for f in files),
        "used": sum(f.used for f in files),
        "rejected": sum(f.rejected for f in files),
        "unmatched": sum(u.rows for f in files for u in f.unmatched),
    }


def _days(span: Span | None) -> Days | None:
    return Days(span.first, span.last) if span and span.first and span.last else None


def _month_day(value: tuple[int, int]) -> str:
    return f"{value[0]:02}-{value[1]:02}"
