"""Says when two values of examples mean the same."""

from collections.abc import Mapping
from decimal import Decimal

__all__ = ["canonical"]


def canonical(value: object) -> object:
    """Give a hashable form that equal values share: 10 and 10.0 are equal, 1 and true are not."""
    match value:
        case bool() | None:
            return ("word", value)
        case int() | Decimal():
            return ("number", Decimal(value).normalize())
        case Mapping():
            return ("mapping", frozenset((key, canonical(inner)) for key, inner in value.items()))
        case list():
            return ("list", tuple(canonical(inner) for inner in value))
    return ("text", value)
