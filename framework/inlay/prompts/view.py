"""The part of a contract that a compact prompt shows: what the sentence speaks of first, then what it may imply.

A small model finds a name sooner among two dozen than among a hundred. What is left out here is left out of the
prompt alone: gates judge by the whole contract, and a body can name only what the prompt shows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
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
from inlay.contract.naming import foreign_key, table_name
from inlay.linking import link

__all__ = ["in_view"]

_SPOKEN_OF = 100
_MENTIONED = 90
_FAR = 65
_VALUE = 10
# How much a field matters that no word of the sentence names: in the order in which right bodies of hand-written
# slots turned out to need such fields (`finetune/LOG.md`, "What a view leaves out").
_IN_RULES = {
    "link": 80,
    "datetime": 70,
    "date": 66,
    "decimal": 62,
    "int": 60,
    "datetime?": 58,
    "date?": 56,
    "link?": 54,
    "bool": 45,
    "label": 35,
    "reference": 25,
    "list": 25,
    "enum": 20,
}
_IN_QUERIES = {
    "link": 80,
    "label": 75,
    "datetime": 70,
    "link?": 66,
    "date": 62,
    "date?": 60,
    "decimal": 56,
    "datetime?": 54,
    "bool": 48,
    "reference": 45,
    "int": 35,
    "list": 20,
    "enum": 15,
}
_RARELY = 12
# An optional field of a kind that no table lists apart.
_LESS = 8
# A record that is not spoken of, but leads to one that is.
_BRIDGE = 58


@dataclass(frozen=True, slots=True)
class _Part:
    """A field, or one value of its enum, and how much it matters; what matters least is left out first."""

    matters: int
    entity: str
    field: str
    value: str | None = None


def in_view(contract: Contract, sentence: str, most: int, mentioned: Set[str] = frozenset()) -> Contract:
    """Give the contract with at most `most` names of entities, fields and values, if what is spoken of allows it.

    After what the sentence speaks of matters most what is `mentioned` elsewhere, in examples of the slot.
    """
    spoken = {name for found in link(sentence, contract) for name in found.names} | set(_columns(contract.result))
    dropped: set[tuple[str, str, str | None]] = set()
    view = contract
    for part in sorted(_parts(contract, spoken, mentioned), key=lambda part: part.matters):
        if part.matters >= _SPOKEN_OF or _size(view) <= most:
            break
        dropped.add((part.entity, part.field, part.value))
        view = replace(contract, entities=_without(contract, dropped))
    return view


def _columns(kind: Type) -> Iterator[str]:
    for inner in walk(kind):
        if isinstance(inner, RecordType):
            yield from (name for name, _ in inner.columns)


def _parts(contract: Contract, spoken: Set[str], mentioned: Set[str]) -> Iterator[_Part]:
    relevant = _relevant(contract, spoken | mentioned)
    weights = _IN_QUERIES if contract.is_query else _IN_RULES
    for entity in contract.entities:
        away = 0 if entity.name in relevant else _FAR
        for field in entity.fields:
            values = _values(field.type)
            role = _role(field, entity, relevant)
            matters = _BRIDGE if away and role == "link" else _weight(role, weights) - away
            if mentioned & {field.name, foreign_key(field.name)}:
                matters = max(matters, _MENTIONED - away)
            if field.name in spoken or any(value in spoken for value in values):
                matters = _SPOKEN_OF - away
            yield _Part(matters, entity.name, field.name)
            for value in values:
                worth = _SPOKEN_OF if value in spoken else _MENTIONED if value in mentioned else _VALUE
                yield _Part(worth - away, entity.name, field.name, value)


def _weight(role: str, weights: Mapping[str, int]) -> int:
    plain = role.rstrip("?")
    return weights[role] if role in weights else weights.get(plain, _RARELY + _LESS) - _LESS


def _role(field: Field, entity: Entity, relevant: set[str]) -> str:
    """Give what a field is to its entity; a text is its label if no text stands before it."""
    kind = without_optional(field.type)
    mark = "" if kind is field.type else "?"
    match kind:
        case ReferenceType(other) | ListType(EntityType(other)) if other in relevant:
            return f"link{mark}"
        case ReferenceType():
            return f"reference{mark}"
        case ListType():
            return "list"
        case DecimalType():
            return f"decimal{mark}"
        case EnumType():
            return "enum"
        case Scalar("str"):
            texts = (each.name for each in entity.fields if without_optional(each.type) == kind)
            return f"label{mark}" if next(texts) == field.name else "text"
        case Scalar(name):
            return f"{name}{mark}"
    return "other"


def _relevant(contract: Contract, spoken: Set[str]) -> set[str]:
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
        if spoken & {entity.name, table_name(entity.name)}
        or any(field.name in spoken and holders[field.name] == 1 for field in entity.fields)
        or any(value in spoken for field in entity.fields for value in _values(field.type))
    }
    return taken | led_to | telling


def _entities_in(kind: Type) -> Iterator[str]:
    return (inner.entity for inner in walk(kind) if isinstance(inner, EntityType | ReferenceType))


def _values(kind: Type) -> tuple[str, ...]:
    inner = without_optional(kind)
    return inner.values if isinstance(inner, EnumType) else ()


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
