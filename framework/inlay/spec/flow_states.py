"""The states of a flow, and in which of them its requirement is asked: one that it leaves, if an example says none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inlay.contract import Entity, EnumType, Field, variable_name, without_optional
from inlay.spec.model import Example

__all__ = ["asked_in_state", "moved_field", "states_in"]

_STATES = ("from", "to")


def states_in(setting: object) -> tuple[str, ...]:
    """Give the states that a setting names: one, or a list of them."""
    return tuple(map(str, setting)) if isinstance(setting, list) else (str(setting),)


def moved_field(entity: Entity, settings: Mapping[str, object]) -> Field | None:
    """Give the enum field that a flow moves: the named one, else the first that knows all its states."""
    states = [state for key in _STATES if key in settings for state in states_in(settings[key])]
    for field in entity.fields:
        kind = without_optional(field.type)
        named = settings.get("field", field.name) == field.name
        if named and isinstance(kind, EnumType) and all(state in kind.values for state in states):
            return field
    return None


def asked_in_state(examples: Sequence[Example], entity: Entity, settings: Mapping[str, object]) -> tuple[Example, ...]:
    """Give the examples of a requirement with the state filled in where they leave it out.

    Its default would be another one than any in which the service ever asks; of several the first is taken.
    """
    field = moved_field(entity, settings)
    left = states_in(settings.get("from", []))
    if field is None or not left:
        return tuple(examples)
    state = {field.name: left[0]}
    return tuple(_in_state(example, variable_name(entity.name), state) for example in examples)


def _in_state(example: Example, parameter: str, state: Mapping[str, object]) -> Example:
    given = example.given.get(parameter)
    if not isinstance(given, Mapping):
        return example
    return replace(example, given={**example.given, parameter: {**state, **given}})
