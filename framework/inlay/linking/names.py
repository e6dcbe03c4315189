"""The names of a contract and their words: what a sentence may speak of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from inlay.contract import Contract, EntityType, EnumType, ListType, OptionalType, RecordType, ReferenceType, Type, walk

__all__ = ["Name", "lemma", "names_of", "words_of"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a body may write, with its words in base form and what it names."""

    text: str
    words: tuple[str, ...]
    role: str


def words_of(name: str) -> tuple[str, ...]:
    """Split a name at underscores and capitals into lower-case words: `unitPrice` gives unit, price."""
    return tuple(word.lower() for word in _WORD.findall(name))


@cache
def lemma(word: str) -> str:
    """Give the base form of an English word; other words come back as they are."""
    import simplemma

    low = word.lower()
    if len(low) <= 3 or not low.isascii():
        return low
    base = simplemma.lemmatize(low, lang="en")
    return low[:-1] if base == low and low.endswith("s") and not low.endswith("ss") else base.lower()


def names_of(contract: Contract) -> Iterator[Name]:
    """Give every name of a contract once, in order: parameters, entities with fields and values, result columns."""
    seen: set[tuple[str, str]] = set()
    for text, role in _spoken(contract):
        if (text, role) not in seen:
            seen.add((text, role))
            yield Name(text, tuple(lemma(word) for word in words_of(text)), role)


def _spoken(contract: Contract) -> Iterator[tuple[str, str]]:
    for parameter in contract.parameters:
        yield parameter.name, "parameter"
        yield from _values(parameter.type)
    for entity in contract.entities:
        yield entity.name, "entity"
        for field in entity.fields:
            yield field.name, "field"
            yield from _values(field.type)
    yield from _values(contract.result)
    for inner in walk(contract.result):
        if isinstance(inner, RecordType):
            for column, _ in inner.columns:
                yield column, "column"


def _values(kind: Type) -> Iterator[tuple[str, str]]:
    match kind:
        case EnumType(values):
            yield from ((value, "value") for value in values)
        case ListType(inner) | OptionalType(inner):
            yield from _values(inner)
        case RecordType(columns):
            for _, column in columns:
                yield from _values(column)
        case EntityType() | ReferenceType():
            return
