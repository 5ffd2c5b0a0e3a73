"""The example log of Durham, second part: co-operation, the six principles, protocols and differences."""

from __future__ import annotations

from example_logs.durham import YEAR_13, YEAR_14, earlier
from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import (
    THEMES,
    Log,
    dates,
    day,
)

SIDES = ("Commissioner", "Panel")
PRINCIPLES = ("evidence", "respect", "public interest", "capacity", "ethics", "objectives")


def make(log: Log) -> None:
    """Two years of working together."""
    rng = log.random("themes")
    for year in (2013, 2014):
        review = f"AGRR-{year + 1}-001"
        for n, principle in enumerate(PRINCIPLES):
            log.add(
                f"{year + 1}-01-{(13, 14, 15)[n % 3]}", "self_assessment", f"How we did: {principle}", principle=principle,
                review=review,
            )  # fmt: skip
        for on, aim, authorities in (
            ("06-04", "crime", "Probation service"),
            ("10-22", "anti-social behaviour", "Fire and rescue service"),
            (f"11-{26 if year == 2013 else 25}", "criminal justice", "Youth offending service"),
        ):
            log.add(f"{year}-{on}", "joint_work", f"Joint work on {aim}", aim=aim, authorities=authorities)
        for on, kind in (("07-16", "monitoring"), ("10-29", "evaluation"), ("12-17", "review")):
            log.add(f"{year}-{on}", "work_review", f"{kind.capitalize()} of the common work", review_kind=kind)
        for on, horizon, controversial in (
            ("05-21", "short term", "no"),
            ("09-24", "long term", "yes"),
            ("11-12", "short term", "yes"),
        ):
            log.add(
                f"{year}-{on}", "issue_taken_up", f"Issue: {rng.choice(THEMES)}", horizon=horizon,
                controversial=controversial, addressed_how="joint workshop, then a plan",
            )  # fmt: skip
        for n, side in enumerate(SIDES):
            when = dates(f"{year}-07-23 {year}-11-05")[n]
            log.add(when, "community_report", f"What was achieved: {side}", side=side)
            log.add(earlier(when, 35), "training", "Scrutiny and governance", side=side)
            log.add(earlier(when, 14), "feedback", f"Feedback from the {side}", side=side)
            for by in (50, 7):
                log.add(earlier(when, by), "challenge", f"Question on {rng.choice(THEMES)}", side=side)
    for n, when in enumerate(dates("2013-07-09 2013-11-19 2014-01-28 2014-05-13 2014-10-07 2015-02-17")):
        log.add(
            when, "decision", f"Decision on {rng.choice(THEMES)}", side=SIDES[n % 3 == 2],
            based_on="Analysis and options paper", published_on=3 if when.weekday() < 2 else 1,
            consulted_on=earlier(when, 28), information_shared_on=earlier(when, 21),
        )  # fmt: skip
    for n, when in enumerate(dates("2013-06-27 2013-09-19 2014-06-26 2015-02-05")):
        log.add(
            when, "performance_claim", f"Progress on {rng.choice(THEMES)}", side=SIDES[n % 2],
            based_on="Recorded crime and survey figures",
        )  # fmt: skip
    for when, what in zip(
        dates("2013-05-14 2013-10-01 2014-06-10 2014-12-09"),
        ("Funding falls", "Data are lost", "A partner withdraws", "Staff leave"),
        strict=True,
    ):
        log.add(when, "risk", what, owner="Chief Executive", response="reviewed every quarter")
    for subject in ("democratic accountability", "whistleblowing"):
        log.add("2013-03-21", "arrangement", f"Arrangement for {subject}", subject=subject, ended_on="")
    for when in dates("2013-07-02 2014-10-14"):
        log.add(when, "conflict_of_interest", "Interest in a contract", declared_on=0, addressed_how="left the room")
    for when in dates("2013-06-28 2013-09-20 2014-02-07 2014-06-27 2014-09-19 2015-03-10"):
        done = "" if when == day("2015-03-10") else 35
        log.add(
            when, "agreed_action", f"Action on {rng.choice(THEMES)}", task="write a joint note", owner="Chief Executive",
            time_limit="six weeks", due_on=42, done_on=done,
        )  # fmt: skip
    for on, matter in (("2013-10-01", "complaints"), ("2014-04-01", "hearings"), ("2014-10-01", "information sharing")):
        log.add(
            on, "further_protocol", f"Procedure for {matter}",
            commissioner_agreed_on=earlier(day(on), 14), panel_agreed_on=earlier(day(on), 12),
        )  # fmt: skip
    for on, referred in (
        ("2013-05-21", "2013-06-27"),
        ("2013-12-03", "2014-02-06"),
        ("2014-07-15", "2014-09-18"),
        ("2014-11-18", ""),
    ):
        ref = log.add(on, "difference", "Dispute over a report", handled_under="Agreed procedure")
        log.add(earlier(day(on), -9), "officer_attempt", "Officers met", ref)
        if referred:
            log.add(
                referred, "difference_referred", "Dispute before the Panel", ref,
                chair_consulted_on=earlier(day(referred), 10), commissioner_consulted_on=earlier(day(referred), 9),
            )  # fmt: skip


# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period(
        "joint-work", "breached", YEAR_13, "on criminal justice, no other authority took part",
        Edit("joint_work", "2013-11-01", {"authorities": ""}), group="criminal justice",
    ),
    period(
        "self-measurement", "breached", YEAR_14, "one of six principles was left out",
        Keep("self_assessment", 0, {"principle": "capacity"}), group="capacity",
    ),
    period(
        "mutual-challenge", "breached", YEAR_14, "only the Panel asked",
        Keep("challenge", 0, {"side": "Commissioner"}), group="Commissioner",
    ),
    row("decisions-informed", "breached", "nothing says what it rests on", Edit("decision", "2014-01-01", {"based_on": ""})),
    row("decisions-published", "breached", "never made public", Edit("decision", "2014-05-01", {"published_on": ""})),
    row("claims-evidenced", "breached", "a claim and no figures", Edit("performance_claim", "2014-06-01", {"based_on": ""})),
    row("risks-managed", "breached", "nobody answers for it", Edit("risk", "2014-12-01", {"owner": ""})),
    period(
        "work-reviewed", "breached", YEAR_13, "no evaluation in the year",
        Keep("work_review", 0, {"review_kind": "evaluation"}), group="evaluation",
    ),
    period(
        "short-and-long-term", "breached", YEAR_14, "nothing for the long term",
        Keep("issue_taken_up", 0, {"horizon": "long term"}), group="long term",
    ),
    period(
        "outcomes-shown", "breached", YEAR_13, "the Panel told nobody; kept if one may speak for both",
        Keep("community_report", 0, {"side": "Panel"}), group="Panel",
    ),
    period(
        "skills", "breached", YEAR_14, "no session for the Panel",
        Keep("training", 0, {"side": "Panel"}), group="Panel",
    ),
    row("early-consultation", "breached", "four working days", Edit("decision", "2013-11-01", {"consulted_on": -6})),
    row("early-information", "breached", "the figures came afterwards", Edit("decision", "2014-10-01", {"information_shared_on": 2})),
    row(
        "difficult-issues", "breached", "raised, and left lying",
        Edit("issue_taken_up", "2013-11-01", {"addressed_how": ""}),
    ),
    period(
        "accountability-arrangement", "breached", YEAR_14, "ended in October, with nothing in its place",
        Edit("arrangement", "2013-03-01", {"ended_on": "2014-10-16"}, {"subject": "democratic accountability"}),
    ),
    period(
        "whistleblowing-mechanism", "breached", YEAR_13, "agreed at the end of June",
        Edit("arrangement", "2013-03-01", {"date": "2013-06-27"}, {"subject": "whistleblowing"}),
    ),
    row(
        "conflicts-declared", "breached", "declared, but nothing done",
        Edit("conflict_of_interest", "2014-10-01", {"addressed_how": ""}),
    ),
    period(
        "feedback", "breached", YEAR_13, "none from the Commissioner",
        Keep("feedback", 0, {"side": "Commissioner"}), group="Commissioner",
    ),
    row("actions-clear", "breached", "no day is set", Edit("agreed_action", "2014-02-01", {"due_on": "", "time_limit": ""})),
    row("actions-carried-out", "breached", "a week late", Edit("agreed_action", "2014-09-01", {"done_on": 49})),
    row(
        "further-protocols", "noted", "in use before the Panel had agreed",
        Edit("further_protocol", "2014-10-01", {"panel_agreed_on": 20}),
    ),
    row("differences-by-protocol", "breached", "settled by no procedure", Edit("difference", "2014-11-01", {"handled_under": ""})),
    row(
        "officers-attempt", "shortfall", "officers met when the Panel had the matter",
        Edit("difference_referred", "2014-02-01"), Edit("officer_attempt", "2013-12-01", {"date": "2014-02-11"}),
    ),
    row(
        "officers-first", "shortfall", "the Chair was not asked",
        Edit("difference_referred", "2014-09-01", {"chair_consulted_on": ""}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`actions-carried-out`", "2015-03-10", "pending", "not done, and due on 21 April"),
    ("`actions-carried-out`", "2014-02-07", "not judged", "no day is set for it: a fault of `actions-clear` alone"),
]
# fmt: on
