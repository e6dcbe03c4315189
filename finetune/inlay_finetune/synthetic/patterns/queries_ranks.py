"""Queries that rank and sort into bands: bands, flags, running sums, the first of each, averages."""

from inlay.contract import DecimalType, Entity, OptionalType, Parameter, Scalar
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import Columns, grouped, query
from inlay_finetune.synthetic.patterns.query_measures import count_alias
from inlay_finetune.synthetic.patterns.query_parts import column, filters, glued, rows_words, table, where
from inlay_finetune.synthetic.patterns.query_tables import any_entity, by_value, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_number, is_str

__all__ = ["PATTERNS"]


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_ranks.{key}", **phrases))


def bands(world: World) -> Draft | None:
    """How many rows lie in each of two or three bands of a value."""
    dice, entity = world.dice, any_entity(world)
    field = world.field(entity, is_decimal, is_number)
    if field is None:
        return None
    limits = sorted(dice.some(range(5, 600), 2))
    labels = dice.pick(
        (
            ("small", "medium", "large"),
            ("low", "middle", "high"),
            ("cheap", "fair", "dear"),
            ("light", "normal", "heavy"),
            ("minor", "usual", "major"),
        )
    )
    f, said, own, three = (
        filters(world, entity, "", most=1, likely=0.3, but=(field,)),
        field_words(dice, field),
        name(field.name),
        dice.chance(0.6),
    )
    alias, count, of = (
        dice.pick(["size", "band", "level", "bracket", "range_name"]),
        count_alias(world, entity, f),
        f.noun(rows_said(world, entity)),
    )
    case = (
        f"CASE WHEN {own} >= {constant(limits[1])} THEN '{constant(labels[2])}' "
        + (f"WHEN {own} >= {constant(limits[0])} THEN '{constant(labels[1])}' " if three else "")
        + f"ELSE '{constant(labels[0])}' END"
    )
    words = dice.tell("queries_ranks.band_high", label=labels[2], limit=str(limits[1]))
    if three:
        words += _tell(world, "band_middle", label=labels[1], limit=str(limits[0]))
    words += _tell(world, "band_low", label=labels[0])
    whole = dice.tell("queries_ranks.bands", of=of, name=label(alias), said=said, bands=words)
    does = by_value(world, name(alias), label(alias)).after(world, whole)
    return query(
        "bands",
        f.takes,
        [(alias, Scalar("str")), (count, Scalar("int"))],
        does,
        f"SELECT {case} AS {name(alias)}, count(*) AS {name(count)} FROM {table(entity)}{where(*f.code)} GROUP BY {case} ORDER BY {name(alias)}",
        "Q043",
        *f.tags,
    )


def yes_or_no(world: World) -> Draft | None:
    """Each row with 1 or 0: a column set, a condition met, or any child there."""
    dice = world.dice
    alias = dice.pick(["flag", "yes", "has_any", "done", "matches", "active_now", "marked"])
    columns: Columns = [("id", Scalar("int")), (alias, Scalar("int"))]
    if dice.chance(0.5):
        condition = sample_condition(dice, world.root, negatives=False)
        if condition is None or condition.takes:
            return None
        test, said, entity = condition.sql(""), condition.predicate.format(s="it"), world.root
    else:
        entity, rows = world.root, rows_words(world, world.child)
        f = filters(world, world.child, f"{table(world.child)}.", most=1, likely=0.4)
        if f.takes:
            return None
        inner = " AND ".join([f"{table(world.child)}.{column(world.root.name)} = {table(world.root)}.id", *f.code])
        test, said = (
            f"EXISTS (SELECT 1 FROM {table(world.child)} WHERE {inner})",
            dice.tell("queries_ranks.any_child", rows=f.noun(rows)),
        )
    who = label(entity.name)
    does = dice.tell("queries_ranks.flag", who=who, claim=said, many=many(dice, entity), name=label(alias)) + glued(
        dice.tell("query_parts.order.id")
    )
    return query(
        "yes_or_no",
        (),
        columns,
        does,
        f"SELECT id, CASE WHEN {test} THEN 1 ELSE 0 END AS {name(alias)} FROM {table(entity)} ORDER BY id",
        "Q018",
    )


def running(world: World) -> Draft | None:
    """Rows with the sum so far in the order of a day, or with their rank by a value."""
    dice, entity = world.dice, dice_entity(world)
    amount, day = world.field(entity, is_decimal), world.field(entity, is_date)
    if amount is None:
        return None
    own, said, rows = name(amount.name), field_words(dice, amount), rows_said(world, entity)
    if day is not None and dice.chance(0.55):
        alias, when = dice.pick(["running", "so_far", "running_total", "balance", "cumulated"]), name(day.name)
        does = dice.tell("queries_ranks.running", rows=rows, said=said, day=field_words(dice, day))
        does += _tell(world, "running_ties")
        return query(
            "running",
            (),
            [("id", Scalar("int")), (day.name, day.type), (alias, DecimalType())],
            does,
            f"SELECT id, {when}, sum({own}) OVER (ORDER BY {when}, id) AS {name(alias)} FROM {table(entity)} ORDER BY {when}, id",
            "Q083",
        )
    alias = dice.pick(["place", "rank_no", "position_no", "standing"])
    does = dice.tell("queries_ranks.ranked", rows=rows, said=said) + _tell(world, "ranked_order")
    return query(
        "ranked",
        (),
        [("id", Scalar("int")), (amount.name, amount.type), (alias, Scalar("int"))],
        does,
        f"SELECT id, {own}, rank() OVER (ORDER BY {own} DESC) AS {name(alias)} FROM {table(entity)} ORDER BY {name(alias)}, id",
        "Q076",
    )


def dice_entity(world: World) -> Entity:
    """Draw the root or the child."""
    return world.dice.pick([world.root, world.root, world.child])


def top_of_each(world: World) -> Draft | None:
    """The first n rows of each partner or value, by a day or an amount, with row numbers."""
    dice, entity = world.dice, dice_entity(world)
    value = world.field(entity, is_decimal, is_date)
    key = world.reference if entity == world.root else world.root.name
    reference = entity.field(key)
    if value is None or (reference is not None and isinstance(reference.type, OptionalType)):
        return None
    f = filters(world, entity, "", most=1, likely=0.35, but=(value,))
    own, by, said, who = column(key), name(value.name), field_words(dice, value), label(key)
    dated = is_date(value.type)
    single = dice.chance(0.5)
    takes: tuple[Parameter, ...] = ()
    n = Parameter(name=dice.pick(["n", "count", "top"]), type=Scalar("int"))
    of = f.noun(rows_said(world, entity))
    top = dice.pick(["latest", "newest", "most recent"]) if dated else dice.pick(["highest", "largest"])
    few = dice.tell(f"queries_ranks.few.{'n' if n.name == 'n' else 'given'}")
    test, takes = ("place = 1", ()) if single else (f"place <= :{name(n.name)}", (n,))
    shape = "top_one" if single else "top_some"
    does = dice.tell(f"queries_ranks.{shape}", top=top, of=of, said=said, who=who, few=few)
    does += _tell(world, f"{shape}_ties") + _tell(world, "top_order", who=who)
    order = f"{own}, {by} DESC, id DESC" if not single else own
    if not single:
        does += _tell(world, "top_within", top=top)
    inner = f"SELECT {own}, id, {by}, row_number() OVER (PARTITION BY {own} ORDER BY {by} DESC, id DESC) AS place FROM {table(entity)}{where(*f.code)}"
    columns: Columns = [(foreign_key(key), Scalar("int")), ("id", Scalar("int")), (value.name, value.type)]
    return query(
        "top_of_each",
        (*f.takes, *takes),
        columns,
        does,
        f"SELECT {own}, id, {by} FROM ({inner}) AS numbered WHERE {test} ORDER BY {order}",
        "Q072",
        *f.tags,
    )


def group_average(world: World) -> Draft | None:
    """The average per value or partner of a column that may be missing; missing ones do not count."""
    dice, entity = world.dice, any_entity(world)
    gaps = [field for field in entity.fields if str(field.type).startswith(("decimal", "int"))]
    key = world.field(entity, is_enum, is_str)
    if not gaps or key is None:
        return None
    field, places = dice.pick(gaps), dice.pick(["2", "2", "1"])
    f, said, own = (
        filters(world, entity, "", most=1, likely=0.4, but=(field, key)),
        field_words(dice, field),
        name(field.name),
    )
    missing = isinstance(field.type, OptionalType)
    test = (f"{own} IS NOT NULL",) if missing and dice.chance(0.5) else ()
    of, alias = (
        f.noun(rows_said(world, entity)),
        dice.pick(["average", "mean", f"average_{field.name}", f"avg_{field.name}"]),
    )
    digits = dice.tell(f"queries_ranks.digits.{'two' if places == '2' else 'one'}")
    words = dice.tell("queries_ranks.average", said=said, of=of, digits=digits)
    tail = ""
    if test or (missing and dice.chance(0.75)):
        tail = _tell(world, "average_known" if test else "average_skips", of=of, said=said)
    kind = OptionalType(DecimalType()) if missing and not test else DecimalType()
    shown = field_words(dice, key)
    order = by_value(world, name(key.name), shown)
    return query(
        "group_average",
        f.takes,
        [(key.name, key.type), (alias, kind)],
        order.after(world, grouped(world, words, shown) + tail),
        f"SELECT {name(key.name)}, round(avg({own}), {places}) AS {name(alias)} FROM {table(entity)}{where(*f.code, *test)} GROUP BY {name(key.name)} ORDER BY {order.code}",
        "Q030",
        *f.tags,
    )


PATTERNS = (
    (bands, 0.8),
    (yes_or_no, 0.8),
    (running, 0.8),
    (top_of_each, 1),
    (group_average, 1.5),
)
