"""Filtered rows of one table and the columns that are shown of them, as many query patterns draw them."""

from dataclasses import dataclass

from inlay.contract import Entity, Field, Scalar, Type
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.query_frames import Columns, Order, by_field, text_of
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, table, where
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.patterns.query_totals import by_key
from inlay_finetune.synthetic.patterns.query_walks import hops_of
from inlay_finetune.synthetic.world import Check, World, is_enum, is_str

__all__ = ["Group", "Rows", "by_key_or", "group_of", "rows_with", "shown_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Rows of a table that fit a filter, one of their columns, and how they are said: `open orders`, `orders`."""

    entity: Entity
    field: Field
    f: Filter
    of: str
    rows: str

    @property
    def own(self) -> str:
        """Give the marked column."""
        return name(self.field.name)

    @property
    def source(self) -> str:
        """Give the table with its filter."""
        return f"{table(self.entity)}{where(*self.f.code)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """What some rows share: a column with its type, and the word for it."""

    column: str
    kind: Type
    who: str
    partner: bool

    @property
    def own(self) -> str:
        """Give the marked column."""
        return name(self.column)


def group_of(world: World, entity: Entity, *but: Field, partners: bool = False) -> Group | None:
    """Draw what rows of a table share: one that each points to, or, unless only `partners` will do, a value."""
    dice = world.dice
    hops = [hop for hop in hops_of(world, entity) if not hop.optional]
    key = None if partners else world.field(entity, is_enum, is_enum, is_str, but=but)
    if hops and (key is None or dice.chance(0.55)):
        hop = dice.pick(hops)
        return Group(column=foreign_key(hop.key), kind=Scalar("int"), who=hop.who, partner=True)
    return None if key is None else Group(column=key.name, kind=key.type, who=field_words(dice, key), partner=False)


def rows_with(world: World, *checks: Check, likely: float = 0.35, prefix: str = "") -> Rows | None:
    """Draw a table that has a column of such a type, and a filter on its other columns."""
    entity = any_entity(world)
    field = world.field(entity, *checks)
    if field is None:
        return None
    f, rows = filters(world, entity, prefix, most=1, likely=likely, but=(field,)), rows_said(world, entity)
    return Rows(entity=entity, field=field, f=f, of=f.noun(rows), rows=rows)


def shown_of(world: World, entity: Entity, prefix: str, *fields: Field) -> tuple[Columns, str]:
    """Draw what is shown of a row: its key, its name sometimes, these columns mostly."""
    text = text_of(entity)
    shown = [text] if text is not None and text not in fields and world.dice.chance(0.4) else []
    shown += [field for field in fields if world.dice.chance(0.75)]
    columns: Columns = [("id", Scalar("int")), *((field.name, field.type) for field in shown)]
    code = [f"{prefix}id", *(f"{prefix}{name(field.name)}" for field in shown)]
    return columns, ", ".join(code)


def by_key_or(world: World, prefix: str, field: Field) -> Order:
    """Order by a column, or by the key."""
    return by_key(world, prefix, "row") if world.dice.chance(0.45) else by_field(world, prefix, field)
