"""The example log of Durham: every promise kept, and the faults then planted in it."""

from __future__ import annotations

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import (
    Log,
    dates,
    day,
)


def make(log: Log) -> None:
    """Two years of Panel meetings, and of what leads up to them."""
    ordinary = dates("2013-06-27 2013-09-19 2013-12-12 2014-02-06 2014-06-26 2014-09-18 2014-12-11 2015-02-05")
    for n, when in enumerate([*ordinary, day("2013-10-24")]):
        kind = "extraordinary" if n == 8 else "ordinary"
        log.add(
            when, "panel_meeting", "Police and Crime Panel", f"PCP-{when:%Y-%m}", meeting_kind=kind, venue="County Hall"
        )
    items = ["Annual report", "Police and crime plan", "Precept", "Performance", "Complaints handling"]
    for n, when in enumerate([d for d in ordinary if d != day("2014-12-11")]):
        for who, notice in (("Commissioner", 15 + 2 * n), ("Chief finance officer", 17 + n)):
            item = items[n % 5] if who == "Commissioner" else "Budget"
            log.add(
                when, "attendance_required", who, "" if who != "Commissioner" else f"PCP-{when:%Y-%m}", given_on=-notice, form="written",
                item=item, papers_required="yes" if n % 2 else "no", opcc_consulted_on=-notice - 12,
            )  # fmt: skip
    for when in dates("2013-12-12 2014-06-26 2015-02-05"):
        log.add(when, "chief_constable_requested", "Questions on performance", f"PCP-{when:%Y-%m}", given_on=-14)
        log.add(when, "report_requested", "Report on performance", due_on=0)
    for when in dates("2013-09-12 2014-11-27"):
        log.add(when, "attendance_rearranged", "Another date agreed", chair_consulted_on=-3)
    for year in (2013, 2014):
        log.add(f"{year}-06-14", "annual_report", "Annual report published")
        log.add(f"{year}-09-19", "annual_report_review", "Panel on the annual report")
        log.add(f"{year + 1}-02-05", "precept_review", "Panel on the precept")
        log.add(f"{year + 1}-02-24", "budget_and_precept", "Budget and precept set")
        log.add(f"{year + 1}-01-21", "agreement_review", "Review of the agreement")
    appointment = log.add("2014-05-08", "senior_appointment", "Chief finance officer proposed")
    log.add("2014-05-29", "confirmation_hearing", "Hearing in public", appointment, public="yes")
    log.add("2015-03-24", "senior_appointment", "Chief executive proposed")
    log.add("2013-11-05", "complaint", "Complaint about conduct", concluded_on=62)
    log.add("2015-01-15", "complaint", "Complaint about conduct", concluded_on="")
    for when in dates("2013-07-02 2014-10-14"):
        log.add(when, "conflict_of_interest", "Interest in a contract", declared_on=0, addressed_how="left the room")
    log.add(
        "2014-03-03",
        "difference_referred",
        "Dispute over a report",
        chair_consulted_on=-10,
        commissioner_consulted_on=-9,
    )


YEAR_13, YEAR_14 = "2013-04-01..2014-03-31", "2014-04-01..2015-03-31"

# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    period("panel-meetings", "breached", YEAR_14, "three meetings in the year", Keep("panel_meeting", 0, {"ref": "PCP-2014-12"})),
    period("annual-report-review", "breached", YEAR_13, "no review in the year", Keep("annual_report_review")),
    period("annual-review", "breached", YEAR_13, "no review in the year", Keep("agreement_review")),
    row("officers-first", "no-data", "the log does not record the activity", Keep("difference_referred")),
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
        "notice-states-item", "breached", "no item named",
        Edit("attendance_required", "2013-12-01", {"item": ""}, {"title": "Chief finance officer"}),
    ),
    row(
        "date-consultation", "shortfall", "the office was not asked",
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
        "alternative-date", "noted", "the Chair was asked afterwards",
        Edit("attendance_rearranged", "2014-11-01", {"chair_consulted_on": 1}),
    ),
    row(
        "chief-constable-notice", "noted", "four working days",
        Edit("chief_constable_requested", "2014-06-01", {"given_on": -6}),
    ),
    row(
        "conflicts-declared", "breached", "declared, but nothing done",
        Edit("conflict_of_interest", "2014-10-01", {"addressed_how": ""}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`attendance-notice`", "2013-06-27", "met", "given on the 15th day before, the last that will do"),
    ("`date-consultation`", "2015-02-05", "pending", "no day of the notice to compare with"),
    ("`confirmation-hearings`", "2015-03-24", "pending", "no hearing yet, and no time is set"),
    ("`complaints-investigated`", "2015-01-15", "pending", "not concluded, and no time is set"),
    ("`time-for-reports`", "both years", "to-judge", "a person has to say what was sufficient"),
]
# fmt: on
