"""The docs say what is so: generated pages are up to date, and everything written by hand works."""

from __future__ import annotations

import functools
import inspect
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import TypeAdapter

import make_docs
from generated import ROOT, stale
from mou_check.agreement import Agreement
from mou_check.cli.main import COMMANDS, cli, main
from mou_check.load.decisions import AssessmentsFile, SettledFile
from mou_check.load.project import ProjectSettings
from mou_check.load.yaml_file import parse_yaml
from mou_check.model.verdicts import Verdict
from mou_check.rules import KINDS, AnyRule
from mou_check.rules.base import Rule
from mou_check.rules.fields import Model
from support import judge

PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
by_kind = pytest.mark.parametrize("kind", KINDS)


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def loaded(text: str) -> Any:
    """A YAML text as the product reads it."""
    source = parse_yaml(text, "block")
    assert not source.problems, source.problems
    return source.data


def agreement(it: dict[str, Any], **top: Any) -> dict[str, Any]:
    """An agreement with one obligation."""
    it = {
        "id": "it",
        "clauses": ["1"],
        "title": "It",
        "says": "What is promised.",
        "bearer": "a",
        "force": "must",
        **it,
    }
    base = {"format": 1, "id": "case", "title": "A case", "parties": {"a": {"name": "A"}, "c": {"name": "C"}}}
    return {**base, "obligations": [it], "clauses": [{"ref": "1", "holds": ["it"]}], **top}


# --- generated pages --------------------------------------------------------------------------------
def test_generated_pages_are_as_the_code_makes_them() -> None:
    """Whoever changes a docstring, a key, a command's help or the table runs `make docs`."""
    assert stale(make_docs.build()) == []


def test_no_page_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")} == {*KINDS, "index"}


def test_the_picture_fetches_nothing() -> None:
    """The picture names no outside address but that of the SVG language."""
    picture = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"']+", picture)) == {"http://www.w3.org/2000/svg"}


# --- rule kinds -------------------------------------------------------------------------------------
# Which of a docstring's rules its logs are about (the first, unless it says another), and what the logs
# cannot say: the days under review, the day of judgement, what is recorded.
RULE = {"deadline": 2}
RUN: dict[str, dict[str, Any]] = {
    "deadline": {"as_of": "2015-07-31"},
    "judgement": {"window": ("2015-04-01", "2016-03-31")},
    "level": {"window": ("2015-06-01", "2015-06-30")},
    "never": {"project": {"records": ["fee_payment"]}},
}


def rules_of(kind: str) -> list[dict[str, Any]]:
    """The rules in the docstring of a kind; a block may hold several, one on each line that begins with `rule:`."""
    texts = [text for block in blocks(manual(kind), "yaml") for text in re.split(r"(?m)^(?=rule:)", block) if text]
    return [loaded(text)["rule"] for text in texts]


def manual(kind: str) -> str:
    return inspect.getdoc(import_module(KINDS[kind].__module__)) or ""


def around(rule: dict[str, Any], logs: list[str]) -> dict[str, Any]:
    """An agreement that declares what a rule reads, and every activity of the logs."""
    model: Rule = TypeAdapter(AnyRule).validate_python(rule)
    codes = {line.split(",")[1] for log in logs for line in log.splitlines()[1:]}
    activities: dict[str, Any] = {code: {"title": code, "columns": {}} for code in {*codes, *model.activities()}}
    for use in model.all_uses():
        kind = next((t for t in ("date", "time", "integer") if use.types and t in use.types), "text")
        for code in use.activities if use.column not in ("date", "ref") else ():
            activities[code]["columns"][use.column] = kind
    lists = {name: ["Chief Executive", "Head of Scrutiny and Planning"] for _, name in model.list_names()}
    return agreement({"rule": rule}, term={"starts": "2015-04-01"}, activities=activities, lists=lists)


@by_kind
def test_every_rule_of_a_manual_page_loads(kind: str) -> None:
    rules = rules_of(kind)
    assert rules
    for rule in rules:
        assert judge(around(rule, []), "date,activity\n2015-06-01,x\n")["obligations"][0]["kind"] == kind


@by_kind
def test_a_manual_page_shows_a_log_that_meets_the_rule_and_one_that_breaches_it(kind: str) -> None:
    """Where there is one log only, its first row meets the rule and the whole breaches it."""
    logs = blocks(manual(kind), "csv")
    if len(logs) == 1 and kind != "judgement":
        logs.insert(0, "\n".join(logs[0].splitlines()[:2]) + "\n")
    rule = around(rules_of(kind)[RULE.get(kind, 0)], logs)
    verdicts = [judge(rule, log, **RUN.get(kind, {}))["obligations"][0]["verdict"] for log in logs]
    assert verdicts == (["to-judge"] if kind == "judgement" else ["met", "breached"])


# --- examples in the pages --------------------------------------------------------------------------
LANGUAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
# What the fragments of language.md stand in.
SURROUNDINGS: dict[str, Any] = {
    "lists": {"officers": ["Chief Executive"], "major-towns": ["Crewe"]},
    "term": {"starts": "2015-04-01"},
    "activities": {
        "newsletter": {"title": "Newsletter"},
        "service_change": {"title": "Change", "columns": {"given_on": "date"}},
        "roadshow": {
            "title": "Roadshow",
            "columns": {"commissioner_attended": "yes-no", "town": "text", "reason": "text"},
        },
        "consultation_event": {
            "title": "Event",
            "columns": {"commissioner_attended": "yes-no", "town": "text", "reason": "text"},
        },
        "attendance_required": {
            "title": "Attendance",
            "columns": {
                "item": "text",
                "venue": "text",
                "papers": "integer",
                "title": "text",
                "form": "text",
                "chair": "text",
            }
            | {"reason": "text", "consulted_on": "date", "given_on": "date"},
        },
    },
}


@pytest.mark.parametrize("block", blocks(LANGUAGE, "yaml"), ids=lambda block: block.split("\n")[0][:40])
def test_every_example_of_the_language_loads(block: str) -> None:
    """A whole file as it stands; a part of an obligation, or of a file, in its surroundings."""
    data = loaded(block)
    if "format" in data:
        whole = {**data, "id": "case"}
    elif {"rule", "readings"} & set(data):
        whole = agreement({**data, "bearer": "a"}, **SURROUNDINGS)
    else:
        whole = agreement({"rule": {"kind": "judgement", "question": "Was it so?"}}, **{**SURROUNDINGS, **data})
    log = f"date,activity\n2015-06-01,{next(iter(whole['activities']))}\n"
    assert not [p for p in judge(whole, log)["problems"] if p["level"] == "error"]
    for example in data.get("examples", ()):
        result = judge(whole, example["log"], window=(example["from"], example["to"]))
        assert result["obligations"][0]["verdict"] == example["verdict"]


def test_the_language_page_names_every_key_of_an_agreement() -> None:
    """Of the file itself and all below it but the rules, whose keys stand on pages of their own."""
    schema = Agreement.model_json_schema(by_alias=True)
    models = {
        "Source",
        "Party",
        "TermDates",
        "CalendarSettings",
        "HolidayFile",
        "NamedList",
        "Activity",
        "Reading",
        "Effective",
        "Example",
    }
    models |= {"Obligation", "Clause", "Selection", "CellTest", "OtherColumn"} & set(schema["$defs"])
    parts = [schema, *(part for name, part in schema["$defs"].items() if name in models)]
    keys = {key for part in parts for key in part.get("properties", {})}
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", LANGUAGE))))
    assert not keys - words


def test_the_project_file_of_the_log_page_is_one() -> None:
    page = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
    (block,) = blocks(page, "yaml")
    settings = ProjectSettings.model_validate(loaded(block))
    assert set(loaded(block)) == set(ProjectSettings.model_fields), "it shows every key"
    assert settings.logs[0].covers


@pytest.mark.parametrize(
    ("at", "model"),
    list(enumerate([ProjectSettings, SettledFile, AssessmentsFile])),
    ids=["project", "settled", "assessments"],
)
def test_the_files_of_the_page_on_decisions_are_what_it_says(at: int, model: type[Model]) -> None:
    page = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    model.model_validate(loaded(blocks(page, "yaml")[at]))


def test_the_log_of_the_log_page_is_read_whole() -> None:
    page = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
    (log,) = blocks(page, "csv")
    activities = {code: {"title": code} for code in ("news_release", "panel_meeting", "social_media_support")}
    activities["news_release"]["columns"] = {"cleared_by": "text", "cleared_on": "date"}  # type: ignore[assignment]
    result = judge(agreement({"rule": {"kind": "never", "activity": "news_release"}}, activities=activities), log)
    assert (result["logs"][0]["used"], result["problems"]) == (3, [])


def test_the_readme_shows_what_its_first_example_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The agreement and the log of the README, put into files as it says, give the output that it shows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (yaml,), (csv,), (console,) = (blocks(readme, language) for language in ("yaml", "csv", "console"))
    (tmp_path / "town.yaml").write_text(yaml, encoding="utf-8")
    (tmp_path / "town.csv").write_text(csv, encoding="utf-8")
    typed, _, shown = console.partition("\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    with pytest.raises(SystemExit) as end:
        main(shlex.split(typed)[2:])
    output = capsys.readouterr()
    assert (output.out.strip(), output.err, end.value.code) == (shown.strip(), "", 1)


def test_the_readme_names_the_verdicts_worst_first() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| verdict |") :].partition("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE) == [verdict.value for verdict in Verdict]


# --- commands, targets, links -----------------------------------------------------------------------
@functools.cache
def options(name: str | None) -> frozenset[str]:
    """The options of a command, or of the group."""
    context = click.Context(cli, help_option_names=["-h", "--help"])
    command = cli.get_command(context, name) if name else cli
    assert command
    parameters = command.get_params(click.Context(command, parent=context))
    return frozenset(o for parameter in parameters if isinstance(parameter, click.Option) for o in parameter.opts)


@by_page
def test_every_command_and_option_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for typed in re.findall(r"(?:^ *|[`$] ?|run: |^ *- )mou-check +((?:-|[a-zA-Z])[^`\n]*)", text, re.MULTILINE):
        if "COMMAND" in typed:
            continue
        words = shlex.split(typed.split("  ")[0], comments=True)
        name = next((word for word in words if not word.startswith("-")), None)
        assert name is None or name in COMMANDS, typed
        for word in words:
            if word.startswith("-") and word != "-":
                assert word in options(name) | options(None), typed
    known = options(None).union(*(options(name) for name in COMMANDS)) | {"--check"}  # the scripts' own
    assert set(re.findall(r"`(--[a-z-]+)", text)) <= known


@by_page
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    for typed in re.findall(r"(?:`|^)make ([a-z ]*[a-z])", text, re.MULTILINE):
        assert set(typed.split()) <= targets, typed


def slugs(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@by_page
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading of it where the link names one."""
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in slugs(target), link
