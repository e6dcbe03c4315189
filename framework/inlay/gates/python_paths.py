"""Whether every way through a Python body ends in a result."""

import ast
from collections.abc import Sequence

__all__ = ["missing_result"]

_HOLDERS = (ast.ExceptHandler, ast.match_case)


def missing_result(tree: ast.Module) -> str:
    """Say on which line a way through the body ends without a result; empty when each has one."""
    for node in _own_statements(tree):
        if isinstance(node, ast.Return) and node.value is None:
            return f"line {node.lineno}: `return` without a result; write `return None` when that is meant"
    if not _always_returns(tree.body):
        return f"line {tree.body[-1].lineno}: a way through the body ends without a result"
    return ""


def _own_statements(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _always_returns(statements: Sequence[ast.stmt]) -> bool:
    return any(_returns(statement) for statement in statements)


def _returns(statement: ast.stmt) -> bool:
    match statement:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=body, orelse=orelse):
            return _always_returns(body) and _always_returns(orelse)
        case ast.With(body=body):
            return _always_returns(body)
        case ast.While(test=ast.Constant(value=True), body=body):
            return not _breaks(body)
        case ast.For(orelse=orelse, body=body) | ast.While(orelse=orelse, body=body):
            return bool(orelse) and _always_returns(orelse) and not _breaks(body)
        case ast.Match(cases=cases):
            return _catches_all(cases[-1]) and all(_always_returns(case.body) for case in cases)
        case ast.Try():
            return _try_returns(statement)
    return False


def _try_returns(statement: ast.Try) -> bool:
    if _always_returns(statement.finalbody):
        return True
    whole = _always_returns([*statement.body, *statement.orelse])
    return whole and all(_always_returns(handler.body) for handler in statement.handlers)


def _catches_all(case: ast.match_case) -> bool:
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _breaks(body: Sequence[ast.stmt]) -> bool:
    for statement in body:
        if isinstance(statement, ast.Break):
            return True
        if isinstance(statement, ast.For | ast.While):
            if _breaks(statement.orelse):
                return True
            continue
        inner = [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)]
        held = [child for child in ast.iter_child_nodes(statement) if isinstance(child, _HOLDERS)]
        if _breaks(inner) or any(_breaks(holder.body) for holder in held):
            return True
    return False
