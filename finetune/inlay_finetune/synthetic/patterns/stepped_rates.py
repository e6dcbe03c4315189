"""A base that grows by steps for what is full, up to a cap; and what part of the day a moment falls into."""

from inlay.contract import EnumType, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label, value_words
from inlay_finetune.synthetic.patterns.givens import number
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import INT, done
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_GIVEN = (
    ("vacation_days", ("years", "years_of_service", "years_with_us")),
    ("bonus_percent", ("years", "contract_years")),
    ("points", ("visits", "bookings", "orders")),
    ("notice_weeks", ("years", "years_of_service")),
    ("free_copies", ("members", "subscribers")),
    ("discount_percent", ("pieces", "boxes", "nights")),
)
_MOMENTS = ("moment", "called_at", "started_at", "arrived_at", "delivered_at", "booked_at", "reported_at", "opened_at")
_SHIFTS = (
    (22, 6, None, ("night", "day", "")),
    (23, 7, None, ("night", "day", "")),
    (20, 6, None, ("night_rate", "day_rate", "")),
    (21, 5, None, ("quiet", "busy", "")),
    (22, 6, 14, ("night", "early", "late")),
    (21, 5, 13, ("night_shift", "early_shift", "late_shift")),
    (20, 8, 16, ("off_peak", "peak", "normal")),
)


def stepped_up(world: World) -> Draft | None:
    """R055: a base, more for each so many full ones, never beyond a cap."""
    dice = world.dice
    title, names = dice.pick(_GIVEN)
    code, words, takes = number(world, "int", names, 0.25)
    each, more, base = dice.pick([2, 3, 5, 10]), dice.pick([1, 2, 3, 4]), dice.pick([5, 10, 15, 20, 24])
    cap = base + more * dice.pick([3, 4, 5]) + dice.pick([0, 1])
    if len({each, more, base, cap}) < 4:
        return None
    said = {"base": str(base), "more": str(more), "each": number_said(dice, str(each)), "cap": str(cap)}
    does = dice.tell("stepped_rates.stepped_up", x=words, title=label(title), **said)
    grown = f"{constant(base)} + {code} // {constant(each)}{f' * {constant(more)}' if more > 1 else ''}"
    return done(title, takes, INT, does, f"return min({grown}, {constant(cap)})", "R055", "R046")


def part_of_day(world: World) -> Draft | None:
    """R133: the part of the day of a moment, the night running over midnight."""
    dice, own = world.dice, world.dice.pick(_MOMENTS)
    late, early, noon, labels = dice.pick(_SHIFTS)
    night, first, second = (value_words(dice, each) for each in labels)
    returns: Type = EnumType(tuple(each for each in labels if each)) if dice.chance(0.6) else Scalar("str")
    mark = name if isinstance(returns, EnumType) else constant
    if mark is constant:
        night, first, second = (f'"{each}"' for each in labels)
    does = dice.tell(
        f"stepped_rates.part_of_day.{'three' if noon else 'two'}",
        at=label(own), late=f"{late}:00", early=f"{early}:00", noon=f"{noon}:00", night=night, first=first, second=second,
    )  # fmt: skip
    hour = f"{name(own)}.hour"
    body = f'if {hour} >= {constant(late)} or {hour} < {constant(early)}:\n    return "{mark(labels[0])}"\n'
    if noon:
        body += f'if {hour} < {constant(noon)}:\n    return "{mark(labels[1])}"\n'
    body += f'return "{mark(labels[2] if noon else labels[1])}"'
    takes = (Parameter(name=own, type=Scalar("datetime")),)
    return done("part_of_day", takes, returns, does, body, "R133")


PATTERNS = ((stepped_up, 0.9), (part_of_day, 0.9))
