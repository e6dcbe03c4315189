"""How a whole amount is rounded to cents, in words that fit behind a comma and in code."""

from inlay_finetune.synthetic.dice import Dice

__all__ = ["cents"]

_MODES = {"half_up": (4, "R068"), "down": (2, "R070"), "up": (1.5, "R071"), "half_even": (1, "R069")}


def cents(dice: Dice) -> tuple[str, str, str]:
    """Draw a rounding to cents: its words, the call that follows an amount, and its tag."""
    mode = dice.weighted(list(_MODES), [weight for weight, _ in _MODES.values()])
    words = dice.tell(f"compositions_amounts.round.{mode}")
    return words, f'.quantize(Decimal("0.01"), rounding=ROUND_{mode.upper()})', _MODES[mode][1]
