"""How entities lie in tables: one table an entity, `id` first, references and owners as `…_id`."""

from dataclasses import dataclass

from inlay.contract.boundary import Entity, Field, is_list_of_entities, without_optional
from inlay.contract.naming import foreign_key, table_name
from inlay.contract.types import EntityType, ListType, OptionalType, ReferenceType, Scalar, Type

__all__ = ["Column", "TableShape", "tables_of"]

_KEY = Scalar("int")


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column. `field` is the field it holds, None for `id` and for the key of an owner.

    `points_to` is the table whose `id` it carries, if it carries one.
    """

    name: str
    type: Type
    field: Field | None = None
    points_to: str | None = None

    @property
    def optional(self) -> bool:
        """Say whether the column may be null."""
        return isinstance(self.type, OptionalType)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableShape:
    """The table of one entity."""

    name: str
    entity: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """Give the column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def tables_of(entities: tuple[Entity, ...]) -> tuple[TableShape, ...]:
    """Give the table of every entity, in the order of the entities.

    An entity that is the owned child of others carries the key of each owner; with several owners
    each of these keys may be null.
    """
    owners: dict[str, list[Entity]] = {}
    for owner in entities:
        for owned in dict.fromkeys(_owned(field) for field in owner.fields):
            owners.setdefault(owned, []).append(owner)
    return tuple(_table(entity, owners.get(entity.name, [])) for entity in entities)


def _table(entity: Entity, owners: list[Entity]) -> TableShape:
    own = [_column(field) for field in entity.fields if not _is_owned(field)]
    taken = {"id", *(column.name for column in own)}
    keys = [
        _key(foreign_key(owner.name), owner.name, optional=len(owners) > 1)
        for owner in owners
        if foreign_key(owner.name) not in taken
    ]
    return TableShape(
        name=table_name(entity.name),
        entity=entity.name,
        columns=(Column(name="id", type=_KEY), *keys, *own),
    )


def _is_owned(field: Field) -> bool:
    kind = without_optional(field.type)
    return is_list_of_entities(kind) or isinstance(kind, EntityType)


def _owned(field: Field) -> str:
    """Give the entity that a field owns, or nothing."""
    kind = without_optional(field.type)
    inner = kind.item if isinstance(kind, ListType) else kind
    return inner.entity if isinstance(inner, EntityType) else ""


def _column(field: Field) -> Column:
    kind = without_optional(field.type)
    if isinstance(kind, ReferenceType):
        optional = isinstance(field.type, OptionalType)
        return _key(foreign_key(field.name), kind.entity, optional=optional, field=field)
    return Column(name=field.name, type=field.type, field=field)


def _key(name: str, entity: str, *, optional: bool, field: Field | None = None) -> Column:
    kind: Type = OptionalType(_KEY) if optional else _KEY
    return Column(name=name, type=kind, field=field, points_to=table_name(entity))
