"""What all tests share: no network, and a way to run the command line inside the test's process."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from mou_check.cli.main import main

# The same tests on every machine: what a CI server says of itself reaches no test, nor any process that one starts.
for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(name, None)

# The command does this once in its process, before it opens the database; tests run it many times in theirs.
gc.freeze()


class Ran(NamedTuple):
    """What a run of the command left behind."""

    status: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is as wide as in a pipe, whatever runs the tests: xdist gives its workers the width of its own terminal."""
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test runs may reach for the network; whatever tries fails its test."""

    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError(f"the network was asked for: {args[1:]}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `mou-check` with arguments; gives its exit status and what it wrote."""

    def run(*args: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(a) for a in args])
        out, err = capsys.readouterr()
        return Ran(int(end.value.code or 0), out, err)

    return run
