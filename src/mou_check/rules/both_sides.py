"""What `companion` asks the log: of the rows that trigger it, and of the companions that they need.

Both sides are selections with a key `k`: rows with the same key belong together. Of a triggering row
that has what it needs nothing is read but that it is there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mou_check.log import Query
from mou_check.model.spans import Span
from mou_check.rules.asking import Row, row_items
from mou_check.rules.pools import Dated, Pool, Standing
from mou_check.rules.serving import Terms

# A triggering row's key, null where one of its cells is empty, and its day: such rows differ in nothing but their order.
Place = tuple[str | None, date]
# A companion: its key, its group, and its number among those of both in order of day and row.
Numbered = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Hard:
    """What has to be given out row by row: how many triggering rows, in order of days, and what there is for them."""

    triggers: Sequence[tuple[str | None, date, int]]
    pools: Mapping[tuple[str | None, int], Pool]


@dataclass(frozen=True, slots=True)
class BothSides:
    """Both sides as SQL. `triggers` gives what `row_items` asks for and `k`, and `judged` says which of them are judged;
    `companions` gives id, day, grp, `k` and `until`: the last day, which of one that has a day is that day."""

    query: Query
    triggers: str
    judged: str
    companions: str
    spans: bool

    def days(self) -> dict[date, int]:
        """How many triggering rows are judged on each day."""
        return dict(self.query.run(f"SELECT day, count(*) FROM ({self.triggers}) WHERE {self.judged} GROUP BY day"))

    def hard(self, terms: Terms, groups: int, reaches: Mapping[date, Span]) -> Hard:
        """The keys without those where one look shows that all rows are met.

        Those have all their triggering rows on one of the days of `reaches`, so none takes from another day's,
        and enough companions for all of them in reach.
        """
        bind = self.query.bind
        first = bind([reach.first or date.min for reach in reaches.values()])
        last = bind([reach.last or date.max for reach in reaches.values()])
        enough = bind(terms.floor) if terms.reuse else f"judged * {bind(terms.floor)}"
        most = f"AND near <= {bind(terms.most)}" if terms.most is not None else ""
        every_group = f"AND count(*) = {bind(groups)}" if terms.floor else ""
        found = self.query.run(f"""
            WITH t AS MATERIALIZED (
                SELECT k, day, count(*) AS many FROM ({self.triggers}) WHERE {self.judged} GROUP BY k, day
            ), c AS MATERIALIZED (
                SELECT k, grp, day, until, {"id" if self.spans else "NULL"} AS id, count(*) AS many
                FROM ({self.companions}) WHERE k IN (SELECT k FROM t) GROUP BY ALL
            ), reaches AS (
                SELECT unnest({bind(list(reaches))}::DATE[]) AS day, unnest({first}::DATE[]) AS first, unnest({last}::DATE[]) AS last
            ), alone AS (
                SELECT k, min(day) AS day, sum(many) AS judged FROM t WHERE k IS NOT NULL GROUP BY k HAVING count(*) = 1
            ), reached AS (
                SELECT alone.k, c.grp, judged, coalesce(sum(c.many), 0) AS near
                FROM alone JOIN reaches ON reaches.day = alone.day
                LEFT JOIN c ON c.k = alone.k AND c.day <= reaches.last AND c.until >= reaches.first GROUP BY ALL
            ), easy AS (
                SELECT k FROM reached GROUP BY k HAVING bool_and(near >= {enough} {most}) {every_group}
            )
            SELECT k, NULL, day, NULL, id, many FROM (SELECT *, NULL AS id FROM t) ANTI JOIN easy USING (k)
            UNION ALL SELECT k, grp, day, until, id, many FROM c ANTI JOIN easy USING (k) ORDER BY day, id
        """)
        triggers: list[tuple[str | None, date, int]] = []
        pools: dict[tuple[str | None, int], Pool] = {}
        for key, group, day, until, _, rows in found:
            if until is None:
                triggers.append((key, day, rows))
                continue
            pool = pools.get((key, group))
            if pool is None:
                pool = pools[key, group] = Standing() if self.spans else Dated()
            pool.add(day, until, rows)
        return Hard(triggers, pools)

    def rows(self, met: Mapping[Place, int]) -> list[Row]:
        """The triggering rows of some places after the first so many, which are met, in order of day and row: `more` is key and number."""
        if not met:
            return []
        bind = self.query.bind
        places = (
            f"SELECT unnest({bind([key for key, _ in met])}::VARCHAR[]) AS key, "
            f"unnest({bind([day for _, day in met])}::DATE[]) AS key_day, unnest({bind(list(met.values()))}::BIGINT[]) AS met"
        )
        rows, _ = row_items(
            self.query,
            f"SELECT *, 'missed' AS outcome, row_number() OVER (PARTITION BY k, day ORDER BY id) - 1 AS nth "
            f"FROM ({self.triggers}) JOIN ({places}) ON k IS NOT DISTINCT FROM key AND day = key_day WHERE {self.judged} QUALIFY nth >= met",
            ["k", "nth"],
        )
        return sorted(rows, key=lambda row: (row.day, row.row_id))

    def ids(self, wanted: Collection[Numbered]) -> dict[Numbered, int]:
        """The row ids of companions."""
        if not wanted:
            return {}
        keys, groups, numbers = (self.query.bind(list(part)) for part in zip(*wanted, strict=True))
        found = self.query.run(
            f"WITH w AS (SELECT unnest({keys}::VARCHAR[]) AS k, unnest({groups}::INTEGER[]) AS grp, unnest({numbers}::BIGINT[]) AS nth) "
            f"SELECT k, grp, nth, id FROM w JOIN (SELECT k, grp, id, row_number() OVER (PARTITION BY k, grp ORDER BY day, id) - 1 AS nth "
            f"FROM ({self.companions}) WHERE k IN (SELECT k FROM w)) USING (k, grp, nth)"
        )
        return {(key, group, number): row for key, group, number, row in found}

    def strangers(self, days: Collection[date]) -> dict[tuple[date, int], tuple[int, str]]:
        """By day and group the first companion whose key no row of the other side has, judged or not: its id and key."""
        if not days:
            return {}
        found = self.query.run(
            f"SELECT day, grp, min(id), arg_min(k, id) FROM ({self.companions}) "
            f"ANTI JOIN (SELECT k FROM ({self.triggers})) USING (k) "
            f"WHERE k IS NOT NULL AND day IN (SELECT unnest({self.query.bind(list(days))}::DATE[])) GROUP BY day, grp"
        )
        return {(day, group): (row, key) for day, group, row, key in found}
