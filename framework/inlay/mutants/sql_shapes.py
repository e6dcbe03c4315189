"""The changes that the shape of a query may suffer: joins, aggregates, orders, duplicates, what is missing, limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inlay.mutants.sql_changes import SqlChange

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["shape_changes"]


def shape_changes(node: exp.Expr) -> Iterator[SqlChange]:
    """Give the changes of a clause, a join or an aggregate; none for another node."""
    from sqlglot import exp

    match node:
        case exp.AggFunc():
            yield from _aggregate(node)
        case exp.Join() if node.args.get("on") is not None:
            yield from _join(node)
        case exp.Ordered():
            yield from _ordered(node)
        case exp.Coalesce():
            yield SqlChange("missing", node.this.copy())
        case exp.Limit():
            yield SqlChange("limit", None)
        case exp.Select():
            yield from _select(node)
        case exp.Having():
            yield SqlChange("condition", None)
        case exp.Where() if not _ties_rows(node):
            yield SqlChange("condition", None)


def _ties_rows(node: exp.Where) -> bool:
    """Say whether a condition ties the rows of two tables to each other."""
    from sqlglot import exp

    return any(
        isinstance(each.this, exp.Column) and isinstance(each.expression, exp.Column) for each in node.find_all(exp.EQ)
    )


def _aggregate(node: exp.AggFunc) -> Iterator[SqlChange]:
    from sqlglot import exp

    value = node.this.copy()
    match node:
        case exp.Count() if isinstance(value, exp.Distinct):
            yield SqlChange("distinct", exp.Count(this=value.expressions[0]))
        case exp.Count() if not isinstance(value, exp.Star):
            yield SqlChange("aggregate", exp.Count(this=exp.Star()))
            yield SqlChange("distinct", exp.Count(this=exp.Distinct(expressions=[value])))
        case exp.Sum():
            yield SqlChange("aggregate", exp.Max(this=value))
            yield SqlChange("aggregate", exp.Count(this=value))
        case exp.Avg():
            yield SqlChange("aggregate", exp.Sum(this=value))
        case exp.Min():
            yield SqlChange("aggregate", exp.Max(this=value))
        case exp.Max():
            yield SqlChange("aggregate", exp.Min(this=value))


def _join(node: exp.Join) -> Iterator[SqlChange]:
    from sqlglot import exp

    kept = {key: value for key, value in node.copy().args.items() if key not in ("side", "kind")}
    side = "" if node.side else "LEFT"
    yield SqlChange("join", exp.Join(**kept, **({"side": side} if side else {})))


def _ordered(node: exp.Ordered) -> Iterator[SqlChange]:
    from sqlglot import exp

    turned = not node.args.get("desc")
    yield SqlChange("order", exp.Ordered(this=node.this.copy(), desc=turned, nulls_first=not turned))
    siblings = node.parent.expressions if node.parent is not None else []
    if len(siblings) > 1:
        yield SqlChange("order", None)


def _select(node: exp.Select) -> Iterator[SqlChange]:
    from sqlglot import exp

    args = node.copy().args
    if args.get("distinct") is not None:
        yield SqlChange("distinct", exp.Select(**{**args, "distinct": None}))
    elif node.parent is None and not args.get("group") and not any(node.find_all(exp.AggFunc)):
        yield SqlChange("distinct", exp.Select(**{**args, "distinct": exp.Distinct()}))
