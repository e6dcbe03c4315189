"""Rules in which a day or an age decides on a price: seasons, days of the week, early and late."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
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
    shape = dice.pick(["month", "months", "weekday", "weekend"])
    if shape == "month":
        test, when = (
            f"{access}.month == {low}",
            dice.say(f"the {said} is in {_MONTHS[low - 1]}", f"the {said} falls in {_MONTHS[low - 1]}"),
        )
    elif shape == "months":
        test, when = (
            f"{low} <= {access}.month <= {high}",
            dice.say(
                f"the {said} is from {_MONTHS[low - 1]} to {_MONTHS[high - 1]}",
                f"the month of the {said} is {_MONTHS[low - 1]} through {_MONTHS[high - 1]}",
                f"the {said} falls between the beginning of {_MONTHS[low - 1]} and the end of {_MONTHS[high - 1]}",
            ),
        )
    elif shape == "weekday":
        at = dice.between(0, 6)
        test, when = (
            f"{access}.weekday() == {at}",
            dice.say(f"the {said} is a {_DAYS[at]}", f"the {said} falls on a {_DAYS[at]}"),
        )
    else:
        test, when = (
            f"{access}.weekday() >= 5",
            dice.say(
                f"the {said} is on a weekend", f"the {said} is a Saturday or Sunday", f"the {said} falls on a weekend"
            ),
        )
    if dice.chance(0.4):
        does = dice.say(f"Whether {when}", f"True if {when}", f"Only when {when}", f"Applies if {when}")
        return done("in_season", takes, BOOL, does, f"return {test}", "R134")
    price, other = (str(number) for number in dice.some(range(13, 200), 2))
    does = dice.say(
        f"{price} if {when}, otherwise {other}",
        f"The price is {other}, but {price} when {when}",
        f"{other} unless {when}, then {price}",
        f"When {when}, {price}; else {other}",
        f"{other}. If {when} it costs {price} instead",
    )
    return done(
        "season_price",
        takes,
        DECIMAL,
        does,
        f"if {test}:\n    return {decimal(price)}\nreturn {decimal(other)}",
        "R134",
    )


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
        test, when = (
            f"{access}.weekday() >= 5",
            dice.say(
                f"the {said} is a Saturday or Sunday", f"the {said} is on a weekend", f"the {said} falls on a weekend"
            ),
        )
    else:
        other = world.field(world.root, is_date, but=(field,))
        days = str(dice.between(61, 99)) if dice.chance(0.1) else str(dice.pick([2, 3, 7, 14, 30]))
        if other is None or days == stated:
            return None
        b = field_words(dice, other)
        test = f"({access} - {root}.{name(other.name)}).days < {constant(days)}"
        when = dice.say(
            f"there are less than {days} days from the {b} to the {said}",
            f"the {said} is less than {days} days after the {b}",
            f"fewer than {days} days lie between the {b} and the {said}",
        )
    percent = dice.chance(0.65)
    if percent:
        does, code = (
            dice.say(
                f"The {a}, {stated} percent more when {when}",
                f"The {a}; if {when}, plus {stated}%",
                f"If {when}, the {a} goes up by {stated} percent",
                f"{a} with a surcharge of {stated} percent when {when}",
                f"When {when}, add {stated}% to the {a}, otherwise leave it",
            ),
            f"{base} * (100 + {constant(stated)}) / 100",
        )
    else:
        does, code = (
            dice.say(
                f"The {a}, and {stated} more when {when}",
                f"The {a} plus {stated} if {when}",
                f"If {when}, {stated} is added to the {a}",
                f"{a} with an extra {stated} when {when}",
            ),
            f"{base} + {decimal(stated)}",
        )
    return done("with_surcharge", takes, DECIMAL, does, f"if {test}:\n    return {code}\nreturn {base}", "R122")


def early_or_late(world: World) -> Draft | None:
    """A discount for paying within n days, or a fee for paying after a day."""
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
    paid = Parameter(name=dice.pick(["paid_on", "returned_on", "payment_day", "received_on", "pay_date"]), type=DATE)
    event, p = field_words(dice, _as_field(paid)), name(paid.name)
    percent, days = (
        str(dice.between(2, 20)),
        str(dice.pick([21, 30, 45, 60]) if dice.chance(0.4) else dice.pick([1, 25, 28])),
    )
    if dice.chance(0.5):
        if days == percent:
            return None
        does = dice.say(
            f"The {a} less {percent} percent if the {event} is at most {days} days after the {said}",
            f"{percent}% off the {a} when the {event} is within {days} days of the {said}, otherwise the full {a}",
            f"If paid within {days} days after the {said} (by {event}), the {a} minus {percent} percent, else the {a}",
            f"{a}; an early {event}, up to {days} days after the {said}, brings {percent} percent off",
        )
        return done(
            "to_pay",
            (*takes, paid),
            DECIMAL,
            does,
            f"if {p} <= {access} + timedelta(days={constant(days)}):\n    return {base} * (100 - {constant(percent)}) / 100\nreturn {base}",
            "R122",
        )
    if dice.chance(0.5):
        does = dice.say(
            f"{percent} percent of the {a} if the {event} is after the {said}, otherwise zero",
            f"A late fee of {percent}% of the {a} when the {event} is later than the {said}, else nothing",
            f"Zero up to the {said}; an {event} after it costs {percent} percent of the {a}",
            f"Nothing if the {event} is not after the {said}, {percent} percent of the {a} if it is",
        )
        return done(
            "late_fee",
            (*takes, paid),
            DECIMAL,
            does,
            f"if {p} > {access}:\n    return {base} * {constant(percent)} / 100\nreturn {ZERO}",
            "R121",
        )
    does = dice.say(
        f"The {a} plus {percent} for each day that the {event} is after the {said}",
        f"{a}, and {percent} more per day of delay of the {event} after the {said}",
        f"Add {percent} to the {a} for every day by which the {event} exceeds the {said}; nothing is added on time",
    )
    return done(
        "with_late_fee",
        (*takes, paid),
        DECIMAL,
        does,
        f"return {base} + max(({p} - {access}).days, 0) * {decimal(percent)}",
        "R121",
    )


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
    lead = dice.say(
        f"By full years between the {said} and {day}",
        f"Full years from the {said} to {day} decide",
        f"By the age on {day} in full years, counted from the {said}",
    )
    if dice.chance(0.5):
        does = f"{lead}: " + dice.say(
            f"under {low} {small}, from {high} on {old}, everyone else {full}",
            f"{small} below {low}, {full} from {low} to under {high}, {old} from {high}",
            f"{small} if under {low}, {old} at {high} or more, {full} otherwise",
        )
        body = f"{years}\nif <v0> < {constant(low)}:\n    return {decimal(small)}\nif <v0> < {constant(high)}:\n    return {decimal(full)}\nreturn {decimal(old)}"
    else:
        does = f"{lead}: " + dice.say(
            f"under {low} {small}, otherwise {full}",
            f"{small} below {low}, {full} from {low} on",
            f"{full}, but {small} for anybody younger than {low}",
        )
        body = f"{years}\nif <v0> < {constant(low)}:\n    return {decimal(small)}\nreturn {decimal(full)}"
    return done("price_by_age", (*takes, now), DECIMAL, does, body, "R106", "R032")


PATTERNS = (
    (season, 2),
    (day_surcharge, 1.5),
    (early_or_late, 2),
    (age_price, 1),
)
