"""How a sentence speaks of days: as a noun that may follow `its`, and as the event that took place on them."""

from inlay.contract import Field
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.mention import field_words, label

__all__ = ["day_noun", "day_stem", "happened", "on_day"]

_BY_ITSELF = frozenset(
    {
        "started",
        "ended",
        "left",
        "expires",
        "arrived",
        "departed",
        "joined",
        "starts",
        "ends",
        "begins",
        "departs",
        "arrives",
        "leaves",
        "lapses",
        "matures",
    }
)
_DONE = frozenset({"born", "paid", "sold", "bought", "sent", "built", "lent", "found", "lost", "taken", "made", "held"})


def day_noun(dice: Dice, field: Field) -> str:
    """Give a day's name as a noun without a clause after it: `shipping date`, never `day it was shipped`."""
    words = field_words(dice, field)
    if " it " not in words and " of being " not in words:
        return words
    return f"{day_stem(field)} {dice.pick(['date', 'day'])}"


def happened(field: Field, who: str) -> str | None:
    """Give the event that took place on a day as a clause, `the order was shipped`, or None when its name tells none."""
    verb = day_stem(field)
    if verb in _BY_ITSELF:
        return f"{who} {verb}"
    if verb not in _DONE and not (verb.endswith("ed") and " " not in verb):
        return None
    return f"{who} was {verb}"


def on_day(day: str) -> str:
    """Give a day as a time: `today`, `now`, `on the day`."""
    return day if day in ("today", "now") else f"on {day}"


def day_stem(field: Field) -> str:
    """Give a day's name without what marks it as one: `paid_on` is `paid`."""
    return label(field.name).removesuffix(" on").removesuffix(" at").removesuffix(" date")
