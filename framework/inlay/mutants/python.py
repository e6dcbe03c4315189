"""Mutants of the body of a Python function, made on its syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from inlay.contract import Contract
from inlay.mutants.mutant import Mutant
from inlay.mutants.names import OtherNames
from inlay.mutants.python_calls import changed_calls
from inlay.mutants.python_changes import Change, changes

__all__ = ["python_mutants"]


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a node hangs in its tree."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST | None) -> None:
        """Hang another node there; None takes the node out of its list."""
        if self.index is None:
            setattr(self.parent, self.field, node)
            return
        held = [item for item in getattr(self.parent, self.field) if item is not self.node]
        if node is not None:
            held.insert(self.index, node)
        setattr(self.parent, self.field, held)


def python_mutants(contract: Contract, body: str) -> Iterator[Mutant]:
    """Give bodies with one change; none where the body cannot be read."""
    try:
        tree = ast.parse(body)
        same = ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    names = OtherNames(contract)
    kept = _kept_by_loops(tree)
    for site in [site for site in _sites(tree) if id(site.node) not in kept]:
        for change in (*changes(site.parent, site.node, names), *changed_calls(site.node)):
            mutant = _mutant(tree, site, change)
            if mutant.body != same:
                yield mutant


def _sites(tree: ast.AST) -> Iterator[_Site]:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield _Site(parent, field, None, value)
            elif isinstance(value, list):
                yield from (
                    _Site(parent, field, at, item) for at, item in enumerate(value) if isinstance(item, ast.AST)
                )


def _kept_by_loops(tree: ast.AST) -> frozenset[int]:
    """Give the nodes that bring a `while` to its end: what it tests, and how it counts."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    counting = [node for loop in loops for node in ast.walk(loop) if isinstance(node, ast.AugAssign | ast.Break)]
    roots = [*(loop.test for loop in loops), *counting]
    return frozenset(id(node) for root in roots for node in ast.walk(root))


def _mutant(tree: ast.Module, site: _Site, change: Change) -> Mutant:
    before = getattr(site.parent, site.field)
    site.put(change.node)
    if not getattr(site.parent, site.field) and site.field == "body":
        setattr(site.parent, site.field, [ast.Pass()])
    body = ast.unparse(ast.fix_missing_locations(tree))
    setattr(site.parent, site.field, before)
    placed = site.node.target if isinstance(site.node, ast.comprehension) else site.node
    return Mutant(
        kind=change.kind,
        line=getattr(placed, "lineno", 1),
        column=getattr(placed, "col_offset", 0) + 1,
        before=ast.unparse(site.node).partition("\n")[0],
        after=ast.unparse(change.node).partition("\n")[0] if change.node is not None else "",
        body=body,
    )
