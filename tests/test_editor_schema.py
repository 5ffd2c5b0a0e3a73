"""What an editor knows of the files that people write: every key explained, faults marked where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from case_tables import agreement_of, tables
from generated import ROOT
from mou_check.load.yaml_file import parse_yaml
from mou_check.rules import KINDS
from mou_check.schemas import WRITTEN_BY_PEOPLE, schema
from yaml12 import load

SCHEMAS = {name: schema(name) for name in WRITTEN_BY_PEOPLE}
AGREEMENT = Draft202012Validator(SCHEMAS["agreement"])
by_name = pytest.mark.parametrize("name", SCHEMAS)


def parts(part: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of a schema, with its place, but what its examples hold."""
    if isinstance(part, dict):
        yield place, part
        for key, below in part.items():
            if key not in ("examples", "default"):
                yield from parts(below, f"{place}/{key}")
    elif isinstance(part, list):
        for i, below in enumerate(part):
            yield from parts(below, f"{place}/{i}")


def keys(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that can be written, with its place and what the schema says of it."""
    for place, part in parts(whole):
        if not place.endswith("/properties"):
            for key, said in part.get("properties", {}).items():
                yield f"{place}/{key}", said


def resolved(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema with what it refers to; what it says itself goes first."""
    if "$ref" not in part:
        return part
    return {**whole["$defs"][part["$ref"].removeprefix("#/$defs/")], **part}


def choices(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Whether an editor can offer what goes here from the schema alone: words to choose from, or further keys."""
    it = resolved(whole, part)
    if "items" in it:
        return choices(whole, it["items"])
    if it.get("type") == "object":
        return True
    branches = [resolved(whole, branch) for branch in (*it.get("anyOf", ()), *it.get("oneOf", ()))]
    return bool({"enum", "const"} & set(it)) or any({"enum", "const"} & set(branch) for branch in branches)


# --- what is said of each key -----------------------------------------------------------------------
@by_name
def test_every_key_that_people_write_is_explained(name: str) -> None:
    whole = SCHEMAS[name]
    assert [place for place, said in keys(whole) if not resolved(whole, said).get("description")] == []


@by_name
def test_every_key_without_a_choice_has_an_example_or_a_default(name: str) -> None:
    """Where neither words to choose from nor further keys say what is wanted, a value shows it."""
    whole = SCHEMAS[name]
    shown = [(place, said) for place, said in keys(whole) if not choices(whole, said)]
    assert [place for place, said in shown if not {"examples", "default"} & set(said)] == []


@by_name
def test_every_part_of_a_file_has_a_name_in_plain_words(name: str) -> None:
    for part in (SCHEMAS[name], *SCHEMAS[name].get("$defs", {}).values()):
        assert re.fullmatch(r"[A-Za-z][a-z]*( [a-z-]+)*(, format 1)?", part["title"])
        assert "description" in part


@by_name
def test_examples_and_defaults_are_what_the_key_takes(name: str) -> None:
    """An editor writes them into the file."""
    whole = SCHEMAS[name]
    shown = 0
    for place, part in parts(whole):
        if place.endswith("/properties"):
            continue
        for value in (*part.get("examples", ()), *([part["default"]] if "default" in part else ())):
            validator = Draft202012Validator({**part, "$defs": whole.get("$defs", {})})
            assert validator.is_valid(value), (place, value)
            shown += 1
    assert shown


@by_name
def test_no_editor_offers_null(name: str) -> None:
    assert "null" not in json.dumps(SCHEMAS[name])


def test_a_rule_begins_with_its_kind() -> None:
    """Each kind is a branch of its own that its `kind` alone tells from the others, with help for each."""
    definitions = SCHEMAS["agreement"]["$defs"]
    for owner in ("Obligation", "Reading"):
        rule = definitions[owner]["properties"]["rule"]
        assert (rule["type"], rule["required"]) == ("object", ["kind"])
        branches = [resolved(SCHEMAS["agreement"], branch) for branch in rule["oneOf"]]
        assert [branch["properties"]["kind"]["const"] for branch in branches] == list(KINDS)
        assert [branch["title"] for branch in branches] == list(KINDS)
        assert all("Use it" in branch["description"] for branch in branches)


# --- good files -------------------------------------------------------------------------------------
DECISIONS = sorted((ROOT / "decisions").glob("*.yaml"))
SHIPPED = {
    **dict.fromkeys(sorted((ROOT / "agreements").glob("*.yaml")), "agreement"),
    **{file: file.stem for file in DECISIONS},
    ROOT / "mou-check.yaml": "project",
}


@pytest.mark.parametrize(("file", "name"), SHIPPED.items(), ids=lambda it: it.name if isinstance(it, Path) else "")
def test_every_shipped_file_names_its_schema(file: Path, name: str) -> None:
    """An editor finds it by the first line."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (file.parent / named[1]).resolve() == ROOT / "schemas" / f"{name}.schema.json"


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_shipped_decisions_keep_to_the_published_schema(file: Path) -> None:
    """As agreements and the project file do, see test_outputs.py."""
    assert Draft202012Validator(SCHEMAS[file.stem]).is_valid(load(file))


def test_what_the_tool_judges_has_no_mark() -> None:
    """The agreement of every case in `cases/` keeps to the schema; many cases are about one agreement."""
    agreements = {json.dumps(whole): whole for case in tables() for whole in [agreement_of(*case.values)]}
    faults = [best_match(AGREEMENT.iter_errors(whole)) for whole in agreements.values()]
    assert [f"{fault.json_path} {fault.instance}: {fault.message}" for fault in faults if fault] == []


# --- bad files --------------------------------------------------------------------------------------
# What a schema cannot see: that two entries have one name, or that a name refers to nothing.
UNSEEN = {"same-id-twice", "unknown-names"}


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "bad").glob("*.yaml")), ids=lambda file: file.stem)
def test_an_editor_marks_every_bad_file_but_those_with_wrong_names(file: Path) -> None:
    """What is not YAML is marked by any editor; of the rest only names are left to `mou-check validate`."""
    source = parse_yaml(file.read_bytes().decode("utf-8", errors="replace"), file.name)
    marked = source.root is None or bool(source.problems) or not AGREEMENT.is_valid(source.data)
    assert marked is (file.stem not in UNSEEN)


NEVER = {"kind": "never", "activity": "fee"}


def part(name: str) -> Draft202012Validator:
    """The validator of a part of an agreement file."""
    return AGREEMENT.evolve(schema={"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["agreement"]["$defs"]})


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        pytest.param(NEVER, [], id="nothing wrong"),
        pytest.param({**NEVER, "at_least": 2}, ["$"], id="a key of another kind"),
        pytest.param({**NEVER, "where": None}, ["$.where"], id="a key left without a value"),
        pytest.param({"kind": "notice", "activity": "fee"}, ["$", "$"], id="two keys that are missing"),
        pytest.param({"kind": "count", "activity": "fee", "at_least": 2}, ["$"], id="a count without per"),
        pytest.param({"kind": "count", "activity": "fee", "per": "week"}, ["$"], id="a count without bounds"),
        pytest.param(
            {"kind": "count", "activity": "fee", "exactly": 2, "per": "weekly"}, ["$.per"], id="no such period"
        ),
        pytest.param({"kind": "gap", "activity": "fee", "at_most": "14 days"}, ["$.at_most"], id="a length in words"),
        pytest.param({"kind": "deadline", "activity": "fee", "due": {"yearly": "02-30"}}, ["$.due"], id="no such day"),
        pytest.param({"kind": "deadline", "activity": "fee", "due": {"within": "P1Y"}}, ["$.due"], id="within alone"),
        pytest.param(
            {
                "kind": "cover",
                "activity": "fee",
                "starts": "from",
                "ends": "to",
                "hours": [{"from": "8:00", "to": "18:00"}],
            },
            ["$.hours[0].from"],
            id="an hour with one digit",
        ),
    ],
)
def test_an_editor_marks_a_fault_of_a_rule_where_it_stands(rule: dict[str, Any], place: list[str]) -> None:
    """In the branch of its kind, which an editor goes by."""
    assert [fault.json_path for fault in part(KINDS[rule["kind"]].__name__).iter_errors(rule)] == place


OBLIGATION = {"id": "x", "clauses": ["1"], "title": "X", "says": "It is done.", "bearer": "a", "force": "must"}
READING = {"id": "r", "label": "so", "rule": NEVER}


@pytest.mark.parametrize(
    ("name", "written", "sound"),
    [
        ("Obligation", {**OBLIGATION, "rule": NEVER}, True),
        ("Obligation", {**OBLIGATION, "readings": [READING]}, True),
        ("Obligation", OBLIGATION, False),
        ("Obligation", {**OBLIGATION, "rule": NEVER, "readings": [READING]}, False),
        ("Obligation", {**OBLIGATION, "rule": {**NEVER, "kind": "nevr"}}, False),
        ("Obligation", {**OBLIGATION, "rule": {"activity": "fee"}}, False),
        ("Obligation", {**OBLIGATION, "rule": NEVER, "force": "shall"}, False),
        ("Clause", {"ref": "1", "holds": ["x"]}, True),
        ("Clause", {"ref": "1", "because": "duplicate of 2"}, True),
        ("Clause", {"ref": "1"}, False),
        ("Clause", {"ref": "1", "because": "who knows"}, False),
        ("Measure", {"sum": "people"}, True),
        ("Measure", {"sum": "people", "distinct": "town"}, False),
        ("Sample", {"kind": "sample", "activity": "survey", "responses": "answers"}, False),
    ],
)
def test_an_editor_marks_what_is_left_out_and_what_is_too_much(name: str, written: Any, sound: bool) -> None:
    assert part(name).is_valid(written) is sound


# --- the page ---------------------------------------------------------------------------------------
PAGE = (ROOT / "docs" / "editor.md").read_text(encoding="utf-8")


def test_the_page_names_the_schema_of_every_file_that_people_write() -> None:
    """In the table, and in the settings of each editor."""
    files = [f"schemas/{name}.schema.json" for name in WRITTEN_BY_PEOPLE]
    (settings,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    (script,) = re.findall(r"^```lua\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    mapped = json.loads(settings)["yaml.schemas"]
    assert list(mapped) == files
    assert re.findall(r'\["(.*?)"\] = "(.*?)"', script) == list(mapped.items())
    assert re.findall(r"\]\(\.\./(schemas/[^)]*)\)", PAGE) == files


def test_the_first_lines_of_the_page_name_schemas_as_an_agreement_does() -> None:
    named = re.findall(r"^# (?:yaml-language-server: \$schema=|\$schema: )(\S+)$", PAGE, re.MULTILINE)
    assert named == ["../schemas/agreement.schema.json"] * 2
