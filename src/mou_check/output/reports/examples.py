"""The report of `test`: an entry for each example."""

from __future__ import annotations

from mou_check.model.examples import ExampleResult, ExamplesDocument, ExamplesSummary, Reason, summary_of
from mou_check.model.report import Entry, Place, Report, Rule, Section, Weight
from mou_check.output.phrases import reviewed

_WEIGHTS = {"ok": Weight.FINE, "failed": Weight.ERROR}
_HELP = (
    "Either the rule does not say what its author meant, or the example expects what the words do not ask for. "
    "mou-check show tells what the rule asks."
)


def report(document: ExamplesDocument) -> Report:
    """The report of examples."""
    obligations = {(e.agreement, e.obligation): e.title for e in document.examples}
    return Report(
        command="test",
        noun="example",
        tool=document.tool,
        exit_status=document.exit_status,
        summary=str(document.summary),
        headings={
            "verdict": "Result",
            "title": "Obligation",
            "message": "Example",
            "place": "Place",
        },
        sections=tuple(Section(a.id, a.title, str(_summary(document, a.id))) for a in document.agreements),
        entries=tuple(_entry(e) for e in document.examples if e.status != "not-run"),
        rules=tuple(
            Rule(
                f"{agreement}/{obligation}",
                Weight.ERROR,
                title,
                "Each example of the obligation gets the verdict that stands beside it.",
                _HELP,
            )
            for (agreement, obligation), title in obligations.items()
        ),
        problems=document.problems,
    )


def _summary(document: ExamplesDocument, agreement: str) -> ExamplesSummary:
    return summary_of(
        [e for e in document.examples if e.agreement == agreement],
        [u for u in document.untested if u.agreement == agreement],
    )


def _entry(example: ExampleResult) -> Entry:
    failed = example.status == "failed"
    reasons = tuple(_told(reason) for reason in example.why)
    says = example.says or f"example {example.number}"
    return Entry(
        id=example.name,
        agreement=example.agreement,
        code=f"{example.agreement}/{example.obligation}",
        verdict=example.status,
        weight=_WEIGHTS[example.status],
        rank=int(not failed),
        fails=failed,
        title=f"{example.title}: {says.rstrip('.')}",
        message=f"expected {example.expected}, found {example.actual}: {reasons[0]}" if failed else says,
        about=(example.obligation,),
        place=Place(example.place.file, example.place.line, example.place.column),
        notes=(reviewed(example), *reasons[1:]) if failed else (),
    )


def _told(reason: Reason) -> str:
    return f"{reason.message} (row {reason.row}, line {reason.line})" if reason.row else reason.message
