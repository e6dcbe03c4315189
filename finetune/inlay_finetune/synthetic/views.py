"""Schemas as a prompt shows them when it serves: of a whole spec only what the slots of a record are about.

Serving shows at most so many names and chooses them by the sentence (`inlay.prompts.view`); values of enums go first.
A record holds several slots over one schema, so their sentences choose together, and what a body writes always stays.
"""

from collections.abc import Sequence
from typing import TypeVar

from inlay.contract import Contract, Entity, RecordType, columns_of
from inlay.prompts.compact import SHOWN
from inlay.prompts.view import in_view
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_NAME, Draft

__all__ = ["portions", "viewed"]

T = TypeVar("T")

# How many names are shown, around the number that serving shows; the last leaves nearly everything in.
_MOST = (SHOWN - 6, SHOWN - 3, *[SHOWN] * 5, SHOWN + 4, SHOWN + 24)


def portions(dice: Dice, made: Sequence[T]) -> list[Sequence[T]]:
    """Part the slots of a world into records of a few, each of which gets a view of its own."""
    found, start = list[Sequence[T]](), 0
    while start < len(made):
        size = dice.between(2, 5)
        found.append(made[start : start + size])
        start += size
    return found


def viewed(dice: Dice, drafts: Sequence[Draft], entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Give the part of the entities that a prompt would show for these slots."""
    joined = Contract(
        name=drafts[0].name,
        kind=drafts[0].kind,
        parameters=tuple({each.name: each for draft in drafts for each in draft.takes}.values()),
        result=RecordType(tuple(dict(column for draft in drafts for column in columns_of(draft.returns)).items())),
        entities=entities,
    )
    written = dict.fromkeys(name for draft in drafts for name in MARKED_NAME.findall(draft.body))
    spoken = " . ".join((*(draft.does for draft in drafts), *written))
    # Two names side by side may be linked as one.
    return in_view(joined, spoken, dice.pick(_MOST), frozenset(written)).entities
