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
        does = dice.say(
            f"The {label(asked.name)} amount, but no more than what is left of {a} after {b}, never negative",
            f"As much of the {label(asked.name)} as {a} less {b} still allows; at least zero",
            f"The lower of the {label(asked.name)} and {a} minus {b}, and never less than zero",
        )
        return done(
            "granted",
            (*takes, *more, asked),
            _kind(field.type),
            does,
            f"return max(min({name(asked.name)}, {access} - {other}), {zero})",
            "R245",
            "R051",
        )
    does = dice.say(
        f"What is left of {a} after {b}",
        f"{a} less {b}",
        f"The rest of {a} once {b} is taken off",
        f"How much of {a} remains after subtracting {b}",
        f"{b} subtracted from {a}",
    ) + never_negative(dice)
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
    word = ("lower", "smaller", "lesser") if low else ("higher", "larger", "greater")
    does = dice.say(
        f"{a} or {b}, whichever is {dice.pick(word)}",
        f"The {dice.pick(word)} of {a} and {b}",
        f"{a}, but {'no more' if low else 'no less'} than {b}",
        f"{a}, {'capped at' if low else 'at least'} {b}",
        f"Whichever is {dice.pick(word)}: {a} or {b}",
        f"Take {a} unless {b} is {dice.pick(word)}; then take that",
    )
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
    if dice.chance(0.5):
        does = dice.say(
            f"{percent} percent of {a}, but at least {shown}",
            f"{percent}% of {a} with a minimum of {shown}",
            f"{percent} percent of {a} or {shown}, whichever is higher",
            f"The higher of {shown} and {percent} percent of {a}",
            f"{percent} percent of {a}, no less than {shown}",
        )
        call = "max"
    else:
        does = dice.say(
            f"{percent} percent of {a}, but at most {shown}",
            f"{percent}% of {a} with a maximum of {shown}",
            f"{percent} percent of {a} or {shown}, whichever is lower",
            f"The lower of {shown} and {percent} percent of {a}",
            f"{percent} percent of {a}, up to {shown}",
        )
        call = "min"
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
        does = dice.say(
            f"How far {a} and {b} lie apart, always positive",
            f"The absolute difference between {a} and {b}",
            f"The deviation of {a} from {b}, whatever its direction",
            f"Difference of {a} and {b} without its sign",
        )
        return done("gap", (*takes, *more), DECIMAL, does, f"return abs({access} - {other})", "R244")
    if shape == "used":
        does, code = (
            dice.say(
                f"How much of {b} {a} makes up, in percent",
                f"{a} as a percentage of {b}",
                f"What percent {a} is of {b}",
                f"Degree of use in percent: {a} relative to {b}",
            ),
            f"{access} * 100 / {other}",
        )
    else:
        does, code = (
            dice.say(
                f"By how many percent {a} is above {b}, negative if below",
                f"The change from {b} to {a} in percent",
                f"Percentage change of {a} compared with {b}",
                f"Growth in percent from {b} to {a}",
                f"How many percent {a} differs from {b}, counted from {b}",
            ),
            f"({access} - {other}) * 100 / {other}",
        )
    if dice.chance(0.35):
        words, wrap = rounded(dice)
        does, code = does + words, wrap.format(x=code)
    does += dice.say(f"; zero if {b} is zero", f", 0 when {b} is zero", f". Zero when there is nothing in {b}")
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
    does = dice.say(
        f"The {a} per {x_words} and {unit}, times the {x_words} and the {two}",
        f"{x_words} times {two} times the {a}",
        f"The {a} for each of the {x_words} and each of the {two}",
        f"The {a} multiplied by the {x_words} and by the {two}",
    )
    if shape == "plain":
        return done("price", (*takes, *more), DECIMAL, does, f"return {x} * {y} * {price}", "R002")
    stated = str(dice.between(2, 90))
    if shape == "fee":
        does += dice.say(f", plus {stated}", f", and {stated} once on top", f" plus a one-off fee of {stated}")
        return done("price", (*takes, *more), DECIMAL, does, f"return {x} * {y} * {price} + {decimal(stated)}", "R002")
    does = dice.say(
        f"{x_words} times {two} times the {a}, the first {stated} {two} being free",
        f"The {a} for each of the {x_words} and each {unit} beyond the first {stated}",
        f"{x_words} times the {a} for every {unit} after the first {stated}, zero up to that",
    )
    return done(
        "price", (*takes, *more), DECIMAL, does, f"return {x} * max({y} - {constant(stated)}, 0) * {price}", "R040"
    )


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
        does = dice.say(
            f"One free for every full {every} of the {words}: how many that makes",
            f"The number of free ones, one for each full {every} of the {words}",
            f"How many are free: one for each full {every} of the {words}",
        )
        return done("free_count", takes, INT, does, f"return {count} // {constant(every)}", "R039")
    does = dice.say(
        f"The {words} times the {a}, one of every {every} being free",
        f"The {a} for each of the {words}, but one free for each full {every}",
        f"{words} times {a}, less one {a} per full {every} of the {words}",
        f"Of every {every} {words} one is free; the others cost the {a} each",
    )
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
    does = dice.say(
        f"{one} per unit for the first {limit} of {m.words}, {two} for each unit beyond",
        f"Up to {limit} of {m.words} cost {one} each, every further one {two}",
        f"{m.words} at {one} each, the part over {limit} at {two} each",
        f"The part of {m.words} up to {limit} times {one}, plus the part above it times {two}",
        f"The first {limit} of {m.words} are charged at {one}, all above that at {two}",
    )
    body = f"return min({m.code}, {bound}) * {decimal(one)} + max({m.code} - {bound}, {zero}) * {decimal(two)}"
    return done("progressive", m.takes, DECIMAL, does, body, "R038")


def nothing_for_nothing(world: World) -> Draft | None:
    """A base fee or minimum, but nothing when the number is zero."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    base, price = (str(number) for number in dice.some(range(2, 99), 2))
    if dice.chance(0.5):
        does = dice.say(
            f"Nothing if {m.words} is zero, otherwise {base} plus {price} for each unit of it",
            f"{base} and {price} per unit of {m.words}; zero when there is none",
            f"Zero for no {_bare(m.words)}, else a base of {base} and {price} times {m.words}",
        )
        body = f"if {m.code} == 0:\n    return {ZERO}\nreturn {decimal(base)} + {m.code} * {decimal(price)}"
    else:
        does = dice.say(
            f"{price} per unit of {m.words}, at least {base}, but nothing if it is zero",
            f"{m.words} times {price} with a minimum of {base}; zero when {m.words} is zero",
            f"Nothing for no {_bare(m.words)}, otherwise {price} for each unit and no less than {base}",
        )
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
