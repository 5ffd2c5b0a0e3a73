"""The report for people: a table of obligations, worst first, and under it what must be known of each.

Rich lays it out; nothing is cut off, whatever the width. A verdict is always a word, and colour only
repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from mou_check.model.results import AgreementResult, Document, Finding, ObligationResult, RowPlace
from mou_check.model.verdicts import Verdict
from mou_check.model.words import capital, day, figure, listed, plural
from mou_check.output import Look, inert
from mou_check.output.cells import clauses_cell, name_cell
from mou_check.output.phrases import actual, counts, is_known, known_since, looked_at, waived_by
from mou_check.output.terminal import Paper, verdict_text

# How many findings of an obligation are spelled out unless -v asks for all.
SHOWN = 8


def render(document: Document, look: Look) -> str:
    """The whole report."""
    paper = Paper(look)
    for agreement in document.agreements:
        _Report(paper, look, agreement).write()
    if len(document.agreements) > 1:
        paper.line(Text(f"All {len(document.agreements)} agreements: {counts(document.agreements)}", style="bold"), 0)
    return paper.text()


_CHOSEN = {"agreement": "preferred", "option": "chosen", "settlement": "settled"}


_NOT_KEPT = frozenset({Verdict.BREACHED, Verdict.SHORTFALL, Verdict.NOTED, Verdict.EXCUSED, Verdict.WAIVED})


class _Cell:
    """A text with a space kept free to its right. The padding of Rich's tables lays every cell out twice."""

    def __init__(self, text: Text | str) -> None:
        self.text = Text(text) if isinstance(text, str) else text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        return self.text.__rich_console__(console, options.update_width(options.max_width - 1))


class _Report:
    """The report of one agreement."""

    def __init__(self, paper: Paper, look: Look, agreement: AgreementResult) -> None:
        self.paper = paper
        self.look = look
        self.agreement = agreement
        self.worst_first = sorted(agreement.obligations, key=lambda o: o.verdict.rank)
        self.several_files = len(agreement.logs) > 1

    def write(self) -> None:
        self._title()
        self.paper.console.print(self._table())
        missed = [o for o in self.worst_first if o.verdict in _NOT_KEPT or Verdict.WAIVED in o.tally]
        self._section("What was not kept", missed, self._missed)
        self._section(
            "What a person must judge", [o for o in self.worst_first if Verdict.TO_JUDGE in o.tally], self._judge
        )
        untold = [o for o in self.worst_first if Verdict.NO_DATA in o.tally or o.affected_by_rejected]
        self._section("What could not be told", untold, self._untold)
        self._section(
            "What hangs on how the words are read",
            [o for o in self.worst_first if o.depends_on_reading],
            self._readings,
        )
        self._section("Readings that the parties settled", [o for o in self.worst_first if o.settled], self._settled)
        judged = [o for o in self.worst_first if any(p.assessment for p in o.periods)]
        self._section("What a person has judged", judged, self._assessed)
        self._upcoming()
        self._summary()

    # Head

    def _title(self) -> None:
        agreement = self.agreement
        self.paper.line(Text(f"{inert(agreement.title)} ({agreement.id})", style="bold"), 0)
        for sentence in looked_at(agreement):
            self.paper.line(inert(sentence), 0)
        self.paper.line()

    def _table(self) -> Table:
        width = self.look.width
        name_width = min(max(width * 26 // 100, 22), 40)
        table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_edge=False, padding=0, header_style="bold")
        clause_width = min(max(width * 14 // 100, 14), 24)
        table.add_column(_Cell("Clause"), width=clause_width + 1, overflow="fold")
        table.add_column(_Cell("Obligation"), width=name_width + 1, overflow="fold")
        table.add_column(_Cell("Requirement"), ratio=1, overflow="fold")
        table.add_column(_Cell("Actual"), width=min(max(width * 13 // 100, 10), 24) + 1, overflow="fold")
        table.add_column("Verdict", width=9, overflow="fold")
        for obligation in self.worst_first:
            verdict = verdict_text(obligation.verdict)
            if obligation.depends_on_reading:
                verdict.append("\nby one\nreading", style="dim")
            if is_known(obligation):
                verdict.append("\nknown", style="dim")
            table.add_row(
                _Cell(clauses_cell(obligation, clause_width)),
                _Cell(name_cell(obligation, name_width)),
                _Cell(inert(capital(obligation.requirement))),
                _Cell(actual(obligation)),
                verdict,
            )
        return table

    # What lies under it

    def _section(self, title: str, obligations: Sequence[ObligationResult], each: object) -> None:
        if not obligations or not callable(each):
            return
        self.paper.heading(title)
        for obligation in obligations:
            lines = list(each(obligation))
            self._heading(obligation)
            for text, indent in lines:
                self.paper.line(text, indent)

    def _heading(self, obligation: ObligationResult) -> None:
        text = Text()
        text.append_text(verdict_text(obligation.verdict))
        text.append(f"  {inert(obligation.title)}", style="bold")
        text.append(f" ({obligation.id}; {inert(listed(obligation.clauses))})")
        self.paper.line(text, 0)

    def _missed(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        names = self.agreement.parties
        bearer, other = (names.get(p or "", p) for p in (obligation.bearer, obligation.counterparty))
        owed = "" if other is None else ", owed to each other" if other == bearer else f", owed to {other}"
        yield Text(inert(f"{bearer} {obligation.force}{owed}: {obligation.requirement}."), style="dim"), 2
        findings = [f for f in obligation.findings if f.verdict in _NOT_KEPT]
        findings.sort(key=lambda f: (f.verdict.rank, f.baselined is not None))
        shown = findings if self.look.verbose else findings[:SHOWN]
        for finding in shown:
            yield from self._finding(finding, obligation)
        if len(findings) > len(shown):
            yield Text(f"and {len(findings) - len(shown)} more (-v shows all)", style="dim"), 2

    def _finding(self, finding: Finding, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        text = Text("- ")
        if finding.verdict is not obligation.verdict:
            text.append(f"{finding.verdict}: ")
        text.append(
            inert(f"{finding.group}: " if finding.group and finding.group not in finding.message else "")
            + inert(finding.message)
        )
        if finding.excuse:
            text.append(f"; reason given: {inert(finding.excuse)}")
        if finding.waiver:
            text.append(f"; {inert(waived_by(finding.waiver))}")
        if finding.baselined:
            text.append(f"; {inert(known_since(finding.baselined))}")
        rows = (
            [RowPlace(finding.file, finding.row, finding.line or 0)]
            if finding.file and finding.row
            else list(finding.evidence)
        )
        if rows:
            text.append(f" [{self._rows(rows)}]", style="dim")
        if finding.affected_by_rejected:
            text.append(
                f"; {plural(finding.affected_by_rejected, 'unreadable row')} could change this", style="magenta"
            )
        yield text, 2
        for near in finding.near_misses:
            yield Text(f"near miss: {inert(near.message)} [{self._rows([near.place])}]", style="dim"), 6

    def _rows(self, places: Sequence[RowPlace]) -> str:
        """`row 12`, `rows 12, 15 and 19`, with the file where there are several."""
        by_file: dict[str, list[int]] = {}
        for place in places:
            by_file.setdefault(place.file, []).append(place.row)
        parts = []
        for file, rows in by_file.items():
            most = 12 if not self.look.verbose else len(rows)
            numbers = ", ".join(map(str, rows[:most])) + (
                f" and {len(rows) - most} more (-v)" if len(rows) > most else ""
            )
            parts.append(
                f"{'row' if len(rows) == 1 else 'rows'} {numbers}{f' of {inert(file)}' if self.several_files else ''}"
            )
        return "; ".join(parts)

    def _judge(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        for finding in obligation.findings:
            if finding.verdict is Verdict.TO_JUDGE:
                yield Text(f"- {inert(finding.message)}"), 2

    def _untold(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        findings = [f for f in obligation.findings if f.verdict is Verdict.NO_DATA]
        for finding in findings if self.look.verbose else findings[:SHOWN]:
            place = f" [row {finding.row}]" if finding.row else ""
            yield Text(f"- {inert(finding.message)}{place}"), 2
        if len(findings) > SHOWN and not self.look.verbose:
            yield Text(f"and {len(findings) - SHOWN} more (-v shows all)", style="dim"), 2
        if obligation.affected_by_rejected:
            yield Text(f"- {plural(obligation.affected_by_rejected, 'unreadable row')} could change this verdict"), 2

    def _readings(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        for i, reading in enumerate(obligation.readings):
            text = Text("- ")
            text.append_text(verdict_text(reading.verdict))
            text.append(f" if read as: {inert(reading.label)}{f' ({_CHOSEN[obligation.chosen_by]})' if i == 0 else ''}")
            if reading.because:
                text.append(f". {inert(capital(reading.because))}", style="dim")
            yield text, 2

    def _settled(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        if obligation.settled:
            settled, label = obligation.settled, obligation.readings[0].label
            why = f": {settled.because}" if settled.because else ""
            yield Text(inert(f"- {label} ({settled.reading}), agreed by {settled.by}, {day(settled.when)}{why}")), 2

    def _assessed(self, obligation: ObligationResult) -> Iterator[tuple[Text, int]]:
        for period in obligation.periods:
            if period.assessment:
                text = Text(f"- {inert(period.label)}: ")
                text.append_text(verdict_text(period.verdict))
                text.append(inert(f", {period.assessment.who}, {day(period.assessment.when)}: {period.assessment.why}"))
                yield text, 2

    def _upcoming(self) -> None:
        coming = [(n.due, o, n) for o in self.agreement.obligations for n in o.next]
        if not coming:
            return
        self.paper.heading("What comes next")
        coming.sort(key=lambda item: (item[0], item[1].id))
        shown = coming if self.look.verbose else coming[:SHOWN]
        for due, obligation, item in shown:
            needed = (
                f", {figure(item.still_needed)} still needed"
                if isinstance(item.still_needed, (int, float)) and item.still_needed
                else ""
            )
            group = f", {inert(item.group)}" if item.group else ""
            self.paper.line(
                f"- by {day(due)}: {inert(obligation.title)} ({obligation.id}), {inert(item.label)}{group}{needed}"
            )
        if len(coming) > len(shown):
            self.paper.line(Text(f"and {len(coming) - len(shown)} more (-v shows all)", style="dim"))

    def _summary(self) -> None:
        self.paper.line()
        self.paper.line(Text(f"{self.agreement.id}: {counts([self.agreement])}", style="bold"), 0)
        known = sum(f.baselined is not None for o in self.agreement.obligations for f in o.findings)
        if known:
            of_them = sum(map(is_known, self.agreement.obligations))
            self.paper.line(
                f"Known from the baseline: {plural(known, 'finding')}; nothing is new in {plural(of_them, 'obligation')}.",
                0,
            )
        self.paper.line()
