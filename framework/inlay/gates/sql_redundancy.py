"""What a query says to no effect: equal operands, the same condition twice, one column under two names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from inlay.gates.repeated import said_twice
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["redundant_in_sql"]


def redundant_in_sql(body: str) -> Iterator[str]:
    """Give what is said to no effect."""
    from sqlglot import exp

    statement = parse_statement(body)
    for node in statement.walk():
        match node:
            case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE() | exp.Sub() | exp.Div() | exp.Mod():
                if node.left == node.right:
                    yield f"`{node.sql()}` takes a thing and itself"
            case exp.And() | exp.Or() if not isinstance(node.parent, type(node)):
                yield from _twice(node.flatten(), "a condition")
            case exp.In(expressions=[_, *_] as members):
                yield from _twice(members, "a list of values")
            case exp.Join(side="LEFT", this=exp.Table() as joined) if not _is_read(
                joined.alias_or_name, node, statement
            ):
                yield f"nothing of `{joined.alias_or_name}` is used, so its rows only multiply others"
            case exp.Order():
                yield from _twice((each.this for each in node.expressions), "ORDER BY")
            case exp.Select():
                yield from _twice((each.unalias() for each in node.selects), "SELECT")


def _is_read(table: str, join: exp.Join, statement: exp.Query) -> bool:
    """Say whether a column of a joined table, or one that no table qualifies, stands outside its own join."""
    from sqlglot import exp

    results = {alias.alias for alias in statement.find_all(exp.Alias)}
    outside = (column for column in statement.find_all(exp.Column) if column.find_ancestor(exp.Join) is not join)
    return any(column.table == table or not (column.table or column.name in results) for column in outside)


def _twice(parts: Iterable[exp.Expr], where: str) -> Iterator[str]:
    return said_twice((part.sql() for part in parts), where)
