"""`diff`: what a change of an agreement does to its promises. Tables of small changes, sides, revisions, what passes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from mou_check.agreement import Agreement
from mou_check.model.changes import Change, DiffDocument, Effect
from mou_check.model.options import Options
from mou_check.rules.base import Rule
from mou_check.run.diff import diff
from support import TODAY
from yaml12 import load

TABLES = Path(__file__).parent / "diff"
BASE: dict[str, Any] = {
    "format": 1,
    "id": "case",
    "title": "A case",
    "parties": {"a": {"name": "Commissioner"}, "b": {"name": "Chief Constable"}, "c": {"name": "Panel"}},
    "activities": {
        "release": {"title": "News release", "columns": {"town": "text", "cleared_by": "text", "sent_on": "date", "size": "integer"}},
        "event": {"title": "Event", "columns": {"town": "text"}},
    },
    "obligations": [
        {
            "id": "it", "clauses": ["1"], "title": "News releases", "says": "Two a week.", "bearer": "a", "counterparty": "b", "force": "must",
            "rule": {"kind": "count", "activity": "release", "at_least": 2, "per": "week"},
        }
    ],
    "clauses": [{"ref": "1", "because": "aim"}],
}  # fmt: skip
MIRROR = {Effect.WEAKENED: Effect.STRENGTHENED, Effect.REMOVED: Effect.ADDED}
MIRROR |= {b: a for a, b in MIRROR.items()}


@cache
def cases() -> list[Any]:
    """Every case of every table."""
    return [
        pytest.param(table, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(TABLES.glob("*.yaml"))
        for table in [load(path)]
        for case in table["cases"]
    ]


# --- the agreements of a case


def changed(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """An agreement with other values at some paths; None takes a key away. Entries of lists stand under their id or ref."""
    result = deepcopy(whole)
    for path, value in changes.items():
        *above, last = path.split(".")
        at: Any = result
        for part in above:
            at = _entry(at, part) if isinstance(at, list) else at.setdefault(part, {})
        if isinstance(at, list):
            found = _entry(at, last)
            if found is None:
                at.append(value)
            else:
                at[at.index(found) : at.index(found) + 1] = [] if value is None else [value]
        elif value is None:
            at.pop(last, None)
        else:
            at[last] = value
    return result


def _entry(items: list[dict[str, Any]], name: str) -> Any:
    return next((item for item in items if name in (item.get("id"), item.get("ref"))), None)


def version(table: dict[str, Any], case: dict[str, Any], side: str) -> dict[str, Any]:
    whole = {**BASE, **table.get("agreement", {})}
    return changed(changed(whole, case.get("with", {})), case.get(side, {}))


def write(folder: Path, agreement: dict[str, Any], lists: Any = None, files: dict[str, Any] | None = None) -> Path:
    """An agreement as a project of its own, with the lists that its project file supplies; gives its file."""
    (folder / "agreements").mkdir(parents=True)
    project = {"format": 1, **({"lists": {agreement["id"]: lists}} if lists else {})}
    (folder / "mou-check.yaml").write_text(json.dumps(project, indent=1), encoding="utf-8")
    for name, divisions in (files or {}).items():
        holidays = {part: {"events": [{"date": day} for day in days]} for part, days in divisions.items()}
        (folder / "agreements" / name).write_text(json.dumps(holidays), encoding="utf-8")
    file = folder / "agreements" / "case.yaml"
    file.write_text(json.dumps(agreement, indent=1, ensure_ascii=False), encoding="utf-8")
    return file


def compared(folder: Path, table: dict[str, Any], case: dict[str, Any], old: str, new: str) -> DiffDocument:
    """The comparison of the two sides of a case, without the record."""
    for place, side in (("old", old), ("new", new)):
        beside = (case.get(key, {}).get(side) for key in ("project", "files"))
        write(folder / place, version(table, case, side), *beside)
    document = diff(("old", "new"), Options(today=TODAY, folder=folder, fail_on="weakened"), on_record=False)
    assert document.compared, [p.message for p in document.problems]
    return document


# --- the tables


@pytest.mark.parametrize(("table", "case"), cases())
def test_what_a_change_does(table: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    found = compared(tmp_path, table, case, "old", "new").changes
    for wanted, change in zip(case["finds"], found, strict=False):
        for key, value in wanted.items():
            assert told(change, key, tmp_path) == value or (key == "says" and value in change.message), (key, change)
    assert len(found) == len(case["finds"]), found


def told(change: Change, key: str, folder: Path) -> Any:
    """What a change says under a key of the tables."""
    if key in ("at", "was_at"):
        place = change if key == "at" else change.old_place
        return place and text_at(folder / place.file, place.line, place.column)
    return change.message if key == "says" else getattr(change, key)


def text_at(file: Path, line: int, column: int) -> str:
    """The value at a place of a file."""
    text = file.read_text(encoding="utf-8").splitlines()[line - 1][column - 1 :]
    return str(json.JSONDecoder().raw_decode(text)[0])


@pytest.mark.parametrize(("table", "case"), cases())
def test_backwards_it_is_the_other_way_round(table: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    """What weakens one way strengthens the other; what is new is gone; what cannot be ordered cannot be ordered."""
    forth = compared(tmp_path / "forth", table, case, "old", "new").changes
    back = compared(tmp_path / "back", table, case, "new", "old").changes
    assert sorted(map(str, map(mirrored, forth))) == sorted(map(str, map(seen, back)))


def seen(change: Change) -> tuple[Any, ...]:
    return change.effect, last(change.key), change.old, change.new


def mirrored(change: Change) -> tuple[Any, ...]:
    effect = MIRROR.get(change.effect, change.effect)
    return (
        effect,
        last(change.key if change.effect not in (Effect.ADDED, Effect.REMOVED) else effect.value),
        change.new,
        change.old,
    )


def last(key: str) -> str:
    """The end of a key: a reading that is renamed stands under its newer name."""
    return key.rpartition(".")[2]


# --- no key is forgotten

# Keys of an agreement that are told under another one, and those that no comparison can meet.
TOLD_AS = {
    "obligations.*": "obligations.*.added",
    "lists.*.values": "lists.*",  # whoever supplies them
    "calendar.holidays.file": "calendar.holidays",
    "calendar.holidays.division": "calendar.holidays",
    "obligations.*.rule": "obligations.*.readings",  # what stands in place of it; its own keys: tests/comparing
    "obligations.*.readings.*.rule": "obligations.*.readings.*.at_least",
}
NEVER = {
    "format",  # there is one
    "clauses.*.ref",  # a clause with another ref is another clause
    "id",  # of agreements that are not alike in anything else: test_sides.py
}
BY_NAME = {"obligations": "id", "readings": "id", "clauses": "ref"}


def keys_of(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, bool]]:
    """Every key of an agreement, with whether it can be left out and then is nothing; `*` stands for a name that people give."""
    for field, info in model.model_fields.items():
        key = above + (info.alias or field)
        parts = set(types_in(info.annotation))
        below = [t for t in parts if isinstance(t, type) and issubclass(t, BaseModel) and not issubclass(t, Rule)]
        named = dict in parts or (field in BY_NAME and bool(below))
        if named:
            yield f"{key}.*", True
        if below and (named or tuple not in parts):
            for part in below:
                yield from keys_of(part, f"{key}.*." if named else f"{key}.")
        elif not named:
            yield key, not info.is_required() and info.default in (None, ())


def types_in(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    yield get_origin(annotation) or annotation
    for part in get_args(annotation):
        yield from types_in(part)


def rows_about(key: str) -> list[dict[str, Any]]:
    """What the tables find under a key."""
    pattern = re.compile(re.escape(TOLD_AS.get(key, key)).replace(r"\*", "[^.]+"))
    finds = [find for case in cases() for find in case.values[1]["finds"]]
    found = [("obligations.it." if find.get("obligation") else "") + find.get("key", "") for find in finds]
    return [find for find, key in zip(finds, found, strict=True) if pattern.fullmatch(key)]


@pytest.mark.parametrize(("key", "optional"), sorted(set(keys_of(Agreement))))
def test_every_key_has_a_row(key: str, optional: bool) -> None:
    """A key that is new in the language is a key whose change must be told: it needs a row in these tables.

    One row that changes it, and one that sets it (backwards: takes it away) where it can be left out.
    """
    if key in NEVER:
        return
    rows = [(f["old"], f["new"]) for f in rows_about(key) if {"old", "new"} <= f.keys()]
    if not key.endswith("*"):
        assert any(None not in row for row in rows), f"no row changes {key}"
    if optional:
        assert any(None in row for row in rows), f"no row sets {key}"
