"""Whether a body gives every outcome that its contract lists: of `enum[below, within, above]` none stays out."""

import ast
from collections.abc import Iterator

from inlay.contract import Contract, EnumType, Type, walk, without_optional

__all__ = ["missing_outcome"]


def missing_outcome(contract: Contract, tree: ast.AST) -> str:
    """Give the first value of the result that a Python body never gives; empty when it gives all.

    A list of values that an entity has too was written for that entity, so a rule may give some of it. What a body
    reads may carry a value without its being written.
    """
    result = without_optional(contract.result)
    if not isinstance(result, EnumType) or any(values == result.values for _, values in _listed(contract)):
        return ""
    written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    if written.isdisjoint(result.values):
        return ""
    read = _names(tree)
    carried = {value for name, values in _listed(contract) if name in read for value in values}
    missing = [value for value in result.values if value not in written | carried]
    return f'the body never gives "{missing[0]}"' if missing else ""


def _listed(contract: Contract) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the lists of values that fields and parameters have, each with the name it is read by."""
    for parameter in contract.parameters:
        yield from ((parameter.name, values) for values in _values(parameter.type))
    for entity in contract.entities:
        for field in entity.fields:
            yield from ((field.name, values) for values in _values(field.type))


def _values(kind: Type) -> Iterator[tuple[str, ...]]:
    return (inner.values for inner in walk(kind) if isinstance(inner, EnumType))


def _names(tree: ast.AST) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
