"""Which words of a sentence name something in the contract, and which constants it states."""

from inlay.linking.chinese import in_english, is_chinese
from inlay.linking.chinese_names import chinese_names
from inlay.linking.linker import Link, link
from inlay.linking.names import Name, lemma, names_of, words_of
from inlay.linking.numbers import Constant, constants_in
from inlay.linking.reading import reading_of

__all__ = [
    "Constant",
    "Link",
    "Name",
    "chinese_names",
    "constants_in",
    "in_english",
    "is_chinese",
    "lemma",
    "link",
    "names_of",
    "reading_of",
    "words_of",
]
