"""The changes that a node of a Python body may suffer: comparisons, constants, operators, conditions, names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inlay.mutants.mutant import MutantKind
from inlay.mutants.names import OtherNames

__all__ = ["Change", "changes", "name"]

_WIDEST = 40  # powers of ten beyond which a number is not written out in digits
_Swaps = dict[type[ast.cmpop], type[ast.cmpop]]

_BOUNDARY: _Swaps = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPPOSITE: _Swaps = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATOR: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
}
_ROUNDINGS = {
    "ROUND_HALF_UP": ("ROUND_HALF_EVEN", "ROUND_DOWN"),
    "ROUND_HALF_EVEN": ("ROUND_HALF_UP",),
    "ROUND_HALF_DOWN": ("ROUND_HALF_UP",),
    "ROUND_DOWN": ("ROUND_FLOOR", "ROUND_HALF_UP"),
    "ROUND_FLOOR": ("ROUND_DOWN", "ROUND_HALF_UP"),
    "ROUND_UP": ("ROUND_CEILING", "ROUND_HALF_UP"),
    "ROUND_CEILING": ("ROUND_UP", "ROUND_HALF_UP"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What takes the place of a node; None takes it out."""

    kind: MutantKind
    node: ast.AST | None


def changes(parent: ast.AST, node: ast.AST, names: OtherNames) -> Iterator[Change]:
    """Give the changes of a node, calls left out."""
    match node:
        case ast.Compare():
            yield from _comparison(node)
        case ast.Constant():
            yield from _constant(parent, node, names)
        case ast.BoolOp() | ast.UnaryOp():
            yield from _logic(node)
        case ast.IfExp() | ast.If() | ast.comprehension():
            yield from _condition(node)
        case ast.BinOp() | ast.AugAssign():
            yield from _operator(node)
        case ast.Attribute() | ast.Name():
            yield from _name(node, names)
        case ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break():
            yield Change("statement", None)


def name(identifier: str) -> ast.Name:
    """Give a name that is read."""
    return ast.Name(identifier, ast.Load())


def _comparison(node: ast.Compare) -> Iterator[Change]:
    tables: tuple[tuple[MutantKind, _Swaps], ...] = (("boundary", _BOUNDARY), ("comparison", _OPPOSITE))
    for at, operator in enumerate(node.ops):
        for kind, others in tables:
            other = others.get(type(operator))
            if other is not None:
                ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
                yield Change(kind, ast.Compare(node.left, ops, node.comparators))
    if len(node.ops) > 1:
        yield Change("condition", ast.Compare(node.left, node.ops[:1], node.comparators[:1]))
        yield Change("condition", ast.Compare(node.comparators[-2], node.ops[-1:], node.comparators[-1:]))


def _constant(parent: ast.AST, node: ast.Constant, names: OtherNames) -> Iterator[Change]:
    match node.value:
        case bool():
            yield Change("constant", ast.Constant(not node.value))
        case int():
            yield from (Change("constant", ast.Constant(node.value + step)) for step in (1, -1))
        case str() if (
            isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "Decimal"
        ):
            yield from _number(node.value)
        case str():
            yield from (Change("word", ast.Constant(word)) for word in names.words(node.value))


def _number(text: str) -> Iterator[Change]:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and abs(number.adjusted()) <= _WIDEST:
        step = Decimal(1).scaleb(min(exponent, 0))
        yield from (Change("constant", ast.Constant(f"{number + change:f}")) for change in (step, -step))


def _operator(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    others = _OPERATOR.get(type(node.op), ())
    if isinstance(node, ast.BinOp):
        yield from (Change("arithmetic", ast.BinOp(node.left, other(), node.right)) for other in others)
        return
    yield from (Change("arithmetic", ast.AugAssign(node.target, other(), node.value)) for other in others)
    yield Change("statement", None)


def _name(node: ast.Attribute | ast.Name, names: OtherNames) -> Iterator[Change]:
    match node:
        case ast.Attribute(value, attr, ast.Load()):
            yield from (Change("field", ast.Attribute(value, other, ast.Load())) for other in names.fields(attr))
        case ast.Name(id=own, ctx=ast.Load()):
            yield from (Change("field", name(other)) for other in names.parameters(own))
            yield from (Change("rounding", name(other)) for other in _ROUNDINGS.get(own, ()))


def _logic(node: ast.BoolOp | ast.UnaryOp) -> Iterator[Change]:
    match node:
        case ast.BoolOp(operator, values):
            yield Change("condition", ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values))
            for at in range(len(values)):
                left = [value for place, value in enumerate(values) if place != at]
                yield Change("condition", left[0] if len(left) == 1 else ast.BoolOp(operator, left))
        case ast.UnaryOp(ast.Not(), operand):
            yield Change("condition", operand)
        case ast.UnaryOp(ast.USub(), operand) if not isinstance(operand, ast.Constant):
            yield Change("arithmetic", operand)


def _condition(node: ast.IfExp | ast.If | ast.comprehension) -> Iterator[Change]:
    match node:
        case ast.IfExp(test, body, orelse):
            yield Change("condition", body)
            yield Change("condition", orelse)
            yield from (Change("condition", ast.IfExp(other, body, orelse)) for other in _turned(test))
        case ast.If(test, body, orelse):
            for other in (ast.Constant(True), ast.Constant(False), *_turned(test)):
                yield Change("condition", ast.If(other, body, orelse))
        case ast.comprehension(target, iterated, ifs, is_async):
            for at, test in enumerate(ifs):
                for instead in ([], *([other] for other in _turned(test))):
                    tests = [*ifs[:at], *instead, *ifs[at + 1 :]]
                    yield Change("condition", ast.comprehension(target, iterated, tests, is_async))


def _turned(test: ast.expr) -> list[ast.expr]:
    """Give the opposite of a condition that no other change turns round."""
    return [] if isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp) else [ast.UnaryOp(ast.Not(), test)]
