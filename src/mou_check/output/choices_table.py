"""What an agreement leaves open, for people: every reading, setting and list with what it would do."""

from __future__ import annotations

from rich.text import Text

from mou_check.model.choices import AgreementChoices, ChoicesDocument, ListChoice, ReadingChoice, SettingChoice
from mou_check.model.words import day, listed, plural, some
from mou_check.output import Look, inert
from mou_check.output.phrases import tally_in_words
from mou_check.output.terminal import Paper, verdict_text

_CHOSEN = {"agreement": "preferred", "option": "chosen", "settlement": "settled"}


def render(document: ChoicesDocument, look: Look) -> str:
    """The whole report."""
    paper = Paper(look)
    for agreement in document.agreements:
        _agreement(paper, agreement, look)
    return paper.text()


def _agreement(paper: Paper, agreement: AgreementChoices, look: Look) -> None:
    paper.console.print(Text(f"{inert(agreement.title)} ({agreement.id})", style="bold"))
    window = agreement.window
    days = f"{day(window.from_)} to {day(window.to)}" if window else "no days to review"
    paper.console.print(Text(f"Tried on the log: {days}, as of {day(agreement.as_of)}."))
    turning = [r for r in agreement.readings if r.turns]
    quiet = [r for r in agreement.readings if not r.turns]
    if turning:
        paper.heading("Readings that turn a verdict")
        for choice in turning:
            _reading(paper, choice)
    if quiet:
        paper.heading("Readings that turn none")
        for choice in quiet:
            if look.verbose:
                _reading(paper, choice)
            else:
                labels = some([f"{r.id} {r.verdict}" for r in choice.readings])
                paper.line(f"{inert(choice.title)} ({choice.obligation}): {inert(labels)}")
    if agreement.settings:
        paper.heading("Calendar settings")
        for setting in agreement.settings:
            _setting(paper, setting)
    if agreement.lists:
        paper.heading("Lists that the document leaves open")
        for each in agreement.lists:
            _list(paper, each)
    settled = sum(r.chosen_by == "settlement" for r in agreement.readings)
    paper.console.print()
    counts = f"{plural(len(agreement.readings), 'obligation')} with readings: {len(turning)} where one turns the verdict, {settled} settled"
    paper.console.print(Text(f"{agreement.id}: {counts}", style="bold"))
    paper.console.print()


def _reading(paper: Paper, choice: ReadingChoice) -> None:
    head = Text(inert(choice.title), style="bold")
    head.append(f" ({choice.obligation}; {inert(listed(choice.clauses))})", style="not bold")
    paper.line(head)
    for i, reading in enumerate(choice.readings):
        text = Text("- ")
        text.append_text(verdict_text(reading.verdict))
        text.append(f"  {reading.id}: {inert(reading.label)}{f' ({_CHOSEN[choice.chosen_by]})' if i == 0 else ''}")
        text.append(f". {tally_in_words(reading.tally)}")
        if reading.because:
            text.append(f". {inert(reading.because)}", style="dim")
        paper.line(text, 4)
    if choice.settled:
        paper.line(inert(f"agreed by {choice.settled.by}, {day(choice.settled.when)}"), 6)


def _setting(paper: Paper, setting: SettingChoice) -> None:
    how = "declared" if setting.declared else "not declared, so the default"
    paper.line(f"{setting.setting}: {inert(setting.value)} ({how}); {plural(len(setting.obligations), 'obligation')}")
    for other in setting.alternatives:
        turned = some([f"{t.obligation} ({t.verdict} to {t.would_be})" for t in other.turned], 12)
        paper.line(f"- {inert(other.value)} would turn {turned if other.turned else 'none'}", 4)


def _list(paper: Paper, each: ListChoice) -> None:
    values = inert(listed(each.values)) if each.values else "empty, so what reads it is no-data"
    where = "from the project file" if each.supplied else "from the agreement; the project file can add to it"
    paper.line(f"{each.name} ({where}): {values}. Read by {listed(each.obligations) or 'nothing'}")
