"""Judging many small logs of one agreement: all their rows are loaded once, and each trial sees its own."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from mou_check.agreement import Agreement, Obligation
from mou_check.engine import WORKERS, Case, verify
from mou_check.load.activity_logs import LogLoader
from mou_check.log import BUILTIN, DATED, Cell, Log
from mou_check.model.calendar import Calendar
from mou_check.model.results import Window
from mou_check.model.spans import Span
from mou_check.model.verdicts import Verdict
from mou_check.rules.base import Rule
from mou_check.trying.trial import Trial

# The column that says which trial a row belongs to.
TRIAL = "mou-check trial"


class Judge:
    """Judges trials with the product's own loader and engine. `lists` are those in use."""

    def __init__(
        self,
        agreement: Agreement,
        calendar: Calendar,
        lists: Mapping[str, tuple[str, ...]],
        loader: LogLoader | None = None,
    ) -> None:
        self.agreement = agreement
        self.calendar = calendar
        self.lists = lists
        self.nouns = agreement.nouns()
        self._loader = loader or LogLoader()

    def verdicts(self, asked: Sequence[tuple[Obligation, Rule, Trial]]) -> list[Verdict]:
        """What each trial comes to under the rule, taken as the obligation's only one."""
        if not asked:
            return []
        log = self._log([trial for _, _, trial in asked])

        def verdict(at: int) -> Verdict:
            obligation, rule, trial = asked[at]
            return self._verdict(obligation, rule, trial, self._own(log, at, rule, trial))

        # While one waits for the database, the next is worked out.
        with ThreadPoolExecutor(max_workers=WORKERS) as workers:
            return list(workers.map(verdict, range(len(asked))))

    def _log(self, trials: Sequence[Trial]) -> Log:
        """All rows in one log, each with the number of its trial."""
        columns = list(dict.fromkeys(["date", "activity", *(c for t in trials for c in t.header)]))
        activities = {
            code: activity.model_copy(update={"columns": {**activity.columns, TRIAL: "integer"}})
            for code, activity in self.agreement.activities.items()
        }
        marked = self.agreement.model_copy(update={"activities": activities})
        with tempfile.TemporaryDirectory(prefix="mou-check-") as folder:
            file = Path(folder) / "trials.csv"
            with file.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, [*columns, TRIAL], restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows({**row, TRIAL: i} for i, trial in enumerate(trials) for row in trial.rows)
            loaded = self._loader.load(marked, [(file, file.name)])
        assert loaded.log, loaded.problems
        return loaded.log

    def _own(self, log: Log, number: int, rule: Rule, trial: Trial) -> Log:
        """The log as if it held only the rows of one trial, and only the columns that the rule reads."""
        occurring = frozenset(row["activity"] for row in trial.rows)
        dated = [c for c, kind in {**BUILTIN, **self.agreement.column_types()}.items() if kind in DATED]
        latest = {c: max(found) for c in dated if (found := [*_days(row.get(c) for row in trial.rows)])}
        days = [*_days(row["date"] for row in trial.rows)]
        read = dict.fromkeys([*trial.header, "ref", *(use.column for use in rule.all_uses())])
        wanted = ", ".join(dict.fromkeys(part for c in read for part in _parts(log.cells[c])))
        return replace(
            log,
            table=f"(SELECT id, a, ref, {wanted} FROM {log.table} WHERE {log.cells[TRIAL].value} = {number})",
            occurring=occurring,
            recorded=occurring | set(trial.records),
            present=frozenset(trial.header),
            span=Span(min(days), max(days)) if days else None,
            latest=latest,
            _by_day={},
        )

    def _verdict(self, obligation: Obligation, rule: Rule, trial: Trial, log: Log) -> Verdict:
        only = obligation.model_copy(update={"rule": rule, "readings": (), "rest_of": ()})
        agreement = self.agreement.model_copy(update={"obligations": (only,)})
        case = Case(agreement, self.calendar, "", [(1, 1)], self.lists, log, (), self.nouns)
        result, _ = verify(case, Window(trial.since, trial.until, "options"), trial.as_of)
        return result.obligations[0].verdict


def _parts(cell: Cell) -> list[str]:
    """The names under which a column stands in the table."""
    return [cell.value, cell.key, *([cell.day, cell.instant] if cell.type == "datetime" else [])]


def _days(texts: Iterable[str | None]) -> Iterable[date]:
    return (date.fromisoformat(text[:10]) for text in texts if text)
