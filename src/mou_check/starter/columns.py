"""Which header of a log is which column of an agreement: by the name, by what stands in the column, or not at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from mou_check.load.cells import PATTERNS
from mou_check.log import BUILTIN, DATED, ColumnType
from mou_check.model.proposal import ProposedName
from mou_check.model.words import fold, listed, nearest, plural
from mou_check.starter.dates import MOSTLY, holds_dates
from mou_check.starter.profile import BLANK, ColumnProfile
from mou_check.starter.values import YES_NO

# What offices call the columns that every log has.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "event date", "date of event", "activity date", "date of activity", "when", "date published", "published", "happened on"),
    "activity": ("activity", "activity type", "type of activity", "event", "event type", "type of event", "type", "what", "kind", "category", "action", "entry type"),
    "ref": ("ref", "reference", "ref no", "reference no", "reference number", "id", "event id", "activity id", "log no", "number", "no", "case", "case no"),
}  # fmt: skip
# Words of headers that mean the same; of all others the beginning decides: cleared, clearance.
_ALIKE = {"date": "on", "day": "on", "when": "on", "who": "by", "person": "by", "officer": "by", "name": "by"}
_BEGINNING = 4
# From which likeness on two names may be one.
_NEAR = 0.8
# How many different texts there may be in a column of activities, for each row and in all.
_FEW, _MOST_ACTIVITIES = 0.5, 200
_SEEN = 1_000
# Types of which cells tell, and what they hold.
_KINDS: tuple[tuple[tuple[ColumnType, ...], str], ...] = (
    (("date", "datetime"), "dates"),
    (("yes-no",), "yes and no"),
    (("time",), "times of day"),
)
# The share of cells with values that rules know from which on a column is taken for the one that they are of.
_SOME = 0.3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a log should have: the columns with their types, the names that its activities are known by, and values
    that rules know."""

    types: Mapping[str, ColumnType]
    activities: Collection[str] = ()
    values: Mapping[str, Collection[str]] = field(default_factory=dict)


def match(columns: Sequence[ColumnProfile], wanted: Wanted) -> tuple[list[ProposedName], list[str]]:
    """Which header is taken for which column, in the order of the log, and notes on what could not be told."""
    return _Matching(columns, wanted).found()


class _Matching:
    """The work of `match`: what is taken is not taken twice, and what is sure comes first."""

    def __init__(self, columns: Sequence[ColumnProfile], wanted: Wanted) -> None:
        self.columns = columns
        self.wanted = wanted
        self.taken: dict[str, tuple[ColumnProfile, ProposedName]] = {}
        self.notes: list[str] = []

    def found(self) -> tuple[list[ProposedName], list[str]]:
        self._by_name()
        for column, find in (("date", self._date), ("activity", self._activity), ("ref", self._usual_ref)):
            if column not in self.taken:
                find()
        self._by_likeness()
        self._by_values()
        self._by_content()
        both = sorted(self.taken.values(), key=lambda one: one[0].position)
        return [name for _, name in both], self.notes

    # What is left

    def _left(self) -> list[ColumnProfile]:
        used = {column.position for column, _ in self.taken.values()}
        return [column for column in self.columns if column.header and column.position not in used]

    def _open(self) -> list[str]:
        return [name for name in self.wanted.types if name not in self.taken]

    def _take(self, column: ColumnProfile, name: str, why: str, *, sure: bool = True) -> None:
        same = fold(column.header) == fold(name)
        self.taken[name] = (column, ProposedName(column.header, name, why, sure, same))

    # By the name

    def _by_name(self) -> None:
        """Names that are one but for case, spaces and signs; those that are one to the letter first."""
        for alike in (fold, _letters):
            for name in self._open():
                column = next((c for c in self._left() if alike(c.header) == alike(name)), None)
                if column:
                    self._take(column, name, "")

    def _by_likeness(self) -> None:
        """Names that have the same words, or nearly the same letters, if the cells are of the type."""
        pairs = [
            (_likeness(column.header, name), -column.position, column, name)
            for name in self._open()
            for column in self._left()
        ]
        for likeness, _, column, name in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
            if likeness >= _NEAR and name in self._open() and column in self._left() and self._fits(column, name):
                self._take(column, name, "its name is near", sure=likeness == 1)

    # The columns that every log has

    def _date(self) -> None:
        dated = [column for column in self._left() if holds_dates(column)]
        named = _usual(dated, "date")
        if len(dated) == 1:
            other = " other" if any(holds_dates(column) for column, _ in self.taken.values()) else ""
            self._take(dated[0], "date", f"the only{other} column of dates")
        elif named:
            self._take(named, "date", f"by its name; {plural(len(dated) - 1, 'other column')} holds dates too")
        elif dated:
            others = ", ".join(column.header for column in dated[1:])
            self._take(dated[0], "date", f"the first column of dates; others are {others}", sure=False)
        elif column := _usual(self._left(), "date"):
            self._take(column, "date", "by its name, though its cells are no dates", sure=False)
        else:
            self.notes.append("No column holds dates, and every log needs one: date.")

    def _activity(self) -> None:
        known = {fold(name) for name in self.wanted.activities}
        shares = [(c.share(t for t in c.texts if _known(t, known)), -c.position, c) for c in self._left()]
        best = max(shares, key=lambda one: one[:2], default=None)
        if known and best and best[0] > 0:
            column = best[2]
            rows = f"{round(best[0] * column.filled):,} of {plural(column.filled, 'cell')}"
            self._take(column, "activity", f"{rows} name activities of the agreement", sure=best[0] >= MOSTLY / 2)
            return
        fitting = [column for column in self._left() if _repeats(column)]
        named = _usual(self._left(), "activity")
        if named:
            self._take(named, "activity", "by its name", sure=not holds_dates(named) and not _is(named, "number"))
        elif fitting:
            column = min(fitting, key=lambda c: len(c.texts))
            others = [c.header for c in fitting if c is not column]
            why = f"{plural(len(column.texts), 'different text')} in {plural(column.filled, 'row')}"
            why += f"; {', '.join(others)} could be it too" if others else ""
            self._take(column, "activity", why, sure=False)
        else:
            self.notes.append(
                "No column repeats a few texts, as one of activities does, and every log needs one: activity."
            )

    def _usual_ref(self) -> None:
        column = _usual([c for c in self._left() if not holds_dates(c)], "ref")
        if column and "ref" in self.wanted.types:
            self._take(column, "ref", "by its name", sure=column.filled == len(column.texts))

    # By what stands in them

    def _by_values(self) -> None:
        """Columns that hold values which rules know of a column, where no other is known to hold them too."""
        for name in self._open():
            known = {fold(value) for value in self.wanted.values.get(name, ())}
            rivals = [n for n in self._open() if n != name and known & set(map(fold, self.wanted.values.get(n, ())))]
            shares = [(c.share(t for t in c.texts if fold(t) in known), -c.position, c) for c in self._left()]
            share, _, column = max(shares, key=lambda one: one[:2], default=(0.0, 0, None))
            if column and share >= _SOME and not rivals:
                rows = f"{round(share * column.filled):,} of {plural(column.filled, 'cell')}"
                self._take(column, name, f"values that rules know of it in {rows}", sure=False)

    def _by_content(self) -> None:
        """The only column that is left for a type of which only one is left; where there are more they are told."""
        for kinds, what in _KINDS:
            names = [name for name in self._open() if self.wanted.types[name] in kinds and name not in BUILTIN]
            columns = [c for c in self._left() if c.filled and any(_is(c, kind) for kind in kinds)]
            if len(names) == 1 and len(columns) == 1:
                self._take(columns[0], names[0], f"the only column left that holds {what}", sure=False)
            elif names and columns:
                hold = "holds" if len(columns) == 1 else "hold"
                headers = listed(column.header for column in columns)
                self.notes.append(f"check: {headers} {hold} {what}, and could be {listed(names, 'or')}.")

    def _fits(self, column: ColumnProfile, name: str) -> bool:
        kind = self.wanted.types[name]
        return not column.filled or (not holds_dates(column) if kind == "text" else _is(column, kind))


def _is(column: ColumnProfile, kind: ColumnType) -> bool:
    """Whether nearly all cells of a column have the form of a type, or can be mapped to it."""
    if kind in DATED:
        return holds_dates(column)
    texts = list(islice(column.texts, _SEEN))
    pattern = re.compile(PATTERNS.get(kind, ".*"), re.DOTALL)
    fitting = [t for t in texts if pattern.fullmatch(t) or fold(t) in BLANK or (kind == "yes-no" and fold(t) in YES_NO)]
    return len(fitting) >= MOSTLY * len(texts)


def _repeats(column: ColumnProfile) -> bool:
    """Whether a column holds few texts again and again, and neither dates nor numbers nor yes and no."""
    many = 1 < len(column.texts) <= min(_MOST_ACTIVITIES, _FEW * column.filled)
    return many and not holds_dates(column) and not any(_is(column, kind) for kind in ("yes-no", "number", "time"))


def _known(text: str, known: Collection[str]) -> bool:
    return fold(text) in known or nearest(text, known) is not None


def _usual(columns: Sequence[ColumnProfile], name: str) -> ColumnProfile | None:
    """The column whose header is what offices call a column of the agreement, the most usual name first."""
    by_letters = {_letters(column.header): column for column in reversed(columns)}
    return next((by_letters[_letters(usual)] for usual in _USUAL[name] if _letters(usual) in by_letters), None)


def _letters(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def _words(name: str) -> frozenset[str]:
    """The words of a name as they are compared: one for all that mean the same, else how they begin."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.findall(r"[^\W_]+", fold(parted))
    return frozenset(_ALIKE.get(word, word[:_BEGINNING]) for word in words if word not in ("of", "the", "was", "is"))


def _likeness(header: str, name: str) -> float:
    if _words(header) == _words(name):
        return 1.0
    if _words(name) - {"on", "by"} and _words(name) < _words(header):
        return _NEAR
    return min(0.99, difflib.SequenceMatcher(None, _letters(header), _letters(name)).ratio())
