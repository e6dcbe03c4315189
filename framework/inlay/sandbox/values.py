"""Comparison and spelling of values that came out of a box, by exact type."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from inlay.sandbox.base import EntityValue, Opaque, Table, Value

__all__ = ["canonical", "same_value"]


def canonical(value: Value) -> str:
    """Spell a value; two values are the same exactly when their spellings are, so behaviour can be grouped by it."""
    match value:
        case EntityValue(entity, fields):
            return f"{entity}{_mapping(fields)}"
        case Opaque(type_name):
            return f"<{type_name}>"
        case Table(columns, rows):
            return f"table({canonical(columns)}, {canonical(rows)})"
        case str():
            return json.dumps(value)
        case Mapping():
            return _mapping(value)
        case list():
            return f"[{', '.join(canonical(item) for item in value)}]"
        case tuple():
            return f"({', '.join(canonical(item) for item in value)},)"
    return _scalar(value)


def same_value(left: Value, right: Value) -> bool:
    """Say whether two values are equal and of exactly the same types, all the way down; decimals by amount."""
    return left is right or canonical(left) == canonical(right)


def _mapping(values: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {canonical(values[name])}" for name in sorted(values)) + "}"


def _scalar(value: Value) -> str:
    match value:
        case None | bool():
            return str(value)
        case int():
            return hex(value)  # unlike decimal digits, no number is too long for it
        case float():
            return f"float {value + 0.0!r}"
        case Decimal():
            return f"decimal {_amount(value)}"
        case datetime():
            return f"datetime {(value.astimezone(UTC) if value.tzinfo else value).isoformat()}"
        case date() | time():
            return f"{type(value).__name__} {value.isoformat()}"
        case timedelta():
            return f"timedelta {value!r}"
    return f"<{type(value).__name__}>"


def _amount(value: Decimal) -> str:
    """Spell an amount without regard to its trailing zeros; no context, so no digit is rounded away."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return str(value)
    text = "".join(map(str, digits)).lstrip("0")
    amount = text.rstrip("0")
    if not amount:
        return "0"
    return f"{'-' if sign else ''}{amount}e{exponent + len(text) - len(amount)}"
