"""From an agreement and a log to the verdicts of its obligations (language, sections 2 and 6)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from . import periods, rows
from .dates import WEEKDAYS, Calendar, Period, month_day
from .log import Log, folded, read_log
from .scope import Outcome, Scope
from .select import columns_of_chooser, columns_of_conditions, lists_in_conditions, named_list

WORST_FIRST = [
    "breached",
    "shortfall",
    "no-data",
    "to-judge",
    "waived",
    "excused",
    "noted",
    "met",  # settled
    "pending",
    "partial",
    "not-due",
]
MISSED = {"must": "breached", "should": "shortfall", "may": "noted"}

KINDS = {
    "count": periods.count,
    "gap": periods.gap,
    "level": periods.level,
    "cover": periods.cover,
    "judgement": periods.judgement,
    "notice": rows.notice,
    "approval": rows.approval,
    "companion": rows.companion,
    "every": rows.every,
    "never": rows.never,
    "sample": rows.sample,
}


def evaluate(
    agreement: dict,
    log_csv: str,
    *,
    window: tuple[str | None, str | None] = (None, None),
    as_of: str | None = None,
    project: dict | None = None,
    today: str | None = None,
) -> dict:
    """The verdicts of every obligation, by its id, with the keys of the result document."""
    project = project or {}
    calendar = read_calendar(agreement)
    term = span(agreement.get("term"), "starts", "ends")
    log = read_log(log_csv, agreement, project, calendar.timezone)
    wide, covered = review_window(window, project, log)
    narrow = intersection(wide, term)
    now = day(today) or date.today()  # noqa: DTZ011 - a run that is told no day takes the machine's
    log.as_of = day(as_of) or (min(narrow.last, now) if narrow else now)
    lists = {
        **read_lists(agreement),
        **{name: [str(v) for v in values] for name, values in (project.get("lists") or {}).items()},
    }
    results = {}
    for obligation in agreement["obligations"]:
        active = intersection(narrow, span(obligation.get("effective"), "from", "to")) if narrow else None
        scope = Scope(
            log,
            lists,
            calendar,
            term,
            narrow or Period(None, None),
            log.as_of,
            active.days() if active else [],
            covered,
        )
        said = said_of(obligation, agreement, project, day(as_of) or now)
        results[obligation["id"]] = obligation_result(obligation, scope, said)
    return results


def has_days_to_review(
    agreement: dict, log_csv: str, window: tuple[str | None, str | None], project: dict | None
) -> bool:
    """Whether there is any day between the window's sides and inside the term."""
    project, calendar = project or {}, read_calendar(agreement)
    wide, _ = review_window(window, project, read_log(log_csv, agreement, project, calendar.timezone))
    return intersection(wide, span(agreement.get("term"), "starts", "ends")) is not None


# ---------------------------------------------------------------- the agreement's own dates


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def span(written: dict | None, first: str, last: str) -> Period:
    written = written or {}
    return Period(day(written.get(first)), day(written.get(last)))


def intersection(a: Period | None, b: Period | None) -> Period | None:
    """The days in both; None when there are none."""
    if a is None or b is None:
        return None
    first = max((d for d in (a.first, b.first) if d), default=None)
    last = min((d for d in (a.last, b.last) if d), default=None)
    return None if first and last and first > last else Period(first, last)


def read_calendar(agreement: dict) -> Calendar:
    written = agreement.get("calendar") or {}
    return Calendar(
        written.get("timezone", "Europe/London"),
        written.get("week_starts", WEEKDAYS[0]),
        month_day(written.get("year_starts", "04-01")),
        day(written.get("anchor")),
        written.get("holidays", "england-and-wales"),
    )


def read_lists(agreement: dict) -> dict[str, list[str]]:
    found = {}
    for name, written in (agreement.get("lists") or {}).items():
        values = written.get("values") or [] if isinstance(written, dict) else written
        found[name] = [str(v) for v in values]
    return found


def review_window(options: tuple, project: dict, log: Log) -> tuple[Period | None, list[Period]]:
    """The days under review before the term cuts them, and all days that the log can speak for."""
    covers = span(project.get("covers"), "from", "to")
    own = Period(covers.first or log.first, covers.last or log.last)
    window = Period(day(options[0]) or own.first, day(options[1]) or own.last)
    covered = [own] if own.first and own.last else []
    if window.first is None or window.last is None or window.first > window.last:
        return None, covered
    return window, covered + ([window] if any(options) else [])


# ---------------------------------------------------------------- one obligation


def said_of(obligation: dict, agreement: dict, project: dict, judged_on: date) -> dict[str, list[dict]]:
    """The waivers of this obligation that are in force on the day of judging, and its assessments."""
    said = {
        key: [
            e
            for e in project.get(key) or []
            if (e["agreement"], e["obligation"]) == (agreement["id"], obligation["id"])
        ]
        for key in ("waivers", "assessments")
    }
    said["waivers"] = [w for w in said["waivers"] if span(w, "granted_on", "expires").has(judged_on)]
    return said


def settled_by_people(outcome: Outcome, rule: dict, said: dict[str, list[dict]]) -> str:
    """What is left of an outcome after assessments and waivers. Excuses went first."""
    left: str = outcome.outcome
    for assessment in said["assessments"]:
        own = rule["kind"] == "judgement" and iso(outcome.first) == assessment["period"]
        if own and left in ("to-judge", "partial"):
            left = "missed" if assessment["verdict"] in MISSED.values() else assessment["verdict"]
    return "waived" if left == "missed" and any(covers(waiver, outcome) for waiver in said["waivers"]) else left


def covers(waiver: dict, outcome: Outcome) -> bool:
    """Whether a waiver is about a period or a row."""
    if waiver.get("group") and (outcome.group is None or folded(", ".join(outcome.group)) != folded(waiver["group"])):
        return False
    if "from" in waiver:
        # A row is waived by its day, a period by its last one.
        return outcome.last is not None and span(waiver, "from", "to").has(outcome.last)
    if "ref" in waiver:
        return outcome.row is not None and waiver["ref"] == (outcome.ref or iso(outcome.first))
    return outcome.is_period and waiver["period"] == iso(outcome.first)


def obligation_result(obligation: dict, scope: Scope, said: dict[str, list[dict]]) -> dict:
    force = obligation.get("force", "must")
    if "readings" not in obligation:
        return {**reading_result(obligation["rule"], scope, force, said), "depends_on_reading": False, "readings": []}
    each = [(reading, reading_result(reading["rule"], scope, force, said)) for reading in obligation["readings"]]
    missed = [result["verdict"] in MISSED.values() for _, result in each]
    return {
        **each[0][1],
        "depends_on_reading": any(missed) and not all(missed),
        "readings": [{"id": reading["id"], "verdict": r["verdict"], "tally": r["tally"]} for reading, r in each],
    }


def reading_result(rule: dict, scope: Scope, force: str, said: dict[str, list[dict]]) -> dict:
    outcomes = judge(rule, scope)
    settled: list[str] = []
    for outcome in outcomes:
        if outcome.in_tally:
            whole = settled_by_people(outcome, rule, said)
            settled.append(whole)
        else:  # a row that explains the period before it shares what becomes of that
            settled.append(whole if outcome.outcome == "missed" else outcome.outcome)
    verdicts = [MISSED[force] if outcome == "missed" else outcome for outcome in settled]
    counted = [v for o, v in zip(outcomes, verdicts, strict=True) if o.in_tally]
    return {
        # Nothing to judge: a prohibition is kept, anything else has not fallen due.
        "verdict": min(counted, key=WORST_FIRST.index, default="met" if rule["kind"] == "never" else "not-due"),
        "tally": dict(Counter(counted)),
        "periods": [as_period(o, v) for o, v in zip(outcomes, verdicts, strict=True) if o.is_period],
        "findings": [as_finding(o, v) for o, v in zip(outcomes, verdicts, strict=True) if o.is_finding and v != "met"],
    }


def judge(rule: dict, scope: Scope) -> list[Outcome]:
    """The outcomes of a rule; none where no row and no period gives it anything to judge."""
    if scope.window.first is None or lacks_data(rule, scope):
        return [Outcome("no-data")]
    if not scope.active:
        return [Outcome("not-due")]
    if rule["kind"] == "deadline":
        function = rows.deadline_by_case if "done" in rule else periods.deadline_by_date
    else:
        function = KINDS[rule["kind"]]
    return function(rule, scope)


def lacks_data(rule: dict, scope: Scope) -> bool:
    """Whether an activity is not recorded, a column is in no file, or a list is empty."""
    choosers = [rule] + [rule[key] for key in ("needs", "clearance", "evidence") if key in rule]
    for chooser in choosers:
        # A person can judge without the evidence of the log; everything else needs what it speaks of.
        if rule["kind"] != "judgement" and not scope.is_recorded(chooser["activity"]):
            return True
        if any(not named_list(name, scope.lists) for name in lists_read(chooser)):
            return True
    return not needed_columns(rule, scope) <= set(scope.log.header)


def lists_read(chooser: dict) -> list:
    """The lists that a rule, or other rows that it needs, reads: at `for_each`, `by` and `in`."""
    names = list((chooser.get("for_each") or {}).values()) + ([chooser["by"]] if "by" in chooser else [])
    for wanted in (chooser.get("where"), chooser.get("must")):
        names += lists_in_conditions(wanted)
    return names


def needed_columns(rule: dict, scope: Scope) -> set[str]:
    """Every column without which the rule cannot be judged. An activity that never happened needs none,
    and without an `excuse` column there is no reason."""
    found: set[str] = set()
    own = scope.happened(rule.get("activity", []))
    for chooser in [rule] + [rule[key] for key in ("needs", "clearance", "evidence") if key in rule]:
        if scope.happened(chooser.get("activity", [])):
            found |= columns_of_chooser(chooser)
    # What joins two rows is needed on either side where that side happened.
    other = rule.get("needs") or rule.get("clearance")
    match = rule.get("match") or (other or {}).get("match")
    pairs = match if isinstance(match, dict) else {match: match} if match else {}
    found |= set(pairs) if own else set()
    found |= set(pairs.values()) if other and scope.happened(other["activity"]) else set()
    approvals = rule.get("clearance", rule)
    if scope.happened(approvals.get("activity", [])):
        found |= {rule[key] for key in ("approver", "approved_on") if rule.get(key)}
    if not own:
        return found
    found |= columns_of_conditions(rule.get("must"))
    found |= set((rule.get("measure") or {}).values())
    for key in ("given", "event", "value", "starts", "ends", "responses", "population"):
        if rule.get(key):
            found.add(rule[key])
    done = rule.get("done", [])
    found |= set(done if isinstance(done, list) else [done])
    due = rule.get("due")
    if isinstance(due, dict):
        if "column" in due:
            found.add(due["column"])
        if isinstance(due.get("after"), dict):
            found.add(due["after"]["column"])
    return found


# ---------------------------------------------------------------- as the result document writes it


def iso(d: date | None) -> str | None:
    return d.isoformat() if d else None


def as_period(o: Outcome, verdict: str) -> dict:
    return {
        "from": iso(o.first),
        "to": iso(o.last),
        "group": o.group,
        "verdict": verdict,
        "required": o.required,
        "actual": o.actual,
        "short_by": o.short_by,
        "evidence": o.evidence,
    }


def as_finding(o: Outcome, verdict: str) -> dict:
    return {
        "verdict": verdict,
        "row": o.row,
        "from": iso(o.first),
        "to": iso(o.last),
        "group": o.group,
        "due": iso(o.due),
        "days_late": o.days_late,
        "actual": o.actual,
    }
