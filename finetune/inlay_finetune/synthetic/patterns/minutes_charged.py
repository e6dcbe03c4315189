"""Minutes and hours: as text, rounded to steps, free at first and then all charged, charged by the hour with a cap per day."""

from inlay.contract import Parameter, Scalar
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, rows_of
from inlay_finetune.synthetic.patterns.givens import number
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, ZERO, decimal, done, kids, root_of, together
from inlay_finetune.synthetic.world import World, is_int

__all__ = ["PATTERNS"]

_MINUTES = (
    "minutes",
    "minutes",
    "duration_minutes",
    "minutes_used",
    "call_minutes",
    "working_minutes",
    "break_minutes",
)
_STAYS = (
    ("entry", "exit"), ("arrived_at", "left_at"), ("picked_up_at", "returned_at"), ("starts_at", "ends_at"),
    ("check_in", "check_out"), ("rented_at", "returned_at"), ("parked_at", "left_at"), ("plugged_in_at", "unplugged_at"),
)  # fmt: skip
_CLOCKS = {
    "plain": "{{{h} // 60}}:{{{m} % 60:02d}}", "padded": "{{{h} // 60:02d}}:{{{m} % 60:02d}}",
    "letters": "{{{h} // 60}} h {{{m} % 60}} min", "short": "{{{h} // 60}}h{{{m} % 60:02d}}",
}  # fmt: skip
_CAPPED = (("2", "15"), ("2.50", "20"), ("3", "18"), ("4", "28"), ("5", "30"), ("1.50", "9"), ("6", "40"), ("8", "64"))
_CAPPED_BY = (
    ("hourly_rate", "daily_max"),
    ("price_per_hour", "day_price"),
    ("rate", "cap"),
    ("hour_price", "day_limit"),
)
_STEPS = {"15": "7", "10": "5", "5": "2", "30": "15", "6": "3", "20": "10"}


def _in_minutes(dice: Dice, words: str) -> str:
    return words if "minute" in words else dice.tell("minutes_charged.minutes.named", x=words)


def _minutes(world: World) -> tuple[str, str, tuple[Parameter, ...], str]:
    """Draw minutes: a parameter, a field of the root or a sum over rows, which is worked out first."""
    dice, row = world.dice, world.field(world.child, is_int)
    if row is not None and dice.chance(0.3):
        words = _in_minutes(dice, field_words(dice, row))
        said = dice.tell("minutes_charged.minutes.total", x=words, rows=rows_of(dice, world))
        return "<v1>", said, root_of(world)[1], f"<v1> = sum(<v0>.{name(row.name)} for <v0> in {kids(world)})\n"
    code, words, takes = number(world, "int", _MINUTES, 0.35)
    return code, _in_minutes(dice, words), takes, ""


def as_clock(world: World) -> Draft | None:
    """Minutes as text of hours and minutes."""
    code, words, takes, head = _minutes(world)
    shape = world.dice.pick(list(_CLOCKS))
    does = world.dice.tell(f"minutes_charged.clock.{shape}", m=words, h="h", min="min")
    return done(
        "as_text", takes, TEXT, does, f'{head}return f"{_CLOCKS[shape].format(h=code, m=code)}"', "R232", "R195"
    )


def in_steps(world: World) -> Draft | None:
    """Minutes rounded to quarters of an hour or other steps: to the nearest, up or down."""
    dice, (code, words, takes, head), way = world.dice, _minutes(world), world.dice.pick(["near", "near", "up", "down"])
    step = dice.weighted(list(_STEPS), (4, 2, 2, 2, 1, 1))
    key, spelt = "minutes", constant(step)
    if step in ("15", "30") and dice.chance(0.5):
        key, spelt = {"15": "quarter", "30": "half"}[step], step
    said = dice.tell(f"minutes_charged.step.{key}", n=number_said(dice, step))
    does = dice.tell(f"minutes_charged.steps.{way}", m=words, s=said)
    rounded = {"near": f"({code} + {_STEPS[step]}) // {spelt}", "up": f"-(-{code} // {spelt})", "down": f"{code} // {spelt}"}[way]  # fmt: skip
    return done("rounded", takes, INT, does, f"{head}return {rounded} * {spelt}", "R254", "R065")


def free_at_first(world: World) -> Draft | None:
    """Nothing up to some minutes; beyond them all of them are charged by the begun hour, or only those above."""
    dice, (code, words, takes, head) = world.dice, _minutes(world)
    free, price = str(dice.pick([5, 10, 15, 20, 45, 90])), dice.money(12)
    unit, size = dice.pick([("hour", "60"), ("hour", "60"), ("half", "30"), ("quarter", "15")])
    alls = dice.chance(0.7)
    if price == free:
        return None
    words_ = {"m": words, "n": number_said(dice, free), "p": price, "u": dice.tell(f"minutes_charged.unit.{unit}")}
    does = dice.tell(f"minutes_charged.free.{'all' if alls else 'rest'}", **words_)
    if alls:
        body = (
            f"{head}if {code} <= {constant(free)}:\n    return {ZERO}\nreturn -(-{code} // {size}) * {decimal(price)}"
        )
        return done("charge", takes, DECIMAL, does, body, "R253")
    body = f"{head}return -(-max({code} - {constant(free)}, 0) // {size}) * {decimal(price)}"
    return done("charge", takes, DECIMAL, does, body, "R040", "R065")


def capped_per_day(world: World) -> Draft | None:
    """Begun hours from one moment to another at a price each, at most so much for every 24 hours."""
    dice, moment = world.dice, Scalar("datetime")
    first, second = dice.pick(_STAYS)
    a, b = (dice.tell(f"minutes_charged.moment.{each}") for each in (first, second))
    one, two = Parameter(name=first, type=moment), Parameter(name=second, type=moment)
    said = list(dice.pick(_CAPPED))
    rates, takes = [decimal(each) for each in said], together((one, two))
    if dice.chance(0.35):
        rate, cap = (Parameter(name=each, type=DECIMAL) for each in dice.pick(_CAPPED_BY))
        rates, takes = [name(rate.name), name(cap.name)], (one, two, rate, cap)
        said = [f"the {each.name.replace('_', ' ')}" for each in (rate, cap)]
    does = dice.tell("minutes_charged.capped", p=said[0], c=said[1], a=a, b=b)
    hours = f"<v0> = -(-({name(two.name)} - {name(one.name)}) // timedelta(hours=1))\n<v1>, <v2> = divmod(<v0>, {constant('24')})"
    body = f"{hours}\nreturn <v1> * {rates[1]} + min(<v2> * {rates[0]}, {rates[1]})"
    return done("parking_fee", takes, DECIMAL, does, body, "R252", "R065")


PATTERNS = (
    (as_clock, 1),
    (in_steps, 1),
    (free_at_first, 1),
    (capped_per_day, 0.8),
)
