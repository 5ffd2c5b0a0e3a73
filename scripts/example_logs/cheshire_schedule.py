"""The example log of Cheshire, the Schedule of support services: kept promises, and the faults then planted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from example_logs.faults import Edit, Fault, Keep, period, row
from example_logs.making import SPANS, Log, day, office_day

# Departments that no other part of the log asks for a service, each with what it is asked for.
REQUESTS = {
    "Information Management": ["Records moved", "Retention schedule", "Register of data"],
    "Planning and Performance": ["Crime figures", "Survey of victims", "Forecast of demand"],
    "Professional Standards": ["Complaint file", "Figures on complaints", "Appeal file"],
    "MFSS": ["Grant paid out", "Income booked", "Payroll changed"],
    "Risk and Safety": ["Risk register", "Fire drill", "Insurance review"],
    "Other": ["Equality advice", "Advice on child protection", "Project support"],
}
DONE = {"queried": "no", "incidental": "no", "outcome": "provided"}


def requests(log: Log) -> None:
    """Requests to the departments, some of which set no day, and some for incidental tasks."""
    start = SPANS["cheshire"][0]
    for d, (department, titles) in enumerate(REQUESTS.items()):
        for n, title in enumerate(titles):
            asked = office_day(start + timedelta(30 + 200 * n + 30 * d))
            by = {"department": department, "provided_by": department}
            times: dict[str, Any] = {"day_set": "yes", "needed_by": 14, "delivered_on": 12 + n}
            if n == 1:
                times = {"day_set": "no", "needed_by": "", "delivered_on": 23}
            log.add(asked, "service_request", title, **times, **DONE, **by)
    for on, title, department in (
        ("2015-10-27", "Flag raised", "Estates"),
        ("2016-04-12", "Old telephones collected", "IT"),
        ("2016-11-08", "Furniture moved", "Estates"),
    ):
        by = {"department": department, "provided_by": department}
        log.add(
            on,
            "service_request",
            title,
            day_set="yes",
            needed_by=10,
            delivered_on=8,
            **DONE | {"incidental": "yes"},
            **by,
        )
    log.add("2017-03-24", "service_request", "Risk training", day_set="no", department="Risk and Safety", queried="no")
    for on in ("2016-03-16", "2017-02-21"):
        log.add(on, "it_review", "Computers, software and telephones")
    for on in ("2015-09-30", "2016-06-30"):
        log.add(on, "statutory_post_change", "Safety adviser leaves", successor_from=1)


def legal(log: Log) -> None:
    """The lawyers' confidences, duties and conflicts of interest, and other lawyers beside them."""
    for on, client in (("2015-11-25", "Commissioner"), ("2016-09-14", "Chief Constable")):
        log.add(on, "client_disclosure", "File passed on", client=client, client_agreed="yes")
    for on, duty in (("2015-10-29", "employee"), ("2016-04-05", "professional"), ("2016-12-14", "employee")):
        log.add(on, "lawyer_complaint", "Complaint decided", duty=duty, upheld="no")
    for on in ("2015-07-22", "2016-02-09", "2016-05-04", "2016-08-23", "2017-01-26"):
        title = "Conflict of interest noticed"
        log.add(on, "conflict_of_interest", title, f"LEG-{on[:7]}", department="Legal", told_on=1)
    for conflict in [r for r in log.rows if r["activity"] == "conflict_of_interest" and r["department"] == "Legal"]:
        one_only = conflict["date"][:7] in ("2016-02", "2016-08", "2016-11")
        log.add(
            office_day(day(conflict["date"]) + timedelta(7)),
            "conflict_discussion",
            "Talks on a conflict of interest",
            conflict["ref"],
            department="Legal",
            commissioner_side="Chief Executive",
            department_side="nominee of the Force Solicitor" if conflict["date"] < "2016" else "Force Solicitor",
            way_forward="one party only" if one_only else "both served, by different people",
            represents="Chief Constable" if one_only else "",
            helped_to_instruct="yes" if one_only else "",
        )
    for on in ("2015-08-05", "2016-02-22", "2016-09-12"):
        log.add(on, "outside_legal_advice", "Other lawyers instructed", told_on=1, notice_form="letter")


def make(log: Log) -> None:
    """What the departments do for the Commissioner."""
    requests(log)
    legal(log)


def elsewhere(obligation: str, department: str, on: str) -> Fault:
    """A service that somebody else gave in the department's place."""
    return row(
        obligation,
        "breached",
        "given by an outside firm",
        Edit("service_request", on, {"provided_by": "an outside firm"}, {"department": department}),
    )


def in_part(obligation: str, department: str, on: str) -> Fault:
    """A service of which only a part was given."""
    return row(
        obligation,
        "breached",
        "provided in part",
        Edit("service_request", on, {"outcome": "provided in part"}, {"department": department}),
    )


# A table reads better with a fault to a few lines, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    row(
        "services-without-date", "breached", "after six weeks; kept if three months are reasonable",
        Edit("service_request", "2016-01-01", {"delivered_on": 42}, {"title": "Figures on complaints"}),
    ),
    row(
        "incidental-tasks", "breached", "refused as no task of theirs",
        Edit("service_request", "2016-11-08", {"outcome": "refused", "provided_by": "", "delivered_on": ""}, {"incidental": "yes"}),
    ),
    row("estates-services", "breached", "the same refusal", Edit("service_request", "2016-11-08", where={"incidental": "yes"})),
    row("services-on-time", "breached", "the same refusal, so never delivered", Edit("service_request", "2016-11-08", where={"incidental": "yes"})),
    elsewhere("it-services", "IT", "2016-07-01"),
    period(
        "it-review", "breached", "2015-05-06..2016-05-05", "five days after the year's end; kept if one in two years will do",
        Edit("it_review", "2016-03-16", {"date": "2016-05-10"}),
    ),
    in_part("information-services", "Information Management", "2016-06-01"),
    elsewhere("procurement-services", "Procurement", "2016-01-01"),
    elsewhere("performance-services", "Planning and Performance", "2016-06-01"),
    elsewhere("hr-services", "Human Resources", "2016-06-01"),
    elsewhere("legal-services", "Legal", "2016-06-01"),
    elsewhere("finance-services", "Finance", "2016-06-01"),
    elsewhere("complaints-support", "Professional Standards", "2016-06-01"),
    elsewhere("transactional-services", "MFSS", "2016-06-01"),
    in_part("risk-and-safety-services", "Risk and Safety", "2016-06-01"),
    row("statutory-posts", "breached", "nobody for three weeks", Edit("statutory_post_change", "2016-06-30", {"successor_from": 22})),
    in_part("other-services", "Other", "2016-06-01"),
    # Legal
    row("lawyers-confidences", "breached", "passed on unasked", Edit("client_disclosure", "2016-09-01", {"client_agreed": "no"})),
    row("lawyers-employee-duties", "breached", "the employer upheld the complaint", Edit("lawyer_complaint", "2016-12-01", {"upheld": "yes"})),
    row("lawyers-professional-rules", "breached", "the regulator upheld the complaint", Edit("lawyer_complaint", "2016-04-01", {"upheld": "yes"})),
    row(
        "legal-conflicts", "breached", "told after four working days",
        Edit("conflict_of_interest", "2017-01-01", {"told_on": 6}, {"department": "Legal"}),
    ),
    row(
        "legal-conflict-discussed", "breached", "no talks; open if no time is set",
        Edit("conflict_of_interest", "2016-05-04"), Keep("conflict_discussion", 0, {"ref": "LEG-2016-05"}),
    ),
    row(
        "legal-conflict-way-forward", "breached", "talks with somebody whom nobody had named",
        Edit("conflict_discussion", "2015-07-01", {"commissioner_side": "Office assistant"}, {"department": "Legal"}),
    ),
    row(
        "legal-conflict-presumption", "breached", "the lawyers acted for the Commissioner",
        Edit("conflict_discussion", "2016-11-01", {"represents": "Commissioner", "helped_to_instruct": ""}, {"department": "Legal"}),
    ),
    row(
        "legal-conflict-help", "noted", "no help to find others",
        Edit("conflict_discussion", "2016-08-01", {"helped_to_instruct": "no"}, {"department": "Legal"}),
    ),
    row("outside-lawyers-told", "breached", "told after a week", Edit("outside_legal_advice", "2016-09-01", {"told_on": 8})),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`services-without-date`", "2017-03-24", "pending", "no day set, and less than a month ago"),
    ("`legal-conflict-way-forward`", "2015-07-29", "", "a nominee of the Force Solicitor will do, an office assistant will not"),
    ("`statutory-posts`", "2015-09-30", "met", "the next one began on the day after"),
]
# fmt: on
