"""Whether a statement keeps to its contract: tables, columns, bound parameters, result columns in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from inlay.contract import Contract
from inlay.contract.tables import tables_of
from inlay.gates.nearest import meant
from inlay.gates.sql_enums import unknown_enum_value
from inlay.gates.sql_order_keys import order_bound
from inlay.languages.sql import result_columns, sql_type
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["CONTRACT_CHECKS", "bound_statement", "broken_sql_contract", "schema_of"]

_COLUMN_IN_MESSAGE = re.compile(r"column:? '?(\w+)'?", re.IGNORECASE)


def broken_sql_contract(contract: Contract, body: str) -> str:
    """Say what of a statement is not in the contract; empty when all is."""
    return next((reason for check in CONTRACT_CHECKS.values() if (reason := check(contract, body))), "")


def schema_of(contract: Contract) -> dict[str, dict[str, str]]:
    """Give the tables of a contract with the type of each column, as sqlglot reads them."""
    return {
        table.name: {column.name: sql_type(column.type) for column in table.columns}
        for table in tables_of(contract.entities)
    }


@lru_cache(maxsize=256)
def bound_statement(contract: Contract, body: str) -> exp.Query:
    """Give a readable statement with every column bound to its table, to look at only: several gates ask for it.

    Raises sqlglot's `OptimizeError` when a column cannot be bound.
    """
    from sqlglot import exp
    from sqlglot.optimizer.qualify import qualify

    schema = schema_of(contract)
    bound = qualify(
        order_bound(parse_statement(body).copy(), schema),
        schema=dict(schema),
        dialect="postgres",
        quote_identifiers=False,
        identify=False,
    )
    assert isinstance(bound, exp.Query)
    return bound


def _foreign_table(contract: Contract, body: str) -> str:
    return next(_unknown_tables(parse_statement(body), contract), "")


def _unbound_parameter(contract: Contract, body: str) -> str:
    return next(_unknown_parameters(parse_statement(body), contract), "")


def _unknown_column(contract: Contract, body: str) -> str:
    from sqlglot.errors import OptimizeError, SqlglotError

    try:
        bound_statement(contract, body)
    except OptimizeError as error:
        found = _COLUMN_IN_MESSAGE.search(str(error))
        statement = parse_statement(body)
        return _explained(found.group(1), statement, schema_of(contract)) if found else str(error).splitlines()[0]
    except SqlglotError as error:
        return str(error).splitlines()[0]
    return ""


def _unknown_tables(statement: exp.Query, contract: Contract) -> Iterator[str]:
    from sqlglot import exp

    known = {table.name for table in tables_of(contract.entities)}
    inner = {cte.alias for cte in statement.find_all(exp.CTE)}
    for name in sorted(known & inner):
        yield f"`{name}` is a table already; call the common table expression something else"
    for table in statement.find_all(exp.Table):
        if table.args.get("db") or not isinstance(table.this, exp.Identifier):
            yield f"`{table.sql()[:60]}` is not a table of the contract"
        elif table.name not in known | inner:
            yield f"there is no table `{table.name}`{meant(table.name, known | inner)}"
    if known and not any(table.name in known for table in statement.find_all(exp.Table)):
        yield "the query reads no table"


def _unknown_parameters(statement: exp.Query, contract: Contract) -> Iterator[str]:
    from sqlglot import exp

    declared = [parameter.name for parameter in contract.parameters]
    used = set()
    for place in statement.find_all(exp.Placeholder, exp.Parameter, exp.SessionParameter):
        name = place.name
        if not isinstance(place, exp.Placeholder) or place.args.get("jdbc") or not name:
            yield f"`{place.sql()}`: parameters are bound by name, as in {_as_bound(declared)}"
        elif name not in declared:
            yield f"no parameter is called `:{name}`{meant(name, declared)}"
        used.add(name)
    unused = [name for name in declared if name not in used]
    if unused:
        yield f"the parameter {_as_bound(unused)} is not used"


def _as_bound(names: list[str]) -> str:
    return ", ".join(f"`:{name}`" for name in names) or "`:name`"


def _explained(name: str, statement: exp.Query, schema: Mapping[str, Mapping[str, str]]) -> str:
    from sqlglot import exp

    used = {table.name for table in statement.find_all(exp.Table)} & set(schema)
    owners = sorted(table for table in used if name in schema[table])
    if len(owners) > 1:
        return f"`{name}` stands in {' and '.join(owners)}; write which one is meant"
    if owners:
        return f"`{name}` of {owners[0]} is not in reach where it is used"
    known = {column for table in used for column in schema[table]}
    return f"there is no column `{name}`{meant(name, known)}"


def _other_result(bound: exp.Query, contract: Contract) -> str:
    wanted = [name for name, _ in result_columns(contract)]
    given = bound.named_selects
    if given == wanted:
        return ""
    asked = ", ".join(wanted)
    if len(given) != len(wanted):
        return f"the result has {len(given)} columns, asked for are {len(wanted)}: {asked}"
    return f"the result columns are {', '.join(_shown(name) for name in given)}, asked for are {asked}"


def _shown(name: str) -> str:
    return "(unnamed)" if name.startswith("_col_") else name


# In the order in which they run: the later ones need what the earlier ones saw to.
CONTRACT_CHECKS: Mapping[str, Callable[[Contract, str], str]] = {
    "tables": _foreign_table,
    "parameters": _unbound_parameter,
    "columns": _unknown_column,
    "result": lambda contract, body: _other_result(bound_statement(contract, body), contract),
    "enum-values": lambda contract, body: unknown_enum_value(bound_statement(contract, body), contract),
}
