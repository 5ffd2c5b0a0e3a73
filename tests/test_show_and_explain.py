"""`show` reads obligations back, `explain` knows every rule kind, verdict and problem code."""

from __future__ import annotations

from pathlib import Path

import pytest

from mou_check.cli.main import main
from mou_check.model.problems import CODES
from mou_check.model.verdicts import Verdict
from mou_check.rules import KINDS

ROOT = Path(__file__).resolve().parent.parent


def ran(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    with pytest.raises(SystemExit) as end:
        main(list(args))
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")


class TestShow:
    def test_an_obligation_is_told_with_clause_bearer_force_readings_and_what_a_log_must_record(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, _ = ran(capsys, "show", "durham", "attendance-notice")
        assert status == 0
        for words in (
            "(attendance-notice, clause meetings.2)",
            "Who: Durham Police and Crime Panel must; promised to Durham Police and Crime Commissioner",
            "Softened by: where practical",
            "preferred): at least 15 days of notice before each",
            "clear-days): at least 15 clear days",
            "Log: rows of attendance_required",
            "given_on (date): the day on which notice was given",
            "shorter_notice_reason (text): the reason that excuses a miss (may be left out)",
        ):
            assert words in out

    @pytest.mark.parametrize("agreement", ["cheshire", "durham", "leicestershire-2013"])
    def test_every_obligation_of_an_agreement_is_told(self, agreement: str, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = ran(capsys, "show", agreement)
        text = (ROOT / "agreements" / f"{agreement}.yaml").read_text(encoding="utf-8")
        ids = [line.split(": ")[1] for line in text.splitlines() if line.startswith("  - id: ")]
        assert status == 0
        assert ids
        assert all(f"({id_}, clause" in out for id_ in ids)

    def test_an_agreement_is_named_by_its_file_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert ran(capsys, "show", "agreements/durham.yaml", "annual-review")[0] == 0

    def test_a_mistyped_obligation_gets_the_one_that_was_meant(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = ran(capsys, "show", "cheshire", "roadshow")
        assert status == 2
        assert 'Did you mean "roadshows"?' in err

    def test_a_mistyped_agreement_gets_the_one_that_was_meant(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = ran(capsys, "show", "chesire")
        assert status == 2
        assert 'Did you mean "cheshire"?' in err


class TestExplain:
    @pytest.mark.parametrize("topic", [*KINDS, *CODES, *(v.value for v in Verdict)])
    def test_every_rule_kind_problem_code_and_verdict_is_explained(
        self, topic: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, _ = ran(capsys, "explain", topic)
        assert status == 0
        assert topic in out
        assert len(out) > len(topic) + 10

    def test_without_a_topic_all_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = ran(capsys, "explain")
        assert all(f"  {topic} " in out for topic in [*KINDS, *CODES, *(v.value for v in Verdict)])

    def test_a_mistyped_topic_gets_the_one_that_was_meant(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = ran(capsys, "explain", "companon")
        assert status == 2
        assert 'Did you mean "companion"?' in err
