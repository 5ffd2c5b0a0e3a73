"""JUnit XML, which CI servers and test viewers read: a suite for each agreement, a case for each obligation,
finding or change.

What was breached or fails the run is a failure. What is neither that nor fine is skipped, with the reason why, so
that nothing counts as passed that was not kept. An input that is wrong is an error. The form is that of the common
schema (windyroad/JUnit-Schema), which asks for a host, a time and durations: there is no clock here, so the time is
the day as of which was judged, and all else is empty.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import date

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from mou_check.model.report import Entry, Occurrence, Place, Report, Section, Weight, problem_ids
from mou_check.output import Look, inert

# The suite of problems that belong to no agreement of the report.
INPUTS = "inputs"
_NO_DAY = date(1970, 1, 1)
_Result = Error | Failure | Skipped


def render(report: Report, look: Look) -> str:
    """The suites, in the order of the agreements."""
    suites = JUnitXml()
    for suite in _suites(report):
        suites.add_testsuite(suite)
    # Through the standard library's own tree: which other XML packages are installed must not change a byte.
    made: bytes = suites.tostring()  # type: ignore[no-untyped-call]  # the package has no types there
    root = ET.fromstring(made)  # noqa: S314 - it has just been made here
    for number, element in enumerate(root):  # what the schema asks for and the package leaves out
        element.set("id", str(number))
        element.set("package", f"mou-check.{report.command}")
        ET.SubElement(element, "system-out")
        ET.SubElement(element, "system-err")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    if look.ascii:
        text = text.encode("ascii", "xmlcharrefreplace").decode()
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suites(report: Report) -> Iterator[TestSuite]:
    cases = _problems(report)
    sections = list(report.sections)
    if INPUTS in cases or not sections:
        sections.insert(0, Section(INPUTS, "Files that were read", ""))
    for entry in report.entries:
        cases.setdefault(entry.agreement, []).append(_case(report, entry))
    for section in sections:
        # A suite without a case would count as a run that found no tests.
        yield _suite(section, cases.get(section.id) or [TestCase("nothing-found", section.id, 0.0)])


def _suite(section: Section, cases: Iterable[TestCase]) -> TestSuite:
    suite = TestSuite(section.id)
    suite.hostname = "localhost"
    suite.timestamp = f"{section.as_of or _NO_DAY}T00:00:00"
    for name, value in (("title", section.title), ("summary", section.summary), ("facts", " ".join(section.facts))):
        suite.add_property(name, inert(value))
    suite.add_testcases(list(cases))
    return suite


def _case(report: Report, entry: Entry) -> TestCase:
    case = TestCase(inert(entry.id.removeprefix(f"{entry.agreement}/")), entry.agreement, 0.0)
    told = inert(entry.suppressed or f"{entry.verdict}: {entry.message or entry.actual or entry.title}")
    if entry.suppressed is None and (entry.fails or entry.weight is Weight.ERROR):
        case.result = _with_text(Failure(told, entry.verdict), _lines(report, entry))
    elif entry.weight is not Weight.FINE:
        case.result = _with_text(Skipped(told), _lines(report, entry))
    return case


def _with_text(result: _Result, lines: Iterable[str]) -> _Result:
    result.text = "\n".join(inert(line) for line in lines)
    return result


def _lines(report: Report, entry: Entry) -> Iterator[str]:
    yield entry.heading
    yield from (f"{heading}: {told}" for heading, told in report.asked_and_found(entry))
    if entry.place:
        yield f"at {entry.place}"
    if not entry.occurrences:
        yield entry.message
    for occurrence in entry.occurrences:
        yield from _occurrence(occurrence)
    yield from entry.notes


def _occurrence(occurrence: Occurrence) -> Iterator[str]:
    rows = f" [{', '.join(str(row) for row in occurrence.rows)}]" if occurrence.rows else ""
    let_pass = f" ({occurrence.suppressed})" if occurrence.suppressed else ""
    yield f"- {occurrence.verdict}: {occurrence.message}{let_pass}{rows}"
    yield from (f"  {note}" for note in occurrence.notes)


def _problems(report: Report) -> dict[str, list[TestCase]]:
    """The problems by the suite that they belong to: errors, or skipped when they fail nothing."""
    known = {section.id for section in report.sections}
    failing = report.failing_level
    cases: dict[str, list[TestCase]] = {}
    for own, problem in zip(problem_ids(report.problems), report.problems, strict=True):
        suite = problem.agreement if problem.agreement in known else INPUTS
        case = TestCase(inert(own), suite, 0.0)
        told = inert(problem.message)
        result = Error(told, problem.code) if problem.level == failing else Skipped(told)
        place = Place.of(problem)
        case.result = _with_text(result, [f"at {place}"] if place else [])
        cases.setdefault(suite or INPUTS, []).append(case)
    return cases
