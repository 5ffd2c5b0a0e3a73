"""The example log of Leicestershire 2013-14: who led the communications on which area, and the faults in it."""

from __future__ import annotations

from example_logs.faults import Edit, Fault, row
from example_logs.making import Log

# Day, area of activity, who led, what the other side did, title.
WORK = [
    ("2013-04-22", "Strategic plan", "Commissioner", "worked together", "Launch of the Police and Crime Plan"),
    ("2013-05-08", "Strategic direction", "Commissioner", "recommended", "Statement on neighbourhood policing"),
    ("2013-05-15", "Overall performance", "Commissioner", "", "First figures of the year"),
    ("2013-05-22", "Day-to-day crime", "Force", "", "Appeal for witnesses after thefts"),
    ("2013-06-05", "Specific performance", "Force", "assisted", "Answer times on the 101 line"),
    ("2013-06-11", "Scrutiny", "Commissioner", "", "Statement on stop and search"),
    ("2013-06-19", "Public events", "OPCC", "assisted", "Open day"),
    ("2013-06-28", "Statement of expenditure", "OPCC", "", "Draft accounts"),
    ("2013-07-04", "Corporate marketing campaigns", "OPCC", "assisted", "Summer campaign against burglary"),
    ("2013-07-16", "Operational control", "Force", "", "Deployment at the carnival"),
    ("2013-07-25", "High-profile crime", "Force", "involved", "Arson in the city"),
    ("2013-08-07", "Stakeholder management", "OPCC", "", "Letter to the councils"),
    ("2013-08-20", "Daily internal communications", "Force", "", "Bulletin for officers and staff"),
    ("2013-09-03", "Commissioning of services", "Commissioner", "", "Victims' services: call for bids"),
    ("2013-09-11", "Value for money", "Commissioner", "worked in partnership", "Savings report"),
    ("2013-09-18", "Personal marketing", "OPCC", "", "New pages on the office"),
    ("2013-09-26", "Regional and national threats", "Commissioner", "advised", "Share of the regional crime unit"),
    ("2013-10-02", "Collaboration projects", "OPCC", "worked in partnership", "Shared custody suites"),
    ("2013-10-09", "Internal communications on an issue", "Force", "", "Change of shifts"),
    ("2013-10-17", "Partner liaison", "OPCC", "", "Briefing for community safety partnerships"),
    ("2013-10-30", "Public consultation", "Commissioner", "assisted", "Views on the precept"),
    ("2013-11-06", "Other", "Commissioner", "", "Volunteers' scheme"),
    ("2013-11-14", "Strategic direction", "Commissioner", "recommended", "Statement on rural crime"),
    ("2013-11-27", "Chief Constable", "Commissioner", "", "Outcome of the yearly appraisal"),
    ("2013-12-04", "Collaboration projects", "OPCC", "worked in partnership", "Shared dog section"),
    ("2013-12-11", "Regional and national threats", "Commissioner", "advised", "Reserve for major events"),
    ("2014-01-09", "Budget setting", "Commissioner", "", "Proposed budget"),
    ("2014-01-15", "Value for money", "Commissioner", "worked in partnership", "Comparison with similar forces"),
    ("2014-01-21", "High-profile crime", "Force", "involved", "Attack at a cash point"),
    ("2014-01-30", "Specific performance", "Force", "assisted", "Burglaries solved"),
    ("2014-02-05", "Corporate marketing campaigns", "OPCC", "assisted", "Campaign against hate crime"),
    ("2014-02-12", "Day-to-day crime", "Force", "", "Warning of bogus callers"),
    ("2014-02-19", "Partner liaison", "OPCC", "", "Letter to the criminal justice board"),
    ("2014-02-26", "Public events", "OPCC", "assisted", "Evening on road safety"),
    ("2014-03-05", "Daily internal communications", "Force", "", "Bulletin for officers and staff"),
    ("2014-03-12", "Specific performance", "Force", "assisted", "Repeat victims"),
    ("2014-03-19", "Strategic plan", "Commissioner", "worked together", "Plan brought up to date"),
    ("2014-03-26", "Other", "OPCC", "", "Charter for witnesses"),
]


def make(log: Log) -> None:
    """A year's communications on the areas of the table."""
    for on, area, led_by, other_part, title in WORK:
        log.add(on, "area_communication", title, activity_area=area, led_by=led_by, other_part=other_part)


def led_wrongly(obligation: str, what: str, on: str, led_by: str) -> Fault:
    """A fault in who led on the day."""
    return row(obligation, "shortfall", what, Edit("area_communication", on, {"led_by": led_by}))


def no_part(obligation: str, what: str, on: str, verdict: str = "shortfall") -> Fault:
    """A fault in the part that the other side took on the day."""
    return row(obligation, verdict, what, Edit("area_communication", on, {"other_part": ""}))


# A table reads better with a fault to a line, so the formatter leaves it alone.
# fmt: off
FAULTS: list[Fault] = [
    led_wrongly("leads-on-plan", "the force led on strategic direction", "2013-11-14", "Force"),
    led_wrongly("leads-on-scrutiny", "the force led on the Chief Constable's appraisal", "2013-11-27", "Force"),
    led_wrongly("leads-on-money", "the force led on value for money", "2014-01-15", "Force"),
    led_wrongly("leads-on-partners", "a council led", "2014-02-19", "County Council"),
    led_wrongly("leads-on-public", "nobody is named as lead", "2014-02-26", ""),
    led_wrongly("force-leads-on-operations", "the office led on an everyday crime", "2014-02-12", "OPCC"),
    led_wrongly("force-leads-on-specific-performance", "the office led", "2014-01-30", "OPCC"),
    led_wrongly("force-leads-internally", "the office led within the force", "2014-03-05", "OPCC"),
    no_part("force-works-along", "the force took no part", "2013-12-04"),
    no_part("force-recommends", "the force made no recommendation", "2013-05-08"),
    no_part("force-advises", "the force was not asked for advice", "2013-12-11"),
    no_part("force-assists", "the force did not assist", "2014-02-05"),
    no_part("commissioner-assists", "the Commissioner took no part", "2014-03-12"),
    no_part("commissioner-in-high-profile-cases", "no part taken, which is allowed", "2014-01-21", "noted"),
]

# What can be seen in the log and is no fault: obligations, where, verdict, why.
OPEN = [
    ("`leads-elsewhere`", "the year", "to-judge", "a person has to say whether an area is like those of the table"),
]
# fmt: on
