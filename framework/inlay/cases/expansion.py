"""Makes a spec's example whole: typed values, nested children, references, rows with their keys."""

from collections.abc import Mapping

from inlay.cases.case import Case, Thing, Value
from inlay.cases.fillers import ODD, Fillers, filler
from inlay.cases.plain import ExampleInvalid, default_value, mapping, only, plain, sequence
from inlay.cases.rows import rows_of
from inlay.contract import (
    Contract,
    Entity,
    EntityType,
    Field,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Type,
    without_optional,
)
from inlay.spec.model import Example

__all__ = ["TABLES", "expand"]

TABLES = "tables"
"""The key of an example of a query that holds its rows."""

_DEEPEST = 4


def expand(contract: Contract, example: Example, fillers: Fillers = ODD) -> Case:
    """Give the whole case of an example; raises `ExampleInvalid` for a value of the wrong type."""
    if contract.is_query:
        return _query_case(contract, example, fillers)
    known = {parameter.name for parameter in contract.parameters}
    only(example.given, known, "parameter")
    return Case(arguments=_arguments(contract, example.given, fillers), expected=_expected(contract, example))


def _query_case(contract: Contract, example: Example, fillers: Fillers) -> Case:
    given = dict(example.given)
    tables = given.pop(TABLES, {})
    only(given, {parameter.name for parameter in contract.parameters}, "parameter")
    rows = rows_of(contract, mapping(tables, TABLES), fillers)
    return Case(arguments=_arguments(contract, given, fillers), expected=_expected(contract, example), tables=rows)


def _arguments(contract: Contract, given: Mapping[str, object], fillers: Fillers) -> dict[str, Value]:
    builder = _Builder(contract, fillers)
    return {
        parameter.name: builder.value(parameter.type, given[parameter.name], parameter.name)
        if parameter.name in given
        else builder.left_out(Field(name=parameter.name, type=parameter.type), 0)
        for parameter in contract.parameters
    }


def _expected(contract: Contract, example: Example) -> Value:
    return _Builder(contract, ODD).value(contract.result, example.then, "then")


class _Builder:
    def __init__(self, contract: Contract, fillers: Fillers) -> None:
        self._fillers = fillers
        self._entities = {entity.name: entity for entity in contract.entities}

    def value(self, kind: Type, data: object, place: str, depth: int = 0) -> Value:
        """Give data of an example as a value of its type."""
        match kind:
            case OptionalType(inner):
                return None if data is None else self.value(inner, data, place, depth)
            case EntityType(entity) | ReferenceType(entity):
                return self._thing(self._entities[entity], mapping(data, place), place, depth)
            case ListType(item):
                items = sequence(data, place)
                return [self.value(item, each, f"{place}[{at}]", depth) for at, each in enumerate(items)]
            case MapType(value):
                return {
                    str(key): self.value(value, each, f"{place}.{key}", depth)
                    for key, each in mapping(data, place).items()
                }
            case RecordType(columns):
                return self._record(columns, mapping(data, place), place)
        return plain(kind, data, place)

    def left_out(self, field: Field, depth: int, number: int = 1) -> Value:
        """Give what a field holds when an example does not say."""
        kind = field.type
        if field.default is not None:
            return default_value(without_optional(kind), field.default, field.name)
        if isinstance(kind, EntityType | ReferenceType):
            if depth >= _DEEPEST:
                return None
            return self._thing(self._entities[kind.entity], {}, field.name, depth + 1)
        return filler(kind, field.name, field.constraints, number, self._fillers)

    def _thing(self, entity: Entity, data: Mapping[str, object], place: str, depth: int) -> Thing:
        only(data, {field.name for field in entity.fields}, f"{entity.name} field")
        fields = {
            field.name: self.value(field.type, data[field.name], f"{place}.{field.name}", depth + 1)
            if field.name in data
            else self.left_out(field, depth)
            for field in entity.fields
        }
        return Thing(entity.name, fields)

    def _record(
        self, columns: tuple[tuple[str, Type], ...], data: Mapping[str, object], place: str
    ) -> dict[str, Value]:
        only(data, {name for name, _ in columns}, "column")
        missing = [name for name, kind in columns if name not in data and not isinstance(kind, OptionalType)]
        if missing:
            raise ExampleInvalid(f"{place} lacks the column {', '.join(missing)}")
        return {name: self.value(kind, data.get(name), f"{place}.{name}") for name, kind in columns}
