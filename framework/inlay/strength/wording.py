"""Values and inputs in the notation of a spec, short enough for a person to take in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from inlay.sandbox import EntityValue, Opaque
from inlay.strength.behaviour import Behaviour

__all__ = ["shown_behaviour", "shown_value"]

_LONGEST = 400


def shown_behaviour(behaviour: Behaviour) -> str:
    """Say what a body gives, or that it fails."""
    return f"an error ({behaviour.error})" if behaviour.error else shown_value(behaviour.value)


def shown_value(value: object) -> str:
    """Give a value as a spec has it, cut where it is long."""
    text = _shown(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Decimal():
            whole, _, fraction = f"{value:f}".partition(".")
            return f"{whole}.{fraction}" if fraction.strip("0") else whole
        case date():
            return value.isoformat()
        case str():
            return value if value.strip() and value.isprintable() else repr(value)
        case EntityValue(fields=fields):
            return _shown(fields)
        case Opaque(type_name):
            return f"a {type_name}"
        case Mapping():
            return "{" + ", ".join(f"{name}: {_shown(inner)}" for name, inner in value.items()) + "}"
        case list() | tuple():
            return f"[{', '.join(_shown(item) for item in value)}]"
    return str(value)
