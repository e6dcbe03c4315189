"""Rules over spans of days: overlaps, months, how long something has stood."""

from inlay.contract import Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    INT,
    TEXT,
    claim_of,
    done,
    is_maybe,
    root_of,
    today,
)
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]


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
    (overlap, 1),
    (month_edges, 1.2),
    (open_state, 1),
    (days_in_state, 1.5),
    (deadline_by_kind, 1.5),
)
