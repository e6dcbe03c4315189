"""The numbers that stand in a body, and those among them that something is compared with, each with its neighbour."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from inlay.languages.reading import parse_python
from inlay.languages.statements import parse_statement

__all__ = ["Literals", "literals_in"]

_LONGEST = 24
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Literals:
    """The numbers of a body; `bounds` are what its comparisons of whole numbers mean as well: `> 2` means `>= 3`."""

    numbers: frozenset[Decimal]
    bounds: frozenset[Decimal]

    def __contains__(self, number: Decimal) -> bool:
        return number in self.numbers or number in self.bounds


def literals_in(body: str, language: str) -> Literals:
    """Give the numbers of a readable body."""
    if language == "sql":
        return _in_sql(body)
    tree = parse_python(body)
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return Literals(_numbers(constants) | _numbers(_in_patterns(tree)), frozenset(_python_bounds(tree)))


def _in_patterns(tree: ast.AST) -> Iterator[str]:
    """Give the numbers in regular expressions, where `{2,8}` says at least 2 and at most 8."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(pattern)), *_]):
                yield from _DIGITS.findall(pattern)


def _numbers(constants: Iterator[object]) -> frozenset[Decimal]:
    return frozenset(number for value in constants if (number := _number(value)) is not None)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > _LONGEST:
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LONGEST else None


def _python_bounds(tree: ast.AST) -> Iterator[Decimal]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for (left, right), operator in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
                yield from _neighbour(
                    right, isinstance(operator, ast.Gt | ast.LtE), isinstance(operator, ast.Lt | ast.GtE)
                )
                yield from _neighbour(
                    left, isinstance(operator, ast.Lt | ast.GtE), isinstance(operator, ast.Gt | ast.LtE)
                )


def _neighbour(node: ast.expr, one_more: bool, one_less: bool) -> Iterator[Decimal]:
    """Give the number that a comparison of whole numbers means when it is turned: `> 2` is `>= 3`."""
    number = _number(node.value) if isinstance(node, ast.Constant) else None
    if number is not None and (one_more or one_less):
        yield number + 1 if one_more else number - 1


def _in_sql(body: str) -> Literals:
    from sqlglot import exp

    tree = parse_statement(body)
    bounds: set[Decimal] = set()
    for node in tree.find_all(exp.GT, exp.GTE, exp.LT, exp.LTE):
        for side, is_right in ((node.this, False), (node.expression, True)):
            number = _number(side.name) if isinstance(side, exp.Literal) else None
            if number is not None:
                more = isinstance(node, exp.GT | exp.LTE) is is_right
                bounds.add(number + 1 if more else number - 1)
    return Literals(_numbers(node.name for node in tree.find_all(exp.Literal)), frozenset(bounds))
