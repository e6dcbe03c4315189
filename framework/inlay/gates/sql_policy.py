"""What a query may not do: write, lock, call what one engine lacks, or give rows in an order left to chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from inlay.contract import Contract
from inlay.gates.nearest import meant
from inlay.gates.sql_contract import bound_statement
from inlay.gates.sql_grouping import ungrouped
from inlay.gates.sql_order import left_to_chance
from inlay.gates.sql_order_keys import alias_in_expression
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["broken_sql_policy"]

_NEEDS_ORDER = ["row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value"]


def broken_sql_policy(contract: Contract, allow: Mapping[str, Any], body: str) -> str:
    """Say what of a statement is not allowed; empty when all is."""
    statement = parse_statement(body)
    checks = (
        _writes(statement),
        _foreign_forms(body),
        _functions(statement, body, allow["functions"]),
        _casts(statement, allow["casts"]),
        _quoted_parameters(statement, contract),
        _loose_ends(statement),
    )
    for check in checks:
        for reason in check:
            return reason
    bound = bound_statement(contract, body)
    chance = left_to_chance(bound, contract, explicit_nulls="nulls" in body.lower())
    return ungrouped(bound) or alias_in_expression(bound) or chance


def _writes(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    writing = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Alter, exp.Drop, exp.Pragma, exp.Set)
    for node in statement.find_all(*writing):
        if not isinstance(node, exp.Query):
            yield f"a query only reads; {type(node).__name__.upper()} is not allowed"
    for node in statement.find_all(exp.TableSample, exp.Lateral, exp.Unnest, exp.Values, exp.Pivot, exp.Hint):
        yield f"{type(node).__name__.upper()} is not the same on both engines"


def _foreign_forms(body: str) -> Iterator[str]:
    import sqlglot
    from sqlglot import TokenType

    refused = {
        TokenType.DCOLON: "`::` is PostgreSQL only, write CAST(… AS …)",
        TokenType.ILIKE: "ILIKE is PostgreSQL only, write lower(…) LIKE lower(…)",
        TokenType.GLOB: "GLOB is SQLite only, write LIKE",
        TokenType.RLIKE: "regular expressions are not the same on both engines",
        TokenType.SIMILAR_TO: "SIMILAR TO is PostgreSQL only, write LIKE",
        TokenType.QUALIFY: "QUALIFY is not known to either engine, filter in an outer SELECT",
        TokenType.INTERVAL: "INTERVAL is PostgreSQL only, bind the day that is meant",
    }
    for token in sqlglot.tokenize(body, dialect="postgres"):
        if token.token_type in refused:
            yield f"line {token.line}: {refused[token.token_type]}"


def _functions(statement: exp.Query, body: str, allowed: Sequence[str]) -> Iterator[str]:
    from sqlglot import exp

    structure = (exp.And, exp.Or, exp.Case, exp.If, exp.Exists, exp.Cast)
    for node in statement.find_all(exp.Func):
        if isinstance(node, structure):
            continue
        names = [node.name] if isinstance(node, exp.Anonymous) else [str(name) for name in node.sql_names()]
        if not any(name.lower() in allowed for name in names):
            yield f"the function `{names[0].lower()}` is not allowed{meant(names[0].lower(), allowed)}"
    aliases = {alias.name.lower() for alias in statement.find_all(exp.TableAlias)}
    for name, line in _called(body):
        if name not in allowed and name not in aliases:
            yield f"line {line}: the function `{name}` is not allowed{meant(name, allowed)}"


def _called(body: str) -> Iterator[tuple[str, int]]:
    """Give what is written as a call, since the parser turns many names of one function into one."""
    import sqlglot
    from sqlglot import TokenType

    tokens = sqlglot.tokenize(body, dialect="postgres")
    for token, after in pairwise(tokens):
        if token.token_type == TokenType.VAR and after.token_type == TokenType.L_PAREN:
            yield token.text.lower(), token.line


def _casts(statement: exp.Query, allowed: Sequence[str]) -> Iterator[str]:
    from sqlglot import exp

    kinds = {exp.DataType.build(name, dialect="postgres").this for name in allowed}
    for cast in statement.find_all(exp.Cast):
        if type(cast) is not exp.Cast or cast.to.this not in kinds:
            yield f"a cast to {cast.to.sql().lower()} does not mean the same on both engines; use {', '.join(allowed)}"
        if cast.to.expressions:
            yield "a cast with a size rounds on one engine only; write round(…, 2)"


def _quoted_parameters(statement: exp.Query, contract: Contract) -> Iterator[str]:
    from sqlglot import exp

    for literal in statement.find_all(exp.Literal):
        for parameter in contract.parameters:
            if literal.is_string and f":{parameter.name}" in literal.name:
                yield f"`:{parameter.name}` stands in quotes, where nothing is bound; write '…' || :{parameter.name}"


def _loose_ends(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    if any(isinstance(projection, exp.Star) or projection.is_star for projection in statement.selects):
        yield "name the result columns instead of `*`"
    for select in statement.find_all(exp.Query):
        if select.args.get("limit") and not select.args.get("order"):
            yield "LIMIT without ORDER BY gives whichever rows come first"
    for window in statement.find_all(exp.Window):
        name = window.this.sql_name().lower() if isinstance(window.this, exp.Func) else ""
        if name in _NEEDS_ORDER and not window.args.get("order"):
            yield f"{name}() without ORDER BY numbers the rows by chance"
    for join in statement.find_all(exp.Join):
        if join.args.get("method") == "NATURAL":
            yield "NATURAL JOIN joins on whatever happens to have one name; write ON"
