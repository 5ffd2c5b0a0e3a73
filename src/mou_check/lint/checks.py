"""All checks of `mou-check lint`. A new one is a function in a module of its family and one line here."""

from __future__ import annotations

from mou_check.lint import (
    acknowledging,
    bounds,
    declared,
    frequencies,
    hours,
    limits,
    possible,
    register,
    times,
    wording,
)
from mou_check.lint.base import Check

CHECKS: tuple[Check, ...] = (
    # The register
    Check("clause-mismatch", "warning", register.clause_mismatch),
    Check("unencoded-clause", "hint", register.unencoded_clause),
    Check("duplicate-clause", "warning", register.duplicate_clause),
    Check("duplicate-obligation", "warning", register.duplicate_obligation),
    Check("rest-of-elsewhere", "hint", register.rest_of_elsewhere),
    # Figures
    Check("bounds-conflict", "warning", bounds.bounds_conflict),
    Check("floor-below-total", "warning", bounds.floor_below_total),
    Check("redundant-total", "warning", bounds.redundant_total),
    Check("subset-figures", "warning", bounds.subset_figures),
    Check("two-frequencies", "warning", frequencies.two_frequencies),
    Check("two-targets", "warning", limits.two_targets),
    Check("two-time-limits", "warning", limits.two_time_limits),
    Check("spacing", "hint", frequencies.spacing),
    Check("round-the-clock", "hint", hours.round_the_clock),
    Check("hole-in-hours", "warning", hours.hole_in_hours),
    # Days
    Check("outside-term", "warning", times.outside_term),
    Check("deadline-without-anchor", "warning", times.deadline_without_anchor),
    Check("assumed-calendar", "hint", declared.assumed_calendar),
    # Words
    Check("bi-word", "warning", wording.bi_word),
    Check("figure-not-in-rule", "warning", wording.figure_not_in_rule),
    Check("excuse-without-qualifier", "warning", wording.excuse_without_qualifier),
    Check("qualifier-without-effect", "hint", wording.qualifier_without_effect),
    Check("readings-with-same-rule", "warning", wording.readings_with_same_rule),
    Check("reading-without-because", "hint", wording.reading_without_because),
    # Trials
    Check("cannot-be-met", "warning", possible.cannot_be_met),
    Check("cannot-be-broken", "warning", possible.cannot_be_broken),
    # Declarations
    Check("unused-activity", "warning", declared.unused_activity),
    Check("unused-column", "warning", declared.unused_column),
    Check("unused-list", "warning", declared.unused_list),
    Check("unused-party", "hint", declared.unused_party),
    Check("unsupplied-list", "hint", declared.unsupplied_list),
    Check("undescribed-column", "warning", declared.undescribed_column),
    Check("undescribed-activity", "hint", declared.undescribed_activity),
)
UNUSED = Check("unused-acknowledgement", "warning", acknowledging.unused_acknowledgement)
"""Looks at what all others found, and so comes after them."""

CODES = {check.code: check for check in (*CHECKS, UNUSED)}
"""Every check by its code."""
