"""Mutants of a query, made on its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inlay.contract import Contract
from inlay.mutants.mutant import Mutant
from inlay.mutants.names import OtherNames
from inlay.mutants.sql_changes import SqlChange, sql_changes
from inlay.mutants.sql_shapes import shape_changes

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["sql_mutants"]

_DIALECT = "sqlite"


def sql_mutants(contract: Contract, body: str) -> Iterator[Mutant]:
    """Give queries with one change; none where the query cannot be read."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(body, dialect=_DIALECT)
        same = tree.sql(_DIALECT)
    except (SqlglotError, RecursionError):
        return
    names = OtherNames(contract)
    for node in list(tree.walk()):
        for change in (*sql_changes(node, names), *shape_changes(node)):
            mutant = _mutant(tree, node, change)
            if mutant.body != same:
                yield mutant


def _mutant(tree: exp.Expr, node: exp.Expr, change: SqlChange) -> Mutant:
    line, column = _place(node)
    before = node.sql(_DIALECT)
    after = change.node.sql(_DIALECT) if change.node is not None else ""
    return Mutant(
        kind=change.kind, line=line, column=column, before=before, after=after, body=_changed(tree, node, change)
    )


def _changed(tree: exp.Expr, node: exp.Expr, change: SqlChange) -> str:
    """Spell the whole query with the change, and leave the tree as it was."""
    if node is tree:
        assert change.node is not None
        return change.node.sql(_DIALECT)
    parent, key, index = node.parent, node.arg_key, node.index
    assert parent is not None and key is not None
    held = parent.args[key]
    try:
        if index is None:
            parent.args[key] = change.node
        else:
            rest = [each for each in held if each is not node]
            parent.args[key] = [*rest[:index], change.node, *rest[index:]] if change.node is not None else rest
        return tree.sql(_DIALECT)
    finally:
        parent.args[key] = held


def _place(node: exp.Expr) -> tuple[int, int]:
    """Give the line and column of the first token under a node that has kept them."""
    found = [each.meta for each in node.walk() if "line" in each.meta]
    first = min(found, key=lambda meta: meta["start"], default=None)
    if first is None:
        return 1, 1
    return first["line"], first["col"] - (first["end"] - first["start"])
