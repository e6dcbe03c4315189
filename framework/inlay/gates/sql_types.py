"""Whether the parts of a statement have types that fit, which SQLite lets pass and PostgreSQL refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from inlay.contract import Contract, DecimalType, EnumType, Scalar, Type, without_optional
from inlay.gates.sql_contract import bound_statement, schema_of
from inlay.gates.sql_moments import cut_days
from inlay.languages.sql import result_columns, sql_type

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["annotated", "mistyped"]

_FAMILIES = {
    "BIGINT": "whole number", "INT": "whole number", "SMALLINT": "whole number", "DECIMAL": "number",
    "DOUBLE": "fraction", "FLOAT": "fraction", "TEXT": "text", "VARCHAR": "text", "DATE": "date",
    "TIMESTAMP": "moment", "TIMESTAMPNTZ": "moment", "BOOLEAN": "truth value",
}  # fmt: skip
_NUMBERS = frozenset({"whole number", "number", "fraction"})
_ASKED = {"bool": {"truth value", "whole number"}, "date": {"date"}, "datetime": {"moment"}, "int": {"whole number"}}


def mistyped(contract: Contract, body: str) -> str:
    """Say which part of a statement has a type that does not fit; empty when all fit."""
    statement = annotated(contract, body)
    checks: tuple[Callable[[exp.Query], Iterable[str]], ...] = (
        _arithmetic,
        _sums,
        _comparisons,
        _days,
        _branches,
        _texts,
    )
    for check in checks:
        for reason in check(statement):
            return reason
    return next(_results(statement, contract), "")


def annotated(contract: Contract, body: str) -> exp.Query:
    """Give the qualified statement with a type on every part that has a known one."""
    from sqlglot import exp
    from sqlglot.optimizer.annotate_types import annotate_types

    schema = schema_of(contract)
    bound = {parameter.name: sql_type(parameter.type) for parameter in contract.parameters}
    statement = bound_statement(contract, body).copy()
    for place in list(statement.find_all(exp.Placeholder)):
        if place.name in bound:
            place.replace(exp.cast(place.copy(), bound[place.name], dialect="postgres"))
    typed = annotate_types(statement, schema=dict(schema), dialect="postgres")
    assert isinstance(typed, exp.Query)
    return typed


def family(node: exp.Expr | None) -> str:
    """Give what kind of value an expression has, in a word; empty when that is not known."""
    if node is None or node.type is None:
        return ""
    return _FAMILIES.get(str(node.type.this.value), "")


def _shown(node: exp.Expr) -> str:
    from sqlglot import exp

    bare = node.transform(lambda part: part.this if _is_bound(part) else part)
    assert isinstance(bare, exp.Expr)
    return bare.sql(dialect="sqlite")[:80]


def _is_bound(node: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(node, exp.Cast) and isinstance(node.this, exp.Placeholder)


def _comparisons(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    for node in statement.find_all(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE):
        yield from _unlike(node, node.left, node.right)
    for between in statement.find_all(exp.Between):
        yield from _unlike(between, between.this, between.args["low"])
        yield from _unlike(between, between.this, between.args["high"])
    for within in statement.find_all(exp.In):
        for item in within.expressions:
            yield from _unlike(within, within.this, item)


def _days(statement: exp.Query) -> Iterator[str]:
    for node, moment in cut_days(statement, family):
        fitting = f"compare substr(CAST({_shown(moment)} AS text), 1, 10) with the day as text"
        yield f"`{_shown(node)}` takes a day for its midnight; {fitting}"


def _unlike(node: exp.Expr, left: exp.Expr, right: exp.Expr) -> Iterator[str]:
    first, second = family(left), family(right)
    if not first or not second or first == second or {first, second} <= _NUMBERS:
        return
    if {first, second} == {"date", "moment"}:
        return
    texts = [side for side, kind in ((left, first), (right, second)) if kind == "text"]
    others = {first, second} - {"text"}
    if texts and texts[0].is_string and others <= {"date", "moment"}:
        return
    yield f"`{_shown(node)}` compares a {first} with a {second}"


def _branches(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    for case in statement.find_all(exp.Case):
        results = [branch.args["true"] for branch in case.args["ifs"]]
        yield from _mixed(case, [*results, case.args.get("default")])
    for call in statement.find_all(exp.Coalesce):
        yield from _mixed(call, [call.this, *call.expressions])


def _mixed(node: exp.Expr, parts: Iterable[exp.Expr | None]) -> Iterator[str]:
    found = {"number" if family(part) in _NUMBERS else family(part) for part in parts} - {""}
    if len(found) > 1 and found != {"date", "moment"}:
        kinds = " and ".join(f"a {kind}" for kind in sorted(found))
        yield f"`{_shown(node)}` gives {kinds}; one type is wanted"


def _arithmetic(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    for node in statement.find_all(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod):
        sides = [family(node.left), family(node.right)]
        for side in sides:
            if side and side not in _NUMBERS:
                yield f"`{_shown(node)}` calculates with a {side}, which the engines do differently or not at all"
        if isinstance(node, exp.Div) and "number" in sides and not _has_fraction(node):
            yield f"`{_shown(node)}`: on SQLite 10.00 / 4 is 2, write `1.0 *` before the division"


def _has_fraction(division: exp.Expr) -> bool:
    from sqlglot import exp

    literals = any("." in literal.name for literal in division.find_all(exp.Literal) if not literal.is_string)
    return literals or division.find(exp.Avg) is not None


def _texts(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    for node in statement.find_all(exp.Substring, exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Replace, exp.Like):
        kind = family(node.this)
        if kind and kind != "text":
            yield f"`{_shown(node)}` takes a {kind} for a text; write CAST(… AS text)"
    for joined in statement.find_all(exp.DPipe):
        sides = {family(joined.left), family(joined.right)}
        if sides & {"date", "moment", "truth value"}:
            yield f"`{_shown(joined)}` joins what is no text; write CAST(… AS text)"


def _sums(statement: exp.Query) -> Iterator[str]:
    from sqlglot import exp

    for node in statement.find_all(exp.Sum, exp.Avg):
        kind = family(node.this)
        if kind and kind not in _NUMBERS:
            yield f"`{_shown(node)}` adds up a {kind}"


def _results(statement: exp.Query, contract: Contract) -> Iterator[str]:
    for item, (name, kind) in zip(statement.selects, result_columns(contract), strict=False):
        given = family(item.unalias())
        if given and given not in _asked(kind):
            yield f"the column `{name}` is a {given}, asked for is {without_optional(kind)}"


def _asked(kind: Type) -> frozenset[str] | set[str]:
    match without_optional(kind):
        case Scalar("str") | EnumType():
            return {"text"}
        case Scalar(name):
            return _ASKED[name]
        case DecimalType():
            return _NUMBERS
    return frozenset(_FAMILIES.values())
