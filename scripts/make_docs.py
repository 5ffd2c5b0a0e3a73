"""Make the pages of docs/ that come from the code, and the picture of the terminal.

    python scripts/make_docs.py [--check]

A page per rule kind comes from the docstring and the keys of its module, `problems.md` from the codes,
`lint.md` from the docstrings of the checks, `commands.md` from the commands' own help, and `terminal.svg` and the
README's table of coverage from real runs on the example logs.
"""

from __future__ import annotations

import inspect
import io
import re
import types
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.console import Console
from rich.text import Text as Coloured

from generated import ROOT, main
from mou_check.cli.main import COMMANDS, cli
from mou_check.lint.checks import CODES as CHECKS
from mou_check.model.lengths import Length
from mou_check.model.problems import CODES
from mou_check.output import Look, coverage_table, render
from mou_check.rules import KINDS, base, conditions, cover, fields, matching, selecting
from mou_check.run import Options, run
from mou_check.run.coverage import coverage

# --- the keys of a model, in words ------------------------------------------------------------------
SHARED = (base.__name__, selecting.__name__)

# What a value looks like to whoever writes it. A type that is not here is taken apart.
WORDS: list[tuple[Any, str]] = [
    (fields.Amount, "number from 0 up"),
    (fields.Code, "id"),
    (fields.Codes, "text, or a list of texts"),
    (fields.Day, "date, such as 2015-06-01"),
    (fields.LengthField, "[length](../language.md#lengths)"),
    (fields.Minutes, 'time, such as "08:00"'),
    (fields.MonthDay, 'month and day, such as "03-31"'),
    (fields.Percent, "percentage, such as 95%"),
    (fields.PerField, "[period](../language.md#periods)"),
    (fields.Reach, "[length](../language.md#lengths), or `unlimited`"),
    (fields.SeasonField, '`{from: "MM-DD", to: "MM-DD"}`'),
    (fields.Text, "text"),
    (fields.YesNo, "yes or no"),
    (conditions.Conditions, "[conditions](../language.md#conditions)"),
    (conditions.OtherColumn, "`{column: COLUMN}`"),
    (cover.Weekdays, "`every-day`, `weekdays`, `weekends`, a day's name, or a list of them"),
    (matching.Match, "column, or `{COLUMN: COLUMN OF THE OTHER ROW}`"),
    (selecting.Dated, "column, or `{from: COLUMN, to: COLUMN}`"),
    (selecting.ForEach, "`{COLUMN: LIST}`"),
    (int, "whole number"),
    (str, "text"),
]

# Keys of which a model that several kinds share says something that is not so in this one.
SAID = {
    "Count.per": "The period in which to count; a count always needs one.",
    "Evidence.activity": "The activity's code, or several: the rows to look at.",
}


def in_words(kind: Any) -> str:
    """What to write for a value of this type."""
    for known, words in WORDS:
        if kind == known:
            return words
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return in_words(args[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in args)
    if origin in (Union, types.UnionType):
        return ", or ".join(in_words(a) for a in args if a is not type(None))
    if origin is tuple:
        return f"list of: {in_words(args[0])}"
    assert issubclass(kind, BaseModel), f"{kind} has no words yet: add them to WORDS"
    return "mapping, see below"


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a value of this type may be, unless they have words of their own."""
    if any(kind == known for known, _ in WORDS):
        return
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        if not isinstance(part, (str, int)) and part is not type(None) and get_origin(kind) is not Literal:
            yield from models_in(part)


def owner(model: type[BaseModel], name: str) -> type:
    """The class that declares a key."""
    return next(c for c in model.__mro__ if name in inspect.get_annotations(c))


def default_in_words(field: FieldInfo) -> str:
    """What holds when the key is left out."""
    value = field.get_default(call_default_factory=True) if not field.is_required() else None
    if field.is_required():
        return "needed"
    if value is None or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Length):
        return f"P{value.days}D"
    if isinstance(value, float):
        return f"{value * 100:g}%"
    if isinstance(value, tuple):
        return next((f"`{name}`" for name, days in cover.NAMED_DAYS.items() if tuple(days) == value), str(value))
    return f"`{value}`"


def table(model: type[BaseModel], names: list[str]) -> str:
    """The table of some keys of a model."""
    hints = get_type_hints(model, include_extras=True)
    lines = ["| key | value | default | what it says |", "|---|---|---|---|"]
    for name in names:
        field = model.model_fields[name]
        key = field.alias or name
        said = SAID.get(f"{model.__name__}.{key}") or field.description
        assert said, f"{model.__name__}.{key} needs a description"
        default = "needed" if f"{model.__name__}.{key}" == "Count.per" else default_in_words(field)
        words = in_words(hints[name])
        if "column" in said:  # what looks like any text is the name of a column
            words = {"text": "column", "text, or a list of texts": "column, or a list of columns"}.get(words, words)
        lines.append(f"| `{key}` | {words} | {default} | {said} |")
    return "\n".join(lines)


def nested(model: type[BaseModel], names: list[str], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """(key, model) of every mapping below some keys of a model."""
    hints = get_type_hints(model, include_extras=True)
    for name in names:
        key = f"{path}{model.model_fields[name].alias or name}"
        for below in models_in(hints[name]):
            yield key, below
            yield from nested(below, own_keys(below), f"{key}.")


def own_keys(model: type[BaseModel]) -> list[str]:
    """The keys that a model does not share with others, in the order in which a reader needs them."""
    names = [n for n in model.model_fields if n != "kind" and owner(model, n).__module__ not in SHARED]
    return sorted(names, key=lambda n: (not model.model_fields[n].is_required(), owner(model, n) is not model))


def shared_keys(model: type[BaseModel]) -> list[str]:
    """The keys that a model has in common with others."""
    return [n for n in model.model_fields if n != "kind" and owner(model, n).__module__ in SHARED]


# --- pages ------------------------------------------------------------------------------------------
def made_from(source: str) -> str:
    """The first line of a generated page."""
    return f"<!-- Made by scripts/make_docs.py from {source}. Change that, and run `make docs`. -->\n\n"


def rule_page(kind: str, rule: type[base.Rule]) -> str:
    """The manual page of a rule kind: its module's docstring, then its keys."""
    head, _, body = manual(rule).partition("\n\n")
    parts = [made_from(f"src/mou_check/rules/{kind}.py") + f"# {head.rstrip('.')}", body.rstrip(), "## Keys"]
    if own := own_keys(rule):
        parts.append(table(rule, own))
    for key, model in nested(rule, own):
        parts += [f"### Below `{key}`", table(model, own_keys(model) + shared_keys(model))]
    if shared := shared_keys(rule):
        parts += [
            "### Shared with other kinds" if own else "This kind has no keys of its own.",
            table(rule, shared),
        ]
    parts.append(
        "[All kinds](index.md). What the shared keys mean stands in [the language](../language.md), "
        "how a verdict is reached in [verdicts](../verdicts.md)."
    )
    return "\n\n".join(parts) + "\n"


def manual(rule: type[base.Rule]) -> str:
    """The docstring of the module in which a rule kind lives."""
    return inspect.cleandoc(import_module(rule.__module__).__doc__ or "")


def rules_index() -> str:
    """The list of all kinds, with what each is for."""
    lines = ["| kind | says | use it |", "|---|---|---|"]
    for kind, rule in KINDS.items():
        use = " ".join(manual(rule).split("\n\n")[1].split()).removeprefix("Use it ")
        lines.append(f"| [{kind}]({kind}.md) | {inspect.getdoc(rule)} | {use} |")
    head = """# Rule kinds

A rule says how a promise is judged; its `kind` is one of these. Each page shows a log that meets the rule and one that
breaches it, and all keys.

"""
    return made_from("src/mou_check/rules/*.py") + head + "\n".join(lines) + "\n"


def problems_page() -> str:
    """All problem codes."""
    head = """# Problems

A problem is something wrong or doubtful in what was read. It is never a breach. Every problem goes to standard error with
its place and, in brackets, its code, and stands under `problems` in the [result document](result.md). An error gives exit
status 2; a warning does so only with `--strict`.

| code | what it means, and what to do |
|---|---|
"""
    rows = "\n".join(f"| `{code}` | {meaning} |" for code, meaning in sorted(CODES.items()))
    return made_from("src/mou_check/model/problems.py") + head + rows + "\n"


LINT = """
    `mou-check lint` checks agreements themselves, without a log. Each finding has a code, a place in the file and one of
    three states:

    | status | when |
    |---|---|
    | resolved | readings of the obligations concerned already allow for it; the finding names them |
    | acknowledged | an entry under `acknowledged` in the agreement says why it stands |
    | open | otherwise |

    Exit status 1 when a warning is open (with `--strict` also a hint), 2 when an agreement cannot be loaded: a clause without
    an obligation and without a reason, an obligation without a clause, or anything else that [verify](commands.md) refuses.

    ```yaml
    acknowledged:
      - {check: two-targets, about: [survey-precision, survey-response-target], because: The larger figure is only aimed at.}
    ```

    An entry fits the findings of its `check` that are about everything it names: obligations, clauses, activities, lists,
    columns or parties. One that fits none is a finding itself.

    `--format json` writes `findings` (`code`, `level`, `status`, `message`, `agreement`, `about`, `file`, `line`, `column`,
    `readings`, `because`), a `summary` of how many there are, the `checks` that found something with their explanations, and
    the `problems` of loading; `schemas/lint.schema.json` is its schema.

    Figures compare as documents reckon: a year has 365 days, 52 weeks, 26 fortnights and 12 months; where that is not exact,
    the message says "about". Rows compare only where it can be proved from the words of the rules that one of them counts
    every row of the other. `cannot-be-met` and `cannot-be-broken` rest on small logs that are made from each rule and judged
    by the program itself, so they point to a fault without proving it.
"""


def lint_page() -> str:
    """All checks of lint, with their explanations."""
    parts = [made_from("src/mou_check/lint/*.py") + "# Checks of an agreement", inspect.cleandoc(LINT)]
    parts += [f"## {code}\n\nA {check.level}. {check.explanation}" for code, check in CHECKS.items()]
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """The help of every command, as the terminal shows it, and the exit statuses."""
    parts = [
        made_from("the commands' own help (src/mou_check/cli/)") + "# Commands",
        "`mou-check COMMAND --help` shows the same. [Using it in CI](ci.md) says what to do with the exit statuses.",
        f"```text\n{help_of(cli, 'mou-check')}\n```",
    ]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command
        parts += [f"## mou-check {name}", f"```text\n{help_of(command, f'mou-check {name}')}\n```"]
    parts += ["## Exit statuses", inspect.cleandoc(EXITS), "## Completion", inspect.cleandoc(COMPLETION)]
    return "\n\n".join(parts) + "\n"


EXITS = """
    | status | when |
    |---|---|
    | 0 | nothing is breached (or nothing at the level of `--fail-on` or worse) |
    | 1 | something is |
    | 2 | the command or an input file is wrong; with `--strict` also when there is a warning. It goes before 1, for a verdict on half-read files is not to be relied on |
    | 3 | a fault in the program (`--debug` shows where) |
    | 130, 141 | stopped with Ctrl-C; the reader of a pipe went away |

    While work takes longer than a second, a bar on standard error says what is being done and how far that is, and goes
    away with it. It is for a terminal: in a pipe, in CI (where `CI` is set), with `-q` and where `TERM` is `dumb` there is none.

    Ctrl-C stops a command within a second. It says so in one line and leaves no temporary file; what goes to standard output or
    to a file is there as a whole or not at all, unless nobody takes it any more.
"""
COMPLETION = """
    The shell completes commands and options after one of these:

    ```sh
    eval "$(_MOU_CHECK_COMPLETE=bash_source mou-check)"     # bash, in ~/.bashrc
    eval "$(_MOU_CHECK_COMPLETE=zsh_source mou-check)"      # zsh, in ~/.zshrc
    _MOU_CHECK_COMPLETE=fish_source mou-check | source      # fish, in ~/.config/fish/config.fish
    ```
"""


def help_of(command: click.Command, name: str) -> str:
    """A command's help in 80 columns, whatever the terminal."""
    with click.Context(command, info_name=name, terminal_width=80, help_option_names=["-h", "--help"]) as context:
        return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


# --- the picture ------------------------------------------------------------------------------------
SHOWN = ("news-releases", "web-updates", "roadshows")
WIDTH = 100
# Rich's own frame without the font that it would fetch from elsewhere.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A report of mou-check in a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """A run of `verify` as an SVG: the text that the command prints, in its colours."""
    document = run(Options(today=date(2030, 1, 1), folder=ROOT, agreements=("cheshire",), only=SHOWN))
    typed = f"$ mou-check verify cheshire {' '.join(f'--only {name}' for name in SHOWN)}\n"
    text = typed + render("table", document, Look(WIDTH, colour=True)).rstrip("\n")
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(Coloured.from_ansi(text), soft_wrap=True)
    return console.export_svg(title="mou-check", code_format=FRAME, unique_id="terminal")


# --- the README's table of coverage -----------------------------------------------------------------
COVERAGE = re.compile(r"(<!-- coverage, .*? -->\n).*?(<!-- /coverage -->)", re.DOTALL)


def readme() -> str:
    """The README with the coverage of the shipped agreements on the shipped logs."""
    document, _ = coverage(Options(today=date(2030, 1, 1), folder=ROOT))
    faults = [problem for problem in document.problems if problem.level == "error"]
    assert not faults, faults
    block = f"```text\n$ mou-check coverage\n{coverage_table.render(document, Look(80))}```\n"
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return COVERAGE.sub(lambda marks: marks[1] + block + marks[2], text)


def build() -> dict[str, str]:
    """Every file that the script makes, by its path in the project."""
    pages = {f"docs/rules/{kind}.md": rule_page(kind, rule) for kind, rule in KINDS.items()}
    return {
        **pages,
        "docs/rules/index.md": rules_index(),
        "docs/problems.md": problems_page(),
        "docs/lint.md": lint_page(),
        "docs/commands.md": commands_page(),
        "docs/terminal.svg": picture(),
        "README.md": readme(),
    }


if __name__ == "__main__":
    main(build)
