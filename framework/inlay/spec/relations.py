"""Checks how entities hang together: one owner each, no circle of owners, every circle of references open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inlay.contract import Entity, EntityType, Field, ListType, ReferenceType, foreign_key, table_name
from inlay.spec.faults import Faults
from inlay.spec.model import Place

__all__ = ["check_relations"]


@dataclass(frozen=True, slots=True)
class _Relations:
    entities: tuple[Entity, ...]
    places: Mapping[str, Place]
    faults: Faults

    def place(self, entity: str, field: str = "") -> Place:
        return self.places[f"entities.{entity}.{field}".rstrip(".")]

    def owned(self) -> dict[str, list[tuple[Entity, Field]]]:
        """Give each owned entity with the fields that own it."""
        found: dict[str, list[tuple[Entity, Field]]] = {}
        for entity in self.entities:
            for field in entity.fields:
                if isinstance(field.type, ListType) and isinstance(field.type.item, EntityType):
                    found.setdefault(field.type.item.entity, []).append((entity, field))
        return found


def check_relations(entities: tuple[Entity, ...], places: Mapping[str, Place], faults: Faults) -> None:
    """Note owners, references and names of tables and columns that cannot stand together."""
    relations = _Relations(entities, places, faults)
    owned = relations.owned()
    _check_owners(relations, owned)
    _check_references(relations, owned)
    _check_circles(relations)
    _check_tables(relations)
    for entity in entities:
        _check_columns(relations, entity, [owner.name for owner, _ in owned.get(entity.name, [])])


def _check_owners(relations: _Relations, owned: Mapping[str, list[tuple[Entity, Field]]]) -> None:
    owner_of = {child: owners[0][0].name for child, owners in owned.items()}
    for child, owners in owned.items():
        first, first_field = owners[0]
        for owner, field in owners[1:]:
            message = f"`{child}` has an owner already: {first.name}.{first_field.name}"
            relations.faults.add(
                relations.place(owner.name, field.name), message, f"write -> {child} or a second entity"
            )
        circle = list(_chain(child, owner_of))
        if circle[-1] == child and child == min(circle):
            message = f"the owners of `{child}` go in a circle: {' in '.join((child, *circle))}"
            relations.faults.add(relations.place(first.name, first_field.name), message, "something must stand outside")


def _chain(start: str, step: Mapping[str, str]) -> Iterator[str]:
    """Follow a step from name to name, up to the end or the first name that comes again."""
    seen: set[str] = set()
    name = step.get(start)
    while name is not None and name not in seen:
        yield name
        seen.add(name)
        name = step.get(name)


def _check_references(relations: _Relations, owned: Mapping[str, object]) -> None:
    for entity in relations.entities:
        for field in entity.fields:
            target = next((kind.entity for kind in _inside(field) if isinstance(kind, ReferenceType)), None)
            if target in owned:
                message = f"`{target}` is part of its owner and cannot be referred to"
                relations.faults.add(relations.place(entity.name, field.name), message, "refer to the owner")


def _check_circles(relations: _Relations) -> None:
    """Note circles of references in which nothing could be made first."""
    needs = _stuck(relations.entities)
    step = {name: next(iter(fields.values())) for name, fields in needs.items() if fields}
    told: set[str] = set()
    for name in step:
        circle = list(_chain(name, step))
        if circle[-1] == name and name not in told:
            told.update(circle)
            field_name = next(iter(needs[name]))
            message = f"no {name} could ever be made, each waits for the next: {', '.join((name, *circle))}"
            relations.faults.add(relations.place(name, field_name), message, f"write -> {circle[0]}?")


def _stuck(entities: tuple[Entity, ...]) -> dict[str, dict[str, str]]:
    """Give the entities that wait for each other, with the fields that make them wait."""
    known = {entity.name for entity in entities}
    needs = {
        entity.name: {
            field.name: field.type.entity
            for field in entity.fields
            if isinstance(field.type, ReferenceType) and field.type.entity in known
        }
        for entity in entities
    }
    while free := [name for name, fields in needs.items() if not fields]:
        for name in free:
            del needs[name]
        needs = {
            name: {field: target for field, target in fields.items() if target in needs}
            for name, fields in needs.items()
        }
    return needs


def _inside(field: Field) -> tuple[object, ...]:
    return (field.type, getattr(field.type, "inner", None))


def _check_tables(relations: _Relations) -> None:
    seen: dict[str, str] = {}
    for entity in relations.entities:
        table = table_name(entity.name)
        first = seen.setdefault(table, entity.name)
        if first != entity.name:
            message = f"`{entity.name}` and `{first}` would share the table `{table}`"
            relations.faults.add(relations.place(entity.name), message, "rename one of them")


def _check_columns(relations: _Relations, entity: Entity, owners: list[str]) -> None:
    seen = {foreign_key(owner): f"the owner {owner}" for owner in owners}
    for field in entity.fields:
        if isinstance(field.type, ListType):
            continue
        reference = any(isinstance(kind, ReferenceType) for kind in _inside(field))
        column = foreign_key(field.name) if reference else field.name
        if column in seen:
            message = f"`{field.name}` and {seen[column]} would share the column `{column}`"
            relations.faults.add(relations.place(entity.name, field.name), message, "rename or delete the field")
        seen[column] = f"`{field.name}`"
