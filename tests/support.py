"""What tests need to run the product on texts: an agreement, a log, and out comes a result."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from mou_check.load.activity_logs import LogLoader
from mou_check.model.results import Document
from mou_check.output.json_document import render
from mou_check.run import Options, run

TODAY = date(2030, 1, 1)
LOADER = LogLoader()  # one database for all tests of a process: opening one takes longer than most cases


def run_case(
    agreement: Any,
    log: str | None,
    *,
    window: tuple[Any, Any] = (None, None),
    as_of: Any = None,
    project: Any = None,
    today: Any = None,
) -> Document:
    """The result of one agreement (a dict or YAML text) and one log (CSV text)."""
    with tempfile.TemporaryDirectory(prefix="mou-check-test-") as name:
        folder = Path(name)
        (folder / "agreements").mkdir()
        (folder / "activity_logs").mkdir()
        text = agreement if isinstance(agreement, str) else json.dumps(agreement)
        (folder / "agreements" / "case.yaml").write_text(text, encoding="utf-8")
        if log is not None:
            (folder / "activity_logs" / "case.csv").write_text(log, encoding="utf-8", newline="")
        if project:
            entry = {k: v for k, v in project.items() if k in ("covers", "records")}
            settings = {
                "format": 1,
                "logs": [{"agreement": "case", **entry}],
                "lists": {"case": project.get("lists", {})},
            }
            for key in ("assessments", "settled", "waivers"):
                if key in project:
                    settings[key] = f"{key}.yaml"
                    text = json.dumps({"format": 1, key: project[key]})
                    (folder / f"{key}.yaml").write_text(text, encoding="utf-8")
            (folder / "mou-check.yaml").write_text(json.dumps(settings), encoding="utf-8")
        options = Options(
            today=_day(today) or TODAY, folder=folder, since=_day(window[0]), until=_day(window[1]), as_of=_day(as_of)
        )
        return run(options, LOADER)


def document(agreement: Any, log: str | None, **options: Any) -> dict[str, Any]:
    """The result document of `run_case`, as whoever reads the JSON gets it."""
    result: dict[str, Any] = json.loads(render(run_case(agreement, log, **options)))
    return result


def judge(agreement: Any, log: str, **options: Any) -> dict[str, Any]:
    """The agreement's entry of the result document, with the problems of the run."""
    result = document(agreement, log, **options)
    assert result["agreements"], result["problems"]
    return {**result["agreements"][0], "problems": result["problems"]}


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
