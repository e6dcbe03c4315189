"""What a kind of noise is: its id, how often it is drawn, and what puts it into the sentence of a draft."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from inlay.contract import Contract
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft

__all__ = ["NUMBER", "Noise", "after", "at_unquoted", "before", "in_unquoted", "said", "sentence_noise"]

NUMBER = r"(?<![A-Za-z0-9_.,'\"“$€£/+<>=-])\d+(?:\.\d+)?(?![A-Za-z0-9_'\"”/+-]|[.,]\d)"
"""A number in digits that stands by itself."""
_QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w))")


@dataclass(frozen=True, slots=True)
class Noise:
    """One kind: `make` gives the draft with it, or None where it does not fit; a weight of 0 keeps it from a language."""

    id: str
    make: Callable[[Dice, Draft, Contract], Draft | None]
    english: int
    chinese: int = 0


def sentence_noise(change: Callable[[Dice, str], str | None]) -> Callable[[Dice, Draft, Contract], Draft | None]:
    """Give a kind of noise that looks at nothing but the sentence."""
    return lambda dice, draft, _: said(draft, change(dice, draft.does))


def said(draft: Draft, does: str | None) -> Draft | None:
    """Give a draft with another sentence; None when there is none, or when it is the same."""
    return None if does in (None, "", draft.does) else replace(draft, does=str(does))


def in_unquoted(text: str, change: Callable[[str], str]) -> str:
    """Change what stands outside of quotation marks."""
    return "".join(piece if at % 2 else change(piece) for at, piece in enumerate(_QUOTED.split(text)))


def at_unquoted(dice: Dice, pattern: re.Pattern[str], text: str, put: Callable[[re.Match[str]], str | None]) -> str:
    """Put something else at one of the places outside of quotation marks where a pattern fits."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    places = [
        found
        for found in pattern.finditer(text)
        if not any(low < found.end() and found.start() < high for low, high in quoted)
    ]
    if not places:
        return text
    found = dice.pick(places)
    other = put(found)
    return text if other is None else text[: found.start()] + other + text[found.end() :]


def before(dice: Dice, words: str, sentence: str) -> str:
    """Put words before a sentence, which begins small behind them unless they end a sentence of their own."""
    if dice.language == "zh":
        return words + sentence
    if words[-1] in ".!?" or sentence[:2].isupper():
        return f"{words} {sentence}"
    return f"{words} {sentence[0].lower()}{sentence[1:]}"


def after(dice: Dice, words: str, sentence: str) -> str:
    """Put words behind a sentence: as one of their own, or before its stop where they begin with a comma or bracket."""
    if words[0] == "!":
        return f"{sentence.rstrip('.。')}{words}"
    if dice.language == "zh":
        return _after_chinese(words, sentence)
    if words[0] in ",(":
        stop = "?" if sentence.endswith("?") else "."
        return f"{sentence.rstrip('.?')}{'' if words[0] == ',' else ' '}{words.rstrip('.')}{stop}"
    return f"{sentence} {words}" if sentence[-1] in ".?!" else f"{sentence}. {words}"


def _after_chinese(words: str, sentence: str) -> str:
    if sentence[-1] in "？！":
        return f"{sentence}{words.lstrip('，')}"
    if words[0] in "，（":
        return f"{sentence.rstrip('。')}{words.rstrip('。')}{'。' if sentence.endswith('。') else ''}"
    return f"{sentence}{words}" if sentence[-1] == "。" else f"{sentence}。{words}"
