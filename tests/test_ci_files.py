"""What other programs run by: the hooks of pre-commit, the GitHub action, and the recipes of docs/ci.md.

Scripts run here as they would there, with a stand-in for mou-check that writes down how it was called; what was
called is then run for real, on a small project.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from conftest import Command
from generated import ROOT
from mou_check.cli.main import COMMANDS, cli

BASH = shutil.which("bash") or "bash"
GIT = shutil.which("git") or "git"
AGREEMENT = """\
format: 1
id: town
title: Agreement between the Commissioner and the Town Council
parties: {commissioner: {name: The Commissioner}, council: {name: The Town Council}}
term: {starts: 2025-01-01}
calendar: {timezone: Europe/London, week_starts: monday, holidays: england-and-wales, year_starts: "04-01"}
activities: {newsletter: {title: Newsletter, description: On the day on which it went out.}}
obligations:
  - id: newsletters
    clauses: ["2.1"]
    title: Newsletters
    says: The council gets two newsletters every month.
    bearer: commissioner
    counterparty: council
    force: must
    rule: {kind: count, activity: newsletter, at_least: 2, per: month}
    examples:
      - {verdict: met, from: 2025-01-01, to: 2025-01-31, log: "date,activity\\n2025-01-09,newsletter\\n2025-01-23,newsletter\\n"}
clauses:
  - {ref: "2.1", holds: [newsletters]}
"""
PROJECT = "format: 1\nlogs: [{agreement: town, covers: {from: 2025-01-01, to: 2025-01-31}}]\n"
LOG = "date,activity\n2025-01-09,newsletter\n2025-01-23,newsletter\n"
TODAY = "2025-01-31"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run([GIT, "-C", folder, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a repository of its own, of one commit, with a server's main branch."""
    for name in ("HOME", "XDG_CONFIG_HOME"):  # nobody's own configuration
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project"
    for name, text in {
        "agreements/town.yaml": AGREEMENT,
        "activity_logs/town.csv": LOG,
        "mou-check.yaml": PROJECT,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(folder))
    commit(folder)
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.chdir(folder)
    return folder


def commit(folder: Path) -> str:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=x")
    return git(folder, "rev-parse", "HEAD")


class StandIn:
    """A program that writes down the words that it gets, and leaves with the status that it is told."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self._calls = folder, folder / "calls"

    def add(self, name: str, status: int = 0) -> str:
        """Put it there under a name."""
        path = self.folder / name
        words = 'for word in "$@"; do printf "%s\\0" "$word"; done; printf "\\n"'
        path.write_text(f'#!/bin/sh\n{{ printf "%s\\0" "{name}"; {words}; }} >> "{self._calls}"\nexit {status}\n')
        path.chmod(0o755)
        return str(path)

    @property
    def calls(self) -> list[list[str]]:
        """The calls so far, each with the name by which it was called."""
        lines = self._calls.read_text().split("\0\n")[:-1] if self._calls.exists() else []
        return [line.split("\0") for line in lines]


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path / "stand-in")


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub runs one, with nothing in the environment but PATH and what is given."""
    path = environment.pop("PATH", os.environ["PATH"])
    return subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, env={"PATH": path, "HOME": str(folder.parent), **environment}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def known(words: list[str]) -> None:
    """Whether a command and its options exist, and take what they are given."""
    command = cli.get_command(click.Context(cli), words[0])
    assert command, f"there is no command {words[0]}: {sorted(COMMANDS)}"
    command.make_parser(click.Context(command)).parse_args(words[1:])


# --- pre-commit -------------------------------------------------------------------------------------
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
by_hook = pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])


def test_there_is_a_hook_for_each_check_that_needs_no_log() -> None:
    assert [hook["id"] for hook in HOOKS] == [f"mou-check-{name}" for name in ("validate", "lint", "test", "diff")]


@by_hook
def test_a_hook_runs_a_command_that_there_is(hook: dict[str, Any]) -> None:
    program, *words = shlex.split(hook["entry"])
    assert (program, hook["language"], hook["types"]) == ("mou-check", "python", ["yaml"])
    assert all(hook[key].strip() for key in ("name", "description"))
    known(words)


@pytest.mark.parametrize(
    ("file", "validated", "others"),
    [
        ("agreements/cheshire.yaml", True, True),
        ("county/agreements/cheshire.yml", True, True),
        ("mou-check.yaml", True, True),
        ("settled.yaml", True, False),
        ("decisions/of-2016.yaml", True, False),
        ("assessments/2016.yaml", True, False),
        ("waivers.yaml", True, False),
        ("baseline.yaml", True, False),
        ("agreements/README.md", False, False),
        ("agreements/old/cheshire.yaml", False, False),
        ("disagreements/cheshire.yaml", False, False),
        (".github/workflows/ci.yaml", False, False),
        ("unsettled.yaml", False, False),
    ],
)
def test_hooks_look_at_the_files_that_people_write(file: str, validated: bool, others: bool) -> None:
    for hook in HOOKS:
        assert bool(re.search(hook["files"], file)) is (validated if hook["id"] == "mou-check-validate" else others)


@by_hook
def test_a_hook_passes_on_a_sound_project(hook: dict[str, Any], project: Path, command: Command) -> None:
    files = git(project, "ls-files").split()
    passed = [f for f in files if re.search(hook["files"], f)] if hook.get("pass_filenames", True) else []
    ran = command(*shlex.split(hook["entry"])[1:], *passed)
    assert (ran.status, ran.err) == (0, "")


FAULTS = {
    "mou-check-validate": ("per: month", "per: moth", 2),
    "mou-check-lint": ("calendar: {timezone: Europe/London, ", "lists: {towns: [Crewe]}\ncalendar: {", 1),
    "mou-check-test": ("{verdict: met", "{verdict: breached", 1),
    "mou-check-diff": ("at_least: 2", "at_least: 1", 1),
}


@by_hook
def test_a_hook_stops_a_commit_with_a_fault(hook: dict[str, Any], project: Path, command: Command) -> None:
    """A word that there is not, a list that no rule names, an example that does not hold, a weaker promise."""
    old, new, status = FAULTS[hook["id"]]
    assert old in AGREEMENT
    (project / "agreements" / "town.yaml").write_text(AGREEMENT.replace(old, new), encoding="utf-8")
    passed = ["agreements/town.yaml"] if hook.get("pass_filenames", True) else []
    assert command(*shlex.split(hook["entry"])[1:], *passed).status == status


# --- the action -------------------------------------------------------------------------------------
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, RUN = ACTION["runs"]["steps"]
INPUTS: dict[str, dict[str, str]] = ACTION["inputs"]
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def value(text: str, given: dict[str, str]) -> str:
    """What GitHub makes of a value with `${{ one || other }}` in it."""
    return re.sub(
        r"\$\{\{ (.*?) \}\}", lambda m: next(filter(None, (given.get(n, "") for n in m[1].split(" || "))), ""), text
    )


def step(
    it: dict[str, Any], folder: Path, inputs: dict[str, str], context: dict[str, str] | None = None, **environment: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """Run a step of the action; gives what it did, its outputs, and the summary of the job."""
    given = {f"inputs.{name}": about["default"] for name, about in INPUTS.items()}
    given |= {f"inputs.{name}": text for name, text in inputs.items()} | (context or {})
    files = {name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    environment = {name: value(text, given) for name, text in it["env"].items()} | environment
    places = {name: str(file) for name, file in files.items()} | {"RUNNER_TEMP": str(folder.parent)}
    ran = bash(it["run"], folder, GITHUB_ACTIONS="true", **places, **environment)
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return ran, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")


def test_no_input_stands_in_the_text_of_a_script() -> None:
    """What somebody else may write (a branch's name, a title) would be run as a command."""
    for it in ACTION["runs"]["steps"]:
        assert "${{" not in it["run"]
        assert it["shell"] == "bash"


def test_every_input_is_explained_and_used() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps([it["env"] for it in ACTION["runs"]["steps"]])))
    assert used == set(INPUTS)
    assert all(about["description"] and "default" in about for about in INPUTS.values())
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert all(f"\n| `{name}` |" in page for name in INPUTS)


def test_the_action_leans_on_no_other_action() -> None:
    """Whatever it would use would run with its rights."""
    assert [it for it in ACTION["runs"]["steps"] if "uses" in it] == []


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, ["verify"]),
        ({"args": "town --strict"}, ["verify", "town", "--strict"]),
        ({"args": "--only 'two words'\n--to  2025-01-31\n"}, ["verify", "--only", "two words", "--to", "2025-01-31"]),
        ({"args": "$(touch hacked) `touch hacked` ; touch hacked"}, ["verify", "$(touch", "hacked)", "`touch", "hacked`", ";", "touch", "hacked"]),
        ({"args": "* $HOME %s"}, ["verify", "*", "$HOME", "%s"]),
        ({"fail-on": "shortfall"}, ["verify", "--fail-on=shortfall"]),
        ({"command": "lint"}, ["lint"]),
        ({"command": "test", "args": "town"}, ["test", "town"]),
        ({"command": "diff", "base": "v1"}, ["diff", "--", "v1"]),
        ({"command": "diff", "base": "--help", "fail-on": "never", "args": "--no-replay"}, ["diff", "--fail-on=never", "--no-replay", "--", "--help"]),
    ],
)  # fmt: skip
def test_the_action_calls_mou_check_with_the_words_of_its_inputs(
    inputs: dict[str, str], words: list[str], project: Path, stand_in: StandIn
) -> None:
    """Quotes hold words together; nothing is expanded, and nothing is run."""
    ran, outputs, _ = step(RUN, project, inputs, PROGRAM=stand_in.add("mou-check"))
    assert stand_in.calls == [["mou-check", *words]]
    assert (ran.returncode, outputs, ran.stderr) == (0, {"exit-status": "0"}, "")
    assert not (project / "hacked").exists()


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"command": "rm"}, "command: expected verify, diff, validate, lint or test"),
        ({"command": "lint", "fail-on": "breached"}, "fail-on: goes with verify and diff only"),
        ({"args": "--only 'town"}, "args: a quote is not closed"),
        ({"working-directory": "nowhere"}, "working-directory: there is no such folder"),
        ({"command": "diff"}, "base: name the revision to compare with"),
    ],
)
def test_wrong_inputs_are_told_and_nothing_is_run(
    inputs: dict[str, str], told: str, project: Path, stand_in: StandIn
) -> None:
    ran, outputs, _ = step(RUN, project, inputs, PROGRAM=stand_in.add("mou-check"))
    assert (ran.returncode, outputs) == (2, {"exit-status": "2"})
    assert f"::error::{told}" in ran.stdout
    assert stand_in.calls == []


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_the_step_ends_as_mou_check_ends(status: int, project: Path, stand_in: StandIn) -> None:
    ran, outputs, _ = step(RUN, project, {}, PROGRAM=stand_in.add("mou-check", status))
    assert (ran.returncode, outputs) == (status, {"exit-status": str(status)})


def test_the_action_runs_in_the_folder_that_it_is_given(project: Path, stand_in: StandIn) -> None:
    program = stand_in.folder / "where"
    program.write_text("#!/bin/sh\npwd\n")
    program.chmod(0o755)
    ran, _, _ = step(RUN, project, {"working-directory": "agreements"}, PROGRAM=str(program))
    assert Path(ran.stdout.strip()).resolve() == (project / "agreements").resolve()


@pytest.mark.parametrize(
    ("context", "old"),
    [
        pytest.param({"github.event.pull_request.base.sha": "FIRST", "github.event.before": "LAST"}, "FIRST", id="a pull request"),
        pytest.param({"github.event.before": "FIRST"}, "FIRST", id="a push"),
        pytest.param({"github.event.before": "0" * 40, "github.event.repository.default_branch": "main"}, "LAST", id="a new branch"),
    ],
)  # fmt: skip
def test_a_shallow_clone_gets_the_revision_to_compare_with(
    context: dict[str, str], old: str, project: Path, stand_in: StandIn, tmp_path: Path
) -> None:
    """What the change goes into, or what was there before; the action fetches it where the checkout has left it out."""
    commits = {"FIRST": git(project, "rev-parse", "HEAD")}
    (project / "agreements" / "town.yaml").write_text(AGREEMENT.replace("at_least: 2", "at_least: 1"), encoding="utf-8")
    commits["LAST"] = commit(project)
    git(tmp_path, "clone", "--quiet", "--depth=1", project.as_uri(), "shallow")
    given = {name: commits.get(text, text) for name, text in context.items()}
    ran, _, _ = step(RUN, tmp_path / "shallow", {"command": "diff"}, given, PROGRAM=stand_in.add("mou-check"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert stand_in.calls == [["mou-check", "diff", "--", commits[old]]]
    assert git(tmp_path / "shallow", "cat-file", "-t", commits[old]) == "commit"


@pytest.mark.parametrize(("summary", "told"), [("true", True), ("false", False)])
def test_only_a_summary_that_is_wanted_has_a_place(summary: str, told: bool, project: Path, tmp_path: Path) -> None:
    program = tmp_path / "place"
    program.write_text('#!/bin/sh\necho "${GITHUB_STEP_SUMMARY-nowhere}"\n')
    program.chmod(0o755)
    ran, _, _ = step(RUN, project, {"summary": summary}, PROGRAM=str(program))
    assert (ran.stdout.strip() != "nowhere") is told


def test_a_breach_is_annotated_and_summed_up(project: Path, tmp_path: Path) -> None:
    """The program itself, as a job would run it."""
    (project / "activity_logs" / "town.csv").write_text(LOG.replace("2025-01-23", "2024-12-31"), encoding="utf-8")
    program = tmp_path / "mou-check"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m mou_check "$@"\n')
    program.chmod(0o755)
    ran, outputs, summed_up = step(RUN, project, {"args": f"--to {TODAY}"}, PROGRAM=str(program))
    assert (ran.returncode, outputs) == (1, {"exit-status": "1"})
    assert re.search(r"^::error .*file=(activity_logs/town.csv|agreements/town.yaml)", ran.stderr, re.MULTILINE)
    assert "newsletters" in summed_up


# A Python that makes an environment with itself in it, and notes what pip is asked for.
PYTHON = """\
#!/bin/sh
case "$*" in
  "-m venv"*) for home; do :; done; mkdir -p "$home/bin"; cp "$0" "$home/bin/python" ;;
  "-m pip"*) printf '%s\\n' "$PIP_CONSTRAINT" "$*" > "$RUNNER_TEMP/asked" ;;
  *) exit "$OLD" ;;
esac
"""


@pytest.mark.parametrize(
    ("version", "wanted", "held"),
    [
        ("", "/the/action", "/the/action/requirements.lock"),
        ("1.2.3", "mou-check==1.2.3", ""),
        ("git+https://example.org/mou-check@v1", "git+https://example.org/mou-check@v1", ""),
        ("--index-url=https://example.org", "--index-url=https://example.org", ""),
    ],
)
def test_the_action_installs_its_own_revision_or_the_one_that_it_is_given(
    version: str, wanted: str, held: str, project: Path, tmp_path: Path
) -> None:
    """Its own in the tested versions of all that it needs; what is given is one thing to install, never an option."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(PYTHON)
    (tmp_path / "bin" / "python3").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    context = {"github.action_path": "/the/action"}
    ran, outputs, _ = step(INSTALL, project, {"version": version}, context, PATH=path, OLD="0")
    assert (ran.returncode, ran.stderr) == (0, "")
    constraint, asked = (tmp_path / "asked").read_text().splitlines()
    assert (constraint, asked) == (held, f"-m pip install --quiet --disable-pip-version-check -- {wanted}")
    assert outputs == {"program": f"{tmp_path}/mou-check/bin/mou-check"}


def test_the_action_says_when_python_is_too_old(project: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(PYTHON)
    (tmp_path / "bin" / "python3").chmod(0o755)
    ran, _, _ = step(INSTALL, project, {}, PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", OLD="1")
    assert ran.returncode == 2
    assert "::error::mou-check needs Python 3.11 or newer" in ran.stdout


def test_a_mou_check_that_is_there_already_is_taken(project: Path) -> None:
    ran, outputs, _ = step(INSTALL, project, {}, MOU_CHECK="/opt/mou-check")
    assert (ran.returncode, outputs) == (0, {"program": "/opt/mou-check"})


# --- the recipes ------------------------------------------------------------------------------------
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def jobs() -> list[dict[str, Any]]:
    """The jobs of the workflows for GitHub."""
    return [job for block in blocks("yaml") for job in (yaml.safe_load(block).get("jobs") or {}).values()]


def test_every_yaml_of_the_page_is_yaml_and_every_hook_and_input_exists() -> None:
    whole = [yaml.safe_load(block) for block in blocks("yaml")]
    hooks = [hook["id"] for one in whole for repo in one.get("repos", ()) for hook in repo["hooks"]]
    assert set(hooks) == {hook["id"] for hook in HOOKS} - {"mou-check-lint"}, "validate makes the checks of lint"
    assert re.findall(r"^\| `(mou-check-\w+)` \|", PAGE, re.MULTILINE) == [hook["id"] for hook in HOOKS]
    uses = [it for job in jobs() for it in job["steps"] if it.get("uses", "").startswith("OWNER/mou-check@")]
    assert uses
    for it in uses:
        assert set(it.get("with", {})) <= set(INPUTS)


def test_other_peoples_actions_are_named_by_their_commit() -> None:
    """With the version beside it, for whoever reads; a tag can be moved."""
    others = re.findall(r"uses: (?!OWNER)(\S+)(.*)", PAGE)
    assert others
    for action, beside in others:
        assert PINNED.fullmatch(action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", beside), action


def scripts() -> list[str]:
    """Every script of the page: shell blocks, the steps of GitHub, and what GitLab runs."""
    gitlab = [job for block in blocks("yaml") for job in yaml.safe_load(block).values() if "script" in (job or ())]
    steps = [it["run"] for job in jobs() for it in job["steps"] if "run" in it]
    return [*blocks("sh"), *steps, *("\n".join([*job["before_script"], *job["script"]]) for job in gitlab)]


def test_every_recipe_runs_through_on_a_sound_project(project: Path, stand_in: StandIn, command: Command) -> None:
    """Every script runs with a stand-in for mou-check and pip; what it called mou-check with passes."""
    for name in ("mou-check", "pip", "date"):
        stand_in.add(name)
    (stand_in.folder / "date").write_text(f"#!/bin/sh\necho {TODAY}\n")
    environment = {
        "PATH": f"{stand_in.folder}{os.pathsep}{os.environ['PATH']}",
        "CI_DEFAULT_BRANCH": "main",
        "GITHUB_ENV": "/dev/null",
    }
    for script in scripts():
        ran = bash(script, project, **environment)
        assert (ran.returncode, ran.stderr) == (0, ""), script
    if make := shutil.which("make"):
        (project / "Makefile").write_text(blocks("make")[0], encoding="utf-8")
        for target in ("verify", "review", "review BASE=origin/main"):
            assert bash(f"{make} --silent {target}", project, **environment).returncode == 0
    calls = {tuple(words) for name, *words in stand_in.calls if name == "mou-check"}
    assert {words[0] for words in calls} == {"validate", "test", "verify", "diff"}
    for words in sorted(calls):
        assert command(*words).status == 0, words


def test_the_reports_for_servers_are_what_servers_read(project: Path, command: Command) -> None:
    """The files that the recipes hand on: JSON, and a list of findings for GitLab."""
    (project / "activity_logs" / "town.csv").write_text(LOG.replace("2025-01-23", "2024-12-31"), encoding="utf-8")
    asked = [line for script in scripts() for line in script.splitlines() if "--output" in line]
    for line in asked:
        command(*shlex.split(line.replace("$(date +%F)", TODAY))[1:])
    assert json.loads((project / "gl-code-quality.json").read_text())[0]["location"]["path"]
    assert json.loads((project / "mou-check.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((project / "result.json").read_text())["agreements"]
    assert (project / "junit.xml").read_text().count("<testsuites") == 1
