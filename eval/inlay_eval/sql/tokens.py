"""Cuts a query of Spider into words, numbers, texts and signs."""

import re

__all__ = ["Unreadable", "tokens"]

_TOKEN = re.compile(
    r"""
    \s+
    | (?P<text> "[^"]*" )
    | (?P<number> -? \d+ (?: \.\d+ )? (?! [\w.] ) )
    | (?P<word> \w+ (?: \.(?: \w+ | \* ) )? )
    | (?P<sign> >= | <= | != | <> | [-+*/=<>(),;.%!] )
    """,
    re.VERBOSE,
)
_BEFORE_MINUS = re.compile(r"[\w\")*]")


class Unreadable(Exception):
    """A query outside the language of Spider."""


def tokens(query: str) -> list[str]:
    """Give the tokens in small letters, texts in double quotes as they stand."""
    query = query.replace("'", '"')
    found: list[str] = []
    place = 0
    while place < len(query):
        match = _TOKEN.match(query, place)
        if match is None:
            raise Unreadable(f"cannot read on from {query[place : place + 20]!r}")
        if match["number"] and match["number"].startswith("-") and found and _BEFORE_MINUS.match(found[-1][-1]):
            found.append("-")  # what stands before is taken away from, so the sign is no part of a number
            place += 1
            continue
        token = match[0].strip()
        if token:
            found.append(token if match["text"] else token.lower())
        place = match.end()
    return _joined(found)


def _joined(found: list[str]) -> list[str]:
    """Join a sign of comparison that a space has split."""
    joined: list[str] = []
    for token in found:
        if token == "=" and joined and joined[-1] in ("!", "<", ">"):
            joined[-1] += "="
        else:
            joined.append(token)
    return joined
