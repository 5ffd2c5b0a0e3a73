"""What a finding of `companion` names: the companions that a row has, and the one that came near.

Who is met and who is not stands in the tables of `cases/companion`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_check.model.spans import Span
from mou_check.rules.pools import Dated
from support import judge

WINDOW = ("2015-06-01", "2015-06-30")
ACTIVITIES: dict[str, Any] = {
    "meeting": {"title": "Meeting", "columns": {"reason": "text"}},
    "post": {"title": "Post", "columns": {"channel": "text", "valid_from": "date", "valid_to": "date"}},
}


def findings(log: str, needs: dict[str, Any] | None = None, **rule: Any) -> list[dict[str, Any]]:
    """The findings of a rule under which a meeting needs posts."""
    obligation = {
        "id": "it", "clauses": ["1"], "title": "It", "says": "What is promised.", "bearer": "a", "force": "must",
        "rule": {"kind": "companion", "activity": "meeting", "needs": {"activity": "post", **(needs or {})}, **rule},
    }  # fmt: skip
    agreement = {
        "format": 1, "id": "case", "title": "A case", "parties": {"a": {"name": "A"}}, "term": {"starts": "2015-04-01"},
        "lists": {"channels": ["Facebook", "Twitter"]}, "activities": ACTIVITIES,
        "obligations": [obligation], "clauses": [{"ref": "1", "holds": ["it"]}],
    }  # fmt: skip
    (it,) = judge(agreement, log, window=WINDOW)["obligations"]
    found: list[dict[str, Any]] = it["findings"]
    return found


def evidence(finding: dict[str, Any]) -> list[int]:
    return [place["row"] for place in finding["evidence"]]


def near(finding: dict[str, Any]) -> list[tuple[int, str]]:
    return [(miss["place"]["row"], miss["message"]) for miss in finding["near_misses"]]


# ---------------------------------------------------------------- what a row has


def test_an_odd_companion_is_named_by_the_row_that_it_is_not_enough_for() -> None:
    log = "date,activity\n2015-06-10,post\n2015-06-10,meeting\n2015-06-10,post\n2015-06-10,meeting\n2015-06-10,post\n2015-06-10,meeting\n"
    second, third = findings(log, {"at_least": 2})
    assert (second["row"], second["actual"], evidence(second)) == (5, 1, [5, 6])
    assert (third["row"], third["actual"], evidence(third)) == (7, 0, [7])


def test_a_row_names_what_it_took_of_the_groups_that_it_does_not_lack() -> None:
    log = (
        "date,activity,channel\n2015-06-10,post,Facebook\n2015-06-10,meeting,\n2015-06-10,post,Twitter\n"
        "2015-06-10,meeting,\n2015-06-10,post,Facebook\n"
    )
    (second,) = findings(log, {"for_each": {"channel": "channels"}})
    assert (second["row"], second["actual"], second["expected"], evidence(second)) == (5, 1, 2, [5, 6])
    assert second["message"] == "meeting of 10 Jun 2015: no post for Twitter on the same day"


def test_with_reuse_all_rows_name_the_same_companion() -> None:
    log = "date,activity\n2015-06-10,meeting\n2015-06-10,meeting\n2015-06-10,post\n"
    assert [evidence(f) for f in findings(log, {"at_least": 2}, reuse=True)] == [[2, 4], [3, 4]]


def test_rows_of_different_days_name_their_own_companions() -> None:
    log = (
        "date,activity\n2015-06-10,meeting\n2015-06-12,post\n2015-06-11,meeting\n2015-06-11,post\n2015-06-10,post\n"
        "2015-06-12,meeting\n2015-06-12,post\n"
    )
    (third,) = findings(log, {"at_least": 2}, within={"after": "P1D"})
    assert (third["row"], third["actual"]) == (7, 0)
    (third,) = findings(f"{log}2015-06-13,post\n", {"at_least": 2}, within={"after": "P1D"})
    assert evidence(third) == [7, 9]


def test_too_many_companions_are_named_by_every_row_that_reaches_them() -> None:
    log = "date,activity\n2015-06-10,meeting\n2015-06-10,post\n2015-06-11,meeting\n2015-06-11,post\n"
    first, second = findings(log, {"at_most": 1}, within={"before": "P1D", "after": "P1D"})
    assert (evidence(first), evidence(second)) == ([2, 3, 5], [3, 4, 5])
    assert (first["expected"], first["actual"]) == (1, 2)


def test_of_very_many_companions_the_first_are_named_and_all_are_counted() -> None:
    log = "date,activity\n2015-06-10,meeting\n" + "2015-06-10,post\n" * 30
    (finding,) = findings(log, {"at_most": 3})
    assert finding["actual"] == 30
    assert evidence(finding) == list(range(2, 16))  # its own row, the three that may be, and ten more


def test_a_companion_that_stands_for_some_days_is_named() -> None:
    log = (
        "date,activity,valid_from,valid_to\n2015-06-01,post,2015-06-01,2015-06-03\n2015-06-01,post,2015-06-02,2015-06-20\n"
        "2015-06-10,meeting,,\n"
    )
    (finding,) = findings(log, {"at_least": 2, "dated": {"from": "valid_from", "to": "valid_to"}})
    assert (finding["actual"], evidence(finding)) == (1, [3, 4])


# ---------------------------------------------------------------- what came near

CLOSEST = """date,activity,ref
2015-06-10,meeting,A
2015-06-12,post,A
2015-06-07,post,A
2015-06-10,post,typo
"""
LATER_TAKES = """date,activity,ref
2015-06-10,meeting,A
2015-06-12,meeting,A
2015-06-12,post,A
2015-06-14,post,A
"""
ANOTHERS = """date,activity,ref
2015-06-10,meeting,A
2015-06-10,meeting,B
2015-06-10,post,B
2015-06-10,post,B
"""


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(CLOSEST, [(3, "one on 12 Jun 2015, 2 days after")], id="the closest with the key"),
        pytest.param(CLOSEST.replace("06-07", "06-08"), [(4, "one on 8 Jun 2015, 2 days before")], id="the earlier of two as close"),
        pytest.param(LATER_TAKES, [(5, "one on 14 Jun 2015, 4 days after")], id="one that a later row takes is not free"),
        pytest.param("date,activity,ref\n2015-06-10,meeting,A\n2015-06-10,post,typo\n", [(3, 'one on the same day, but with ref "typo"')], id="a mistyped key on the day"),
        pytest.param("date,activity,ref\n2015-06-10,meeting,A\n2015-06-11,post,typo\n", [], id="no mistyped key of another day"),
        pytest.param(ANOTHERS, [], id="what is left of another row's key is not mistyped"),
        pytest.param("date,activity,ref\n2015-06-10,meeting,A\n2015-05-10,meeting,B\n2015-06-10,post,B\n", [], id="nor is a key of a row outside the window"),
        pytest.param("date,activity,ref\n2015-06-10,meeting,A\n2015-06-10,post,\n", [], id="nor is an empty one"),
    ],
)  # fmt: skip
def test_a_missed_row_tells_what_came_near(log: str, expected: list[tuple[int, str]]) -> None:
    (finding,) = findings(log, match="ref")
    assert near(finding) == expected


def test_with_reuse_one_that_serves_another_row_came_near_too() -> None:
    log = "date,activity,ref\n2015-06-10,meeting,A\n2015-06-12,meeting,A\n2015-06-12,post,A\n"
    (finding,) = findings(log, match="ref", reuse=True)
    assert near(finding) == [(4, "one on 12 Jun 2015, 2 days after")]


def test_only_a_companion_of_a_group_that_is_lacking_came_near() -> None:
    log = "date,activity,ref,channel\n2015-06-10,meeting,A,\n2015-06-10,post,A,Facebook\n2015-06-11,post,A,Facebook\n2015-06-13,post,A,Twitter\n"
    (finding,) = findings(log, {"for_each": {"channel": "channels"}}, match="ref")
    assert near(finding) == [(5, "one on 13 Jun 2015, 3 days after")]


def test_without_a_key_nothing_came_near() -> None:
    (finding,) = findings("date,activity\n2015-06-10,meeting\n2015-06-11,post\n")
    assert near(finding) == []


FIRST = date(2015, 6, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.sampled_from(DAYS), max_size=12).map(sorted),
    st.dictionaries(st.sampled_from(DAYS), st.integers(1, 5), min_size=1, max_size=6),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_runs_are_given_out_as_single_companions_are(
    posts: list[date], wanted: dict[date, int], before: int, after: int
) -> None:
    """The earliest free ones in reach one by one, and the closest free one when all have been given out."""
    pool = Dated()
    for day in sorted(set(posts)):
        pool.add(day, day, posts.count(day))
    free = list(enumerate(posts))
    short = []
    for day in sorted(wanted):
        reach = Span(day - timedelta(days=before), day + timedelta(days=after))
        mine = [post for post in free if post[1] in reach][: wanted[day]]
        free = [post for post in free if post not in mine]
        assert list(pool.take(reach, wanted[day], reuse=False)) == [number for number, _ in mine]
        if len(mine) < wanted[day]:
            short.append((day, reach))
    for day, reach in short:
        assert pool.closest(day, reach) == min(
            ((abs((on - day).days), on, number) for number, on in free), default=None
        )
