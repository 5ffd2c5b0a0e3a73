"""Which rows a rule looks at, on which day each of them counts, and in which group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Annotated

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from mou_check.log import DATED, Cell, ColumnType, Log, Query
from mou_check.model.words import Nouns, fold, listed
from mou_check.rules.conditions import HOLDS, Conditions, OtherColumn, compile_conditions, written
from mou_check.rules.fields import Codes, Model, Text, text_or_mapping


class SpanColumns(Model):
    """Two columns that make a row a span of days, both inside; an empty `to` is still standing."""

    from_: Text = Field(alias="from", description="The column with its first day.", examples=["started_on"])
    to: Text = Field(description="The column with its last day.", examples=["ended_on"])


Dated = Annotated[
    Annotated[str, Tag("word")] | Annotated[SpanColumns, Tag("mapping")],
    Discriminator(text_or_mapping),
]
ForEach = Annotated[
    dict[str, str],
    Field(min_length=1, max_length=2),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "minProperties": 1,
            "maxProperties": 2,
        }
    ),
]


@dataclass(frozen=True, slots=True)
class Use:
    """A column that a rule reads, in rows of which activities, for what, and of which types it may be.

    Without an `optional` column the rule can still be judged.
    """

    path: tuple[str | int, ...]
    column: str
    activities: tuple[str, ...]
    purpose: str
    types: frozenset[ColumnType] | None = None
    optional: bool = False


def condition_uses(conditions: Conditions, key: str, activities: tuple[str, ...], purpose: str) -> Iterator[Use]:
    """Every column that conditions under a key read: their own, and those they compare with."""
    for path, column, _, value in conditions.columns(key):
        yield Use(path, column, activities, purpose)
        for operand in value if isinstance(value, tuple) else (value,):
            if isinstance(operand, OtherColumn):
                yield Use(path, operand.column, activities, "what another cell is compared with")


@dataclass(frozen=True, slots=True)
class Known:
    """Values that a rule knows in a column: some of its own, or those of a list."""

    column: str
    values: tuple[str, ...] = ()
    list_name: str | None = None


def condition_values(conditions: Conditions) -> Iterator[Known]:
    """The values with which conditions compare whole cells."""
    for _, column, comparison, value in conditions.columns():
        if comparison == "in" and len(value) == 1:
            yield Known(column, list_name=value[0])
        elif comparison in ("is", "in", "not_in"):
            yield Known(column, tuple(written(v) for v in value if not isinstance(v, OtherColumn)))


class Selection(Model):
    """The rows of one or more activities that meet conditions."""

    activity: Codes = Field(
        description="The activity's code, or several.", examples=["news_release", ["roadshow", "consultation_event"]]
    )
    where: Conditions | None = Field(
        None, description="Conditions that a row must meet to count.", examples=[{"audience": "service users"}]
    )
    dated: Dated | None = Field(
        None,
        description="The column that gives a row its day (default: date), or two for a span.",
        examples=["approved_on", {"from": "started_on", "to": "ended_on"}],
    )
    one_per: Text | None = Field(
        None,
        description="Rows with the same value in this column are one event; the earliest stands for it.",
        examples=["ref"],
    )
    for_each: ForEach | None = Field(
        None,
        description="Judge every value of a list on its own: {COLUMN: LIST}.",
        examples=[{"town": "major-towns"}],
    )

    @property
    def plain(self) -> bool:
        """Whether it takes all rows of its activities, each on its date."""
        return not (self.where or self.dated or self.one_per or self.for_each)

    def day_column(self) -> str:
        """The column that dates a row; a span counts on its first day where one day is needed."""
        if isinstance(self.dated, SpanColumns):
            return self.dated.from_
        return self.dated or "date"

    def selection_uses(self) -> Iterator[Use]:
        """Every column that the selection reads."""
        if isinstance(self.dated, SpanColumns):
            yield Use(("dated", "from"), self.dated.from_, self.activity, "the first day", DATED)
            yield Use(("dated", "to"), self.dated.to, self.activity, "the last day, empty while it stands", DATED)
        elif self.dated:
            yield Use(("dated",), self.dated, self.activity, "the day on which it counts", DATED)
        if self.where:
            yield from condition_uses(self.where, "where", self.activity, "whether the row counts")
        if self.one_per:
            yield Use(("one_per",), self.one_per, self.activity, "which rows are one event")
        for column in self.for_each or {}:
            yield Use(("for_each", column), column, self.activity, "the group that it counts in")

    def selection_lists(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every list that the selection names, with its place."""
        if self.where:
            yield from self.where.lists("where")
        for column, name in (self.for_each or {}).items():
            yield ("for_each", column), name

    def selection_values(self) -> Iterator[Known]:
        """The values that the selection knows."""
        if self.where:
            yield from condition_values(self.where)
        for column, name in (self.for_each or {}).items():
            yield Known(column, list_name=name)

    def called(self, nouns: Nouns, *, many: bool = False) -> str:
        """What the selected rows are called; of many activities only the first few."""
        names = [nouns[a].many if many else nouns[a].one for a in self.activity]
        return listed(names, "or") if len(names) <= 4 else f"{', '.join(names[:3])} or {len(names) - 3} other kinds"

    def where_in_words(self) -> str:
        """` where audience is service users`, or nothing."""
        return f" where {self.where.in_words()}" if self.where else ""

    def subject(self, nouns: Nouns, *, many: bool = False) -> str:
        """What is judged: the rows' name and what they must be to count."""
        return self.called(nouns, many=many) + self.where_in_words()

    def groups(self, lists: Mapping[str, tuple[str, ...]]) -> tuple[str | None, ...]:
        """The names of all groups that are judged; `(None,)` without `for_each`."""
        if not self.for_each:
            return (None,)
        return tuple(", ".join(values) for values in product(*(lists[name] for name in self.for_each.values())))

    def for_each_in_words(self) -> str:
        if not self.for_each:
            return ""
        return " for each " + listed(self.for_each)

    def matching(self, query: Query, lists: Mapping[str, tuple[str, ...]]) -> str:
        """The SQL condition that a row is of the activities and meets `where`."""
        sql = query.log.of(self.activity)
        if self.where:
            sql += f" AND ({compile_conditions(query, self.where, lists).answer}) = {HOLDS}"
        return sql

    def group_sql(self, query: Query, lists: Mapping[str, tuple[str, ...]]) -> str:
        """The position of a row's group among `groups`, from 0; null for a value outside the lists."""
        if not self.for_each:
            return "0"
        position = ""
        for column, name in self.for_each.items():
            cases = " ".join(f"WHEN {query.bind(fold(value))} THEN {i}" for i, value in enumerate(lists[name]))
            at = f"CASE {query.log.cells[column].folded} {cases} END" if cases else "NULL::INTEGER"
            position = f"({position} * {len(lists[name])} + {at})" if position else at
        return position

    def outside(
        self, log: Log, lists: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, str, list[tuple[str | None, int]]]]:
        """Values that stand in no list of `for_each`: (column, list, [(value, rows)])."""
        for column, name in (self.for_each or {}).items():
            query = Query(log, date.max)
            cell = log.cells[column]
            inside = query.among(cell.folded, map(fold, lists[name]))
            rows = query.run(
                f"SELECT arg_min({cell.key}, id), count(*) FROM {log.table} WHERE {self.matching(query, lists)} "
                f"AND coalesce(NOT ({inside}), true) GROUP BY {cell.folded} ORDER BY min(id)"
            )
            if rows:
                yield column, name, [(value, count) for value, count in rows]

    def sql(self, query: Query, lists: Mapping[str, tuple[str, ...]], extra: str = "") -> str:
        """The selected rows: `id`, `day`, `instant`, `grp`, `ref`, `a` and the extra expressions.

        Rows without a day are left out, and so are plans. With `for_each` rows outside the lists are left
        out too; `lists` must not be empty then.
        """
        cell: Cell = query.cell(self.day_column())
        key = f", {query.log.cells[self.one_per].key} AS one_event" if self.one_per else ""
        columns = f"id, {cell.day} AS day, {cell.instant} AS instant, {self.group_sql(query, lists)} AS grp, ref, a{extra}{key}"
        rows = f"SELECT {columns} FROM {query.log.table} WHERE {self.matching(query, lists)} AND {cell.day} IS NOT NULL"
        if self.for_each:
            rows = f"SELECT * FROM ({rows}) WHERE grp IS NOT NULL"
        if not self.one_per:
            return rows
        first = "row_number() OVER (PARTITION BY one_event, grp ORDER BY day, id) = 1"
        return f"SELECT * FROM ({rows}) QUALIFY one_event IS NULL OR {first}"
