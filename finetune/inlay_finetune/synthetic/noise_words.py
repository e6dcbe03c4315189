"""Noise in the choice of words: said again, another language, the other thing denied, other names, an order to nobody."""

import re
from dataclasses import replace

from inlay.contract import Contract, ListType, Scalar
from inlay.contract.naming import snake_case
from inlay.linking.synonyms import synonyms
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, MARKED_NAME, Draft
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.noise_kinds import Noise, after, at_unquoted, in_unquoted, said, sentence_noise
from inlay_finetune.synthetic.noise_said import noted
from inlay_finetune.synthetic.noise_spelling import swapped
from inlay_finetune.synthetic.paraphrase import protected

__all__ = ["HELD", "KINDS"]

_STARTS = re.compile(
    r"(?:please )?(?:give|return|compute|calculate|show|find|determine|get|we need|we want|we show|we list|i need)(?: me| us)? (?=\w)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"请?(?:返回|计算|求|给出|查询|列出)(?=[一-鿿])")
_ARTICLES = re.compile(r"\b(?:the|an?) (?=[a-z])")
_DETERMINED = re.compile(r"\bthe (?=[a-z])")
_QUOTES = frozenset("\"'“”")
_NOT_WORDS = frozenset("same other others last first next most least only one two".split())


def _again(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Say the outermost step again in other words."""
    if draft.returns == Scalar("bool"):
        key = "N04.truth"
    elif isinstance(draft.returns, ListType):
        key = "N04.list"
    elif re.search(r"^return sum\((?!1 )|^SELECT (?:COALESCE\()?SUM\(", draft.body):
        key = "N04.sum"
    else:
        return None
    return said(draft, after(dice, noted(dice, key), draft.does))


def _not_the_other(dice: Dice, draft: Draft, contract: Contract) -> Draft | None:
    """Deny another thing of the same name as one that the rule uses."""
    names = {label(name) for name in MARKED_NAME.findall(draft.body)}
    fields = {label(field.name) for entity in contract.entities for field in entity.fields} & names
    found = [name for name in fields if re.search(rf"\bthe {re.escape(name)}(?![\w'-])", draft.does)]
    kept = protected(contract)
    if dice.language == "zh" or not found:
        return said(draft, after(dice, noted(dice, "N23.after"), draft.does))
    other = noted(dice, "N23.other")
    if not kept.isdisjoint(other.split()):
        return None
    named = re.compile(rf"\bthe {re.escape(dice.pick(sorted(found)))}(?![\w'-])")
    return said(draft, at_unquoted(dice, named, draft.does, lambda match: f"{match[0]} ({other})"))


def _renamed(dice: Dice, draft: Draft, contract: Contract) -> Draft | None:
    """Call an entity by a synonym where it comes up again; or point at a thing instead of naming it plainly."""
    kept, text = protected(contract), draft.does
    for name in sorted(snake_case(entity.name) for entity in contract.entities):
        places = list(re.finditer(rf"\b{name}(?![\w'-])", text))
        others = sorted(set(synonyms().get(name, ())) - kept)
        if len(places) > 1 and others and not _QUOTES & set(text) and _stands_alone(places[-1], kept):
            last = places[-1]
            return said(draft, f"{text[: last.start()]}{dice.pick(others)}{text[last.end() :]}")
    return said(draft, at_unquoted(dice, _DETERMINED, text, lambda found: _pointed(dice, found)))


def _stands_alone(found: re.Match[str], kept: frozenset[str]) -> bool:
    around = [*found.string[: found.start()].split()[-1:], *found.string[found.end() :].split()[:1]]
    return kept.isdisjoint(word.strip(".,;:()?").lower() for word in around)


def _pointed(dice: Dice, found: re.Match[str]) -> str | None:
    following = re.match(r"[a-z]+", found.string[found.end() :])
    if following is None or following[0] in _NOT_WORDS:
        return None
    many = following[0].endswith("s")
    return f"{dice.tell('noise.N25.many' if many else 'noise.N25.one')} "


def _ordered(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Put an order to a reader into a text constant, or beside the rule as a text that plays no part in it."""
    order = noted(dice, "N27.order")
    for constant in MARKED_CONSTANT.findall(draft.body):
        for left, right in ("''", '""', "“”"):
            if draft.does.count(f"{left}{constant}{right}") == 1 and constant.isalpha():
                does = draft.does.replace(f"{left}{constant}{right}", f"{left}{order}{right}")
                return replace(draft, does=does, body=draft.body.replace(f"§{constant}§", f"§{order}§"))
    return said(draft, after(dice, noted(dice, "N27.after", order=order), draft.does))


def _shortest(dice: Dice, sentence: str) -> str | None:
    """Leave out every word that asks, every article and the stop."""
    if dice.language == "zh":
        short = _ASKS.sub("", sentence, count=1) if _ASKS.match(sentence) else sentence
        return short.rstrip("。") if short != sentence else None
    start = _STARTS.match(sentence)
    if start is None and len(sentence) > 90:
        return None
    return in_unquoted(sentence[start.end() if start else 0 :].rstrip("."), lambda text: _ARTICLES.sub("", text))


KINDS = (
    Noise("N04", _again, 4, 5),
    Noise("N19", lambda dice, draft, contract: swapped(dice, draft, contract, "N19.swaps"), 3, 5),
    Noise("N25", _renamed, 12),
    Noise("N27", _ordered, 2, 2),
    Noise("N30", sentence_noise(_shortest), 6, 6),
)
HELD = (Noise("N23", _not_the_other, 8, 6),)
