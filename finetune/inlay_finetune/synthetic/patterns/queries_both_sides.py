"""Queries that hold two tables against each other, so that what only one of them has stays in with zero."""

from dataclasses import dataclass

from inlay.contract import Entity, Type
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import INT, TEXT
from inlay_finetune.synthetic.patterns.query_frames import query, tail
from inlay_finetune.synthetic.patterns.query_measures import Measure, measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, month_of, table, where
from inlay_finetune.synthetic.patterns.query_tables import rows_said
from inlay_finetune.synthetic.world import World, is_date, is_str

__all__ = ["PATTERNS"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """One of two tables: what its rows are grouped by, and what is measured of them."""

    entity: Entity
    key: str
    f: Filter
    a: Measure

    def grouped(self, amount: str) -> str:
        """Give the table of this side: a row for each key, the measure under a local name."""
        source = f"{table(self.entity)}{where(*self.f.code)}"
        return f"SELECT {self.key} AS <v2>, {self.a.code} AS {amount} FROM {source} GROUP BY {self.key}"


def _side(world: World, entity: Entity, key: str) -> _Side | None:
    f = filters(world, entity, "", most=1, likely=0.3)
    a = measure(world, entity, "", f, rows_said(world, entity))
    return None if a is None else _Side(entity=entity, key=key, f=f, a=a)


def _drafted(
    world: World, sides: tuple[_Side | None, _Side | None], shared: tuple[str, Type, str], draft_name: str
) -> Draft | None:
    """Hold two sides against each other by what they share: result column, type, words."""
    one, two = sides
    if one is None or two is None:
        return None
    alias, kind, who = shared
    tables = f"<v0> AS ({one.grouped('<v3>')}), <v1> AS ({two.grouped('<v4>')})"
    keys = "<v5> AS (SELECT <v2> FROM <v0> UNION SELECT <v2> FROM <v1>)"
    amounts = f"coalesce(<v0>.<v3>, 0) AS {name(one.a.alias)}, coalesce(<v1>.<v4>, 0) AS {name(two.a.alias)}"
    joins = "LEFT JOIN <v0> ON <v0>.<v2> = <v5>.<v2> LEFT JOIN <v1> ON <v1>.<v2> = <v5>.<v2>"
    does = world.dice.tell("queries_both_sides.sides", who=who, one=one.a.words, two=two.a.words)
    return query(
        draft_name,
        (*one.f.takes, *two.f.takes),
        [(alias, kind), (one.a.alias, one.a.kind), (two.a.alias, two.a.kind)],
        does + tail(world, "queries_both_sides.order", who=who),
        f"WITH {tables}, {keys} SELECT <v5>.<v2> AS {name(alias)}, {amounts} FROM <v5> {joins} ORDER BY <v5>.<v2>",
        "Q066",
        *one.f.tags,
        *two.f.tags,
    )


def sides_of_owner(world: World) -> Draft | None:
    """Two kinds of children per owner, with those owners that have either."""
    if world.second is None:
        return None
    key = name(foreign_key(world.root.name))
    sides = (_side(world, world.child, key), _side(world, world.second, key))
    return _drafted(world, sides, (foreign_key(world.root.name), INT, label(world.root.name)), "sides_of_owner")


def sides_of_month(world: World) -> Draft | None:
    """Two tables per month, with every month that either has."""
    one, two = world.dice.some(world.entities, 2)
    first, second = world.field(one, is_date), world.field(two, is_date)
    if first is None or second is None:
        return None
    dice = world.dice
    days = {"one": field_words(dice, first), "two": field_words(dice, second)}
    said = dice.tell("queries_both_sides.months", ones=rows_said(world, one), twos=rows_said(world, two), **days)
    sides = (_side(world, one, month_of(name(first.name))), _side(world, two, month_of(name(second.name))))
    return _drafted(world, sides, ("month", TEXT, said), "sides_of_month")


def sides_of_value(world: World) -> Draft | None:
    """Two tables by a text that both have, with every value that either has."""
    one, two = world.dice.some(world.entities, 2)
    first, second = world.field(one, is_str), world.field(two, is_str)
    if first is None or second is None:
        return None
    dice = world.dice
    words = {"one": field_words(dice, first), "two": field_words(dice, second)}
    said = dice.tell("queries_both_sides.values", ones=rows_said(world, one), twos=rows_said(world, two), **words)
    sides = (_side(world, one, name(first.name)), _side(world, two, name(second.name)))
    return _drafted(world, sides, (first.name, TEXT, said), "sides_of_value")


PATTERNS = (
    (sides_of_owner, 1),
    (sides_of_month, 0.8),
    (sides_of_value, 0.5),
)
