"""Noise: what people write around the point of a sentence, by the ids of the inventory; it never changes the program.

Kinds that are held out (`HELD`) come in no split but `noise`, where every sentence has one of them. The ids of what
was put in are tags of the draft.
"""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from inlay.contract import Contract
from inlay.linking import constants_in, in_english
from inlay_finetune.synthetic import noise_numbers, noise_said, noise_spelling, noise_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import LONGEST, Draft, plain
from inlay_finetune.synthetic.noise_kinds import Noise
from inlay_finetune.synthetic.paraphrase import paraphrased
from inlay_finetune.synthetic.spelling import value_of
from inlay_finetune.synthetic.wording import Language

__all__ = ["HELD", "TRAINED", "noise_ids", "noisy", "reworded"]

TRAINED: tuple[Noise, ...] = (*noise_said.KINDS, *noise_spelling.KINDS, *noise_numbers.KINDS, *noise_words.KINDS)
HELD: tuple[Noise, ...] = (*noise_numbers.HELD, *noise_words.HELD)
_COUNTS, _SHARES = (0, 1, 2), (0.6, 0.27, 0.13)
_TRIES = 4
_MONEY = re.compile(r"[$€]|\b(?:EUR|USD|euros|dollars)\b")
_GROUPED = re.compile(r"\d,\d{3}")


def noise_ids() -> frozenset[str]:
    """Give the ids of every kind that is made."""
    return frozenset(noise.id for noise in (*TRAINED, *HELD))


def reworded(dice: Dice, draft: Draft, contract: Contract) -> Draft:
    """Give a draft in other words, and about two in five with noise of one or two kinds."""
    said = paraphrased(dice, draft, contract)
    figures = tuple(
        noise for noise, pattern in (("N14", _MONEY), ("N18", _GROUPED)) if _is_new(pattern, draft.does, said)
    )
    return noisy(dice, replace(draft, does=said, tags=(*draft.tags, *figures)), contract)


def noisy(dice: Dice, draft: Draft, contract: Contract) -> Draft:
    """Give a draft with noise of at most two kinds, their ids among its tags."""
    is_held = dice.split == "noise"
    for _ in range(1 if is_held else dice.weighted(_COUNTS, _SHARES)):
        draft = _with_one(dice, draft, contract, HELD if is_held else TRAINED)
    return draft


def _is_new(pattern: re.Pattern[str], before: str, after: str) -> bool:
    return len(pattern.findall(before)) < len(pattern.findall(after))


def _with_one(dice: Dice, draft: Draft, contract: Contract, kinds: tuple[Noise, ...]) -> Draft:
    fitting, weights = _wheel(kinds, dice.language)
    for _ in range(_TRIES if kinds is TRAINED else 5 * _TRIES):
        noise = dice.weighted(fitting, weights)
        made = noise.make(dice, draft, contract) if noise.id not in draft.tags else None
        if made is not None and len(made.does) <= LONGEST and _is_same(draft, made, contract):
            return replace(made, tags=(*made.tags, noise.id))
    return draft


@cache
def _wheel(kinds: tuple[Noise, ...], language: Language) -> tuple[tuple[Noise, ...], tuple[int, ...]]:
    weights = {noise: noise.english if language == "en" else noise.chinese for noise in kinds}
    fitting = tuple(noise for noise in kinds if weights[noise])
    return fitting, tuple(weights[noise] for noise in fitting)


def _is_same(before: Draft, after: Draft, contract: Contract) -> bool:
    """Say whether a sentence still states what it stated, and no number besides that the body could be read to mean."""
    old, new = (_stated(draft.does, contract) for draft in (before, after))
    if before.body != after.body:
        return len(old) == len(new)
    added = [value for value in new - old if value not in old]
    return not old - new and not {*map(value_of, re.findall(r"\d+(?:\.\d+)?", plain(after.body)))} & {*added}


def _stated(sentence: str, contract: Contract) -> Counter[object]:
    return Counter(value_of(found.value) for found in constants_in(in_english(sentence, contract)))
