"""Tests in a Python body that are decided before they are reached: by what was tested above, or by themselves."""

import ast
from collections.abc import Iterator, Sequence, Set

__all__ = ["decided_tests"]

_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def decided_tests(tree: ast.AST) -> Iterator[str]:
    """Give the tests whose outcome is known, with their lines."""
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.BoolOp) and _holds_both(node):
            always = "true" if isinstance(node.op, ast.Or) else "false"
            yield f"line {node.lineno}: `{ast.unparse(node)}` is always {always}"
    if any(isinstance(node, ast.NamedExpr) for node in nodes):
        return
    for node in nodes:
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield from _in_block(block)


def _in_block(block: Sequence[ast.stmt]) -> Iterator[str]:
    """Follow a block downwards with what is known to be false because it would have left the block."""
    known: Set[str] = frozenset()
    for statement in block:
        if isinstance(statement, ast.If):
            branches = _branches(statement)
            for branch in branches:
                if _is_decided(branch.test, known):
                    yield f"line {branch.lineno}: `{ast.unparse(branch.test)}` was already decided above"
                known = known | _parts(branch.test, ast.Or)
            if not all(isinstance(branch.body[-1], _LEAVES) for branch in branches):
                known = frozenset()
        elif isinstance(statement, ast.Return):
            value = statement.value
            if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.And) and _is_decided(value, known):
                yield f"line {statement.lineno}: `{ast.unparse(value)}` was already decided above"
        else:
            known = frozenset()


def _branches(statement: ast.If) -> list[ast.If]:
    """Give an `if` with its `elif`s."""
    branches = [statement]
    while len(branches[-1].orelse) == 1 and isinstance(branches[-1].orelse[0], ast.If):
        branches.append(branches[-1].orelse[0])
    return branches


def _is_decided(test: ast.expr, known: Set[str]) -> bool:
    """Say whether a test is false when all of `known` is."""
    return not known.isdisjoint(_parts(test, ast.And)) or _parts(test, ast.Or) <= known


def _parts(test: ast.expr, operator: type[ast.boolop]) -> set[str]:
    joined = isinstance(test, ast.BoolOp) and isinstance(test.op, operator)
    return {ast.unparse(part) for part in (test.values if joined and isinstance(test, ast.BoolOp) else [test])}


def _holds_both(condition: ast.BoolOp) -> bool:
    """Say whether a condition joins a comparison, or what is true or not by itself, with its opposite."""
    found = {_spelt(part, turned=False) for part in condition.values} - {None}
    return any(_spelt(part, turned=True) in found for part in condition.values)


def _spelt(part: ast.expr, *, turned: bool) -> tuple[str, str, str] | None:
    match part:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _OPPOSITE:
            kind = _OPPOSITE[type(operator)] if turned else type(operator)
            return ast.unparse(left), kind.__name__, ast.unparse(right)
        case ast.UnaryOp(op=ast.Not(), operand=denied):
            return _spelt(denied, turned=not turned)
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call():
            return ast.unparse(part), "Is", str(not turned)
    return None
