"""Comparison and spelling of values that came out of a box, by exact type."""

from inlay.sandbox.base import Value

__all__ = ["canonical", "same_value"]


def canonical(value: Value) -> str:
    """Spell a value so that two values are the same exactly when their spellings are; groups candidates by behaviour."""
    raise NotImplementedError


def same_value(left: Value, right: Value) -> bool:
    """Say whether two values are equal and of exactly the same types, all the way down; decimals by amount."""
    return canonical(left) == canonical(right)
