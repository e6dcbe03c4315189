"""Contracts: the typed boundary of a slot, independent of any target language."""

from dataclasses import dataclass, field

from inlay.contract.types import Constraint, EntityType, ListType, OptionalType, RecordType, ReferenceType, Type, walk

__all__ = [
    "Contract",
    "Entity",
    "Field",
    "Parameter",
    "columns_of",
    "is_list_of_entities",
    "reachable",
    "without_optional",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A named, typed field of an entity. `default` is the text behind `=` in the spec."""

    name: str
    type: Type
    constraints: tuple[Constraint, ...] = ()
    default: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A thing of the business with its fields, in the order of the spec."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Give the field of this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A named, typed argument of a slot."""

    name: str
    type: Type


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """What a slot takes, gives and may see.

    `entities` are those whose fields are in reach: for a rule, what the parameters lead to through
    children and references; for a query, every entity of the spec, since each is a table. `language` is
    that of the slot kind, where a catalog has been asked for it.
    """

    name: str
    kind: str
    parameters: tuple[Parameter, ...]
    result: Type
    entities: tuple[Entity, ...]
    language: str = field(default="", repr=False)

    @property
    def is_query(self) -> bool:
        """Say whether a body is a query over tables; of a kind without a language its name says so."""
        return self.language == "sql" if self.language else self.kind == "sql-query"

    def __str__(self) -> str:
        """Give it in one line, in the words of the spec."""
        takes = ", ".join(f"{parameter.name}: {parameter.type}" for parameter in self.parameters)
        return f"{self.name}({takes}) -> {self.result}"

    def entity(self, name: str) -> Entity | None:
        """Give the entity in reach of this name, or None."""
        return next((entity for entity in self.entities if entity.name == name), None)


def reachable(roots: tuple[Type, ...], entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Give the entities that types lead to through fields, in the order of `entities`."""
    by_name = {entity.name: entity for entity in entities}
    found: set[str] = set()
    frontier = [name for root in roots for name in _named(root)]
    while frontier:
        name = frontier.pop()
        if name in found or name not in by_name:
            continue
        found.add(name)
        frontier += [inner for field in by_name[name].fields for inner in _named(field.type)]
    return tuple(entity for entity in entities if entity.name in found)


def _named(kind: Type) -> list[str]:
    return [inner.entity for inner in walk(kind) if isinstance(inner, EntityType | ReferenceType)]


def is_list_of_entities(kind: Type) -> bool:
    """Say whether a type is a list of owned children."""
    return isinstance(kind, ListType) and isinstance(kind.item, EntityType)


def columns_of(kind: Type) -> tuple[tuple[str, Type], ...]:
    """Give the columns of a row, or of a list of rows; none for any other type."""
    row = kind.item if isinstance(kind, ListType) else kind
    return row.columns if isinstance(row, RecordType) else ()


def without_optional(kind: Type) -> Type:
    """Give the type inside `T?`, or the type itself."""
    return kind.inner if isinstance(kind, OptionalType) else kind
