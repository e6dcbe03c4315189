"""What is put behind a sentence: after a semicolon, as its last clause, or in a sentence of its own."""

import re

from inlay_finetune.synthetic.dice import Dice

__all__ = ["appended", "followed", "spaced", "tailed", "without_loose_commas"]

_LOOSE_COMMA = re.compile(r",(?=[.,;:?)]| \(|$)")


def followed(dice: Dice, does: str, tail: str) -> str:
    """Put a clause that stands by itself behind a sentence: after a semicolon or a full stop, a question's mark kept."""
    if does.endswith("?"):
        return f"{does} {tail[0].upper()}{tail[1:]}"
    return f"{does}; {tail}" if dice.chance(0.5) else f"{does}. {tail[0].upper()}{tail[1:]}"


def tailed(text: str, tail: str) -> str:
    """Put something behind, with the mark it begins with; behind several sentences or a question as one of its own."""
    apart = re.search(r"[.?] \w", text) is not None
    if tail and (apart or text.endswith("?")):
        tail = tail.lstrip(",;. ").removeprefix("and ").removeprefix("but ")
        tail = f". {tail}" if text[-1] != "?" else tail
    return f"{text}{tail}" if not tail or tail[0] in ",;." else f"{text} {tail}"


def appended(does: str, tail: str) -> str:
    """Put what belongs to a sentence at its end: a question takes it in before its mark, unless it is a sentence."""
    tail = f" {tail}" if tail.startswith("(") else tail
    if does.endswith("?") and tail.startswith(". "):
        return does + tail[1:]
    return f"{does[:-1]}{tail}?" if does.endswith("?") and tail else does + tail


def spaced(words: str) -> str:
    """Put a space before words that begin with no mark, so that they may stand behind others."""
    return words if words.startswith((",", ".", ";")) else f" {words}"


def without_loose_commas(text: str) -> str:
    """Drop commas that stand before another mark, a bracket or the end."""
    return _LOOSE_COMMA.sub("", text)
