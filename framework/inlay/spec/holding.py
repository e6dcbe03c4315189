"""Works out the sentences behind `always`, over a call's input and its result.

The language is that of `inlay.spec.invariants`: comparisons, arithmetic, `and`, `or`, `not`, fields, and a few
functions over lists. Numbers are exact. What cannot be worked out because a value is missing holds, as a
CHECK of SQL does; so does what asks for more work than a spec may cost.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, DecimalException
from functools import cache, reduce
from typing import Any

__all__ = ["holds", "unkept_by_rows"]

_STEPS = 20_000
_BIGGEST = 10**30

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: Decimal(left) / Decimal(right),
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "len": len,
    "max": max,
    "min": min,
    "round": lambda number, places=0: round(Decimal(number), int(places)),
    "sum": lambda items: reduce(operator.add, items, 0),
}


class _Undecided(Exception):
    """An expression has no value here."""


def holds(invariant: str, names: Mapping[str, Any]) -> bool:
    """Say whether an invariant is true of a call, or cannot be decided; `names` are its arguments and `result`."""
    try:
        return bool(_Evaluation(names).value(_parsed(invariant), {}))
    except (_Undecided, TypeError, ValueError, ArithmeticError, DecimalException, RecursionError):
        return True


def unkept_by_rows(
    always: Sequence[str], given: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], result: Sequence[Any]
) -> str:
    """Say which invariant a row does not keep, or all of them together where it names no column; empty when all hold.

    `rows` hold values by the name of their column, `result` are the same rows with the columns as fields.
    """
    columns = frozenset(name for row in rows for name in row)
    for invariant in always:
        by_row = not columns.isdisjoint(_names_in(invariant))
        for number, row in enumerate(rows if by_row else [{}], 1):
            if not holds(invariant, {**given, **row, "result": result}):
                place = f"row {number}: " if by_row else ""
                return f"{place}`always: {invariant}` does not hold"
    return ""


def _names_in(invariant: str) -> frozenset[str]:
    """Give the names that an invariant asks for, those bound inside of it left out."""
    names = [node for node in ast.walk(_parsed(invariant)) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return frozenset(node.id for node in names) - bound


@cache
def _parsed(invariant: str) -> ast.expr:
    return ast.parse(invariant, mode="eval").body


class _Evaluation:
    """One working-out, bounded in steps."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self._left = _STEPS

    def value(self, node: ast.expr, local: Mapping[str, Any]) -> Any:
        """Give the value of a part of an expression."""
        self._left -= 1
        if self._left < 0:
            raise _Undecided
        match node:
            case ast.Constant(value=value):
                return Decimal(repr(value)) if isinstance(value, float) else value
            case ast.Name(id=name):
                return self._named(name, local)
            case ast.Attribute(value=owner, attr=attr):
                return _field(self.value(owner, local), attr)
            case ast.BoolOp(op=op, values=values):
                return self._joined(op, values, local)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return not self.value(inner, local)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self.value(inner, local)
        return self._compound(node, local)

    def _compound(self, node: ast.expr, local: Mapping[str, Any]) -> Any:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return _counted(op, self.value(left, local), self.value(right, local))
            case ast.Compare():
                return self._compared(node, local)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return [self.value(item, local) for item in items]
            case ast.GeneratorExp(elt=item, generators=generators):
                return list(self._each(item, generators, local))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
                return _FUNCTIONS[name](*(self.value(argument, local) for argument in arguments))
        raise _Undecided

    def _named(self, name: str, local: Mapping[str, Any]) -> Any:
        if name in local:
            return local[name]
        if name not in self._names:
            raise _Undecided
        return self._names[name]

    def _joined(self, op: ast.boolop, values: Sequence[ast.expr], local: Mapping[str, Any]) -> bool:
        wanted = isinstance(op, ast.Or)
        return wanted if any(bool(self.value(each, local)) is wanted for each in values) else not wanted

    def _compared(self, node: ast.Compare, local: Mapping[str, Any]) -> bool:
        left = self.value(node.left, local)
        for op, other in zip(node.ops, node.comparators, strict=True):
            right = self.value(other, local)
            if not _COMPARISONS[type(op)](left, right):
                return False
            left = right
        return True

    def _each(self, item: ast.expr, generators: Sequence[ast.comprehension], local: Mapping[str, Any]) -> Iterator[Any]:
        if not generators:
            yield self.value(item, local)
            return
        target = generators[0].target
        if not isinstance(target, ast.Name):
            raise _Undecided
        for each in self.value(generators[0].iter, local):
            inner = {**local, target.id: each}
            if all(self.value(condition, inner) for condition in generators[0].ifs):
                yield from self._each(item, generators[1:], inner)


def _field(owner: Any, name: str) -> Any:
    if isinstance(owner, date) and name in ("year", "month", "day"):
        return getattr(owner, name)
    fields = getattr(owner, "fields", None)  # of an entity, on whichever side of the wall
    if not isinstance(fields, Mapping) or name not in fields:
        raise _Undecided
    return fields[name]


def _counted(op: ast.operator, left: Any, right: Any) -> Any:
    numbers = all(isinstance(side, int | Decimal) for side in (left, right))
    if isinstance(op, ast.Mult | ast.Mod | ast.Div | ast.FloorDiv) and not numbers:
        raise _Undecided
    if numbers and max(abs(left), abs(right)) > _BIGGEST:
        raise _Undecided
    calculate = _ARITHMETIC.get(type(op))
    if calculate is None:
        raise _Undecided
    return calculate(left, right)
