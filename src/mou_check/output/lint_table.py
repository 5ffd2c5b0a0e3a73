"""What lint found, for people: open findings in full, check by check; the others in a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from mou_check.model.lint import LintDocument, Linted, LintFinding, LintSummary, summary_of
from mou_check.model.words import figure, listed, plural, some
from mou_check.output import Look, inert
from mou_check.output.terminal import Paper

_STYLES = {"warning": "bold yellow", "hint": "cyan"}
# How many findings that nobody need look at are listed unless -v asks for all.
_SHOWN = 8


def render(document: LintDocument, look: Look) -> str:
    """The whole report."""
    return _Report(document, look).write()


class _Report:
    """The report while it is written."""

    def __init__(self, document: LintDocument, look: Look) -> None:
        self.paper = Paper(look)
        self.look = look
        self.document = document
        self.explanations = {check.code: check.explanation for check in document.checks}

    def write(self) -> str:
        for agreement in self.document.agreements:
            self._agreement(agreement, [f for f in self.document.findings if f.agreement == agreement.id])
        if len(self.document.agreements) > 1:
            text = f"All {len(self.document.agreements)} agreements: {_counts(self.document.summary)}"
            self.paper.console.print(Text(text, style="bold"))
        return self.paper.text()

    def _agreement(self, agreement: Linted, findings: Sequence[LintFinding]) -> None:
        head = Text(inert(f"{agreement.title} ({agreement.id})"), style="bold")
        self.paper.console.print(head)
        size = f"{plural(agreement.obligations, 'obligation')}, {plural(agreement.clauses, 'clause')}"
        self.paper.console.print(Text(f"{inert(agreement.file)}: {size}."))
        open_ones = [f for f in findings if f.status == "open"]
        for level in ("warning", "hint"):
            for code, group in groupby((f for f in open_ones if f.level == level), key=lambda f: f.code):
                self._check(code, level, list(group))
        self._resolved([f for f in findings if f.status == "resolved"])
        self._acknowledged([f for f in findings if f.status == "acknowledged"])
        self.paper.console.print()
        counts = _counts(summary_of(tuple(findings)))
        self.paper.console.print(Text(f"{agreement.id}: {counts}", style="bold"))
        self.paper.console.print()

    def _check(self, code: str, level: str, findings: Sequence[LintFinding]) -> None:
        """The open findings of a check, with its explanation."""
        self.paper.console.print()
        head = Text(level, style=_STYLES[level])
        head.append(f"  {code}", style="bold")
        head.append(f" ({len(findings)})" if len(findings) > 1 else "")
        self.paper.console.print(head)
        for paragraph in self.explanations[code].split("\n\n"):
            self.paper.line(Text(" ".join(paragraph.split()), style="dim"))
        for finding in findings:
            self._full(finding)

    def _full(self, finding: LintFinding, code: str = "", why: str = "") -> None:
        """A finding with its place, and why nobody need look at it where that is so."""
        place = Text(f"{inert(finding.file)}:{finding.line}:{finding.column}", style="dim")
        self.paper.line(place.append(f"  {code}" if code else "", style="not dim"))
        self.paper.line(Text(inert(finding.message)), 4)
        if why:
            self.paper.line(Text(inert(why), style="dim"), 4)

    def _resolved(self, findings: Sequence[LintFinding]) -> None:
        if not findings:
            return
        self.paper.heading("Resolved by readings")
        for code, group in groupby(findings, key=lambda f: f.code):
            if self.look.verbose:
                for finding in group:
                    self._full(finding, code, "; ".join(_by_obligation(finding.readings)))
            else:
                names = dict.fromkeys(name.partition("[")[0] for f in group for name in f.readings)
                self.paper.line(Text(inert(f"{code}: {some(list(names), _SHOWN)}")))

    def _acknowledged(self, findings: Sequence[LintFinding]) -> None:
        if not findings:
            return
        self.paper.heading("Acknowledged")
        for finding in findings if self.look.verbose else findings[:_SHOWN]:
            if self.look.verbose:
                self._full(finding, finding.code, f"acknowledged: {finding.because}")
            else:
                self.paper.line(Text(inert(f"{finding.code}: {listed(finding.about)}: {finding.because}")))
        if len(findings) > _SHOWN and not self.look.verbose:
            self.paper.line(Text(f"and {len(findings) - _SHOWN} more (-v shows all, in full)", style="dim"))


def _by_obligation(readings: Sequence[str]) -> Iterator[str]:
    """`web-updates is read as four-a-week or daily`."""
    for obligation, names in groupby(readings, key=lambda name: name.partition("[")[0]):
        ids = [name.partition("[")[2].rstrip("]") for name in names]
        yield f"{obligation} is read as {listed(ids, 'or')}"


def _counts(summary: LintSummary) -> str:
    found = f"{plural(summary.warnings, 'warning')} and {plural(summary.hints, 'hint')} open"
    return f"{found}, {figure(summary.resolved)} resolved by readings, {figure(summary.acknowledged)} acknowledged"
