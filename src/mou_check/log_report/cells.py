"""The cells of each column: how many are filled, how many have their form, and values that are nearly known ones."""

from __future__ import annotations

from collections.abc import Mapping

from mou_check.log import BUILTIN
from mou_check.log_report.slips import slip
from mou_check.log_report.subject import Found, Subject
from mou_check.model.log_report import ColumnCount
from mou_check.model.words import fold, listed, nearest, plural
from mou_check.rules.lacking import lacks

# How many different values of a column are compared with the known ones, the most frequent first.
VALUES = 1000


def columns(subject: Subject, faults: Mapping[str, int], found: Found) -> list[ColumnCount]:
    """Every column that a file has, in the order of the agreement, then of the files.

    `faults` counts the rows that were rejected for a cell of a column.
    """
    log, agreement = subject.log, subject.agreement
    types = agreement.column_types()
    read = {use.column for _, rule in subject.rules() for use in rule.all_uses()}
    present = [column for column in log.cells if column in log.present]
    asked = []
    for column in present:
        cell = log.cells[column]
        owners = [code for code, activity in agreement.activities.items() if column in activity.columns]
        mine = log.of(owners) if owners else "true"
        formed = f"({cell.value} IS NOT NULL OR {cell.day} IS NOT NULL)"
        asked += [
            f"count(*) FILTER ({mine})",
            f"count({cell.key}) FILTER ({mine})",
            f"count({cell.key}) FILTER ({mine} AND {formed})",
            f"count({cell.key})",
        ]
    (counted,) = log.ask(f"SELECT {', '.join(asked)} FROM {log.table}")
    _missing(subject, [c for c in present if c not in types and c not in BUILTIN], found)
    return [
        ColumnCount(
            column, log.cells[column].type, column in types or column in BUILTIN, column in read or column in ("date", "activity"),
            mine + (bad := faults.get(column, 0)), filled + bad, formed, all_filled - filled,
        )
        for column, mine, filled, formed, all_filled in zip(
            present, counted[::4], counted[1::4], counted[2::4], counted[3::4], strict=True
        )
    ]  # fmt: skip


def _missing(subject: Subject, free: list[str], found: Found) -> None:
    """Columns that rules need and no file has, with the column that may have been meant."""
    needed: dict[str, list[str]] = {}
    for obligation, rule in subject.rules():
        for lack in lacks(rule, subject.log, subject.lists, subject.nouns):
            for column in lack.names if lack.what == "column" else ():
                needed.setdefault(column, []).append(obligation.id)
    for column, obligations in needed.items():
        near = nearest(column, free)
        meant = f'; is it "{near}"? Then say so under columns in the project file' if near else ""
        names = listed(dict.fromkeys(obligations))
        message = f"no file of the log has the column {column}, which {names} {'needs' if len(set(obligations)) == 1 else 'need'}{meant}"
        found.row("warning", "missing-column", message, [], column=column)


def near_values(subject: Subject, found: Found) -> None:
    """Values of a column that are none of those that rules know in it, and one slip away from one of them."""
    log = subject.log
    known: dict[str, dict[str, str]] = {}
    for _, rule in subject.rules():
        for value in rule.known_values():
            named = subject.lists.get(value.list_name, ()) if value.list_name else value.values
            known.setdefault(value.column, {}).update({fold(text): text for text in named})
    for column, texts in known.items():
        cell = log.cells[column]
        if column not in log.present or cell.type != "text":
            continue
        rows = log.ask(
            f"SELECT {cell.value}, arg_min({cell.key}, id), count(*), min(id, 100) FROM {log.table} "
            f"WHERE {cell.value} IS NOT NULL AND NOT list_contains($known::VARCHAR[], {cell.value}::VARCHAR) "
            f"GROUP BY {cell.value} ORDER BY count(*) DESC, min(id) LIMIT {VALUES}",
            {"known": list(texts)},
        )
        for value, written, number, ids in sorted(rows, key=lambda row: row[3][0]):
            meant = next((text for folded, text in texts.items() if slip(value, folded)), None)
            if meant:
                message = f'{plural(number, "row")} with "{written}" in {column}; rules know "{meant}"'
                found.row("warning", "near-value", message, ids, column=column, rows=number)
