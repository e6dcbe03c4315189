"""The state in which a requirement is asked: that from which its flow moves, unless an example says another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inlay.contract import Entity, EnumType, Field, variable_name, without_optional
from inlay.spec.model import Example

__all__ = ["asked_in_state", "moved_field"]

_STATES = ("from", "to")


def moved_field(entity: Entity, settings: Mapping[str, object]) -> Field | None:
    """Give the enum field that a flow moves: the named one, else the first that knows all its states."""
    states = [settings[key] for key in _STATES if key in settings]
    for field in entity.fields:
        kind = without_optional(field.type)
        named = settings.get("field", field.name) == field.name
        if named and isinstance(kind, EnumType) and all(state in kind.values for state in states):
            return field
    return None


def asked_in_state(examples: Sequence[Example], entity: Entity, settings: Mapping[str, object]) -> tuple[Example, ...]:
    """Give the examples of a requirement with the state filled in where they leave it out.

    Its default would be another one than that in which the service ever asks.
    """
    field = moved_field(entity, settings)
    if field is None or "from" not in settings:
        return tuple(examples)
    return tuple(_in_state(example, variable_name(entity.name), {field.name: settings["from"]}) for example in examples)


def _in_state(example: Example, parameter: str, state: Mapping[str, object]) -> Example:
    given = example.given.get(parameter)
    if not isinstance(given, Mapping):
        return example
    return replace(example, given={**example.given, parameter: {**state, **given}})
