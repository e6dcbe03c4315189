"""What people add, drop and exchange that says nothing about the program, so that a model learns to read past it."""

import re

from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.dice import Dice

__all__ = ["with_asides"]

_ARTICLE = re.compile(r"\b(the|an?) (?=[a-z])")
_AFTER_VERB = re.compile(r"(?<=\b(?:is|be)) (?=[a-z])|(?<=\bare) (?=[a-z])|(?<=\bmust) (?=[a-z])")


def with_asides(dice: Dice, sentence: str) -> str:
    """Give the sentence with a clause about something else, a word that fills, or articles as in a hurried note."""
    if dice.chance(0.07):
        before = _noted(dice, "before")
        sentence = f"{before[0].upper()}{before[1:]} {sentence[0].lower()}{sentence[1:]}"
    if dice.chance(0.06):
        sentence = _followed(sentence, _noted(dice, "after"))
    if dice.chance(0.08):
        sentence = _AFTER_VERB.sub(lambda _: f" {dice.tell('asides.inside')} ", sentence, count=1)
    if dice.chance(0.1):
        share = dice.pick((0.3, 0.6, 1.0))
        sentence = _ARTICLE.sub(lambda found: "" if dice.chance(share) else found[0], sentence)
    elif dice.chance(0.06):
        sentence = _ARTICLE.sub(lambda found: _determined(dice, found[1]), sentence, count=2)
    return sentence


def _noted(dice: Dice, where: str) -> str:
    return dice.tell(f"asides.{where}", noun=_noun(dice), number=str(dice.between(1, 30)))


def _followed(sentence: str, said: str) -> str:
    if said[0] not in ",(":
        return f"{sentence} {said}"
    return f"{sentence.rstrip('.?')}{'' if said[0] == ',' else ' '}{said}."


def _noun(dice: Dice) -> str:
    return dice.invented() if dice.chance(0.3) else dice.word(lexicon.entities()).replace("_", " ")


def _determined(dice: Dice, article: str) -> str:
    return f"{dice.tell('asides.determiners')} " if article == "the" else f"{article} "
