"""The example log of Leicestershire 2013-14: media, website, social media and publications."""

from __future__ import annotations

from datetime import date, timedelta

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import SPANS, THEMES, Log, dates, day, days, months, office_day


def make(log: Log) -> None:
    """What communications did in the year; it comes after the parts that publish and hold events."""
    start, end = SPANS["leicestershire-2013"]
    rng = log.random("communications")

    def theme() -> str:
        return rng.choice(THEMES)

    made = {"equality_assessed": "yes", "branded": "yes", "contact_details": "yes"}
    log.published(
        "2014-02-24",
        "statutory_publication",
        "Police and crime plan, second issue",
        ["Chief Executive", "Commissioner"],
        publication="police and crime plan",
        hard_copy="yes",
        on_website="yes",
        **made,
    )
    dress(log)
    plans = [r for r in log.rows if r.get("publication") == "police and crime plan"]
    for issue, when in zip(plans, dates("2013-04-08 2014-02-10"), strict=True):
        log.add(when, "launch_plan", f"Launch of: {issue['title']}", issue["ref"])

    for n in range(26):
        when = office_day(start + timedelta(14 * n + rng.choice([1, 2, 3])))
        asked = {"officers_consulted": "yes", "commissioner_consulted": "yes"}
        log.add(when, "media_enquiry", f"Question about {theme()}", **asked, answered_on=n % 2)
    for form, text in (
        ("media briefing", "2013-05-15 2013-09-19 2014-02-06"),
        ("press conference", "2013-04-22 2014-02-24"),
        ("other event", "2013-11-07"),
    ):
        for when in dates(text):
            log.add(when, "press_event", f"{form.capitalize()} on {theme()}", form=form, key_messages="yes")
    for form, text in (
        ("feature", "2013-06-20 2013-12-05"),
        ("interview", "2013-05-22 2013-08-08 2013-11-20 2014-01-21"),
        ("opinion piece", "2013-10-11"),
    ):
        for when in dates(text):
            log.add(when, "media_piece", f"{form.capitalize()} on {theme()}", form=form, key_messages="yes")
    log.add("2013-07-04", "media_training", "Facing the camera")
    log.add("2013-05-08", "feature_list", "Features to offer")
    for when in dates("2013-05-14 2013-09-10 2013-11-12 2014-02-11"):
        log.add(when, "press_list_update", "Press list gone through", electronic="yes")
    for monday in days(start, end):
        tuesday = office_day(monday + timedelta(1))
        if monday.weekday() == 0 and tuesday <= end:
            log.add(tuesday, "monitoring_note", "Papers and bulletins", covers="media")
            log.add(tuesday, "monitoring_note", "Twitter and Facebook", covers="social media")
    wrong, key, shared = {2, 5, 7}, {0, 2, 4, 6}, {0, 4, 6}
    reports = "2013-04-25 2013-06-11 2013-07-23 2013-09-05 2013-10-08 2013-11-14 2014-01-09 2014-02-20 2014-03-13"
    for n, when in enumerate(dates(reports)):
        log.add(
            when,
            "media_report",
            f"Report on {theme()}",
            inaccurate="yes" if n in wrong else "no",
            rebutted_on=1 if n in wrong else "",
            key_issue="yes" if n in key else "no",
            commissioner_told_on=0 if n in key else "",
            officer_told=["Chief Executive", "Chief finance officer"][n % 4 // 2] if n in key else "",
            agencies_concerned="yes" if n in shared else "no",
            agencies_told_on=1 if n in shared else "",
        )

    for when in dates("2013-04-18 2013-07-18 2013-10-17 2014-01-16 2014-03-20"):
        shown = dict.fromkeys(
            ["shows_business", "shows_performance", "links_to_force", "links_to_partners", "accessible"], "yes"
        )
        log.add(when, "website_check", "Website looked through", **shown)
    for year, month in months(start, end):
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        log.add(last, "website_figures", f"Visits in {last:%B %Y}", visits=str(3200 + rng.randrange(900)))
    log.add("2013-10-09", "web_chat", "Questions to the Commissioner")
    for n, when in enumerate(dates("2013-05-31 2013-07-01 2013-09-30 2013-11-29 2014-01-31")):
        log.add(when, "specified_information", ["Spending", "Staff", "Contracts"][n % 3], updated_on=3 + n)
    decisions = "2013-04-17 2013-05-29 2013-07-10 2013-09-04 2013-10-23 2013-12-11 2014-01-29 2014-03-05"
    for when in dates(decisions):
        log.add(when, "decision_record", f"Decision on {theme()}", published_on=rng.choice([1, 2, 5]))
    for when in dates("2013-06-28 2013-09-27 2013-12-20 2014-03-14"):
        log.add(when, "complaint_log", f"Complaints up to {when:%B %Y}", published_on=6)
    mentions = (
        "2013-04-20 2013-05-30 2013-07-06 2013-08-13 2013-09-21 2013-10-30 2013-12-14 2014-01-14 2014-02-15 2014-03-18"
    )
    for n, when in enumerate(dates(mentions)):
        asks = n % 3 < 2
        log.add(
            when,
            "social_mention",
            f"Mention about {theme()}",
            needs_answer="yes" if asks else "no",
            answered_on=n % 2 if asks else "",
        )
    for when in dates("2013-05-07 2013-07-15 2013-11-18 2014-01-20"):
        log.add(when, "social_programme", f"Series of posts on {theme()}")


def dress(log: Log) -> None:
    """Fill in what communications has to say about rows of other parts."""
    seen: dict[tuple[str, str], int] = {}
    for entry in sorted(log.rows, key=lambda r: r["date"]):
        activity, when = entry["activity"], day(entry["date"])
        n = seen.get((activity, ""), 0)
        in_month = seen.get((activity, entry["date"][:7]), 0)
        seen[activity, ""], seen[activity, entry["date"][:7]] = n + 1, in_month + 1
        cells: dict[str, str] = {}
        if activity == "news_release":
            cells = dict.fromkeys(["sent_in_area", "sent_beyond", "sent_traditional", "sent_digital"], "yes")
            cells |= {"sensitive": "yes" if n % 12 == 5 else "no"}
            if cells["sensitive"] == "yes":
                cells["teams_told_on"] = (when - timedelta(n % 2)).isoformat()
        elif activity == "web_update":
            cells = {"work": dict(enumerate(["development", "maintenance", "blog"])).get(in_month, "content")}
        elif activity == "social_media_post":
            cells = {"channel": ["Twitter", "Facebook"][n % 2]}
        elif activity == "statutory_publication":
            cells = {"required_content": "yes", "publicised_on": when.isoformat()}
        elif activity == "public_consultation":
            audience = ["general public", "representative sample", "specific group"][n % 3]
            specific = "yes" if audience == "specific group" else "no"
            cells = {"audience": audience, "partners_asked": ["no", "yes"][n % 2], "victims_asked": specific}
        elif activity == "consultation_feedback":
            cells = {"explains_use": "yes"}
        elif activity in ("visit", "roadshow", "award_launch"):
            suits = "no" if activity == "visit" and n % 2 else "yes"
            high = "yes" if activity == "award_launch" else "no"
            cells = {"suits_media": suits, "media_invited": suits, "high_profile": high, "accompanied": high}
        entry |= {column: value for column, value in cells.items() if not entry.get(column)}


YEAR_13 = "2013-04-01..2014-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    row(
        "statutory-content", "breached", "required information is missing",
        Edit("statutory_publication", "2014-02-24", {"required_content": "no"}),
    ),
    row(
        "publications-publicised", "shortfall", "brought out and not made known by the end of the strategy's year",
        Edit("statutory_publication", "2014-02-24", {"publicised_on": ""}),
    ),
    row(
        "launch-plan", "breached", "the second issue's launch plan came a week after it",
        Edit("statutory_publication", "2014-02-24"), Edit("launch_plan", "2014-02-10", {"date": "2014-03-03"}),
    ),
    period(
        "news-releases-regular", "shortfall", "2013-08-01..2013-08-31", "a month without a news release",
        Keep("news_release"),
    ),
    row("news-release-reach", "shortfall", "kept to the area", Edit("news_release", "2013-09-10", {"sent_beyond": "no"})),
    row(
        "news-release-approvals", "breached", "approved on the day after it went out",
        Edit("news_release", "2013-07-01", {"cleared_on": 1}),
    ),
    row("news-release-forms", "breached", "on paper only", Edit("news_release", "2013-11-05", {"sent_digital": "no"})),
    row(
        "sensitive-releases", "shortfall", "the teams heard of it afterwards",
        Edit("news_release", "2013-10-01", {"teams_told_on": 1}, {"sensitive": "yes"}),
    ),
    row("media-enquiries-answered", "breached", "never answered", Edit("media_enquiry", "2013-12-01", {"answered_on": ""})),
    row(
        "media-enquiries-consulted", "breached", "the Commissioner was not asked; kept if the officers are enough",
        Edit("media_enquiry", "2013-06-01", {"commissioner_consulted": "no"}),
    ),
    row("rebuttals", "breached", "a wrong report left standing", Edit("media_report", "2013-11-14", {"rebutted_on": ""})),
    row(
        "key-issues-reported", "breached", "an officer was told, but not the Commissioner",
        Edit("media_report", "2013-10-08", {"commissioner_told_on": ""}),
    ),
    row(
        "agencies-told", "breached", "the agencies concerned were not told",
        Edit("media_report", "2014-01-09", {"agencies_told_on": ""}),
    ),
    row("key-messages", "breached", "an interview without key messages", Edit("media_piece", "2014-01-21", {"key_messages": "no"})),
    period(
        "press-events", "breached", YEAR_13, "briefings and another event, but no press conference",
        Keep("press_event", 0, {"form": "press conference"}), group="press conference",
    ),
    period(
        "media-pieces", "breached", YEAR_13, "no piece of opinion",
        Keep("media_piece", 0, {"form": "opinion piece"}), group="opinion piece",
    ),
    period("press-list-updated", "breached", "2013-10-01..2013-12-31", "a quarter without an update", Keep("press_list_update")),
    row("press-list-electronic", "breached", "updated by hand", Edit("press_list_update", "2013-09-01", {"electronic": "no"})),
    period(
        "publicity-monitored", "breached", "2013-12-23..2013-12-29", "nobody looked in Christmas week",
        Keep("monitoring_note", 0, {"covers": "media"}),
    ),
    period(
        "mentions-monitored", "breached", "2013-08-19..2013-08-25", "nobody looked in a week of August",
        Keep("monitoring_note", 0, {"covers": "social media"}),
    ),
    row(
        "website-contents", "breached", "nothing about the performance of the police",
        Edit("website_check", "2013-07-18", {"shows_performance": "no"}),
    ),
    row("website-links", "breached", "the link to the force is gone", Edit("website_check", "2013-10-17", {"links_to_force": "no"})),
    row("website-accessible", "shortfall", "the features do not work", Edit("website_check", "2014-01-16", {"accessible": "no"})),
    period(
        "website-work", "breached", "2014-01-01..2014-03-31", "maintained, but not developed",
        Edit("web_update", "2014-01-01", {"work": "content"}, {"work": "development"}, until="2014-03-31"), group="development",
    ),
    period(
        "blogs", "breached", "2013-07-01..2013-09-30", "a quarter without a blog",
        Edit("web_update", "2013-07-01", {"work": "content"}, {"work": "blog"}, until="2013-09-30"),
    ),
    row(
        "specified-information", "breached", "still out of date at the end of the year",
        Edit("specified_information", "2013-09-30", {"updated_on": ""}),
    ),
    row("decision-records", "breached", "not published", Edit("decision_record", "2013-12-11", {"published_on": ""})),
    row("complaint-logs", "breached", "not published", Edit("complaint_log", "2013-09-27", {"published_on": ""})),
    period(
        "social-channels", "breached", "2013-12-01..2013-12-31", "a month without Facebook",
        Keep("social_media_post", 0, {"channel": "Facebook"}), group="Facebook",
    ),
    row(
        "social-replies", "shortfall", "asked on a Saturday, answered on the Monday; kept if working days count",
        Edit("social_mention", "2013-09-21", {"needs_answer": "yes", "answered_on": 2}),
    ),
    period("social-programmes", "breached", "2013-07-01..2013-09-30", "a quarter without a programme", Keep("social_programme")),
    period(
        "consultation-audiences", "breached", YEAR_13, "no representative sample was asked",
        Edit(
            "public_consultation", "2013-04-01", {"audience": "general public"}, {"audience": "representative sample"},
            until="2014-03-31",
        ),
        group="representative sample",
    ),
    row(
        "feedback-explains", "breached", "tells what was found and not what came of it",
        Edit("consultation_feedback", "2013-11-01", {"explains_use": "no"}),
    ),
    row(
        "media-at-events", "shortfall", "the media were not invited to a visit that suited them",
        Edit("visit", "2013-08-01", {"media_invited": "no"}, {"suits_media": "yes", "area": "City"}),
    ),
    row(
        "commissioner-accompanied", "excused", "went alone to a visit of high profile, for a reason",
        Edit("visit", "2014-01-01", {"high_profile": "yes", "unaccompanied_reason": "the host asked for the Commissioner alone"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`media-training-days`", "the year", "met", "one day will do; it is missed if days means two"),
    ("`statutory-publications`", "2014-03-10", "met", "the leaflet came in the year, though after the report that tells it as out"),
    ("`website-quality`", "the year", "to-judge", "figures and checks are there, and a person has to say what they come to"),
]
# fmt: on
