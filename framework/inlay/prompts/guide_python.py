"""The guide of Python bodies: parameters where an expression begins, fields behind their owner, values in quotes."""

import re
from collections.abc import Iterable, Mapping

from inlay.contract import Contract, EntityType, EnumType, ListType, ReferenceType, Type, walk, without_optional

__all__ = ["PythonGuide"]

_PATH = re.compile(r"(<[nv]\d+>(?:\.<n\d+>)*)\.$")
_FIELDS_OF_LOCAL = re.compile(r"(<v\d+>)\.(<n\d+>)")
_COMPARED = re.compile(r"(<[nv]\d+>(?:\.<n\d+>)*) (?:==|!=|in|not in) ?\(?(?:\"[^\"]*\", )*\"$")
_NONE: frozenset[str] = frozenset()


class PythonGuide:
    """Follows the types of paths through the contract."""

    def __init__(self, contract: Contract, references: Mapping[str, str]) -> None:
        tokens = {name: token for token, name in references.items() if token.startswith("<n")}
        self._parameters: dict[str, Type] = {
            tokens[parameter.name]: parameter.type for parameter in contract.parameters if parameter.name in tokens
        }
        self._fields: dict[str, dict[str, Type]] = {
            entity.name: {tokens[field.name]: field.type for field in entity.fields if field.name in tokens}
            for entity in contract.entities
        }
        self._tokens = tokens
        self._result = self._values(contract.result)
        kinds = [*self._parameters.values(), *(kind for fields in self._fields.values() for kind in fields.values())]
        self._items = _item_entities(kinds)
        self._all_values = frozenset(value for kind in (*kinds, contract.result) for value in self._values(kind))

    def allowed(self, text: str) -> frozenset[str]:
        """Give the tokens that may follow."""
        if text.count('"') % 2:
            return self._in_quotes(text)
        if text.endswith("."):
            return self._behind_owner(text)
        return frozenset(self._parameters)

    def _in_quotes(self, text: str) -> frozenset[str]:
        if text.endswith('Decimal("'):
            return _NONE
        compared = _COMPARED.search(text)
        kind = self._type_of(compared[1], text) if compared else None
        if kind is not None:
            return self._values(kind)
        return self._result or self._all_values

    def _behind_owner(self, text: str) -> frozenset[str]:
        found = _PATH.search(text)
        if found is None:
            return self._of(self._items) if text.endswith(").") else _NONE
        path = found[1]
        if path.startswith("<v") and "." not in path and self._bound(path, text) is None:
            return self._of(self._fitting(path, text))
        kind = self._type_of(path, text)
        return self._of([kind.entity]) if isinstance(kind, EntityType | ReferenceType) else _NONE

    def _of(self, entities: Iterable[str]) -> frozenset[str]:
        return frozenset(token for entity in entities for token in self._fields.get(entity, ()))

    def _fitting(self, local: str, text: str) -> list[str]:
        """Give the entities that have every field that this local, not yet bound, was asked for."""
        line = text.rpartition("\n")[2]
        used = {field for name, field in _FIELDS_OF_LOCAL.findall(line) if name == local}
        return [entity for entity in self._items if used <= set(self._fields.get(entity, ()))]

    def _type_of(self, path: str, text: str, asked: frozenset[str] = _NONE) -> Type | None:
        head, *rest = path.split(".")
        kind = self._parameters.get(head) if head.startswith("<n") else self._bound(head, text, asked)
        for token in rest:
            kind = without_optional(kind) if kind is not None else None
            if not isinstance(kind, EntityType | ReferenceType):
                return None
            kind = self._fields.get(kind.entity, {}).get(token)
        return without_optional(kind) if kind is not None else None

    def _bound(self, local: str, text: str, asked: frozenset[str] = _NONE) -> Type | None:
        """Give the type of what a local goes over, if a `for` has said so; locals that go over each other have none."""
        found = re.findall(rf"for ?{local} in ?(<[nv]\d+>(?:\.<n\d+>)*)", text) if local not in asked else []
        kind = self._type_of(found[-1], text, asked | {local}) if found else None
        return kind.item if isinstance(kind, ListType) else None

    def _values(self, kind: Type) -> frozenset[str]:
        return frozenset(
            self._tokens[value]
            for inner in walk(kind)
            if isinstance(inner, EnumType)
            for value in inner.values
            if value in self._tokens
        )


def _item_entities(kinds: Iterable[Type]) -> list[str]:
    lists = (inner for kind in kinds for inner in walk(kind) if isinstance(inner, ListType))
    return list(dict.fromkeys(inner.item.entity for inner in lists if isinstance(inner.item, EntityType)))
