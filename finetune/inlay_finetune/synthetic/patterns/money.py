"""Arithmetic over fields and parameters: percentages, tax, caps, fees per unit, sums of fields, computed totals that decide."""

from dataclasses import replace

from inlay.contract import DecimalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, of_owner
from inlay_finetune.synthetic.patterns.decisions import measure
from inlay_finetune.synthetic.patterns.finish import finish_decimal, never_negative, rounded, sentence
from inlay_finetune.synthetic.patterns.parts import ZERO, root_of
from inlay_finetune.synthetic.world import World, is_decimal, is_number

__all__ = ["PATTERNS"]


def two_fields(world: World) -> Draft | None:
    """Product, sum or difference of two fields."""
    dice = world.dice
    one = world.field(world.root, is_decimal)
    if one is None:
        return None
    root, takes = root_of(world)
    how = dice.pick(["*", "-", "+"])
    two = world.field(world.root, is_number if how == "*" else is_decimal, but=(one,))
    if two is None:
        return None
    said = dice.pick(["", "", f" of the {entity_word(dice, world.root)}"])
    phrases = {"a": field_words(dice, one), "b": field_words(dice, two), "e": entity_word(dice, world.root)}
    key = {"*": "times", "-": "minus", "+": "plus"}[how]
    draft = Draft(
        name="computed",
        takes=takes,
        returns=DecimalType(),
        does=dice.tell(f"money.{key}.noun", own=said, **phrases),
        body=f"{root}.{name(one.name)} {how} {root}.{name(two.name)}",
        tags=("R244",),
    )
    return finish_decimal(
        world, draft, plain=how == "-", alone=_sometimes(world, f"money.{key}.alone", own=said, **phrases)
    )


def _sometimes(world: World, key: str, **phrases: str) -> str:
    """Say a whole sentence, or nothing so that the phrase stands."""
    return world.dice.tell(key, **phrases) if world.dice.chance(0.6) else ""


def field_finish(world: World) -> Draft | None:
    """A field with percent, cap, reduction."""
    dice, field = world.dice, world.field(world.root, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    draft = Draft(
        name=f"final_{field.name}",
        takes=takes,
        returns=DecimalType(),
        does=dice.tell(
            "money.field",
            x=of_owner(dice, world.root, field),
            a=field_words(dice, field),
            e=entity_word(dice, world.root),
        ),
        body=f"{root}.{name(field.name)}",
        tags=("R057",),
    )
    finished = finish_decimal(world, draft)
    return finished if finished.body != f"return {root}.{name(field.name)}" else None


def parameters_only(world: World) -> Draft | None:
    """The same on plain parameters."""
    dice = world.dice
    word = dice.pick(["amount", "price", "total", "net", "base", "value", "sum", "premium", "salary", "fee"])
    takes = (Parameter(name=word, type=DecimalType()),)
    draft = Draft(
        name=f"final_{word}",
        takes=takes,
        returns=DecimalType(),
        does=dice.tell("money.parameter", a=word),
        body=name(word),
        tags=("R057",),
    )
    finished = finish_decimal(world, draft)
    return finished if finished.body != f"return {name(word)}" else None


def percent_parameter(world: World) -> Draft | None:
    """R060, R064: tax or commission with the rate in a field or parameter."""
    dice, field = world.dice, world.field(world.root, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    parameter = Parameter(
        name=dice.pick(["rate", "percent", "tax_rate", "commission_rate", "vat_rate", "share"]),
        type=DecimalType() if dice.chance(0.5) else Scalar("int"),
    )
    rate = label(parameter.name)
    given = [f"{rate} percent", f"the {rate} percent", f"the given {rate} percent"]
    points = dice.pick(["the given percent", "that percent"] if rate == "percent" else given)
    amount, code = f"{root}.{name(field.name)}", name(parameter.name)
    shape = dice.pick(["of", "on", "off"])
    body = {
        "of": f"{amount} * {code} / 100",
        "on": f"{amount} * (100 + {code}) / 100",
        "off": f"{amount} * (100 - {code}) / 100",
    }[shape]
    phrases = {"a": field_words(dice, field), "rate": rate, "points": points}
    draft = Draft(
        name="with_rate",
        takes=(*takes, parameter),
        returns=DecimalType(),
        does=dice.tell(f"money.rate.{shape}.noun", **phrases),
        body=body,
        tags=("R060",),
    )
    if dice.chance(0.2):
        return finish_decimal(world, draft, plain=True)
    if dice.chance(0.65):
        alone = _sometimes(world, f"money.rate.{shape}.alone", **phrases) or draft.does
        return replace(draft, body=f"return {body}", does=sentence(alone))
    words, wrap = rounded(dice)
    return replace(draft, body="return " + wrap.format(x=body), does=sentence(draft.does + words))


def excess(world: World) -> Draft | None:
    """R038, R040, R050: what is beyond a limit, charged per unit or as it is."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    limit = dice.money(500) if isinstance(m.kind, DecimalType) else str(dice.round_number(2, 200))
    zero = ZERO if isinstance(m.kind, DecimalType) else "0"
    over = f"max({m.code} - {m.limit(limit)}, {zero})"
    if dice.chance(0.35):
        does = dice.tell("money.excess.amount", x=m.words, limit=limit, zero=_not_over(world))
        returns: Type = DecimalType() if isinstance(m.kind, DecimalType) else Scalar("int")
        return Draft(
            name="excess", takes=m.takes, returns=returns, does=sentence(does), body=f"return {over}", tags=("R050",)
        )
    price = dice.money(40)
    if price == limit:
        return None
    unit = dice.pick(["unit", "one", "unit of it"])
    if dice.chance(0.5):
        does = dice.tell("money.excess.fee", x=m.words, limit=limit, unit=unit, price=price)
        body = f'return {over} * Decimal("{constant(price)}")'
    else:
        base = str(dice.between(201, 400))
        does = dice.tell("money.excess.base", x=m.words, limit=limit, unit=unit, price=price, base=base)
        body = f'return Decimal("{constant(base)}") + {over} * Decimal("{constant(price)}")'
    return Draft(name="usage_fee", takes=m.takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R040",))


def _not_over(world: World) -> str:
    """Say that what is not over a limit gives zero."""
    dice = world.dice
    return never_negative(dice) if dice.chance(0.2) else dice.tell("money.excess.zero")


def started_units(world: World) -> Draft | None:
    """R039: a price for each started or full block."""
    dice, m = world.dice, measure(world)
    if m is None or isinstance(m.kind, DecimalType):
        return None
    block, price = str(dice.between(2, 60)), dice.money(40)
    if block == price:
        return None
    if dice.chance(0.6):
        does = dice.tell("money.blocks.started", x=m.words, block=block, price=price)
        body = f'return math.ceil({m.code} / {constant(block)}) * Decimal("{constant(price)}")'
    else:
        does = dice.tell("money.blocks.full", x=m.words, block=block, price=price)
        body = f'return {m.code} // {constant(block)} * Decimal("{constant(price)}")'
    return Draft(name="block_fee", takes=m.takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R039",))


def clamp(world: World) -> Draft | None:
    """R046, R047, R048: a number held between limits."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    top = 3000 if isinstance(m.kind, DecimalType) else 150
    low, high = (str(value) for value in sorted(dice.some(range(2, top), 2)))
    returns: Type = DecimalType() if isinstance(m.kind, DecimalType) else Scalar("int")
    shape = dice.pick(["both", "cap", "floor"])
    does = dice.tell(f"money.clamp.{shape}", x=m.words, low=low, high=high)
    body = {
        "both": f"return min(max({m.code}, {m.limit(low)}), {m.limit(high)})",
        "cap": f"return min({m.code}, {m.limit(high)})",
        "floor": f"return max({m.code}, {m.limit(low)})",
    }[shape]
    return Draft(name="bounded", takes=m.takes, returns=returns, does=sentence(does), body=body, tags=("R048",))


PATTERNS = (
    (two_fields, 2.5),
    (field_finish, 2.5),
    (parameters_only, 1.5),
    (percent_parameter, 2),
    (excess, 2),
    (started_units, 1),
    (clamp, 1.5),
)
