"""Rules over days that look ahead or measure: days left, notice, months between, seasons, weekend prices, early and late payment."""

from inlay.contract import Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
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


def days_left(world: World) -> Draft | None:
    """Days from today until a day, raw or never negative."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    said = field_words(dice, field)
    code = f"({root}.{name(field.name)} - {name(now.name)}).days"
    does = dice.say(
        f"How many days are left from {day} until the {said}",
        f"Days left until the {said}, seen from {day}",
        f"Days remaining on {day} before the {said} comes",
        f"The number of days from {day} to the {said}",
        f"In how many days the {said} is, counted from {day}",
    )
    if dice.chance(0.55):
        does, code = (
            does
            + dice.say(
                "; zero when it has passed", ", 0 if it is over", ", never negative", ", zero once the day is past"
            ),
            f"max({code}, 0)",
        )
    return done("days_left", (*takes, now), INT, does, f"return {code}", "R104")


def due_soon(world: World) -> Draft | None:
    """Whether a day comes within the next n days, today included, not in the past."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    said, access, p = field_words(dice, field), f"{root}.{name(field.name)}", name(now.name)
    shown = str(dice.pick([2, 3, 5, 7, 10, 14, 21, 30, 60, 90]))
    code, shown = constant(shown), " ".join((shown, "days"))
    takes = (*takes, now)
    if dice.chance(0.35):
        days = Parameter(name=dice.pick(["days", "lead_days", "warning_days"]), type=INT)
        takes, shown, code = (
            (*takes, days),
            dice.pick([f"the {label(days.name)}", "the given number of days"]),
            name(days.name),
        )
    does = dice.say(
        f"Whether the {said} is within {shown} from {day}, {day} included, and not past",
        f"True if the {said} is not before {day} and at most {shown} after it",
        f"The {said} lies between {day} and {shown} later, both included",
        f"A reminder is due if the {said} has not passed on {day} but comes within {shown}",
        f"Is the {said} at most {shown} away from {day} and not already over?",
    )
    return done("due_soon", takes, BOOL, does, f"return {p} <= {access} <= {p} + timedelta(days={code})", "R119")


def notice(world: World) -> Draft | None:
    """Something must happen at least n days before a day."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, said, one = f"{root}.{name(field.name)}", field_words(dice, field), entity_word(dice, world.root)
    term = world.field(world.root, is_int)
    if term is not None and dice.chance(0.4):
        shown, code = f"its {field_words(dice, term)} in days", f"{root}.{name(term.name)}"
        does = dice.say(
            f"Whether {day} is still at least {shown} before the {said}",
            f"True if the {said} is at least {shown} after {day}",
            f"Notice must be given {shown} before the {said}: true if that is still possible on {day}",
        )
    else:
        shown = str(dice.pick([1, 2, 3, 7, 14, 28, 30, 60, 90]))
        code = constant(shown)
        does = dice.say(
            f"The {one} can be cancelled on {day} up to {shown} days before the {said}",
            f"True if {day} is at least {shown} days before the {said}",
            f"Whether there are still {shown} days or more between {day} and the {said}",
            f"Notice of {shown} days: on {day} the {said} must be {shown} or more days away",
            f"No change is possible on {day} later than {shown} days before the {said}",
            f"Is the {said} no less than {shown} days after {day}?",
        )
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
        does = dice.say(
            f"Full weeks between {a} and {b}",
            f"How many whole weeks lie between {a} and {b}",
            f"The number of complete weeks from {a} to {b}",
            f"Weeks passed from {a} until {b}, started ones not counted",
        )
        return done("weeks", takes, INT, does, f"return ({end} - {start}).days // 7", "R104")
    months = f"({end}.year - {start}.year) * 12 + {end}.month - {start}.month"
    if shape == "calendar":
        does = dice.say(
            f"The number of calendar months from {a} to {b}, days ignored",
            f"How many months {b} is after {a}, looking only at year and month",
            f"Difference in months between {a} and {b}, whatever the day of the month",
        )
        return done("months", takes, INT, does, f"return {months}", "R107")
    does = dice.say(
        f"Full months between {a} and {b}",
        f"How many complete months have passed from {a} to {b}",
        f"Whole months from {a} until {b}, a started month does not count",
        f"The number of full months {b} lies after {a}",
    )
    return done("full_months", takes, INT, does, f"return {months} - ({end}.day < {start}.day)", "R107")


def this_month(world: World) -> Draft | None:
    """Whether a day falls in the month or year of today, or in the month before or after."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    access, said, p = f"{root}.{name(field.name)}", field_words(dice, field), name(now.name)
    if dice.chance(0.3):
        does = dice.say(
            f"Whether the {said} is in the same year as {day}",
            f"True if the {said} falls in the year of {day}",
            f"Is the year of the {said} that of {day}?",
        )
        return done("this_year", (*takes, now), BOOL, does, f"return {access}.year == {p}.year", "R120")
    if dice.chance(0.4):
        does = dice.say(
            f"Whether the {said} has its anniversary on {day}",
            f"True if month and day of the {said} are those of {day}",
            f"Is {day} the yearly return of the {said} (same month, same day)?",
        )
        return done(
            "anniversary",
            (*takes, now),
            BOOL,
            does,
            f"return ({access}.month, {access}.day) == ({p}.month, {p}.day)",
            "R114",
        )
    does = dice.say(
        f"Due this month: the {said} is in the month of {day}, same year",
        f"Whether the {said} falls in the month and year of {day}",
        f"True if the {said} is in the current month as of {day}",
        f"Is it this month's? The {said} has the year and month of {day}",
    )
    return done(
        "this_month",
        (*takes, now),
        BOOL,
        does,
        f"return ({access}.year, {access}.month) == ({p}.year, {p}.month)",
        "R120",
    )


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
            f"{stated} days after {day}",
            f"{name(now.name)} + timedelta(days={constant(stated)})",
        )
        if dice.chance(0.4):
            b, two = day, name(now.name)
    does = dice.say(
        f"The {a} or {b}, whichever is {word}",
        f"The {word} of the {a} and {b}",
        f"Whichever comes {'last' if late else 'first'}, the {a} or {b}",
        f"The {a}, but {b} if that is {word}",
        f"The {a}, {'no earlier' if late else 'no later'} than {b}",
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
