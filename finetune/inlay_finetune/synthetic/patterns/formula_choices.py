"""Rules in which a kind, a condition or a band picks a formula, not a stated number: rates per unit, free or computed."""

from inlay.contract import DecimalType, EnumType, Field
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, value_words
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.parts import DECIMAL, ZERO, claim_of, decimal, done, partner, root_of, said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int, is_number

__all__ = ["PATTERNS"]


def _kind(world: World) -> tuple[Field, str, str] | None:
    """Draw an enum of the root or its reference: the field, its owner's code, and its words."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_enum), world.field(world.other, is_enum)
    if far is not None and who is not None and (own is None or dice.chance(0.4)):
        return far, who[0], f"the {field_words(dice, far)} of the {who[1]}"
    if own is None:
        return None
    of = dice.pick(["", f" of the {entity_word(dice, world.root)}"])
    return own, root_of(world)[0], f"the {field_words(dice, own)}{of}"


def _prices(dice: Dice, count: int) -> list[str]:
    """Draw prices of one unit, some below one."""
    if dice.chance(0.5):
        return [
            f"0.{number}" for number in dice.some(["05", "08", "10", "12", "15", "18", "20", "25", "40", "75"], count)
        ]
    whole = dice.some(range(2, 60), count)
    return [f"{number}.50" if dice.chance(0.3) else str(number) for number in whole]


def rate_by_enum(world: World) -> Draft | None:
    """Each value of an enum has its price per unit of a number, or its percentage of an amount."""
    dice, drawn = world.dice, _kind(world)
    count, money = world.field(world.root, is_number), world.field(world.root, is_decimal)
    if drawn is None or not isinstance(drawn[0].type, EnumType):
        return None
    kind, owner, said = drawn
    percent = dice.chance(0.45)
    base_field = money if percent else count
    if base_field is None or len(drawn[0].type.values) < 2:
        return None
    root, takes = root_of(world)
    values = dice.some(drawn[0].type.values, dice.between(1, min(3, len(drawn[0].type.values) - 1)))
    rates = (
        [str(number) for number in dice.some(range(2, 96), len(values) + 1)]
        if percent
        else _prices(dice, len(values) + 1)
    )
    base, a = f"{root}.{name(base_field.name)}", field_words(dice, base_field)

    def result(rate: str) -> str:
        return f"{base} * {constant(rate)} / 100" if percent else f"{base} * {decimal(rate)}"

    form = dice.tell(f"formula_choices.rate.{'points' if percent else 'item'}", value="{value}", n="{n}")
    items = [form.format(value=value_words(dice, value), n=rate) for value, rate in zip(values, rates, strict=False)]
    last, unit = result(rates[-1]), " percent" if percent else ""
    rest = dice.tell("formula_choices.rate.rest", n=f"{rates[-1]}{unit}")
    if dice.chance(0.25):
        last, rest = ZERO, dice.tell("formula_choices.rate.rest", n=dice.pick(["nothing", "zero"]))
    does = dice.tell(
        f"formula_choices.rate.{'percent' if percent else 'unit'}", a=a, kind=said, items=", ".join([*items, rest])
    )
    lines = [
        f'if {owner}.{name(kind.name)} == "{name(value)}":\n    return {result(rate)}'
        for value, rate in zip(values, rates, strict=False)
    ]
    return done("rated", takes, DECIMAL, does, "\n".join([*lines, f"return {last}"]), "R249", "R057")


def _formula(world: World, but: tuple[Field, ...]) -> tuple[str, str] | None:
    """Draw a formula over fields of the root: code and words."""
    dice, root = world.dice, root_of(world)[0]
    money = world.field(world.root, is_decimal, but=but)
    if money is None:
        return None
    base, a = f"{root}.{name(money.name)}", field_words(dice, money)
    count = world.field(world.root, is_int, is_decimal, but=(money, *but))
    percent, least = str(dice.between(2, 45)), str(dice.between(46, 99))
    shape = dice.pick(["product", "unit", "minimum", "maximum", "beyond", "plus", "percent_plus"])
    other = f"{root}.{name(count.name)}" if count is not None else ""
    b = field_words(dice, count) if count is not None else ""
    price, free = _prices(dice, 1)[0], str(dice.round_number(100, 900))
    words = {"a": a, "b": b, "p": percent, "k": least, "u": price, "free": free}
    code = {
        "product": f"{other} * {base}" if count is not None and not isinstance(count.type, DecimalType) else "",
        "unit": f"{base} * {decimal(price)}",
        "minimum": f"max({base} * {constant(percent)} / 100, {decimal(least)})",
        "maximum": f"min({base} * {constant(percent)} / 100, {decimal(least)})",
        "beyond": f"{decimal(least)} + max({base} - {decimal(free)}, {ZERO}) * {decimal(price)}",
        "plus": f"{decimal(least)} + {base} * {decimal(price)}",
        "percent_plus": f"{base} * {constant(percent)} / 100 + {decimal(least)}",
    }[shape]
    return (code, dice.tell(f"formula_choices.formula.{shape}", **words)) if code else None


def free_or_formula(world: World) -> Draft | None:
    """Nothing when a condition holds (or either of two), otherwise a formula; or the other way round."""
    dice, who = world.dice, partner(world)
    root, takes = root_of(world)
    condition = sample_condition(dice, world.root, negatives=dice.chance(0.4))
    if condition is None:
        return None
    test, claim = condition.python(root), claim_of(world, condition)
    formula = _formula(world, condition.fields)
    if formula is None:
        return None
    far = sample_condition(dice, world.other, negatives=False) if who and dice.chance(0.5) else None
    second = sample_condition(dice, world.root, but=condition.fields, negatives=False)
    if far is not None and who is not None and dice.chance(0.5):
        test, claim = far.python(who[0]), said_of(far, f"the {who[1]}")
    elif far is not None and who is not None and dice.chance(0.5):
        test, claim = f"{test} or {far.python(who[0])}", f"{claim} or {said_of(far, f'the {who[1]}')}"
    elif second is not None and dice.chance(0.4):
        joint = dice.pick(["or", "and"])
        one = entity_word(dice, world.root)
        test = f"{test} {joint} {second.python(root)}"
        claim = f"{claim} {joint} {second.predicate.format(s=f'the {one}')}"
    free = dice.chance(0.6)
    does = dice.tell(f"formula_choices.{'free' if free else 'only'}", claim=claim, x=formula[1])
    first, last = (ZERO, formula[0]) if free else (formula[0], ZERO)
    if dice.chance(0.12):
        words, wrap = rounded(dice)
        wrap = wrap.replace("({x})", "{x}") if formula[0].startswith(("max(", "min(")) else wrap
        does, last, first = does + words, *(each if each == ZERO else wrap.format(x=each) for each in (last, first))
    return done("charge", takes, DECIMAL, does, f"if {test}:\n    return {first}\nreturn {last}", "R043", "R244")


def by_enum_or_formula(world: World) -> Draft | None:
    """One value of an enum gives a stated amount, another the whole field, all others a percentage of it."""
    dice, drawn, money = world.dice, _kind(world), world.field(world.root, is_decimal)
    if drawn is None or money is None or not isinstance(drawn[0].type, EnumType) or len(drawn[0].type.values) < 3:
        return None
    root, takes = root_of(world)
    kind, owner, said = drawn
    base, a = f"{root}.{name(money.name)}", field_words(dice, money)
    flat, percent = str(dice.between(2, 45)), str(dice.between(46, 99))
    results = {
        "flat": decimal(flat),
        "whole": base,
        "percent": f"{base} * {constant(percent)} / 100",
        "none": ZERO,
    }
    shapes = dice.some(list(results), 3)
    values = dice.some(drawn[0].type.values, 2)
    words = {"a": a, "p": percent, "k": flat}
    shown = [dice.tell(f"formula_choices.result.{shape}", **words) for shape in shapes]
    if set(shapes) == {"flat", "whole", "none"} and dice.chance(0.7):
        return None
    form = dice.tell("formula_choices.kind", value="{value}", x="{x}")
    items = [form.format(value=value_words(dice, value), x=x) for value, x in zip(values, shown, strict=False)]
    rest = dice.tell("formula_choices.rate.rest", n=shown[-1])
    does = dice.tell("formula_choices.by_kind", kind=said, items=", ".join([*items, rest]))
    lines = [
        f'if {owner}.{name(kind.name)} == "{name(value)}":\n    return {results[shape]}'
        for value, shape in zip(values, shapes, strict=False)
    ]
    return done("to_pay", takes, DECIMAL, does, "\n".join([*lines, f"return {results[shapes[-1]]}"]), "R249", "R057")


def unit_price_bands(world: World) -> Draft | None:
    """The band of a number picks the price of one, which is charged for each; perhaps with a minimum."""
    dice, count = world.dice, world.field(world.root, is_int, is_decimal)
    if count is None:
        return None
    root, takes = root_of(world)
    base, a = f"{root}.{name(count.name)}", field_words(dice, count)
    is_exact = isinstance(count.type, DecimalType)
    bands = dice.pick([1, 2, 2, 3])
    limits = [str(number) for number in sorted(dice.some([10, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000], bands))]
    prices = sorted(_prices(dice, bands + 1), key=float, reverse=True)
    if set(prices) & set(limits):
        return None
    from_top = dice.chance(0.6)
    operator = dice.pick([">=", ">=", ">"] if from_top else ["<", "<", "<="])
    order = range(bands - 1, -1, -1) if from_top else range(bands)

    def limit(at: int) -> str:
        return decimal(limits[at]) if is_exact else constant(limits[at])

    def price(at: int) -> str:
        return decimal(prices[at + 1 if from_top else at])

    lines = [f"if {base} {operator} {limit(at)}:\n    return {base} * {price(at)}" for at in order]
    last = prices[0] if from_top else prices[-1]
    form = dice.tell("formula_choices.bands.item", how="{how}", u="{u}")
    items = [
        form.format(how=compare_words(dice, operator, limits[at]), u=prices[at + 1 if from_top else at]) for at in order
    ]
    rest = dice.tell("formula_choices.rate.rest", n=last)
    does = dice.tell("formula_choices.bands.head", a=a, items=", ".join([*items, rest]))
    body = "\n".join([*lines, f"return {base} * {decimal(last)}"])
    return done("price_by_number", takes, DECIMAL, does, body, "R034", "R244")


PATTERNS = (
    (rate_by_enum, 2.5),
    (free_or_formula, 3),
    (by_enum_or_formula, 1.5),
    (unit_price_bands, 2),
)
