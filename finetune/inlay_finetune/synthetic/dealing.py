"""Reference tokens dealt anew: which of them stand for the names of a record."""

import re
from collections.abc import Mapping

from inlay.prompts.references import NAMES
from inlay_finetune.synthetic.dice import Dice

__all__ = ["NAME", "Slots", "redealt", "renamed"]

NAME = re.compile(r"<n\d+>")
Slots = list[tuple[str, str]]
"""Pairs of a task's text and its code."""
_HANDS = (64, NAMES)


def redealt(schema: str, slots: Slots, dice: Dice) -> tuple[str, Slots]:
    """Deal the names of a record any of the tokens instead of the lowest, so that the highest are seen as often.

    A prompt that serves has more names than most records; a network that has to learn every token from nothing is at
    a loss where it meets the rare ones.
    """
    names = list(dict.fromkeys(NAME.findall("".join((schema, *(text for slot in slots for text in slot))))))
    hand = dice.pick([size for size in _HANDS if size >= len(names)])
    tokens = {name: f"<n{place}>" for name, place in zip(names, dice.some(range(hand), len(names)), strict=True)}
    return renamed(schema, tokens), [(renamed(task, tokens), renamed(code, tokens)) for task, code in slots]


def renamed(text: str, tokens: Mapping[str, str]) -> str:
    """Put other tokens in the place of those in a text."""
    return NAME.sub(lambda match: tokens[match[0]], text)
