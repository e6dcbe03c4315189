"""Whether an example keeps to the `always` of its slot, as far as it says: what it leaves out decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inlay.contract import (
    Entity,
    EntityType,
    ListType,
    MapType,
    Parameter,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    without_optional,
)
from inlay.spec.holding import holds, unkept_by_rows
from inlay.spec.model import Example
from inlay.spec.sameness import Completion

__all__ = ["unkept_by_example"]


@dataclass(frozen=True, slots=True)
class _Thing:
    """An entity of an example with the fields that are known."""

    fields: Mapping[str, Any]


def unkept_by_example(
    example: Example,
    always: Sequence[str],
    takes: Sequence[Parameter],
    returns: Type,
    entities: Mapping[str, Entity],
) -> str:
    """Say which `always` the result of an example does not keep; empty when it keeps all of them."""
    known = {parameter.name: parameter.type for parameter in takes}
    completion = Completion(entities)
    names = {
        name: _typed(completion.value(example.given.get(name), kind), kind, entities) for name, kind in known.items()
    }
    result = _typed(example.then, returns, entities)
    if isinstance(returns, ListType) and isinstance(returns.item, RecordType) and isinstance(result, list):
        return unkept_by_rows(always, names, result, [_Thing(row) for row in result])
    broken = next((each for each in always if not holds(each, {**names, "result": result})), "")
    return f"`always: {broken}` does not hold" if broken else ""


def _typed(value: Any, kind: Type, entities: Mapping[str, Entity]) -> Any:
    """Give plain data as what is worked with: days and moments as such, entities with fields."""
    match without_optional(kind), value:
        case ((EntityType(name) | ReferenceType(name)), Mapping()):
            fields = entities[name].fields
            return _Thing(
                {each.name: _typed(value[each.name], each.type, entities) for each in fields if each.name in value}
            )
        case ListType(item), list():
            return [_typed(each, item, entities) for each in value]
        case MapType(inner), Mapping():
            return {key: _typed(each, inner, entities) for key, each in value.items()}
        case RecordType(columns), Mapping():
            return {name: _typed(value[name], each, entities) for name, each in columns if name in value}
        case Scalar("date"), str():
            return date.fromisoformat(value)
        case Scalar("datetime"), str():
            return datetime.fromisoformat(value)
    return value
