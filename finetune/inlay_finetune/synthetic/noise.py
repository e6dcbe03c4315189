"""What people write around the point of a sentence: a purpose, a polite turn, other stops, a missing capital."""

import hashlib

from inlay_finetune.synthetic.dice import Dice

__all__ = ["frayed", "hash_of"]

_QUOTES = frozenset("\"'“”")


def hash_of(text: str, seed: int) -> int:
    """Give a seed that follows from a text."""
    return int.from_bytes(hashlib.blake2b(f"{seed}:{text}".encode(), digest_size=4).digest(), "big")


def frayed(dice: Dice, sentence: str) -> str:
    """Give the sentence as somebody in a hurry, or with something else on their mind, would write it."""
    if dice.chance(0.06):
        before = dice.tell("noise.before")
        sentence = f"{before} {sentence if before[-1] == '.' else sentence[0].lower() + sentence[1:]}"
    if dice.chance(0.04):
        sentence = f"{sentence} {dice.tell('noise.after')}"
    if dice.chance(0.12):
        sentence = sentence.rstrip(".")
    if not _QUOTES & set(sentence):
        sentence = _other_stops(dice, sentence)
    return sentence[0].lower() + sentence[1:] if dice.chance(0.1) else sentence


def _other_stops(dice: Dice, sentence: str) -> str:
    if dice.chance(0.06):
        sentence = sentence.replace("; ", dice.pick((" - ", ", ", " -- ")))
    return sentence.replace(", ", " ") if dice.chance(0.03) else sentence
