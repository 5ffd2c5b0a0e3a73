"""A bar on a terminal while work takes long, and Ctrl-C: what they show, and what they leave behind."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Semaphore

import pytest

import mou_check
from mou_check.cli.common import watched
from mou_check.model.options import Options
from mou_check.model.progress import Progress
from mou_check.output import progress_bar
from mou_check.output.progress_bar import ProgressBar
from mou_check.run import run
from mou_check.run.coverage import coverage
from mou_check.run.log import look_at_logs
from support import LOADER, TODAY

AGREEMENT = """format: 1
id: it
title: An agreement
parties: {a: {name: A}, b: {name: B}}
term: {starts: 2015-01-01, ends: 2015-12-31}
activities: {release: {title: Release}}
obligations:
  - {id: months, clauses: ["1"], title: Months, says: One a month., bearer: a, force: must, rule: {kind: count, activity: release, at_least: 1, per: month}}
  - {id: years, clauses: ["1"], title: Years, says: One a year., bearer: a, force: must, rule: {kind: count, activity: release, at_least: 1, per: year}}
clauses: [{ref: "1", holds: [months, years]}]
"""
LOG = "date,activity\n2015-01-05,release\n2015-02-05,release\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An agreement of two promises, and its log."""
    folder = tmp_path / "project"
    for name, text in {"agreements/it.yaml": AGREEMENT, "activity_logs/it.csv": LOG}.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# What a run tells


class Told(Progress):
    """Keeps what it is told, with how much of it was done in the end."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, str]] = []
        self.so_far: Callable[[], float] | None = None

    def doing(self, what: str, of: int = 0, things: str = "", so_far: Callable[[], float] | None = None) -> None:
        self.steps.append((what, of, things))
        self.so_far = so_far


def test_a_run_tells_what_it_does(project: Path) -> None:
    """Files by their names, promises by their number; how many are judged can be asked at any time."""
    told = Told()
    run(Options(today=TODAY, folder=project, progress=told), LOADER)
    assert told.steps == [
        ("reading agreements", 0, ""),
        ("reading activity_logs/it.csv", 0, ""),
        ("reading activity_logs/it.csv", 100, ""),
        ("looking over the rows of it", 0, ""),
        ("judging", 2, "promises of it"),
    ]
    assert told.so_far
    assert told.so_far() == 2


@pytest.mark.parametrize("command", [run, coverage, look_at_logs])
def test_whatever_loads_a_log_says_so(command: Callable[..., object], project: Path) -> None:
    """Verify, coverage and log."""
    told = Told()
    command(Options(today=TODAY, folder=project, progress=told), LOADER)
    assert ("reading activity_logs/it.csv", 100, "") in told.steps


# The bar


class Screen(io.StringIO):
    """A terminal that keeps what it is sent."""

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        """The text, without what moves the cursor and colours."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


class Work:
    """Something that is so far done, and waits until a bar has shown that: it asks again when it has drawn."""

    def __init__(self, done: float) -> None:
        self.done = done
        self.asked = Semaphore(0)

    def so_far(self) -> float:
        self.asked.release()
        return self.done

    def wait(self) -> None:
        for _ in range(2):
            assert self.asked.acquire(timeout=30)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar comes without a second's wait."""
    monkeypatch.setattr(progress_bar, "AFTER", 0)
    monkeypatch.setattr(progress_bar, "EVERY", 0.001)


def shown(what: str, of: int, things: str, done: float, *, colour: bool = False) -> Screen:
    """What a bar shows of work."""
    screen, work = Screen(), Work(done)
    with ProgressBar(screen, colour=colour) as bar:
        bar.doing(what, of, things, work.so_far)
        work.wait()
    return screen


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("of", "things", "done", "text"),
    [
        (183, "promises of it", 57, "reading 57 of 183 promises of it"),
        (1830, "promises", 1057, "reading 1,057 of 1,830 promises"),
        (100, "", 41.7, "reading: 42%"),
        (100, "", 120, "reading: 100%"),
        (100, "", 0, "reading"),
        (100, "", -1, "reading"),
    ],
)
def test_the_bar_says_what_is_done_and_how_far_it_is(of: int, things: str, done: float, text: str) -> None:
    """In things or parts of a hundred, and neither where nobody knows."""
    lines = [line.strip("\r\n ─━╸╺") for line in shown("reading", of, things, done).shown.split("\r")]
    assert text in lines
    assert "%" in text or "%" not in "".join(lines)


@pytest.mark.usefixtures("_at_once")
def test_nothing_is_left_of_the_bar() -> None:
    """The line is wiped and the cursor is back."""
    sent = shown("reading", 100, "", 50).getvalue()
    assert sent.index("\x1b[?25l") < sent.index("reading: 50%") < sent.rindex("\x1b[?25h") < sent.rindex("\x1b[2K")
    assert sent.endswith("\x1b[2K")


@pytest.mark.usefixtures("_at_once")
def test_names_of_files_cannot_draw() -> None:
    """Neither markup nor what a terminal would obey comes through."""
    assert "reading [red]x[/red]?[31m :rocket:" in shown("reading [red]x[/red]\x1b[31m :rocket:", 1, "", 0).shown


@pytest.mark.usefixtures("_at_once")
def test_without_colour_there_is_none() -> None:
    """As with --color never and NO_COLOR; the bar itself stays."""
    assert re.search(r"\x1b\[[0-9;]+m", shown("reading", 100, "", 50, colour=True).getvalue())
    assert not re.search(r"\x1b\[[0-9;]+m", shown("reading", 100, "", 50).getvalue())


def test_work_that_is_soon_done_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at all is sent to the terminal."""
    monkeypatch.setattr(progress_bar, "AFTER", 3600)
    screen = Screen()
    with ProgressBar(screen, colour=True) as bar:
        bar.doing("reading", 100, "", lambda: 50)
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("seen", "terminal", "quiet", "surroundings"),
    [
        (True, True, False, {}),
        (True, True, False, {"NO_COLOR": "1"}),
        (False, False, False, {}),
        (False, False, False, {"FORCE_COLOR": "1"}),
        (False, True, True, {}),
        (False, True, False, {"TERM": "dumb"}),
        (False, True, False, {"CI": "true"}),
    ],
)
def test_a_bar_is_for_somebody_at_a_terminal(
    seen: bool, terminal: bool, quiet: bool, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a file or a pipe, not with -q, not in CI, and not where a line cannot be wiped."""
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", Screen() if terminal else io.StringIO())
    asked = Options(today=TODAY, folder=Path())
    with watched(asked, "auto", quiet=quiet) as given:
        assert isinstance(given.progress, ProgressBar) == seen


# Processes

# Put before the command: what happens while it judges.
JUDGING = """
import os, signal, sys, threading, mou_check.run
from mou_check.cli import stopping
from mou_check.output import progress_bar
real = mou_check.run.verify
def ctrl_c():
    os.kill(os.getpid(), signal.SIGINT)
def forever():
    while True:
        try: threading.Event().wait()
        except KeyboardInterrupt: pass
def judging(case, window, as_of):
    {happens}
    return real(case, window, as_of)
mou_check.run.verify = judging
"""
START = "\nimport sys; from mou_check.__main__ import start; sys.argv = ['mou-check', *{words}]; start()"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "FORCE_COLOR")},
    "PYTHONPATH": os.pathsep.join([str(Path(mou_check.__file__).parents[1]), *sys.path]),
    "TERM": "xterm",
}


def test_on_a_terminal_the_bar_goes_to_standard_error(project: Path) -> None:
    """A file that standard output goes to has the report alone."""
    pty = pytest.importorskip("pty")
    happens = """asked = threading.Semaphore(0)
    case.progress.doing("judging", 183, "promises", lambda: (asked.release(), 57)[1])
    asked.acquire(); asked.acquire()"""
    code = JUDGING.format(happens=happens) + "progress_bar.AFTER = 0" + START.format(words=["verify"])
    ours, theirs = pty.openpty()
    with (project / "report").open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-c", code], cwd=project, env=ENVIRONMENT, stdin=theirs, stdout=out, stderr=theirs
        )
    os.close(theirs)
    screen = b""
    while chunk := _read(ours):
        screen += chunk
    os.close(ours)
    assert child.wait(60) == 0
    assert b"judging 57 of 183 promises" in screen
    report = (project / "report").read_text(encoding="utf-8")
    assert "it: 2 obligations" in report
    assert "57 of 183" not in report
    assert "\x1b" not in report


def _read(terminal: int) -> bytes:
    """What comes from a terminal; nothing when its other end is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


interrupts = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl-C there")
STOPPED = (130, b"", b"mou-check: stopped\n")


def process(project: Path, code: str, *words: str) -> tuple[int, bytes, bytes]:
    """How a process of the command ends, and what it writes. It leaves no temporary file behind."""
    temporary = project.parent / "temporary"
    temporary.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", code + START.format(words=list(words))],
        cwd=project, env={**ENVIRONMENT, "TMPDIR": str(temporary)}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert list(temporary.iterdir()) == []
    return ran.returncode, ran.stdout, ran.stderr


@interrupts
@pytest.mark.parametrize(
    "happens",
    [
        pytest.param("ctrl_c()", id="in the middle of judging"),
        pytest.param(
            "try: ctrl_c()\n    except KeyboardInterrupt: raise RuntimeError('Query interrupted') from None",
            id="where the database makes another error of it",
        ),
        pytest.param("try: ctrl_c()\n    except KeyboardInterrupt: forever()", id="where it is lost"),
        pytest.param(
            "threading.Thread(target=forever).start()\n    ctrl_c()", id="while another thread works that does not end"
        ),
        pytest.param(
            "class Gone:\n        def __del__(self): ctrl_c()\n    gone = Gone(); del gone; forever()",
            id="where Python can only tell of it",
        ),
        pytest.param(
            "import tempfile; folder = tempfile.TemporaryDirectory()\n    try: ctrl_c()\n    finally: forever()",
            id="with temporary files, where the end takes too long",
        ),
        pytest.param("ctrl_c(); ctrl_c()", id="twice"),
    ],
)
def test_ctrl_c_stops_whatever_is_done(happens: str, project: Path) -> None:
    """One line, the exit status of what was stopped, no output, no file."""
    code = JUDGING.format(happens=happens)
    assert process(project, code, "verify", "--output", "report.txt") == STOPPED
    assert not (project / "report.txt").exists()


@interrupts
def test_ctrl_c_in_the_middle_of_a_query(project: Path) -> None:
    """Where the database is asked, side by side, from threads of its own."""
    code = """
import os, signal, threading, mou_check.log
def ask(self, sql, values=None):
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait()
mou_check.log.Log.ask = ask
"""
    assert process(project, code, "verify") == STOPPED


@interrupts
@pytest.mark.parametrize("module", ["click", "pydantic", "duckdb", "rich.table"])
def test_ctrl_c_while_the_program_starts(module: str, project: Path) -> None:
    """Importing what is needed is interrupted like anything else."""
    code = f"""
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
"""
    assert process(project, code, "verify") == STOPPED


@interrupts
def test_what_is_being_written_is_written_whole(project: Path) -> None:
    """Standard output and a file: Ctrl-C waits for them, and nothing more is written."""
    code = """
import os, pathlib, signal, sys
real = os.replace
def replace(*args):
    os.kill(os.getpid(), signal.SIGINT)
    real(*args)
os.replace = replace
"""
    words = ("verify", "--format", "json", "--output", "first.json", "--format", "csv", "--output", "second.csv")
    assert process(project, code, *words) == STOPPED
    assert (project / "first.json").read_bytes().endswith(b"}\n")
    assert not (project / "second.csv").exists()
    assert sorted(path.name for path in project.iterdir()) == ["activity_logs", "agreements", "first.json"]


@interrupts
def test_a_report_on_standard_output_is_whole(project: Path) -> None:
    """Ctrl-C in the middle of it comes after its end."""
    code = """
import os, signal, sys
class Halves:
    def __init__(self, stream): self.stream = stream
    def __getattr__(self, name): return getattr(self.stream, name)
    def write(self, text):
        self.stream.write(text[:9]); os.kill(os.getpid(), signal.SIGINT); self.stream.write(text[9:])
sys.stdout = Halves(sys.stdout)
"""
    status, out, err = process(project, code, "verify", "--format", "json")
    assert (status, err) == (130, STOPPED[2])
    assert out.startswith(b"{")
    assert out.endswith(b"}\n")


@interrupts
def test_a_file_that_cannot_be_finished_is_not_there(project: Path) -> None:
    """A disk that does not answer: the old file stays, and nothing beside it."""
    (project / "report.json").write_text("as it was", encoding="utf-8")
    code = """
import os, pathlib, signal, threading
def stuck(self, content):
    with self.open("wb") as file: file.write(content[:9])
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait()
pathlib.Path.write_bytes = stuck
"""
    assert process(project, code, "verify", "--format", "json", "--output", "report.json") == STOPPED
    assert (project / "report.json").read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in project.iterdir()) == ["activity_logs", "agreements", "report.json"]


@interrupts
def test_a_new_project_is_whole(project: Path) -> None:
    """Ctrl-C between two files of it comes after the last: half a project would stand in the way of the next `init`."""
    code = """
import os, pathlib, signal
real = pathlib.Path.open
def opened(self, *args, **more):
    if args == ("xb",): os.kill(os.getpid(), signal.SIGINT)
    return real(self, *args, **more)
pathlib.Path.open = opened
"""
    assert process(project, code, "init", "new") == STOPPED
    assert len([path for path in (project / "new").rglob("*") if path.is_file()]) == 3


@interrupts
def test_whoever_starts_the_command_may_have_ctrl_c_ignored(project: Path) -> None:
    """As `nohup` and a shell's `&` do for programs in the background."""
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)" + JUDGING.format(happens="ctrl_c()")
    status, out, err = process(project, code, "verify", "--format", "json")
    assert (status, err) == (0, b"")
    assert out.endswith(b"}\n")
