"""The type language and contracts."""

from inlay.contract.boundary import (
    Contract,
    Entity,
    Field,
    Parameter,
    is_list_of_entities,
    reachable,
    without_optional,
)
from inlay.contract.types import (
    Constraint,
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    ScalarName,
    Type,
    walk,
)

__all__ = [
    "Constraint",
    "Contract",
    "DecimalType",
    "Entity",
    "EntityType",
    "EnumType",
    "Field",
    "ListType",
    "MapType",
    "OptionalType",
    "Parameter",
    "RecordType",
    "ReferenceType",
    "Scalar",
    "ScalarName",
    "Type",
    "is_list_of_entities",
    "reachable",
    "walk",
    "without_optional",
]
