"""Rates, fees and shares on what children add up to."""

from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.parts import (
    CENTS,
    DECIMAL,
    INT,
    ZERO,
    added,
    amount,
    decimal,
    done,
    kids,
    partner,
    root_of,
    rows_where,
)  # fmt: skip
from inlay_finetune.synthetic.world import World, is_decimal, is_number

__all__ = ["PATTERNS"]


def share_of_amount(world: World) -> Draft | None:
    """What share of the total falls on rows that meet a condition."""
    dice, money = world.dice, world.field(world.child, is_decimal)
    condition = sample_condition(dice, world.child, but=(money,), negatives=dice.chance(0.3)) if money else None
    if money is None or condition is None:
        return None
    _, takes = root_of(world)
    said, over = field_words(dice, money), kids(world)
    rows = rows_of(dice, world)
    part, where = rows_where(world, condition, rows)
    does = dice.say(
        f"What percentage of the total {said} falls on {part}",
        f"The {said} of {part} as a percentage of the {said} of all {rows}",
        f"Share of {part} in the total {said}, in percent",
        f"The {said} of {part} in percent of the total {said}",
    )
    code, words = f"{added(f'<v0>.{name(money.name)}', over, where)} * 100 / <v1>", ""
    if dice.chance(0.4):
        words, wrap = rounded(dice)
        code = wrap.format(x=code)
    does += words + dice.say(
        "; zero when the total is zero", f", 0 if the total {said} is zero", ", zero if nothing adds up"
    )
    body = f"<v1> = {added(f'<v0>.{name(money.name)}', over)}\nif <v1> == 0:\n    return {ZERO}\nreturn {code}"
    return done("share", (*takes, *condition.takes), DECIMAL, does, body, "R016")


def weighted_average(world: World) -> Draft | None:
    """An average in which each row weighs by another field."""
    dice, value = world.dice, world.field(world.child, is_decimal)
    weight = world.field(world.child, is_number, but=(value,)) if value else None
    if value is None or weight is None:
        return None
    _, takes = root_of(world)
    a, b, rows, over = field_words(dice, value), field_words(dice, weight), rows_of(dice, world), kids(world)
    inner = f"<v0>.{name(weight.name)} for <v0> in {over}"
    total = added(f"<v0>.{name(weight.name)}", over) if is_decimal(weight.type) else f"sum({inner})"
    does = dice.say(
        f"The average {a} of the {rows} weighted by {b}",
        f"Weighted average of the {a} over the {rows}, the {b} being the weight",
        f"Sum of {a} times {b} over the {rows} divided by the sum of {b}",
        f"Average {a} where each counts by its {b}",
    )
    does += dice.say(f"; zero when the total {b} is zero", f", 0 if the {b} add up to zero", f", zero without any {b}")
    product = added(f"<v0>.{name(value.name)} * <v0>.{name(weight.name)}", over)
    return done(
        "weighted_average",
        takes,
        DECIMAL,
        does,
        f"<v1> = {total}\nif <v1> == 0:\n    return {ZERO}\nreturn {product} / <v1>",
        "R009",
    )


def percent_of_sum(world: World) -> Draft | None:
    """A percent field of the root or its reference, or a stated one, of or off the children's sum."""
    dice, value, who = world.dice, amount(world, world.child), partner(world)
    if value is None:
        return None
    root, takes = root_of(world)
    own, far = world.field(world.root, is_number), world.field(world.other, is_number)
    if far is not None and who is not None and dice.chance(0.5):
        rate, words = (
            f"{who[0]}.{name(far.name)}",
            dice.say(
                f"the {who[1]}'s {field_words(dice, far)}",
                f"the {field_words(dice, far)} of the {who[1]}",
                f"its {who[1]}'s {field_words(dice, far)}",
            ),
        )
    elif own is not None:
        rate, words = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        return None
    rows, bare = rows_of(dice, world), words.removeprefix("the ")
    total = f"the sum of {value[1]} over the {rows}"
    shape, code = dice.pick(["of", "off", "on"]), added(value[0], kids(world))
    if shape == "of":
        does, code = (
            dice.say(
                f"{words} in percent of {total}",
                f"{words} percent of {total}",
                f"{total} times {words} divided by 100",
                f"Of {total} as many percent as {words} says",
            ),
            f"{code} * {rate} / 100",
        )
    elif shape == "off":
        does, code = (
            dice.say(
                f"{total}, less {words} percent",
                f"{total}, reduced by {words} in percent",
                f"{total} with a discount of {bare} percent",
                f"{total} minus as many percent as {words}",
            ),
            f"{code} * (100 - {rate}) / 100",
        )
    else:
        does, code = (
            dice.say(
                f"{total}, plus {words} percent",
                f"{total}, increased by {words} in percent",
                f"{total} with {bare} percent on top",
                f"Add {words} percent to {total}",
            ),
            f"{code} * (100 + {rate}) / 100",
        )
    if dice.chance(0.45):
        tail, wrap = rounded(dice)
        does, code = does + tail, wrap.format(x=code)
    return done("with_percent", takes, DECIMAL, does, f"return {code}", "R057", "R246")


def fee_below(world: World) -> Draft | None:
    """The children's sum plus a stated fee when it does not reach a limit, or at least a minimum when there is anything."""
    dice, value = world.dice, amount(world, world.child)
    if value is None:
        return None
    _, takes = root_of(world)
    rows, fee, limit = rows_of(dice, world), str(dice.between(2, 30)), str(dice.round_number(31, 900))
    total = f"<v1> = {added(value[0], kids(world))}"
    if dice.chance(0.5):
        operator = dice.pick(["<", "<", "<="])
        how = compare_words(dice, operator, limit)
        does = dice.say(
            f"The sum of {value[1]} over the {rows}, plus {fee} when it is {how}",
            f"{value[1]} over the {rows}; if that is {how}, {fee} is added",
            f"Total {value[1]} of the {rows} with a surcharge of {fee} if it is {how}",
            f"Add up {value[1]} of the {rows} and, when the sum is {how}, add {fee}",
        )
        return done(
            "with_fee",
            takes,
            DECIMAL,
            does,
            f"{total}\nif <v1> {operator} {decimal(limit)}:\n    return <v1> + {decimal(fee)}\nreturn <v1>",
            "R034",
            "R002",
        )
    does = dice.say(
        f"The sum of {value[1]} over the {rows}, but at least {limit}; nothing when there are no {rows}",
        f"{value[1]} over the {rows} with a minimum charge of {limit}, zero without {rows}",
        f"Zero if there are no {rows}, otherwise the total {value[1]}, no less than {limit}",
        f"No {rows}, no charge. Otherwise {value[1]} added up, at least {limit}",
    )
    over = kids(world)
    return done(
        "minimum_charge",
        takes,
        DECIMAL,
        does,
        f"if not {over}:\n    return {ZERO}\nreturn max({added(value[0], over)}, {decimal(limit)})",
        "R047",
        "R002",
    )


def tiers_on_sum(world: World) -> Draft | None:
    """Two limits on the children's sum pick the percentage off, or the shipping."""
    dice, value = world.dice, amount(world, world.child)
    if value is None:
        return None
    _, takes = root_of(world)
    low, high = (str(number) for number in sorted(dice.some(range(100, 6000, 50), 2)))
    small, big = (str(number) for number in sorted(dice.some(range(2, 45), 2)))
    rows, operator = rows_of(dice, world), dice.pick([">=", ">=", ">"])
    up, down = compare_words(dice, operator, high), compare_words(dice, operator, low)
    total = f"<v1> = {added(value[0], kids(world))}"
    if dice.chance(0.5):
        does = dice.say(
            f"The total {value[1]} of the {rows}, less {big} percent when it is {up} and less {small} percent when it is {down}",
            f"Sum {value[1]} over the {rows}; {big}% off if {up}, {small}% off if {down}",
            f"{value[1]} over the {rows} with a discount of {small} percent if that is {down}, and of {big} percent if it is {up}; only the higher one applies",
        )
        bodies = (f"<v1> * (100 - {constant(big)}) / 100", f"<v1> * (100 - {constant(small)}) / 100", "<v1>")
    else:
        does = dice.say(
            f"{big} percent when the total {value[1]} of the {rows} is {up}, {small} percent when it is {down}, otherwise none; gives the percentage",
            f"The discount percentage by the sum of {value[1]} over the {rows}: {up} {big}, {down} {small}, else zero",
            f"By total {value[1]} of the {rows}: {small} if {down}, {big} if {up}, zero below that",
        )
        bodies = (decimal(big), decimal(small), ZERO)
    body = f"{total}\nif <v1> {operator} {decimal(high)}:\n    return {bodies[0]}\nif <v1> {operator} {decimal(low)}:\n    return {bodies[1]}\nreturn {bodies[2]}"
    return done("tiered", takes, DECIMAL, does, body, "R034", "C001")


def row_rebate(world: World) -> Draft | None:
    """Each row is quantity times price less its own percent; rounded per row or not."""
    dice, money = world.dice, world.field(world.child, is_decimal)
    rate = world.field(world.child, is_number, but=(money,)) if money else None
    count = world.field(world.child, lambda kind: kind == INT, but=(rate,)) if rate else None
    if money is None or rate is None:
        return None
    _, takes = root_of(world)
    a, r, rows, it = field_words(dice, money), field_words(dice, rate), rows_of(dice, world), each_child(dice, world)
    base, words = f"<v0>.{name(money.name)}", a
    if count is not None and dice.chance(0.7):
        base, words = f"<v0>.{name(count.name)} * {base}", f"{field_words(dice, count)} times {a}"
    does = dice.say(
        f"{words} less the {r} in percent, summed over the {rows}",
        f"For each {it} {words} reduced by its {r} percent, added up",
        f"Sum over the {rows} of {words}, each less {r} percent",
        f"Add up {words} of the {rows}, every {it} with its {r} as a percentage off",
    )
    code = f"{base} * (100 - <v0>.{name(rate.name)}) / 100"
    if dice.chance(0.3):
        does, code = (
            does
            + dice.say(
                f", each {it} rounded to cents",
                ", rounded half up to 2 decimals per row",
                f", every {it} rounded to two decimals first",
            ),
            f"({code}){CENTS}",
        )
    return done("net_total", takes, DECIMAL, does, f"return {added(code, kids(world))}", "R002", "R057", "R018")


PATTERNS = (
    (share_of_amount, 1.5),
    (weighted_average, 1),
    (percent_of_sum, 2.5),
    (fee_below, 2),
    (tiers_on_sum, 2),
    (row_rebate, 1.5),
)
