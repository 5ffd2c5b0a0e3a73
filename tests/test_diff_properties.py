"""What `diff` says of agreements that Hypothesis makes up: nothing of one and the same, the contrary the other way round, and
nothing that a record contradicts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mou_check.agreement import Agreement
from mou_check.changes import Version, changes
from mou_check.model.changes import Effect
from mou_check.model.results import FilePlace
from strategies import KINDS, agreements_and_logs, rules
from support import document
from test_diff import mirrored, seen

# As in test_properties.py: the same examples on every run, in short rounds with a seed each.
# To go looking for more: PROPERTY_ROUNDS=100 pytest tests/test_diff_properties.py
ROUNDS = int(os.environ.get("PROPERTY_ROUNDS", "1"))
FIRST = int(os.environ.get("PROPERTY_FIRST", "0"))
PROFILE = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if "PROPERTY_SHRINK" in os.environ else [Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TODAY = "2026-11-22"  # long after every log


def version(data: dict[str, Any]) -> Version:
    agreement = Agreement.model_validate(data)
    return Version(
        agreement, agreement.calendar.calendar(), agreement.list_values({}), lambda _: FilePlace("it.yaml", 1, 1)
    )


def sound(data: dict[str, Any]) -> bool:
    try:
        Agreement.model_validate(data)
    except ValidationError:
        return False
    return True


def in_rounds(test: Callable[..., None], *strategies: st.SearchStrategy[Any]) -> None:
    """A test on the examples of every round."""
    for number in range(FIRST, FIRST + ROUNDS):
        seed(number)(PROFILE(given(*strategies)(test)))()


def moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@st.composite
def days_in_force(draw: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The agreement with another term, or an obligation that is in force on other days."""
    data = deepcopy(data)
    starts = data["term"]["starts"]
    where = draw(st.sampled_from(["starts", "ends", "from", "to"]))
    day = moved(starts, draw(st.integers(-20, 20) if where in ("starts", "from") else st.integers(15, 90)))
    if where in ("starts", "ends"):
        data["term"][where] = day
        if where == "ends" and draw(st.booleans()):
            del data["term"]["ends"]
    else:
        data["obligations"][0]["effective"] = {**data["obligations"][0].get("effective", {}), where: day}
    return data


@st.composite
def calendars(draw: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The agreement with another calendar."""
    data = deepcopy(data)
    starts = data["term"]["starts"]
    setting, value = draw(
        st.sampled_from(
            [
                ("week_starts", "wednesday"),
                ("year_starts", "02-01"),
                ("anchor", starts),
                ("anchor", moved(starts, 3)),
                ("holidays", "none"),
            ]
        )
    )
    data["calendar"] = {**data.get("calendar", {}), setting: value}
    return data


@st.composite
def two_versions(draw: Any, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two agreements that differ in anything at all."""
    old = draw(agreements_and_logs(kind).filter(lambda example: sound(example[0])))[0]
    new = draw(st.one_of(st.just(deepcopy(old)), days_in_force(old), calendars(old)).filter(sound))
    it = new["obligations"][0]
    starts = date.fromisoformat(old["term"]["starts"])
    for key, values in {
        "force": st.sampled_from(["must", "should", "may"]),
        "bearer": st.sampled_from(["a", "b"]),
        "qualifier": st.sampled_from(["where-practical", "as-required"]),
        "title": st.just("Another title"),
    }.items():
        if draw(st.integers(1, 3)) == 3:
            it[key] = draw(values)
    if draw(st.booleans()):
        if "rule" in it:
            it["rule"] = draw(
                rules(kind, starts).filter(lambda rule: sound({**new, "obligations": [{**it, "rule": rule}]}))
            )
        else:
            it["readings"] = draw(st.sampled_from([it["readings"][::-1], it["readings"][:1], it["readings"]]))
    if draw(st.booleans()):
        new["lists"] = {**new["lists"], "towns": draw(st.sampled_from([["Crewe"], ["crewe", "market town"], []]))}
    return old, new


@pytest.mark.parametrize("kind", KINDS)
def test_an_agreement_differs_from_itself_in_nothing(kind: str) -> None:
    def hold(example: Any) -> None:
        assert changes(version(example[0]), version(deepcopy(example[0]))) == []

    in_rounds(hold, agreements_and_logs(kind).filter(lambda example: sound(example[0])))


@pytest.mark.parametrize("kind", KINDS)
def test_backwards_it_is_the_other_way_round(kind: str) -> None:
    """Weakened is strengthened, added is removed, and old is new."""

    def hold(both: Any) -> None:
        old, new = map(version, both)
        forth, back = changes(old, new), changes(new, old)
        assert sorted(map(str, map(mirrored, forth))) == sorted(map(str, map(seen, back)))

    in_rounds(hold, two_versions(kind))


@st.composite
def around(draw: Any, kind: str) -> tuple[Any, ...]:
    """An agreement and its log, and the agreement with other days in force or another calendar."""
    old, log, _, _, _ = draw(agreements_and_logs(kind).filter(lambda example: sound(example[0])))
    old["obligations"][0]["force"] = "must"
    starts = old["term"]["starts"]
    covers = {"from": moved(starts, -25), "to": moved(starts, draw(st.sampled_from([7, 14, 20, 31, 45, 62, 92])))}
    return old, draw(st.one_of(days_in_force(old), calendars(old)).filter(sound)), log, covers


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "judgement"])
def test_no_record_contradicts_what_is_said_of_days_and_calendars(kind: str) -> None:
    """What holds on fewer days is kept by whoever keeps the other; where all stays the same, every verdict does."""

    def hold(example: Any) -> None:
        assert list(contradictions(*example)) == [], example

    in_rounds(hold, around(kind))


def contradictions(old: dict[str, Any], new: dict[str, Any], log: str, covers: dict[str, str]) -> Iterator[str]:
    effects = {change.effect for change in changes(version(old), version(new))}
    if not effects or Effect.CHANGED in effects or len(effects) > 1:
        return
    was, now = (verdict(data, log, covers) for data in (old, new))
    for effect, stricter, looser in ((Effect.STRENGTHENED, now, was), (Effect.WEAKENED, was, now)):
        if effect in effects and stricter in ("met", "not-due") and looser == "breached":
            yield f"{effect}: {was} becomes {now}"
    if effects == {Effect.REWORDED} and was != now:
        yield f"reworded: {was} becomes {now}"


def verdict(data: dict[str, Any], log: str, covers: dict[str, str]) -> str:
    """The verdict on a whole log: it begins before the term, and all days that it covers are under review."""
    project = {"records": ["act", "other"], "covers": covers}
    result = document(data, log, project=project, as_of=covers["to"], today=TODAY)
    # Where the log covers no day of the term nothing is judged.
    return next((o["verdict"] for each in result["agreements"] for o in each["obligations"]), "pending")
