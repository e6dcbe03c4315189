"""The schema linker: marks the words of a sentence that name something in the contract.

Deterministic, so that training and serving see the same marks. A phrase links only by evidence in
the contract (all words of a name, a telling part of it, a synonym, a near spelling); more than two equal
candidates stay unlinked and the model decides from the rest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from inlay.contract import Contract
from inlay.linking.names import Name, lemma, names_of, words_of
from inlay.linking.synonyms import synonyms

__all__ = ["Link", "link"]

_Key = TypeVar("_Key", str, tuple[str, ...])
_TOKEN = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|[一-鿿]+")
_LONGEST = 4
_MOST = 2
_NEAR = 88
_EMPTY_WORDS = frozenset(
    "a an the of in on at to for by per with from and or not no is are was were be been has have had do does it its "
    "their they this that these those each every all any some over under above below than then when if as into out "
    "only also but more most less least first last up down give gives return returns list show sum total count "
    "number average mean max min true false zero none null between both same other whose which who what how many much "
    "day days date time month year name id value".split()
)
_WEAK_PARTS = frozenset("on at is has of by id in to date day time no".split())


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the sentence (character span) and the names they may mean, best first."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    low: str
    base: str


def link(sentence: str, contract: Contract) -> list[Link]:
    """Give the links of a sentence from left to right; spans do not overlap."""
    words = [_word(match) for match in _TOKEN.finditer(sentence)]
    index = _Index(names_of(contract))
    links: list[Link] = []
    at = 0
    while at < len(words):
        length, names = _best(words, at, index)
        if names:
            links.append(Link(words[at].start, words[at + length - 1].end, names))
        at += length
    return links


def _word(match: re.Match[str]) -> _Word:
    text = match[0].lower()
    low = text[:-2] if text.endswith("'s") else text.rstrip("'")
    return _Word(match.start(), match.end(), low, lemma(low))


def _best(words: list[_Word], at: int, index: "_Index") -> tuple[int, tuple[str, ...]]:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        names = index.whole(words[at : at + length])
        if names:
            return length, names
    if at + 1 < len(words):
        names = index.turned(words[at : at + 3])
        if names:
            return min(3, len(words) - at), names
    word = words[at]
    if word.low in _EMPTY_WORDS:
        return 1, ()
    return 1, index.part(word) or index.synonym(word) or index.near(word)


class _Index:
    """The names of one contract by their words."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._whole: dict[tuple[str, ...], list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        for name in names:
            strong = tuple(word for word in name.words if word not in _WEAK_PARTS) or name.words
            for key in {name.words, strong}:
                _add(self._whole, key, name.text)
            if len(strong) > 1:
                for word in dict.fromkeys((strong[-1], *strong)):
                    _add(self._parts, word, name.text)

    def whole(self, words: list[_Word]) -> tuple[str, ...]:
        """Names that consist of exactly these words."""
        low = tuple(word.low for word in words)
        if len(words) == 1 and words[0].low in _EMPTY_WORDS:
            return _few(self._whole.get(low), low)
        return _few(self._whole.get(tuple(word.base for word in words)) or self._whole.get(low), low)

    def turned(self, words: list[_Word]) -> tuple[str, ...]:
        """Names said the other way round: `price per unit`, `date of birth`."""
        if len(words) == 3 and words[1].low in {"per", "of", "for"}:
            return _few(self._whole.get((words[2].base, words[0].base)), (words[2].low, words[0].low))
        return ()

    def part(self, word: _Word) -> tuple[str, ...]:
        """Names of which this word is a telling part."""
        return _few(self._parts.get(word.base) or self._parts.get(word.low), (word.low,))

    def synonym(self, word: _Word) -> tuple[str, ...]:
        """Names whose word is a synonym of this one."""
        found: list[str] = []
        for other in sorted(synonyms().get(word.base, ())):
            found += self._whole.get((other,), []) + self._parts.get(other, [])
        return _few(list(dict.fromkeys(found)), (word.low,))

    def near(self, word: _Word) -> tuple[str, ...]:
        """Names spelt nearly like this word."""
        if len(word.low) < 5:
            return ()
        from rapidfuzz import fuzz, process

        singles = {" ".join(key): names for key, names in self._whole.items()}
        hit = process.extractOne(word.base, singles.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return _few(singles[hit[0]], (word.low,)) if hit else ()


def _add(table: dict[_Key, list[str]], key: _Key, name: str) -> None:
    names = table.setdefault(key, [])
    if name not in names:
        names.append(name)


def _few(names: list[str] | None, spoken: tuple[str, ...]) -> tuple[str, ...]:
    """Give the names unless they are too many; of too many, those that hold the words as they are spoken."""
    if names and len(names) > _MOST:
        names = [name for name in names if set(spoken) <= set(words_of(name))]
    return tuple(names) if names and len(names) <= _MOST else ()
