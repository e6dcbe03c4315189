"""Rules on plain parameters: two to four numbers, days, flags, enums and lists of values, no entity."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, ZERO, decimal, done, spell
from inlay_finetune.synthetic.world import World, is_enum

__all__ = ["PATTERNS"]

_AMOUNTS = (
    "amount",
    "net_price",
    "base_price",
    "goods_value",
    "salary",
    "turnover",
    "premium",
    "cost",
    "budget",
    "fare",
    "rent",
    "deposit",
    "fee",
    "damage",
    "list_price",
    "balance",
)
_COUNTS = (
    "quantity",
    "persons",
    "days",
    "nights",
    "hours",
    "pieces",
    "members",
    "age",
    "visits",
    "kilometres",
    "stock",
    "seats",
    "points",
    "months",
    "tickets",
    "words",
)
_FLAGS = (
    "express",
    "member",
    "gift_wrap",
    "urgent",
    "insured",
    "weekend",
    "fragile",
    "returning",
    "student",
    "employee",
    "new_customer",
    "abroad",
    "rush",
    "vip",
    "damaged",
    "vegan",
)
_LISTS = (
    "scores",
    "prices",
    "readings",
    "amounts",
    "weights",
    "values",
    "grades",
    "durations",
    "temperatures",
    "counts",
    "payments",
    "bids",
)


def _amount(dice: Dice) -> Parameter:
    return Parameter(name=dice.pick(_AMOUNTS), type=DECIMAL)


def _count(dice: Dice) -> Parameter:
    return Parameter(name=dice.pick(_COUNTS), type=INT)


def _flag(dice: Dice) -> Parameter:
    return Parameter(name=dice.pick(_FLAGS), type=BOOL)


def flags_and_limit(world: World) -> Draft | None:
    """Flags and a number joined by and, or."""
    dice = world.dice
    number, one = dice.pick([_amount, _count])(dice), _flag(dice)
    two = _flag(dice)
    operator, stated = dice.pick(list(COMPARISONS)), str(dice.round_number(2, 200))
    how, limit = compare_words(dice, operator, stated), spell(number.type)(stated)
    a, b, n = label(one.name), label(two.name), label(number.name)
    test, x, y = f"{name(number.name)} {operator} {limit}", name(one.name), name(two.name)
    shape = dice.pick(["and", "or", "and-not", "or-and"])
    takes: tuple[Parameter, ...] = (one, number)
    if shape == "and":
        does, code, takes = (
            dice.say(
                f"True if it is {a} and the {n} is {how}",
                f"Only when {a} and with a {n} of {how}",
                f"Whether the {n} is {how} and it is {a}",
            ),
            f"{x} and {test}",
            (one, number),
        )
    elif shape == "or":
        does, code, takes = (
            dice.say(
                f"True if it is {a} or the {n} is {how}",
                f"Either {a}, or the {n} is {how}",
                f"Enough if the {n} is {how} or it is {a}",
            ),
            f"{x} or {test}",
            (one, number),
        )
    elif shape == "and-not":
        does, code, takes = (
            dice.say(
                f"True if the {n} is {how} and it is not {a}",
                f"When the {n} is {how}, unless {a}",
                f"Not {a} and the {n} {how}",
            ),
            f"not {x} and {test}",
            (one, number),
        )
    else:
        does, code, takes = (
            dice.say(
                f"True if it is {a}, or if it is {b} and the {n} is {how}",
                f"Always when {a}; when {b} only if the {n} is {how}",
                f"Either {a}, or both {b} and with a {n} of {how}",
            ),
            f"{x} or ({y} and {test})",
            (one, two, number),
        )
    return done("applies", takes, BOOL, does, f"return {code}", "R160")


def flag_price(world: World) -> Draft | None:
    """A stated or given amount that flags raise, lower or waive."""
    dice = world.dice
    base, one, two = _amount(dice), _flag(dice), _flag(dice)
    a, f, p, x = label(base.name), label(one.name), name(base.name), name(one.name)
    first, second = (str(number) for number in dice.some(range(2, 60), 2))
    shape = dice.pick(["percent-on", "percent-off", "plus", "free", "two"])
    if shape == "percent-on":
        does, body = (
            dice.say(
                f"The {a}, {first} percent more if {f}",
                f"{a} plus {first}% when {f}, otherwise just the {a}",
                f"If {f}, the {a} raised by {first} percent, else unchanged",
            ),
            f"return {p} * (100 + {constant(first)}) / 100 if {x} else {p}",
        )
    elif shape == "percent-off":
        does, body = (
            dice.say(
                f"The {a}, {first} percent less if {f}",
                f"{a} with {first}% off when {f}, otherwise the full {a}",
                f"If {f}, {first} percent off the {a}",
            ),
            f"return {p} * (100 - {constant(first)}) / 100 if {x} else {p}",
        )
    elif shape == "plus":
        does, body = (
            dice.say(
                f"The {a} plus {first} if {f}", f"{a}; {first} extra when {f}", f"Add {first} to the {a} if it is {f}"
            ),
            f"return {p} + {decimal(first)} if {x} else {p}",
        )
    elif shape == "free":
        does, body = (
            dice.say(
                f"The {a}, but nothing if {f}",
                f"Free when {f}, otherwise the {a}",
                f"Zero if {f}, else the {a}",
                f"The {a} unless {f}: then zero",
            ),
            f"return {ZERO} if {x} else {p}",
        )
    else:
        b, y = label(two.name), name(two.name)
        does = dice.say(
            f"The {a}, plus {first} if {f} and plus {second} if {b}",
            f"{a}; when {f} {first} more, when {b} {second} more, both may apply",
            f"Start from the {a}, add {first} for {f} and {second} for {b}",
        )
        body = f"<v0> = {p}\nif {x}:\n    <v0> += {decimal(first)}\nif {y}:\n    <v0> += {decimal(second)}\nreturn <v0>"
        return done("price", (base, one, two), DECIMAL, does, body, "R044")
    return done("price", (base, one), DECIMAL, does, body, "R043")


def product_and_more(world: World) -> Draft | None:
    """Two or three numbers multiplied, added, subtracted."""
    dice = world.dice
    price, pieces, other = _amount(dice), _count(dice), _amount(dice)
    a, n, b = label(price.name), label(pieces.name), label(other.name)
    p, q, r = name(price.name), name(pieces.name), name(other.name)
    shape = dice.pick(["plus", "minus", "off", "diff"])
    takes: tuple[Parameter, ...] = (price, pieces, other)
    if shape == "plus":
        does, code = (
            dice.say(
                f"{n} times {a}, plus {b}",
                f"The {a} for each of the {n}, and the {b} once",
                f"{a} multiplied by {n} with the {b} added",
            ),
            f"{q} * {p} + {r}",
        )
    elif shape == "minus":
        does, code = (
            dice.say(
                f"{n} times {a}, less the {b}",
                f"{a} multiplied by {n}, minus {b}",
                f"The {b} subtracted from {n} times {a}",
            ),
            f"{q} * {p} - {r}",
        )
        if dice.chance(0.6):
            does, code = (
                does + dice.say(", never below zero", "; zero at least", ", but not negative"),
                f"max({code}, {ZERO})",
            )
    elif shape == "off":
        percent = Parameter(
            name=dice.pick(["discount_percent", "rebate_percent", "percent"]), type=INT if dice.chance(0.5) else DECIMAL
        )
        takes = (price, pieces, percent)
        does, code = (
            dice.say(
                f"{n} times {a}, less the {label(percent.name)}",
                f"{a} multiplied by {n} and reduced by the {label(percent.name)}",
                f"The {a} for all {n}, with the {label(percent.name)} taken off",
            ),
            f"{q} * {p} * (100 - {name(percent.name)}) / 100",
        )
    else:
        takes = (price, other)
        does, code = (
            dice.say(
                f"How far the {a} is from the {b}, always positive",
                f"The absolute difference of {a} and {b}",
                f"Difference between {a} and {b} without sign",
            ),
            f"abs({p} - {r})",
        )
    if dice.chance(0.25):
        words, wrap = rounded(dice)
        does, code = (
            does + words,
            wrap.format(x=code) if shape != "diff" else wrap.replace("({x})", "{x}").format(x=code),
        )
    return done("total", takes, DECIMAL, does, f"return {code}", "R002")


def days_and_number(world: World) -> Draft | None:
    """Days as parameters: differences, terms, prices per day."""
    dice = world.dice
    one, two = dice.pick(
        [
            ("start", "end"),
            ("arrival", "departure"),
            ("borrowed_on", "returned_on"),
            ("ordered_on", "delivered_on"),
            ("issued_on", "paid_on"),
            ("first_day", "last_day"),
        ]
    )
    a, b, p, q = label(one), label(two), name(one), name(two)
    takes: tuple[Parameter, ...] = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    shape = dice.pick(["price", "late", "within", "plain", "valid"])
    stated = str(dice.between(2, 60))
    if shape == "price":
        rate = Parameter(name=dice.pick(["daily_rate", "price_per_night", "rate", "day_price"]), type=DECIMAL)
        does = dice.say(
            f"The days from {a} to {b} times the {label(rate.name)}",
            f"{label(rate.name)} for each day between {a} and {b}",
            f"Number of days from {a} until {b} multiplied by the {label(rate.name)}",
        )
        return done("cost", (*takes, rate), DECIMAL, does, f"return ({q} - {p}).days * {name(rate.name)}", "R100")
    if shape == "late":
        price = str(dice.between(61, 99))
        does = dice.say(
            f"{price} for every day by which {b} is more than {stated} days after {a}, otherwise zero",
            f"The first {stated} days from {a} to {b} are free, each further day costs {price}",
            f"{price} per day between {a} and {b} beyond {stated} days, nothing up to that",
        )
        return done(
            "late_fee",
            takes,
            DECIMAL,
            does,
            f"return max(({q} - {p}).days - {constant(stated)}, 0) * {decimal(price)}",
            "R105",
        )
    if shape == "within":
        does = dice.say(
            f"Whether {b} is at most {stated} days after {a}",
            f"True if {b} is within {stated} days of {a}, not later",
            f"Is {b} no later than {stated} days after {a}?",
        )
        return done("in_time", takes, BOOL, does, f"return {q} <= {p} + timedelta(days={constant(stated)})", "R104")
    if shape == "valid":
        day = Parameter(name="day", type=DATE)
        does = dice.say(
            f"Whether the day lies from {a} to {b}, both included",
            f"True if the day is not before {a} and not after {b}",
            f"Is the day between {a} and {b}, both days counting?",
        )
        return done("is_inside", (*takes, day), BOOL, does, f"return {p} <= {name('day')} <= {q}", "R117")
    both = dice.chance(0.5)
    does = dice.say(
        f"How many days lie between {a} and {b}", f"Days from {a} to {b}", f"Number of days {b} is after {a}"
    ) + (dice.say(", both days counted", ", first and last day included", ", both ends included") if both else "")
    return done("days", takes, INT, does, f"return ({q} - {p}).days{' + 1' if both else ''}", "R104")


def enum_rules(world: World) -> Draft | None:
    """An enum parameter with a number: rates, limits."""
    dice = world.dice
    source = world.field(dice.pick([world.root, world.other, world.child]), is_enum)
    if source is None or not isinstance(source.type, EnumType) or len(source.type.values) < 2:
        return None
    kind, base = Parameter(name=source.name, type=source.type), _amount(dice)
    one, two = dice.some(source.type.values, 2)
    k, p, a, said = name(kind.name), name(base.name), label(base.name), label(kind.name)
    first, second = (str(number) for number in dice.some(range(2, 60), 2))
    shape = dice.pick(["percent", "limit", "per"])
    if shape == "percent":
        does = dice.say(
            f"The {a} less {first} percent for {label(one)} and {second} percent for {label(two)}; others pay the full {a}",
            f"{first}% off the {a} if the {said} is {label(one)}, {second}% off if it is {label(two)}, otherwise nothing off",
            f"By {said} a discount on the {a}: {label(one)} {first} percent, {label(two)} {second} percent, none for the rest",
        )
        body = f'if {k} == "{name(one)}":\n    return {p} * (100 - {constant(first)}) / 100\nif {k} == "{name(two)}":\n    return {p} * (100 - {constant(second)}) / 100\nreturn {p}'
        return done("price", (base, kind), DECIMAL, does, body, "R249")
    if shape == "limit":
        does = dice.say(
            f"Whether the {a} is at most {first} for {label(one)} and at most {second} for all others",
            f"True if the {a} does not exceed {first} when the {said} is {label(one)}, or {second} when it is not",
            f"The {a} may be up to {first} for {label(one)}, up to {second} for every other {said}",
        )
        return done(
            "allowed",
            (base, kind),
            BOOL,
            does,
            f'return {p} <= ({decimal(first)} if {k} == "{name(one)}" else {decimal(second)})',
            "R042",
        )
    pieces = _count(dice)
    n = label(pieces.name)
    does = dice.say(
        f"{first} for each of the {n} if the {said} is {label(one)}, otherwise {second} each",
        f"The {n} times {first} for {label(one)}, times {second} for everything else",
        f"Per one of the {n}: {first} when {label(one)}, else {second}",
    )
    return done(
        "charge",
        (pieces, kind),
        DECIMAL,
        does,
        f'return {name(pieces.name)} * ({decimal(first)} if {k} == "{name(one)}" else {decimal(second)})',
        "R249",
    )


PATTERNS = (
    (flags_and_limit, 1.2),
    (flag_price, 1.5),
    (product_and_more, 1.2),
    (days_and_number, 1.5),
    (enum_rules, 1.5),
)
