"""Whether a body takes the end that its sentence names: for the cheapest the minimum, for the highest the maximum."""

import ast
import re
from collections.abc import Iterator

__all__ = ["wrong_end"]

# Of what lasts or lies in the past the longest and the earliest may be either end, so they are not among these.
_LOW = frozenset({"lowest", "smallest", "cheapest", "shortest", "fewest"})
_HIGH = frozenset({"highest", "largest", "biggest", "greatest"})
_WORD = re.compile(r"[a-z]+")
_ORDERING = frozenset({"sorted", "sort", "nlargest", "nsmallest", "most_common", "reversed"})


def wrong_end(sentence: str, tree: ast.AST) -> str:
    """Say that a Python body takes the maximum where only a minimum is spoken of, or the reverse; empty otherwise.

    Judged only where `max` or `min` over all of something is the one thing by which a body can find an end.
    """
    words = set(_WORD.findall(sentence.lower()))
    low, high = words & _LOW, words & _HIGH
    if bool(low) == bool(high) or _may_order(tree):
        return ""
    taken = set(_ends(tree))
    wrong = "max" if low else "min"
    if taken != {wrong}:
        return ""
    return f"the sentence speaks of the {min(low or high)}, the body takes {wrong}(…)"


def _may_order(tree: ast.AST) -> bool:
    """Say whether a body compares, sorts, or turns an order round by a sign or a key."""
    for node in ast.walk(tree):
        match node:
            case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() | ast.USub() | ast.Sub() | ast.keyword(arg="key"):
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _ORDERING:
                return True
    return False


def _ends(tree: ast.AST) -> Iterator[str]:
    """Give `max` and `min` as they are called on all of something; of two numbers they are a bound."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="max" | "min" as name), args=[_]):
                yield name
            case ast.Call(func=ast.Name(id="max" | "min")):
                yield "a bound"
