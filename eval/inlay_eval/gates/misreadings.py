"""Misreadings that no single change of a syntax tree makes: a result rounded otherwise, nothing taken for zero."""

import ast
from collections.abc import Iterator
from typing import Literal

from inlay.contract import Contract, DecimalType, OptionalType, Scalar, Type, without_optional
from inlay_eval.gates.reading import sql_tree

__all__ = ["misreadings"]

_ROUNDED = {
    "rounded to whole units": "Decimal({value}).quantize(Decimal('1'))",
    "rounded half to even": "Decimal({value}).quantize(Decimal('0.01'))",
    "cut after two places": "Decimal({value}).quantize(Decimal('0.01'), ROUND_DOWN)",
}
_INSTEAD = {"Decimal": "Decimal('0')", "int": "0", "str": "''"}

Misreading = tuple[Literal["missing", "rounding"], str, str]
"""The family, the body and what is wrong with it."""


def misreadings(contract: Contract, body: str, language: str) -> Iterator[Misreading]:
    """Give misread bodies; none where a body cannot be read."""
    found = _in_sql(body) if language == "sql" else _in_python(contract, body)
    yield from found


def _in_python(contract: Contract, body: str) -> Iterator[Misreading]:
    try:
        tree = ast.parse(body)
    except (SyntaxError, ValueError, RecursionError):
        return
    if isinstance(without_optional(contract.result), DecimalType):
        for change, template in _ROUNDED.items():
            yield "rounding", ast.unparse(_Rounded(template).visit(ast.parse(body))), change
    tests = [node for node in ast.walk(tree) if _about_none(node)]
    for place in range(len(tests)):
        yield "missing", ast.unparse(_Falsy(place).visit(ast.parse(body))), "zero and empty taken for nothing"
    if isinstance(contract.result, OptionalType):
        instead = _INSTEAD.get(_python_name(contract.result.inner))
        if instead:
            yield "missing", ast.unparse(_NeverNone(instead).visit(ast.parse(body))), f"{instead} instead of nothing"


def _python_name(kind: Type) -> str:
    if isinstance(kind, DecimalType):
        return "Decimal"
    return kind.name if isinstance(kind, Scalar) else ""


def _about_none(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
    return False


class _Rounded(ast.NodeTransformer):
    """Rounds what is returned."""

    def __init__(self, template: str) -> None:
        self._template = template

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """Round one result."""
        if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
            return node
        text = self._template.format(value=ast.unparse(node.value))
        return ast.Return(ast.parse(text, mode="eval").body)


class _Falsy(ast.NodeTransformer):
    """Turns one test for None, counted from the front, into a test for truth."""

    def __init__(self, place: int) -> None:
        self._left = place

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Turn one comparison."""
        self.generic_visit(node)
        if not _about_none(node):
            return node
        self._left -= 1
        if self._left != -1:
            return node
        return node.left if isinstance(node.ops[0], ast.IsNot) else ast.UnaryOp(ast.Not(), node.left)


class _NeverNone(ast.NodeTransformer):
    """Gives something where nothing is to be given."""

    def __init__(self, instead: str) -> None:
        self._instead = ast.parse(instead, mode="eval").body

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Replace one None; those that are compared with are left by `visit_Compare`."""
        return self._instead if node.value is None else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Leave tests alone."""
        return node


def _in_sql(body: str) -> Iterator[Misreading]:
    from sqlglot import exp

    tree = sql_tree(body)
    if tree is None:
        return
    for place, _ in enumerate(tree.find_all(exp.Is)):
        other = tree.copy()
        node = list(other.find_all(exp.Is))[place]
        node.replace(exp.EQ(this=node.this, expression=exp.Literal.string("")))
        yield "missing", other.sql("sqlite"), "nothing taken for an empty text"
    for column in tree.selects:
        value = column.unalias()
        if isinstance(value, exp.Sum | exp.Avg | exp.Mul | exp.Div | exp.Coalesce):
            other = tree.copy()
            inner = next(each for each in other.selects if each.alias_or_name == column.alias_or_name)
            named = exp.alias_(exp.Round(this=inner.unalias().copy()), column.alias_or_name)
            inner.replace(named)
            yield "rounding", other.sql("sqlite"), f"{column.alias_or_name} rounded to whole units"
