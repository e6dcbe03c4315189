"""Prices that an enum or a flag decides on, shares and points."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, value_words
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
    claim, a, b = claim_of(world, condition), field_words(dice, one), field_words(dice, two)
    does = dice.say(
        f"The {a} if {claim}, otherwise the {b}",
        f"If {claim} the {a} applies, else the {b}",
        f"The {b}, but the {a} when {claim}",
        f"The {b} unless {claim}, in which case the {a}",
        f"When {claim}, take the {a}. In all other cases take the {b}",
        f"Which price counts: the {a} if {claim} and the {b} if not",
    )
    return done(
        "applies",
        (*takes, *condition.takes),
        DECIMAL,
        does,
        f"return {root}.{name(one.name)} if {condition.python(root)} else {root}.{name(two.name)}",
        "R250",
    )


def flag_surcharge(world: World) -> Draft | None:
    """An amount with an extra for one or two conditions."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    one = sample_condition(dice, world.root, but=(money,), negatives=False) if money else None
    if money is None or one is None:
        return None
    root, takes = root_of(world)
    a, base, claim = field_words(dice, money), f"{root}.{name(money.name)}", claim_of(world, one)
    first, second = (str(number) for number in dice.some(range(2, 90), 2))
    two = sample_condition(dice, world.root, but=(money, *one.fields), negatives=False)
    if two is not None and dice.chance(0.6):
        b = two.predicate.format(s="it")
        does = dice.say(
            f"The {a}, plus {first} if {claim}, plus {second} if {b}",
            f"Start with the {a}; add {first} when {claim} and {second} when {b}",
            f"{a}; {first} more if {claim}, and {second} more if {b}; both may apply",
            f"The {a} with a surcharge of {first} if {claim} and another of {second} if {b}",
        )
        body = f"<v0> = {base}\nif {one.python(root)}:\n    <v0> += {decimal(first)}\nif {two.python(root)}:\n    <v0> += {decimal(second)}\nreturn <v0>"
        return done("with_extras", (*takes, *taken(one, two)), DECIMAL, does, body, "R044")
    off = dice.chance(0.35)
    if off:
        does, code = (
            dice.say(
                f"The {a}, {first} less if {claim}, but never below zero",
                f"If {claim}, the {a} minus {first} (at least zero), else the {a}",
                f"{a}; {first} off when {claim}, not below zero",
            ),
            f"max({base} - {decimal(first)}, {ZERO})",
        )
    else:
        does, code = (
            dice.say(
                f"The {a} plus {first} if {claim}",
                f"The {a}; {first} on top when {claim}",
                f"If {claim}, add {first} to the {a}; otherwise just the {a}",
                f"{a}, with an extra charge of {first} if {claim}",
            ),
            f"{base} + {decimal(first)}",
        )
    return done(
        "with_extra",
        (*takes, *taken(one)),
        DECIMAL,
        does,
        f"if {one.python(root)}:\n    return {code}\nreturn {base}",
        "R043",
    )


def enum_with_flag(world: World) -> Draft | None:
    """Two enum values and a flag pick one of three or four stated values."""
    dice, field = world.dice, world.field(world.root, is_enum)
    flag = world.field(world.root, is_bool)
    if field is None or flag is None or not isinstance(field.type, EnumType):
        return None
    root, takes = root_of(world)
    value = dice.pick(field.type.values)
    word, mark, one = value_words(dice, value), label(flag.name).removeprefix("is "), entity_word(dice, world.root)
    high, low, rest = (str(number) for number in dice.some(range(2, 99), 3))
    test, flagged = f'{root}.{name(field.name)} == "{name(value)}"', f"{root}.{name(flag.name)}"
    does = dice.say(
        f"{high} if the {one} is {word} and {mark}, {low} if it is {word} but not {mark}, otherwise {rest}",
        f"For {word}: {high} when {mark}, {low} when not. Everything else {rest}",
        f"{rest}, except for {word}: then {high} if {mark} and {low} if not {mark}",
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
    a, p = field_words(dice, money), name(parts.name)
    count = str(dice.pick([2, 3, 4, 6, 12, 24]))
    if dice.chance(0.4):
        does = dice.say(
            f"The {a} in {count} equal parts, each rounded to cents",
            f"One of {count} equal instalments of the {a}, rounded half up to cents",
            f"The {a} divided by {count}, rounded half up to two decimals",
        )
        return done(
            "instalment", takes, DECIMAL, does, f"return ({root}.{name(money.name)} / {constant(count)}){CENTS}", "R096"
        )
    does = dice.say(
        f"The {a} divided equally among the {label(parts.name)}, rounded to cents; zero if there are none",
        f"Each one's part of the {a} for that many {label(parts.name)}, rounded half up to cents, zero without {label(parts.name)}",
        f"The {a} per head: divided by the {label(parts.name)} and rounded to two decimals; zero if that is zero",
    )
    return done(
        "share",
        (*takes, parts),
        DECIMAL,
        does,
        f"if {p} == 0:\n    return {ZERO}\nreturn ({root}.{name(money.name)} / {p}){CENTS}",
        "R096",
    )


def points(world: World) -> Draft | None:
    """Points per full amount with a factor by enum, or a bonus from a limit."""
    dice, money, field = world.dice, world.field(world.root, is_decimal), world.field(world.root, is_enum)
    if money is None:
        return None
    root, takes = root_of(world)
    a, access = field_words(dice, money), f"{root}.{name(money.name)}"
    each, many, limit = (
        str(dice.pick([1, 2, 5, 10, 20, 50])),
        str(dice.pick([3, 4, 6, 7, 8])),
        str(dice.round_number(100, 2000)),
    )
    if field is not None and isinstance(field.type, EnumType) and dice.chance(0.5):
        value = dice.pick(field.type.values)
        does = dice.say(
            f"{many} points for each full {each} of the {a} if {value_words(dice, value)}, otherwise one point",
            f"One point per full {each} of the {a}; {many} per full {each} for {value_words(dice, value)}",
            f"Points for every full {each} of the {a}: {many} when the {field_words(dice, field)} is {value_words(dice, value)}, else one",
        )
        if each == "1":
            return None
        return done(
            "points",
            takes,
            INT,
            does,
            f'return int({access} // {constant(each)}) * ({constant(many)} if {root}.{name(field.name)} == "{name(value)}" else {constant(1)})',
            "R039",
            "R249",
        )
    operator = dice.pick([">=", ">"])
    how, bonus = compare_words(dice, operator, limit), str(dice.between(51, 99))
    does = dice.say(
        f"One point for each full {each} of the {a}, and {bonus} extra if the {a} is {how}",
        f"A point per full {each} of the {a}; {bonus} more when the {a} is {how}",
    )
    return done(
        "points",
        takes,
        INT,
        does,
        f"<v0> = int({access} // {constant(each)})\nreturn <v0> + {constant(bonus)} if {access} {operator} {decimal(limit)} else <v0>",
        "R039",
    )


PATTERNS = (
    (enum_decides, 2),
    (flag_surcharge, 2),
    (enum_with_flag, 1.2),
    (equal_shares, 1),
    (points, 1.5),
)
