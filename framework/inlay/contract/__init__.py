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
from inlay.contract.misspelt import TypeInvalid
from inlay.contract.naming import class_name, foreign_key, plural, snake_case, table_name, variable_name
from inlay.contract.parser import FieldText, parse_field, parse_type
from inlay.contract.spans import INTS, Span, amounts, span_of
from inlay.contract.types import (
    LARGEST_INT,
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
    "INTS",
    "LARGEST_INT",
    "Constraint",
    "Contract",
    "DecimalType",
    "Entity",
    "EntityType",
    "EnumType",
    "Field",
    "FieldText",
    "ListType",
    "MapType",
    "OptionalType",
    "Parameter",
    "RecordType",
    "ReferenceType",
    "Scalar",
    "ScalarName",
    "Span",
    "Type",
    "TypeInvalid",
    "amounts",
    "class_name",
    "foreign_key",
    "is_list_of_entities",
    "parse_field",
    "parse_type",
    "plural",
    "reachable",
    "snake_case",
    "span_of",
    "table_name",
    "variable_name",
    "walk",
    "without_optional",
]
