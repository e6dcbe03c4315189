"""Words of the trades from which random schemas are made; a hash keeps an eighth of them for held-out schemas."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inlay.contract.naming import class_name, table_name
from inlay.spec import reserved

__all__ = ["children", "chinese", "entities", "enum_sets", "is_held_out", "is_usable", "words"]

_FOLDER = Path(__file__).parent / "words"
_TAKEN = (
    reserved.PYTHON_WORDS
    | reserved.PYTHON_TYPES
    | reserved.IMPLICIT_FIELDS
    | reserved.SERVICE_MODULES
    | reserved.SQL_WORDS
    | frozenset(reserved.LIBRARY_FIELDS)
)


@cache
def words(key: str) -> tuple[str, ...]:
    """Give the words of fields under a key such as `decimals.words`; one that is drawn more often comes up twice."""
    found: Any = _file("fields")
    for part in key.split("."):
        found = found[part]
    return tuple(found.split())


@cache
def entities() -> tuple[str, ...]:
    """Give the words for entities of every trade, each once."""
    return _titles(word for trade in _file("entities").values() for word in trade.split())


@cache
def children() -> tuple[str, ...]:
    """Give the words for what an entity owns as a list."""
    return _titles(_file("children")["words"].split())


@cache
def chinese(kind: str) -> tuple[str, ...]:
    """Give the Chinese words for names of a kind, each name as `unit_price=单价/价格`."""
    return tuple(_file("chinese")[kind].split())


@cache
def enum_sets() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Give the kinds of enum, each with its sets of values."""
    return {kind: tuple(tuple(values.split()) for values in sets) for kind, sets in _file("enums").items()}


def _titles(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(found) if _is_title(word))


def _is_title(word: str) -> bool:
    name = class_name(word)
    taken = reserved.PYTHON_WORDS | reserved.PYTHON_TYPES
    return word not in taken and name not in reserved.PYTHON_CLASSES and table_name(name) not in reserved.SQL_WORDS


def is_usable(name: str) -> bool:
    """Say whether a spec may use a word as a field."""
    return name not in _TAKEN


def is_held_out(text: str, share: int = 8) -> bool:
    """Say whether a word or phrase is kept for held-out schemas and wordings; one in `share`, by its own text."""
    return hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % share == 0


@cache
def _file(name: str) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.CSafeLoader))
