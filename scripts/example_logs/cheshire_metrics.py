"""The example log of Cheshire, the tables of the addendum: kept promises, and the faults then planted."""

from __future__ import annotations

from datetime import timedelta

from example_logs.cheshire_addendum import fill
from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import Log, dates, day

SERVICES = {
    "Conference speech": "conference speech",
    "Media interview": "media interview",
    "Video and photographs": "video or photographs",
    "Leaflet and banner": "marketing materials",
}
CLEARED = ("video or photographs", "marketing materials")


def support(log: Log) -> None:
    """What kind of support each request is for, and requests of the kinds inside the force."""
    for on, title, service, needed, delivered in (
        ("2015-07-02", "Message on the new plan", "broadcast message", 7, 6),
        ("2016-01-13", "Message on the budget", "broadcast message", 9, 9),
        ("2016-09-21", "Message on hate crime", "broadcast message", 7, 5),
        ("2015-08-05", "New pictures on the intranet", "intranet update", 14, 12),
        ("2015-11-18", "Diary on the intranet", "intranet update", 7, 7),
        ("2016-03-03", "Winners of the awards", "awards publicity", 5, 4),
        ("2016-05-12", "Photographs of a visit", "video or photographs", 0, 0),
        ("2016-07-13", "Recognition for special constables", "awards publicity", 8, 8),
    ):
        log.add(on, "support_request", title, service=service, needed_by=needed, delivered_on=delivered, political="no")
    for made in log.rows:
        if made["activity"] == "support_request":
            made.setdefault("service", SERVICES.get(made["title"], ""))
            if made["service"] in CLEARED and made["delivered_on"]:
                cleared = max(day(made["date"]), day(made["delivered_on"]) - timedelta(1))
                made |= {"cleared_by": "Head of Scrutiny and Planning", "cleared_on": cleared.isoformat()}
                made["published_on"] = made["delivered_on"]
    title = "Tips for a talk on the radio"
    undated = {"service": "media interview", "day_set": "no", "needed_by": "", "delivered_on": 12, "political": "no"}
    log.add("2016-10-04", "support_request", title, "", **undated)
    fill(log, "support_request", day_set="yes")


def media(log: Log) -> None:
    """Accounts and issues on social media, and what the media ask."""
    for account in ("Posts", "Photographs", "Films"):
        log.add("2015-05-06", "social_media_account", account, managed_via="Hoot Suite", managed_until="")
    title = "Account for young people"
    log.add("2015-09-07", "social_media_account", title, managed_via="Hoot Suite", managed_until="2015-09-30")
    log.add("2015-10-01", "social_media_account", title, managed_via="Hoot Suite", managed_until="")
    for n, when in enumerate(dates("2015-07-28 2015-11-10 2016-03-02 2016-08-23 2016-12-13 2017-03-31")):
        done = "" if n == 5 else n % 2
        log.add(when, "social_media_issue", "Rumour on social media", responded_on=done)
    emergent = dates("2015-06-11 2015-09-23 2016-01-12 2016-04-27 2016-07-19 2016-10-26 2017-01-31")
    follow_up = dates("2015-07-15 2015-12-02 2016-02-24 2016-06-08 2016-11-09 2017-02-15")
    for kind, title, asked in (("emergent", "New enquiry", emergent), ("follow-up", "About a release", follow_up)):
        for n, when in enumerate(asked):
            log.add(when, "media_enquiry", title, enquiry_kind=kind, answered_on=n % 2 if kind == "follow-up" else 0)


def make(log: Log) -> None:
    """What the tables ask for, beside what they count."""
    support(log)
    media(log)
    fill(log, "stakeholder_newsletter", copy_prepared="yes", distribution_arranged="yes")
    fill(log, "roadshow consultation_event", vehicle_used="yes", asks_satisfaction="no")
    fill(log, "survey", asks_satisfaction="yes")
    for made in log.rows:
        if made["activity"] == "focus_group":
            commissioning = made["audience"] in ("victims of crime", "service users")
            made["theme"] = made["title"].removeprefix("Focus group on ")
            made["informs_commissioning"] = "yes" if commissioning else "no"
    fill(log, "focus_group", facilitator_trained="yes", asks_satisfaction="no")
    fill(log, "community_forum", planned="yes", organised="yes", supported="yes")
    fill(log, "catalyst_page", copy_prepared="yes", photographs="yes")


EVENTS = "roadshow consultation_event"
YEAR_16 = "2016-04-01..2017-03-31"


def late(obligation: str, title: str, on: str, days: int) -> Fault:
    """A communications request that is delivered late."""
    return row(
        obligation, "breached", "delivered late", Edit("support_request", on, {"delivered_on": days}, {"title": title})
    )


# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    # Social media and the press desk
    period(
        "social-media-accounts", "breached", "2015-09-01..2015-09-30", "a new account was managed apart from the others",
        Edit("social_media_account", "2015-09-07", {"managed_via": "its own app"}),
    ),
    row("social-media-issues", "breached", "a response after six days", Edit("social_media_issue", "2016-08-01", {"responded_on": 6})),
    row(
        "emergent-enquiries", "breached", "answered on the next day; kept if that is soon enough",
        Edit("media_enquiry", "2016-04-27", {"answered_on": 1}),
    ),
    row("follow-up-enquiries", "breached", "answered after a week", Edit("media_enquiry", "2016-02-24", {"answered_on": 7})),
    row(
        "stakeholder-newsletter-tasks", "breached", "nobody saw to the distribution",
        Edit("stakeholder_newsletter", "2015-10-01", {"distribution_arranged": "no"}),
    ),
    # Support when required
    late("speech-support", "Conference speech", "2016-09-01", 17),
    late("interview-support", "Media interview", "2016-02-01", 16),
    late("pictures-support", "Video and photographs", "2015-11-01", 18),
    late("marketing-support", "Leaflet and banner", "2016-12-01", 20),
    late("message-support", "Message on hate crime", "2016-09-21", 8),
    late("intranet-support", "Diary on the intranet", "2015-11-18", 12),
    late("awards-support", "Recognition for special constables", "2016-07-13", 13),
    row(
        "requested-work-clearance", "breached", "published without a clearance",
        Edit("support_request", "2016-05-12", {"cleared_by": "", "cleared_on": ""}, {"title": "Photographs of a visit"}),
    ),
    # Engagement
    row(
        "exhibition-vehicle", "shortfall", "no vehicle, no reason",
        Edit("roadshow", "2016-07-01", {"vehicle_used": "no"}),
    ),
    row(
        "exhibition-vehicle", "excused", "no vehicle, with a reason",
        Edit("consultation_event", "2015-09-01", {"vehicle_used": "no", "no_vehicle_reason": "held indoors"}),
    ),
    period(
        "commissioning-consultation", "breached", "2016-07-01..2016-09-30", "no group served the commissioning",
        Edit("focus_group", "2016-07-01", {"informs_commissioning": "no"}, until="2016-09-30"),
    ),
    row(
        "focus-group-facilitators", "breached", "led by somebody without the training",
        Edit("focus_group", "2016-06-13", {"facilitator_trained": "no"}),
    ),
    row("focus-group-themes", "breached", "no theme", Edit("focus_group", "2015-10-01", {"theme": ""})),
    period(
        "diverse-groups-all-year", "breached", "2016-10-01..2017-03-31", "none in the second half of the year",
        Edit("focus_group", "2016-10-01", {"audience": "general public"}, {"audience": "diverse group"}, until="2017-03-31"),
        Edit("focus_group", "2016-10-01", {"audience": "general public"}, {"audience": "service users"}, until="2017-03-31"),
    ),
    period("diverse-focus-groups", "breached", YEAR_16, "too few for the year, all of them before October"),
    period(
        "major-events", "breached", YEAR_16, "nobody represented the Commissioner at the county show",
        Edit("public_event", "2016-06-01", {"commissioner_represented": "no"}), group="Cheshire Show",
    ),
    row("commissioner-represented", "breached", "the same show", Edit("public_event", "2016-06-01")),
    period("community-forums", "breached", YEAR_16, "eight forums, one short", Keep("community_forum", 8)),
    row("forum-tasks", "breached", "no support on the day", Edit("community_forum", "2015-10-01", {"supported": "no"})),
    # Inside the force
    row("catalyst-contents", "breached", "a page without photographs", Edit("catalyst_page", "2016-02-01", {"photographs": "no"})),
    period("awards-publicity", "breached", YEAR_16, "no publicity in the year", Keep("awards_publicity")),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`speech-support`", "2017-03-20", "pending", "not delivered, and not due yet"),
    ("`social-media-issues`", "2017-03-31", "pending", "came up on the last day; the next working day is still to come"),
    ("`social-media-accounts`", "May 2015", "partial", "the month began before the term"),
]
# fmt: on
