"""What a person judged, put in the place of `to-judge`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mou_check.agreement import Obligation
from mou_check.model.decisions import Assessment
from mou_check.model.problems import Problem
from mou_check.model.results import Assessed
from mou_check.model.verdicts import Outcome, Verdict
from mou_check.model.words import some
from mou_check.rules.judged import Evaluation

_OUTCOMES = {Verdict.MET: Outcome.MET, Verdict.EXCUSED: Outcome.EXCUSED}


def own_assessments(assessments: Sequence[Assessment], obligation: Obligation) -> list[Assessment]:
    """The assessments of one obligation."""
    return [a for a in assessments if a.obligation == obligation.id]


def assessed(evaluation: Evaluation, recorded: Sequence[Assessment]) -> Evaluation:
    """The periods that a person has judged, settled so. One that is still open waits for its end."""
    items = []
    for item in evaluation.items:
        assessment = next((a for a in recorded if a.fits(item.first, item.label)), None)
        if assessment and item.outcome in (Outcome.TO_JUDGE, Outcome.PARTIAL):
            said = f"{assessment.verdict} in the judgement of {assessment.who}, {assessment.when}: {assessment.why}"
            item = replace(
                item,
                outcome=_OUTCOMES.get(assessment.verdict, Outcome.MISSED),
                message=f"{item.label}: {said}",
                excuse=assessment.why if assessment.verdict is Verdict.EXCUSED else None,
                assessment=Assessed(assessment.who, assessment.when, assessment.why),
            )
        items.append(item)
    return replace(evaluation, items=items)


def unused_assessments(recorded: Sequence[Assessment], evaluations: Sequence[Evaluation]) -> list[Problem]:
    """A warning for each assessment that is about no period under review, in no reading."""
    periods = {(i.first, i.label) for e in evaluations for i in e.items if i.row is None and i.first}
    problems = []
    for assessment in recorded:
        if any(assessment.fits(first, label) for first, label in periods):
            continue
        known = some([f"{label} (from {first})" for first, label in sorted(periods, key=str)]) if periods else "none"
        message = f"the assessment of {assessment.obligation} for {assessment.period} fits no period under review; there are: {known}"
        at = assessment.place
        problems.append(Problem("warning", "unused-assessment", message, file=at.file, line=at.line, column=at.column))
    return problems
