"""Rules over single days: ages, weekdays and months, periods of validity, prices per day."""

from inlay.contract import DecimalType, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.dates import _day, _is_maybe_date, _owned
from inlay_finetune.synthetic.patterns.day_words import day_noun, happened, on_day
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, INT, TEXT, root_of
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]


def age(world: World) -> Draft | None:
    """R110: full years between a day and another."""
    dice = world.dice
    root, takes = root_of(world)
    field = world.field(world.root, is_date)
    if field is None:
        return None
    parameter, day = _day(world)
    access, p = f"{root}.{name(field.name)}", name(parameter.name)
    words = _owned(world, field) | {"day": day, "on": on_day(day)}
    years = f"{p}.year - {access}.year - (({p}.month, {p}.day) < ({access}.month, {access}.day))"
    if dice.chance(0.3):
        limit = str(dice.pick([18, 16, 21, 65, 5, 10, 3, 2, 12, 25]))
        does = dice.tell("calendar_days.age.enough", limit=number_said(dice, limit), **words)
        return Draft(
            name="old_enough",
            takes=(*takes, parameter),
            returns=BOOL,
            does=sentence(does),
            body=f"return {years} >= {constant(limit)}",
            tags=("R110",),
        )
    event = happened(field, dice.pick(["it", f"the {words['it']}"]))
    told = "event" if event is not None and dice.chance(0.3) else "years"
    does = dice.tell(f"calendar_days.age.{told}", event=event or "", **words)
    return Draft(
        name="full_years",
        takes=(*takes, parameter),
        returns=INT,
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
    access, words = f"{root}.{name(field.name)}", _owned(world, field)
    parameter, day = _day(world)
    p, year = name(parameter.name), Parameter(name="year", type=INT)
    shape, own, returns, code, more, tag = dice.pick(
        [
            ("weekend", "on_weekend", BOOL, f"{access}.weekday() >= 5", (), "R115"),
            ("weekday", "on_weekday", BOOL, f"{access}.weekday() < 5", (), "R115"),
            ("month", "month_of", TEXT, f"{access}.isoformat()[:7]", (), "R118"),
            (
                "same_month",
                "same_month",
                BOOL,
                f"({access}.year, {access}.month) == ({p}.year, {p}.month)",
                (parameter,),
                "R118",
            ),
            ("in_year", "in_year", BOOL, f"{access}.year == {name('year')}", (year,), "R118"),
        ]
    )
    does = dice.tell(f"calendar_days.{shape}", day=day, **words)
    return Draft(
        name=own, takes=(*takes, *more), returns=returns, does=sentence(does), body=f"return {code}", tags=(tag,)
    )


def within(world: World) -> Draft | None:
    """R108: whether a day lies in a period of two fields, an open end included."""
    dice = world.dice
    root, takes = root_of(world)
    start, end = world.field(world.root, is_date), world.field(world.root, is_date, _is_maybe_date)
    if start is None or end is None or start == end:
        return None
    parameter, day = _day(world)
    p, first, last = name(parameter.name), f"{root}.{name(start.name)}", f"{root}.{name(end.name)}"
    words = _owned(world, start) | {"b": field_words(dice, end), "own_b": day_noun(dice, end)}
    words |= {"day": day, "on": on_day(day)}
    if _is_maybe_date(end.type):
        does = dice.tell("calendar_days.within.open", **words)
        body = f"return {first} <= {p} and ({last} is None or {p} <= {last})"
    else:
        half = dice.chance(0.3)
        does = dice.tell(f"calendar_days.within.{'half' if half else 'both'}", **words)
        body = f"return {first} <= {p} {'<' if half else '<='} {last}"
    return Draft(
        name="is_valid_on",
        takes=(*takes, parameter),
        returns=BOOL,
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
    does = dice.tell(
        "calendar_days.per_day",
        b=field_words(dice, end),
        own_b=day_noun(dice, end),
        said=field_words(dice, price),
        unit=dice.pick(["days", "nights"]),
        **_owned(world, start),
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
