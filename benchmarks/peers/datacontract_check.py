"""The log checked by datacontract-cli, as far as it can say the rules. `python datacontract_check.py LOG`.

The rules stand in `datacontract.yaml`. One date that is none ends the whole test, without another answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from datacontract.data_contract import DataContract

RULES = Path(__file__).with_name("datacontract.yaml")
ASKED = ("not_of_form", "unknown_activities", "clearance", "notice", "silent_weeks")


def main(log: str) -> None:
    """Test the contract on this file; each rule counts the rows that break it."""
    contract = RULES.read_text(encoding="utf-8").replace("path: LOG", f"path: {json.dumps(log)}")
    run = DataContract(data_contract_str=contract).test()
    found = {
        check.qualityId: check.diagnostics["value"] for check in run.checks if check.qualityId and check.diagnostics
    }
    if not found.keys() >= set(ASKED):
        sys.exit(f"not tested: {'; '.join(check.reason for check in run.checks if check.reason)}")
    print(json.dumps({name: int(found[name]) for name in ASKED}))


if __name__ == "__main__":
    main(sys.argv[1])
