"""Seeded choice among wordings and words, with some of both kept back for the held-out splits."""

import hashlib
import random
import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, TypeVar, get_args

from inlay_finetune.synthetic.coinage import coined
from inlay_finetune.synthetic.lexicon import is_held_out
from inlay_finetune.synthetic.wording import Language, expanded, wordings_of

__all__ = ["SPLITS", "Dice", "Split", "hash_of"]

Split = Literal["train", "schema", "wording", "composition", "pattern", "noise"]
SPLITS: tuple[Split, ...] = get_args(Split)
T = TypeVar("T")

_UNQUOTED = re.compile(r"(?<![\"'“])\{\w+\}(?![\"'”])")


def hash_of(text: str, seed: int) -> int:
    """Give a seed that follows from a text."""
    return int.from_bytes(hashlib.blake2b(f"{seed}:{text}".encode(), digest_size=4).digest(), "big")


class Dice:
    """A seeded source of choices. Held-out words occur only in split `schema`, held-out wordings only in `wording`,
    where they are preferred. Which tags go together is no matter of choices: `holdout` knows that. Kinds of noise that
    are held out occur only in split `noise`.
    """

    def __init__(self, seed: int, split: Split = "train", language: Language = "en") -> None:
        self._random = random.Random(seed)
        self.split: Split = split
        self.language: Language = language

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._random.random() < probability

    def pick(self, options: Sequence[T]) -> T:
        """Give one of several equal things."""
        return self._random.choice(options)

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """Give one of several things drawn by weight."""
        return self._random.choices(options, weights)[0]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Give `count` different ones, or all in random order when there are fewer."""
        return self._random.sample(list(options), min(count, len(options)))

    def between(self, low: int, high: int) -> int:
        """Give a whole number, both ends included."""
        return self._random.randint(low, high)

    def say(self, *phrases: str) -> str:
        """Give one of several wordings of the same thing, minding which are held out."""
        held = [phrase for phrase in phrases if is_held_out(phrase, 6)] if len(phrases) >= 3 else []
        free = [phrase for phrase in phrases if phrase not in held] or list(phrases)
        if self.split == "wording" and held:
            return self.pick(held)
        return self.pick(free)

    def tell(self, key: str, **phrases: str) -> str:
        """Give one of the wordings listed under a key such as `totals.sum_either`, its phrases put in."""
        wording = expanded(self.say(*wordings_of(key, self.language)), self.pick)
        if self.language == "zh":
            # A space on either side keeps a phrase apart from the next one until both are Chinese.
            wording = _UNQUOTED.sub(r" \g<0> ", wording)
        return wording.format(**phrases)

    def named(self, key: str) -> str:
        """Give one of the names listed under a key, which are English in every language."""
        return expanded(self.say(*wordings_of(key)), self.pick)

    def form(self, key: str) -> str:
        """Give one of the texts listed under a key as it stands, its places left open."""
        return expanded(self.say(*wordings_of(key, self.language)), self.pick)

    def word(self, words: Sequence[str]) -> str:
        """Give a word for a schema, minding which words are held out."""
        free, held = _parted(tuple(words))
        return self.pick(held if self.split == "schema" and held else free or words)

    def invented(self) -> str:
        """Give a word that no language has, though it may look like English."""
        return coined(self._random)

    def round_number(self, low: int, high: int) -> int:
        """Give a whole number as business writes it: mostly round."""
        value = self.between(low, high)
        for step in (100, 50, 10, 5):
            if high >= 4 * step and self.chance(0.4) and value >= step:
                return value // step * step
        return value

    def money(self, high: int = 1000) -> str:
        """Give an amount, sometimes with cents."""
        whole = self.round_number(1, high)
        return f"{whole}.{self.pick(['50', '25', '99', '5', '75'])}" if self.chance(0.2) else str(whole)

    def seed(self) -> int:
        """Give a seed for something that draws by itself."""
        return self._random.getrandbits(32)


@cache
def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part words into those for training and those kept for held-out schemas."""
    free = tuple(word for word in words if not is_held_out(word))
    return free, tuple(word for word in words if is_held_out(word))
