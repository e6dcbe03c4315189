"""Amounts that a total or something optional decides: rates by total, by reference, deductibles, ratios, rows capped."""

from inlay.contract import DecimalType, Field, OptionalType, Parameter, Scalar, Type, without_optional
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import never_negative, sentence
from inlay_finetune.synthetic.patterns.parts import root_of, said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


ZERO = 'Decimal("0")'


def computed_decides(world: World) -> Draft | None:
    """C: the children's total decides over a rate, a fee or free delivery."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is None:
        return None
    root, takes = root_of(world)
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
    root, takes = root_of(world)
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
    root, takes = root_of(world)
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
    root, takes = root_of(world)
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
    root, takes = root_of(world)
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
    root, takes = root_of(world)
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
    (computed_decides, 3),
    (rate_from_reference, 2),
    (optional_default, 1.5),
    (ratio, 1.5),
    (deductible, 2),
    (per_row_capped, 1),
)
