"""The names that the examples of a slot give values to: what people write into examples is what the slot is about."""

from collections.abc import Iterable, Iterator, Mapping

from inlay.spec.model import Example

__all__ = ["mentioned_in"]


def mentioned_in(examples: Iterable[Example]) -> frozenset[str]:
    """Give the fields, columns, tables and texts, values of enums among them, that the inputs of examples say."""
    return frozenset(name for example in examples for name in _said(example.given))


def _said(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, inner in value.items():
                yield str(key)
                yield from _said(inner)
        case list() | tuple():
            for inner in value:
                yield from _said(inner)
