"""The faults planted in the example activity logs, as data: what is changed, and what must be found because of it."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Keep:
    """Of the rows found in the fault's period, only the first so many stay."""

    activity: str  # one code, or several with spaces between
    rows: int = 0
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """The first row found on or after a day gets other cells; whole numbers are days counted from its date."""

    activity: str
    on: str
    cells: dict[str, object] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    until: str = ""  # with a day, every row found up to it


@dataclass(frozen=True)
class Fault:
    """A finding that `verify` must show: in the period first..last, or, without one, at the row edited first."""

    agreement: str
    obligation: str
    verdict: str
    period: str  # FIRST..LAST; empty for a row
    what: str
    changes: tuple[Keep | Edit, ...]
    group: str = ""


def period(
    agreement: str, obligation: str, verdict: str, days: str, what: str, *changes: Keep | Edit, group: str = ""
) -> Fault:
    """A fault that shows in a period."""
    return Fault(agreement, obligation, verdict, days, what, changes, group)


def row(agreement: str, obligation: str, verdict: str, what: str, *changes: Keep | Edit) -> Fault:
    """A fault that shows at the row that its first change finds; without a row there, in the obligation as a whole."""
    return Fault(agreement, obligation, verdict, "", what, changes)


C, D, L = "cheshire", "durham", "leicestershire-2013"
EVENTS = "roadshow consultation_event"
YEAR_16, YEAR_13, YEAR_14 = "2016-04-01..2017-03-31", "2013-04-01..2014-03-31", "2014-04-01..2015-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS = [
    # Cheshire: so many in each period
    period(C, "news-releases", "breached", "2015-06-29..2015-07-05", "one release, one short", Keep("news_release", 1)),
    period(C, "news-releases", "breached", "2015-12-28..2016-01-03", "an empty week", Keep("news_release")),
    period(
        C, "news-releases", "breached", "2016-05-16..2016-05-22",
        "one release in its week, another on the Monday after: a near miss",
        Keep("news_release", 2), Edit("news_release", "2016-05-16", {"date": "2016-05-23"}),
    ),
    period(C, "news-releases", "breached", "2016-08-15..2016-08-21", "one release in a holiday week", Keep("news_release", 1)),
    period(C, "web-updates", "breached", "2015-08-24..2015-08-30", "three updates, one short", Keep("web_update", 3)),
    period(C, "web-updates", "breached", "2016-12-26..2017-01-01", "two updates, two short", Keep("web_update", 2)),
    period(
        C, "roadshows", "breached", "2016-03-01..2016-10-31",
        "18 roadshows, two short, though no month falls below two events",
        Keep("roadshow", 18),
    ),
    period(C, "consultation-events", "breached", "2015-09-01..2015-09-30", "one event in the month", Keep(EVENTS, 1)),
    period(
        C, "events-in-major-towns", "breached", "2016-03-01..2016-10-31", "no event in Winsford all season",
        Edit(EVENTS, "2016-03-01", {"town": "Crewe"}, {"town": "Winsford"}, until="2016-10-31"), group="Winsford",
    ),
    period(
        C, "focus-groups", "breached", YEAR_16, "28 groups, two short, while those with diverse groups suffice",
        Keep("focus_group", 6, {"audience": "business people"}),
    ),
    period(C, "internal-blog", "breached", "2016-08-01..2016-08-31", "no post in August", Keep("internal_blog")),
    period(
        C, "stakeholder-newsletter", "breached", "2016-01-01..2016-01-31",
        "no issue in January; kept if the newsletter goes with Panel meetings",
        Keep("stakeholder_newsletter"),
    ),
    period(
        C, "victims-newsletter", "breached", YEAR_16, "one issue in the year; kept if bi-annual means every two years",
        Keep("victims_newsletter", 1),
    ),
    period(
        C, "survey-response-target", "shortfall", YEAR_16, "4,758 answers in the year",
        Edit("survey", "2017-02-10", {"responses": "1450"}),
    ),
    period(
        C, "business-ratepayers-consulted", "breached", YEAR_16, "the year's consultation left business rate payers out",
        Edit("budget_consultation", "2017-01-01", {"business_ratepayers": "no"}),
    ),
    period(
        C, "commissioning-meeting", "shortfall", "2015-08-12..2015-08-25", "no meeting and no reason",
        Keep("commissioning_meeting"),
    ),
    period(
        C, "commissioning-meeting", "shortfall", "2016-03-23..2016-04-05",
        "no meeting, a reason stated: excused in the reading that accepts reasons",
        Edit("commissioning_meeting", "2016-03-23", {
            "activity": "commissioning_meeting_missed", "title": "Meeting called off", "not_held_reason": "Easter, both away",
        }),
    ),
    # Cheshire: reviews and reports
    period(
        C, "addendum-review", "breached", "2015-11-06..2016-05-05",
        "the review came one day late, on 6 May, and counts for the next six months: a near miss",
        Edit("addendum_review", "2016-04-28", {"date": "2016-05-06"}),
    ),
    period(
        C, "strategy-progress-report", "breached", "2016-05-06..2016-11-05", "no report in these six months",
        Keep("strategy_report"),
    ),
    period(
        C, "plan-distribution", "breached", "2015-05-06..2016-03-31", "the plan went out on 5 April, five days late",
        Edit("police_and_crime_plan", "2016-03-22", {"date": "2016-04-05"}),
    ),
    row(C, "awards-publicity", "no-data", "the log does not record the activity", Keep("awards_publicity")),
    # Cheshire: hours and people
    period(
        C, "social-media-hours", "breached", "2015-10-14..2015-10-14", "no late shift: 13:30 to 18:00 uncovered",
        Keep("social_media_shift", 1),
    ),
    period(
        C, "social-media-hours", "breached", "2016-07-05..2016-07-05", "nobody from 12:00 to 13:00",
        Edit("social_media_shift", "2016-07-05", {"ends": "12:00"}, {"title": "Early shift"}),
    ),
    period(
        C, "social-media-hours", "breached", "2016-11-16..2016-11-16", "the early shift began at 8:40",
        Edit("social_media_shift", "2016-11-16", {"starts": "08:40"}, {"title": "Early shift"}),
    ),
    period(
        C, "duty-desk-hours", "breached", "2016-02-17..2016-02-17", "the desk closed at 16:00",
        Edit("duty_desk_shift", "2016-02-17", {"ends": "16:00"}),
    ),
    period(
        C, "trained-facilitators", "breached", "2016-06-01..2016-06-30", "four trained people from 11 to 26 June",
        Edit("trained_facilitator", "2015-04-28", {"left_on": "2016-06-10"}),
    ),
    # Cheshire: clearance
    row(C, "publication-clearance", "breached", "cleared one day late", Edit("news_release", "2015-09-01", {"cleared_on": 1})),
    row(
        C, "publication-clearance", "breached", "cleared by the wrong officer",
        Edit("web_update", "2015-11-10", {"cleared_by": "Head of Engagement"}),
    ),
    row(
        C, "publication-clearance", "breached", "not cleared at all",
        Edit("news_release", "2016-04-12", {"cleared_by": "", "cleared_on": ""}),
    ),
    row(
        C, "publication-clearance", "breached", "an officer, but no date",
        Edit("stakeholder_newsletter", "2016-10-01", {"cleared_on": ""}),
    ),
    # Cheshire: the Panel, Catalyst, surveys, events
    row(
        C, "panel-social-media", "breached", "no support",
        Edit("panel_meeting", "2015-11-27"), Keep("social_media_support", 0, {"ref": "PCP-2015-11"}),
    ),
    row(
        C, "panel-social-media", "breached", "support a day late",
        Edit("panel_meeting", "2016-03-18"), Edit("social_media_support", "2016-03-18", {"date": "2016-03-19"}),
    ),
    row(
        C, "panel-social-media", "breached", "the ref of the support is mistyped, with a letter O for the zero",
        Edit("panel_meeting", "2016-09-16"), Edit("social_media_support", "2016-09-16", {"ref": "PCP-2016-O9"}),
    ),
    row(
        C, "catalyst-page", "breached", "an edition without a page",
        Edit("catalyst_edition", "2016-11-01"), Keep("catalyst_page", 0, {"ref": "CAT-2016-11"}),
    ),
    row(
        C, "survey-precision", "breached", "1,067 answers, one too few for 3 points",
        Edit("survey", "2016-02-12", {"responses": "1067"}),
    ),
    row(
        C, "commissioner-at-events", "shortfall", "a roadshow without the Commissioner",
        Edit("roadshow", "2016-06-01", {"commissioner_attended": "no"}),
    ),
    row(
        C, "analysis-content", "breached", "who answered is left out",
        Edit("engagement_analysis", "2016-04-01", {"demographics": "no"}),
    ),
    # Cheshire: how the parties work together
    row(
        C, "service-change-notice", "breached", "notice two days short of three months",
        Edit("service_change", "2016-10-01", {"given_on": "2016-07-05"}),
    ),
    row(
        C, "service-change-in-writing", "breached", "notice by telephone",
        Edit("service_change", "2015-11-01", {"notice_form": "telephone"}),
    ),
    row(
        C, "staffing-consultation", "breached", "consulted six days after the change",
        Edit("staffing_change", "2016-07-01", {"consulted_on": 6}),
    ),
    row(C, "foi-shared", "breached", "told a fortnight later", Edit("foi_request", "2016-05-01", {"told_on": 14})),
    row(
        C, "confidentiality", "breached", "disclosed to the press under no exception",
        Edit("confidential_disclosure", "2016-12-01", {"exception": "press enquiry"}),
    ),
    row(
        C, "outside-help-reasons", "shortfall", "bought outside for the price",
        Edit("outside_service", "2016-11-01", {"reason": "lower price"}),
    ),
    row(C, "services-on-time", "breached", "delivered late", Edit("service_request", "2016-02-01", {"delivered_on": 21})),
    row(C, "support-as-required", "breached", "delivered late", Edit("support_request", "2016-09-01", {"delivered_on": 17})),
    row(
        C, "no-political-work", "breached", "a speech for an election campaign, delivered",
        Edit("support_request", "2016-04-01", {"title": "Campaign speech", "political": "yes"}),
    ),
    # Durham
    period(D, "panel-meetings", "breached", YEAR_14, "three meetings in the year", Keep("panel_meeting", 0, {"ref": "PCP-2014-12"})),
    period(D, "annual-report-review", "breached", YEAR_13, "no review in the year", Keep("annual_report_review")),
    period(D, "annual-review", "breached", YEAR_13, "no review in the year", Keep("agreement_review")),
    row(D, "officers-first", "no-data", "the log does not record the activity", Keep("difference_referred")),
    row(
        D, "attendance-notice", "breached", "14 days, no reason",
        Edit("attendance_required", "2013-09-01", {"given_on": -14}, {"title": "Commissioner"}),
    ),
    row(
        D, "attendance-notice", "excused", "14 days, with a reason",
        Edit(
            "attendance_required", "2014-02-01", {"given_on": -14, "shorter_notice_reason": "settlement came late"},
            {"title": "Commissioner"},
        ),
    ),
    row(
        D, "attendance-notice", "breached", "no day of the notice",
        Edit("attendance_required", "2015-02-01", {"given_on": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        D, "attendance-notice-written", "breached", "told by telephone",
        Edit("attendance_required", "2014-06-01", {"form": "oral"}, {"title": "Commissioner"}),
    ),
    row(
        D, "notice-states-item", "breached", "no item named",
        Edit("attendance_required", "2013-12-01", {"item": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        D, "date-consultation", "shortfall", "the office was not asked",
        Edit("attendance_required", "2014-09-01", {"opcc_consulted_on": ""}, {"title": "Commissioner"}),
    ),
    row(
        D, "date-consultation", "excused", "not asked, with a reason",
        Edit(
            "attendance_required", "2014-02-01", {"opcc_consulted_on": "", "no_consultation_reason": "date set by statute"},
            {"title": "Chief finance officer"},
        ),
    ),
    row(
        D, "alternative-date", "noted", "the Chair was asked afterwards",
        Edit("attendance_rearranged", "2014-11-01", {"chair_consulted_on": 1}),
    ),
    row(
        D, "chief-constable-notice", "noted", "four working days",
        Edit("chief_constable_requested", "2014-06-01", {"given_on": -6}),
    ),
    row(
        D, "conflicts-declared", "breached", "declared, but nothing done",
        Edit("conflict_of_interest", "2014-10-01", {"addressed_how": ""}),
    ),
    # Leicestershire
    period(
        L, "surgeries-by-area", "breached", YEAR_13, "one surgery in Rutland; City and County have theirs, and six are held in all",
        Keep("surgery", 1, {"area": "Rutland"}), group="Rutland",
    ),
    period(
        L, "statutory-publications", "breached", YEAR_13, "no annual report",
        Keep("statutory_publication", 0, {"publication": "annual report"}), group="annual report",
    ),
    period(
        L, "advisory-panels", "breached", YEAR_13, "this panel has not met",
        Keep("advisory_panel_meeting", 0, {"panel": "Hate crime / BME"}), group="Hate crime / BME",
    ),
    period(L, "website-daily", "shortfall", "2013-08-14..2013-08-14", "no update on a working day", Keep("web_update")),
    period(L, "website-daily", "shortfall", "2013-12-24..2013-12-24", "no update on a working day", Keep("web_update")),
    period(
        L, "on-call-cover", "breached", "2013-08-25..2013-08-25", "nobody from 18:00 to 20:00",
        Edit("on_call_shift", "2013-08-25", {"ends": "18:00"}, {"title": "Day"}),
    ),
    period(
        L, "on-call-cover", "breached", "2013-12-26..2013-12-26", "no day shift on Boxing Day",
        Keep("on_call_shift", 0, {"title": "Day"}),
    ),
    period(
        L, "roadshows", "excused", "2013-07-01..2013-07-31", "the month's roadshow went without the Commissioner, for a reason",
        Edit("roadshow", "2013-07-01", {"commissioner_attended": "no", "absence_reason": "called to a hearing"}),
    ),
    row(L, "awards", "no-data", "the log does not record the activity", Keep("award_launch")),
    row(
        L, "advisory-panels-chaired", "breached", "chaired by the Chief Executive",
        Edit("advisory_panel_meeting", "2013-09-01", {"chair": "Chief Executive"}),
    ),
    row(
        L, "community-forums", "shortfall", "the Commissioner was not there",
        Edit("community_forum", "2013-10-01", {"commissioner_attended": "no"}),
    ),
    row(
        L, "community-forums", "excused", "the Commissioner was not there, for a reason",
        Edit("community_forum", "2014-01-01", {"commissioner_attended": "no", "absence_reason": "illness"}),
    ),
    row(L, "material-clearance", "breached", "cleared one day late", Edit("news_release", "2013-07-01", {"cleared_on": 1})),
    row(
        L, "material-clearance", "breached", "cleared by the wrong person",
        Edit("printed_item", "2013-10-01", {"cleared_by": "Communications officer"}),
    ),
    row(
        L, "material-clearance", "breached", "not cleared at all",
        Edit("web_update", "2014-02-03", {"cleared_by": "", "cleared_on": ""}),
    ),
    row(
        L, "material-equality-assessed", "breached", "not assessed",
        Edit("newsletter", "2013-11-01", {"equality_assessed": "no"}),
    ),
    row(
        L, "material-equality-assessed", "breached", "the cell is empty",
        Edit("news_release", "2014-01-20", {"equality_assessed": ""}),
    ),
    row(L, "material-branded", "breached", "no contact details", Edit("advertisement", "2013-12-01", {"contact_details": "no"})),
    row(
        L, "statutory-publication-forms", "breached", "on the website only; kept if either will do",
        Edit("statutory_publication", "2014-03-01", {"hard_copy": "no"}),
    ),
    row(L, "meeting-papers", "breached", "partners left out", Edit("meeting", "2013-12-01", {"papers_to_partners": "no"})),
    row(L, "alternative-formats", "breached", "not met, no reason", Edit("format_request", "2013-08-01", {"met_on": ""})),
    row(
        L, "alternative-formats", "excused", "not met, with a reason",
        Edit("format_request", "2014-01-01", {"met_on": "", "not_possible_reason": "recording lost"}),
    ),
    row(
        L, "information-first", "shortfall", "information came after the opening",
        Edit("public_consultation", "2013-09-01", {"informed_on": 3}),
    ),
]
# fmt: on

# What can be seen in the logs and is no fault: agreement, obligation, where, verdict, why.
OPEN = [
    (
        C,
        "`news-releases`, `web-updates`",
        "week of 2015-05-04",
        "partial",
        "the term starts on the Wednesday; too few that week to tell",
    ),
    (
        C,
        "`news-releases`, `web-updates`",
        "week of 2017-03-27",
        "pending",
        "the log ends on the Friday; one more may still come",
    ),
    (C, "`roadshows`", "season 2015", "partial", "the season began before the term"),
    (
        C,
        "`roadshows`, `events-in-major-towns`",
        "season 2017",
        "pending",
        "the season has just begun; three towns have had their event",
    ),
    (
        C,
        "`annual-review`, `addendum-review`",
        "from 2016-05-06 and 2016-11-06",
        "pending",
        "the year and the six months end on 2017-05-05",
    ),
    (
        C,
        "`survey-response-target`, `trained-facilitators`",
        "2015-16, May 2015",
        "partial",
        "the year and the month began before the term",
    ),
    (C, "`website-information`", "2015-16; 2016-17", "partial; to-judge", "a person has to look at the website"),
    (C, "`engagement-analysis`", "2017-03", "pending", "engagements whose analysis is still to come"),
    (C, "`foi-shared`, `services-on-time`, `support-as-required`", "2017-03", "pending", "not done, and not due yet"),
    (C, "`novel-instructions`", "2016-06-15", "met", "not put before both parties, for it was amended after the check"),
    (C, "`novel-instructions`", "2017-03-14", "pending", "checked, not carried out yet"),
    (C, "`no-fees`", "everywhere", "met", "no fee was paid, and the project file says that the log would show one"),
    (
        C,
        "`outside-lawyers-told`",
        "everywhere",
        "not-due",
        "no other lawyers were instructed, and the project file says that the log would show it",
    ),
    (
        C,
        "`social-media-hours`",
        "2016-05-02",
        "met",
        "nobody on a bank holiday: missed only in the reading without exceptions",
    ),
    (C, "`survey-precision`", "2016-07-15", "met", "1,068 answers, just enough"),
    (C, "`service-change-notice`", "2016-05-31", "met", "notice on 29 February, from which three months end on 29 May"),
    (
        C,
        "`annual-report`, `community-forums`, `consultation-events` and others",
        "",
        "",
        "kept or missed according to the reading; `verify` says so",
    ),
    (D, "`attendance-notice`", "2013-06-27", "met", "given on the 15th day before, the last that will do"),
    (D, "`date-consultation`", "2015-02-05", "pending", "no day of the notice to compare with"),
    (D, "`confirmation-hearings`", "2015-03-24", "pending", "no hearing yet, and no time is set"),
    (D, "`complaints-investigated`", "2015-01-15", "pending", "not concluded, and no time is set"),
    (D, "`time-for-reports`", "both years", "to-judge", "a person has to say what was sufficient"),
    (L, "`consultation-feedback`", "2014-03-03", "pending", "no feedback yet, and no time is set"),
    (L, "`alternative-formats`", "2013-10-29", "not judged", "an unreasonable request"),
    (L, "`on-call-cover`", "2013-04-01", "met", "the first hours belong to the night shift of the day before the term"),
    (L, "`visits`", "the year", "to-judge", "a person has to say whom the visits reached"),
]
