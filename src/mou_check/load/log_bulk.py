"""The fast way of reading a large plain log: one scan from the file into the typed table.

The cells of a column with few different texts are looked up (`log_lookups`). Whatever is not among them, and rows that are
too long or too short, are odd: they keep their places with an empty activity, and are read the careful way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mou_check.load.cells import SQL_TYPES, typed_sql
from mou_check.load.log_file import SPARE
from mou_check.load.log_lookups import Lookup, look_up
from mou_check.load.log_problems import ReadColumn
from mou_check.load.log_survey import ABSENT, Survey
from mou_check.load.log_typing import Replaced, Typing
from mou_check.load.mapping import LogMapping
from mou_check.log import DATED, ColumnType
from mou_check.model.spans import DAY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(slots=True)
class BulkTable:
    """The table of a plain file: its rows stand in the order of the file, the odd ones with an empty `a`.

    `columns` says for each internal column how it is asked for; what is not there was not kept. `enumerated` are
    those that are no plain texts, with all texts that they may be; the type of v3 is called NAME_v3.
    """

    name: str
    columns: dict[str, str]
    enumerated: dict[str, frozenset[str]]
    replaced: Replaced
    odd: list[int]
    activities: set[int]


class Bulk:
    """One scan, while it is put together."""

    def __init__(
        self,
        typing: Typing,
        name: str,
        survey: Survey,
        mapping: LogMapping,
        known: Collection[str] = (),
        *,
        trusting: bool = True,
    ) -> None:
        """`known` are texts that rules compare with. `trusting`: days and activities are taken to be good in all rows."""
        self.typing = typing
        self.connection: DuckDBPyConnection = typing.connection
        self.name = name
        self.survey = survey
        self.mapping = mapping
        self.known = known
        self.trusting = trusting
        self.direct: dict[int, str] = {}  # columns that the reader itself looks up, and fails where it cannot
        self.columns = typing.columns(survey.text.header, mapping)
        self.looked_up: list[str] = []
        self.made: list[str] = []
        self.odd = [f"c{len(survey.text.header)} IS NOT NULL", f"c{len(survey.text.header) - 1} IS NULL"]
        self.asked: dict[str, str] = {}
        self.enumerated: dict[str, frozenset[str]] = {}
        self.given: dict[str, Any] = {}

    def load(self, kept: Collection[str]) -> BulkTable | None:
        """Make the table, with the columns `kept`; the others are only checked. None where the file is not plain after all."""
        import duckdb

        lookups, replaced = look_up(self.typing, self.name, self.survey, self.columns, self.mapping)
        if "activity" not in lookups:
            return None
        for column, read in self.columns.items():
            if column in lookups:
                self._look_up(column, read, lookups[column], keep=column in kept)
            elif not self._convert(column, read, keep=column in kept):
                return None
        scan, given = self._scan()
        odd = " OR ".join(f"coalesce({test}, false)" for test in self.odd)
        made = [
            *self.made,
            f"CASE WHEN NOT ({odd}) THEN list_extract($a::USMALLINT[], enum_code(e{self.typing.numbers['activity']}) + 1) END AS a",
        ]
        try:
            self.connection.execute(
                f"CREATE TABLE {self.name} AS SELECT {', '.join(made)} FROM (SELECT *, {', '.join(self.looked_up)} FROM ({scan}))",
                {**given, **self.given},
            )
        except duckdb.ConversionException:
            if not self.trusting:
                return None
            # A day or an activity that the sample lacks. It costs another scan, which takes each as it comes.
            return Bulk(self.typing, f"{self.name}_again", self.survey, self.mapping, self.known, trusting=False).load(
                kept
            )
        except duckdb.Error:  # cells that the reader cannot split, such as a quoted newline
            return None
        ((rows, activities),) = self.connection.execute(
            f"SELECT count(*), list(DISTINCT a) FILTER (WHERE a IS NOT NULL) FROM {self.name}"
        ).fetchall()
        if not self.survey.walked().plain or rows != self.survey.text.records:
            self.connection.execute(f"DROP TABLE {self.name}")
            return None
        if not self.survey.walk.simple:
            self._find_others()
        left = self.connection.execute(f"SELECT rowid + 1 FROM {self.name} WHERE a IS NULL ORDER BY rowid").fetchall()
        return BulkTable(self.name, self.asked, self.enumerated, replaced, [n for (n,) in left], set(activities or ()))

    def _scan(self) -> tuple[str, dict[str, Any]]:
        """The rows of the file as texts c0, c1, ... with its parameters; a cell that a short row lacks is null."""
        cells = range(len(self.survey.text.header) + SPARE)
        names = ", ".join(f"c{i}: '{self.direct.get(i, 'VARCHAR')}'" for i in cells)
        sql = (
            "SELECT * FROM read_csv($path, auto_detect=false, header=false, skip=1, delim=$delimiter, quote='\"', escape='\"', "
            f"nullstr=$absent, null_padding=true, columns={{{names}}}, max_line_size=20000000, buffer_size=32000000, parallel=true, hive_partitioning=false)"
        )
        return sql, {
            "path": str(self.survey.path),
            "delimiter": self.survey.text.delimiter,
            "absent": ABSENT,
        }

    # Columns that are looked up

    def _look_up(self, column: str, read: ReadColumn, lookup: Lookup, *, keep: bool) -> None:
        n, cell, kind = self.typing.numbers[column], f"c{read.position}", self.typing.types[column]
        required = column in ("date", "activity")
        if self.trusting and (read.dates or required) and self._all_known(read, lookup):
            self.direct[read.position] = self._enumeration(f"e{n}", [*lookup.texts, ""])
            self.looked_up.append(f"CASE WHEN {cell} <> '' THEN {cell} END AS e{n}")
        else:
            enumeration = self._enumeration(f"e{n}", lookup.texts)
            # TRY_CAST by itself goes into the reader, which then fails on the first text that is none of them.
            likely = self._likely(read, cell, lookup.texts)
            self.looked_up.append(f"TRY_CAST(CASE WHEN {likely} THEN {cell} END AS {enumeration}) AS e{n}")
        self.odd.append(f"e{n} IS NULL" + ("" if required else f" AND {cell} <> ''"))
        if column == "activity":
            self.given["a"] = lookup.found["a"]
        if not keep:
            return
        for name in self.typing.parts(column):
            values = lookup.found[name]
            if all(value is None for value in values):
                self.asked[name] = f"NULL::{_sql_type(name, kind)}"
            elif name[0] == "k" and kind == "date":
                self.asked[name] = f"v{n}::VARCHAR"
            elif name[0] == "k" or kind == "text":
                self._keep_text(name, n, values, lookup.texts)
            else:
                self.made.append(f"{self._value(name, n, kind, values)} AS {name}")
                self.asked[name] = name

    def _all_known(self, read: ReadColumn, lookup: Lookup) -> bool:
        """Whether all rows of the sample have a good text in a column, or none."""
        good = {*lookup.texts, ""}
        return all(len(row) > read.position and row[read.position] in good for row in self.survey.sample)

    def _likely(self, read: ReadColumn, cell: str, texts: Sequence[str]) -> str:
        """A quick look whether a cell is worth looking up among days."""
        if not read.dates:
            return f"{cell} <> ''"
        if read.dates.formats:
            return " OR ".join(f"regexp_full_match({cell}, '{form.pattern}')" for form in read.dates.formats)
        first, last = (texts[0], texts[-1]) if texts else (ABSENT, ABSENT)
        self.given |= {f"first{read.position}": first, f"last{read.position}": last}
        return (
            f"strlen({cell}) = 10 AND {cell} BETWEEN $first{read.position}::VARCHAR AND $last{read.position}::VARCHAR"
        )

    def _keep_text(self, name: str, n: int, values: Sequence[str | None], texts: Sequence[str]) -> None:
        """A text as an enumeration: a byte or two a row. It compares as numbers with what rules know."""
        if name[0] == "k" and values == texts:
            self.made.append(f"e{n} AS {name}")
            self.asked[name] = f"{name}::VARCHAR"
            return
        self.given[name] = values
        labels = dict.fromkeys(value for value in values if value is not None)
        if name[0] == "v":
            labels |= dict.fromkeys(self.known)
            self.enumerated[name] = frozenset(labels)
        enumeration = self._enumeration(name, list(labels))
        self.made.append(f"CAST(list_extract(${name}::VARCHAR[], enum_code(e{n}) + 1) AS {enumeration}) AS {name}")
        self.asked[name] = name if name[0] == "v" else f"{name}::VARCHAR"

    def _value(self, name: str, n: int, kind: ColumnType, values: Sequence[Any]) -> str:
        """A value by the number of its text; a day among days in a row is a sum, which is quicker than a long list."""
        if (name[0] == "d" or kind == "date") and values[0] is not None:
            first = values[0]
            if all(value == first + i * DAY for i, value in enumerate(values)):
                self.given[name] = first
                return f"${name}::DATE + enum_code(e{n})::INTEGER"
        self.given[name] = values
        return f"list_extract(${name}::{_sql_type(name, kind)}[], enum_code(e{n}) + 1)"

    def _enumeration(self, part: str, texts: Sequence[str]) -> str:
        name = f"{self.name}_{part}"
        self.connection.execute(
            f"CREATE TYPE {name} AS ENUM (SELECT unnest($texts::VARCHAR[]))", {"texts": list(texts) or [ABSENT]}
        )
        return name

    # Columns with too many different texts

    def _convert(self, column: str, read: ReadColumn, *, keep: bool) -> bool:
        """Texts as they are, and numbers in their plainest form. False for what has to be read in Python."""
        n, cell, kind = self.typing.numbers[column], f"c{read.position}", self.typing.types[column]
        if kind in ("yes-no", *DATED) or self.mapping.values_of(column):
            return False
        text = f"CASE WHEN {cell} <> '' THEN {cell} END"
        if kind == "text":
            if keep:
                self.looked_up.append(f"{text} AS k{n}")
                self.made.append(f"k{n}")
                self.odd.append(f"prefix(k{n}, ' ') OR suffix(k{n}, ' ')")
                self.asked |= {f"k{n}": f"k{n}", f"v{n}": typed_sql("text", f"k{n}")}
            return True
        value = f"TRY_CAST({text} AS BIGINT)" if kind == "integer" else typed_sql(kind, text)
        self.looked_up += [f"{text} AS k{n}", f"{value} AS v{n}"]
        # A whole number that is written in another way than the database would write it is odd, and so is a very long one.
        self.odd.append(
            f"k{n} IS NOT NULL AND "
            + (f"(v{n}::VARCHAR IS DISTINCT FROM k{n} OR strlen(k{n}) > 18)" if kind == "integer" else f"v{n} IS NULL")
        )
        if keep:
            self.made += [f"v{n}"] if kind == "integer" else [f"k{n}", f"v{n}"]
            self.asked |= {f"k{n}": f"v{n}::VARCHAR" if kind == "integer" else f"k{n}", f"v{n}": f"v{n}"}
        return True

    def _find_others(self) -> None:
        """Make odd the texts that have spaces other than blanks around them, or characters that fold in Python."""
        texts = [name for name, sql in self.asked.items() if name[0] == "k" and sql == name]
        if texts:
            tests = (f"regexp_matches({k}, '[^ -~]')" for k in texts)
            self.connection.execute(f"UPDATE {self.name} SET a = NULL WHERE {' OR '.join(tests)}")


def _sql_type(name: str, kind: ColumnType) -> str:
    return {"k": "VARCHAR", "d": "DATE", "u": "TIMESTAMP"}.get(name[0], SQL_TYPES[kind])
