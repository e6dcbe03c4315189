"""Rules over days that look ahead or measure: days left, notice, months between, seasons, weekend prices, early and late payment."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun, on_day
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    INT,
    done,
    root_of,
    today,
)
from inlay_finetune.synthetic.world import World, is_date, is_int

__all__ = ["PATTERNS"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _words(world: World, field: Field, day: str) -> dict[str, str]:
    """Give the phrases that wordings about a day of the root and about today may use."""
    dice = world.dice
    return {
        "a": field_words(dice, field),
        "own_a": day_noun(dice, field),
        "it": entity_word(dice, world.root),
        "day": day,
        "on": on_day(day),
    }


def days_left(world: World) -> Draft | None:
    """Days from today until a day, raw or never negative."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    words, code = _words(world, field, day), f"({root}.{name(field.name)} - {name(now.name)}).days"
    if dice.chance(0.55):
        does = dice.tell("periods.days_left.say", **words) + dice.tell("periods.days_left.floor")
        code = f"max({code}, 0)"
    else:
        does = dice.tell(f"periods.days_left.{'ask' if dice.chance(0.25) else 'say'}", **words)
    return done("days_left", (*takes, now), INT, does, f"return {code}", "R104")


def due_soon(world: World) -> Draft | None:
    """Whether a day comes within the next n days, today included, not in the past."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, p = f"{root}.{name(field.name)}", name(now.name)
    shown = str(dice.pick([2, 3, 5, 7, 10, 14, 21, 30, 60, 90]))
    code, shown = constant(shown), f"{number_said(dice, shown)} days"
    takes = (*takes, now)
    if dice.chance(0.35):
        days = Parameter(name=dice.pick(["days", "lead_days", "warning_days"]), type=INT)
        takes, shown, code = (
            (*takes, days),
            dice.tell("periods.given_days", label=label(days.name)),
            name(days.name),
        )
    does = dice.tell("periods.due_soon", span=shown, **_words(world, field, day))
    return done("due_soon", takes, BOOL, does, f"return {p} <= {access} <= {p} + timedelta(days={code})", "R119")


def notice(world: World) -> Draft | None:
    """Something must happen at least n days before a day."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, words = f"{root}.{name(field.name)}", _words(world, field, day)
    term = world.field(world.root, is_int)
    if term is not None and dice.chance(0.4):
        shown, code = dice.tell("periods.notice.amount", count=field_words(dice, term)), f"{root}.{name(term.name)}"
        does = dice.tell("periods.notice.field", shown=shown, **words)
    else:
        shown = str(dice.pick([1, 2, 3, 7, 14, 28, 30, 60, 90]))
        code = constant(shown)
        does = dice.tell("periods.notice.days", shown=number_said(dice, shown), **words)
    return done(
        "in_time", (*takes, now), BOOL, does, f"return {name(now.name)} <= {access} - timedelta(days={code})", "R129"
    )


def months_or_weeks(world: World) -> Draft | None:
    """Full months or weeks between two days."""
    dice, first = world.dice, world.field(world.root, is_date)
    if first is None:
        return None
    root, takes = root_of(world)
    second = world.field(world.root, is_date, but=(first,))
    a, start = f"the {field_words(dice, first)}", f"{root}.{name(first.name)}"
    if second is not None and dice.chance(0.5):
        b, end = f"the {field_words(dice, second)}", f"{root}.{name(second.name)}"
    else:
        now, b = today(world)
        takes, end = (*takes, now), name(now.name)
    shape = dice.pick(["months", "months", "weeks", "calendar"])
    if shape == "weeks":
        does = dice.tell("periods.months.weeks", a=a, b=b)
        return done("weeks", takes, INT, does, f"return ({end} - {start}).days // 7", "R104")
    months = f"({end}.year - {start}.year) * 12 + {end}.month - {start}.month"
    if shape == "calendar":
        does = dice.tell("periods.months.calendar", a=a, b=b)
        return done("months", takes, INT, does, f"return {months}", "R107")
    does = dice.tell("periods.months.full", a=a, b=b)
    return done("full_months", takes, INT, does, f"return {months} - ({end}.day < {start}.day)", "R107")


def this_month(world: World) -> Draft | None:
    """Whether a day falls in the month or year of today, or in the month before or after."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, p, words = f"{root}.{name(field.name)}", name(now.name), _words(world, field, day)
    if dice.chance(0.3):
        own, does = "this_year", dice.tell("periods.this_month.year", **words)
        tag, body = "R120", f"return {access}.year == {p}.year"
    elif dice.chance(0.4):
        own, does = "anniversary", dice.tell("periods.this_month.anniversary", **words)
        tag, body = "R114", f"return ({access}.month, {access}.day) == ({p}.month, {p}.day)"
    else:
        own, does = "this_month", dice.tell("periods.this_month.month", **words)
        tag, body = "R120", f"return ({access}.year, {access}.month) == ({p}.year, {p}.month)"
    return done(own, (*takes, now), BOOL, does, body, tag)


def earlier_or_later(world: World) -> Draft | None:
    """Whichever of two days is earlier or later."""
    dice, first = world.dice, world.field(world.root, is_date)
    if first is None:
        return None
    root, takes = root_of(world)
    second = world.field(world.root, is_date, but=(first,))
    a, one = field_words(dice, first), f"{root}.{name(first.name)}"
    late = dice.chance(0.5)
    word, call = ("later", "max") if late else ("earlier", "min")
    if second is not None and dice.chance(0.5):
        b, two = f"the {field_words(dice, second)}", f"{root}.{name(second.name)}"
    else:
        stated = str(dice.between(2, 90))
        now, day = today(world)
        takes, b, two = (
            (*takes, now),
            f"{number_said(dice, stated)} days after {day}",
            f"{name(now.name)} + timedelta(days={constant(stated)})",
        )
        if dice.chance(0.4):
            b, two = day, name(now.name)
    does = dice.tell(
        "periods.decisive",
        a=a,
        b=b,
        word=word,
        place="last" if late else "first",
        bound="no earlier" if late else "no later",
    )
    return done("decisive_day", takes, DATE, does, f"return {call}({one}, {two})", "R124")


PATTERNS = (
    (days_left, 1.5),
    (due_soon, 1.5),
    (notice, 1.5),
    (months_or_weeks, 1.5),
    (this_month, 1),
    (earlier_or_later, 1.2),
)
