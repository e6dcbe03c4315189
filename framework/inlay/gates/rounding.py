"""Whether a body rounds where its sentence rounds, and goes the way that the sentence says: half up, up or down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from inlay.contract import Contract, DecimalType, walk

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["misrounded", "unrounded"]

_SAID = re.compile(r"\brounded\b|\bround(?:ing)? (?:half|up|down|to|off)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|not|nothing|never|without)\b[\w\s]{0,20}\bround|\bunrounded\b", re.IGNORECASE)
_HALVES = re.compile(r"(?<!that )(?<!this )\bhalf[- ](up|down|to (?:the )?even|even)\b|\bcommercial", re.IGNORECASE)
_WAY = re.compile(r"\bround(?:ed|ing|s)?\b(?: (?!half\b)\w+){0,3}? (up|down)\b", re.IGNORECASE)
_HALF = re.compile(r"\bhal(?:f|ves)\b", re.IGNORECASE)
_ALLOWED = {
    "half up": ("ROUND_HALF_UP",),
    "half down": ("ROUND_HALF_DOWN",),
    "half to even": ("ROUND_HALF_EVEN",),
    "up": ("ROUND_UP", "ROUND_CEILING"),
    "down": ("ROUND_DOWN", "ROUND_FLOOR"),
}
_SPOKEN = {mode: way for way, modes in _ALLOWED.items() for mode in modes}
_BY_DEFAULT = "ROUND_HALF_EVEN"
_OTHERWISE = frozenset("ceil date day days divmod floor hour int isqrt minute month replace seconds trunc year".split())
_PLACES = re.compile(r"\.\d+[fFeEgG%]?$")
_FRACTION = re.compile(r"decimal|cent|place|digit|tenth|hundredth", re.IGNORECASE)


def misrounded(contract: Contract, sentence: str, tree: ast.AST) -> str:
    """Say that a Python body rounds another way than its English sentence, or not at all; empty when neither is seen.

    Whole numbers are rounded in many ways, as by `//` or `math.floor(… + …)`; what a body means by those is not judged.
    """
    if not _rounds(sentence):
        return ""
    used, otherwise = set(_modes(tree)), _rounds_otherwise(tree)
    said = dict.fromkeys(_said(sentence))
    wanted = [mode for way in said for mode in _ALLOWED[way]]
    if used and wanted and not otherwise and used.isdisjoint(wanted):
        unsaid = used == {_BY_DEFAULT} and any(map(_is_default, ast.walk(tree)))
        advice = f", as Python does unless told otherwise; write .quantize(…, rounding={wanted[0]})" if unsaid else ""
        return f"the sentence rounds {' or '.join(said)}, the body {_SPOKEN[min(used)]}{advice}"
    if not used and not otherwise and _gives_fractions(contract):
        return "the sentence rounds, the body does not"
    return ""


def unrounded(contract: Contract, sentence: str, statement: exp.Query) -> str:
    """Say that a query never rounds where its English sentence does; empty where it does, or may by whole numbers."""
    from sqlglot import exp

    if not _rounds(sentence) or not _gives_fractions(contract) or statement.find(exp.Round, exp.Mod):
        return ""
    whole = any(cast.to.this in exp.DataType.INTEGER_TYPES for cast in statement.find_all(exp.Cast))
    if whole or (statement.find(exp.Div) and not _FRACTION.search(sentence)):
        return ""
    return "the sentence rounds, the query does not; write round(…, 2) for two decimals"


def _rounds(sentence: str) -> bool:
    return bool(_SAID.search(sentence)) and not _DENIED.search(sentence)


def _gives_fractions(contract: Contract) -> bool:
    return any(isinstance(kind, DecimalType) for kind in walk(contract.result))


def _said(sentence: str) -> Iterator[str]:
    """Give the ways that a sentence speaks of; where it rounds up and has a half, the half may be what goes up."""
    for found in _HALVES.finditer(sentence):
        way = (found.group(1) or "up").lower()
        yield "half to even" if way.endswith("even") else f"half {way}"
    for found in _WAY.finditer(sentence):
        way = found.group(1).lower()
        yield from (way, f"half {way}") if _HALF.search(sentence) else (way,)


def _modes(tree: ast.AST) -> Iterator[str]:
    """Give the modes that a body rounds by; without one, Python rounds halves to the even neighbour."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in _SPOKEN:
                yield name
            case _ if _is_default(node):
                yield _BY_DEFAULT


def _is_default(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="round")):
            return True
        case ast.Call(func=ast.Attribute(attr="quantize"), args=[_], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="to_integral_value"), args=[], keywords=[]):
            return True
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[*_, ast.Constant(value=str(spec))])):
            return bool(_PLACES.search(spec))
    return False


def _rounds_otherwise(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        match node:
            case ast.FloorDiv() | ast.Mod():
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _OTHERWISE:
                return True
    return False
