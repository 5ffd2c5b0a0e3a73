"""Two versions of an agreement -> what changed, and what each change does to the promises.

Obligations are matched by their id, renamed ones by their content. Every key is ordered by
itself: `strengthened` when every log that meets the new wording meets the old one too, `weakened` the
other way round, `reworded` when nothing that is asked changes, and `changed` where no order exists.
"""

from __future__ import annotations

from mou_check.changes.amending import allowed, idle_amendments
from mou_check.changes.decisions import decision_changes
from mou_check.changes.header import READ_BY_ALL, header_changes, list_changes
from mou_check.changes.matching import matched, new_names
from mou_check.changes.obligations import obligation_changes
from mou_check.changes.told import told_changes
from mou_check.changes.versions import Version, Versions, whole
from mou_check.model.changes import Change, Effect
from mou_check.model.words import plural

__all__ = ["READ_BY_ALL", "Version", "changes", "idle_amendments", "matched", "new_names", "only_on_one_side"]


def changes(old: Version, new: Version) -> list[Change]:
    """Every difference between two versions, agreement first, then obligations in the order of the new version."""
    versions = Versions(old, new)
    pairs = matched(old.agreement, new.agreement)
    promises: list[Change] = []
    for i, obligation in enumerate(new.agreement.obligations):
        before = pairs.get(obligation.id)
        promises += [_promise(new, i, Effect.ADDED)] if before is None else obligation_changes(versions, before, i)
    kept = set(pairs.values())
    promises += [_promise(old, i, Effect.REMOVED) for i in range(len(old.agreement.obligations)) if i not in kept]
    told = {c.key.removeprefix("lists.") for c in promises if c.key.startswith("lists.")}
    both = [(pairs[o.id], j) for j, o in enumerate(new.agreement.obligations) if o.id in pairs]
    header = [*header_changes(versions, both), *list_changes(versions, told), *told_changes(versions)]
    # A list is told once of an obligation, however many of its readings name it.
    return [
        allowed(change, new.agreement) for change in dict.fromkeys([*header, *promises, *decision_changes(versions)])
    ]


def only_on_one_side(version: Version, effect: Effect) -> Change:
    """The change of an agreement that is in one version only."""
    what = plural(len(version.agreement.obligations), "promise")
    message = (
        f"The agreement {version.agreement.title} is {'new' if effect is Effect.ADDED else 'gone'}, with its {what}"
    )
    return whole(version, effect, "agreement", None, what, message, ("id",))


def _promise(version: Version, number: int, effect: Effect) -> Change:
    """An obligation that is in one version only."""
    obligation = version.agreement.obligations[number]
    requirement = obligation.read()[0][1].describe(version.agreement.nouns())
    how = "it is promised now" if effect is Effect.ADDED else "it is promised no longer"
    message = f"{obligation.title}: {how}: {requirement}"
    return whole(version, effect, effect.value, obligation.id, requirement, message, ("obligations", number, "id"))
