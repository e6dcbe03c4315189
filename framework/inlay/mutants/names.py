"""Names that may be mistaken for one another: fields and parameters of one type, words of one enum."""

from inlay.contract import Contract, EnumType, OptionalType, Parameter, Type, walk, without_optional
from inlay.contract.tables import Column, TableShape, tables_of

__all__ = ["OtherNames"]

_MOST = 2


class OtherNames:
    """Looks in one contract."""

    def __init__(self, contract: Contract) -> None:
        self._entities = contract.entities
        self._parameters = contract.parameters
        kinds = [field.type for entity in contract.entities for field in entity.fields]
        kinds += [contract.result, *(parameter.type for parameter in contract.parameters)]
        inner = [kind for outer in kinds for kind in walk(outer)]
        self._enums = list(dict.fromkeys(kind.values for kind in inner if isinstance(kind, EnumType)))
        self._tables = {shape.name: shape for shape in tables_of(contract.entities)}

    def fields(self, name: str) -> list[str]:
        """Give other fields of the same type in every entity that has a field of this name."""
        found: list[list[str]] = []
        for entity in self._entities:
            own = entity.field(name)
            if own is not None:
                found.append([each.name for each in entity.fields if each.name != name and _like(each.type, own.type)])
        return [each for each in found[0] if all(each in others for others in found)][:_MOST] if found else []

    def parameters(self, name: str) -> list[str]:
        """Give other parameters of the same type."""
        own = next((each for each in self._parameters if each.name == name), None)
        others: list[Parameter] = [each for each in self._parameters if own is not None and each.name != name]
        return [each.name for each in others if own is not None and _like(each.type, own.type)][:_MOST]

    def words(self, word: str) -> list[str]:
        """Give other words of the enums that have this one."""
        found = [other for values in self._enums if word in values for other in values if other != word]
        return list(dict.fromkeys(found))[:_MOST]

    def columns(self, table: str, name: str) -> list[str]:
        """Give other columns of the same type in a table; keys are nobody's other."""
        shape = self._tables.get(table)
        own = shape.column(name) if shape else None
        if shape is None or own is None or _is_key(own):
            return []
        others = [each for each in shape.columns if each.name != name and not _is_key(each)]
        return [each.name for each in others if without_optional(each.type) == without_optional(own.type)][:_MOST]

    def table(self, name: str) -> TableShape | None:
        """Give the table of this name, or None."""
        return self._tables.get(name)


def _like(other: Type, own: Type) -> bool:
    """Say whether a value may stand for another: of its type, and missing only where that one may be."""
    both = without_optional(other) == without_optional(own)
    return both and (isinstance(own, OptionalType) or not isinstance(other, OptionalType))


def _is_key(column: Column) -> bool:
    return column.name == "id" or column.points_to is not None
