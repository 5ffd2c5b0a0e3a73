"""Make the example activity logs, their README and the list of faults planted in them.

    python scripts/make_activity_logs.py

A function per agreement makes a log in which every promise is kept. `FAULTS` then says, as data, what
is taken away or changed, and what `mou-check verify` has to find because of it; the README's table and
`tests/planted.yaml` come from the same data. Everything is invented, and the same on every run: the
random numbers are seeded with the agreement's and the activity's name.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from example_log import SPANS, THEMES, VENUES, Log, dates, day, days, months, office_day, publish_weekly, working
from planted_faults import FAULTS, OPEN, TOWNS

ROOT = Path(__file__).resolve().parent.parent


# --- the three logs, every promise kept -------------------------------------------------------------
def analyse(log: Log, end: date, *activities: str) -> None:
    """Add an analysis of every engagement so far, two to six weeks later."""
    rng = log.random("analysis")
    for row in [r for r in log.rows if r["activity"] in activities]:
        when = office_day(day(row["date"]) + timedelta(rng.choice([14, 21, 28, 40])))
        title = f"Analysis: {row['title']}"
        if when <= end:
            log.add(when, "engagement_analysis", title, row["ref"], demographics="yes", recommendations="yes")


def cheshire(log: Log) -> None:
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
    services = ["Estates", "IT", "Procurement", "Human resources", "Legal", "Finance"]
    for n in range(22):
        asked, time = start + timedelta(31 * n + 8), rng.choice([7, 10, 14])
        for activity, title, more in (
            ("support_request", kinds[n % 4], {"political": "no"}),
            ("service_request", services[n % 6], {}),
        ):
            log.add(asked, activity, title, needed_by=time, delivered_on=time - rng.choice([0, 1, 3]), **more)
    log.add("2017-03-20", "support_request", kinds[0], needed_by=17, delivered_on="", political="no")
    log.add("2017-03-22", "service_request", services[1], needed_by=16, delivered_on="")

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
    log.add("2016-04-26", "mou_review", "Review of memorandum and services")
    for when in dates("2015-10-20 2016-04-28 2016-10-25"):
        log.add(when, "addendum_review", "Formal review of the addendum")
    for when in dates("2015-09-24 2016-03-17 2016-09-22 2017-03-16"):
        log.add(when, "strategy_report", "Engagement strategy: progress")
    for on, given in (("2015-11-02", "2015-07-20"), ("2016-05-31", "2016-02-29"), ("2016-10-03", "2016-06-20")):
        log.add(on, "service_change", "Change of support services", given_on=given, notice_form="letter")
    for when in dates("2015-09-14 2016-07-11"):
        log.add(when, "staffing_change", "Posts moved between teams", consulted_on=-20)
    for n, when in enumerate(dates("2015-06-09 2015-10-13 2016-01-20 2016-05-24 2016-09-07 2017-03-29")):
        told = "" if n == 5 else n % 3 + 1
        log.add(when, "foi_request", "Request for information", touches_agreement="yes", told_on=told)
    for on, exception in (
        ("2015-08-12", "already public"),
        ("2016-04-14", "required by law"),
        ("2016-12-07", "known before"),
    ):
        log.add(on, "confidential_disclosure", "Information disclosed", exception=exception)
    log.add(
        "2016-02-23",
        "negotiation_statement",
        "Joint statement",
        agreed_commissioner_on=-4,
        agreed_chief_constable_on=-2,
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
    log.add("2016-01-26", "conduct_concern", "Concern about a contractor's visit", **reported)
    for on, reason in (
        ("2015-10-05", "skills not in house"),
        ("2016-06-08", "conflict of interest"),
        ("2016-11-21", "skills not in house"),
    ):
        log.add(on, "outside_service", "Design agency", reason=reason)


def durham(log: Log) -> None:
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


def leicestershire(log: Log) -> None:
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


# --- what comes out ---------------------------------------------------------------------------------
def build() -> dict[str, str]:
    """Every file that the script makes, by its path in the project."""
    files, table, planted = {}, [], []
    for agreement, make in {"cheshire": cheshire, "durham": durham, "leicestershire-2013": leicestershire}.items():
        log = Log(agreement)
        make(log)
        faults = [fault for fault in FAULTS if fault.agreement == agreement]
        shown = [(fault, log.plant(fault)) for fault in faults]
        files[f"activity_logs/{agreement}.csv"] = log.text()
        for fault, row in shown:
            number = next((n for n, r in enumerate(log.rows, 2) if r is row), None)
            first, last = (row["date"],) * 2 if row else fault.period.split("..") if fault.period else (None, None)
            where = f"{first}, row {number}" if row else f"{first} to {last}" if first else "everywhere"
            where += f", {fault.group}" if fault.group else ""
            table.append(f"| {agreement} | `{fault.obligation}` | {where} | {fault.verdict} | {fault.what} |")
            entry: dict[str, object] = {
                "agreement": agreement,
                "obligation": fault.obligation,
                "verdict": fault.verdict,
            }
            entry |= {"from": first, "to": last, "group": fault.group, "row": number}
            entry["what"] = fault.what
            planted.append(
                "- {"
                + ", ".join(f"{k}: {json.dumps(v) if k in ('what', 'group') else v}" for k, v in entry.items() if v)
                + "}"
            )
    head = "# Made by scripts/make_activity_logs.py: what `verify` must find in the example logs, and nothing else.\n"
    files["tests/planted.yaml"] = head + "\n".join(planted) + "\n"
    readme = (ROOT / "scripts" / "activity_logs_readme.md").read_text(encoding="utf-8")
    open_items = [f"| {' | '.join(item)} |" for item in OPEN]
    files["activity_logs/README.md"] = readme.replace("{FAULTS}", "\n".join(table)).replace(
        "{OPEN}", "\n".join(open_items)
    )
    return files


if __name__ == "__main__":
    for name, text in build().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
