"""Arithmetic over fields and parameters: percentages, tax, caps, fees per unit, sums of fields, computed totals that decide."""

from inlay.contract import DecimalType, EntityType, Field, OptionalType, Parameter, Scalar, Type, without_optional
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, of_owner, rows_of
from inlay_finetune.synthetic.patterns.decisions import measure
from inlay_finetune.synthetic.patterns.finish import finish_decimal, never_negative, sentence
from inlay_finetune.synthetic.patterns.parts import said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]

ZERO = 'Decimal("0")'


def _root(world: World) -> tuple[str, tuple[Parameter, ...]]:
    variable = world.var(world.root)
    return name(variable), (Parameter(name=variable, type=EntityType(world.root.name)),)


def two_fields(world: World) -> Draft | None:
    """Product, sum or difference of two fields."""
    dice = world.dice
    one = world.field(world.root, is_decimal)
    if one is None:
        return None
    root, takes = _root(world)
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
    root, takes = _root(world)
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
    root, takes = _root(world)
    parameter = Parameter(
        name=dice.pick(["rate", "percent", "tax_rate", "commission_rate", "vat_rate", "share"]),
        type=dice.pick([DecimalType(), Scalar("int")]),
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


def computed_decides(world: World) -> Draft | None:
    """C: the children's total decides over a rate, a fee or free delivery."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is None:
        return None
    root, takes = _root(world)
    rows, one = rows_of(dice, world), entity_word(dice, world.root)
    if count is not None and dice.chance(0.55):
        inner, what = (
            f"<v0>.{name(count.name)} * <v0>.{name(money.name)}",
            f"{field_words(dice, count)} times {field_words(dice, money)}",
        )
    else:
        inner, what = f"<v0>.{name(money.name)}", field_words(dice, money)
    total = f"<v1> = sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})"
    subject = dice.say(
        f"the sum of {what} over the {rows}",
        f"the total {what} of the {rows}",
        f"the {one}'s total ({what} over the {rows})",
        f"{what} summed over the {rows}",
    )
    percent, other = (str(value) for value in dice.some(range(1, 60), 2))
    limit = dice.money(3000)
    operator = dice.pick([">=", ">", "<", "<="])
    how = compare_words(dice, operator, limit)
    if limit in (percent, other):
        return None
    test = f'if <v1> {operator} Decimal("{constant(limit)}"):'
    shape = dice.pick(["percent", "off", "fee", "two"])
    if shape == "percent":
        does = dice.say(
            f"{percent} percent of {subject} when that is {how}, otherwise nothing",
            f"A discount of {percent}% of {subject} if it is {how}, else zero",
        )
        body = f"{total}\n{test}\n    return <v1> * {constant(percent)} / 100\nreturn {ZERO}"
    elif shape == "off":
        does = dice.say(
            f"{subject}, less {percent} percent when it is {how}",
            f"{subject}; {percent}% off if that is {how}",
            f"{subject}, and {percent} percent discount when it is {how}",
        )
        body = f"{total}\n{test}\n    return <v1> * (100 - {constant(percent)}) / 100\nreturn <v1>"
    elif shape == "two":
        does = dice.say(
            f"{percent} percent of {subject} when that is {how}, otherwise {other} percent",
            f"Of {subject}, {percent}% if it is {how} and {other}% otherwise",
        )
        body = f"{total}\n{test}\n    return <v1> * {constant(percent)} / 100\nreturn <v1> * {constant(other)} / 100"
    else:
        does = dice.say(
            f"{percent} when {subject} is {how}, otherwise {other}",
            f"{percent} if {subject} is {how}, else {other}",
            f"A fee of {percent} if {subject} is {how}; {other} otherwise",
        )
        body = f'{total}\n{test}\n    return Decimal("{constant(percent)}")\nreturn Decimal("{constant(other)}")'
    return Draft(
        name="by_total",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=body,
        tags=("C001", "R002", "R034"),
    )


def rate_from_reference(world: World) -> Draft | None:
    """R246 with R249: the children's total less a percentage for some value of the reference."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    condition = sample_condition(dice, world.other, negatives=False)
    reference = world.root.field(world.reference)
    if money is None or condition is None or reference is None or isinstance(reference.type, OptionalType):
        return None
    root, takes = _root(world)
    rows, who = rows_of(dice, world), label(world.reference)
    if count is not None and dice.chance(0.6):
        inner, what = (
            f"<v0>.{name(count.name)} * <v0>.{name(money.name)}",
            f"{field_words(dice, count)} times {field_words(dice, money)}",
        )
    else:
        inner, what = f"<v0>.{name(money.name)}", field_words(dice, money)
    percent = str(dice.between(61, 95)) if dice.chance(0.1) else str(dice.between(2, 50))
    total = f"<v1> = sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})"
    when = said_of(condition, dice.pick([f"the {who}", f"its {who}"]))
    does = dice.say(
        f"Sum {what} over the {rows}, {percent} percent off when {when}",
        f"The total {what} of the {rows}; if {when}, {percent}% less",
        f"Sum of {what} over the {rows}, reduced by {percent} percent if {when}",
        f"Add up {what} over the {rows} and take {percent} percent off when {when}",
    )
    body = f"{total}\nif {condition.python(f'{root}.{name(world.reference)}')}:\n    return <v1> * (100 - {constant(percent)}) / 100\nreturn <v1>"
    return Draft(
        name="total_for", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("C002", "R246")
    )


def optional_default(world: World) -> Draft | None:
    """An optional field, or what stands in for it."""
    dice = world.dice
    field = world.field(
        world.root,
        lambda kind: isinstance(kind, OptionalType) and (is_number(kind.inner) or kind.inner == Scalar("str")),
    )
    if field is None:
        return None
    root, takes = _root(world)
    inner, said = without_optional(field.type), field_words(dice, field)
    access = f"{root}.{name(field.name)}"
    if inner == Scalar("str"):
        stand = dice.pick(["unknown", "none given", "n/a", "missing", "not known", "open"])
        shown, code = f'"{stand}"', f'"{constant(stand)}"'
    else:
        stand = dice.pick(["zero", str(dice.between(1, 99))])
        shown, code = (
            stand,
            (
                ("0" if is_int(inner) else ZERO)
                if stand == "zero"
                else (constant(stand) if is_int(inner) else f'Decimal("{constant(stand)}")')
            ),
        )
    does = dice.say(
        f"The {said}, or {shown} when it is missing",
        f"The {said}; {shown} if there is none",
        f"The {said} if known, otherwise {shown}",
        f"{shown} when the {said} is not set, else the {said}",
        f"The {said}, {shown} if it is empty",
    )
    returns: Type = DecimalType() if is_decimal(inner) else inner
    return Draft(
        name=f"known_{field.name}",
        takes=takes,
        returns=returns,
        does=sentence(does),
        body=f"return {code} if {access} is None else {access}",
        tags=("R120",),
    )


def ratio(world: World) -> Draft | None:
    """One number by another, guarded against zero."""
    dice = world.dice
    one = world.field(world.root, is_decimal)
    two = world.field(world.root, is_number, but=(one,)) if one else None
    if one is None or two is None:
        return None
    root, takes = _root(world)
    a, b = field_words(dice, one), field_words(dice, two)
    percent = dice.chance(0.35)
    if percent:
        does = dice.say(
            f"The {a} in percent of the {b}",
            f"What percentage of the {b} the {a} is",
            f"The {a} as a percentage of the {b}",
        )
        code = f"{root}.{name(one.name)} * 100 / {root}.{name(two.name)}"
    else:
        does = dice.say(
            f"The {a} per {b}", f"The {a} divided by the {b}", f"{a} divided by {b}", f"The ratio of {a} to {b}"
        )
        code = f"{root}.{name(one.name)} / {root}.{name(two.name)}"
    does += dice.say(
        f", zero when the {b} is zero",
        f"; 0 if the {b} is zero",
        f", zero if there is no {b}",
        "; zero when that cannot be divided",
    )
    body = f"if {root}.{name(two.name)} == 0:\n    return {ZERO}\nreturn {code}"
    return Draft(name="ratio", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R091",))


def deductible(world: World) -> Draft | None:
    """R052: loss less excess, a share of it, at most a maximum."""
    dice = world.dice
    fields = [field for field in world.root.fields if is_decimal(field.type)]
    if not fields:
        return None
    root, takes = _root(world)
    field: Field = dice.pick(fields)
    second = next((other for other in fields if other != field), None)
    if second is not None and dice.chance(0.5):
        less, less_words = f"{root}.{name(second.name)}", f"the {field_words(dice, second)}"
    else:
        parameter = Parameter(name=dice.pick(["deductible", "excess", "own_share", "allowance"]), type=DecimalType())
        takes, less, less_words = (*takes, parameter), name(parameter.name), f"the {label(parameter.name)}"
    said = field_words(dice, field)
    does = dice.say(
        f"The {said} less {less_words}",
        f"The {said} minus {less_words}",
        f"What the {said} is over {less_words}",
        f"Subtract {less_words} from the {said}",
    )
    code = f"{root}.{name(field.name)} - {less}"
    if dice.chance(0.5):
        does += never_negative(dice)
        code = f"max({code}, {ZERO})"
        if dice.chance(0.5):
            cap = dice.money(5000)
            does += dice.say(f", and at most {cap}", f" and never more than {cap}", f", capped at {cap}")
            code = f'min({code}, Decimal("{constant(cap)}"))'
    else:
        share = str(dice.between(5, 95))
        does += dice.say(
            f", and of that {share} percent", f"; {share}% of the result", f", of which {share} percent is paid"
        ) + never_negative(dice)
        code = f"max(({code}) * {constant(share)} / 100, {ZERO})"
    return Draft(
        name="payout", takes=takes, returns=DecimalType(), does=sentence(does), body=f"return {code}", tags=("R052",)
    )


def per_row_capped(world: World) -> Draft | None:
    """R024, R018: each row capped or rounded, then summed."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    if field is None:
        return None
    root, takes = _root(world)
    rows, one, said = rows_of(dice, world), each_child(dice, world), field_words(dice, field)
    if dice.chance(0.5):
        cap = dice.money(500)
        does = dice.say(
            f"Sum the {said} of the {rows}, each {one} counting at most {cap}",
            f"Add up the {said} of all {rows}, no more than {cap} per {one}",
            f"The total {said} of the {rows} with {cap} as the most for one {one}",
        )
        inner = f'min(<v0>.{name(field.name)}, Decimal("{constant(cap)}"))'
    else:
        does = dice.say(
            f"Round the {said} of each {one} to cents and add it up",
            f"Sum of the {said} of the {rows}, each rounded to 2 decimals first",
            f"The {said} of every {one} rounded to two decimals, then summed",
        )
        inner = f'<v0>.{name(field.name)}.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)'
    return Draft(
        name="row_total",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=f"return sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})",
        tags=("R024",),
    )


PATTERNS = (
    (two_fields, 2.5), (field_finish, 2.5), (parameters_only, 1.5), (percent_parameter, 2), (excess, 2), (started_units, 1), (clamp, 1.5),
    (computed_decides, 3), (rate_from_reference, 2), (optional_default, 1.5), (ratio, 1.5), (deductible, 2), (per_row_capped, 1),
)  # fmt: skip
