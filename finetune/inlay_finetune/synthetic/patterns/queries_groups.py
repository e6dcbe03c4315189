"""Queries that add up: one number, per value, per month, per partner, over joins, shares."""

from inlay.contract import DecimalType, Entity, Field, OptionalType, Scalar
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.query_aggregates import aggregate_of, asked, group_order, having_of, over_rows
from inlay_finetune.synthetic.patterns.query_frames import apart, grouped, query, tail
from inlay_finetune.synthetic.patterns.query_parts import (
    filters,
    is_first_day,
    month_of,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_enum, is_str

__all__ = ["PATTERNS"]


def one_number(world: World) -> Draft | None:
    """Q027 to Q032: one row with one number."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    f = filters(world, entity, "", likely=0.75)
    if dice.chance(0.2):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    a = aggregate_of(world, entity, "")
    if a is None:
        return None
    zero = a.code.startswith("sum") and dice.chance(0.85)
    rows = rows_words(world, entity)
    said, only = apart(world, f, rows)
    does = asked(world, over_rows(a, said, rows))
    if zero and dice.chance(0.7):
        does += tail(world, "query_aggregates.zero")
    does += only
    kind = a.kind if zero or not a.code.startswith(("sum", "max", "min", "round")) else OptionalType(a.kind)
    body = f"SELECT {a.zero if zero else a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)}"
    return query("one_number", f.takes, [(a.alias, kind)], does, body, a.tag, *f.tags)


def _key(world: World, entity: Entity) -> Field | None:
    return world.field(entity, is_enum, is_str, is_enum)


def per_value(world: World) -> Draft | None:
    """Q035, Q041: grouped by a column of the same table, perhaps with a limit on the group."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    key, a = _key(world, entity), aggregate_of(world, entity, "")
    if key is None or a is None or a.alias == key.name:
        return None
    f = filters(world, entity, "", most=1, likely=0.5, but=(key,))
    if dice.chance(0.15):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    said = field_words(dice, key)
    having, held, extra = having_of(world, a, f)
    order, how = group_order(world, name(key.name), said, a)
    rows = rows_words(world, entity)
    bare, only = apart(world, f, rows)
    does = grouped(world, over_rows(a, bare, rows), said) + held + how + only
    body = f"SELECT {name(key.name)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {name(key.name)}{having} ORDER BY {order}"
    return query(
        "per_value", (*f.takes, *extra), [(key.name, key.type), (a.alias, a.kind)], does, body, "Q035", a.tag, *f.tags
    )


def per_month(world: World) -> Draft | None:
    """Q038: by month of a date, mostly within a year; also per year or per day."""
    dice = world.dice
    entity = world.root if dice.chance(0.8) else world.child
    a = aggregate_of(world, entity, "")
    if a is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.5)
    dated = year_filter(world, entity, "", f)
    if dated is None:
        return None
    with_year, day = dated
    in_year = dice.chance(0.75)
    f = with_year if in_year else f
    key = dice.pick(["month", "month", "period"])
    if a.alias == key:
        return None
    month = month_of(name(day.name))
    whole, named = over_rows(a, f, rows_words(world, entity)), dice.chance(0.2 if in_year else 0.5)
    shape = "of_day" if named or not (in_year or is_first_day(entity, day)) else "plain"
    does = dice.tell(f"queries_groups.month.{shape}", whole=whole, unit=key, said=field_words(dice, day))
    down = dice.chance(0.2)
    order = f"{name(key)}{' DESC' if down else ''}"
    does += tail(world, f"queries_groups.month_{'down' if down else 'up'}")
    body = f"SELECT {month} AS {name(key)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {month} ORDER BY {order}"
    return query("per_month", f.takes, [(key, Scalar("str")), (a.alias, a.kind)], does, body, "Q038", a.tag, *f.tags)


def share(world: World) -> Draft | None:
    """Q033, Q044: percent of rows that fit, or two counts side by side."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    condition = sample_condition(dice, entity, negatives=dice.chance(0.4))
    if condition is None:
        return None
    rows = rows_words(world, entity)
    inner = f"CASE WHEN {condition.sql('')} THEN 1 ELSE 0 END"
    if dice.chance(0.6):
        alias = dice.pick(["percent", "share", "percentage"])
        does = dice.tell("queries_groups.share", rows=rows, relative=condition.relative)
        does += tail(world, "queries_groups.share_empty", rows=rows)
        body = f"SELECT round(100.0 * sum({inner}) / nullif(count(*), 0), 1) AS {name(alias)} FROM {table(entity)}"
        return query("share", (), [(alias, OptionalType(DecimalType()))], does, body, "Q033", condition.tag)
    key = world.field(entity, is_enum, is_str, but=condition.fields)
    if key is None:
        return None
    alias = dice.pick(["fitting", "matching", "hits", "of_these"])
    said = field_words(dice, key)
    does = dice.tell("queries_groups.side_by_side", said=said, rows=rows, relative=condition.relative)
    does += tail(world, "query_aggregates.group_key", by=said)
    body = f"SELECT {name(key.name)}, count(*) AS {name('total')}, sum({inner}) AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {name(key.name)}"
    return query(
        "side_by_side",
        (),
        [(key.name, key.type), ("total", Scalar("int")), (alias, Scalar("int"))],
        does,
        body,
        "Q044",
        condition.tag,
    )


PATTERNS = (
    (one_number, 3.5),
    (per_value, 4),
    (per_month, 4),
    (share, 1.5),
)
