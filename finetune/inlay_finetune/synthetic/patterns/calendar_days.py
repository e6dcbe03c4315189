"""Rules over single days: ages, weekdays and months, periods of validity, prices per day."""

from inlay.contract import DecimalType, Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.dates import _day, _is_maybe_date
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.parts import root_of
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]


_TODAY = ("today", "day", "as_of", "on_day", "reference_day", "now")


def age(world: World) -> Draft | None:
    """R110: full years between a day and another."""
    dice = world.dice
    root, takes = root_of(world)
    field = world.field(world.root, is_date)
    if field is None:
        return None
    parameter, day = _day(world)
    said, access, p = field_words(dice, field), f"{root}.{name(field.name)}", name(parameter.name)
    years = f"{p}.year - {access}.year - (({p}.month, {p}.day) < ({access}.month, {access}.day))"
    if dice.chance(0.3):
        limit = str(dice.pick([18, 16, 21, 65, 5, 10, 3, 2, 12, 25]))
        does = dice.say(
            f"Whether at least {limit} full years lie between the {said} and {day}",
            f"True if {limit} full years have passed since the {said} on {day}",
            f"Is it {limit} or more full years from the {said} to {day}?",
        )
        return Draft(
            name="old_enough",
            takes=(*takes, parameter),
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {years} >= {constant(limit)}",
            tags=("R110",),
        )
    does = dice.say(
        f"Full years from the {said} to {day}",
        f"How many full years have passed since the {said} on {day}",
        f"Completed years between the {said} and {day}",
        f"The age in full years on {day}, counted from the {said}",
    )
    return Draft(
        name="full_years",
        takes=(*takes, parameter),
        returns=Scalar("int"),
        does=sentence(does),
        body=f"return {years}",
        tags=("R110",),
    )


def weekday(world: World) -> Draft | None:
    """Whether a day falls on a weekend, and month or year of a day."""
    dice = world.dice
    root, takes = root_of(world)
    field = world.field(world.root, is_date)
    if field is None:
        return None
    said, access = field_words(dice, field), f"{root}.{name(field.name)}"
    shape = dice.pick(["weekend", "weekday", "month", "same-month", "year"])
    if shape == "weekend":
        does = dice.say(
            f"Whether the {said} falls on a weekend",
            f"True if the {said} is a Saturday or Sunday",
            f"Is the {said} on a Saturday or a Sunday?",
        )
        return Draft(
            name="on_weekend",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {access}.weekday() >= 5",
            tags=("R115",),
        )
    if shape == "weekday":
        does = dice.say(
            f"Whether the {said} is a weekday from Monday to Friday",
            f"True if the {said} is a working day, Monday to Friday",
            f"Is the {said} not on a weekend?",
        )
        return Draft(
            name="on_weekday",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {access}.weekday() < 5",
            tags=("R115",),
        )
    if shape == "month":
        does = dice.say(
            f"The month of the {said} as YYYY-MM",
            f"Year and month of the {said}, like 2024-03",
            f"The {said} as year and month (YYYY-MM)",
        )
        return Draft(
            name="month_of",
            takes=takes,
            returns=Scalar("str"),
            does=sentence(does),
            body=f"return {access}.isoformat()[:7]",
            tags=("R118",),
        )
    parameter, day = _day(world)
    p = name(parameter.name)
    if shape == "same-month":
        does = dice.say(
            f"Whether the {said} is in the same month as {day}",
            f"True if {day} lies in the month of the {said}",
            f"Are the {said} and {day} in the same month of the same year?",
        )
        return Draft(
            name="same_month",
            takes=(*takes, parameter),
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return ({access}.year, {access}.month) == ({p}.year, {p}.month)",
            tags=("R118",),
        )
    year = Parameter(name="year", type=Scalar("int"))
    does = dice.say(
        f"Whether the {said} is in the given year",
        f"True if the {said} falls in the year",
        f"Is the {said} in that year?",
    )
    return Draft(
        name="in_year",
        takes=(*takes, year),
        returns=Scalar("bool"),
        does=sentence(does),
        body=f"return {access}.year == {name('year')}",
        tags=("R118",),
    )


def within(world: World) -> Draft | None:
    """R108: whether a day lies in a period of two fields, an open end included."""
    dice = world.dice
    root, takes = root_of(world)
    start, end = world.field(world.root, is_date), world.field(world.root, is_date, _is_maybe_date)
    if start is None or end is None or start == end:
        return None
    parameter, day = _day(world)
    p, a, b = name(parameter.name), field_words(dice, start), field_words(dice, end)
    first, last = f"{root}.{name(start.name)}", f"{root}.{name(end.name)}"
    if _is_maybe_date(end.type):
        does = dice.say(
            f"Whether {day} is on or after the {a} and, if there is a {label(end.name)}, not after it",
            f"True if {day} lies between the {a} and the {b}, both included; without a {label(end.name)} it never ends",
            f"Whether {day} is from the {a} to the {b}, both ends included; a missing {label(end.name)} means no end",
        )
        body = f"return {first} <= {p} and ({last} is None or {p} <= {last})"
    else:
        half = dice.chance(0.3)
        ends = (
            dice.say(", the last day not included", ", the end excluded")
            if half
            else dice.say(", both included", ", both days included", " inclusive", ", both ends in")
        )
        does = dice.say(
            f"Whether {day} lies between the {a} and the {b}{ends}",
            f"True if {day} is from the {a} to the {b}{ends}",
            f"Is {day} in the period from the {a} to the {b}{ends}",
        )
        body = f"return {first} <= {p} {'<' if half else '<='} {last}"
    return Draft(
        name="is_valid_on",
        takes=(*takes, parameter),
        returns=Scalar("bool"),
        does=sentence(does),
        body=body,
        tags=("R108",),
    )


def per_day(world: World) -> Draft | None:
    """R100 with R002: days between two fields times a price."""
    dice = world.dice
    root, takes = root_of(world)
    start = world.field(world.root, is_date)
    end = world.field(world.root, is_date, but=(start,)) if start else None
    price = world.field(world.root, lambda kind: isinstance(kind, DecimalType))
    if start is None or end is None or price is None:
        return None
    a, b, said = field_words(dice, start), field_words(dice, end), field_words(dice, price)
    unit = dice.pick(["days", "nights"])
    does = dice.say(
        f"The {said} times the {unit} between the {a} and the {b}",
        f"The number of {unit} from the {a} to the {b} times the {said}",
        f"For each of the {unit} from the {a} to the {b}, the {said}",
        f"{said} per day from the {a} to the {b}",
    )
    code = f"({root}.{name(end.name)} - {root}.{name(start.name)}).days"
    return Draft(
        name="stay_cost",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=f"return {code} * {root}.{name(price.name)}",
        tags=("R100",),
    )


PATTERNS = ((age, 1), (weekday, 1.5), (within, 1.5), (per_day, 1))
