"""Rules that mix: steps by count, fees by enum and amount, owned totals with rebates, conditions joined by or, lists still empty."""

import re

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.finish import never_negative, rounded
from inlay_finetune.synthetic.patterns.nested import _amount
from inlay_finetune.synthetic.patterns.parts import (
    DECIMAL,
    INT,
    ZERO,
    added,
    decimal,
    done,
    kids,
    partner,
    root_of,
    rows_where,
    said_of,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int

__all__ = ["PATTERNS"]


def refill(world: World) -> Draft | None:
    """R054 and kin: what to order up to a target, in packs; nothing above a level."""
    dice, level = world.dice, world.field(world.root, is_int)
    if level is None:
        return None
    root, takes = root_of(world)
    on_hand = Parameter(name=dice.pick(["on_hand", "stock", "available", "in_store", "present"]), type=INT)
    have, said, access = name(on_hand.name), field_words(dice, level), f"{root}.{name(level.name)}"
    target = world.field(world.root, is_int, but=(level,))
    if dice.chance(0.4):
        words, goal = dice.say(f"twice the {said}", f"double the {said}", f"two times the {said}"), f"2 * {access}"
    elif target is not None:
        words, goal = f"the {field_words(dice, target)}", f"{root}.{name(target.name)}"
    else:
        words, goal = f"the {said}", access
    operator = dice.pick([">", ">="])
    how = compare_words(dice, operator, f"the {said}")
    does = dice.tell("mixed.refill", have=_COUNTED.get(on_hand.name, label(on_hand.name)), how=how, goal=words)
    body = f"if {have} {operator} {access}:\n    return 0\nreturn {goal} - {have}"
    return done("to_order", (*takes, on_hand), INT, does, body, "R054")


_COUNTED = {
    "on_hand": "number on hand",
    "available": "available number",
    "in_store": "number in store",
    "present": "present number",
}


def packs(world: World) -> Draft | None:
    """R039: how many packs hold a number of pieces; points per full amount."""
    dice = world.dice
    size = world.field(world.root, is_int)
    root, takes = root_of(world)
    if size is not None and dice.chance(0.5):
        pieces = Parameter(name=dice.pick(["pieces", "quantity", "count", "needed", "persons"]), type=INT)
        said = {"needed": "needed number"}.get(pieces.name, label(pieces.name))
        way, sign = dice.pick([("up", "/"), ("up", "/"), ("down", "//")])
        does = dice.tell(f"mixed.packs.{way}", said=said, per=field_words(dice, size))
        code = f"{name(pieces.name)} {sign} {root}.{name(size.name)}"
        code = f"math.ceil({code})" if way == "up" else code
        return done("packs", (*takes, pieces), INT, does, f"return {code}", "R054")
    amount = Parameter(name=dice.pick(["total", "amount", "spent", "price"]), type=DECIMAL)
    stated = str(dice.round_number(5, 200))
    words = {"amount": {"spent": "amount spent"}.get(amount.name, amount.name), "each": stated}
    full = f"int({name(amount.name)} // {constant(stated)})"
    condition = sample_condition(dice, world.root, negatives=False)
    if condition is None or dice.chance(0.5):
        return done("points", (amount,), INT, dice.tell("mixed.points.plain", **words), f"return {full}", "R039")
    claim = condition.predicate.format(s=f"the {entity_word(dice, world.root)}")
    does = dice.tell("mixed.points.doubled", claim=claim, **words)
    body = f"<v0> = {full}\nreturn <v0> * 2 if {condition.python(root)} else <v0>"
    return done("points", (*takes, amount), INT, does, body, "R039", "R043")


_EVENTS = (
    "claims", "count", "late_returns", "visits", "accidents", "repeats", "children", "complaints", "missed", "orders_last_year",
    "warnings", "failures", "reminders", "absences",
)  # fmt: skip


def count_steps(world: World) -> Draft | None:
    """R042: a stated value for none, one, two, more."""
    dice = world.dice
    parameter = Parameter(name=dice.pick(_EVENTS), type=INT)
    values = [str(value) for value in sorted(dice.some(range(4, 95), 3))]
    n, thing = name(parameter.name), label(parameter.name)
    unit = dice.pick(["", " percent", " points", " euros"])
    one, two, three = (f"{value}{unit}" for value in values)
    does = dice.tell(
        "mixed.steps",
        none=dice.tell("mixed.none", thing=thing, unit=unit),
        thing=thing,
        one=one,
        two=two,
        three=three,
        n1=dice.pick(["one", "1"]),
        n2=dice.pick(["two", "2"]),
        more=dice.pick(["three or more", "3 or more", "more than two", "at least three"]),
    )
    whole = dice.chance(0.6)
    spell = constant if whole else decimal
    body = f"if {n} == 0:\n    return {'0' if whole else ZERO}\nif {n} == 1:\n    return {spell(values[0])}\nif {n} == 2:\n    return {spell(values[1])}\nreturn {spell(values[2])}"
    return done("step_value", (parameter,), INT if whole else DECIMAL, _capitals(does), body, "R042")


def _capitals(text: str) -> str:
    """Begin every sentence of a text with a capital."""
    return re.sub(r"(?<=[.?] )[a-z]", lambda found: found[0].upper(), text)


def enum_and_amount(world: World) -> Draft | None:
    """A fixed fee unless a parameter's enum or amount makes it free; parameters only."""
    dice = world.dice
    field = world.field(world.other, is_enum)
    if field is None or not isinstance(field.type, EnumType):
        return None
    value = dice.pick(field.type.values)
    amount = Parameter(name=dice.pick(["amount", "order_value", "goods_value", "total", "weight"]), type=DECIMAL)
    kind = Parameter(name=field.name, type=field.type)
    limit, fee = str(dice.round_number(20, 500)), dice.money(19)
    if limit == fee:
        return None
    operator = dice.pick([">=", ">"])
    how = compare_words(dice, operator, limit)
    does = _capitals(dice.tell("mixed.free", word=label(value), what=label(amount.name), how=how, fee=fee))
    test = f'{name(kind.name)} == "{name(value)}" or {name(amount.name)} {operator} {decimal(limit)}'
    body = f"if {test}:\n    return {ZERO}\nreturn {decimal(fee)}"
    return done("fee", (amount, kind), DECIMAL, does, body, "R042")


def owned_by_two(world: World) -> Draft | None:
    """Filtered children less a field of the reference, between zero and another field."""
    dice, who = world.dice, partner(world)
    amount = _amount(world, world.child, "<v0>")
    less = world.field(world.other, is_decimal)
    if who is None or amount is None or less is None:
        return None
    _, takes = root_of(world)
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.3))
    rows, where = rows_where(world, condition if dice.chance(0.6) else None, label(world.children))
    does = dice.tell("mixed.owned.text", amount=amount[1], rows=rows, who=who[1], less=field_words(dice, less))
    code = f"{added(amount[0], kids(world), where)} - {who[0]}.{name(less.name)}"
    most = world.field(world.other, is_decimal, but=(less,))
    if most is not None and dice.chance(0.5):
        does += dice.tell("mixed.owned.between", who=who[1], most=field_words(dice, most))
        code = f"max(min({code}, {who[0]}.{name(most.name)}), {ZERO})"
    elif dice.chance(0.6):
        does, code = does + never_negative(dice), f"max({code}, {ZERO})"
    return done("payable", takes, DECIMAL, does, f"return {code}", "R052", "R246")


def _rounded(world: World) -> tuple[str, str]:
    """Say a rounding as a part of a sentence, with the code that wraps `{x}`."""
    words, wrap = rounded(world.dice)
    return words.replace(". Round ", ", rounded "), wrap


def total_with_rebate(world: World) -> Draft | None:
    """C: the children's total less a percentage above a limit, or plus, rounded."""
    dice, amount = world.dice, _amount(world, world.child, "<v0>")
    if amount is None:
        return None
    _, takes = root_of(world)
    percent, limit = str(dice.between(2, 45)), str(dice.round_number(50, 5000))
    operator, (words, wrap) = dice.pick([">=", ">"]), _rounded(world)
    how, rows = compare_words(dice, operator, limit), label(world.children)
    does = dice.tell("mixed.rebate", amount=amount[1], rows=rows, percent=percent, how=how, rounded=words)
    total = f"<v1> = {added(amount[0], kids(world))}"
    less = f"if <v1> {operator} {decimal(limit)}:\n    <v1> = <v1> * (100 - {constant(percent)}) / 100"
    body = f"{total}\n{less}\nreturn {wrap.replace('({x})', '{x}').format(x='<v1>')}"
    return done("rebated", takes, DECIMAL, _capitals(does), body, "C003")


def condition_then_percent(world: World) -> Draft | None:
    """A percentage of the children's total when the reference meets a condition, else nothing, perhaps rounded."""
    dice, amount, who = world.dice, _amount(world, world.child, "<v0>"), partner(world)
    condition = sample_condition(dice, world.other, negatives=False)
    if amount is None or condition is None or who is None:
        return None
    _, takes = root_of(world)
    percent = str(dice.between(2, 60))
    code, words = f"{added(amount[0], kids(world))} * {constant(percent)} / 100", ""
    if dice.chance(0.5):
        words, wrap = _rounded(world)
        code = wrap.format(x=code)
    does = dice.tell(
        "mixed.bonus",
        claim=said_of(condition, f"the {who[1]}"),
        percent=percent,
        amount=amount[1],
        rows=label(world.children),
        rounded=words,
    )
    body = f"if {condition.python(who[0])}:\n    return {code}\nreturn {ZERO}"
    return done("bonus", takes, DECIMAL, _capitals(does), body, "C002")


PATTERNS = (
    (refill, 1),
    (packs, 1.5),
    (count_steps, 1),
    (enum_and_amount, 1.2),
    (owned_by_two, 2),
    (total_with_rebate, 1.5),
    (condition_then_percent, 2),
)
