"""What somebody is entitled to: leave for part of a year, a class that moves with claims, the level that years have reached."""

from inlay.contract import EntityType, ListType, Parameter, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.givens import day, number
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, ZERO, done, together
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_int, is_number

__all__ = ["PATTERNS"]

_YEARLY = ("yearly_days", "leave_days", "annual_leave", "days_per_year", "entitlement")
_MONTHS = ("months", "months_worked", "full_months", "months_employed", "service_months", "months_present")
_CLASSES = ("bonus_class", "current_class", "level", "grade", "rank", "current_level")
_EVENTS = ("claims", "damages", "accidents", "complaints", "incidents", "faults", "late_payments")
_SINCE = ("hired_on", "joined_on", "member_since", "started_on", "entry_day")


def part_of_year(world: World) -> Draft | None:
    """A yearly number of days for some months, rounded to half or full days, or exact."""
    dice, (yearly, y, one) = world.dice, number(world, "int", _YEARLY, 0.4)
    if dice.chance(0.35):
        stated = str(dice.pick([20, 22, 24, 25, 26, 27, 28, 30]))
        yearly, y, one = constant(stated), f"{stated} days", ()
    months, m, two = number(world, "int", _MONTHS, 0.2)
    m = m if "month" in m else dice.tell("entitlements.in_months", m=m)
    shape = dice.pick(["half", "half", "half_up", "full", "up", "exact"])
    does = dice.tell("entitlements.part", y=y, m=m)
    share = f"Decimal({yearly}) * {months} / {constant('12') if '12' in does else '12'}"
    code = {
        "half": f"({share} * 2){rounding_to('1')} / 2",
        "half_up": f"({share} * 2){rounding_to('1', 'up')} / 2",
        "full": f"({share}){rounding_to('1')}",
        "up": f"({share}){rounding_to('1', 'up')}",
        "exact": share,
    }[shape]
    if shape != "exact":
        tail = dice.tell(f"entitlements.rounding.{shape}")
        does = followed(dice, does, tail)
    if one == two and yearly == months:
        return None
    return done("leave", together(one, two), DECIMAL, does, f"return {code}", "R239")


def class_by_claims(world: World) -> Draft | None:
    """A class that rises in a year without claims and falls with each claim, or at any, within its ends."""
    dice, (current, c, one) = world.dice, number(world, "int", _CLASSES, 0.5)
    events, e, two = number(world, "int", _EVENTS, 0.2)
    if current == events:
        return None
    top, down = str(dice.pick([8, 10, 12, 15, 20, 25])), str(dice.between(2, 5))
    low, each = dice.pick(["0", "0", "1"]), dice.chance(0.7)
    words = {"c": c, "e": e, "top": top, "down": number_said(dice, down), "low": low}
    does = dice.tell(f"entitlements.class.{'each' if each else 'any'}", **words)
    loss = f"{constant(down)} * {events}" if each else constant(down)
    body = f"if {events} == 0:\n    return min({current} + {constant('1')}, {constant(top)})\nreturn max({current} - {loss}, {low if low == '0' else constant(low)})"
    return done("next_class", together(one, two), INT, does, body, "R240")


def level_reached(world: World) -> Draft | None:
    """The highest value among the levels whose bound full years, or a number, has reached; nothing before the first."""
    dice, bound = world.dice, world.field(world.child, is_int)
    value = world.field(world.child, is_number, but=(bound,) if bound else ())
    if bound is None or value is None:
        return None
    levels = Parameter(name=dice.pick(["levels", "steps", "tiers", "grades", world.children]), type=ListType(EntityType(world.child.name)))  # fmt: skip
    (since, s, owner), now = day(world, _SINCE, 0.5), Parameter(name=dice.pick(["day", "today", "on_day"]), type=DATE)
    t = "today" if now.name == "today" else "the given day"
    words = {"b": field_words(dice, bound), "v": field_words(dice, value), "ls": label(levels.name)}
    whole, dated = is_int(value.type), dice.chance(0.7)
    returns: Type = INT if whole else DECIMAL
    reach, head = "<v1>", ""
    if dated:
        n, takes = dice.tell("entitlements.years", s=s, t=t), together(owner, (now, levels))
        d = name(now.name)
        head = f"<v1> = {d}.year - {since}.year - (({d}.month, {d}.day) < ({since}.month, {since}.day))\n"
    else:
        reach, n, owner = number(world, "int", ("years", "points", "pieces", "quantity", "visits"), 0.5)
        takes = together(owner, (levels,))
    does = dice.tell("entitlements.level", n=n, **words)
    own = f"<v0>.{name(value.name)} for <v0> in {name(levels.name)} if <v0>.{name(bound.name)} <= {reach}"
    body = f"{head}return max(({own}), default={'0' if whole else ZERO})"
    return done("reached", takes, returns, does, body, "R268")


PATTERNS = (
    (part_of_year, 0.8),
    (class_by_claims, 0.7),
    (level_reached, 1),
)
