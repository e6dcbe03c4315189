"""What conditions are made of: the face of a condition, and the many words for comparisons."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import DecimalType, Field, Parameter, Type
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant

__all__ = [
    "COMPARISONS",
    "KEYS",
    "OPPOSITES",
    "Condition",
    "compare_words",
    "counted_words",
    "day_words",
    "literal",
    "now_words",
]

Code = Callable[[str], str]

KEYS = {">=": "at_least", ">": "more", "<=": "at_most", "<": "less"}
"""What each comparison is called in the keys of wordings."""
OPPOSITES = {"==": "!=", "!=": "==", ">=": "<", "<": ">=", "<=": ">", ">": "<="}
COMPARISONS = tuple(KEYS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A test of one entity. `python` and `sql` take the owner's expression (`item`, or a table prefix with its dot).

    `relative` follows a plural noun, `predicate` is a clause with `{s}` for the subject, `adjective` stands before a noun.
    """

    python: Code
    sql: Code
    relative: str
    predicate: str
    adjective: str | None = None
    takes: tuple[Parameter, ...] = ()
    tag: str = ""
    fields: tuple[Field, ...] = ()


def literal(kind: Type, value: str) -> str:
    """Spell a stated constant in Python for this type."""
    return f'Decimal("{constant(value)}")' if isinstance(kind, DecimalType) else constant(value)


def compare_words(dice: Dice, operator: str, value: str) -> str:
    """Say a comparison with a number."""
    return dice.tell(f"comparing.{KEYS[operator]}", k=value)


def day_words(dice: Dice, operator: str, day: str) -> str:
    """Say a comparison with a day."""
    return dice.tell(f"comparing.days.{KEYS[operator]}", k=day)


def counted_words(dice: Dice, operator: str, value: str, counted: str) -> str:
    """Say how many there are of something countable: `at least 3 nights`."""
    return f"{dice.tell(f'comparing.counted.{KEYS[operator]}', k=value)} {counted}"


def now_words(dice: Dice, operator: str, said: str) -> str:
    """Say a comparison of a day with today as a clause about `{s}`."""
    return dice.tell(f"comparing.now.{KEYS[operator]}", said=said, s="{s}")
