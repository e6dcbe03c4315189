"""What people write around the point of a sentence: a purpose, a polite turn, no full stop, a missing capital."""

import hashlib

from inlay_finetune.synthetic.dice import Dice

__all__ = ["frayed", "hash_of"]

_BEFORE = (
    "For billing: ",
    "For the monthly report, ",
    "Needed on the dashboard. ",
    "The sales team asks for this: ",
    "What we show the customer: ",
    "As agreed with accounting, ",
    "For the management: ",
    "Used by the support desk. ",
    "So that nobody has to count by hand: ",
    "For planning, ",
)
_AFTER = (
    " We use this every day.", " This is shown on the start page.", " The office needs it on Mondays.", " Ask accounting when in doubt.",
    " It replaces the old spreadsheet.", " That is all.",
)  # fmt: skip


def hash_of(text: str, seed: int) -> int:
    """Give a seed that follows from a text."""
    return int.from_bytes(hashlib.blake2b(f"{seed}:{text}".encode(), digest_size=4).digest(), "big")


def frayed(dice: Dice, sentence: str) -> str:
    """Give the sentence as somebody in a hurry, or with something else on their mind, would write it."""
    if dice.chance(0.06):
        sentence = dice.pick(_BEFORE) + sentence[0].lower() + sentence[1:]
    if dice.chance(0.04):
        sentence += dice.pick(_AFTER)
    if dice.chance(0.12):
        sentence = sentence.rstrip(".")
    return sentence[0].lower() + sentence[1:] if dice.chance(0.1) else sentence
