"""Rounding for its own sake: half up, half even, down, up, to a step, to a price ending."""

from inlay_finetune.synthetic.draft import Draft, constant
from inlay_finetune.synthetic.patterns.given import factor, operand, worked_out
from inlay_finetune.synthetic.patterns.likeness import done_alike
from inlay_finetune.synthetic.patterns.parts import DECIMAL
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_PLACES = {"cents": "0.01", "whole": "1", "tenths": "0.1", "thousandths": "0.001"}
_STEPS = ("0.05", "0.05", "0.10", "0.20", "0.25", "0.50", "0.5", "2", "5", "10", "20", "25", "50", "100", "500", "1000")
_CENTS = (("5", "0.05"), ("10", "0.10"), ("20", "0.20"), ("25", "0.25"), ("50", "0.50"))
_ENDINGS = (("99", "0.01"), ("99", "0.01"), ("95", "0.05"), ("90", "0.10"), ("98", "0.02"))
_TAGS = {"half_up": "R068", "half_even": "R069", "down": "R070", "up": "R071"}


def _to_places(world: World, mode: str, weights: tuple[float, ...]) -> Draft | None:
    """An amount rounded to a number of places in one mode."""
    dice, x = world.dice, worked_out(world)
    if x is None:
        return None
    places = dice.weighted(tuple(_PLACES), weights)
    to, after = dice.tell(f"rounding.to.{places}"), dice.tell(f"rounding.after.{places}")
    does = dice.tell(f"rounding.{mode}", x=x.said, to=to, after=after)
    code = f"return {operand(x.code)}{rounding_to(_PLACES[places], mode)}"
    return done_alike(dice.pick(("rounded", "settled", "shown", "booked")), x.takes, DECIMAL, does, code, _TAGS[mode])


def half_up(world: World) -> Draft | None:
    """Rounded the commercial way."""
    return _to_places(world, "half_up", (5, 2.5, 1.5, 1))


def half_even(world: World) -> Draft | None:
    """Rounded the banker's way."""
    return _to_places(world, "half_even", (6, 2, 1, 1))


def down(world: World) -> Draft | None:
    """Cut off after some places."""
    return _to_places(world, "down", (4, 3, 1.5, 0.7))


def up(world: World) -> Draft | None:
    """Raised to the next whole number or tenth."""
    return _to_places(world, "up", (0, 5, 1, 0))


def to_step(world: World) -> Draft | None:
    """R072: rounded to a multiple of a step: the nearest, the next above, or the one below."""
    dice, x = world.dice, worked_out(world)
    if x is None:
        return None
    mode = dice.weighted(("nearest", "above", "below"), (4, 2, 1))
    step = dice.pick(_STEPS)
    said, size = step, f'Decimal("{constant(step)}")'
    if dice.chance(0.35):
        cents, step = dice.pick(_CENTS)
        said, size = f"{cents} cents", f'Decimal("{step}")'
    does = dice.tell(f"rounding.to_step.{mode}", x=x.said, step=said)
    rounding = rounding_to("1", {"nearest": "half_up", "above": "up", "below": "down"}[mode])
    code = f"return ({factor(x.code)} / {size}){rounding} * {size}"
    return done_alike(dice.pick(("cash_amount", "stepped", "rounded_price")), x.takes, DECIMAL, does, code, "R072")


def price_ending(world: World) -> Draft | None:
    """R073: raised to the next whole amount, less a little."""
    dice, x = world.dice, worked_out(world)
    if x is None:
        return None
    whole = operand(x.code) + rounding_to("1", "up")
    shape = dice.weighted(("cents", "less", "tens"), (3, 3, 1.5))
    cents, rest = dice.pick(_ENDINGS)
    if shape == "cents":
        does = dice.tell("rounding.price_ending.cents", x=x.said, cents=cents)
        return done_alike("shelf_price", x.takes, DECIMAL, does, f'return {whole} - Decimal("{rest}")', "R073")
    if shape == "less":
        does = dice.tell("rounding.price_ending.less", x=x.said, rest=rest)
        return done_alike(
            "shelf_price", x.takes, DECIMAL, does, f'return {whole} - Decimal("{constant(rest)}")', "R073"
        )
    step, off = dice.pick((("10", "1"), ("100", "1"), ("50", "1"), ("100", "5"), ("5", "0.10")))
    size = f'Decimal("{constant(step)}")'
    does = dice.tell("rounding.price_ending.tens", x=x.said, step=step, off=off)
    multiple = f"({factor(x.code)} / {size}){rounding_to('1', 'up')} * {size}"
    return done_alike("shelf_price", x.takes, DECIMAL, does, f'return {multiple} - Decimal("{constant(off)}")', "R073")


PATTERNS = (
    (half_up, 1.6),
    (half_even, 1),
    (down, 1),
    (up, 1.2),
    (to_step, 1.6),
    (price_ending, 0.8),
)
