"""Noise that says something beside the rule: why, for whom, where it runs, that it matters, what plays no part in it."""

import re
from collections.abc import Callable

from inlay.contract import Contract, Scalar
from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.chinese_words import names_in
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_NAME, Draft
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.noise_kinds import Noise, after, at_unquoted, before, said, sentence_noise
from inlay_finetune.synthetic.wording import NoWordingsError

__all__ = ["KINDS", "noted"]

_AFTER_VERB = re.compile(r"(?<=\bis) (?=[a-z])|(?<=\bbe) (?=[a-z])|(?<=\bare) (?=[a-z])|(?<=\bmust) (?=[a-z])")
_COUNTED = re.compile(r"return (?:len\(|sum\(1 for )|SELECT COUNT\(")


def noted(dice: Dice, key: str, **phrases: str) -> str:
    """Give words of a kind of noise; English ones may hold a word of some trade, or an invented one."""
    if dice.language == "zh":
        return dice.tell(f"noise.{key}", **phrases).replace(" ", "")
    noun = dice.word(lexicon.entities()).replace("_", " ")
    own = dice.invented()
    return dice.tell(f"noise.{key}", noun=noun, invented=own, person=own.title(), **phrases)


def _beside(key: str, *places: str) -> Callable[[Dice, Draft, Contract], Draft | None]:
    """Give the noise that stands before a sentence, behind it or inside it."""
    return sentence_noise(lambda dice, sentence: _placed(dice, f"{key}.{dice.pick(places)}", sentence))


def _placed(dice: Dice, key: str, sentence: str) -> str | None:
    try:
        words = noted(dice, key)
    except NoWordingsError:
        return None
    if key.endswith("before"):
        return before(dice, words, sentence)
    if key.endswith("after"):
        return after(dice, words, sentence)
    return at_unquoted(dice, _AFTER_VERB, sentence, lambda _: f" {words} ")


def _guarded(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Say of a count that it is not negative, which no count is."""
    counts = draft.returns == Scalar("int") and _COUNTED.match(draft.body) is not None and "\n" not in draft.body
    return said(draft, after(dice, noted(dice, "N05.after"), draft.does)) if counts else None


def _idle(dice: Dice, draft: Draft, contract: Contract) -> Draft | None:
    """Say of a field that plays no part that it plays none."""
    used = {word for name in MARKED_NAME.findall(draft.body) for word in label(name).split()}
    spoken = used | set(re.findall(r"[a-z]+", draft.does.lower()))
    idle = [
        field.name
        for entity in contract.entities
        for field in entity.fields
        if spoken.isdisjoint(label(field.name).split())
    ]
    if not idle:
        return None
    field = label(dice.pick(idle))
    if dice.language == "zh":
        field = names_in(draft, contract.entities, dice).chinese(field) or ""
        if not field or field in draft.does:
            return None
    return said(draft, after(dice, noted(dice, "N07.after", field=field), draft.does))


KINDS = (
    Noise("N01", _beside("N01", "after"), 5, 8),
    Noise("N02", _beside("N02", "before", "after"), 8, 10),
    Noise("N05", _guarded, 12, 12),
    Noise("N07", _idle, 6, 8),
    Noise("N08", _beside("N08", "before", "after"), 8, 10),
    Noise("N09", _beside("N09", "before", "after", "inside"), 8, 12),
    Noise("N10", _beside("N10", "before", "after", "inside"), 6, 8),
    Noise("N11", _beside("N11", "before", "after", "inside"), 8, 10),
    Noise("N13", _beside("N13", "before", "after"), 8, 8),
    Noise("N22", _beside("N22", "after"), 5, 6),
    Noise("N24", _beside("N24", "before", "after"), 5, 6),
    Noise("N28", _beside("N28", "after"), 4, 6),
    Noise("N29", _beside("N29", "before", "after"), 5),
)
