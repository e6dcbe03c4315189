"""Noise in how a sentence is written: capitals and stops, typing errors, other spellings, wide and marked characters."""

import re
from functools import cache, partial
from pathlib import Path

from inlay.contract import Contract
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.noise_kinds import Noise, at_unquoted, in_unquoted, said, sentence_noise
from inlay_finetune.synthetic.paraphrase import protected
from inlay_finetune.synthetic.wording import wordings_of

__all__ = ["KINDS", "swapped"]

_ARTICLE = re.compile(r"\b(the|an?) (?=[a-z])")
_LONG = re.compile(r"(?<![\w'-])[A-Za-z]{5,}(?![\w'-])")
_NAMED = re.compile(r"(?<![\w'*`_-])[a-z]{4,}(?![\w'*`_-])")
_OF = re.compile(r"(?<=[一-鿿])的(?=[一-鿿])(?!确)")
_WIDE = ({", ": "，"}, {"; ": "；"}, {"(": "（", ")": "）"}, {"%": "％"}, {": ": "："})
_NARROW = ({"，": ","}, {"；": ";"}, {"（": "(", "）": ")"}, {"：": ":"})
_QUOTES = frozenset("\"'“”")


def _hurried(dice: Dice, sentence: str) -> str:
    """Write as in a hurry: no stop, no capital, no articles, other stops; now and then in capitals throughout."""
    if dice.language == "zh":
        return (
            sentence.rstrip("。") if dice.chance(0.7) else in_unquoted(sentence, lambda text: text.replace("；", "，"))
        )
    if dice.chance(0.03) and not _QUOTES & set(sentence):
        return sentence.upper()
    if dice.chance(0.4):
        sentence = sentence.rstrip(".")
    if dice.chance(0.35):
        share = dice.pick((0.3, 0.6, 1.0))
        sentence = in_unquoted(
            sentence, lambda text: _ARTICLE.sub(lambda found: "" if dice.chance(share) else found[0], text)
        )
    if dice.chance(0.25):
        sentence = _other_stops(dice, sentence)
    return sentence[0].lower() + sentence[1:] if dice.chance(0.35) else sentence


def _other_stops(dice: Dice, sentence: str) -> str:
    if "; " in sentence and dice.chance(0.8):
        stop = dice.pick((" - ", ", ", " -- "))
        return in_unquoted(sentence, lambda text: text.replace("; ", stop))
    return in_unquoted(sentence, lambda text: text.replace(", ", " ")) if dice.chance(0.4) else sentence


def _mistyped(dice: Dice, draft: Draft, contract: Contract) -> Draft | None:
    """Get the letters of a word wrong that is no name and no number, so that it is still no other word."""
    kept = protected(contract)

    def put(found: re.Match[str]) -> str | None:
        word = found[0]
        if word.lower() in kept or word.lower() in _numerals():
            return None
        other = _typo(dice, word)
        return None if other.lower() in _words() or other.lower() in kept else other

    return said(draft, at_unquoted(dice, _LONG, draft.does, put))


def _typo(dice: Dice, word: str) -> str:
    at = dice.between(1, len(word) - 2)
    match dice.between(0, 3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    row = next((row for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") if word[at] in row), word[at])
    near = row[row.index(word[at]) - 1] if row.index(word[at]) else row[min(1, len(row) - 1)]
    return word[:at] + near + word[at + 1 :]


@cache
def _words() -> frozenset[str]:
    """Give every word of the wordings: a typing error must not make one of them."""
    files = sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
    return frozenset(word for file in files for word in re.findall(r"[a-z]+", file.read_text("utf-8").lower()))


@cache
def _numerals() -> frozenset[str]:
    return frozenset(
        "three seven eight eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
        "forty fifty sixty seventy eighty ninety dozen hundred thousand first second third fourth fifth".split()
    )


def _confused(dice: Dice, draft: Draft, contract: Contract) -> Draft | None:
    if dice.language == "zh":
        return said(draft, at_unquoted(dice, _OF, draft.does, lambda _: dice.pick("得地")))
    return swapped(dice, draft, contract, "N17.swaps")


def swapped(dice: Dice, draft: Draft, contract: Contract, key: str) -> Draft | None:
    """Exchange one word for what a list of `word = other` has for it, if no name of the contract is touched."""
    pairs = dict(pair.split(" = ") for pair in wordings_of(f"noise.{key}", dice.language))
    kept = protected(contract)
    edge = r"(?<![\w'-]){}(?![\w'-])" if dice.language == "en" else "{}"
    fitting = [
        old
        for old in pairs
        if kept.isdisjoint(old.lower().split()) and re.search(edge.format(re.escape(old)), draft.does)
    ]
    if not fitting:
        return None
    old = dice.pick(fitting)
    return said(draft, at_unquoted(dice, re.compile(edge.format(re.escape(old))), draft.does, lambda _: pairs[old]))


def _widened(dice: Dice, sentence: str) -> str:
    """Write some points as in the other script: wide ones in English, narrow ones in Chinese."""
    tables = _WIDE if dice.language == "en" else _NARROW
    found = [table for table in tables if any(mark in sentence for mark in table)]
    for table in dice.some(found, dice.between(1, 2)):
        for mark, other in table.items():
            sentence = in_unquoted(sentence, partial(_replaced, mark=mark, other=other))
    return sentence


def _replaced(text: str, mark: str, other: str) -> str:
    return text.replace(mark, other)


def _marked_up(dice: Dice, sentence: str) -> str | None:
    """Write as in a text with marks: a bullet before it, or a word set off."""
    if dice.language == "zh" or dice.chance(0.5):
        bullet = dice.pick(("- ", "* ", "• ", "> ", "a) ", "## "))
        return bullet + sentence
    mark = dice.pick(("*", "**", "`", "_"))
    return at_unquoted(dice, _NAMED, sentence, lambda found: f"{mark}{found[0]}{mark}")


KINDS = (
    Noise("N15", sentence_noise(_hurried), 60, 40),
    Noise("N16", _mistyped, 7),
    Noise("N17", _confused, 8, 8),
    Noise("N18", lambda dice, draft, contract: swapped(dice, draft, contract, "N18.swaps"), 10),
    Noise("N20", sentence_noise(_widened), 4, 10),
    Noise("N21", sentence_noise(_marked_up), 5, 4),
)
