"""The example log of Cambridgeshire's engagement strategy: every promise kept, and the faults then planted in it."""

from __future__ import annotations

from datetime import timedelta

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import Log, dates, day, office_day

# As the project file names them; the paper names none.
NEIGHBOURHOODS = [
    "Cambridge",
    "East Cambridgeshire",
    "Fenland",
    "Huntingdonshire",
    "Peterborough",
    "South Cambridgeshire",
]


def make(log: Log) -> None:
    """From the Board's meeting on the strategy to the end of the first whole financial year."""
    log.add("2016-06-23", "endorsement", "Joint Engagement Strategy endorsed", document="Joint Engagement Strategy")
    with_groups(log)
    with_the_public(log)
    in_neighbourhoods(log)
    openly(log)
    with_staff(log)
    boards(log)


def met(log: Log, when: str, by: str, principle: str, audience: str, title: str, **cells: str) -> None:
    """One engagement with people."""
    cells = {"proactive": "yes", "topic": "", "neighbourhood": ""} | cells
    log.add(when, "engagement", title, organisation=by, principle=principle, audience=audience, **cells)


def with_groups(log: Log) -> None:
    """In every quarter the three groups, and an evening of the Commissioner's office for everybody."""
    quarters = "2016-07-13 2016-10-12 2017-01-18 2017-04-12 2017-07-12 2017-10-11 2018-01-17"
    for when in dates(quarters):
        young, few = office_day(when), office_day(when + timedelta(20))
        vulnerable, evening = office_day(when + timedelta(34)), office_day(when + timedelta(48))
        met(log, f"{young}", "Constabulary", "Involve", "children and young people", "Workshop at a school")
        met(log, f"{few}", "Constabulary", "Listen", "underrepresented groups", "Visit to a community group")
        met(log, f"{vulnerable}", "Constabulary", "Respond", "vulnerable communities", "Answers at a day centre")
        met(log, f"{evening}", "OPCC", "Inform", "residents", "Evening with the Commissioner's office", proactive="no")


def with_the_public(log: Log) -> None:
    """Every year workers, visitors and victims, views on policing, and what came of the concerns people have."""
    for year in (2016, 2017):
        met(log, f"{year}-09-07", "Constabulary", "Inform", "workers", "Stall at a business park")
        met(log, f"{year}-09-14", "Constabulary", "Inform", "visitors", "Stall at the railway station")
        met(log, f"{year}-11-09", "OPCC", "Listen", "residents", "Survey on policing", topic="policing of the area")
        helping = "co-operation in preventing crime"
        met(log, f"{year}-11-16", "OPCC", "Listen", "residents", "Survey on helping the police", topic=helping)
        met(log, f"{year}-11-23", "OPCC", "Listen", "victims of crime", "Talk with victims")
    for on, title, acted, told in (
        ("2016-07-20", "Speeding outside a school", 58, 14),
        ("2016-10-05", "Bicycle thefts at the station", 85, 21),
        ("2017-01-25", "Hare coursing", 161, 20),
        ("2017-05-17", "Calls to 101 left waiting", 120, 16),
        ("2017-09-20", "Lorries at night", 42, 9),
        ("2018-02-14", "Parking at the hospital", 0, 0),
    ):
        done = (
            {"action_on": acted, "public_told_on": acted + told} if acted else {"action_on": "", "public_told_on": ""}
        )
        log.add(on, "public_concern", title, legitimate="yes", shared_with_other="yes", **done)
    log.add(
        "2016-11-30", "public_concern", "A wish to have a neighbour followed",
        legitimate="no", shared_with_other="yes", action_on="", public_told_on="",
    )  # fmt: skip


def in_neighbourhoods(log: Log) -> None:
    """Every year in each neighbourhood an hour of listening and a letter on its policing."""
    for year in (2016, 2017):
        for n, name in enumerate(NEIGHBOURHOODS):
            listened = office_day(day(f"{year}-09-19") + timedelta(28 * n))
            informed = office_day(day(f"{year}-08-03") + timedelta(36 * n))
            there = {"neighbourhood": name}
            views, policing = "crime and disorder in the neighbourhood", "policing in the neighbourhood"
            met(log, f"{listened}", "Constabulary", "Listen", "residents", f"Surgery, {name}", topic=views, **there)
            met(log, f"{informed}", "Constabulary", "Inform", "residents", f"Letter, {name}", topic=policing, **there)


def openly(log: Log) -> None:
    """Money and decisions, published."""
    for year in (2016, 2017):
        for month in ("07", "11"):
            for n, by in enumerate(("Constabulary", "OPCC")):
                when = office_day(day(f"{year}-{month}-{15 + n}"))
                log.add(when, "financial_publication", "Spending of the half-year", organisation=by)
    for on, by, published in (
        ("2016-07-06", "OPCC", 12), ("2016-10-19", "Constabulary", 27), ("2017-02-08", "OPCC", 9),
        ("2017-06-14", "Constabulary", 20), ("2017-11-15", "OPCC", 15), ("2018-03-21", "Constabulary", ""),
    ):  # fmt: skip
        log.add(on, "decision", "Decision on a contract", organisation=by, published_on=published)


def with_staff(log: Log) -> None:
    """Changes, and how staff heard of them and had a part in them."""
    for on, title in (
        ("2016-11-01", "Shared control room"),
        ("2017-06-05", "New shifts"),
        ("2018-01-15", "Move of an office"),
    ):
        change = log.add(on, "organisational_change", title)
        for days_before, purpose in ((40, "involve"), (19, "inform")):
            when = office_day(day(on) - timedelta(days_before))
            log.add(when, "staff_engagement", f"{title}: staff", for_change=change, purpose=purpose)


def boards(log: Log) -> None:
    """The two bodies, the risks, the plans and the actions."""
    for n, when in enumerate(dates("2016-07-07 2016-11-03 2017-03-09 2017-07-06 2017-11-02 2018-03-08")):
        log.add(
            when, "engagement_board_meeting", "Engagement Board", constabulary_represented="yes", opcc_represented="yes",
            chair="Temporary Chief Superintendent" if n < 3 else "Chief Superintendent", strategy_reviewed="yes",
        )  # fmt: skip
    for when in dates("2016-07-28 2016-09-29 2016-12-01 2017-02-23 2017-05-25 2017-08-24 2017-11-23 2018-02-22"):
        log.add(
            when, "working_group_meeting", "Working group", chair="Inspector", force_areas="4", opcc_represented="yes"
        )
    for on, title, stage in (
        ("2016-07-28", "Messages of the two contradict each other", "in place"),
        ("2016-07-28", "Rural residents are not reached", "in place"),
        ("2017-02-23", "Staff hear of changes from the press", "in development"),
        ("2017-08-24", "Surveys reach the same people again", "in development"),
    ):
        log.add(on, "engagement_risk", title, plan_stage=stage)
    for starts, ends, owner, kind in (
        ("2016-06-01", "2017-03-31", "Corporate Communications", "individual plan"),
        ("2017-04-01", "", "Corporate Communications", "individual plan"),
        ("2016-06-01", "2017-06-30", "OPCC", "individual plan"),
        ("2017-07-01", "", "OPCC", "individual plan"),
        ("2016-09-01", "", "Corporate Communications", "delivery plan"),
    ):
        log.add(
            office_day(day(starts)), "supporting_plan", f"{kind.capitalize()}, {owner}",
            owner=owner, plan_kind=kind, in_force_from=starts, in_force_to=ends,
        )  # fmt: skip
    for on, title in (
        ("2016-08-10", "Social media accounts for neighbourhoods"),
        ("2016-12-14", "Guide to talking with young people"),
        ("2017-04-26", "Shared diary of events"),
        ("2017-09-27", "Training for parish councils"),
        ("2018-02-07", "Review of the website"),
    ):
        log.add(on, "strategy_action", title, on_template="yes")


SECOND_YEAR = "2017-04-01..2018-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period(
        "both-engage", "breached", "2017-07-01..2017-09-30", "the Commissioner's office met nobody in the quarter",
        Keep("engagement", 0, {"organisation": "OPCC"}), group="OPCC",
    ),
    row(
        "wishes-into-action", "breached", "acted upon after more than six months",
        Edit("public_concern", "2017-05-17", {"action_on": 190, "public_told_on": 204}),
    ),
    period(
        "views-on-policing", "breached", SECOND_YEAR, "nobody was asked about co-operation; kept if it need not be asked about",
        Keep("engagement", 0, {"topic": "co-operation in preventing crime"}), group="co-operation in preventing crime",
    ),
    period(
        "victims-views", "breached", SECOND_YEAR, "no victim was asked",
        Keep("engagement", 0, {"audience": "victims of crime"}),
    ),
    period(
        "neighbourhood-views", "breached", SECOND_YEAR, "nobody there was asked",
        Keep("engagement", 0, {"principle": "Listen", "neighbourhood": "Fenland"}), group="Fenland",
    ),
    period(
        "neighbourhood-information", "breached", SECOND_YEAR, "nobody there was told",
        Keep("engagement", 0, {"principle": "Inform", "neighbourhood": "Peterborough"}), group="Peterborough",
    ),
    period(
        "financial-information", "breached", SECOND_YEAR, "nothing in the year",
        Keep("financial_publication", 0, {"organisation": "Constabulary"}), group="Constabulary",
    ),
    row(
        "decisions-published", "breached", "published after ten weeks; kept if three months will do",
        Edit("decision", "2017-02-08", {"published_on": 70}),
    ),
    row(
        "concerns-shared", "shortfall", "kept from the other",
        Edit("public_concern", "2017-09-20", {"shared_with_other": "no"}),
    ),
    row(
        "public-told", "shortfall", "nobody heard of it",
        Edit("public_concern", "2016-10-05", {"public_told_on": ""}),
    ),
    period(
        "four-principles", "breached", "2017-10-01..2017-12-31", "nothing in the quarter that responds",
        Edit("engagement", "2017-10-01", {"principle": "Listen"}, {"principle": "Respond"}), group="Respond",
    ),
    period(
        "everyone", "breached", SECOND_YEAR, "no visitors",
        Keep("engagement", 0, {"audience": "visitors"}), group="visitors",
    ),
    period(
        "proactive-groups", "breached", "2017-01-01..2017-03-31", "they came by themselves; nobody sought them out",
        Edit("engagement", "2017-01-01", {"proactive": "no"}, {"audience": "vulnerable communities"}),
        group="vulnerable communities",
    ),
    row(
        "staff-engaged", "shortfall", "informed, and involved only afterwards; kept if a month afterwards will do",
        Edit("organisational_change", "2017-06-05"),
        Edit("staff_engagement", "2017-04-20", {"date": "2017-06-14"}, {"purpose": "involve"}),
    ),
    row(
        "board-chaired", "shortfall", "chaired by a Superintendent; kept if any chair will do",
        Edit("engagement_board_meeting", "2017-11-02", {"chair": "Superintendent"}),
    ),
    row(
        "board-members", "shortfall", "without the Commissioner's office; kept if one meeting a year is enough",
        Edit("engagement_board_meeting", "2017-07-06", {"opcc_represented": "no"}),
    ),
    period(
        "board-reviews-strategy", "shortfall", "2016-10-01..2017-03-31", "two meetings, and the strategy at neither",
        Edit("engagement_board_meeting", "2016-11-03", {"strategy_reviewed": "no"}, until="2017-03-09"),
    ),
    row(
        "working-group-chaired", "shortfall", "chaired by a Sergeant; kept if any chair will do",
        Edit("working_group_meeting", "2017-05-25", {"chair": "Sergeant"}),
    ),
    row(
        "working-group-members", "shortfall", "only one part of the force was there; kept if one meeting a year is enough",
        Edit("working_group_meeting", "2016-12-01", {"force_areas": "1"}),
    ),
    row("risk-plans", "shortfall", "no plan yet", Edit("engagement_risk", "2017-08-24", {"plan_stage": "none"})),
    period(
        "supporting-plans", "breached", "2017-04-01..2017-06-30", "no plan in June",
        Edit("supporting_plan", "2016-06-01", {"in_force_to": "2017-05-31"}, {"owner": "OPCC"}), group="OPCC",
    ),
    row(
        "report-template", "shortfall", "told in an e-mail instead",
        Edit("strategy_action", "2017-04-26", {"on_template": "no"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`neighbourhood-views` and others by the year", "2016-17", "met", "the year began before the strategy, but once is enough"),
    ("`wishes-into-action`", "2017-01-25", "met", "after five months: missed if three are the limit"),
    ("`wishes-into-action`", "2018-02-14", "pending", "no action yet, and not due yet"),
    ("`wishes-into-action`", "2016-11-30", "not judged", "not something that the police may be asked for"),
    ("`decisions-published`", "2018-03-21", "pending", "not published, and not due yet"),
    ("`supporting-plans`", "all quarters", "met", "the Office has no delivery plan: missed if both kinds are meant"),
]
# fmt: on
