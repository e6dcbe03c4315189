"""Groups that cannot hold more than one row, so that nothing is counted or added up in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inlay.contract.tables import TableShape

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["single_row_groups"]

_Along = tuple[str, str]
"""A table whose key column names a row, and the table that it names the row of."""


def single_row_groups(statement: exp.Query, tables: Sequence[TableShape]) -> Iterator[str]:
    """Give each GROUP BY that holds an `id` from which every joined table follows along its keys."""
    from sqlglot import exp

    known = {table.name for table in tables}
    for select in statement.find_all(exp.Select):
        group, sources = select.args.get("group"), _sources(select)
        if not group or not any(item.find(exp.AggFunc) for item in select.selects):
            continue
        if not all(isinstance(source, exp.Table) and source.name in known for source in sources):
            continue
        names = {source.alias_or_name for source in sources}
        grouped = {_table(key, names) for key in group.expressions if isinstance(key, exp.Column) and key.name == "id"}
        if grouped and names <= _reached(grouped, list(_keys(select))):
            yield f"`{group.sql().strip()}` makes a group of every single row, so nothing is counted or added up"


def _sources(select: exp.Select) -> list[exp.Expr]:
    start = select.args.get("from_") or select.args.get("from")
    joins = select.args.get("joins") or []
    return [each.this for each in (start, *joins) if each is not None]


def _table(column: exp.Column, names: set[str]) -> str:
    return column.table or (next(iter(names)) if len(names) == 1 else "")


def _reached(tables: set[str], keys: Sequence[_Along]) -> set[str]:
    """Give the tables of which one row at most belongs to a row of these."""
    while further := {to for source, to in keys if source in tables} - tables:
        tables = tables | further
    return tables


def _keys(select: exp.Select) -> Iterator[_Along]:
    from sqlglot import exp

    for join in select.args.get("joins") or []:
        condition = join.args.get("on")
        for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
            if isinstance(part, exp.EQ) and isinstance(part.left, exp.Column) and isinstance(part.right, exp.Column):
                for key, other in ((part.left, part.right), (part.right, part.left)):
                    if other.name == "id":
                        yield key.table, other.table
