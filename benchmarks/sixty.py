"""An agreement of sixty promises, each of which the large log can test: five for each of its twelve activities.

    python benchmarks/sixty.py FILE

The Cheshire agreement has 183 promises, but most need activities or columns that the log of the benchmark does not
have. Here nothing ends early for want of data.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from make_log import ACTIVITIES, OFFICERS, PUBLICATIONS


def _rules(activity: str) -> dict[str, dict[str, Any]]:
    cleared = {"kind": "approval", "by": "officers", "approver": "cleared_by", "approved_on": "cleared_on"}
    titled = {"kind": "every", "must": {"title": {"present": "yes"}}}
    return {
        "weekly": {"kind": "count", "at_least": 1, "per": "week"},
        "monthly-crime": {"kind": "count", "where": {"title": {"contains": "crime"}}, "at_least": 1, "per": "month"},
        "yearly": {"kind": "count", "at_least": 12, "per": "year"},
        "gap": {"kind": "gap", "at_most": "P14D"},
        "each": cleared if activity in PUBLICATIONS else titled,
    }


def agreement() -> dict[str, Any]:
    """The agreement as data; its YAML is JSON."""
    obligations = [
        {
            "id": f"{activity}-{name}".replace("_", "-"),
            "clauses": [str(number)],
            "title": f"{activity}, {name}".replace("_", " "),
            "says": "Made up to be measured.",
            "bearer": "force",
            "counterparty": "commissioner",
            "force": "must",
            "rule": {"activity": activity, **rule},
        }
        for number, activity in enumerate(ACTIVITIES, 1)
        for name, rule in _rules(activity).items()
    ]
    columns = {"title": "text", "cleared_by": "text", "cleared_on": "date"}
    return {
        "format": 1,
        "id": "sixty",
        "title": "Sixty promises, made up to be measured",
        "parties": {"force": {"name": "Chief Constable"}, "commissioner": {"name": "Commissioner"}},
        "term": {"starts": "2015-05-06"},
        "lists": {"officers": list(OFFICERS)},
        "activities": {a: {"title": a.replace("_", " ").capitalize(), "columns": columns} for a in ACTIVITIES},
        "obligations": obligations,
        "clauses": [
            {"ref": str(number), "holds": [o["id"] for o in obligations if o["clauses"] == [str(number)]]}
            for number, _ in enumerate(ACTIVITIES, 1)
        ],
    }


def main() -> None:
    """The command."""
    Path(sys.argv[1]).write_text(json.dumps(agreement(), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
