"""Python: types as annotations, entities as dataclasses, bodies inside a function."""

import textwrap

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
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
from inlay.languages.reading import unreadable_python
from inlay.languages.scope import imports_in_scope

__all__ = ["Python", "entity_stubs", "python_type", "signature"]

_FOR_STUBS = "from dataclasses import dataclass\nfrom typing import Literal\n"


def python_type(kind: Type) -> str:
    """Give a type as a Python annotation, as it stands in signatures: a word of an enum is text."""
    match kind:
        case Scalar(name):
            return name
        case DecimalType():
            return "Decimal"
        case EnumType():
            return "str"
        case EntityType(entity) | ReferenceType(entity):
            return entity
        case ListType(item):
            return f"list[{python_type(item)}]"
        case OptionalType(inner):
            return f"{python_type(inner)} | None"
        case MapType(value):
            return f"dict[str, {python_type(value)}]"
        case RecordType():
            return "dict[str, object]"


def entity_stubs(entities: tuple[Entity, ...]) -> str:
    """Give the entities as dataclasses, in their order, separated by two blank lines."""
    return "\n\n\n".join(_dataclass(entity) for entity in entities)


def signature(contract: Contract) -> str:
    """Give the line that opens the function of a contract."""
    parameters = ", ".join(f"{parameter.name}: {python_type(parameter.type)}" for parameter in contract.parameters)
    return f"def {contract.name}({parameters}) -> {python_type(contract.result)}:"


def _dataclass(entity: Entity) -> str:
    fields = [f"    {field.name}: {_attribute(field.type)}" for field in entity.fields]
    return "\n".join(["@dataclass", f"class {entity.name}:", *(fields or ["    pass"])])


def _attribute(kind: Type) -> str:
    """Give the type of a field: its enums are narrower than text, as the enum classes of a project are."""
    match kind:
        case OptionalType(inner):
            return f"{_attribute(inner)} | None"
        case EnumType(values):
            return f"Literal[{', '.join(repr(value) for value in values)}]"
    return python_type(kind)


class Python:
    """The language of slots that are bodies of Python functions."""

    name = "python"

    def spell(self, kind: Type) -> str:
        """Give a type as a Python annotation."""
        return python_type(kind)

    def stub(self, contract: Contract) -> str:
        """Give the body that says that nothing stands here yet."""
        return f'raise NotImplementedError("{contract.name} has no body yet")\n'

    def module(self, contract: Contract, body: str) -> str:
        """Give a whole module: what is in scope, the entities as dataclasses, the function with its body."""
        parts = [f"from __future__ import annotations\n\n{imports_in_scope(contract.kind)}{_FOR_STUBS}"]
        if contract.entities:
            parts.append(f"{entity_stubs(contract.entities)}\n")
        parts.append(f"{signature(contract)}\n{textwrap.indent(body.strip(chr(10)), '    ')}\n")
        return "\n\n".join(parts)

    def unreadable(self, body: str) -> str:
        """Say why a text is not the body of a Python function; empty when it is one."""
        return unreadable_python(body)
