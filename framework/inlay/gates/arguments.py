"""Whether a Python body changes what it was given, by its own name or by one that stands for a part of it."""

import ast
from collections.abc import Iterator, Set

__all__ = ["changed_argument"]

_OF_LISTS = frozenset({"append", "extend", "insert", "pop", "remove", "reverse", "sort"})
_OF_OTHERS = frozenset({"add", "clear", "discard", "popitem", "setdefault", "update"})
_CHANGING = _OF_LISTS | _OF_OTHERS


def changed_argument(tree: ast.Module, parameters: Set[str]) -> str:
    """Say where a body changes its arguments in place; empty when no place is seen.

    What is not seen here shows when the examples run: arguments are compared after each call.
    """
    given = _given(tree, parameters)
    return next(
        (f"line {line}: the body changes `{name}`, which it was given" for name, line in _changes(tree, given)), ""
    )


def _given(tree: ast.Module, parameters: Set[str]) -> set[str]:
    """Give the parameters that keep their value, and the names that only ever stand for a part of one."""
    bound: dict[str, list[ast.expr | None]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                bound.setdefault(name, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()):
                bound.setdefault(name, [])
    given = {name for name in parameters if name not in bound}
    for name, values in bound.items():
        if values and all(value is not None and _is_part(value, given) for value in values):
            given.add(name)
    return given


def _is_part(node: ast.expr, given: Set[str]) -> bool:
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return False
        node = node.value
    return isinstance(node, ast.Name) and node.id in given


def _changes(tree: ast.Module, given: Set[str]) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in _CHANGING and _is_part(owner, given):
                yield ast.unparse(owner), node.lineno
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Subscript | ast.Attribute) and _is_part(target, given):
                        yield ast.unparse(target), node.lineno
            case ast.AugAssign(target=ast.Subscript() | ast.Attribute() as target) if _is_part(target, given):
                yield ast.unparse(target), node.lineno
