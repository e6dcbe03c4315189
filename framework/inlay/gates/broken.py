"""How a candidate breaks what must hold on every input."""

from dataclasses import dataclass

__all__ = ["Broken"]


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not hold, the input in words of the spec, and what the candidate gave there."""

    reason: str
    given: str
    gave: str
