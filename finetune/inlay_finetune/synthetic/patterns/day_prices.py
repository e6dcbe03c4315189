"""Rules in which a day or an age decides on a price: seasons, days of the week, early and late."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun, on_day
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    ZERO,
    decimal,
    done,
    root_of,
    today,
)
from inlay_finetune.synthetic.patterns.periods import _DAYS, _MONTHS
from inlay_finetune.synthetic.world import World, is_date, is_decimal

__all__ = ["PATTERNS"]


def season(world: World) -> Draft | None:
    """One of two stated prices, or a yes, by month or weekday of a day."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    if dice.chance(0.4):
        parameter = Parameter(
            name=dice.pick(["day", "visit_day", "travel_date", "event_date", "booked_for"]), type=DATE
        )
        takes, access, said = (parameter,), name(parameter.name), label(parameter.name)
    low, high = sorted(dice.some(range(1, 13), 2))
    at = dice.between(0, 6)
    shape, test = dice.pick(
        [
            ("month", f"{access}.month == {low}"),
            ("months", f"{low} <= {access}.month <= {high}"),
            ("weekday", f"{access}.weekday() == {at}"),
            ("weekend", f"{access}.weekday() >= 5"),
        ]
    )
    when = dice.tell(f"day_prices.when.{shape}", a=said, low=_MONTHS[low - 1], high=_MONTHS[high - 1], at=_DAYS[at])
    if dice.chance(0.4):
        return done("in_season", takes, BOOL, dice.tell("day_prices.season.test", when=when), f"return {test}", "R134")
    price, other = (str(number) for number in dice.some(range(13, 200), 2))
    does = dice.tell(
        "day_prices.season.price", when=when, price=number_said(dice, price), other=number_said(dice, other)
    )
    body = f"if {test}:\n    return {decimal(price)}\nreturn {decimal(other)}"
    return done("season_price", takes, DECIMAL, does, body, "R134")


def day_surcharge(world: World) -> Draft | None:
    """An amount raised by a stated percentage or sum on weekends or for short notice."""
    dice, money, field = world.dice, world.field(world.root, is_decimal), world.field(world.root, is_date)
    if money is None or field is None:
        return None
    root, takes = root_of(world)
    a, said, base, access = (
        field_words(dice, money),
        field_words(dice, field),
        f"{root}.{name(money.name)}",
        f"{root}.{name(field.name)}",
    )
    stated = str(dice.between(3, 60))
    if dice.chance(0.5):
        test, when = f"{access}.weekday() >= 5", dice.tell("day_prices.when.weekend", a=said)
    else:
        other = world.field(world.root, is_date, but=(field,))
        days = str(dice.between(61, 99)) if dice.chance(0.1) else str(dice.pick([2, 3, 7, 14, 30]))
        if other is None or days == stated:
            return None
        test = f"({access} - {root}.{name(other.name)}).days < {constant(days)}"
        when = dice.tell("day_prices.when.short", a=said, b=field_words(dice, other), days=number_said(dice, days))
    percent = dice.chance(0.65)
    code = f"{base} * (100 + {constant(stated)}) / 100" if percent else f"{base} + {decimal(stated)}"
    does = dice.tell(
        f"day_prices.surcharge.{'percent' if percent else 'amount'}",
        money=a,
        stated=number_said(dice, stated),
        digits=stated,
        when=when,
    )
    return done("with_surcharge", takes, DECIMAL, does, f"if {test}:\n    return {code}\nreturn {base}", "R122")


def early_or_late(world: World) -> Draft | None:
    """A discount for paying within n days, or a fee for paying after a day."""
    dice, money, field = world.dice, world.field(world.root, is_decimal), world.field(world.root, is_date)
    if money is None or field is None:
        return None
    root, takes = root_of(world)
    base, access = f"{root}.{name(money.name)}", f"{root}.{name(field.name)}"
    paid = Parameter(name=dice.pick(["paid_on", "returned_on", "payment_day", "received_on", "pay_date"]), type=DATE)
    p = name(paid.name)
    percent, days = (
        str(dice.between(2, 20)),
        str(dice.pick([21, 30, 45, 60]) if dice.chance(0.4) else dice.pick([1, 25, 28])),
    )
    words = {
        "money": field_words(dice, money),
        "a": field_words(dice, field),
        "event": day_noun(dice, _as_field(paid)),
        "percent": number_said(dice, percent),
        "digits": percent,
    }
    if dice.chance(0.5):
        if days == percent:
            return None
        does = dice.tell("day_prices.early", days=number_said(dice, days), **words)
        return done(
            "to_pay",
            (*takes, paid),
            DECIMAL,
            does,
            f"if {p} <= {access} + timedelta(days={constant(days)}):\n    return {base} * (100 - {constant(percent)}) / 100\nreturn {base}",
            "R122",
        )
    if dice.chance(0.5):
        own, does = "late_fee", dice.tell("day_prices.late_fee", **words)
        body = f"if {p} > {access}:\n    return {base} * {constant(percent)} / 100\nreturn {ZERO}"
    else:
        own, does = "with_late_fee", dice.tell("day_prices.per_day", **words)
        body = f"return {base} + max(({p} - {access}).days, 0) * {decimal(percent)}"
    return done(own, (*takes, paid), DECIMAL, does, body, "R121")


def _as_field(parameter: Parameter) -> Field:
    return Field(name=parameter.name, type=parameter.type)


def age_price(world: World) -> Draft | None:
    """Stated values by full years: children, adults, seniors."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, said, p = f"{root}.{name(field.name)}", field_words(dice, field), name(now.name)
    low, high = (str(number) for number in (dice.pick([6, 12, 14, 16, 18]), dice.pick([60, 63, 65, 67, 70])))
    small, full, old = (
        str(number) for number in dice.some([2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 15, 17, 19, 20, 25, 30], 3)
    )
    years = f"<v0> = {p}.year - {access}.year - (({p}.month, {p}.day) < ({access}.month, {access}.day))"
    lead = dice.tell("day_prices.age.lead", a=said, day=day, on=on_day(day))
    words = {"low": low, "high": high, "small": small, "full": full, "old": old}
    if dice.chance(0.5):
        does = f"{lead}: " + dice.tell("day_prices.age.three", **words)
        body = f"{years}\nif <v0> < {constant(low)}:\n    return {decimal(small)}\nif <v0> < {constant(high)}:\n    return {decimal(full)}\nreturn {decimal(old)}"
    else:
        does = f"{lead}: " + dice.tell("day_prices.age.two", **words)
        body = f"{years}\nif <v0> < {constant(low)}:\n    return {decimal(small)}\nreturn {decimal(full)}"
    return done("price_by_age", (*takes, now), DECIMAL, does, body, "R106", "R032")


PATTERNS = (
    (season, 2),
    (day_surcharge, 1.5),
    (early_or_late, 2),
    (age_price, 1),
)
