"""The changes that a call in a Python body may suffer: aggregates, clamps, roundings, orders, ties."""

import ast
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from inlay.mutants.python_changes import Change, name

__all__ = ["changed_calls"]

_PICKING = frozenset({"max", "min", "sorted"})
_AGGREGATES = {"sum": ("max", "len"), "min": ("max",), "max": ("min",), "any": ("all",), "all": ("any",)}
_FINEST = 40  # places behind the point beyond which a number is not written out in digits
_CEILINGS = {"ceil": "floor", "floor": "ceil"}


def changed_calls(node: ast.AST) -> Iterator[Change]:
    """Give the changes of a call; none for another node."""
    match node:
        case ast.Call(func=ast.Name(id=called)):
            yield from _of_builtin(node, called)
        case ast.Call(func=ast.Attribute(value=owner, attr="quantize")):
            yield Change("rounding", owner)
            yield from _coarser(node)
        case ast.Attribute(value=ast.Name(id="math"), attr=attr) if attr in _CEILINGS:
            yield Change("rounding", ast.Attribute(name("math"), _CEILINGS[attr], ast.Load()))
        case ast.keyword(arg="reverse", value=ast.Constant(value=bool(flag))):
            yield Change("order", ast.keyword("reverse", ast.Constant(not flag)))


def _of_builtin(node: ast.Call, called: str) -> Iterator[Change]:
    several = len(node.args) > 1 and called in ("min", "max")
    for other in _AGGREGATES.get(called, ()):
        yield Change("any-all" if called in ("any", "all") else "aggregate", _renamed(node, called, other))
    if several:
        yield from (Change("clamp", argument) for argument in node.args if not isinstance(argument, ast.Constant))
    if called == "abs" and node.args:
        yield Change("clamp", node.args[0])
    if called == "set" and node.args:
        yield Change("distinct", _call("list", node.args[0]))
    if called == "round" and node.args:
        yield Change("rounding", node.args[0])
    if called == "sorted" and node.args:
        yield from _order(node)
    if called in _PICKING and not several and any(keyword.arg == "key" for keyword in node.keywords):
        yield Change("tie", ast.Call(node.func, [_call("reversed", _call("list", node.args[0]))], node.keywords))


def _renamed(node: ast.Call, called: str, other: str) -> ast.Call:
    """Give a call of another aggregate over the same values."""
    if other == "len":
        return _call("len", _call("list", node.args[0])) if node.args else node
    if called == "sum":
        start = node.args[1] if len(node.args) > 1 else ast.Constant(0)
        given = next((keyword.value for keyword in node.keywords if keyword.arg == "start"), start)
        return ast.Call(name(other), node.args[:1], [ast.keyword("default", given)])
    return ast.Call(name(other), node.args, node.keywords)


def _order(node: ast.Call) -> Iterator[Change]:
    yield Change("order", _call("list", node.args[0]))
    if not any(keyword.arg == "reverse" for keyword in node.keywords):
        keywords = [*node.keywords, ast.keyword("reverse", ast.Constant(True))]
        yield Change("order", ast.Call(node.func, node.args, keywords))


def _coarser(node: ast.Call) -> Iterator[Change]:
    """Round to one decimal less; the digits of what is quantized by say nothing, their number does."""
    match node.args:
        case [ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str(text))]) as step, *rest]:
            try:
                exponent = Decimal(text).as_tuple().exponent
            except InvalidOperation:
                return
            if isinstance(exponent, int) and exponent > -_FINEST:
                other = ast.Constant(f"{Decimal(1).scaleb(exponent + 1):f}" if exponent < 0 else "0.01")
                yield Change("rounding", ast.Call(node.func, [ast.Call(step.func, [other], []), *rest], node.keywords))


def _call(called: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name(called), list(arguments), [])
