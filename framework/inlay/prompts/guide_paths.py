"""The types of paths such as `order.lines` in a Python body that is still being written, in reference tokens."""

import re
from collections.abc import Iterable, Mapping

from inlay.contract import (
    Contract,
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    OptionalType,
    ReferenceType,
    Scalar,
    Type,
    walk,
    without_optional,
)

__all__ = ["CHAIN", "Paths"]

CHAIN = r"(<[nv]\d+>(?:\.<n\d+>)*)"
_FIELDS_OF_LOCAL = re.compile(r"(<v\d+>)\.(<n\d+>)")
_NONE: frozenset[str] = frozenset()


class Paths:
    """Knows parameters and fields; of a local it knows what a `for` or an assignment has said so far."""

    def __init__(self, contract: Contract, tokens: Mapping[str, str]) -> None:
        self.parameters: dict[str, Type] = {
            tokens[parameter.name]: parameter.type for parameter in contract.parameters if parameter.name in tokens
        }
        self._fields: dict[str, dict[str, Type]] = {
            entity.name: {tokens[field.name]: field.type for field in entity.fields if field.name in tokens}
            for entity in contract.entities
        }
        self._items = _item_entities([*self.parameters.values(), *self._field_types()])

    def _field_types(self) -> Iterable[Type]:
        return (kind for fields in self._fields.values() for kind in fields.values())

    def types(self) -> list[Type]:
        """Give the types of all parameters and fields."""
        return [*self.parameters.values(), *self._field_types()]

    def type_of(self, path: str, text: str, asked: frozenset[str] = _NONE) -> Type | None:
        """Give the type of a path without its optionality, or None where nothing says it."""
        kind = self._declared(path, text, asked)
        return without_optional(kind) if kind is not None else None

    def always_there(self, path: str, text: str) -> bool:
        """Say whether a path leads to a field that the contract does not call optional."""
        kind = self._declared(path, text) if "." in path else None
        return kind is not None and not isinstance(kind, OptionalType)

    def _declared(self, path: str, text: str, asked: frozenset[str] = _NONE) -> Type | None:
        head, *rest = path.split(".")
        kind = self.parameters.get(head) if head.startswith("<n") else self._bound(head, text, asked)
        for token in rest:
            kind = without_optional(kind) if kind is not None else None
            if not isinstance(kind, EntityType | ReferenceType):
                return None
            kind = self._fields.get(kind.entity, {}).get(token)
        return kind

    def behind(self, path: str, text: str) -> frozenset[str]:
        """Give the fields that may follow a path and a dot."""
        head, *rest = path.split(".")
        known = self.type_of(head, text)
        if known is None and head.startswith("<v"):
            entities = self._followed(self._fitting(head, text), rest)
        else:
            kind = self.type_of(path, text)
            entities = [kind.entity] if isinstance(kind, EntityType | ReferenceType) else []
        return self._of(entities)

    def gone_over(self, local: str, path: str, names: frozenset[str], text: str) -> frozenset[str]:
        """Give the names behind a path that `for` can go over: lists of what has the fields this local was asked for.

        A record may lead to such a list. Where nothing is known to, all names may follow.
        """
        fitting = self._fitting(local, text)
        kinds = {name: self.type_of(path + name, text) for name in names}
        return frozenset(name for name, kind in kinds.items() if _leads_to(kind, fitting)) or names

    def behind_value(self, fields: Iterable[str]) -> frozenset[str]:
        """Give the fields that may follow a value of any entity and these fields of it."""
        return self._of(self._followed(self._fields, fields))

    def _of(self, entities: Iterable[str]) -> frozenset[str]:
        return frozenset(token for entity in entities for token in self._fields.get(entity, ()))

    def _followed(self, entities: Iterable[str], rest: Iterable[str]) -> list[str]:
        for token in rest:
            kinds = (
                without_optional(self._fields[entity][token]) for entity in entities if token in self._fields[entity]
            )
            entities = [kind.entity for kind in kinds if isinstance(kind, EntityType | ReferenceType)]
        return list(entities)

    def _fitting(self, local: str, text: str) -> list[str]:
        """Give the entities that have every field that this local, not yet bound, was asked for."""
        line = text.rpartition("\n")[2]
        used = {field for name, field in _FIELDS_OF_LOCAL.findall(line) if name == local}
        fitting = [entity for entity in self._items if used <= set(self._fields.get(entity, ()))]
        return fitting or [entity for entity, fields in self._fields.items() if used <= set(fields)]

    def _bound(self, local: str, text: str, asked: frozenset[str]) -> Type | None:
        """Give the type of a local if a `for` or an assignment said so; locals that go over each other have none."""
        if local in asked:
            return None
        over = re.findall(rf"for ?{local} in ?{CHAIN}(?![.\w(\[])", text)
        if over:
            kind = self.type_of(over[-1], text, asked | {local})
            return kind.item if isinstance(kind, ListType) else None
        given = re.findall(rf"(?:^|\n) *{local} = ?{CHAIN}\n", text)
        return self.type_of(given[-1], text, asked | {local}) if given else None


def _leads_to(kind: Type | None, entities: list[str]) -> bool:
    match kind:
        case ListType(item=EntityType() as item):
            return item.entity in entities
        case EnumType() | Scalar(name="int" | "bool" | "date" | "datetime") | DecimalType():
            return False
    return True


def _item_entities(kinds: Iterable[Type]) -> list[str]:
    lists = (inner for kind in kinds for inner in walk(kind) if isinstance(inner, ListType))
    return list(dict.fromkeys(inner.item.entity for inner in lists if isinstance(inner.item, EntityType)))
