"""Whole numbers as a sentence writes them: mostly in digits, now and then as a word."""

from inlay_finetune.synthetic.dice import Dice

__all__ = ["number_said"]

_UNITS = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = dict(enumerate(_UNITS, 1)) | {10 * number: word for number, word in enumerate(_TENS, 2)}


def number_said(dice: Dice, number: str) -> str:
    """Give a number as it is written, `2` or `two`."""
    return _WORDS[int(number)] if int(number) in _WORDS and dice.language == "en" and dice.chance(0.25) else number
