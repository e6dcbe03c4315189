"""Reads the entities of a spec: their fields, and how they refer to and own each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field as dataclass_field

from inlay.contract import (
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    FieldText,
    ListType,
    OptionalType,
    ReferenceType,
    Scalar,
    is_list_of_entities,
    table_name,
    without_optional,
)
from inlay.contract.naming import foreign_key
from inlay.spec.constraints import check_constraints, read_default
from inlay.spec.faults import Faults
from inlay.spec.model import Place
from inlay.spec.names import NameChecker
from inlay.spec.nodes import Keys, Node, Word
from inlay.spec.relations import check_relations
from inlay.spec.type_nodes import TypeReader

__all__ = ["EntityReader"]


@dataclass(frozen=True, slots=True)
class EntityReader:
    """Reads entities and keeps the place of each of their fields."""

    faults: Faults
    places: dict[str, Place] = dataclass_field(default_factory=dict)

    def read(self, node: Node | None) -> tuple[Entity, ...]:
        """Read the section `entities`; what is wrong is noted and left out."""
        if not isinstance(node, Keys):
            return ()
        reader = TypeReader(tuple(key.text for key, _ in node), self.faults)
        entities = tuple(self._entity(key, value, reader) for key, value in node)
        check_relations(entities, self.places, self.faults)
        return entities

    def _entity(self, key: Word, node: Node, reader: TypeReader) -> Entity:
        self.places[f"entities.{key.text}"] = key.place
        NameChecker(self.faults).entity(key, table_name(key.text))
        fields = self._fields(key.text, node, reader) if isinstance(node, Keys) else ()
        return Entity(name=key.text, fields=tuple(fields))

    def _fields(self, entity: str, node: Keys, reader: TypeReader) -> Iterator[Field]:
        for key, value in node:
            self.places[f"entities.{entity}.{key.text}"] = key.place
            text = reader.field(value)
            kind = without_optional(text.type) if text else None
            is_column = kind is None or isinstance(kind, Scalar | DecimalType | EnumType)
            is_sent = not isinstance(kind, ReferenceType)
            NameChecker(self.faults).field(key, is_column=is_column, is_sent=is_sent)
            if text and self._is_storable(key, text):
                word = value if isinstance(value, Word) else Word("", value.place)
                check_constraints(text, word, self.faults)
                default = read_default(key.text, text, word, self.faults)
                yield Field(name=key.text, type=text.type, constraints=text.constraints, default=default)
            else:
                columns = (key.text, foreign_key(key.text))
                self.faults.unread |= {f"{entity}.{key.text}", *(f"{table_name(entity)}.{name}" for name in columns)}

    def _is_storable(self, key: Word, text: FieldText) -> bool:
        kind = text.type
        inner = without_optional(kind)
        if isinstance(inner, Scalar | DecimalType | EnumType | ReferenceType):
            return True
        if is_list_of_entities(inner):
            if isinstance(kind, OptionalType):
                self.faults.add(key.place, f"the list `{key.text}` is never missing, only empty", f"write {inner}")
            return not isinstance(kind, OptionalType)
        hint = "make it an entity of its own and own it: [Tag]"
        if isinstance(inner, ListType) and isinstance(inner.item, ReferenceType):
            hint = f"write [{inner.item.entity}] for its own children, or an entity between the two"
        if isinstance(inner, EntityType):
            hint = f"write -> {inner.entity} for a reference or [{inner.entity}] for its own children"
        self.faults.add(key.place, f"the field `{key.text}` cannot hold {kind}", hint)
        return False
