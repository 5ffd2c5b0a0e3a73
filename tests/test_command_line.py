"""The command as people and scripts meet it: exit statuses, options, what goes where, and how runs end."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import mou_check
import mou_check.run
from conftest import Command
from mou_check import __version__
from mou_check.cli import verify
from mou_check.cli.main import COMMANDS, cli, main
from mou_check.model.verdicts import FAIL_ON
from mou_check.output import FORMATS
from mou_check.run import Options, run
from support import LOADER

AGREEMENT = """format: 1
id: {id}
title: An agreement
parties: {{a: {{name: A}}, b: {{name: B}}}}
term: {{starts: 2015-01-01, ends: 2015-12-31}}
activities:
  release: {{title: Release}}
  event: {{title: Event}}
obligations:
  - {{id: releases, clauses: ["1"], title: Releases, says: One a month., bearer: a, force: {force}, rule: {{kind: count, activity: release, at_least: 1, per: month}}}}
  - {{id: events, clauses: ["2"], title: Events, says: One a month., bearer: a, force: may, rule: {{kind: count, activity: event, at_least: 1, per: month}}}}
clauses: [{{ref: "1", holds: [releases]}}, {{ref: "2", holds: [events]}}]
"""
KEPT = "date,activity\n2015-01-05,release\n2015-01-06,event\n2015-02-05,release\n2015-02-06,event\n"
MISSED = "date,activity\n2015-01-05,release\n2015-01-06,event\n"
FEBRUARY = ("--from", "2015-01-01", "--to", "2015-02-28")
ESCAPE = "\x1b"


def write(folder: Path, name: str = "it", log: str | None = KEPT, force: str = "must") -> None:
    """An agreement in agreements/ and its log in activity_logs/."""
    for place in ("agreements", "activity_logs"):
        (folder / place).mkdir(exist_ok=True)
    (folder / "agreements" / f"{name}.yaml").write_text(AGREEMENT.format(id=name, force=force), encoding="utf-8")
    if log is not None:
        (folder / "activity_logs" / f"{name}.csv").write_text(log, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one agreement that is kept; the command is typed in it, away from any terminal's wishes."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


PYTHON = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(mou_check.__file__).parents[1]), *sys.path])}


def shell(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A process of its own, in which Python knows the program."""
    return subprocess.run(command, cwd=cwd, env={**PYTHON, **env}, capture_output=True, timeout=60, check=False)


MODULE = (sys.executable, "-m", "mou_check")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# Exit statuses


@pytest.mark.parametrize("form", FORMATS)
def test_0_nothing_is_breached(form: str, project: Path, command: Command) -> None:
    """All promises kept."""
    assert command("verify", *FEBRUARY, "--format", form).status == 0


@pytest.mark.parametrize("form", FORMATS)
def test_1_something_is_breached(form: str, project: Path, command: Command) -> None:
    """A must that was missed, whatever the format."""
    write(project, log=MISSED)
    assert command("verify", *FEBRUARY, "--format", form).status == 1


@pytest.mark.parametrize("form", FORMATS)
def test_2_an_input_is_wrong(form: str, project: Path, command: Command) -> None:
    """Even beside a breach: a verdict on a doubtful input is none."""
    write(project, log=MISSED + "2015-13-01,release\n")
    assert command("verify", *FEBRUARY, "--format", form).status == 2


@pytest.mark.parametrize("form", FORMATS)
def test_3_a_fault_in_the_program(form: str, project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line on standard error, nothing on standard output, no traceback."""

    def broken(*args: object) -> None:
        raise RuntimeError("the first line\nand the second")

    monkeypatch.setattr(mou_check.run, "verify", broken)
    ran = command("verify", *FEBRUARY, "--format", form)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "a fault in the program, not in your files: RuntimeError: the first line and the second" in ran.err


@pytest.mark.parametrize("args", [("--debug", "verify"), ("verify", "--debug")])
def test_debug_shows_where_the_fault_is(
    args: tuple[str, ...], project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --debug, before or after the command, the traceback comes, and the exit status is 3 all the same."""
    monkeypatch.setattr(mou_check.run, "verify", lambda *args: 1 / 0)
    ran = command(*args)
    assert ran.status == 3
    assert "Traceback" in ran.err
    assert "ZeroDivisionError" in ran.err


@pytest.mark.parametrize(
    ("force", "level", "status"),
    [
        ("must", "breached", 1), ("must", "shortfall", 1), ("must", "no-data", 1), ("must", "never", 0),
        ("should", "breached", 0), ("should", "shortfall", 1), ("should", "no-data", 1), ("should", "never", 0),
        ("may", "breached", 0), ("may", "shortfall", 0), ("may", "no-data", 0), ("may", "never", 0),
    ],
)  # fmt: skip
def test_fail_on_names_the_mildest_verdict_that_fails(
    force: str, level: str, status: int, project: Path, command: Command
) -> None:
    """A verdict fails when it is as bad as the level, or worse."""
    write(project, log=MISSED, force=force)
    assert command("verify", *FEBRUARY, "--fail-on", level).status == status


@pytest.mark.parametrize(("level", "status"), [("breached", 0), ("shortfall", 0), ("no-data", 1), ("never", 0)])
def test_what_is_not_recorded_fails_when_asked_to(level: str, status: int, project: Path, command: Command) -> None:
    """No data is no breach, but --fail-on no-data fails on it."""
    write(project, log=KEPT.replace("event", "release"))
    assert command("verify", *FEBRUARY, "--fail-on", level).status == status


def test_strict_turns_warnings_into_status_2(project: Path, command: Command) -> None:
    """An unknown activity is a warning: 0 without --strict, 2 with it; the same log without it stays 0."""
    assert command("verify", *FEBRUARY, "--strict").status == 0
    write(project, log=KEPT + "2015-02-07,relase\n")
    assert command("verify", *FEBRUARY).status == 0
    ran = command("verify", *FEBRUARY, "--strict")
    assert ran.status == 2
    assert "warning" in ran.err


def test_the_choices_of_the_help_are_those_of_the_program() -> None:
    """--format offers what there are outputs for, --fail-on the levels that verdicts know."""
    choices = {
        option.name: list(option.type.choices)
        for option in verify.command.params
        if option.name in ("formats", "fail_on")
    }
    assert choices == {"formats": list(FORMATS), "fail_on": list(FAIL_ON)}


# Agreements and logs


def test_an_agreement_is_named_by_id_by_path_or_not_at_all(project: Path, command: Command) -> None:
    """All three give the same verdicts."""
    results = [
        command("verify", *name, *FEBRUARY, "--format", "json")
        for name in ([], ["it"], ["agreements/it.yaml"], [str(project / "agreements" / "it.yaml")])
    ]
    assert {r.status for r in results} == {0}
    assert len({r.out for r in results}) == 1


def test_an_unknown_agreement_is_told_with_the_nearest(project: Path, command: Command) -> None:
    """Neither a file nor an id."""
    write(project, "cheshire")
    ran = command("verify", "chesire")
    assert ran.status == 2
    assert 'there is no agreement "chesire"' in ran.err
    assert 'Did you mean "cheshire"?' in ran.err


def test_it_works_from_another_folder(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files can be named from anywhere; the logs are found beside the agreement."""
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert command("verify", "../agreements/it.yaml", *FEBRUARY).status == 0
    assert command("verify", "../agreements/it.yaml", "--log", "../activity_logs/it.csv", *FEBRUARY).status == 0


def test_it_works_inside_a_folder_of_the_project(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project file is looked for upwards."""
    (project / "mou-check.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.chdir(project / "activity_logs")
    assert command("verify", *FEBRUARY).status == 0
    assert command("verify", "it", *FEBRUARY).status == 0


def test_an_agreement_and_a_log_anywhere_need_no_project(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No project file, no folders: a file and --log are enough."""
    (tmp_path / "mine.yaml").write_text(AGREEMENT.format(id="it", force="must"), encoding="utf-8")
    (tmp_path / "some log.csv").write_text(KEPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert command("verify", "mine.yaml", "--log", "some log.csv", *FEBRUARY).status == 0


def test_no_agreements_at_all(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing checked is never a pass: the message says where agreements were looked for."""
    monkeypatch.chdir(tmp_path)
    ran = command("verify")
    assert ran.status == 2
    assert "there are no agreements: no *.yaml in agreements" in ran.err


def test_two_agreements_with_one_id(project: Path, command: Command) -> None:
    """Neither is judged, and each names the other's file."""
    (project / "agreements" / "other.yaml").write_text(AGREEMENT.format(id="it", force="must"), encoding="utf-8")
    ran = command("verify")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("[duplicate-id]") == 2
    assert "agreements/it.yaml:2:5" in ran.err
    assert "agreements/other.yaml:2:5" in ran.err


def test_one_bad_agreement_does_not_hide_the_verdicts_of_another(project: Path, command: Command) -> None:
    """The good one is judged; the exit status is 2."""
    (project / "agreements" / "bad.yaml").write_text("format: 2\n", encoding="utf-8")
    ran = command("verify", *FEBRUARY)
    assert ran.status == 2
    assert "agreements/bad.yaml:1:9" in ran.err
    assert "it: 2 obligations" in ran.out


def test_logs_belong_by_their_names(project: Path, command: Command) -> None:
    """<id>.csv, <id>-*.csv and <id>/*.csv; a longer id takes its own."""
    write(project, "it-2013", log=None)
    logs = project / "activity_logs"
    (logs / "it").mkdir()
    for name in ("it-a.csv", "it/b.csv", "it-2013.csv", "it-2013-c.csv"):
        (logs / name).write_text(KEPT, encoding="utf-8")
    document = json.loads(command("verify", *FEBRUARY, "--format", "json").out)
    found = {a["id"]: sorted(log["file"] for log in a["logs"]) for a in document["agreements"]}
    assert found == {
        "it": ["activity_logs/it-a.csv", "activity_logs/it.csv", "activity_logs/it/b.csv"],
        "it-2013": ["activity_logs/it-2013-c.csv", "activity_logs/it-2013.csv"],
    }


@pytest.mark.parametrize("option", ["missed.csv", "it=missed.csv"])
def test_a_log_is_named_by_file_or_with_its_agreement(option: str, project: Path, command: Command) -> None:
    """--log takes the place of the logs found by name."""
    (project / "missed.csv").write_text(MISSED, encoding="utf-8")
    ran = command("verify", "it", "--log", option, *FEBRUARY, "--format", "json")
    assert ran.status == 1
    assert [log["file"] for log in json.loads(ran.out)["agreements"][0]["logs"]] == ["missed.csv"]


def test_a_log_for_an_agreement_that_is_not_in_the_run(project: Path, command: Command) -> None:
    """--log ID=FILE with an id that nobody has."""
    ran = command("verify", "--log", "ti=activity_logs/it.csv")
    assert ran.status == 2
    assert 'there is no agreement "ti" in this run. Known: it.' in ran.err


def test_a_log_that_could_be_anyones_is_asked_about(project: Path, command: Command) -> None:
    """With several agreements a log must be theirs by name, or be given as ID=FILE."""
    write(project, "other")
    (project / "x.csv").write_text(KEPT, encoding="utf-8")
    ran = command("verify", "--log", "x.csv")
    assert ran.status == 2
    assert "Write --log ID=x.csv with one of it, other" in ran.err
    assert command("verify", "--log", "it=x.csv", "--log", "activity_logs/other.csv", *FEBRUARY).status == 0


def test_an_equals_sign_in_a_file_name_does_no_harm(project: Path, command: Command) -> None:
    """A file of that name comes before an id."""
    (project / "a=b.csv").write_text(KEPT, encoding="utf-8")
    assert command("verify", "it", "--log", "a=b.csv", *FEBRUARY).status == 0


# Windows, dates and obligations


def test_an_empty_window(project: Path, command: Command) -> None:
    """--to before --from is a mistake in the command."""
    ran = command("verify", "--from", "2015-02-01", "--to", "2015-01-01")
    assert ran.status == 2
    assert "the window is empty: --to 2015-01-01 lies before --from 2015-02-01" in ran.err


def test_a_window_outside_the_term(project: Path, command: Command) -> None:
    """No day is left to judge."""
    ran = command("verify", "--from", "2020-01-01", "--to", "2020-12-31")
    assert ran.status == 2
    assert "the window 2020-01-01 to 2020-12-31 lies outside the agreement's term" in ran.err


@pytest.mark.parametrize("written", ["2015-13-01", "01/02/2015", "20150201", "2015-2-1", "tomorrow", ""])
@pytest.mark.parametrize("option", ["--from", "--to", "--as-of"])
def test_a_date_that_is_none(option: str, written: str, project: Path, command: Command) -> None:
    """The message shows what a date looks like."""
    ran = command("verify", option, written)
    assert ran.status == 2
    assert f'"{written}" is not a date such as 2016-03-31' in ran.err


def test_only_takes_an_obligation_by_id_or_with_its_agreement(project: Path, command: Command) -> None:
    """The others are left out of the result."""
    for name in ("events", "it/events"):
        document = json.loads(command("verify", "--only", name, *FEBRUARY, "--format", "json").out)
        assert [o["id"] for o in document["agreements"][0]["obligations"]] == ["events"]


def test_only_with_a_slip_of_the_pen(project: Path, command: Command) -> None:
    """Nothing is judged, and the nearest id is named."""
    ran = command("verify", "--only", "relases")
    assert ran.status == 2
    assert 'there is no obligation "relases". Did you mean "releases"?' in ran.err


def test_as_of_is_printed_and_fixes_today(project: Path, command: Command) -> None:
    """What is not over on that day is still open; the day is told."""
    ran = command("verify", *FEBRUARY, "--as-of", "2015-02-03", "--format", "json")
    document = json.loads(ran.out)
    assert document["as_of"] == "2015-02-03"
    assert [o["tally"] for o in document["agreements"][0]["obligations"]] == [{"met": 1, "pending": 1}] * 2
    assert "As of 3 Feb 2015" in command("verify", *FEBRUARY, "--as-of", "2015-02-03").out


def test_today_is_the_day_of_the_run(project: Path) -> None:
    """Without --as-of all is judged at the end of the window or of today, whichever is earlier."""
    for today, expected in ((date(2015, 2, 3), date(2015, 2, 3)), (date(2030, 1, 1), date(2015, 2, 28))):
        options = Options(today, project, since=date(2015, 1, 1), until=date(2015, 2, 28))
        assert run(options, LOADER).as_of == expected


# What goes where


def test_standard_output_holds_the_report_alone(project: Path, command: Command) -> None:
    """Messages go to standard error, so that the report can be piped."""
    write(project, log=KEPT + "2015-13-01,release\n")
    ran = command("verify", *FEBRUARY, "--format", "json")
    assert json.loads(ran.out)
    assert "activity_logs/it.csv, row 6 (line 6), column date: error: expected a date such as 2015-06-01" in ran.err


def test_quiet_prints_nothing(project: Path, command: Command) -> None:
    """Neither a report nor a warning; the exit status says all."""
    write(project, log=MISSED + "2015-02-07,relase\n")
    ran = command("verify", "-q", *FEBRUARY)
    assert ran == (1, "", "")


def test_quiet_still_tells_errors(project: Path, command: Command) -> None:
    """An error is why there is no verdict."""
    write(project, log="")
    ran = command("verify", "-q")
    assert (ran.status, ran.out) == (2, "")
    assert "[empty-log]" in ran.err


def test_verbose_spells_out_more(project: Path, command: Command) -> None:
    """Every finding instead of the first few."""
    write(project, log="date,activity\n2015-01-05,event\n2015-12-31,release\n")
    span = ("--from", "2015-01-01", "--to", "2015-12-31")
    assert len(command("verify", "-v", *span).out) > len(command("verify", *span).out)


def test_an_output_file_holds_the_report(project: Path, command: Command) -> None:
    """And standard output nothing; - is standard output."""
    ran = command("verify", *FEBRUARY, "--format", "json", "--output", "result.json")
    assert (ran.status, ran.out) == (0, "")
    text = (project / "result.json").read_text(encoding="utf-8")
    assert command("verify", *FEBRUARY, "--format", "json", "--output", "-").out == text


def test_two_formats_from_one_run(project: Path, command: Command) -> None:
    """Each --format has its --output; one of them may go to standard output."""
    ran = command("verify", *FEBRUARY, "--format", "json", "--output", "a.json", "--format", "table")
    assert ran.status == 0
    assert "it: 2 obligations" in ran.out
    assert json.loads((project / "a.json").read_text(encoding="utf-8"))
    command("verify", *FEBRUARY, "--format", "json", "--output", "b.json", "--format", "table", "--output", "b.txt")
    assert "it: 2 obligations" in (project / "b.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--format", "json", "--format", "table"], "two formats cannot both go to standard output"),
        (["--output", "a", "--output", "b"], "more --output than --format"),
        (["--format", "jsn"], "'jsn' is not one of"),
        (["--output", "nowhere/a.txt"], "there is no folder"),
        (["--output", "agreements"], "cannot be written"),
        (["--output", "activity_logs/it.csv"], "this is an input of the run, and inputs are never written over"),
        (["--output", "agreements/it.yaml"], "this is an input of the run, and inputs are never written over"),
        (["--project", "none.yaml"], "there is no such file"),
        (["--frmat", "json"], "--format"),
        (["--fail-on", "everything"], "'everything' is not one of"),
    ],
)
def test_options_that_do_not_fit_are_told(args: list[str], words: str, project: Path, command: Command) -> None:
    """Exit status 2, and no file is touched."""
    before = contents(project)
    ran = command("verify", *FEBRUARY, *args)
    assert ran.status == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert contents(project) == before


def test_a_file_is_written_whole_or_not_at_all(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails on the way, what was there before stays, and nothing else is left behind."""
    (project / "result.json").write_text("before", encoding="utf-8")

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    before = contents(project)
    ran = command("verify", *FEBRUARY, "--format", "json", "--output", "result.json")
    assert ran.status == 2
    assert "No space left on device" in ran.err
    assert contents(project) == before


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced(project: Path, command: Command) -> None:
    """A link keeps standing and its file is written; /dev/null stays what it is."""
    (project / "real.txt").write_text("", encoding="utf-8")
    (project / "link.txt").symlink_to("real.txt")
    assert command("verify", *FEBRUARY, "--output", "link.txt").status == 0
    assert (project / "link.txt").is_symlink()
    assert "it: 2 obligations" in (project / "real.txt").read_text(encoding="utf-8")
    assert command("verify", *FEBRUARY, "--output", "/dev/null").status == 0
    assert not Path("/dev/null").is_file()


def test_inputs_are_never_modified(project: Path, command: Command) -> None:
    """Whatever is run, agreements and logs stay as they are, and nothing is left beside them."""
    write(project, log=(KEPT + '2015-02-07,relase\n2015-13-01,"release"x\n').replace("\n", "\r\n"))
    before = contents(project)
    for args in (["verify"], ["verify", "-v", "--format", "json"], ["show"], ["explain", "count"]):
        command(*args)
    assert contents(project) == before


def test_the_same_inputs_give_the_same_bytes(
    project: Path, tmp_path_factory: pytest.TempPathFactory, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice, and in another folder: paths in the result are relative to the project."""
    args = ("verify", *FEBRUARY, "--format", "json")
    first, second = command(*args).out, command(*args).out
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere)
    monkeypatch.chdir(elsewhere)
    assert first == second == command(*args).out
    document = json.loads(first)
    assert [i["path"] for i in document["inputs"]] == ["agreements/it.yaml", "activity_logs/it.csv"]
    digest = hashlib.sha256((elsewhere / "activity_logs" / "it.csv").read_bytes()).hexdigest()
    assert document["inputs"][1]["sha256"] == digest
    assert str(elsewhere) not in first


# Terminals


@pytest.mark.parametrize(
    ("args", "env", "coloured"),
    [
        ([], {}, True), (["--color", "always"], {}, True), (["--color", "never"], {}, False), ([], {"NO_COLOR": "1"}, False), ([], {"TERM": "dumb"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)  # fmt: skip
def test_colour_on_a_terminal(
    args: list[str],
    env: dict[str, str],
    coloured: bool,
    project: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A terminal has colours unless it, its user or the command speaks against them."""
    write(project, log=MISSED)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert (ESCAPE in command("verify", *FEBRUARY, *args).out) is coloured


def test_no_colour_in_a_pipe_or_a_file(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even when the command is typed in a terminal: a file has no colours unless told so."""
    write(project, log=MISSED)
    assert ESCAPE not in command("verify", *FEBRUARY).out
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    command("verify", *FEBRUARY, "--output", "report.txt")
    assert ESCAPE not in (project / "report.txt").read_text(encoding="utf-8")


def test_colour_is_never_the_only_sign(project: Path, command: Command) -> None:
    """Without colour the same words stand there."""
    write(project, log=MISSED)
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", command("verify", *FEBRUARY, "--color", "always").out)
    plain = command("verify", *FEBRUARY, "--color", "never").out
    assert [line.rstrip() for line in coloured.splitlines()] == [line.rstrip() for line in plain.splitlines()]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_lacks_characters_does_not_crash_it(encoding: str, project: Path) -> None:
    """Names of other alphabets show as question marks where they must, never as a traceback."""
    text = (project / "agreements" / "it.yaml").read_text(encoding="utf-8")
    (project / "agreements" / "it.yaml").write_text(
        text.replace("An agreement", "Übereinkunft “協定”"), encoding="utf-8"
    )
    write_log = MISSED + "2015-02-07,événement 行事\n"
    (project / "activity_logs" / "it.csv").write_text(write_log, encoding="utf-8")
    ran = shell(*MODULE, "verify", *FEBRUARY, cwd=project, PYTHONIOENCODING=encoding)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert b"1 breached" in ran.stdout
    ran.stdout.decode(encoding)


def test_a_closed_pipe_ends_quietly(project: Path) -> None:
    """`mou-check verify | head -1`: no traceback, and not the exit status of a breach."""
    write(project, log="date,activity\n" + "2015-01-05,event\n" * 3)
    script = f"{shlex.quote(sys.executable)} -m mou_check verify -v --from 2015-01-01 --to 2015-12-31 --format json; echo status=$? >&2"
    ran = shell("sh", "-c", f"({script}) | head -c 1 >/dev/null", cwd=project)
    status = int(ran.stderr.rsplit(b"status=", 1)[1])
    assert status in (0, 1, 141)  # a short report fits into the pipe before it closes
    assert b"Traceback" not in ran.stderr
    assert b"Error" not in ran.stderr


def test_a_pipe_that_is_closed_before_the_report_comes(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a message nor a status that means something else."""

    def closed(*args: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stdout, "write", closed)
    monkeypatch.setattr(os, "dup2", lambda *args: None)  # the test's own output is still wanted
    ran = command("verify", *FEBRUARY)
    assert (ran.status, ran.err) == (141, "")


def test_messages_that_nobody_reads_any_more(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """`mou-check verify 2>&1 | head -1` does not end with the status of a breach either."""

    def closed(*args: object) -> None:
        raise BrokenPipeError

    write(project, log="date,activity\n2015-13-05,event\n")
    monkeypatch.setattr(sys.stderr, "write", closed)
    monkeypatch.setattr(os, "dup2", lambda *args: None)  # the test's own output is still wanted
    assert command("verify", *FEBRUARY).status == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_no_fault_of_the_program(project: Path) -> None:
    """Output that cannot be written gives exit status 2 and says why."""
    script = f"{shlex.quote(sys.executable)} -m mou_check verify > /dev/full"
    ran = shell("sh", "-c", script, cwd=project)
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines()[-1] == "mou-check: no space is left where the output goes"


def test_ctrl_c_ends_quietly(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line below the ^C, no traceback, and the exit status of an interrupted command."""

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mou_check.run, "verify", interrupted)
    assert command("verify") == (130, "", "\nmou-check: stopped\n")


# Help


@pytest.mark.parametrize("args", [[], ["-h"], ["--help"]])
def test_the_command_alone_shows_what_it_is_for(args: list[str], command: Command) -> None:
    """The purpose, an example and the commands."""
    ran = command(*args)
    assert ran.status == 0
    assert "Check what parties did against what they agreed to do" in ran.out
    assert "Example:" in ran.out
    assert all(name in ran.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help_with_an_example(name: str, option: str, command: Command) -> None:
    """Each says what it does and how it is typed."""
    ran = command(name, option)
    assert ran.status == 0
    assert "Example:" in ran.out


def examples() -> list[str]:
    """Every command line in the help of the program and of its commands."""
    texts = [CliRunner().invoke(cli, [*name, "--help"]).output for name in ([], *([name] for name in COMMANDS))]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return [re.split(r" {2,}", line)[0] for line in lines if line.startswith("mou-check ")]


def small_project(root: Path, folder: Path, agreements: list[str]) -> None:
    """Only these agreements of the shipped project, with their logs: quick to judge."""
    (folder / "agreements").mkdir()
    (folder / "activity_logs").mkdir()
    for name in agreements:
        shutil.copy(root / "agreements" / f"{name}.yaml", folder / "agreements")
        shutil.copy(root / "activity_logs" / f"{name}.csv", folder / "activity_logs")
    settings = yaml.safe_load((root / "mou-check.yaml").read_text(encoding="utf-8"))
    lists = {name: values for name, values in settings["lists"].items() if name in agreements}
    logs = [entry for entry in settings["logs"] if entry["agreement"] in agreements]
    text = yaml.safe_dump({"format": 1, "logs": logs, "lists": lists})
    (folder / "mou-check.yaml").write_text(text, encoding="utf-8")


def repository(folder: Path, branch: str) -> None:
    """Make a git repository of a folder, with all that is in it on a remote's branch."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "As it was"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    subprocess.run(["git", "update-ref", f"refs/remotes/{branch}", "HEAD"], cwd=folder, check=True)


@pytest.mark.parametrize("line", dict.fromkeys(examples()))
def test_the_examples_of_the_help_run(
    line: str, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the project as it is shipped, with a file of one's own where the example has one."""
    root = Path(__file__).parents[1]
    named = [path.stem for path in (root / "agreements").glob("*.yaml") if path.stem in line]
    small_project(root, tmp_path, named or ["cambridgeshire"])
    for name in ("my.yaml", "old.yaml", "new.yaml"):
        (tmp_path / name).write_text(AGREEMENT.format(id="my", force="must"), encoding="utf-8")
    if "origin/" in line:
        repository(tmp_path, "origin/main")
    (tmp_path / "my.csv").write_text(KEPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = command(*shlex.split(line)[1:])
    assert ran.status in (0, 1)
    assert not ran.err


@pytest.mark.parametrize("args", [["--version"], ["verify", "--help"], []])
def test_it_runs_as_a_module(args: list[str], tmp_path: Path) -> None:
    """python -m mou_check is the same command."""
    ran = shell(*MODULE, *args, cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout


def test_the_version_is_told(command: Command) -> None:
    """Name and version."""
    assert command("--version").out == f"mou-check, version {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("verfy", "verify"), ("shw", "show"), ("explan", "explain")])
def test_a_mistyped_command_gets_did_you_mean(typed: str, meant: str, command: Command) -> None:
    """And exit status 2."""
    ran = command(typed)
    assert ran.status == 2
    assert f'there is no command "{typed}". Did you mean "{meant}"?' in ran.err


def test_a_command_that_is_like_none_gets_the_list(command: Command) -> None:
    """All commands are named."""
    ran = command("frobnicate")
    assert ran.status == 2
    assert f"Commands: {', '.join(COMMANDS)}." in ran.err


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    """--help answers at once: no database, no models, no terminal library."""
    code = "import sys; from mou_check.cli.main import main\ntry: main(['verify', '--help'])\nexcept SystemExit: pass\nprint([m for m in ('duckdb', 'pydantic', 'yaml', 'rich', 'holidays', 'dateutil') if m in sys.modules])"
    ran = shell(sys.executable, "-c", code, cwd=tmp_path)
    assert ran.stdout.decode().splitlines()[-1] == "[]"


# What verify leaves alone: other commands, other formats, rarely used kinds and settings, and what those need.
LEFT_ALONE = (
    "concurrent.futures", "json", "junitparser", "logging", "mou_check.changes", "mou_check.lint", "mou_check.model.examples",
    "mou_check.output.json_document", "mou_check.schemas", "mou_check.starter", "mou_check.template", "mou_check.trying", "numpy", "pandas",
    "pyarrow", "python_calamine", "rich.markdown", "rich.progress", "statistics", "xlsxwriter",
)  # fmt: skip


def test_a_run_imports_what_it_needs(project: Path) -> None:
    """One promise on a log with working days, shown as a table: nothing comes along that only other runs need."""
    file = project / "agreements" / "it.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("per: month", "per: working-day"), encoding="utf-8")
    words = ["verify", "--only", "releases", "--fail-on", "never", *FEBRUARY]
    code = f"import sys; from mou_check.cli.main import main\ntry: main({words})\nexcept SystemExit: pass\nprint([m for m in {LEFT_ALONE} if m in sys.modules])"
    ran = shell(sys.executable, "-c", code, cwd=project)
    *report, imported = ran.stdout.decode().splitlines()
    assert "it: 1 obligation" in "\n".join(report), ran.stderr.decode()
    assert imported == "[]"


def test_the_network_is_not_asked_for(project: Path, command: Command) -> None:
    """All tests run without it (see conftest.py); the database may not load anything by itself either."""
    assert command("verify", *FEBRUARY).status == 0
    settings = "SELECT name, value FROM duckdb_settings() WHERE name IN ('autoinstall_known_extensions', 'autoload_known_extensions')"
    assert {value for _, value in LOADER.connection.execute(settings).fetchall()} == {"false"}


def test_main_takes_its_arguments_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments of its own it reads those of the process."""
    monkeypatch.setattr(sys, "argv", ["mou-check", "--version"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert __version__ in capsys.readouterr().out
