"""The example log of Leicestershire 2013-14: decisions in which the public had a part, and the faults in them."""

from __future__ import annotations

from example_logs.faults import Edit, Fault, Keep, row
from example_logs.making import Log

# Day, the public's part, title.
DECISIONS = [
    ("2013-07-22", "consulting", "Priorities for neighbourhood teams"),
    ("2013-08-19", "involving", "Opening hours of front desks"),
    ("2013-09-30", "collaborating", "Grants for youth work"),
    ("2013-10-21", "empowering", "Small grants in one neighbourhood"),
    ("2013-11-25", "involving", "Speed watch"),
    ("2013-12-02", "consulting", "Mounted patrols"),
    ("2014-01-27", "collaborating", "Restorative justice scheme"),
    ("2014-02-10", "empowering", "Cameras on an estate"),
    ("2014-02-24", "involving", "Precept"),
    ("2014-03-24", "consulting", "Custody visits"),
]


def make(log: Log) -> None:
    """The decisions in which the public had a part, and what led up to them."""
    for n, (on, level, title) in enumerate(DECISIONS, 1):
        ref = f"DEC-{n:02}"
        cells: dict[str, object] = {"responses_considered_on": -6, "level": level}
        if level == "involving":
            cells |= {"joint_consideration_on": -12, "influence_told_on": 17}
        if level == "collaborating":
            cells |= {"alternatives_with_public": "yes", "solution_with_public": "yes"}
        if level == "empowering":
            cells |= {"public_voice": "yes"}
        log.add(on, "public_decision", title, ref, **cells)
    for on, met_with, ref in (
        ("2013-07-30", "public", "DEC-02"),
        ("2013-10-29", "public", "DEC-05"),
        ("2014-02-04", "public", "DEC-09"),
        ("2013-09-12", "community representatives", "DEC-03"),
        ("2013-09-19", "those affected", "DEC-03"),
        ("2013-12-12", "community representatives", "DEC-07"),
        ("2014-01-16", "those affected", "DEC-07"),
    ):
        log.add(on, "face_to_face_meeting", f"Meeting with {met_with}", met_with=met_with, belongs_to=ref)
    for on, title, ref in (
        ("2013-09-12", "Grants for small clubs too", "DEC-03"),
        ("2013-09-19", "A young person on the jury", "DEC-03"),
        ("2013-12-12", "Training for volunteers", "DEC-07"),
        ("2014-01-16", "A room outside the police station", "DEC-07"),
    ):
        log.add(on, "community_recommendation", title, taken_up="yes", belongs_to=ref)


# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    row(
        "responses-considered", "breached", "four days after the decision",
        Edit("public_decision", "2013-12-01", {"responses_considered_on": 4}),
    ),
    row(
        "joint-consideration", "breached", "after the decision",
        Edit("public_decision", "2013-11-25", {"joint_consideration_on": 3}),
    ),
    row(
        "influence-told", "breached", "not told by the end of the year",
        Edit("public_decision", "2014-02-24", {"influence_told_on": ""}),
    ),
    row(
        "involving-dialogue", "shortfall", "no meeting before the decision",
        Edit("public_decision", "2013-08-19"), Keep("face_to_face_meeting", 0, {"belongs_to": "DEC-02"}),
    ),
    row(
        "collaborating-aspects", "breached", "alternatives drawn up in the office",
        Edit("public_decision", "2013-09-30", {"alternatives_with_public": "no"}),
    ),
    row(
        "collaborating-dialogue", "breached", "those affected were not met",
        Edit("public_decision", "2014-01-27"),
        Keep("face_to_face_meeting", 0, {"belongs_to": "DEC-07", "met_with": "those affected"}),
    ),
    row(
        "community-recommendations", "breached", "left aside, no reason",
        Edit("community_recommendation", "2013-12-12", {"taken_up": "no"}),
    ),
    row(
        "community-recommendations", "excused", "left aside, with a reason",
        Edit("community_recommendation", "2014-01-16", {"taken_up": "no", "not_taken_up_reason": "no such room"}),
    ),
    row(
        "public-voice", "breached", "decided in the office",
        Edit("public_decision", "2014-02-10", {"public_voice": "no"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`joint-consideration` and others", "the year", "by reading", "who has a part in which decision is not said"),
]
# fmt: on
