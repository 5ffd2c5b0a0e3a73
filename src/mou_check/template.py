"""What a log needs so that an agreement's rules can judge it: which activities, which columns, which values.

Pure: an agreement in, a `Template` out. The outputs `template_*` write it as an empty log and as a guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mou_check.agreement import Agreement
from mou_check.log import BUILTIN, ColumnType
from mou_check.model.words import capital, fold
from mou_check.rules.base import Rule
from mou_check.rules.judgement import Judgement

_SAYS = {
    "date": "The day on which it happened.",
    "activity": "What was done: the code of an activity.",
    "ref": "A name for the row, such as a reference number: it joins rows that belong together, and findings are told by it.",
}
# Every row has them, whatever its activity.
_EVERYWHERE = ("date", "activity")
# Types of which a value can be one of a few; of the others the form says all.
_CHOSEN: tuple[ColumnType, ...] = ("text", "integer", "number")
_FOR_A_PERSON = "what the person who judges can look at"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the log: what stands in it, and which obligations read it (none where every row has it).

    `values` are those that the agreement's lists and rules know; others may stand there too. `open_lists`
    are lists of values that nobody has supplied yet. A cell of a column that is not `needed` can stay
    empty in every row.
    """

    name: str
    type: ColumnType
    says: str
    values: tuple[str, ...]
    open_lists: tuple[str, ...]
    obligations: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class TemplateActivity:
    """A kind of row: when to write one, what it needs beside date and activity, and which obligations read it."""

    code: str
    title: str
    description: str | None
    columns: tuple[str, ...]
    spare_columns: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """All that a log of an agreement needs; `columns` in the order of the log."""

    agreement: str
    title: str
    columns: tuple[TemplateColumn, ...]
    activities: tuple[TemplateActivity, ...]


def template_of(agreement: Agreement, lists: Mapping[str, tuple[str, ...]]) -> Template:
    """What a log needs for the obligations of an agreement, in all their readings.

    `lists` are the agreement's with what the project file supplies. `ref` is always there, for findings
    are told by it; any other column only when a rule reads it.
    """
    gathered = _Gathered(agreement)
    for obligation in agreement.obligations:
        for _, rule in obligation.rules():
            gathered.add(obligation.id, rule, lists)
    return Template(agreement.id, agreement.title, tuple(gathered.columns()), tuple(gathered.activities()))


@dataclass(slots=True)
class _Need:
    """Why a column is read in rows of an activity. Dictionaries keep the order and drop repetitions."""

    purposes: dict[str, None] = field(default_factory=dict)
    obligations: dict[str, None] = field(default_factory=dict)
    needed: bool = False


class _Gathered:
    """What the rules read, rule by rule."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.types: dict[str, ColumnType] = {**BUILTIN, **agreement.column_types()}
        self.readers: dict[str, dict[str, None]] = {}
        self.needs: dict[str, dict[str, _Need]] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.open_lists: dict[str, dict[str, None]] = {}

    def add(self, obligation: str, rule: Rule, lists: Mapping[str, tuple[str, ...]]) -> None:
        """Note what a rule reads and which values it knows."""
        for activity in rule.activities():
            self.readers.setdefault(activity, {})[obligation] = None
            self.needs.setdefault(activity, {})
        for activity, column, purpose, needed in self._reads(rule):
            need = self.needs[activity].setdefault(column, _Need())
            need.purposes[purpose] = None
            need.obligations[obligation] = None
            need.needed |= needed
        for known in rule.known_values():
            named = lists.get(known.list_name, ()) if known.list_name else known.values
            if known.list_name and not named:
                self.open_lists.setdefault(known.column, {})[known.list_name] = None
            if self.types[known.column] in _CHOSEN:
                values = self.values.setdefault(known.column, {})
                for value in named:
                    values.setdefault(fold(value), value)

    def _reads(self, rule: Rule) -> Iterator[tuple[str, str, str, bool]]:
        """What a rule reads: (activity, column, for what, whether it must).

        Of the rows that a person judges by, all columns are there to be looked at.
        """
        for use in rule.all_uses():
            for activity in use.activities:
                yield activity, use.column, use.purpose, not use.optional
        if isinstance(rule, Judgement):
            for activity in rule.activities():
                for column in self.agreement.activities[activity].columns:
                    yield activity, column, _FOR_A_PERSON, False

    def columns(self) -> Iterator[TemplateColumn]:
        """Date, activity and ref, then every column that is read, in the order in which the agreement declares them."""
        read = {column for needs in self.needs.values() for column in needs}
        codes = tuple(code for code in self.agreement.activities if code in self.needs)
        for name in (c for c in self.types if c in BUILTIN or c in read):
            needs = [self.needs[code][name] for code in codes if name in self.needs[code]]
            readers = {obligation for need in needs for obligation in need.obligations}
            yield TemplateColumn(
                name,
                self.types[name],
                self.agreement.columns.get(name) or _SAYS.get(name) or _sentence(p for n in needs for p in n.purposes),
                codes if name == "activity" else tuple(self.values.get(name, {}).values()),
                tuple(self.open_lists.get(name, ())),
                tuple(o.id for o in self.agreement.obligations if o.id in readers and name not in _EVERYWHERE),
                name in _EVERYWHERE or any(need.needed for need in needs),
            )

    def activities(self) -> Iterator[TemplateActivity]:
        """Every activity that is read, in the order in which the agreement declares them."""
        for code, activity in self.agreement.activities.items():
            if code in self.needs:
                own = {
                    c: self.needs[code][c].needed for c in self.types if c in self.needs[code] and c not in _EVERYWHERE
                }
                yield TemplateActivity(
                    code,
                    activity.title,
                    activity.description,
                    tuple(column for column, needed in own.items() if needed),
                    tuple(column for column, needed in own.items() if not needed),
                    tuple(self.readers[code]),
                )


def _sentence(purposes: Iterable[str]) -> str:
    """Why rules read a column, where the agreement does not say what to put in."""
    return f"{capital('; '.join(dict.fromkeys(purposes)))}."
