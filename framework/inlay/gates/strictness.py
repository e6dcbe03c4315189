"""What mypy's strict mode refuses and ty lets pass: empty containers untyped, names of two types, keys of `None`.

The generated project is checked by `mypy --strict`, four times slower than ty; these three rules close
the gap that was measured between them, so that ty may judge candidates.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from inlay.contract import DecimalType, EntityType, EnumType, OptionalType, ReferenceType, Scalar
from inlay.gates.shapes import UNKNOWN, Environment, Reader, Shape, item_of, without_none

__all__ = ["not_strict"]

_EMPTY_CALLS = frozenset({"Counter", "defaultdict", "dict", "list", "set"})
_SETTLING = frozenset({"add", "append", "discard", "extend", "update"})


def not_strict(tree: ast.Module, reader: Reader) -> str:
    """Say what a strict type checker would refuse beyond what ty does; empty when nothing."""
    names = reader.locals_of(tree.body)
    faults = chain(_untyped_containers(tree), _two_types(tree, reader, names), _keys(tree, reader, names))
    return next(faults, "")


def _untyped_containers(tree: ast.Module) -> Iterator[str]:
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    uses = sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Name)), key=lambda node: (node.lineno, node.col_offset)
    )
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for name, value in _pairs(node):
            later = [use for use in uses if use.id == name and use.lineno > node.lineno]
            if _is_empty(value) and not _settled(later, value, parents):
                yield f"line {node.lineno}: `{name}` starts empty without a type; write `{_example(name, value)}`"


def _pairs(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in node.targets:
        match target, node.value:
            case ast.Name(id=name), value:
                yield name, value
            case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
                yield from (
                    (name.id, value) for name, value in zip(names, values, strict=True) if isinstance(name, ast.Name)
                )


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id="defaultdict")):
            return True
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in _EMPTY_CALLS
    return False


def _settled(later: Sequence[ast.Name], value: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Say whether the first use that counts tells a checker what the container holds."""
    for use in later:
        parent = parents[use]
        if isinstance(parent, ast.Compare) and use in parent.comparators:
            continue
        return _settles(use, parent, value, parents)
    return False


def _settles(use: ast.Name, parent: ast.AST, value: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> bool:
    match parent:
        case ast.Attribute(attr=attr):
            return attr in _SETTLING and isinstance(parents[parent], ast.Call)
        case ast.AugAssign():
            return isinstance(value, ast.List)
        case ast.Subscript() if isinstance(use.ctx, ast.Load):
            holder = parents[parent]
            if isinstance(holder, ast.Assign):
                return not any(isinstance(node, ast.Name) and node.id == use.id for node in ast.walk(holder.value))
            return isinstance(holder, ast.Attribute) and holder.attr in _SETTLING and isinstance(value, ast.Call)
    return False


def _example(name: str, value: ast.expr) -> str:
    match value:
        case ast.List() | ast.Call(func=ast.Name(id="list")):
            return f"{name}: list[str] = []"
        case ast.Call(func=ast.Name(id="set")):
            return f"{name}: set[str] = set()"
        case ast.Call(func=ast.Name(id="Counter")):
            return f"{name}: Counter[str] = Counter()"
        case ast.Call(func=ast.Name(id="defaultdict")):
            return f"{name}: dict[str, Decimal] = {ast.unparse(value)}"
    return f"{name}: dict[str, Decimal] = {{}}"


def _two_types(tree: ast.Module, reader: Reader, names: Environment) -> Iterator[str]:
    first: dict[str, Shape] = {parameter.name: parameter.type for parameter in reader.contract.parameters}
    statements = sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.For | ast.AugAssign)),
        key=lambda node: (node.lineno, node.col_offset),
    )
    for node in statements:
        for name, shape in _bound(node, reader, names):
            before = first.setdefault(name, shape)
            if not _fits(before, shape, added=isinstance(node, ast.AugAssign)):
                change = f"{_named(before)} before and {_named(shape)} here"
                yield f"line {node.lineno}: `{name}` is {change}; use two names"


def _keys(tree: ast.Module, reader: Reader, names: Environment) -> Iterator[str]:
    """Find what is sorted by a value that may be missing; a filter before does not count for a type checker."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="min" | "max" | "sorted") as called, args=[_, *_], keywords=keywords):
                for key in (word.value for word in keywords if word.arg == "key"):
                    if isinstance(key, ast.Lambda) and _may_be_none(key, reader, names, node):
                        yield f"line {node.lineno}: `{called.id}` by `{ast.unparse(key.body)}`, which may be None"


def _may_be_none(key: ast.Lambda, reader: Reader, names: Environment, call: ast.Call) -> bool:
    inner = {**names, **{argument.arg: reader.of_key(call, names) for argument in key.args.args}}
    parts = key.body.elts if isinstance(key.body, ast.Tuple) else [key.body]
    return any(isinstance(reader.shape(part, inner), OptionalType) for part in parts)


def _bound(
    node: ast.Assign | ast.For | ast.AugAssign, reader: Reader, names: Environment
) -> Iterator[tuple[str, Shape]]:
    match node:
        case ast.For(target=ast.Name(id=name), iter=iterated):
            yield name, item_of(reader.shape(iterated, names))
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add() | ast.Sub() | ast.Mult(), value=value):
            yield name, reader.shape(value, names)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, reader.shape(value, names)


def _fits(before: Shape, now: Shape, *, added: bool) -> bool:
    kinds = _kind(before), _kind(now)
    if "" in kinds or kinds[0] == kinds[1]:
        return True
    if added:
        return kinds != ("int", "Decimal")
    return kinds == ("int", "bool")


def _kind(shape: Shape) -> str:
    match without_none(shape):
        case EntityType(entity) | ReferenceType(entity):
            return entity
        case DecimalType():
            return "Decimal"
        case Scalar(name):
            return name
        case EnumType():
            return "str"
    return ""


def _named(shape: Shape) -> str:
    return _kind(shape) if shape is not UNKNOWN else "something"
