"""The example log of Leicestershire 2013-14: rows for the Engagement Strategy, and the faults in them."""

from __future__ import annotations

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import VENUES, Log, cells_of, day

PARTS_OF_THE_PLAN = [
    "Launch of the plan",
    "Advisory panels",
    "Awards",
    "Surgeries",
    "Roadshows",
    "Community forums",
    "Digital",
    "Media relations",
    "Surveys and market research",
    "Other options",
]
# What rows that the other parts make say besides, by their activity.
MORE: dict[str, dict[str, object]] = {
    "public_consultation": {
        "on_plan": "no", "aimed_at": "residents", "tailored_with": "Residents' associations", "stages": "4",
        "existing_event_used": "Parish council meetings", "stages_informed": "4", "limits_stated": "yes",
        "responses_invited": "yes", "repeats_question": "no", "closed_on": 25,
    },
    "surgery": {"led_by": "Commissioner", "one_to_one": "yes", "accessible_place": "yes"},
    "award_launch": {"led_by": "Commissioner"},
    "advisory_panel_meeting": {"public_members": "5", "organisation_members": "4"},
}  # fmt: skip
EVENTS: list[tuple[str, str, str, dict[str, object]]] = [
    ("2013-05-29", "focus_group", "Young drivers", {"aimed_at": "young people", "new_audience": "yes"}),
    ("2013-06-20", "public_meeting", "The Plan in the city", {"aimed_at": "residents", "participants_told_on": 42}),
    ("2013-07-10", "workshop", "The Plan with partners", {"aimed_at": "stakeholders", "participants_told_on": 30}),
    ("2013-08-14", "exhibition", "A day in the life of the office", {"aimed_at": "residents"}),
    ("2013-10-08", "workshop", "Night-time economy", {"aimed_at": "businesses"}),
    ("2013-10-15", "focus_group", "Victims of burglary", {"aimed_at": "victims", "new_audience": "yes"}),
    ("2013-11-13", "public_meeting", "Rural crime", {"aimed_at": "residents"}),
    ("2013-12-04", "exhibition", "What the precept pays for", {"aimed_at": "residents"}),
    ("2014-01-29", "workshop", "Hate crime", {"aimed_at": "minority groups", "new_audience": "yes"}),
    ("2014-02-25", "public_meeting", "Road safety", {"aimed_at": "residents"}),
    ("2014-03-18", "focus_group", "The Plan, a year on", {"aimed_at": "residents", "participants_told_on": 9}),
]  # fmt: skip


def make(log: Log) -> None:
    """A year of engagement; made last, for it tells more about consultations and other rows of the other parts."""
    for found in log.rows:
        found |= cells_of(day(found["date"]), MORE.get(found["activity"], {}))
        if found["title"].startswith("Leaflet"):
            found["item"] = "leaflet"
    consultations = [r for r in log.rows if r["activity"] == "public_consultation"]
    for n, found in enumerate(consultations):
        found["asked_about"] = ["alternatives", "decisions", "analysis and alternatives"][n % 3]
        found["responses"] = str(140 + 35 * n)
    consultations[0] |= cells_of(day(consultations[0]["date"]), {"on_plan": "yes", "participants_told_on": 63})
    roadshows = [r for r in log.rows if r["activity"] == "roadshow"]
    for n, found in enumerate(roadshows):
        event, area = [("City carnival", "City"), ("Rutland show", "Rutland"), ("County fair", "County")][n % 3]
        found |= {"event": event, "area": area}
    for found in [r for r in log.rows if r["activity"] == "tactical_plan"]:
        tactical_plan(log, found["date"], found["ref"])
    tactical_plan(log, "2013-11-04", log.add("2013-11-04", "tactical_plan", "Tactical plan, second issue"))
    rng = log.random("engagement")
    for on, activity, title, cells in EVENTS:
        cells = {"new_audience": "no", "accessible_time": "yes", "accessible_place": "yes"} | cells
        if activity != "exhibition":
            cells["on_plan"] = "yes" if "participants_told_on" in cells else "no"
        if activity == "focus_group":
            cells["repeats_question"] = "no"
        log.add(on, activity, title, "", venue=rng.choice(VENUES), **cells)
    for on, title in (("2013-06-10", "Feeling safe"), ("2013-09-16", "Knowing the office"), ("2014-01-20", "Precept")):
        log.add(
            on, "survey", title, planned_with_force="yes", repeats_question="no", on_plan="no", aimed_at="residents"
        )
    for on, audience in (("2013-04-22", "media"), ("2013-04-23", "partners"), ("2013-04-25", "stakeholders")):
        log.add(on, "launch_event", f"Launch for {audience}", aimed_at=audience)
    for on, name in (
        ("2013-05-09", "Faith groups"),
        ("2013-05-09", "Business crime group"),
        ("2013-09-05", "Youth Commission"),
        ("2014-01-14", "Farm watch"),
    ):
        log.add(on, "stakeholder_group", name, linked_on=34)
    for on, activity, title in (
        ("2013-11-26", "deliberative_poll", "Poll on the use of cameras"),
        ("2013-12-17", "community_trust_support", "Advice for a trust in the city"),
        ("2013-10-01", "thematic_forum", "Forum on cyber crime"),
        ("2013-05-14", "video", "The Plan in three minutes"),
        ("2013-10-23", "video", "A surgery explained"),
        ("2014-02-03", "week_of_action", "Week of action against hate crime"),
    ):
        log.add(on, activity, title)
    support(log)
    log.add("2013-06-26", "case_study", "After the burglary", case_of="victim of crime")


def support(log: Log) -> None:
    """What communications did for the events of this part."""
    held = ("launch_event", "public_meeting", "workshop", "exhibition", "week_of_action")
    for event in [r for r in log.rows if r["activity"] in held]:
        done = dict.fromkeys(["managed", "planned", "organised", "publicised", "on_site_needed", "on_site"], "yes")
        title = f"Support: {event['title']}"
        log.add(event["date"], "engagement_support", title, event["ref"], **done, results_on=10)


def tactical_plan(log: Log, on: str, ref: str) -> None:
    """Every part that a tactical plan has."""
    for part in PARTS_OF_THE_PLAN:
        log.add(on, "tactical_plan_part", part, part=part, belongs_to=ref)


YEAR_13 = "2013-04-01..2014-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    row(
        "tactical-plan-parts", "breached", "nothing on surveys in the first issue",
        Edit("tactical_plan", "2013-06-01"),
        Keep("tactical_plan_part", 0, {"date": "2013-06-03", "part": "Surveys and market research"}),
    ),
    # Objectives
    period(
        "plan-opportunities", "shortfall", YEAR_13, "the workshop on the Plan was for residents",
        Edit("workshop", "2013-07-10", {"aimed_at": "residents"}, until="2013-07-10"), group="stakeholders",
    ),
    row(
        "events-accessible", "shortfall", "up a flight of stairs",
        Edit("public_meeting", "2013-11-13", {"accessible_place": "no"}),
    ),
    row(
        "events-accessible", "shortfall", "at ten in the morning",
        Edit("workshop", "2014-01-29", {"accessible_time": "no"}),
    ),
    row(
        "tailored-consultation", "shortfall", "no local group took part",
        Edit("public_consultation", "2013-09-01", {"tailored_with": ""}),
    ),
    row(
        "existing-events-used", "shortfall", "nothing used and no reason",
        Edit("public_consultation", "2014-01-01", {"existing_event_used": ""}),
    ),
    row(
        "existing-events-used", "excused", "nothing used, with a reason",
        Edit("public_consultation", "2014-03-01", {"existing_event_used": "", "no_existing_event_reason": "no time"}),
    ),
    row(
        "consultation-feedback", "breached", "four months later; kept where no time is set",
        Edit("public_consultation", "2013-09-01"),
        Edit("consultation_feedback", "2013-11-18", {"date": "2014-01-27"}),
    ),
    row(
        "plan-feedback", "shortfall", "not told by the end of the year",
        Edit("focus_group", "2014-03-01", {"participants_told_on": ""}),
    ),
    row(
        "informed-at-all-stages", "shortfall", "three of four stages",
        Edit("public_consultation", "2013-05-01", {"stages_informed": "3"}),
    ),
    row(
        "no-repeated-questions", "shortfall", "asked in the autumn already",
        Edit("survey", "2014-01-01", {"repeats_question": "yes"}),
    ),
    # Informing and consulting
    row("honest-limits", "shortfall", "not said", Edit("public_consultation", "2014-01-01", {"limits_stated": "no"})),
    row(
        "consultation-subjects", "breached", "asked for opinions only",
        Edit("public_consultation", "2014-03-01", {"asked_about": "opinions"}),
    ),
    row(
        "feedback-obtained", "breached", "nobody answered",
        Edit("public_consultation", "2013-09-01", {"responses": "0"}),
    ),
    row(
        "responses-invited", "breached", "published without an invitation",
        Edit("public_consultation", "2014-03-01", {"responses_invited": "no"}),
    ),
    row(
        "consultations-closed", "shortfall", "never closed",
        Edit("public_consultation", "2014-01-01", {"closed_on": ""}),
    ),
    # What the tactical plan includes
    period(
        "launch-to-partners", "breached", YEAR_13, "no launch for stakeholders",
        Keep("launch_event", 0, {"aimed_at": "stakeholders"}), group="stakeholders",
    ),
    row(
        "advisory-panel-members", "breached", "organisations only",
        Edit("advisory_panel_meeting", "2013-10-01", {"public_members": "0"}),
    ),
    row(
        "stakeholder-groups-linked", "shortfall", "no link yet",
        Edit("stakeholder_group", "2014-01-01", {"linked_on": ""}),
    ),
    period(
        "awards", "breached", YEAR_13, "no award for neighbourhood watch",
        Keep("award_launch", 0, {"theme": "NHW"}), group="NHW",
    ),
    row(
        "awards-led", "breached", "led by the Chief Executive",
        Edit("award_launch", "2013-10-01", {"led_by": "Chief Executive"}),
    ),
    row(
        "surgeries-one-to-one", "breached", "people were met in a group",
        Edit("surgery", "2013-09-01", {"one_to_one": "no"}),
    ),
    row(
        "surgeries-accessible", "breached", "no way in for a wheelchair",
        Edit("surgery", "2014-01-01", {"accessible_place": "no"}),
    ),
    period(
        "roadshows", "breached", "2013-08-01..2013-08-31", "both roadshows of the month without the Commissioner",
        Edit("roadshow", "2013-08-01", {"commissioner_attended": "no"}, until="2013-08-31"),
    ),
    row("roadshows-at-events", "breached", "part of no event", Edit("roadshow", "2013-08-10", {"event": ""})),
    period(
        "roadshows-in-each-area", "breached", "2013-06-01..2013-08-31", "none in Rutland",
        Edit("roadshow", "2013-06-01", {"area": "County"}, {"area": "Rutland"}, until="2013-08-31"), group="Rutland",
    ),
    row(
        "surveys-planned-with-force", "shortfall", "planned without the force",
        Edit("survey", "2013-09-01", {"planned_with_force": "no"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`feedback-obtained`", "2014-01-13", "not judged", "a consultation that has not closed"),
    ("`case-studies`", "the year", "met", "the case of a victim will do; noted if an offender's is to be told too"),
    ("`focus-groups`, `surveys`, `workshops` and others", "the year", "met", "once is enough, no number is given"),
    ("`priorities-shaped` and others", "the year", "to-judge", "a person has to say what came of it"),
]
# fmt: on
