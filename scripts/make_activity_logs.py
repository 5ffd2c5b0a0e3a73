"""Make the example activity logs, their README and the list of faults planted in them.

    python scripts/make_activity_logs.py

The modules of `example_logs` make logs in which every promise is kept. Their `FAULTS` then say, as data, what
is taken away or changed, and what `mou-check verify` has to find because of it; the README's table and
`tests/planted.yaml` come from the same data. Everything is invented, and the same on every run: the
random numbers are seeded with the agreement's and the activity's name.
"""

from __future__ import annotations

import json
from pathlib import Path

from example_logs import (
    cambridgeshire,
    cheshire,
    cheshire_addendum,
    cheshire_memorandum,
    cheshire_metrics,
    cheshire_schedule,
    durham,
    durham_principles,
    leicestershire_2013,
    leicestershire_2013_communications,
    leicestershire_2013_decisions,
    leicestershire_2013_engagement,
    leicestershire_2013_leads,
    leicestershire_2013_office,
    leicestershire_2014,
    leicestershire_2014_units,
)
from example_logs.making import Log

ROOT = Path(__file__).resolve().parent.parent

# The parts of each agreement's log: modules with `make`, `FAULTS` and `OPEN`. All parts are made before faults are planted.
PARTS = {
    "cheshire": [cheshire, cheshire_addendum, cheshire_metrics, cheshire_memorandum, cheshire_schedule],
    "durham": [durham, durham_principles],
    "leicestershire-2013": [
        leicestershire_2013,
        leicestershire_2013_communications,
        leicestershire_2013_office,
        leicestershire_2013_leads,
        leicestershire_2013_decisions,
        leicestershire_2013_engagement,  # last: it adds to rows of the others
    ],
    "leicestershire-2014": [leicestershire_2014, leicestershire_2014_units],
    "cambridgeshire": [cambridgeshire],
}


def build() -> dict[str, str]:
    """Every file that the script makes, by its path in the project."""
    files, table, planted, still_open = {}, [], [], []
    for agreement, parts in PARTS.items():
        log = Log(agreement)
        for part in parts:
            part.make(log)
        faults = [fault for part in parts for fault in part.FAULTS]
        still_open += [f"| {agreement} | {' | '.join(entry)} |" for part in parts for entry in part.OPEN]
        shown = [(fault, log.plant(fault)) for fault in faults]
        files[f"activity_logs/{agreement}.csv"] = log.text()
        for fault, row in shown:
            number = next((n for n, r in enumerate(log.rows, 2) if r is row), None)
            first, last = (row["date"],) * 2 if row else fault.period.split("..") if fault.period else (None, None)
            where = f"{first}, row {number}" if row else f"{first} to {last}" if first else "everywhere"
            where += f", {fault.group}" if fault.group else ""
            table.append(f"| {agreement} | `{fault.obligation}` | {where} | {fault.verdict} | {fault.what} |")
            entry: dict[str, object] = {
                "agreement": agreement,
                "obligation": fault.obligation,
                "verdict": fault.verdict,
            }
            entry |= {"from": first, "to": last, "group": fault.group, "row": number}
            entry["what"] = fault.what
            planted.append(
                "- {"
                + ", ".join(f"{k}: {json.dumps(v) if k in ('what', 'group') else v}" for k, v in entry.items() if v)
                + "}"
            )
    head = "# Made by scripts/make_activity_logs.py: what `verify` must find in the example logs, and nothing else.\n"
    files["tests/planted.yaml"] = head + "\n".join(planted) + "\n"
    readme = (ROOT / "scripts" / "example_logs" / "readme.md").read_text(encoding="utf-8")
    files["activity_logs/README.md"] = readme.replace("{FAULTS}", "\n".join(table)).replace(
        "{OPEN}", "\n".join(still_open)
    )
    return files


if __name__ == "__main__":
    for name, text in build().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
