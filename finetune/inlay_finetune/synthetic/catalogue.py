"""All families of patterns, found by looking into the folder, weighed for drawing."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from inlay_finetune.synthetic import patterns
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.world import World

__all__ = ["Pattern", "all_patterns"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: what makes a draft from a world (None when the world does not suit), and how often to draw it.

    `told_in` is the file of wordings that tells it, which several families may share.
    """

    name: str
    make: Callable[[World], Draft | None]
    weight: float
    kind: str
    told_in: str

    @property
    def family(self) -> str:
        """The name of its module."""
        return self.name.partition(".")[0]


@cache
def all_patterns() -> tuple[Pattern, ...]:
    """Give every pattern of every family in a fixed order."""
    found = []
    for info in sorted(pkgutil.iter_modules(patterns.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{patterns.__name__}.{info.name}")
        kind = "sql-query" if info.name.startswith("queries") else "python-function"
        found += _patterns_of(module, info.name, kind)
    return tuple(found)


def _patterns_of(module: ModuleType, family: str, kind: str) -> list[Pattern]:
    told_in = getattr(module, "TOLD_IN", family)
    return [
        Pattern(f"{family}.{make.__name__}", make, weight, kind, told_in)
        for make, weight in getattr(module, "PATTERNS", ())
    ]
