"""How a candidate fails on a case."""

from dataclasses import dataclass

__all__ = ["Failure"]


@dataclass(frozen=True, slots=True)
class Failure:
    """The case on which a candidate fails, counted from 0, why, and what it gave there without what was expected."""

    case: int
    reason: str
    result: str
