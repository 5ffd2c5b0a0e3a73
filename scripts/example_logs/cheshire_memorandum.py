"""The example log of Cheshire, clauses 2 to 6 of the memorandum: kept promises, and the faults then planted."""

from __future__ import annotations

from typing import Any

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import Log

SECOND_STEP = ("Chief Executive", "Deputy Chief Constable")
PRINCIPALS = ("Commissioner", "Chief Constable")


def services(log: Log) -> None:
    """Who works on the support services, what they cost, what is used for them, and how they are changed."""
    for on in ("2015-06-01", "2015-09-07", "2016-01-11", "2016-06-06", "2016-12-05"):
        log.add(on, "service_assignment", "Team takes up work", told_on=-5, qualified="yes", usual_managers="yes")
    for on, title in (
        ("2015-08-19", "Telephones down"),
        ("2016-01-12", "Payroll team away"),
        ("2016-08-03", "Server moved"),
    ):
        log.add(on, "disruption", title, service_continued="yes")
    for on in ("2016-02-25", "2016-10-20"):
        log.add(on, "line_bypass", "Order given directly", staff_of="Deputy Commissioner")
    deputies: dict[str, Any] = {"agreed_chief_executive_on": -12, "agreed_deputy_on": -9}
    log.add("2015-09-01", "schedule_change", "Translation added", **deputies)
    log.add("2016-07-04", "schedule_change", "Fleet added", agreed_commissioner_on=-20, agreed_chief_constable_on=-18)
    log.add("2017-02-01", "schedule_change", "Archive added", **deputies)
    log.add("2016-02-10", "outside_service", "Computer forensics", reason="skills not in house")
    for on, cost in (("2015-09-30", 241800), ("2016-03-31", 249300), ("2016-09-30", 246100), ("2017-03-31", 248700)):
        log.add(on, "cost_statement", "Support services, half a year", cost=str(cost), budget="250000")
    log.add("2016-12-20", "cost_statement", "Support services, interim", cost="118000", budget="125000")
    for on, title, purpose, allowed in (
        ("2015-07-07", "Meeting room", "support services", "yes"),
        ("2016-03-10", "Custody van", "policing", "yes"),
        ("2016-05-17", "Old station", "policing", "no"),
        ("2016-10-12", "Car park", "charity fair", "no"),
        ("2017-01-31", "Radio mast", "policing", "yes"),
    ):
        revoked = "yes" if title == "Old station" else "no"
        log.add(on, "asset_request", title, purpose=purpose, allowed=allowed, licence_revoked=revoked)
    told: dict[str, Any] = {
        "reviewed_on": "2016-08-01",
        "given_on": "2016-08-26",
        "notice_form": "e-mail",
        "incidental": "yes",
    }
    log.add("2016-12-01", "service_change", "Minute-taking added", **told)
    log.add("2016-09-20", "end_proposal", "Proposal to end the memorandum")


def information(log: Log) -> None:
    """Information passed between the parties, and what leaves the two offices."""
    for on, time, conditions in (
        ("2015-07-14", 9, ""),
        ("2016-02-02", 20, "not to be published"),
        ("2016-09-13", 12, "to be deleted after use"),
        ("2016-11-08", 10, ""),
        ("2017-01-17", 25, ""),
        ("2017-03-27", "", ""),
    ):
        kept = "yes" if conditions else ""
        log.add(
            on, "information_request", "Data asked for", shared_on=time, conditions=conditions, conditions_kept=kept
        )
    for on, title in (("2015-11-10", "Letter to a wrong address"), ("2016-06-21", "Laptop lost")):
        log.add(on, "data_incident", title, law_broken="no")
    requests = {r["date"]: r["ref"] for r in log.rows if r["activity"] == "foi_request"}
    for on, request in (("2016-03-01", "2016-01-20"), ("2016-10-18", "2016-05-24")):
        party = PRINCIPALS[request == "2016-05-24"]
        log.add(on, "foi_follow_up", "Internal review", requests[request], received_by=party, answered_by=party)
    for on, party, touches, time in (
        ("2015-10-14", "Commissioner", "yes", 7),
        ("2016-01-21", "Chief Constable", "yes", 10),
        ("2016-05-26", "Commissioner", "no", 9),
        ("2016-09-08", "Chief Constable", "yes", 6),
        ("2017-01-24", "Commissioner", "no", 10),
    ):
        times: dict[str, Any] = {"needed_by": 11, "delivered_on": time}
        log.add(on, "foi_help", "Help with a request", asked_by=party, touches_agreement=touches, **times)
    told: dict[str, Any] = {"discussed_on": -2, "about": "contracts"}
    log.add("2016-06-29", "confidential_disclosure", "Court file", exception="required by law", **told)
    log.add("2016-10-26", "confidential_disclosure", "Answer to an enquiry", exception="already public", **told)
    for on, lawful, hindered in (("2015-12-09", "yes", "no"), ("2016-03-15", "no", "yes"), ("2016-11-15", "yes", "no")):
        log.add(on, "protected_disclosure", "Report by a member of staff", lawful=lawful, hindered=hindered)
    agreed: dict[str, Any] = {"agreed_commissioner_on": -3, "agreed_chief_constable_on": -1, "agreement_form": "e-mail"}
    log.add("2016-10-11", "negotiation_statement", "Statement to the Panel", **agreed)


def governance(log: Log) -> None:
    """Instructions that clash, concerns, questions of priority, and disputes with the steps that they take."""
    for on, done in (
        ("2015-10-21", 5),
        ("2016-04-20", 8),
        ("2016-07-27", 6),
        ("2016-09-28", 2),
        ("2017-02-14", 7),
        ("2017-03-28", ""),
    ):
        log.add(on, "conflicting_instruction", "Two orders that clash", told_on=0, implemented_on=done)
    steps: dict[str, Any] = {"checked_on": 1, "amended": "no", "escalated_on": 4, "implemented_on": 12}
    log.add("2016-10-06", "novel_instruction", "Survey by telephone at night", **steps)
    for on in ("2016-07-19", "2016-12-13"):
        reported: dict[str, Any] = {
            "reported_by": "Chief Executive",
            "reported_to": "Deputy Chief Constable",
            "reported_on": 1,
        }
        log.add(on, "conduct_concern", "Concern about a member of staff", **reported)
    for on in ("2015-11-16", "2016-05-11", "2017-01-09"):
        ref = log.add(on, "priority_issue", "More work than hands", f"PRI-{on[:7]}")
        escalate(log, SECOND_STEP, {"2015-11-16": "2015-11-18", "2016-05-11": "2016-05-13"}.get(on, "2017-01-12"), ref)
    # Disputes: the days on which the staff gave up, the next two had it, these gave up, the principals had it.
    for gave_up, second, deadlock, third in (
        ("2016-02-12", "2016-02-15", "", ""),
        ("2016-03-15", "2016-03-17", "", ""),
        ("2016-06-24", "2016-06-27", "2016-07-08", "2016-07-11"),
        ("2016-10-05", "2016-10-07", "", ""),
        ("2016-11-16", "2016-11-17", "2016-11-30", "2016-12-01"),
        ("2017-01-18", "2017-01-23", "2017-01-30", "2017-02-01"),
        ("2017-03-29", "", "", ""),
    ):
        settled = "" if not second else " and ".join(PRINCIPALS if third else SECOND_STEP)
        title, ref = "Dispute over a service", f"DIS-{gave_up[:7]}"
        log.add(gave_up, "dispute", title, ref, settled_by=settled, settled_on=30 if settled else "")
        escalate(log, SECOND_STEP, second, ref)
        if deadlock:
            log.add(deadlock, "deadlock", "No agreement on the dispute", matter=ref)
        escalate(log, PRINCIPALS, third, ref)


def escalate(log: Log, people: tuple[str, ...], on: str, ref: str) -> None:
    """Put a matter before each of the people, if there is a day for it."""
    for person in people if on else ():
        log.add(on, "escalation", f"Put before the {person}", matter=ref, referred_to=person)


def make(log: Log) -> None:
    """What the parties owe each other beside the addendum and the Schedule."""
    services(log)
    information(log)
    governance(log)


# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    # 2: the services
    row("services-unbroken", "breached", "nobody could work while the server was moved", Edit("disruption", "2016-08-01", {"service_continued": "no"})),
    row("trained-staff", "breached", "a team without training", Edit("service_assignment", "2016-06-01", {"qualified": "no"})),
    row(
        "requests-early", "shortfall", "three days before",
        Edit("service_request", "2016-07-01", {"needed_by": 3, "delivered_on": 3}),
    ),
    row("requests-clear", "shortfall", "the department had to ask what was meant", Edit("service_request", "2015-12-01", {"queried": "yes"})),
    row("schedule-changes-agreed", "noted", "the Deputy Chief Constable had not agreed", Edit("schedule_change", "2017-01-01", {"agreed_deputy_on": ""})),
    period(
        "outside-help-isolated", "shortfall", "2016-10-01..2016-12-31", "two purchases in the quarter",
        Edit("outside_service", "2016-02-10", {"date": "2016-12-06"}, {"title": "Computer forensics"}),
    ),
    row(
        "no-fees", "breached", "the force charged for an analysis",
        Edit("cost_statement", "2016-12-20", {"activity": "fee_payment", "title": "Fee for an analysis", "cost": "", "budget": ""}),
    ),
    row("services-within-budget", "breached", "12,400 pounds too much", Edit("cost_statement", "2016-09-01", {"cost": "262400"})),
    row("asset-licence", "breached", "refused, though the licence stood", Edit("asset_request", "2017-01-01", {"allowed": "no"})),
    row("asset-purpose", "breached", "used for a fair", Edit("asset_request", "2016-10-01", {"allowed": "yes"})),
    # 3: information
    row("information-shared", "breached", "shared two weeks late", Edit("information_request", "2017-01-01", {"shared_on": 45})),
    row(
        "information-shared", "excused", "not shared, for a reason",
        Edit("information_request", "2016-11-01", {"shared_on": "", "refusal_reason": "a case before the court"}),
    ),
    row("information-conditions", "breached", "kept after use", Edit("information_request", "2016-09-01", {"conditions_kept": "no"})),
    row("data-protection", "shortfall", "the laptop was not encrypted", Edit("data_incident", "2016-06-01", {"law_broken": "yes"})),
    row(
        "foi-answered-by-receiver", "breached", "the review was left to the other party",
        Edit("foi_follow_up", "2016-10-01", {"answered_by": "Commissioner"}),
    ),
    row("foi-answered", "breached", "answered after seven weeks; kept if no time is set", Edit("foi_request", "2016-01-01", {"answered_on": 48})),
    row("foi-support", "breached", "help a week late", Edit("foi_help", "2016-05-01", {"delivered_on": 18})),
    row("foi-mutual-help", "breached", "help four days late", Edit("foi_help", "2016-09-01", {"delivered_on": 15})),
    row(
        "confidentiality", "breached", "the talks told to a journalist",
        Edit("confidential_disclosure", "2016-06-29", {
            "title": "Interview", "exception": "interview", "about": "negotiations", "discussed_on": "",
        }),
    ),
    row("negotiations-confidential", "breached", "the same interview", Edit("confidential_disclosure", "2016-06-29")),
    row("disclosure-discussed", "shortfall", "the same interview, which nobody had discussed", Edit("confidential_disclosure", "2016-06-29")),
    row(
        "confidentiality", "breached", "a waiver is none of the exceptions",
        Edit("confidential_disclosure", "2016-10-26", {"exception": "waiver between the parties"}),
    ),
    row("waiver-stays-inside", "breached", "the same answer, given because of a waiver", Edit("confidential_disclosure", "2016-10-26")),
    row(
        "negotiation-statements", "breached", "the Chief Constable agreed two days later",
        Edit("negotiation_statement", "2016-10-01", {"agreed_chief_constable_on": 2}),
    ),
    row("protected-disclosures", "shortfall", "the report was held back", Edit("protected_disclosure", "2016-11-01", {"hindered": "yes"})),
    # 4: governance
    row("force-staff-direction", "breached", "the Commissioner's office gave orders to constables", Edit("line_bypass", "2016-02-01", {"staff_of": "Chief Constable"})),
    row("office-staff-authority", "breached", "the force gave orders to the Commissioner's staff", Edit("line_bypass", "2016-10-01", {"staff_of": "Commissioner"})),
    row("staff-use-told", "breached", "told twelve days later; kept if a list each month will do", Edit("service_assignment", "2016-01-01", {"told_on": 12})),
    row("usual-managers", "breached", "the team was put under the Commissioner's office", Edit("service_assignment", "2016-12-01", {"usual_managers": "no"})),
    row("instruction-conflicts-told", "breached", "told on the next day; kept if that will do", Edit("conflicting_instruction", "2016-04-01", {"told_on": 1})),
    row("instruction-conflicts-first", "breached", "carried out on the day before", Edit("conflicting_instruction", "2016-09-01", {"implemented_on": -1})),
    row(
        "instruction-conflicts-first", "excused", "carried out before, for a reason",
        Edit("conflicting_instruction", "2016-07-01", {"implemented_on": -1, "told_late_reason": "a live operation"}),
    ),
    row("novel-instructions", "breached", "carried out before both parties knew", Edit("novel_instruction", "2016-10-01", {"implemented_on": 2})),
    row(
        "priorities-referred", "breached", "the Deputy Chief Constable was left out",
        Edit("priority_issue", "2016-05-01"), Keep("escalation", 0, {"matter": "PRI-2016-05", "referred_to": "Deputy Chief Constable"}),
    ),
    row("conduct-concerns", "breached", "reported to the wrong officer", Edit("conduct_concern", "2016-07-01", {"reported_to": "Head of Engagement"})),
    row("conduct-concerns-soon", "breached", "reported after four working days; kept if five will do", Edit("conduct_concern", "2016-12-01", {"reported_on": 6})),
    # 5: disputes
    row(
        "disputes-second-step", "breached", "the Deputy Chief Constable was left out",
        Edit("dispute", "2016-10-01"), Keep("escalation", 0, {"matter": "DIS-2016-10", "referred_to": "Deputy Chief Constable"}),
    ),
    row(
        "disputes-third-step", "breached", "the Chief Constable was left out",
        Edit("deadlock", "2016-11-01"), Keep("escalation", 0, {"matter": "DIS-2016-11", "referred_to": "Chief Constable"}),
    ),
    row(
        "disputes-in-order", "breached", "before the Commissioner four days early",
        Edit("escalation", "2017-02-01", {"date": "2017-01-19"}, {"referred_to": "Commissioner"}),
        Edit("deadlock", "2017-01-30", {"date": "2017-01-19"}),
    ),
    row(
        "disputes-in-order", "breached", "before the Chief Constable four days early",
        Edit("escalation", "2017-02-01", {"date": "2017-01-19"}, {"referred_to": "Chief Constable"}),
    ),
    row("disputes-settled", "breached", "settled after half a year; kept if no time is set", Edit("dispute", "2016-06-24", {"settled_on": 180})),
    row("disputes-settled-inside", "breached", "settled by a mediator", Edit("dispute", "2016-03-01", {"settled_by": "a mediator"})),
    # 6: review and end
    row("ending-agreed", "noted", "the Commissioner alone declared an end, and took it back", Edit("end_proposal", "2016-09-20", {
        "agreed_commissioner_on": 8, "ended_on": 9,
    })),
    row("review-scope", "breached", "the Chief Constable took no part", Edit("mou_review", "2017-03-01", {"chief_constable_took_part": "no"})),
    row("service-change-reviewed", "noted", "the review came after the notice", Edit("service_change", "2016-05-01", {"reviewed_on": "2016-03-10"})),
    row(
        "service-change-notice", "breached", "a week's notice of a task called incidental; kept if such a task needs none",
        Edit("service_change", "2016-12-01", {"given_on": "2016-11-24"}),
    ),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`first-review`, `annual-review`", "2016-04-26, 2017-03-14", "met", "one review in each year, both in time"),
    ("`foi-answered`", "2017-03-29", "pending", "not answered, and not due yet"),
    ("`information-shared`", "2017-03-27", "pending", "not shared, and not due yet"),
    ("`protected-disclosures`", "2016-03-15", "", "not made as the law asks, so nothing is promised of it"),
    ("`asset-licence`", "2016-05-17", "met", "refused, for the licence had been taken back"),
    ("`instruction-conflicts-first`", "2017-03-28", "", "told, and not carried out yet, so nothing is judged"),
    ("`disputes-second-step`", "2017-03-29", "pending", "the two weeks for putting it before the next two are not over"),
    ("`disputes-settled`", "2017-03-29", "pending", "open, and the three months are not over"),
]
# fmt: on
