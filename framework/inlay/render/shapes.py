"""Types, fields and values of a spec as plain data, so that templates see no object of inlay."""

from typing import Any

from inlay.contract import (
    DecimalType,
    EntityType,
    EnumType,
    Field,
    ListType,
    MapType,
    OptionalType,
    Parameter,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    is_list_of_entities,
    is_unique,
    longest,
    without_optional,
)
from inlay.contract.naming import foreign_key
from inlay.render.samples import samples_of

__all__ = ["Plain", "field_shape", "parameter_shape", "type_shape"]

Plain = dict[str, Any]

_BOUNDS = {">=": "ge", ">": "gt", "<=": "le", "<": "lt"}


def type_shape(kind: Type) -> Plain:
    """Give a type as data: `kind` says which, `optional` whether it may be missing, the rest depends on the kind."""
    shape = _inner_shape(without_optional(kind))
    return shape | {"optional": isinstance(kind, OptionalType), "text": str(kind)}


def _inner_shape(kind: Type) -> Plain:
    match kind:
        case Scalar(name):
            return {"kind": name}
        case DecimalType(precision, scale):
            return {"kind": "decimal", "precision": precision, "scale": scale}
        case EnumType(values):
            return {"kind": "enum", "values": list(values)}
        case EntityType(entity):
            return {"kind": "entity", "entity": entity}
        case ReferenceType(entity):
            return {"kind": "reference", "entity": entity}
        case ListType(item):
            return {"kind": "list", "item": type_shape(item)}
        case MapType(value):
            return {"kind": "map", "value": type_shape(value)}
        case RecordType(columns):
            return {"kind": "record", "columns": [{"name": name, "type": type_shape(of)} for name, of in columns]}
        case OptionalType(inner):
            return _inner_shape(inner)


def parameter_shape(parameter: Parameter) -> Plain:
    """Give a parameter as data."""
    return {"name": parameter.name, "type": type_shape(parameter.type)}


def field_shape(field: Field) -> Plain:
    """Give a field as data.

    `kind` is that of its type, but `children` for a list of owned entities, `child` for one of them and
    `reference` for a reference; `target` is the entity behind those. `column` is its name in the table.
    `sample` and `other` are two values that keep its limits.
    """
    kind = without_optional(field.type)
    target = _target(kind)
    sample, other = samples_of(field)
    return {
        "name": field.name,
        "kind": _role(kind),
        "type": type_shape(field.type),
        "column": foreign_key(field.name) if isinstance(kind, ReferenceType) else field.name,
        "target": target,
        "optional": isinstance(field.type, OptionalType),
        "default": field.default,
        "unique": is_unique(field.constraints),
        "max": longest(field.constraints),
        "bounds": {_BOUNDS[limit.operator]: limit.bound for limit in field.constraints if limit.operator in _BOUNDS},
        "check": _check(field),
        "sample": sample,
        "other": other,
    }


def _target(kind: Type) -> str | None:
    inner = kind.item if isinstance(kind, ListType) else kind
    return inner.entity if isinstance(inner, EntityType | ReferenceType) else None


def _role(kind: Type) -> object:
    if is_list_of_entities(kind):
        return "children"
    if isinstance(kind, EntityType):
        return "child"
    return type_shape(kind)["kind"]


def _check(field: Field) -> str:
    """Give the bounds of a field as a condition of SQL."""
    bounds = [limit for limit in field.constraints if limit.operator in _BOUNDS]
    return " AND ".join(f"{field.name} {limit.operator} {limit.bound}" for limit in bounds)
