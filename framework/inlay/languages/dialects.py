"""A query in the words of another engine: SQL of BigQuery, MySQL, Oracle, PostgreSQL, Snowflake, SQLite or T-SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inlay.languages.statements import parse_statement, quiet

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["DIALECTS", "Translation", "translated"]

DIALECTS = ("bigquery", "mysql", "oracle", "postgres", "snowflake", "sqlite", "tsql")


@dataclass(frozen=True, slots=True)
class Translation:
    """A statement in another dialect with its parameters as `:name`, or the `reason` why there is none."""

    text: str = ""
    reason: str = ""


def translated(body: str, dialect: str) -> Translation:
    """Give a readable statement in one of `DIALECTS`, where sqlglot can write it and read it again.

    Forms are those of MySQL 8, Oracle 23, SQL Server 2022 and today's BigQuery and Snowflake. Nothing is run.
    """
    import sqlglot
    from sqlglot import ErrorLevel
    from sqlglot.errors import SqlglotError

    statement = parse_statement(body).copy()
    foreign = next((said for said, is_there in _UNKNOWN_TO.get(dialect, ()) if is_there(statement)), "")
    if foreign:
        return Translation(reason=f"{dialect} has no {foreign}")
    try:
        with quiet():
            text = (
                statement.transform(_without_filter)
                .transform(_bound)
                .sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE)
            )
            sqlglot.parse_one(text, dialect=dialect)
    except SqlglotError as error:
        return Translation(reason=f"in {dialect}: {str(error).strip().splitlines()[0]}")
    return Translation(text=text)


def _bound(node: exp.Expr) -> exp.Expr:
    """Write a parameter as SQLAlchemy binds it on every engine."""
    from sqlglot import exp

    return exp.Var(this=f":{node.name}") if isinstance(node, exp.Placeholder) and node.name else node


def _without_filter(node: exp.Expr) -> exp.Expr:
    """Write FILTER as the CASE that every engine knows."""
    from sqlglot import exp

    if isinstance(node, exp.Filter) and isinstance(node.this, exp.AggFunc):
        return _counted_in_case(node.this, node.expression.this)
    return node


def _counted_in_case(aggregate: exp.AggFunc, condition: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    inner = aggregate.this
    kept = inner.expressions[0] if isinstance(inner, exp.Distinct) else inner
    value = exp.Literal.number(1) if isinstance(kept, exp.Star) else kept.copy()
    case = exp.Case().when(condition.copy(), value)
    aggregate = aggregate.copy()
    aggregate.set("this", exp.Distinct(expressions=[case]) if isinstance(inner, exp.Distinct) else case)
    return aggregate


def _compares_rows(statement: exp.Query) -> bool:
    from sqlglot import exp

    return any(isinstance(node.this, exp.Tuple) for node in statement.find_all(exp.Predicate, exp.In))


def _selects_truth(statement: exp.Query) -> bool:
    from sqlglot import exp

    return any(
        isinstance(column.unalias().unnest(), exp.Predicate | exp.Connector | exp.Not)
        for select in statement.find_all(exp.Select)
        for column in select.expressions
    )


def _is_recursive(statement: exp.Query) -> bool:
    from sqlglot import exp

    return any(part.recursive for part in statement.find_all(exp.With))


_UNKNOWN_TO: dict[str, tuple[tuple[str, Callable[[exp.Query], bool]], ...]] = {
    "oracle": (("WITH RECURSIVE", _is_recursive),),
    "tsql": (("comparison of rows such as (a, b) IN …", _compares_rows), ("truth as a column", _selects_truth)),
}
