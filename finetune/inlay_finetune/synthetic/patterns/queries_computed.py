"""Queries that compute a column or give the different values of one."""

from inlay.contract import (
    DecimalType,
    Field,
    OptionalType,
    Scalar,
    Type,
    without_optional,
)
from inlay.contract.naming import plural
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import apart, query, tail
from inlay_finetune.synthetic.patterns.query_parts import (
    filters,
    ordered,
    rows_words,
    table,
    where,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_str

__all__ = ["PATTERNS"]


def computed(world: World) -> Draft | None:
    """Q002, Q015, Q017: a computed column."""
    dice = world.dice
    entity = dice.pick([world.root, world.child])
    one = world.field(entity, is_decimal)
    two = world.field(entity, is_decimal, is_int, but=(one,)) if one else None
    if one is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.4)
    order, how = ordered(world, entity, "")
    noun = f.noun(rows_words(world, entity))
    sums = two is not None and dice.chance(0.6)
    made = _sum_of(world, one, two, noun) if sums and two is not None else _band(world, one, noun)
    expression, alias, kind, does = made
    columns: list[tuple[str, Type]] = [("id", Scalar("int")), (alias, kind)]
    body = f"SELECT id, {expression} AS {name(alias)} FROM {table(entity)}{where(*f.code)} ORDER BY {order}"
    return query("computed", f.takes, columns, does + how, body, "Q002" if sums else "Q017", *f.tags)


def _sum_of(world: World, one: Field, two: Field, noun: str) -> tuple[str, str, Type, str]:
    """Compute from two columns: code, result column, type, words."""
    dice, a, b = world.dice, field_words(world.dice, one), field_words(world.dice, two)
    how = dice.pick(["times", "minus", "plus"] if is_decimal(two.type) else ["times"])
    alias = dice.pick(["value", "net", "result", "line_total", "difference", "worth"])
    if how == "times":
        said, code = dice.tell("queries_computed.times", a=b, b=a), f"{name(two.name)} * {name(one.name)}"
    else:
        said = dice.tell(f"queries_computed.{how}", a=a, b=b)
        code = f"{name(one.name)} {'-' if how == 'minus' else '+'} {name(two.name)}"
    does = dice.tell("queries_computed.computed", noun=noun, alias=label(alias), said=said)
    return code, alias, DecimalType(), does


def _band(world: World, field: Field, noun: str) -> tuple[str, str, Type, str]:
    """Compute a word from where a number lies: code, result column, type, words."""
    dice, own = world.dice, name(field.name)
    limits = sorted(dice.some(range(5, 900), 2))
    labels = dice.pick((("small", "medium", "large"), ("low", "middle", "high"), ("cheap", "fair", "dear")))
    alias, both = dice.pick(["size", "band", "level", "class_name"]), dice.chance(0.5)
    code = (
        f"CASE WHEN {own} >= {constant(limits[1])} THEN '{constant(labels[2])}' "
        + (f"WHEN {own} >= {constant(limits[0])} THEN '{constant(labels[1])}' " if both else "")
        + f"ELSE '{constant(labels[0])}' END"
    )
    words = dice.tell(
        f"queries_computed.{'three' if both else 'two'}_bands",
        large=labels[2],
        middle=labels[1],
        small=labels[0],
        low=str(limits[0]),
        high=str(limits[1]),
    )
    said = field_words(dice, field)
    does = dice.tell("queries_computed.banded", noun=noun, alias=label(alias), said=said, words=words)
    return code, alias, Scalar("str"), does


def distinct_values(world: World) -> Draft | None:
    """Q021: the different values of a column."""
    dice = world.dice
    entity = dice.pick([world.root, world.other, world.child])
    field = world.field(entity, is_str, lambda kind: kind == OptionalType(Scalar("str")))
    if field is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.5, but=(field,))
    own, missing = (
        name(field.name),
        (f"{name(field.name)} IS NOT NULL",) if isinstance(field.type, OptionalType) else (),
    )
    said, rows = field_words(dice, field), rows_words(world, entity)
    bare, only = apart(world, f, rows)
    noun = bare.noun(rows)
    does = dice.tell("queries_computed.different", said=said, saids=plural(said), noun=noun)
    if missing:
        does += tail(world, "queries_computed.missing_out")
    does += tail(world, "queries_computed.in_order") + only
    body = f"SELECT DISTINCT {own} FROM {table(entity)}{where(*f.code, *missing)} ORDER BY {own}"
    return query("different", f.takes, [(field.name, without_optional(field.type))], does, body, "Q021", *f.tags)


PATTERNS = (
    (computed, 1.2),
    (distinct_values, 1),
)
