"""Other words for what a draft says: phrases of its sentence exchanged for ones that mean the same.

The phrases stand in `wordings/paraphrase.yaml`. Names of the contract and constants of the body stay as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from inlay.contract import Contract, ListType, Scalar, Type
from inlay.linking import lemma, names_of, words_of
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, Draft
from inlay_finetune.synthetic.figures import refigured
from inlay_finetune.synthetic.spelling import by_value

__all__ = ["Exchange", "exchanges", "paraphrased", "protected"]

_FILE = Path(__file__).parent / "wordings" / "paraphrase.yaml"
_NUMBER = r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty)\b"
_CLAUSE = (
    "the|it|its|there|a|an|no|that|this|one|all|every|each|any|neither|both|at|none|they|only|today|more|less|exactly"
)
_BEFORE_NOUN = frozenset("each every per times".split())
_NOUN_NEXT = (
    r"(?= (?!(?:or|and|of|as|in|at|on|from|to|by|for|with|without|when|if|more|over|out|running|alternately|"
    r"within|among|do|does|is|are|was|were|has|have|it|than)\b)[\w\"])"
)
_STARTS = re.compile(rf"(?<![\w'-])(?:{_NUMBER}|[^\W\d_]+)")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)")
_WEAK = frozenset("on at is has of by id in to no a an the and or not it its than first".split())
_LEVELS, _SHARES = (0.0, 0.3, 0.7), (0.35, 0.35, 0.3)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A phrase and what may stand in its place; nothing for one that only shields its words."""

    phrase: str
    pattern: re.Pattern[str]
    others: tuple[str, ...]
    at_start: bool


def paraphrased(dice: Dice, draft: Draft, contract: Contract) -> str:
    """Give the sentence of a draft with some of its phrases exchanged, its names and constants kept; English only."""
    if dice.language == "zh":
        return draft.does
    level = dice.weighted(_LEVELS, _SHARES)
    text = _exchanged(dice, draft.does, _sections(draft.returns), protected(contract), level)
    text = text[0].upper() + text[1:] if draft.does[0].isupper() else text
    text = refigured(dice, text, draft.body)
    return text if _stated(draft) <= by_value(text) else draft.does


def _exchanged(dice: Dice, text: str, sections: tuple[str, ...], kept: frozenset[str], level: float) -> str:
    said, at = "", 0
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for start in _STARTS.finditer(text) if level else ():
        if start.start() < at or any(low <= start.start() < high for low, high in quoted):
            continue
        for found, match in _fitting(text, start, sections):
            others = _allowed(found, match, text, kept)
            if others and dice.chance(level):
                said += text[at : match.start()] + _cased(dice.say(*others), text, match)
                at = match.end()
            elif len(match[0].split()) > 1:
                said, at = said + text[at : match.end()], match.end()
            break
    return said + text[at:]


def _fitting(text: str, start: re.Match[str], sections: tuple[str, ...]) -> Iterator[tuple[Exchange, re.Match[str]]]:
    """Give the longest exchange that fits where this word starts."""
    key = "#" if re.fullmatch(_NUMBER, start[0]) else start[0].lower()
    fits = [
        (match.end(), found, match)
        for section in sections
        for found in exchanges()[section].get(key, ())
        if (not found.at_start or start.start() == 0) and (match := found.pattern.match(text, start.start()))
    ]
    if fits:
        _, found, match = max(fits, key=lambda fit: (fit[0], fit[1].at_start))
        yield found, match


def _cased(other: str, text: str, match: re.Match[str]) -> str:
    """Put the number of the old phrase into the new one, with a capital where a sentence begins."""
    other = other.replace("#", match.groupdict().get("number") or "")
    begins = match[0][0].isupper() and text[: match.start()].rstrip(" ")[-1:] in ("", ".", "?", "!", ":")
    return other[0].upper() + other[1:] if begins else other


def _allowed(found: Exchange, match: re.Match[str], text: str, kept: frozenset[str]) -> tuple[str, ...]:
    own = _names(match[0], kept)
    before = text[: match.start()].split()[-1:]
    if before in (["a"], ["an"], ["A"], ["An"]) or (found.phrase == "per" and _names("".join(before), kept)):
        return ()
    return tuple(other for other in found.others if _names(other, kept) == own)


def _names(text: str, kept: frozenset[str]) -> list[str]:
    words = sorted(re.findall(r"[^\W\d_]+", text.lower()))
    return [word for word in words if word in kept or lemma(word) in kept]


def protected(contract: Contract) -> frozenset[str]:
    """Give the words of the contract's names, plain and in base form."""
    words = {word for name in names_of(contract) for word in (*words_of(name.text), *name.words)}
    return frozenset(words - _WEAK)


def _stated(draft: Draft) -> frozenset[object]:
    """Give the constants of the body that its sentence states."""
    return by_value(" ; ".join(MARKED_CONSTANT.findall(draft.body))) & by_value(draft.does)


def _sections(kind: Type) -> tuple[str, ...]:
    if isinstance(kind, ListType):
        return ("always", "lists")
    return ("always", "truths" if kind == Scalar("bool") else "numbers")


@cache
def exchanges() -> dict[str, dict[str, tuple[Exchange, ...]]]:
    """Give the table by section and by the first word of a phrase (`#` for a number)."""
    table = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    others: dict[str, dict[str, list[str]]] = {}
    for section, rows in table.items():
        if section != "keep":
            others[section] = {}
            for row in rows:
                _add(others[section], row)
    for phrase in table["keep"]:
        others["always"].setdefault(phrase, [])
    return {section: _by_first_word(phrases) for section, phrases in others.items()}


def _add(phrases: dict[str, list[str]], row: str) -> None:
    left, arrow, right = row.replace('"', "").partition(" => ")
    sources = left.split(" | ")
    marks = "".join(mark for mark in ("^", ">", "!") if mark in left)
    targets = right.split(" | ") if arrow else [_bare(source) for source in sources]
    for source in sources:
        marked = source
        for mark in marks:
            if mark not in source:
                marked = f"^{marked}" if mark == "^" else f"{marked} {mark}"
        known = phrases.setdefault(marked, [])
        known += [target for target in targets if target not in (*known, _bare(source))]


def _bare(phrase: str) -> str:
    return phrase.removeprefix("^").removesuffix(" !").removesuffix(" >")


def _by_first_word(phrases: dict[str, list[str]]) -> dict[str, tuple[Exchange, ...]]:
    found: dict[str, list[Exchange]] = {}
    for phrase, others in phrases.items():
        bare = _bare(phrase)
        body = re.escape(bare).replace(r"\#", rf"(?P<number>{_NUMBER})")
        after = {"!": r"(?=\s*[.,;:)]|$)", ">": rf"(?= (?:{_CLAUSE})\b)"}.get(phrase[-1], "")
        after = after or (_NOUN_NEXT if others and bare.split()[-1] in _BEFORE_NOUN else "")
        pattern = re.compile(rf"{body}(?![\w'-]|%|\.\d){after}", re.IGNORECASE)
        key = "#" if bare[0] == "#" else _STARTS.findall(bare)[0].lower()
        found.setdefault(key, []).append(Exchange(bare, pattern, tuple(others), phrase[0] == "^"))
    return {key: tuple(rows) for key, rows in found.items()}
