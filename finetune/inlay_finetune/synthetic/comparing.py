"""What conditions are made of: the face of a condition, and the many words for comparisons."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import DecimalType, Field, Parameter, Type
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant

__all__ = ["COMPARISONS", "DATE_COMPARISONS", "Condition", "compare_words", "literal"]

Code = Callable[[str], str]

COMPARISONS: dict[str, tuple[str, ...]] = {
    ">=": (
        "at least {k}",
        "{k} or more",
        "no less than {k}",
        "not below {k}",
        "{k} or above",
        "{k} and more",
        "from {k} up",
        "{k} or higher",
        "{k} or greater",
        "a minimum of {k}",
        "not less than {k}",
        "no lower than {k}",
        "greater than or equal to {k}",
        "not under {k}",
    ),
    ">": (
        "above {k}",
        "over {k}",
        "more than {k}",
        "greater than {k}",
        "higher than {k}",
        "exceeding {k}",
        "beyond {k}",
        "larger than {k}",
        "strictly more than {k}",
        "in excess of {k}",
    ),
    "<=": (
        "at most {k}",
        "up to {k}",
        "no more than {k}",
        "not above {k}",
        "{k} or less",
        "not exceeding {k}",
        "{k} or lower",
        "{k} or below",
        "a maximum of {k}",
        "not more than {k}",
        "no higher than {k}",
        "less than or equal to {k}",
        "up to and including {k}",
        "not over {k}",
    ),
    "<": (
        "below {k}",
        "under {k}",
        "less than {k}",
        "smaller than {k}",
        "lower than {k}",
        "strictly below {k}",
    ),
}
DATE_COMPARISONS: dict[str, tuple[str, ...]] = {
    ">=": ("on or after {k}", "from {k} on", "not before {k}", "since {k}", "no earlier than {k}", "{k} or later"),
    ">": ("after {k}", "later than {k}", "past {k}", "strictly after {k}", "only after {k}"),
    "<=": (
        "on or before {k}",
        "up to and including {k}",
        "not after {k}",
        "by {k}",
        "no later than {k}",
        "until {k} inclusive",
        "{k} or earlier",
        "up to {k}, that day included",
    ),
    "<": ("before {k}", "earlier than {k}", "prior to {k}", "strictly before {k}", "ahead of {k}"),
}


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
    return dice.say(*COMPARISONS[operator]).format(k=value)
