"""Rules over days: differences, lateness, due dates, ages, weekdays, months, moments."""

from inlay.contract import DecimalType, Field, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.finish import never_negative, sentence
from inlay_finetune.synthetic.patterns.parts import root_of
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]

_TODAY = ("today", "day", "as_of", "on_day", "reference_day", "now")


def _is_maybe_date(kind: Type) -> bool:
    return isinstance(kind, OptionalType) and kind.inner == Scalar("date")


def _verb(field: Field) -> str:
    return label(field.name).removesuffix(" on").removesuffix(" at").removesuffix(" date")


def _day(world: World) -> tuple[Parameter, str]:
    parameter = Parameter(name=world.dice.pick(_TODAY), type=Scalar("date"))
    shown = {
        "day": "the day",
        "on_day": "the day",
        "reference_day": "the reference day",
        "as_of": "the as of day",
        "now": "now",
    }.get(parameter.name, "today")
    return parameter, world.dice.pick([shown, "the given day"]) if shown != "today" else "today"


def between_fields(world: World) -> Draft | None:
    """R100 and kin: days between two fields, or a field and a parameter."""
    dice = world.dice
    root, takes = root_of(world)
    first = world.field(world.root, is_date)
    if first is None:
        return None
    second = world.field(world.root, is_date, but=(first,))
    maybe = world.field(world.root, _is_maybe_date)
    a = field_words(dice, first)
    if maybe is not None and dice.chance(0.5):
        b = field_words(dice, maybe)
        does = dice.say(
            f"Days from the {a} to the {b}",
            f"How many days lie between the {a} and the {b}",
            f"Number of days between {a} and {b}",
            f"The {b} minus the {a} in days",
        )
        does += dice.say(
            ", none while it is missing",
            f"; none if the {b} is missing",
            f", nothing when the {b} is not set",
            f", or none without a {label(maybe.name)}",
        )
        access = f"{root}.{name(maybe.name)}"
        body = f"if {access} is None:\n    return None\nreturn ({access} - {root}.{name(first.name)}).days"
        return Draft(
            name="days_between",
            takes=takes,
            returns=OptionalType(Scalar("int")),
            does=sentence(does),
            body=body,
            tags=("R102",),
        )
    if second is not None and dice.chance(0.5):
        b, other = field_words(dice, second), f"{root}.{name(second.name)}"
    else:
        parameter, b = _day(world)
        takes, other = (*takes, parameter), name(parameter.name)
        b = b.removeprefix("the ") if dice.chance(0.3) else b
    b = b if b in ("today", "now") or b.startswith("the ") else f"the {b}"
    does = dice.say(
        f"Days from the {a} to {b}",
        f"How many days lie between the {a} and {b}",
        f"Number of days between the {a} and {b}",
        f"How many days have passed from the {a} until {b}",
        f"The days since the {a} as of {b}",
    )
    code = f"({other} - {root}.{name(first.name)}).days"
    if dice.chance(0.3):
        does, code = (
            does + dice.say(", both days counted", ", the first and last day included", ", both ends included"),
            code + " + 1",
        )
    elif dice.chance(0.3):
        does, code = does + never_negative(dice), f"max({code}, 0)"
    return Draft(
        name="days_between",
        takes=takes,
        returns=Scalar("int"),
        does=sentence(does),
        body=f"return {code}",
        tags=("R102",),
    )


def overdue(world: World) -> Draft | None:
    """Whether a day has passed, or by how many days, with grace and what is still open."""
    dice = world.dice
    root, takes = root_of(world)
    due = world.field(world.root, is_date)
    if due is None:
        return None
    parameter, day = _day(world)
    takes = (*takes, parameter)
    access, said, one = f"{root}.{name(due.name)}", field_words(dice, due), entity_word(dice, world.root)
    done = world.field(world.root, _is_maybe_date, lambda kind: kind == Scalar("bool"))
    shape = dice.pick(["bool", "bool-open", "days", "fee", "grace"])
    if shape == "bool":
        does = dice.say(
            f"Whether the {said} lies before {day}",
            f"True if the {said} has passed on {day}",
            f"Is {day} later than the {said}?",
            f"Overdue when {day} is after the {said}",
            f"True if {day} is past the {said}",
        )
        return Draft(
            name="is_late",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {name(parameter.name)} > {access}",
            tags=("R103",),
        )
    if shape == "bool-open" and done is not None:
        finished = done.type == Scalar("bool")
        word = _verb(done).removeprefix("is ")
        still = (
            dice.say(f"it is not {word}", f"it has not been {word}", f"it is still not {word}")
            if not finished
            else dice.say(f"it is not {word}", f"it is not yet {word}")
        )
        open_code = f"not {root}.{name(done.name)}" if finished else f"{root}.{name(done.name)} is None"
        does = dice.say(
            f"True if {still} and {day} is after the {said}",
            f"Overdue means that {still} and the {said} is before {day}",
            f"Whether {still} although the {said} has passed on {day}",
            f"The {one} is late when {still} and the {said} lies before {day}",
        )
        return Draft(
            name="is_overdue",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {open_code} and {access} < {name(parameter.name)}",
            tags=("R103", "Q005"),
        )
    late = f"({name(parameter.name)} - {access}).days"
    if shape == "grace":
        grace = str(dice.between(2, 40))
        operator = dice.pick([">", ">=", "<=", "<"])
        how = compare_words(dice, operator, grace)
        does = dice.say(
            f"Whether {day} is {how} days after the {said}",
            f"True if {how} days have passed since the {said} on {day}",
            f"True if the {said} is {how} days before {day}",
            f"Is the {said} {how} days ago on {day}?",
        )
        return Draft(
            name="past_grace",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return {late} {operator} {constant(grace)}",
            tags=("R104",),
        )
    if shape == "fee":
        price = dice.money(30)
        does = dice.say(
            f"{price} for every day that {day} is after the {said}, zero if it is not",
            f"A late fee of {price} per day after the {said} until {day}, nothing when on time",
            f"{price} per day of delay from the {said} to {day}, never negative",
        )
        body = f'return max({late}, 0) * Decimal("{constant(price)}")'
        if dice.chance(0.4):
            cap = str(dice.between(100, 400))
            does, body = (
                does + dice.say(f", at most {cap}", f"; never more than {cap}", f", capped at {cap}"),
                f'return min(max({late}, 0) * Decimal("{constant(price)}"), Decimal("{constant(cap)}"))',
            )
        return Draft(
            name="late_fee", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R105",)
        )
    does = dice.say(
        f"How many days {day} is past the {said}, zero if it is not",
        f"Days overdue on {day}, counted from the {said}; never negative",
        f"By how many days the {said} is exceeded on {day}, at least zero",
        f"The number of days after the {said} on {day}, zero when not late",
    )
    return Draft(
        name="days_late",
        takes=takes,
        returns=Scalar("int"),
        does=sentence(does),
        body=f"return max({late}, 0)",
        tags=("R103",),
    )


def later_day(world: World) -> Draft | None:
    """A day some days after or before another."""
    dice = world.dice
    root, takes = root_of(world)
    field = world.field(world.root, is_date)
    if field is None:
        return None
    said = field_words(dice, field)
    access, before = f"{root}.{name(field.name)}", dice.chance(0.25)
    weeks = dice.chance(0.2)
    if dice.chance(0.6):
        stated = str(dice.between(2, 90) if not weeks else dice.between(2, 8))
        count, code = stated, constant(stated)
    else:
        count_field = world.field(world.root, lambda kind: kind == Scalar("int"))
        if count_field is not None and dice.chance(0.5):
            count, code = f"{field_words(dice, count_field)} many", f"{root}.{name(count_field.name)}"
        else:
            parameter = Parameter(
                name=dice.pick(["days", "term", "grace_days", "lead_days"]) if not weeks else "weeks",
                type=Scalar("int"),
            )
            takes, count, code = (
                (*takes, parameter),
                "the given number of"
                if dice.chance(0.5)
                else label(parameter.name).removesuffix(" days").removesuffix("days") + " many",
                name(parameter.name),
            )
    unit = "weeks" if weeks else "days"
    side = "before" if before else "after"
    does = dice.say(
        f"{count} {unit} {side} the {said}",
        f"The day {count} {unit} {side} the {said}",
        f"The date that is {count} {unit} {side} the {said}",
        f"The {said} {'minus' if before else 'plus'} {count} {unit}",
    )
    body = f"return {access} {'-' if before else '+'} timedelta({unit}={code})"
    return Draft(name="due_day", takes=takes, returns=Scalar("date"), does=sentence(does), body=body, tags=("R107",))


PATTERNS = ((between_fields, 3), (overdue, 4), (later_day, 2))
