"""What the `compact` prompts show: the contract with reference tokens and the sentence with its links marked."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from inlay.contract import (
    Contract,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Type,
    columns_of,
    without_optional,
)
from inlay.contract.naming import foreign_key, table_name
from inlay.linking import constants_in, in_english, link, words_of
from inlay.prompts.references import NAMES, assign, constant_token, names_by_token, strip_tokens
from inlay.prompts.view import in_view

__all__ = ["CompactContext", "compact_context"]


# Names of entities, fields and values that a prompt shows when it serves; a training deals its own.
SHOWN = 24
# What further views of the same slot show: a small model that misreads one view may read another.
VIEWS = (SHOWN, SHOWN - 6, SHOWN + 8, SHOWN - 9)
# Every table has this column, so a model may write it as it is.
_KEY = "id"


@dataclass(frozen=True, kw_only=True, slots=True)
class CompactContext:
    """Variables for a compact prompt; `references` maps every token in it to its name or constant."""

    variables: Mapping[str, object]
    references: Mapping[str, str]


def compact_context(
    contract: Contract, sentence: str, *, mentioned: Set[str] = frozenset(), seed: int | None = None, view: int = 0
) -> CompactContext:
    """Give what a compact prompt needs for one slot, in whose examples some names are `mentioned`.

    Without a seed the shuffle follows from the entities and the view, so slots over the same entities share the start
    of their prompts, and each further view shows more or fewer names in another order.
    """
    sentence = in_english(sentence, contract)
    contract = in_view(contract, sentence, VIEWS[view % len(VIEWS)] if seed is None else NAMES, mentioned)
    if seed is None:
        digest = hashlib.blake2b(repr(contract.entities).encode(), digest_size=4, salt=bytes([view % 256])).digest()
        seed = int.from_bytes(digest, "big")
    spelling = _spelling(contract)
    of_entities = [name for name in _entity_names(contract, spelling) if name != _KEY]
    tokens = assign(of_entities, (name for name in _own_names(contract) if name != _KEY), seed)
    spoken, hidden, constants = _marked(strip_tokens(sentence), contract, spelling, tokens)
    variables = {
        "entities": [_block(entity, spelling, tokens) for entity in contract.entities],
        "parameters": [
            _line(tokens, parameter.name, _kind(parameter.type, spelling, tokens), parameter.type)
            for parameter in contract.parameters
        ],
        "result": _kind(_row(contract.result), spelling, tokens),
        "many": isinstance(contract.result, ListType),
        "values": _values(contract.result, tokens),
        "columns": [
            _line(tokens, column, _kind(kind, spelling, tokens), kind) for column, kind in columns_of(contract.result)
        ],
        # What a constant says counts too: which limit is the higher, how "3 h 05 min" is laid out. Version 1 hid it.
        "spoken": spoken,
        "sentence": hidden,
    }
    return CompactContext(variables=variables, references=names_by_token(tokens) | constants)


class _Attributes:
    """How Python spells the contract: entities and fields under their own names."""

    def entity(self, entity: str) -> str:
        return entity

    def fields(self, entity: Entity) -> list[tuple[str, Type]]:
        return [(field.name, field.type) for field in entity.fields]

    def of(self, name: str) -> str:
        return name


class _Tables:
    """How SQL spells the contract: tables, and columns with their foreign keys."""

    def __init__(self, spelling: Mapping[str, str], owners: Mapping[str, str]) -> None:
        self._spelling, self._owners = spelling, owners

    def entity(self, entity: str) -> str:
        return table_name(entity)

    def fields(self, entity: Entity) -> list[tuple[str, Type]]:
        owner = self._owners.get(entity.name)
        parent = [(foreign_key(owner), ReferenceType(owner))] if owner else []
        return [*parent, *((self._column(field), field.type) for field in entity.fields if not _is_owned(field))]

    def of(self, name: str) -> str:
        return self._spelling.get(name, name)

    @staticmethod
    def _column(field: Field) -> str:
        return foreign_key(field.name) if isinstance(without_optional(field.type), ReferenceType) else field.name


_Spelling = _Attributes | _Tables


def _spelling(contract: Contract) -> _Spelling:
    return _tables(contract) if contract.is_query else _Attributes()


def _tables(contract: Contract) -> _Tables:
    spelling = {entity.name: table_name(entity.name) for entity in contract.entities}
    owners: dict[str, str] = {}
    for entity in contract.entities:
        for field in entity.fields:
            inner = without_optional(field.type)
            if isinstance(inner, ListType) and isinstance(inner.item, EntityType):
                owners[inner.item.entity] = entity.name
                spelling.setdefault(field.name, table_name(inner.item.entity))
            elif isinstance(inner, ReferenceType):
                spelling.setdefault(field.name, foreign_key(field.name))
    return _Tables(spelling, owners)


def _is_owned(field: Field) -> bool:
    inner = without_optional(field.type)
    return isinstance(inner, ListType) and isinstance(inner.item, EntityType)


def _entity_names(contract: Contract, spelling: _Spelling) -> Iterator[str]:
    for entity in contract.entities:
        yield spelling.entity(entity.name)
        for name, kind in spelling.fields(entity):
            yield name
            yield from _enum_values(kind)


def _own_names(contract: Contract) -> Iterator[str]:
    for parameter in contract.parameters:
        yield parameter.name
        yield from _enum_values(parameter.type)
    yield from _enum_values(contract.result)
    for column, kind in columns_of(contract.result):
        yield column
        yield from _enum_values(kind)


def _enum_values(kind: Type) -> tuple[str, ...]:
    match kind:
        case EnumType(values):
            return values
        case OptionalType(inner) | ListType(inner):
            return _enum_values(inner)
    return ()


def _row(kind: Type) -> Type:
    return kind.item if isinstance(kind, ListType) and isinstance(kind.item, RecordType) else kind


def _block(entity: Entity, spelling: _Spelling, tokens: Mapping[str, str]) -> dict[str, object]:
    name = spelling.entity(entity.name)
    fields = [_line(tokens, field, _kind(kind, spelling, tokens), kind) for field, kind in spelling.fields(entity)]
    return {"ref": tokens.get(name, ""), "words": " ".join(words_of(name)), "fields": fields}


def _line(tokens: Mapping[str, str], name: str, kind: str, declared: Type) -> dict[str, object]:
    return {
        "ref": tokens.get(name, ""),
        "words": " ".join(words_of(name)),
        "type": kind,
        "values": _values(declared, tokens),
    }


def _values(kind: Type, tokens: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"ref": tokens.get(value, ""), "words": " ".join(words_of(value))} for value in _enum_values(kind)]


def _kind(kind: Type, spelling: _Spelling, tokens: Mapping[str, str]) -> str:
    match kind:
        case ReferenceType(entity):
            return f"->{tokens.get(spelling.entity(entity), '')}"
        case EntityType(entity):
            return tokens.get(spelling.entity(entity), "")
        case ListType(item):
            return f"list{_glued(_kind(item, spelling, tokens))}"
        case OptionalType(inner):
            return f"{_kind(inner, spelling, tokens)} ?"
        case MapType(value):
            return f"map{_glued(_kind(value, spelling, tokens))}"
        case EnumType():
            return "enum"
        case RecordType():
            return "row"
    return str(kind).partition("(")[0]


def _glued(kind: str) -> str:
    return kind if kind.startswith("<") else f" {kind}"


def _marked(
    sentence: str, contract: Contract, spelling: _Spelling, tokens: Mapping[str, str]
) -> tuple[str, str, dict[str, str]]:
    """Give the sentence with tokens behind linked words and behind constants, the same with tokens in the place of
    constants, and what the tokens of constants stand for.
    """
    constants = [
        (found, token)
        for position, found in enumerate(constants_in(sentence))
        if (token := constant_token(position)) is not None
    ]
    links = list[tuple[int, int, str]]()
    for found_link in link(sentence, contract):
        if not any(found.start < found_link.end and found_link.start < found.end for found, _ in constants):
            names = dict.fromkeys(tokens.get(spelling.of(name), "") for name in found_link.names)
            links.append((found_link.end, found_link.end, "".join(token for token in names if token)))
    behind = _with_marks(sentence, [*links, *((found.end, found.end, token) for found, token in constants)])
    instead = _with_marks(sentence, [*links, *((found.start, found.end, token) for found, token in constants)])
    return behind, instead, {token: found.value for found, token in constants}


def _with_marks(sentence: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """Put marks into a sentence, each in the place of its characters, which may be none."""
    text, at = "", 0
    for start, end, mark in sorted(marks):
        text += sentence[at:start].rstrip() + mark if start != end else sentence[at:start] + mark
        at = end
    return " ".join((text + sentence[at:]).split())
