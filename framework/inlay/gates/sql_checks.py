"""Checks of a query that need more than the look of a node: a list of what is allowed, its contract, its scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from inlay.contract import Contract
from inlay.gates.nearest import meant
from inlay.gates.sql_contract import CONTRACT_CHECKS, bound_statement
from inlay.gates.sql_grouping import ungrouped
from inlay.gates.sql_limits import SqlLimits
from inlay.gates.sql_order import left_to_chance
from inlay.gates.sql_order_keys import alias_in_expression
from inlay.languages.statements import parse_statement, unreadable_sql

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["CHECKS", "Asked", "Check"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A body with all that a check may look at."""

    body: str
    contract: Contract
    allow: Mapping[str, Any]
    limits: SqlLimits = field(default_factory=SqlLimits)

    @property
    def statement(self) -> exp.Query:
        """The tree of the body, which must be readable."""
        return parse_statement(self.body)


@dataclass(frozen=True, slots=True)
class Check:
    """A check with the gate that runs it; `reason` is empty where nothing is against a body."""

    gate: str
    reason: Callable[[Asked], str]


def _functions(asked: Asked) -> Iterator[str]:
    from sqlglot import exp

    allowed = asked.allow["functions"]
    aliases = {alias.name.lower() for alias in asked.statement.find_all(exp.TableAlias)}
    for name, line in _called(asked.body):
        if name not in allowed and name not in aliases:
            yield f"line {line}: {_not_allowed(name, asked.allow)}"
    if asked.statement.find(exp.Collate):
        yield "COLLATE is not the same on both engines; compare and order by lower(…)"
    structure = (exp.And, exp.Or, exp.Case, exp.If, exp.Exists, exp.Cast)
    for node in asked.statement.find_all(exp.Func):
        if isinstance(node, structure):
            continue
        names = [node.name] if isinstance(node, exp.Anonymous) else [str(name) for name in node.sql_names()]
        if not any(name.lower() in allowed for name in names):
            yield _not_allowed(names[0].lower(), asked.allow)


def _not_allowed(name: str, allow: Mapping[str, Any]) -> str:
    """Say that a function is not allowed, and what to write for it where that is known."""
    instead = [str(form) for form, names in allow.get("instead", {}).items() if name in names]
    advice = f"; write {instead[0]}" if instead else meant(name, allow["functions"])
    return f"the function `{name}` is not allowed{advice}"


def _called(body: str) -> Iterator[tuple[str, int]]:
    """Give what is written as a call, since the parser turns many names of one function into one."""
    import sqlglot
    from sqlglot import TokenType

    tokens = sqlglot.tokenize(body, dialect="postgres")
    for token, after in pairwise(tokens):
        if token.token_type == TokenType.VAR and after.token_type == TokenType.L_PAREN:
            yield token.text.lower(), token.line


def _casts(asked: Asked) -> Iterator[str]:
    from sqlglot import exp

    allowed = asked.allow["casts"]
    kinds = {exp.DataType.build(name, dialect="postgres").this for name in allowed}
    for cast in asked.statement.find_all(exp.Cast):
        if type(cast) is not exp.Cast or cast.to.this not in kinds:
            yield f"a cast to {cast.to.sql().lower()} does not mean the same on both engines; use {', '.join(allowed)}"


def _quoted_parameters(asked: Asked) -> Iterator[str]:
    from sqlglot import exp

    for literal in asked.statement.find_all(exp.Literal):
        for parameter in asked.contract.parameters:
            if literal.is_string and f":{parameter.name}" in literal.name:
                yield f"`:{parameter.name}` stands in quotes, where nothing is bound; write '…' || :{parameter.name}"


def _grouping(asked: Asked) -> str:
    return ungrouped(bound_statement(asked.contract, asked.body))


def _names_in_order(asked: Asked) -> str:
    return alias_in_expression(bound_statement(asked.contract, asked.body))


def _order(asked: Asked) -> str:
    bound = bound_statement(asked.contract, asked.body)
    return left_to_chance(bound, asked.contract, explicit_nulls="nulls" in asked.body.lower())


def _first(reasons: Callable[[Asked], Iterator[str]]) -> Check:
    return Check("policy", lambda asked: next(reasons(asked), ""))


def _of_contract(reason: Callable[[Contract, str], str]) -> Check:
    return Check("contract", lambda asked: reason(asked.contract, asked.body))


# By the name under which a rule of `policy.yaml` asks for it.
CHECKS: Mapping[str, Check] = {
    "statement": Check("syntax", lambda asked: unreadable_sql(asked.body)),
    **{name: _of_contract(reason) for name, reason in CONTRACT_CHECKS.items()},
    "functions": _first(_functions),
    "casts": _first(_casts),
    "quoted-parameters": _first(_quoted_parameters),
    "grouping": Check("policy", _grouping),
    "names-in-order": Check("policy", _names_in_order),
    "order": Check("policy", _order),
    "cost": _first(lambda asked: asked.limits.cost(asked.body)),
    "cross-joins": _first(lambda asked: asked.limits.crossed(asked.body)),
    "rows": _first(lambda asked: asked.limits.unbounded(asked.contract, asked.body)),
    "dialects": _first(lambda asked: asked.limits.unknown_elsewhere(asked.body)),
}
