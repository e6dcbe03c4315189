"""Prices and allowances: what is left, minimum charges, per person and night, free items, tiers, lower of two, differences in percent."""

from inlay.contract import Parameter, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, of_owner
from inlay_finetune.synthetic.patterns.decisions import measure
from inlay_finetune.synthetic.patterns.finish import never_negative, rounded
from inlay_finetune.synthetic.patterns.parts import (
    DECIMAL,
    INT,
    ZERO,
    decimal,
    done,
    partner,
    root_of,
    spell,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


def _kind(kind: Type) -> Type:
    return DECIMAL if is_decimal(kind) else INT


def _second(world: World, root: str, kind: Type, but: object) -> tuple[str, str, tuple[Parameter, ...]]:
    """A second number: another field, a field of the reference, or a parameter."""
    dice, who = world.dice, partner(world)
    same = is_decimal if is_decimal(kind) else is_int
    own = world.field(world.root, same, but=(but,))  # type: ignore[arg-type]
    far = world.field(world.other, same) if who is not None else None
    if own is not None and dice.chance(0.5):
        return f"{root}.{name(own.name)}", f"the {field_words(dice, own)}", ()
    if far is not None and who is not None and dice.chance(0.5):
        return (
            f"{who[0]}.{name(far.name)}",
            dice.say(f"the {who[1]}'s {field_words(dice, far)}", f"the {field_words(dice, far)} of the {who[1]}"),
            (),
        )
    words = ["used", "taken", "already_used", "consumed", "claimed", "reported", "previous", "booked"]
    parameter = Parameter(name=dice.pick(words), type=_kind(kind))
    return name(parameter.name), f"the {label(parameter.name)}" + dice.pick([" amount", " value", ""]), (parameter,)


def left_over(world: World) -> Draft | None:
    """What is left of an allowance, or what may still be taken of it."""
    dice, field = world.dice, world.field(world.root, is_number)
    if field is None:
        return None
    root, takes = root_of(world)
    other, b, more = _second(world, root, field.type, field)
    a, access = of_owner(dice, world.root, field), f"{root}.{name(field.name)}"
    zero = ZERO if is_decimal(field.type) else "0"
    if dice.chance(0.35):
        asked = Parameter(name=dice.pick(["requested", "wanted", "asked_for"]), type=_kind(field.type))
        does = dice.tell("prices.left_over.asked", asked=label(asked.name), a=a, b=b)
        return done(
            "granted",
            (*takes, *more, asked),
            _kind(field.type),
            does,
            f"return max(min({name(asked.name)}, {access} - {other}), {zero})",
            "R245",
            "R051",
        )
    does = dice.tell("prices.left_over.rest", a=a, b=b, zero=never_negative(dice))
    return done(
        "left_over", (*takes, *more), _kind(field.type), does, f"return max({access} - {other}, {zero})", "R245", "R056"
    )


def lower_or_higher(world: World) -> Draft | None:
    """The lower or higher of two numbers."""
    dice, field = world.dice, world.field(world.root, is_number)
    if field is None:
        return None
    root, takes = root_of(world)
    other, b, more = _second(world, root, field.type, field)
    a, access, low = f"the {field_words(dice, field)}", f"{root}.{name(field.name)}", dice.chance(0.5)
    does = dice.tell(f"prices.lower_or_higher.{'low' if low else 'high'}", a=a, b=b)
    return done(
        "decisive",
        (*takes, *more),
        _kind(field.type),
        does,
        f"return {'min' if low else 'max'}({access}, {other})",
        "R046",
    )


def percent_or_fixed(world: World) -> Draft | None:
    """A percentage of an amount, at least or at most a stated or other amount."""
    dice, field = world.dice, world.field(world.root, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    percent, stated = str(dice.between(2, 60)), str(dice.round_number(61, 900))
    a, code = f"the {field_words(dice, field)}", f"{root}.{name(field.name)} * {constant(percent)} / 100"
    shown, limit = stated, decimal(stated)
    if dice.chance(0.35):
        limit, shown, more = _second(world, root, field.type, field)
        takes = (*takes, *more)
    key, call = ("least", "max") if dice.chance(0.5) else ("most", "min")
    does = dice.tell(f"prices.percent_or_fixed.{key}", percent=percent, a=a, shown=shown)
    return done("commission", takes, DECIMAL, does, f"return {call}({code}, {limit})", "R047", "R057")


def change_percent(world: World) -> Draft | None:
    """The change from one amount to another in percent or as an absolute difference."""
    dice, field = world.dice, world.field(world.root, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    other, b, more = _second(world, root, field.type, field)
    a, access = f"the {field_words(dice, field)}", f"{root}.{name(field.name)}"
    shape = dice.pick(["percent", "percent", "gap", "used"])
    if shape == "gap":
        does = dice.tell("prices.change.gap", a=a, b=b)
        return done("gap", (*takes, *more), DECIMAL, does, f"return abs({access} - {other})", "R244")
    key, code = "grown", f"({access} - {other}) * 100 / {other}"
    if shape == "used":
        key, code = "used", f"{access} * 100 / {other}"
    tail = ""
    if dice.chance(0.35):
        tail, wrap = rounded(dice)
        code = wrap.format(x=code)
    tail += dice.tell("prices.change.zero", b=b)
    does = dice.tell(f"prices.change.{key}", a=a, b=b, tail=tail)
    return done("change", (*takes, *more), DECIMAL, does, f"if {other} == 0:\n    return {ZERO}\nreturn {code}", "R091")


def factors(world: World) -> Draft | None:
    """A price times persons and nights and the like: three factors from fields and parameters."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    if money is None:
        return None
    root, takes = root_of(world)
    one, two = dice.pick(
        [
            ("persons", "nights"),
            ("people", "days"),
            ("guests", "nights"),
            ("adults", "hours"),
            ("machines", "weeks"),
            ("seats", "months"),
            ("rooms", "nights"),
            ("copies", "pages"),
        ]
    )
    first = world.field(world.root, is_int)
    a, price = field_words(dice, money), f"{root}.{name(money.name)}"
    if first is not None and dice.chance(0.5):
        x, x_words = f"{root}.{name(first.name)}", field_words(dice, first)
        more: tuple[Parameter, ...] = (Parameter(name=two, type=INT),)
    else:
        x, x_words, more = name(one), one, (Parameter(name=one, type=INT), Parameter(name=two, type=INT))
    y, unit = name(two), two.removesuffix("s")
    shape = dice.pick(["plain", "fee", "free"])
    stated, phrases = str(dice.between(2, 90)), {"a": a, "x": x_words, "y": two, "unit": unit}
    if shape == "free":
        does = dice.tell("prices.factors.free", stated=stated, **phrases)
        body = f"return {x} * max({y} - {constant(stated)}, 0) * {price}"
        return done("price", (*takes, *more), DECIMAL, does, body, "R040")
    fee = dice.tell("prices.factors.fee", stated=stated) if shape == "fee" else ""
    does = dice.tell("prices.factors.plain", more=fee, **phrases)
    body = f"return {x} * {y} * {price}" + (f" + {decimal(stated)}" if fee else "")
    return done("price", (*takes, *more), DECIMAL, does, body, "R002")


def free_per(world: World) -> Draft | None:
    """One free for every n, or n for the price of fewer."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    if money is None:
        return None
    root, takes = root_of(world)
    pieces = world.field(world.root, is_int)
    if pieces is not None and dice.chance(0.5):
        count, words = f"{root}.{name(pieces.name)}", field_words(dice, pieces)
    else:
        parameter = Parameter(name=dice.pick(["quantity", "pieces", "tickets", "bottles", "units"]), type=INT)
        takes, count, words = (*takes, parameter), name(parameter.name), label(parameter.name)
    a, price, every = field_words(dice, money), f"{root}.{name(money.name)}", str(dice.between(3, 12))
    if dice.chance(0.35):
        does = dice.tell("prices.free_per.count", n=words, every=every)
        return done("free_count", takes, INT, does, f"return {count} // {constant(every)}", "R039")
    does = dice.tell("prices.free_per.pay", n=words, a=a, every=every)
    return done("to_pay", takes, DECIMAL, does, f"return ({count} - {count} // {constant(every)}) * {price}", "R039")


def progressive(world: World) -> Draft | None:
    """The first part of a number at one price, the rest at another."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    one, two = (str(number) for number in dice.some(range(2, 40), 2))
    limit = str(dice.round_number(41, 500))
    bound = spell(m.kind)(limit)
    zero = ZERO if is_decimal(m.kind) else "0"
    does = dice.tell("prices.progressive", one=one, two=two, limit=limit, x=m.words)
    body = f"return min({m.code}, {bound}) * {decimal(one)} + max({m.code} - {bound}, {zero}) * {decimal(two)}"
    return done("progressive", m.takes, DECIMAL, does, body, "R038")


def nothing_for_nothing(world: World) -> Draft | None:
    """A base fee or minimum, but nothing when the number is zero."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    base, price = (str(number) for number in dice.some(range(2, 99), 2))
    phrases = {"x": m.words, "none": _bare(m.words), "base": base, "price": price}
    if dice.chance(0.5):
        does = dice.tell("prices.nothing_for_nothing.base", **phrases)
        body = f"if {m.code} == 0:\n    return {ZERO}\nreturn {decimal(base)} + {m.code} * {decimal(price)}"
    else:
        does = dice.tell("prices.nothing_for_nothing.least", **phrases)
        body = f"if {m.code} == 0:\n    return {ZERO}\nreturn max({m.code} * {decimal(price)}, {decimal(base)})"
    return done("charge", m.takes, DECIMAL, does, body, "R047")


def _bare(words: str) -> str:
    for lead in ("the ", "its ", "a ", "an "):
        words = words.removeprefix(lead)
    return words


PATTERNS = (
    (left_over, 2),
    (lower_or_higher, 2),
    (percent_or_fixed, 2),
    (change_percent, 2),
    (factors, 2),
    (free_per, 1.2),
    (progressive, 1.5),
    (nothing_for_nothing, 1.5),
)
