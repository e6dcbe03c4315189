"""What a query says to no effect: equal operands, the same condition twice, one column under two names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from inlay.contract.tables import Column, TableShape
from inlay.gates.repeated import said_twice
from inlay.gates.sql_single_rows import single_row_groups
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["redundant_in_sql"]


def redundant_in_sql(body: str, tables: Sequence[TableShape]) -> Iterator[str]:
    """Give what is said to no effect, over these tables."""
    from sqlglot import exp

    statement = parse_statement(body)
    yield from single_row_groups(statement, tables)
    for node in statement.walk():
        yield from _in_node(node)
        match node:
            case exp.Is(this=exp.Column() as column, expression=exp.Null()) if _is_filled(column, statement, tables):
                yield f"`{column.sql()}` is never null; leave the condition out"
            case exp.Join(this=exp.Table() as joined) if not _is_read(joined.alias_or_name, node, statement):
                if node.side == "LEFT":
                    yield f"nothing of `{joined.alias_or_name}` is used, so its rows only multiply others"
                if not node.side and _follows_key(node, statement, tables):
                    yield f"nothing of `{joined.alias_or_name}` is used, and every row has one: leave the join out"


def _in_node(node: exp.Expr) -> Iterator[str]:
    from sqlglot import exp

    match node:
        case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE() | exp.Sub() | exp.Div() | exp.Mod():
            if node.left == node.right:
                yield f"`{node.sql()}` takes a thing and itself"
        case exp.And() | exp.Or() if not isinstance(node.parent, type(node)):
            yield from _twice(node.flatten(), "a condition")
        case exp.In(expressions=[_, *_] as members):
            yield from _twice(members, "a list of values")
        case exp.Order():
            yield from _twice((each.this for each in node.expressions), "ORDER BY")
        case exp.Select():
            yield from _twice((each.unalias() for each in node.selects), "SELECT")


def _follows_key(join: exp.Join, statement: exp.Query, tables: Sequence[TableShape]) -> bool:
    """Say whether an inner join goes along a key that is never null to the one row that it points to."""
    from sqlglot import exp

    condition, joined = join.args.get("on"), join.this
    if not isinstance(condition, exp.EQ):
        return False
    for own, key in ((condition.left, condition.right), (condition.right, condition.left)):
        if not (isinstance(own, exp.Column) and isinstance(key, exp.Column)):
            return False
        column = _column(key, statement, tables)
        if own.name == "id" and own.table == joined.alias_or_name and column:
            return column.points_to == joined.name and not column.optional
    return False


def _is_filled(column: exp.Column, statement: exp.Query, tables: Sequence[TableShape]) -> bool:
    """Say whether a column of a statement without outer joins holds a value in every row."""
    from sqlglot import exp

    found = _column(column, statement, tables)
    return found is not None and not found.optional and not any(join.side for join in statement.find_all(exp.Join))


def _column(node: exp.Column, statement: exp.Query, tables: Sequence[TableShape]) -> Column | None:
    """Give the column of a table that a node names with its table."""
    from sqlglot import exp

    names = {table.alias_or_name: table.name for table in statement.find_all(exp.Table)}
    shape = next((shape for shape in tables if shape.name == names.get(node.table)), None)
    return shape.column(node.name) if shape else None


def _is_read(table: str, join: exp.Join, statement: exp.Query) -> bool:
    """Say whether a column of a joined table, or one that no table qualifies, stands outside its own join."""
    from sqlglot import exp

    results = {alias.alias for alias in statement.find_all(exp.Alias)}
    outside = (column for column in statement.find_all(exp.Column) if column.find_ancestor(exp.Join) is not join)
    return any(column.table == table or not (column.table or column.name in results) for column in outside)


def _twice(parts: Iterable[exp.Expr], where: str) -> Iterator[str]:
    return said_twice((part.sql() for part in parts), where)
