"""How a sentence speaks of days: as a noun that may follow `its`, and as the event that took place on them."""

from inlay.contract import Field
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.mention import field_words, label

__all__ = ["day_noun", "happened"]

_BY_ITSELF = frozenset({"started", "ended", "left", "expires", "arrived", "departed", "joined"})


def day_noun(dice: Dice, field: Field) -> str:
    """Give a day's name as a noun without a clause after it: `shipping date`, never `day it was shipped`."""
    words = field_words(dice, field)
    return (
        words
        if "day it" not in words and "date on which" not in words
        else f"{_verb(field)} {dice.pick(['date', 'day'])}"
    )


def happened(dice: Dice, field: Field, who: str) -> str:
    """Give the event that took place on a day as a clause: `the order was shipped`."""
    verb = _verb(field)
    if verb in _BY_ITSELF:
        return f"{who} {verb}"
    if verb == "due":
        return f"{who} {dice.pick(['is', 'was', 'falls'])} due"
    return f"{who} {dice.pick(['was', 'was', 'has been'])} {verb}"


def _verb(field: Field) -> str:
    return label(field.name).removesuffix(" on").removesuffix(" at").removesuffix(" date")
