"""What the comparison of two wordings says of them holds on every log: Hypothesis makes up both, the engine judges."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from pydantic import TypeAdapter, ValidationError

from mou_check.agreement import CalendarSettings, TermDates
from mou_check.model.changes import Difference, Order
from mou_check.rules import AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.comparing import Side, Sides
from mou_check.rules.comparing.keys import differences
from rewordings import Example, Wording, examples
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
TODAY = "2026-11-22"  # long after every log
RULES: TypeAdapter[Rule] = TypeAdapter(AnyRule)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "judgement"])
def test_no_log_contradicts_the_order_of_two_wordings(kind: str) -> None:
    """Whoever keeps to the stricter wording keeps to the looser one; of two that are the same both are kept, or none."""
    for number in range(FIRST, FIRST + ROUNDS):
        one_round(kind, number)


def one_round(kind: str, number: int) -> None:
    @seed(number)
    @PROFILE
    @given(examples(kind))
    def hold(example: Example) -> None:
        assert list(contradictions(example)) == [], example.setting()

    hold()


def contradictions(example: Example) -> Iterator[str]:
    """What the verdicts on the log say against the orders of all pairs of wordings."""
    verdicts = judged(example)
    for (a, old), (b, new) in combinations(zip(example.wordings, verdicts, strict=False), 2):
        found = differing(example, a, b)
        if speaks_against(found, old, new):
            told = ", ".join(f"{d.key} {d.order}" for d in found)
            yield f"{told}; old {a.rule} {a.lists} is {old}, new {b.rule} {b.lists} is {new}"


def differing(example: Example, a: Wording, b: Wording) -> list[Difference]:
    """What the comparison says; nothing where one of the wordings cannot be written."""
    try:
        old, new = (RULES.validate_python(wording.rule) for wording in (a, b))
    except ValidationError:
        return []
    calendar = CalendarSettings.model_validate(example.agreement["calendar"]).calendar()
    term = TermDates.model_validate(example.agreement["term"]).span
    lists = [{name: tuple(values) for name, values in wording.lists.items()} for wording in (a, b)]
    return list(differences(old, new, Sides(*(Side(each, calendar, term) for each in lists))))


def order_of(found: list[Difference]) -> Order:
    return Order.all_of(d.order for d in found)


def judged(example: Example) -> list[str]:
    """The verdict of each wording, as obligations of one agreement."""
    obligation = {"clauses": ["1"], "title": "It", "says": "It.", "bearer": "a", "force": "must"}
    numbered = list(enumerate(example.wordings))
    agreement = example.agreement | {
        "lists": {f"{i}-{name}": v for i, w in numbered for name, v in (w.lists | {"none": ["Chester"]}).items()},
        "obligations": [{**obligation, "id": f"w{i}", "rule": with_own_lists(w.rule, f"{i}-")} for i, w in numbered],
        "clauses": [{"ref": "1", "holds": [f"w{i}" for i, _ in numbered]}],
    }
    project = {"records": ["act", "other"]}
    result = document(agreement, example.log, window=example.window, as_of=example.as_of, project=project, today=TODAY)
    return [o["verdict"] for each in result["agreements"] for o in each["obligations"]]


def with_own_lists(value: Any, prefix: str, key: str | None = None) -> Any:
    """A rule that names the lists of its wording."""
    if isinstance(value, dict):
        return {k: with_own_lists(v, prefix, key if key == "for_each" else k) for k, v in value.items()}
    return prefix + value if key in ("in", "by", "for_each") and isinstance(value, str) else value


def speaks_against(found: list[Difference], old: str, new: str) -> bool:
    """Whether two verdicts contradict an order. Those that are still open, or lack data, say nothing.

    An excused miss is a miss, unless what excuses is itself what differs.
    """
    excusing = {d.key for d in found} == {"excuse"}
    kept = {"met", "not-due", *(["excused"] if excusing else [])}
    missed = {"breached", *(["excused"] if not excusing else [])}
    order = order_of(found)
    if not found or order is Order.OTHER:
        return False
    return (order is not Order.LOOSER and old in missed and new in kept) or (
        order is not Order.STRICTER and old in kept and new in missed
    )
