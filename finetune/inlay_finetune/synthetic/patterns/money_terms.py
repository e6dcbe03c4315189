"""Terms about money: how far something is paid, refunds by days, a price that changes, book values, debts, savings."""

from inlay.contract import EnumType, OptionalType, Parameter, Type
from inlay_finetune.synthetic.comparing import counted_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.givens import day, number
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    CENTS,
    DATE,
    DECIMAL,
    INT,
    ZERO,
    added,
    decimal,
    done,
    kids,
    root_of,
    rows_where,
    taken,
    together,
)
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["PATTERNS"]

_STATES = (
    ("open", "partial", "paid", "overpaid"), ("unpaid", "part_paid", "settled", "in_credit"),
    ("none", "short", "complete", "over"), ("untouched", "started", "done", "exceeded"),
    ("nothing", "some", "all", "too_much"), ("red", "yellow", "green", "blue"), ("due", "running", "cleared", "surplus"),
)  # fmt: skip
_CANCELLED = ("cancelled_on", "cancellation_day", "withdrawn_on", "called_off_on", "day", "today")
_STARTS = ("start", "arrival", "departure", "event_day", "course_start", "travel_day")
_SPANS = (("start", "end"), ("first_day", "last_day"), ("from_day", "to_day"), ("arrival", "departure"))
_CHANGES = (
    ("changed_on", "the day of the change"), ("change", "the change"), ("switch_day", "the switch day"),
    ("raised_on", "the day of the raise"), ("changeover", "the changeover"), ("turning_day", "the turning day"),
)  # fmt: skip


def _states(dice: Dice, count: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """Draw three or four words from nothing to all or more, and how they are said."""
    invented = tuple(dict.fromkeys(dice.invented() for _ in range(8)))
    states = (dice.pick(_STATES) if dice.chance(0.7) or len(invented) < 4 else invented)[:count]
    return states, {key: f'"{state}"' for key, state in zip(("none", "part", "full", "over"), states, strict=False)}


def settled(world: World) -> Draft | None:
    """What rows add up to against an amount of their owner, as one of three or four words."""
    dice, (root, takes), field = world.dice, root_of(world), world.field(world.child, is_decimal)
    goal, four = world.field(world.root, is_decimal), dice.chance(0.6)
    if field is None or goal is None:
        return None
    condition = sample_condition(dice, world.child, but=(field,), negatives=False) if dice.chance(0.3) else None
    rows, where = rows_where(world, condition, rows_of(dice, world))
    states, words = _states(dice, 4 if four else 3)
    total = added(f"<v0>.{name(field.name)}", kids(world), where)
    own, marks = f"{root}.{name(goal.name)}", [name(state) for state in states]
    words |= {"a": field_words(dice, field), "rows": rows, "t": f"the {field_words(dice, goal)}"}
    does = dice.tell(f"money_terms.settled.{'four' if four else 'three'}", **words)
    last = f'"{marks[2]}" if <v1> == {own} else "{marks[3]}"' if four else f'"{marks[2]}"'
    body = f'<v1> = {total}\nif <v1> <= 0:\n    return "{marks[0]}"\nif <v1> < {own}:\n    return "{marks[1]}"\nreturn {last}'
    return done("state", together(takes, taken(condition)), EnumType(states), does, body, "R248", "R036")


def met(world: World) -> Draft | None:
    """A number of the root against another of it, as one of three or four words."""
    dice, (root, takes), check = world.dice, root_of(world), world.dice.pick([is_decimal, is_decimal, is_int])
    field = world.field(world.root, check)
    goal = world.field(world.root, check, but=(field,) if field else ())
    if field is None or goal is None:
        return None
    four = dice.chance(0.6)
    states, words = _states(dice, 4 if four else 3)
    words |= {"a": f"the {field_words(dice, field)}", "t": f"the {field_words(dice, goal)}"}
    does = dice.tell(f"money_terms.met.{'four' if four else 'three'}", **words)
    one, two, marks = f"{root}.{name(field.name)}", f"{root}.{name(goal.name)}", [name(state) for state in states]
    last = f'"{marks[2]}" if {one} == {two} else "{marks[3]}"' if four else f'"{marks[2]}"'
    body = f'if {one} <= 0:\n    return "{marks[0]}"\nif {one} < {two}:\n    return "{marks[1]}"\nreturn {last}'
    return done("state", takes, EnumType(states), does, body, "R248", "R036")


def called_off(world: World) -> Draft | None:
    """What is paid back, or kept as a fee, by the days from a cancellation to the start, in two steps."""
    dice, (price, p, owner) = world.dice, number(world, "decimal", ("price", "fare", "amount", "fee", "booking_price"))
    (start, s, first), (cancelled, c, second) = day(world, _STARTS, 0.6), day(world, _CANCELLED, 0)
    refund, operator, half = dice.chance(0.65), dice.pick([">=", ">=", ">"]), dice.chance(0.5)
    near, far = dice.pick([("7", "30"), ("14", "30"), ("3", "14"), ("2", "7"), ("10", "45"), ("14", "60"), ("5", "21")])
    share = str(dice.pick([20, 25, 30, 40, 60, 70, 75, 80]))
    part = dice.tell("money_terms.part.half") if half else dice.tell("money_terms.part.share", n=share)
    far_said, near_said = (counted_words(dice, operator, number_said(dice, each), "days") for each in (far, near))
    kind = "refund" if refund else "fee"
    does = dice.tell(f"money_terms.called_off.{kind}", p=p, s=s, c=c, far=far_said, near=near_said, part=part)
    some = f"{price} / 2" if half else f"{price} * {constant(share)} / 100"
    steps = (price, some, ZERO) if refund else (ZERO, some, price)
    body = f"<v0> = ({start} - {cancelled}).days\nif <v0> {operator} {constant(far)}:\n    return {steps[0]}\nif <v0> {operator} {constant(near)}:\n    return {steps[1]}\nreturn {steps[2]}"
    return done(kind, together(owner, first, second), DECIMAL, does, body, "R241")


def two_prices(world: World) -> Draft | None:
    """What the days of a period cost when the daily price changes on one of them."""
    dice = world.dice
    one, two = (Parameter(name=each, type=DATE) for each in dice.pick(_SPANS))
    own, d = dice.pick(_CHANGES)
    d = f"the {'change day' if own == 'change' else label(own)}" if dice.language == "zh" else d
    change = Parameter(name=own, type=DATE)
    old, new = (Parameter(name=each, type=DECIMAL) for each in dice.pick([("old_price", "new_price"), ("old_rate", "new_rate"), ("rate_before", "rate_after"), ("previous_rate", "new_rate")]))  # fmt: skip
    prices, said = [name(old.name), name(new.name)], [f"the {label(each.name)}" for each in (old, new)]
    if dice.chance(0.3):
        stated = dice.some(("12", "14.50", "18", "20", "22.50", "25", "30", "9.50"), 2)
        prices, said = [decimal(each) for each in stated], stated
    last, at_once = dice.chance(0.6), dice.chance(0.7)
    words = {"a": f"the {label(one.name)}", "b": f"the {label(two.name)}", "d": d}
    does = dice.tell(f"money_terms.two_prices.{'at_once' if at_once else 'after'}", old=said[0], new=said[1], **words)
    tail = dice.tell(f"money_terms.last_day.{'in' if last else 'out'}", **words)
    does = followed(dice, does, tail)
    days = f"({name(two.name)} - {name(one.name)}).days{' + 1' if last else ''}"
    body = f"<v2> = [{name(one.name)} + timedelta(days=<v0>) for <v0> in range({days})]\nreturn sum(({prices[1]} if <v1> {'>=' if at_once else '>'} {name(change.name)} else {prices[0]} for <v1> in <v2>), {ZERO})"
    takes = (one, two, change, *((old, new) if prices[0] == name(old.name) else ()))
    return done("cost", takes, DECIMAL, does, body, "R242")


def book_value(world: World) -> Draft | None:
    """What something is worth after years of even wear, never below what it is worth at the end."""
    dice, (cost, c, owner) = (
        world.dice,
        number(world, "decimal", ("cost", "price", "purchase_price", "acquisition_cost")),
    )
    age, a, aged = number(world, "int", ("age", "years_used", "elapsed_years", "years_passed"), 0.3)
    rest = Parameter(name=dice.pick(["salvage_value", "residual_value", "scrap_value", "final_value"]), type=DECIMAL)
    years, salvage = str(dice.pick([3, 4, 5, 6, 7, 8, 10, 12, 15, 20])), dice.chance(0.6)
    shape, a = "salvage" if salvage else "zero", a if "year" in a else dice.tell("money_terms.in_years", a=a)
    does = dice.tell(
        f"money_terms.book_value.{shape}", c=c, a=a, y=number_said(dice, years), r=f"the {label(rest.name)}"
    )
    low, loss = (name(rest.name), f"({cost} - {name(rest.name)})") if salvage else (ZERO, cost)
    body = f"<v0> = {loss} / {constant(years)}\nreturn max({cost} - <v0> * {age}, {low})"
    return done("book_value", together(owner, aged, (rest,) if salvage else ()), DECIMAL, does, body, "R238", "R056")


def remaining_debt(world: World) -> Draft | None:
    """What is left of a debt after monthly payments with interest that is rounded each month."""
    dice, (debt, d, owner) = world.dice, number(world, "decimal", ("debt", "loan", "balance", "principal"))
    payment = Parameter(name=dice.pick(["payment", "instalment", "monthly_payment", "installment"]), type=DECIMAL)
    rate = Parameter(name=dice.pick(["rate", "yearly_rate", "interest_rate", "annual_percent"]), type=DECIMAL)
    months, percent = str(dice.pick([3, 6, 9, 18, 24, 36])), str(dice.between(2, 9))
    given = dice.chance(0.5)
    r = dice.tell("money_terms.given_percent", x=f"the {label(rate.name)}") if given else f"{percent} percent"
    said = number_said(dice, months)
    does = dice.tell("money_terms.debt", d=d, p=f"the {label(payment.name)}", r=r, n=said)
    year = name(rate.name) if given else constant(percent)
    body = f'<v2> = {debt}\nfor <v0> in range({constant(months)}):\n    <v1> = (<v2> * {year} / 1200){CENTS}\n    <v2> = max(<v2> + <v1> - {name(payment.name)}, {ZERO})\nreturn <v2>'  # fmt: skip
    return done("rest", together(owner, (payment, rate) if given else (payment,)), DECIMAL, does, body, "R265")


def months_to_goal(world: World) -> Draft | None:
    """How many months of saving it takes to reach a goal: zero when reached, none when never."""
    dice, (start, s, owner) = (
        world.dice,
        number(world, "decimal", ("start_balance", "balance", "savings", "start_amount"), 0.4),
    )
    goal, g, more = number(world, "decimal", ("goal", "target", "target_amount"), 0.4)
    if start == goal:
        return None
    saving = Parameter(name=dice.pick(["saving", "monthly_saving", "deposit", "monthly_amount", "rate"]), type=DECIMAL)
    unit = dice.pick(["month", "month", "month", "week", "year"])
    does = dice.tell(
        "money_terms.goal", s=s, g=g, m=f"the {label(saving.name)}", unit=dice.tell(f"money_terms.unit.{unit}")
    )
    by = name(saving.name)
    body = f"if {start} >= {goal}:\n    return 0\nif {by} <= 0:\n    return None\nreturn math.ceil(({goal} - {start}) / {by})"
    returns: Type = OptionalType(INT)
    return done(f"{unit}s_to_go", together(owner, more, (saving,)), returns, does, body, "R266")


PATTERNS = (
    (settled, 1.2),
    (met, 0.6),
    (called_off, 1.5),
    (two_prices, 0.7),
    (book_value, 0.8),
    (remaining_debt, 0.5),
    (months_to_goal, 0.8),
)
