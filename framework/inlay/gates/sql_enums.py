"""Whether the words that a statement compares an enum column with are words of that enum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inlay.contract import Contract, EnumType, without_optional
from inlay.contract.tables import tables_of
from inlay.gates.nearest import meant

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["unknown_enum_value"]


def unknown_enum_value(statement: exp.Query, contract: Contract) -> str:
    """Say which word of a qualified statement no enum has; empty when all fit."""
    enums = _enums(contract)
    for column, literal in _compared(statement):
        values = enums.get((_table_behind(column), column.name))
        if values and literal.name not in values:
            known = ", ".join(values)
            return f"{literal.name!r} is none of the values of `{column.name}`: {known}{meant(literal.name, values)}"
    return ""


def _enums(contract: Contract) -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for table in tables_of(contract.entities):
        for column in table.columns:
            kind = without_optional(column.type)
            if isinstance(kind, EnumType):
                found[table.name, column.name] = kind.values
    return found


def _compared(statement: exp.Query) -> Iterator[tuple[exp.Column, exp.Literal]]:
    from sqlglot import exp

    for node in statement.find_all(exp.EQ, exp.NEQ):
        yield from _pairs(node.left, [node.right])
        yield from _pairs(node.right, [node.left])
    for within in statement.find_all(exp.In):
        yield from _pairs(within.this, within.expressions)
    for case in statement.find_all(exp.Case):
        yield from _pairs(case.this, [branch.this for branch in case.args["ifs"]])


def _pairs(column: exp.Expr | None, others: list[exp.Expr]) -> Iterator[tuple[exp.Column, exp.Literal]]:
    from sqlglot import exp

    if isinstance(column, exp.Column):
        yield from ((column, other) for other in others if isinstance(other, exp.Literal) and other.is_string)


def _table_behind(column: exp.Column) -> str:
    """Give the table that the alias of a column stands for, looking outwards from where it is used."""
    from sqlglot import exp

    place = column.find_ancestor(exp.Select)
    while isinstance(place, exp.Select):
        parts = [place.args.get("from_"), *(place.args.get("joins") or [])]
        for part in parts:
            if part is not None and part.this.alias_or_name == column.table:
                return part.this.name if isinstance(part.this, exp.Table) else ""
        place = place.find_ancestor(exp.Select)
    return ""
