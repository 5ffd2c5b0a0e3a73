"""What every rule kind is made of.

A rule never raises to report and never prints; it asks the log and gives `Judged` items. The engine
stamps force, identity and places on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import ClassVar, Self

from pydantic import Field

from mou_check.log import Log, Query
from mou_check.model.orders import Order
from mou_check.model.periods import in_words, month_day_in_words
from mou_check.model.verdicts import Outcome
from mou_check.model.words import Nouns
from mou_check.rules.comparing import LOOSER, Orders, Sides
from mou_check.rules.comparing.rows import selection_orders
from mou_check.rules.comparing.values import by_presence
from mou_check.rules.fields import Model, PerField, SeasonField, Text
from mou_check.rules.judged import Evaluation
from mou_check.rules.scope import CutPeriods, Scope, Slot
from mou_check.rules.selecting import Known, Selection, Use


class Rule(Model):
    """Base of all rule kinds. A subclass has `kind`, its keys, `describe` and `evaluate`."""

    kind: str
    # What the obligation's verdict is when there was nothing to judge.
    silent: ClassVar[Outcome] = Outcome.NOT_DUE

    def uses(self) -> Iterator[Use]:
        """The columns that the rule reads in rows of its own activity."""
        return iter(())

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        """Every selection of rows in the rule, its own first, with its place."""
        return iter(())

    def list_names(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every list that the rule names, with its place."""
        for path, selection in self.selections():
            for place, name in selection.selection_lists():
                yield (*path, *place), name

    def known_values(self) -> Iterator[Known]:
        """The values that the rule knows in columns: what a log would best write there, letter by letter."""
        for _, selection in self.selections():
            yield from selection.selection_values()

    def needs_term(self) -> tuple[str, ...] | None:
        """The place of a key that only makes sense when the term has a start."""
        return None

    def describe(self, nouns: Nouns) -> str:
        """The requirement in plain English. `nouns` says what the rows of each activity are called."""
        raise NotImplementedError  # pragma: no cover - every kind has its own

    def evaluate(self, log: Log, scope: Scope) -> Evaluation:
        """Judge the log. `scope.active` is not empty, and all that the rule needs is in the log."""
        raise NotImplementedError  # pragma: no cover - every kind has its own

    def orders(self, new: Self, sides: Sides) -> Orders:
        """Whether each key of a new wording is stricter or looser; a key left out has no order when it differs."""
        return {}

    def query(self, log: Log, scope: Scope, plans: Collection[str] = ()) -> Query:
        """A query as of the scope's day; dates in the columns `plans` may lie after it."""
        return Query(log, scope.as_of, plans)

    def all_uses(self) -> Iterator[Use]:
        """The columns that the rule reads, in all its selections."""
        for path, selection in self.selections():
            for use in selection.selection_uses():
                yield replace(use, path=(*path, *use.path))
        yield from self.uses()

    def activities(self) -> tuple[str, ...]:
        """All activities that the rule reads."""
        return tuple(dict.fromkeys(a for _, selection in self.selections() for a in selection.activity))


class LogRule(Selection, Rule):
    """Base of the kinds that judge rows of an activity."""

    excuse: Text | None = Field(None, description="A column whose text excuses a miss.", examples=["reason"])

    def uses(self) -> Iterator[Use]:
        if self.excuse:
            yield Use(("excuse",), self.excuse, self.activity, "the reason that excuses a miss", optional=True)

    def row_orders(self, new: LogRule, sides: Sides, more_rows: Order) -> Orders:
        """The orders of the keys that all kinds on rows have. `more_rows`: what it does when more rows are selected."""
        return {
            **selection_orders(self, new, sides, more_rows),
            "excuse": by_presence(self.excuse, new.excuse, LOOSER),
        }

    def selections(self) -> Iterator[tuple[tuple[str, ...], Selection]]:
        yield (), self


class Periodic(Model):
    """Keys of rules that judge by period."""

    per: PerField | None = Field(None, description="The period; without it all days under review are one.")
    season: SeasonField | None = Field(None, description="Only this part of every year counts.")
    cut_periods: CutPeriods | None = Field(
        None,
        description="Judge a period that an edge cuts: with bounds in proportion to its days, or with the whole bounds.",
    )

    def slots(self, scope: Scope) -> list[Slot]:
        """The periods of this rule in a scope."""
        if self.per is None:
            return scope.whole_window()
        return scope.slots(self.per, self.season, self.cut_periods)

    def per_in_words(self) -> str:
        """` in each week`, ` on each day`, ` in the term`, with the season where there is one."""
        season = (
            f" from {month_day_in_words(self.season.start)} to {month_day_in_words(self.season.end)}"
            if self.season
            else ""
        )
        if self.per is None:
            return season
        if self.per == "term":
            return " in the term"
        return f" {'on' if self.per in ('day', 'working-day') else 'in'} each {in_words(self.per)}{season}"
