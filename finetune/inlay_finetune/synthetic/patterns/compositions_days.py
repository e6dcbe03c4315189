"""Amounts and verdicts that hang on days in several steps: ages, month ends, months begun, days prorated and taxed."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    ZERO,
    claim_of,
    decimal,
    done,
    is_maybe,
    root_of,
    today,
)
from inlay_finetune.synthetic.patterns.roundings import cents
from inlay_finetune.synthetic.world import World, is_date, is_decimal

__all__ = ["PATTERNS"]

_PRICES = ("price", "fare", "entry_fee", "list_price", "fee", "ticket_price")
_LEAVING = ("departure_day", "leaving_day", "cancel_day", "exit_day", "notice_day", "termination")
_RETURNS = ("return_day", "payment_day", "delivery_day", "day", "handover", "arrival_day")
_SPANS = (("start", "end"), ("first_day", "last_day"), ("from_day", "to_day"), ("used_from", "used_until"))


def _own_day(world: World) -> tuple[Field, str, str] | None:
    """Draw a day of the root: the field, its code and its words."""
    day = world.field(world.root, is_date)
    return (day, f"{root_of(world)[0]}.{name(day.name)}", f"the {day_noun(world.dice, day)}") if day else None


def reduced_by_age(world: World) -> Draft | None:
    """C007: free below an age, and then the better of a reduction by age and one by a claim."""
    dice, own = world.dice, _own_day(world)
    condition = sample_condition(dice, world.root, but=(own[0],)) if own else None
    if own is None or condition is None:
        return None
    (root, takes), (now, day) = root_of(world), today(world)
    price = Parameter(name=dice.pick(_PRICES), type=DECIMAL)
    low, high = sorted(dice.some([3, 4, 6, 7, 10, 12, 14, 16, 18, 21], 2))
    p, q = (str(each) for each in dice.some(range(5, 80, 5), 2))
    does = dice.tell(
        "compositions_days.aged",
        a=own[2], day=day, low=str(low), high=str(high), p=p, q=q,
        price=label(price.name), claim=claim_of(world, condition),
    )  # fmt: skip
    late = name(now.name)
    body = (
        f"<v1> = {late}.year - {own[1]}.year - (({late}.month, {late}.day) < ({own[1]}.month, {own[1]}.day))\n"
        f"if <v1> < {constant(low)}:\n    return {ZERO}\n"
        f"<v2> = max({constant(p)} if <v1> < {constant(high)} else 0, {constant(q)} if {condition.python(root)} else 0)\n"
        f"return {name(price.name)} * (100 - <v2>) / 100"
    )
    return done("price_by_age", (*takes, now, price), DECIMAL, does, body, "C007", "R106", "R045", "R057")


def late_after_month_end(world: World) -> Draft | None:
    """C011: past the end of the following month, a weekend moved to Monday, by a day that may be missing."""
    dice, own = world.dice, _own_day(world)
    if own is None:
        return None
    (root, takes), (now, day), (_, start, a) = root_of(world), today(world), own
    maybe = world.field(world.root, is_maybe(DATE))
    key, operator, judged, p = "alone_late", ">", name(now.name), ""
    if maybe is not None:
        key, operator = dice.pick([("late", ">"), ("late", ">"), ("timely", "<=")])
        judged, p = f"({root}.{name(maybe.name)} or {name(now.name)})", f"the {day_noun(dice, maybe)}"
    does = dice.tell(f"compositions_days.month_end.{key}", a=a, day=day, p=p)
    body = (
        f"<v0>, <v1> = {start}.year + {start}.month // 12, {start}.month % 12 + 1\n"
        "<v2> = date(<v0>, <v1>, calendar.monthrange(<v0>, <v1>)[1])\n"
        "while <v2>.weekday() >= 5:\n    <v2> += timedelta(days=1)\n"
        f"return {judged} {operator} <v2>"
    )
    return done("is_late", (*takes, now), BOOL, does, body, "C011", "R111", "R124", "R121")


def leaving_early(world: World) -> Draft | None:
    """C012: a share of an amount for every month begun until a day, at least so much, nothing from that day on."""
    dice, own, money = world.dice, _own_day(world), world.field(world.root, is_decimal)
    if own is None or money is None:
        return None
    (root, takes), (_, end, a) = root_of(world), own
    gone = Parameter(name=dice.pick(_LEAVING), type=DATE)
    is_free, percent, least = dice.chance(0.7), str(dice.round_number(5, 95)), dice.money(300)
    day, left = f"the {label(gone.name)}", name(gone.name)
    edge = dice.tell(f"compositions_days.edge.{'free' if is_free else 'charged'}", day=day, a=a)
    does = dice.tell(
        "compositions_days.leaving", p=percent, n=least, day=day, a=a, m=field_words(dice, money), edge=edge
    )
    body = (
        f"if {left} {'>=' if is_free else '>'} {end}:\n    return {ZERO}\n"
        f"<v1> = ({end}.year - {left}.year) * 12 + {end}.month - {left}.month + ({end}.day > {left}.day)\n"
        f"return max({root}.{name(money.name)} * {constant(percent)} / 100 * <v1>, {decimal(least)})"
    )
    return done("leaving_fee", (*takes, gone), DECIMAL, does, body, "C012", "R107", "R047")


def prorated_and_taxed(world: World) -> Draft | None:
    """C020: an amount by the day, both ends counted or not, then tax, rounded."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    if money is None:
        return None
    root, takes = root_of(world)
    first, last = (Parameter(name=each, type=DATE) for each in dice.pick(_SPANS))
    both, length = dice.chance(0.65), dice.pick(["30", "30", "30", "28", "31"])
    percent, (words, rounding, tag) = str(dice.between(3, 27)), cents(dice)
    does = dice.tell(
        f"compositions_days.prorated.{'both' if both else 'open'}",
        m=field_words(dice, money), x=f"the {label(first.name)}", y=f"the {label(last.name)}",
        n=length, p=percent, r=words,
    )  # fmt: skip
    body = (
        f"<v0> = ({name(last.name)} - {name(first.name)}).days{' + 1' if both else ''}\n"
        f"return ({root}.{name(money.name)} * <v0> / {constant(length)} * (100 + {constant(percent)}) / 100){rounding}"
    )
    tags = ("C020", "R105" if both else "R104", "R064", tag)
    return done("prorated_gross", (*takes, first, last), DECIMAL, does, body, *tags)


def late_charge(world: World) -> Draft | None:
    """C003: so much a day after some days of grace, at most an amount of the root or so much."""
    dice, own = world.dice, _own_day(world)
    if own is None:
        return None
    (root, takes), (_, due, a) = root_of(world), own
    back, grace = Parameter(name=dice.pick(_RETURNS), type=DATE), str(dice.between(2, 14))
    daily, most = world.field(world.root, is_decimal), dice.money(900)
    limit = world.field(world.root, is_decimal, but=(daily,)) if daily else None
    rate, price = dice.money(20), decimal(most)
    per_day, cost = (
        (f"the {field_words(dice, daily)}", f"{root}.{name(daily.name)}") if daily else (rate, decimal(rate))
    )
    if limit is not None and dice.chance(0.6):
        most, price = f"the {field_words(dice, limit)}", f"{root}.{name(limit.name)}"
    beyond = dice.chance(0.65)
    does = dice.tell(
        f"compositions_days.late_charge{'' if beyond else '_all'}",
        back=f"the {label(back.name)}", a=a, n=number_said(dice, grace), rate=per_day, most=most,
    )  # fmt: skip
    passed = f"({name(back.name)} - {due}).days"
    body = (
        f"<v0> = max({passed} - {constant(grace)}, 0)\nreturn min(<v0> * {cost}, {price})"
        if beyond
        else f"<v0> = {passed}\nif <v0> <= {constant(grace)}:\n    return {ZERO}\nreturn min(<v0> * {cost}, {price})"
    )
    return done("late_charge", (*takes, back), DECIMAL, does, body, "C003", "R082", "R046")


PATTERNS = (
    (late_charge, 3.5),
    (reduced_by_age, 3),
    (late_after_month_end, 2.7),
    (leaving_early, 4),
    (prorated_and_taxed, 2.2),
)
