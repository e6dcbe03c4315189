"""Arithmetic over fields and parameters: percentages, tax, caps, fees per unit, sums of fields, computed totals that decide."""

from inlay.contract import DecimalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, of_owner
from inlay_finetune.synthetic.patterns.decisions import measure
from inlay_finetune.synthetic.patterns.finish import finish_decimal, never_negative, sentence
from inlay_finetune.synthetic.patterns.parts import root_of
from inlay_finetune.synthetic.world import World, is_decimal, is_number

__all__ = ["PATTERNS"]

ZERO = 'Decimal("0")'


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
    a, b = field_words(dice, one), field_words(dice, two)
    the = dice.pick(["the ", ""])
    owner = dice.pick(["", "", f" of the {entity_word(dice, world.root)}"])
    words = {
        "*": (
            f"{the}{a} times {the}{b}",
            f"{the}{a} multiplied by {the}{b}",
            f"{b} times {a}",
            f"the product of {a} and {b}",
        ),
        "-": (
            f"{the}{a} minus {the}{b}",
            f"{the}{a} less {the}{b}",
            f"subtract {the}{b} from {the}{a}",
            f"{the}{a} after taking off {the}{b}",
            f"the difference between {a} and {b}",
        ),
        "+": (
            f"{the}{a} plus {the}{b}",
            f"{the}{a} and {the}{b} together",
            f"add {the}{a} and {the}{b}",
            f"the sum of {a} and {b}",
        ),
    }[how]
    draft = Draft(
        name="computed",
        takes=takes,
        returns=DecimalType(),
        does=dice.say(*words) + owner,
        body=f"{root}.{name(one.name)} {how} {root}.{name(two.name)}",
        tags=("R244",),
    )
    return finish_decimal(world, draft, plain=how == "-")


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
        does=of_owner(dice, world.root, field),
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
        does=dice.pick([f"the {word}", word, f"the given {word}"]),
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
    said, rate = field_words(dice, field), label(parameter.name)
    amount, code = f"{root}.{name(field.name)}", name(parameter.name)
    shape = dice.pick(["of", "on", "off"])
    if shape == "of":
        does = dice.say(
            f"The {rate} in percent applied to the {said}",
            f"The {said} times the {rate} in percent",
            f"{rate} percent of the {said}",
            f"That many percent of the {said} as the {rate} says",
        )
        body = f"{amount} * {code} / 100"
    elif shape == "on":
        does = dice.say(
            f"The {said} plus {rate} percent",
            f"The {said} increased by the {rate} in percent",
            f"Add {rate} percent to the {said}",
            f"The {said} with {rate} percent on top",
        )
        body = f"{amount} * (100 + {code}) / 100"
    else:
        does = dice.say(
            f"The {said} less {rate} percent",
            f"The {said} reduced by the {rate} in percent",
            f"Take {rate} percent off the {said}",
        )
        body = f"{amount} * (100 - {code}) / 100"
    draft = Draft(
        name="with_rate", takes=(*takes, parameter), returns=DecimalType(), does=does, body=body, tags=("R060",)
    )
    return finish_decimal(world, draft, plain=True) if dice.chance(0.2) else _done(draft, dice.chance(0.35), world)


def _done(draft: Draft, cents: bool, world: World) -> Draft:
    from dataclasses import replace

    from inlay_finetune.synthetic.patterns.finish import rounded

    if not cents:
        return replace(draft, body=f"return {draft.body}", does=sentence(draft.does))
    words, code = rounded(world.dice)
    return replace(draft, body="return " + code.format(x=draft.body), does=sentence(draft.does + words))


def excess(world: World) -> Draft | None:
    """R038, R040, R050: what is beyond a limit, charged per unit or as it is."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    limit = dice.money(500) if isinstance(m.kind, DecimalType) else str(dice.round_number(2, 200))
    zero = ZERO if isinstance(m.kind, DecimalType) else "0"
    over = f"max({m.code} - {m.limit(limit)}, {zero})"
    if dice.chance(0.35):
        does = dice.say(
            f"How far {m.words} is over {limit}",
            f"The part of {m.words} beyond {limit}",
            f"What {m.words} exceeds {limit} by",
            f"{m.words} above {limit}",
        )
        does += dice.say(
            ", zero if it is not",
            "; 0 when it is not over",
            ", otherwise zero",
            ", never negative",
            never_negative(dice),
        )
        returns: Type = DecimalType() if isinstance(m.kind, DecimalType) else Scalar("int")
        return Draft(
            name="excess", takes=m.takes, returns=returns, does=sentence(does), body=f"return {over}", tags=("R050",)
        )
    price = dice.money(40)
    if price == limit:
        return None
    unit = m.words.split()[-1].rstrip("s") if dice.chance(0.3) else dice.pick(["unit", "one", "unit of it"])
    if dice.chance(0.5):
        does = dice.say(
            f"The first {limit} of {m.words} are free, each further {unit} costs {price}",
            f"{limit} of {m.words} are included; every {unit} beyond that costs {price}",
            f"{price} for every {unit} of {m.words} above {limit}, the first {limit} are free",
            f"Each {unit} of {m.words} over {limit} costs {price}, nothing below",
        )
        body = f'return {over} * Decimal("{constant(price)}")'
    else:
        base = str(dice.between(201, 400))
        does = dice.say(
            f"{base} plus {price} for every {unit} of {m.words} above {limit}",
            f"A base fee of {base}, and {price} per {unit} of {m.words} beyond {limit}",
            f"{base} up to {limit} of {m.words}, {price} more for each {unit} over that",
        )
        body = f'return Decimal("{constant(base)}") + {over} * Decimal("{constant(price)}")'
    return Draft(name="usage_fee", takes=m.takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R040",))


def started_units(world: World) -> Draft | None:
    """R039: a price for each started or full block."""
    dice, m = world.dice, measure(world)
    if m is None or isinstance(m.kind, DecimalType):
        return None
    block, price = str(dice.between(2, 60)), dice.money(40)
    if block == price:
        return None
    thing = m.words.removeprefix("the ").removeprefix("a ").removeprefix("an ")
    if dice.chance(0.6):
        does = dice.say(
            f"{price} for every started {block} {thing}",
            f"{price} per started block of {block} {thing}",
            f"{price} for each {block} {thing} or part thereof",
            f"Charge {price} for every {block} {thing} begun",
        )
        body = f'return math.ceil({m.code} / {constant(block)}) * Decimal("{constant(price)}")'
    else:
        does = dice.say(
            f"{price} for every full {block} {thing}",
            f"{price} per completed {block} {thing}",
            f"{price} for each whole {block} {thing}",
        )
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
    if shape == "both":
        does = dice.say(
            f"{m.words}, but at least {low} and at most {high}",
            f"{m.words} held between {low} and {high}",
            f"{m.words}, no less than {low} and no more than {high}",
            f"{m.words} with a minimum of {low} and a maximum of {high}",
        )
        body = f"return min(max({m.code}, {m.limit(low)}), {m.limit(high)})"
    elif shape == "cap":
        does = dice.say(
            f"{m.words}, at most {high}",
            f"{m.words} capped at {high}",
            f"{m.words} but never more than {high}",
            f"{m.words}, limited to {high}",
        )
        body = f"return min({m.code}, {m.limit(high)})"
    else:
        does = dice.say(
            f"{m.words}, at least {low}",
            f"{m.words} but no less than {low}",
            f"{m.words}, with {low} as the minimum",
            f"{m.words}, never below {low}",
        )
        body = f"return max({m.code}, {m.limit(low)})"
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
