"""Values and examples as a person writes them in a spec, for reasons and counter-examples."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from inlay.cases import Thing
from inlay.sandbox import EntityValue, Opaque, Table, Value
from inlay.spec.model import Example

__all__ = ["cut", "given", "said", "spelled"]

_LONGEST = 300
_LONGEST_INPUT = 800


def said(value: Value) -> str:
    """Give a value in the notation of a spec, cut where it is long."""
    text = _said(value)
    return cut(text, _LONGEST)


def given(example: Example) -> str:
    """Give the input of an example as the spec has it, cut where it is long."""
    return spelled(example.given)


def spelled(values: Mapping[str, object]) -> str:
    """Give named values as a spec would have them, cut where they are long."""
    return cut(", ".join(f"{name}: {_data(value)}" for name, value in values.items()), _LONGEST_INPUT)


def cut(text: str, longest: int) -> str:
    """Give a text, its end left out where it is longer than that."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _data(value: object) -> str:
    match value:
        case Thing(fields=fields):
            return _data(fields)
        case Mapping():
            return "{" + ", ".join(f"{name}: {_data(inner)}" for name, inner in value.items()) + "}"
        case list() | tuple():
            return f"[{', '.join(_data(item) for item in value)}]"
        case None:
            return "null"
        case bool():
            return str(value).lower()
    return str(value)


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
