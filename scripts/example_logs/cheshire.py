"""The example log of Cheshire: every promise kept, and the faults then planted in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

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

TOWNS = [
    "Chester",
    "Crewe",
    "Ellesmere Port",
    "Macclesfield",
    "Northwich",
    "Runcorn",
    "Warrington",
    "Widnes",
    "Winsford",
]


def analyse(log: Log, end: date, *activities: str) -> None:
    """Add an analysis of every engagement so far, two to six weeks later."""
    rng = log.random("analysis")
    for engagement in [r for r in log.rows if r["activity"] in activities]:
        when = office_day(day(engagement["date"]) + timedelta(rng.choice([14, 21, 28, 40])))
        title = f"Analysis: {engagement['title']}"
        if when <= end:
            log.add(when, "engagement_analysis", title, engagement["ref"], demographics="yes", recommendations="yes")


def make(log: Log) -> None:
    """Almost two years of publishing, events, shifts and dealings between the parties."""
    start, end = SPANS["cheshire"]
    officers = ["Chief Executive", "Head of Scrutiny and Planning", "Planning and Strategy Officer"]
    panels = dates(
        "2015-06-19 2015-09-18 2015-11-27 2016-02-05 2016-03-18 2016-06-17 2016-09-16 2016-11-25 2017-02-03 2017-03-17"
    )
    publish_weekly(log, "news_release", 2, panels, officers, "Commissioner on")
    publish_weekly(log, "web_update", 4, panels, officers, "Page on")
    for when in panels:
        ref = log.add(when, "panel_meeting", "Police and Crime Panel", f"PCP-{when:%Y-%m}", venue="Council Chamber")
        log.add(when, "social_media_support", "Live posts from the Panel", ref)

    rng = log.random("monthly")
    for year, month in months(start, end):
        first = date(year, month, 1)
        meeting = next((p for p in panels if (p.year, p.month) == (year, month)), first + timedelta(18))
        letter = office_day(max(first, meeting - timedelta(rng.choice([3, 4, 5]))))
        log.published(letter, "stakeholder_newsletter", f"Stakeholder newsletter {first:%B %Y}", officers)
        log.published(
            office_day(first + timedelta(rng.choice([6, 8, 9]))),
            "internal_blog",
            f"Blog on {rng.choice(THEMES)}",
            officers,
        )
        log.published(
            office_day(first + timedelta(rng.choice([12, 15, 20]))),
            "broadcast_message",
            f"Message on {rng.choice(THEMES)}",
            officers,
        )
        log.published(
            office_day(first + timedelta(rng.choice([10, 17, 24]))),
            "intranet_update",
            "Commissioner's section",
            officers,
        )
        if month not in (1, 8):
            when = office_day(first + timedelta(13))
            log.add(when, "catalyst_edition", f"Catalyst {first:%B %Y}", f"CAT-{when:%Y-%m}")
            log.published(
                when, "catalyst_page", f"Commissioner's page {first:%B %Y}", officers, ref=f"CAT-{when:%Y-%m}"
            )
        if month in (6, 7, 9, 10, 11, 1, 2, 3) or (year, month) in ((2015, 5), (2016, 4)):
            log.add(
                office_day(first + timedelta(21)), "community_forum", "Working Together forum", town=rng.choice(TOWNS)
            )

    # Roadshows by month of the season (May 2015 onwards), and one consultation event a month beside them.
    roadshows = {2015: [0, 0, 1, 2, 2, 2, 1, 2], 2016: [2, 2, 2, 3, 3, 2, 2, 4], 2017: [2]}
    number = 0
    for year, by_month in roadshows.items():
        for month, shows in enumerate(by_month, 3):
            for n in range(shows + (shows > 0)):
                activity = "roadshow" if n < shows else "consultation_event"
                when = office_day(date(year, month, (9 if month == 5 else 3) + 6 * n))
                town, number = TOWNS[number % len(TOWNS)], number + 1
                title = f"{'Roadshow' if n < shows else 'Consultation event'}: {rng.choice(THEMES)}"
                log.add(when, activity, title, town=town, venue=rng.choice(VENUES), commissioner_attended="yes")
    for first, last, groups in ((start, day("2016-03-31"), 31), (day("2016-04-01"), end, 30)):
        open_days = [d for d in days(first, last) if working(d) and d.month not in (8, 12)]
        for n, when in enumerate(sorted(rng.sample(open_days, groups))):
            audience = [
                "general public",
                "business people",
                "victims of crime",
                ("diverse group", "service users")[n // 4 % 2],
            ][n % 4]
            log.add(
                when, "focus_group", f"Focus group on {rng.choice(THEMES)}", audience=audience, town=rng.choice(TOWNS)
            )
    answers = {
        "2015-07-17": 2150,
        "2015-10-30": 1420,
        "2016-02-12": 1240,
        "2016-07-15": 1068,
        "2016-10-28": 2240,
        "2017-02-10": 1700,
    }
    for on, responses in answers.items():
        log.add(on, "survey", "Policing priorities survey", responses=str(responses))
    analyse(log, end, "roadshow", "consultation_event", "focus_group", "survey")

    for when in filter(working, days(start, end)):
        log.add(when, "social_media_shift", "Early shift", starts="08:00", ends="13:30")
        log.add(when, "social_media_shift", "Late shift", starts="13:00", ends="18:00")
        log.add(when, "duty_desk_shift", "Press desk", starts="08:00", ends="18:00")
    for n in range((end - start).days // 14 + 1):
        log.add(
            office_day(start + timedelta(14 * n + rng.choice([5, 6, 7]))),
            "commissioning_meeting",
            "Commissioning meeting",
        )
    for name, when in zip(
        "ABCDEF", dates("2015-04-14 2015-04-14 2015-04-14 2015-04-28 2015-04-28 2016-06-27"), strict=True
    ):
        log.add(when, "trained_facilitator", f"Facilitator {name} trained")
    kinds = ["Conference speech", "Media interview", "Video and photographs", "Leaflet and banner"]
    services = ["Estates", "IT", "Procurement", "Human Resources", "Legal", "Finance"]
    answered = {"day_set": "yes", "queried": "no", "incidental": "no", "outcome": "provided"}
    for n in range(22):
        asked, time = start + timedelta(31 * n + 8), rng.choice([7, 10, 14])
        for activity, title, more in (
            ("support_request", kinds[n % 4], {"political": "no"}),
            (
                "service_request",
                services[n % 6],
                answered | {"department": services[n % 6], "provided_by": services[n % 6]},
            ),
        ):
            log.add(asked, activity, title, needed_by=time, delivered_on=time - rng.choice([0, 1, 3]), **more)
    log.add("2017-03-20", "support_request", kinds[0], needed_by=17, delivered_on="", political="no")
    log.add(
        "2017-03-22",
        "service_request",
        "IT",
        day_set="yes",
        needed_by=16,
        delivered_on="",
        department="IT",
        queried="no",
    )

    for when in dates("2015-10-07 2016-03-09 2016-10-05 2017-03-08"):
        log.published(when, "victims_newsletter", "Victims commissioning newsletter", officers)
    for when in dates("2016-03-22 2017-03-21"):
        log.published(when, "police_and_crime_plan", "Police and crime plan", officers)
    for when in dates("2015-07-09 2016-07-07"):
        log.published(when, "annual_report", "Annual report", officers)
    for year in (2016, 2017):
        log.add(f"{year}-01-11", "budget_consultation", "Views on budget and precept", business_ratepayers="yes")
        log.add(f"{year}-01-18", "plan_consultation", "Views on the draft plan")
        log.add(f"{year}-02-17", "budget_set", "Budget and precept decided")
        log.published(f"{year}-02-24", "council_tax_briefing", "What the council tax pays for", officers)
        log.published(f"{year}-03-02", "awards_publicity", "Commissioner's awards", officers)
    analyse(log, end, "community_forum", "budget_consultation", "plan_consultation")
    for when in dates("2015-06-23 2016-06-21"):
        log.add(when, "public_event", "Stand at the county show", event="Cheshire Show", commissioner_represented="yes")
    reviewed = ["services_reviewed", "memorandum_reviewed", "commissioner_took_part", "chief_constable_took_part"]
    for when in dates("2016-04-26 2017-03-14"):
        log.add(when, "mou_review", "Review of memorandum and services", **dict.fromkeys(reviewed, "yes"))
    for when in dates("2015-10-20 2016-04-28 2016-10-25"):
        log.add(when, "addendum_review", "Formal review of the addendum")
    for when in dates("2015-09-24 2016-03-17 2016-09-22 2017-03-16"):
        log.add(when, "strategy_report", "Engagement strategy: progress")
    for on, given, reviewed_on in (
        ("2015-11-02", "2015-07-20", "2015-07-08"),
        ("2016-05-31", "2016-02-29", "2016-02-10"),
        ("2016-10-03", "2016-06-20", "2016-06-01"),
    ):
        told = {"reviewed_on": reviewed_on, "given_on": given, "notice_form": "letter", "incidental": "no"}
        log.add(on, "service_change", "Change of support services", **told)
    for when in dates("2015-09-14 2016-07-11"):
        log.add(when, "staffing_change", "Posts moved between teams", consulted_on=-20)
    for n, when in enumerate(dates("2015-06-09 2015-10-13 2016-01-20 2016-05-24 2016-09-07 2017-03-29")):
        told_on = "" if n == 5 else n % 3 + 1
        party = ["Commissioner", "Chief Constable"][n % 2]
        parties: dict[str, Any] = {"received_by": party} | (
            {} if n == 5 else {"answered_by": party, "answered_on": 16 + 2 * n}
        )
        log.add(when, "foi_request", "Request for information", touches_agreement="yes", told_on=told_on, **parties)
    for on, exception in (
        ("2015-08-12", "already public"),
        ("2016-04-14", "required by law"),
        ("2016-12-07", "known before"),
    ):
        log.add(
            on,
            "confidential_disclosure",
            "Information disclosed",
            exception=exception,
            discussed_on=-2,
            about="contracts",
        )
    log.add(
        "2016-02-23",
        "negotiation_statement",
        "Joint statement",
        agreed_commissioner_on=-4,
        agreed_chief_constable_on=-2,
        agreement_form="letter",
    )
    log.add(
        "2015-11-18",
        "novel_instruction",
        "Live streaming of meetings",
        checked_on=1,
        amended="no",
        escalated_on=3,
        implemented_on=14,
    )
    log.add(
        "2016-06-15",
        "novel_instruction",
        "Posts in the Panel's name",
        checked_on=1,
        amended="yes",
        escalated_on="",
        implemented_on=9,
    )
    log.add(
        "2017-03-14",
        "novel_instruction",
        "Body-worn video in adverts",
        checked_on=1,
        amended="no",
        escalated_on=6,
        implemented_on="",
    )
    for on, department in (("2015-12-02", "Engagement"), ("2016-08-09", "Engagement"), ("2016-11-03", "Legal")):
        log.add(on, "conflict_of_interest", "Conflict of interest noticed", department=department, told_on=1)
    reported = {"reported_by": "Chief Executive", "reported_to": "Deputy Chief Constable"}
    log.add("2016-01-26", "conduct_concern", "Concern about a contractor's visit", **reported, reported_on=1)
    for on, reason in (
        ("2015-10-05", "skills not in house"),
        ("2016-06-08", "conflict of interest"),
        ("2016-11-21", "skills not in house"),
    ):
        log.add(on, "outside_service", "Design agency", reason=reason)


EVENTS = "roadshow consultation_event"
YEAR_16 = "2016-04-01..2017-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    # Cheshire: so many in each period
    period("news-releases", "breached", "2015-06-29..2015-07-05", "one release, one short", Keep("news_release", 1)),
    period("news-releases", "breached", "2015-12-28..2016-01-03", "an empty week", Keep("news_release")),
    period(
        "news-releases", "breached", "2016-05-16..2016-05-22",
        "one release in its week, another on the Monday after: a near miss",
        Keep("news_release", 2), Edit("news_release", "2016-05-16", {"date": "2016-05-23"}),
    ),
    period("news-releases", "breached", "2016-08-15..2016-08-21", "one release in a holiday week", Keep("news_release", 1)),
    period("web-updates", "breached", "2015-08-24..2015-08-30", "three updates, one short", Keep("web_update", 3)),
    period("web-updates", "breached", "2016-12-26..2017-01-01", "two updates, two short", Keep("web_update", 2)),
    period(
        "roadshows", "breached", "2016-03-01..2016-10-31",
        "18 roadshows, two short, though no month falls below two events",
        Keep("roadshow", 18),
    ),
    period("consultation-events", "breached", "2015-09-01..2015-09-30", "one event in the month", Keep(EVENTS, 1)),
    period(
        "events-in-major-towns", "breached", "2016-03-01..2016-10-31", "no event in Winsford all season",
        Edit(EVENTS, "2016-03-01", {"town": "Crewe"}, {"town": "Winsford"}, until="2016-10-31"), group="Winsford",
    ),
    period(
        "focus-groups", "breached", YEAR_16, "28 groups, two short",
        Keep("focus_group", 6, {"audience": "business people"}),
    ),
    period("internal-blog", "breached", "2016-08-01..2016-08-31", "no post in August", Keep("internal_blog")),
    period(
        "stakeholder-newsletter", "breached", "2016-01-01..2016-01-31",
        "no issue in January; kept if the newsletter goes with Panel meetings",
        Keep("stakeholder_newsletter"),
    ),
    period(
        "victims-newsletter", "breached", YEAR_16, "one issue in the year; kept if bi-annual means every two years",
        Keep("victims_newsletter", 1),
    ),
    period(
        "survey-response-target", "shortfall", YEAR_16, "4,758 answers in the year",
        Edit("survey", "2017-02-10", {"responses": "1450"}),
    ),
    period(
        "commissioning-meeting", "shortfall", "2015-08-12..2015-08-25", "no meeting and no reason",
        Keep("commissioning_meeting"),
    ),
    period(
        "commissioning-meeting", "shortfall", "2016-03-23..2016-04-05",
        "no meeting, a reason stated: excused in the reading that accepts reasons",
        Edit("commissioning_meeting", "2016-03-23", {
            "activity": "commissioning_meeting_missed", "title": "Meeting called off", "not_held_reason": "Easter, both away",
        }),
    ),
    # Cheshire: reviews and reports
    period(
        "addendum-review", "breached", "2015-11-06..2016-05-05",
        "the review came one day late, on 6 May, and counts for the next six months: a near miss",
        Edit("addendum_review", "2016-04-28", {"date": "2016-05-06"}),
    ),
    period(
        "strategy-progress-report", "breached", "2016-05-06..2016-11-05", "no report in these six months",
        Keep("strategy_report"),
    ),
    period(
        "plan-distribution", "breached", "2015-05-06..2016-03-31", "the plan went out on 5 April, five days late",
        Edit("police_and_crime_plan", "2016-03-22", {"date": "2016-04-05"}),
    ),
    # Cheshire: hours and people
    period(
        "social-media-hours", "breached", "2015-10-14..2015-10-14", "no late shift: 13:30 to 18:00 uncovered",
        Keep("social_media_shift", 1),
    ),
    period(
        "social-media-hours", "breached", "2016-07-05..2016-07-05", "nobody from 12:00 to 13:00",
        Edit("social_media_shift", "2016-07-05", {"ends": "12:00"}, {"title": "Early shift"}),
    ),
    period(
        "social-media-hours", "breached", "2016-11-16..2016-11-16", "the early shift began at 8:40",
        Edit("social_media_shift", "2016-11-16", {"starts": "08:40"}, {"title": "Early shift"}),
    ),
    period(
        "duty-desk-hours", "breached", "2016-02-17..2016-02-17", "the desk closed at 16:00",
        Edit("duty_desk_shift", "2016-02-17", {"ends": "16:00"}),
    ),
    period(
        "trained-facilitators", "breached", "2016-06-01..2016-06-30", "four trained people from 11 to 26 June",
        Edit("trained_facilitator", "2015-04-28", {"left_on": "2016-06-10"}),
    ),
    # Cheshire: clearance
    row("publication-clearance", "breached", "cleared one day late", Edit("news_release", "2015-09-01", {"cleared_on": 1})),
    row(
        "publication-clearance", "breached", "cleared by the wrong officer",
        Edit("web_update", "2015-11-10", {"cleared_by": "Head of Engagement"}),
    ),
    row(
        "publication-clearance", "breached", "not cleared at all",
        Edit("news_release", "2016-04-12", {"cleared_by": "", "cleared_on": ""}),
    ),
    row(
        "publication-clearance", "breached", "an officer, but no date",
        Edit("stakeholder_newsletter", "2016-10-01", {"cleared_on": ""}),
    ),
    # Cheshire: the Panel, Catalyst, surveys, events
    row(
        "panel-social-media", "breached", "no support",
        Edit("panel_meeting", "2015-11-27"), Keep("social_media_support", 0, {"ref": "PCP-2015-11"}),
    ),
    row(
        "panel-social-media", "breached", "support a day late",
        Edit("panel_meeting", "2016-03-18"), Edit("social_media_support", "2016-03-18", {"date": "2016-03-19"}),
    ),
    row(
        "panel-social-media", "breached", "the ref of the support is mistyped, with a letter O for the zero",
        Edit("panel_meeting", "2016-09-16"), Edit("social_media_support", "2016-09-16", {"ref": "PCP-2016-O9"}),
    ),
    row(
        "catalyst-page", "breached", "an edition without a page",
        Edit("catalyst_edition", "2016-11-01"), Keep("catalyst_page", 0, {"ref": "CAT-2016-11"}),
    ),
    row(
        "survey-precision", "breached", "1,067 answers, one too few for 3 points",
        Edit("survey", "2016-02-12", {"responses": "1067"}),
    ),
    row(
        "commissioner-at-events", "shortfall", "a roadshow without the Commissioner",
        Edit("roadshow", "2016-06-01", {"commissioner_attended": "no"}),
    ),
    row(
        "analysis-content", "breached", "who answered is left out",
        Edit("engagement_analysis", "2016-04-01", {"demographics": "no"}),
    ),
    # Cheshire: how the parties work together
    row(
        "service-change-notice", "breached", "notice two days short of three months",
        Edit("service_change", "2016-10-01", {"given_on": "2016-07-05"}),
    ),
    row(
        "service-change-in-writing", "breached", "notice by telephone",
        Edit("service_change", "2015-11-01", {"notice_form": "telephone"}),
    ),
    row(
        "staffing-consultation", "breached", "consulted six days after the change",
        Edit("staffing_change", "2016-07-01", {"consulted_on": 6}),
    ),
    row("foi-shared", "breached", "told a fortnight later", Edit("foi_request", "2016-05-01", {"told_on": 14})),
    row(
        "confidentiality", "breached", "disclosed to the press under no exception",
        Edit("confidential_disclosure", "2016-12-01", {"exception": "press enquiry"}),
    ),
    row(
        "outside-help-reasons", "shortfall", "bought outside for the price",
        Edit("outside_service", "2016-11-01", {"reason": "lower price"}, {"title": "Design agency"}),
    ),
    row("services-on-time", "breached", "delivered late", Edit("service_request", "2016-02-01", {"delivered_on": 21})),
    row(
        "no-political-work", "breached", "a speech for an election campaign, delivered",
        Edit("support_request", "2016-04-01", {"title": "Campaign speech", "service": "conference speech", "political": "yes"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`news-releases`, `web-updates`", "week of 2015-05-04", "partial", "the term starts on the Wednesday; too few that week to tell"),
    ("`news-releases`, `web-updates`", "week of 2017-03-27", "pending", "the log ends on the Friday; one more may still come"),
    ("`roadshows`", "season 2015", "partial", "the season began before the term"),
    ("`roadshows`, `events-in-major-towns`", "season 2017", "pending", "the season has just begun; three towns have had their event"),
    ("`addendum-review`", "from 2016-11-06", "pending", "the six months end on 2017-05-05"),
    ("`survey-response-target`, `trained-facilitators`", "2015-16, May 2015", "partial", "the year and the month began before the term"),
    ("`website-information`", "2015-16; 2016-17", "partial; to-judge", "a person has to look at the website"),
    ("`engagement-analysis`", "2017-03", "pending", "engagements whose analysis is still to come"),
    ("`foi-shared`, `services-on-time`", "2017-03", "pending", "not done, and not due yet"),
    ("`novel-instructions`", "2016-06-15", "met", "not put before both parties, for it was amended after the check"),
    ("`novel-instructions`", "2017-03-14", "", "checked, and not carried out yet, so nothing is judged"),
    ("`social-media-hours`", "2016-05-02", "met", "nobody on a bank holiday: missed only in the reading without exceptions"),
    ("`survey-precision`", "2016-07-15", "met", "1,068 answers, just enough"),
    ("`service-change-notice`", "2016-05-31", "met", "notice on 29 February, from which three months end on 29 May"),
    ("`annual-report-soon`, `community-forums`, `consultation-events` and others", "", "", "kept or missed according to the reading; `verify` says so"),
]
# fmt: on
