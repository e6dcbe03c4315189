"""How an amount is rounded: the call that follows it, and cents drawn with the words that fit behind a comma."""

from inlay_finetune.synthetic.dice import Dice

__all__ = ["cents", "rounding_to"]

_MODES = {"half_up": (4, "R068"), "down": (2, "R070"), "up": (1.5, "R071"), "half_even": (1, "R069")}


def rounding_to(step: str, mode: str = "half_up") -> str:
    """Give the call that rounds the decimal before it: `0.01` to cents, `1` to whole ones."""
    return f'.quantize(Decimal("{step}"), rounding=ROUND_{mode.upper()})'


def cents(dice: Dice) -> tuple[str, str, str]:
    """Draw a rounding to cents: its words, the call that follows an amount, and its tag."""
    mode = dice.weighted(list(_MODES), [weight for weight, _ in _MODES.values()])
    return dice.tell(f"compositions_amounts.round.{mode}"), rounding_to("0.01", mode), _MODES[mode][1]
