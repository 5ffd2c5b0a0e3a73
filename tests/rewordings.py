"""Hypothesis strategies: a rule, other wordings of it, and a log on which all can be judged."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mou_check.rules import AnyRule
from strategies import LENGTHS, LISTS, agreements_and_logs

Rule = dict[str, Any]
RULES: TypeAdapter[Any] = TypeAdapter(AnyRule)

# Values of each sort that stand in some order to each other.
NAMED = {
    "towns": [["Crewe"], ["Crewe", "market town"], ["Crewe", "Market  Town", "Chester"], ["Chester"]],
    "officers": [["Clerk"], ["Clerk", "Head of Scrutiny"], ["Somebody"], ["CLERK", "Somebody"]],
    "sizes": [["3"], ["3", "10"], ["1", "3", "10"]],
}
TESTS = {
    "town": [
        "Crewe", "crewe", ["Crewe", "chester"], ["Crewe", "Chester", "market  town"], {"not_in": ["Chester"]},
        {"not_in": ["Chester", "Crewe"]}, {"in": "towns"}, {"contains": "town"}, {"contains": "Market Town"},
        {"present": "yes"}, {"present": "no"}, {"is": {"column": "who"}}, {"is": [{"column": "who"}, "Crewe"]},
        {"not_in": {"column": "who"}}, {"not_in": [{"column": "who"}, "Chester"]}, "Market Town",
    ],
    "size": [
        3, [3, 10], {"at_least": 3}, {"at_least": 9}, {"after": 3}, {"at_most": 9, "at_least": 1}, {"before": 10},
        {"at_most": 9}, {"not_in": [10]}, {"in": "sizes"}, {"present": "yes"}, {"at_least": {"column": "cost"}},
        {"after": {"column": "cost"}},
    ],
    "done_on": [
        {"present": "yes"}, {"on_or_before": {"column": "due_on"}}, {"before": {"column": "due_on"}},
        {"before": {"column": "date"}}, {"on_or_after": "2016-02-20"}, {"after": "2016-02-20"}, {"after": "2016-02-25"},
        {"before": "2016-03-05"}, {"on_or_before": "2016-03-05"}, {"present": "no"},
    ],
    "begins_at": [
        {"on_or_after": "2016-02-29T08:00"}, {"after": "2016-02-29"}, {"after": "2016-02-29T06:00"}, {"present": "yes"},
        {"on_or_before": "2016-02-29"}, {"before": "2016-02-29T12:30"}, {"before": "2016-03-02"},
        {"on_or_after": {"column": "start_on"}}, {"after": {"column": "start_on"}},
    ],
    "from_time": [{"before": "12:30"}, {"before": "12:30:00"}, {"on_or_before": "12:30"}, {"after": "08:00"}],
    "held": ["yes", True, "no", {"present": "yes"}],
}  # fmt: skip
NAMED_PERIODS = [
    "day",
    "working-day",
    "week",
    "fortnight",
    "month",
    "quarter",
    "half-year",
    "P7D",
    "P10D",
    "P14D",
    "P1M",
    "term",
]
SEASONS = [
    {"from": "03-01", "to": "10-31"}, {"from": "04-05", "to": "05-31"}, {"from": "04-10", "to": "05-20"},
    {"from": "10-15", "to": "03-10"}, {"from": "11-01", "to": "02-28"},
]  # fmt: skip
SEASONAL = ["day", "working-day", "week", "fortnight", "month", "season"]
CUT = st.sampled_from([None, "pro-rata", "full"])
PERCENTS = st.sampled_from(["50%", "66%", "80%", "99%", "100%"])
REACHES = st.one_of(LENGTHS, st.sampled_from(["P0D", "P2D", "P5D", "P9D", "P14D", "unlimited"]))
MATCHES = st.sampled_from([None, "ref", "case_no", {"ref": "case_no"}, {"ref": "ref", "town": "town"}])


@st.composite
def single_tests(draw) -> dict:
    column = draw(st.sampled_from(list(TESTS)))
    return {column: draw(st.sampled_from(TESTS[column]))}


@st.composite
def conditions(draw) -> dict:
    """One to three conditions, some of them in groups; often two of the same column in two wordings."""
    found: dict = {}
    for _ in range(draw(st.integers(0, 2))):
        found |= draw(single_tests())
    if not found or draw(st.integers(1, 4)) == 4:
        found["any"] = draw(st.lists(single_tests(), min_size=1, max_size=2))
    return found


@st.composite
def related(draw, old: dict | None) -> dict | None:
    """Conditions that have something in common with others: a test more, a test less, another test of the same column."""
    if not old or draw(st.integers(1, 5)) == 5:
        return draw(st.one_of(st.none(), conditions()))
    new = deepcopy(old)
    columns = [column for column in new if column != "any"]
    way = draw(st.sampled_from(["more", "less", "other", "other", "group"]))
    if way == "more":
        new |= draw(single_tests())
    elif way == "less":
        new.pop(draw(st.sampled_from(list(new))))
    elif way == "other" and columns:
        column = draw(st.sampled_from(columns))
        new[column] = draw(st.sampled_from(TESTS.get(column, ["x"])))
    else:
        groups = list(new.get("any", []))
        new["any"] = [*groups, draw(single_tests())] if draw(st.booleans()) or not groups else groups[1:]
    return {key: value for key, value in new.items() if value} or None


# ---------------------------------------------------------------- one key in another wording


def set_(rule: Rule, key: str, value: Any) -> Rule:
    """The rule with another value at a key with dots; None takes it away."""
    new = deepcopy(rule)
    *above, last = key.split(".")
    at = new
    for name in above:
        at = at.setdefault(name, {})
    if value is None:
        at.pop(last, None)
    else:
        at[last] = value
    return new


def get(rule: Rule, key: str) -> Any:
    for name in key.split("."):
        rule = (rule or {}).get(name)  # type: ignore[assignment]
    return rule


@st.composite
def reworded(draw, rule: Rule, keys: dict[str, Any]) -> Rule:
    """The rule with one of some keys in another wording."""
    key = draw(st.sampled_from(list(keys)))
    values, now = keys[key], get(rule, key)
    return set_(rule, key, draw((values(now) if callable(values) else values).filter(lambda value: value != now)))


def rows_keys(above: str = "") -> dict[str, Any]:
    return {
        f"{above}activity": st.sampled_from(["act", "other", ["act", "other"]]),
        f"{above}where": related,
        f"{above}one_per": st.sampled_from([None, "case_no", "ref"]),
        f"{above}for_each": st.sampled_from(
            [None, {"town": "towns"}, {"town": "towns", "who": "officers"}, {"size": "sizes"}]
        ),
        f"{above}dated": st.sampled_from([None, "date", "done_on"]),
    }


@st.composite
def other_bounds(draw, rule: Rule, most: int) -> Rule:
    number = st.one_of(st.none(), st.integers(0, most))
    new = deepcopy(rule)
    if draw(st.booleans()):
        key = draw(st.sampled_from(["at_least", "at_most", "exactly"]))
        new.pop(key, None)
        value = draw(number)
        return new if value is None else {**new, key: value}
    for key in ("at_least", "at_most", "exactly"):
        new.pop(key, None)
    low = draw(st.integers(0, most))
    return new | draw(
        st.sampled_from([{"at_least": low}, {"at_most": low}, {"exactly": low}, {"at_least": low, "at_most": low + 1}])
    )


@st.composite
def other_period(draw, rule: Rule) -> Rule:
    """Another period, season or both, with bounds in proportion or not."""
    new = deepcopy(rule)
    if draw(st.booleans()):
        new["per"] = draw(st.sampled_from(NAMED_PERIODS))
    if new.get("per") in SEASONAL and draw(st.integers(1, 3)) == 3:
        new["season"] = draw(st.sampled_from([*SEASONS, None]))
    if new.get("per") not in SEASONAL or new.get("season") is None:
        new.pop("season", None)
    return draw(other_bounds(new, 8)) if draw(st.booleans()) else new


def wordings(kind: str, rule: Rule) -> st.SearchStrategy[Rule]:
    """Rules that differ from this one in a key, or in keys that belong together."""
    rows = rows_keys() | {"excuse": st.sampled_from([None, "reason", "who"])}
    own: dict[str, Any] = {}
    ways: list[st.SearchStrategy[Rule]] = []
    if kind == "count":
        own = {
            "cut_periods": CUT,
            "measure": st.sampled_from([None, {"sum": "size"}, {"sum": "cost"}, {"distinct": "town"}]),
        }
        ways = [other_bounds(rule, 4), other_period(rule), other_period(rule)]
    elif kind == "level":
        own = {"cut_periods": CUT, "per": st.sampled_from([None, *NAMED_PERIODS])}
        ways = [other_bounds(rule, 4), other_period(rule)]
    elif kind == "gap":
        own = {"at_most": LENGTHS, "from": st.sampled_from([None, "term", "first-row"])}
    elif kind == "deadline":
        due = rule["due"]
        if "done" in rule:
            own = {"done": st.sampled_from(["done_on", "begins_at", ["done_on", "end_on"], ["done_on", "begins_at"]])}
            own["due"] = st.one_of(
                st.just({"column": "due_on"}), st.just("unlimited"),
                LENGTHS.map(lambda length: {"within": length, "after": {"column": "start_on"}}),
                LENGTHS.map(lambda length: {"within": length, "after": {"column": "due_on"}}),
            )  # fmt: skip
            if isinstance(due, dict) and "within" in due:
                own["due.within"] = LENGTHS
        else:
            day = st.integers(-40, 80).map(lambda n: date(2016, 1, 15) + timedelta(days=n))
            month_day = day.map(lambda d: "02-28" if (d.month, d.day) == (2, 29) else f"{d:%m-%d}")
            own["due"] = st.one_of(
                st.fixed_dictionaries({"yearly": month_day, "opens": month_day}),
                st.fixed_dictionaries({"yearly": month_day}),
                day.map(lambda d: {"on": d.isoformat()}),
                LENGTHS.map(lambda length: {"within": length, "after": "term"}),
            )
            if "opens" in due:
                own |= {"due.yearly": month_day, "due.opens": month_day}
    elif kind == "notice":
        own = {"at_least": LENGTHS}
    elif kind == "approval":
        own = {"by": st.sampled_from(["officers", ["Clerk", "Somebody"], ["Clerk", "Head of  Scrutiny", "Somebody"]])}
        if "clearance" in rule:
            own |= rows_keys("clearance.") | {"clearance.match": MATCHES}
    elif kind == "companion":
        number = st.one_of(st.none(), st.integers(0, 3))
        own = rows_keys("needs.") | {
            "needs.at_least": number, "needs.at_most": number, "match": MATCHES, "within.before": REACHES,
            "within.after": REACHES, "reuse": st.booleans(),
        }  # fmt: skip
    elif kind == "every":
        own = {
            "must": related, "at_least": PERCENTS, "per": st.sampled_from([None, *NAMED_PERIODS]), "cut_periods": CUT,
            "season": st.sampled_from([None, *SEASONS]),
        }  # fmt: skip
    elif kind == "cover":
        own["hours"] = st.lists(
            st.fixed_dictionaries(
                {"from": st.sampled_from(["08:00", "00:00", "10:00"]), "to": st.sampled_from(["18:00", "12:30", "06:00", "24:00"])},
                optional={"days": st.sampled_from(["every-day", "weekdays", "weekends", ["monday"]]), "holidays": st.sampled_from(["included", "excluded"])},
            ),
            min_size=1,
            max_size=2,
        )  # fmt: skip
    elif kind == "sample":
        own = {
            "margin": st.sampled_from([None, "3%", "5%", "30%"]), "confidence": st.sampled_from(["90%", "95%", "99%"]),
            "at_least": st.sampled_from([None, 3, 10, 1068]), "population": st.sampled_from([None, "cost"]),
        }  # fmt: skip
    return st.one_of(reworded(rule, rows), *([reworded(rule, own)] * 2 if own else []), *ways).map(tidied)


def tidied(rule: Rule) -> Rule:
    """The rule with a season only beside a period that can have one."""
    if rule.get("per") not in SEASONAL:
        return set_(rule, "season", None)
    return rule if rule["per"] != "season" or "season" in rule else set_(rule, "season", SEASONS[0])


# ---------------------------------------------------------------- wordings and a log


@dataclass
class Wording:
    """A rule, with the values of the lists that it names."""

    rule: Rule
    lists: dict[str, list[str]]

    @cached_property
    def read(self) -> Any:
        """The rule as it is read from a file, None where it cannot be written so."""
        try:
            return RULES.validate_python(self.rule)
        except ValidationError:
            return None


@dataclass
class Example:
    """One obligation in several wordings, and what they are judged on."""

    wordings: list[Wording]
    agreement: dict[str, Any]
    log: str
    window: tuple[str, str]
    as_of: str | None

    def setting(self) -> str:
        """Everything but the wordings, for a reader of a failure."""
        term, calendar = self.agreement["term"], self.agreement["calendar"]
        return f"term {term}, calendar {calendar}, window {self.window}, as_of {self.as_of}\n{self.log}"


# All pairs of them are compared, and judging one more takes less time than reading another log.
WORDINGS = 12
# Kinds that count from before the window: a row from before the term would be where the first gap begins.
BACKWARD = ("gap",)


@st.composite
def examples(draw, kind: str) -> Example:
    """A rule of a kind and other wordings of it on a whole log: it begins with the term, and all of it is under review."""
    agreement, log, _, as_of, _ = draw(agreements_and_logs(kind))
    obligation = agreement["obligations"][0]
    rule = obligation["rule"] if "rule" in obligation else obligation["readings"][0]["rule"]
    lists = {
        name: draw(st.sampled_from(values)) if draw(st.booleans()) else LISTS[name] for name, values in NAMED.items()
    }
    lists["none"] = ["Chester"]  # left open by other tests
    for key in ("where", "dated", "one_per", "for_each", "cut_periods"):
        # What selects rows comes in with a new wording more often than it is there before, so that rows are selected.
        if not isinstance(rule.get(key), dict) or key != "dated":
            rule = set_(rule, key, None) if draw(st.booleans()) else rule
    found = [Wording(rule, lists)]
    for _ in range(WORDINGS):
        # Mostly one key differs from the first wording, and sometimes one more from the one before.
        before = found[-1] if draw(st.integers(1, 3)) == 3 else found[0]
        named = [name for name in NAMED if f"'{name}'" in str(before.rule)]
        if named and draw(st.integers(1, 4)) == 4:
            name = draw(st.sampled_from(named))
            new = Wording(before.rule, before.lists | {name: draw(st.sampled_from(NAMED[name]))})
        else:
            new = Wording(draw(wordings(kind, before.rule)), before.lists)
        found += [new] if new.read else []
    if draw(st.booleans()):
        # In a short log each row matters.
        header, *rows = log.splitlines(keepends=True)
        kept = draw(st.sets(st.integers(0, max(len(rows) - 1, 0)), max_size=4))
        log = "".join([header, *(row for i, row in enumerate(rows) if i in kept)])
    starts = date.fromisoformat(agreement["term"]["starts"])
    if kind in BACKWARD:
        starts -= timedelta(days=60)
        agreement["term"]["starts"] = starts.isoformat()
    last = starts + timedelta(days=draw(st.sampled_from([400, 90, 20, 5])))
    if kind == "cover" and log.count("\n") > 1 and draw(st.booleans()):
        # Nobody covers every day of a term by chance: a day or two on which somebody did.
        starts = max(
            starts, date.fromisoformat(draw(st.sampled_from(re.findall(r"^\d{4}-\d\d-\d\d", log, re.MULTILINE))))
        )
        last = starts + timedelta(days=draw(st.integers(0, 1)))
    return Example(found, agreement, log, (starts.isoformat(), last.isoformat()), as_of)
