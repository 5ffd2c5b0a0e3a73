"""An empty log as CSV: the header row and nothing else."""

from __future__ import annotations

import csv
import io

from mou_check.template import Template


def render(template: Template) -> str:
    """The header row; names of columns stand as the agreement has them, for the log is found by them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(column.name for column in template.columns)
    return text.getvalue()
