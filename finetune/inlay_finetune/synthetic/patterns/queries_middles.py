"""Queries over a whole list: equal parts, the median, commonest values, the latest of doubles, a total row, missing numbers."""

from inlay.contract import DecimalType, OptionalType
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.parts import INT, TEXT
from inlay_finetune.synthetic.patterns.query_frames import query, tail
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import table
from inlay_finetune.synthetic.patterns.query_rows import group_of, rows_with, shown_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_PARTS = {4: "quarter", 3: "third", 5: "fifth", 10: "tenth", 2: "half", 6: "sixth"}


def equal_parts(world: World) -> Draft | None:
    """Each row with the number of the part it falls into when the list is cut into equal ones."""
    row, dice = rows_with(world, is_number, is_decimal, is_date, likely=0.3), world.dice
    if row is None:
        return None
    parts = dice.pick([4, 4, 4, 3, 5, 10, 2, 6])
    alias = dice.pick([_PARTS[parts], "part", "tile", "class_no", "slice"])
    down = dice.chance(0.35)
    columns, code = shown_of(world, row.entity, "")
    columns.append((alias, INT))
    key = f"{row.own}{' DESC' if down else ''}, id"
    said = field_words(dice, row.field)
    does = dice.tell(f"queries_middles.parts.{'down' if down else 'up'}", of=row.of, said=said, n=str(parts))
    return query(
        "equal_parts",
        row.f.takes,
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code}, ntile({constant(parts)}) OVER (ORDER BY {key}) AS {name(alias)} FROM {row.source} ORDER BY id",
        "Q077",
        *row.f.tags,
    )


def median(world: World) -> Draft | None:
    """The middle value, or the mean of the middle two."""
    row, dice = rows_with(world, is_number, is_decimal, likely=0.4), world.dice
    if row is None:
        return None
    alias = dice.pick(["median", "median", "middle", f"median_{row.field.name}"])
    numbered = f"row_number() OVER (ORDER BY {row.own}, id) AS <v0>, count(*) OVER () AS <v1>"
    does = dice.tell("queries_middles.median", of=row.of, said=field_words(dice, row.field))
    return query(
        "median",
        row.f.takes,
        [(alias, OptionalType(DecimalType()))],
        does,
        f"SELECT avg({row.own}) AS {name(alias)} FROM (SELECT {row.own}, {numbered} FROM {row.source}) AS <v2> "
        "WHERE <v0> IN ((<v1> + 1) / 2, (<v1> + 2) / 2)",
        "Q078",
        *row.f.tags,
    )


def commonest(world: World) -> Draft | None:
    """The most frequent value of a column for each partner or value."""
    row, dice = rows_with(world, is_enum, is_enum, is_str, likely=0.25), world.dice
    group = group_of(world, row.entity, row.field, *row.f.fields) if row is not None else None
    if row is None or group is None or row.field.name == group.column:
        return None
    keys = f"{group.own}, {row.own}"
    place = f"row_number() OVER (PARTITION BY {group.own} ORDER BY count(*) DESC, {row.own}) AS <v0>"
    phrases = {"of": row.of, "who": group.who, "said": field_words(dice, row.field)}
    does = dice.tell("queries_middles.commonest", **phrases) + tail(world, "queries_middles.commonest_ties", **phrases)
    does += tail(world, "queries_series.by_who" if group.partner else "queries_middles.by_value", who=group.who)
    return query(
        "commonest",
        row.f.takes,
        [(group.column, group.kind), (row.field.name, row.field.type)],
        does,
        f"SELECT {keys} FROM (SELECT {keys}, {place} FROM {row.source} GROUP BY {keys}) AS <v1> "
        f"WHERE <v0> = 1 ORDER BY {group.own}",
        "Q079",
        *row.f.tags,
    )


def latest_of_doubles(world: World) -> Draft | None:
    """Of the rows that agree in a column the latest one, by the key or by a day."""
    row, dice = rows_with(world, is_str, is_str, is_enum, is_number, likely=0.0), world.dice
    if row is None:
        return None
    day = world.field(row.entity, is_date) if dice.chance(0.5) else None
    newest = dice.chance(0.8)
    sign = ">" if newest else "<"
    later = f"<v1>.id {sign} <v0>.id"
    if day is not None:
        own = name(day.name)
        later = f"(<v1>.{own} {sign} <v0>.{own} OR (<v1>.{own} = <v0>.{own} AND {later}))"
    columns, code = shown_of(world, row.entity, "<v0>.", row.field, *([day] if day else []))
    shape = f"{'latest' if newest else 'first'}.{'day' if day else 'id'}"
    day_said = field_words(dice, day) if day else ""
    does = dice.tell(f"queries_middles.{shape}", of=row.of, said=field_words(dice, row.field), day=day_said)
    test = f"NOT EXISTS (SELECT 1 FROM {table(row.entity)} AS <v1> WHERE <v1>.{row.own} = <v0>.{row.own} AND {later})"
    return query(
        "latest_of_doubles",
        (),
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code} FROM {table(row.entity)} AS <v0> WHERE {test} ORDER BY <v0>.id",
        "Q080",
    )


def with_total_row(world: World) -> Draft | None:
    """A measure per value, and a last row with the measure over all."""
    row, dice = rows_with(world, is_enum, is_enum, is_str, likely=0.35), world.dice
    a = measure(world, row.entity, "", row.f, row.rows) if row is not None else None
    if row is None or a is None:
        return None
    label_of_all = dice.pick(["all", "total", "all", "sum", "together", "everything"])
    rows = f"SELECT {row.own} AS <v0>, {a.code} AS <v1>, 0 AS <v2> FROM {row.source} GROUP BY {row.own}"
    last = f"SELECT '{constant(label_of_all)}', {a.zero}, 1 FROM {row.source}"
    said = field_words(dice, row.field)
    does = dice.tell("queries_middles.total_row", words=a.words, said=said, all=label_of_all)
    return query(
        "with_total_row",
        row.f.takes,
        [(row.field.name, TEXT), (a.alias, a.kind)],
        does + tail(world, "queries_middles.total_order", said=said),
        f"SELECT <v0> AS {name(row.field.name)}, <v1> AS {name(a.alias)} FROM ({rows} UNION ALL {last}) AS <v3> "
        "ORDER BY <v2>, <v0>, <v1>",
        "Q046",
        *row.f.tags,
    )


def missing_numbers(world: World) -> Draft | None:
    """The whole numbers between the least and the greatest that no row has."""
    row, dice = rows_with(world, is_int, likely=0.0), world.dice
    if row is None:
        return None
    alias = dice.pick(["missing", "gap", "number", "unused", "skipped", f"missing_{row.field.name}"])
    source = table(row.entity)
    numbers = f"SELECT min({row.own}) FROM {source} UNION ALL SELECT <v1> + 1 FROM <v0>"
    greatest = f"(SELECT max({row.own}) FROM {source})"
    does = dice.tell("queries_middles.missing", of=row.of, said=field_words(dice, row.field))
    return query(
        "missing_numbers",
        (),
        [(alias, INT)],
        does + tail(world, "queries_middles.missing_order"),
        f"WITH RECURSIVE <v0>(<v1>) AS ({numbers} WHERE <v1> < {greatest}) SELECT <v1> AS {name(alias)} FROM <v0> "
        f"WHERE <v1> IS NOT NULL AND <v1> NOT IN (SELECT {row.own} FROM {source}) ORDER BY <v1>",
        "Q065",
    )


PATTERNS = (
    (equal_parts, 0.8),
    (median, 1),
    (commonest, 1),
    (latest_of_doubles, 1.5),
    (with_total_row, 1.5),
    (missing_numbers, 0.8),
)
