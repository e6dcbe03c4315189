"""What query patterns over one table draw: the table, its rows, an order, and what is asked of filtered rows."""

from inlay.contract import Entity, Field, Scalar
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_field,
    listed,
    plain_fields,
    query,
)
from inlay_finetune.synthetic.patterns.query_measures import count_alias, measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, glued, rows_words, table, where
from inlay_finetune.synthetic.patterns.query_totals import by_key
from inlay_finetune.synthetic.world import World, is_enum, is_str

__all__ = ["also_filtered", "answer_of", "any_entity", "by_value", "rows_said", "shown_order", "with_filter"]


def any_entity(world: World) -> Entity:
    """Draw a table, the root most often."""
    options = [world.root, world.root, world.root, world.child, world.child, world.other, world.thing, world.second]
    return world.dice.pick([entity for entity in options if entity is not None])


def rows_said(world: World, entity: Entity) -> str:
    """Give a table's rows in the plural."""
    return label(world.seconds) if entity == world.second and world.seconds else rows_words(world, entity)


def shown_order(world: World, shown: list[Field]) -> Order:
    """Order by one of the shown columns, or by the key."""
    sortable = [field for field in shown if str(field.type).rstrip("?").startswith(("str", "int", "date", "decimal"))]
    if not sortable or world.dice.chance(0.25):
        return by_key(world, "", "row")
    return by_field(world, "", world.dice.pick(sortable))


def answer_of(world: World, entity: Entity, f: Filter, tag: str, draft_name: str) -> Draft | None:
    """Ask for the rows that fit, for their number, for a total, or per value."""
    dice, rows = world.dice, rows_said(world, entity)
    noun, shape = f.noun(rows), dice.pick(["rows", "rows", "rows", "count", "count", "sum", "groups"])
    source = f"{table(entity)}{where(*f.code)}"
    if shape == "count":
        alias = count_alias(world, entity, f)
        does = dice.tell("query_tables.count", noun=noun, rows=rows)
        body = f"SELECT count(*) AS {name(alias)} FROM {source}"
        return query(f"{draft_name}_count", f.takes, [(alias, Scalar("int"))], does, body, tag, "Q027", *f.tags)
    a = measure(world, entity, "", f, rows)
    if shape == "sum" and a is not None and not a.counts:
        does = a.alone(world) + glued(dice.tell("query_parts.zero"))
        body = f"SELECT {a.zero} AS {name(a.alias)} FROM {source}"
        return query(f"{draft_name}_sum", f.takes, [(a.alias, a.kind)], does, body, tag, "Q028", *f.tags)
    key = world.field(entity, is_enum, is_str, but=f.fields)
    if shape == "groups" and a is not None and key is not None:
        said, own, both = field_words(dice, key), name(key.name), [(key.name, key.type), (a.alias, a.kind)]
        order = by_value(world, own, said)
        does = order.after(world, a.per(world, said))
        body = f"SELECT {own}, {a.code} AS {name(a.alias)} FROM {source} GROUP BY {own} ORDER BY {order.code}"
        return query(f"{draft_name}_groups", f.takes, both, does, body, tag, "Q035", *f.tags)
    return _rows_of(world, entity, f, noun, tag, draft_name)


def _rows_of(world: World, entity: Entity, f: Filter, noun: str, tag: str, own: str) -> Draft | None:
    """Ask for some columns of the rows that fit."""
    dice = world.dice
    shown = dice.some(plain_fields(entity), dice.between(1, 3))
    if not shown:
        return None
    columns: Columns = [(field.name, field.type) for field in shown]
    code = [name(field.name) for field in shown]
    if dice.chance(0.5):
        key_name = dice.pick(["id", f"{snake_case(entity.name)}_id"])
        columns.insert(0, (key_name, Scalar("int")))
        code.insert(0, "id" if key_name == "id" else f"id AS {name(key_name)}")
    told = [field_words(dice, field) for field in shown]
    words = ", ".join(told[:-1]) + (" and " if told[1:] else "") + told[-1]
    order = shown_order(world, shown)
    body = f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}"
    return query(own, f.takes, columns, listed(world, noun, words, order), body, tag, *f.tags)


def by_value(world: World, code: str, said: str) -> Order:
    """Order by a column that is shown."""
    return Order(code=code, words=world.dice.tell("query_tables.by_value", said=said))


def with_filter(f: Filter, extra: Filter) -> Filter:
    """Add a filter behind another."""
    after = f.after + (f" and{extra.after}" if f.after else extra.after)
    return Filter(
        code=(*f.code, *extra.code),
        before=f.before,
        after=after,
        takes=(*f.takes, *extra.takes),
        tags=f.tags,
        fields=(*f.fields, *extra.fields),
    )


def also_filtered(world: World, entity: Entity, extra: Filter) -> Filter:
    """Put another condition before, sometimes."""
    return with_filter(filters(world, entity, "", most=1, likely=0.4, but=extra.fields), extra)
