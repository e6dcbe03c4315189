"""A query with a little more or less in it, to find out why two engines give other rows.

`with_order_keys` shows the keys of ORDER BY beside the rows: rows with equal keys may stand in any order.
`without_rounding` leaves `round` out: SQLite holds an amount as a binary fraction, which may lie a hair beside a half.
A variant is read and written in the dialect of its engine, so that what the engines read otherwise stays so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["Keyed", "with_order_keys", "without_rounding"]

_NAME = "inlay_key_"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A statement, the places of its order keys among its columns, and whether it may leave rows out at the end."""

    statement: str
    keys: tuple[int, ...]
    limited: bool


def with_order_keys(body: str, dialect: str) -> Keyed | None:
    """Give a query with every key of its ORDER BY among its columns, or None where that is another query."""
    from sqlglot import exp

    query = _read(body, dialect)
    order = query.args.get("order")
    names = query.named_selects
    keys = [] if order is None else [_place(key.this, names) for key in order.expressions]
    if None in keys:
        if not isinstance(query, exp.Select) or query.args.get("distinct"):
            return None
        for number, key in enumerate(order.expressions if order else ()):
            if keys[number] is None:
                query.select(exp.alias_(key.this.copy(), f"{_NAME}{number}"), copy=False)
                keys[number] = len(query.selects) - 1
    places = tuple(place for place in keys if place is not None)
    return Keyed(query.sql(dialect=dialect), places, limited=bool(query.args.get("limit")))


def without_rounding(body: str, dialect: str) -> str:
    """Give a query that rounds nothing; the same text where it rounds nothing anyhow."""
    from sqlglot import exp

    query = _read(body, dialect)
    if query.find(exp.Round) is None:
        return body
    return query.transform(lambda node: exp.paren(node.this) if isinstance(node, exp.Round) else node).sql(dialect)


def _read(body: str, dialect: str) -> exp.Query:
    import sqlglot
    from sqlglot import exp

    query = sqlglot.parse_one(body, dialect=dialect)
    assert isinstance(query, exp.Query)
    return query


def _place(key: exp.Expr, names: list[str]) -> int | None:
    """Give the place of a key that is a column of the result."""
    from sqlglot import exp

    key = key.unnest()
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(names):
        return int(key.name) - 1
    if isinstance(key, exp.Column) and not key.table and key.name in names:
        return names.index(key.name)
    return None
