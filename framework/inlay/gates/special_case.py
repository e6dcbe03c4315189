"""Gate `special-case`: a candidate does not look for the values of an example instead of following the sentence."""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inlay.catalog import SlotKind
from inlay.gates.base import Verdict
from inlay.gates.copied_results import results_in_python, results_in_sql, texts_in_python, texts_in_sql
from inlay.gates.example_values import ExampleValues, length_of
from inlay.gates.per_slot import PerSlot
from inlay.gates.python_literals import literal_of, written_out
from inlay.gates.told_numbers import spelt
from inlay.gates.verdicts import each
from inlay.languages.statements import parse_statement
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["SpecialCaseGate"]

Compared = tuple[str, object, int]
"""The name of what is compared, the literal it is compared with, and the line."""
Bounded = tuple[Compared, bool]
"""What is compared, and whether for more or less."""
_Orders = ast.Lt | ast.LtE | ast.Gt | ast.GtE


class SpecialCaseGate:
    """Refuses `if order.number == "A-17"` when A-17 stands in an example and not in the sentence.

    A bound such as `order.weight <= 7` and a length such as `len(order.lines) == 4` are held to the same, and so are
    a result that is written out and a text wherever it stands: a table of the examples follows no sentence. Nor does a
    comparison with a value that is told nowhere, behind which anything could be hidden.
    """

    name = "special-case"
    version = "4"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._language = kind.language
        self._values = PerSlot(ExampleValues)

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        values = self._values(slot)
        given_away = _in_sql if self._language == "sql" else _in_python
        return each(self, bodies, lambda body: next(given_away(values, body), ""))


def _in_python(values: ExampleValues, body: str) -> Iterator[str]:
    tree = written_out(body)
    compared = list(_comparisons(tree))
    yield from _compared(values, compared)
    yield from _copied(values, texts_in_python(tree), results_in_python(tree))
    yield from _untold(values, compared)


def _in_sql(values: ExampleValues, body: str) -> Iterator[str]:
    compared = list(_conditions(body))
    yield from _compared(values, compared)
    yield from _copied(values, texts_in_sql(body), results_in_sql(body))
    yield from _untold(values, compared)


def _compared(values: ExampleValues, compared: Sequence[Bounded]) -> Iterator[str]:
    for (name, literal, line), bound in compared:
        if values.gives_away(name, literal, bound=bound) if name else not bound and values.gives_away_anywhere(literal):
            source = f"{spelt(literal)}, which stands in an example and not in the sentence"
            yield f"line {line}: {_called(name)} is compared with {source}"


def _copied(
    values: ExampleValues, texts: Iterator[tuple[str, int]], results: Iterator[tuple[object, int]]
) -> Iterator[str]:
    for text, line in texts:
        if copied := values.copied_text(text):
            yield f"line {line}: the text {copied} stands in an example and not in the sentence"
    for result, line in results:
        if values.copied_result(result):
            yield f"line {line}: the result {spelt(result)} stands in an example and not in the sentence; work it out"


def _untold(values: ExampleValues, compared: Sequence[Bounded]) -> Iterator[str]:
    for (name, literal, line), bound in compared:
        if values.is_untold(literal, bound=bound):
            source = f"{spelt(literal)}, which neither the sentence nor the contract tells"
            yield f"line {line}: {_called(name)} is compared with {source}"


def _called(name: str) -> str:
    return f"`{name}`" if name else "a value"


def _comparisons(tree: ast.Module) -> Iterator[Bounded]:
    yield from ((compared, False) for node in ast.walk(tree) for compared in _looked_up(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for (one, other), operator in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
                if not isinstance(operator, ast.Is | ast.IsNot):
                    bound = isinstance(operator, _Orders)
                    yield from ((compared, bound) for compared in (*_sides(one, other), *_sides(other, one)))


def _looked_up(node: ast.AST) -> Iterator[Compared]:
    match node:
        case ast.Subscript(value=ast.Dict(keys=keys), slice=key):
            yield from _keys(key, keys)
        case ast.Call(func=ast.Attribute(value=ast.Dict(keys=keys), attr="get"), args=[key, *_]):
            yield from _keys(key, keys)
        case ast.Call(func=ast.Attribute(value=ast.List() | ast.Tuple() as items, attr="count" | "index"), args=[key]):
            yield from _sides(key, items)
        case ast.Match(subject=subject, cases=cases):
            patterns = [inner for case in cases for inner in ast.walk(case.pattern)]
            yield from _keys(subject, [inner.value for inner in patterns if isinstance(inner, ast.MatchValue)])


def _keys(key: ast.expr, keys: Sequence[ast.expr | None]) -> Iterator[Compared]:
    for literal in keys:
        if literal is not None:
            yield from _sides(key, literal)


def _sides(named: ast.expr, literal: ast.expr) -> Iterator[Compared]:
    """Give a name with its literal; tuples are compared item by item, containers with each item."""
    if isinstance(named, ast.Tuple) and isinstance(literal, ast.Tuple) and len(named.elts) == len(literal.elts):
        for one, other in zip(named.elts, literal.elts, strict=True):
            yield from _sides(one, other)
        return
    if isinstance(literal, ast.Tuple | ast.List | ast.Set):
        for item in literal.elts:
            yield from _sides(named, item)
        return
    name, value = _name(named), literal_of(literal)
    if value is not None and literal_of(named) is None:
        yield name, value, literal.lineno


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Name(id="len"), args=[inner]):
            return length_of(_name(inner))
        case ast.Call(func=ast.Name(), args=[inner]) | ast.Call(func=ast.Attribute(value=inner)):
            return _name(inner)
        case ast.Attribute(attr=name):
            return name
    return ""


def _conditions(body: str) -> Iterator[Bounded]:
    from sqlglot import exp

    for node in parse_statement(body).find_all(exp.EQ, exp.NEQ, exp.In, exp.LT, exp.LTE, exp.GT, exp.GTE):
        bound = isinstance(node, exp.LT | exp.LTE | exp.GT | exp.GTE)
        others = node.expressions if isinstance(node, exp.In) else [node.args.get("expression")]
        for literal in others:
            for one, other in ((node.this, literal), (literal, node.this)):
                if isinstance(other, exp.Literal) and not isinstance(one, exp.Literal):
                    name = one.name if isinstance(one, exp.Column | exp.Placeholder) else ""
                    yield (name, other.name, 1), bound
