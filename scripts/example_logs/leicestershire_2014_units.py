"""The example log of Leicestershire's new Directorate, what its three units did: kept promises, and the faults."""

from __future__ import annotations

from datetime import date, timedelta

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.leicestershire_2014 import BEHAVIOUR, DIGITAL, MEDIA
from example_logs.making import SPANS, Log, dates, day, days, working


def make(log: Log) -> None:
    """The first financial year of the three units."""
    rota(log)
    journalists(log)
    incidents(log)
    products(log)
    within_the_force(log)
    digital(log)
    for on, who, needed in (
        ("2015-04-20", "Commissioner", 10), ("2015-05-11", "Chief Constable", 14), ("2015-06-16", "Front line officer", 2),
        ("2015-09-14", "Commissioner", 15), ("2015-10-12", "Front line officer", 1), ("2015-11-09", "Chief Constable", 22),
        ("2016-01-25", "Commissioner", 9), ("2016-02-08", "Front line officer", 3),
    ):  # fmt: skip
        log.add(on, "support_request", f"Asked for by: {who}", asked_by=who, needed_by=needed, delivered_on=needed - 1)
    title, who = "Asked for by: Chief Constable", "Chief Constable"
    log.add("2016-03-21", "support_request", title, asked_by=who, needed_by=15, delivered_on="")


def rota(log: Log) -> None:
    """The media desk on working days, and somebody on call from Monday to Friday and from Friday to Monday."""
    start, end = date(2015, 3, 30), SPANS["leicestershire-2014"][1]
    for when in days(start, end):
        if working(when):
            closes = "17:00" if when == day("2016-01-20") else "18:00"
            log.add(when, "media_desk", "Media desk", starts=f"{when}T08:00", ends=f"{when}T{closes}")
        if when.weekday() in (0, 4):
            next_turn = when + timedelta(4 if when.weekday() == 0 else 3)
            title = "On call in the week" if when.weekday() == 0 else "On call at the weekend"
            log.add(when, "on_call_turn", title, starts=f"{when}T17:00", ends=f"{next_turn}T17:00")


def journalists(log: Log) -> None:
    """Enquiries and releases."""
    for on, came, wanted, answered, reach in (
        ("2015-04-14", "09:40", "2015-04-14T12:00", "2015-04-14T11:05", "local"),
        ("2015-05-19", "14:10", "2015-05-19T16:30", "2015-05-19T15:00", "regional"),
        ("2015-06-27", "21:15", "2015-06-27T23:00", "2015-06-27T21:50", "national"),
        ("2015-08-05", "22:40", "2015-08-06T07:00", "2015-08-06T06:20", "local"),
        ("2015-09-08", "10:00", "2015-09-10T17:00", "2015-09-08T16:00", "international"),
        ("2015-10-21", "08:30", "2015-10-21T11:00", "2015-10-21T10:15", "local"),
        ("2015-12-25", "16:20", "2015-12-25T19:00", "2015-12-25T17:30", "national"),
        ("2016-02-02", "15:00", "2016-02-02T18:00", "2016-02-02T17:10", "regional"),
    ):
        log.add(
            on, "media_enquiry", f"Enquiry from a {reach} outlet" if reach[0] != "i" else "Enquiry from abroad",
            reach=reach, unit=MEDIA, received_at=f"{on}T{came}", deadline_at=wanted, answered_at=answered,
        )  # fmt: skip
    for on, title, issue in (
        ("2015-04-22", "Appeal for witnesses", "operational"), ("2015-06-10", "How neighbourhoods will be policed", "strategic"),
        ("2015-07-15", "Arrests after burglaries", "operational"), ("2015-09-02", "Priorities for the autumn", "strategic"),
        ("2015-10-28", "Traffic operation", "operational"), ("2015-12-03", "Budget consultation", "strategic"),
        ("2016-01-13", "Missing person found", "operational"), ("2016-02-24", "Policing of the coming year", "strategic"),
    ):  # fmt: skip
        log.add(on, "media_release", title, issue=issue)


def incidents(log: Log) -> None:
    """Incidents that called for communications; they keep no office hours."""
    for on, title, kind, others, late in (
        ("2015-05-09", "Fire at a warehouse", "major incident", "yes", "yes"),
        ("2015-07-23", "Armed siege", "critical incident", "no", "no"),
        ("2015-09-12", "Flood", "emergency", "yes", "yes"),
        ("2015-10-20", "Crash on the motorway", "major incident", "yes", "no"),
        ("2015-11-18", "Gas leak", "emergency", "yes", "no"),
        ("2016-01-30", "Search for a child", "critical incident", "yes", "yes"),
        ("2016-03-04", "Collapse of a building", "major incident", "no", "no"),
        ("2016-03-19", "Power cut", "other", "yes", "yes"),
    ):
        log.add(
            on, "incident", title, incident_kind=kind, other_agencies=others, unit=MEDIA,
            lead_taken="yes" if others == "yes" else "", out_of_hours=late,
            on_call_supported="yes" if late == "yes" else "",
        )  # fmt: skip


def products(log: Log) -> None:
    """Campaigns and other products, each with what the unit had learned for it, and work with other bodies."""
    for on, title, protects, need, of_whom, level, source, giver in (
        ("2015-05-06", "Lock it, hide it", "yes", "thefts from cars", "local community", "local", "intelligence", ""),
        ("2015-06-17", "Stay safe in summer", "no", "crowded parks", "partner agency", "organisation-wide", "local feedback", "local people"),
        ("2015-07-08", "Know your neighbours", "yes", "burglaries", "local community", "local", "local feedback", "key stakeholder"),
        ("2015-09-16", "Freshers' guide", "no", "new students", "stakeholder", "local", "local feedback", "partner organisation"),
        ("2015-10-14", "Dark nights", "yes", "burglaries", "local community", "local", "survey", ""),
        ("2015-12-02", "Home in one piece", "no", "drink driving", "partner agency", "corporate", "local feedback", "local people"),
        ("2016-01-20", "Passwords that hold", "yes", "online fraud", "stakeholder", "organisation-wide", "research", ""),
        ("2016-02-17", "Streets we share", "no", "speeding", "local community", "local", "local feedback", "partner organisation"),
    ):  # fmt: skip
        purpose = "reduce crime" if protects == "yes" else "enhance community safety"
        ref = log.add(
            on, "product", title, unit=BEHAVIOUR, purpose=purpose, self_protection=protects, level=level,
            audience=f"those concerned by {need}", need=need, need_of=of_whom,
        )  # fmt: skip
        log.add(
            day(on) - timedelta(28), "insight", f"What is known of {need}",
            for_product=ref, evidence_source=source, given_by=giver,
        )  # fmt: skip
        if title == "Passwords that hold":
            log.add(
                "2015-11-25", "insight", "A bank on fraud", for_product=ref,
                evidence_source="local feedback", given_by="key stakeholder",
            )  # fmt: skip
    for on, title, sector, audience in (
        ("2015-04-29", "Leaflet with the fire service", "public", "older people living alone"),
        ("2015-06-24", "Training for shop staff", "business", "shop workers"),
        ("2015-09-30", "Posters with a youth club", "voluntary", "teenagers"),
        ("2015-11-11", "Helpline card", "charitable", "victims of domestic abuse"),
        ("2016-01-27", "Alerts through a letting agency", "private", "tenants"),
        ("2016-03-02", "Messages on buses", "private", "commuters"),
    ):
        log.add(on, "joint_work", title, sector=sector, audience=audience)


def within_the_force(log: Log) -> None:
    """What officers and staff were told, and how they could answer."""
    for when in dates("2015-05-27 2015-08-12 2015-11-25 2016-02-10"):
        log.add(when, "workforce_engagement", "Open meeting with questions", staff_could_answer="yes")
    for on, title in (
        ("2015-06-01", "Two departments become one"),
        ("2015-10-05", "New way of answering calls"),
        ("2016-02-01", "New system for records"),
    ):
        change = log.add(on, "force_change", title)
        log.add(day(on) - timedelta(11), "change_briefing", f"Briefing: {title}", change)


def digital(log: Log) -> None:
    """Technologies, channels and services on the web."""
    for on, title, audience in (
        ("2015-05-13", "Live question hours", "communities"),
        ("2015-08-19", "Shared calendar of campaigns", "partners"),
        ("2015-10-07", "Neighbourhood map", "communities"),
        ("2016-01-06", "Online forum for business", "stakeholders"),
    ):
        log.add(on, "digital_project", title, audience=audience)
    shares = [38.5, 40.2, 41, 43.7, 45.1]
    for n, when in enumerate(dates("2015-06-30 2015-09-30 2015-12-31 2016-03-31")):
        title = "Channels of the quarter"
        log.add(when, "channel_report", title, digital_share=f"{shares[n + 1]:g}", share_before=f"{shares[n]:g}")
    for on, title in (
        ("2015-06-03", "Report lost property"),
        ("2015-09-09", "Apply for a certificate"),
        ("2015-11-04", "Pay a fine"),
    ):
        log.add(on, "online_service", title, departments_involved="yes", agencies_involved="yes")


YEAR, WINTER_HALF = "2015-04-01..2016-03-31", "2015-10-01..2016-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period(
        "office-hours", "breached", "2015-10-14..2015-10-14", "the desk opened at 10:00",
        Edit("media_desk", "2015-10-14", {"starts": "2015-10-14T10:00"}),
    ),
    period(
        "round-the-clock", "breached", "2015-08-14..2015-08-14", "nobody from 18:00 to 19:30",
        Edit("on_call_turn", "2015-08-14", {"starts": "2015-08-14T19:30"}),
    ),
    period(
        "round-the-clock", "breached", "2015-12-25..2015-12-25", "nobody on Christmas Day from 08:00 to 17:00",
        Edit("on_call_turn", "2015-12-21", {"ends": "2015-12-25T08:00"}),
    ),
    row(
        "media-enquiries", "breached", "answered by another unit",
        Edit("media_enquiry", "2015-05-19", {"unit": DIGITAL}),
    ),
    row(
        "fast-response", "breached", "a quarter of an hour after the deadline, on the same day",
        Edit("media_enquiry", "2015-10-21", {"answered_at": "2015-10-21T11:15"}),
    ),
    row("fast-response", "breached", "no answer", Edit("media_enquiry", "2016-02-02", {"answered_at": ""})),
    period(
        "media-releases", "breached", "2015-07-01..2015-09-30", "no release on strategic policing in the quarter",
        Keep("media_release", 0, {"issue": "strategic"}), group="strategic",
    ),
    row(
        "support-to-both", "breached", "delivered three days late",
        Edit("support_request", "2015-09-14", {"delivered_on": 18}),
    ),
    row("officer-support", "breached", "no help", Edit("support_request", "2015-10-12", {"delivered_on": ""})),
    row(
        "major-incidents", "breached", "in the hands of another unit; kept where another agency leads",
        Edit("incident", "2015-10-20", {"unit": BEHAVIOUR, "lead_taken": "no"}),
    ),
    row("lead-agency", "breached", "the lead was not taken", Edit("incident", "2015-11-18", {"lead_taken": "no"})),
    row(
        "lead-agency", "excused", "the lead was not taken, for a reason",
        Edit("incident", "2015-09-12", {"lead_taken": "no", "lead_not_taken_reason": "the council leads under the flood plan"}),
    ),
    row(
        "incidents-out-of-hours", "breached", "no support in the night",
        Edit("incident", "2016-01-30", {"on_call_supported": "no"}),
    ),
    row("campaigns", "breached", "made by another unit", Edit("product", "2015-06-17", {"unit": DIGITAL})),
    period(
        "self-protection", "shortfall", "2015-10-01..2015-12-31", "nothing of the kind in the quarter",
        Edit("product", "2015-10-14", {"self_protection": "no"}),
    ),
    period(
        "informed-by-evidence", "breached", YEAR, "no survey in the year",
        Keep("insight", 0, {"evidence_source": "survey"}), group="survey",
    ),
    period(
        "feedback-givers", "breached", WINTER_HALF, "no feedback from a key stakeholder in the half-year",
        Keep("insight", 0, {"given_by": "key stakeholder"}), group="key stakeholder",
    ),
    row("needs-answered", "breached", "no need named", Edit("product", "2015-12-02", {"need": ""})),
    period(
        "work-with-sectors", "breached", YEAR, "nothing with charities",
        Keep("joint_work", 0, {"sector": "charitable"}), group="charitable",
    ),
    row("targeted-audiences", "breached", "for nobody in particular", Edit("joint_work", "2016-03-02", {"audience": ""})),
    period(
        "local-level", "breached", "2016-01-01..2016-03-31", "no local work in the quarter",
        Edit("product", "2016-02-17", {"level": "corporate"}),
    ),
    period(
        "two-way-workforce", "breached", "2015-10-01..2015-12-31", "only a film without questions",
        Edit("workforce_engagement", "2015-11-25", {"staff_could_answer": "no"}),
    ),
    row(
        "changes-explained", "breached", "the briefing came a week later; kept if a month afterwards will do",
        Edit("force_change", "2015-10-05"), Edit("change_briefing", "2015-09-24", {"date": "2015-10-12"}),
    ),
    period(
        "new-technologies", "breached", YEAR, "nothing for stakeholders",
        Keep("digital_project", 0, {"audience": "stakeholders"}), group="stakeholders",
    ),
    row("channel-shift", "breached", "the share fell", Edit("channel_report", "2015-12-31", {"digital_share": "40.4"})),
    period(
        "online-services-added", "breached", WINTER_HALF, "no service in the half-year; kept if one a year will do",
        Keep("online_service"),
    ),
    row(
        "online-services-liaison", "breached", "outside agencies left out",
        Edit("online_service", "2015-09-09", {"agencies_involved": "no"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`office-hours`", "2016-01-20", "met", "the desk closed at 17:00: missed only if office hours last until 18:00"),
    ("`fast-response`", "2015-08-05", "met", "answered on the next morning, before the journalist's deadline"),
    ("`support-to-both`", "2016-03-21", "pending", "not delivered, and not due yet"),
    ("`major-incidents`", "2016-03-19", "not judged", "a power cut that was not a major incident"),
]
# fmt: on
