"""Rules over days that look ahead or measure: days left, notice, months between, seasons, weekend prices, early and late payment."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    claim_of,
    decimal,
    done,
    is_maybe,
    root_of,
    today,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

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


def overlap(world: World) -> Draft | None:
    """Whether two periods meet, or on how many days."""
    dice, start = world.dice, world.field(world.root, is_date)
    end = world.field(world.root, is_date, but=(start,)) if start else None
    if start is None or end is None:
        return None
    root, takes = root_of(world)
    a, b, first, last = (
        field_words(dice, start),
        field_words(dice, end),
        f"{root}.{name(start.name)}",
        f"{root}.{name(end.name)}",
    )
    one, two = dice.pick(
        [
            ("since", "until"),
            ("start", "end"),
            ("first_day", "last_day"),
            ("absent_from", "absent_to"),
            ("arrival", "departure"),
        ]
    )
    p, q, x, y = name(one), name(two), label(one), label(two)
    more = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    if dice.chance(0.55):
        does = dice.say(
            f"Whether the period from the {a} to the {b} overlaps the one from {x} to {y}, all ends included",
            f"True if {x} to {y} and the {a} to the {b} have at least one day in common",
            f"Do the days from {x} to {y} touch those from the {a} to the {b}? Every end day counts",
            f"There is a clash if {x} to {y} shares a day with the {a} to the {b}, ends included",
        )
        return done("overlaps", (*takes, *more), BOOL, does, f"return {p} <= {last} and {first} <= {q}", "R135")
    does = dice.say(
        f"How many days from {x} to {y} lie between the {a} and the {b}, all ends included; zero if none",
        f"The number of days that {x} to {y} and the {a} to the {b} have in common, ends counted, never negative",
        f"Common days of the two periods, {x} to {y} and the {a} to the {b}, end days included; zero without any",
    )
    return done(
        "common_days",
        (*takes, *more),
        INT,
        does,
        f"return max((min({last}, {q}) - max({first}, {p})).days + 1, 0)",
        "R135",
    )


def month_edges(world: World) -> Draft | None:
    """First or last day of a month, the quarter, the first of the next month."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    shape = dice.pick(["first", "last", "next", "quarter", "number", "left"])
    if shape == "first":
        return done(
            "month_start",
            takes,
            DATE,
            dice.say(
                f"The first day of the month of the {said}",
                f"The first of the month in which the {said} falls",
                f"The {said} moved back to the first of its month",
            ),
            f"return {access}.replace(day=1)",
            "R110",
        )
    if shape == "last":
        return done(
            "month_end",
            takes,
            DATE,
            dice.say(
                f"The last day of the month of the {said}",
                f"The end of the month in which the {said} falls",
                f"The {said} moved to the last day of its month",
            ),
            f"return {access}.replace(day=calendar.monthrange({access}.year, {access}.month)[1])",
            "R110",
        )
    if shape == "next":
        return done(
            "next_month",
            takes,
            DATE,
            dice.say(
                f"The first day of the month after the {said}",
                f"The first of the month following the {said}",
                f"The beginning of the next month after the {said}",
            ),
            f"return ({access}.replace(day=1) + timedelta(days=32)).replace(day=1)",
            "R111",
        )
    if shape == "quarter":
        return done(
            "quarter",
            takes,
            TEXT,
            dice.say(
                f"The quarter of the {said}, like 2024-Q1",
                f"Year and quarter of the {said} as YYYY-Qn",
                f"The {said} as a quarter in the form 2024-Q3",
            ),
            f'return f"{{{access}.year}}-Q{{({access}.month - 1) // 3 + 1}}"',
            "R127",
        )
    if shape == "number":
        return done(
            "quarter_number",
            takes,
            INT,
            dice.say(
                f"The number of the quarter of the {said}, one to four",
                f"In which quarter of the year the {said} falls, 1 to 4",
                f"Quarter of the {said} as a number",
            ),
            f"return ({access}.month - 1) // 3 + 1",
            "R127",
        )
    return done(
        "days_of_month",
        takes,
        INT,
        dice.say(
            f"How many days the month of the {said} has",
            f"The number of days in the month of the {said}",
            f"Length in days of the month in which the {said} falls",
        ),
        f"return calendar.monthrange({access}.year, {access}.month)[1]",
        "R115",
    )


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


def open_state(world: World) -> Draft | None:
    """Open, late or done by an optional day and a due day, in three words."""
    dice, finished, due = world.dice, world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if finished is None or due is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    a, b, first, second = (
        field_words(dice, finished),
        field_words(dice, due),
        f"{root}.{name(finished.name)}",
        f"{root}.{name(due.name)}",
    )
    good, late, wait = dice.pick(
        [
            ("done", "late", "open"),
            ("closed", "overdue", "pending"),
            ("settled", "in delay", "running"),
            ("complete", "missed", "waiting"),
        ]
    )
    does = dice.say(
        f'"{good}" if there is a {a}, "{late}" if there is none and {day} is after the {b}, otherwise "{wait}"',
        f'"{good}" once the {a} is set. Without one, "{late}" after the {b} (on {day}), "{wait}" until then',
        f'If the {a} is known "{good}"; else "{late}" when the {b} is before {day}, and "{wait}" if not',
        f'"{wait}" while the {a} is missing and the {b} is not before {day}, "{late}" when it is missing and the {b} is before {day}, and "{good}" in all other cases',
    )
    body = f'if {first} is not None:\n    return "{constant(good)}"\nreturn "{constant(late)}" if {name(now.name)} > {second} else "{constant(wait)}"'
    return done("state", (*takes, now), TEXT, does, body, "R118", "R250")


def days_in_state(world: World) -> Draft | None:
    """Days from a day to an optional day, or to today while that is missing."""
    dice, finished, start = world.dice, world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if finished is None or start is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    a, b, first, second, p = (
        field_words(dice, start),
        field_words(dice, finished),
        f"{root}.{name(start.name)}",
        f"{root}.{name(finished.name)}",
        name(now.name),
    )
    does = dice.say(
        f"Days from the {a} to the {b}, or to {day} while there is none",
        f"How many days from the {a} until the {b}; if that is missing, until {day}",
        f"Duration in days since the {a}: up to the {b} if set, otherwise up to {day}",
        f"The days between the {a} and the {b}, {day} standing in for a missing {b}",
    )
    code = f"(({second} or {p}) - {first}).days"
    if dice.chance(0.35):
        limit, operator = str(dice.between(2, 90)), dice.pick([">", ">=", "<="])
        how = compare_words(dice, operator, limit)
        does = dice.say(
            f"Whether the number of days from the {a} to the {b} ({day} while there is none) is {how}",
            f"True if {how} days lie between the {a} and the {b}, or {day} if that is missing",
        )
        return done("took", (*takes, now), BOOL, does, f"return {code} {operator} {constant(limit)}", "R121")
    return done("duration", (*takes, now), INT, does, f"return {code}", "R121")


def deadline_by_kind(world: World) -> Draft | None:
    """A due day whose term depends on a condition."""
    dice, field = world.dice, world.field(world.root, is_date)
    condition = sample_condition(dice, world.root, but=(field,), negatives=dice.chance(0.3)) if field else None
    if field is None or condition is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    short, long = (str(number) for number in dice.some([2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90], 2))
    claim, test = claim_of(world, condition), condition.python(root)
    unit = dice.pick(["days", "days", "weeks"])
    code = f"{access} + timedelta({unit}={constant(short)} if {test} else {constant(long)})"
    if dice.chance(0.35):
        now, day = today(world)
        does = dice.say(
            f"Overdue when {day} is more than {short} {unit} after the {said} if {claim}, otherwise more than {long} {unit}",
            f"Whether on {day} the term has passed: {short} {unit} after the {said} if {claim}, else {long} {unit}",
            f"True if {day} is after the {said} plus {short} {unit} (when {claim}) or plus {long} {unit} (in all other cases)",
        )
        return done(
            "term_over", (*takes, now, *condition.takes), BOOL, does, f"return {name(now.name)} > {code}", "R131"
        )
    does = dice.say(
        f"{short} {unit} after the {said} if {claim}, otherwise {long} {unit} after it",
        f"The {said} plus {short} {unit} when {claim}, plus {long} {unit} otherwise",
        f"If {claim}, the term ends {short} {unit} after the {said}, else {long} {unit} after it",
        f"Due {long} {unit} after the {said}, but {short} {unit} when {claim}",
    )
    return done("deadline", (*takes, *condition.takes), DATE, does, f"return {code}", "R131")


PATTERNS = (
    (days_left, 1.5), (due_soon, 1.5), (notice, 1.5), (months_or_weeks, 1.5), (this_month, 1), (season, 2), (day_surcharge, 1.5), (early_or_late, 2),
    (earlier_or_later, 1.2), (overlap, 1), (month_edges, 1.2), (age_price, 1), (open_state, 1), (days_in_state, 1.5), (deadline_by_kind, 1.5),
)  # fmt: skip
