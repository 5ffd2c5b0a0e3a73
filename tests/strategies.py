"""Hypothesis strategies: small agreements that are valid by the language, and logs that fit them, more or less.

`agreements_and_logs(kind)` gives (agreement, log as CSV text, window, as_of, project). All dates lie around a
day on which calendars trip: a leap day, new year, Easter, the end of March, a change of the clocks.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from hypothesis import strategies as st

KINDS = [
    "count", "gap", "deadline", "notice", "approval", "companion",
    "every", "never", "level", "cover", "sample", "judgement",
]  # fmt: skip

EDGES = [
    date(2016, 2, 29),
    date(2016, 1, 1),
    date(2015, 4, 5),
    date(2015, 3, 29),
    date(2015, 10, 25),
    date(2015, 5, 31),
]

# The same columns for both activities, so that a rule may name either or both.
COLUMNS = {
    "town": "text", "who": "text", "case_no": "text", "reason": "text", "held": "yes-no", "size": "integer", "cost": "number",
    "done_on": "date", "due_on": "date", "start_on": "date", "end_on": "date", "begins_at": "datetime", "ends_at": "datetime",
    "from_time": "time", "to_time": "time",
}  # fmt: skip
LISTS = {"towns": ["Crewe", "Market Town"], "officers": ["Head of Scrutiny", "Clerk"], "sizes": ["3", "10"]}
TEXTS = {
    "town": ["Crewe", "crewe", " Crewe ", "Market  Town", "MARKET TOWN", "Chester"],
    "who": ["Clerk", "clerk ", "Head of  Scrutiny", "Somebody"],
    "case_no": ["A1", "A1 ", "a1", "B2", "C3"],
    "reason": ["ill", "flood, and more"],
}
NUMBERS = {"size": ["0", "1", "3", "9", "10", "1068"], "cost": ["0.1", "0.2", "0.5", "2", "-1.5", "10.0"]}
TIMES = ["00:00", "06:00", "08:00", "12:30", "18:00", "23:59"]
ANSWERS = ["yes", "yes", "no", "Yes", " no"]


def rarely(draw, one_in: int = 6) -> bool:
    return draw(st.integers(1, one_in)) == one_in


def maybe(draw, mapping: dict, key: str, values, one_in: int = 4) -> None:
    """Sets a key now and then."""
    if rarely(draw, one_in):
        mapping[key] = draw(values)


# ---------------------------------------------------------------- pieces of a rule

LENGTHS = st.sampled_from(
    [
        "P1D", "P7D", "P10D", "P2W", "P1M", "P1M3D",
        {"count": 1, "unit": "month"}, {"count": 1, "unit": "week"}, {"count": 5, "unit": "day"},
        {"count": 3, "unit": "clear-day"}, {"count": 5, "unit": "working-day"}, {"count": 3, "unit": "clear-working-day"},
    ]
)  # fmt: skip
SEASONS = st.sampled_from(
    [{"from": "03-01", "to": "10-31"}, {"from": "10-15", "to": "03-10"}, {"from": "04-05", "to": "05-31"}]
)
SEASONAL = ["day", "working-day", "week", "fortnight", "month", "season"]
PERIODS = ["day", "working-day", "week", "week", "fortnight", "month", "month", "quarter", "half-year", "year", "term",
           "P10D", "P3W", "P1M", "P2M", "P1Y"]  # fmt: skip

CONDITIONS = st.sampled_from(
    [
        {"town": "crewe"}, {"town": ["Crewe", "chester"]}, {"town": {"not_in": ["Chester"]}}, {"town": {"in": "towns"}},
        {"town": {"contains": "TOWN"}}, {"who": {"present": "no"}}, {"who": {"present": "yes"}}, {"held": "yes"},
        {"held": False}, {"size": {"at_least": 3}}, {"size": {"at_most": 9, "at_least": 1}}, {"cost": {"at_most": 0.2}},
        {"size": 10}, {"done_on": {"present": "yes"}}, {"done_on": {"on_or_before": {"column": "due_on"}}},
        {"done_on": {"before": {"column": "date"}}}, {"due_on": {"after": {"column": "start_on"}}},
        {"begins_at": {"on_or_after": {"column": "start_on"}}}, {"ends_at": {"after": {"column": "begins_at"}}},
        {"cost": {"at_least": {"column": "size"}}}, {"town": {"is": {"column": "who"}}}, {"town": {"not_in": {"column": "who"}}},
        {"done_on": {"on_or_after": "2016-02-29"}}, {"from_time": {"before": "12:30"}},
        {"any": [{"town": "Crewe"}, {"held": "no", "size": {"at_least": 3}}]},
        {"any": [{"who": "clerk"}, {"done_on": {"on_or_before": {"column": "due_on"}}}], "held": "yes"},
    ]
)  # fmt: skip


@st.composite
def conditions(draw, most: int = 2) -> dict:
    """One or two conditions, all of which must hold."""
    found: dict = {}
    for _ in range(draw(st.integers(1, most))):
        found |= draw(CONDITIONS)
    return found


GROUPS = st.sampled_from(
    [{"town": "towns"}] * 4 + [{"town": "towns", "who": "officers"}, {"town": "none"}, {"size": "sizes"}]
)


@st.composite
def choosers(draw, dated=("done_on",), groups: bool = True) -> dict:
    """Which rows: activity, where, dated, one_per, for_each."""
    chosen: dict = {"activity": draw(st.sampled_from(["act", "act", ["act", "other"]]))}
    maybe(draw, chosen, "where", conditions(), 3)
    maybe(draw, chosen, "dated", st.sampled_from(dated), 7)
    maybe(draw, chosen, "one_per", st.sampled_from(["case_no", "ref"]), 7)
    if groups:
        maybe(draw, chosen, "for_each", GROUPS, 5)
    maybe(draw, chosen, "excuse", st.just("reason"), 4)
    return chosen


def _per(draw, rule: dict, periods: list[str]) -> None:
    rule["per"] = draw(st.sampled_from(periods))
    if rule["per"] in SEASONAL and rarely(draw, 4):
        rule["season"] = draw(SEASONS)
    if rarely(draw, 12):
        rule["season"], rule["per"] = draw(SEASONS), "season"


# ---------------------------------------------------------------- one rule of each kind


@st.composite
def count_rules(draw) -> dict:
    rule = {"kind": "count", **draw(choosers())}
    _per(draw, rule, PERIODS)
    low = draw(st.integers(0, 3))
    rule |= draw(
        st.sampled_from([{"at_least": low or 1}, {"at_least": low or 1}, {"at_most": low}, {"exactly": low}, {"at_least": low, "at_most": low + 1}])
    )  # fmt: skip
    if rule["per"] != "term":
        maybe(draw, rule, "cut_periods", st.sampled_from(["pro-rata", "full"]), 3)
    maybe(
        draw,
        rule,
        "measure",
        st.sampled_from([{"sum": "size"}, {"sum": "cost"}, {"distinct": "town"}, {"distinct": "size"}]),
        4,
    )
    return rule


@st.composite
def gap_rules(draw) -> dict:
    rule = {"kind": "gap", **draw(choosers()), "at_most": draw(LENGTHS)}
    maybe(draw, rule, "from", st.sampled_from(["term", "first-row"]), 2)
    return rule


def _month_day(draw, starts: date, least: int, most: int) -> str:
    """A month and day that every year has, so many days after the term's start."""
    day = starts + timedelta(days=draw(st.integers(least, most)))
    return "02-28" if (day.month, day.day) == (2, 29) else f"{day:%m-%d}"


@st.composite
def deadline_rules(draw, starts: date) -> dict:
    rule = {"kind": "deadline", **draw(choosers(dated=("start_on",)))}
    if draw(st.booleans()):
        way = draw(st.sampled_from(["yearly", "yearly", "opens", "on", "within"]))
        if way == "on":
            rule["due"] = {"on": _moved(draw, starts, 5, 50)}
        elif way == "within":
            rule["due"] = {"within": draw(LENGTHS), "after": "term"}
        else:
            rule["due"] = {"yearly": _month_day(draw, starts, -10, 50)}
            if way == "opens":
                rule["due"]["opens"] = _month_day(draw, starts, -40, 60)
        return rule
    rule["done"] = draw(st.sampled_from(["done_on", "done_on", "begins_at", ["done_on", "end_on"]]))
    rule["due"] = draw(
        st.one_of(
            st.just({"column": "due_on"}), st.just({"column": "ends_at"}), st.just("unlimited"),
            LENGTHS.map(lambda length: {"within": length, "after": {"column": "start_on"}}),
            LENGTHS.map(lambda length: {"within": length, "after": {"column": "date"}}),
        )
    )  # fmt: skip
    return rule


@st.composite
def notice_rules(draw) -> dict:
    rule = {"kind": "notice", **draw(choosers(dated=("start_on",))), "at_least": draw(LENGTHS)}
    rule["given"] = draw(st.sampled_from(["done_on", "start_on", "begins_at"]))
    maybe(draw, rule, "event", st.sampled_from(["due_on", "end_on", "ends_at"]), 2)
    return rule


@st.composite
def approval_rules(draw) -> dict:
    rule = {"kind": "approval", **draw(choosers(dated=("start_on",))), "by": "officers", "approver": "who"}
    if draw(st.booleans()):
        rule["approved_on"] = draw(st.sampled_from(["done_on", "begins_at"]))
        return rule
    rule["activity"] = "act"
    match = draw(st.sampled_from(["ref", "case_no", {"ref": "case_no"}]))
    rule["clearance"] = {"activity": "other", "match": match}
    maybe(draw, rule, "approved_on", st.just("done_on"), 2)
    return rule


@st.composite
def companion_rules(draw) -> dict:
    rule = {"kind": "companion", **draw(choosers(dated=("start_on",))), "activity": "act"}
    needs: dict = {"activity": "other"}
    maybe(draw, needs, "where", conditions(1), 6)
    maybe(draw, needs, "for_each", st.just({"town": "towns"}), 6)
    maybe(draw, needs, "dated", st.sampled_from(["done_on", {"from": "start_on", "to": "end_on"}]), 5)
    needs |= draw(
        st.sampled_from([{}, {}, {}, {"at_least": 2}, {"at_most": 1}, {"at_most": 0}, {"at_least": 1, "at_most": 2}])
    )
    rule["needs"] = needs
    maybe(draw, rule, "match", st.sampled_from(["ref", "case_no", {"ref": "case_no"}]), 3)
    side = st.one_of(LENGTHS, LENGTHS, st.just("P0D"), st.just("unlimited"))
    if not isinstance(needs.get("dated"), dict) and not rarely(draw, 5):
        rule["within"] = draw(
            st.one_of(
                st.fixed_dictionaries({"before": side}), st.fixed_dictionaries({"after": side}),
                st.fixed_dictionaries({"before": side, "after": side}),
            )
        )  # fmt: skip
    maybe(draw, rule, "reuse", st.just(True), 4)
    return rule


@st.composite
def every_rules(draw) -> dict:
    rule = {"kind": "every", **draw(choosers()), "must": draw(conditions())}
    if draw(st.booleans()):
        rule["at_least"] = draw(st.sampled_from(["50%", "66%", "67%", "80%", "100%"]))
        if rule["at_least"] != "100%" and draw(st.booleans()):
            rule["per"] = draw(st.sampled_from(["week", "month", "quarter", "P10D"]))
    return rule


@st.composite
def never_rules(draw) -> dict:
    rule = {"kind": "never", **draw(choosers())}
    if draw(st.booleans()):
        rule["where"] = draw(conditions())
    return rule


@st.composite
def level_rules(draw) -> dict:
    rule = {"kind": "level", **draw(choosers())}
    if draw(st.booleans()):
        rule["value"] = draw(st.sampled_from(["size", "cost"]))
    else:
        rule["dated"] = draw(st.sampled_from([{"from": "start_on", "to": "end_on"}, {"from": "date", "to": "due_on"}]))
    level = draw(st.integers(0, 3))
    rule |= draw(
        st.sampled_from(
            [
                {"at_least": level or 1},
                {"at_most": level},
                {"exactly": level},
                {"at_least": level, "at_most": level + 7},
            ]
        )
    )
    if draw(st.booleans()):
        rule["per"] = draw(st.sampled_from(["day", "week", "month", "quarter", "P10D"]))
    return rule


@st.composite
def cover_rules(draw) -> dict:
    rule = {"kind": "cover", **draw(choosers(groups=rarely(draw, 3)))}
    rule["starts"], rule["ends"] = draw(
        st.sampled_from([("begins_at", "ends_at"), ("begins_at", "ends_at"), ("from_time", "to_time")])
    )
    hours = st.fixed_dictionaries(
        {
            "from": st.sampled_from(["08:00", "00:00", "20:00"]),
            "to": st.sampled_from(["18:00", "24:00", "06:00", "12:30"]),
        },
        optional={
            "days": st.sampled_from(["every-day", "weekdays", "weekends", ["monday", "sunday"]]),
            "holidays": st.sampled_from(["included", "excluded"]),
        },
    )
    rule["hours"] = draw(st.lists(hours, min_size=1, max_size=2))
    if not rarely(draw, 3):
        # All-day rows are short of nothing only now and then; ask little of most.
        rule["hours"] = [{"days": draw(st.sampled_from(["weekdays", "every-day"])), "from": "08:00", "to": "12:30"}]
    return rule


@st.composite
def sample_rules(draw) -> dict:
    rule = {"kind": "sample", **draw(choosers()), "responses": "size"}
    rule |= draw(
        st.sampled_from(
            [
                {"at_least": 9},
                {"margin": "3%"},
                {"margin": "3%", "confidence": "99%"},
                {"at_least": 3, "margin": "30%", "confidence": "90%"},
            ]
        )
    )
    return rule


@st.composite
def judgement_rules(draw) -> dict:
    rule: dict = {"kind": "judgement", "question": "Was it good enough?"}
    maybe(draw, rule, "evidence", st.just({"activity": "act"}), 2)
    if not rarely(draw, 4):
        _per(draw, rule, PERIODS)
        rule.pop("season", None) if rule["per"] != "season" else None
    return rule


def rules(kind: str, starts: date):
    """Rules of a kind for a term with this first day."""
    return {
        "count": count_rules(), "gap": gap_rules(), "deadline": deadline_rules(starts), "notice": notice_rules(),
        "approval": approval_rules(), "companion": companion_rules(), "every": every_rules(), "never": never_rules(),
        "level": level_rules(), "cover": cover_rules(), "sample": sample_rules(), "judgement": judgement_rules(),
    }[kind]  # fmt: skip


# ---------------------------------------------------------------- a log


# Long ones more often: a short log mostly leaves nothing to judge.
ROW_COUNTS = st.sampled_from([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 12, 10, 8, 6])


@st.composite
def logs(draw, starts: date) -> str:
    """A header and 0 to 12 rows, mostly of the rule's activity and mostly readable."""
    header = ["date", "activity", "ref", *COLUMNS]
    if rarely(draw, 40):
        header.remove(draw(st.sampled_from(["town", "who", "case_no", "size", "done_on", "due_on", "begins_at"])))
    rows = []
    for _ in range(draw(ROW_COUNTS)):
        day = starts + timedelta(days=draw(st.sampled_from([*range(41), *range(-12, 63)])))
        # The other dates of a row lie near its own, often on the same day: that is where rules have their edges.
        near = st.sampled_from([0, 0, 0, 0, 1, -1, 2, -2, -5, -7, 7, -8, 14, -14, -21, 30]).map(
            lambda n, day=day: (day + timedelta(days=n)).isoformat()
        )
        rows.append([day.isoformat() if column == "date" else _cell(draw, column, near) for column in header])
    for row in rows:
        spoiled = draw(st.integers(1, 40))
        if spoiled == 40:
            row[0] = "31/05/2015"
        elif spoiled == 39 and "size" in header:
            row[header.index("size")] = "a few"
        elif spoiled == 38:
            row.append("one cell too many")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def _cell(draw, column: str, days) -> str:
    if column == "activity":
        return draw(st.sampled_from(["act"] * 6 + ["other"] * 3 + ["something else"]))
    if column not in ("ref", "begins_at", "from_time", "to_time") and rarely(draw, 5):
        return ""
    if column == "ref":
        return draw(st.sampled_from(["A1", "A1", "B2", "B2", "C3", ""]))
    kind = COLUMNS[column]
    if kind == "text":
        return draw(st.sampled_from(TEXTS[column])) if column != "reason" or rarely(draw, 3) else ""
    if kind in ("integer", "number"):
        return draw(st.sampled_from(NUMBERS[column]))
    if kind == "time":
        return "" if rarely(draw, 8) else draw(st.sampled_from(TIMES))
    if kind == "yes-no":
        return draw(st.sampled_from(ANSWERS))
    if kind == "date":
        return draw(days)
    return "" if rarely(draw, 10) else draw(days) + "T" + draw(st.sampled_from(TIMES))


# ---------------------------------------------------------------- all together


def _moved(draw, day: date, least: int, most: int) -> str:
    return (day + timedelta(days=draw(st.integers(least, most)))).isoformat()


@st.composite
def waivers(draw, starts: date) -> dict:
    """A waiver of some days or of the period that starts on a day, mostly in force."""
    days = {"from": _moved(draw, starts, -5, 20), "to": _moved(draw, starts, 20, 60)}
    return {
        "agreement": "case", "obligation": "it", **draw(st.sampled_from([days, {"period": days["from"]}])),
        "reason": "It may pass.", "approved_by": "Somebody",
        "granted_on": _moved(draw, starts, -5, 30), "expires": draw(st.sampled_from([_moved(draw, starts, 30, 60), "2040-01-01"])),
    }  # fmt: skip


@st.composite
def agreements_and_logs(draw, kind: str):
    """(agreement, log_csv, window, as_of, project) for one obligation `it` of this kind."""
    edge = draw(st.sampled_from(EDGES))
    starts = edge - timedelta(days=draw(st.integers(0, 40)))
    term = {"starts": starts.isoformat()}
    if rarely(draw, 3):
        term["ends"] = _moved(draw, starts, 15, 90)
    calendar: dict = {}
    maybe(draw, calendar, "week_starts", st.sampled_from(["sunday", "saturday"]))
    maybe(draw, calendar, "year_starts", st.sampled_from(["01-01", "03-30", "06-01"]))
    maybe(draw, calendar, "anchor", st.integers(-20, 40).map(lambda n: (starts + timedelta(days=n)).isoformat()))
    maybe(draw, calendar, "holidays", st.just("none"))

    obligation: dict = {
        "id": "it", "clauses": ["1"], "title": "It", "says": "It.", "bearer": "a", "counterparty": "b",
        "force": draw(st.sampled_from(["must", "must", "should", "may"])),
    }  # fmt: skip
    if rarely(draw, 6):
        two = [draw(rules(kind, starts)), draw(rules(kind, starts))]
        obligation["readings"] = [
            {"id": f"r{i}", "label": f"Reading {i}", "rule": rule, "because": "The words allow it."}
            for i, rule in enumerate(two, 1)
        ]
    else:
        obligation["rule"] = draw(rules(kind, starts))
    if rarely(draw, 5):
        obligation["effective"] = {"from": _moved(draw, starts, -5, 12)}
        if draw(st.booleans()):
            obligation["effective"]["to"] = _moved(draw, starts, 25, 60)

    project: dict = {}
    if not rarely(draw, 4):
        project["records"] = ["act", "other"]
    if rarely(draw, 3):
        project["covers"] = {"from": _moved(draw, starts, -5, 10), "to": _moved(draw, starts, 20, 60)}
    if rarely(draw, 4):
        project["lists"] = {"none": ["Chester"]}
    if obligation["force"] != "may" and rarely(draw, 3):  # a may is never missed, so there is nothing to waive
        project["waivers"] = [draw(waivers(starts)) for _ in range(draw(st.integers(1, 2)))]
    first = _moved(draw, starts, -5, 8) if not rarely(draw, 4) else None
    last = _moved(draw, starts, 30, 60) if not rarely(draw, 4) else None
    as_of = _moved(draw, starts, 15, 65) if draw(st.booleans()) else None
    agreement = {
        "format": 1, "id": "case", "title": "Case", "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
        "term": term, "calendar": calendar, "lists": {**LISTS, "none": {"values": [], "supplied_by": "user"}},
        "activities": {code: {"title": code.title(), "columns": COLUMNS} for code in ("act", "other")},
        "obligations": [obligation], "clauses": [{"ref": "1", "holds": ["it"]}],
    }  # fmt: skip
    return agreement, draw(logs(starts)), (first, last), as_of, project
