"""The rows of an example made whole: keys, references, and what the example leaves out."""

import json
from collections.abc import Mapping, Sequence

from inlay.cases.case import Value
from inlay.cases.fillers import Fillers, filler
from inlay.cases.plain import ExampleInvalid, default_value, mapping, only, plain, sequence
from inlay.contract import Contract, ListType, MapType, Scalar, without_optional
from inlay.contract.tables import Column, TableShape, tables_of

__all__ = ["rows_of"]


def rows_of(contract: Contract, given: Mapping[str, object], fillers: Fillers) -> dict[str, list[Mapping[str, Value]]]:
    """Give the rows of the tables that an example names, each with every column of its table."""
    shapes = {shape.name: shape for shape in tables_of(contract.entities)}
    only(given, set(shapes), "table")
    asked = {name: [mapping(row, name) for row in sequence(rows, name)] for name, rows in given.items()}
    keys = {name: _ids(rows, name) for name, rows in asked.items()}
    return {
        name: [_row(shapes[name], row, number, keys, fillers) for number, row in zip(keys[name], rows, strict=True)]
        for name, rows in asked.items()
    }


def _ids(rows: Sequence[Mapping[str, object]], table: str) -> list[int]:
    """Give the key of each row: its own, or the next that no row has."""
    own = [plain(Scalar("int"), row["id"], f"{table}.id") for row in rows if "id" in row]
    taken = {key for key in own if isinstance(key, int)}
    if len(taken) != len(own):
        raise ExampleInvalid(f"two rows of {table} have one id")
    free = (key for key in range(1, 2 * len(rows) + 2) if key not in taken)
    numbers = iter(own)
    return [int(str(next(numbers))) if "id" in row else next(free) for row in rows]


def _row(
    shape: TableShape,
    data: Mapping[str, object],
    number: int,
    keys: Mapping[str, Sequence[int]],
    fillers: Fillers,
) -> dict[str, Value]:
    only(data, {column.name for column in shape.columns}, f"{shape.name} column")
    return {column.name: _cell(column, data, number, keys, fillers) for column in shape.columns}


def _cell(
    column: Column, data: Mapping[str, object], number: int, keys: Mapping[str, Sequence[int]], fillers: Fillers
) -> Value:
    kind = without_optional(column.type)
    if column.name in data:
        given = data[column.name]
        if given is None and column.optional:
            return None
        return json.dumps(given) if isinstance(kind, ListType | MapType) else plain(kind, given, column.name)
    if column.name == "id":
        return number
    if column.optional and (column.field is None or column.field.default is None):
        return None
    if column.points_to:
        return min(keys.get(column.points_to, ()), default=1)
    if column.field and column.field.default is not None:
        return default_value(kind, column.field.default, column.name)
    constraints = column.field.constraints if column.field else ()
    made = filler(column.type, column.name, constraints, number, fillers)
    return json.dumps(made) if isinstance(kind, ListType | MapType) else made
