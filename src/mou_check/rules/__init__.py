"""Rule kinds, one file each. A new kind is one file and one line in `ALL`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mou_check.rules.approval import Approval
from mou_check.rules.base import Rule
from mou_check.rules.companion import Companion
from mou_check.rules.count import Count
from mou_check.rules.cover import Cover
from mou_check.rules.deadline import Deadline
from mou_check.rules.every import Every
from mou_check.rules.gap import Gap
from mou_check.rules.judgement import Judgement
from mou_check.rules.level import Level
from mou_check.rules.never import Never
from mou_check.rules.notice import Notice
from mou_check.rules.sample import Sample

AnyRule = Annotated[
    Count | Gap | Deadline | Notice | Approval | Companion | Every | Never | Level | Cover | Sample | Judgement,
    Field(discriminator="kind"),
]

ALL: tuple[type[Rule], ...] = (
    Count,
    Gap,
    Deadline,
    Notice,
    Approval,
    Companion,
    Every,
    Never,
    Level,
    Cover,
    Sample,
    Judgement,
)
KINDS: dict[str, type[Rule]] = {rule.__name__.lower(): rule for rule in ALL}
"""Rule kinds by the name that agreements use."""
