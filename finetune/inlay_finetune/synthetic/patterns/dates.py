"""Rules over days: differences, lateness, due dates, ages, weekdays, months, moments."""

from inlay.contract import Field, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun, day_stem, happened, on_day
from inlay_finetune.synthetic.patterns.finish import never_negative, sentence
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, root_of
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]

_TODAY = ("today", "day", "as_of", "on_day", "reference_day", "now")


def _is_maybe_date(kind: Type) -> bool:
    return isinstance(kind, OptionalType) and kind.inner == Scalar("date")


def _owned(world: World, field: Field) -> dict[str, str]:
    """Give the phrases that wordings about a day of the root may use."""
    dice = world.dice
    return {"a": field_words(dice, field), "own_a": day_noun(dice, field), "it": entity_word(dice, world.root)}


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
    maybe = world.field(world.root, _is_maybe_date)
    words = _owned(world, first)
    if maybe is not None and dice.chance(0.5):
        access = f"{root}.{name(maybe.name)}"
        does = dice.tell("dates.between.maybe", b=field_words(dice, maybe), own_b=day_noun(dice, maybe), **words)
        return Draft(
            name="days_between",
            takes=takes,
            returns=OptionalType(Scalar("int")),
            does=sentence(does),
            body=f"if {access} is None:\n    return None\nreturn ({access} - {root}.{name(first.name)}).days",
            tags=("R102",),
        )
    second, event = world.field(world.root, is_date, but=(first,)), None
    if second is not None and dice.chance(0.5):
        b, other = f"the {field_words(dice, second)}", f"{root}.{name(second.name)}"
    else:
        parameter, b = _day(world)
        takes, other = (*takes, parameter), name(parameter.name)
        event = happened(first, dice.pick(["it", f"the {words['it']}"]))
    does, code = _measured(world, words | {"b": b}, event), f"({other} - {root}.{name(first.name)}).days"
    if not does.endswith("?") and dice.chance(0.3):
        does, code = does + dice.tell("dates.between.inclusive"), code + " + 1"
    elif not does.endswith("?") and dice.chance(0.3):
        does, code = does + never_negative(dice), f"max({code}, 0)"
    return Draft(
        name="days_between",
        takes=takes,
        returns=Scalar("int"),
        does=sentence(does),
        body=f"return {code}",
        tags=("R102",),
    )


def _measured(world: World, words: dict[str, str], event: str | None) -> str:
    """Say the days from a day of the root to another, some by what took place."""
    dice, b = world.dice, words["b"]
    if event is not None and dice.chance(0.3):
        return dice.tell("dates.between.event", event=event, day=b, on=on_day(b))
    return dice.tell(f"dates.between.{'ask' if dice.chance(0.2) else 'say'}", **words)


def overdue(world: World) -> Draft | None:
    """Whether a day has passed, or by how many days, with grace and what is still open."""
    dice = world.dice
    root, takes = root_of(world)
    due = world.field(world.root, is_date)
    if due is None:
        return None
    parameter, day = _day(world)
    access, p = f"{root}.{name(due.name)}", name(parameter.name)
    words = _owned(world, due) | {"day": day, "on": on_day(day)}
    done = world.field(world.root, _is_maybe_date, lambda kind: kind == Scalar("bool"))
    shape = dice.pick(["bool", "bool-open", "days", "fee", "grace"])
    returns: Type = INT
    own, tag = "days_late", "R103"
    if shape == "bool":
        own, returns, does, body = "is_late", BOOL, dice.tell("dates.late", **words), f"{p} > {access}"
    elif shape == "bool-open" and done is not None:
        still, test = _still_open(world, root, done)
        own, returns, does = "is_overdue", BOOL, dice.tell("dates.late_open", still=still, **words)
        body = f"{test} and {access} < {p}"
    elif shape == "grace":
        grace, operator = str(dice.between(2, 40)), dice.pick([">", ">=", "<=", "<"])
        how = compare_words(dice, operator, number_said(dice, grace))
        own, tag, returns, does = "past_grace", "R104", BOOL, dice.tell("dates.grace", how=how, **words)
        body = f"({p} - {access}).days {operator} {constant(grace)}"
    elif shape == "fee":
        does, body = _late_fee(world, f"max(({p} - {access}).days, 0)", words)
        own, tag, returns = "late_fee", "R105", DECIMAL
    else:
        does, body = dice.tell("dates.days_late", **words), f"max(({p} - {access}).days, 0)"
    return Draft(
        name=own,
        takes=(*takes, parameter),
        returns=returns,
        does=sentence(does),
        body=f"return {body}",
        tags=(tag,),
    )


def _still_open(world: World, root: str, done: Field) -> tuple[str, str]:
    """Say that something is not done yet, with its test."""
    dice, word = world.dice, day_stem(done).removeprefix("is ")
    if done.type == Scalar("bool"):
        return dice.tell("dates.not_true", word=word), f"not {root}.{name(done.name)}"
    return dice.tell("dates.not_done", word=word), f"{root}.{name(done.name)} is None"


def _late_fee(world: World, days: str, words: dict[str, str]) -> tuple[str, str]:
    """Say a price for each day of delay, some with a cap, with its code."""
    dice, price = world.dice, world.dice.money(30)
    does, body = dice.tell("dates.fee", price=price, **words), f'{days} * Decimal("{constant(price)}")'
    if not dice.chance(0.4):
        return does, body
    cap = str(dice.between(100, 400))
    return does + dice.tell("dates.cap", cap=cap), f'min({body}, Decimal("{constant(cap)}"))'


def later_day(world: World) -> Draft | None:
    """A day some days after or before another."""
    dice = world.dice
    root, takes = root_of(world)
    field = world.field(world.root, is_date)
    if field is None:
        return None
    before, unit = dice.chance(0.25), "weeks" if dice.chance(0.2) else "days"
    if dice.chance(0.6):
        stated = str(dice.between(2, 90) if unit == "days" else dice.between(2, 8))
        span, code = f"{number_said(dice, stated)} {unit}", constant(stated)
    else:
        count_field = world.field(world.root, lambda kind: kind == Scalar("int"))
        if count_field is not None and dice.chance(0.5):
            span = dice.tell("dates.later.field", count=field_words(dice, count_field), unit=unit)
            code = f"{root}.{name(count_field.name)}"
        else:
            names = ["days", "term", "grace_days", "lead_days"] if unit == "days" else ["weeks"]
            parameter = Parameter(name=dice.pick(names), type=Scalar("int"))
            span = dice.tell("dates.later.given", count=label(parameter.name), unit=unit)
            takes, code = (*takes, parameter), name(parameter.name)
    does = dice.tell(f"dates.later.{'before' if before else 'after'}", span=span, **_owned(world, field))
    body = f"return {root}.{name(field.name)} {'-' if before else '+'} timedelta({unit}={code})"
    return Draft(name="due_day", takes=takes, returns=Scalar("date"), does=sentence(does), body=body, tags=("R107",))


PATTERNS = ((between_fields, 3), (overdue, 4), (later_day, 2))
