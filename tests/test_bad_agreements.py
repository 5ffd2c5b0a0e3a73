"""Agreements that cannot be used: every fault is told, with its place, in plain words, and exit status 2.

`bad/` holds files with faults; beside each stands what is printed about it. After a change of wording
`REWRITE_BAD=1 pytest tests/test_bad_agreements.py` writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from mou_check.load.agreements import LoadedAgreement, load_agreement
from mou_check.load.yaml_file import parse_yaml
from mou_check.model.problems import Problem
from mou_check.output import Look, render
from mou_check.run import Options, run
from support import LOADER, TODAY

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))

# Words of Python and Pydantic that mean nothing to the author of an agreement.
FOREIGN = re.compile(
    r"\b(?:None|NoneType|True|False|str|int|float|dict|tuple|bool|isinstance|Input should|input_value|value_error|"
    r"[Ll]iteral|[Uu]nion|tagged|discriminator|[Pp]ydantic|[Vv]alidation|Traceback|\w+Error|Model|Length|Codes|scalar|"
    r"does not fit here)\b|<class|\[type="
)  # fmt: skip

HEAD = """format: 1
id: it
title: An agreement
parties: {a: {name: A}, b: {name: B}}
"""
REST = """activities: {release: {title: Release, columns: {by: text, on: date, cost: number, at: time}}}
obligations:
  - {id: one, clauses: ["1"], title: One, says: One., bearer: a, force: must, rule: RULE}
clauses: [{ref: "1", holds: [one]}]
"""
TERM = "term: {starts: 2015-04-01}\n"
COUNT = "{kind: count, activity: release, at_least: 1, per: week}"


@pytest.fixture
def load(tmp_path: Path) -> Any:
    """Load an agreement from a text or from bytes; gives it and the problems."""

    def loaded(text: str | bytes) -> tuple[LoadedAgreement | None, list[Problem]]:
        file = tmp_path / "it.yaml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_agreement(file, "it.yaml")

    return loaded


def agreement(rule: str = COUNT, term: str = TERM) -> str:
    return HEAD + term + REST.replace("RULE", rule)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_everything_wrong_is_printed_with_its_place(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    """The problems printed are exactly those in the text file beside the agreement; nothing is judged."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / file.name).write_bytes(file.read_bytes())
    ran = command("verify", file.name)
    expected = file.with_suffix(".txt")
    if os.environ.get("REWRITE_BAD"):
        expected.write_text(ran.err, encoding="utf-8")
    assert ran.err == expected.read_text(encoding="utf-8")
    assert (ran.status, ran.out) == (2, "")


def test_each_expectation_has_its_agreement() -> None:
    """No text is left behind in bad/ by an agreement that has gone."""
    assert [f.stem for f in BAD] == sorted(f.stem for f in (HERE / "bad").glob("*.txt"))


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_no_words_of_python(file: Path) -> None:
    """The messages use the words of agreements, not those of the program's language and libraries."""
    for line in file.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("    "):
            assert not FOREIGN.search(line), line


def test_every_problem_points_at_its_place(load: Any) -> None:
    """Line and column count from 1, and the caret stands under the column."""
    _, (problem,) = load(agreement("{kind: count, activity: relase, at_least: 1, per: week}"))
    line = agreement("{kind: count, activity: relase").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("relase")
    shown, caret = problem.excerpt.split("\n")
    assert shown[caret.index("^") :].startswith("relase")


def test_the_caret_stays_in_sight_in_a_long_line(load: Any) -> None:
    """Of a long line only the part around the fault is shown."""
    _, (problem,) = load(
        agreement(f"{{kind: count, where: {{by: {'x' * 3000}}}, activity: relase, at_least: 1, per: week}}")
    )
    shown, caret = problem.excerpt.split("\n")
    assert len(shown) <= 100
    assert shown[caret.index("^") :].startswith("relase")


# What YAML is


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("NO", "NO"), ("12:30", "12:30"), ("2015-06-01", "2015-06-01"), ("2015-13-45", "2015-13-45"),
        ("1_000", "1_000"), ("0x10", "0x10"), ("0o17", "0o17"), (".inf", ".inf"), ("1e999", "1e999"), ("12345678901234567890", "12345678901234567890"),
        ("true", True), ("null", None), ("~", None), ("12", 12), ("-3", -3), ("010", 10), ("1.10", 1.1), ("'12'", "12"), ('"true"', "true"), ("!!str 12", "12"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_words_are_read_as_yaml_1_2(written: str, meant: Any) -> None:
    """`no`, `on`, `12:30` and dates are text; only true, false, null and decimal numbers are not."""
    source = parse_yaml(f"key: {written}\n", "it.yaml")
    assert not source.problems
    assert source.data == {"key": meant}
    assert type(source.data["key"]) is type(meant)


def test_a_clause_number_without_quotes_is_shown_as_written(load: Any) -> None:
    """1.10 is the number 1.1 to YAML; the message shows 1.10 and says to quote it."""
    _, (problem, *_) = load(agreement().replace('["1"]', "[1.10]"))
    assert problem.message == 'item 1 of clauses: expected text, found the number 1.10; put it in quotes: "1.10"'


def test_a_key_that_stands_twice_is_told_with_both_places(load: Any) -> None:
    """One of the two values would be lost, so neither is taken."""
    _, (problem,) = load("format: 1\n" + agreement())
    assert (problem.code, problem.line, problem.column) == ("duplicate-key", 2, 1)
    assert "first on line 1, column 1" in problem.message


def test_aliases_can_be_used(load: Any) -> None:
    """What an alias stands for is read in its place."""
    loaded, problems = load(
        agreement().replace('clauses: ["1"]', 'clauses: &one ["1"]').replace("holds: [one]", "holds: [one], also: []")
    )
    assert not problems
    assert loaded.agreement.obligations[0].clauses == ("1",)


@pytest.mark.parametrize("sign", ["[", "{a: ", "- "])
def test_deep_nesting_ends_in_a_message(sign: str, load: Any) -> None:
    """200,000 brackets neither crash the reader nor take long."""
    _, (problem,) = load(sign * 200_000)
    assert problem.message == "values are nested more than 60 deep"


def test_a_billion_laughs_end_in_a_message(load: Any) -> None:
    """Aliases of aliases count with all that they stand for."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    _, (problem,) = load("\n".join(lines))
    assert re.fullmatch(r"the file (holds more than 200,000 values|uses more than 200 aliases)", problem.message)


def test_an_alias_of_itself_ends_in_a_message(load: Any) -> None:
    """A value that contains itself would never end."""
    _, (problem,) = load("format: 1\nparties: &p {a: *p}\n")
    assert "*p refers to an anchor that is not closed before it" in problem.message


def test_more_values_than_any_agreement_has_end_in_a_message(load: Any) -> None:
    """A list of 300,000 numbers is no agreement."""
    _, (problem,) = load("format: [" + "1," * 300_000 + "]\n")
    assert problem.message == "the file holds more than 200,000 values"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file of 25 MB is refused by its size."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as handle:
        handle.truncate(25_000_000)
    _, (problem,) = load_agreement(file, "huge.yaml")
    assert "larger than 20 MB" in problem.message


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bad-text", "is not UTF-8"),
        ("format: 1\ntitle: Übereinkunft\n".encode("latin-1"), "bad-text", "is not UTF-8; save the file as UTF-8"),
        ("format: 1\n".encode("utf-16"), "bad-text", "is not UTF-8"),
        (b"format: 1\ntitle: a\0b\n", "bad-yaml", "a character that YAML does not allow"),
        (b"format: 1\ntitle: a\x07b\n", "bad-yaml", "a character that YAML does not allow"),
    ],
    ids=["picture", "latin-1", "utf-16", "nul", "bell"],
)  # fmt: skip
def test_what_is_not_text_is_told(raw: bytes, code: str, words: str, load: Any) -> None:
    """Files that are no UTF-8 text, or hold characters that YAML forbids."""
    _, (problem,) = load(raw)
    assert problem.code == code
    assert words in problem.message


def test_the_line_of_a_forbidden_character_is_right(load: Any) -> None:
    """The line is counted in characters even where others before it take several bytes."""
    _, (problem,) = load("format: 1\ntitle: " + "ü" * 30 + "\nid: x\nnote: a\x07b\n")
    assert (problem.line, problem.column) == (4, 8)


def test_a_byte_order_mark_does_no_harm(load: Any) -> None:
    """Windows editors put one at the start of a file."""
    loaded, problems = load(b"\xef\xbb\xbf" + agreement().encode())
    assert loaded
    assert not problems


def test_windows_newlines_do_no_harm(load: Any) -> None:
    """Lines may end as they do on Windows, and places stay right."""
    loaded, _ = load(agreement().replace("\n", "\r\n"))
    assert loaded.places() == [(8, 5)]


# What cannot be opened


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.yaml", "there is no file none.yaml"), ("folder", "folder is a folder; a file was expected")],
)
def test_a_file_that_cannot_be_opened_is_told(
    name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    """A missing file and a folder each have their own message."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    ran = command("verify", name)
    assert ran.status == 2
    assert words in ran.err


# Several kinds of fault in one run


def test_faults_of_form_and_of_reference_come_in_one_run(load: Any) -> None:
    """A wrong key at the top does not hide a wrong name below; problems stand in the order of the file."""
    _, problems = load(
        agreement("{kind: count, activity: relase, at_least: 1, per: week}").replace("title: An", "titel: An")
    )
    assert [p.code for p in problems] == ["bad-structure", "bad-structure", "bad-reference"]
    assert [(p.line, p.column) for p in problems] == sorted((p.line, p.column) for p in problems)


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("term: {starts: 2015-04-01}", "term: {start: 2015-04-01}"),
        ("parties: {a: {name: A}, b: {name: B}}", "partys: {a: {name: A}, b: {name: B}}"),
        (
            "columns: {by: text, on: date, cost: number, at: time}",
            "colums: {by: text, on: date, cost: number, at: time}",
        ),
        (
            "columns: {by: text, on: date, cost: number, at: time}",
            "columns: {by: text, on: day, cost: number, at: time}",
        ),
        ("lists: {officers: [Chief]}", "lists: {officers: Chief}"),
        ("lists: {officers: [Chief]}", "list: {officers: [Chief]}"),
        ("activities:", "activites:"),
        ('clauses: [{ref: "1", holds: [one]}]', 'clauses: {ref: "1", holds: [one]}'),
    ],
)
def test_one_fault_does_not_bring_others_after_it(find: str, put: str, load: Any) -> None:
    """Names that only look unknown because their section is faulty are not told."""
    rule = "{kind: count, activity: release, where: {by: {in: officers}}, at_least: 1, per: fortnight}"
    text = agreement(rule, TERM + "lists: {officers: [Chief]}\n")
    assert find in text
    _, problems = load(text.replace(find, put))
    assert problems
    assert {p.code for p in problems} == {"bad-structure"}
    assert len({p.line for p in problems if "is missing" not in p.message}) == 1


# Whatever stands there, the answer is a sentence or a verdict

JUNK = (None, True, -1, 1.5, "", "zzz", [], {"a": 1}, ["zzz"], [None], {"column": "zzz"}, 10**17, "unlimited")


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: count, activity: [], at_least: 1, per: week}",
        "{kind: count, activity: release, where: {by: []}, at_least: 1, per: week}",
        "{kind: count, activity: release, where: {by: {not_in: []}}, at_least: 1, per: week}",
        "{kind: deadline, activity: release, done: [], due: {column: on}}",
        "{kind: gap, activity: release, at_most: {count: 100000000000000, unit: day}}",
        "{kind: gap, activity: release, at_most: P99999Y}",
        "{kind: cover, activity: release, starts: at, ends: at, hours: [{days: weekdays, from: 8, to: 18}]}",
    ],
)
def test_what_no_rule_can_judge_is_refused_when_loading(rule: str, load: Any) -> None:
    """Empty lists, lengths beyond all calendars and hours without minutes are told, not guessed at."""
    loaded, problems = load(agreement(rule))
    assert loaded is None
    assert not any("has no column" in p.message for p in problems)


def everything() -> Any:
    return parse_yaml((HERE / "everything.yaml").read_text(encoding="utf-8"), "everything.yaml").data


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value, from the outside in."""
    if path:
        yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield from paths(item, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at a path."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def test_the_agreement_with_everything_is_sound() -> None:
    """What the next test puts junk into uses every rule kind and is judged without a problem."""
    document = run(Options(TODAY, HERE, ("everything.yaml",), ("everything.csv",)), LOADER)
    assert [p.message for p in document.problems] == []
    assert len({o.kind for o in document.agreements[0].obligations}) == 12


@pytest.mark.parametrize("part", range(4))
def test_junk_anywhere_ends_in_sentences_or_in_verdicts(part: int, tmp_path: Path) -> None:
    """Any value of an agreement replaced by junk: told with a place and in plain words, or judged all the same."""
    whole = everything()
    log = (HERE / "everything.csv").read_bytes()
    (tmp_path / "everything.csv").write_bytes(log)
    file = tmp_path / "everything.yaml"
    for number, path in enumerate(paths(whole)):
        if number % 8 != part:  # a half of the places: the other half is much the same
            continue
        for junk in [JUNK[(number * 5 + 3) % len(JUNK)]]:
            file.write_text(json.dumps(replaced(whole, path, junk)), encoding="utf-8")
            where = f"{junk!r} at {path}"
            loaded, problems = load_agreement(file, "everything.yaml")
            assert bool(loaded) != bool(problems), where
            for problem in problems:
                assert problem.line, where
                assert problem.excerpt, where
                assert not FOREIGN.search(problem.message), (where, problem.message)
            if loaded:
                options = Options(date(2015, 7, 1), tmp_path, ("everything.yaml",), ("everything.csv",))
                document = run(options, LOADER)
                assert render("table", document, Look()), where
