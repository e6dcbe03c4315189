"""How names of the business become names of tables, columns and files; every part asks here."""

import re
from functools import cache
from keyword import iskeyword

from pluralizer import Pluralizer

__all__ = ["class_name", "foreign_key", "plural", "singular", "snake_case", "table_name"]

_BEFORE_CAPITAL_WORD = re.compile(r"(.)([A-Z][a-z]+)")
_BEFORE_CAPITAL = re.compile(r"([a-z0-9])([A-Z])")


@cache
def _pluralizer() -> Pluralizer:
    return Pluralizer()  # type: ignore[no-untyped-call]


def snake_case(name: str) -> str:
    """Give the lower-case spelling with underscores: `OrderLine` is `order_line`."""
    spaced = _BEFORE_CAPITAL_WORD.sub(r"\1_\2", name)
    return re.sub(r"_+", "_", _BEFORE_CAPITAL.sub(r"\1_\2", spaced)).lower()


def variable_name(entity: str) -> str:
    """Give the variable and module of an entity: `OrderLine` is `order_line`, and `Class` is `class_`."""
    name = snake_case(entity)
    return f"{name}_" if iskeyword(name) else name


def class_name(name: str) -> str:
    """Give the spelling of a class: `order_placed` is `OrderPlaced`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


@cache
def plural(word: str) -> str:
    """Give the plural of the last word of a snake_case name: `order_line` is `order_lines`."""
    head, joint, last = word.rpartition("_")
    return f"{head}{joint}{_pluralizer().plural(last)}"


@cache
def singular(word: str) -> str:
    """Give the singular of the last word of a snake_case name: `order_lines` is `order_line`."""
    head, joint, last = word.rpartition("_")
    return f"{head}{joint}{_pluralizer().singular(last)}"


def table_name(entity: str) -> str:
    """Give the table of an entity: `OrderLine` is `order_lines`."""
    return plural(snake_case(entity))


def foreign_key(name: str) -> str:
    """Give the column that points to another table, from a field or the entity that owns the row."""
    return f"{snake_case(name)}_id"
