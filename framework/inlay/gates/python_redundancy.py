"""What a Python body says to no effect: equal operands, equal members, equal branches, tests already decided."""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inlay.gates.decided import decided_tests
from inlay.gates.repeated import said_twice
from inlay.languages.reading import parse_python

__all__ = ["redundant_in_python"]

_CANCEL = ast.Sub | ast.Div | ast.FloorDiv | ast.Mod


def redundant_in_python(body: str) -> Iterator[str]:
    """Give what is said to no effect, with its line."""
    tree = parse_python(body)
    yield from decided_tests(tree)
    for node in ast.walk(tree):
        for reason in _in_expression(node):
            yield f"line {getattr(node, 'lineno', 1)}: {reason}"
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _idle(block)


def _in_expression(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(left=left, comparators=others, ops=operators):
            if any(_same(one, other) for one, other in pairwise([left, *others])):
                yield f"`{ast.unparse(node)}` compares a thing with itself"
            for operator, other in zip(operators, others, strict=True):
                if isinstance(operator, ast.In | ast.NotIn) and isinstance(other, ast.Tuple | ast.List | ast.Set):
                    yield from _twice(other.elts, f"`{ast.unparse(other)}`")
        case ast.BinOp(left=left, right=right, op=operator) if isinstance(operator, _CANCEL) and _same(left, right):
            yield f"`{ast.unparse(node)}` takes a thing and itself"
        case ast.BoolOp(values=values):
            yield from _twice(values, "one condition")
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_] as arguments):
            yield from _twice(arguments, f"`{ast.unparse(node)}`")
        case ast.IfExp(body=one, orelse=other) if _same(one, other):
            yield "both branches of a condition are the same"
        case ast.If(body=branch, orelse=otherwise) if otherwise and _all_same(branch, otherwise):
            yield "both branches of a condition are the same"


def _twice(parts: Sequence[ast.expr], where: str) -> Iterator[str]:
    return said_twice(map(ast.unparse, parts), where)


def _idle(block: Sequence[ast.stmt]) -> Iterator[str]:
    """Find a test that changes nothing: what it leads to is what comes next anyway."""
    for statement, after in pairwise(block):
        if not (isinstance(statement, ast.If) and isinstance(after, ast.Return) and not statement.orelse):
            continue
        if _all_same(statement.body, [after]):
            yield f"line {statement.lineno}: with or without `{ast.unparse(statement.test)}` the result is the same"


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


def _all_same(one: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> bool:
    return len(one) == len(other) and all(map(_same, one, other))
