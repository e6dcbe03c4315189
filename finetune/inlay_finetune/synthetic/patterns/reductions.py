"""Reductions: amount before percent, added percentages, the better of two, per full hundred, free pieces, deposits."""

from inlay.contract import ListType, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.given import (
    AMOUNTS,
    COUNTS,
    Given,
    given,
    percents,
    worked_out,
)
from inlay_finetune.synthetic.patterns.likeness import done_alike
from inlay_finetune.synthetic.patterns.parts import CENTS, DECIMAL, INT, ZERO, brought_by, decimal, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.world import World, is_decimal

__all__ = ["PATTERNS"]

_OFF = "voucher discount rebate credit allowance reduction coupon_value".split()
_PERCENTS = "percent discount_percent rebate_percent percentage".split()
_LISTS = "rates discounts reductions percentages rebates".split()
_BULK = "bulk_price volume_price pack_price wholesale_price".split()
_BASES = "turnover yearly_turnover order_total goods_value basket_value undiscounted_total".split()
_PRICES = "price unit_price piece_price single_price".split()


def _stated_or_given(world: World, stated: str, words: list[str], *but: Given) -> Given | None:
    """An amount or percentage in figures, or one that comes as a parameter."""
    return Given(stated, "", ()) if world.dice.chance(0.55) else given(world, DECIMAL, words, own=0, but=but)


def amount_then_percent(world: World) -> Draft | None:
    """R059: a fixed reduction first, the percentage of what is left after it."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    fixed, percent = dice.money(80), str(dice.pick(percents(2, 60)))
    off = x and _stated_or_given(world, decimal(fixed), _OFF, x)
    rate = x and off and _stated_or_given(world, constant(percent), _PERCENTS, x, off)
    if x is None or off is None or rate is None:
        return None
    floor = dice.chance(0.55)
    phrases = {"x": x.said, "d": off.said or fixed, "p": rate.said or dice.tell("reductions.percent", n=percent)}
    does = dice.tell(f"reductions.amount_then_percent.{'floor' if floor else 'plain'}", **phrases)
    left = f"max({x.code} - {off.code}, {ZERO})" if floor else f"({x.code} - {off.code})"
    code = f"return {left} * (100 - {rate.code}) / 100"
    return done_alike("reduced_price", brought_by(x, off, rate), DECIMAL, does, code, "R059")


def added_percentages(world: World) -> Draft | None:
    """R061: percentages that add up, limited together."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    if x is None:
        return None
    cap = str(dice.pick(percents(15, 90)))
    if dice.chance(0.5) and (field := world.field(world.child, is_decimal)) is not None:
        r = rows(world, filters=0.3, but=(field,))
        total, said, takes = (
            f"sum((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), {ZERO})",
            f"the {field_words(dice, field)} of {all_of(r)}",
            (*x.takes, *r.takes),
        )
    else:
        values = Parameter(name=dice.pick(_LISTS), type=ListType(DECIMAL))
        total, said, takes = f"sum({name(values.name)}, {ZERO})", f"the {label(values.name)}", (*x.takes, values)
    capped = dice.chance(0.75)
    most = dice.tell("reductions.percent", n=cap)
    does = dice.tell(f"reductions.added.{'capped' if capped else 'plain'}", x=x.said, rates=said, cap=most)
    off = f"min({total}, {decimal(cap)})" if capped else total
    code = f"return {x.code} * (100 - {off}) / 100"
    return done_alike("reduced_price", together(takes), DECIMAL, does, code, "R061")


def better_of_two(world: World) -> Draft | None:
    """R062: a percentage or a fixed amount off, the larger or the smaller of them."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    fixed, percent = dice.money(80), str(dice.pick(percents(2, 60)))
    off = x and _stated_or_given(world, decimal(fixed), _OFF, x)
    rate = x and off and _stated_or_given(world, constant(percent), _PERCENTS, x, off)
    if x is None or off is None or rate is None:
        return None
    shape = dice.pick(("larger", "larger", "floor", "smaller"))
    phrases = {"x": x.said, "d": off.said or fixed, "p": rate.said or dice.tell("reductions.percent", n=percent)}
    does = dice.tell(f"reductions.better.{shape}", **phrases)
    both = f"({x.code} * {rate.code} / 100, {off.code})"
    code = {
        "larger": f"{x.code} - max{both}",
        "floor": f"{x.code} - min(max{both}, {x.code})",
        "smaller": f"{x.code} - min{both}",
    }[shape]
    return done_alike("best_price", brought_by(x, off, rate), DECIMAL, does, f"return {code}", "R062")


def per_full_step(world: World) -> Draft | None:
    """R085: so much off for every full step of the amount, without or with a limit."""
    dice, x = world.dice, worked_out(world)
    if x is None:
        return None
    step = dice.pick((50, 100, 100, 100, 200, 500, 1000))
    off, most = str(dice.between(2, step // 3)), str(dice.round_number(step, step * 4))
    capped = dice.chance(0.3)
    does = dice.tell(f"reductions.step.{'capped' if capped else 'plain'}", x=x.said, n=str(step), off=off, most=most)
    before, own = (f"<v0> = {x.code}\n", "<v0>") if " " in x.code else ("", x.code)
    code = f"{own} // {constant(step)} * {constant(off)}"
    code = f"min({code}, {decimal(most)})" if capped else code
    return done_alike("after_steps", x.takes, DECIMAL, does, f"{before}return {own} - {code}", "R085")


def once_from(world: World) -> Draft | None:
    """R086: so much off, once, from a threshold on that this or another amount reaches."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    if x is None:
        return None
    off, least = str(dice.between(2, 40)), str(dice.round_number(50, 1500))
    operator = dice.pick((">=", ">=", ">"))
    key = "from" if operator == ">=" else "over"
    other = given(world, DECIMAL, _BASES, but=(x,)) if dice.chance(0.25) else None
    looked = other or x
    does = dice.tell(f"reductions.once{'_by' if other else ''}.{key}", x=x.said, y=looked.said, n=least, off=off)
    code = f"return {x.code} - {decimal(off)} if {looked.code} {operator} {decimal(least)} else {x.code}"
    return done_alike("after_discount", brought_by(x, looked), DECIMAL, does, code, "R086")


def some_free(world: World) -> Draft | None:
    """R084: buy some, get more of them free, or every so-manieth free."""
    dice, count = world.dice, given(world, INT, COUNTS)
    price = count and given(world, DECIMAL, _PRICES, but=(count,))
    if count is None or price is None:
        return None
    shape = dice.weighted(("one", "two", "every"), (4, 1.5, 1.5))
    n = dice.between(4 if shape == "every" else 2, 12)
    m = dice.pick([number for number in range(2, max(n, 4)) if number != n])
    phrases = {"q": count.said, "x": price.said, "n": str(n), "m": str(m)}
    does = dice.tell(f"reductions.free.{shape}", **phrases)
    free = {
        "one": f"{count.code} // ({constant(n)} + 1)",
        "two": f"{count.code} // ({constant(n)} + {constant(m)}) * {constant(m)}",
        "every": f"{count.code} // {constant(n)}",
    }[shape]
    code = f"return ({count.code} - {free}) * {price.code}"
    return done_alike("to_pay", brought_by(count, price), DECIMAL, does, code, "R084")


def cheapest_free(world: World) -> Draft | None:
    """R087: what rows cost when the cheapest of them is free, one per so many or once."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    if field is None:
        return None
    r = rows(world, filters=0.25, but=(field,))
    n, f = str(dice.between(2, 6)), name(field.name)
    shape = dice.weighted(("per", "once", "half"), (3, 2, 1))
    does = dice.tell(f"reductions.cheapest.{shape}", f=field_words(dice, field), rows=all_of(r), n=n)
    start = f"<v1> = sorted(<v0>.{f} for <v0> in {r.code}{r.where})\n"
    if shape == "per":
        body = f"return sum(<v1>, {ZERO}) - sum(<v1>[: len(<v1>) // {constant(n)}], {ZERO})"
    else:
        gift = "<v1>[0]" if shape == "once" else "<v1>[0] / 2"
        body = f"<v2> = sum(<v1>, {ZERO})\nreturn <v2> - {gift} if len(<v1>) >= {constant(n)} else <v2>"
    return done_alike("with_gift", r.takes, DECIMAL, does, start + body, "R087", *r.tags)


def volume_price(world: World) -> Draft | None:
    """R088: all pieces at a lower price from a number of pieces on."""
    dice, count = world.dice, given(world, INT, COUNTS)
    price = count and given(world, DECIMAL, _PRICES, but=(count,))
    if count is None or price is None:
        return None
    low = dice.money(30)
    bulk = _stated_or_given(world, decimal(low), _BULK, count, price)
    if bulk is None:
        return None
    n, operator = str(dice.round_number(5, 200)), dice.pick((">=", ">=", ">"))
    key = "from" if operator == ">=" else "over"
    does = dice.tell(f"reductions.volume.{key}", q=count.said, x=price.said, b=bulk.said or low, n=n)
    code = f"return {count.code} * ({bulk.code} if {count.code} {operator} {constant(n)} else {price.code})"
    return done_alike("volume_total", brought_by(count, price, bulk), DECIMAL, does, code, "R088")


def deposit_rest(world: World) -> Draft | None:
    """R089: what is left to pay after a rounded part was paid as a deposit."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    if x is None:
        return None
    percent, least = str(dice.pick(percents(5, 60))), str(dice.round_number(10, 300))
    shape = dice.weighted(("rest", "least", "deposit"), (4, 1.5, 1))
    does = dice.tell(f"reductions.deposit.{shape}", x=x.said, n=percent, least=least)
    part = f"({x.code} * {constant(percent)} / 100){CENTS}"
    if shape == "deposit":
        return done_alike("deposit", x.takes, DECIMAL, does, f"return {part}", "R089")
    if shape == "least":
        part = f"min(max({part}, {decimal(least)}), {x.code})"
    return done_alike("rest_to_pay", x.takes, DECIMAL, does, f"<v0> = {part}\nreturn {x.code} - <v0>", "R089")


PATTERNS = (
    (amount_then_percent, 1.6),
    (added_percentages, 1.3),
    (better_of_two, 1.5),
    (per_full_step, 1.5),
    (once_from, 1.6),
    (some_free, 1.5),
    (cheapest_free, 1.2),
    (volume_price, 1.6),
    (deposit_rest, 1.5),
)
