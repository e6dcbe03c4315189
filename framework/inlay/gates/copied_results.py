"""The literals that a body gives as its result and the texts in it: where a table keeps what the examples expect."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from inlay.gates.python_literals import literal_of
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["results_in_python", "results_in_sql", "texts_in_python", "texts_in_sql"]

Found = tuple[object, int]
"""A literal and its line."""


def results_in_python(tree: ast.Module) -> Iterator[Found]:
    """Give the literals that are returned, by whatever branch, table or name they get there."""
    assigned: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    assigned[target.id].append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value:
            yield from _given(node.value, assigned)


def texts_in_python(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give every text that stands by itself, not as a piece of a longer one."""
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            yield node.value, node.lineno


def results_in_sql(body: str) -> Iterator[Found]:
    """Give the literals that are columns of a result, also those of a CASE or a UNION."""
    from sqlglot import exp

    for select in parse_statement(body).find_all(exp.Select):
        for column in select.expressions:
            for literal in _columns(column.unalias()):
                yield literal.name, 1


def texts_in_sql(body: str) -> Iterator[tuple[str, int]]:
    """Give every text of a statement."""
    from sqlglot import exp

    yield from ((literal.name, 1) for literal in parse_statement(body).find_all(exp.Literal) if literal.is_string)


def _given(node: ast.expr, assigned: Mapping[str, Sequence[ast.expr]]) -> Iterator[Found]:
    value = literal_of(node)
    if value is not None:
        yield value, node.lineno
        return
    inner: Sequence[ast.expr | None] = ()
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            inner = (body, orelse)
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            inner = values
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            inner = items
        case ast.Subscript(value=table):
            inner = (table,)
        case ast.Call(func=ast.Attribute(value=ast.Dict() as table, attr="get"), args=[_, *default]):
            inner = (table, *default)
        case ast.Name(id=name):
            inner, assigned = assigned.get(name, ()), {key: found for key, found in assigned.items() if key != name}
    for each in inner:
        if each is not None:
            yield from _given(each, assigned)


def _columns(node: exp.Expression) -> Iterator[exp.Expression]:
    from sqlglot import exp

    match node:
        case exp.Literal():
            yield node
        case exp.Paren() | exp.Cast():
            yield from _columns(node.this)
        case exp.Case():
            for branch in (*(part.args["true"] for part in node.args["ifs"]), node.args.get("default")):
                if branch is not None:
                    yield from _columns(branch)
