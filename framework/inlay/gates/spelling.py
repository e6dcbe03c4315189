"""Values as a person writes them in a spec, for reasons and counter-examples."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from inlay.sandbox import EntityValue, Opaque, Table, Value

__all__ = ["LONGEST", "said"]

LONGEST = 300


def said(value: Value) -> str:
    """Give a value in the notation of a spec, cut where it is long."""
    text = _said(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _said(value: Value) -> str:
    match value:
        case EntityValue(entity, fields):
            return f"{entity}{_mapping(fields)}"
        case Opaque(type_name):
            return f"a {type_name}"
        case Table(columns, rows):
            return f"{len(rows)} rows ({', '.join(columns)}): {_said(list(rows))}"
        case Mapping():
            return _mapping(value)
        case tuple():
            return f"({', '.join(_said(item) for item in value)})"
        case Sequence() if not isinstance(value, str):
            return f"[{', '.join(_said(item) for item in value)}]"
    return _plain(value)


def _plain(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return repr(value)
        case Decimal():
            return f"decimal {value}"
        case date() | time():
            return value.isoformat()
    return str(value)


def _mapping(values: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{name}: {_said(inner)}" for name, inner in values.items()) + "}"
