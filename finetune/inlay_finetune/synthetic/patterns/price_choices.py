"""Prices that an enum or a flag decides on, shares and points."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, value_words
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    CENTS,
    DECIMAL,
    INT,
    ZERO,
    claim_of,
    decimal,
    done,
    root_of,
    taken,
)
from inlay_finetune.synthetic.world import World, is_bool, is_decimal, is_enum

__all__ = ["PATTERNS"]


def enum_decides(world: World) -> Draft | None:
    """A condition picks one of two fields."""
    dice, one = world.dice, world.field(world.root, is_decimal)
    two = world.field(world.root, is_decimal, but=(one,)) if one else None
    if one is None or two is None:
        return None
    condition = sample_condition(dice, world.root, but=(one, two), negatives=dice.chance(0.3))
    if condition is None:
        return None
    root, takes = root_of(world)
    a, b = field_words(dice, one), field_words(dice, two)
    does = dice.tell("price_choices.decides", claim=claim_of(world, condition), a=a, b=b)
    code = f"{root}.{name(one.name)} if {condition.python(root)} else {root}.{name(two.name)}"
    return done("applies", (*takes, *condition.takes), DECIMAL, does, f"return {code}", "R250")


def flag_surcharge(world: World) -> Draft | None:
    """An amount with an extra for one or two conditions."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    one = sample_condition(dice, world.root, but=(money,), negatives=False) if money else None
    if money is None or one is None:
        return None
    root, takes = root_of(world)
    base, test = f"{root}.{name(money.name)}", one.python(root)
    first, second = (str(number) for number in dice.some(range(2, 90), 2))
    words = {"a": field_words(dice, money), "claim": claim_of(world, one), "first": first}
    two = sample_condition(dice, world.root, but=(money, *one.fields), negatives=False)
    if two is not None and dice.chance(0.6):
        b = two.predicate.format(s="it")
        does = dice.tell("price_choices.extra.two", b=b, second=second, **words)
        body = f"<v0> = {base}\nif {test}:\n    <v0> += {decimal(first)}\nif {two.python(root)}:\n    <v0> += {decimal(second)}\nreturn <v0>"
        return done("with_extras", (*takes, *taken(one, two)), DECIMAL, does, body, "R044")
    if dice.chance(0.35):
        does = dice.tell("price_choices.extra.less", **words)
        code = f"max({base} - {decimal(first)}, {ZERO})"
    else:
        does, code = dice.tell("price_choices.extra.plus", **words), f"{base} + {decimal(first)}"
    body = f"if {test}:\n    return {code}\nreturn {base}"
    return done("with_extra", (*takes, *taken(one)), DECIMAL, does, body, "R043")


def enum_with_flag(world: World) -> Draft | None:
    """Two enum values and a flag pick one of three or four stated values."""
    dice, field = world.dice, world.field(world.root, is_enum)
    flag = world.field(world.root, is_bool)
    if field is None or flag is None or not isinstance(field.type, EnumType):
        return None
    root, takes = root_of(world)
    value = dice.pick(field.type.values)
    high, low, rest = (str(number) for number in dice.some(range(2, 99), 3))
    test, flagged = f'{root}.{name(field.name)} == "{name(value)}"', f"{root}.{name(flag.name)}"
    does = dice.tell(
        "price_choices.table",
        one=entity_word(dice, world.root),
        word=value_words(dice, value),
        mark=label(flag.name).removeprefix("is "),
        high=high,
        low=low,
        rest=rest,
    )
    body = f"if {test}:\n    return {decimal(high)} if {flagged} else {decimal(low)}\nreturn {decimal(rest)}"
    return done("rate", takes, DECIMAL, does, body, "R249")


def equal_shares(world: World) -> Draft | None:
    """An amount split into equal parts, each rounded."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    if money is None:
        return None
    root, takes = root_of(world)
    parts = Parameter(name=dice.pick(["persons", "parts", "instalments", "months", "people", "shares"]), type=INT)
    a, p, access = field_words(dice, money), name(parts.name), f"{root}.{name(money.name)}"
    if dice.chance(0.4):
        count = str(dice.pick([2, 3, 4, 5, 6, 10, 12, 24]))
        does = dice.tell("price_choices.shares.stated", a=a, count=number_said(dice, count))
        return done("instalment", takes, DECIMAL, does, f"return ({access} / {constant(count)}){CENTS}", "R096")
    does = dice.tell("price_choices.shares.given", a=a, parts=label(parts.name))
    body = f"if {p} == 0:\n    return {ZERO}\nreturn ({access} / {p}){CENTS}"
    return done("share", (*takes, parts), DECIMAL, does, body, "R096")


def points(world: World) -> Draft | None:
    """Points per full amount with a factor by enum, or a bonus from a limit."""
    dice, money, field = world.dice, world.field(world.root, is_decimal), world.field(world.root, is_enum)
    if money is None:
        return None
    root, takes = root_of(world)
    a, access = field_words(dice, money), f"{root}.{name(money.name)}"
    each, many = str(dice.pick([2, 5, 10, 20, 50])), str(dice.pick([3, 4, 6, 7, 8]))
    full = f"int({access} // {constant(each)})"
    if field is not None and isinstance(field.type, EnumType) and dice.chance(0.5):
        value, said = dice.pick(field.type.values), field_words(dice, field)
        word = value_words(dice, value)
        does = dice.tell(
            "price_choices.points.enum", many=number_said(dice, many), each=each, a=a, word=word, said=said
        )
        factor = f'({constant(many)} if {root}.{name(field.name)} == "{name(value)}" else {constant(1)})'
        return done("points", takes, INT, does, f"return {full} * {factor}", "R039", "R249")
    limit, operator = str(dice.round_number(100, 2000)), dice.pick([">=", ">"])
    how, bonus = compare_words(dice, operator, limit), str(dice.between(51, 99))
    does = dice.tell("price_choices.points.bonus", each=each, a=a, bonus=bonus, how=how)
    body = f"<v0> = {full}\nreturn <v0> + {constant(bonus)} if {access} {operator} {decimal(limit)} else <v0>"
    return done("points", takes, INT, does, body, "R039")


PATTERNS = (
    (enum_decides, 2),
    (flag_surcharge, 2),
    (enum_with_flag, 1.2),
    (equal_shares, 1),
    (points, 1.5),
)
