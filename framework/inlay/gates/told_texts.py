"""Whether a sentence says a text, in whole words: `maximum` does not say `Max`, and `released` says `release`."""

import re
from functools import cache

from inlay.linking import lemma, words_of

__all__ = ["tells_text"]

_LETTER = "[a-z0-9\u00df-\u024f]"
_BENT = "(?:e?s|e?d|ing)?"
_QUOTE = "[\"'`\u2018\u2019\u201c\u201d]"
_JOINING = frozenset("a an and at by for from in is of on or the to".split())
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep oct nov dec""".split()
)
_OF_THE_CALENDAR = re.compile(r"day|week|month|[日月周]")


def tells_text(sentence: str, text: str) -> bool:
    """Say whether a text stands in a sentence as it is, bent, or word by word in another order.

    The names of days and months are told by a sentence that speaks of any, and `a` is an article. What has no word,
    or is of a language that writes no spaces, needs only to occur.
    """
    low, said = text.strip().lower(), sentence.lower()
    if not re.search(_LETTER, low) or re.search("[\u2e80-\U0003ffff]", low):
        return low in said
    if low in _CALENDAR and _OF_THE_CALENDAR.search(said):
        return True
    if low == "a":
        return bool(re.search(f"{_QUOTE}a{_QUOTE}", said)) or (text.isupper() and bool(re.search(r"\bA\b", sentence)))
    return _stands_in(said, low) or _word_by_word(sentence, text)


def _stands_in(said: str, low: str) -> bool:
    return bool(re.search(f"(?<!{_LETTER}){re.escape(low)}{_BENT}(?!{_LETTER})", said))


def _word_by_word(sentence: str, text: str) -> bool:
    """Say whether every word is told; of numbers only one, which stands for the singular."""
    words = [word for word in words_of(text) if word not in _JOINING and word != "1"]
    return all(len(word) > 1 and not word.isdigit() and lemma(word) in _lemmas(sentence) for word in words)


@cache
def _lemmas(sentence: str) -> frozenset[str]:
    return frozenset(lemma(word) for word in words_of(sentence))
