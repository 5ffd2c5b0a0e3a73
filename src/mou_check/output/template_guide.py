"""What to put into a log, for the people who keep it: the guide beside an empty log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mou_check.log import FORMS
from mou_check.model.words import capital
from mou_check.output import inert
from mou_check.template import Template, TemplateActivity, TemplateColumn

EVERY_RULE = "every rule"
_CODE = re.compile(r"[\w.-]+", re.ASCII)

INTRODUCTION = (
    "One row for each thing that was done. Every row has a date and an activity; of the other columns fill in those that "
    "its activity needs, and leave the rest empty. A cell that is not of its column's form is an error, never a guess."
)


def render(template: Template) -> str:
    """The guide as Markdown."""
    return "\n".join(_lines(template)) + "\n"


def _lines(template: Template) -> Iterator[str]:
    yield f"# What to put into the log: {_text(template.title)} ({_code(template.agreement)})"
    yield from ("", INTRODUCTION, f"`mou-check verify {template.agreement} --log FILE` checks a log.", "")
    yield from (
        "## Activities",
        "",
        "| activity | what it is | columns beside date and activity | read by |",
        "|---|---|---|---|",
    )
    for activity in template.activities:
        yield _row(_code(activity.code), _text(what_it_is(activity)), _columns(activity), _codes(activity.obligations))
    yield from (
        "",
        "## Columns",
        "",
        "| column | form | what to put in | values that rules know | read by |",
        "|---|---|---|---|---|",
    )
    for column in template.columns:
        values = "" if column.name == "activity" else "; ".join(map(_text, column.values))
        readers = _codes(column.obligations) or EVERY_RULE
        yield _row(_code(column.name), FORMS[column.type], _text(what_to_put_in(column)), values, readers)


def what_it_is(activity: TemplateActivity) -> str:
    """An activity's title and description."""
    return capital(f"{activity.title}. {activity.description or ''}".strip())


def what_to_put_in(column: TemplateColumn) -> str:
    """What stands in a column, with what else a keeper of the log must know of it."""
    said = [column.says]
    said += [f"The list {name} has no values yet; the project file can supply them." for name in column.open_lists]
    if column.values and column.name != "activity":
        said.append("Other values than those of the rules can stand there too.")
    if not column.needed:
        said.append("It can stay empty.")
    return " ".join(said)


def _columns(activity: TemplateActivity) -> str:
    parts = [_codes(activity.columns)] if activity.columns else []
    if activity.spare_columns:
        parts.append(f"{_codes(activity.spare_columns)} (can stay empty)")
    return "; ".join(parts)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(_code(name) for name in names)


def _code(name: str) -> str:
    """A name as code, as far as it looks like one."""
    return f"`{name}`" if _CODE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """Text from a file, with nothing in it that Markdown or HTML would obey."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", inert(text))
