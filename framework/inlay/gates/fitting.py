"""Whether a value that came out of a box is one that a type has, in words of the spec."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from inlay.contract import (
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
)
from inlay.gates.spelling import said
from inlay.sandbox import EntityValue, Value

__all__ = ["misfit"]

_SCALARS: dict[str, type] = {"bool": bool, "date": date, "datetime": datetime, "int": int, "str": str}


def misfit(value: Value, kind: Type) -> str:
    """Say why a value is none of its type; empty when it is one."""
    return next(_misfits(value, kind), "")


def _misfits(value: Value, kind: Type) -> Iterator[str]:
    match kind, value:
        case OptionalType(inner), _:
            if value is not None:
                yield from _misfits(value, inner)
        case _, None:
            yield f"the result is missing where the contract says {kind}"
        case ListType(item), list():
            for each in value:
                yield from _misfits(each, item)
        case MapType(item), Mapping():
            for each in value.values():
                yield from _misfits(each, item)
        case RecordType(columns), Mapping():
            yield from _record(value, columns)
        case _ if not _is(value, kind):
            yield f"the result is {said(value)}, which is no {kind}"


def _record(value: Mapping[str, Value], columns: tuple[tuple[str, Type], ...]) -> Iterator[str]:
    if set(value) != {name for name, _ in columns}:
        yield f"the result has the fields {', '.join(sorted(value))}"
        return
    for name, kind in columns:
        yield from _misfits(value[name], kind)


def _is(value: Value, kind: Type) -> bool:
    match kind:
        case Scalar(name):
            return type(value) is _SCALARS[name]
        case EnumType(values):
            return type(value) is str and value in values
        case DecimalType():
            return isinstance(value, Decimal) and _holds(kind, value)
        case EntityType(entity) | ReferenceType(entity):
            return isinstance(value, EntityValue) and value.entity == entity
    return False


def _holds(kind: DecimalType, value: Decimal) -> bool:
    """Say whether a number is finite and keeps to the decimals that are declared."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    extra = 0 if kind.scale is None else -exponent - kind.scale
    return extra <= 0 or not any(value.as_tuple().digits[-extra:])
