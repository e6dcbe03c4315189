"""Queries over rows in the order of a day: what changed since the one before, averages that move, what came next."""

from inlay.contract import DecimalType, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DATE
from inlay_finetune.synthetic.patterns.query_frames import Columns, query, tail
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import where
from inlay_finetune.synthetic.patterns.query_rows import group_of, rows_with
from inlay_finetune.synthetic.patterns.query_units import in_order, unit_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_number, is_str

__all__ = ["PATTERNS"]


def _loose(kind: Type) -> Type:
    return DecimalType() if isinstance(kind, DecimalType) else kind


def since_before(world: World) -> Draft | None:
    """Each row with the difference of a value from the row before it, in all or of the same partner."""
    row, dice = rows_with(world, is_number, is_decimal, likely=0.25), world.dice
    day = world.field(row.entity, is_date, but=row.f.fields) if row is not None else None
    if row is None or day is None:
        return None
    group = group_of(world, row.entity, row.field, *row.f.fields) if dice.chance(0.7) else None
    alias = dice.pick(["change", "difference", "used", "delta", "step", "growth", "since_last"])
    columns: Columns = [("id", Scalar("int")), (alias, OptionalType(_loose(row.field.type)))]
    code = "id"
    if group is not None and dice.chance(0.6):
        columns.insert(1, (group.column, group.kind))
        code = f"id, {group.own}"
    within = f"PARTITION BY {group.own} " if group else ""
    over = f"OVER ({within}ORDER BY {name(day.name)}, id)"
    phrases = {"of": row.of, "said": field_words(dice, row.field), "day": field_words(dice, day)}
    before = dice.tell(f"queries_series.before.{'same' if group else 'all'}", who=group.who if group else "")
    does = dice.tell("queries_series.change", before=before, alias=label(alias), **phrases)
    does += tail(world, "queries_series.first_none") + tail(world, "query_parts.order.id")
    body = f"SELECT {code}, {row.own} - lag({row.own}) {over} AS {name(alias)} FROM {row.source} ORDER BY id"
    return query("since_before", row.f.takes, columns, does, body, "Q084", *row.f.tags)


def moving_average(world: World) -> Draft | None:
    """Each row with the average of a value over itself and some rows before it."""
    row, dice = rows_with(world, is_number, is_decimal, likely=0.25), world.dice
    day = world.field(row.entity, is_date, but=row.f.fields) if row is not None else None
    if row is None or day is None:
        return None
    group = group_of(world, row.entity, row.field, *row.f.fields) if dice.chance(0.55) else None
    size, alias = dice.pick([3, 3, 4, 5, 6, 7, 12]), dice.pick(["average", "moving_average", "mean", "smoothed"])
    within = f"PARTITION BY {group.own} " if group else ""
    over = f"OVER ({within}ORDER BY {name(day.name)}, id ROWS BETWEEN {size - 1} PRECEDING AND CURRENT ROW)"
    shape = f"queries_series.moving.{'same' if group else 'all'}"
    phrases = {"of": row.of, "said": field_words(dice, row.field), "day": field_words(dice, day)}
    does = dice.tell(shape, who=group.who if group else "", n=str(size), less=str(size - 1), **phrases)
    does += tail(world, "queries_series.rounded") + tail(world, "query_parts.order.id")
    return query(
        "moving_average",
        row.f.takes,
        [("id", Scalar("int")), (alias, DecimalType())],
        does,
        f"SELECT id, round(avg(1.0 * {row.own}) {over}, 2) AS {name(alias)} FROM {row.source} ORDER BY id",
        "Q086",
        *row.f.tags,
    )


def cumulated_share(world: World) -> Draft | None:
    """Rows from the largest down, each with the percentage of the total that is reached with it."""
    row, dice = rows_with(world, is_decimal, is_number, likely=0.35), world.dice
    if row is None:
        return None
    alias = dice.pick(["percent", "share", "cumulated", "share_so_far", "running_percent", "percent_so_far"])
    columns: Columns = [("id", Scalar("int")), (alias, OptionalType(DecimalType()))]
    code = "id"
    if dice.chance(0.5):
        columns.insert(1, (row.field.name, row.field.type))
        code = f"id, {row.own}"
    total = f"sum({row.own}) OVER (ORDER BY {row.own} DESC, id) / nullif(sum({row.own}) OVER (), 0)"
    does = dice.tell("queries_series.share", of=row.of, said=field_words(dice, row.field), alias=label(alias))
    does += tail(world, "queries_series.share_order", said=field_words(dice, row.field))
    body = f"SELECT {code}, round(100.0 * {total}, 1) AS {name(alias)} FROM {row.source} ORDER BY {row.own} DESC, id"
    return query("cumulated_share", row.f.takes, columns, does, body, "Q087", *row.f.tags)


def since_period(world: World) -> Draft | None:
    """Per month or year the change of a measure from the one before that has rows, in percent or as it is."""
    row, dice = rows_with(world, is_date, likely=0.4), world.dice
    if row is None:
        return None
    a, unit = measure(world, row.entity, "", row.f, row.rows), unit_of(world, row.own, in_year=False)
    if a is None:
        return None
    percent = dice.chance(0.65)
    alias = dice.pick(["growth_percent", "change_percent", "growth", "change"] if percent else ["change", "difference"])
    before = "lag(<v2>) OVER (ORDER BY <v1>)"
    code = f"round(100.0 * (<v2> - {before}) / nullif({before}, 0), 1)" if percent else f"<v2> - {before}"
    columns: Columns = [(unit.alias, unit.kind), (alias, OptionalType(DecimalType() if percent else a.kind))]
    order = in_order(world, unit)
    shape = "percent" if percent else "plain"
    does = dice.tell(f"queries_series.period.{shape}", words=a.words, unit=unit.word, day=field_words(dice, row.field))
    inner = f"SELECT {unit.code} AS <v1>, {a.code} AS <v2> FROM {row.source} GROUP BY {unit.code}"
    return query(
        "since_period",
        row.f.takes,
        columns,
        order.after(world, does),
        f"WITH <v0> AS ({inner}) SELECT <v1> AS {name(unit.alias)}, {code} AS {name(alias)} FROM <v0> "
        f"ORDER BY {name(unit.alias)}",
        "Q085",
        *row.f.tags,
    )


def state_on(world: World) -> Draft | None:
    """What held for each partner on a day: the latest row at or before it."""
    row, dice = rows_with(world, is_date, likely=0.2), world.dice
    state = (
        world.field(row.entity, is_enum, is_enum, is_number, is_str, but=(row.field, *row.f.fields)) if row else None
    )
    group = group_of(world, row.entity, partners=True) if row is not None else None
    if row is None or state is None or group is None:
        return None
    cutoff = Parameter(name=dice.pick(["cutoff", "as_of", "day", "on_day", "reference_day"]), type=DATE)
    moment = {"as_of": "as_of", "day": "day", "on_day": "day"}.get(cutoff.name, "named")
    given = dice.tell(f"queries_series.given.{moment}", day=label(cutoff.name))
    order = f"ORDER BY {row.own} DESC, id DESC"
    inner = f"SELECT {group.own}, {name(state.name)}, row_number() OVER (PARTITION BY {group.own} {order}) AS <v0>"
    until = where(*row.f.code, f"{row.own} <= :{name(cutoff.name)}").strip()
    source = row.source.split(" WHERE ")[0]
    phrases = {"of": row.of, "who": group.who, "said": field_words(dice, state), "day": field_words(dice, row.field)}
    does = dice.tell("queries_series.state", given=given, **phrases)
    does += tail(world, "queries_series.state_ties") + tail(world, "queries_series.by_who", who=group.who)
    return query(
        "state_on",
        (*row.f.takes, cutoff),
        [(group.column, group.kind), (state.name, state.type)],
        does,
        f"SELECT {group.own}, {name(state.name)} FROM ({inner} FROM {source} {until}) AS <v1> "
        f"WHERE <v0> = 1 ORDER BY {group.own}",
        "Q089",
        *row.f.tags,
    )


def next_of_same(world: World) -> Draft | None:
    """Each row with the day of the next row that shares something with it."""
    row, dice = rows_with(world, is_date, likely=0.25), world.dice
    group = group_of(world, row.entity, *row.f.fields) if row is not None else None
    if row is None or group is None:
        return None
    later = dice.chance(0.6)
    aliases = ["until", "next_day", "followed_on", "next_on"] if later else ["previous_day", "before_that", "last_on"]
    alias, call = dice.pick(aliases), "lead" if later else "lag"
    over = f"OVER (PARTITION BY {group.own} ORDER BY {row.own}, id)"
    shape = "queries_series.next" if later else "queries_series.previous"
    does = dice.tell(shape, of=row.of, who=group.who, day=field_words(dice, row.field), alias=label(alias))
    does += tail(world, "query_parts.order.id")
    return query(
        "next_of_same",
        row.f.takes,
        [("id", Scalar("int")), (group.column, group.kind), (alias, OptionalType(DATE))],
        does,
        f"SELECT id, {group.own}, {call}({row.own}) {over} AS {name(alias)} FROM {row.source} ORDER BY id",
        "Q090",
        *row.f.tags,
    )


PATTERNS = (
    (since_before, 1.5),
    (moving_average, 1),
    (cumulated_share, 1),
    (since_period, 1.5),
    (state_on, 1.2),
    (next_of_same, 1),
)
