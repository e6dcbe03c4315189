"""Reference tokens: each name of a contract and each constant of a sentence as one token of its own.

A small model that writes `<n7>` instead of `unit_price` cannot misspell it. Which token stands for
which name is shuffled by a seed, so that a model learns to look names up instead of remembering them.
"""

import random
import re
from collections.abc import Iterable, Mapping

__all__ = [
    "CONSTANTS",
    "LOCALS",
    "NAMES",
    "REFERENCE",
    "assign",
    "constant_token",
    "names_by_token",
    "spaced",
    "strip_tokens",
    "tight",
]

NAMES = 96
CONSTANTS = 16
LOCALS = 8

REFERENCE = re.compile(r"<[nkv]\d{1,2}>")
_JOINT = r"(?:(?<=[\w,)\]])|(?<= [-+*/%<>=|&])|(?<= [-+*/%<>=!]=)|(?<= <>))"
_SPACE_BEFORE = re.compile(_JOINT + r" (?=<[nkv]\d{1,2}>)")
_TOUCHING = re.compile(_JOINT + r"(?=<[nkv]\d{1,2}>)")
_ANY_TOKEN = re.compile(r"<[nkv]\d{1,2}>|<\|[a-z_]*\|>|<fim_[a-z]+>")


def assign(shuffled: Iterable[str], behind: Iterable[str], seed: int) -> dict[str, str]:
    """Give a token for each different name: the first in an order shuffled by the seed, then those `behind` in turn.

    Only as many tokens are in play as there are names, so that each is seen often; names past the last get none.
    """
    first = list(dict.fromkeys(shuffled))[:NAMES]
    places = list(range(len(first)))
    random.Random(seed).shuffle(places)
    tokens = {name: f"<n{place}>" for name, place in zip(first, places, strict=True)}
    for name in behind:
        if name not in tokens and len(tokens) < NAMES:
            tokens[name] = f"<n{len(tokens)}>"
    return tokens


def constant_token(position: int) -> str | None:
    """Give the token of the constant at this position of the sentence, counted from 0."""
    return f"<k{position}>" if position < CONSTANTS else None


def strip_tokens(text: str) -> str:
    """Take out of untrusted text whatever a tokenizer would read as a special token."""
    while _ANY_TOKEN.search(text):
        text = _ANY_TOKEN.sub(" ", text)
    return text


def names_by_token(tokens: Mapping[str, str]) -> dict[str, str]:
    """Turn name -> token into token -> name."""
    return {token: name for name, token in tokens.items()}


def tight(code: str) -> str:
    """Drop the space between a word or operator and a reference token: a token less for each name to write."""
    return _SPACE_BEFORE.sub("", code)


def spaced(code: str) -> str:
    """Put the spaces back that `tight` dropped."""
    return _TOUCHING.sub(" ", code)
