"""The example log of Leicestershire 2013-14: every promise kept, and the faults then planted in it."""

from __future__ import annotations

from datetime import date, timedelta

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import (
    SPANS,
    THEMES,
    VENUES,
    Log,
    dates,
    day,
    days,
    months,
    office_day,
    publish_weekly,
    working,
)


def make(log: Log) -> None:
    """The year of the two strategies."""
    start, end = SPANS["leicestershire-2013"]
    officers = ["Chief Executive", "Commissioner", "Delegated representative"]
    made = {"equality_assessed": "yes", "branded": "yes", "contact_details": "yes"}
    publish_weekly(log, "news_release", 2, [day("2013-06-26"), day("2013-10-23")], officers, "Commissioner on", **made)
    rng = log.random("all")
    log.add(start - timedelta(1), "on_call_shift", "Night", starts="20:00", ends="08:00", role="senior consultant")
    for when in days(start, end):
        if working(when):
            for _ in range(rng.choice([1, 1, 1, 2])):
                log.published(when, "web_update", f"Page on {rng.choice(THEMES)}", officers, **made)
            if rng.random() < 0.4:
                log.add(when, "social_media_post", f"Post on {rng.choice(THEMES)}", **made)
        log.add(when, "on_call_shift", "Day", starts="08:00", ends="20:00", role="senior communications officer")
        log.add(when, "on_call_shift", "Night", starts="20:00", ends="08:00", role="senior consultant")
    for year, month in months(start, end):
        first = date(year, month, 1)
        log.published(
            office_day(first + timedelta(9)), "newsletter", "Article for a partner's newsletter", officers, **made
        )
        log.published(
            office_day(first + timedelta(16)), "printed_item", f"Leaflet on {rng.choice(THEMES)}", officers, **made
        )
        log.add(
            office_day(first + timedelta(19)),
            "visit",
            "Visit to a local group",
            area=rng.choice(["Rutland", "City", "County"]),
        )
        log.add(office_day(first + timedelta(23)), "community_forum", "Community forum", commissioner_attended="yes")
        if month % 3 == 0:
            log.published(
                office_day(first + timedelta(3)), "advertisement", "Paid space in a local paper", officers, **made
            )
            papers = {"papers_to_media": "yes", "papers_to_partners": "yes"}
            log.add(office_day(first + timedelta(25)), "meeting", "Strategic assurance board", **papers)
    for on, name in (
        ("2013-04-22", "police and crime plan"),
        ("2013-06-17", "annual report"),
        ("2014-03-10", "council tax leaflet"),
    ):
        log.published(
            on,
            "statutory_publication",
            name.capitalize(),
            officers,
            publication=name,
            hard_copy="yes",
            on_website="yes",
            **made,
        )
    surgeries = "2013-06-12 Rutland|2013-07-17 City|2013-09-11 County|2013-10-16 City|2013-11-20 County|2014-01-22 County|2014-02-19 Rutland"
    for on, area in (s.split() for s in surgeries.split("|")):
        log.add(on, "surgery", f"Surgery, {area}", area=area, venue=rng.choice(VENUES))
    for when in dates("2013-06-08 2013-06-22 2013-07-13 2013-08-03 2013-08-17"):
        log.add(when, "roadshow", "Roadshow at a summer fair", commissioner_attended="yes")
    panels = ["Volunteering", "ASB", "Mental health", "Reoffending", "Hate crime / BME", "Victims"]
    for n, name in enumerate(panels):
        for again in (0, 98):
            log.add(
                office_day(date(2013, 6, 5) + timedelta(30 * n + again)),
                "advisory_panel_meeting",
                name,
                panel=name,
                chair="Commissioner",
            )
    for n, theme in enumerate(["Young people", "ASB", "NHW"]):
        log.add(office_day(date(2013, 9, 2) + timedelta(40 * n)), "award_launch", f"Award: {theme}", theme=theme)
    for when in dates("2013-05-13 2013-09-23 2014-01-13 2014-03-03"):
        ref = log.add(when, "public_consultation", f"Views on {rng.choice(THEMES)}", informed_on=-14)
        if when < day("2014-03-01"):
            log.add(
                office_day(when + timedelta(56)), "consultation_feedback", "What people said, and what came of it", ref
            )
    log.add("2013-06-03", "tactical_plan", "Tactical plan for engagement")
    for n, when in enumerate(dates("2013-05-21 2013-08-06 2013-10-29 2014-01-08 2014-02-11")):
        reasonable, met = ("no", "") if n == 2 else ("yes", 9)
        log.add(
            when,
            "format_request",
            ["Large print", "Braille", "Hand-carved", "Audio", "Polish"][n],
            reasonable=reasonable,
            met_on=met,
        )


YEAR_13 = "2013-04-01..2014-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period(
        "surgeries-by-area", "breached", YEAR_13, "one surgery in Rutland; City and County have theirs, and six are held in all",
        Keep("surgery", 1, {"area": "Rutland"}), Keep("engagement_support", 0, {"date": "2014-02-19"}), group="Rutland",
    ),
    period(
        "statutory-publications", "breached", YEAR_13, "no annual report",
        Keep("statutory_publication", 0, {"publication": "annual report"}), group="annual report",
    ),
    period(
        "advisory-panels", "breached", YEAR_13, "this panel has not met",
        Keep("advisory_panel_meeting", 0, {"panel": "Hate crime / BME"}), group="Hate crime / BME",
    ),
    period("website-daily", "shortfall", "2013-08-14..2013-08-14", "no update on a working day", Keep("web_update")),
    period("website-daily", "shortfall", "2013-12-24..2013-12-24", "no update on a working day", Keep("web_update")),
    period(
        "on-call-cover", "breached", "2013-08-25..2013-08-25", "nobody from 18:00 to 20:00",
        Edit("on_call_shift", "2013-08-25", {"ends": "18:00"}, {"title": "Day"}),
    ),
    period(
        "on-call-cover", "breached", "2013-12-26..2013-12-26", "no day shift on Boxing Day",
        Keep("on_call_shift", 0, {"title": "Day"}),
    ),
    period(
        "roadshows", "breached", "2013-07-01..2013-07-31", "the month's roadshow went without the Commissioner; no reason excuses it",
        Edit("roadshow", "2013-07-01", {"commissioner_attended": "no", "absence_reason": "called to a hearing"}),
    ),
    row(
        "advisory-panels-chaired", "breached", "chaired by the Chief Executive",
        Edit("advisory_panel_meeting", "2013-09-01", {"chair": "Chief Executive"}),
    ),
    row(
        "community-forums", "shortfall", "the Commissioner was not there",
        Edit("community_forum", "2013-10-01", {"commissioner_attended": "no"}),
    ),
    row(
        "community-forums", "shortfall", "the Commissioner was not there, for a reason; kept if that excuses it",
        Edit("community_forum", "2014-01-01", {"commissioner_attended": "no", "absence_reason": "illness"}),
    ),
    row("material-clearance", "breached", "cleared one day late", Edit("news_release", "2013-07-01", {"cleared_on": 1})),
    row(
        "material-clearance", "breached", "cleared by the wrong person",
        Edit("printed_item", "2013-10-01", {"cleared_by": "Communications officer"}),
    ),
    row(
        "material-clearance", "breached", "not cleared at all",
        Edit("web_update", "2014-02-03", {"cleared_by": "", "cleared_on": ""}),
    ),
    row(
        "material-equality-assessed", "breached", "not assessed",
        Edit("newsletter", "2013-11-01", {"equality_assessed": "no"}),
    ),
    row(
        "material-equality-assessed", "breached", "the cell is empty",
        Edit("news_release", "2014-01-20", {"equality_assessed": ""}),
    ),
    row("material-branded", "breached", "no contact details", Edit("advertisement", "2013-12-01", {"contact_details": "no"})),
    row(
        "statutory-publication-forms", "breached", "on the website only; kept if either will do",
        Edit("statutory_publication", "2014-03-01", {"hard_copy": "no"}),
    ),
    row("meeting-papers", "breached", "partners left out", Edit("meeting", "2013-12-01", {"papers_to_partners": "no"})),
    row("alternative-formats", "breached", "not met, no reason", Edit("format_request", "2013-08-01", {"met_on": ""})),
    row(
        "alternative-formats", "excused", "not met, with a reason",
        Edit("format_request", "2014-01-01", {"met_on": "", "not_possible_reason": "recording lost"}),
    ),
    row(
        "information-first", "shortfall", "information came after the opening",
        Edit("public_consultation", "2013-09-01", {"informed_on": 3}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`consultation-feedback`", "2014-03-03", "pending", "no feedback yet, and three months are not over"),
    ("`alternative-formats`", "2013-10-29", "not judged", "an unreasonable request"),
    ("`on-call-cover`", "2013-04-01", "met", "the first hours belong to the night shift of the day before the term"),
    ("`visits`", "the year", "to-judge", "a person has to say whom the visits reached"),
]
# fmt: on
