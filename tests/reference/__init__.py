"""A slow evaluator of agreements, to hold the product against.

It shares no code with `mou_check` and is written to be read beside the language page: every day is
walked, every row is looked at, nothing is clever. `evaluate` is all that a test needs.
"""

from .evaluate import evaluate, has_days_to_review

__all__ = ["evaluate", "has_days_to_review"]
