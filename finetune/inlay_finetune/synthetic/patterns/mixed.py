"""Rules that mix: steps by count, fees by enum and amount, owned totals with rebates, conditions joined by or, lists still empty."""

from inlay.contract import (
    DecimalType,
    OptionalType,
    Parameter,
    Scalar,
)
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.finish import never_negative, rounded, sentence
from inlay_finetune.synthetic.patterns.nested import _amount
from inlay_finetune.synthetic.patterns.parts import root_of, said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["PATTERNS"]


ZERO = 'Decimal("0")'


def refill(world: World) -> Draft | None:
    """R054 and kin: what to order up to a target, in packs; nothing above a level."""
    dice = world.dice
    level = world.field(world.root, is_int)
    if level is None:
        return None
    root, takes = root_of(world)
    on_hand = Parameter(name=dice.pick(["on_hand", "stock", "available", "in_store", "present"]), type=Scalar("int"))
    have, said, access = name(on_hand.name), field_words(dice, level), f"{root}.{name(level.name)}"
    target = world.field(world.root, is_int, but=(level,))
    if dice.chance(0.4):
        words, goal = f"twice the {said}", f"2 * {access}"
    elif target is not None:
        words, goal = f"the {field_words(dice, target)}", f"{root}.{name(target.name)}"
    else:
        words, goal = f"the {said}", access
    operator = dice.pick([">", ">="])
    how = compare_words(dice, operator, f"the {said}")
    does = dice.say(
        f"If the {label(on_hand.name)} is {how}, nothing. Otherwise the difference to {words}",
        f"Zero when the {label(on_hand.name)} is {how}, else {words} minus the {label(on_hand.name)}",
        f"Nothing if the {label(on_hand.name)} is {how}; otherwise fill up to {words}",
    )
    body = f"if {have} {operator} {access}:\n    return 0\nreturn {goal} - {have}"
    return Draft(
        name="to_order", takes=(*takes, on_hand), returns=Scalar("int"), does=sentence(does), body=body, tags=("R054",)
    )


def packs(world: World) -> Draft | None:
    """R039: how many packs hold a number of pieces; points per full amount."""
    dice = world.dice
    size = world.field(world.root, is_int)
    root, takes = root_of(world)
    if size is not None and dice.chance(0.5):
        pieces = Parameter(name=dice.pick(["pieces", "quantity", "count", "needed", "persons"]), type=Scalar("int"))
        said, per = label(pieces.name), field_words(dice, size)
        code = f"{name(pieces.name)} / {root}.{name(size.name)}"
        if dice.chance(0.6):
            does = dice.say(
                f"How many packs the {said} need with {per} in each; a started one counts as a whole",
                f"The {said} divided by the {per}, rounded up",
                f"Number of units of {per} that hold the {said}, a begun one counts fully",
            )
            code = f"math.ceil({code})"
        else:
            does = dice.say(
                f"How many full units of {per} the {said} make",
                f"The {said} divided by the {per}, rounded down",
                f"How many times the {per} fits fully into the {said}",
            )
            code = code.replace(" / ", " // ")
        return Draft(
            name="packs",
            takes=(*takes, pieces),
            returns=Scalar("int"),
            does=sentence(does),
            body=f"return {code}",
            tags=("R054",),
        )
    amount = Parameter(name=dice.pick(["total", "amount", "spent", "price"]), type=DecimalType())
    stated = str(dice.round_number(5, 200))
    points = f"int({name(amount.name)} // {constant(stated)})"
    condition = sample_condition(dice, world.root, negatives=False)
    if condition is not None and dice.chance(0.5):
        claim = condition.predicate.format(s=f"the {entity_word(dice, world.root)}")
        does = dice.say(
            f"One point for every full {stated} of the {amount.name}; twice as many if {claim}",
            f"A point per full {stated} of the {amount.name}, doubled when {claim}",
            f"For each full {stated} of the {amount.name} 1 point, and double that if {claim}",
        )
        body = f"<v0> = {points}\nreturn <v0> * 2 if {condition.python(root)} else <v0>"
        return Draft(
            name="points",
            takes=(*takes, amount),
            returns=Scalar("int"),
            does=sentence(does),
            body=body,
            tags=("R039", "R043"),
        )
    does = dice.say(
        f"One point for every full {stated} of the {amount.name}",
        f"A point per full {stated} of the {amount.name}",
        f"How many full {stated} are in the {amount.name}",
    )
    return Draft(
        name="points",
        takes=(amount,),
        returns=Scalar("int"),
        does=sentence(does),
        body=f"return {points}",
        tags=("R039",),
    )


def count_steps(world: World) -> Draft | None:
    """R042, R055: a stated value for none, one, two, more."""
    dice = world.dice
    parameter = Parameter(
        name=dice.pick(
            [
                "claims",
                "count",
                "late_returns",
                "visits",
                "accidents",
                "repeats",
                "children",
                "complaints",
                "missed",
                "orders_last_year",
            ]
        ),
        type=Scalar("int"),
    )
    values = [str(value) for value in sorted(dice.some(range(4, 95), 3))]
    n, thing = name(parameter.name), label(parameter.name)
    unit = dice.pick(["", " percent", " points", " euros"])
    none = dice.say(
        f"Nothing without {thing}",
        f"Zero for no {thing}",
        f"None without {thing}",
        f"0{unit} when there are no {thing}",
    )
    does = f"{none}, {values[0]}{unit} for {dice.pick(['one', '1'])}, {values[1]}{unit} for {dice.pick(['two', '2'])}, {values[2]}{unit} for {dice.pick(['three or more', '3 or more', 'more than two'])}"
    whole = dice.chance(0.6)
    spell = constant if whole else (lambda value: f'Decimal("{constant(value)}")')
    zero = "0" if whole else ZERO
    body = f"if {n} == 0:\n    return {zero}\nif {n} == 1:\n    return {spell(values[0])}\nif {n} == 2:\n    return {spell(values[1])}\nreturn {spell(values[2])}"
    return Draft(
        name="step_value",
        takes=(parameter,),
        returns=Scalar("int") if whole else DecimalType(),
        does=sentence(does),
        body=body,
        tags=("R042",),
    )


def enum_and_amount(world: World) -> Draft | None:
    """A fixed fee unless a parameter's enum or amount makes it free; parameters only."""
    from inlay.contract import EnumType

    dice = world.dice
    field = world.field(world.other, lambda kind: isinstance(kind, EnumType))
    if field is None or not isinstance(field.type, EnumType):
        return None
    value = dice.pick(field.type.values)
    amount = Parameter(name=dice.pick(["amount", "order_value", "goods_value", "total", "weight"]), type=DecimalType())
    kind = Parameter(name=field.name, type=field.type)
    limit, fee = str(dice.round_number(20, 500)), dice.money(19)
    if limit == fee:
        return None
    operator = dice.pick([">=", ">"])
    how = (
        dice.say(f"from {limit}", f"at {limit} or more", f"from {limit} up")
        if operator == ">="
        else dice.say(f"above {limit}", f"over {limit}", f"for more than {limit}")
    )
    what, word = label(amount.name), label(value)
    does = dice.say(
        f"Free for {word} and {how} of {what}; otherwise {fee}",
        f"Nothing for {word} or {how} of {what}, else {fee}",
        f"It is free for {word} customers and {how} of {what}; otherwise it costs {fee}",
        f"{fee}, but zero for {word} and for a {what} {how.removeprefix('at ')}",
    )
    body = f'if {name(kind.name)} == "{name(value)}" or {name(amount.name)} {operator} Decimal("{constant(limit)}"):\n    return {ZERO}\nreturn Decimal("{constant(fee)}")'
    return Draft(
        name="fee", takes=(amount, kind), returns=DecimalType(), does=sentence(does), body=body, tags=("R042",)
    )


def owned_by_two(world: World) -> Draft | None:
    """Filtered children less a field of the reference, between zero and another field."""
    dice = world.dice
    field = world.root.field(world.reference)
    amount = _amount(world, world.child, "<v0>")
    less = world.field(world.other, is_decimal)
    if field is None or isinstance(field.type, OptionalType) or amount is None or less is None:
        return None
    root, takes = root_of(world)
    partner, who = f"{root}.{name(world.reference)}", label(world.reference)
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.3))
    where, rows = ("", f"the {label(world.children)}")
    if condition is not None and dice.chance(0.6):
        where = f" if {condition.python('<v0>')}"
        rows = (
            f"the {condition.adjective} {label(world.children)}"
            if condition.adjective and not condition.adjective.startswith(("not", "non"))
            else f"the {label(world.children)} {condition.relative}"
        )
    total = f"sum(({amount[0]} for <v0> in {root}.{name(world.children)}{where}), {ZERO})"
    most = world.field(world.other, is_decimal, but=(less,))
    does = dice.say(
        f"Add up {amount[1]} of {rows}, take off the {who}'s {field_words(dice, less)}",
        f"The sum of {amount[1]} over {rows} less the {field_words(dice, less)} of the {who}",
        f"Total {amount[1]} of {rows} minus the {who}'s {field_words(dice, less)}",
    )
    code = f"{total} - {partner}.{name(less.name)}"
    if most is not None and dice.chance(0.5):
        does += dice.say(
            f", no more than the {field_words(dice, most)} and never less than zero",
            f", at most the {who}'s {field_words(dice, most)} and at least zero",
            f", never negative and never above its {field_words(dice, most)}",
        )
        code = f"max(min({code}, {partner}.{name(most.name)}), {ZERO})"
    elif dice.chance(0.6):
        does, code = does + never_negative(dice), f"max({code}, {ZERO})"
    return Draft(
        name="payable",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=f"return {code}",
        tags=("R052", "R246"),
    )


def total_with_rebate(world: World) -> Draft | None:
    """C: the children's total less a percentage above a limit, or plus, rounded."""
    dice, amount = world.dice, _amount(world, world.child, "<v0>")
    if amount is None:
        return None
    root, takes = root_of(world)
    percent, limit = str(dice.between(2, 45)), str(dice.round_number(50, 5000))
    operator = dice.pick([">=", ">"])
    how = compare_words(dice, operator, limit)
    words, wrap = rounded(dice)
    rows = label(world.children)
    does = dice.say(
        f"{amount[1]} over the {rows}, minus {percent} percent of that if it is {how}{words}",
        f"The sum of {amount[1]} over the {rows}; {percent} percent less when it is {how}{words}",
        f"Total {amount[1]} of the {rows}, with {percent}% off if that is {how}{words}",
    )
    total = f"<v1> = sum(({amount[0]} for <v0> in {root}.{name(world.children)}), {ZERO})"
    body = (
        f'{total}\nif <v1> {operator} Decimal("{constant(limit)}"):\n    <v1> = <v1> * (100 - {constant(percent)}) / 100\nreturn '
        + wrap.replace("({x})", "{x}").format(x="<v1>")
    )
    return Draft(name="rebated", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("C003",))


def condition_then_percent(world: World) -> Draft | None:
    """A percentage of the children's total when the reference meets a condition, else nothing, perhaps rounded."""
    dice, amount = world.dice, _amount(world, world.child, "<v0>")
    field = world.root.field(world.reference)
    condition = sample_condition(dice, world.other, negatives=False)
    if amount is None or condition is None or field is None or isinstance(field.type, OptionalType):
        return None
    root, takes = root_of(world)
    percent, rows, who = str(dice.between(2, 60)), label(world.children), label(world.reference)
    claim = said_of(condition, f"the {who}")
    code = f"sum(({amount[0]} for <v0> in {root}.{name(world.children)}), {ZERO}) * {constant(percent)} / 100"
    words = ""
    if dice.chance(0.5):
        words, wrap = rounded(dice)
        code = wrap.format(x=code)
    does = dice.say(
        f"If {claim}, {percent} percent of the sum of {amount[1]} over the {rows}{words}; otherwise zero",
        f"{percent}% of the total {amount[1]} of the {rows} when {claim}{words}, else nothing",
        f"{percent} percent of {amount[1]} over the {rows}{words}, but only if {claim}; zero otherwise",
    )
    body = f"if {condition.python(f'{root}.{name(world.reference)}')}:\n    return {code}\nreturn {ZERO}"
    return Draft(name="bonus", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("C002",))


PATTERNS = (
    (refill, 1),
    (packs, 1.5),
    (count_steps, 1),
    (enum_and_amount, 1.2),
    (owned_by_two, 2),
    (total_with_rebate, 1.5),
    (condition_then_percent, 2),
)
