"""The example log of Leicestershire 2013-14: events, partners, queries, sensitive issues and protocols."""

from __future__ import annotations

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import THEMES, VENUES, Log, dates


def make(log: Log) -> None:
    """What the office did with others; it comes after the parts that hold events."""
    rng = log.random("office")

    def theme() -> str:
        return rng.choice(THEMES)

    log.add("2013-06-26", "progress_report", "Progress on the strategies", considered="yes")
    for when in dates("2013-09-28 2014-01-25"):
        log.add(when, "youth_commission", "Youth Commission", venue=rng.choice(VENUES))
    events = [
        ("2013-05-18", "County show", "partner", "yes"),
        ("2013-06-29", "Open day of the force", "police", "yes"),
        ("2013-07-20", "Village fete", "parish", "no"),
        ("2013-08-31", "Summer carnival", "carnival society", "yes"),
        ("2013-11-02", "Bonfire night", "city festival", "yes"),
    ]
    for on, title, organiser, large in events:
        log.add(
            on,
            "public_event",
            title,
            large=large,
            organiser=organiser,
            explored_on=-40 if large == "yes" else "",
            suits_media=large,
            media_invited=large,
            high_profile=large,
            accompanied=large,
        )
    for event in [r for r in log.rows if r["activity"] in ("roadshow", "award_launch", "surgery")]:
        done = dict.fromkeys(["managed", "planned", "organised", "publicised"], "yes")
        on_site = "yes" if event["activity"] == "roadshow" else "no"
        log.add(
            event["date"],
            "engagement_support",
            f"Support: {event['title']}",
            event["ref"],
            **done,
            on_site_needed=on_site,
            on_site=on_site,
            results_on=10,
        )
    for n, when in enumerate(dates("2013-06-05 2013-07-09 2013-09-12 2013-11-06 2014-01-22")):
        log.add(when, "force_support", f"Help with views on {theme()}", team=["Media Relations", "PR"][n % 2])

    for when in dates("2013-04-30 2013-06-14 2013-08-02 2013-10-04 2013-11-29 2014-01-31 2014-03-07"):
        log.add(when, "partner_publicity", f"Partner's newsletter on {theme()}", contributed="yes")
    for when in dates("2013-05-16 2013-08-15 2013-11-21 2014-02-13"):
        log.add(when, "partner_site_check", "Website of a partner", links_to_office="yes")
    attending = ["Commissioner", "Chief Executive", "Head of communications"]
    for n, when in enumerate(dates("2013-04-24 2013-06-19 2013-09-18 2013-11-27 2014-01-15 2014-03-19")):
        log.add(when, "partner_meeting", "Community safety partnership", attended_by=attending[n % 3])
    media = ["paid space", "poster", "paid space", "panel", "letter", "paid space"]
    for n, when in enumerate(dates("2013-05-09 2013-06-06 2013-09-03 2013-10-15 2013-12-03 2014-02-18")):
        log.add(when, "publicity_need", f"{media[n].capitalize()} for {theme()}", medium=media[n], made_on=14)
    for when in dates("2013-06-13 2013-09-26 2013-12-12 2014-03-13"):
        log.add(when, "contacts_check", "Contacts gone through", all_partners="yes", all_agencies="yes")
    asking = ["public", "council", "officer", "public", "partner", "staff"]
    queries = (
        "2013-04-16 2013-05-21 2013-06-25 2013-07-24 2013-08-20 2013-09-24 "
        "2013-10-22 2013-11-26 2013-12-17 2014-01-28 2014-02-25 2014-03-11"
    )
    for n, when in enumerate(dates(queries)):
        form = ["electronic", "letter"][n % 2]
        log.add(
            when,
            "query",
            f"About {theme()}",
            asked_by=asking[n % 6],
            researched="yes" if asking[n % 6] in ("council", "partner") else "",
            answered_on=rng.choice([2, 5, 9]),
            answer_form=form,
        )
    for on, partner in (
        ("2013-07-11", "criminal justice agency"),
        ("2013-10-24", "local authority"),
        ("2014-02-12", "other partner"),
    ):
        log.add(on, "joint_product", f"Joint leaflet on {theme()}", made_with=partner)

    for n, when in enumerate(dates("2013-05-25 2013-08-07 2013-10-18 2014-01-11 2014-03-04")):
        shared = "yes" if n % 2 == 0 else "no"
        log.add(
            when,
            "sensitive_issue",
            f"Media interest in {theme()}",
            affects_force=shared,
            force_involved=shared,
            responded_on=n % 2,
        )
    for when in dates("2013-05-25 2013-07-27 2013-08-07 2013-10-19 2013-12-28 2014-01-11"):
        log.add(when, "on_call_call", "Call out of hours", answered="yes")
    for on, partner, ends in (
        ("2013-03-04", "Leicestershire Police", ""),
        ("2013-03-04", "Police and Crime Panel", "2013-12-01"),
        ("2013-03-11", "other partners", ""),
        ("2013-12-02", "Police and Crime Panel", ""),
    ):
        log.add(on, "protocol", f"Protocol: {partner}", made_with=partner, ends_on=ends)
    for on, partner in (
        ("2013-10-02", "Leicestershire Police"),
        ("2013-11-13", "Police and Crime Panel"),
        ("2014-02-05", "other partners"),
    ):
        log.add(on, "protocol_review", f"Review: {partner}", made_with=partner)


YEAR_13 = "2013-04-01..2014-03-31"
WINTER = "2013-10-01..2014-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period("vehicles-used", "breached", WINTER, "no public event in the winter half", Keep("public_event"), group="public_event"),
    period(
        "engagement-routes", "shortfall", "2013-04-01..2013-09-30", "nothing in print in the summer half",
        Keep("printed_item"), group="printed_item",
    ),
    row(
        "public-events-explored", "breached", "looked into when it was over",
        Edit("public_event", "2013-08-31", {"explored_on": 2}),
    ),
    period(
        "police-and-partner-events", "breached", YEAR_13, "an event of the police, and none of a partner",
        Edit("public_event", "2013-04-01", {"organiser": "landowner"}, {"organiser": "partner"}, until="2014-03-31"), group="partner",
    ),
    row("commissioner-accompanied", "breached", "nobody went along", Edit("public_event", "2013-06-29", {"accompanied": "no"})),
    row(
        "engagement-support", "breached", "no support for this roadshow",
        Edit("roadshow", "2013-08-03"), Keep("engagement_support", 0, {"date": "2013-08-03"}),
    ),
    row(
        "engagement-support-whole", "breached", "not publicised",
        Edit("engagement_support", "2013-06-08", {"publicised": "no"}),
    ),
    row(
        "engagement-on-site", "breached", "needed on site and not there",
        Edit("engagement_support", "2013-06-22", {"on_site": "no"}, {"on_site_needed": "yes"}),
    ),
    row("engagement-results", "breached", "results never fed back", Edit("engagement_support", "2013-08-17", {"results_on": ""})),
    period(
        "force-teams-used", "shortfall", YEAR_13, "no help from the PR team",
        Keep("force_support", 0, {"team": "PR"}), group="PR",
    ),
    period(
        "visits-across-area", "shortfall", YEAR_13, "no visit in Rutland",
        Keep("visit", 0, {"area": "Rutland"}), group="Rutland",
    ),
    row("partner-publicity", "breached", "nothing contributed", Edit("partner_publicity", "2013-08-02", {"contributed": "no"})),
    row(
        "partner-publicity", "excused", "nothing contributed, for a reason",
        Edit("partner_publicity", "2013-11-29", {"contributed": "no", "not_possible_reason": "told of it after the closing day"}),
    ),
    row("partner-links-back", "breached", "no link", Edit("partner_site_check", "2013-11-21", {"links_to_office": "no"})),
    row("partner-meetings", "breached", "nobody went", Edit("partner_meeting", "2013-11-27", {"attended_by": ""})),
    row(
        "paid-space", "breached", "needed, and not bought by the end of the year",
        Edit("publicity_need", "2013-05-09", {"made_on": ""}),
    ),
    row("printed-matter", "breached", "never produced", Edit("publicity_need", "2013-10-15", {"made_on": ""})),
    period("contacts-kept", "breached", "2014-01-01..2014-03-31", "a quarter without a look through it", Keep("contacts_check")),
    row("contacts-complete", "breached", "an agency is missing", Edit("contacts_check", "2013-09-26", {"all_agencies": "no"})),
    row("queries-answered", "breached", "never answered", Edit("query", "2013-12-17", {"answered_on": "", "answer_form": ""})),
    row("query-answer-form", "breached", "answered by telephone", Edit("query", "2013-07-24", {"answer_form": "telephone"})),
    row("partner-questions", "breached", "answered without research", Edit("query", "2013-08-20", {"researched": "no"})),
    period(
        "joint-products", "breached", YEAR_13, "none with a local authority",
        Keep("joint_product", 0, {"made_with": "local authority"}), group="local authority",
    ),
    row(
        "crisis-response", "shortfall", "on the second day; kept if there are three",
        Edit("sensitive_issue", "2014-01-11", {"responded_on": 2}),
    ),
    row("issues-with-force", "shortfall", "the force was left out", Edit("sensitive_issue", "2013-10-18", {"force_involved": "no"})),
    row("on-call-answered", "breached", "no answer", Edit("on_call_call", "2013-12-28", {"answered": "no"})),
    period(
        "protocols-in-place", "breached", "2013-10-01..2013-12-31", "a fortnight without a protocol, from the old one's end",
        Edit("protocol", "2013-12-02", {"date": "2013-12-16"}), group="Police and Crime Panel",
    ),
    period(
        "protocols-maintained", "breached", YEAR_13, "not looked through",
        Keep("protocol_review", 0, {"made_with": "other partners"}), group="other partners",
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`public-events-explored`", "2013-07-20", "not judged", "a small event"),
    ("`website-links`", "2013-11-21", "met", "the office's own links are there; it is the partner's that is missing"),
    ("`protocols-in-place`", "2013-04-01", "met", "the protocols stood before the strategy's year began"),
]
# fmt: on
