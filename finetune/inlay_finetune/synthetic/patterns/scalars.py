"""Rules on plain parameters: two to four numbers, days, flags, enums and lists of values, no entity."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.number_words import number_said
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
    test, x = f"{name(number.name)} {operator} {spell(number.type)(stated)}", name(one.name)
    shape = dice.pick(["and", "or", "and-not", "or-and"])
    code = {
        "and": f"{x} and {test}",
        "or": f"{x} or {test}",
        "and-not": f"not {x} and {test}",
        "or-and": f"{x} or ({name(two.name)} and {test})",
    }[shape]
    does = dice.tell(
        f"scalars.flags.{shape}",
        a=label(one.name),
        b=label(two.name),
        n=label(number.name),
        how=compare_words(dice, operator, number_said(dice, stated)),
    )
    takes = (one, two, number) if shape == "or-and" else (one, number)
    return done("applies", takes, BOOL, does, f"return {code}", "R160")


def flag_price(world: World) -> Draft | None:
    """A stated or given amount that flags raise, lower or waive."""
    dice = world.dice
    base, one, two = _amount(dice), _flag(dice), _flag(dice)
    p, x = name(base.name), name(one.name)
    first, second = (str(number) for number in dice.some(range(2, 60), 2))
    shape = dice.pick(["percent-on", "percent-off", "plus", "free", "two"])
    does = dice.tell(
        f"scalars.flag_price.{shape}",
        a=label(base.name),
        f=label(one.name),
        b=label(two.name),
        first=first,
        second=second,
    )
    if shape == "two":
        body = f"<v0> = {p}\nif {x}:\n    <v0> += {decimal(first)}\nif {name(two.name)}:\n    <v0> += {decimal(second)}\nreturn <v0>"
        return done("price", (base, one, two), DECIMAL, does, body, "R044")
    code = {
        "percent-on": f"{p} * (100 + {constant(first)}) / 100",
        "percent-off": f"{p} * (100 - {constant(first)}) / 100",
        "plus": f"{p} + {decimal(first)}",
        "free": ZERO,
    }[shape]
    return done("price", (base, one), DECIMAL, does, f"return {code} if {x} else {p}", "R043")


def product_and_more(world: World) -> Draft | None:
    """Two or three numbers multiplied, added, subtracted."""
    dice = world.dice
    price, pieces, other = _amount(dice), _count(dice), _amount(dice)
    percent = Parameter(
        name=dice.pick(["discount_percent", "rebate_percent", "percent"]), type=INT if dice.chance(0.5) else DECIMAL
    )
    p, q, r = name(price.name), name(pieces.name), name(other.name)
    shape = dice.pick(["plus", "minus", "percent", "diff"])
    takes, code = {
        "plus": ((price, pieces, other), f"{q} * {p} + {r}"),
        "minus": ((price, pieces, other), f"{q} * {p} - {r}"),
        "percent": ((price, pieces, percent), f"{q} * {p} * (100 - {name(percent.name)}) / 100"),
        "diff": ((price, other), f"abs({p} - {r})"),
    }[shape]
    does = dice.tell(
        f"scalars.product.{shape}",
        n=label(pieces.name),
        a=label(price.name),
        b=label(other.name),
        percent=label(percent.name),
    )
    if shape == "minus" and dice.chance(0.6):
        does, code = does.rstrip(".?") + dice.tell("scalars.product.floor"), f"max({code}, {ZERO})"
    if dice.chance(0.25):
        words, wrap = rounded(dice)
        bare = shape == "diff" or code.startswith("max(")
        does, code = does.rstrip(".?") + words, (wrap.replace("({x})", "{x}") if bare else wrap).format(x=code)
    return done("total", takes, DECIMAL, does, f"return {code}", "R002")


_DAY_PAIRS = (
    ("start", "end"),
    ("arrival", "departure"),
    ("borrowed_on", "returned_on"),
    ("ordered_on", "delivered_on"),
    ("issued_on", "paid_on"),
    ("first_day", "last_day"),
)


def days_and_number(world: World) -> Draft | None:
    """Days as parameters: differences, terms, prices per day."""
    dice = world.dice
    one, two = dice.pick(_DAY_PAIRS)
    words, p, q = {"a": label(one), "b": label(two)}, name(one), name(two)
    takes: tuple[Parameter, ...] = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    shape = dice.pick(["price", "late", "within", "plain", "valid"])
    stated = str(dice.between(2, 60))
    if shape == "price":
        rate = Parameter(name=dice.pick(["daily_rate", "price_per_night", "rate", "day_price"]), type=DECIMAL)
        does, code = dice.tell("scalars.days.price", rate=label(rate.name), **words), f"({q} - {p}).days"
        return done("cost", (*takes, rate), DECIMAL, does, f"return {code} * {name(rate.name)}", "R100")
    if shape == "late":
        price = str(dice.between(61, 99))
        does = dice.tell("scalars.days.late", stated=number_said(dice, stated), price=price, **words)
        code = f"max(({q} - {p}).days - {constant(stated)}, 0) * {decimal(price)}"
        return done("late_fee", takes, DECIMAL, does, f"return {code}", "R105")
    if shape == "within":
        does = dice.tell("scalars.days.within", stated=number_said(dice, stated), **words)
        return done("in_time", takes, BOOL, does, f"return {q} <= {p} + timedelta(days={constant(stated)})", "R104")
    if shape == "valid":
        does = dice.tell("scalars.days.valid", **words)
        day = Parameter(name="day", type=DATE)
        return done("is_inside", (*takes, day), BOOL, does, f"return {p} <= {name('day')} <= {q}", "R117")
    both, does = dice.chance(0.5), dice.tell("scalars.days.plain", **words)
    if both:
        does += dice.tell("scalars.days.both", **words)
    return done("days", takes, INT, does, f"return ({q} - {p}).days{' + 1' if both else ''}", "R104")


def enum_rules(world: World) -> Draft | None:
    """An enum parameter with a number: rates, limits."""
    dice = world.dice
    source = world.field(dice.pick([world.root, world.other, world.child]), is_enum)
    if source is None or not isinstance(source.type, EnumType) or len(source.type.values) < 2:
        return None
    kind, base, pieces = Parameter(name=source.name, type=source.type), _amount(dice), _count(dice)
    one, two = dice.some(source.type.values, 2)
    p, test = name(base.name), f'{name(kind.name)} == "{name(one)}"'
    first, second = (str(number) for number in dice.some(range(2, 60), 2))
    shape = dice.pick(["percent", "limit", "per"])
    does = dice.tell(
        f"scalars.enum.{shape}",
        a=label(base.name),
        n=label(pieces.name),
        said=label(kind.name),
        one=label(one),
        two=label(two),
        first=first,
        second=second,
    )
    if shape == "percent":
        body = f'if {test}:\n    return {p} * (100 - {constant(first)}) / 100\nif {name(kind.name)} == "{name(two)}":\n    return {p} * (100 - {constant(second)}) / 100\nreturn {p}'
        return done("price", (base, kind), DECIMAL, does, body, "R249")
    choice = f"({decimal(first)} if {test} else {decimal(second)})"
    if shape == "limit":
        return done("allowed", (base, kind), BOOL, does, f"return {p} <= {choice}", "R042")
    return done("charge", (pieces, kind), DECIMAL, does, f"return {name(pieces.name)} * {choice}", "R249")


PATTERNS = (
    (flags_and_limit, 1.2),
    (flag_price, 1.5),
    (product_and_more, 1.2),
    (days_and_number, 1.5),
    (enum_rules, 1.5),
)
