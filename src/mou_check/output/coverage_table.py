"""What agreements hold and what a log can test of it, for people: two tables, and lists where they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.table import Table
from rich.text import Text

from mou_check.model.coverage import (
    AgreementCoverage,
    ClauseEntry,
    ClauseSummary,
    CoverageDocument,
    ObligationCoverage,
    ObligationSummary,
)
from mou_check.model.words import figure, listed
from mou_check.output import Look, inert
from mou_check.output.terminal import Paper

_MARKS = {
    "fully": "tested fully",
    "partly": "tested partly",
    "rest": "judgement of the rest",
    "judgement": "by judgement",
}
_NO_LOG = {"none": "no log", "unreadable": "unreadable", "read": ""}


def render(document: CoverageDocument, look: Look, *, by_clause: bool = False) -> str:
    """The whole report; with `look.verbose` what the log lacks, obligation by obligation."""
    paper = Paper(look)
    if by_clause:
        for agreement in document.agreements:
            _register(paper, agreement)
    paper.console.print(_clauses(document))
    paper.console.print()
    paper.console.print(_obligations(document))
    paper.console.print()
    for line in _legend(document):
        paper.line(Text(line, style="dim"), 0)
    if look.verbose:
        for agreement in document.agreements:
            _lacking(paper, agreement)
    return paper.text()


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False,
        padding=(0, 1, 0, 0), header_style="bold", show_footer=False,
    )  # fmt: skip


def _clauses(document: CoverageDocument) -> Table:
    table = _table("Clauses, and what they hold")
    table.add_column("Agreement", overflow="fold")
    for head in ("All", "Hold\nobligations", "Hold\nnone"):
        table.add_column(head, justify="right", overflow="fold")
    table.add_column("Why none", overflow="fold")
    for name, clauses, _ in _rows(document):
        numbers = (clauses.total, clauses.holding, clauses.without)
        why = ", ".join(f"{n} {inert(reason)}" for reason, n in clauses.reasons.items())
        table.add_row(name, *map(figure, numbers), why)
    return table


def _obligations(document: CoverageDocument) -> Table:
    table = _table("Obligations, and how far a log can test them")
    table.add_column("Agreement", overflow="fold")
    for head in (
        "All",
        "Fully",
        "Partly",
        "The\nrest",
        "Only by\njudgement",
        "Log has\ndata for",
        "Judged by\na person",
    ):
        table.add_column(head, justify="right", overflow="fold")
    states = {a.id: _NO_LOG[a.log] for a in document.agreements}
    for name, _, summary in _rows(document):
        data = states.get(name.plain) or _of(summary.with_data, summary.testable)
        judged = _of(summary.assessed, summary.rest + summary.judgement)
        counts = (summary.total, summary.fully, summary.partly, summary.rest, summary.judgement)
        table.add_row(name, *map(figure, counts), data, judged)
    return table


def _rows(document: CoverageDocument) -> Iterator[tuple[Text, ClauseSummary, ObligationSummary]]:
    for agreement in document.agreements:
        yield Text(agreement.id), agreement.clauses, agreement.summary
    if len(document.agreements) > 1:
        yield Text("all together", style="bold"), document.totals.clauses, document.totals.summary


def _of(part: int | None, whole: int) -> str:
    return "no log" if part is None else f"{figure(part)} of {figure(whole)}"


def _legend(document: CoverageDocument) -> Iterator[str]:
    yield "Fully: a log can settle all of it. Partly: a log settles a part; the rest is a judgement of its own."
    yield "Log has data for: of those tested fully or partly, the ones of which the log records the activities and columns."
    without = [a.id for a in document.agreements if a.log == "none"]
    if without:
        yield f"No log was found for {listed(without)}, so nothing is said of data; give one with --log."


def _register(paper: Paper, agreement: AgreementCoverage) -> None:
    """Every clause with what it holds, or why it holds nothing."""
    marks = {o.id: _mark(o) for o in agreement.obligations}
    table = _table(f"{inert(agreement.title)} ({agreement.id})")
    table.add_column("Clause", overflow="fold", max_width=24)
    table.add_column("Heading", overflow="fold", ratio=2)
    table.add_column("Holds", overflow="fold", ratio=3)
    table.expand = True
    for clause in agreement.register:
        refs = Text("\n".join(inert(ref) for ref in (clause.ref, *clause.also)))
        table.add_row(refs, Text(inert(clause.heading or "")), _holds(clause, marks))
    paper.console.print(table)
    paper.console.print()


def _holds(clause: ClauseEntry, marks: dict[str, str]) -> Text:
    if not clause.holds:
        return Text(f"nothing: {inert(clause.because or '')}", style="dim")
    return Text("\n".join(f"{name} ({marks[name]})" for name in clause.holds))


def _mark(obligation: ObligationCoverage) -> str:
    return _MARKS[obligation.tested] + (", no data" if obligation.data is False else "")


def _lacking(paper: Paper, agreement: AgreementCoverage) -> None:
    """What the log lacks, obligation by obligation."""
    paper.heading(f"What the log of {agreement.id} lacks")
    lacking = [o for o in agreement.obligations if o.lacks]
    if agreement.log != "read":
        paper.line("There is no log." if agreement.log == "none" else "The log cannot be read.")
    elif not lacking:
        paper.line("Nothing that the rules read.")
    for obligation in lacking:
        head = Text(inert(obligation.title), style="bold")
        head.append(f" ({obligation.id}; {inert(listed(obligation.clauses))})", style="not bold")
        paper.line(head)
        for lack in obligation.lacks:
            reading = f"read as {lack.reading}: " if lack.reading else ""
            paper.line(f"- {reading}{inert(lack.message)}", 4)
