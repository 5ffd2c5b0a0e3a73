"""Markdown, for a comment on a pull request or the summary of a CI step: the counts, a table of what must be looked
at, worst first, and the details folded away.

A comment holds 65,536 characters; what does not fit is counted, and the tables come before the details.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mou_check.model.problems import Problem
from mou_check.model.report import Entry, Occurrence, Place, Report, Section, Weight
from mou_check.model.words import listed, plural
from mou_check.output import Look, inert

LIMIT = 60_000
# Room that stays behind whatever is written, for the line that says how much was left out and for what closes a part.
_CLOSING = 200
# How much of a text stands in one cell.
_CELL = 300
# How many periods or rows of an entry, and how many problems, are spelled out.
_SHOWN = 8
_PROBLEMS = 25


def render(report: Report, look: Look) -> str:
    """The whole text, under 60,000 characters whatever there is to tell."""
    page = _Page(look)
    page.lines(f"<!-- mou-check {report.command} -->", f"## mou-check {report.command}: {report.status}", "")
    page.lines(text(report.summary), "")
    _problems(page, report.problems)
    own: dict[str, list[Entry]] = {}
    for entry in report.worst_first():
        own.setdefault(entry.agreement, []).append(entry)
    shown = [section for section in report.sections if _section(page, report, section, own.get(section.id, []))]
    if len(shown) < len(report.sections):
        page.lines(f"and {plural(len(report.sections) - len(shown), 'more section')}.", "")
    for section in shown:
        _details(page, report, section, own.get(section.id, []))
    return page.text()


class _Page:
    """The text while it is written; it knows how much room is left."""

    def __init__(self, look: Look) -> None:
        self.verbose = look.verbose
        self._lines: list[str] = []
        self._room = LIMIT - _CLOSING

    def lines(self, *lines: str) -> None:
        self._lines += lines
        self._room -= sum(len(line) + 1 for line in lines)

    def fitting(self, *lines: str) -> bool:
        """Write the lines if there is room for all of them."""
        if sum(len(line) + 1 for line in lines) + _CLOSING > self._room:
            return False
        self.lines(*lines)
        return True

    def text(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"


def _problems(page: _Page, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    page.lines("### Problems of the input", "")
    for problem in problems[:_PROBLEMS]:
        place = Place.of(problem)
        at = f"{text(str(place))}: " if place else ""
        page.fitting(f"- **{problem.level}** {at}{text(problem.message)} ({_code(problem.code)})")
    if len(problems) > _PROBLEMS:
        page.lines(f"- and {len(problems) - _PROBLEMS} more")
    page.lines("")


def _section(page: _Page, report: Report, section: Section, own: Sequence[Entry]) -> bool:
    """The head and the table of an agreement, if there is room for its head."""
    name = f"{text(section.title)} ({_code(section.id)})" if section.title != section.id else text(section.id)
    facts = [text(fact) for fact in section.facts[:_SHOWN]]
    if not page.fitting(f"### {name}", "", f"{text(section.summary)}.", *facts, ""):
        return False
    pressing = [entry for entry in own if entry.pressing]
    names = [n for n in report.headings if any(_cell(n, entry) for entry in pressing)]
    head = (_row(report.headings[n] for n in names), _row("---" for _ in names))
    rows = [[_row(_cell(n, entry) for n in names)] for entry in pressing]
    written = _as_many_as_fit(page, head, rows)
    page.lines(*([""] if written else []), *_more(len(rows) - written))
    return True


def _as_many_as_fit(page: _Page, head: Sequence[str], blocks: Sequence[Sequence[str]]) -> int:
    """Write the blocks that there is room for, the first one under their head; gives how many these are."""
    for number, block in enumerate(blocks):
        if not page.fitting(*(head if number == 0 else ()), *block):
            return number
    return len(blocks)


def _more(number: int) -> list[str]:
    return [f"and {number} more.", ""] if number else []


def _cell(name: str, entry: Entry) -> str:
    if name == "verdict":
        return f"**{text(entry.verdict)}**"
    if name in ("about", "clauses"):
        return text(listed(getattr(entry, name)))
    value = getattr(entry, name)
    return "" if value is None else text(str(value))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _details(page: _Page, report: Report, section: Section, own: Sequence[Entry]) -> None:
    """What was found of each entry, folded away: what must be looked at first, then what need not be."""
    for title, told in (
        # What has one occurrence, itself, is told whole in the table.
        ("What was found", [e for e in own if e.pressing and (e.occurrences or e.notes)]),
        ("What need not be acted on", [e for e in own if e.suppressed and e.weight is not Weight.FINE]),
    ):
        about = f"{title}: {section.id}, {plural(len(told), report.noun)}"
        head = ("<details>", f"<summary>{text(about)}</summary>", "")
        written = _as_many_as_fit(page, head, [list(_block(page, entry)) for entry in told])
        if written:
            page.lines("", *_more(len(told) - written), "</details>", "")


def _block(page: _Page, entry: Entry) -> Iterator[str]:
    """An entry with its worst occurrences as a list below it."""
    itself = "" if entry.occurrences else f": {text(entry.message)}"
    why = f"; {text(entry.suppressed)}" if entry.suppressed else ""
    yield f"- **{text(entry.verdict)}** {text(entry.title)}{itself}{why}"
    found = sorted(entry.occurrences, key=lambda o: list(Weight).index(o.weight))
    shown = found if page.verbose else found[:_SHOWN]
    for occurrence in shown:
        yield f"  - {_told(occurrence, entry)}"
    if len(found) > len(shown):
        yield f"  - and {len(found) - len(shown)} more"
    for note in entry.notes if page.verbose else entry.notes[:_SHOWN]:
        yield f"  - {text(note)}"
    if len(entry.notes) > _SHOWN and not page.verbose:
        yield f"  - and {len(entry.notes) - _SHOWN} more"


def _told(occurrence: Occurrence, entry: Entry) -> str:
    verdict = "" if occurrence.verdict == entry.verdict else f"**{text(occurrence.verdict)}** "
    rows = f" ({text(_rows(occurrence.rows))})" if occurrence.rows else ""
    let_pass = occurrence.suppressed if occurrence.suppressed != entry.suppressed else None
    why = f"; {text(let_pass)}" if let_pass else ""
    notes = "".join(f"; {text(note)}" for note in occurrence.notes[:_SHOWN])
    return f"{verdict}{text(occurrence.message)}{rows}{why}{notes}"


def _rows(rows: Sequence[Place]) -> str:
    """`row 12 of log.csv`, `row 12 of log.csv and 3 more`."""
    return str(rows[0]) + (f" and {len(rows) - 1} more" if len(rows) > 1 else "")


# What Markdown obeys; backslashes make characters of it.
_MARKUP = re.compile(r"[\\`*_\[\]|~#$]")
# What begins an item of a list, where a text begins with it.
_ITEM = re.compile(r"^(\d*)([-+.)])(?=\s)")
# What GitHub and GitLab make links of: names, numbers of issues, addresses. A space of no width breaks them.
_LINKS = re.compile(r"(@|#|!)(?=\w)|(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def text(words: str) -> str:
    """Text from a file with nothing in it that Markdown or HTML would obey, and not too long for a cell."""
    plain = inert(words)
    if len(plain) > _CELL:
        plain = plain[: _CELL - 3] + "..."
    broken = _LINKS.sub("\\g<0>\u200b", plain)
    escaped = _MARKUP.sub(r"\\\g<0>", "".join(_ENTITIES.get(c, c) for c in broken))
    return _ITEM.sub(r"\1\\\2", escaped).replace("\u200b", "&#8203;")


def _code(name: str) -> str:
    """An id as code, as far as it looks like one."""
    return f"`{name}`" if re.fullmatch(r"[\w./\[\]-]+", name, re.ASCII) else text(name)
