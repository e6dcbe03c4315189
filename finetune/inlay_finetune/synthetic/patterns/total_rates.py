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
    said, over, rows = field_words(dice, money), kids(world), rows_of(dice, world)
    part, where = rows_where(world, condition, rows)
    does = dice.tell("total_rates.share.text", part=part, rows=rows, said=said)
    code = f"{added(f'<v0>.{name(money.name)}', over, where)} * 100 / <v1>"
    if dice.chance(0.4):
        words, wrap = rounded(dice)
        does, code = does + words, wrap.format(x=code)
    does += dice.tell("total_rates.share.zero", said=said)
    body = f"<v1> = {added(f'<v0>.{name(money.name)}', over)}\nif <v1> == 0:\n    return {ZERO}\nreturn {code}"
    return done("share", (*takes, *condition.takes), DECIMAL, does, body, "R016")


def weighted_average(world: World) -> Draft | None:
    """An average in which each row weighs by another field."""
    dice, value = world.dice, world.field(world.child, is_decimal)
    weight = world.field(world.child, is_number, but=(value,)) if value else None
    if value is None or weight is None:
        return None
    _, takes = root_of(world)
    words = {"a": field_words(dice, value), "b": field_words(dice, weight), "rows": rows_of(dice, world)}
    over = kids(world)
    inner = f"<v0>.{name(weight.name)} for <v0> in {over}"
    total = added(f"<v0>.{name(weight.name)}", over) if is_decimal(weight.type) else f"sum({inner})"
    does = dice.tell("total_rates.weighted.text", **words) + dice.tell("total_rates.weighted.zero", **words)
    product = added(f"<v0>.{name(value.name)} * <v0>.{name(weight.name)}", over)
    body = f"<v1> = {total}\nif <v1> == 0:\n    return {ZERO}\nreturn {product} / <v1>"
    return done("weighted_average", takes, DECIMAL, does, body, "R009")


def percent_of_sum(world: World) -> Draft | None:
    """A percent field of the root or its reference, or a stated one, of or off the children's sum."""
    dice, value, who = world.dice, amount(world, world.child), partner(world)
    if value is None:
        return None
    root, takes = root_of(world)
    own, far = world.field(world.root, is_number), world.field(world.other, is_number)
    if far is not None and who is not None and dice.chance(0.5):
        rate = f"{who[0]}.{name(far.name)}"
        words = dice.tell("total_rates.percent.partner", who=who[1], far=field_words(dice, far))
    elif own is not None:
        rate, words = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        return None
    total = dice.tell("total_rates.percent.total", value=value[1], rows=rows_of(dice, world))
    shape, code = dice.pick(["of", "reduced", "increased"]), added(value[0], kids(world))
    does = dice.tell(f"total_rates.percent.{shape}", words=words, bare=words.removeprefix("the "), total=total)
    factor = {"of": rate, "reduced": f"(100 - {rate})", "increased": f"(100 + {rate})"}[shape]
    code = f"{code} * {factor} / 100"
    if dice.chance(0.45):
        tail, wrap = rounded(dice)
        does, code = does.rstrip("?") + tail, wrap.format(x=code)
    return done("with_percent", takes, DECIMAL, does, f"return {code}", "R057", "R246")


def fee_below(world: World) -> Draft | None:
    """The children's sum plus a stated fee when it does not reach a limit, or at least a minimum when there is anything."""
    dice, value = world.dice, amount(world, world.child)
    if value is None:
        return None
    _, takes = root_of(world)
    rows, fee, limit = rows_of(dice, world), str(dice.between(2, 30)), str(dice.round_number(31, 900))
    over, total = kids(world), added(value[0], kids(world))
    if dice.chance(0.5):
        operator = dice.pick(["<", "<", "<="])
        how = compare_words(dice, operator, limit)
        does = dice.tell("total_rates.fee.small", value=value[1], rows=rows, fee=fee, how=how)
        body = f"<v1> = {total}\nif <v1> {operator} {decimal(limit)}:\n    return <v1> + {decimal(fee)}\nreturn <v1>"
        return done("with_fee", takes, DECIMAL, does, body, "R034", "R002")
    does = dice.tell("total_rates.fee.minimum", value=value[1], rows=rows, limit=limit)
    body = f"if not {over}:\n    return {ZERO}\nreturn max({total}, {decimal(limit)})"
    return done("minimum_charge", takes, DECIMAL, does, body, "R047", "R002")


def tiers_on_sum(world: World) -> Draft | None:
    """Two limits on the children's sum pick the percentage off, or the shipping."""
    dice, value = world.dice, amount(world, world.child)
    if value is None:
        return None
    _, takes = root_of(world)
    low, high = (str(number) for number in sorted(dice.some(range(100, 6000, 50), 2)))
    small, big = (str(number) for number in sorted(dice.some(range(2, 45), 2)))
    operator = dice.pick([">=", ">=", ">"])
    shape = dice.pick(["reduced", "rate"])
    if shape == "reduced":
        results = (f"<v1> * (100 - {constant(big)}) / 100", f"<v1> * (100 - {constant(small)}) / 100", "<v1>")
    else:
        results = (decimal(big), decimal(small), ZERO)
    does = dice.tell(
        f"total_rates.tiers.{shape}",
        value=value[1],
        rows=rows_of(dice, world),
        up=compare_words(dice, operator, high),
        down=compare_words(dice, operator, low),
        big=big,
        small=small,
    )
    total = f"<v1> = {added(value[0], kids(world))}"
    body = f"{total}\nif <v1> {operator} {decimal(high)}:\n    return {results[0]}\nif <v1> {operator} {decimal(low)}:\n    return {results[1]}\nreturn {results[2]}"
    return done("tiered", takes, DECIMAL, does, body, "R034", "C001")


def row_rebate(world: World) -> Draft | None:
    """Each row is quantity times price less its own percent; rounded per row or not."""
    dice, money = world.dice, world.field(world.child, is_decimal)
    rate = world.field(world.child, is_number, but=(money,)) if money else None
    count = world.field(world.child, lambda kind: kind == INT, but=(rate,)) if rate else None
    if money is None or rate is None:
        return None
    _, takes = root_of(world)
    base, words, it = f"<v0>.{name(money.name)}", field_words(dice, money), each_child(dice, world)
    if count is not None and dice.chance(0.7):
        base, words = f"<v0>.{name(count.name)} * {base}", f"{field_words(dice, count)} times {words}"
    does = dice.tell(
        "total_rates.rebate.text", words=words, r=field_words(dice, rate), rows=rows_of(dice, world), it=it
    )
    code = f"{base} * (100 - <v0>.{name(rate.name)}) / 100"
    if dice.chance(0.3):
        does, code = does + dice.tell("total_rates.rebate.rounded", it=it), f"({code}){CENTS}"
    return done("net_total", takes, DECIMAL, does, f"return {added(code, kids(world))}", "R002", "R057", "R018")


PATTERNS = (
    (share_of_amount, 1.5),
    (weighted_average, 1),
    (percent_of_sum, 2.5),
    (fee_below, 2),
    (tiers_on_sum, 2),
    (row_rebate, 1.5),
)
