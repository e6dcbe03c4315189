"""Names that a slot kind lets a body use and that do not exist: a slip of the pen in an allow list."""

import builtins
import importlib
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec

from inlay.catalog import SlotKind
from inlay.gates.nearest import meant

__all__ = ["missing_names"]

Found = tuple[tuple[str, ...], str]
"""Where it stands in `slot.yaml`, and what is wrong."""


def missing_names(kind: SlotKind) -> Iterator[Found]:
    """Give the built-ins, imports, members and casts of a kind that nobody can use."""
    for name in kind.allow.get("builtins", ()):
        if not hasattr(builtins, name):
            yield ("allow", "builtins"), f"Python has no built-in `{name}`{meant(name, dir(builtins))}"
    for name, module in kind.imports.items():
        if fault := _not_imported(name, module):
            yield ("imports", name), fault
    for owner, members in kind.allow.get("members", {}).items():
        found = _owner(kind, owner)
        for name in members if found is not None else ():
            if not any(hasattr(each, name) for each in _behind(found, members)):
                yield ("allow", "members", owner), f"`{owner}` has no `{name}`{meant(name, dir(found))}"
    yield from ((("allow", "casts"), fault) for name in kind.allow.get("casts", ()) if (fault := _no_type(name)))


def _not_imported(name: str, module: str) -> str:
    place = module or name
    if not _is_there(place):
        return f"there is no module `{place}`{meant(place, sys.stdlib_module_names)}"
    if module and _is_shipped(module) and not hasattr(importlib.import_module(module), name):
        return f"the module `{module}` has no `{name}`{meant(name, dir(importlib.import_module(module)))}"
    return ""


def _owner(kind: SlotKind, name: str) -> object:
    """Give the type or module that members stand behind; None for one that only a body's run would show."""
    if name == "match":
        return re.Match
    if name not in kind.imports:
        return getattr(builtins, name, None)
    module = kind.imports[name]
    if not _is_shipped(module or name):
        return None
    return getattr(importlib.import_module(module), name, None) if module else importlib.import_module(name)


def _behind(owner: object, members: Sequence[str]) -> Iterator[object]:
    """Give a type or module and what its members lead to, as `chain` to `from_iterable`, `isocalendar()` to `week`."""
    yield owner
    yield from (getattr(owner, name, None) for name in members)
    if owner is date:
        yield date.min.isocalendar()


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _is_shipped(module: str) -> bool:
    """Say whether a module comes with Python; one of somebody else may do anything when it is imported."""
    return module.partition(".")[0] in sys.stdlib_module_names and _is_there(module)


def _no_type(name: str) -> str:
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        exp.DataType.build(name, dialect="postgres")
    except SqlglotError:
        known = (each.value.lower() for each in exp.DataType.Type)
        return f"there is no type `{name}`{meant(name, known)}"
    return ""
