"""What the comparison of two wordings says of them holds on every log: Hypothesis makes up both, the engine judges."""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, note, seed, settings
from pydantic import TypeAdapter, ValidationError

from mou_check.agreement import CalendarSettings, TermDates
from mou_check.model.changes import Order
from mou_check.rules import AnyRule
from mou_check.rules.comparing import Side, Sides
from mou_check.rules.comparing.keys import differences
from rewordings import two_wordings
from strategies import KINDS
from support import document

# As in test_properties.py: the same examples on every run, in short rounds with a seed each.
# To go looking for more: PROPERTY_ROUNDS=100 pytest tests/test_comparing_properties.py
ROUNDS = int(os.environ.get("PROPERTY_ROUNDS", "5"))
FIRST = int(os.environ.get("PROPERTY_FIRST", "0"))
PROFILE = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if "PROPERTY_SHRINK" in os.environ else [Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TODAY = "2026-11-22"
RULES: TypeAdapter[Any] = TypeAdapter(AnyRule)
KEPT = {"met", "not-due"}
MISSED = {"breached"}


def renamed(value: Any, key: str | None = None) -> Any:
    """A rule that names the new lists where it named the old ones."""
    if isinstance(value, dict):
        return {k: renamed(v, k if key not in ("for_each",) else "for_each") for k, v in value.items()}
    return f"new-{value}" if key in ("in", "by", "for_each") and isinstance(value, str) else value


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "judgement"])
def test_orders_hold(kind: str) -> None:
    for number in range(FIRST, FIRST + ROUNDS):
        one_round(kind, number)


def one_round(kind: str, number: int) -> None:
    @seed(number)
    @PROFILE
    @given(two_wordings(kind))
    def hold(example) -> None:
        agreement, old, new, old_lists, new_lists, log, as_of, project = example
        try:
            rules = [RULES.validate_python(rule) for rule in (old, new)]
        except ValidationError:
            assume(False)
        calendar = CalendarSettings.model_validate(agreement["calendar"]).calendar()
        term = TermDates.model_validate(agreement["term"]).span
        sides = Sides(*(Side({n: tuple(v) for n, v in lists.items()}, calendar, term) for lists in (old_lists, new_lists)))
        found = list(differences(*rules, sides))
        order = Order.all_of(d.order for d in found)
        assume(found and order is not Order.OTHER)
        keys = {d.key for d in found}
        obligations = [
            {"id": name, "clauses": ["1"], "title": "It", "says": "It.", "bearer": "a", "force": "must", "rule": rule}
            for name, rule in (("old", old), ("new", renamed(new)))
        ]
        agreement = {
            **deepcopy(agreement),
            "lists": {**agreement["lists"], **old_lists, **{f"new-{n}": v for n, v in new_lists.items()}, "new-none": ["Chester"], "none": ["Chester"]},
            "obligations": obligations,
            "clauses": [{"ref": "1", "holds": ["old", "new"]}],
        }
        project["lists"] = {}
        starts = date.fromisoformat(agreement["term"]["starts"])
        window = (agreement["term"]["starts"], (starts + timedelta(days=400)).isoformat())
        note(yaml.safe_dump({"old": old, "new": new, "lists": [old_lists, new_lists] if old_lists != new_lists else old_lists}, sort_keys=False))
        note(f"{[(d.key, d.order.value) for d in found]}, as_of {as_of}, term {agreement['term']}, calendar {agreement['calendar']}\n{log}")
        result = document(agreement, log, window=window, as_of=as_of, project=project, today=TODAY)
        assume(result["agreements"])
        judged = {o["id"]: o for o in result["agreements"][0]["obligations"]}
        a, b = (standing(judged[name]["verdict"], keys) for name in ("old", "new"))
        note(f"{judged['old']['verdict']} {judged['old']['tally']} {judged['new']['verdict']} {judged['new']['tally']}")
        if os.environ.get("PROPERTY_STATS"):
            print("STAT2", kind, ",".join(d.key for d in found), order, a, b)
        if order in (Order.STRICTER, Order.SAME):
            assert not (a == "missed" and b == "kept")
        if order in (Order.LOOSER, Order.SAME):
            assert not (a == "kept" and b == "missed")

    hold()


def standing(verdict: str, keys: set[str]) -> str | None:
    if verdict == "excused":
        return "kept" if keys == {"excuse"} else "missed"
    return "kept" if verdict in KEPT else "missed" if verdict in MISSED else None
