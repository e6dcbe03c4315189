"""Amounts in steps: rounded to 5 cents, halves, whole units or tens; progress in percent; results of other rules put together."""

from inlay.contract import DecimalType, Parameter
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import never_negative
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DECIMAL,
    INT,
    ZERO,
    added,
    amount,
    decimal,
    done,
    is_maybe,
    kids,
    partner,
    root_of,
)
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]

_STEPS = ("0.05", "0.05", "0.10", "0.5", "0.25", "5", "10", "100", "50", "20", "1", "1", "1")
_MODES = {"near": "half_up", "up": "up", "down": "down"}


def _amount(world: World) -> tuple[str, str, tuple[Parameter, ...]] | None:
    """Draw an amount to round: a field, two of them, a percentage, a sum of rows, or a parameter."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_decimal), root_of(world)
    value = amount(world, world.child)
    shape = dice.pick(["field", "product", "percent", "sum", "parameter"])
    if shape == "parameter":
        parameter = Parameter(name=dice.pick(["amount", "price", "total", "weight", "value", "fee"]), type=DECIMAL)
        return name(parameter.name), f"the {label(parameter.name)}", (parameter,)
    if shape == "sum" and value is not None:
        words = dice.tell("steps.sum", a=value[1], rows=rows_of(dice, world))
        return added(value[0], kids(world)), words, takes
    if field is None:
        return None
    base, a = f"{root}.{name(field.name)}", field_words(dice, field)
    other = world.field(world.root, is_number, but=(field,))
    if shape == "product" and other is not None:
        return f"{base} * {root}.{name(other.name)}", f"{a} times {field_words(dice, other)}", takes
    if shape == "percent":
        p = str(dice.between(2, 99))
        return f"{base} * {constant(p)} / 100", dice.tell("steps.percent", p=p, a=a), takes
    return base, dice.pick([f"the {a}", f"the {a} of the {entity_word(dice, world.root)}", f"its {a}"]), takes


def in_steps(world: World) -> Draft | None:
    """An amount rounded to the nearest, next or last step."""
    dice, drawn = world.dice, _amount(world)
    if drawn is None:
        return None
    code, words, takes = drawn
    step, way = dice.pick(_STEPS), dice.pick(["near", "near", "up", "down"])
    mode = rounding_to("1", _MODES[way])
    bare = code if " " not in code or code.startswith("sum(") else f"({code})"
    if step == "1":
        does = dice.tell(f"steps.whole.{way}", x=words)
        return done("rounded", takes, DECIMAL, does, f"return {bare}{mode}", "R064")
    said, unit = _step_words(dice, step)
    does = dice.tell(f"steps.rounded.{way}", x=words, step=said)
    return done("rounded", takes, DECIMAL, does, f"return ({code} / {unit}){mode} * {unit}", "R064")


def _step_words(dice: Dice, step: str) -> tuple[str, str]:
    """Say a step, as an amount or in cents, and spell it."""
    cents = {"0.05": ("5", "five"), "0.10": ("10", "ten"), "0.25": ("25", "25")}
    if step in cents and dice.chance(0.6):
        return f"{dice.pick(cents[step])} cents", f'Decimal("{step}")'
    if step == "0.5" and dice.chance(0.6):
        return dice.pick(["half a unit", "a half"]), f'Decimal("{step}")'
    return step, decimal(step)


def progress(world: World) -> Draft | None:
    """What rows add up to, or how many there are, in whole percent of a field; at most 100, zero when the field is zero."""
    dice, value, root = world.dice, amount(world, world.child), root_of(world)[0]
    goal = world.field(world.root, is_decimal)
    if goal is None or value is None:
        return None
    own, rows = f"{root}.{name(goal.name)}", rows_of(dice, world)
    share = f"{added(value[0], kids(world))} * 100 / {own}"
    capped, whole = dice.chance(0.5), dice.pick(["near", "down", "none"])
    does = dice.tell("steps.progress.text", a=value[1], rows=rows, goal=field_words(dice, goal))
    if whole != "none":
        share = f"({share}){rounding_to('1', _MODES[whole])}"
        does += dice.tell(f"steps.progress.{whole}")
    if capped:
        share = f"min({share}, {decimal('100')})"
        does += dice.tell("steps.progress.capped")
    does += dice.tell("steps.progress.zero", goal=field_words(dice, goal))
    body = f"if {own} == 0:\n    return {ZERO}\nreturn {share}"
    return done("progress", root_of(world)[1], DECIMAL, does, body, "R015", "R092")


_FIRST = ("net", "subtotal", "price", "fare", "base_price", "amount", "gross", "basic_fee", "order_total", "premium")
_PLUS = (
    "surcharge",
    "delivery_fee",
    "express_fee",
    "deposit",
    "tax",
    "late_fee",
    "extra",
    "service_fee",
    "toll",
    "tip",
)
_MINUS = (
    "discount",
    "rebate",
    "voucher",
    "paid",
    "prepaid",
    "allowance",
    "credit",
    "refund",
    "bonus_used",
    "reduction",
)


def put_together(world: World) -> Draft | None:
    """What several other rules gave, as parameters: the last step of a chain, perhaps beside a field of the root."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_decimal), root_of(world)
    first, plus, minus = dice.pick(_FIRST), dice.pick(_PLUS), dice.pick(_MINUS)
    base, own = name(first), label(first)
    given: tuple[Parameter, ...] = (Parameter(name=first, type=DECIMAL),)
    owner: tuple[Parameter, ...] = ()
    if field is not None and dice.chance(0.4):
        base, own, given, owner = f"{root}.{name(field.name)}", field_words(dice, field), (), takes
        if field.name in (plus, minus):
            return None
    shape = dice.pick(["both", "both", "minus_twice", "plus", "percent", "count"])
    more = Parameter(name=plus, type=DECIMAL)
    less = Parameter(name=minus, type=DECIMAL)
    words = {"a": own, "b": label(plus), "c": label(minus)}
    if shape == "percent":
        percent = Parameter(
            name=dice.pick(["percent", "discount_percent", "rebate_percent"]), type=INT if dice.chance(0.5) else DECIMAL
        )
        code = f"{base} * (100 - {name(percent.name)}) / 100 + {name(plus)}"
        words["c"] = label(percent.name)
        does = dice.tell("steps.chain.percent", **words)
        return done("to_pay", (*owner, *given, percent, more), DECIMAL, does, f"return {code}", "R245")
    if shape == "count":
        pieces = Parameter(name=dice.pick(["quantity", "persons", "nights", "hours", "pieces", "days"]), type=INT)
        code = f"{base} * {name(pieces.name)} + {name(plus)} - {name(minus)}"
        does = dice.tell("steps.chain.count", n=label(pieces.name), **words)
        code, does = _floored(dice, code, does)
        return done("to_pay", (*owner, *given, pieces, more, less), DECIMAL, does, f"return {code}", "R245")
    if shape == "plus":
        does = dice.tell("steps.chain.plus", **words)
        return done("to_pay", (*owner, *given, more), DECIMAL, does, f"return {base} + {name(plus)}", "R245")
    if shape == "minus_twice":
        second = Parameter(name=dice.pick([each for each in _MINUS if each != minus]), type=DECIMAL)
        code, does = _floored(
            dice,
            f"{base} - {name(minus)} - {name(second.name)}",
            dice.tell("steps.chain.twice", a=own, c=label(minus), d=label(second.name)),
        )
        return done("to_pay", (*owner, *given, less, second), DECIMAL, does, f"return {code}", "R245")
    code, does = _floored(dice, f"{base} + {name(plus)} - {name(minus)}", dice.tell("steps.chain.both", **words))
    return done("to_pay", (*owner, *given, more, less), DECIMAL, does, f"return {code}", "R245")


def _floored(dice: Dice, code: str, does: str) -> tuple[str, str]:
    if not dice.chance(0.6):
        return code, does
    return f"max({code}, {ZERO})", does + never_negative(dice)


def maybe_of_partner(world: World) -> Draft | None:
    """A percentage or amount that the reference may lack, with a stated one in its place, used on an amount."""
    dice, who, field = world.dice, partner(world), world.field(world.root, is_decimal)
    rate = world.field(world.other, is_maybe(DECIMAL), is_maybe(INT))
    if who is None or field is None or rate is None:
        return None
    root, takes = root_of(world)
    k = str(dice.between(1, 60))
    there, base = f"{who[0]}.{name(rate.name)}", f"{root}.{name(field.name)}"
    exact = not is_int(getattr(rate.type, "inner", rate.type))
    stand_in = decimal(k) if exact else constant(k)
    first = f"<v0> = {there} if {there} is not None else {stand_in}"
    shape = dice.pick(["less", "of", "more", "limit"])
    if shape == "limit":
        operator = dice.pick(["<=", ">=", "<", ">"])
        how = compare_words(dice, operator, "{limit}")
        does = dice.tell(
            "steps.maybe.limit", a=field_words(dice, field), r=field_words(dice, rate), who=who[1], k=k, how=how
        )
        does = does.format(limit="that")
        return done("in_limit", takes, BOOL, does, f"{first}\nreturn {base} {operator} <v0>", "R247")
    code = {"less": f"{base} * (100 - <v0>) / 100", "of": f"{base} * <v0> / 100", "more": f"{base} + <v0>"}[shape]
    does = dice.tell(f"steps.maybe.{shape}", a=field_words(dice, field), r=field_words(dice, rate), who=who[1], k=k)
    return done("by_maybe_rate", takes, DECIMAL, does, f"{first}\nreturn {code}", "R247", "R057")


def nth_free(world: World) -> Draft | None:
    """Nothing for every nth one, otherwise an amount; a number of full packs and the rest."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    count = world.field(world.root, is_int)
    if money is None or count is None:
        return None
    root, takes = root_of(world)
    base, own, n = (
        f"{root}.{name(money.name)}",
        f"{root}.{name(count.name)}",
        str(dice.pick([3, 4, 5, 6, 8, 10, 12, 20])),
    )
    words = {"a": field_words(dice, money), "c": field_words(dice, count), "n": n}
    shape = dice.pick(["free", "rest", "sheets"])
    if shape == "free":
        does = dice.tell("steps.nth.free", **words)
        body = f"if {own} % {constant(n)} == 0:\n    return {ZERO}\nreturn {base}"
        return done("nth_free", takes, DECIMAL, does, body, "R054")
    if shape == "rest":
        does = dice.tell("steps.nth.rest", **words)
        return done("left_in_pack", takes, INT, does, f"return {own} % {constant(n)}", "R054")
    other = world.field(world.root, is_int, but=(count,))
    if other is None or isinstance(other.type, DecimalType):
        return None
    times = world.field(world.root, is_int, but=(count, other))
    code, words["per"] = f"math.ceil({own} / {root}.{name(other.name)})", field_words(dice, other)
    does = dice.tell("steps.nth.packs", **words)
    if times is not None and dice.chance(0.6):
        code = f"{code} * {root}.{name(times.name)}"
        does += dice.tell("steps.nth.times", t=field_words(dice, times))
    return done("packs_needed", takes, INT, does, f"return {code}", "R054")


PATTERNS = (
    (in_steps, 2),
    (progress, 1.5),
    (put_together, 2),
    (maybe_of_partner, 1.5),
    (nth_free, 1.2),
)
