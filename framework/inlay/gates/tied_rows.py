"""Drawn databases whose rows tie where a query numbers or cuts them, so that it shows what it leaves to chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from inlay.cases import Draw, Value
from inlay.contract import Contract, is_unique
from inlay.contract.tables import TableShape, tables_of
from inlay.languages.statements import parse_statement, unreadable_sql

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["with_ties"]

Row = Mapping[str, Value]


def with_ties(contract: Contract, body: str, draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Give the databases with one value in each column by which the query numbers or cuts rows; none where by none.

    Keys and unique columns stay as they are: rows of these cannot tie. A body that is no query orders nothing.
    """
    if unreadable_sql(body):
        return ()
    ordering = _ordering(parse_statement(body))
    tied = {table.name: _tieable(table) & ordering for table in tables_of(contract.entities)}
    found = (_database(draw, tied) for draw in draws)
    return tuple(one for one, draw in zip(found, draws, strict=True) if one.case.tables != draw.case.tables)


def _database(draw: Draw, tied: Mapping[str, Set[str]]) -> Draw:
    tables = {name: _tied(rows, tied[name]) for name, rows in draw.case.tables.items()}
    return replace(draw, case=replace(draw.case, tables=tables))


def _ordering(statement: exp.Query) -> frozenset[str]:
    """Give the names of the columns by which windows and limits inside a query go."""
    from sqlglot import exp

    orders = [window.args.get("order") for window in statement.find_all(exp.Window)]
    orders += [query.args.get("order") for query in statement.find_all(exp.Query) if query.args.get("limit")]
    return frozenset(column.name.lower() for order in orders if order for column in order.find_all(exp.Column))


def _tieable(table: TableShape) -> frozenset[str]:
    return frozenset(
        column.name
        for column in table.columns
        if column.field is not None and not column.points_to and not is_unique(column.field.constraints)
    )


def _tied(rows: Sequence[Row], columns: Set[str]) -> list[Row]:
    shared = {name: next((row[name] for row in rows if row[name] is not None), None) for name in columns}
    return [{**row, **shared} for row in rows]
