"""What is said behind a sentence: after a semicolon, or in a sentence of its own, always so after a question."""

from inlay_finetune.synthetic.dice import Dice

__all__ = ["followed"]


def followed(dice: Dice, does: str, tail: str) -> str:
    """Give a sentence with something said behind it."""
    if does.endswith("?"):
        return f"{does} {tail[0].upper()}{tail[1:]}"
    return f"{does}; {tail}" if dice.chance(0.5) else f"{does}. {tail[0].upper()}{tail[1:]}"
