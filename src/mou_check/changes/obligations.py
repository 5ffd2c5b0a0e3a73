"""What changed in one obligation: who owes it, how strongly, when, and by which rule or readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mou_check.agreement import Obligation
from mou_check.changes.versions import SAYS, Path, Versions, span_order, was_and_is
from mou_check.model.changes import Change, Order
from mou_check.model.spans import EVER, Span
from mou_check.model.words import day
from mou_check.rules.base import Rule
from mou_check.rules.comparing import LOOSER, OTHER, SAME, STRICTER
from mou_check.rules.comparing.keys import differences
from mou_check.rules.comparing.values import by_number, by_presence

_FORCES = {"may": 0, "should": 1, "must": 2}
# What is told of an obligation and asks for nothing.
_TOLD = ("title", "says", "clauses", "rest_of", "note", "examples")


def obligation_changes(versions: Versions, before: int, after: int) -> Iterator[Change]:
    """Every difference of an obligation, by its numbers in the two versions."""
    a, b = versions.old.agreement.obligations[before], versions.new.agreement.obligations[after]
    pair = _Pair(versions, a, b, ("obligations", before), ("obligations", after))
    if a.id != b.id:
        yield pair.change("id", SAME, (a.id, b.id), f"{b.title} is called {b.id} now, and was {a.id}")
    yield from pair.field("force", by_number(_FORCES[a.force], _FORCES[b.force], STRICTER, absent=0))
    yield from pair.field("qualifier", by_presence(a.qualifier, b.qualifier, LOOSER))
    yield from pair.field("bearer", OTHER)
    yield from pair.field("counterparty", OTHER)
    old_span, new_span = (o.effective.span if o.effective else EVER for o in (a, b))
    if old_span != new_span:
        values = _in_words(old_span), _in_words(new_span)
        order = span_order(old_span, new_span)
        message = f"{b.title} was in force {values[0]}, and is {values[1]}: {SAYS[order]}"
        yield pair.change("effective", order, values, message)
    yield from pair.rules()
    for name in _TOLD:
        old, new = getattr(a, name), getattr(b, name)
        if old != new:
            texts = (old, new) if isinstance(old, str) and isinstance(new, str) else (None, None)
            yield pair.change(name, SAME, texts, f"{b.title}: {name} is worded anew, and {SAYS[SAME]}")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One obligation in both versions, and where it stands in each."""

    versions: Versions
    old: Obligation
    new: Obligation
    old_path: Path
    new_path: Path

    def change(
        self, key: str, order: Order, values: tuple[str | None, str | None], message: str, at: Path | None = None
    ) -> Change:
        path = at or (key,)
        return self.versions.change(
            self.new.id, key, order, values, message, (*self.old_path, *path), (*self.new_path, *path)
        )

    def field(self, name: str, order: Order) -> Iterator[Change]:
        a, b = getattr(self.old, name), getattr(self.new, name)
        if a != b:
            yield self.change(name, order, (a, b), f"{self.new.title}: {was_and_is(name, a, b)}: {SAYS[order]}")

    def rules(self) -> Iterator[Change]:
        """What decides the verdict first, then the other readings by their ids.

        An only rule that becomes the preferred reading, or the other way round, is compared with it.
        """
        (first, rule), *_ = self.old.read()
        (new_first, new_rule), *_ = self.new.read()
        if first == new_first or not first or not new_first:
            paths = (*self.old_path, *_rule_at(self.old, first)), (*self.new_path, *_rule_at(self.new, new_first))
            yield from self._rule(rule, new_rule, *paths, "")
            done = {first, new_first}
        else:
            order = Order.all_of(d.order for d in differences(rule, new_rule, self.versions.sides))
            labels = _label(self.old, first), _label(self.new, new_first)
            message = f'{self.new.title} was read as "{labels[0]}", and is read as "{labels[1]}": {SAYS[order]}'
            yield self.change("readings", order, (first, new_first), message)
            done = set()
        before, after = dict(self.old.read()), dict(self.new.read())
        for reading in {**before, **after}:
            if reading in done:
                continue
            key = f"readings.{reading}"
            if reading in before and reading in after:
                paths = (*self.old_path, *_rule_at(self.old, reading)), (*self.new_path, *_rule_at(self.new, reading))
                yield from self._rule(before[reading], after[reading], *paths, f"{key}.")
            elif reading in before:
                message = f'{self.new.title} can no longer be read as "{_label(self.old, reading)}"'
                yield self.change(key, OTHER, (reading, None), message, ("readings",))
            else:
                message = f'{self.new.title} can be read in another way now: "{_label(self.new, reading)}"'
                yield self.change(key, OTHER, (None, reading), message, ("readings",))
        yield from self._labels()

    def _labels(self) -> Iterator[Change]:
        earlier = {r.id: r for r in self.old.readings}
        for reading in self.new.readings:
            old = earlier.get(reading.id)
            if old and (old.label, old.because) != (reading.label, reading.because):
                message = f"{self.new.title}: the reading {reading.id} is worded anew, and {SAYS[SAME]}"
                key = f"readings.{reading.id}.label"
                yield self.change(key, SAME, (old.label, reading.label), message, ("readings",))

    def _rule(self, old: Rule, new: Rule, old_path: Path, new_path: Path, prefix: str) -> Iterator[Change]:
        versions = self.versions
        said, says = old.describe(versions.old.agreement.nouns()), new.describe(versions.new.agreement.nouns())
        for each in differences(old, new, versions.sides):
            values = each.old, each.new
            if each.through_list:
                key = f"lists.{each.through_list}"
                what = was_and_is(f"the list {each.through_list}", *values)
                places: tuple[Path, Path] = (("lists", each.through_list),) * 2
            else:
                key, at = prefix + each.key, each.key.split(".")
                what = f'"{said}" becomes "{says}"' if said != says else was_and_is(each.key, *values)
                places = (*old_path, *at), (*new_path, *at)
            message = f"{self.new.title}: {what}: {SAYS[each.order]}"
            yield versions.change(self.new.id, key, each.order, values, message, *places)


def _rule_at(obligation: Obligation, reading: str) -> Path:
    """Where the rule of a reading stands, below the obligation."""
    return ("readings", [r.id for r in obligation.readings].index(reading), "rule") if reading else ("rule",)


def _label(obligation: Obligation, reading: str) -> str:
    return next((r.label for r in obligation.readings if r.id == reading), reading)


def _in_words(span: Span) -> str:
    sides = [f"{word} {day(d)}" for word, d in (("from", span.first), ("to", span.last)) if d]
    return " ".join(sides) or "all the time"
