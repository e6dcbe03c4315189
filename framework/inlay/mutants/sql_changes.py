"""The changes that an expression of a query may suffer: comparisons, constants, operators, conditions, columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from inlay.mutants.mutant import MutantKind
from inlay.mutants.names import OtherNames

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlChange", "sql_changes"]

_WIDEST = 40  # powers of ten beyond which a number is not written out in digits
_BOUNDARY = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}
_OPPOSITE = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt", "eq": "neq", "neq": "eq"}
_OPERATOR = {"add": "sub", "sub": "add", "mul": "div", "div": "mul"}


@dataclass(frozen=True, slots=True)
class SqlChange:
    """What takes the place of a node; None takes it out."""

    kind: MutantKind
    node: exp.Expr | None


def sql_changes(node: exp.Expr, names: OtherNames) -> Iterator[SqlChange]:
    """Give the changes of an expression."""
    from sqlglot import exp

    match node:
        case exp.Connector():
            yield from _connector(node)
        case exp.Between() | exp.In() | exp.Not() | exp.Exists() | exp.Is():
            yield from _condition(node)
        case exp.Binary():
            yield from _binary(node)
        case exp.Literal():
            yield from _literal(node, names)
        case exp.Column() if not isinstance(node.parent, exp.Group):
            yield from (SqlChange("field", _column(node, other)) for other in _others(node, names))


def _binary(node: exp.Binary) -> Iterator[SqlChange]:
    tables: tuple[tuple[MutantKind, dict[str, str]], ...] = (
        ("boundary", _BOUNDARY),
        ("comparison", _OPPOSITE),
        ("arithmetic", _OPERATOR),
    )
    for kind, others in tables:
        other = others.get(node.key)
        if other is not None and not _joins(node):
            yield SqlChange(kind, _class(other)(this=node.this.copy(), expression=node.expression.copy()))


def _joins(node: exp.Binary) -> bool:
    """Say whether an equality ties the keys of two tables."""
    from sqlglot import exp

    return node.key == "eq" and isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column)


def _class(key: str) -> type[exp.Expr]:
    from sqlglot import exp

    names = {"neq": "NEQ", "eq": "EQ", "gt": "GT", "gte": "GTE", "lt": "LT", "lte": "LTE"}
    found: type[exp.Expr] = getattr(exp, names.get(key, key.capitalize()))
    return found


def _connector(node: exp.Connector) -> Iterator[SqlChange]:
    other = _class("or" if node.key == "and" else "and")
    yield SqlChange("condition", _bracketed(other(this=node.this.copy(), expression=node.expression.copy())))
    for dropped, left in ((node.this, node.expression), (node.expression, node.this)):
        if not _ties_tables(dropped):
            yield SqlChange("condition", left.copy())


def _bracketed(node: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    return exp.Paren(this=node)


def _ties_tables(node: exp.Expr) -> bool:
    from sqlglot import exp

    return any(_joins(each) for each in node.find_all(exp.EQ))


def _condition(node: exp.Expr) -> Iterator[SqlChange]:
    from sqlglot import exp

    match node.copy():
        case exp.Between(args={"this": value, "low": low, "high": high}):
            above, below = exp.GTE(this=value, expression=low), exp.LTE(this=value, expression=high)
            yield SqlChange("boundary", exp.And(this=exp.GT(this=value, expression=low), expression=below))
            yield SqlChange("boundary", exp.And(this=above, expression=exp.LT(this=value, expression=high)))
            yield SqlChange("condition", above)
            yield SqlChange("condition", below)
        case exp.Not(this=denied):
            yield SqlChange("condition", denied)
        case copy if not isinstance(node.parent, exp.Not):
            yield SqlChange("condition", exp.Not(this=copy))


def _literal(node: exp.Literal, names: OtherNames) -> Iterator[SqlChange]:
    from sqlglot import exp

    if node.is_string:
        yield from (SqlChange("word", exp.Literal.string(word)) for word in names.words(node.this))
        return
    number = Decimal(node.this)
    exponent = number.as_tuple().exponent
    counted = isinstance(node.parent, exp.Round | exp.DataTypeParam | exp.Select)
    if isinstance(exponent, int) and abs(number.adjusted()) <= _WIDEST and not counted:
        step = Decimal(1).scaleb(min(exponent, 0))
        for other in (number + step, number - step):
            if other >= 0:
                yield SqlChange("constant", exp.Literal.number(f"{other:f}"))


def _others(node: exp.Column, names: OtherNames) -> list[str]:
    """Give other columns of the same type in the table that a column belongs to."""
    table = _table_of(node, names)
    return names.columns(table, node.name) if table else []


def _table_of(node: exp.Column, names: OtherNames) -> str:
    from sqlglot import exp

    scope: exp.Expr | None = node.find_ancestor(exp.Select)
    while scope is not None:
        for table in scope.find_all(exp.Table):
            shape = names.table(table.name)
            fits = node.table in ("", table.alias_or_name)
            if fits and shape is not None and shape.column(node.name) is not None:
                return table.name
        scope = scope.find_ancestor(exp.Select)
    return ""


def _column(node: exp.Column, other: str) -> exp.Expr:
    from sqlglot import exp

    return exp.column(other, table=node.table or None)
