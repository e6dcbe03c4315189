"""Says when two inputs of examples mean the same: what is left out stands for its default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from inlay.contract import Entity, EntityType, Field, ListType, OptionalType, ReferenceType, Type, without_optional
from inlay.contract.tables import TableShape
from inlay.spec.values import default_of

__all__ = ["Completion", "canonical"]


@dataclass(frozen=True, slots=True)
class Completion:
    """Puts in what an example leaves out, where the spec says what that is."""

    entities: Mapping[str, Entity]

    def value(self, value: object, kind: Type) -> object:
        """Complete a value of a type."""
        match without_optional(kind), value:
            case ((EntityType(entity) | ReferenceType(entity)), Mapping()):
                return self._fields(value, self.entities[entity].fields)
            case ListType(item), list():
                return [self.value(inner, item) for inner in value]
        return value

    def rows(self, rows: object, shape: TableShape) -> object:
        """Complete the rows of a table."""
        fields = [column.field for column in shape.columns if column.field and not column.points_to]
        return [self._fields(row, fields) for row in rows] if isinstance(rows, list) else rows

    def _fields(self, value: Mapping[str, object], fields: Iterable[Field]) -> dict[str, object]:
        completed = dict(value)
        for field in fields:
            if field.name in value:
                completed[field.name] = self.value(value[field.name], field.type)
            elif field.default is not None:
                completed[field.name] = default_of(field)
            elif isinstance(field.type, OptionalType):
                completed[field.name] = None
        return completed


def canonical(value: object) -> object:
    """Give a hashable form that equal values share: 10 and 10.0 are equal, 1 and true are not."""
    match value:
        case bool() | None:
            return ("word", value)
        case int() | Decimal():
            return ("number", Decimal(value).normalize())
        case Mapping():
            return ("mapping", frozenset((key, canonical(inner)) for key, inner in value.items()))
        case list():
            return ("list", tuple(canonical(inner) for inner in value))
    return ("text", value)
