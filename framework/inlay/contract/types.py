"""The type language: the small set of types that specs, contracts, tests and every target language share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "LARGEST_INT",
    "Constraint",
    "DecimalType",
    "EntityType",
    "EnumType",
    "ListType",
    "MapType",
    "OptionalType",
    "RecordType",
    "ReferenceType",
    "Scalar",
    "ScalarName",
    "Type",
    "walk",
]

LARGEST_INT = 2**31 - 1
"""The largest number that a column of type int holds on every engine."""

ScalarName = Literal["str", "int", "bool", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """One of the plain types; `str` of any of these types gives its spelling in a spec."""

    name: ScalarName

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class DecimalType:
    """An exact number; money is always one of these. Without precision it is unlimited."""

    precision: int | None = None
    scale: int | None = None

    def __str__(self) -> str:
        return "decimal" if self.precision is None else f"decimal({self.precision},{self.scale})"


@dataclass(frozen=True, slots=True)
class EnumType:
    """One of a closed list of words."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"enum[{', '.join(self.values)}]"


@dataclass(frozen=True, slots=True)
class EntityType:
    """An entity by value: a parameter, or the item of a list of owned children."""

    entity: str

    def __str__(self) -> str:
        return self.entity


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """A reference to an entity that lives by itself."""

    entity: str

    def __str__(self) -> str:
        return f"-> {self.entity}"


@dataclass(frozen=True, slots=True)
class ListType:
    """Several values in order."""

    item: "Type"

    def __str__(self) -> str:
        return f"[{self.item}]"


@dataclass(frozen=True, slots=True)
class OptionalType:
    """A value that may be missing."""

    inner: "Type"

    def __str__(self) -> str:
        return f"{self.inner}?"


@dataclass(frozen=True, slots=True)
class MapType:
    """Values by text key."""

    value: "Type"

    def __str__(self) -> str:
        return f"{{str: {self.value}}}"


@dataclass(frozen=True, slots=True)
class RecordType:
    """A row with named columns; only results of queries have this type."""

    columns: tuple[tuple[str, "Type"], ...]

    def __str__(self) -> str:
        return "{" + ", ".join(f"{name}: {column}" for name, column in self.columns) + "}"


Type = Scalar | DecimalType | EnumType | EntityType | ReferenceType | ListType | OptionalType | MapType | RecordType


@dataclass(frozen=True, slots=True)
class Constraint:
    """A limit on a field's values: a comparison with a number, `max` characters, or `unique`."""

    operator: Literal[">=", ">", "<=", "<", "max", "unique"]
    bound: str | None = None

    def __str__(self) -> str:
        return self.operator if self.bound is None else f"{self.operator} {self.bound}"


def walk(kind: Type) -> Iterator[Type]:
    """Give a type and every type inside it, outermost first."""
    yield kind
    match kind:
        case ListType(inner) | OptionalType(inner) | MapType(inner):
            yield from walk(inner)
        case RecordType(columns):
            for _, column in columns:
                yield from walk(column)
