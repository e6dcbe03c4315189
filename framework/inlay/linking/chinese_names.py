"""What a Chinese sentence calls the names of a contract, so that people can be asked in their own words."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from inlay.linking.chinese import RUN, words_in
from inlay.linking.dictionary import meanings
from inlay.linking.names import lemma

__all__ = ["chinese_names"]


@lru_cache(maxsize=64)
def chinese_names(sentence: str) -> Mapping[str, str]:
    """Give the Chinese words of a sentence by what they mean, as `unit price`; two words in a row may mean a name too.

    Where several words mean the same, the first counts.
    """
    called: dict[str, str] = {}
    for run in RUN.findall(sentence):
        for word, meaning in _meant(words_in(run)):
            called.setdefault(meaning, word)
    return called


def _meant(words: list[str]) -> Iterator[tuple[str, str]]:
    """Give single words first, so that two are taken for a name only where no single word means it."""
    yield from ((word, plain) for word in words for plain in _plain(word))
    for one, other in pairwise(words):
        yield from ((one + other, f"{first} {second}") for first in _plain(one) for second in _plain(other))


def _plain(word: str) -> Iterator[str]:
    yield from (" ".join(lemma(part) for part in meaning.split()) for meaning in meanings(word))
