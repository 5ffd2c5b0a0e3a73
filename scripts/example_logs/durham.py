"""The example log of Durham: the Panel's meetings and the roles of both sides. `durham_principles` has the rest."""

from __future__ import annotations

from datetime import date, timedelta

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import (
    Log,
    dates,
    day,
    office_day,
)


def earlier(when: date, by: int) -> date:
    """A day of the office, so many days before another or soon after that."""
    return office_day(when - timedelta(by))


def make(log: Log) -> None:
    """Two years of Panel meetings, of what leads up to them, and of what each side has to do."""
    ordinary = dates("2013-06-27 2013-09-19 2013-12-12 2014-02-06 2014-06-26 2014-09-18 2014-12-11 2015-02-05")
    for when in ordinary:
        ref = f"PCP-{when:%Y-%m}"
        cells = {"date_fixed_on": earlier(when, 90), "opcc_consulted_on": earlier(when, 110)}
        log.add(
            when, "panel_meeting", "Police and Crime Panel", ref, meeting_kind="ordinary", venue="County Hall", **cells
        )
    for when, why in ((day("2013-10-24"), "Complaint of some weight"), (day("2014-03-13"), "Change of the plan")):
        ref = f"PCP-{when:%Y-%m}"
        cells = {"date_fixed_on": earlier(when, 20), "opcc_consulted_on": earlier(when, 23)}
        log.add(
            when, "panel_meeting", "Police and Crime Panel", ref, meeting_kind="extraordinary", why_called=why,
            venue="County Hall", **cells,
        )  # fmt: skip
    items = ["Annual report", "Police and crime plan", "Precept", "Performance", "Complaints handling"]
    attended = [d for d in ordinary if d != day("2014-12-11")]
    for n, when in enumerate(attended):
        for who, notice in (("Commissioner", 15 + 2 * n), ("Chief finance officer", 17 + n)):
            item = items[n % 5] if who == "Commissioner" else "Budget"
            log.add(
                when, "attendance_required", who, "" if who != "Commissioner" else f"PCP-{when:%Y-%m}",
                person=who if who == "Commissioner" else "member of staff", given_on=earlier(when, notice), form="written", notice_from="Chair", sent_by="Panel Secretariat", item=item,
                papers_required="yes" if n % 2 else "no", opcc_consulted_on=earlier(when, notice + 12),
            )  # fmt: skip
        log.add(when, "scrutiny_item", f"{items[n % 5]}: decisions of the quarter", f"PCP-{when:%Y-%m}")
    for when in dates("2013-09-19 2013-12-12 2014-06-26 2015-02-05"):
        needed = "Review of performance"
        log.add(
            when, "chief_constable_requested", "Questions on performance", f"PCP-{when:%Y-%m}",
            given_on=-14, needed_for=needed,
        )  # fmt: skip
        log.add(when - timedelta(28), "report_requested", "Report on performance", due_on=21, time_enough="yes")
    for on, cause in (("2013-09-12", "illness"), ("2014-03-06", "bereavement"), ("2014-11-27", "major incident")):
        log.add(on, "attendance_rearranged", "Another date agreed", chair_consulted_on=-3, circumstances=cause)
    for year, report, precept in ((2013, "2013-09-19", "2014-02-06"), (2014, "2014-09-18", "2015-02-05")):
        log.add(f"{year}-06-{27 if year == 2013 else 26}", "work_programme", "Year's programme", scrutiny_planned="yes")
        log.add(f"{year}-09-30", "statutory_date", "Annual report", meeting_on=report)
        log.add(f"{year + 1}-02-27", "statutory_date", "Precept and budget", meeting_on=precept)
        log.add(f"{year + 1}-03-31", "statutory_date", "Police and crime plan", meeting_on=precept)
        published = log.add(f"{year}-06-{14 if year == 2013 else 13}", "annual_report", "Annual report published")
        log.add(report, "annual_report_review", "Panel on the annual report", published)
        decided = log.add(f"{year + 1}-02-24", "budget_and_precept", "Budget and precept set", precept_set="yes")
        log.add(precept, "precept_review", "Panel on the precept", decided)
        log.add(f"{year + 1}-01-21", "agreement_review", "Review of the agreement", progress_reviewed="yes")
    make_roles(log)


def make_roles(log: Log) -> None:
    """What the law has each side do: plan, publish, hold to account, appoint, advise, look into complaints."""
    for issued, first, last in (
        ("2013-03-20", "2013-04-01", "2013-07-17"),
        ("2013-07-18", "2013-07-18", "2014-03-31"),
        ("2014-03-20", "2014-04-01", "2014-10-15"),
        ("2014-10-16", "2014-10-16", "2018-03-31"),
    ):
        when = day(issued)
        ref = log.add(
            issued, "police_and_crime_plan", "Police and crime plan", runs_from=first, runs_to=last, years="5",
            sets_objectives="yes", consulted_on=earlier(when, 70), chief_constable_consulted_on=earlier(when, 63),
        )  # fmt: skip
        log.add(earlier(when, 35), "plan_contribution", "Panel's views on the draft", ref)
    for when in dates("2013-05-16 2013-08-15 2013-11-14 2014-02-13 2014-05-15 2014-08-14 2014-11-13 2015-02-12"):
        log.add(when, "chief_constable_report", "Report on the force's performance")
        log.add(earlier(when, 16), "information_release", "Spending and performance data")
    for on, what in (("2013-10-15", "Temporary"), ("2014-08-19", "Acting"), ("2014-12-02", "Permanent")):
        log.add(on, "chief_constable_decision", f"{what} appointment", decided_by="Commissioner")
    for proposed, heard, taken_up, post in (
        ("2013-05-14", "2013-06-13", "2013-07-01", "Deputy Commissioner"),
        ("2014-05-08", "2014-05-29", "2014-06-16", "Chief Finance Officer"),
        ("2014-10-21", "2014-11-13", "2015-01-05", "Chief Constable"),
    ):
        appointment = log.add(proposed, "senior_appointment", f"{post} proposed")
        log.add(heard, "appointment_review", f"Panel on the {post}", appointment)
        log.add(heard, "confirmation_hearing", "Hearing in public", appointment, public="yes")
        log.add(taken_up, "post_taken_up", f"{post} takes office", appointment, post=post)
    log.add("2015-03-24", "senior_appointment", "Chief Executive proposed")
    for advised, kind in zip(
        dates("2013-07-04 2013-12-19 2014-02-13 2014-07-03 2014-10-02 2015-02-12"), ("report", "recommendation", "report") * 2,
        strict=True,
    ):  # fmt: skip
        log.add(advised, "panel_advice", f"{kind.capitalize()} to the Commissioner", advice_kind=kind)
    for on, about, looked_into, closed in (
        ("2013-11-05", "Commissioner", 48, 62),
        ("2014-04-10", "Deputy Commissioner", 26, 33),
        ("2014-09-09", "Commissioner", 28, 37),
        ("2015-01-15", "Commissioner", "", ""),
    ):
        log.add(
            on, "complaint", "Complaint about conduct", about=about, investigated_on=looked_into, concluded_on=closed
        )


YEAR_13, YEAR_14 = "2013-04-01..2014-03-31", "2014-04-01..2015-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    # Meetings
    period("panel-meetings", "breached", YEAR_14, "three meetings in the year", Keep("panel_meeting", 0, {"ref": "PCP-2014-12"})),
    row("extraordinary-reason", "breached", "nobody wrote down why", Edit("panel_meeting", "2014-03-13", {"why_called": ""})),
    row(
        "meeting-dates", "shortfall", "the office was asked after the date was fixed",
        Edit("panel_meeting", "2014-06-26", {"opcc_consulted_on": "2014-04-02"}),
    ),
    row("statutory-dates", "shortfall", "no meeting in time for the plan", Edit("statutory_date", "2015-03-01", {"meeting_on": ""})),
    row("work-programme", "breached", "no room for scrutiny", Edit("work_programme", "2014-06-01", {"scrutiny_planned": "no"})),
    row(
        "attendance-notice", "breached", "14 days, no reason",
        Edit("attendance_required", "2013-09-01", {"given_on": -14}, {"title": "Commissioner"}),
    ),
    row(
        "attendance-notice", "excused", "14 days, with a reason",
        Edit(
            "attendance_required", "2014-02-01", {"given_on": -14, "shorter_notice_reason": "settlement came late"},
            {"title": "Commissioner"},
        ),
    ),
    row(
        "attendance-notice", "breached", "no day of the notice",
        Edit("attendance_required", "2015-02-01", {"given_on": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        "attendance-notice-written", "breached", "told by telephone",
        Edit("attendance_required", "2014-06-01", {"form": "oral"}, {"title": "Commissioner"}),
    ),
    row(
        "notice-from-chair", "breached", "a clerk wrote in nobody's name",
        Edit("attendance_required", "2014-09-01", {"notice_from": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        "notice-states-item", "breached", "no item named",
        Edit("attendance_required", "2013-12-01", {"item": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        "date-consultation", "breached", "the office was not asked",
        Edit("attendance_required", "2014-09-01", {"opcc_consulted_on": ""}, {"title": "Commissioner"}),
    ),
    row(
        "date-consultation", "excused", "not asked, with a reason",
        Edit(
            "attendance_required", "2014-02-01", {"opcc_consulted_on": "", "no_consultation_reason": "date set by statute"},
            {"title": "Chief finance officer"},
        ),
    ),
    row(
        "report-time", "breached", "eight days, which the office called too few",
        Edit("report_requested", "2015-01-01", {"due_on": 8, "time_enough": "no"}),
    ),
    row(
        "alternative-date", "noted", "the Chair was asked afterwards",
        Edit("attendance_rearranged", "2014-11-01", {"chair_consulted_on": 1}),
    ),
    row("cause-of-absence", "noted", "no cause is given", Edit("attendance_rearranged", "2014-03-01", {"circumstances": ""})),
    row(
        "chief-constable-notice", "noted", "four working days",
        Edit("chief_constable_requested", "2014-06-01", {"given_on": -6}),
    ),
    row(
        "chief-constable-same-occasion", "noted", "asked to a meeting to which the Commissioner was not called",
        Edit("chief_constable_requested", "2013-12-12", {"date": "2014-03-13", "ref": "PCP-2014-03", "given_on": "2014-02-27"}),
    ),
    row(
        "chief-constable-questions", "noted", "nothing says what the answers were for",
        Edit("chief_constable_requested", "2013-09-01", {"needed_for": ""}),
    ),
    # Roles of the Commissioner
    period(
        "five-year-plan", "breached", YEAR_13, "no plan until 25 April",
        Edit("police_and_crime_plan", "2013-03-01", {"runs_from": "2013-04-25"}),
    ),
    row("plan-content", "breached", "a plan for three years", Edit("police_and_crime_plan", "2014-10-01", {"years": "3"})),
    row("plan-consultation", "breached", "no consultation", Edit("police_and_crime_plan", "2013-07-01", {"consulted_on": ""})),
    row(
        "plan-with-chief-constable", "breached", "the Chief Constable was asked when it was out",
        Edit("police_and_crime_plan", "2014-03-01", {"chief_constable_consulted_on": 6}),
    ),
    row(
        "chief-constable-post", "noted", "an acting appointment that another made",
        Edit("chief_constable_decision", "2014-08-01", {"decided_by": "Chief Executive"}),
    ),
    period("chief-constable-reports", "breached", YEAR_14, "no report was required", Keep("chief_constable_report")),
    period("annual-report", "breached", YEAR_13, "no report in the year", Keep("annual_report")),
    period("information-published", "breached", YEAR_14, "nothing was published in the year", Keep("information_release")),
    period(
        "budget-and-precept", "breached", YEAR_14, "a budget without a precept; kept if only the budget is due each year",
        Edit("budget_and_precept", "2015-02-01", {"precept_set": "no"}),
    ),
    # Roles of the Panel
    period("scrutiny", "breached", YEAR_14, "no item in the year", Keep("scrutiny_item")),
    row(
        "plan-contribution", "breached", "the Panel's views came when it was out",
        Edit("police_and_crime_plan", "2014-10-01"), Edit("plan_contribution", "2014-09-01", {"date": "2014-10-30"}),
    ),
    period("precept-review", "breached", YEAR_14, "no review in the year", Keep("precept_review")),
    period("annual-report-review", "breached", YEAR_13, "no review in the year", Keep("annual_report_review")),
    row(
        "appointments-reviewed", "breached", "reviewed ten days after the post was taken up",
        Edit("post_taken_up", "2014-06-01"), Edit("appointment_review", "2014-05-01", {"date": "2014-06-26"}),
    ),
    row(
        "confirmation-hearings", "breached", "behind closed doors; kept if the deputy needs no hearing",
        Edit("post_taken_up", "2013-07-01"), Edit("confirmation_hearing", "2013-06-01", {"public": "no"}),
    ),
    period(
        "panel-advice", "breached", YEAR_14, "reports, but no recommendation",
        Keep("panel_advice", 0, {"advice_kind": "recommendation"}), group="recommendation",
    ),
    row("complaints-investigated", "breached", "closed and never looked into", Edit("complaint", "2014-09-01", {"investigated_on": ""})),
    # The yearly review
    period("annual-review", "breached", YEAR_13, "no review in the year", Keep("agreement_review")),
    period("progress-review", "breached", YEAR_13, "no review in the year, and so none of progress"),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`attendance-notice`", "2013-06-27", "met", "given on the 15th day before, the last that will do"),
    ("`date-consultation`", "2015-02-05", "pending", "no day of the notice to compare with"),
    ("`confirmation-hearings`", "2015-03-24", "not judged", "proposed, but not in the post yet"),
    ("`complaints-investigated`", "2015-01-15", "not judged", "not closed, and no time is set"),
    ("`time-for-reports`", "both years", "to-judge", "a person has to say what was sufficient"),
]
# fmt: on
