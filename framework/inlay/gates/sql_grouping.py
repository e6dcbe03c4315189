"""Whether a column stands in a grouped SELECT without being grouped: SQLite picks any row then, PostgreSQL refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["aggregates", "ungrouped"]


def ungrouped(statement: exp.Query) -> str:
    """Say which column of a qualified statement is neither grouped nor aggregated; empty when each is."""
    from sqlglot import exp

    for select in statement.find_all(exp.Select):
        for column in _loose_columns(select):
            return f"`{column.name}` is neither in GROUP BY nor inside an aggregate"
    return ""


def aggregates(select: exp.Select) -> bool:
    """Say whether a SELECT gives one row for each group, or one row in all."""
    from sqlglot import exp

    if select.args.get("group"):
        return True
    return any(not isinstance(found.parent, exp.Window) for item in select.selects for found in _aggregates_in(item))


def _aggregates_in(node: exp.Expr) -> Iterator[exp.Expr]:
    from sqlglot import exp

    if isinstance(node, exp.Query | exp.Subquery):
        return
    if isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Window):
        yield node
        return
    for child in node.iter_expressions():
        yield from _aggregates_in(child)


def _loose_columns(select: exp.Select) -> Iterator[exp.Column]:
    if not aggregates(select):
        return
    group = select.args.get("group")
    keys = list(group.expressions) if group else []
    written = {key.sql() for key in keys}
    whole = {key.table for key in keys if key.name == "id" and key.table}
    having = select.args.get("having")
    for item in [*select.selects, *([having.this] if having else [])]:
        yield from _outside(item, written, whole)
    order = select.args.get("order")
    for key in order.expressions if order else ():  # a name without a table is a result column
        yield from (column for column in _outside(key.this, written, whole) if column.table)


def _outside(node: exp.Expr, written: set[str], whole: set[str]) -> Iterator[exp.Column]:
    from sqlglot import exp

    if isinstance(node, exp.Query | exp.Subquery) or node.sql() in written:
        return
    if isinstance(node, exp.AggFunc | exp.Filter) and not isinstance(node.parent, exp.Window):
        return
    if isinstance(node, exp.Column) and node.table not in whole:
        yield node
    for child in node.iter_expressions():
        yield from _outside(child, written, whole)
