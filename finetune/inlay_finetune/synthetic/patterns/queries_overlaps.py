"""Queries over periods between two days of a row: overlapping, free, clashing, most at once, and what holds on a day."""

from inlay.contract import DecimalType, Entity, Field, OptionalType, Parameter
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.parts import DATE, INT
from inlay_finetune.synthetic.patterns.query_frames import Columns, query, tail
from inlay_finetune.synthetic.patterns.query_links import links_of
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, table, where
from inlay_finetune.synthetic.patterns.query_rows import group_of, shown_of
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number, is_str

__all__ = ["PATTERNS"]

_PERIODS = (
    ("start_day", "end_day"),
    ("first_day", "last_day"),
    ("begin", "finish"),
    ("period_start", "period_end"),
    ("arrival", "departure"),
    ("start_on", "end_on"),
)


def _two_days(world: World, entity: Entity) -> tuple[Field, Field] | None:
    """Draw the days on which something of a row begins and ends."""
    days = [field for field in entity.fields if is_date(field.type)]
    if len(days) < 2:
        return None
    first, last = world.dice.some(days, 2)
    return first, last


def _with_days(world: World) -> tuple[Entity, Field, Field] | None:
    for entity in (any_entity(world), world.root, world.child):
        days = _two_days(world, entity)
        if days is not None:
            return entity, *days
    return None


def overlapping(world: World) -> Draft | None:
    """Rows whose time from one day to another meets a given period, its ends counting or not."""
    dice, found = world.dice, _with_days(world)
    if found is None:
        return None
    entity, first, last = found
    one, two = dice.pick(_PERIODS)
    closed = dice.chance(0.45)
    takes = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    signs = ("<=", ">=") if closed else ("<", ">")
    code = f"{name(first.name)} {signs[0]} :{name(two)}", f"{name(last.name)} {signs[1]} :{name(one)}"
    shape = f"queries_overlaps.meets.{'closed' if closed else 'open'}"
    phrases = {"first": field_words(dice, first), "last": field_words(dice, last), "one": label(one), "two": label(two)}
    f = Filter(code=code, after=tail(world, shape, **phrases), takes=takes, fields=(first, last))
    return answer_of(world, entity, also_filtered(world, entity, f), "Q095", "overlapping")


def free_in(world: World) -> Draft | None:
    """Partners none of whose rows overlaps a given period."""
    dice = world.dice
    partner, rows, key, who, rows_words = dice.pick(links_of(world))
    days = _two_days(world, rows)
    if days is None:
        return None
    low, top, closed = table(rows), table(partner), dice.chance(0.35)
    one, two = dice.pick(_PERIODS)
    signs = ("<=", ">=") if closed else ("<", ">")
    begins = f"{low}.{name(days[0].name)} {signs[0]} :{name(two)}"
    ends = f"{low}.{name(days[1].name)} {signs[1]} :{name(one)}"
    columns, code = shown_of(world, partner, f"{top}.")
    phrases = {"first": field_words(dice, days[0]), "last": field_words(dice, days[1])}
    phrases |= {"one": label(one), "two": label(two), "whos": several(who), "rows": rows_words}
    does = dice.tell(f"queries_overlaps.free.{'closed' if closed else 'open'}", **phrases)
    test = f"SELECT 1 FROM {low} WHERE {low}.{column(key)} = {top}.id AND {begins} AND {ends}"
    return query(
        "free_in",
        (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE)),
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code} FROM {top} WHERE NOT EXISTS ({test}) ORDER BY {top}.id",
        "Q096",
    )


def clashing(world: World) -> Draft | None:
    """Pairs of rows whose times overlap, in all or of the same partner or value, each pair once."""
    dice, found = world.dice, _with_days(world)
    if found is None:
        return None
    entity, first, last = found
    group = group_of(world, entity) if dice.chance(0.65) else None
    one, two = dice.pick([("first_id", "second_id"), ("one_id", "other_id"), ("id", "clashes_with")])
    start, end, low = name(first.name), name(last.name), table(entity)
    closed = dice.chance(0.35)
    sign = "<=" if closed else "<"
    tests = [f"<v0>.{start} {sign} <v1>.{end}", f"<v1>.{start} {sign} <v0>.{end}", "<v0>.id < <v1>.id"]
    tests = [*([f"<v1>.{group.own} = <v0>.{group.own}"] if group else []), *tests]
    shape = f"queries_overlaps.clash.{'same' if group else 'all'}"
    phrases = {"first": field_words(dice, first), "last": field_words(dice, last), "of": rows_said(world, entity)}
    touch = dice.tell(f"queries_overlaps.touch.{'closed' if closed else 'open'}")
    does = dice.tell(shape, who=group.who if group else "", touch=touch, **phrases)
    return query(
        "clashing",
        (),
        [(one, INT), (two, INT)],
        does + tail(world, "queries_matches.pair_order"),
        f"SELECT <v0>.id{'' if one == 'id' else f' AS {name(one)}'}, <v1>.id AS {name(two)} FROM {low} AS <v0> "
        f"JOIN {low} AS <v1> ON {' AND '.join(tests)} ORDER BY <v0>.id, <v1>.id",
        "Q097",
    )


def most_at_once(world: World) -> Draft | None:
    """How many rows run at the same time at most; one that ends on a day has left before another begins."""
    dice, found = world.dice, _with_days(world)
    if found is None:
        return None
    entity, first, last = found
    f = filters(world, entity, "", most=1, likely=0.35, but=(first, last))
    alias = dice.pick(["most", "peak", "busiest", "at_once", "high_water_mark"])
    phrases = {
        "of": f.noun(rows_said(world, entity)),
        "first": field_words(dice, first),
        "last": field_words(dice, last),
    }
    source = f"FROM {table(entity)}{where(*f.code)}"
    events = f"SELECT {name(first.name)} AS <v0>, 1 AS <v1> {source} UNION ALL SELECT {name(last.name)}, -1 {source}"
    running = f"SELECT sum(<v1>) OVER (ORDER BY <v0>, <v1>) AS <v2> FROM ({events}) AS <v3>"
    does = dice.tell("queries_overlaps.most", **phrases)
    return query(
        "most_at_once",
        f.takes,
        [(alias, INT)],
        does,
        f"SELECT coalesce(max(<v2>), 0) AS {name(alias)} FROM ({running}) AS <v4>",
        "Q098",
        *f.tags,
    )


def in_force(world: World) -> Draft | None:
    """What holds for each partner on a day, by the latest row from on or before it; nothing before the first."""
    dice = world.dice
    partner, rows, key, who, rows_words = dice.pick(links_of(world))
    day, value = world.field(rows, is_date), world.field(rows, is_decimal, is_decimal, is_number, is_str)
    if day is None or value is None:
        return None
    low, top, own = table(rows), table(partner), name(day.name)
    as_of = Parameter(name=dice.pick(["as_of", "day", "on_day", "cutoff"]), type=DATE)
    when = as_of.name if as_of.name in ("as_of", "cutoff") else "other"
    given = dice.tell(f"queries_overlaps.in_force_day.{when}")
    alias = dice.pick([value.name, f"current_{value.name}", f"{value.name}_then"])
    columns, code = shown_of(world, partner, f"{top}.")
    kind = DecimalType() if is_decimal(value.type) else value.type
    full: Columns = [*columns, (alias, OptionalType(kind))]
    phrases = {"whos": several(who), "who": who, "rows": rows_words, "said": field_words(dice, value)}
    does = dice.tell("queries_overlaps.in_force", given=given, day=field_words(dice, day), **phrases)
    does += tail(world, "queries_overlaps.in_force_none") + tail(world, "query_parts.order.id")
    tests = f"{low}.{column(key)} = {top}.id AND {low}.{own} <= :{name(as_of.name)}"
    inner = f"SELECT {low}.{name(value.name)} FROM {low} WHERE {tests} ORDER BY {low}.{own} DESC, {low}.id DESC LIMIT 1"
    return query(
        "in_force",
        (as_of,),
        full,
        does,
        f"SELECT {code}, ({inner}) AS {name(alias)} FROM {top} ORDER BY {top}.id",
        "Q091",
    )


PATTERNS = (
    (overlapping, 2),
    (free_in, 1.2),
    (clashing, 1.2),
    (most_at_once, 0.8),
    (in_force, 1.5),
)
