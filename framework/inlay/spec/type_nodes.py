"""Types as they stand in a spec: in one word, or spelt with YAML's own lists and mappings."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from inlay.contract import (
    FieldText,
    ListType,
    MapType,
    RecordType,
    ReferenceType,
    Type,
    TypeInvalid,
    class_name,
    parse_field,
    parse_type,
    walk,
)
from inlay.contract.types import EntityType
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.model import Place
from inlay.spec.nodes import Items, Keys, Node, Word, kind_of

__all__ = ["TypeReader"]


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads types and checks that every entity they name exists."""

    entities: Collection[str]
    faults: Faults

    def field(self, node: Node) -> FieldText | None:
        """Read what stands behind a field; gives None after noting what is wrong."""
        if not isinstance(node, Word):
            kind = self.type(node)
            return FieldText(type=kind) if kind else None
        if not self._is_text(node):
            return None
        try:
            read = parse_field(node.text)
        except TypeInvalid as error:
            self._note(node, error)
            return None
        return read if self._known(read.type, node) else None

    def type(self, node: Node) -> Type | None:
        """Read a type; gives None after noting what is wrong."""
        match node:
            case Word():
                return self._word(node)
            case Items([item]):
                inner = self.type(item)
                return ListType(inner) if inner else None
            case Items():
                self.faults.add(node.place, "a list type holds exactly one type", "[T], as in [OrderLine]")
            case Keys([]):
                self.faults.add(node.place, "a row needs at least one column", "{name: str}")
            case Keys([(key, value)]) if key.text == "str":
                inner = self.type(value)
                return MapType(inner) if inner else None
            case Keys(entries):
                columns = [(key.text, self.type(value)) for key, value in entries]
                known = tuple((name, kind) for name, kind in columns if kind)
                return RecordType(known) if len(known) == len(columns) else None
        return None

    def _word(self, word: Word) -> Type | None:
        if not self._is_text(word):
            return None
        try:
            kind = parse_type(word.text)
        except TypeInvalid as error:
            self._note(word, error)
            return None
        return kind if self._known(kind, word) else None

    def _is_text(self, word: Word) -> bool:
        if isinstance(word.value, str):
            return True
        self.faults.add(
            word.place, f"a type is missing, this is {kind_of(word)}", "write a type, as in str or decimal(12,2)"
        )
        return False

    def _note(self, word: Word, error: TypeInvalid) -> None:
        found = re.match(r"\w*", word.text[error.column - 1 :])
        entity = class_name(found.group()) if found else ""
        hint = f"did you mean {entity}?" if entity in self.entities else error.hint
        self.faults.add(shifted(word, error.column), str(error), hint)

    def _known(self, kind: Type, word: Word) -> bool:
        names = [inner.entity for inner in walk(kind) if isinstance(inner, EntityType | ReferenceType)]
        unknown = [name for name in names if name not in self.entities]
        for name in unknown:
            place = shifted(word, word.text.find(name) + 1)
            self.faults.add(place, f"there is no entity `{name}`", did_you_mean(name, self.entities))
        return not unknown


def shifted(word: Word, column: int) -> Place:
    """Give the place of a column within a word."""
    return replace(word.place, column=word.place.column + column - 1 + word.quoted)
