"""The part of a contract that a compact prompt shows: what the sentence speaks of first, then what it may imply.

A small model finds a name sooner among two dozen than among a hundred. What is left out here is left out of the
prompt alone: gates judge by the whole contract, and a body can name only what the prompt shows.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    walk,
    without_optional,
)
from inlay.linking import link

__all__ = ["in_view"]

_SPOKEN_OF = 100
_LINKS_ENTITIES = 80
_FAR = 65
_VALUE = 10
_BY_SCALAR = {"date": 50, "datetime": 45, "int": 65, "bool": 30, "str": 20}


@dataclass(frozen=True, slots=True)
class _Part:
    """A field, or one value of its enum, and how much it matters; what matters least is left out first."""

    matters: int
    entity: str
    field: str
    value: str | None = None


def in_view(contract: Contract, sentence: str, most: int) -> Contract:
    """Give the contract with at most `most` names of entities, fields and values, if what is spoken of allows it."""
    spoken = {name for found in link(sentence, contract) for name in found.names} | set(_columns(contract.result))
    dropped: set[tuple[str, str, str | None]] = set()
    view = contract
    for part in sorted(_parts(contract, spoken), key=lambda part: part.matters):
        if part.matters >= _SPOKEN_OF or _size(view) <= most:
            break
        dropped.add((part.entity, part.field, part.value))
        view = replace(contract, entities=_without(contract, dropped))
    return view


def _columns(kind: Type) -> Iterator[str]:
    for inner in walk(kind):
        if isinstance(inner, RecordType):
            yield from (name for name, _ in inner.columns)


def _parts(contract: Contract, spoken: set[str]) -> Iterator[_Part]:
    relevant = _relevant(contract, spoken)
    for entity in contract.entities:
        away = 0 if entity.name in relevant else _FAR
        for field in entity.fields:
            kind = without_optional(field.type)
            values = kind.values if isinstance(kind, EnumType) else ()
            told = field.name in spoken or any(value in spoken for value in values)
            matters = _SPOKEN_OF if told else _weight(kind, relevant)
            yield _Part(matters - away, entity.name, field.name)
            for value in values:
                yield _Part((_SPOKEN_OF if value in spoken else _VALUE) - away, entity.name, field.name, value)


def _relevant(contract: Contract, spoken: set[str]) -> set[str]:
    """Give the entities that a sentence is about: named, led to by a named field, or with a field that no other has."""
    holders = Counter(field.name for entity in contract.entities for field in entity.fields)
    taken = {name for parameter in contract.parameters for name in _entities_in(parameter.type)}
    led_to = {
        name
        for entity in contract.entities
        for field in entity.fields
        if field.name in spoken
        for name in _entities_in(field.type)
    }
    telling = {
        entity.name
        for entity in contract.entities
        if entity.name in spoken
        or any(field.name in spoken and holders[field.name] == 1 for field in entity.fields)
        or any(value in spoken for field in entity.fields for value in _values(field.type))
    }
    return taken | led_to | telling


def _entities_in(kind: Type) -> Iterator[str]:
    return (inner.entity for inner in walk(kind) if isinstance(inner, EntityType | ReferenceType))


def _values(kind: Type) -> tuple[str, ...]:
    inner = without_optional(kind)
    return inner.values if isinstance(inner, EnumType) else ()


def _weight(kind: Type, relevant: set[str]) -> int:
    match kind:
        case ReferenceType(entity) | ListType(EntityType(entity)):
            return _LINKS_ENTITIES if entity in relevant else 40
        case DecimalType():
            return 70
        case Scalar(name):
            return _BY_SCALAR[name]
    return 35


def _without(contract: Contract, dropped: set[tuple[str, str, str | None]]) -> tuple[Entity, ...]:
    entities = tuple(replace(entity, fields=_kept(entity, dropped)) for entity in contract.entities)
    named = {
        name
        for kind in (
            *(parameter.type for parameter in contract.parameters),
            *(field.type for entity in entities for field in entity.fields),
        )
        for name in _entities_in(kind)
    }
    return tuple(entity for entity in entities if entity.fields or entity.name in named)


def _kept(entity: Entity, dropped: set[tuple[str, str, str | None]]) -> tuple[Field, ...]:
    shown = (field for field in entity.fields if (entity.name, field.name, None) not in dropped)
    return tuple(_lean(entity, field, dropped) for field in shown)


def _lean(entity: Entity, field: Field, dropped: set[tuple[str, str, str | None]]) -> Field:
    kind = field.type
    if not isinstance(kind, EnumType):
        return field
    kept = tuple(value for value in kind.values if (entity.name, field.name, value) not in dropped)
    return replace(field, type=EnumType(kept))


def _size(contract: Contract) -> int:
    names = {entity.name for entity in contract.entities}
    for entity in contract.entities:
        for field in entity.fields:
            names.add(field.name)
            kind = without_optional(field.type)
            names.update(kind.values if isinstance(kind, EnumType) else ())
    return len(names)
