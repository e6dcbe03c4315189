"""Wording families: which of the ways to say something (`wording_families.yaml`) a sentence uses.

A phrase fits where its words stand in order; its holes are names, numbers or whole phrases. Phrases of one small word
alone ("{x} over {y}") tell nothing and are not looked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from inlay.linking import is_chinese
from inlay_finetune.synthetic.wording import Language

__all__ = ["Phrase", "families_in", "family_ids", "missing_among", "phrases"]

_FILE = Path(__file__).with_name("wording_families.yaml")
_HOLE = re.compile(r"\{(\w+)\}")
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty zero half"
)
_NUMBER = rf"(?:the )?(?:given )?(?:[#$€]?\d\S*|#|eur \d\S*|{'|'.join(_NUMBER_WORDS.split())}|limit|threshold|bound|level|m(?:in|ax) \w+)"
_SMALL = frozenset(
    "is are that which whose and of in for by with if then when to as at on has have per over from under above until "
    "since without within up before after past only times or it not".split()
)
_ARTICLES = re.compile(r"\b(?:the|an?) (?=\S)")
_GAP = {"en": r"\S+(?: \S+){0,6}?", "zh": r"[^，。；：？！]{1,20}?"}
_CHINESE_NUMBER = r"(?:[\d.,]+|[#一二两三四五六七八九十百千万]+)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a family: its words, all of which a sentence needs, and the pattern that they make."""

    family: str
    text: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


def family_ids() -> tuple[str, ...]:
    """Give the ids of all families, in order."""
    return tuple(_file())


@cache
def phrases(language: Language) -> tuple[Phrase, ...]:
    """Give the phrases of a language that tell a family."""
    made = (_phrase(family, text, language) for family, said in _file().items() for text in said[language])
    return tuple(phrase for phrase in made if phrase is not None)


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return dict(yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader))


def _phrase(family: str, text: str, language: Language) -> Phrase | None:
    parts = _HOLE.split(_plain(text, language))
    words = tuple(word for part in parts[::2] for word in _words(part, language))
    holes = frozenset(parts[1::2])
    if not words or (len(words) == 1 and words[0] in _SMALL and holes != {"n"}):
        return None
    if language == "zh" and len("".join(words)) < 2 and holes != {"n"}:
        return None
    pieces = [_hole(part, language) if at % 2 else _literal(part, language) for at, part in enumerate(parts)]
    joined = (r"\s*" if language == "zh" else "").join(piece for piece in pieces if piece)
    edge = (r"(?<![\w-])", r"(?![\w-])") if language == "en" else ("", "")
    return Phrase(family, text, words, re.compile(f"{edge[0]}{joined}{edge[1]}"))


def _plain(text: str, language: Language) -> str:
    """Give a text in small letters, without articles and stops, as phrases and sentences are compared."""
    if language == "zh":
        return text.replace(",", "，").replace("(", "（").replace(")", "）").strip("。？！ ")
    low = re.sub(r"[,;:.!?()\"“”*`…]+(?= |$)|(?<= )[(\"“*`]+|^[(\"“*`]+", "", text.lower())
    return " ".join(_ARTICLES.sub("", low).split())


def _words(part: str, language: Language) -> list[str]:
    return part.split() if language == "en" else [part] if part else []


def _hole(kind: str, language: Language) -> str:
    if kind == "n":
        return f"{_NUMBER}(?:%| percent)?" if language == "en" else _CHINESE_NUMBER
    return _GAP[language]


def _literal(part: str, language: Language) -> str:
    if language == "zh":
        return re.escape(part)
    words = " ".join(f"{re.escape(word)}(?:s|es|d|ed)?" if len(word) > 3 else re.escape(word) for word in part.split())
    return f"{' ' if part[:1] == ' ' else ''}{words}{' ' if words and part[-1:] == ' ' else ''}"


def families_in(sentence: str) -> frozenset[str]:
    """Give the ids of the families of which a sentence uses a phrase."""
    language: Language = "zh" if is_chinese(sentence) else "en"
    return frozenset(_used(_plain(sentence, language), phrases(language)))


def _used(text: str, among: Iterable[Phrase]) -> set[str]:
    found: set[str] = set()
    for phrase in among:
        if phrase.family not in found and all(word in text for word in phrase.words) and phrase.pattern.search(text):
            found.add(phrase.family)
    return found


def missing_among(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the families of which no text uses a phrase, in order."""
    left: dict[Language, list[Phrase]] = {"en": list(phrases("en")), "zh": list(phrases("zh"))}
    found: set[str] = set()
    for text in texts:
        language: Language = "zh" if is_chinese(text) else "en"
        if used := _used(_plain(text, language), left[language]):
            found |= used
            left = {each: [phrase for phrase in left[each] if phrase.family not in found] for each in left}
    return tuple(family for family in family_ids() if family not in found)
