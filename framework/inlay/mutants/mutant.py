"""What a mutant is: a kind, a place, what stood there and what stands there now."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Mutant", "MutantKind"]

MutantKind = Literal[
    "aggregate",
    "any-all",
    "arithmetic",
    "boundary",
    "clamp",
    "comparison",
    "condition",
    "constant",
    "distinct",
    "field",
    "join",
    "limit",
    "missing",
    "order",
    "rounding",
    "statement",
    "tie",
    "word",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """A body with one change. `line` and `column` are those of the change in the accepted body, from 1.

    A statement that was taken out has nothing after it.
    """

    kind: MutantKind
    line: int
    column: int
    before: str
    after: str
    body: str
