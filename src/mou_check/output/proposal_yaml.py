"""A proposed entry of the project file, as a project file of its own: what speaks for each line stands beside it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator

from mou_check.model.proposal import Proposal, ProposedDates, ProposedValue
from mou_check.model.words import capital, listed, plural, some
from mou_check.output import inert

# A text that YAML reads as itself, whatever stands around it.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
# Where the remarks stand, unless a line is longer.
_MARGIN = 44
_WIDTH = 100
# How many texts are told one by one of those that nothing was found for.
_TOLD = 20


def render(proposal: Proposal) -> str:
    """The text of the file."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    whose = f"for {proposal.whose} ({proposal.agreement})" if proposal.whose else "for an agreement yet to be written"
    yield _remark(f"How {proposal.file} can be read, {whose}.")
    yield from _wrapped(f"{capital('; '.join(proposal.looked_at))}.")
    yield from _wrapped(
        "Look at the lines that say check, and at what is left open. This is a whole project file; where there is one already, "
        "the entry goes under its logs."
    )
    yield "format: 1"
    yield "logs:"
    hint = "" if proposal.whose else "the id of the agreement"
    yield _beside(f"  - agreement: {_text(proposal.agreement)}", hint)
    yield f"    files: [{_text(proposal.file)}]"
    if proposal.encoding:
        yield f"    encoding: {_text(proposal.encoding)}"
    if proposal.span:
        first, last = proposal.span
        yield "    # The first and the last day in it; say which days the log speaks for, with or without rows:"
        yield f"    # covers: {{from: {first}, to: {last}}}"
    if proposal.silent:
        yield "    # No row has these activities; name those that the log would show if they happened:"
        yield f"    # records: [{', '.join(map(_text, proposal.silent))}]"
    yield from _columns(proposal)
    yield from _dates(proposal.dates)
    yield from _values(proposal)
    for note in proposal.notes:
        yield f"    {_remark(note)}"
    if proposal.drafted:
        yield "# The agreement could begin with these activities:"
        yield "# activities:"
        yield from (inert(f"#   {_text(code)}: {{title: {_text(title)}}}") for code, title in proposal.drafted.items())


def _columns(proposal: Proposal) -> Iterator[str]:
    mapped = [name for name in proposal.names if not name.same]
    if mapped:
        yield "    columns:"
    for name in mapped:
        why = name.why if name.sure else f"check: {name.why}"
        yield _beside(f"      {_text(name.header)}: {_text(name.column)}", why)
    if proposal.lacking:
        yield f"    {_remark(f'No column was found for {listed(proposal.lacking)}.')}"
    if proposal.unused:
        which = "Other columns, which no rule reads" if proposal.whose else "Other columns"
        yield f"    {_remark(f'{which}: {listed(proposal.unused)}.')}"


def _dates(dates: Iterable[ProposedDates]) -> Iterator[str]:
    written = [each for each in dates if each.formats]
    alike = len({each.formats for each in written}) == 1
    if len(written) == 1 or (alike and written):
        where = f" ({some([each.column for each in written], 3)})" if len(written) > 1 else ""
        yield _beside(f"    dates: {_formats(written[0].formats)}", f"{written[0].why}{where}")
    elif written:
        yield "    dates:"
        for each in written:
            yield _beside(f"      {_text(each.column)}: {_formats(each.formats)}", each.why)
    for each in dates:
        if each.choices:
            yield f"    {_remark(f'check: how {each.column} is written, {each.why}. Choose one:')}"
            for choice in each.choices:
                yield f"    # dates: {{{_text(each.column)}: {_formats(choice)}}}"


def _values(proposal: Proposal) -> Iterator[str]:
    mapped = {column: [v for v in found if v.meant is not None] for column, found in proposal.values.items()}
    if any(mapped.values()):
        yield "    values:"
    for column in proposal.values:
        indent = "      "
        if column != "activity" and mapped[column]:
            yield f"      {_text(column)}:"
            indent = "        "
        for value in mapped[column]:
            yield _beside(f"{indent}{_text(value.text)}: {_text(value.meant or '')}", _why(value))
    for column, found in proposal.values.items():
        left = [value for value in found if value.meant is None]
        if left:
            yield f"    {_remark(f'In {column}, what may have to be mapped too:')}"
        yield from (f"    #   {inert(_text(value.text))}: {inert(_why(value))}" for value in left[:_TOLD])
        if len(left) > _TOLD:
            yield f"    #   and {len(left) - _TOLD:,} more"


def _why(value: ProposedValue) -> str:
    why = value.why if value.sure else f"check: {value.why}"
    return f"{why}{', ' if why else ''}{plural(value.rows, 'row')}"


def _beside(line: str, why: str) -> str:
    return f"{line.ljust(_MARGIN)}  # {inert(why)}" if why else line


def _wrapped(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(inert(text), _WIDTH - 2))


def _remark(text: str) -> str:
    return inert(f"# {text}")


def _formats(formats: tuple[str, ...]) -> str:
    quoted = [json.dumps(form, ensure_ascii=False) for form in formats]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _text(text: str) -> str:
    """A text as YAML: as it is where it can be, else in quotes; what cannot be seen is written as its number."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)
