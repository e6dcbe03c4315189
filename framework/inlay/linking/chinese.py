"""Chinese sentences word by word in English, so that names are found in them and a model of English can follow.

Not a translation: the order of words stays Chinese. Of several meanings of a word the one is taken that the contract
has a name for. Deterministic, so that training and serving read the same.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from inlay.contract import Contract
from inlay.linking.dictionary import glossary, meanings
from inlay.linking.names import lemma, names_of
from inlay.linking.numerals import in_figures
from inlay.linking.synonyms import synonyms

__all__ = ["RUN", "in_english", "is_chinese", "words_in"]

RUN = re.compile(r"[一-鿿]+")
"""Chinese characters in a row."""
_PIECE = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|「[^」]*」|[^“\"'「]+|.")
_POINTS = str.maketrans(
    {"。": ". ", "、": ", ", "，": ", ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "（": " (", "）": ") "}
    | {"×": " times ", "÷": " divided by ", "＋": " + ", "－": " - ", "＝": " = ", "％": "%", "～": "~"}
)
_LONGEST = 8
_UNKNOWN = 2.0
_IN_GLOSSARY = 0.9
_WEAK = frozenset("of on at in is to by has for the and or not no per".split())


def is_chinese(sentence: str) -> bool:
    """Say whether a sentence has Chinese characters in it."""
    return RUN.search(sentence) is not None


def in_english(sentence: str, contract: Contract) -> str:
    """Give a Chinese sentence read word by word in English; any other sentence comes back as it is."""
    return _in_english(sentence, contract) if is_chinese(sentence) else sentence


@lru_cache(maxsize=256)
def _in_english(sentence: str, contract: Contract) -> str:
    wanted = _wanted(contract)
    said = []
    for piece in _PIECE.findall(sentence):
        if piece[0] in "“\"'「":
            said.append(piece.replace("「", "“").replace("」", "”"))
        else:
            said.extend(_read(in_figures(piece.translate(_POINTS)), wanted))
    return _spaced(" ".join(said))


def _read(text: str, wanted: frozenset[str]) -> Iterator[str]:
    for part in re.findall(r"[一-鿿]+|[^一-鿿]+", text):
        if not RUN.match(part):
            yield unicodedata.normalize("NFKC", part)
            continue
        for word in words_in(part):
            yield _meant(word, wanted)


def words_in(text: str) -> list[str]:
    """Cut a run of characters into the fewest known words, those of the glossary first."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _LONGEST), end)
        best.append(min((best[start][0] + _cost(text[start:end]), start) for start in starts))
    cuts = [len(text)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return [text[start:end] for start, end in pairwise(cuts)]


def _cost(word: str) -> float:
    if word in glossary():
        return _IN_GLOSSARY
    if meanings(word):
        return 1.0
    return _UNKNOWN if len(word) == 1 else float("inf")


def _meant(word: str, wanted: frozenset[str]) -> str:
    """Choose the meaning that names of the contract share most words with, then one by synonyms, then the usual one."""
    choices = meanings(word)
    for fits in (_named, _near):
        shares = [_share(choice, wanted, fits) for choice in choices]
        if any(shares):
            return choices[shares.index(max(shares))]
    return choices[0] if choices else ""


def _share(choice: str, wanted: frozenset[str], fits: Callable[[str, frozenset[str]], bool]) -> float:
    words = [lemma(part) for part in choice.split()]
    return sum(fits(word, wanted) for word in words) / max(len(words), 1)


def _named(word: str, wanted: frozenset[str]) -> bool:
    return word in wanted


def _near(word: str, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(synonyms().get(word, ()))


def _wanted(contract: Contract) -> frozenset[str]:
    words = {word for name in names_of(contract) for word in name.words if len(word) > 1}
    return frozenset(words - _WEAK)


def _spaced(text: str) -> str:
    return re.sub(r"\s+([,.;:?!)%])", r"\1", " ".join(text.split())).replace("( ", "(")
