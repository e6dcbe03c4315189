"""Queries that compute a column or give the different values of one."""

from inlay.contract import (
    DecimalType,
    OptionalType,
    Scalar,
    Type,
    without_optional,
)
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import query
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
    a = name(one.name)
    if two is not None and dice.chance(0.6):
        how_code = dice.pick(["*", "-", "+"] if is_decimal(two.type) else ["*"])
        alias = dice.pick(["value", "net", "result", "line_total", "difference", "worth"])
        said = {
            "*": f"{field_words(dice, two)} times {field_words(dice, one)}",
            "-": f"{field_words(dice, one)} minus {field_words(dice, two)}",
            "+": f"{field_words(dice, one)} plus {field_words(dice, two)}",
        }[how_code]
        expression = f"{name(two.name)} * {a}" if how_code == "*" else f"{a} {how_code} {name(two.name)}"
        does = dice.say(
            f"For each of the {f.noun(rows_words(world, entity))} the {label(alias)}, {said}",
            f"{label(alias)} of the {f.noun(rows_words(world, entity))} as {said}",
            f"The {f.noun(rows_words(world, entity))} with {said} as {label(alias)}",
        )
        kind: Type = DecimalType()
    else:
        limits = sorted(dice.some(range(5, 900), 2))
        labels = dice.pick((("small", "medium", "large"), ("low", "middle", "high"), ("cheap", "fair", "dear")))
        alias = dice.pick(["size", "band", "level", "class_name"])
        both = dice.chance(0.5)
        expression = (
            f"CASE WHEN {a} >= {constant(limits[1])} THEN '{constant(labels[2])}' "
            + (f"WHEN {a} >= {constant(limits[0])} THEN '{constant(labels[1])}' " if both else "")
            + f"ELSE '{constant(labels[0])}' END"
        )
        words = (
            f'"{labels[2]}" from {limits[1]}'
            + (f', "{labels[1]}" from {limits[0]}' if both else "")
            + f', otherwise "{labels[0]}"'
        )
        does = dice.say(
            f"The {label(alias)} of each of the {f.noun(rows_words(world, entity))} by {field_words(dice, one)}: {words}",
            f"For the {f.noun(rows_words(world, entity))} a {label(alias)} by {field_words(dice, one)}: {words}",
        )
        kind = Scalar("str")
    columns: list[tuple[str, Type]] = [("id", Scalar("int")), (alias, kind)]
    body = f"SELECT id, {expression} AS {name(alias)} FROM {table(entity)}{where(*f.code)} ORDER BY {order}"
    return query("computed", f.takes, columns, does + how, body, "Q002", *f.tags)


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
    from inlay.contract.naming import plural

    said = plural(field_words(dice, field))
    does = dice.say(
        f"The different {said} of the {f.noun(rows_words(world, entity))}",
        f"Which {said} occur among the {f.noun(rows_words(world, entity))}, each once",
        f"All distinct {said} of {f.noun(rows_words(world, entity))}",
        f"List every {field_words(dice, field)} of {f.noun(rows_words(world, entity))} once",
    )
    if missing:
        does += dice.say(", missing ones left out", ", without the unknown ones", ", leaving out missing ones")
    does += dice.say(", sorted", " in alphabetical order", ", A to Z", ", in order")
    body = f"SELECT DISTINCT {own} FROM {table(entity)}{where(*f.code, *missing)} ORDER BY {own}"
    return query("different", f.takes, [(field.name, without_optional(field.type))], does, body, "Q021", *f.tags)


PATTERNS = (
    (computed, 1.2),
    (distinct_values, 1),
)
