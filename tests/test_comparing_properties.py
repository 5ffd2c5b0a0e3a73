"""What the comparison of two wordings says of them holds on every log: Hypothesis makes up both, the engine judges."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from mou_check.agreement import CalendarSettings, TermDates
from mou_check.model.orders import Difference, Order
from mou_check.model.results import ObligationResult
from mou_check.model.spans import Span
from mou_check.rules.base import Rule
from mou_check.rules.comparing import Side, Sides, paces
from mou_check.rules.comparing.keys import differences
from mou_check.rules.count import Count
from mou_check.rules.deadline import Deadline
from mou_check.rules.due import Due
from rewordings import Example, Wording, examples
from strategies import KINDS
from support import run_case

# As in test_properties.py: the same examples on every run, in short rounds with a seed each.
# To go looking for more: PROPERTY_ROUNDS=100 pytest tests/test_comparing_properties.py
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


@pytest.fixture(autouse=True)
def _years_of_the_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """All logs lie in these years; comparing periods of thirty would take longer than judging."""
    monkeypatch.setattr(paces, "_YEARS", Span(date(2014, 1, 1), date(2017, 12, 31)))


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


# Companions are given out: in a longer reach, or without a key, another row can take the one that served this row.
SHARED = {"companion": {"match", "within.before", "within.after", "needs.for_each"}}


def contradictions(example: Example) -> Iterator[str]:
    """What the verdicts on the log say against the orders of all pairs of wordings."""
    results = judged(example)
    for (a, old), (b, new) in combinations(zip(example.wordings, results, strict=False), 2):
        found = differing(example, a, b)
        order = Order.all_of(d.order for d in found)
        if not found or order is Order.OTHER or by_convention(a.read, b.read):
            continue
        by_item = not {d.key for d in found} & SHARED.get(a.read.kind, set())
        wrong = [] if order is Order.LOOSER else missed_though_kept(old, new, found, by_item=by_item)
        wrong += [] if order is Order.STRICTER else missed_though_kept(new, old, found, by_item=by_item)
        if wrong:
            told = ", ".join(f"{d.key} {d.order}" for d in found)
            yield f"{told}; {wrong}\nold {a} is {old.verdict}\nnew {b} is {new.verdict}"


def by_convention(old: Rule, new: Rule) -> bool:
    """Whether two rules have an order by convention alone, which some log may contradict.

    A year counts as 52 weeks or 26 fortnights. A yearly deadline without `opens` opens after its last due day, and an
    earlier due day counts as stricter all the same.
    """
    if isinstance(old, Count) and isinstance(new, Count):
        return "year" in (old.per, new.per) and bool({"week", "fortnight"} & {old.per, new.per})
    dues = [rule.due for rule in (old, new) if isinstance(rule, Deadline) and isinstance(rule.due, Due)]
    return len(dues) == 2 and all(due.yearly and not due.opens for due in dues)


def missed_though_kept(
    looser: ObligationResult, stricter: ObligationResult, found: list[Difference], *, by_item: bool
) -> list[Any]:
    """What is missed by the looser wording and kept by the stricter one, as a whole and (`by_item`) in each period and row.

    What is still open, or lacks data, says nothing. An excused miss is a miss, unless what excuses is itself what differs.
    """
    excusing = {d.key for d in found} == {"excuse"}
    kept = {"met", "not-due", *(["excused"] if excusing else [])}
    missed = {"breached", *([] if excusing else ["excused"])}
    wrong: list[Any] = ["as a whole"] if looser.verdict in missed and stricter.verdict in kept else []
    if by_item and (looser.periods or stricter.periods):
        good = {(p.from_, p.to, p.group) for p in stricter.periods if p.verdict in kept}
        wrong += [p for p in looser.periods if p.verdict in missed and (p.from_, p.to, p.group) in good]
    elif by_item and stricter.verdict != "no-data":
        # A row that is met, or of which nothing is asked, is no finding.
        bad = {f.row for f in stricter.findings if f.verdict not in kept}
        wrong += [f.row for f in looser.findings if f.row and f.verdict in missed and f.row not in bad]
    return wrong


def differing(example: Example, old: Wording, new: Wording) -> list[Difference]:
    """What the comparison says of two of the wordings."""
    calendar = CalendarSettings.model_validate(example.agreement["calendar"]).calendar()
    term = TermDates.model_validate(example.agreement["term"]).span
    lists = [{name: tuple(values) for name, values in each.lists.items()} for each in (old, new)]
    return list(differences(old.read, new.read, Sides(*(Side(each, calendar, term) for each in lists))))


def judged(example: Example) -> list[ObligationResult]:
    """Each wording judged, as obligations of one agreement; nothing where one of them cannot be loaded."""
    obligation = {"clauses": ["1"], "title": "It", "says": "It.", "bearer": "a", "force": "must"}
    numbered = list(enumerate(example.wordings))
    agreement = example.agreement | {
        "lists": {f"{i}-{name}": v for i, w in numbered for name, v in w.lists.items()},
        "obligations": [{**obligation, "id": f"w{i}", "rule": with_own_lists(w.rule, f"{i}-")} for i, w in numbered],
        "clauses": [{"ref": "1", "holds": [f"w{i}" for i, _ in numbered]}],
    }
    project = {"records": ["act", "other"]}
    result = run_case(agreement, example.log, window=example.window, as_of=example.as_of, project=project, today=TODAY)
    return [o for each in result.agreements for o in each.obligations]


def with_own_lists(value: Any, prefix: str, key: str | None = None) -> Any:
    """A rule that names the lists of its wording."""
    if isinstance(value, dict):
        return {k: with_own_lists(v, prefix, key if key == "for_each" else k) for k, v in value.items()}
    return prefix + value if key in ("in", "by", "for_each") and isinstance(value, str) else value
