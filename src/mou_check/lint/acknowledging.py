"""What the parties acknowledge: findings that stand, with the reason why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mou_check.agreement import Acknowledgement
from mou_check.lint.base import Check, Found, Subject
from mou_check.model.words import did_you_mean, listed


def acknowledgement_of(subject: Subject, check: Check, found: Found) -> Acknowledgement | None:
    """The acknowledgement that fits a finding: of the same check, about nothing that the finding is not about."""
    return next(
        (a for a in subject.agreement.acknowledged if a.check == check.code and set(a.about) <= set(found.about)), None
    )


def unused_acknowledgement(subject: Subject) -> Iterator[Found]:
    """An entry under `acknowledged` fits no open finding: it was dealt with since, or the entry names the wrong thing.

    An acknowledgement fits when `check` is the finding's code and everything under `about` is among what the
    finding is about. Findings that readings resolve need none. Take it out, or correct it.
    """
    from mou_check.lint.checks import CHECKS

    yield from unused(subject, CHECKS, [(check, found) for check in CHECKS for found in check.find(subject)])


def unused(subject: Subject, checks: Sequence[Check], found: Sequence[tuple[Check, Found]]) -> Iterator[Found]:
    """The acknowledgements, of these checks or of no check at all, that fit none of what was found."""
    from mou_check.lint.checks import CODES

    used = {id(acknowledgement_of(subject, check, f)) for check, f in found if not f.readings}
    codes = {check.code for check in checks}
    for i, entry in enumerate(subject.agreement.acknowledged):
        if id(entry) in used:
            continue
        if entry.check not in CODES:
            message = f'there is no check "{entry.check}" to acknowledge.{did_you_mean(entry.check, CODES)}'
            yield Found(message, entry.about, ("acknowledged", i, "check"))
        elif entry.check in codes:
            message = f"no open finding of {entry.check} is about {listed(entry.about)}"
            yield Found(message, entry.about, ("acknowledged", i))
