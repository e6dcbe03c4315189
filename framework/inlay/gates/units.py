"""Whether a body adds and compares like with like: kilos with kilos, degrees with degrees.

What kind of quantity a value is, is read off the names of the contract: `energy_kwh` is energy, `capacity_kg` a mass.
A name that tells of two, such as `price_per_kg`, or of none is left alone; a tonne may be taken for a cubic metre.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from inlay.linking.names import words_of

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["mixed_in_python", "mixed_in_sql"]

_WORDS = {
    "mass or volume": "kg kilo kilos kilogram kilograms gram grams tonne tonnes ton tons weight "
    "cubic litre litres liter liters ml",
    "energy": "kwh mwh energy",
    "power": "kw watt watts kilowatt kilowatts",
    "length": "km metre metres meter meters cm mm kilometre kilometres",
    "area": "square sqm hectare hectares",
    "duration": "seconds minutes hours days weeks months years",
    "temperature": "temperature temperatures degrees celsius",
    "a percentage": "percent percentage pct",
    "money": "price prices cost costs fee fees salary rent deposit tip fare wage budget",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NO_QUANTITY = frozenset({"per", "count", "number"})
_KEEPING = frozenset({"sum", "max", "min", "abs", "Decimal"})


def mixed_in_python(tree: ast.AST, parameters: Set[str]) -> Iterator[str]:
    """Give what a Python body adds or compares although it is of two kinds."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                pairs = pairwise([left, *others])
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                pairs = pairwise([left, right])
            case _:
                continue
        for one, other in pairs:
            yield from _unlike(_in_python(one, parameters), _in_python(other, parameters), ast.unparse(node))


def mixed_in_sql(statement: exp.Query) -> Iterator[str]:
    """Give what a query adds or compares although it is of two kinds."""
    from sqlglot import exp

    for node in statement.find_all(exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ, exp.Add, exp.Sub):
        yield from _unlike(_in_sql(node.left), _in_sql(node.right), node.sql())


def _unlike(one: str, other: str, said: str) -> Iterator[str]:
    if one and other and one != other:
        yield f"`{said}` sets {one} against {other}"


@cache
def _kind(name: str) -> str:
    words = words_of(name)
    kinds = {_KINDS[word] for word in words if word in _KINDS}
    return kinds.pop() if len(kinds) == 1 and _NO_QUANTITY.isdisjoint(words) else ""


def _in_python(node: ast.expr, parameters: Set[str]) -> str:
    match node:
        case ast.Attribute(attr=name):
            return _kind(name)
        case ast.Name(id=name) if name in parameters:
            return _kind(name)
        case ast.Call(func=ast.Name(id=called), args=[inner, *_]) if called in _KEEPING:
            return _in_python(inner.elt if isinstance(inner, ast.GeneratorExp) else inner, parameters)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _in_python(left, parameters) or _in_python(right, parameters)
    return ""


def _in_sql(node: exp.Expr) -> str:
    from sqlglot import exp

    match node:
        case exp.Column() | exp.Placeholder():
            return _kind(node.name)
        case exp.Sum() | exp.Max() | exp.Min() | exp.Avg() | exp.Abs() | exp.Paren() | exp.Coalesce():
            return _in_sql(node.this)
        case exp.Add() | exp.Sub():
            return _in_sql(node.left) or _in_sql(node.right)
    return ""
