"""What a name in `ORDER BY` means: alone, a result column; inside an expression, a column of the tables.

PostgreSQL knows a result column only alone. SQLite reads a name in an expression as PostgreSQL does where a table has
such a column, and as the result column where none has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.optimizer.scope import Scope

__all__ = ["alias_in_expression", "order_bound"]


def order_bound(statement: exp.Query, schema: Mapping[str, Mapping[str, str]]) -> exp.Query:
    """Bind, in place, the names inside expressions of `ORDER BY` to tables; sqlglot takes them for result columns."""
    from sqlglot import MappingSchema
    from sqlglot.optimizer.resolver import Resolver
    from sqlglot.optimizer.scope import traverse_scope

    known = MappingSchema(dict(schema), dialect="postgres")
    for scope in traverse_scope(statement):
        resolver = Resolver(scope, known)
        for column in list(_inside_keys(scope)):
            column.set("table", resolver.get_table(column))
    return statement


def alias_in_expression(statement: exp.Query) -> str:
    """Say which result column of a qualified statement stands inside an expression of `ORDER BY`; empty when none."""
    from sqlglot.optimizer.scope import traverse_scope

    for scope in traverse_scope(statement):
        for column in _inside_keys(scope):
            return (
                f"PostgreSQL knows the result column `{column.name}` in ORDER BY only alone; write what it stands for"
            )
    return ""


def _inside_keys(scope: Scope) -> Iterator[exp.Column]:
    """Give the names without a table that stand inside an expression of the `ORDER BY` of a SELECT."""
    from sqlglot import exp

    order = scope.expression.args.get("order") if isinstance(scope.expression, exp.Select) else None
    for key in order.expressions if order else ():
        if isinstance(key.this.unnest(), exp.Column):
            continue
        for column in key.find_all(exp.Column):
            if not column.table and column.find_ancestor(exp.Query) is scope.expression:
                yield column
